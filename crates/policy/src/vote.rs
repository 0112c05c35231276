//! One click, no false votes: which hits on the links of a mail are a person's.
//!
//! Mail scanners follow links, run scripts and even submit forms. So a click is provisional until
//! something only people do confirms it, and every hit is kept: [`judge`] is a pure fold over the
//! log and can be run again under other rules. The order in which hits were stored doesn't count.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::time::{At, SECOND};

/// What a hit was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hit {
    /// A HEAD request, or a prefetch that says it is one: never counts, but betrays a scanner.
    Head,
    /// The page was asked for.
    Opened,
    /// The link that people can't see was followed.
    Hidden,
    /// The page tells that it was used.
    Used {
        /// A pointer moved, or a finger touched.
        pointer: bool,
        /// A key was pressed.
        keyboard: bool,
        /// Seconds the page has been visible so far.
        visible_seconds: u32,
    },
    /// The form was sent in.
    Submitted {
        /// With words in it.
        comment: bool,
    },
}

/// A row of the evidence log of one mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Logged {
    /// When.
    pub at: At,
    /// One loading of the page: the same number for everything that comes from it.
    pub visit: u64,
    /// The score of the link followed, or the score chosen on the page; `None` for the hidden
    /// link and for links without score.
    pub score: Option<u8>,
    /// What.
    pub hit: Hit,
}

/// Which votes count, chosen by the administrator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Accept {
    /// Only what was sent in.
    Validated,
    /// What was sent in, and clicks with a human sign: pointer or keyboard, and visible long
    /// enough. Who clicks and closes counts.
    #[default]
    ValidatedOrSign,
    /// Every click that doesn't look like a scanner's.
    Automatic,
}

/// The rules, with their thresholds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct VoteRules {
    /// Which votes count.
    pub accept: Accept,
    /// A click within so many seconds of delivery is a scanner's unless a person shows.
    pub early_seconds: u32,
    /// So many different score links …
    pub burst_links: u8,
    /// … within so many seconds are a scanner's, and so is everything it did in those visits.
    pub burst_seconds: u32,
    /// Seconds the page must have been visible for a human sign.
    pub visible_seconds: u32,
}

impl Default for VoteRules {
    fn default() -> Self {
        Self {
            accept: Accept::default(),
            early_seconds: 60,
            burst_links: 3,
            burst_seconds: 10,
            visible_seconds: 5,
        }
    }
}

/// What confirmed a vote, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// Sent in with words.
    Comment,
    /// Sent in.
    Submit,
    /// Pointer, touch or keyboard, and visible long enough.
    Sign,
    /// The click alone, by the rule chosen.
    Click,
}

/// Why a vote is in doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// The hidden link was followed in the same seconds.
    Hidden,
    /// Several score links in the same seconds.
    Burst,
    /// Only a HEAD request.
    Head,
    /// Too soon after delivery, without a human sign.
    Early,
}

/// What a visit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// A person's vote.
    Confirmed(By),
    /// Nothing against it, not enough for it.
    Provisional,
    /// Looks like a scanner.
    Suspect(Doubt),
}

/// A visit with a score, judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vote {
    /// Which visit.
    pub visit: u64,
    /// Its last score.
    pub score: u8,
    /// Its last hit.
    pub at: At,
    /// What it is.
    pub state: State,
}

/// A page loading, as seen so far.
#[derive(Clone, Copy, Debug)]
struct Visit {
    first: At,
    last: At,
    score: Option<u8>,
    /// The score link that was followed.
    link: Option<u8>,
    only_head: bool,
    touched: bool,
    visible: u32,
    submitted: bool,
    comment: bool,
}

