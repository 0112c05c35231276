//! Response rate: how many of those who were invited answered, and in which groups more than
//! chance fewer did.
//!
//! Answered completely over everybody invited whose link still works or was used (AAPOR's RR1, with
//! everybody invited taken as eligible).

use std::collections::{BTreeMap, BTreeSet};

use dashboard::filter::{Asked, Dim};
use dashboard::months::Months;
use dashboard::privacy::Privacy;
use facts::Period;
use figures::Change;
use serde::Serialize;
use serde_json::Value;
use stats::multiplicity::holm;
use stats::share::{self, Count};
use stats::{Tally, Verdict};

use crate::store::INVITED_MAX;

/// Attributes with more values than this make no groups.
const VALUES_MAX: usize = 12;
/// Attributes shown at once.
const ATTRIBUTES_MAX: usize = 6;
/// The chance of even one false claim among the groups of an attribute.
const LEVEL: f64 = 0.05;

/// One invitation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Invitation {
    /// Its day, since 1970-01-01.
    pub day: i32,
    /// What was known of whoever was invited.
    pub attributes: BTreeMap<String, String>,
    /// Sent in, begun, or nothing.
    pub answer: Answer,
}

/// What became of an invitation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Answer {
    /// Nothing yet.
    #[default]
    None,
    /// Begun, not sent in.
    Partial,
    /// Sent in.
    Complete,
}

/// How many answered of those who were invited.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rate {
    /// What may be said.
    pub status: Status,
    /// Who was invited.
    pub invited: u64,
    /// Who sent an answer in.
    pub complete: u64,
    /// Who began one.
    pub partial: u64,
    /// Complete over invited, 0–1.
    pub value: Option<f64>,
    /// Wilson interval of it.
    pub ci95: Option<[f64; 2]>,
    /// The same in groups.
    pub segments: Vec<Segment>,
}

/// What may be said of the response rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The rate.
    Shown,
    /// Nobody was invited by a personal link here.
    NoInvitations,
    /// The filter is by something only answers have, such as their language.
    Filtered,
    /// More invitations than are counted.
    TooMany,
    /// Too few to show.
    Hidden,
}

/// The groups by one attribute.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Segment {
    /// The attribute.
    pub attribute: String,
    /// Its values, the lowest rate first.
    pub values: Vec<Group>,
}

/// Those invited with one value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// The value; empty for those without one.
    pub value: String,
    /// Who was invited.
    pub invited: u64,
    /// Who sent an answer in.
    pub complete: u64,
    /// Complete over invited, 0–1.
    pub rate: f64,
    /// Wilson interval of it.
    pub ci95: [f64; 2],
    /// Against all others: `rose` is above them. Corrected for looking at several groups (Holm).
    pub against_rest: Option<Change>,
}

impl Rate {
    /// No rate, for this reason.
    pub fn nothing(status: Status) -> Self {
        Self {
            status,
            invited: 0,
            complete: 0,
            partial: 0,
            value: None,
            ci95: None,
            segments: Vec::new(),
        }
    }
}

/// The response rate of the invitations that pass a filter: its period is that of the invitation.
pub fn rate(invitations: &[Invitation], asked: &Asked, privacy: Privacy) -> Rate {
    if invitations.is_empty() {
        return Rate::nothing(Status::NoInvitations);
    }
    if invitations.len() > INVITED_MAX {
        return Rate::nothing(Status::TooMany);
    }
    let is_of_answers = |(dim, _): &(Dim, Vec<String>)| !matches!(dim, Dim::Attribute(_));
    if asked.members.iter().any(is_of_answers) {
        return Rate::nothing(Status::Filtered);
    }
    let mut asked = asked.clone();
    if privacy.hides() {
        asked.widen();
        if !months(invitations, &asked, privacy).show((asked.from, asked.to)) {
            return Rate::nothing(Status::Hidden);
        }
    }
    let asked = &asked;
    let chosen: Vec<&Invitation> = invitations
        .iter()
        .filter(|invitation| passes(invitation, asked))
        .collect();
    let (invited, all) = (chosen.len() as u64, invitations.len() as u64);
    if invited == 0 {
        return Rate::nothing(Status::NoInvitations);
    }
    let with = |answer: Answer| chosen.iter().filter(|i| i.answer == answer).count() as u64;
    let (complete, partial) = (with(Answer::Complete), with(Answer::Partial));
    let answered = invitations.iter().filter(|i| i.answer == Answer::Complete);
    let counts = [(invited, all), (complete, answered.count() as u64)];
    // A group of which few did not answer is one of few; of everybody the invitations tell it too.
    let is_small_part = invited < all && privacy.is_too_small(complete, invited);
    if is_small_part || counts.iter().any(|(n, of)| privacy.is_too_small(*n, *of)) {
        return Rate::nothing(Status::Hidden);
    }
    let share = share::share(&count(complete, invited));
    Rate {
        status: Status::Shown,
        invited,
        complete,
        partial,
        value: share.map(|share| share.value),
        ci95: share.map(|share| share.ci95),
        segments: segments(&chosen, privacy),
    }
}

