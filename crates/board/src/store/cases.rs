//! How many cases there are, for whom sees only some of them too.

use platform::{DbError, Tx, params};
use user::Sight;

/// Counts of cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Open now.
    pub(crate) open: u64,
    /// Of those, with a promise that wasn't kept.
    pub(crate) overdue: u64,
    /// Of those, nobody's.
    pub(crate) unowned: u64,
    /// Closed within the time.
    pub(crate) closed: u64,
    /// Of those, put right.
    pub(crate) resolved: u64,
    /// Closed within the time before.
    pub(crate) closed_before: u64,
    /// Of those, put right.
    pub(crate) resolved_before: u64,
}

/// The times that count, UTC microseconds: from (in) to (out); the time before; now.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Times {
    pub(crate) within: [i64; 2],
    /// Empty when there is nothing before.
    pub(crate) before: [i64; 2],
    pub(crate) now_us: i64,
}

/// The cases within sight, as lists of cases have it. `surveys` is a JSON array of ids, or
/// nothing for all.
pub(crate) fn counts(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (sight, surveys): (&Sight, Option<&str>),
    times: Times,
) -> Result<Counts, DbError> {
    let seen = case::store::is_case_seen(tx.backend(), "app_case", "$7");
    let of = tx.backend().among("survey_id", "$8");
    let seen = if sight.people().is_some() {
        seen
    } else {
        "$7 = ''".to_owned()
    };
    let of = if surveys.is_some() {
        of
    } else {
        "$8 = ''".to_owned()
    };
    let sql = format!(
        "SELECT CAST(COALESCE(SUM(is_open), 0) AS BIGINT) AS open,
            CAST(COALESCE(SUM(is_open * is_late), 0) AS BIGINT) AS overdue,
            CAST(COALESCE(SUM(is_open * is_nobodys), 0) AS BIGINT) AS unowned,
            CAST(COALESCE(SUM(is_closed), 0) AS BIGINT) AS closed,
            CAST(COALESCE(SUM(is_closed * is_right), 0) AS BIGINT) AS resolved,
            CAST(COALESCE(SUM(was_closed), 0) AS BIGINT) AS closed_before,
            CAST(COALESCE(SUM(was_closed * is_right), 0) AS BIGINT) AS resolved_before
         FROM (SELECT CASE WHEN closed_at_us IS NULL THEN 1 ELSE 0 END AS is_open,
            CASE WHEN due_at_us < $2 AND (due_is_first_contact = 0 OR first_contact_at_us IS NULL)
                 THEN 1 ELSE 0 END AS is_late,
            CASE WHEN owner_id IS NULL THEN 1 ELSE 0 END AS is_nobodys,
            CASE WHEN closed_at_us >= $3 AND closed_at_us < $4 THEN 1 ELSE 0 END AS is_closed,
            CASE WHEN closed_at_us >= $5 AND closed_at_us < $6 THEN 1 ELSE 0 END AS was_closed,
            CASE WHEN result = 'resolved' THEN 1 ELSE 0 END AS is_right
            FROM app_case WHERE app_case.workspace_id = $1 AND {seen} AND {of}) AS each_case"
    );
    let row = tx.query_one(
        &sql,
        params![
            workspace_id,
            times.now_us,
            times.within[0],
            times.within[1],
            times.before[0],
            times.before[1],
            sight.json().unwrap_or_default(),
            surveys.unwrap_or_default()
        ],
    )?;
    let Some(row) = row else {
        return Ok(Counts::default());
    };
    let number = |name: &str| Ok::<_, DbError>(row.get::<i64>(name)?.unsigned_abs());
    Ok(Counts {
        open: number("open")?,
        overdue: number("overdue")?,
        unowned: number("unowned")?,
        closed: number("closed")?,
        resolved: number("resolved")?,
        closed_before: number("closed_before")?,
        resolved_before: number("resolved_before")?,
    })
}
