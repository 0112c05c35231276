//! Telling other systems: signed webhooks, Slack, Teams.
//!
//! Slices [`publish`] events and [`tell`] channels in the transaction of the cause: that writes
//! rows. A worker of any node ([`jobs`]) takes one webhook at a time, makes one call at a time, and
//! stores what became of it: a receiver that hangs holds up nobody else. Every delivery is made at
//! least once, with the same id on every try, for three days; what is left then is a dead letter.

mod api;
mod body;
mod chat;
mod events;
mod given;
pub mod jobs;
mod model;
mod pages;
mod publish;
mod rules;
mod service;
mod sign;
mod store;
mod trouble;
mod usage;

use axum::Router;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use user::{Access, Entry, Gate, Routes};

use crate::service::Desk;

pub use events::ResponseEvents;
pub use jobs::Tempo;
pub use model::{Channel, Kind, Message, TYPES};
pub use publish::{channels, hold, publish, tell, withdraw};
pub use trouble::TroubleMail;
pub use usage::{Usage, Usages, Use};

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "webhook",
    templates: &[
        ("webhook/list.html", include_str!("../templates/list.html")),
        ("webhook/form.html", include_str!("../templates/form.html")),
        (
            "webhook/_used_by.html",
            include_str!("../templates/_used_by.html"),
        ),
        (
            "webhook/remove.html",
            include_str!("../templates/remove.html"),
        ),
        ("webhook/show.html", include_str!("../templates/show.html")),
        (
            "webhook/delivery.html",
            include_str!("../templates/delivery.html"),
        ),
        (
            "webhook/trouble_mail.html",
            include_str!("../templates/trouble_mail.html"),
        ),
    ],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[Migration {
        number: 16,
        name: "webhook",
        sql: include_str!("../migrations/0016_webhook.sql"),
    }],
};

/// The routes of this slice. `usages`: who tells webhooks and channels, and is named before one of
/// them is removed.
pub fn routes(gate: &Gate, outbound: outbound::Client, usages: Usages) -> (Router, Vec<Entry>) {
    let routes = api_routes(Routes::new(gate));
    routes
        .get("/settings/webhooks", Access::Administrator, pages::list)
        .post("/settings/webhooks", Access::Administrator, pages::create)
        .get("/settings/webhooks/new", Access::Administrator, pages::new)
        .get(
            "/settings/webhooks/{id}",
            Access::Administrator,
            pages::show,
        )
        .get(
            "/settings/webhooks/{id}/edit",
            Access::Administrator,
            pages::edit,
        )
        .post(
            "/settings/webhooks/{id}/edit",
            Access::Administrator,
            pages::save,
        )
        .post(
            "/settings/webhooks/{id}/remove",
            Access::Administrator,
            pages::remove,
        )
        .post(
            "/settings/webhooks/{id}/secret",
            Access::Administrator,
            pages::rotate,
        )
        .post(
            "/settings/webhooks/{id}/test",
            Access::Administrator,
            pages::test,
        )
        .post(
            "/settings/webhooks/{id}/send-again",
            Access::Administrator,
            pages::send_all_again,
        )
        .get(
            "/settings/webhooks/{id}/deliveries/{delivery_id}",
            Access::Administrator,
            pages::show_delivery,
        )
        .post(
            "/settings/webhooks/{id}/deliveries/{delivery_id}/send-again",
            Access::Administrator,
            pages::send_again,
        )
        .finish(Desk {
            app: gate.app().clone(),
            client: outbound,
            usages,
        })
}

fn api_routes(routes: Routes<Desk>) -> Routes<Desk> {
    let (all, one) = ("/api/v1/webhooks", "/api/v1/webhooks/{id}");
    routes
        .get("/api/v1/channels", Access::Read, api::channels)
        .get(all, Access::Read, api::list)
        .post(all, Access::Write, api::create)
        .get(one, Access::Read, api::show)
        .patch(one, Access::Write, api::change)
        .delete(one, Access::Write, api::remove)
        .post("/api/v1/webhooks/{id}/secret", Access::Write, api::rotate)
        .post("/api/v1/webhooks/{id}/test", Access::Write, api::test)
        .post(
            "/api/v1/webhooks/{id}/send-again",
            Access::Write,
            api::send_all_again,
        )
        .get(
            "/api/v1/webhooks/{id}/deliveries",
            Access::Read,
            api::deliveries,
        )
        .get(
            "/api/v1/webhooks/{id}/deliveries/{delivery_id}",
            Access::Read,
            api::show_delivery,
        )
        .post(
            "/api/v1/webhooks/{id}/deliveries/{delivery_id}/send-again",
            Access::Write,
            api::send_again,
        )
}
