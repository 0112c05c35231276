//! Hearing of responses.

use std::sync::Arc;

use platform::{DbError, Tx};
use response::model::{Attributes, Channel};
use survey::answers::Answers;
use survey::model::{Direction, Kind};

/// A response as it is now, and who stands behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// Its workspace.
    pub workspace_id: String,
    /// Its survey. Never one of employees: their answers are nobody's.
    pub survey_id: String,
    /// The survey's name in the workspace.
    pub survey_name: String,
    /// Its id.
    pub response_id: String,
    /// Whether it counts: answered, not in doubt, not erased, and not by somebody who works here.
    pub counts: bool,
    /// Whether it was erased: nothing is known of it any more but its id, and what others kept of
    /// it is to go.
    pub is_erased: bool,
    /// Whether it is finished: sent, or begun and left alone for [`crate::jobs::QUIET_US`]. One
    /// that isn't yet is heard of again when it is.
    pub is_settled: bool,
    /// Whether it was known as counting and settled before this change.
    pub was_known: bool,
    /// The contact who answered, when known.
    pub contact_id: Option<String>,
    /// Their account, or the one that the answer names, when known.
    pub account_id: Option<String>,
    /// How it came in. Rules for what happens now leave out what a file tells of the past.
    pub channel: Channel,
    /// What the survey's outcome measures.
    pub metric: Option<Kind>,
    /// Of effort: which end of the scale is good.
    pub direction: Option<Direction>,
    /// The answer to it, on its own scale: 0–10 or 1–5.
    pub score: Option<u8>,
    /// The same contact's latest counting answer before this one on the same kind of outcome and
    /// in the same direction.
    pub previous: Option<Previous>,
    /// All answers by question key.
    pub answers: Answers,
    /// Free texts by question key.
    pub comments: Vec<(String, String)>,
    /// Attributes of the response.
    pub attributes: Attributes,
    /// Language it was answered in.
    pub language: String,
    /// When it was answered, UTC microseconds.
    pub answered_at_us: i64,
    /// When it was last changed.
    pub changed_at_us: i64,
}

/// An earlier answer of the same contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Previous {
    /// Its id.
    pub response_id: String,
    /// Its score, on the same scale.
    pub score: u8,
    /// When it was answered.
    pub answered_at_us: i64,
}

/// Somebody who wants to hear of responses.
pub trait Hear: Send + Sync {
    /// Takes note of `heard`, in the write transaction that stores how far the worker came. It may
    /// run twice, so it has no effect but through `tx`. Anything that goes wrong with one response
    /// alone is stored, not returned: an error stops the worker of this workspace until it is gone.
    fn heard(&self, tx: &mut Tx<'_>, heard: &[Heard], now_us: i64) -> Result<(), DbError>;
}

/// All who want to hear, in order.
#[derive(Clone, Default)]
pub struct Listeners(Vec<Arc<dyn Hear>>);

impl Listeners {
    /// Adds a listener.
    #[must_use]
    pub fn with(mut self, listener: impl Hear + 'static) -> Self {
        self.0.push(Arc::new(listener));
        self
    }

    /// Tells all of them.
    pub fn tell(&self, tx: &mut Tx<'_>, heard: &[Heard], now_us: i64) -> Result<(), DbError> {
        self.0
            .iter()
            .try_for_each(|listener| listener.heard(tx, heard, now_us))
    }
}
