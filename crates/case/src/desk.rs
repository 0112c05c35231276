//! What every verb needs to know besides the case: the calendar, the settings, who there is.

mod leads;

use std::collections::{BTreeMap, BTreeSet};

use platform::{DbError, Tx};
use policy::follow::{self, Circle, Look, Person, Promise};
use policy::{At, Calendar};
use user::{Sight, people};

use crate::model::Case;
use crate::settings::Settings;
use crate::store;

pub(crate) use leads::Parents;

/// The calendar, the settings and the people of a workspace.
pub(crate) struct Desk {
    pub(crate) calendar: Calendar,
    pub(crate) settings: Settings,
    pub(crate) people: BTreeMap<String, people::Person>,
    pub(crate) circle: Circle,
    teams: Parents,
}

impl Desk {
    /// Loads them.
    pub(crate) fn load(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Self, DbError> {
        let people: BTreeMap<String, people::Person> = people::all(tx, workspace_id)?
            .into_iter()
            .map(|person| (person.user_id.clone(), person))
            .collect();
        let teams = store::team::parents(tx, workspace_id)?;
        let leading = leads::Leading::new(&people, &teams);
        let known = |(id, person): (&String, &people::Person)| {
            (id.clone(), known(person, leading.of(person)))
        };
        let circle = people.iter().map(known).collect();
        Ok(Self {
            calendar: calendar(tx, workspace_id)?,
            settings: store::settings::load(tx, workspace_id)?,
            circle,
            people,
            teams,
        })
    }

    /// Whom this person works with, and who leads them: cases may be given to these, also by
    /// somebody who sees only their own.
    pub(crate) fn colleagues(&self, user_id: Option<&str>) -> BTreeSet<String> {
        let person = user_id.and_then(|id| self.people.get(id));
        person.map_or_else(BTreeSet::new, |person| {
            leads::colleagues(&self.people, &self.teams, person)
        })
    }

    /// Whether a case may be given to `to` by whoever sees so much: to those they see, and to
    /// colleagues.
    pub(crate) fn reaches(&self, (user_id, sight): (Option<&str>, &Sight), to: &str) -> bool {
        sight.sees(to) || self.colleagues(user_id).contains(to)
    }

    /// A person who works here.
    pub(crate) fn active(&self, user_id: &str) -> Option<&people::Person> {
        self.people.get(user_id).filter(|person| person.is_active())
    }

    /// The company's time zone.
    pub(crate) fn zone(&self) -> jiff::tz::TimeZone {
        let name = &self.calendar.settings().zone;
        jiff::tz::TimeZone::get(name).unwrap_or(jiff::tz::TimeZone::UTC)
    }

    /// When so many minutes of office time from now are over.
    pub(crate) fn due(&self, from_us: i64, minutes: u32) -> i64 {
        follow::due(&self.calendar, At(from_us), minutes).0
    }

    /// What is to be done about a case now.
    pub(crate) fn next(&self, case: &Case, now_us: i64) -> Look {
        follow::next(
            &promise(case),
            &self.settings.escalation,
            &self.calendar,
            At(now_us),
        )
    }

    /// Sets when the case is looked at again; now when a step is to be taken.
    pub(crate) fn set_look(&self, case: &mut Case, now_us: i64) {
        case.look_at_us = match self.next(case, now_us) {
            Look::Take(_) => Some(now_us),
            Look::At(at) => Some(at.0),
            Look::Never => None,
        };
    }
}

/// The company's calendar, with its office hours and holidays.
pub(crate) fn calendar(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Calendar, DbError> {
    let settings = programme::store::programme::settings(tx, workspace_id)?;
    Calendar::new(settings.calendar)
        .map_err(|problem| DbError::Bug(format!("the stored calendar: {problem:?}")))
}

fn known(person: &people::Person, leads: Vec<String>) -> Person {
    Person {
        is_active: person.is_active() && person.role.may_work(),
        is_administrator: person.role == user::Role::Administrator,
        away_until: person.away_until_us.map(At),
        deputy: person.deputy_id.clone(),
        leads,
    }
}

/// What was promised in a case.
pub(crate) fn promise(case: &Case) -> Promise {
    Promise {
        from: At(case.owned_since_us.unwrap_or(case.opened_at_us)),
        due: At(case.due_at_us),
        is_over: case.kept_at_us().is_some() || !case.is_open(),
        is_owned: case.owner_id.is_some(),
        snoozed_until: case.snoozed_until_us.map(At),
        taken: case.taken,
    }
}
