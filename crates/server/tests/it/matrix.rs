//! Who sees what: every route of the program for every role and place. A route that isn't in the
//! tables here fails, so nobody adds one without saying what its address means.

#[path = "matrix/doing.rs"]
mod doing;
#[path = "matrix/elsewhere.rs"]
mod elsewhere;
#[path = "matrix/fresh.rs"]
mod fresh;
#[path = "matrix/stricter.rs"]
mod stricter;
#[path = "matrix/world.rs"]
pub mod world;
#[path = "matrix/writes.rs"]
mod writes;

use std::process::Command;

use crate::harness::{Backend, Reply, Request, Server, binary, run};
use crate::smtp::Smtp;

use stricter::{STRICTER, stricter};
use world::{Identity, Objects, Place, Proof, World};

/// What a `{part}` of an address is, by the part before it.
const NOUNS: [(&str, &str); 10] = [
    ("surveys", "survey"),
    ("responses", "response"),
    ("themes", "theme"),
    ("accounts", "account"),
    ("contacts", "contact"),
    ("cases", "case"),
    ("actions", "action"),
    ("improvements", "improvement"),
    ("people", "person"),
    ("teams", "team"),
];

/// What the parts of other addresses are filled with: nothing of that name exists, so only who may
/// use the route is looked at.
const FILLED: &[(&str, &str)] = &[
    ("{file}", "trend.svg"),
    ("{verb}", "unsnooze"),
    ("import", UNKNOWN),
    ("files", UNKNOWN),
    ("invitations", UNKNOWN),
    ("programmes", UNKNOWN),
    ("events", UNKNOWN),
    ("event-sources", UNKNOWN),
    ("sources", UNKNOWN),
    ("rules", UNKNOWN),
    ("templates", UNKNOWN),
    ("webhooks", UNKNOWN),
    ("channels", UNKNOWN),
    ("deliveries", UNKNOWN),
    ("calls", UNKNOWN),
    ("connections", UNKNOWN),
    ("connectors", UNKNOWN),
    ("causes", UNKNOWN),
    ("views", UNKNOWN),
    ("roles", "nobody"),
    ("attributes", "account"),
    ("account", "nothing"),
    ("{noun}", "nothing"),
    ("runs", UNKNOWN),
    ("pushes", UNKNOWN),
    ("mapping", "accounts"),
    ("try", "accounts"),
    ("groups", UNKNOWN),
    ("do-not-contact", "x@example.com"),
    ("mail", UNKNOWN),
    ("api-keys", UNKNOWN),
    ("sessions", UNKNOWN),
    ("workspaces", UNKNOWN),
    ("dashboards", UNKNOWN),
    ("blocks", UNKNOWN),
    ("links", UNKNOWN),
    ("shared", UNKNOWN),
    ("targets", UNKNOWN),
    ("coaching", UNKNOWN),
    ("entries", UNKNOWN),
    ("notes", UNKNOWN),
    ("agreements", UNKNOWN),
    ("chosen", UNKNOWN),
    ("reports", UNKNOWN),
    ("schedules", UNKNOWN),
    ("digests", UNKNOWN),
    ("providers", UNKNOWN),
    ("sso", UNKNOWN),
    ("scim", UNKNOWN),
    ("tokens", UNKNOWN),
    ("Users", UNKNOWN),
    ("Groups", UNKNOWN),
    ("ResourceTypes", UNKNOWN),
    ("Schemas", UNKNOWN),
    ("r", "nothing"),
    ("p", "nothing"),
    ("w", "nothing"),
    ("u", "nothing"),
    ("hooks", "nothing"),
    ("heard", "nothing"),
    ("reset", "nothing"),
    ("invite", "nothing"),
    ("assets", "nothing"),
    ("lists", "contact"),
    ("settings", "nothing"),
    ("charts", "trend.svg"),
];

/// The form of an id, but of nothing.
const UNKNOWN: &str = "00000000000000000000000000";

/// Addresses that send as long as somebody listens.
pub const STREAMS: [&str; 1] = ["/live"];

/// A line of the route table.
#[derive(Clone, Debug)]
pub struct Route {
    pub method: String,
    pub path: String,
    access: String,
}

/// What a part of an address stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Noun(&'static str),
    Fixed(&'static str),
}

impl Route {
    pub fn is_page(&self) -> bool {
        !self.path.starts_with("/api/")
    }

    fn is_stricter(&self) -> bool {
        stricter(self).is_some()
    }

