//! Coaching as JSON, for the people themselves: a key is nobody's lead, so it sees no page.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use dashboard::voice::Voice;
use jiff::civil::Date;
use platform::Problem;
use platform::clock::{date_of_day, days_since_1970, rfc3339};
use platform::web::{Frame, Json, NoQuery, Path, Query};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use crate::model::Entry;
use crate::pages::answer;
use crate::service::{self, Act, Coaching, Former, New, Partner, Whole};

pub(crate) async fn list(
    State(coaching): State<Coaching>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<axum::Json<Value>, Problem> {
    let found = service::overview(&coaching, &viewer).await?;
    let partners = |all: &[Partner]| -> Vec<Value> {
        all.iter()
            .map(
                |own| json!({ "person_id": own.user_id, "name": own.name, "page_id": own.page_id }),
            )
            .collect()
    };
    let former = |all: &[Former]| -> Vec<Value> {
        all.iter()
            .map(|own| {
                json!({
                    "page_id": own.page.page_id,
                    "lead": own.lead,
                    "employee": own.employee,
                    "opened_at": rfc3339(own.page.opened_at_us),
                })
            })
            .collect()
    };
    Ok(axum::Json(json!({
        "led": partners(&found.led),
        "leads": partners(&found.leads),
        "kept": former(&found.kept),
        "shared": former(&found.shared),
    })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Opening {
    person_id: String,
}

pub(crate) async fn open(
    State(coaching): State<Coaching>,
    frame: Frame,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(body): Json<Opening>,
) -> Result<Response, Problem> {
    let id = service::open(&coaching, &viewer, &body.person_id).await?;
    let whole = service::look(&coaching, &viewer, &id).await?;
    let value = shape(&coaching, (&frame, &viewer), &whole).await?;
    let mut response = (StatusCode::CREATED, axum::Json(value)).into_response();
    if let Ok(location) = format!("/api/v1/coaching/{id}").parse() {
        response.headers_mut().insert(LOCATION, location);
    }
    Ok(response)
}

/// The page; the look is noted like any other.
pub(crate) async fn show(
    State(coaching): State<Coaching>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<axum::Json<Value>, Problem> {
    let whole = service::look(&coaching, &viewer, &id).await?;
    shape(&coaching, (&frame, &viewer), &whole)
        .await
        .map(axum::Json)
}

async fn shape(
    coaching: &Coaching,
    (frame, viewer): (&Frame, &Viewer),
    whole: &Whole,
) -> Result<Value, Problem> {
    let voice = Voice::new(&coaching.dashboard.app, frame.language);
    let mut entries = Vec::new();
    for entry in &whole.entries {
        entries.push(one(coaching, (viewer, whole), entry, voice).await?);
    }
    let page = &whole.page;
    let looks = whole.looks.iter();
    Ok(json!({
        "id": page.page_id,
        "part": whole.part.as_str(),
        "current": whole.is_current,
        "lead_id": page.lead_id,
        "lead": whole.name(&page.lead_id),
        "employee_id": page.employee_id,
        "employee": whole.name(&page.employee_id),
        "opened_at": rfc3339(page.opened_at_us),
        "shared_with_id": page.shared_with_id,
        "entries": entries,
        "looks": looks
            .map(|look| json!({ "by": whole.name(&look.user_id), "at": rfc3339(look.at_us) }))
            .collect::<Vec<_>>(),
        "looked": whole.looked,
    }))
}

/// Something on a page, with what a chosen answer says as far as the viewer sees it.
async fn one(
    coaching: &Coaching,
    (viewer, whole): (&Viewer, &Whole),
    entry: &Entry,
    voice: Voice<'_>,
) -> Result<Value, Problem> {
    let said = answer(coaching, (viewer, whole), entry, voice).await?;
    let said = said.map(|said| {
        let texts: Vec<&String> = said.texts.iter().map(|(_, text)| text).collect();
        json!({
            "survey_id": said.survey_id,
            "response_id": said.response_id,
            "score": said.score,
            "texts": texts,
        })
    });
    Ok(json!({
        "id": entry.entry_id,
        "kind": entry.kind.as_str(),
        "by": whole.name(&entry.author_id),
        "text": entry.words,
        "answer": said,
        "due": entry.due_day.map(|day| date_of_day(day).to_string()),
        "done_at": entry.done_at_us.map(rfc3339),
        "created_at": rfc3339(entry.created_at_us),
        "removed_at": entry.removed_at_us.map(rfc3339),
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, tag = "kind", rename_all = "lowercase")]
pub(crate) enum Body {
    Note {
        text: String,
    },
    Agreement {
        text: String,
        due: Option<String>,
    },
    Answer {
        survey_id: String,
        response_id: String,
        #[serde(default)]
        text: String,
    },
}

pub(crate) async fn put(
    State(coaching): State<Coaching>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(body): Json<Body>,
) -> Result<Response, Problem> {
    let new = match body {
        Body::Note { text } => New::Note(text),
        Body::Agreement { text, due } => {
            let due = due.map(|due| due.parse::<Date>().map_or(i32::MIN, days_since_1970));
            New::Agreement(text, due)
        }
        Body::Answer {
            survey_id,
            response_id,
            text,
        } => New::Answer {
            survey_id,
            response_id,
            words: text,
        },
    };
    let entry_id = service::put(&coaching, &viewer, (&id, new)).await?;
    let who = (&frame, &viewer);
    entry(&coaching, who, (&id, &entry_id), StatusCode::CREATED).await
}

async fn entry(
    coaching: &Coaching,
    (frame, viewer): (&Frame, &Viewer),
    (id, entry_id): (&str, &str),
    status: StatusCode,
) -> Result<Response, Problem> {
    let whole = service::get(coaching, viewer, id).await?;
    let found = whole.entries.iter().find(|own| own.entry_id == entry_id);
    let found = found.ok_or_else(|| Problem::no("entry"))?;
    let voice = Voice::new(&coaching.dashboard.app, frame.language);
    let value = one(coaching, (viewer, &whole), found, voice).await?;
    Ok((status, axum::Json(value)).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    done: bool,
}

pub(crate) async fn change(
    State(coaching): State<Coaching>,
    frame: Frame,
    viewer: Viewer,
    Path((id, entry_id)): Path<(String, String)>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(body): Json<Change>,
) -> Result<Response, Problem> {
    let at = (id.as_str(), entry_id.as_str());
    service::act(&coaching, &viewer, at, Act::Done(body.done)).await?;
    entry(&coaching, (&frame, &viewer), at, StatusCode::OK).await
}

pub(crate) async fn remove(
    State(coaching): State<Coaching>,
    viewer: Viewer,
    Path((id, entry_id)): Path<(String, String)>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<StatusCode, Problem> {
    service::act(&coaching, &viewer, (&id, &entry_id), Act::Remove).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sharing {
    /// Whom it is shared with; null: nobody.
    person_id: Option<String>,
}

pub(crate) async fn share(
    State(coaching): State<Coaching>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(body): Json<Sharing>,
) -> Result<StatusCode, Problem> {
    service::share(&coaching, &viewer, (&id, body.person_id.as_deref())).await?;
    Ok(StatusCode::NO_CONTENT)
}
