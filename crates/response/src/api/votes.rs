//! Which clicks count, and which sites may show the widget, under `/api/v1`.

use axum::Json as JsonReply;
use axum::extract::State;
use platform::web::{Json, NoQuery, Path, Query};
use platform::{Problem, clock};
use policy::vote::{self, Accept, By, Doubt, VoteRules};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use crate::service::Responses;
use crate::votes::evidence::Evidence;
use crate::votes::service::Standing;
use crate::widget;

/// The rules as programs send them: all of them, so that nothing is left to guess.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rules {
    accept: Accept,
    early_seconds: u32,
    burst_links: u8,
    burst_seconds: u32,
    visible_seconds: u32,
}

fn state_json(state: vote::State) -> Value {
    let (state, because) = match state {
        vote::State::Confirmed(By::Comment) => ("confirmed", Some("comment")),
        vote::State::Confirmed(By::Submit) => ("confirmed", Some("submit")),
        vote::State::Confirmed(By::Sign) => ("confirmed", Some("sign")),
        vote::State::Confirmed(By::Click) => ("confirmed", Some("click")),
        vote::State::Provisional => ("provisional", None),
        vote::State::Suspect(Doubt::Hidden) => ("suspect", Some("hidden")),
        vote::State::Suspect(Doubt::Burst) => ("suspect", Some("burst")),
        vote::State::Suspect(Doubt::Head) => ("suspect", Some("head")),
        vote::State::Suspect(Doubt::Early) => ("suspect", Some("early")),
    };
    json!({ "state": state, "because": because })
}

fn hit_json((hit, state): &(Evidence, Option<vote::State>)) -> Value {
    json!({
        "at": clock::rfc3339(hit.at_us),
        "kind": hit.kind.as_str(),
        "score": hit.score,
        "user_agent": hit.agent,
        "judged": state.map(state_json),
    })
}

fn standing_json(standing: &Standing) -> Value {
    json!({
        "rules": standing.rules,
        "own": standing.own,
        "confirmed": standing.confirmed,
        "provisional": standing.provisional,
        "suspect": standing.suspect,
        "judging": standing.progress.map(|(done, all)| json!({ "done": done, "of": all })),
        "latest": standing.examples.iter().map(hit_json).collect::<Vec<_>>(),
    })
}

pub(super) async fn show(
    State(responses): State<Responses>,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<JsonReply<Value>, Problem> {
    let standing = responses.votes(&viewer, &survey_id).await?;
    Ok(JsonReply(standing_json(&standing)))
}

pub(super) async fn change(
    State(responses): State<Responses>,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(rules): Json<Rules>,
) -> Result<JsonReply<Value>, Problem> {
    let rules = VoteRules {
        accept: rules.accept,
        early_seconds: rules.early_seconds,
        burst_links: rules.burst_links,
        burst_seconds: rules.burst_seconds,
        visible_seconds: rules.visible_seconds,
    };
    responses.set_vote_rules(&viewer, &survey_id, rules).await?;
    let standing = responses.votes(&viewer, &survey_id).await?;
    Ok(JsonReply(standing_json(&standing)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sites {
    origins: Vec<String>,
}

pub(super) async fn widget(
    State(responses): State<Responses>,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<JsonReply<Value>, Problem> {
    let survey = responses.survey(&viewer, &survey_id).await?;
    let origins = responses.sites(&viewer.workspace_id, &survey_id).await?;
    let snippet = widget::snippet(&responses.app.base_url, &survey.token);
    Ok(JsonReply(json!({ "origins": origins, "snippet": snippet })))
}

pub(super) async fn set_widget(
    State(responses): State<Responses>,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sites): Json<Sites>,
) -> Result<JsonReply<Value>, Problem> {
    let survey = responses.survey(&viewer, &survey_id).await?;
    let origins = responses
        .set_sites(&viewer, &survey_id, &sites.origins)
        .await?;
    let snippet = widget::snippet(&responses.app.base_url, &survey.token);
    Ok(JsonReply(json!({ "origins": origins, "snippet": snippet })))
}
