//! What happens to mails in the outbox: claimed, begun, finished, taken over.

use platform::db::{Backend, Row};
use platform::{DbError, Tx, id, params};
use policy::retry::{self, Again};
use policy::time::At;

use super::speed::Speed;
use super::{Mail, Promise, pause};
use crate::kind::{Composed, Fate, Kinds};
use crate::letter::Letter;
use crate::link::{self, Links};
use crate::smtp::Outcome;

/// A mail whose letter can't be written now (its kind is of a newer version, say) is looked at
/// again after so long.
const LOOK_AGAIN_US: i64 = 60 * 1_000_000;

/// A mail that a node has.
#[derive(Clone, Debug)]
pub(crate) struct Claimed {
    pub(crate) mail: Mail,
    pub(crate) fence: i64,
    pub(crate) promise: Promise,
}

/// Who claims how much.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    pub(crate) node: String,
    pub(crate) limit: usize,
    pub(crate) per_minute: Option<u32>,
    pub(crate) now_us: i64,
}

/// What a claim gave.
#[derive(Clone, Debug, Default)]
pub(crate) struct Claims {
    pub(crate) mails: Vec<Claimed>,
    /// More was due than was looked at.
    pub(crate) has_more: bool,
}

/// Whether nothing can be claimed now: a cheap look, so that an idle node writes nothing.
pub(crate) fn is_idle(tx: &mut Tx<'_>, now_us: i64) -> Result<bool, DbError> {
    for promise in [Promise::AtLeastOnce, Promise::AtMostOnce] {
        let due = tx.query_one(
            "SELECT 1 AS one FROM mail WHERE state = 'queued' AND promise = $1 AND due_at_us <= $2
             ORDER BY due_at_us LIMIT 1",
            params![promise.as_str(), now_us],
        )?;
        if due.is_some() {
            return Ok(pause::paused(tx)?.is_some());
        }
    }
    Ok(true)
}

/// Claims what is due; mails that are sent again when in doubt (people wait for them) first.
pub(crate) fn claim(tx: &mut Tx<'_>, claim: &Claim) -> Result<Claims, DbError> {
    if claim.limit == 0 || pause::paused(tx)?.is_some() {
        return Ok(Claims::default());
    }
    let mut due = Vec::new();
    for promise in [Promise::AtLeastOnce, Promise::AtMostOnce] {
        due.extend(due_mails(tx, claim, promise, claim.limit - due.len())?);
    }
    let mut claims = Claims {
        has_more: due.len() == claim.limit,
        mails: Vec::new(),
    };
    if due.is_empty() {
        return Ok(claims);
    }
    beat(tx, &claim.node, claim.now_us)?;
    let mut speed = match claim.per_minute {
        Some(per_minute) => {
            let domains = due.iter().map(|(_, domain)| domain.clone()).collect();
            Some(Speed::of(tx, per_minute, domains, claim.now_us)?)
        }
        None => None,
    };
    for (mut claimed, domain) in due {
        let must_go = claimed.promise == Promise::AtLeastOnce;
        let taken = speed.as_mut().map_or(Ok(()), |s| s.take(&domain, must_go));
        let key = (&claimed.mail.workspace_id, &claimed.mail.mail_id);
        match taken {
            Ok(()) => {
                tx.execute(
                    "UPDATE mail SET state = 'claimed', fence = fence + 1, holder = $3
                     WHERE workspace_id = $1 AND mail_id = $2",
                    params![key.0, key.1, &claim.node],
                )?;
                claimed.fence += 1;
                claims.mails.push(claimed);
            }
            Err(later_us) => {
                tx.execute(
                    "UPDATE mail SET due_at_us = $3 WHERE workspace_id = $1 AND mail_id = $2",
                    params![key.0, key.1, later_us],
                )?;
            }
        }
    }
    if let Some(speed) = speed {
        speed.keep(tx)?;
    }
    Ok(claims)
}

/// Columns that [`read`] reads.
macro_rules! columns {
    () => {
        "workspace_id, mail_id, kind, subject_id, address, domain, promise, tries, fence"
    };
}

