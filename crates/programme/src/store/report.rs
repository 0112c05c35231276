//! What became of a programme's invitations, for its report.

use platform::{DbError, Tx, params};

use crate::model::Invitation;

/// Counts of a programme's mails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MailCounts {
    /// Invitations decided on.
    pub invited: i64,
    /// Invitations the mail server took.
    pub handed_over: i64,
    /// Reminders decided on.
    pub reminders: i64,
}

/// How many mails a programme has sent.
pub fn mails(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    programme_id: &str,
) -> Result<MailCounts, DbError> {
    let row = tx.query_one(
        "SELECT CAST(COUNT(*) AS BIGINT) AS invited,
                CAST(COUNT(handed_over_at_us) AS BIGINT) AS handed_over,
                CAST(COALESCE(SUM(reminded), 0) AS BIGINT) AS reminders
         FROM programme_invitation WHERE workspace_id = $1 AND programme_id = $2",
        params![workspace_id, programme_id],
    )?;
    row.map_or(Ok(MailCounts::default()), |row| {
        Ok(MailCounts {
            invited: row.get("invited")?,
            handed_over: row.get("handed_over")?,
            reminders: row.get("reminders")?,
        })
    })
}

/// A programme's invitations, page by page; see [`super::invitation::of_programme`].
pub fn invitations(
    tx: &mut Tx<'_>,
    (workspace_id, programme_id): (&str, &str),
    mut each: impl FnMut(&mut Tx<'_>, Vec<Invitation>) -> Result<(), DbError>,
) -> Result<(), DbError> {
    const PAGE: usize = 1000;
    let mut after = (i64::MIN, String::new());
    loop {
        let page = super::invitation::of_programme(
            tx,
            (workspace_id, programme_id),
            (after.0, &after.1),
            PAGE,
        )?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = (last.created_at_us, last.invitation_id.clone());
        each(tx, page)?;
    }
}
