//! Where signed events come from: sources, how to sign, what came in last.

mod examples;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::Problem;
use platform::web::{FieldError, FormData, Frame, Path, Query};
use serde_json::{Value, json};
use user::Viewer;

use super::edit::fault_text;
use super::form::Fault;
use super::{Pages, SaidParameters};
use crate::events::{self, NewSource, System, Wanted};
use crate::service;

/// Events shown.
const LATEST: usize = 20;

pub(super) async fn list(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<SaidParameters>,
) -> Result<Html<String>, Problem> {
    let said = asked.said.map(super::Said::word);
    page(&pages, (&frame, &viewer), (None, said), &Draft::default()).await
}

/// What stands in the form, and what is wrong with it.
#[derive(Default)]
struct Draft<'a> {
    name: &'a str,
    system: &'a str,
    secret: &'a str,
    mapping: &'a str,
    /// Field and what is wrong with it.
    errors: Vec<(&'static str, String)>,
}

impl Draft<'_> {
    fn field(&self, name: &str, value: &str) -> Value {
        let error = self.errors.iter().find(|(field, _)| *field == name);
        json!({
            "name": name, "value": value, "error": error.map(|(_, text)| text), "kind": "",
        })
    }

    fn values(&self) -> Value {
        json!({
            "name": self.field("name", self.name),
            "system": self.field("system", self.system),
            "secret": self.field("secret", self.secret),
            "mapping": self.field("mapping", self.mapping),
        })
    }
}

async fn page(
    pages: &Pages,
    (frame, viewer): (&Frame, &Viewer),
    (made, said): (Option<NewSource>, Option<&str>),
    draft: &Draft<'_>,
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
            "system": own.system,
            "has_secret": own.has_secret,
            "takes_secret": own.system.makes_its_own_secret(),
            "created_at_us": own.created_at_us,
            "last_event_at_us": own.last_event_at_us,
        })
    };
    let values = json!({
        "place": "ask",
        "said": said,
        "may_manage": viewer.may_manage,
        "made": made.map(|made| json!({
            "name": made.source.name, "system": made.source.system,
            "url": made.url, "secret": made.secret,
        })),
        "sources": sources.iter().map(source).collect::<Vec<_>>(),
        "events": latest.iter().map(event).collect::<Vec<Value>>(),
        "f": draft.values(),
        "systems": System::ALL.map(System::as_str),
        "examples": examples::all(),
        "mapping_example": examples::MAPPING,
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
    form.only(|name| ["name", "system", "secret", "mapping"].contains(&name))?;
    let mut draft = Draft {
        name: form.text("name"),
        system: form.text("system"),
        secret: form.text("secret"),
        mapping: form.text("mapping"),
        errors: Vec::new(),
    };
    let reader = (&frame, &viewer);
    let made = match wanted(&draft) {
        Ok(wanted) => events::add_source(&pages.app, &viewer, &wanted).await,
        Err(problem) => Err(problem),
    };
    let problem = match made {
        Ok(made) => {
            let page = page(&pages, reader, (Some(made), None), &Draft::default()).await?;
            return Ok(page.into_response());
        }
        Err(problem) => problem,
    };
    let Problem::Invalid { errors, .. } = &problem else {
        return Err(problem);
    };
    draft.errors = errors.iter().map(|e| field_of(&pages, &frame, e)).collect();
    let page = page(&pages, reader, (None, None), &draft).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

fn wanted(draft: &Draft<'_>) -> Result<Wanted, Problem> {
    let system: System = match draft.system {
        "" => System::Standard,
        text => text.parse().map_err(|e| Problem::invalid("/system", e))?,
    };
    let mapping = draft.mapping.trim();
    let mapping = (!mapping.is_empty() && system == System::Mapped)
        .then(|| serde_json::from_str(mapping))
        .transpose()
        .map_err(|e| Problem::invalid("/mapping", e.to_string()))?;
    let secret = draft.secret.trim();
    Ok(Wanted {
        name: draft.name.to_owned(),
        system,
        mapping,
        secret: (!secret.is_empty()).then(|| secret.to_owned()),
    })
}

/// The field an error is about, and the words for it.
fn field_of(pages: &Pages, frame: &Frame, error: &FieldError) -> (&'static str, String) {
    let voice = pages.voice(frame);
    let told = |field, word| (field, fault_text(voice, &Fault::new(field, word)));
    let said = |detail: &str| events::WORDING.say(&pages.app, frame.language, detail);
    if error.pointer.starts_with("/mapping") {
        let place = error.pointer.trim_start_matches("/mapping");
        let place = (!place.is_empty()).then(|| format!("{place}: "));
        let words = told("mapping", "programme-wrong-mapping").1;
        let detail = said(&error.detail);
        let place = place.unwrap_or_default();
        return ("mapping", format!("{words} {place}{detail}"));
    }
    match error.pointer.as_str() {
        "/secret" => told("secret", "programme-wrong-secret"),
        "/system" => ("system", said(&error.detail)),
        _ => told("name", "programme-wrong-name"),
    }
}

/// Stores the secret that the other system made.
pub(super) async fn secret(
    State(pages): State<Pages>,
    viewer: Viewer,
    Path(id): Path<String>,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|name| name == "secret")?;
    events::set_secret(&pages.app, &viewer, &id, form.text("secret")).await?;
    Ok(Redirect::to("/programmes/sources?said=saved"))
}

pub(super) async fn remove(
    State(pages): State<Pages>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Redirect, Problem> {
    events::remove_source(&pages.app, &viewer, &id).await?;
    Ok(Redirect::to("/programmes/sources?said=removed"))
}
