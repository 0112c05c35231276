//! What may be done is done: each route that changes something, by everybody who may use it, on
//! everything they see, with a body as it should be; and the same on what they don't see.

use serde_json::Value;

use super::elsewhere::ELSEWHERE;
use super::stricter::stricter;
use super::world::{Api, Identity, Objects, Place, Proof};
use super::writes::{WRITES, Write};
use super::{Matrix, Part, Route, UNKNOWN, filled, said, sees};
use crate::harness::{Reply, Server, encode};

/// The good call of a route; none when another test makes it.
fn write_of(route: &Route) -> Result<Option<&'static Write>, String> {
    let name = format!("{} {}", route.method, route.path);
    if let Some(write) = WRITES.iter().find(|write| write.route == name) {
        return Ok(Some(write));
    }
    let is_elsewhere = ELSEWHERE.iter().any(|(route, _)| *route == name);
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

/// A text with ids and new words in place of `$noun`, `$me` and `$new`.
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

/// Calls a route with this body.
fn call(server: &Server, route: &Route, path: &str, (who, body): (&Identity, &str)) -> Reply {
    let request = server.request(&route.method, path);
    let request = match &who.proof {
        Proof::None => request,
        Proof::Cookie(cookie) => request.header("Cookie", cookie),
        Proof::Key(key) => request.header("Authorization", &format!("Bearer {key}")),
    };
    if !route.is_page() {
        let request = request.body("application/json", body.as_bytes().to_vec());
        return request.send();
    }
    let pairs = body.split('&').filter_map(|pair| pair.split_once('='));
    let encoded = pairs.map(|(name, value)| format!("{name}={}", encode(value)));
    let form = encoded.collect::<Vec<_>>().join("&").into_bytes();
    let request = request.body("application/x-www-form-urlencoded", form);
    request.send()
}

impl Matrix {
    /// Does what `who` may do by a route that changes something, wherever they may.
    pub(super) fn act(&mut self, route: &Route, who: &Identity) {
        let parts = match route.parts() {
            Ok(parts) => parts,
            Err(wrong) => return self.wrong.push(wrong),
        };
        // Of what doesn't exist here nothing can be done; the others are things of a place.
        if route.method == "GET" || parts.iter().any(|(name, part)| is_unknown(name, part)) {
            return;
        }
        let write = match write_of(route) {
            Ok(Some(write)) => write,
            Ok(None) => return,
            Err(wrong) => return self.expect(false, || wrong),
        };
        if !route.lets_in(who) {
            return;
        }
        let has_nouns = parts.iter().any(|(_, part)| matches!(part, Part::Noun(_)));
        let places = if has_nouns {
            &Place::ALL[..]
        } else {
            &[Place::Own]
        };
        for place in places {
            let sees = !has_nouns || sees(who, &parts, *place);
            let may = sees && stricter(route).is_none_or(|rule| (rule.who)(who, *place));
            if may {
                self.goes_well(route, who, (&parts, *place, write));
            } else if sees {
                self.is_held_back(route, who, (&parts, *place, write));
            } else {
                self.is_refused(route, who, (&parts, *place, write));
            }
        }
    }

    fn body(&self, route: &Route, write: &Write) -> String {
        let own = write.body.map(str::to_owned);
        own.unwrap_or_else(|| example(&self.document, route))
    }

    fn goes_well(
        &mut self,
        route: &Route,
        who: &Identity,
        (parts, place, write): (&[(String, Part)], Place, &Write),
    ) {
        let server = &self.world.server;
        let mut objects = self.world.places[&place].clone();
        let api = Api {
            server,
            key: &server.key,
        };
        for noun in write.fresh {
            api.renew(noun, &mut objects);
        }
        let mut wrong = Vec::new();
        for (method, path, body) in write.before {
            let (path, body) = (
                with_ids(path, &objects, None),
                with_ids(body, &objects, None),
            );
            wrong.extend(api.before(method, &path, &body).err());
        }
        let path = filled(route, parts, &objects, None);
        let body = with_ids(&self.body(route, write), &objects, Some(who));
        let reply = call(server, route, &path, (who, &body));
        let fine = (200..300).contains(&reply.status) || route.is_page() && reply.status == 303;
        if !fine {
            let text: String = reply.text().chars().take(400).collect();
            let name = format!(
                "{} {} as {} at {place:?}",
                route.method, route.path, who.name
            );
            wrong.push(format!("{name}: {}: {text}", reply.status));
        }
        self.done += 1;
        self.wrong.extend(wrong);
    }

    /// Who sees something and may not do this with it is told so.
    fn is_held_back(
        &mut self,
        route: &Route,
        who: &Identity,
        (parts, place, write): (&[(String, Part)], Place, &Write),
    ) {
        let mut objects = self.world.places[&place].clone();
        objects.insert("twin", objects["contact"].clone());
        let path = filled(route, parts, &objects, None);
        let body = with_ids(&self.body(route, write), &objects, Some(who));
        let status = call(&self.world.server, route, &path, (who, &body)).status;
        let name = format!(
            "{} {} as {} at {place:?}",
            route.method, route.path, who.name
        );
        let fine = [403, 404, 409, 422].contains(&status);
        self.expect(fine, || format!("{name}, which only others may: {status}"));
    }

    /// With a body as it should be, what is foreign is as if it weren't there.
    fn is_refused(
        &mut self,
        route: &Route,
        who: &Identity,
        (parts, place, write): (&[(String, Part)], Place, &Write),
    ) {
        let objects = &self.world.places[&place];
        let mut objects = objects.clone();
        objects.insert("twin", objects["contact"].clone());
        let body = with_ids(&self.body(route, write), &objects, Some(who));
        let server = &self.world.server;
        let path = filled(route, parts, &objects, None);
        let foreign = call(server, route, &path, (who, &body));
        let path = filled(route, parts, &objects, Some((0, UNKNOWN)));
        let unknown = call(server, route, &path, (who, &body));
        let ids = objects.values().map(String::as_str).chain([UNKNOWN]);
        let ids: Vec<&str> = ids.collect();
        let (foreign, unknown) = (said(&foreign, &ids), said(&unknown, &ids));
        let name = format!(
            "{} {} as {} at {place:?}",
            route.method, route.path, who.name
        );
        let is_stricter = stricter(route).is_some();
        let fine = foreign == unknown && (foreign.0 == 404 || is_stricter && foreign.0 == 403);
        self.expect(fine, || {
            format!("{name}, a good call: {foreign:?} {unknown:?}")
        });
    }
}

/// Whether a part of an address is filled with something that isn't there.
fn is_unknown(name: &str, part: &Part) -> bool {
    matches!(part, Part::Fixed(_)) && name != "{verb}"
}
