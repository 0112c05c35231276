//! Improvements as JSON: what they are, who raised them, closing them.

use axum::extract::State;
use axum::http::header::{ETAG, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use platform::Problem;
use platform::clock::rfc3339;
use platform::web::{Json, NoQuery, Path, Query, UniqueMap, if_match, paging};
use programme::letter::Wording;
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use crate::Actions;
use crate::model::{Heard, Improvement, ImprovementDraft};
use crate::service::improvement::{self, Change, Whole};
use crate::service::told::{self, Close, Voices};

/// Contacts named in a reply; all are counted.
const NAMED_MAX: usize = 1000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    status: Option<Which>,
    cursor: Option<String>,
    limit: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Which {
    Open,
    Closed,
}

pub(super) async fn list(
    State(state): State<Actions>,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<axum::Json<Value>, Problem> {
    let limit = paging::limit(asked.limit)?;
    let before = match &asked.cursor {
        None => (i64::MAX, String::new()),
        Some(text) => {
            let [at_us, id] = paging::read_cursor(text)?;
            (at_us.parse().map_err(|_| paging::no_cursor())?, id)
        }
    };
    let closed = asked.status == Some(Which::Closed);
    let mut found = improvement::list(&state, &viewer, closed, (before, limit + 1)).await?;
    let next = paging::cut(&mut found, limit).map(|last| {
        let own = &last.improvement;
        paging::cursor(&[&own.changed_at_us.to_string(), &own.improvement_id])
    });
    let items: Vec<Value> = found.iter().map(one).collect();
    Ok(axum::Json(
        json!({ "improvements": items, "next_cursor": next }),
    ))
}

fn one(whole: &Whole) -> Value {
    let own = &whole.improvement;
    let at = |at_us: Option<i64>| at_us.map(rfc3339);
    let ids: Vec<&String> = whole.actions.iter().map(|own| &own.action_id).collect();
    json!({
        "id": own.improvement_id,
        "title": own.draft.title,
        "why": own.draft.why,
        "status": if own.is_closed() { "closed" } else { "open" },
        "slug": own.slug,
        "public_path": crate::heard::address_of(own),
        "letter": own.draft.letter,
        "heard": own.draft.heard,
        "actions": ids,
        "unfinished": whole.unfinished(),
        "published_at": at(own.published_at_us),
        "closed_at": at(own.closed_at_us),
        "told_at": at(own.told_at_us),
        "revision": own.revision,
        "created_by": own.created_by,
        "created_at": rfc3339(own.created_at_us),
        "changed_at": rfc3339(own.changed_at_us),
    })
}

/// The improvement as it is now, with its revision as `ETag`.
async fn reply(
    state: &Actions,
    viewer: &Viewer,
    (status, id): (StatusCode, &str),
) -> Result<Response, Problem> {
    let whole = improvement::get(state, viewer, id).await?;
    let tag = format!("\"{}\"", whole.improvement.revision);
    Ok((status, [(ETAG, tag)], axum::Json(one(&whole))).into_response())
}

pub(super) async fn show(
    State(state): State<Actions>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    reply(&state, &viewer, (StatusCode::OK, &id)).await
}

pub(super) async fn create(
    State(state): State<Actions>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(body): Json<ImprovementDraft>,
) -> Result<Response, Problem> {
    let made: Improvement = improvement::create(&state, &viewer, body).await?;
    let id = made.improvement_id;
    let mut response = reply(&state, &viewer, (StatusCode::CREATED, &id)).await?;
    if let Ok(location) = format!("/api/v1/improvements/{id}").parse() {
        response.headers_mut().insert(LOCATION, location);
    }
    Ok(response)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Changes {
    title: Option<String>,
    why: Option<String>,
    letter: Option<UniqueMap<Wording>>,
    heard: Option<UniqueMap<Heard>>,
}

pub(super) async fn change(
    State(state): State<Actions>,
    viewer: Viewer,
    Path(id): Path<String>,
    headers: HeaderMap,
    Query(NoQuery {}): Query<NoQuery>,
    Json(body): Json<Changes>,
) -> Result<Response, Problem> {
    let expected = if_match(&headers, "improvement")?;
    let change = Change {
        title: body.title,
        why: body.why,
        letter: body.letter.map(|map| map.0),
        heard: body.heard.map(|map| map.0),
    };
    improvement::change(&state, &viewer, (&id, expected), change).await?;
    reply(&state, &viewer, (StatusCode::OK, &id)).await
}

pub(super) async fn voices(
    State(state): State<Actions>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<axum::Json<Value>, Problem> {
    let found = told::voices(&state, &viewer, &id).await?;
    Ok(axum::Json(voices_json(&found)))
}

fn voices_json(found: &Voices) -> Value {
    let reached =
        found.reached.iter().take(NAMED_MAX).map(
            |own| json!({ "contact_id": own.contact_id, "name": own.name, "email": own.email }),
        );
    let unreached = found.unreached.iter().take(NAMED_MAX).map(
        |(own, why)| json!({ "contact_id": own.contact_id, "name": own.name, "why": why.as_str() }),
    );
    let why: serde_json::Map<String, Value> = found
        .why
        .iter()
        .map(|(why, n)| (why.as_str().to_owned(), json!(n)))
        .collect();
    let letters = found
        .letters
        .iter()
        .map(|(state, reason, n)| json!({ "state": state, "reason": reason, "count": n }));
    json!({
        "answers": found.answers,
        "reached": found.reached.len(),
        "contacts": reached.collect::<Vec<_>>(),
        "unreached": unreached.collect::<Vec<_>>(),
        "why": why,
        "letters": letters.collect::<Vec<_>>(),
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Closing {
    #[serde(default)]
    publish: bool,
    #[serde(default)]
    tell: bool,
    /// How many contacts are told, as `voices` said.
    expected: Option<usize>,
}

pub(super) async fn close(
    State(state): State<Actions>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(body): Json<Closing>,
) -> Result<Response, Problem> {
    let tell = match (body.tell, body.expected) {
        (false, _) => None,
        (true, Some(expected)) => Some(expected),
        (true, None) => {
            let detail = "how many contacts are told, as the voices say";
            return Err(Problem::invalid("/expected", detail));
        }
    };
    let close = Close {
        publish: body.publish,
        tell,
    };
    told::close(&state, &viewer, &id, close).await?;
    reply(&state, &viewer, (StatusCode::OK, &id)).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Telling {
    expected: usize,
}

pub(super) async fn tell(
    State(state): State<Actions>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(body): Json<Telling>,
) -> Result<Response, Problem> {
    told::tell(&state, &viewer, (&id, body.expected)).await?;
    reply(&state, &viewer, (StatusCode::OK, &id)).await
}

pub(super) async fn reopen(
    State(state): State<Actions>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    improvement::reopen(&state, &viewer, &id).await?;
    reply(&state, &viewer, (StatusCode::OK, &id)).await
}

pub(super) async fn publish(
    State(state): State<Actions>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    improvement::publish(&state, &viewer, &id, true).await?;
    reply(&state, &viewer, (StatusCode::OK, &id)).await
}

pub(super) async fn unpublish(
    State(state): State<Actions>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    improvement::publish(&state, &viewer, &id, false).await?;
    reply(&state, &viewer, (StatusCode::OK, &id)).await
}
