//! What people are told by mail, as rows.

use platform::db::Row;
use platform::{DbError, Tx, params};

/// A mail to somebody about a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) mail_id: String,
    pub(crate) case_id: String,
    pub(crate) user_id: String,
    /// The name of its [`mail::Kind`].
    pub(crate) kind: String,
    /// The revision of the case that it tells of.
    pub(crate) occasion: i64,
    /// Who did what it tells of.
    pub(crate) told_by: String,
    /// Their note.
    pub(crate) note: String,
}

fn notice(row: &Row) -> Result<Notice, DbError> {
    Ok(Notice {
        mail_id: row.get("mail_id")?,
        case_id: row.get("case_id")?,
        user_id: row.get("user_id")?,
        kind: row.get("kind")?,
        occasion: row.get("occasion")?,
        told_by: row.get("told_by")?,
        note: row.get("note")?,
    })
}

/// Stores a notice; false when this person is told of this occasion already.
pub(crate) fn add(tx: &mut Tx<'_>, workspace_id: &str, new: &Notice) -> Result<bool, DbError> {
    let added = tx.execute(
        "INSERT INTO case_notice (workspace_id, mail_id, case_id, user_id, kind, occasion,
                                  told_by, note)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (workspace_id, case_id, kind, occasion, user_id) DO NOTHING",
        params![
            workspace_id,
            &new.mail_id,
            &new.case_id,
            &new.user_id,
            &new.kind,
            new.occasion,
            &new.told_by,
            &new.note
        ],
    )?;
    Ok(added > 0)
}

/// The notice of this mail.
pub(crate) fn by_mail(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    mail_id: &str,
) -> Result<Option<Notice>, DbError> {
    let row = tx.query_one(
        "SELECT mail_id, case_id, user_id, kind, occasion, told_by, note FROM case_notice
         WHERE workspace_id = $1 AND mail_id = $2",
        params![workspace_id, mail_id],
    )?;
    row.map(|row| notice(&row)).transpose()
}
