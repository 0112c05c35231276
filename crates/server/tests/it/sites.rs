//! What other sites and mere reading can do: nothing. Over all routes the program has, so that a new
//! one is held to it too.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::harness::{Backend, Request, Server, eventually};
use crate::matrix::world::{Place, World};
use crate::matrix::{Route, STREAMS, routes};
use crate::on_both;
use crate::respondent::{database, dump, wait};

on_both!(
    other_sites_change_nothing_by_any_route,
    reading_everything_changes_nothing,
);

/// Where the secret in the address is the permission, and mail programs post from their own pages.
const BY_SECRET: &str = "/u/";

/// The address with something in each of its parts.
fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| {
        if part.starts_with('{') {
            "00000000000000000000000000"
        } else {
            part
        }
    });
    parts.collect::<Vec<_>>().join("/")
}

fn other_sites_change_nothing_by_any_route(server: Server) {
    let cookie = server.log_in();
    let before = settled(&server);
    let all = routes();
    let unsafe_routes = all.iter().filter(|route| route.method != "GET");
    let mut tried = 0;
    for route in unsafe_routes.filter(|route| !route.path.starts_with(BY_SECRET)) {
        let path = filled(&route.path);
        let ask = |headers: &[(&str, &str)], kind: &str| {
            let mut request: Request = server.request(&route.method, &path);
            request = request.header("Cookie", &cookie);
            for (name, value) in headers {
                request = request.header(name, value);
            }
            let body = match kind {
                "application/x-www-form-urlencoded" => "a=b",
                _ => "{}",
            };
            request.body(kind, body.as_bytes().to_vec()).send()
        };
        let usual = if route.is_page() {
            "application/x-www-form-urlencoded"
        } else {
            "application/json"
        };
        for headers in [
            &[("Sec-Fetch-Site", "cross-site")][..],
            &[("Sec-Fetch-Site", "same-site")],
            &[("Origin", "https://evil.example")],
            &[("Origin", "null")],
            &[("Origin", "http://127.0.0.1:1")],
            &[
                ("Sec-Fetch-Site", "cross-site"),
                ("Origin", &server.base_url),
            ],
        ] {
            for kind in [usual, "text/plain"] {
                let reply = ask(headers, kind);
                let what = format!("{} {path} {headers:?} {kind}", route.method);
                assert_eq!(reply.status, 403, "{what}: {}", reply.text());
                assert!(reply.text().contains("another site"), "{what}");
                assert_eq!(reply.header("set-cookie"), None, "{what}");
            }
        }
        tried += 1;
    }
    assert!(tried > 150, "{tried} routes");
    // A browser that says nothing can still send JSON only as text, which no route takes for it.
    for route in all
        .iter()
        .filter(|route| !route.is_page() && route.method != "GET")
    {
        let request = server.request(&route.method, &filled(&route.path));
        let request = request.header("Cookie", &cookie);
        let reply = request.body("text/plain", b"{}".to_vec()).send();
        let status = reply.status;
        assert!(
            (400..500).contains(&status),
            "{} {}: {status}",
            route.method,
            route.path
        );
    }
    differs(&before, &state(&server));
}

/// Tables that don't count: the beats of what works in the background, what it works out by itself
/// some time after a workspace is made, and how often somebody guessed, which a wrong token of a
/// directory is counted as whatever it asks for.
const ITS_OWN: [&str; 4] = ["mail_node", "connector_node", "case_calendar", "guess"];
/// What is told of reading: that somebody took a file with people home.
const EXPORTED: &str = ".exported";

/// All rows of all tables; of sessions without when they were last seen.
fn state(server: &Server) -> BTreeMap<String, String> {
    let sql = match server.backend {
        Backend::Sqlite => {
            "SELECT name FROM sqlite_master
             WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        }
        Backend::Postgres => {
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables
             WHERE table_schema = 'public'"
        }
    };
    let rows = wait(database(server).read(move |tx| tx.query(sql, &[]))).expect("rows");
    let names = rows.iter().map(|row| row.at::<String>(0).expect("a name"));
    let names = names.filter(|name| !ITS_OWN.contains(&name.as_str()));
    names
        .map(|name| {
            let what = match name.as_str() {
                "session" => "(SELECT session_hash, user_id, workspace_id FROM session) s",
                other => other,
            };
            let rows = dump(server, what);
            let lines = rows.lines();
            let counts = |line: &&str| name != "audit" || !line.contains(EXPORTED);
            let mut lines: Vec<&str> = lines.filter(counts).collect();
            lines.sort_unstable();
            (name, lines.join("\n"))
        })
        .collect()
}

fn differs(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) {
    assert!(before.len() > 40, "{} tables", before.len());
    let names = before.keys().chain(after.keys());
    let changed: Vec<String> = names
        .filter(|name| before.get(*name) != after.get(*name))
        .map(|name| {
            let old: Vec<&str> = before.get(name).map_or("", |v| v).lines().collect();
            let all = after.get(name).map_or("", |v| v).lines();
            let new: Vec<&str> = all.filter(|line| !old.contains(line)).collect();
            format!("{name}: {new:?}")
        })
        .collect();
    assert!(changed.is_empty(), "{changed:#?}");
}

/// The state once nothing follows any more from what was done before.
fn settled(server: &Server) -> BTreeMap<String, String> {
    let mut last = state(server);
    eventually("all is quiet", || {
        std::thread::sleep(Duration::from_secs(1));
        let now = state(server);
        let is_quiet = now == last;
        last = now;
        is_quiet.then_some(())
    });
    last
}

/// An administrator opens every page, file and reply there is, of things that exist.
fn reading_everything_changes_nothing(server: Server) {
    let world = World::new(server);
    let server = &world.server;
    let administrator = world
        .identities
        .iter()
        .find(|who| who.name == "administrator");
    let administrator = administrator.expect("somebody");
    let all = routes();
    let read = |route: &Route| {
        let Ok(parts) = route.parts() else { return };
        let path = crate::matrix::filled(route, &parts, &world.places[&Place::Own], None);
        let status = crate::matrix::ask(server, route, &path, administrator).status;
        assert!(status < 500, "{path}: {status}");
    };
    let reads = || {
        let is_read = |route: &&Route| {
            route.method == "GET" && !STREAMS.iter().any(|end| route.path.ends_with(end))
        };
        all.iter().filter(is_read)
    };
    let before = settled(server);
    reads().for_each(read);
    differs(&before, &state(server));
    assert!(reads().count() > 150, "{} addresses", reads().count());
}
