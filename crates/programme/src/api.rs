//! Programmes, events and the settings of asking under `/api/v1`, and the webhook events come by.

mod body;
mod events;
mod hooks;
mod look;
mod outreach;
mod programmes;
mod templates;

use axum::Router;
use user::{Access, Entry, Gate, Routes};

pub(crate) fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    let (more, letters) = Routes::new(gate)
        .get("/api/v1/outreach", Access::Read, outreach::list)
        .get("/api/v1/ask/settings", Access::Read, programmes::settings)
        .put(
            "/api/v1/ask/settings",
            Access::Manage,
            programmes::put_settings,
        )
        .finish(gate.app().clone());
    let (routes, mut entries) = of_programmes(gate);
    entries.extend(letters);
    (routes.merge(more), entries)
}

fn of_programmes(gate: &Gate) -> (Router, Vec<Entry>) {
    let all = "/api/v1/programmes";
    let one = "/api/v1/programmes/{id}";
    Routes::new(gate)
        .get(all, Access::Read, programmes::list)
        .post(all, Access::Manage, programmes::create)
        .get("/api/v1/programmes/plan", Access::Read, look::plan_of_all)
        .get(
            "/api/v1/programmes/templates",
            Access::Read,
            templates::list,
        )
        .post(
            "/api/v1/programmes/templates/{name}",
            Access::Manage,
            templates::create,
        )
        .get(one, Access::Read, programmes::show)
        .patch(one, Access::Manage, programmes::change)
        .delete(one, Access::Manage, programmes::remove)
        .post(
            "/api/v1/programmes/{id}/start",
            Access::Manage,
            programmes::start,
        )
        .post(
            "/api/v1/programmes/{id}/pause",
            Access::Manage,
            programmes::pause,
        )
        .post(
            "/api/v1/programmes/{id}/end",
            Access::Manage,
            programmes::end,
        )
        .post(
            "/api/v1/programmes/{id}/withdraw",
            Access::Manage,
            programmes::withdraw,
        )
        .post(
            "/api/v1/programmes/{id}/test-mail",
            Access::Manage,
            programmes::test_mail,
        )
        .get("/api/v1/programmes/{id}/plan", Access::Read, look::plan)
        .get(
            "/api/v1/programmes/{id}/contacts",
            Access::Read,
            look::contacts,
        )
        .get("/api/v1/programmes/{id}/report", Access::Read, look::report)
        .get("/api/v1/events", Access::Read, events::list)
        .post("/api/v1/events", Access::Manage, events::take)
        .get("/api/v1/event-sources", Access::Read, events::sources)
        .post("/api/v1/event-sources", Access::Manage, events::add_source)
        .delete(
            "/api/v1/event-sources/{id}",
            Access::Manage,
            events::remove_source,
        )
        .put(
            "/api/v1/event-sources/{id}/secret",
            Access::Manage,
            events::set_secret,
        )
        .post("/hooks/{token}", Access::Public, hooks::hear)
        .finish(gate.app().clone())
}
