//! Which answers count: votes by one click, the evidence for them, and the rule by which they are
//! judged. The judging itself is [`policy::vote`].

mod store;

use platform::{DbError, Tx};

/// How many responses of a survey don't count yet: (provisional, suspect). `days` are the first and
/// the last day, in days since 1970 in the workspace's time zone.
pub fn in_doubt(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
    days: Option<(i32, i32)>,
) -> Result<(i64, i64), DbError> {
    store::in_doubt(tx, workspace_id, survey_id, days)
}
