//! Who sees what: every route of the program for every role and place. A route that isn't in the
//! tables here fails, so nobody adds one without saying what its address means.

#[path = "matrix/complete.rs"]
mod complete;
#[path = "matrix/doing.rs"]
mod doing;
#[path = "matrix/elsewhere.rs"]
mod elsewhere;
#[path = "matrix/form.rs"]
mod form;
#[path = "matrix/fresh.rs"]
mod fresh;
#[path = "matrix/kinds.rs"]
mod kinds;
#[path = "matrix/nouns.rs"]
mod nouns;
#[path = "matrix/sight.rs"]
mod sight;
#[path = "matrix/stricter.rs"]
mod stricter;
#[path = "matrix/unchanged.rs"]
mod unchanged;
#[path = "matrix/world.rs"]
pub mod world;
#[path = "matrix/writes.rs"]
mod writes;

use std::collections::BTreeSet;
use std::process::Command;

use crate::harness::{Backend, Reply, Request, Server, binary, run};
use crate::smtp::Smtp;

use complete::Makers;
use kinds::Outside;
use nouns::Part;
pub use nouns::filled;
use sight::{places, sees};
use stricter::stricter;
use world::{Identity, Objects, Place, Proof, World};

/// The form of an id, but of nothing.
const UNKNOWN: &str = "00000000000000000000000000";

/// What an address can't do without.
const ASKED: [(&str, &str); 1] = [("/api/v1/connectors/{id}/fields", "?stream=accounts")];

/// Addresses that send as long as somebody listens.
pub const STREAMS: [&str; 1] = ["/live"];

/// A line of the route table.
#[derive(Clone, Debug)]
pub struct Route {
    pub method: String,
    pub path: String,
    access: String,
}

impl Route {
    pub fn is_page(&self) -> bool {
        !self.path.starts_with("/api/")
    }

    fn is_stricter(&self) -> bool {
        stricter(self).is_some()
    }

    /// Whether it is the route of a path.
    fn is_of(&self, method: &str, path: &str) -> bool {
        let (own, asked) = (self.path.split('/'), path.split('/'));
        let fits = |(own, asked): (&str, &str)| own == asked || own.starts_with('{');
        self.method == method
            && own.clone().count() == asked.clone().count()
            && own.zip(asked).all(fits)
    }

    fn is_for_installers(&self) -> bool {
        self.access.starts_with("Install")
    }

    /// Whether somebody is let in at all.
    fn lets_in(&self, who: &Identity) -> bool {
        let is_key = matches!(who.proof, Proof::Key(_));
        if matches!(who.proof, Proof::None) || (self.is_page() && is_key) {
            return false;
        }
        match self.access.as_str() {
            "Member" | "MemberRead" => true,
            "MemberWrite" => !is_key || who.may.write,
            "Viewer" | "Read" => who.may.see_everything,
            "Worker" | "Work" => who.may.work,
            "Manager" | "Manage" => who.may.manage,
            "Administrator" | "Write" => who.may.write,
            _ if self.is_for_installers() => who.name == "installer",
            other => panic!("{}: nobody said who {other} is", self.path),
        }
    }

    /// What nobody is let in for is refused by: asked to log in, or told that they may not.
    fn refuses_with(&self, who: &Identity) -> &'static [u16] {
        let is_key = matches!(who.proof, Proof::Key(_));
        match &who.proof {
            _ if !is_key && !matches!(who.proof, Proof::None) => &[403],
            _ if self.is_page() && self.method == "GET" => &[303],
            Proof::None => &[401],
            _ if self.is_page() => &[401],
            _ => &[403],
        }
    }
}

/// The table as the program tells it.
pub fn routes() -> Vec<Route> {
    let mut command = Command::new(binary());
    command.arg("routes");
    let output = run(command, "");
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("text");
    let line = |line: &str| {
        let mut words = line.split(' ').map(str::to_owned);
        let mut next = || words.next().expect("three words");
        Route {
            method: next(),
            path: next(),
            access: next(),
        }
    };
    text.lines().map(line).collect()
}

pub fn ask(server: &Server, route: &Route, path: &str, who: &Identity) -> Reply {
    let asked = ASKED.iter().find(|(own, _)| *own == route.path);
    let asked = asked.map_or("", |(_, asked)| asked);
    let request: Request = server.request(&route.method, &format!("{path}{asked}"));
    let request = match &who.proof {
        Proof::None => request,
        Proof::Cookie(cookie) => request.header("Cookie", cookie),
        Proof::Key(key) => request.header("Authorization", &format!("Bearer {key}")),
    };
    let request = match (route.method.as_str(), route.is_page()) {
        ("GET", true) => request.header("Accept", "text/html"),
        ("GET" | "DELETE", _) => request,
        (_, true) => request.form(&[("revision", "1")]),
        (_, false) => request.json(&serde_json::json!({})),
    };
    request.send()
}

