//! Other systems of the company: customers and responsibilities in, scores and tasks out.
//!
//! A connection ([`model`]) says what is pulled and what is pushed. [`systems`] speaks each system's
//! language over the guarded client; what a row means is decided by pure rules and taken in by the
//! slices that keep it, so a dry run is the same work thrown away. What goes out is wished in the
//! transaction that makes it due and sent by a worker, once.

mod api;
mod erase;
mod given;
mod gone;
mod hear;
mod intake;
pub mod jobs;
mod line;
pub mod model;
mod pages;
mod rules;
mod service;
mod store;
mod systems;

use axum::Router;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use user::{Access, Entry, Gate, Routes};

use crate::service::Desk;

pub use erase::Forgetting;
pub use gone::gone_at_source;
pub use hear::Pushing;

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "connector",
    templates: &[
        (
            "connector/_field.html",
            include_str!("../templates/_field.html"),
        ),
        (
            "connector/list.html",
            include_str!("../templates/list.html"),
        ),
        (
            "connector/form.html",
            include_str!("../templates/form.html"),
        ),
        (
            "connector/show.html",
            include_str!("../templates/show.html"),
        ),
        (
            "connector/mapping.html",
            include_str!("../templates/mapping.html"),
        ),
        ("connector/try.html", include_str!("../templates/try.html")),
        ("connector/run.html", include_str!("../templates/run.html")),
        (
            "connector/gone.html",
            include_str!("../templates/gone.html"),
        ),
    ],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[
        Migration {
            number: 22,
            name: "connector",
            sql: include_str!("../migrations/0022_connector.sql"),
        },
        Migration {
            number: 27,
            name: "connector_gone",
            sql: include_str!("../migrations/0027_connector_gone.sql"),
        },
    ],
};

/// The routes of this slice: pages and API. `outbound`: what calls the other systems.
pub fn routes(gate: &Gate, outbound: outbound::Client) -> (Router, Vec<Entry>) {
    let desk = Desk {
        app: gate.app().clone(),
        client: outbound,
    };
    api_routes(page_routes(Routes::new(gate))).finish(desk)
}

fn page_routes(routes: Routes<Desk>) -> Routes<Desk> {
    use Access::Administrator;
    use pages::mapping;
    let (all, one) = ("/settings/connectors", "/settings/connectors/{id}");
    let sheet = "/settings/connectors/{id}/mapping/{stream}";
    routes
        .get(all, Administrator, pages::list)
        .post(all, Administrator, pages::create)
        .get("/settings/connectors/new", Administrator, pages::new)
        .get(one, Administrator, pages::show)
        .get("/settings/connectors/{id}/edit", Administrator, pages::edit)
        .post("/settings/connectors/{id}/edit", Administrator, pages::save)
        .post(
            "/settings/connectors/{id}/switch",
            Administrator,
            pages::switch,
        )
        .post(
            "/settings/connectors/{id}/run",
            Administrator,
            pages::run_now,
        )
        .post(
            "/settings/connectors/{id}/remove",
            Administrator,
            pages::remove,
        )
        .get(sheet, Administrator, mapping::show)
        .post(sheet, Administrator, mapping::save)
        .post(
            "/settings/connectors/{id}/try/{stream}",
            Administrator,
            mapping::try_out,
        )
        .get("/settings/connectors/{id}/gone", Administrator, gone::page)
        .get(
            "/settings/connectors/{id}/runs/{run_id}",
            Administrator,
            pages::report,
        )
        .post(
            "/settings/connectors/{id}/pushes/{push_id}/again",
            Administrator,
            pages::send_again,
        )
        .post(
            "/settings/connectors/{id}/pushes/{push_id}/done",
            Administrator,
            pages::take_as_done,
        )
}

fn api_routes(routes: Routes<Desk>) -> Routes<Desk> {
    use Access::{Read, Write};
    let (all, one) = ("/api/v1/connectors", "/api/v1/connectors/{id}");
    routes
        .get(all, Read, api::list)
        .post(all, Write, api::create)
        .get(one, Read, api::show)
        .patch(one, Write, api::change)
        .delete(one, Write, api::remove)
        .get("/api/v1/connectors/{id}/fields", Write, api::fields)
        .post("/api/v1/connectors/{id}/try", Write, api::try_out)
        .post("/api/v1/connectors/{id}/run", Write, api::run_now)
        .get("/api/v1/connectors/{id}/runs", Read, api::runs)
        .get("/api/v1/connectors/{id}/runs/{run_id}", Read, api::one_run)
        .get("/api/v1/connectors/{id}/gone", Read, gone::list)
        .get("/api/v1/connectors/{id}/pushes", Read, api::pushes)
        .post(
            "/api/v1/connectors/{id}/pushes/{push_id}/again",
            Write,
            api::send_again,
        )
        .post(
            "/api/v1/connectors/{id}/pushes/{push_id}/done",
            Write,
            api::take_as_done,
        )
}