fn due_mails(
    tx: &mut Tx<'_>,
    claim: &Claim,
    promise: Promise,
    limit: usize,
) -> Result<Vec<(Claimed, String)>, DbError> {
    // Nodes that claim at the same moment take different mails.
    let sql = match tx.backend() {
        Backend::Sqlite => concat!(
            "SELECT ",
            columns!(),
            " FROM mail WHERE state = 'queued' AND promise = $1 AND due_at_us <= $2
             ORDER BY due_at_us LIMIT $3"
        ),
        Backend::Postgres => concat!(
            "SELECT ",
            columns!(),
            " FROM mail WHERE state = 'queued' AND promise = $1 AND due_at_us <= $2
             ORDER BY due_at_us LIMIT $3 FOR UPDATE SKIP LOCKED"
        ),
    };
    let rows = tx.query(sql, params![promise.as_str(), claim.now_us, limit])?;
    rows.iter()
        .map(|row| Ok((read(row)?, row.get("domain")?)))
        .collect()
}

fn read(row: &Row) -> Result<Claimed, DbError> {
    Ok(Claimed {
        mail: Mail {
            workspace_id: row.get("workspace_id")?,
            mail_id: row.get("mail_id")?,
            kind: row.get("kind")?,
            subject_id: row.get("subject_id")?,
            address: row.get("address")?,
            tries: u32::try_from(row.get::<i64>("tries")?).unwrap_or(u32::MAX),
        },
        fence: row.get("fence")?,
        promise: Promise::stored(&row.get::<String>("promise")?),
    })
}

/// What beginning a try gave.
#[derive(Clone)]
pub(crate) enum Begun {
    /// The letter is to be sent; it is stored that this may happen.
    Letter(Box<Letter>, Links),
    /// Nothing is to be sent now: it was taken over, stopped, or waits.
    Nothing,
}

/// Begins a try: in one transaction the fence is checked, the letter written and the state made
/// `sending`, before the first word about it is said to the mail server.
pub(crate) fn begin(
    tx: &mut Tx<'_>,
    kinds: &Kinds,
    claimed: &Claimed,
    now_us: i64,
) -> Result<Begun, DbError> {
    let mail = &claimed.mail;
    let ours = tx.execute(
        "UPDATE mail SET state = 'sending', tries = tries + 1,
                first_try_at_us = COALESCE(first_try_at_us, $4)
         WHERE workspace_id = $1 AND mail_id = $2 AND fence = $3 AND state = 'claimed'",
        params![&mail.workspace_id, &mail.mail_id, claimed.fence, now_us],
    )?;
    if ours != 1 {
        return Ok(Begun::Nothing);
    }
    let Some(kind) = kinds.get(&mail.kind) else {
        tracing::warn!(
            kind = mail.kind,
            "a mail of a kind this program doesn't know waits"
        );
        back_to_queue(tx, claimed, Some(now_us + LOOK_AGAIN_US), 1)?;
        return Ok(Begun::Nothing);
    };
    let links = Links::new();
    match kind.compose(tx, mail, &links, now_us)? {
        Composed::Letter(letter) => {
            link::keep(tx, &mail.workspace_id, &mail.mail_id, &links, now_us)?;
            if letter.asks_reply(&links) {
                let id = (mail.workspace_id.as_str(), mail.mail_id.as_str());
                link::keep_reply(tx, id, &links.reply, now_us)?;
            }
            return Ok(Begun::Letter(letter, links));
        }
        Composed::Stop(reason) => {
            store_end(tx, claimed, "stopped", reason, None)?;
            kind.fate(tx, mail, &Fate::Stopped(reason), now_us)?;
        }
        Composed::Later(at_us) => back_to_queue(tx, claimed, Some(at_us), 1)?,
    }
    Ok(Begun::Nothing)
}

/// Puts a claimed mail whose letter could not be written aside for a while.
pub(crate) fn set_aside(tx: &mut Tx<'_>, claimed: &Claimed, now_us: i64) -> Result<(), DbError> {
    back_to_queue(tx, claimed, Some(now_us + LOOK_AGAIN_US), 0)
}

/// Gives back a mail that was claimed and not begun, as if it had not been.
pub(crate) fn release(tx: &mut Tx<'_>, claimed: &Claimed) -> Result<(), DbError> {
    back_to_queue(tx, claimed, None, 0)
}

/// Undoes a try that was begun and in which nothing was said about the mail.
pub(crate) fn not_tried(tx: &mut Tx<'_>, claimed: &Claimed, links: &Links) -> Result<(), DbError> {
    back_to_queue(tx, claimed, None, 1)?;
    link::forget(tx, links)
}

