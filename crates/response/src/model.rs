//! What a response is: one respondent's answers to one survey, with where they came from.

use std::collections::BTreeMap;
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

use jiff::tz::TimeZone;
use platform::clock;
use serde::Serialize;
use survey::Answers;

/// Properties of the respondent by name. Everything is text: attributes are compared, not counted.
pub type Attributes = BTreeMap<String, String>;

/// How far a response is. The order is the order of a response's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Begun; counts up to where it got.
    Partial,
    /// Sent in.
    Complete,
    /// Removed at the respondent's wish: only its place is left.
    Erased,
}

impl State {
    /// As stored and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Partial => "partial",
            Self::Complete => "complete",
            Self::Erased => "erased",
        }
    }
}

impl FromStr for State {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "partial" => Ok(Self::Partial),
            "complete" => Ok(Self::Complete),
            "erased" => Ok(Self::Erased),
            _ => Err(format!("a state is partial or complete, not {text:?}")),
        }
    }
}

/// Why a response doesn't count (yet).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// A click that nothing confirmed as a person's.
    Provisional,
    /// It looks like a mail scanner's.
    Suspect,
}

impl Doubt {
    /// As stored and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Provisional => "provisional",
            Self::Suspect => "suspect",
        }
    }
}

impl FromStr for Doubt {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "provisional" => Ok(Self::Provisional),
            "suspect" => Ok(Self::Suspect),
            _ => Err(format!("no doubt: {text:?}")),
        }
    }
}

/// The way a response came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The survey's public link.
    Link,
    /// A personal link.
    Personal,
    /// The widget on a web page.
    Widget,
    /// The API.
    Api,
    /// A file.
    Import,
}

impl Channel {
    /// As stored and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Personal => "personal",
            Self::Widget => "widget",
            Self::Api => "api",
            Self::Import => "import",
        }
    }

    /// Whether it takes answers only while the survey is open. Results of the past can be
    /// imported at any time.
    pub const fn needs_open_survey(self) -> bool {
        !matches!(self, Self::Import)
    }
}

impl FromStr for Channel {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "link" => Ok(Self::Link),
            "personal" => Ok(Self::Personal),
            "widget" => Ok(Self::Widget),
            "api" => Ok(Self::Api),
            "import" => Ok(Self::Import),
            _ => Err(format!("no channel: {text:?}")),
        }
    }
}

/// A moment, and the day on which it falls for the workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// UTC microseconds since 1970.
    pub at_us: i64,
    /// Days since 1970-01-01 in the workspace's time zone.
    pub day: i32,
}

impl Moment {
    /// The moment `at_us` in `zone`.
    pub fn new(zone: &TimeZone, at_us: i64) -> Self {
        Self {
            at_us,
            day: clock::day_in(zone, at_us),
        }
    }
}

/// What makes a second sending the same response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// Nothing: each sending is a response of its own.
    None,
    /// The id that was issued with the form (or derived from an idempotency key).
    Submission(String),
    /// The sender's own id.
    External(String),
    /// The personal link, and the inviter's own id of the respondent: whoever gets a second link
    /// still has one response.
    Invitation {
        /// The link.
        invitation_id: String,
        /// The respondent.
        external_id: Option<String>,
    },
    /// A row of an export of ours.
    Exported {
        /// The response it was, if that is one of this survey.
        response_id: String,
        /// The sender's own id otherwise.
        external_id: String,
    },
}

impl Identity {
    /// The sender's own id, which a new response keeps.
    pub fn external_id(&self) -> Option<&String> {
        match self {
            Self::External(external_id) | Self::Exported { external_id, .. } => Some(external_id),
            Self::Invitation { external_id, .. } => external_id.as_ref(),
            Self::None | Self::Submission(_) => None,
        }
    }
}

/// Which part of a stored response a sending replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// The answers to these questions; the others stay, and what is complete stays complete.
    Questions(Vec<String>),
    /// All that a row of a file can say.
    Row {
        /// The questions there are now; answers to others stay.
        asked: Arc<[String]>,
        /// Moments in UTC microseconds that say the same as the file, which may know the second or
        /// the day only. A stored moment among them stays.
        spans: Vec<Range<i64>>,
    },
}

/// A response to be stored, its answers validated by one revision of the survey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    /// How far it is.
    pub state: State,
    /// How it came.
    pub channel: Channel,
    /// What makes it the same response as an earlier one.
    pub identity: Identity,
    /// What it replaces if there is an earlier one.
    pub extent: Extent,
    /// Language it was answered in, when that is known.
    pub language: Option<String>,
    /// As [`survey::validate_answers`] returned them.
    pub answers: Answers,
    /// As [`crate::rules::attributes`] returned them.
    pub attributes: Attributes,
    /// When it was answered, when that is known; else now.
    pub answered: Option<Moment>,
    /// Why it doesn't count, if so.
    pub doubt: Option<Doubt>,
}

/// Where responses are to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The workspace.
    pub workspace_id: String,
    /// The survey in it.
    pub survey_id: String,
    /// The revision of the survey by which the answers were validated.
    pub revision: i64,
    /// The survey's default language.
    pub language: String,
    /// Now.
    pub now: Moment,
}

/// What storing did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A new response.
    Created,
    /// A stored response says something else now.
    Updated,
    /// It was there already, the same.
    Unchanged,
    /// It was erased once, and stays so. Nothing was stored.
    Erased,
}

/// The place of a response after storing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Put {
    /// Its id.
    pub response_id: String,
    /// Its number within the survey.
    pub ordinal: i64,
    /// How far it is.
    pub state: State,
    /// What storing did.
    pub outcome: Outcome,
}

/// A stored response.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// Its id.
    pub response_id: String,
    /// 1, 2, 3 … within the survey.
    pub ordinal: i64,
    /// The survey's count of changes when this was last stored.
    pub change_seq: i64,
    /// The survey's version that was answered.
    pub version: i64,
    /// How far it is.
    pub state: State,
    /// Language it was answered in.
    pub language: String,
    /// Why it doesn't count, if so.
    pub doubt: Option<Doubt>,
    /// How it came.
    pub channel: Channel,
    /// The sender's own id.
    pub external_id: Option<String>,
    /// Answers by question key.
    pub answers: Answers,
    /// Properties of the respondent.
    pub attributes: Attributes,
    /// When it was answered.
    pub answered: Moment,
    /// UTC microseconds.
    pub stored_at_us: i64,
    /// UTC microseconds.
    pub changed_at_us: i64,
}

/// A personal link as stored; the token itself is never.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The workspace.
    pub workspace_id: String,
    /// The survey it is for.
    pub survey_id: String,
    /// Its id.
    pub invitation_id: String,
    /// The inviter's own id of the respondent.
    pub external_id: Option<String>,
    /// Properties of the respondent.
    pub attributes: Attributes,
    /// UTC microseconds.
    pub created_at_us: i64,
    /// UTC microseconds.
    pub revoked_at_us: Option<i64>,
    /// After this moment (UTC microseconds) it takes no answers.
    pub closes_at_us: Option<i64>,
    /// Whether it was told that somebody answered: in surveys of employees, where no response
    /// knows its invitation.
    pub told: bool,
    /// How far its response is, if there is one.
    pub response_state: Option<State>,
    /// Why its response doesn't count, if so.
    pub doubt: Option<Doubt>,
}

impl Invitation {
    /// How far its response is that counts, as far as it is told.
    pub fn counted(&self) -> Option<State> {
        if self.told {
            return Some(State::Complete);
        }
        self.response_state.filter(|_| self.doubt.is_none())
    }
}
