//! What is refused changes nothing: things are read by a key of their workspace before and after.

use serde_json::Value;

use super::nouns::Part;
use super::sight::nouns;
use super::world::{Api, Objects, Place, World};

/// Where a thing is read, with `$noun` for its id.
const READ: &[(&str, &str)] = &[
    ("survey", "/api/v1/surveys/$survey"),
    ("response", "/api/v1/surveys/$survey/responses/$response"),
    ("theme", "/api/v1/surveys/$survey/themes"),
    ("account", "/api/v1/accounts/$account"),
    ("contact", "/api/v1/contacts/$contact"),
    ("case", "/api/v1/cases/$case"),
    ("action", "/api/v1/actions/$action"),
    ("improvement", "/api/v1/improvements/$improvement"),
    ("invitation", "/api/v1/surveys/$survey/invitations"),
    ("person", "/api/v1/people/$person"),
    ("team", "/api/v1/teams"),
    ("dashboard", "/api/v1/dashboards/$dashboard"),
    ("block", "/api/v1/dashboards/$dashboard"),
    ("link", "/api/v1/dashboards/$dashboard/links"),
    ("report", "/api/v1/reports/$report"),
    ("target", "/api/v1/targets/$target"),
    ("view", "/api/v1/views/$view"),
    ("programme", "/api/v1/programmes/$programme"),
    ("source", "/api/v1/event-sources"),
    ("rule", "/api/v1/rules/$rule"),
    ("cause", "/api/v1/causes"),
    ("role", "/api/v1/responsibilities/roles"),
    ("webhook", "/api/v1/webhooks/$webhook"),
    ("delivery", "/api/v1/webhooks/$webhook/deliveries/$delivery"),
    ("connector", "/api/v1/connectors/$connector"),
    ("run", "/api/v1/connectors/$connector/runs/$run"),
    ("push", "/api/v1/connectors/$connector/pushes?state=dead"),
];

/// What no key of a workspace reads.
const UNREAD: [&str; 3] = ["coaching", "entry", "workspace"];

/// What changes by itself: tasks that wait to be made elsewhere.
const BY_ITSELF: [&str; 1] = ["pushes_by_state"];

/// The things of an address at a place, as they are now: each noun with what is read of it.
pub fn read(world: &World, place: Place, parts: &[(String, Part)]) -> Vec<(&'static str, Value)> {
    let objects = &world.places[&place];
    let api = Api {
        server: &world.server,
        key: world.key(place),
    };
    let read = |noun: &'static str| {
        let path = path(noun, objects)?;
        let reply = api.send("GET", &path, &Value::Null);
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        let mut thing = reply.json();
        if let Some(fields) = thing.as_object_mut() {
            fields.retain(|name, _| !BY_ITSELF.contains(&name.as_str()));
        }
        Some((noun, thing))
    };
    nouns(parts).filter_map(read).collect()
}

fn path(noun: &str, objects: &Objects) -> Option<String> {
    if UNREAD.contains(&noun) {
        return None;
    }
    let known = READ.iter().find(|(name, _)| *name == noun);
    let (_, path) = known.unwrap_or_else(|| panic!("where is {noun} read?"));
    let fill = |path: String, (noun, id): (&&str, &String)| path.replace(&format!("${noun}"), id);
    Some(objects.iter().fold((*path).to_owned(), fill))
}
