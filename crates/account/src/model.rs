//! Accounts in lists: which ones, in which order, and the sums that are kept of each.

use list::{Attributes, Named, Order};
use platform::clock::DAY_US;

/// Days without an answer after which a contact counts as silent, and after which an answer no
/// longer counts for an account's score.
pub const SILENT_DAYS: i64 = 365;
/// The same in microseconds.
pub const SILENT_US: i64 = SILENT_DAYS * DAY_US;
/// Who became known less than this ago isn't silent yet: 90 days.
pub const NEW_US: i64 = 90 * DAY_US;

/// What an account's respondents say by and large.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScoreClass {
    /// Their mean score, rounded, is 9 or 10.
    Promoter,
    /// It is 7 or 8.
    Passive,
    /// It is 0 to 6.
    Detractor,
    /// Nobody answered in the last year.
    #[default]
    None,
}

impl ScoreClass {
    /// All of them, in the order a filter offers them.
    pub const ALL: [Self; 4] = [Self::Promoter, Self::Passive, Self::Detractor, Self::None];

    /// As stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Promoter => "promoter",
            Self::Passive => "passive",
            Self::Detractor => "detractor",
            Self::None => "none",
        }
    }

    /// The class of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == name)
    }

    /// The class of a mean score of 0 to 10, as one respondent with the rounded score.
    pub fn of(mean: Option<f64>) -> Self {
        match mean {
            None => Self::None,
            Some(mean) if mean >= 8.5 => Self::Promoter,
            Some(mean) if mean >= 6.5 => Self::Passive,
            Some(_) => Self::Detractor,
        }
    }
}

/// Sums of an account.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// The account.
    pub account_id: String,
    /// Contacts who aren't employees.
    pub contacts: i64,
    /// Those of them who could be written to, are known for 90 days and didn't answer for a year.
    pub silent: i64,
    /// Respondents of the last year whose latest score is 9 or 10.
    pub promoters: i64,
    /// 7 or 8.
    pub passives: i64,
    /// 0 to 6.
    pub detractors: i64,
    /// The mean of those scores.
    pub mean_score: Option<f64>,
    /// When somebody last answered anything; 0 when nobody ever did.
    pub last_answer_at_us: i64,
    /// When time alone changes one of these.
    pub look_at_us: Option<i64>,
}

impl Summary {
    /// Respondents of the last year.
    pub fn respondents(&self) -> i64 {
        self.promoters + self.passives + self.detractors
    }

    /// Promoters minus detractors in percent of all respondents.
    pub fn nps(&self) -> Option<f64> {
        let all = self.respondents();
        #[allow(clippy::cast_precision_loss)] // Counts of people, far below 2^52.
        (all > 0).then(|| 100.0 * (self.promoters - self.detractors) as f64 / all as f64)
    }

    /// What they say by and large.
    pub fn class(&self) -> ScoreClass {
        ScoreClass::of(self.mean_score)
    }
}

/// What lists are ordered by beside attributes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// The name.
    #[default]
    Name,
    /// The NPS of its respondents.
    Nps,
    /// The last answer.
    LastAnswer,
    /// How many contacts are silent.
    Silent,
    /// How many contacts there are.
    Contacts,
}

impl Named for By {
    const ALL: &'static [Self] = &[
        Self::Name,
        Self::Nps,
        Self::LastAnswer,
        Self::Silent,
        Self::Contacts,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Nps => "nps",
            Self::LastAnswer => "last_answer",
            Self::Silent => "silent",
            Self::Contacts => "contacts",
        }
    }
}

/// Whose account it is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// This user's.
    Person(String),
    /// Nobody's.
    Nobody,
    /// Somebody's, whoever it is.
    Anybody,
}

/// Which accounts to list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Beginnings of words of the name or the external id.
    pub q: String,
    /// With these attributes.
    pub attributes: Attributes,
    /// Somebody who is responsible, in any role or this one.
    pub whose: Option<Whose>,
    /// The role meant by `whose`.
    pub role: Option<String>,
    /// What respondents say by and large.
    pub class: Option<ScoreClass>,
    /// Nobody answered since this moment.
    pub no_answer_since_us: Option<i64>,
    /// Nobody spoke with them since this moment.
    pub no_conversation_since_us: Option<i64>,
    /// There are open cases.
    pub open_cases: bool,
    /// This account and all below it.
    pub below: Option<String>,
}

impl Filter {
    /// Whether every account is meant.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A list: which accounts, in which order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct List {
    /// Which ones.
    pub filter: Filter,
    /// By what.
    pub order: Order<By>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_classed_as_one_respondent_with_its_mean_score() {
        let cases = [
            (None, ScoreClass::None),
            (Some(10.0), ScoreClass::Promoter),
            (Some(8.5), ScoreClass::Promoter),
            (Some(8.49), ScoreClass::Passive),
            (Some(6.5), ScoreClass::Passive),
            (Some(6.4), ScoreClass::Detractor),
            (Some(0.0), ScoreClass::Detractor),
        ];
        for (mean, class) in cases {
            assert_eq!(ScoreClass::of(mean), class, "{mean:?}");
        }
    }

    #[test]
    fn the_nps_is_of_respondents() {
        let summary = Summary {
            promoters: 2,
            passives: 1,
            detractors: 1,
            ..Summary::default()
        };
        assert_eq!(summary.nps(), Some(25.0));
        assert_eq!(Summary::default().nps(), None);
    }
}
