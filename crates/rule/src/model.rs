//! What a rule is: when it fires, and what follows.

use std::str::FromStr;

use case::model::Priority;
use policy::trigger::Condition;
use programme::letter::Wordings;
use programme::outreach;
use serde::{Deserialize, Serialize};

/// Rules of a workspace at most, archived ones left out.
pub const RULES_MAX: usize = 200;
/// Longest name, in characters.
pub const NAME_MAX: usize = 120;
/// Consequences of a rule at most.
pub const CONSEQUENCES_MAX: usize = 10;
/// Longest title of a case, in characters.
pub const TITLE_MAX: usize = 200;
/// People and roles told by one consequence, at most.
pub const RECEIVERS_MAX: usize = 20;
/// Longest silence or wait in days.
pub const DAYS_MAX: u16 = 1_000;

/// Whether a rule does anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Not yet.
    Draft,
    /// Yes.
    On,
    /// Not any more, or not now.
    Off,
    /// Put away.
    Archived,
}

impl State {
    /// All, in the order of a list.
    pub const ALL: [Self; 4] = [Self::On, Self::Draft, Self::Off, Self::Archived];

    /// As stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::On => "on",
            Self::Off => "off",
            Self::Archived => "archived",
        }
    }
}

impl FromStr for State {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|state| state.as_str() == text);
        found.ok_or_else(|| format!("a state is draft, on, off or archived, not {text:?}"))
    }
}

/// A rule as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Its workspace.
    pub workspace_id: String,
    /// Its id.
    pub rule_id: String,
    /// What people here call it.
    pub name: String,
    /// Whether it does anything.
    pub state: State,
    /// When it fires and what follows.
    pub definition: Definition,
    /// Goes up with every change.
    pub revision: i64,
    /// Since when it is on, UTC microseconds; what was answered before doesn't count.
    pub active_since_us: Option<i64>,
    /// UTC microseconds.
    pub created_at_us: i64,
    /// UTC microseconds.
    pub changed_at_us: i64,
    /// Who changed it last.
    pub changed_by: String,
}

/// When a rule fires and what follows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// What it looks at.
    #[serde(default)]
    pub on: Moment,
    /// What must hold.
    pub when: Condition,
    /// What follows.
    pub then: Vec<Consequence>,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// An answer came in or was changed.
    #[default]
    Answer,
    /// A contact neither answered nor was spoken with for so many days.
    Silence(Days),
    /// An invitation wasn't answered for so many days.
    NoAnswer(Days),
}

impl Moment {
    /// As in forms and words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Silence(_) => "silence",
            Self::NoAnswer(_) => "no_answer",
        }
    }

    /// Days it waits; none for what happens at an answer.
    pub const fn days(self) -> Option<u16> {
        match self {
            Self::Answer => None,
            Self::Silence(days) | Self::NoAnswer(days) => Some(days.days),
        }
    }
}

/// A number of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Days {
    /// So many times 24 hours.
    pub days: u16,
}

/// What follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consequence {
    /// A case is opened.
    OpenCase(OpenCase),
    /// People here are told by mail.
    Notify(Notify),
    /// A channel or another system is told.
    Tell(Tell),
    /// The contact gets a letter.
    ReachOut(ReachOut),
}

impl Consequence {
    /// As in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::OpenCase(_) => "open_case",
            Self::Notify(_) => "notify",
            Self::Tell(_) => "tell",
            Self::ReachOut(_) => "reach_out",
        }
    }
}

/// A case to be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenCase {
    /// For whoever has this role for the account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// For this user, instead of a role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// What it is called; placeholders in braces, see [`crate::title`].
    pub title: String,
    /// When it is due.
    pub within: Within,
    /// Whether the first contact with the customer is due by then, rather than the end.
    #[serde(default = "yes")]
    pub first_contact: bool,
    /// How soon.
    #[serde(default = "normal")]
    pub priority: Priority,
    /// Whether the owner is told by mail.
    #[serde(default = "yes")]
    pub notify: bool,
}

const fn yes() -> bool {
    true
}

const fn normal() -> Priority {
    Priority::Normal
}

/// A time in which the company works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Within {
    /// Hours of office time.
    Hours(u16),
    /// Working days, each as long as the office is open.
    Days(u16),
}

impl Within {
    /// In minutes of office time, of an office that is open so many minutes a day.
    pub fn minutes(self, day_minutes: u16) -> u32 {
        match self {
            Self::Hours(hours) => u32::from(hours) * 60,
            Self::Days(days) => u32::from(days) * u32::from(day_minutes),
        }
    }
}

/// People who are told by mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notify {
    /// Users.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<String>,
    /// Whoever has these roles for the account.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
}

/// A channel that is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tell {
    /// Slack, Teams or a webhook.
    pub channel_id: String,
}

/// A letter to the contact, within the contact budget.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReachOut {
    /// Why they are written to.
    pub why: Why,
    /// What it says, by language.
    pub wording: Wordings,
}

/// Why a contact is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// To thank them.
    Thank,
    /// To ask whether they want to be a reference.
    Reference,
    /// To invite them to the panel.
    Panel,
    /// To invite them to a session in which they help to make something better.
    Session,
}

impl Why {
    /// All, in the order they are offered.
    pub const ALL: [Self; 4] = [Self::Thank, Self::Reference, Self::Panel, Self::Session];

    /// As stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Thank => "thank",
            Self::Reference => "reference",
            Self::Panel => "panel",
            Self::Session => "session",
        }
    }

    /// The kind of letter.
    pub const fn kind(self) -> outreach::Kind {
        match self {
            Self::Thank => outreach::Kind::Thank,
            Self::Reference => outreach::Kind::Reference,
            Self::Panel | Self::Session => outreach::Kind::Panel,
        }
    }
}

impl FromStr for Why {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|why| why.as_str() == text);
        found.ok_or_else(|| format!("no letter of this kind: {text:?}"))
    }
}

impl Definition {
    /// The case it opens, if it does.
    pub fn open_case(&self) -> Option<&OpenCase> {
        self.then.iter().find_map(|then| match then {
            Consequence::OpenCase(open) => Some(open),
            _ => None,
        })
    }
}

/// What a rule fired for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fired {
    /// Its id.
    pub fired_id: String,
    /// The rule.
    pub rule_id: String,
    /// `answer:…`, `silence:…`, `invitation:…`; once per rule.
    pub occasion: String,
    /// The rule's revision it fired by.
    pub revision: i64,
    /// The answer.
    pub response_id: Option<String>,
    /// Its survey.
    pub survey_id: Option<String>,
    /// The contact.
    pub contact_id: Option<String>,
    /// Their account.
    pub account_id: Option<String>,
    /// The score.
    pub score: Option<u8>,
    /// The case that was opened.
    pub case_id: Option<String>,
    /// What the case was given.
    pub given: Option<OpenCase>,
    /// What didn't come about: words such as `no-contact`, `no-channel`, `no-receiver`.
    pub trouble: Vec<String>,
    /// UTC microseconds.
    pub fired_at_us: i64,
}
