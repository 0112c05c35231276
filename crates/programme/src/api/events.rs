//! Events and where they come from.

use axum::extract::State;
use axum::http::StatusCode;
use platform::Problem;
use platform::clock::rfc3339;
use platform::web::{App, Json, MEBIBYTE, NoQuery, Path, Query, UniqueJson, paging};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use crate::events::{self, EVENTS_MAX, Mapping, Outcome, System, Wanted};
use crate::model::Event;
use crate::service;

/// Largest body: a thousand events of four kibibytes.
const BODY_MAX: usize = 4 * MEBIBYTE;

/// One event, or several as `{"events": […]}`.
pub(super) async fn take(
    State(app): State<App>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(UniqueJson(body)): Json<UniqueJson, BODY_MAX>,
) -> Result<axum::Json<Value>, Problem> {
    let Value::Object(mut body) = body else {
        return Err(Problem::invalid("/", "a JSON object is expected"));
    };
    let Some(list) = body.remove("events") else {
        let outcomes = events::take(&app, &viewer, &[Value::Object(body)]).await?;
        return match outcomes.into_iter().next() {
            Some((_, Outcome::Refused(errors))) => Err(Problem::all_invalid(errors)),
            Some((id, outcome)) => Ok(axum::Json(told(id, &outcome))),
            None => Err(Problem::Internal("an event without outcome".to_owned())),
        };
    };
    if let Some(name) = body.keys().next() {
        return Err(Problem::invalid(
            format!("/{name}"),
            "unknown beside events",
        ));
    }
    let Value::Array(list) = list else {
        return Err(Problem::invalid("/events", "a list of events"));
    };
    if !(1..=EVENTS_MAX).contains(&list.len()) {
        let detail = format!("{} events; give 1 to {EVENTS_MAX} at a time", list.len());
        return Err(Problem::invalid("/events", detail));
    }
    let outcomes = events::take(&app, &viewer, &list).await?;
    let count = |wanted: fn(&Outcome) -> bool| outcomes.iter().filter(|o| wanted(&o.1)).count();
    let counts = (
        count(|o| matches!(o, Outcome::Accepted { .. })),
        count(|o| matches!(o, Outcome::Known)),
        count(|o| matches!(o, Outcome::Refused(_))),
    );
    let events: Vec<Value> = outcomes
        .into_iter()
        .map(|(id, outcome)| told(id, &outcome))
        .collect();
    Ok(axum::Json(json!({
        "accepted": counts.0,
        "known": counts.1,
        "refused": counts.2,
        "events": events,
    })))
}

/// What became of an event, for its sender.
pub(super) fn told(id: Option<String>, outcome: &Outcome) -> Value {
    let mut told = json!({ "id": id });
    match outcome {
        Outcome::Accepted {
            contact_id,
            programmes,
        } => {
            told["outcome"] = "accepted".into();
            told["contact_id"] = json!(contact_id);
            told["programmes"] = json!(programmes);
        }
        Outcome::Known => told["outcome"] = "known".into(),
        Outcome::Refused(errors) => {
            told["outcome"] = "refused".into();
            told["errors"] = json!(errors);
        }
    }
    told
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListQuery {
    cursor: Option<String>,
    limit: Option<usize>,
}

pub(super) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<ListQuery>,
) -> Result<axum::Json<Value>, Problem> {
    let limit = paging::limit(query.limit)?;
    let before = match &query.cursor {
        None => (i64::MAX, String::new(), String::new()),
        Some(text) => {
            let [at_us, source, id] = paging::read_cursor(text)?;
            let at_us = at_us.parse().map_err(|_| paging::no_cursor())?;
            (at_us, source, id)
        }
    };
    let mut page = service::list_events(&app, &viewer, before, limit + 1).await?;
    let next = paging::cut(&mut page, limit)
        .map(|last| paging::cursor(&[&last.received_at_us.to_string(), &last.source_id, &last.id]));
    let items: Vec<Value> = page.iter().map(event_json).collect();
    Ok(axum::Json(json!({ "events": items, "next_cursor": next })))
}

fn event_json(event: &Event) -> Value {
    json!({
        "id": event.id,
        "source_id": Some(&event.source_id).filter(|id| !id.is_empty()),
        "type": event.kind,
        "subject": event.subject,
        "at": rfc3339(event.at_us),
        "contact_id": event.contact_id,
        "solver_id": event.solver_id,
        "attributes": event.attributes,
        "programmes": event.programmes,
        "received_at": rfc3339(event.received_at_us),
    })
}

pub(super) async fn sources(
    State(app): State<App>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<axum::Json<Value>, Problem> {
    let sources = events::sources(&app, &viewer).await?;
    let items: Vec<Value> = sources
        .iter()
        .map(|source| {
            json!({
                "id": source.source_id,
                "name": source.name,
                "system": source.system,
                "mapping": source.mapping,
                "has_secret": source.has_secret,
                "created_at": rfc3339(source.created_at_us),
                "last_event_at": source.last_event_at_us.map(rfc3339),
            })
        })
        .collect();
    Ok(axum::Json(json!({ "sources": items })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSource {
    name: String,
    #[serde(default)]
    system: System,
    mapping: Option<Mapping>,
    secret: Option<String>,
}

pub(super) async fn add_source(
    State(app): State<App>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(body): Json<NewSource>,
) -> Result<(StatusCode, axum::Json<Value>), Problem> {
    let wanted = Wanted {
        name: body.name,
        system: body.system,
        mapping: body.mapping,
        secret: body.secret,
    };
    let new = events::add_source(&app, &viewer, &wanted).await?;
    let told = json!({
        "id": new.source.source_id,
        "name": new.source.name,
        "system": new.source.system,
        "mapping": new.source.mapping,
        "has_secret": new.source.has_secret,
        "created_at": rfc3339(new.source.created_at_us),
        "last_event_at": null,
        "url": new.url,
        "secret": Some(new.secret).filter(|secret| !secret.is_empty()),
    });
    Ok((StatusCode::CREATED, axum::Json(told)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSecret {
    secret: String,
}

pub(super) async fn set_secret(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(body): Json<NewSecret>,
) -> Result<StatusCode, Problem> {
    events::set_secret(&app, &viewer, &id, &body.secret).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn remove_source(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<StatusCode, Problem> {
    events::remove_source(&app, &viewer, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
