//! Cases, conversations and causes under `/api/v1`. Everything a page can do, by the same verbs.

mod body;
mod cases;
mod causes;
mod conversations;
mod verbs;
mod view;

pub(crate) use body::moment;
pub(crate) use cases::{known, owned_by, state};

use axum::Router;
use axum::http::StatusCode;
use axum::http::header::ETAG;
use axum::response::{IntoResponse, Response};
use platform::web::App;
use serde_json::Value;
use user::{Access, Entry, Gate, Routes};

pub(crate) fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    let case = "/api/v1/cases/{id}";
    let cause = "/api/v1/causes/{id}";
    let conversations = "/api/v1/cases/{id}/conversations";
    Routes::<App>::new(gate)
        .get("/api/v1/cases", Access::MemberRead, cases::list)
        .post("/api/v1/cases", Access::Work, cases::create)
        .get("/api/v1/cases/work", Access::MemberRead, cases::work)
        .get("/api/v1/cases/summary", Access::MemberRead, cases::summary)
        .get("/api/v1/cases/settings", Access::Read, cases::settings)
        .put(
            "/api/v1/cases/settings",
            Access::Manage,
            cases::put_settings,
        )
        .get(case, Access::MemberRead, cases::show)
        .patch(case, Access::Work, verbs::edit)
        .get(
            "/api/v1/cases/{id}/history",
            Access::MemberRead,
            cases::history,
        )
        .post(
            "/api/v1/cases/{id}/take-over",
            Access::Work,
            verbs::take_over,
        )
        .post(
            "/api/v1/cases/{id}/hand-over",
            Access::Work,
            verbs::hand_over,
        )
        .post("/api/v1/cases/{id}/assign", Access::Work, verbs::assign)
        .post("/api/v1/cases/{id}/snooze", Access::Work, verbs::snooze)
        .post("/api/v1/cases/{id}/unsnooze", Access::Work, verbs::unsnooze)
        .put("/api/v1/cases/{id}/causes", Access::Work, verbs::causes)
        .post("/api/v1/cases/{id}/close", Access::Work, verbs::close)
        .post("/api/v1/cases/{id}/reopen", Access::Work, verbs::reopen)
        .get(conversations, Access::MemberRead, conversations::of_case)
        .post(conversations, Access::Work, conversations::add_to_case)
        .get(
            "/api/v1/conversations",
            Access::MemberRead,
            conversations::list,
        )
        .post("/api/v1/conversations", Access::Work, conversations::add)
        .get(
            "/api/v1/conversations/summary",
            Access::MemberRead,
            conversations::summary,
        )
        .get("/api/v1/causes", Access::MemberRead, causes::list)
        .post("/api/v1/causes", Access::Work, causes::add)
        .patch(cause, Access::Work, causes::change)
        .finish(gate.app().clone())
}

/// A reply with its revision as ETag.
fn tagged(status: StatusCode, revision: i64, body: Value) -> Response {
    let mut response = (status, axum::Json(body)).into_response();
    if let Ok(tag) = format!("\"{revision}\"").parse() {
        response.headers_mut().insert(ETAG, tag);
    }
    response
}
