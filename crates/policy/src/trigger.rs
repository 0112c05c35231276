//! When an answer, or its absence, is a reason to act: conditions over what is known.
//!
//! A condition is true, false or *unknown*, by Kleene's rules: what isn't known never makes a rule
//! fire, not even behind `not`, and what was decided without knowing everything stays decided when
//! more becomes known.

mod check;
mod compare;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::time::{At, DAY, Day};

pub use check::{CONDITIONS_MAX, DEPTH_MAX, Mistake, TEXT_MAX, VALUES_MAX};
pub use compare::Compare;

/// What must hold, as people write it down.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// All of these.
    All(Vec<Self>),
    /// One of these, at least.
    Any(Vec<Self>),
    /// Not this.
    Not(Box<Self>),
    /// The score lies between two limits.
    Score(Score),
    /// The answer to how likely one is to recommend is of one of these classes.
    Class(Vec<Class>),
    /// The score is worse than that of the same contact's answer before.
    Drop(Drop),
    /// A comment says something, by the rules themes have, one per line.
    Words(String),
    /// A comment is about a theme of its survey.
    Theme(Theme),
    /// The account has an attribute like this.
    Account(Compare),
    /// The contact has an attribute like this.
    Contact(Compare),
    /// Somebody has this role for the account.
    HasRole(String),
    /// It is an answer to one of these surveys.
    Survey(Vec<String>),
    /// In one of these languages; `nl` is also `nl-BE`.
    Language(Vec<String>),
}

/// What a score measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// How likely to recommend, 0–10.
    Recommend,
    /// Effort, 1–5; the survey says which end is good.
    Effort,
    /// Satisfaction, 1–5.
    Satisfaction,
    /// Acts in my interest, 1–5.
    Advocacy,
}

impl Metric {
    /// All.
    pub const ALL: [Self; 4] = [
        Self::Recommend,
        Self::Effort,
        Self::Satisfaction,
        Self::Advocacy,
    ];

    /// As stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Recommend => "recommend",
            Self::Effort => "effort",
            Self::Satisfaction => "satisfaction",
            Self::Advocacy => "advocacy",
        }
    }

    /// Lowest and highest score.
    pub const fn range(self) -> (u8, u8) {
        match self {
            Self::Recommend => (0, 10),
            Self::Effort | Self::Satisfaction | Self::Advocacy => (1, 5),
        }
    }
}

/// Limits of a score, both inclusive; one of them at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// Of what.
    pub metric: Metric,
    /// Not lower.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<u8>,
    /// Not higher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<u8>,
}

/// What kind of answer a recommendation score is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// 0–6.
    Detractor,
    /// 7–8.
    Passive,
    /// 9–10.
    Promoter,
}

impl Class {
    /// All, from the lowest scores.
    pub const ALL: [Self; 3] = [Self::Detractor, Self::Passive, Self::Promoter];

    /// The class of a score from 0 to 10.
    pub const fn of(score: u8) -> Self {
        match score {
            0..=6 => Self::Detractor,
            7..=8 => Self::Passive,
            _ => Self::Promoter,
        }
    }

    /// As stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Detractor => "detractor",
            Self::Passive => "passive",
            Self::Promoter => "promoter",
        }
    }
}

/// How much worse than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drop {
    /// So many points, at least.
    pub points: u8,
}

/// A theme of a survey.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// The survey.
    pub survey_id: String,
    /// The theme.
    pub theme_id: String,
}

/// What is known of an answer, or of the contact nothing came from.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// What the score measures.
    pub metric: Option<Metric>,
    /// The score.
    pub score: Option<u8>,
    /// The score of the same contact's answer before, on the same metric.
    pub previous: Option<u8>,
    /// Whether a higher score is a better one; unknown for effort of an unknown direction.
    pub higher_is_better: Option<bool>,
    /// The survey that was answered.
    pub survey_id: Option<&'a str>,
    /// The language it was answered in, or the contact's.
    pub language: Option<&'a str>,
    /// The day it is, for dates.
    pub today: Day,
    /// What takes more than a look to know.
    pub known: &'a dyn Known,
}

/// Whose attribute is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whose {
    /// The account's.
    Account,
    /// The contact's.
    Contact,
}

/// What takes more than a look to know; asked for only when a condition depends on it. `None` is
/// unknown.
pub trait Known {
    /// Whether a comment says what these rules say.
    fn says(&self, words: &str) -> Option<bool>;
    /// Whether a comment is about this theme.
    fn about(&self, theme: &Theme) -> Option<bool>;
    /// An attribute.
    fn attribute(&self, whose: Whose, name: &str) -> Option<&str>;
    /// Whether somebody has this role for the account.
    fn has_role(&self, role: &str) -> Option<bool>;
}

