//! What a survey is: its questions with their scales, texts in several languages, versions.

use std::collections::BTreeMap;
use std::str::FromStr;

use platform::web::UniqueMap;
use serde::{Deserialize, Deserializer, Serialize};
use user::Sight;

/// Text by language code (`en`, `nl`, any other).
pub type Texts = BTreeMap<String, String>;

/// Reads texts, and refuses two in the same language instead of keeping the last silently.
fn unique<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Texts, D::Error> {
    UniqueMap::deserialize(deserializer).map(|map| map.0)
}

/// The type of a question, which is also its scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 0 to 10: how likely to recommend.
    Recommend,
    /// 1 to 5: disagree to agree, or don't know.
    Agree,
    /// 1 to 5 effort; [`Question::direction`] says which end is good.
    Effort,
    /// 1 to 5: very dissatisfied to very satisfied.
    Satisfaction,
    /// 1 to 5: the company acts in my interest.
    Advocacy,
    /// Free text.
    OpenText,
    /// One of [`Question::choices`].
    SingleChoice,
    /// Any of [`Question::choices`].
    MultipleChoice,
    /// Which moment mattered most: one of [`Question::choices`], among them the survey's
    /// touchpoints, or a moment in one's own words.
    Moment,
    /// Where else one looked: any of [`Question::choices`], and a place in one's own words.
    Elsewhere,
}

impl Kind {
    /// All, in the order the editor offers them.
    pub const ALL: [Self; 10] = [
        Self::Recommend,
        Self::Agree,
        Self::Effort,
        Self::Satisfaction,
        Self::Advocacy,
        Self::OpenText,
        Self::SingleChoice,
        Self::MultipleChoice,
        Self::Moment,
        Self::Elsewhere,
    ];

    /// Whether it is answered by choosing from [`Question::choices`].
    pub const fn has_choices(self) -> bool {
        matches!(
            self,
            Self::SingleChoice | Self::MultipleChoice | Self::Moment | Self::Elsewhere
        )
    }

    /// Whether the respondent may name what is not among the choices, see
    /// [`crate::answers::OWN_WORDS`].
    pub const fn takes_own_words(self) -> bool {
        matches!(self, Self::Moment | Self::Elsewhere)
    }

    /// Whether something is written in the respondent's words.
    pub const fn has_words(self) -> bool {
        matches!(self, Self::OpenText) || self.takes_own_words()
    }

    /// Lowest and highest value, for kinds answered by a number.
    pub const fn range(self) -> Option<(u8, u8)> {
        match self {
            Self::Recommend => Some((0, 10)),
            Self::Agree | Self::Effort | Self::Satisfaction | Self::Advocacy => Some((1, 5)),
            Self::OpenText
            | Self::SingleChoice
            | Self::MultipleChoice
            | Self::Moment
            | Self::Elsewhere => None,
        }
    }

    /// Whether a survey's headline figure can be about it.
    pub const fn is_outcome(self) -> bool {
        matches!(
            self,
            Self::Recommend | Self::Effort | Self::Satisfaction | Self::Advocacy
        )
    }

    /// As stored and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Recommend => "recommend",
            Self::Agree => "agree",
            Self::Effort => "effort",
            Self::Satisfaction => "satisfaction",
            Self::Advocacy => "advocacy",
            Self::OpenText => "open_text",
            Self::SingleChoice => "single_choice",
            Self::MultipleChoice => "multiple_choice",
            Self::Moment => "moment",
            Self::Elsewhere => "elsewhere",
        }
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| format!("no kind of question: {text:?}"))
    }
}

/// Which end of an effort scale is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// 5 = very easy ("the company made it easy for me").
    EasyHigh,
    /// 5 = very much effort ("how much effort did it take you").
    EffortHigh,
}

impl Direction {
    /// As stored and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EasyHigh => "easy_high",
            Self::EffortHigh => "effort_high",
        }
    }
}

impl FromStr for Direction {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        [Self::EasyHigh, Self::EffortHigh]
            .into_iter()
            .find(|direction| direction.as_str() == text)
            .ok_or_else(|| format!("no direction: {text:?}"))
    }
}

/// One possible answer of a choice question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Stable key, as in answers and exports.
    pub key: String,
    /// What the respondent reads.
    #[serde(deserialize_with = "unique")]
    pub text: Texts,
    /// Only for [`Kind::Moment`]: the touchpoint of the survey that this choice stands for. It
    /// comes and goes with that touchpoint, see [`crate::rules::with_touchpoints`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touchpoint: Option<String>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Stable key: lower-case letters, digits and `_`, at most 40.
    pub key: String,
    /// Type and scale.
    pub kind: Kind,
    /// The wording.
    #[serde(deserialize_with = "unique")]
    pub text: Texts,
    /// Whether the survey can't be sent in without it.
    #[serde(default)]
    pub required: bool,
    /// Whether this statement is a driver of the outcome.
    #[serde(default)]
    pub driver: bool,
    /// The touchpoint it measures, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touchpoint: Option<String>,
    /// Only for [`Kind::Effort`], and needed there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// Only for choice questions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// Whether a new page begins with this question.
    #[serde(default)]
    pub new_page: bool,
}