/// Judges every visit that has a score, in order of its last hit.
///
/// `delivered` is when the mail was handed over; `None` when unknown, and then nothing is early.
pub fn judge(log: &[Logged], delivered: Option<At>, rules: &VoteRules) -> Vec<Vote> {
    let mut ordered = log.to_vec();
    ordered.sort_unstable();
    let visits = visits(&ordered);
    // Where scanners show: places in time of score links and of the hidden link.
    let mut links: Vec<(At, u8)> = visits
        .values()
        .filter_map(|visit| Some((visit.first, visit.link?)))
        .collect();
    links.sort_unstable();
    let hidden: Vec<At> = ordered
        .iter()
        .filter(|row| row.hit == Hit::Hidden)
        .map(|row| row.at)
        .collect();
    let span = i64::from(rules.burst_seconds) * SECOND;
    let mut votes: Vec<Vote> = visits
        .iter()
        .filter_map(|(number, visit)| {
            let score = visit.score?;
            let doubt = if hidden.iter().any(|at| at.since(visit.first).abs() <= span) {
                Some(Doubt::Hidden)
            } else if burst(&links, visit.first, span, rules.burst_links) {
                Some(Doubt::Burst)
            } else if visit.only_head {
                Some(Doubt::Head)
            } else {
                None
            };
            let state = doubt.map_or_else(|| state(visit, delivered, rules), State::Suspect);
            Some(Vote {
                visit: *number,
                score,
                at: visit.last,
                state,
            })
        })
        .collect();
    votes.sort_by_key(|vote| (vote.at, vote.visit));
    votes
}

/// The vote of a mail: the last confirmed, else the last provisional, else the last suspect;
/// `None` when no link with a score was followed.
pub fn outcome(votes: &[Vote]) -> Option<Vote> {
    let rank = |vote: &Vote| match vote.state {
        State::Confirmed(_) => 2,
        State::Provisional => 1,
        State::Suspect(_) => 0,
    };
    votes
        .iter()
        .copied()
        .max_by_key(|vote| (rank(vote), vote.at, vote.visit))
}

fn visits(ordered: &[Logged]) -> BTreeMap<u64, Visit> {
    let mut visits: BTreeMap<u64, Visit> = BTreeMap::new();
    for row in ordered {
        let visit = visits.entry(row.visit).or_insert(Visit {
            first: row.at,
            last: row.at,
            score: None,
            link: None,
            only_head: true,
            touched: false,
            visible: 0,
            submitted: false,
            comment: false,
        });
        visit.last = row.at;
        visit.score = row.score.or(visit.score);
        if matches!(row.hit, Hit::Head | Hit::Opened) {
            visit.link = visit.link.or(row.score);
        }
        visit.only_head &= row.hit == Hit::Head;
        match row.hit {
            Hit::Used {
                pointer,
                keyboard,
                visible_seconds,
            } => {
                visit.touched |= pointer || keyboard;
                visit.visible = visit.visible.max(visible_seconds);
            }
            Hit::Submitted { comment } => {
                visit.submitted = true;
                visit.comment |= comment;
            }
            Hit::Head | Hit::Opened | Hit::Hidden => {}
        }
    }
    visits
}

/// Whether so many different score links were followed in some span that holds this moment.
fn burst(links: &[(At, u8)], at: At, span: i64, most: u8) -> bool {
    let near = |from: At| {
        let within = links
            .iter()
            .filter(|(time, _)| *time >= from && time.since(from) <= span);
        // Scores are 0–10; larger ones share the last bit.
        within
            .fold(0_u32, |seen, (_, score)| seen | 1 << score.min(&31))
            .count_ones()
    };
    let starts = links.iter().map(|(time, _)| *time);
    let mut starts = starts.filter(|start| *start <= at && at.since(*start) <= span);
    starts.any(|start| near(start) >= u32::from(most.max(2)))
}

fn state(visit: &Visit, delivered: Option<At>, rules: &VoteRules) -> State {
    let early = delivered.is_some_and(|delivered| {
        visit.first.since(delivered) < i64::from(rules.early_seconds) * SECOND
    });
    let sign = visit.touched && visit.visible >= rules.visible_seconds;
    // Words are a person's; a form sent in so soon may be a script's unless a person shows.
    if visit.submitted && visit.comment {
        return State::Confirmed(By::Comment);
    }
    if early && !sign {
        return State::Suspect(Doubt::Early);
    }
    if visit.submitted {
        return State::Confirmed(By::Submit);
    }
    match rules.accept {
        Accept::ValidatedOrSign | Accept::Automatic if sign => State::Confirmed(By::Sign),
        Accept::Automatic => State::Confirmed(By::Click),
        Accept::Validated | Accept::ValidatedOrSign => State::Provisional,
    }
}

#[cfg(test)]
mod tests;
