//! What following up did: recovered customers, and how soon somebody spoke with them. Pure.
//!
//! This is a comparison, not an experiment: who is called back differs from who isn't, and extreme
//! answers become less extreme by themselves. So those who were not followed up stand beside it.

use std::collections::BTreeMap;

use stats::mean::{Mean, mean};
use stats::share::{Count, Share, change, share};
use stats::{Change, Tally};
use survey::model::Kind;

/// One dissatisfied answer, and what followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// Who gave it: the contact.
    pub customer: String,
    /// What was measured.
    pub metric: Kind,
    /// The dissatisfied answer, in the good direction: 0–10 or 1–5.
    pub before: u8,
    /// When it was given, UTC microseconds.
    pub at_us: i64,
    /// The customer's next answer on the same scale, and when.
    pub after: Option<(u8, i64)>,
    /// The first conversation with the customer after the answer.
    pub contact_at_us: Option<i64>,
    /// Until when somebody had promised to be in touch; nothing without a case.
    pub due_at_us: Option<i64>,
}

impl Story {
    /// Whether somebody spoke with them before they were measured again (or at all, when they
    /// weren't): only that can have changed the second answer.
    pub fn is_followed_up(&self) -> bool {
        match (self.contact_at_us, self.after) {
            (Some(contact), Some((_, again))) => contact < again,
            (contact, None) => contact.is_some(),
            (None, _) => false,
        }
    }

    /// Whether the second answer is one of somebody no longer dissatisfied.
    pub fn is_recovered(&self) -> Option<bool> {
        self.after
            .map(|(score, _)| !is_dissatisfied(self.metric, score))
    }
}

/// Whether an answer (in the good direction) is that of a dissatisfied customer: 0–6 of 0–10, 1 or
/// 2 of 1–5.
pub fn is_dissatisfied(metric: Kind, score: u8) -> bool {
    score <= if metric == Kind::Recommend { 6 } else { 2 }
}

/// Dissatisfied customers who were followed up, or who weren't.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Group {
    /// How many.
    pub customers: u64,
    /// Of those, how many answered again.
    pub measured_again: u64,
    /// Share of these that is dissatisfied no longer, with Wilson's interval.
    pub recovered: Option<Share>,
    /// Mean of the first answers of those measured again, 0–10 or 1–5.
    pub before: Option<Mean>,
    /// Mean of their second answers.
    pub after: Option<Mean>,
    /// Mean of what each of them changed, paired; interval by Student's t.
    pub rise: Option<Mean>,
}

/// What following up did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// With whom somebody spoke.
    pub followed: Group,
    /// With whom nobody did.
    pub others: Group,
    /// Share recovered among those followed up minus among the others, with Newcombe's interval
    /// and a verdict; `None` when nobody of a group was measured again.
    pub difference: Option<Change>,
}

/// What following up did. `stories` are of one metric: scales are never mixed. Each customer counts
/// once, so that who answers often doesn't count for more: by their last dissatisfied answer after
/// which they answered again, else by their last.
pub fn effect(stories: &[Story]) -> Effect {
    let mut latest: BTreeMap<&str, &Story> = BTreeMap::new();
    for story in stories {
        let kept = latest.entry(&story.customer).or_insert(story);
        let key = |s: &Story| (s.after.is_some(), s.at_us);
        if key(story) > key(kept) {
            *kept = story;
        }
    }
    let all = latest.into_values();
    let (followed, others): (Vec<_>, Vec<_>) = all.partition(|s| s.is_followed_up());
    Effect {
        followed: group(&followed),
        others: group(&others),
        difference: change(&recovered(&others), &recovered(&followed)),
    }
}