impl Condition {
    /// Whether it holds; `None` when too little is known to say.
    pub fn holds(&self, facts: &Facts<'_>) -> Option<bool> {
        match self {
            Self::All(parts) => fold(parts, facts, false),
            Self::Any(parts) => fold(parts, facts, true),
            Self::Not(part) => part.holds(facts).map(|holds| !holds),
            Self::Score(score) => {
                let given = facts.score.filter(|_| facts.metric == Some(score.metric))?;
                let fits = score.at_least.is_none_or(|least| given >= least)
                    && score.at_most.is_none_or(|most| given <= most);
                Some(fits)
            }
            Self::Class(classes) => {
                let given = facts
                    .score
                    .filter(|_| facts.metric == Some(Metric::Recommend))?;
                Some(classes.contains(&Class::of(given)))
            }
            Self::Drop(drop) => {
                let (now, before) = (facts.score?, facts.previous?);
                let lost = if facts.higher_is_better? {
                    i16::from(before) - i16::from(now)
                } else {
                    i16::from(now) - i16::from(before)
                };
                Some(lost >= i16::from(drop.points))
            }
            Self::Words(words) => facts.known.says(words),
            Self::Theme(theme) => {
                (facts.survey_id? == theme.survey_id).then(|| facts.known.about(theme))?
            }
            Self::Account(compare) => facts.fits(Whose::Account, compare),
            Self::Contact(compare) => facts.fits(Whose::Contact, compare),
            Self::HasRole(role) => facts.known.has_role(role),
            Self::Survey(ids) => Some(ids.iter().any(|id| Some(id.as_str()) == facts.survey_id)),
            Self::Language(codes) => Some(speaks(codes, facts.language?)),
        }
    }

    /// Calls `with` for every condition that has no others in it, with its JSON pointer behind
    /// `at`.
    pub fn each_leaf(&self, at: &str, with: &mut dyn FnMut(&str, &Self)) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                for (index, part) in parts.iter().enumerate() {
                    part.each_leaf(&format!("{at}/{}/{index}", self.name()), with);
                }
            }
            Self::Not(part) => part.each_leaf(&format!("{at}/not"), with),
            _ => with(&format!("{at}/{}", self.name()), self),
        }
    }

    /// Whether it says something of an answer, and so can't be asked where there is none.
    pub const fn needs_answer(&self) -> bool {
        matches!(
            self,
            Self::Score(_)
                | Self::Class(_)
                | Self::Drop(_)
                | Self::Words(_)
                | Self::Theme(_)
                | Self::Survey(_)
        )
    }

    /// As in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::All(_) => "all",
            Self::Any(_) => "any",
            Self::Not(_) => "not",
            Self::Score(_) => "score",
            Self::Class(_) => "class",
            Self::Drop(_) => "drop",
            Self::Words(_) => "words",
            Self::Theme(_) => "theme",
            Self::Account(_) => "account",
            Self::Contact(_) => "contact",
            Self::HasRole(_) => "has_role",
            Self::Survey(_) => "survey",
            Self::Language(_) => "language",
        }
    }
}

impl Facts<'_> {
    fn fits(&self, whose: Whose, compare: &Compare) -> Option<bool> {
        compare.holds(self.known.attribute(whose, &compare.name)?, self.today)
    }
}

/// All of `parts`, or with `decides` one of them: the first that says `decides` decides; otherwise
/// one that is unknown leaves it unknown.
fn fold(parts: &[Condition], facts: &Facts<'_>, decides: bool) -> Option<bool> {
    let mut all_known = true;
    for part in parts {
        match part.holds(facts) {
            Some(holds) if holds == decides => return Some(decides),
            Some(_) => {}
            None => all_known = false,
        }
    }
    all_known.then_some(!decides)
}

fn speaks(codes: &[String], language: &str) -> bool {
    let broad = language.split('-').next().unwrap_or(language);
    codes
        .iter()
        .any(|code| code.eq_ignore_ascii_case(language) || code.eq_ignore_ascii_case(broad))
}

/// Since when a rule is on, and what became of it before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// When it was switched on, the last time; `None` while it is off.
    pub active_since: Option<At>,
}

impl Watch {
    /// Whether an answer given at `answered_at` makes it fire: what was answered before it was
    /// switched on never does, whenever it is stored or imported; nor what it fired for already.
    pub fn fires(self, answered_at: At, holds: Option<bool>, has_fired: bool) -> bool {
        let is_new = self.active_since.is_some_and(|since| answered_at >= since);
        is_new && !has_fired && holds == Some(true)
    }

    /// Whether an invitation of `sent` without an answer makes it fire at `now`: when its days
    /// went by after the rule was switched on.
    pub fn fires_unanswered(self, sent: At, days: u16, now: At) -> bool {
        let due = sent.plus(i64::from(days) * DAY);
        due <= now && self.active_since.is_some_and(|since| due >= since)
    }
}

/// What was last heard of a contact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LastHeard {
    /// When the contact became known: who never said anything is silent since then.
    pub known_since: At,
    /// Their last answer that counts.
    pub answered: Option<At>,
    /// The last conversation with them.
    pub spoken: Option<At>,
}

impl LastHeard {
    /// Since when they are silent.
    pub fn silent_since(self) -> At {
        let heard = [self.answered, self.spoken];
        heard
            .into_iter()
            .flatten()
            .fold(self.known_since, std::cmp::Ord::max)
    }

    /// The beginning of a silence of `days` days, when there is one at `now`. Each silence has one
    /// beginning, so that it is told once.
    pub fn silence(self, days: u16, now: At) -> Option<At> {
        let since = self.silent_since();
        (since.plus(i64::from(days) * DAY) <= now).then_some(since)
    }
}
