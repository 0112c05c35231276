//! Webhooks, channels, and what is told to them.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How a receiver wants to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// By Standard Webhooks: events, signed.
    Standard,
    /// A channel in Slack, or what takes the same messages.
    Slack,
    /// A channel in Teams, by a workflow.
    Teams,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Standard, Self::Slack, Self::Teams];

    /// As stored and shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Slack => "slack",
            Self::Teams => "teams",
        }
    }

    /// Whether it is a channel where people read.
    pub const fn is_chat(self) -> bool {
        !matches!(self, Self::Standard)
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| format!("a kind is standard, slack or teams, not {text:?}"))
    }
}

/// Somewhere a rule can tell something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Channel {
    /// Its id.
    pub id: String,
    /// What people here call it.
    pub name: String,
    /// How it is told.
    pub kind: Kind,
}

/// Something told to a channel. All of it may come from outside: it is inert wherever it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// One line.
    pub title: String,
    /// Labels and values.
    pub lines: Vec<(String, String)>,
    /// Words of a customer; left out where the channel isn't for these.
    pub text: Option<String>,
    /// Label and address of a page here.
    pub link: Option<(String, String)>,
}

/// Why a webhook is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OffReason {
    /// Somebody switched it off.
    Person,
    /// The receiver said 410: it wants no more.
    Gone,
    /// Nothing was taken for three days.
    Failing,
}

impl OffReason {
    /// As stored.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Gone => "gone",
            Self::Failing => "failing",
        }
    }

    pub(crate) fn stored(text: &str) -> Self {
        match text {
            "gone" => Self::Gone,
            "failing" => Self::Failing,
            _ => Self::Person,
        }
    }
}

/// A receiver as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Webhook {
    /// Its id.
    pub(crate) webhook_id: String,
    /// How it is told.
    pub(crate) kind: Kind,
    /// What people here call it.
    pub(crate) name: String,
    /// Where calls go.
    pub(crate) url: String,
    /// Event types it wants; all when empty. Chats get messages alone.
    pub(crate) types: Vec<String>,
    /// Whether words of customers may go there.
    pub(crate) with_comments: bool,
    /// Signs, `whsec_…`.
    pub(crate) secret: String,
    /// Signs too, until that moment.
    pub(crate) old_secret: Option<(String, i64)>,
    /// Why it is off, when it is.
    pub(crate) off_reason: Option<OffReason>,
    /// Since when no call was taken, UTC microseconds.
    pub(crate) failing_since_us: Option<i64>,
    /// Calls in a row that weren't taken.
    pub(crate) failures: u32,
    /// Counts changes by people.
    pub(crate) revision: i64,
    /// When it was made, UTC microseconds.
    pub(crate) created_at_us: i64,
    /// When people last changed it, UTC microseconds.
    pub(crate) changed_at_us: i64,
}

impl Webhook {
    /// Whether it is switched on.
    pub(crate) fn is_on(&self) -> bool {
        self.off_reason.is_none()
    }

    /// Where it goes, as far as anybody may see: of a chat the address is the secret, and a query
    /// may hold one.
    pub(crate) fn shown_url(&self) -> String {
        let url = self.url.split(['?', '#']).next().unwrap_or_default();
        if !self.kind.is_chat() {
            return url.to_owned();
        }
        let origin: Vec<&str> = url.split('/').take(3).collect();
        format!("{}/…", origin.join("/"))
    }
}

/// What became of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Fate {
    /// It waits for its first or next try.
    Queued,
    /// It was taken.
    Delivered,
    /// It was tried long enough, or the webhook was switched off: a dead letter, which can be sent
    /// again.
    Dead,
}

impl Fate {
    /// As stored and shown.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Delivered => "delivered",
            Self::Dead => "dead",
        }
    }

    pub(crate) fn stored(text: &str) -> Self {
        match text {
            "delivered" => Self::Delivered,
            "dead" => Self::Dead,
            _ => Self::Queued,
        }
    }
}

/// One event or message for one webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Delivery {
    /// Its id, also the header `webhook-id`.
    pub(crate) delivery_id: String,
    /// Its webhook.
    pub(crate) webhook_id: String,
    /// Its type.
    pub(crate) event_type: String,
    /// What is sent.
    pub(crate) body: String,
    /// What became of it.
    pub(crate) fate: Fate,
    /// The next try, UTC microseconds.
    pub(crate) due_at_us: i64,
    /// Calls made for it.
    pub(crate) tries: u32,
    /// When it was written, UTC microseconds.
    pub(crate) created_at_us: i64,
    /// The status of its latest try.
    pub(crate) last_status: Option<u16>,
    /// What was said at its latest try.
    pub(crate) last_said: Option<String>,
}

/// One call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attempt {
    /// Counted from 1.
    pub(crate) attempt: u32,
    /// When it was made, UTC microseconds.
    pub(crate) at_us: i64,
    /// How long it took, in milliseconds.
    pub(crate) took_ms: u64,
    /// The status of the answer.
    pub(crate) status: Option<u16>,
    /// The beginning of the answer, or why there is none.
    pub(crate) said: String,
}

/// The type of what a signed webhook gets by [`crate::tell`], and of all that chats get by it.
pub(crate) const MESSAGE: &str = "channel.message";

/// The types of events there are.
pub const TYPES: &[&str] = &[
    "response.created",
    "response.changed",
    "case.opened",
    "case.changed",
    "case.closed",
    "action.created",
    "action.done",
    "improvement.closed",
];
