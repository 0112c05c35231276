//! Invitations by mail, the mails about them, and what became of those.

use platform::db::Row;
use platform::{DbError, Tx, params};

use super::found_in;
use crate::model::Invitation;

const INVITATION: &str = "invitation_id, programme_id, contact_id, survey_id, because, subject, \
                          began_at_us, mailed_at_us, ends_at_us, closes_at_us, reminded, over, \
                          handed_over_at_us, bounced_at_us, refused_at_us, unknown_at_us, \
                          withdrawn_at_us, withdrawn_why, created_at_us";

fn invitation(row: &Row) -> Result<Invitation, DbError> {
    Ok(Invitation {
        invitation_id: row.get("invitation_id")?,
        programme_id: row.get("programme_id")?,
        contact_id: row.get("contact_id")?,
        survey_id: row.get("survey_id")?,
        because: row.get("because")?,
        subject: row.get("subject")?,
        began_at_us: row.get("began_at_us")?,
        mailed_at_us: row.get("mailed_at_us")?,
        ends_at_us: row.get("ends_at_us")?,
        closes_at_us: row.get("closes_at_us")?,
        reminded: u8::try_from(row.get::<i64>("reminded")?).unwrap_or(u8::MAX),
        over: row.get("over")?,
        handed_over_at_us: row.get("handed_over_at_us")?,
        bounced_at_us: row.get("bounced_at_us")?,
        refused_at_us: row.get("refused_at_us")?,
        unknown_at_us: row.get("unknown_at_us")?,
        withdrawn_at_us: row.get("withdrawn_at_us")?,
        withdrawn_why: row.get("withdrawn_why")?,
        created_at_us: row.get("created_at_us")?,
    })
}

/// The invitation with this id.
pub fn by_id(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    invitation_id: &str,
) -> Result<Option<Invitation>, DbError> {
    tx.query_one(
        &format!(
            "SELECT {INVITATION} FROM programme_invitation
             WHERE workspace_id = $1 AND invitation_id = $2"
        ),
        params![workspace_id, invitation_id],
    )?
    .map(|row| invitation(&row))
    .transpose()
}

/// At most `limit` invitations of a programme in the order they were made, after (time, id).
pub fn of_programme(
    tx: &mut Tx<'_>,
    (workspace_id, programme_id): (&str, &str),
    after: (i64, &str),
    limit: usize,
) -> Result<Vec<Invitation>, DbError> {
    tx.query(
        &format!(
            "SELECT {INVITATION} FROM programme_invitation
             WHERE workspace_id = $1 AND programme_id = $2
               AND (created_at_us, invitation_id) > ($3, $4)
             ORDER BY created_at_us, invitation_id LIMIT $5"
        ),
        params![workspace_id, programme_id, after.0, after.1, limit],
    )?
    .iter()
    .map(invitation)
    .collect()
}

/// The invitations of a contact, newest first.
pub fn of_contact(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_id: &str,
) -> Result<Vec<Invitation>, DbError> {
    tx.query(
        &format!(
            "SELECT {INVITATION} FROM programme_invitation
             WHERE workspace_id = $1 AND contact_id = $2
             ORDER BY created_at_us DESC, invitation_id"
        ),
        params![workspace_id, contact_id],
    )?
    .iter()
    .map(invitation)
    .collect()
}

/// Invitations of these contacts that may still get a reminder.
pub(crate) fn open_of(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contacts: &[String],
) -> Result<Vec<Invitation>, DbError> {
    let first = [workspace_id.into()];
    let sql = &format!(
        "SELECT {INVITATION} FROM programme_invitation
         WHERE workspace_id = $1 AND over = 0 AND contact_id IN"
    );
    found_in(tx, sql, (&first, contacts), invitation)
}

/// Stores a new invitation.
pub(crate) fn add(tx: &mut Tx<'_>, workspace_id: &str, new: &Invitation) -> Result<(), DbError> {
    tx.execute(
        &format!(
            "INSERT INTO programme_invitation (workspace_id, {INVITATION})
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                     $18, $19, $20)"
        ),
        params![
            workspace_id,
            &new.invitation_id,
            &new.programme_id,
            &new.contact_id,
            &new.survey_id,
            &new.because,
            new.subject.as_ref(),
            new.began_at_us,
            new.mailed_at_us,
            new.ends_at_us,
            new.closes_at_us,
            new.reminded,
            new.over,
            new.handed_over_at_us,
            new.bounced_at_us,
            new.refused_at_us,
            new.unknown_at_us,
            new.withdrawn_at_us,
            new.withdrawn_why.as_ref(),
            new.created_at_us
        ],
    )?;
    Ok(())
}

/// Stores that a reminder was decided on; false when it was already.
pub(crate) fn remind(
    tx: &mut Tx<'_>,
    (workspace_id, invitation_id): (&str, &str),
    (number, now_us): (u8, i64),
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE programme_invitation SET reminded = $3, mailed_at_us = $4
         WHERE workspace_id = $1 AND invitation_id = $2 AND reminded < $3",
        params![workspace_id, invitation_id, number, now_us],
    )?;
    Ok(changed > 0)
}

