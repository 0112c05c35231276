//! Letters outside programmes: what they are, and what was decided about them.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::letter::Wordings;

/// For how many days a letter may wait when nobody says otherwise.
pub const WINDOW_DAYS: u16 = 60;
/// The priority a letter has among programmes when nobody says otherwise, 0–100.
pub const PRIORITY: u8 = 50;

/// Why somebody is written to outside a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// To thank them.
    Thank,
    /// To ask whether they want to be a reference.
    Reference,
    /// To invite them to a panel or a session.
    Panel,
    /// To tell what was done with what they said.
    Told,
}

impl Kind {
    /// All of them, as a filter offers them.
    pub const ALL: [Self; 4] = [Self::Thank, Self::Reference, Self::Panel, Self::Told];

    /// As stored and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Thank => "thank",
            Self::Reference => "reference",
            Self::Panel => "panel",
            Self::Told => "told",
        }
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| format!("no kind of letter: {text:?}"))
    }
}

/// A letter somebody wants to be sent to a contact. It goes out as soon as the contact budget, the
/// hours and the contact's standing allow, within its window; until then it waits and says why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outreach {
    /// Its id ([`platform::id::new`]).
    pub outreach_id: String,
    /// Why it is sent.
    pub kind: Kind,
    /// To whom.
    pub contact_id: String,
    /// What it is about in a few words, for `{subject}`; may be empty.
    pub subject: String,
    /// What it says, by language; [`crate::letter::check`] finds nothing wrong with it. Words of
    /// reminders are not used.
    pub wording: Wordings,
    /// A page of this installation that it leads to, such as `/heard/shorter-waits`.
    pub link: Option<String>,
    /// What made somebody ask for it: noun (`rule`, `improvement`) and id. One letter of a kind per
    /// cause and contact: to thank for every answer, the id names the answer too.
    pub cause: (String, String),
    /// 0–100, as of programmes: higher goes first.
    pub priority: u8,
    /// For how many days it may wait, 1–366.
    pub window_days: u16,
}

/// What was decided about a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It waits.
    Deferred,
    /// It never goes out.
    LeftOut,
    /// A mail was made of it.
    Sent,
}

impl State {
    /// All of them, as a filter offers them.
    pub const ALL: [Self; 3] = [Self::Deferred, Self::Sent, Self::LeftOut];

    /// As stored and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Deferred => "deferred",
            Self::LeftOut => "left_out",
            Self::Sent => "sent",
        }
    }
}

impl FromStr for State {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or_else(|| format!("no state of a letter: {text:?}"))
    }
}

/// A letter as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Its id.
    pub outreach_id: String,
    /// Why it is sent.
    pub kind: Kind,
    /// To whom; may have become part of another contact since.
    pub contact_id: String,
    /// What it is about.
    pub subject: String,
    /// Names its wording.
    pub letter_id: String,
    /// A page it leads to.
    pub link: Option<String>,
    /// Noun and id.
    pub cause: (String, String),
    /// 0–100.
    pub priority: u8,
    /// Days.
    pub window_days: u16,
    /// What was decided.
    pub state: State,
    /// Why it waits or never goes out: `new`, or a word of [`crate::rules::REASONS`].
    pub reason: Option<String>,
    /// As [`crate::model::Occasion::detail`].
    pub detail: Option<String>,
    /// Until when it waits, UTC microseconds; none when no moment is known.
    pub until_us: Option<i64>,
    /// First moment at which it no longer goes out, UTC microseconds.
    pub ends_at_us: i64,
    /// The mail that was made of it.
    pub mail_id: Option<String>,
    /// UTC microseconds.
    pub created_at_us: i64,
    /// UTC microseconds.
    pub decided_at_us: i64,
    /// When the mail server took it, UTC microseconds.
    pub handed_over_at_us: Option<i64>,
    /// When it came back, UTC microseconds.
    pub bounced_at_us: Option<i64>,
    /// When the contact unsubscribed by it or complained about it, UTC microseconds.
    pub refused_at_us: Option<i64>,
    /// Since when it is not known whether it was handed over, UTC microseconds.
    pub unknown_at_us: Option<i64>,
}

/// Which letters are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// In this state.
    pub state: State,
    /// Of this kind only.
    pub kind: Option<Kind>,
    /// To this contact only.
    pub contact_id: Option<String>,
    /// Decided before this moment (UTC microseconds), or at it with a smaller id.
    pub before: (i64, String),
}

/// What became of a letter's mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Became {
    /// The mail server took it.
    HandedOver,
    /// It came back, or was refused.
    Bounced,
    /// The contact unsubscribed by it or complained about it.
    Refused,
    /// Nobody knows whether it was handed over.
    Unknown,
}
