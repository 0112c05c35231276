//! The description and the route tables name the same routes, with the same access.

use std::collections::BTreeSet;

use platform::db::{Db, Location, Options};
use serde_json::Value;
use tokio::sync::watch;
use user::Access;

use super::document;
use crate::serve::{self, Entrance};
use crate::wiring;

/// Method, path and the scope a key needs.
type Route = (String, String, Option<&'static str>);

fn routes() -> BTreeSet<Route> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let location = Location::Sqlite(folder.path().join("luister.db"));
    let db = Db::open(&location, Options::default()).expect("a database");
    let (_stop, stopping) = watch::channel(false);
    let app = serve::app(db, "https://luister.example".to_owned(), stopping).expect("an app");
    let slices = wiring::slices(
        &app,
        Entrance::default(),
        folder.path(),
        dashboard::Dashboard::new(&app, dashboard::FactsKeeper::new(app.db.clone(), 1 << 20)),
    );
    let entries = slices.into_iter().flat_map(|(_, entries)| entries);
    entries
        .filter(|entry| entry.path.starts_with("/api/v1"))
        .map(|entry| {
            let scope = match entry.access {
                Access::Public => None,
                Access::Read | Access::MemberRead => Some("read"),
                Access::Write
                | Access::Manage
                | Access::Work
                | Access::MemberWrite
                | Access::Install => Some("write"),
                access => panic!("{}: {access:?} is for pages", entry.path),
            };
            (entry.method.to_string(), entry.path.to_owned(), scope)
        })
        .collect()
}

fn described() -> BTreeSet<Route> {
    let document = document("https://luister.example");
    let paths = document["paths"].as_object().expect("paths").clone();
    let route = |path: &str, (method, operation): (String, Value)| {
        let scope = match operation["security"][0]["key"][0].as_str() {
            None => None,
            Some("read") => Some("read"),
            Some(_) => Some("write"),
        };
        (method.to_uppercase(), path.to_owned(), scope)
    };
    let methods = |(path, methods): (String, Value)| {
        let methods = methods.as_object().expect("methods").clone();
        methods
            .into_iter()
            .map(move |operation| route(&path, operation))
            .collect::<Vec<_>>()
    };
    paths.into_iter().flat_map(methods).collect()
}

#[tokio::test]
async fn every_route_is_described_and_every_description_is_a_route() {
    let (routes, described) = (routes(), described());
    let missing: Vec<_> = routes.difference(&described).collect();
    assert!(missing.is_empty(), "not described: {missing:?}");
    let invented: Vec<_> = described.difference(&routes).collect();
    assert!(invented.is_empty(), "described, but no route: {invented:?}");
}
