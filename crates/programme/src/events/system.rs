//! The systems events come from, and what is known of each.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What sends the calls of a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum System {
    /// Our own format, signed by Standard Webhooks.
    #[default]
    Standard,
    /// Zendesk: event webhooks, or triggers with a body of ours.
    Zendesk,
    /// Freshdesk: automations.
    Freshdesk,
    /// Zammad: triggers.
    Zammad,
    /// Request Tracker: a scrip of ours, signed by Standard Webhooks.
    RequestTracker,
    /// Anything else, by a mapping.
    Mapped,
}

impl System {
    /// All, in the order a form offers them.
    pub const ALL: [Self; 6] = [
        Self::Standard,
        Self::Zendesk,
        Self::Freshdesk,
        Self::Zammad,
        Self::RequestTracker,
        Self::Mapped,
    ];

    /// As stored, sent and named in words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Zendesk => "zendesk",
            Self::Freshdesk => "freshdesk",
            Self::Zammad => "zammad",
            Self::RequestTracker => "request_tracker",
            Self::Mapped => "mapped",
        }
    }

    /// Whether the other side makes the secret: it is told to us after the address was told to it.
    pub const fn makes_its_own_secret(self) -> bool {
        matches!(self, Self::Zendesk)
    }
}

impl FromStr for System {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|own| own.as_str() == text);
        found.ok_or_else(|| {
            let all = Self::ALL.map(Self::as_str).join(", ");
            format!("no system {text:?}; there are {all}")
        })
    }
}