/// Whether a mail that was begun is still ours to send.
pub(crate) fn is_still_ours(tx: &mut Tx<'_>, claimed: &Claimed) -> Result<bool, DbError> {
    let row = tx.query_one(
        "SELECT 1 AS one FROM mail
         WHERE workspace_id = $1 AND mail_id = $2 AND fence = $3 AND state = 'sending'",
        params![
            &claimed.mail.workspace_id,
            &claimed.mail.mail_id,
            claimed.fence
        ],
    )?;
    Ok(row.is_some())
}

fn back_to_queue(
    tx: &mut Tx<'_>,
    claimed: &Claimed,
    due_us: Option<i64>,
    tries_undone: i64,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE mail SET state = 'queued', holder = NULL, due_at_us = COALESCE($4, due_at_us),
                tries = tries - $5,
                first_try_at_us = CASE WHEN tries - $5 = 0 THEN NULL ELSE first_try_at_us END
         WHERE workspace_id = $1 AND mail_id = $2 AND fence = $3
           AND state IN ('claimed', 'sending', 'unknown')",
        params![
            &claimed.mail.workspace_id,
            &claimed.mail.mail_id,
            claimed.fence,
            due_us,
            tries_undone
        ],
    )?;
    Ok(())
}

/// Stores what became of a try, when it is still this node's or nobody knew (`unknown`).
pub(crate) fn finish(
    tx: &mut Tx<'_>,
    kinds: &Kinds,
    claimed: &Claimed,
    outcome: &Outcome,
    now_us: i64,
) -> Result<(), DbError> {
    let fate = match outcome {
        Outcome::HandedOver(reply) => {
            store_end(tx, claimed, "sent", reply, Some(now_us))?.then_some(Fate::HandedOver)
        }
        Outcome::Permanent(reply) => {
            store_end(tx, claimed, "bounced", reply, None)?.then(|| Fate::Refused(reply.clone()))
        }
        Outcome::Rejected(reply) => {
            store_end(tx, claimed, "failed", reply, None)?.then(|| Fate::GaveUp(reply.clone()))
        }
        Outcome::Unknown(reply) if claimed.promise == Promise::AtMostOnce => {
            store_end(tx, claimed, "unknown", reply, None)?.then_some(Fate::Unknown)
        }
        Outcome::Temporary(reply) | Outcome::Unknown(reply) => {
            try_again(tx, claimed, reply, outcome, now_us)?
        }
        Outcome::HeldBack => {
            back_to_queue(tx, claimed, None, 1)?;
            None
        }
    };
    tell(tx, kinds, &claimed.mail, fate, now_us)
}

/// Tells the mail's kind.
pub(crate) fn tell(
    tx: &mut Tx<'_>,
    kinds: &Kinds,
    mail: &Mail,
    fate: Option<Fate>,
    now_us: i64,
) -> Result<(), DbError> {
    match (fate, kinds.get(&mail.kind)) {
        (Some(fate), Some(kind)) => kind.fate(tx, mail, &fate, now_us),
        _ => Ok(()),
    }
}

/// False when the mail is no longer this node's to tell about.
fn store_end(
    tx: &mut Tx<'_>,
    claimed: &Claimed,
    state: &str,
    reply: &str,
    sent_us: Option<i64>,
) -> Result<bool, DbError> {
    let rows = tx.execute(
        "UPDATE mail SET state = $4, reply = $5, sent_at_us = $6, holder = NULL
         WHERE workspace_id = $1 AND mail_id = $2 AND fence = $3
           AND state IN ('sending', 'unknown')",
        params![
            &claimed.mail.workspace_id,
            &claimed.mail.mail_id,
            claimed.fence,
            state,
            reply,
            sent_us
        ],
    )?;
    Ok(rows == 1)
}