/// The fewest employees of a group whose figures are shown, whatever a survey says.
pub const SMALLEST_OF_EMPLOYEES: u64 = 5;
/// The most that a survey can ask of its smallest group.
pub const SMALLEST_GROUP_MAX: u64 = 100;

/// All texts and questions of a survey at one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Languages offered, the first is the default.
    pub languages: Vec<String>,
    /// What the survey is called, for those who work here and on its page.
    #[serde(deserialize_with = "unique")]
    pub title: Texts,
    /// One sentence why, above the first question.
    #[serde(default, deserialize_with = "unique")]
    pub intro: Texts,
    /// What happens with the answer, on the thank-you page.
    #[serde(default, deserialize_with = "unique")]
    pub thanks: Texts,
    /// Whether employees are asked: recommend then gives eNPS.
    #[serde(default)]
    pub employees: bool,
    /// How many of the driver statements each respondent gets, when not all: 2 to one less than
    /// there are. See [`crate::rotation`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statements_per_respondent: Option<u8>,
    /// The fewest people a group has whose figures are shown, when not the usual
    /// ([`Definition::smallest_group`]): up to [`SMALLEST_GROUP_MAX`], of employees at least
    /// [`SMALLEST_OF_EMPLOYEES`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smallest_group: Option<i64>,
    /// In the order they are asked.
    pub questions: Vec<Question>,
}

impl Definition {
    /// The question with this key.
    pub fn question(&self, key: &str) -> Option<&Question> {
        self.questions.iter().find(|q| q.key == key)
    }

    /// The question the survey's figures are about: recommend first, then the first of effort,
    /// satisfaction or advocacy.
    pub fn outcome(&self) -> Option<&Question> {
        let first = |wanted: fn(&Kind) -> bool| self.questions.iter().find(|q| wanted(&q.kind));
        first(|k| *k == Kind::Recommend).or_else(|| first(|k| k.is_outcome()))
    }

    /// The driver statements, in the order they are asked.
    pub fn drivers(&self) -> impl Iterator<Item = &Question> {
        self.questions
            .iter()
            .filter(|q| q.driver && q.kind == Kind::Agree)
    }

    /// The fewest people a group has whose figures are shown: 1, which hides nothing, or what the
    /// survey asks for; of employees at least [`SMALLEST_OF_EMPLOYEES`].
    pub fn smallest_group(&self) -> u64 {
        let usual = if self.employees {
            SMALLEST_OF_EMPLOYEES
        } else {
            1
        };
        let asked = self.smallest_group.map_or(usual, i64::unsigned_abs);
        asked.clamp(usual, SMALLEST_GROUP_MAX)
    }

    /// Whether somebody may read what single people answered: never of employees; of customers
    /// everybody, and those who see everything also where small groups are hidden. Somebody with a
    /// limited sight could else count a group from its answers.
    pub fn shows_answers_to(&self, sight: &Sight) -> bool {
        !self.employees && (self.smallest_group() == 1 || *sight == Sight::Everything)
    }

    /// The default language.
    pub fn language(&self) -> &str {
        self.languages.first().map_or("en", String::as_str)
    }

    /// `texts` in `language`, else in the default language, else whatever there is.
    pub fn say<'a>(&self, texts: &'a Texts, language: &str) -> &'a str {
        texts
            .get(language)
            .or_else(|| texts.get(self.language()))
            .or_else(|| texts.values().next())
            .map_or("", String::as_str)
    }
}

/// Where a survey is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Being made; takes no answers.
    Draft,
    /// Published; takes answers.
    Open,
    /// Over; keeps its answers.
    Closed,
}

impl Status {
    /// As stored and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

impl FromStr for Status {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "draft" => Ok(Self::Draft),
            "open" => Ok(Self::Open),
            "closed" => Ok(Self::Closed),
            _ => Err(format!("no survey status: {text:?}")),
        }
    }
}

/// A survey as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survey {
    /// The workspace it belongs to.
    pub workspace_id: String,
    /// Its id.
    pub survey_id: String,
    /// The part of the public link that names it: `/r/{token}`.
    pub token: String,
    /// The template it was made from.
    pub template: String,
    /// Draft, open or closed.
    pub status: Status,
    /// The version that is asked now, from 1.
    pub version: i64,
    /// Goes up with every change of definition or status.
    pub revision: i64,
    /// What is asked now.
    pub definition: Definition,
    /// Responses ever stored.
    pub response_count: i64,
    /// Goes up with every response stored or changed.
    pub change_seq: i64,
    /// UTC microseconds.
    pub created_at_us: i64,
    /// UTC microseconds.
    pub published_at_us: Option<i64>,
    /// UTC microseconds.
    pub closed_at_us: Option<i64>,
}