/// Status and text of a reply.
type Said = (u16, String);

/// What was said, without the ids that were asked for and without its own.
fn said(reply: &Reply, ids: &[&str]) -> Said {
    let mut text = reply.text();
    for id in ids {
        text = text.replace(id, "ID");
    }
    (reply.status, without_reference(&text))
}

/// The text without the reference that each reply has, by which it is found in the log: two times
/// four letters or digits.
pub fn without_reference(text: &str) -> String {
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_reference = |word: &str| word.len() == 9 && word.find('-') == Some(4);
    let mut kept = String::with_capacity(text.len());
    for piece in text.split_inclusive(|c| !is_part(c)) {
        let word = piece.trim_end_matches(|c| !is_part(c));
        if is_reference(word) {
            kept.push_str("REFERENCE");
            kept.push_str(&piece[word.len()..]);
        } else {
            kept.push_str(piece);
        }
    }
    kept
}

struct Matrix {
    world: World,
    makers: Makers,
    /// The API's description.
    document: serde_json::Value,
    routes: Vec<Route>,
    /// Where pages lead, and for whom that was looked at.
    followed: BTreeSet<(&'static str, &'static str, String)>,
    wrong: Vec<String>,
    /// Good calls that were made.
    done: usize,
}

impl Matrix {
    fn expect(&mut self, holds: bool, what: impl FnOnce() -> String) {
        if !holds {
            self.wrong.push(what());
        }
    }

    /// Reads, and calls without anything that could be done what changes something.
    fn look(&mut self, route: &Route, parts: &[(String, Part)], who: &Identity) {
        let name = format!("{} {} as {}", route.method, route.path, who.name);
        if !route.lets_in(who) {
            for place in [Place::Own, Place::OtherWorkspace] {
                let path = filled(route, parts, &self.world.places[&place], None);
                let status = ask(&self.world.server, route, &path, who).status;
                let wanted = route.refuses_with(who);
                self.expect(wanted.contains(&status), || {
                    format!("{name} at {place:?}: {status} instead of {wanted:?}")
                });
            }
            return;
        }
        let has_nouns = sight::nouns(parts).next().is_some();
        for place in places(parts) {
            if !has_nouns || sees(who, parts, *place) {
                self.reads(route, parts, (who, *place));
            } else {
                self.is_not_there(route, who, (parts, *place));
            }
        }
    }

    /// Whoever sees something reads it, unless the route is for others.
    fn reads(&mut self, route: &Route, parts: &[(String, Part)], (who, place): (&Identity, Place)) {
        let is_stream = STREAMS.iter().any(|end| route.path.ends_with(end));
        if route.method != "GET" || is_stream {
            return;
        }
        let path = filled(route, parts, &self.world.places[&place], None);
        let reply = ask(&self.world.server, route, &path, who);
        let status = reply.status;
        if route.is_page() && status == 200 {
            self.leads_nowhere_else(&reply.text(), &path, who);
        }
        let has_nouns = sight::nouns(parts).next().is_some();
        let is_fixed = parts.iter().any(|(_, part)| !matches!(part, Part::Noun(_)));
        let may = stricter(route).is_none_or(|rule| (rule.who)(who, place));
        let fine = match status {
            // What needs parameters says so.
            400 | 422 => may && !has_nouns,
            404 => may && is_fixed || !may && has_nouns,
            403 => !may,
            other => may && other < 400,
        };
        self.expect(fine, || {
            let (method, name) = (&route.method, who.name);
            format!("{method} {path} as {name} at {place:?}: {status}")
        });
    }

    /// A page shows nobody a form or a link that is for others.
    fn leads_nowhere_else(&mut self, page: &str, from: &str, who: &Identity) {
        for (method, path) in form::leads(page) {
            if !self.followed.insert((who.name, method, path.clone())) {
                continue;
            }
            // The most literal one is meant: `/cases/new` is no case.
            let fitting = self.routes.iter().filter(|own| own.is_of(method, &path));
            let to = fitting.min_by_key(|own| own.path.matches('{').count());
            let may = to.map(|to| to.access == "Public" || to.lets_in(who));
            if may != Some(true) {
                let name = to.map_or("nowhere", |to| to.path.as_str());
                let wrong = format!("{from} as {}: {method} {path} leads to {name}", who.name);
                self.wrong.push(wrong);
            }
        }
    }