fn group(stories: &[&Story]) -> Group {
    let pairs: Vec<(f64, f64)> = stories
        .iter()
        .filter_map(|s| Some((f64::from(s.before), f64::from(s.after?.0))))
        .collect();
    let mean_of = |figure: fn(&(f64, f64)) -> f64| {
        let points: Vec<_> = pairs.iter().map(|p| (figure(p), Tally::from(1))).collect();
        mean(&points)
    };
    // No mean lies beyond its scale.
    let [least, most] = match stories.first().map(|s| s.metric) {
        Some(Kind::Recommend) | None => [0.0, 10.0],
        Some(_) => [1.0, 5.0],
    };
    let on_scale = |mean: Mean| Mean {
        ci95: mean
            .ci95
            .map(|ci95| ci95.map(|limit| limit.clamp(least, most))),
        ..mean
    };
    Group {
        customers: stories.len() as u64,
        measured_again: pairs.len() as u64,
        recovered: share(&recovered(stories)),
        before: mean_of(|p| p.0).map(on_scale),
        after: mean_of(|p| p.1).map(on_scale),
        rise: mean_of(|p| p.1 - p.0),
    }
}

fn recovered(stories: &[&Story]) -> Count {
    let verdicts: Vec<bool> = stories.iter().filter_map(|s| s.is_recovered()).collect();
    Count {
        hits: Tally::from(verdicts.iter().filter(|v| **v).count() as u64),
        all: Tally::from(verdicts.len() as u64),
    }
}

/// How soon somebody was in touch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Speed {
    /// Dissatisfied answers in the period.
    pub answers: u64,
    /// Share of them after which somebody spoke with the customer, those left out whose time is not over yet.
    pub called_back: Option<Share>,
    /// Share with whom somebody spoke in the promised time, those left out whose time is not over
    /// yet and those to whom nothing was promised.
    pub in_time: Option<Share>,
    /// Waiting, within the promised time.
    pub not_due_yet: u64,
    /// Time from answer to first contact in hours of the clock, of those spoken with: first
    /// quartile, median, third quartile.
    pub hours: Option<[f64; 3]>,
}

/// How soon somebody was in touch, as it stands at `now_us`.
pub fn speed(stories: &[Story], now_us: i64) -> Speed {
    let waits = |s: &&Story| s.contact_at_us.is_none() && s.due_at_us.is_some_and(|d| d > now_us);
    let not_due_yet = stories.iter().filter(waits).count() as u64;
    let judged: Vec<&Story> = stories.iter().filter(|s| !waits(s)).collect();
    let promised: Vec<&&Story> = judged.iter().filter(|s| s.due_at_us.is_some()).collect();
    let in_time = |s: &&&&Story| {
        s.contact_at_us
            .zip(s.due_at_us)
            .is_some_and(|(at, due)| at <= due)
    };
    let mut hours: Vec<f64> = stories
        .iter()
        .filter_map(|s| Some((s.contact_at_us? - s.at_us) as f64 / HOUR_US))
        .collect();
    hours.sort_by(f64::total_cmp);
    Speed {
        answers: stories.len() as u64,
        called_back: share_of(
            judged.iter().filter(|s| s.contact_at_us.is_some()).count(),
            judged.len(),
        ),
        in_time: share_of(promised.iter().filter(in_time).count(), promised.len()),
        not_due_yet,
        hours: (!hours.is_empty()).then(|| [0.25, 0.5, 0.75].map(|p| quantile(&hours, p))),
    }
}

const HOUR_US: f64 = 3.6e9;

fn share_of(hits: usize, all: usize) -> Option<Share> {
    share(&Count {
        hits: Tally::from(hits as u64),
        all: Tally::from(all as u64),
    })
}

/// Linear between the two nearest (Hyndman & Fan 1996, type 7). `sorted` isn't empty.
fn quantile(sorted: &[f64], p: f64) -> f64 {
    let at = p * (sorted.len() - 1) as f64;
    let (low, high) = (at.floor() as usize, at.ceil() as usize);
    sorted[low] + (sorted[high] - sorted[low]) * at.fract()
}

#[cfg(test)]
mod tests;
