//! Conversations within cases and without, and how often leaders hold them.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use platform::Problem;
use platform::clock::date_of_day;
use platform::web::{App, Json, NoQuery, Path, Query, if_match, paging};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::body::{SentConversation, SentWith, moment};
use super::{known, tagged, view};
use crate::service::{self, Meant, converse};

/// Months of the summary when nothing is said.
const MONTHS: u32 = 12;

pub(super) async fn of_case(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<axum::Json<Value>, Problem> {
    let detail = service::detail(&app, &viewer, &id).await?;
    let all: Vec<Value> = detail
        .conversations
        .iter()
        .map(view::conversation)
        .collect();
    Ok(axum::Json(json!({ "conversations": all })))
}

pub(super) async fn add_to_case(
    State(app): State<App>,
    viewer: Viewer,
    Path(case_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    headers: HeaderMap,
    Json(sent): Json<SentConversation>,
) -> Result<Response, Problem> {
    let meant = Meant {
        case_id,
        seen: if_match(&headers, "case")?,
    };
    let case = converse::converse(&app, &viewer, meant, sent.read()?).await?;
    let named = service::name(&app, &viewer, case).await?;
    let body = view::named(&named, app.clock.now_us());
    Ok(tagged(StatusCode::CREATED, named.case.revision, body))
}

pub(super) async fn add(
    State(app): State<App>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<SentWith>,
) -> Result<(StatusCode, axum::Json<Value>), Problem> {
    let (with, new) = sent.read()?;
    let made = converse::note(&app, &viewer, with, new).await?;
    Ok((StatusCode::CREATED, axum::Json(view::conversation(&made))))
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListQuery {
    account_id: Option<String>,
    contact_id: Option<String>,
    case_id: Option<String>,
    user_id: Option<String>,
    leader: Option<bool>,
    from: Option<String>,
    to: Option<String>,
    limit: Option<usize>,
    cursor: Option<String>,
}

pub(super) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<ListQuery>,
) -> Result<axum::Json<Value>, Problem> {
    let limit = paging::limit(query.limit)?;
    let at = |name: &str, text: &Option<String>| {
        text.as_deref().map(|text| moment(name, text)).transpose()
    };
    let id = |name: &str, text: &Option<String>| {
        text.as_deref().map(|text| known(name, text)).transpose()
    };
    let filter = converse::Filter {
        from_us: at("from", &query.from)?,
        to_us: at("to", &query.to)?,
        account_id: id("account_id", &query.account_id)?,
        contact_id: id("contact_id", &query.contact_id)?,
        case_id: id("case_id", &query.case_id)?,
        user_id: id("user_id", &query.user_id)?,
        leader: query.leader,
    };
    let after = match query.cursor.as_deref() {
        None => None,
        Some(cursor) => {
            let [time, id] = paging::read_cursor::<2>(cursor)?;
            Some((time.parse().map_err(|_| paging::no_cursor())?, id))
        }
    };
    let mut all = converse::list(&app, &viewer, filter, (after, limit + 1)).await?;
    let next = paging::cut(&mut all, limit)
        .map(|last| paging::cursor(&[&last.at_us.to_string(), &last.conversation_id]));
    let all: Vec<Value> = all.iter().map(view::conversation).collect();
    Ok(axum::Json(
        json!({ "conversations": all, "next_cursor": next }),
    ))
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SummaryQuery {
    months: Option<u32>,
}

pub(super) async fn summary(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<SummaryQuery>,
) -> Result<axum::Json<Value>, Problem> {
    let months = converse::by_month(&app, &viewer, query.months.unwrap_or(MONTHS)).await?;
    let months: Vec<Value> = months
        .iter()
        .map(|month| {
            json!({
                "month": date_of_day(month.day).strftime("%Y-%m").to_string(),
                "conversations": month.all,
                "by_leaders": month.by_leaders,
                "leaders": month.leaders,
                "customers_of_leaders": month.customers_of_leaders,
            })
        })
        .collect();
    Ok(axum::Json(json!({ "months": months })))
}
