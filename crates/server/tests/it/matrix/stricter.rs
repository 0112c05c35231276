//! Where a handler asks for more than the route table says, each with who may and why. Whoever they
//! refuse they refuse whatever the id, so that tells nothing of it.

use super::Route;
use super::sight::{edits, owns};
use super::world::{Identity, Place};

/// Who may, of those the access lets in.
pub struct Stricter {
    /// How the address begins, with its method where that matters.
    pub start: &'static str,
    /// How it ends: one of these. Anyhow, when there are none.
    ends: &'static [&'static str],
    /// Whether reading is meant too, or only changing.
    reads: bool,
    pub who: fn(&Identity, Place) -> bool,
}

type May = fn(&Identity, Place) -> bool;

/// All that begins so, reading too.
const fn rule(start: &'static str, who: May) -> Stricter {
    Stricter {
        start,
        ends: &[],
        reads: true,
        who,
    }
}

/// What changes something.
const fn verbs(start: &'static str, ends: &'static [&'static str], who: May) -> Stricter {
    Stricter {
        start,
        ends,
        reads: false,
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

fn manages(who: &Identity, _: Place) -> bool {
    who.may.manage
}

fn everybody(_: &Identity, _: Place) -> bool {
    true
}

fn is_themself(who: &Identity, place: Place) -> bool {
    who.name == "employee" && place == Place::Own
}

fn is_person(who: &Identity, _: Place) -> bool {
    who.person.is_some()
}

fn is_no_employee(who: &Identity, _: Place) -> bool {
    who.name != "employee"
}

fn leads(who: &Identity, _: Place) -> bool {
    who.name == "lead"
}

/// Causes are arranged by who leads, and by administrators.
fn arranges(who: &Identity, _: Place) -> bool {
    !["employee", "programme manager"].contains(&who.name)
}

/// The first that fits counts.
pub const STRICTER: &[Stricter] = &[
    // The log is read by keys, which stand for nobody, and by administrators.
    rule("/api/v1/audit", |who, _| {
        who.person.is_none() || who.may.write
    }),
    // Customers hear of an improvement from an administrator, a director, or a key.
    verbs("/improvements/{id}/", TOLD, tells),
    verbs("/api/v1/improvements/{id}/", TOLD, tells),
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
    rule("/api/v1/cases/{id}/take-over", is_person),
    verbs("/api/v1/causes", &[], arranges),
    verbs("/cases/causes", &[], arranges),
    // Targets of the company are set by who sees it; a lead sets those of the own teams.
    verbs("POST /api/v1/targets", &["/targets"], sees_everything),
    verbs("POST /targets", &["/targets"], is_no_employee),
    // A shared view is changed by who made it, or by who manages.
    verbs("/api/v1/views/{id}", &[], manages),
    verbs("/accounts/views/{id}", &[], manages),
    verbs("/contacts/views/{id}", &[], manages),
    // A lead opens a page with somebody they lead; what stands there is taken away by who put it there.
    verbs("POST /api/v1/coaching", &["/coaching"], leads),
    verbs("POST /coaching", &["/coaching"], leads),
    verbs("DELETE /api/v1/coaching/{id}/entries", &[], is_themself),
    // A link shows what its maker sees, which an employee's own few customers are too few for.
    verbs("/dashboards/{id}/links", &["/links"], |who, place| {
        owns(who, place) && who.name != "employee"
    }),
    verbs(
        "/api/v1/dashboards/{id}/links",
        &["/links"],
        |who, place| owns(who, place) && who.name != "employee",
    ),
    rule("/dashboards/{id}/links", owns),
    rule("/api/v1/dashboards/{id}/links", owns),
    rule("/dashboards/{id}/share", owns),
    verbs("/dashboards/{id}/remove", &[], owns),
    verbs("/dashboards/{id}/restore", &[], owns),
    verbs("/api/v1/dashboards/{id}/restore", &[], owns),
    verbs("DELETE /api/v1/dashboards/{id}", &[], owns),
    // Whoever sees a dashboard may make a copy of their own.
    verbs("/dashboards/{id}/copy", &[], everybody),
    rule("/dashboards/{id}/edit", edits),
    verbs("/dashboards/{id}", &[], edits),
    verbs("/api/v1/dashboards/{id}", &[], edits),
];

impl Stricter {
    /// Whether it is about a route.
    pub fn fits(&self, route: &Route) -> bool {
        let whole = format!("{} {}", route.method, route.path);
        let begins = route.path.starts_with(self.start) || whole.starts_with(self.start);
        let ends = self.ends.is_empty() || self.ends.iter().any(|end| route.path.ends_with(end));
        begins && ends && (self.reads || route.method != "GET")
    }
}

/// The rule for a route, if there is one.
pub fn stricter(route: &Route) -> Option<&'static Stricter> {
    STRICTER.iter().find(|rule| rule.fits(route))
}
