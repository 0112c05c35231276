//! What follows from a returned message, stored with the mail it is about.

use platform::{DbError, Tx, params};

use super::reply::Reply;
use super::report::{Bounce, Returned, What};
use crate::kind::{Fate, Kinds};
use crate::link::{self, Purpose};
use crate::outbox::{self, Mail};

/// What became of a returned message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// It is stored, and the mail's kind heard of it when it was a bounce or a complaint.
    Counted,
    /// The same was stored before: nothing changed.
    Again,
    /// No mail of ours: no secret, or one that is unknown.
    Unknown,
    /// It says nothing about a mail's fate.
    NoReport,
    /// The mail is just being handed over: look again in a while.
    Later,
}

/// Stores what follows from `returned`. Doing it twice changes nothing.
pub fn apply(
    tx: &mut Tx<'_>,
    kinds: &Kinds,
    returned: &Returned,
    now_us: i64,
) -> Result<Applied, DbError> {
    if returned.what == What::Other {
        return Ok(Applied::NoReport);
    }
    let Some(secret) = &returned.token else {
        return Ok(match returned.what {
            What::Reply(_) => Applied::NoReport,
            _ => Applied::Unknown,
        });
    };
    if let What::Reply(reply) = &returned.what {
        return apply_reply(tx, kinds, (secret, reply), now_us);
    }
    let Some(target) = link::find(tx, Purpose::Bounce, secret)? else {
        return Ok(Applied::Unknown);
    };
    apply_to(
        tx,
        kinds,
        (&target.workspace_id, &target.mail_id),
        &returned.what,
        now_us,
    )
}

/// A reply by a person counts by the secret of a reply address alone, once. Others are letters to
/// people, whatever they pretend to be.
fn apply_reply(
    tx: &mut Tx<'_>,
    kinds: &Kinds,
    (secret, reply): (&str, &Reply),
    now_us: i64,
) -> Result<Applied, DbError> {
    let Some((workspace_id, mail_id)) = link::find_reply(tx, secret)? else {
        return Ok(Applied::NoReport);
    };
    let Some((mail, _)) = find(tx, &workspace_id, &mail_id)? else {
        return Ok(Applied::NoReport);
    };
    let is_new = tx.execute(
        "INSERT INTO mail_reply (workspace_id, mail_id, message_hash, at_us)
         VALUES ($1, $2, $3, $4) ON CONFLICT (workspace_id, mail_id, message_hash) DO NOTHING",
        params![&workspace_id, &mail_id, reply.hash.clone(), now_us],
    )? > 0;
    if !is_new {
        return Ok(Applied::Again);
    }
    if let Some(kind) = kinds.get(&mail.kind) {
        kind.reply(tx, &mail, reply, now_us)?;
    }
    Ok(Applied::Counted)
}

/// As [`apply`], for the mail (`workspace_id`, `mail_id`) named by somebody who may.
pub fn apply_to(
    tx: &mut Tx<'_>,
    kinds: &Kinds,
    (workspace_id, mail_id): (&str, &str),
    what: &What,
    now_us: i64,
) -> Result<Applied, DbError> {
    let Some((mail, state)) = find(tx, workspace_id, mail_id)? else {
        return Ok(Applied::Unknown);
    };
    if state == "claimed" || state == "sending" {
        return Ok(Applied::Later);
    }
    let none = Bounce {
        permanent: false,
        status: String::new(),
        diagnostic: String::new(),
    };
    let (kind, bounce) = match what {
        What::Bounce(bounce) if bounce.permanent => ("bounce", bounce),
        What::Bounce(bounce) => ("soft", bounce),
        What::Complaint => ("complaint", &none),
        What::AutoReply => ("auto_reply", &none),
        What::Reply(_) | What::Other => return Ok(Applied::NoReport),
    };
    let is_new = tx.execute(
        "INSERT INTO mail_return (workspace_id, mail_id, kind, at_us, status, diagnostic)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (workspace_id, mail_id, kind) DO NOTHING",
        params![
            workspace_id,
            mail_id,
            kind,
            now_us,
            &bounce.status,
            &bounce.diagnostic
        ],
    )? > 0;
    if !is_new {
        return Ok(Applied::Again);
    }
    if state == "unknown" && kind != "bounce" {
        // Whoever tells of it has it: nobody needs to decide any more.
        outbox::it_arrived(tx, kinds, workspace_id, mail_id, now_us)?;
    }
    let fate = match kind {
        "bounce" => {
            let reason = format!("{} {}", bounce.status, bounce.diagnostic);
            let reason = reason.trim().to_owned();
            mark_bounced(tx, &mail, &reason)?;
            Fate::Returned(reason)
        }
        "complaint" => Fate::Complained,
        _ => return Ok(Applied::Counted),
    };
    if let Some(kind) = kinds.get(&mail.kind) {
        kind.fate(tx, &mail, &fate, now_us)?;
    }
    Ok(Applied::Counted)
}

fn find(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    mail_id: &str,
) -> Result<Option<(Mail, String)>, DbError> {
    let row = tx.query_one(
        "SELECT kind, subject_id, address, tries, state FROM mail
         WHERE workspace_id = $1 AND mail_id = $2",
        params![workspace_id, mail_id],
    )?;
    row.map(|row| {
        let mail = Mail {
            workspace_id: workspace_id.to_owned(),
            mail_id: mail_id.to_owned(),
            kind: row.get("kind")?,
            subject_id: row.get("subject_id")?,
            address: row.get("address")?,
            tries: u32::try_from(row.get::<i64>("tries")?).unwrap_or(u32::MAX),
        };
        Ok((mail, row.get("state")?))
    })
    .transpose()
}

/// A mail that came back was handed over, whatever was thought of it until now, and goes no more.
fn mark_bounced(tx: &mut Tx<'_>, mail: &Mail, reason: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE mail SET state = 'bounced', reply = $3
         WHERE workspace_id = $1 AND mail_id = $2 AND state IN ('sent', 'unknown', 'queued')",
        params![&mail.workspace_id, &mail.mail_id, reason],
    )?;
    Ok(())
}
