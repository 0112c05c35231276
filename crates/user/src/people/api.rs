//! People under `/api/v1/people`.

use axum::Json as JsonReply;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use platform::Problem;
use platform::clock::rfc3339;
use platform::web::{App, Json, NoQuery, Path, Query, paging};
use serde::Deserialize;
use serde_json::{Value, json};

use super::sent::{self, SentChange, SentPerson};
use super::store::Filter;
use super::{Person, service, store};
use crate::access::{Access, Entry, Gate, Routes};
use crate::model::Viewer;

#[derive(Clone)]
struct Api {
    app: App,
    sends_mail: bool,
}

pub(super) fn routes(gate: &Gate, sends_mail: bool) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get("/api/v1/people", Access::Read, list)
        .post("/api/v1/people", Access::Write, add)
        .get("/api/v1/people/{id}", Access::Read, show)
        .patch("/api/v1/people/{id}", Access::Write, change)
        .post("/api/v1/people/{id}/invite", Access::Write, invite)
        .finish(Api {
            app: gate.app().clone(),
            sends_mail,
        })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    #[serde(default)]
    q: String,
    role: Option<String>,
    team_id: Option<String>,
    active: Option<bool>,
    cursor: Option<String>,
    limit: Option<usize>,
}

async fn list(
    State(api): State<Api>,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<JsonReply<Value>, Problem> {
    let role = asked.role.as_deref().map(sent::role).transpose();
    let filter = Filter {
        q: asked.q.trim().to_owned(),
        role: role.map_err(|e| Problem::all_invalid(vec![e]))?,
        team_id: asked.team_id,
        active: asked.active.unwrap_or(true),
    };
    let limit = paging::limit(asked.limit)?;
    let after = asked
        .cursor
        .as_deref()
        .map(paging::read_cursor::<1>)
        .transpose()?
        .map(|[email]| email);
    let workspace_id = viewer.workspace_id;
    let mut people = api
        .app
        .db
        .read(move |tx| {
            let place = (after.as_deref(), limit + 1);
            Ok::<_, Problem>(store::part(tx, &workspace_id, &filter, place)?)
        })
        .await?;
    let next = paging::cut(&mut people, limit).map(|last| paging::cursor(&[&last.email]));
    let people: Vec<Value> = people.iter().map(view).collect();
    Ok(JsonReply(json!({ "people": people, "next_cursor": next })))
}

async fn add(
    State(api): State<Api>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<SentPerson>,
) -> Result<(StatusCode, JsonReply<Value>), Problem> {
    let invite = sent.invite;
    if invite {
        api.must_send_mail()?;
    }
    let (new, now_us) = (sent.checked()?, api.app.clock.now_us());
    let user_id = service::add(&api.app.db, &viewer, new, (invite, now_us)).await?;
    let person = api.person(&viewer, &user_id).await?;
    Ok((StatusCode::CREATED, JsonReply(view(&person))))
}

async fn show(
    State(api): State<Api>,
    viewer: Viewer,
    Path(user_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<JsonReply<Value>, Problem> {
    Ok(JsonReply(view(&api.person(&viewer, &user_id).await?)))
}

async fn change(
    State(api): State<Api>,
    viewer: Viewer,
    Path(user_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<SentChange>,
) -> Result<JsonReply<Value>, Problem> {
    let (change, now_us) = (sent.checked()?, api.app.clock.now_us());
    service::change(&api.app.db, &viewer, (&user_id, change), now_us).await?;
    Ok(JsonReply(view(&api.person(&viewer, &user_id).await?)))
}

async fn invite(
    State(api): State<Api>,
    viewer: Viewer,
    Path(user_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<StatusCode, Problem> {
    api.person(&viewer, &user_id).await?;
    api.must_send_mail()?;
    let now_us = api.app.clock.now_us();
    service::invite(&api.app.db, &viewer, &user_id, now_us).await?;
    Ok(StatusCode::ACCEPTED)
}

impl Api {
    fn must_send_mail(&self) -> Result<(), Problem> {
        service::must_send_mail(self.sends_mail)
    }

    async fn person(&self, viewer: &Viewer, user_id: &str) -> Result<Person, Problem> {
        service::person(&self.app.db, viewer, user_id).await
    }
}

fn view(person: &Person) -> Value {
    json!({
        "user_id": person.user_id,
        "email": person.email,
        "name": person.name,
        "role": person.role.as_str(),
        "language": person.language,
        "team_id": person.team_id,
        "lead_id": person.lead_id,
        "away_until": person.away_until_us.map(rfc3339),
        "deputy_id": person.deputy_id,
        "may_login": person.may_login,
        "deactivated_at": person.deactivated_at_us.map(rfc3339),
    })
}
