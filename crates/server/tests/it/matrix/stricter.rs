//! Where a handler asks for more than the route table says.

use super::Route;
use super::world::{Identity, Place};

/// Routes whose handlers are stricter than their access says: who may, of those it lets in, and why.
/// Whoever they refuse they refuse whatever the id, so that tells nothing of it.
pub struct Stricter {
    pub start: &'static str,
    pub who: fn(&Identity, Place) -> bool,
}

pub const STRICTER: [Stricter; 6] = [
    // The log is read by keys, which stand for nobody, and by administrators.
    Stricter {
        start: "/api/v1/audit",
        who: |who, _| who.person.is_none() || who.may.write,
    },
    // An improvement is made for customers of everybody, so whoever sees only some sees none.
    Stricter {
        start: "/improvements/",
        who: |who, _| who.may.see_everything,
    },
    Stricter {
        start: "/api/v1/improvements/",
        who: |who, _| who.may.see_everything,
    },
    // Administrators change everybody, and others themselves.
    Stricter {
        start: "/settings/people/{id}",
        who: |who, place| who.may.write || who.name == "employee" && place == Place::Own,
    },
    // A digest is of one's own answers, and read by nobody else.
    Stricter {
        start: "/api/v1/people/{id}/digest",
        who: |who, place| who.name == "employee" && place == Place::Own,
    },
    // A key is nobody who could have a case.
    Stricter {
        start: "/api/v1/cases/{id}/take-over",
        who: |who, _| who.person.is_some(),
    },
];

pub fn stricter(route: &Route) -> Option<&'static Stricter> {
    let mut known = STRICTER.iter();
    known.find(|rule| route.path.starts_with(rule.start))
}
