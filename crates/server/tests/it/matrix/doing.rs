//! What may be done is done: each route that changes something, by everybody who may use it, on
//! everything they see, with a body as it should be. The same is refused to everybody else, and
//! changes nothing.

use serde_json::Value;

use super::elsewhere::ELSEWHERE;
use super::nouns::Part;
use super::sight::{nouns, places, sees};
use super::stricter::stricter;
use super::world::{Identity, Objects, Place, Proof};
use super::writes::{self, Body, Write};
use super::{Matrix, Route, filled, form, unchanged};
use crate::harness::{Reply, Server, encode};

/// The good call of a route; none when another test makes it.
fn write_of(route: &Route) -> Result<Option<&'static Write>, String> {
    let name = format!("{} {}", route.method, route.path);
    if let Some(write) = writes::all().find(|write| write.route == name) {
        return Ok(Some(write));
    }
    let is_elsewhere = ELSEWHERE.iter().any(|known| known.route == name);
    if is_elsewhere {
        Ok(None)
    } else {
        Err(format!("{name}: what is a good call?"))
    }
}

/// The example of a body in the API's description.
fn example(document: &Value, route: &Route) -> String {
    let method = route.method.to_lowercase();
    let operation = &document["paths"][route.path.as_str()][method.as_str()];
    let content = &operation["requestBody"]["content"]["application/json"];
    match &content["example"] {
        Value::Null => "{}".to_owned(),
        example => example.to_string(),
    }
}

/// A text with ids and new words in place of `$noun`, `$me` and `$new`; `$word` is the same new word
/// in all that is said for one call.
fn with_ids(text: &str, objects: &Objects, who: Option<&Identity>) -> String {
    let me = who.and_then(|who| who.person.as_ref());
    let me = me.unwrap_or(&objects["person"]);
    let mut text = text.replace("$me", me);
    text = text.replace("$new", &platform::id::new());
    for (noun, id) in objects {
        text = text.replace(&format!("${noun}"), id);
    }
    text
}

/// Fields as forms send them.
type Fields = Vec<(String, String)>;

