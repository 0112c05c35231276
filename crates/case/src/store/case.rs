//! Cases in the database.

use platform::db::Value;
use platform::{DbError, Tx, id, params};

use super::row::{CASE, case};
use crate::model::Case;

/// Cases of one customer that are given at most.
const OF_MAX: i64 = 500;

/// The case with this id.
pub fn by_id(tx: &mut Tx<'_>, workspace_id: &str, case_id: &str) -> Result<Option<Case>, DbError> {
    if !id::is_id(case_id) {
        return Ok(None);
    }
    tx.query_one(
        &format!("SELECT {CASE} FROM app_case WHERE workspace_id = $1 AND case_id = $2"),
        params![workspace_id, case_id],
    )?
    .map(|row| case(&row))
    .transpose()
}

/// The same, locked until the commit, so that it doesn't change between a decision and its saving.
pub(crate) fn lock(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    case_id: &str,
) -> Result<Option<Case>, DbError> {
    if !id::is_id(case_id) {
        return Ok(None);
    }
    tx.query_one(
        &format!(
            "UPDATE app_case SET revision = revision WHERE workspace_id = $1 AND case_id = $2
             RETURNING {CASE}"
        ),
        params![workspace_id, case_id],
    )?
    .map(|row| case(&row))
    .transpose()
}

/// The case that a rule opened for an answer.
pub fn by_rule_and_response(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (rule_id, response_id): (&str, &str),
) -> Result<Option<Case>, DbError> {
    tx.query_one(
        &format!(
            "SELECT {CASE} FROM app_case
             WHERE workspace_id = $1 AND rule_id = $2 AND response_id = $3"
        ),
        params![workspace_id, rule_id, response_id],
    )?
    .map(|row| case(&row))
    .transpose()
}

/// Cases of an account, newest first; 500 at most.
pub fn of_account(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    account_id: &str,
) -> Result<Vec<Case>, DbError> {
    of(tx, workspace_id, ("account_id", &[account_id.to_owned()]))
}

/// Cases of a contact, newest first; 500 at most.
pub fn of_contact(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_id: &str,
) -> Result<Vec<Case>, DbError> {
    let ids = contact_ids(tx, workspace_id, contact_id)?;
    of(tx, workspace_id, ("contact_id", &ids))
}

/// All ids a contact has or had.
pub(super) fn contact_ids(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_id: &str,
) -> Result<Vec<String>, DbError> {
    let mut ids = contact::store::merged_from(tx, workspace_id, contact_id)?;
    ids.push(contact_id.to_owned());
    Ok(ids)
}

/// `column IN ($2, …)` for so many values.
pub(super) fn is_one_of(column: &str, count: usize, first: usize) -> String {
    let places: Vec<String> = (first..first + count).map(|n| format!("${n}")).collect();
    format!("{column} IN ({})", places.join(", "))
}

/// Cases about an answer, newest first.
pub fn of_response(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    response_id: &str,
) -> Result<Vec<Case>, DbError> {
    of(tx, workspace_id, ("response_id", &[response_id.to_owned()]))
}

