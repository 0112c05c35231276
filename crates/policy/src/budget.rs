//! The contact budget: how much mail a person and an account get, over all programmes.
//!
//! A rule allows so many mails in any span of so many days (of 24 hours). What doesn't fit is
//! deferred to the first moment at which it does; it is left out only when its own window ends.
//! Mails dated later than now (the clock went back) count too.

use serde::{Deserialize, Serialize};

use crate::time::{At, DAY};

/// Whom a rule protects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// One contact.
    Person,
    /// All contacts of an account together.
    Account,
}

/// Which mails a rule counts, and holds back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// Invitations only.
    Invitations,
    /// Invitations and reminders.
    Mails,
}

/// At most `max` in any `days` days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// How many; 0 stops everything.
    pub max: u16,
    /// Days of 24 hours.
    pub days: u16,
    /// Per person or per account.
    pub scope: Scope,
    /// What counts.
    pub counts: Counts,
}

/// All rules; all must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Budget {
    /// In any order.
    pub rules: Vec<Rule>,
}

/// A mail that went to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Touch {
    /// When.
    pub at: At,
    /// Index of the programme.
    pub programme: u16,
    /// A reminder, not an invitation.
    pub reminder: bool,
}

/// Times of mails, kept for fast counting.
#[derive(Clone, Debug, Default)]
pub struct History {
    invitations: Vec<At>,
    mails: Vec<At>,
}

impl History {
    /// Of mails in any order.
    pub fn new<'a>(touches: impl IntoIterator<Item = &'a Touch>) -> Self {
        let mut own = Self::default();
        for touch in touches {
            own.mails.push(touch.at);
            if !touch.reminder {
                own.invitations.push(touch.at);
            }
        }
        own.mails.sort_unstable();
        own.invitations.sort_unstable();
        own
    }

    /// Takes one more.
    pub fn add(&mut self, at: At, reminder: bool) {
        let insert = |times: &mut Vec<At>| {
            let place = times.partition_point(|time| *time <= at);
            times.insert(place, at);
        };
        insert(&mut self.mails);
        if !reminder {
            insert(&mut self.invitations);
        }
    }

    fn counted(&self, counts: Counts) -> &[At] {
        match counts {
            Counts::Invitations => &self.invitations,
            Counts::Mails => &self.mails,
        }
    }
}

/// The histories a mail is held against.
#[derive(Clone, Copy, Debug)]
pub struct Histories<'a> {
    /// Of the contact.
    pub person: &'a History,
    /// Of its account, the contact's own mails included; `None` without account.
    pub account: Option<&'a History>,
}

/// A mail one thinks of sending before the one that is weighed.
#[derive(Clone, Copy, Debug)]
pub struct Before {
    /// When.
    pub at: At,
    /// A reminder.
    pub reminder: bool,
}

/// The first moment a mail fits, and the rule that says so last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fits {
    /// From then on.
    pub from: At,
    /// Index of the rule that holds it up longest; `None` when nothing does.
    pub rule: Option<u16>,
}

impl Budget {
    /// Days the longest rule looks back: how much history must be loaded.
    pub fn looks_back_days(&self) -> u16 {
        self.rules.iter().map(|rule| rule.days).max().unwrap_or(0)
    }

    /// The first moment from `now` on at which one more mail keeps every rule, were no other sent
    /// meanwhile but `before`.
    pub fn fits(
        &self,
        histories: Histories<'_>,
        reminder: bool,
        now: At,
        before: Option<Before>,
    ) -> Fits {
        let mut fits = Fits {
            from: now,
            rule: None,
        };
        for (index, rule) in self.rules.iter().enumerate() {
            if reminder && rule.counts == Counts::Invitations {
                continue;
            }
            let history = match rule.scope {
                Scope::Person => Some(histories.person),
                Scope::Account => histories.account,
            };
            let Some(history) = history else { continue };
            let also = before.filter(|b| !b.reminder || rule.counts == Counts::Mails);
            let from = rule.free_from(history.counted(rule.counts), also.map(|b| b.at), now);
            if from > fits.from {
                fits = Fits {
                    from,
                    rule: Some(index as u16),
                };
            }
        }
        fits
    }
}

impl Rule {
    /// First moment from `now` on with fewer than `max` mails in the days before it or after it.
    fn free_from(self, times: &[At], also: Option<At>, now: At) -> At {
        let span = i64::from(self.days) * DAY;
        let old = times.partition_point(|at| at.plus(span) <= now);
        let counted = &times[old..];
        let also = also.filter(|at| at.plus(span) > now);
        let count = counted.len() + usize::from(also.is_some());
        let max = usize::from(self.max);
        if count < max {
            return now;
        }
        if max == 0 {
            return At::NEVER;
        }
        // So many of the oldest must have left the span.
        let nth = count - max;
        let at = match also {
            None => counted[nth],
            Some(also) => {
                let place = counted.partition_point(|at| *at <= also);
                match nth.cmp(&place) {
                    std::cmp::Ordering::Less => counted[nth],
                    std::cmp::Ordering::Equal => also,
                    std::cmp::Ordering::Greater => counted[nth - 1],
                }
            }
        };
        at.plus(span)
    }
}

#[cfg(test)]
mod tests;
