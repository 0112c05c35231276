//! Where signed events come from: sources, how to sign, what came in last.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::Problem;
use platform::web::{FormData, Frame, Path, Query};
use serde_json::{Value, json};
use user::Viewer;

use super::edit::fault_text;
use super::form::Fault;
use super::{Pages, SaidParameters};
use crate::events::{self, NewSource};
use crate::service;

/// Events shown.
const LATEST: usize = 20;

/// A call as it has to look; the same in all languages.
const EXAMPLE: &str = r#"id=evt_8412
timestamp=$(date +%s)
body='{"type":"ticket.closed","subject":"4711",
  "at":"2026-11-22T09:30:00Z",
  "contact":{"email":"anna@bakery.example","name":"Anna de Wit"},
  "solver":{"email":"joris@acme.example"},
  "attributes":{"title":"printer is jammed"}}'
key=$(printf %s "${SECRET#whsec_}" | base64 -d | xxd -p -c 256)
signature=$(printf %s "$id.$timestamp.$body" |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64)
curl "$ADDRESS" -d "$body" -H 'content-type: application/json' \
  -H "webhook-id: $id" -H "webhook-timestamp: $timestamp" \
  -H "webhook-signature: v1,$signature""#;

pub(super) async fn list(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<SaidParameters>,
) -> Result<Html<String>, Problem> {
    let said = asked.said.map(super::Said::word);
    page(&pages, (&frame, &viewer), (None, said), ("", None)).await
}

async fn page(
    pages: &Pages,
    (frame, viewer): (&Frame, &Viewer),
    (made, said): (Option<NewSource>, Option<&str>),
    (name, error): (&str, Option<String>),
) -> Result<Html<String>, Problem> {
    let app = &pages.app;
    let sources = events::sources(app, viewer).await?;
    let latest = (i64::MAX, String::new(), String::new());
    let latest = service::list_events(app, viewer, latest, LATEST).await?;
    let event = |event: &crate::model::Event| {
        let source = sources.iter().find(|s| s.source_id == event.source_id);
        json!({
            "received_at_us": event.received_at_us,
            "type": event.kind,
            "subject": event.subject,
            "source": source.map(|s| &s.name),
            "contact_id": event.contact_id,
        })
    };
    let source = |own: &crate::model::EventSource| {
        json!({
            "id": own.source_id,
            "name": own.name,
            "created_at_us": own.created_at_us,
            "last_event_at_us": own.last_event_at_us,
        })
    };
    let values = json!({
        "place": "ask",
        "said": said,
        "may_write": viewer.may_write,
        "made": made.map(|made| json!({
            "name": made.source.name, "url": made.url, "secret": made.secret,
        })),
        "sources": sources.iter().map(source).collect::<Vec<_>>(),
        "events": latest.iter().map(event).collect::<Vec<Value>>(),
        "f": { "name": { "name": "name", "value": name, "error": error, "kind": "" } },
        "example": EXAMPLE,
    });
    app.templates.page("programme/sources.html", frame, values)
}

/// Makes a source, and shows its secret this once: the page is the reply to the form.
pub(super) async fn create(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| name == "name")?;
    let reader = (&frame, &viewer);
    match events::add_source(&pages.app, &viewer, form.text("name")).await {
        Ok(made) => {
            let page = page(&pages, reader, (Some(made), None), ("", None)).await?;
            Ok(page.into_response())
        }
        Err(Problem::Invalid { .. }) => {
            let fault = Fault::new("name", "programme-wrong-name");
            let error = fault_text(pages.voice(&frame), &fault);
            let given = (form.text("name"), Some(error));
            let page = page(&pages, reader, (None, None), given).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(problem) => Err(problem),
    }
}

pub(super) async fn remove(
    State(pages): State<Pages>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Redirect, Problem> {
    events::remove_source(&pages.app, &viewer, &id).await?;
    Ok(Redirect::to("/programmes/sources?said=removed"))
}