/// Ends reminding.
pub(crate) fn no_more_reminders(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    invitation_id: &str,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE programme_invitation SET over = 1
         WHERE workspace_id = $1 AND invitation_id = $2 AND over = 0",
        params![workspace_id, invitation_id],
    )?;
    Ok(())
}

/// A reminder that was decided on never went out: it doesn't count, and none follows.
pub(crate) fn not_reminded(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    invitation_id: &str,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE programme_invitation
         SET over = 1, reminded = CASE WHEN reminded > 0 THEN reminded - 1 ELSE 0 END
         WHERE workspace_id = $1 AND invitation_id = $2",
        params![workspace_id, invitation_id],
    )?;
    Ok(())
}

/// Takes an invitation back; false when it was already. No reminder follows.
pub(crate) fn withdraw(
    tx: &mut Tx<'_>,
    (workspace_id, invitation_id): (&str, &str),
    why: &str,
    now_us: i64,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE programme_invitation SET withdrawn_at_us = $4, withdrawn_why = $3, over = 1
         WHERE workspace_id = $1 AND invitation_id = $2 AND withdrawn_at_us IS NULL",
        params![workspace_id, invitation_id, why, now_us],
    )?;
    Ok(changed > 0)
}

/// What became of a mail about an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// The mail server took it.
    HandedOver,
    /// It came back, or was refused.
    Bounced,
    /// The contact unsubscribed by it or complained about it.
    Refused,
    /// Nobody knows whether it was handed over.
    Unknown,
}

/// Stores the first time this happened to an invitation.
pub(crate) fn became(
    tx: &mut Tx<'_>,
    (workspace_id, invitation_id): (&str, &str),
    what: Became,
    now_us: i64,
) -> Result<(), DbError> {
    let set = match what {
        // Whatever nobody knew before is known now.
        Became::HandedOver => {
            "handed_over_at_us = COALESCE(handed_over_at_us, $3), unknown_at_us = NULL"
        }
        Became::Bounced => "bounced_at_us = COALESCE(bounced_at_us, $3), over = 1",
        Became::Refused => "refused_at_us = COALESCE(refused_at_us, $3), over = 1",
        Became::Unknown => "unknown_at_us = COALESCE(unknown_at_us, $3)",
    };
    tx.execute(
        &format!(
            "UPDATE programme_invitation SET {set} WHERE workspace_id = $1 AND invitation_id = $2"
        ),
        params![workspace_id, invitation_id, now_us],
    )?;
    Ok(())
}

/// A mail that was decided on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewTouch<'a> {
    pub(crate) workspace_id: &'a str,
    pub(crate) contact_id: &'a str,
    pub(crate) programme_id: &'a str,
    pub(crate) invitation_id: &'a str,
    pub(crate) mail_id: &'a str,
    /// 0: the invitation itself.
    pub(crate) reminder: u8,
    pub(crate) at_us: i64,
}

/// Stores a mail that was decided on.
pub(crate) fn touch(tx: &mut Tx<'_>, touch: &NewTouch<'_>) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO programme_touch (workspace_id, contact_id, at_us, mail_id, programme_id,
                                      invitation_id, reminder)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![
            touch.workspace_id,
            touch.contact_id,
            touch.at_us,
            touch.mail_id,
            touch.programme_id,
            touch.invitation_id,
            touch.reminder
        ],
    )?;
    Ok(())
}

/// Forgets a mail that never went out: it doesn't count against the budget.
pub(crate) fn untouch(tx: &mut Tx<'_>, workspace_id: &str, mail_id: &str) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM programme_touch WHERE workspace_id = $1 AND mail_id = $2",
        params![workspace_id, mail_id],
    )?;
    Ok(())
}

/// A mail the budget counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Touched {
    pub(crate) contact_id: String,
    pub(crate) at_us: i64,
    pub(crate) programme_id: String,
    pub(crate) reminder: bool,
}

/// Mails to these contacts since a moment.
pub(crate) fn touches_of(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contacts: &[String],
    since_us: i64,
) -> Result<Vec<Touched>, DbError> {
    let first = [workspace_id.into(), since_us.into()];
    let sql = "SELECT contact_id, at_us, programme_id, reminder FROM programme_touch
         WHERE workspace_id = $1 AND at_us > $2 AND contact_id IN";
    found_in(tx, sql, (&first, contacts), |row| {
        Ok(Touched {
            contact_id: row.get("contact_id")?,
            at_us: row.get("at_us")?,
            programme_id: row.get("programme_id")?,
            reminder: row.get::<i64>("reminder")? > 0,
        })
    })
}

/// Invitations about a subject that were not withdrawn.
pub(crate) fn about(
    tx: &mut Tx<'_>,
    (workspace_id, programme_id): (&str, &str),
    subject: &str,
) -> Result<Vec<Invitation>, DbError> {
    tx.query(
        &format!(
            "SELECT {INVITATION} FROM programme_invitation
             WHERE workspace_id = $1 AND programme_id = $2 AND subject = $3
               AND withdrawn_at_us IS NULL"
        ),
        params![workspace_id, programme_id, subject],
    )?
    .iter()
    .map(invitation)
    .collect()
}
