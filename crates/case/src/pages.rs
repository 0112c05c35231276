//! Pages of cases: my work, lists, one case, causes, settings.

mod causes;
mod filter;
mod form;
mod lists;
mod one;
mod settings;
mod view;
mod work;
mod wrong;

use axum::Router;
use platform::web::App;
use user::{Access, Entry, Gate, Routes};

use crate::Alarms;

/// Cases on a page.
const PAGE: usize = 50;

/// What the page of somebody's work needs.
#[derive(Clone)]
struct Bench {
    app: App,
    alarms: Alarms,
}

pub(crate) fn routes(gate: &Gate, alarms: Alarms) -> (Router, Vec<Entry>) {
    let bench = Bench {
        app: gate.app().clone(),
        alarms,
    };
    let (work, mut entries) = Routes::<Bench>::new(gate)
        .get("/work", Access::Member, lists::work)
        .finish(bench);
    let routes = Routes::<App>::new(gate)
        .get("/cases", Access::Member, lists::list)
        .get("/cases/unowned", Access::Member, lists::unowned)
        .get("/cases/export.csv", Access::Member, lists::export)
        .get("/cases/new", Access::Worker, one::new)
        .post("/cases/new", Access::Worker, one::create)
        .get("/cases/causes", Access::Member, causes::list)
        .post("/cases/causes", Access::Worker, causes::add)
        .post("/cases/causes/usual", Access::Worker, causes::usual)
        .post("/cases/causes/{id}", Access::Worker, causes::save)
        .get("/cases/settings", Access::Viewer, settings::show)
        .post("/cases/settings", Access::Manager, settings::save)
        .get("/cases/{id}", Access::Member, one::show);
    let (pages, more) = work::routes(routes).finish(gate.app().clone());
    entries.extend(more);
    (work.merge(pages), entries)
}