fn pairs(text: &str) -> Fields {
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

fn encoded(fields: &Fields) -> String {
    let pairs = fields.iter();
    let pairs = pairs.map(|(name, value)| format!("{}={}", encode(name), encode(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// Calls a route with this body.
fn call(server: &Server, route: &Route, path: &str, (who, body): (&Identity, &str)) -> Reply {
    let request = server.request(&route.method, path);
    let request = match &who.proof {
        Proof::None => request,
        Proof::Cookie(cookie) => request.header("Cookie", cookie),
        Proof::Key(key) => request.header("Authorization", &format!("Bearer {key}")),
    };
    let kind = if route.is_page() {
        "application/x-www-form-urlencoded"
    } else {
        "application/json"
    };
    request.body(kind, body.as_bytes().to_vec()).send()
}

/// A route with its parts and its good call.
#[derive(Clone, Copy)]
struct Act<'a> {
    route: &'a Route,
    parts: &'a [(String, Part)],
    write: &'static Write,
}

impl Act<'_> {
    fn name(&self, who: &Identity, place: Place) -> String {
        let Route { method, path, .. } = self.route;
        format!("{method} {path} as {} at {place:?}", who.name)
    }

    fn sees(&self, who: &Identity, place: Place) -> bool {
        nouns(self.parts).next().is_none() || sees(who, self.parts, place)
    }

    fn may(&self, who: &Identity, place: Place) -> bool {
        let is_let_in = self.route.lets_in(who) && self.sees(who, place);
        is_let_in && stricter(self.route).is_none_or(|rule| (rule.who)(who, place))
    }
}

impl Matrix {
    /// Does what may be done by a route that changes something, after what may not.
    pub(super) fn act(&mut self, route: &Route, parts: &[(String, Part)], all: &[Identity]) {
        if route.method == "GET" {
            return;
        }
        let write = match write_of(route) {
            Ok(Some(write)) => write,
            Ok(None) => return,
            Err(wrong) => return self.wrong.push(wrong),
        };
        let act = Act {
            route,
            parts,
            write,
        };
        for place in places(parts) {
            let before = unchanged::read(&self.world, *place, parts);
            for who in all.iter().filter(|who| !act.may(who, *place)) {
                // Who isn't let in is asked to go before any id is looked at.
                if *place == Place::Own || route.lets_in(who) {
                    self.is_refused(act, (who, *place));
                }
            }
            let after = unchanged::read(&self.world, *place, parts);
            self.expect(before == after, || {
                let Route { method, path, .. } = route;
                format!("{method} {path} at {place:?}, refused, and done: {before:?} {after:?}")
            });
        }
        for place in places(parts) {
            for who in all.iter().filter(|who| act.may(who, *place)) {
                self.goes_well(act, (who, *place));
            }
        }
    }

    /// What a route takes, of these objects: for a form as `who` sees it.
    fn body(&self, act: Act<'_>, objects: &Objects, who: &Identity) -> Result<String, String> {
        let fill = |text: &str| with_ids(text, objects, Some(who));
        let (page, with) = match act.write.body {
            Body::Example => return Ok(fill(&example(&self.document, act.route))),
            Body::Text(text) if act.route.is_page() => return Ok(encoded(&pairs(&fill(text)))),
            Body::Text(text) => return Ok(fill(text)),
            Body::Form { page, with } => (fill(page), fill(with)),
        };
        let Proof::Cookie(cookie) = &who.proof else {
            return Err(format!("{page}: nobody to look at it"));
        };
        let action = filled(act.route, act.parts, objects, None);
        let reply = self.world.server.page(&page, cookie);
        let fields = form::fields(&reply.text(), &action);
        let mut fields =
            fields.ok_or_else(|| format!("{page}: {}, no form for {action}", reply.status))?;
        let with = pairs(&with);
        fields.retain(|(name, _)| with.iter().all(|(own, _)| own != name));
        fields.extend(with);
        Ok(encoded(&fields))
    }

    fn goes_well(&mut self, act: Act<'_>, (who, place): (&Identity, Place)) {
        let server = &self.world.server;
        let mut objects = self.world.places[&place].clone();
        objects.insert("word", platform::id::new());
        let maker = self.makers.at(server, place);
        for noun in act.write.fresh {
            if !maker.renew(noun, &mut objects) {
                maker.api.renew(noun, &mut objects);
            }
        }
        let mut wrong = Vec::new();
        for (method, path, body) in act.write.before {
            let fill = |text: &str| with_ids(text, &objects, None);
            wrong.extend(maker.api.before(method, &fill(path), &fill(body)).err());
        }
        let path = filled(act.route, act.parts, &objects, None);
        match self.body(act, &objects, who) {
            Err(why) => wrong.push(format!("{}: {why}", act.name(who, place))),
            Ok(body) => {
                let reply = call(server, act.route, &path, (who, &body));
                let status = reply.status;
                if !((200..300).contains(&status) || act.route.is_page() && status == 303) {
                    let text = reply.text();
                    let text = text.split("<main").last().unwrap_or_default();
                    let text: String = text.chars().take(400).collect();
                    wrong.push(format!(
                        "{}: {status}: {body}: {text}",
                        act.name(who, place)
                    ));
                }
            }
        }
        for noun in act.write.fresh {
            maker.clear(noun, &objects);
        }
        self.done += 1;
        self.wrong.extend(wrong);
    }

    /// A good call of somebody who may not is refused: as if nothing were there, where they see
    /// nothing.
    fn is_refused(&mut self, act: Act<'_>, (who, place): (&Identity, Place)) {
        let Act { route, parts, .. } = act;
        let mut objects = self.world.places[&place].clone();
        objects.insert("twin", objects["contact"].clone());
        objects.insert("word", platform::id::new());
        let body = match self.body_of_other(act, &objects, who) {
            Ok(body) => body,
            Err(why) => return self.wrong.push(format!("{}: {why}", act.name(who, place))),
        };
        let call = |path: &str| call(&self.world.server, route, path, (who, &body));
        let name = act.name(who, place);
        if !route.lets_in(who) || act.sees(who, place) {
            let status = call(&filled(route, parts, &objects, None)).status;
            // Asked to log in, as whoever reads is, or told that they may not.
            let wanted = if route.lets_in(who) {
                &[403, 404][..]
            } else {
                route.refuses_with(who)
            };
            return self.expect(wanted.contains(&status), || {
                format!("{name}, which only others may: {status}")
            });
        }
        let (foreign, pairs) = self.beside_nothing(route, (parts, place), call);
        let is_stricter = stricter(route).is_some();
        self.expect(foreign == 404 || is_stricter && foreign == 403, || {
            format!("{name}, a good call: {foreign}")
        });
        for (there, nothing) in pairs {
            self.expect(there == nothing, || {
                format!("{name}, a good call: differs from what isn't there: {there:?} {nothing:?}")
            });
        }
    }

    /// A good call as an administrator would make it, of what they see: for somebody who doesn't.
    fn body_of_other(
        &self,
        act: Act<'_>,
        objects: &Objects,
        who: &Identity,
    ) -> Result<String, String> {
        if !matches!(act.write.body, Body::Form { .. }) {
            return self.body(act, objects, who);
        }
        let administrator = self.world.identity("administrator");
        self.body(act, &self.world.places[&Place::Own], administrator)
    }
}
