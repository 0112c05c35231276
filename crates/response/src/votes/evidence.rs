//! The evidence of one invitation, and what follows from it: which visits count, in which doubt
//! the response is, and what it says. Pure: it can be run again under other rules.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use jiff::tz::TimeZone;
use policy::At;
use policy::vote::{self, By, Hit, Logged, VoteRules};
use serde::{Deserialize, Serialize};
use survey::Answers;

use crate::model::{Channel, Doubt, Extent, Identity, Moment, New, Response, State};
use crate::rules;

/// Longest user agent that is kept, in characters.
pub(crate) const AGENT_MAX: usize = 200;
/// The score of a form that was sent in without one: it is judged all the same.
const NO_SCORE: u8 = u8::MAX;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A HEAD request, or a prefetch that says it is one.
    Head,
    /// The page was asked for.
    Opened,
    /// The link that people can't see was followed.
    Hidden,
    /// The page tells that it was used.
    Used,
    /// A form was sent in, or a page of it.
    Submitted,
    /// No visit at all: the response was there before, or somebody who knows better settled it.
    Before,
}

impl Kind {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Opened => "opened",
            Self::Hidden => "hidden",
            Self::Used => "used",
            Self::Submitted => "submitted",
            Self::Before => "before",
        }
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "head" => Ok(Self::Head),
            "opened" => Ok(Self::Opened),
            "hidden" => Ok(Self::Hidden),
            "used" => Ok(Self::Used),
            "submitted" => Ok(Self::Submitted),
            "before" => Ok(Self::Before),
            _ => Err(format!("no kind of hit: {text:?}")),
        }
    }
}

/// A mail whose link was followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FromMail {
    pub(crate) mail_id: String,
    /// When it was handed over, or else made: UTC microseconds.
    pub(crate) delivered_at_us: i64,
}

/// A row of the evidence log.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Evidence {
    pub(crate) mail: Option<FromMail>,
    /// UTC microseconds.
    pub(crate) at_us: i64,
    /// The loading of the page it comes from.
    pub(crate) visit: String,
    pub(crate) kind: Kind,
    /// Of the link followed, or chosen on the page.
    pub(crate) score: Option<u8>,
    pub(crate) signs: Signs,
    /// Sent in with words.
    pub(crate) comment: bool,
    pub(crate) agent: String,
    /// What it says of the answers, if something.
    pub(crate) content: Option<Said>,
}

/// What a page tells of its use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Signs {
    pub(crate) pointer: bool,
    pub(crate) keyboard: bool,
    pub(crate) visible_seconds: u32,
}

/// What a hit says of the answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Said {
    complete: bool,
    #[serde(default)]
    language: Option<String>,
    answers: Answers,
    /// The questions it is about; all of them when it says none.
    #[serde(default)]
    questions: Option<Vec<String>>,
    /// UTC microseconds, when it was another moment than that of the hit.
    #[serde(default)]
    answered_at_us: Option<i64>,
}

impl Said {
    /// What a sending says.
    pub(crate) fn of(new: &New) -> Self {
        Self {
            complete: new.state == State::Complete,
            language: new.language.clone(),
            answers: new.answers.clone(),
            questions: match &new.extent {
                Extent::Questions(keys) => Some(keys.clone()),
                Extent::Whole | Extent::Row { .. } => None,
            },
            answered_at_us: None,
        }
    }

    /// What a response says as a whole.
    pub(crate) fn whole(content: &rules::Content) -> Self {
        Self {
            complete: content.state == State::Complete,
            language: Some(content.language.clone()),
            answers: content.answers.clone(),
            questions: None,
            answered_at_us: Some(content.answered.at_us),
        }
    }

    fn as_new(&self, base: &Response, zone: &TimeZone) -> New {
        New {
            state: if self.complete {
                State::Complete
            } else {
                State::Partial
            },
            channel: Channel::Personal,
            identity: Identity::None,
            extent: self
                .questions
                .clone()
                .map_or(Extent::Whole, Extent::Questions),
            language: self.language.clone(),
            answers: self.answers.clone(),
            attributes: base.attributes.clone(),
            answered: self.answered_at_us.map(|at_us| Moment::new(zone, at_us)),
            doubt: None,
        }
    }
}

/// What follows from the evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ruling {
    /// Why the response doesn't count, if so.
    pub(crate) doubt: Option<Doubt>,
    /// The visits whose answers the response holds: those of the best class there is.
    pub(crate) counted: BTreeSet<String>,
}

impl Ruling {
    /// Whether the same visits count in both, `visit` aside.
    pub(crate) fn same_but_for(&self, other: &Self, visit: &str) -> bool {
        let rest = |ruling: &Self| {
            let mut visits = ruling.counted.clone();
            visits.remove(visit);
            visits
        };
        rest(self) == rest(other)
    }
}

