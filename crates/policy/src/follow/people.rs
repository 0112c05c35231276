//! Who acts for whom, and who hears of a step.

use std::collections::BTreeMap;

use super::Step;
use crate::time::At;

/// How many deputies of deputies are asked.
const DEPUTIES_MAX: usize = 8;

/// What is known of somebody who may own cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Whether they work here (still).
    pub is_active: bool,
    /// Whether they look after everything.
    pub is_administrator: bool,
    /// Until when they are away.
    pub away_until: Option<At>,
    /// Who acts for them meanwhile.
    pub deputy: Option<String>,
    /// Who leads them: whom they report to, else whoever leads their team.
    pub leads: Vec<String>,
}

impl Person {
    /// Whether they are here.
    pub fn is_here(&self, now: At) -> bool {
        self.is_active && self.away_until.is_none_or(|until| until <= now)
    }
}

/// All people by id.
pub type Circle = BTreeMap<String, Person>;

/// Who acts for this person now: they themselves, else their deputy, else the deputy's deputy. When
/// all of those are away the first who works here at all: away is not gone. `None` when none does.
pub fn acting<'a>(circle: &'a Circle, id: &str, now: At) -> Option<&'a str> {
    let mut seen: Vec<&str> = Vec::new();
    let mut current = circle.get_key_value(id);
    let mut fallback = None;
    while let Some((key, person)) = current {
        if seen.contains(&key.as_str()) || seen.len() > DEPUTIES_MAX {
            break;
        }
        if person.is_here(now) {
            return Some(key);
        }
        if person.is_active && fallback.is_none() {
            fallback = Some(key.as_str());
        }
        seen.push(key);
        current = person
            .deputy
            .as_deref()
            .and_then(|deputy| circle.get_key_value(deputy));
    }
    fallback
}

/// Who hears of a step, in order, each once. Whoever is away has a deputy hear of it; where there is
/// no lead, administrators hear of it; nobody is never the answer while there is an administrator.
pub fn receivers<'a>(circle: &'a Circle, owner: Option<&str>, step: Step, now: At) -> Vec<&'a str> {
    let mut all: Vec<&str> = Vec::new();
    let holder = owner.and_then(|owner| acting(circle, owner, now));
    if step != Step::Alarm {
        all.extend(holder);
    }
    if step == Step::Escalate {
        // Who leads whoever has it; when that is the one who acts, who leads the lead.
        all.extend(owner.map_or_else(Vec::new, |owner| leads(circle, owner, holder, now)));
    }
    let is_heard = match step {
        Step::Remind => !all.is_empty(),
        Step::Escalate => all.len() > 1,
        Step::Alarm => false,
    };
    if !is_heard {
        let administrators = circle
            .iter()
            .filter(|(_, person)| person.is_administrator && person.is_active);
        for (id, _) in administrators {
            if !all.contains(&id.as_str()) {
                all.push(id);
            }
        }
    }
    all
}

fn leads<'a>(circle: &'a Circle, owner: &str, holder: Option<&str>, now: At) -> Vec<&'a str> {
    let mut level = vec![owner];
    for _ in 0..DEPUTIES_MAX {
        let mut above: Vec<&str> = Vec::new();
        for lead in level
            .iter()
            .filter_map(|id| circle.get(*id))
            .flat_map(|p| &p.leads)
        {
            if !above.contains(&lead.as_str()) {
                above.push(lead);
            }
        }
        let mut found: Vec<&str> = Vec::new();
        for id in &above {
            let acting = acting(circle, id, now).filter(|id| Some(*id) != holder);
            found.extend(acting.filter(|id| !found.contains(id)));
        }
        if !found.is_empty() || above.is_empty() {
            return found;
        }
        level = above;
    }
    Vec::new()
}
