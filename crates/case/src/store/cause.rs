//! Causes in the database.

use std::collections::BTreeMap;

use platform::db::{Row, Value};
use platform::{DbError, Tx, params};
use user::Sight;

use super::row::word;
use super::sight::is_case_seen;
use crate::model::Cause;

const CAUSE: &str = "cause_id, parent_id, kind, name, place, archived_at_us, revision";

fn cause(row: &Row) -> Result<Cause, DbError> {
    Ok(Cause {
        cause_id: row.get("cause_id")?,
        parent_id: row.get("parent_id")?,
        kind: word(row, "kind")?,
        name: row.get("name")?,
        place: row.get("place")?,
        archived_at_us: row.get("archived_at_us")?,
        revision: row.get("revision")?,
    })
}

/// All causes of a workspace, archived ones too, siblings in their order.
pub fn all(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Cause>, DbError> {
    let rows = tx.query(
        &format!(
            "SELECT {CAUSE} FROM root_cause WHERE workspace_id = $1
             ORDER BY parent_id, place, name_key, cause_id"
        ),
        params![workspace_id],
    )?;
    rows.iter().map(cause).collect()
}

/// Stores a new cause.
pub(crate) fn add(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    new: &Cause,
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO root_cause (workspace_id, cause_id, parent_id, kind, name, name_key, place,
                                 archived_at_us, revision, created_at_us, changed_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)",
        params![
            workspace_id,
            &new.cause_id,
            new.parent_id.as_deref(),
            new.kind.as_str(),
            &new.name,
            crate::rules::name_key(&new.name),
            new.place,
            new.archived_at_us,
            new.revision,
            now_us
        ],
    )?;
    Ok(())
}

/// Stores a changed cause as the revision after the one in it.
pub(crate) fn save(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    changed: &mut Cause,
    now_us: i64,
) -> Result<(), DbError> {
    let rows = tx.execute(
        "UPDATE root_cause SET parent_id = $4, kind = $5, name = $6, name_key = $7, place = $8,
                archived_at_us = $9, revision = revision + 1, changed_at_us = $10
         WHERE workspace_id = $1 AND cause_id = $2 AND revision = $3",
        params![
            workspace_id,
            &changed.cause_id,
            changed.revision,
            changed.parent_id.as_deref(),
            changed.kind.as_str(),
            &changed.name,
            crate::rules::name_key(&changed.name),
            changed.place,
            changed.archived_at_us,
            now_us
        ],
    )?;
    changed.revision += 1;
    match rows {
        0 => Err(DbError::Conflict("the cause was changed".to_owned())),
        _ => Ok(()),
    }
}

/// The causes of a case: their ids.
pub fn of_case(tx: &mut Tx<'_>, workspace_id: &str, case_id: &str) -> Result<Vec<String>, DbError> {
    let rows = tx.query(
        "SELECT cause_id FROM case_cause WHERE workspace_id = $1 AND case_id = $2
         ORDER BY cause_id",
        params![workspace_id, case_id],
    )?;
    rows.iter().map(|row| row.get("cause_id")).collect()
}

/// The causes of these cases: ids by case. Cases without are left out.
pub fn of_cases(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    case_ids: &[&str],
) -> Result<BTreeMap<String, Vec<String>>, DbError> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for chunk in case_ids.chunks(500) {
        let places: Vec<String> = (0..chunk.len()).map(|n| format!("${}", n + 2)).collect();
        let mut values: Vec<Value> = vec![workspace_id.into()];
        values.extend(chunk.iter().map(|id| Value::from(*id)));
        let rows = tx.query(
            &format!(
                "SELECT case_id, cause_id FROM case_cause
                 WHERE workspace_id = $1 AND case_id IN ({}) ORDER BY case_id, cause_id",
                places.join(", ")
            ),
            &values,
        )?;
        for row in rows {
            let causes = found.entry(row.get("case_id")?).or_default();
            causes.push(row.get("cause_id")?);
        }
    }
    Ok(found)
}

/// Makes these the causes of a case.
pub(crate) fn set(
    tx: &mut Tx<'_>,
    (workspace_id, case_id): (&str, &str),
    cause_ids: &[String],
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM case_cause WHERE workspace_id = $1 AND case_id = $2",
        params![workspace_id, case_id],
    )?;
    for cause_id in cause_ids {
        tx.execute(
            "INSERT INTO case_cause (workspace_id, case_id, cause_id) VALUES ($1, $2, $3)",
            params![workspace_id, case_id, cause_id],
        )?;
    }
    Ok(())
}

/// How many cases have each cause: all, and those still open, of those opened between two moments.
pub(crate) fn counts(
    tx: &mut Tx<'_>,
    (workspace_id, sight): (&str, &Sight),
    (from_us, to_us): (i64, i64),
) -> Result<BTreeMap<String, (i64, i64)>, DbError> {
    let people = sight.json();
    let seen = match people {
        Some(_) => format!("AND {}", is_case_seen(tx.backend(), "c", "$4")),
        None => String::new(),
    };
    let mut values = params![workspace_id, from_us, to_us].to_vec();
    values.extend(people.map(Value::from));
    let rows = tx.query(
        &format!(
            "SELECT cc.cause_id, CAST(COUNT(*) AS BIGINT) AS n,
                CAST(COALESCE(SUM(CASE WHEN c.closed_at_us IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT)
                    AS open_n
         FROM case_cause cc
         JOIN app_case c ON c.workspace_id = cc.workspace_id AND c.case_id = cc.case_id
         WHERE cc.workspace_id = $1 AND c.opened_at_us >= $2 AND c.opened_at_us < $3 {seen}
         GROUP BY cc.cause_id"
        ),
        &values,
    )?;
    rows.iter()
        .map(|row| Ok((row.get("cause_id")?, (row.get("n")?, row.get("open_n")?))))
        .collect()
}
