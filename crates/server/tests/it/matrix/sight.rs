//! Who sees what of their own workspace: the rules of docs/roles.md and docs/tell.md, noun by noun.

use super::nouns::Part;
use super::world::{Identity, Place};

/// What is of the whole workspace, whatever team somebody is in: there is one of each, so it is
/// looked at once here and once in the other workspace.
pub const OF_ALL: [&str; 12] = [
    "programme",
    "source",
    "rule",
    "webhook",
    "delivery",
    "connector",
    "run",
    "push",
    "cause",
    "view",
    "workspace",
    "role",
];

/// The places at which a route is looked at.
pub fn places(parts: &[(String, Part)]) -> &'static [Place] {
    let mut nouns = nouns(parts).peekable();
    if nouns.peek().is_none() {
        &[Place::Own]
    } else if nouns.all(|noun| OF_ALL.contains(&noun)) {
        &[Place::Own, Place::OtherWorkspace]
    } else {
        &Place::ALL
    }
}

/// The nouns of an address.
pub fn nouns(parts: &[(String, Part)]) -> impl Iterator<Item = &'static str> {
    parts.iter().filter_map(|(_, part)| match part {
        Part::Noun(noun) => Some(*noun),
        _ => None,
    })
}

/// Whether somebody sees the objects of a place.
pub fn sees(who: &Identity, parts: &[(String, Part)], place: Place) -> bool {
    let is_within = place != Place::OtherWorkspace;
    nouns(parts).all(|noun| match noun {
        // Whoever looks after the installation looks after all workspaces of it.
        "workspace" => true,
        noun => is_within && sees_noun(who, noun, place),
    })
}

fn sees_noun(who: &Identity, noun: &str, place: Place) -> bool {
    match noun {
        // Teams and people are known to everybody who may use their routes, and so is what is of
        // all.
        "team" | "person" => true,
        noun if OF_ALL.contains(&noun) => true,
        "dashboard" | "block" | "link" => sees_dashboard(who, place),
        // One's own, and those of everybody for who manages and for programs.
        "report" => who.may.manage || who.person.is_none() || is_owner(who, place),
        // Of a team, by who sees everybody in it.
        "target" => who.name != "employee" && who.sees.contains(&place),
        // The two whose page it is, and nobody else.
        "coaching" | "entry" => place == Place::Own && ["employee", "lead"].contains(&who.name),
        _ => who.sees.contains(&place),
    }
}

/// A dashboard is of the employee of its place, who shared it with the team there, to look at, and
/// with directors, to change. Who works below a team works in it.
fn sees_dashboard(who: &Identity, place: Place) -> bool {
    let is_within = ["employee", "lead"].contains(&who.name);
    edits(who, place) || is_within && [Place::Own, Place::Parent].contains(&place)
}

/// Whether somebody may change the dashboard of a place.
pub fn edits(who: &Identity, place: Place) -> bool {
    owns(who, place) || who.name == "director"
}

/// Whether somebody may share and remove the dashboard of a place.
pub fn owns(who: &Identity, place: Place) -> bool {
    who.may.manage || is_owner(who, place)
}

fn is_owner(who: &Identity, place: Place) -> bool {
    who.name == "employee" && place == Place::Own
}
