//! Actions, improvements, and what raised them.

use std::collections::BTreeMap;
use std::str::FromStr;

use platform::web::UniqueMap;
use programme::letter::Wordings;
use serde::{Deserialize, Deserializer, Serialize};

/// Where something is to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// For one customer.
    Customer,
    /// With an employee: learning, tools, time.
    Employee,
    /// In how work is done.
    Process,
    /// In what the company chooses to be.
    Organisation,
}

impl Level {
    /// All of them, from near to far.
    pub const ALL: [Self; 4] = [
        Self::Customer,
        Self::Employee,
        Self::Process,
        Self::Organisation,
    ];

    /// As stored and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Employee => "employee",
            Self::Process => "process",
            Self::Organisation => "organisation",
        }
    }
}

impl FromStr for Level {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|level| level.as_str() == text)
            .ok_or_else(|| "customer, employee, process or organisation".to_owned())
    }
}

/// Where an action is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nobody began.
    Open,
    /// Somebody works on it.
    Doing,
    /// It is done.
    Done,
    /// It will not be done.
    Dropped,
}

impl Status {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [Self::Open, Self::Doing, Self::Done, Self::Dropped];

    /// As stored and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Doing => "doing",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    /// Whether nothing more is to be done.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Dropped)
    }
}

impl FromStr for Status {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or_else(|| "open, doing, done or dropped".to_owned())
    }
}

/// What raised an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A case, by its id.
    Case(String),
    /// A theme of a survey: who mentions it.
    Theme {
        /// The survey.
        survey_id: String,
        /// The theme.
        theme_id: String,
    },
    /// A driver of a survey: who disagrees with it.
    Driver {
        /// The survey.
        survey_id: String,
        /// The question's key.
        key: String,
    },
}

impl Source {
    /// As stored and in the API.
    pub const fn noun(&self) -> &'static str {
        match self {
            Self::Case(_) => "case",
            Self::Theme { .. } => "theme",
            Self::Driver { .. } => "driver",
        }
    }

    /// The id of the case or theme, or the driver's key.
    pub fn id(&self) -> &str {
        match self {
            Self::Case(id) | Self::Theme { theme_id: id, .. } | Self::Driver { key: id, .. } => id,
        }
    }

    /// The survey, of a theme or driver.
    pub fn survey_id(&self) -> Option<&str> {
        match self {
            Self::Case(_) => None,
            Self::Theme { survey_id, .. } | Self::Driver { survey_id, .. } => Some(survey_id),
        }
    }

    /// `case:ID`, `theme:SURVEY:ID`, `driver:SURVEY:KEY`, as links name it.
    pub fn written(&self) -> String {
        match self.survey_id() {
            Some(survey_id) => format!("{}:{survey_id}:{}", self.noun(), self.id()),
            None => format!("{}:{}", self.noun(), self.id()),
        }
    }
}

impl FromStr for Source {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "case:ID, theme:SURVEY:ID or driver:SURVEY:KEY".to_owned();
        let (noun, rest) = text.split_once(':').ok_or_else(wrong)?;
        if noun == "case" {
            let id = platform::id::is_id(rest).then(|| rest.to_owned());
            return id.map(Self::Case).ok_or_else(wrong);
        }
        let (survey_id, id) = rest.split_once(':').ok_or_else(wrong)?;
        if !platform::id::is_id(survey_id) || id.is_empty() || id.len() > 200 {
            return Err(wrong());
        }
        let (survey_id, id) = (survey_id.to_owned(), id.to_owned());
        match noun {
            "theme" if platform::id::is_id(&id) => Ok(Self::Theme {
                survey_id,
                theme_id: id,
            }),
            "driver" => Ok(Self::Driver { survey_id, key: id }),
            _ => Err(wrong()),
        }
    }
}

/// Days of answers, both included; days since 1970 in the workspace's zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from_day: Option<i32>,
    /// Last day.
    pub to_day: Option<i32>,
}

impl Period {
    /// Whether it ends before it begins, so that no answer could be of it.
    pub fn is_reversed(&self) -> bool {
        self.from_day
            .zip(self.to_day)
            .is_some_and(|(from, to)| to < from)
    }
}

/// What raised an action, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised {
    /// What it was.
    pub source: Source,
    /// The survey it is about, also of a case.
    pub survey_id: Option<String>,
    /// What it was called then.
    pub label: String,
    /// Of themes and drivers: whose answers.
    pub period: Period,
    /// Whether the survey is of employees: nobody is told by mail then.
    pub employees: bool,
    /// The account of a case.
    pub account_id: Option<String>,
}

