//! Secrets in a mail: three links and a reply address, each good for one purpose. Stored are only
//! their hashes; every try of a mail gets new ones, so that nothing secret waits in the outbox.

use platform::{DbError, Tx, id, params};

/// What a secret is good for, and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// To answer (or, in a password reset, to choose a password).
    Answer,
    /// To unsubscribe.
    Unsubscribe,
    /// In the envelope's sender, to recognise what came back (VERP).
    Bounce,
}

impl Purpose {
    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Unsubscribe => "unsubscribe",
            Self::Bounce => "bounce",
        }
    }
}

/// The secrets of one try of one mail, 256 random bits each.
#[derive(Clone, PartialEq, Eq)]
pub struct Links {
    /// See [`Purpose::Answer`].
    pub answer: String,
    /// See [`Purpose::Unsubscribe`].
    pub unsubscribe: String,
    /// See [`Purpose::Bounce`].
    pub bounce: String,
    /// In the address for replies, where a letter asks for them: a reply belongs to this mail.
    pub reply: String,
}

impl Links {
    /// New secrets.
    pub fn new() -> Self {
        Self {
            answer: id::secret(),
            unsubscribe: id::secret(),
            bounce: id::secret(),
            reply: id::secret(),
        }
    }
}

impl Default for Links {
    fn default() -> Self {
        Self::new()
    }
}

/// What a secret leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The workspace of the mail.
    pub workspace_id: String,
    /// The mail.
    pub mail_id: String,
    /// Its kind.
    pub kind: String,
    /// What it is about: an invitation's id, a user's.
    pub subject_id: String,
    /// When this try was made, UTC microseconds.
    pub made_at_us: i64,
    /// When the mail server took the mail, UTC microseconds; `None` when that is not known.
    pub handed_over_at_us: Option<i64>,
}

/// Stores the hashes of a try's secrets.
pub fn keep(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    mail_id: &str,
    links: &Links,
    now_us: i64,
) -> Result<(), DbError> {
    let secrets = [
        (Purpose::Answer, &links.answer),
        (Purpose::Unsubscribe, &links.unsubscribe),
        (Purpose::Bounce, &links.bounce),
    ];
    for (purpose, secret) in secrets {
        tx.execute(
            "INSERT INTO mail_link (token_hash, purpose, workspace_id, mail_id, made_at_us)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (token_hash) DO NOTHING",
            params![
                id::hash(secret),
                purpose.as_str(),
                workspace_id,
                mail_id,
                now_us
            ],
        )?;
    }
    Ok(())
}

/// Stores the hash of the secret in a try's reply address.
pub(crate) fn keep_reply(
    tx: &mut Tx<'_>,
    (workspace_id, mail_id): (&str, &str),
    secret: &str,
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO mail_reply_link (token_hash, workspace_id, mail_id, made_at_us)
         VALUES ($1, $2, $3, $4) ON CONFLICT (token_hash) DO NOTHING",
        params![id::hash(secret), workspace_id, mail_id, now_us],
    )?;
    Ok(())
}

/// The mail to whose reply address this secret belongs: workspace and id.
pub(crate) fn find_reply(
    tx: &mut Tx<'_>,
    secret: &str,
) -> Result<Option<(String, String)>, DbError> {
    let row = tx.query_one(
        "SELECT workspace_id, mail_id FROM mail_reply_link WHERE token_hash = $1",
        params![id::hash(secret)],
    )?;
    row.map(|row| Ok((row.get("workspace_id")?, row.get("mail_id")?)))
        .transpose()
}

/// Forgets the secrets of a try that was never made.
pub(crate) fn forget(tx: &mut Tx<'_>, links: &Links) -> Result<(), DbError> {
    for secret in [&links.answer, &links.unsubscribe, &links.bounce] {
        tx.execute(
            "DELETE FROM mail_link WHERE token_hash = $1",
            params![id::hash(secret)],
        )?;
    }
    tx.execute(
        "DELETE FROM mail_reply_link WHERE token_hash = $1",
        params![id::hash(&links.reply)],
    )?;
    Ok(())
}

/// What a secret leads to, for this purpose only. The secret is the permission; the workspace
/// follows from it.
pub fn find(tx: &mut Tx<'_>, purpose: Purpose, secret: &str) -> Result<Option<Target>, DbError> {
    let row = tx.query_one(
        "SELECT l.workspace_id, l.mail_id, m.kind, m.subject_id, l.made_at_us, m.sent_at_us
         FROM mail_link l JOIN mail m ON m.workspace_id = l.workspace_id AND m.mail_id = l.mail_id
         WHERE l.token_hash = $1 AND l.purpose = $2",
        params![id::hash(secret), purpose.as_str()],
    )?;
    row.map(|row| {
        Ok(Target {
            workspace_id: row.get("workspace_id")?,
            mail_id: row.get("mail_id")?,
            kind: row.get("kind")?,
            subject_id: row.get("subject_id")?,
            made_at_us: row.get("made_at_us")?,
            handed_over_at_us: row.get("sent_at_us")?,
        })
    })
    .transpose()
}