/// The months of the invitations that pass a filter, whatever its days: in each run of them enough
/// were invited, answered and did not answer, and as many are left out. All of time when no days are
/// asked for.
fn months(invitations: &[Invitation], asked: &Asked, privacy: Privacy) -> Months {
    if (asked.from, asked.to) == (None, None) {
        return Months::default();
    }
    let ever = Asked {
        from: None,
        to: None,
        ..asked.clone()
    };
    let mut counts: BTreeMap<i32, Vec<u64>> = BTreeMap::new();
    for invitation in invitations {
        let month = Period::Month.start_day(invitation.day);
        let is_complete = invitation.answer == Answer::Complete;
        let beyond = !passes(invitation, &ever);
        let groups = [
            !beyond,
            !beyond && is_complete,
            !beyond && !is_complete,
            beyond,
            beyond && is_complete,
        ];
        let own = counts.entry(month).or_insert_with(|| vec![0; groups.len()]);
        for (n, is_in) in own.iter_mut().zip(groups) {
            *n += u64::from(is_in);
        }
    }
    Months::of(&counts, privacy)
}

fn passes(invitation: &Invitation, asked: &Asked) -> bool {
    let is_within = asked.from.is_none_or(|from| from <= invitation.day)
        && asked.to.is_none_or(|to| invitation.day <= to);
    let fits = |(dim, values): &(Dim, Vec<String>)| match dim {
        Dim::Attribute(name) => {
            let own = invitation.attributes.get(name).map_or("", String::as_str);
            values.iter().any(|value| value == own)
        }
        _ => false,
    };
    is_within && asked.members.iter().all(fits)
}

fn count(hits: u64, all: u64) -> Count {
    Count {
        hits: Tally::from(hits),
        all: Tally::from(all),
    }
}

fn segments(chosen: &[&Invitation], privacy: Privacy) -> Vec<Segment> {
    let names: BTreeSet<&str> = chosen
        .iter()
        .flat_map(|invitation| invitation.attributes.keys().map(String::as_str))
        .collect();
    names
        .into_iter()
        .filter_map(|name| segment(chosen, name, privacy))
        .take(ATTRIBUTES_MAX)
        .collect()
}

/// None when the attribute makes no readable groups, or one too small to show: who of few
/// did not answer is nobody's business.
fn segment(chosen: &[&Invitation], name: &str, privacy: Privacy) -> Option<Segment> {
    let mut counts: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for invitation in chosen {
        let value = invitation.attributes.get(name).map_or("", String::as_str);
        let (invited, complete) = counts.entry(value).or_default();
        *invited += 1;
        *complete += u64::from(invitation.answer == Answer::Complete);
        if counts.len() > VALUES_MAX {
            return None;
        }
    }
    let is_small = |(invited, complete): &(u64, u64)| {
        *invited < privacy.least() || privacy.is_too_small(*complete, *invited)
    };
    if counts.len() < 2 || privacy.hides() && counts.values().any(is_small) {
        return None;
    }
    let total = counts.values().fold((0, 0), |sum, (invited, complete)| {
        (sum.0 + invited, sum.1 + complete)
    });
    let mut values: Vec<Group> = counts
        .into_iter()
        .filter_map(|(value, counts)| group(value, counts, total))
        .collect();
    correct(&mut values);
    values.sort_by(|a, b| a.rate.total_cmp(&b.rate));
    Some(Segment {
        attribute: name.to_owned(),
        values,
    })
}

fn group(value: &str, (invited, complete): (u64, u64), total: (u64, u64)) -> Option<Group> {
    let own = count(complete, invited);
    let rest = count(total.1 - complete, total.0 - invited);
    let share = share::share(&own)?;
    Some(Group {
        value: value.to_owned(),
        invited,
        complete,
        rate: share.value,
        ci95: share.ci95,
        against_rest: share::change(&rest, &own).map(Change::from),
    })
}

/// Holm's correction over the groups that can be judged; two groups are one comparison.
fn correct(groups: &mut [Group]) {
    if groups.len() == 2 {
        return;
    }
    let mut judged: Vec<&mut Change> = groups
        .iter_mut()
        .filter_map(|group| group.against_rest.as_mut())
        .filter(|change| !matches!(change.verdict, Verdict::TooFew { .. }))
        .collect();
    let p: Vec<f64> = judged.iter().map(|change| change.p).collect();
    for (change, p) in judged.iter_mut().zip(holm(&p)) {
        change.p = p;
        if p > LEVEL {
            change.verdict = Verdict::NotMoreThanChance;
        }
    }
}

/// The attributes of an invitation as texts, from a JSON object; what is no text or number is none.
pub fn attributes(json: &str) -> BTreeMap<String, String> {
    let Ok(Value::Object(members)) = serde_json::from_str(json) else {
        return BTreeMap::new();
    };
    members
        .into_iter()
        .filter_map(|(name, value)| match value {
            Value::String(text) if !text.is_empty() => Some((name, text)),
            Value::Number(number) => Some((name, number.to_string())),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests;