/// What somebody wants an action to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What is to be done, 1–200 characters.
    pub title: String,
    /// More about it, at most 4000 characters.
    pub detail: String,
    /// Where something is to change.
    pub level: Level,
    /// Who sees to it; nobody is shown as such.
    pub owner_id: Option<String>,
    /// By when, days since 1970 in the workspace's zone.
    pub due_day: Option<i32>,
    /// The improvement it is a part of.
    pub improvement_id: Option<String>,
}

/// An action as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Its workspace.
    pub workspace_id: String,
    /// Its id.
    pub action_id: String,
    /// What it is.
    pub draft: Draft,
    /// Where it is in its life.
    pub status: Status,
    /// How far it is, 0–100.
    pub progress: u8,
    /// What raised it.
    pub raised: Option<Raised>,
    /// Goes up with every change.
    pub revision: i64,
    /// Who made it, by name.
    pub created_by: String,
    /// UTC microseconds.
    pub created_at_us: i64,
    /// UTC microseconds.
    pub changed_at_us: i64,
    /// When it was done or dropped, UTC microseconds.
    pub ended_at_us: Option<i64>,
}

impl Action {
    /// Whether it is late on this day.
    pub fn is_overdue(&self, today: i32) -> bool {
        !self.status.is_over() && self.draft.due_day.is_some_and(|due| due < today)
    }
}

/// A line of an action's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub entry_id: String,
    /// UTC microseconds.
    pub at_us: i64,
    /// `created`, `note`, `status`, `progress`, `owner`, `due`, `improvement`, `changed`, `voices`.
    pub kind: String,
    /// The note, or what changed.
    pub detail: String,
    /// Who, by name.
    pub by_name: String,
}

/// An answer that raised an action.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Voice {
    /// The answer; none of a case without one.
    pub response_id: Option<String>,
    /// Who gave it, when known.
    pub contact_id: Option<String>,
}

/// What the public page says of an improvement in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Heard {
    /// A headline, 1–200 characters.
    pub title: String,
    /// What customers said, at most 4000 characters.
    pub said: String,
    /// What was done, 1–4000 characters.
    pub did: String,
}

/// The public words by language, `en` and `nl`.
pub type HeardBy = BTreeMap<String, Heard>;

/// What somebody wants an improvement to be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImprovementDraft {
    /// What gets better, 1–200 characters.
    pub title: String,
    /// Why, at most 4000 characters.
    #[serde(default)]
    pub why: String,
    /// What the letter to those who raised it says, by language.
    #[serde(default, deserialize_with = "unique")]
    pub letter: Wordings,
    /// What the public page says, by language.
    #[serde(default, deserialize_with = "unique")]
    pub heard: HeardBy,
}

/// Reads a map by language, and refuses the same language twice.
fn unique<'de, D, T>(deserializer: D) -> Result<BTreeMap<String, T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    UniqueMap::deserialize(deserializer).map(|map| map.0)
}

/// An improvement as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Improvement {
    /// Its workspace.
    pub workspace_id: String,
    /// Its id.
    pub improvement_id: String,
    /// What it is.
    pub draft: ImprovementDraft,
    /// Its address on the public page.
    pub slug: String,
    /// Since when it is on the public page, UTC microseconds.
    pub published_at_us: Option<i64>,
    /// When it was closed, UTC microseconds.
    pub closed_at_us: Option<i64>,
    /// When those who raised it were last told, UTC microseconds.
    pub told_at_us: Option<i64>,
    /// Goes up with every change.
    pub revision: i64,
    /// Who made it, by name.
    pub created_by: String,
    /// UTC microseconds.
    pub created_at_us: i64,
    /// UTC microseconds.
    pub changed_at_us: i64,
}

impl Improvement {
    /// Whether it is closed.
    pub const fn is_closed(&self) -> bool {
        self.closed_at_us.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_come_back_as_written() {
        let [a, b] = [platform::id::new(), platform::id::new()];
        for text in [
            format!("case:{a}"),
            format!("theme:{a}:{b}"),
            format!("driver:{a}:soft:ware"),
        ] {
            let source: Source = text.parse().expect("a source");
            assert_eq!(source.written(), text);
        }
        for text in [
            "",
            "case",
            "case:x",
            "theme:x:y",
            &format!("theme:{a}:y"),
            &format!("driver:{a}:"),
            &format!("survey:{a}:{b}"),
        ] {
            assert!(text.parse::<Source>().is_err(), "{text}");
        }
    }
}