fn rank(state: vote::State) -> u8 {
    match state {
        vote::State::Confirmed(_) => 2,
        vote::State::Provisional => 1,
        vote::State::Suspect(_) => 0,
    }
}

/// How each visit with a score or answers is judged, by visit.
pub(crate) fn judged(log: &[Evidence], rules: &VoteRules) -> BTreeMap<String, vote::State> {
    let visits: Vec<&str> = log
        .iter()
        .map(|hit| hit.visit.as_str())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let mut by_mail: BTreeMap<Option<&str>, (Option<At>, Vec<Logged>)> = BTreeMap::new();
    for hit in log {
        let mail_id = hit.mail.as_ref().map(|mail| mail.mail_id.as_str());
        let delivered = hit.mail.as_ref().map(|mail| At(mail.delivered_at_us));
        let entry = by_mail.entry(mail_id).or_default();
        entry.0 = entry.0.max(delivered);
        entry.1.extend(hit.logged(&visits));
    }
    let mut states: BTreeMap<String, vote::State> = by_mail
        .values()
        .flat_map(|(delivered, logged)| vote::judge(logged, *delivered, rules))
        .filter_map(|vote| {
            let visit = visits.get(usize::try_from(vote.visit).ok()?)?;
            Some(((*visit).to_owned(), vote.state))
        })
        .collect();
    for hit in log.iter().filter(|hit| hit.kind == Kind::Before) {
        states.insert(hit.visit.clone(), vote::State::Confirmed(By::Submit));
    }
    states
}

/// What follows for the response; `None` while nothing says anything of the answers.
pub(crate) fn rule(log: &[Evidence], rules: &VoteRules) -> Option<Ruling> {
    let states = judged(log, rules);
    let speaking: BTreeMap<&str, vote::State> = log
        .iter()
        .filter(|hit| hit.content.is_some())
        .filter_map(|hit| Some((hit.visit.as_str(), *states.get(&hit.visit)?)))
        .collect();
    let best = speaking.values().map(|state| rank(*state)).max()?;
    Some(Ruling {
        doubt: match best {
            2 => None,
            1 => Some(Doubt::Provisional),
            _ => Some(Doubt::Suspect),
        },
        counted: speaking
            .iter()
            .filter(|(_, state)| rank(**state) == best)
            .map(|(visit, _)| (*visit).to_owned())
            .collect(),
    })
}

/// What the response says when just these visits count, in the order of their hits; its attributes
/// are those of `base`. `None` when they say nothing.
pub(crate) fn told(
    log: &[Evidence],
    counted: &BTreeSet<String>,
    (base, zone): (&Response, &TimeZone),
) -> Option<rules::Content> {
    let mut hits: Vec<(i64, &Said)> = log
        .iter()
        .filter(|hit| counted.contains(&hit.visit))
        .filter_map(|hit| Some((hit.at_us, hit.content.as_ref()?)))
        .collect();
    hits.sort_by_key(|(at_us, _)| *at_us);
    let (first_at_us, first) = hits.first()?;
    let mut response = Response {
        state: State::Partial,
        language: first
            .language
            .clone()
            .unwrap_or_else(|| base.language.clone()),
        answers: Answers::new(),
        answered: Moment::new(zone, *first_at_us),
        ..base.clone()
    };
    for (at_us, said) in hits {
        let new = said.as_new(base, zone);
        if let Some(content) = rules::merged(&response, &new, Moment::new(zone, at_us)) {
            response.state = content.state;
            response.language = content.language;
            response.answers = content.answers;
            response.answered = content.answered;
        }
    }
    Some(rules::Content::of(&response))
}

impl Evidence {
    /// As the judge takes it; nothing of what is no visit.
    fn logged(&self, visits: &[&str]) -> Option<Logged> {
        let hit = match self.kind {
            Kind::Head => Hit::Head,
            Kind::Opened => Hit::Opened,
            Kind::Hidden => Hit::Hidden,
            Kind::Used => Hit::Used {
                pointer: self.signs.pointer,
                keyboard: self.signs.keyboard,
                visible_seconds: self.signs.visible_seconds,
            },
            Kind::Submitted => Hit::Submitted {
                comment: self.comment,
            },
            Kind::Before => return None,
        };
        let visit = visits.binary_search(&self.visit.as_str()).ok()?;
        Some(Logged {
            at: At(self.at_us),
            visit: u64::try_from(visit).ok()?,
            score: self
                .score
                .or((self.kind == Kind::Submitted).then_some(NO_SCORE)),
            hit,
        })
    }
}

#[cfg(test)]
mod tests;
