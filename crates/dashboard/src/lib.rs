//! What the answers say: facts kept current, figures, pages, live changes.
//!
//! One direction: stored responses → columns in memory ([`FactsKeeper`], or SQL for what doesn't
//! fit) → counts of one moment (`results`) → widgets, one file each → pages and API.

mod again;
mod answer;
mod answers;
mod api;
pub mod ask;
mod behind;
mod counted;
pub mod crowd;
pub mod file;
mod fill;
pub mod filter;
mod find;
#[cfg(test)]
mod fixture;
mod keeper;
mod live;
mod mention;
pub mod months;
mod overview;
mod pages;
mod parted;
pub mod parts;
pub mod people;
pub mod periods;
pub mod persons;
pub mod picture;
mod plan;
pub mod privacy;
mod pushdown;
pub mod respondents;
pub mod results;
pub mod said;
pub mod screen;
pub mod service;
mod sight;
pub mod source;
mod sql;
mod store;
mod teams;
pub mod voice;
mod wanted;
pub mod widgets;

use axum::Router;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use user::{Access, Entry, Gate, Routes};

pub use api::{days_counted, label};
pub use keeper::FactsKeeper;
pub use live::Standing;
pub use pages::head;
pub use plan::words_column;
pub use pushdown::Whose;
pub use service::Dashboard;
pub use sql::words;

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "dashboard",
    templates: &[
        (
            "dashboard/overview.html",
            include_str!("../templates/overview.html"),
        ),
        (
            "dashboard/results.html",
            include_str!("../templates/results.html"),
        ),
        (
            "dashboard/answers.html",
            include_str!("../templates/answers.html"),
        ),
        (
            "dashboard/answer.html",
            include_str!("../templates/answer.html"),
        ),
        (
            "dashboard/_picture.html",
            include_str!("../templates/_picture.html"),
        ),
        (
            "dashboard/_tile.html",
            include_str!("../templates/_tile.html"),
        ),
        (
            "dashboard/_table.html",
            include_str!("../templates/_table.html"),
        ),
        (
            "dashboard/_filters.html",
            include_str!("../templates/_filters.html"),
        ),
        (
            "dashboard/_headline.html",
            include_str!("../templates/_headline.html"),
        ),
        (
            "dashboard/_drivers.html",
            include_str!("../templates/_drivers.html"),
        ),
        (
            "dashboard/_empty.html",
            include_str!("../templates/_empty.html"),
        ),
        (
            "dashboard/_explain.html",
            include_str!("../templates/_explain.html"),
        ),
        (
            "dashboard/_named.html",
            include_str!("../templates/_named.html"),
        ),
        (
            "dashboard/_comments.html",
            include_str!("../templates/_comments.html"),
        ),
    ],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[Migration {
        number: 4,
        name: "dashboard",
        sql: include_str!("../migrations/0004_dashboard.sql"),
    }],
};

/// The routes of this slice.
pub fn routes(gate: &Gate, dashboard: Dashboard) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get("/understand", Access::Member, overview::page)
        .get("/surveys/{id}/results", Access::Member, pages::results)
        .get("/surveys/{id}/charts/{file}", Access::Member, pages::chart)
        .get("/surveys/{id}/responses", Access::Member, answers::list)
        .get(
            "/surveys/{id}/responses/{response_id}",
            Access::Member,
            answer::one,
        )
        .get("/surveys/{id}/live", Access::Member, live::events)
        .get(
            "/api/v1/surveys/{id}/figures",
            Access::MemberRead,
            api::figures,
        )
        .finish(dashboard)
}