    /// Each `{part}` with what it stands for.
    pub fn parts(&self) -> Result<Vec<(String, Part)>, String> {
        let segments: Vec<&str> = self.path.split('/').collect();
        let part = |(index, segment): (usize, &&str)| {
            if !segment.starts_with('{') {
                return None;
            }
            let before = segments.get(index.wrapping_sub(1)).copied().unwrap_or("");
            let own = NOUNS.iter().find(|(name, _)| *name == before);
            let noun = own.map(|(_, noun)| Part::Noun(noun));
            let fixed = |name: &str| FILLED.iter().find(|(known, _)| *known == name);
            let fixed = fixed(segment).or_else(|| fixed(before));
            let fixed = fixed.map(|(_, value)| Part::Fixed(value));
            let found = match *segment {
                "{verb}" | "{file}" => fixed.or(noun),
                _ => noun.or(fixed),
            };
            let unknown = || format!("{} {}: what is {segment}?", self.method, self.path);
            Some(
                found
                    .map(|found| ((*segment).to_owned(), found))
                    .ok_or_else(unknown),
            )
        };
        segments.iter().enumerate().filter_map(part).collect()
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
            "Installer" | "Install" => false,
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
    let request: Request = server.request(&route.method, path);
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

/// The address with its parts filled from `objects`, but for those in `instead`.
pub fn filled(
    route: &Route,
    parts: &[(String, Part)],
    objects: &Objects,
    instead: Option<(usize, &str)>,
) -> String {
    let mut path = route.path.clone();
    for (index, (name, part)) in parts.iter().enumerate() {
        let value = match (instead, part) {
            (Some((from, value)), Part::Noun(_)) if index >= from => value,
            (_, Part::Noun(noun)) => &objects[noun],
            (_, Part::Fixed(value)) => value,
        };
        path = path.replacen(name, value, 1);
    }
    path
}

/// What was said, without the ids that were asked for and without its own.
fn said(reply: &Reply, ids: &[&str]) -> (u16, String) {
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
    /// The API's description.
    document: serde_json::Value,
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

    fn look(&mut self, route: &Route, who: &Identity) {
        let parts = match route.parts() {
            Ok(parts) => parts,
            Err(wrong) => return self.wrong.push(wrong),
        };
        let has_nouns = parts.iter().any(|(_, part)| matches!(part, Part::Noun(_)));
        let is_stream = STREAMS.iter().any(|end| route.path.ends_with(end));
        let own = self.world.places[&Place::Own].clone();
        let name = format!("{} {} as {}", route.method, route.path, who.name);
        if !route.lets_in(who) {
            let path = filled(route, &parts, &own, None);
            let reply = ask(&self.world.server, route, &path, who);
            let wanted = route.refuses_with(who);
            let status = reply.status;
            return self.expect(wanted.contains(&status), || {
                format!("{name}: {status} instead of {wanted:?}")
            });
        }
        if !has_nouns {
            if route.method == "GET" && !is_stream {
                let path = filled(route, &parts, &own, None);
                let status = ask(&self.world.server, route, &path, who).status;
                let is_fixed = !parts.is_empty();
                let may = stricter(route).is_none_or(|rule| (rule.who)(who, Place::Own));
                let fine = if may {
                    status < 400 || [400, 422].contains(&status) || is_fixed && status == 404
                } else {
                    status == 403
                };
                self.expect(fine, || format!("{name}: {status}"));
            }
            return;
        }
        for place in Place::ALL {
            self.look_at(route, who, (&parts, place, is_stream));
        }
    }

    fn look_at(
        &mut self,
        route: &Route,
        who: &Identity,
        (parts, place, is_stream): (&[(String, Part)], Place, bool),
    ) {
        let objects = self.world.places[&place].clone();
        let own = self.world.places[&Place::Own].clone();
        let path = filled(route, parts, &objects, None);
        let name = format!(
            "{} {} as {} at {place:?}",
            route.method, route.path, who.name
        );
        let is_fixed = parts.iter().any(|(_, part)| matches!(part, Part::Fixed(_)));
        if sees(who, parts, place) {
            if route.method == "GET" && !is_stream {
                let status = ask(&self.world.server, route, &path, who).status;
                let may = stricter(route).is_none_or(|rule| (rule.who)(who, place));
                let fine = if may {
                    status < 400 || is_fixed && status == 404
                } else {
                    [403, 404].contains(&status)
                };
                self.expect(fine, || format!("{name}: {status}"));
            }
            return;
        }
        let foreign = ask(&self.world.server, route, &path, who);
        let unknown_path = filled(route, parts, &objects, Some((0, UNKNOWN)));
        let unknown = ask(&self.world.server, route, &unknown_path, who);
        let ids: Vec<&str> = objects
            .values()
            .map(String::as_str)
            .chain([UNKNOWN])
            .collect();
        let (foreign, unknown) = (said(&foreign, &ids), said(&unknown, &ids));
        let is_refused = match foreign.0 {
            403 => route.is_stricter(),
            status => (400..500).contains(&status) && status != 401,
        };
        self.expect(is_refused, || format!("{name}: {}", foreign.0));
        self.expect(foreign == unknown, || {
            format!("{name}: differs from what isn't there: {foreign:?} {unknown:?}")
        });
        let nouns = parts
            .iter()
            .filter(|(_, part)| matches!(part, Part::Noun(_)));
        if nouns.count() < 2 {
            return;
        }
        // Below what is one's own, something that is somebody else's.
        let last = parts.len() - 1;
        let Some((_, Part::Noun(noun))) = parts.get(last) else {
            return;
        };
        let below = filled(route, parts, &own, Some((last, &objects[noun])));
        let nothing = filled(route, parts, &own, Some((last, UNKNOWN)));
        let below = ask(&self.world.server, route, &below, who);
        let nothing = ask(&self.world.server, route, &nothing, who);
        let (below, nothing) = (said(&below, &ids), said(&nothing, &ids));
        self.expect(below == nothing && (400..500).contains(&below.0), || {
            format!("{name}, below one's own: {below:?} {nothing:?}")
        });
    }
}

/// Whether somebody sees the objects of a place. Teams and people of the own workspace are known to
/// everybody who may use their routes.
fn sees(who: &Identity, parts: &[(String, Part)], place: Place) -> bool {
    let is_known = |part: &Part| matches!(part, Part::Noun("team" | "person"));
    let all_known = parts.iter().all(|(_, part)| is_known(part));
    who.sees.contains(&place) || all_known && place != Place::OtherWorkspace
}

/// What the tables name that is no route, so that they say nothing of what was removed.
fn not_real(routes: &[Route]) -> Vec<String> {
    let calls = writes::WRITES.iter().map(|write| write.route);
    let calls = calls.chain(elsewhere::ELSEWHERE.iter().map(|(route, _)| *route));
    let is_real = |call: &&str| {
        let named = |route: &Route| format!("{} {}", route.method, route.path) == *call;
        routes.iter().any(named)
    };
    let starts = STRICTER.iter().map(|rule| rule.start);
    let begins = |start: &&str| routes.iter().any(|route| route.path.starts_with(start));
    let wrong = calls.filter(|call| !is_real(call));
    let wrong = wrong.chain(starts.filter(|start| !begins(start)));
    wrong.map(|name| format!("{name}: no such route")).collect()
}

fn every_route_for_every_role_and_place(backend: Backend) {
    let smtp = Smtp::start();
    let url = smtp.url();
    let environment = [
        ("LUISTER_SMTP_URL", url.as_str()),
        ("LUISTER_MAIL_FROM", "Acme <feedback@acme.example>"),
    ];
    let server = Server::start_with(backend, &environment);
    let described = server.request("GET", "/api/v1/openapi.json").send();
    let mut matrix = Matrix {
        world: World::new(server),
        document: described.json(),
        wrong: Vec::new(),
        done: 0,
    };
    let routes = routes();
    assert!(routes.len() > 200, "{} routes", routes.len());
    let identities = matrix.world.identities.clone();
    for route in routes.iter().filter(|route| route.access != "Public") {
        for who in &identities {
            matrix.look(route, who);
        }
    }
    // Reading first: what is done here changes what there is.
    for route in routes.iter().filter(|route| route.access != "Public") {
        for who in &identities {
            matrix.act(route, who);
        }
    }
    matrix.wrong.extend(not_real(&routes));
    assert!(matrix.done > 500, "{} good calls", matrix.done);
    let wrong = &matrix.wrong;
    let few: Vec<&String> = wrong.iter().take(60).collect();
    assert!(wrong.is_empty(), "{} are wrong: {few:#?}", wrong.len());
}

#[test]
fn sqlite() {
    every_route_for_every_role_and_place(Backend::Sqlite);
}

#[test]
fn postgres() {
    every_route_for_every_role_and_place(Backend::Postgres);
}
