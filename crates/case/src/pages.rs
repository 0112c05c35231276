//! Pages of cases: my work, lists, one case, causes, settings.

mod causes;
mod filter;
mod form;
mod lists;
mod one;
mod settings;
mod view;
mod work;

use axum::Router;
use platform::web::App;
use user::{Access, Entry, Gate, Routes};

/// Cases on a page.
const PAGE: usize = 50;

pub(crate) fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    let routes = Routes::<App>::new(gate)
        .get("/work", Access::Viewer, lists::work)
        .get("/cases", Access::Viewer, lists::list)
        .get("/cases/unowned", Access::Viewer, lists::unowned)
        .get("/cases/export.csv", Access::Viewer, lists::export)
        .get("/cases/new", Access::Worker, one::new)
        .post("/cases/new", Access::Worker, one::create)
        .get("/cases/causes", Access::Viewer, causes::list)
        .post("/cases/causes", Access::Worker, causes::add)
        .post("/cases/causes/usual", Access::Worker, causes::usual)
        .post("/cases/causes/{id}", Access::Worker, causes::save)
        .get("/cases/settings", Access::Viewer, settings::show)
        .post("/cases/settings", Access::Manager, settings::save)
        .get("/cases/{id}", Access::Viewer, one::show);
    work::routes(routes).finish(gate.app().clone())
}
