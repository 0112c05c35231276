//! Lists of cases, one case whole, the settings of following up.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::Response;
use platform::web::{App, Json, NoQuery, Path, Query, paging};
use platform::{Problem, id};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::body::{SentCase, moment};
use super::{tagged, view};
use crate::model::{Outcome, Priority};
use crate::service::{self, Named};
use crate::settings::Settings;
use crate::store::{Filter, Order, OwnedBy, Page, State as CaseState};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListQuery {
    state: Option<String>,
    owner: Option<String>,
    overdue: Option<bool>,
    account_id: Option<String>,
    contact_id: Option<String>,
    rule_id: Option<String>,
    survey_id: Option<String>,
    response_id: Option<String>,
    cause_id: Option<String>,
    priority: Option<Priority>,
    result: Option<Outcome>,
    due_before: Option<String>,
    opened_from: Option<String>,
    opened_to: Option<String>,
    order: Option<String>,
    limit: Option<usize>,
    cursor: Option<String>,
}

impl ListQuery {
    fn filter(&self, viewer: &Viewer) -> Result<Filter, Problem> {
        let at = |name: &str, text: &Option<String>| {
            text.as_deref().map(|text| moment(name, text)).transpose()
        };
        let id = |name: &str, text: &Option<String>| {
            text.as_deref().map(|text| known(name, text)).transpose()
        };
        Ok(Filter {
            state: self.state.as_deref().map(state).transpose()?,
            owner: self
                .owner
                .as_deref()
                .map(|owner| owned_by(owner, viewer))
                .transpose()?,
            overdue: self.overdue,
            account_id: id("account_id", &self.account_id)?,
            contact_id: id("contact_id", &self.contact_id)?,
            rule_id: id("rule_id", &self.rule_id)?,
            survey_id: id("survey_id", &self.survey_id)?,
            response_id: id("response_id", &self.response_id)?,
            cause_id: id("cause_id", &self.cause_id)?,
            priority: self.priority,
            outcome: self.result,
            due_before_us: at("due_before", &self.due_before)?,
            opened_from_us: at("opened_from", &self.opened_from)?,
            opened_to_us: at("opened_to", &self.opened_to)?,
            ..Filter::default()
        })
    }

    fn order(&self) -> Result<Order, Problem> {
        match self.order.as_deref() {
            None | Some("due") => Ok(Order::Due),
            Some("newest") => Ok(Order::Newest),
            Some(_) => Err(Problem::invalid("order", "due or newest")),
        }
    }
}

pub(crate) fn state(text: &str) -> Result<CaseState, Problem> {
    match text {
        "open" => Ok(CaseState::Open),
        "awake" => Ok(CaseState::Awake),
        "snoozed" => Ok(CaseState::Snoozed),
        "closed" => Ok(CaseState::Closed),
        _ => Err(Problem::invalid("state", "open, awake, snoozed or closed")),
    }
}

/// A user's id, `me`, or `nobody`.
pub(crate) fn owned_by(text: &str, viewer: &Viewer) -> Result<OwnedBy, Problem> {
    let id = match text {
        "nobody" => return Ok(OwnedBy::Nobody),
        "me" => viewer
            .user_id()
            .ok_or_else(|| Problem::invalid("owner", "a key has no cases"))?,
        id => id,
    };
    Ok(OwnedBy::People(vec![known("owner", id)?]))
}

/// The id a list is limited to; a list of what can't be there would look like one of nothing.
pub(crate) fn known(name: &str, text: &str) -> Result<String, Problem> {
    if id::is_id(text) {
        return Ok(text.to_owned());
    }
    Err(Problem::invalid(name, "give an id"))
}

pub(super) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<ListQuery>,
) -> Result<axum::Json<Value>, Problem> {
    let (limit, order) = (paging::limit(query.limit)?, query.order()?);
    let after = match query.cursor.as_deref() {
        None => None,
        Some(cursor) => {
            let [time, id] = paging::read_cursor::<2>(cursor)?;
            Some((time.parse().map_err(|_| paging::no_cursor())?, id))
        }
    };
    let page = Page {
        order,
        after,
        limit: limit + 1,
    };
    let mut cases = service::list(&app, &viewer, query.filter(&viewer)?, page).await?;
    let next = paging::cut(&mut cases, limit).map(|last| {
        let time = match order {
            Order::Due => last.case.due_at_us,
            Order::Newest => last.case.opened_at_us,
        };
        paging::cursor(&[&time.to_string(), &last.case.case_id])
    });
    let cases = all(&app, &cases);
    Ok(axum::Json(json!({ "cases": cases, "next_cursor": next })))
}

fn all(app: &App, cases: &[Named]) -> Vec<Value> {
    let now_us = app.clock.now_us();
    cases.iter().map(|case| view::named(case, now_us)).collect()
}

pub(super) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<SentCase>,
) -> Result<Response, Problem> {
    let case = service::create(&app, &viewer, sent.read()?).await?;
    let named = service::name(&app, &viewer, case).await?;
    let body = view::named(&named, app.clock.now_us());
    let mut response = tagged(StatusCode::CREATED, named.case.revision, body);
    if let Ok(location) = format!("/api/v1/cases/{}", named.case.case_id).parse() {
        response.headers_mut().insert(LOCATION, location);
    }
    Ok(response)
}

pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    let detail = service::detail(&app, &viewer, &id).await?;
    let mut body = view::named(&detail.named, app.clock.now_us());
    let answered = detail.answered.as_ref();
    body["survey_name"] = json!(answered.map(|answered| &answered.survey_name));
    body["comment"] = json!(answered.and_then(|answered| answered.comment.as_ref()));
    let conversations = detail.conversations.iter().map(view::conversation);
    body["conversations"] = conversations.collect();
    Ok(tagged(StatusCode::OK, detail.named.case.revision, body))
}

pub(super) async fn history(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<axum::Json<Value>, Problem> {
    let detail = service::detail(&app, &viewer, &id).await?;
    let lines: Vec<Value> = detail.history.iter().map(view::logged).collect();
    Ok(axum::Json(json!({ "history": lines })))
}

pub(super) async fn work(
    State(app): State<App>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<axum::Json<Value>, Problem> {
    let work = service::my_work(&app, &viewer).await?;
    Ok(axum::Json(json!({
        "overdue": all(&app, &work.overdue),
        "today": all(&app, &work.today),
        "later": all(&app, &work.later),
        "snoozed": all(&app, &work.snoozed),
        "stands_in_for": work.stands_in_for,
    })))
}

pub(super) async fn summary(
    State(app): State<App>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<axum::Json<Value>, Problem> {
    let summary = service::summary(&app, &viewer).await?;
    Ok(axum::Json(json!({
        "open": summary.open,
        "overdue": summary.overdue,
        "unowned": summary.unowned,
        "mine": summary.mine,
        "mine_overdue": summary.mine_overdue,
    })))
}

pub(super) async fn settings(
    State(app): State<App>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<axum::Json<Settings>, Problem> {
    service::settings(&app, &viewer).await.map(axum::Json)
}

pub(super) async fn put_settings(
    State(app): State<App>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<Settings>,
) -> Result<axum::Json<Settings>, Problem> {
    let saved = service::save_settings(&app, &viewer, sent).await?;
    Ok(axum::Json(saved))
}
