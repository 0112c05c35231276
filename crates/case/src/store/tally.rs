//! How many cases there are: of those that fit, within a sight. Everything that counts cases counts
//! them here.

use platform::{DbError, Tx};
use user::Sight;

use super::listing::{Filter, OVERDUE, Where};

/// Counts of cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Open now.
    pub open: u64,
    /// Of those, with a promise that wasn't kept.
    pub overdue: u64,
    /// Of those, nobody's.
    pub unowned: u64,
    /// Closed within the time.
    pub closed: u64,
    /// Of those, put right.
    pub resolved: u64,
}

/// The cases of a workspace within a sight that fit; those closed count from (in) to (out), UTC
/// microseconds.
pub fn tally(
    tx: &mut Tx<'_>,
    (workspace_id, sight): (&str, &Sight),
    (filter, [from_us, to_us]): (&Filter, [i64; 2]),
    now_us: i64,
) -> Result<Tally, DbError> {
    let mut all = Where::with_contact(tx, workspace_id, filter, now_us)?;
    all.within(tx.backend(), sight);
    let (from, to) = (all.param(from_us), all.param(to_us));
    let late = OVERDUE.replace("{now}", &now_us.to_string());
    let sum = |condition: &str, name: &str| {
        format!(
            "CAST(COALESCE(SUM(CASE WHEN {condition} THEN 1 ELSE 0 END), 0) AS BIGINT) AS {name}"
        )
    };
    let closed = format!("closed_at_us >= {from} AND closed_at_us < {to}");
    let sums = [
        sum("closed_at_us IS NULL", "open"),
        sum(&late, "overdue"),
        sum("closed_at_us IS NULL AND owner_id IS NULL", "unowned"),
        sum(&closed, "closed"),
        sum(&format!("{closed} AND result = 'resolved'"), "resolved"),
    ];
    let sql = format!("SELECT {} FROM app_case WHERE {}", sums.join(", "), all.sql);
    let Some(row) = tx.query_one(&sql, &all.values)? else {
        return Ok(Tally::default());
    };
    let number = |name: &str| Ok::<_, DbError>(row.get::<i64>(name)?.unsigned_abs());
    Ok(Tally {
        open: number("open")?,
        overdue: number("overdue")?,
        unowned: number("unowned")?,
        closed: number("closed")?,
        resolved: number("resolved")?,
    })
}

/// The surveys about whose answers there are cases, within a sight.
pub fn surveys(
    tx: &mut Tx<'_>,
    (workspace_id, sight): (&str, &Sight),
) -> Result<Vec<String>, DbError> {
    let mut all = Where::with_contact(tx, workspace_id, &Filter::default(), 0)?;
    all.within(tx.backend(), sight);
    let sql = format!(
        "SELECT DISTINCT survey_id FROM app_case WHERE {} AND survey_id IS NOT NULL
         ORDER BY survey_id",
        all.sql
    );
    let rows = tx.query(&sql, &all.values)?;
    rows.iter().map(|row| row.at(0)).collect()
}