    /// What somebody doesn't see is to them as what isn't there.
    fn is_not_there(
        &mut self,
        route: &Route,
        who: &Identity,
        (parts, place): (&[(String, Part)], Place),
    ) {
        let call = |path: &str| ask(&self.world.server, route, path, who);
        let (foreign, pairs) = self.beside_nothing(route, (parts, place), call);
        let name = format!(
            "{} {} as {} at {place:?}",
            route.method, route.path, who.name
        );
        let is_refused = match foreign {
            403 => route.is_stricter(),
            status => (400..500).contains(&status) && status != 401,
        };
        self.expect(is_refused, || format!("{name}: {foreign}"));
        for (there, nothing) in pairs {
            self.expect(there == nothing, || {
                format!("{name}: differs from what isn't there: {there:?} {nothing:?}")
            });
        }
    }

    /// Calls a route on what is foreign and on what isn't there, and, where there is a thing below
    /// another, on a foreign thing below what is one's own. The first status, and what was said: each
    /// time beside what is said of nothing.
    fn beside_nothing(
        &self,
        route: &Route,
        (parts, place): (&[(String, Part)], Place),
        call: impl Fn(&str) -> Reply,
    ) -> (u16, Vec<(Said, Said)>) {
        let (objects, own) = (&self.world.places[&place], &self.world.places[&Place::Own]);
        let ids = objects.values().chain(own.values()).map(String::as_str);
        let ids: Vec<&str> = ids.chain([UNKNOWN]).collect();
        let told = |objects: &Objects, instead: Option<(usize, &str)>| {
            said(&call(&filled(route, parts, objects, instead)), &ids)
        };
        let foreign = told(objects, None);
        let status = foreign.0;
        let mut pairs = vec![(foreign, told(objects, Some((0, UNKNOWN))))];
        let last = parts.len().saturating_sub(1);
        if let (Some((_, Part::Noun(noun))), true) = (parts.get(last), last > 0) {
            let below = told(own, Some((last, &objects[noun])));
            pairs.push((below, told(own, Some((last, UNKNOWN)))));
        }
        (status, pairs)
    }
}

fn start(backend: Backend, smtp: &Smtp) -> Matrix {
    let url = smtp.url();
    let environment = [
        ("LUISTER_SMTP_URL", url.as_str()),
        ("LUISTER_MAIL_FROM", "Acme <feedback@acme.example>"),
        ("LUISTER_OUTBOUND_ALLOW", "127.0.0.1:*"),
    ];
    let server = Server::start_with(backend, &environment);
    let document = server.request("GET", "/api/v1/openapi.json").send().json();
    let (world, makers) = World::complete(server, Outside::start());
    Matrix {
        world,
        makers,
        document,
        routes: routes(),
        followed: BTreeSet::new(),
        wrong: Vec::new(),
        done: 0,
    }
}

/// All pages, or all of the API: each in a world of its own, so that they can be looked at at once.
fn every_route_for_every_role_and_place(backend: Backend, are_pages: bool) {
    let smtp = Smtp::start();
    let mut matrix = start(backend, &smtp);
    let all = matrix.routes.clone();
    assert!(all.len() > 200, "{} routes", all.len());
    let mut routes = Vec::new();
    let is_meant = |route: &&Route| route.access != "Public" && route.is_page() == are_pages;
    for route in all.iter().filter(is_meant) {
        match route.parts() {
            Ok(parts) => routes.push((route, parts)),
            Err(wrong) => matrix.wrong.push(wrong),
        }
    }
    let identities = matrix.world.identities.clone();
    let all_of = |route: &Route| -> Vec<Identity> {
        // Elsewhere they are administrators like any other.
        let is_needed = |who: &&Identity| who.name != "installer" || route.is_for_installers();
        identities.iter().filter(is_needed).cloned().collect()
    };
    for (route, parts) in &routes {
        for who in &all_of(route) {
            matrix.look(route, parts, who);
        }
    }
    // Reading first: what is done here changes what there is.
    for (route, parts) in &routes {
        matrix.act(route, parts, &all_of(route));
    }
    matrix.wrong.extend(elsewhere::not_real(&all));
    assert!(matrix.done > 500, "{} good calls", matrix.done);
    let wrong = &matrix.wrong;
    let few: Vec<&String> = wrong.iter().take(60).collect();
    assert!(wrong.is_empty(), "{} are wrong: {few:#?}", wrong.len());
}

mod pages {
    #[test]
    fn sqlite() {
        super::every_route_for_every_role_and_place(crate::harness::Backend::Sqlite, true);
    }
    #[test]
    fn postgres() {
        super::every_route_for_every_role_and_place(crate::harness::Backend::Postgres, true);
    }
}

mod programs {
    #[test]
    fn sqlite() {
        super::every_route_for_every_role_and_place(crate::harness::Backend::Sqlite, false);
    }
    #[test]
    fn postgres() {
        super::every_route_for_every_role_and_place(crate::harness::Backend::Postgres, false);
    }
}