fn try_again(
    tx: &mut Tx<'_>,
    claimed: &Claimed,
    reply: &str,
    outcome: &Outcome,
    now_us: i64,
) -> Result<Option<Fate>, DbError> {
    let mail = &claimed.mail;
    let row = tx.query_one(
        "SELECT tries, first_try_at_us FROM mail WHERE workspace_id = $1 AND mail_id = $2",
        params![&mail.workspace_id, &mail.mail_id],
    )?;
    let Some(row) = row else { return Ok(None) };
    let tries = u32::try_from(row.get::<i64>("tries")?).unwrap_or(u32::MAX);
    let first = row.get::<Option<i64>>("first_try_at_us")?.unwrap_or(now_us);
    let at_us = match retry::smtp(tries, At(first), At(now_us), id::number(&mail.mail_id)) {
        // The server asked for no delay, it is just not known whether it has the mail: somebody
        // waits for it.
        Again::Retry { .. } if matches!(outcome, Outcome::Unknown(_)) => {
            now_us + (LOOK_AGAIN_US << tries.min(5))
        }
        Again::Retry { at } => at.0,
        Again::GiveUp(_) | Again::Delivered => {
            let stored = store_end(tx, claimed, "failed", reply, None)?;
            return Ok(stored.then(|| Fate::GaveUp(reply.to_owned())));
        }
    };
    tx.execute(
        "UPDATE mail SET reply = $4 WHERE workspace_id = $1 AND mail_id = $2 AND fence = $3",
        params![&mail.workspace_id, &mail.mail_id, claimed.fence, reply],
    )?;
    back_to_queue(tx, claimed, Some(at_us), 0)?;
    Ok(None)
}

/// Says that this node lives.
pub(crate) fn beat(tx: &mut Tx<'_>, node: &str, now_us: i64) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO mail_node (node_id, beat, beat_at_us) VALUES ($1, 1, $2)
         ON CONFLICT (node_id) DO UPDATE
         SET beat = mail_node.beat + 1, beat_at_us = excluded.beat_at_us",
        params![node, now_us],
    )?;
    Ok(())
}

/// The other nodes that hold mails, with their beat.
pub(crate) fn holders(tx: &mut Tx<'_>, but: &str) -> Result<Vec<(String, i64)>, DbError> {
    let rows = tx.query(
        "SELECT m.holder, COALESCE(MAX(n.beat), 0) AS beat
         FROM mail m LEFT JOIN mail_node n ON n.node_id = m.holder
         WHERE m.state IN ('claimed', 'sending') AND m.holder <> $1
         GROUP BY m.holder",
        params![but],
    )?;
    rows.iter()
        .map(|row| Ok((row.get("holder")?, row.get("beat")?)))
        .collect()
}

/// Locked, so that what is read still holds when it is written: a node that was stopped in the
/// middle of beginning a mail may go on just now. What it has locked is left to a later look.
fn held_by(backend: Backend) -> &'static str {
    match backend {
        Backend::Sqlite => concat!(
            "SELECT state, ",
            columns!(),
            " FROM mail WHERE state IN ('claimed', 'sending') AND holder = $1"
        ),
        Backend::Postgres => concat!(
            "SELECT state, ",
            columns!(),
            " FROM mail WHERE state IN ('claimed', 'sending') AND holder = $1
             FOR UPDATE SKIP LOCKED"
        ),
    }
}

/// Takes over what a dead node held: what it had not begun, and what may go twice, is queued
/// again; of the rest nobody knows. Returns how many mails that were.
pub(crate) fn take_over(
    tx: &mut Tx<'_>,
    kinds: &Kinds,
    (node, beat): (&str, i64),
    now_us: i64,
) -> Result<usize, DbError> {
    let row = tx.query_one(
        "SELECT beat FROM mail_node WHERE node_id = $1",
        params![node],
    )?;
    if row.map_or(Ok(0), |row| row.get::<i64>("beat"))? != beat {
        // It lives after all.
        return Ok(0);
    }
    let rows = tx.query(held_by(tx.backend()), params![node])?;
    for row in &rows {
        let claimed = read(row)?;
        let is_begun = row.get::<String>("state")? == "sending";
        if is_begun && claimed.promise == Promise::AtMostOnce {
            let words = "the process ended while it handed this mail over";
            if store_end(tx, &claimed, "unknown", words, None)? {
                tell(tx, kinds, &claimed.mail, Some(Fate::Unknown), now_us)?;
            }
        } else {
            back_to_queue(tx, &claimed, Some(now_us), 0)?;
        }
    }
    tx.execute("DELETE FROM mail_node WHERE node_id = $1", params![node])?;
    Ok(rows.len())
}

/// Forgets nodes that have not been heard of since `before_us` and hold nothing.
pub(crate) fn forget_nodes(tx: &mut Tx<'_>, before_us: i64) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM mail_node WHERE beat_at_us < $1 AND node_id NOT IN
         (SELECT holder FROM mail WHERE state IN ('claimed', 'sending') AND holder IS NOT NULL)",
        params![before_us],
    )?;
    Ok(())
}
