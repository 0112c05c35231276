//! A kind of mail: what its letters say, and what follows from their fate.

use std::collections::BTreeMap;
use std::sync::Arc;

use platform::{DbError, Tx};

use crate::incoming::Reply;
use crate::letter::Letter;
use crate::link::Links;
use crate::outbox::Mail;

/// What a slice brings to send its mails.
pub trait Kind: Send + Sync {
    /// As in [`crate::NewMail::kind`]: `invitation`, `reminder`, `password_reset` …
    fn name(&self) -> &'static str;

    /// Writes the letter, just before it is handed over: looks again whether it should still go
    /// (an answer came in, somebody opted out). Runs in a write transaction and may run twice, so
    /// it has no effect but through `tx`. The letter's links are made of `links`; of those only
    /// hashes are stored, and only when a letter is returned.
    fn compose(
        &self,
        tx: &mut Tx<'_>,
        mail: &Mail,
        links: &Links,
        now_us: i64,
    ) -> Result<Composed, DbError>;

    /// Takes note of what became of a mail, in the transaction that stores it.
    fn fate(&self, tx: &mut Tx<'_>, mail: &Mail, fate: &Fate, now_us: i64) -> Result<(), DbError>;

    /// Takes note of a reply that came to the reply address of a try of this mail
    /// ([`Links::reply`]), once for each reply. By the secret it is a reply to this mail; who wrote
    /// it is only what it says. Kinds without reply addresses hear of none.
    fn reply(&self, _: &mut Tx<'_>, _: &Mail, _: &Reply, _now_us: i64) -> Result<(), DbError> {
        Ok(())
    }
}

/// What composing gave.
#[derive(Clone, Debug)]
pub enum Composed {
    /// Send this.
    Letter(Box<Letter>),
    /// Don't send it at all any more; the reason in a word (`answered`, `opted_out`).
    Stop(&'static str),
    /// Not now (quiet hours): look again then, UTC microseconds.
    Later(i64),
}

/// What became of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The mail server took it.
    HandedOver,
    /// Composing said no, with its reason.
    Stopped(&'static str),
    /// The mail server refused the recipient for good, with its reply.
    Refused(String),
    /// It was tried long enough, with the last reply.
    GaveUp(String),
    /// Whether it was handed over is not known: an operator decides.
    Unknown,
    /// After it was handed over: it came back for good, with the reason.
    Returned(String),
    /// After it was handed over: the recipient reported it as unwanted.
    Complained,
}

/// All kinds of mail there are, by name.
#[derive(Clone, Default)]
pub struct Kinds(BTreeMap<&'static str, Arc<dyn Kind>>);

impl Kinds {
    /// Adds a kind.
    #[must_use]
    pub fn with(mut self, kind: impl Kind + 'static) -> Self {
        self.0.insert(kind.name(), Arc::new(kind));
        self
    }

    /// The kind of this name.
    pub fn get(&self, name: &str) -> Option<&Arc<dyn Kind>> {
        self.0.get(name)
    }

    /// The names of all kinds, in order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.keys().copied()
    }
}
