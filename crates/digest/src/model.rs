//! What a person wants to hear of by mail.

use std::str::FromStr;

use report::model::Cadence;
use serde::{Deserialize, Serialize};

/// How often the digest comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rhythm {
    /// Never.
    Off,
    /// Every working day, about what came in since the last one.
    Daily,
    /// Every Monday, about the week before.
    Weekly,
}

impl Rhythm {
    /// All, in the order a form offers them.
    pub const ALL: [Self; 3] = [Self::Off, Self::Daily, Self::Weekly];

    /// As stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Daily => "daily",
            Self::Weekly => "weekly",
        }
    }

    /// When it comes; never when it is off.
    pub const fn cadence(self, hour: i8) -> Option<Cadence> {
        match self {
            Self::Off => None,
            Self::Daily => Some(Cadence::WorkingDay { hour }),
            Self::Weekly => Some(Cadence::Week { day: 1, hour }),
        }
    }
}

impl FromStr for Rhythm {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|rhythm| rhythm.as_str() == text)
            .ok_or_else(|| format!("a digest comes off, daily or weekly, not {text:?}"))
    }
}

/// What is set for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    /// How often the digest comes.
    pub digest: Rhythm,
    /// At which hour of the workspace's zone, 0 to 23.
    pub hour: i8,
    /// Whether alarms come at once.
    pub alarms: bool,
}

impl Wish {
    /// What is so until somebody sets something else.
    pub const USUAL: Self = Self {
        digest: Rhythm::Weekly,
        hour: 8,
        alarms: true,
    };
}

/// What is set for a person, and when it comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The workspace.
    pub workspace_id: String,
    /// The person.
    pub user_id: String,
    /// What is set.
    pub wish: Wish,
    /// When the next digest comes, UTC microseconds; none when it is off or not planned yet.
    pub next_at_us: Option<i64>,
    /// When the last one came.
    pub sent_at_us: Option<i64>,
}