fn of(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (column, ids): (&'static str, &[String]),
) -> Result<Vec<Case>, DbError> {
    let mut values = vec![Value::from(workspace_id)];
    values.extend(ids.iter().map(Value::from));
    let rows = tx.query(
        &format!(
            "SELECT {CASE} FROM app_case WHERE workspace_id = $1 AND {}
             ORDER BY opened_at_us DESC, case_id LIMIT {OF_MAX}",
            is_one_of(column, ids.len(), 2)
        ),
        &values,
    )?;
    rows.iter().map(case).collect()
}

/// Stores a new case; false when its rule has opened one for this answer already.
pub(crate) fn add(tx: &mut Tx<'_>, case: &Case) -> Result<bool, DbError> {
    let values = values(case);
    let places: Vec<String> = (1..=values.len()).map(|n| format!("${n}")).collect();
    let added = tx.execute(
        &format!(
            "INSERT INTO app_case ({CASE}) VALUES ({}) ON CONFLICT DO NOTHING",
            places.join(", ")
        ),
        &values,
    )?;
    Ok(added > 0)
}

/// Stores a changed case, read by [`lock`], as the revision after the one in it.
pub(crate) fn save(tx: &mut Tx<'_>, case: &mut Case, now_us: i64) -> Result<(), DbError> {
    let was = case.revision;
    case.revision += 1;
    case.changed_at_us = now_us;
    let mut values = values(case);
    values.push(was.into());
    let sets: Vec<String> = CASE
        .split(", ")
        .enumerate()
        .skip(2)
        .map(|(place, name)| format!("{} = ${}", name.trim(), place + 1))
        .collect();
    let changed = tx.execute(
        &format!(
            "UPDATE app_case SET {} WHERE workspace_id = $1 AND case_id = $2 AND revision = ${}",
            sets.join(", "),
            values.len()
        ),
        &values,
    )?;
    match changed {
        0 => Err(DbError::Bug(
            "a case was saved that was not locked".to_owned(),
        )),
        _ => Ok(()),
    }
}

/// Stores when a case is looked at next; that is no change of it.
pub(crate) fn set_look(tx: &mut Tx<'_>, case: &Case) -> Result<(), DbError> {
    tx.execute(
        "UPDATE app_case SET look_at_us = $3 WHERE workspace_id = $1 AND case_id = $2",
        params![&case.workspace_id, &case.case_id, case.look_at_us],
    )?;
    Ok(())
}

/// Has all open cases of a workspace looked at now: when their steps follow has changed.
pub(crate) fn look_at_all(tx: &mut Tx<'_>, workspace_id: &str, now_us: i64) -> Result<(), DbError> {
    tx.execute(
        "UPDATE app_case SET look_at_us = $2 WHERE workspace_id = $1 AND closed_at_us IS NULL",
        params![workspace_id, now_us],
    )?;
    Ok(())
}

/// All workspaces.
pub(crate) fn workspaces(tx: &mut Tx<'_>) -> Result<Vec<String>, DbError> {
    tx.query("SELECT workspace_id FROM workspace", &[])?
        .iter()
        .map(|row| row.at(0))
        .collect()
}

fn values(case: &Case) -> Vec<Value> {
    let (before, after) = (case.before.as_ref(), case.after.as_ref());
    vec![
        (&case.workspace_id).into(),
        (&case.case_id).into(),
        (&case.title).into(),
        (&case.reason).into(),
        case.rule_id.as_deref().into(),
        case.response_id.as_deref().into(),
        case.survey_id.as_deref().into(),
        case.contact_id.as_deref().into(),
        case.account_id.as_deref().into(),
        case.metric.as_deref().into(),
        before.map(|b| b.score).into(),
        before.map(|b| b.at_us).into(),
        after.and_then(|a| a.response_id.as_deref()).into(),
        after.map(|a| a.score).into(),
        after.map(|a| a.at_us).into(),
        case.role.as_deref().into(),
        case.owner_id.as_deref().into(),
        case.owned_since_us.into(),
        case.priority.as_str().into(),
        case.due.first_contact.into(),
        case.due.minutes.into(),
        case.due_at_us.into(),
        case.notifies.into(),
        case.opened_at_us.into(),
        (&case.opened_by).into(),
        case.first_contact_at_us.into(),
        case.snoozed_until_us.into(),
        case.snooze_reason.as_deref().into(),
        case.closed_at_us.into(),
        case.closed_by.as_deref().into(),
        case.result.as_ref().map(|r| r.outcome.as_str()).into(),
        case.result.as_ref().map_or("", |r| r.text.as_str()).into(),
        case.taken.reminded.map(|at| at.0).into(),
        case.taken.escalated.map(|at| at.0).into(),
        case.taken.alarmed.map(|at| at.0).into(),
        case.look_at_us.into(),
        case.revision.into(),
        case.changed_at_us.into(),
    ]
}

/// Open cases whose time to be looked at has come, over all workspaces: workspace and id.
pub(crate) fn due_to_look(
    tx: &mut Tx<'_>,
    now_us: i64,
    limit: i64,
) -> Result<Vec<(String, String)>, DbError> {
    let rows = tx.query(
        "SELECT workspace_id, case_id FROM app_case
         WHERE look_at_us IS NOT NULL AND look_at_us <= $1 ORDER BY look_at_us LIMIT $2",
        params![now_us, limit],
    )?;
    rows.iter()
        .map(|row| Ok((row.get("workspace_id")?, row.get("case_id")?)))
        .collect()
}

/// Open cases of people who don't work here any more, over all workspaces: workspace and id.
pub(crate) fn orphaned(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<(String, String)>, DbError> {
    let rows = tx.query(
        "SELECT c.workspace_id, c.case_id FROM app_user u
         JOIN app_case c ON c.workspace_id = u.workspace_id AND c.owner_id = u.user_id
         WHERE u.deactivated_at_us IS NOT NULL AND c.closed_at_us IS NULL
         ORDER BY c.workspace_id, c.case_id LIMIT $1",
        params![limit],
    )?;
    rows.iter()
        .map(|row| Ok((row.get("workspace_id")?, row.get("case_id")?)))
        .collect()
}

/// Cases of a contact on this metric that were opened before `at_us` and not measured again yet.
pub(crate) fn waiting(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (contact_id, metric, at_us): (&str, &str, i64),
) -> Result<Vec<Case>, DbError> {
    let ids = contact_ids(tx, workspace_id, contact_id)?;
    let mut values: Vec<Value> = vec![workspace_id.into(), metric.into(), at_us.into()];
    values.extend(ids.iter().map(Value::from));
    let rows = tx.query(
        &format!(
            "SELECT {CASE} FROM app_case
             WHERE workspace_id = $1 AND metric = $2 AND opened_at_us < $3 AND again_score IS NULL
               AND {} ORDER BY opened_at_us LIMIT {OF_MAX}",
            is_one_of("contact_id", ids.len(), 4)
        ),
        &values,
    )?;
    rows.iter().map(case).collect()
}

/// Cases that this answer is the measurement after.
pub(crate) fn measured(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    response_id: &str,
) -> Result<Vec<Case>, DbError> {
    let rows = tx.query(
        &format!("SELECT {CASE} FROM app_case WHERE workspace_id = $1 AND again_response_id = $2"),
        params![workspace_id, response_id],
    )?;
    rows.iter().map(case).collect()
}
