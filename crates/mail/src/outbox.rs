//! The outbox: mails that are to go out, one row each.
//!
//! `queued` → `claimed` by a node → `sending`, stored before the first word about the mail is said
//! to the mail server → `sent`, `bounced` (refused for good, or it came back), `failed` (tried long
//! enough), `unknown` (nobody knows whether it was handed over), or `queued` again. A kind may
//! make it `stopped` when it looks again.

mod desk;
pub(crate) mod pause;
pub(crate) mod speed;
pub(crate) mod store;

pub use desk::{Counts, Doubtful, counts, forget, it_arrived, send_again, totals, unknown};
pub use pause::{Pause, paused};

use platform::{DbError, Tx, params};

/// What is held when a process dies while it hands a mail over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Promise {
    /// Never twice: a mail of which nobody knows whether it was handed over waits for an operator.
    AtMostOnce,
    /// Sent again when in doubt.
    AtLeastOnce,
}

impl Promise {
    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AtMostOnce => "at_most_once",
            Self::AtLeastOnce => "at_least_once",
        }
    }
}

impl Promise {
    /// Reads what is stored.
    fn stored(text: &str) -> Self {
        if text == "at_least_once" {
            Self::AtLeastOnce
        } else {
            Self::AtMostOnce
        }
    }
}

/// A mail to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMail {
    /// Whose.
    pub workspace_id: String,
    /// Its id ([`platform::id::new`]), also the local part of its Message-ID, the same on every try.
    pub mail_id: String,
    /// The name of its [`crate::Kind`].
    pub kind: &'static str,
    /// What it is about: an invitation's id, a user's.
    pub subject_id: String,
    /// Address it goes to; its domain is what sending speed is limited by.
    pub address: String,
    /// What is held when in doubt.
    pub promise: Promise,
    /// Not before, UTC microseconds.
    pub due_at_us: i64,
}

/// A mail in the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Whose.
    pub workspace_id: String,
    /// Its id.
    pub mail_id: String,
    /// The name of its [`crate::Kind`].
    pub kind: String,
    /// What it is about.
    pub subject_id: String,
    /// Address it goes to.
    pub address: String,
    /// Tries made so far.
    pub tries: u32,
}

/// Puts a mail into the outbox, in the transaction of its cause. A mail id that is there already
/// is left as it is.
pub fn add(tx: &mut Tx<'_>, mail: &NewMail, now_us: i64) -> Result<(), DbError> {
    let domain = mail.address.rsplit_once('@').map_or("", |(_, d)| d);
    tx.execute(
        "INSERT INTO mail (workspace_id, mail_id, kind, subject_id, address, domain, promise,
                           state, due_at_us, tries, fence, created_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'queued', $8, 0, 0, $9)
         ON CONFLICT (workspace_id, mail_id) DO NOTHING",
        params![
            &mail.workspace_id,
            &mail.mail_id,
            mail.kind,
            &mail.subject_id,
            &mail.address,
            domain.to_lowercase(),
            mail.promise.as_str(),
            mail.due_at_us,
            now_us
        ],
    )?;
    Ok(())
}
