//! Actions and improvements under `/api/v1`.

mod actions;
mod improvements;

use axum::Router;
use user::{Access, Entry, Gate, Routes};

use crate::Actions;

pub(crate) use actions::export;

pub(crate) fn routes(gate: &Gate, state: Actions) -> (Router, Vec<Entry>) {
    let (one, improvement) = ("/api/v1/actions/{id}", "/api/v1/improvements/{id}");
    Routes::new(gate)
        .get("/api/v1/actions", Access::MemberRead, actions::list)
        .post("/api/v1/actions", Access::Work, actions::create)
        .get("/api/v1/actions.csv", Access::MemberRead, actions::export)
        .get(one, Access::MemberRead, actions::show)
        .patch(one, Access::Work, actions::change)
        .post(
            "/api/v1/actions/{id}/recount",
            Access::Work,
            actions::recount,
        )
        .get("/api/v1/improvements", Access::Read, improvements::list)
        .post("/api/v1/improvements", Access::Work, improvements::create)
        .get(improvement, Access::Read, improvements::show)
        .patch(improvement, Access::Work, improvements::change)
        .get(
            "/api/v1/improvements/{id}/voices",
            Access::Read,
            improvements::voices,
        )
        .post(
            "/api/v1/improvements/{id}/close",
            Access::Work,
            improvements::close,
        )
        .post(
            "/api/v1/improvements/{id}/tell",
            Access::Work,
            improvements::tell,
        )
        .post(
            "/api/v1/improvements/{id}/reopen",
            Access::Work,
            improvements::reopen,
        )
        .post(
            "/api/v1/improvements/{id}/publish",
            Access::Work,
            improvements::publish,
        )
        .post(
            "/api/v1/improvements/{id}/unpublish",
            Access::Work,
            improvements::unpublish,
        )
        .finish(state)
}
