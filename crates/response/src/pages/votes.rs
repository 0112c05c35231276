//! Which clicks count: the rule of a survey, how its votes stand, and the evidence.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::Problem;
use platform::web::{FormData, Frame, Path};
use policy::vote::{self, Accept, Doubt, VoteRules};
use serde_json::{Value, json};
use user::Viewer;

use super::Pages;
use crate::votes::evidence::Evidence;
use crate::votes::service::checked;

/// The fields of the form beside the choice, in the order of the thresholds.
const FIELDS: [&str; 4] = [
    "early_seconds",
    "burst_links",
    "burst_seconds",
    "visible_seconds",
];

/// How a visit is judged, in one word for templates and programs.
pub(crate) fn judgement(state: Option<vote::State>) -> &'static str {
    match state {
        None => "none",
        Some(vote::State::Confirmed(_)) => "confirmed",
        Some(vote::State::Provisional) => "provisional",
        Some(vote::State::Suspect(Doubt::Hidden)) => "suspect-hidden",
        Some(vote::State::Suspect(Doubt::Burst)) => "suspect-burst",
        Some(vote::State::Suspect(Doubt::Head)) => "suspect-head",
        Some(vote::State::Suspect(Doubt::Early)) => "suspect-early",
    }
}

fn example((hit, state): &(Evidence, Option<vote::State>)) -> Value {
    json!({
        "at_us": hit.at_us,
        "kind": hit.kind.as_str(),
        "score": hit.score,
        "agent": hit.agent,
        "state": judgement(*state),
    })
}

/// A form with a mistake: what was sent, and which fields are wrong.
struct Wrong {
    values: Value,
    fields: Vec<&'static str>,
}

impl Pages {
    async fn votes(
        &self,
        frame: &Frame,
        (viewer, survey_id): (&Viewer, &str),
        wrong: Option<Wrong>,
    ) -> Result<Html<String>, Problem> {
        let (db, workspace_id) = (&self.app().db, &viewer.workspace_id);
        let surveys = &self.responses.surveys;
        let survey = surveys.renewed(db, workspace_id, survey_id).await?;
        let standing = self.responses.votes(viewer, survey_id).await?;
        let definition = &survey.definition;
        let (values, errors) = match wrong {
            Some(wrong) => (wrong.values, wrong.fields),
            None => (serde_json::to_value(standing.rules)?, Vec::new()),
        };
        let values = json!({
            "place": "ask",
            "survey_id": survey_id,
            "title": definition.say(&definition.title, frame.language.code()),
            "employees": definition.employees,
            "may_manage": viewer.may_manage,
            "rules": values,
            "fields": FIELDS,
            "errors": errors,
            "own": standing.own,
            "confirmed": standing.confirmed,
            "provisional": standing.provisional,
            "suspect": standing.suspect,
            "progress": standing.progress.map(|(done, all)| json!({ "done": done, "all": all })),
            "examples": standing.examples.iter().map(example).collect::<Vec<_>>(),
        });
        self.app()
            .templates
            .page("response/votes.html", frame, values)
    }
}

pub(super) async fn show(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(survey_id): Path<String>,
) -> Result<Html<String>, Problem> {
    pages.votes(&frame, (&viewer, &survey_id), None).await
}

/// The rules as a form says them, or the fields that are wrong.
fn read(form: &FormData) -> Result<VoteRules, Vec<&'static str>> {
    let accept = match form.text("accept") {
        "validated" => Some(Accept::Validated),
        "validated_or_sign" => Some(Accept::ValidatedOrSign),
        "automatic" => Some(Accept::Automatic),
        _ => None,
    };
    let number = |name: &str| form.text(name).parse::<u32>().ok();
    let mut wrong: Vec<&'static str> = FIELDS
        .into_iter()
        .filter(|name| number(name).is_none())
        .collect();
    if accept.is_none() {
        wrong.push("accept");
    }
    let rules = VoteRules {
        accept: accept.unwrap_or_default(),
        early_seconds: number("early_seconds").unwrap_or_default(),
        burst_links: number("burst_links")
            .and_then(|n| u8::try_from(n).ok())
            .unwrap_or(u8::MAX),
        burst_seconds: number("burst_seconds").unwrap_or_default(),
        visible_seconds: number("visible_seconds").unwrap_or_default(),
    };
    if !wrong.is_empty() {
        return Err(wrong);
    }
    checked(rules).map_err(|problem| match problem {
        Problem::Invalid { errors, .. } => FIELDS
            .into_iter()
            .filter(|name| errors.iter().any(|e| e.pointer.ends_with(name)))
            .collect(),
        _ => FIELDS.to_vec(),
    })
}

pub(super) async fn save(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| name == "accept" || FIELDS.contains(&name))?;
    let fields = match read(&form) {
        Ok(rules) => {
            pages
                .responses
                .set_vote_rules(&viewer, &survey_id, rules)
                .await?;
            return Ok(Redirect::to(&format!("/surveys/{survey_id}/votes")).into_response());
        }
        Err(fields) => fields,
    };
    let sent = FIELDS.iter().chain(&["accept"]);
    let wrong = Wrong {
        values: sent
            .map(|name| ((*name).to_owned(), Value::from(form.text(name))))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        fields,
    };
    let page = pages
        .votes(&frame, (&viewer, &survey_id), Some(wrong))
        .await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}
