//! Where a handler asks for more than the route table says, each with who may and why. Whoever they
//! refuse they refuse whatever the id, so that tells nothing of it.

use super::Route;
use super::world::{Identity, Place};

/// Who may, of those the access lets in.
pub struct Stricter {
    /// How the address begins.
    pub start: &'static str,
    /// How it ends, where something is changed: one of these. Anyhow, and reading too, when there are
    /// none.
    pub ends: &'static [&'static str],
    pub who: fn(&Identity, Place) -> bool,
}

const fn rule(start: &'static str, who: fn(&Identity, Place) -> bool) -> Stricter {
    Stricter {
        start,
        ends: &[],
        who,
    }
}

/// What customers hear.
const TOLD: &[&str] = &["/close", "/publish", "/unpublish", "/reopen", "/tell"];

fn tells(who: &Identity, _: Place) -> bool {
    who.may.see_everything && who.name != "programme manager"
}

fn sees_everything(who: &Identity, _: Place) -> bool {
    who.may.see_everything
}

fn is_themself(who: &Identity, place: Place) -> bool {
    who.name == "employee" && place == Place::Own
}

/// The first that fits counts.
pub const STRICTER: &[Stricter] = &[
    // The log is read by keys, which stand for nobody, and by administrators.
    rule("/api/v1/audit", |who, _| {
        who.person.is_none() || who.may.write
    }),
    // Customers hear of an improvement from an administrator, a director, or a key.
    Stricter {
        start: "/improvements/{id}/",
        ends: TOLD,
        who: tells,
    },
    Stricter {
        start: "/api/v1/improvements/{id}/",
        ends: TOLD,
        who: tells,
    },
    // An improvement is made for customers of everybody, so whoever sees only some sees none.
    rule("/improvements", sees_everything),
    rule("/api/v1/improvements", sees_everything),
    // Administrators change everybody, and others themselves.
    rule("/settings/people/{id}", |who, place| {
        who.may.write || is_themself(who, place)
    }),
    // A digest is somebody's own; administrators and keys may see and set when it comes.
    rule("/api/v1/people/{id}/digest", |who, place| {
        who.person.is_none() || who.may.write || is_themself(who, place)
    }),
    // A key is nobody who could have a case.
    rule("/api/v1/cases/{id}/take-over", |who, _| {
        who.person.is_some()
    }),
    // A case is given to nobody outside one's sight, and an employee sees nobody else.
    rule("/api/v1/cases/{id}/hand-over", |who, _| {
        who.name != "employee"
    }),
    // Causes are arranged by who leads, and by administrators.
    Stricter {
        start: "/api/v1/causes",
        ends: &["/api/v1/causes"],
        who: |who, _| !["employee", "programme manager"].contains(&who.name),
    },
    // Targets of the company are set by who sees it; a lead sets those of the own teams.
    Stricter {
        start: "/api/v1/targets",
        ends: &["/api/v1/targets"],
        who: sees_everything,
    },
];

/// The rule for a route, if there is one.
pub fn stricter(route: &Route) -> Option<&'static Stricter> {
    let fits = |rule: &&Stricter| {
        let ends = rule.ends.iter().any(|end| route.path.ends_with(end));
        let fits = rule.ends.is_empty() || ends && route.method != "GET";
        route.path.starts_with(rule.start) && fits
    };
    STRICTER.iter().find(fits)
}
