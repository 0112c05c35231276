//! SQL of the audit log.

use platform::{DbError, Tx, params};

/// A line as it is written.
pub(super) struct Line<'a> {
    pub(super) audit_id: &'a str,
    pub(super) at_us: i64,
    /// Kind and id.
    pub(super) actor: (&'static str, &'a str),
    pub(super) action: &'static str,
    /// Noun and id.
    pub(super) about: (&'static str, &'a str),
    /// A JSON object.
    pub(super) detail: String,
}

pub(super) fn add(tx: &mut Tx<'_>, workspace_id: &str, line: &Line<'_>) -> Result<(), DbError> {
    let (kind, actor_id) = line.actor;
    let (noun, noun_id) = line.about;
    tx.execute(
        "INSERT INTO audit (workspace_id, audit_id, at_us, actor_kind, actor_id, action, noun,
                            noun_id, detail)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            workspace_id,
            line.audit_id,
            line.at_us,
            kind,
            actor_id,
            line.action,
            noun,
            noun_id,
            &line.detail
        ],
    )?;
    Ok(())
}
