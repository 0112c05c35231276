//! What the `{parts}` of an address stand for: things that exist in the world of the matrix, words
//! that are always the same, and what isn't there.

use super::world::Objects;
use super::{Route, UNKNOWN};

/// What a part of an address stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A thing that exists at every place.
    Noun(&'static str),
    /// A word that the program knows.
    Word(&'static str),
    /// Something of that form which isn't there, so only who may use the route is looked at.
    Nothing(&'static str),
}

/// What a `{part}` is by the part before it, when it is a thing that exists.
const NOUNS: &[(&str, &str)] = &[
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
    ("dashboards", "dashboard"),
    ("blocks", "block"),
    ("links", "link"),
    ("targets", "target"),
    ("reports", "report"),
    ("views", "view"),
    ("coaching", "coaching"),
    ("entries", "entry"),
    ("programmes", "programme"),
    ("event-sources", "source"),
    ("sources", "source"),
    ("rules", "rule"),
    ("webhooks", "webhook"),
    ("deliveries", "delivery"),
    ("connectors", "connector"),
    ("runs", "run"),
    ("pushes", "push"),
    ("causes", "cause"),
    ("invitations", "invitation"),
    ("workspaces", "workspace"),
    ("roles", "role"),
];

/// What other parts are by their own name, or by the one or two parts before them.
const FILLED: &[(&str, Part)] = &[
    ("{file}", Part::Word("trend.svg")),
    ("{verb}", Part::Word("unsnooze")),
    ("mapping", Part::Word("accounts")),
    ("try", Part::Word("accounts")),
    ("lists", Part::Word("contact")),
    ("{noun}", Part::Nothing("nothing")),
    ("import", Part::Nothing(UNKNOWN)),
    ("files", Part::Nothing(UNKNOWN)),
    ("events", Part::Nothing(UNKNOWN)),
    ("calls", Part::Nothing(UNKNOWN)),
    ("rules/templates", Part::Word("detractor-callback")),
    ("programmes/templates", Part::Word("ticket-ces")),
    ("api-keys", Part::Nothing(UNKNOWN)),
    ("attributes", Part::Nothing("account")),
    ("account", Part::Nothing("nothing")),
    ("groups", Part::Nothing(UNKNOWN)),
    ("do-not-contact", Part::Nothing("x@example.com")),
    ("mail", Part::Nothing(UNKNOWN)),
    ("sessions", Part::Nothing(UNKNOWN)),
    ("shared", Part::Nothing(UNKNOWN)),
    ("sso", Part::Nothing(UNKNOWN)),
    ("scim", Part::Nothing(UNKNOWN)),
    ("tokens", Part::Nothing(UNKNOWN)),
    ("Users", Part::Nothing(UNKNOWN)),
    ("Groups", Part::Nothing(UNKNOWN)),
    ("ResourceTypes", Part::Nothing(UNKNOWN)),
    ("Schemas", Part::Nothing(UNKNOWN)),
    ("r", Part::Nothing("nothing")),
    ("p", Part::Nothing("nothing")),
    ("w", Part::Nothing("nothing")),
    ("u", Part::Nothing("nothing")),
    ("hooks", Part::Nothing("nothing")),
    ("heard", Part::Nothing("nothing")),
    ("reset", Part::Nothing("nothing")),
    ("invite", Part::Nothing("nothing")),
    ("assets", Part::Nothing("nothing")),
    ("settings", Part::Nothing("nothing")),
];

impl Route {
    /// Each `{part}` with what it stands for.
    pub fn parts(&self) -> Result<Vec<(String, Part)>, String> {
        let segments: Vec<&str> = self.path.split('/').collect();
        let part = |(index, segment): (usize, &&str)| {
            if !segment.starts_with('{') {
                return None;
            }
            let before = segments.get(index.wrapping_sub(1)).copied().unwrap_or("");
            let known = NOUNS.iter().find(|(name, _)| *name == before);
            let noun = known.map(|(_, noun)| Part::Noun(noun));
            let two = segments[index.saturating_sub(2)..index].join("/");
            let named = |name: &str| FILLED.iter().find(|(known, _)| *known == name);
            let other = named(segment).or_else(|| named(&two));
            let other = other.or_else(|| named(before));
            let other = other.map(|(_, part)| *part);
            let found = match *segment {
                "{verb}" | "{file}" => other.or(noun),
                _ => noun.or(other),
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
}

/// The address with its parts filled from `objects`; the nouns from the `from`-th part on by `value`
/// instead, when there is one. What the objects lack isn't there.
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
            (_, Part::Noun(noun)) => objects.get(noun).map_or(UNKNOWN, String::as_str),
            (_, Part::Word(value) | Part::Nothing(value)) => value,
        };
        path = path.replacen(name, value, 1);
    }
    path
}
