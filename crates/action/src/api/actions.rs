//! Actions as JSON, and all of them as CSV.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use contact::item::Said;
use platform::clock::{date_of_day, days_since_1970, rfc3339};
use platform::web::{Json, NoQuery, Path, Query, if_match, paging};
use platform::{Problem, id};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use crate::Actions;
use crate::model::{Action, Draft, Entry, Level, Period, Source, Status};
use crate::rules::Change;
use crate::service::{self, Origin, Whole};
use crate::store::action::{NO_DAY, Wanted, Whose};

/// Actions written into one file.
const EXPORT_MAX: usize = 100_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    status: Option<Status>,
    /// A user's id, or `none`.
    owner_id: Option<String>,
    level: Option<Level>,
    improvement_id: Option<String>,
    source: Option<String>,
    account_id: Option<String>,
    overdue: Option<bool>,
    cursor: Option<String>,
    limit: Option<usize>,
}

pub(super) async fn list(
    State(state): State<Actions>,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<axum::Json<Value>, Problem> {
    let limit = paging::limit(asked.limit)?;
    let today = service::today(&state, &viewer).await?;
    let wanted = asked.wanted(today)?;
    let (mut found, count) = service::list(&state, &viewer, wanted, limit + 1).await?;
    let next = paging::cut(&mut found, limit).map(|last| {
        let due = last.draft.due_day.map_or(NO_DAY, i64::from);
        paging::cursor(&[&due.to_string(), &last.action_id])
    });
    let people = names(&state, &viewer).await?;
    let items = found.iter().map(|own| one(own, &people, today));
    let items: Vec<Value> = items.collect();
    Ok(axum::Json(
        json!({ "actions": items, "count": count, "next_cursor": next }),
    ))
}

impl Asked {
    fn wanted(self, today: i32) -> Result<Wanted, Problem> {
        let after = match &self.cursor {
            None => None,
            Some(text) => {
                let [due, id] = paging::read_cursor(text)?;
                Some((due.parse().map_err(|_| paging::no_cursor())?, id))
            }
        };
        let is_overdue = self.overdue == Some(true);
        let statuses = match self.status {
            Some(status) => vec![status],
            None if is_overdue => vec![Status::Open, Status::Doing],
            None => Vec::new(),
        };
        let source = self.source.as_deref().map(read_source).transpose()?;
        Ok(Wanted {
            statuses,
            whose: match self.owner_id {
                None => Whose::All,
                Some(id) if id == "none" => Whose::Nobody,
                Some(own) => Whose::Of(known("owner_id", own)?),
            },
            level: self.level,
            improvement_id: maybe("improvement_id", self.improvement_id)?,
            source,
            account_id: maybe("account_id", self.account_id)?,
            due_before: is_overdue.then_some(today),
            after,
        })
    }
}

/// An id that could be one: a list of what can't be there would look like one of nothing.
fn known(name: &str, asked: String) -> Result<String, Problem> {
    if id::is_id(&asked) {
        return Ok(asked);
    }
    Err(Problem::invalid(name, "give an id"))
}

fn maybe(name: &str, asked: Option<String>) -> Result<Option<String>, Problem> {
    asked.map(|asked| known(name, asked)).transpose()
}

fn read_source(text: &str) -> Result<Source, Problem> {
    text.parse()
        .map_err(|detail: String| Problem::invalid("/source", detail))
}

/// Names of all people by id.
async fn names(state: &Actions, viewer: &Viewer) -> Result<HashMap<String, String>, Problem> {
    let people = service::people(state, viewer).await?;
    Ok(people
        .into_iter()
        .map(|own| (own.user_id, own.name))
        .collect())
}

fn one(own: &Action, people: &HashMap<String, String>, today: i32) -> Value {
    let draft = &own.draft;
    let day = |day: Option<i32>| day.map(|day| date_of_day(day).to_string());
    json!({
        "id": own.action_id,
        "title": draft.title,
        "detail": draft.detail,
        "level": draft.level,
        "status": own.status,
        "progress": own.progress,
        "owner_id": draft.owner_id,
        "owner": draft.owner_id.as_ref().and_then(|id| people.get(id)),
        "due": day(draft.due_day),
        "overdue": own.is_overdue(today),
        "improvement_id": draft.improvement_id,
        "source": own.raised.as_ref().map(|own| json!({
            "source": own.source.written(),
            "noun": own.source.noun(),
            "id": own.source.id(),
            "survey_id": own.survey_id,
            "label": own.label,
            "from": day(own.period.from_day),
            "to": day(own.period.to_day),
            "employees": own.employees,
            "account_id": own.account_id,
        })),
        "revision": own.revision,
        "created_by": own.created_by,
        "created_at": rfc3339(own.created_at_us),
        "changed_at": rfc3339(own.changed_at_us),
        "ended_at": own.ended_at_us.map(rfc3339),
    })
}

fn entry(own: &Entry) -> Value {
    json!({
        "at": rfc3339(own.at_us),
        "kind": own.kind,
        "detail": own.detail,
        "by": own.by_name,
    })
}

/// An action with its log, and its revision as `ETag`.
async fn reply(
    state: &Actions,
    viewer: &Viewer,
    (status, whole): (StatusCode, &Whole),
) -> Result<Response, Problem> {
    let today = service::today(state, viewer).await?;
    let people = names(state, viewer).await?;
    let mut body = one(&whole.action, &people, today);
    body["answers"] = json!(whole.voices);
    body["log"] = whole.entries.iter().map(entry).collect();
    let tag = format!("\"{}\"", whole.action.revision);
    Ok((status, [(ETAG, tag)], axum::Json(body)).into_response())
}

pub(super) async fn show(
    State(state): State<Actions>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    let whole = service::get(&state, &viewer, &id).await?;
    reply(&state, &viewer, (StatusCode::OK, &whole)).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct New {
    title: String,
    #[serde(default)]
    detail: String,
    level: Level,
    owner_id: Option<String>,
    due: Option<String>,
    improvement_id: Option<String>,
    source: Option<String>,
    /// First and last day of the answers, of themes and drivers.
    from: Option<String>,
    to: Option<String>,
}

pub(super) async fn create(
    State(state): State<Actions>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(body): Json<New>,
) -> Result<Response, Problem> {
    let period = Period {
        from_day: date("/from", body.from.as_deref())?,
        to_day: date("/to", body.to.as_deref())?,
    };
    if period.is_reversed() {
        return Err(Problem::invalid("/to", "not before the first day"));
    }
    let origin = match &body.source {
        None => None,
        Some(text) => Some(Origin {
            source: read_source(text)?,
            period,
        }),
    };
    let draft = Draft {
        title: body.title,
        detail: body.detail,
        level: body.level,
        owner_id: body.owner_id,
        due_day: date("/due", body.due.as_deref())?,
        improvement_id: body.improvement_id,
    };
    let made = service::create(&state, &viewer, draft, origin).await?;
    let whole = service::get(&state, &viewer, &made.action_id).await?;
    let mut response = reply(&state, &viewer, (StatusCode::CREATED, &whole)).await?;
    if let Ok(location) = format!("/api/v1/actions/{}", made.action_id).parse() {
        response.headers_mut().insert(LOCATION, location);
    }
    Ok(response)
}

/// A day from `2026-12-01`.
fn date(pointer: &str, text: Option<&str>) -> Result<Option<i32>, Problem> {
    let Some(text) = text else { return Ok(None) };
    let date: Result<jiff::civil::Date, _> = text.parse();
    date.map(|date| Some(days_since_1970(date)))
        .map_err(|_| Problem::invalid(pointer, "a date such as 2026-12-01"))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Changes {
    title: Option<String>,
    detail: Option<String>,
    level: Option<Level>,
    #[serde(default)]
    owner_id: Said<String>,
    #[serde(default)]
    due: Said<String>,
    #[serde(default)]
    improvement_id: Said<String>,
    status: Option<Status>,
    progress: Option<u8>,
    note: Option<String>,
}

pub(super) async fn change(
    State(state): State<Actions>,
    viewer: Viewer,
    Path(id): Path<String>,
    headers: HeaderMap,
    Query(NoQuery {}): Query<NoQuery>,
    Json(body): Json<Changes>,
) -> Result<Response, Problem> {
    let expected = if_match(&headers, "action")?;
    let due_day = match &body.due {
        Said::Nothing => Said::Nothing,
        Said::Empty => Said::Empty,
        Said::Value(text) => date("/due", Some(text))?.map_or(Said::Empty, Said::Value),
    };
    let change = Change {
        title: body.title,
        detail: body.detail,
        level: body.level,
        owner_id: body.owner_id,
        due_day,
        improvement_id: body.improvement_id,
        status: body.status,
        progress: body.progress,
        note: body.note,
    };
    service::change(&state, &viewer, (&id, expected), change).await?;
    let whole = service::get(&state, &viewer, &id).await?;
    reply(&state, &viewer, (StatusCode::OK, &whole)).await
}

pub(super) async fn recount(
    State(state): State<Actions>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    let whole = service::recount(&state, &viewer, &id).await?;
    reply(&state, &viewer, (StatusCode::OK, &whole)).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExportQuery {
    profile: Option<String>,
}

/// All actions as a file; for programs, or with `profile=excel-nl` for people.
pub(crate) async fn export(
    State(state): State<Actions>,
    viewer: Viewer,
    Query(asked): Query<ExportQuery>,
) -> Result<Response, Problem> {
    let profile = response::export::profile(asked.profile.as_deref())?;
    let (found, _) = service::list(&state, &viewer, Wanted::default(), EXPORT_MAX).await?;
    let people = names(&state, &viewer).await?;
    let text = crate::export::csv(&found, &people, profile)
        .map_err(|e| Problem::Internal(format!("writing actions: {e}")))?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"actions.csv\""),
    ];
    Ok((headers, text).into_response())
}
