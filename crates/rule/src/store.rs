//! All SQL of rules.

pub(crate) mod fired;
pub(crate) mod past;
pub(crate) mod walk;

use platform::db::Row;
use platform::{DbError, Tx, params};

use crate::model::{Rule, State};

const RULE: &str = "workspace_id, rule_id, name, state, definition, revision, active_since_us,
                    created_at_us, changed_at_us, changed_by";

fn rule(row: &Row) -> Result<Rule, DbError> {
    let definition: String = row.get("definition")?;
    Ok(Rule {
        workspace_id: row.get("workspace_id")?,
        rule_id: row.get("rule_id")?,
        name: row.get("name")?,
        state: row.get::<String>("state")?.parse().map_err(DbError::Bug)?,
        definition: serde_json::from_str(&definition)
            .map_err(|e| DbError::Bug(format!("a rule's definition: {e}")))?,
        revision: row.get("revision")?,
        active_since_us: row.get("active_since_us")?,
        created_at_us: row.get("created_at_us")?,
        changed_at_us: row.get("changed_at_us")?,
        changed_by: row.get("changed_by")?,
    })
}

pub(crate) fn json<T: serde::Serialize>(value: &T) -> Result<String, DbError> {
    serde_json::to_string(value).map_err(|e| DbError::Bug(format!("JSON of a rule: {e}")))
}

/// One rule.
pub fn by_id(tx: &mut Tx<'_>, workspace_id: &str, rule_id: &str) -> Result<Option<Rule>, DbError> {
    tx.query_one(
        &format!("SELECT {RULE} FROM rule WHERE workspace_id = $1 AND rule_id = $2"),
        params![workspace_id, rule_id],
    )?
    .map(|row| rule(&row))
    .transpose()
}

/// All rules in a state, or those that aren't archived; by name.
pub fn all(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    state: Option<State>,
) -> Result<Vec<Rule>, DbError> {
    tx.query(
        &format!(
            "SELECT {RULE} FROM rule
             WHERE workspace_id = $1
               AND (state = $2 OR ($2 = '' AND state <> 'archived'))
             ORDER BY name, rule_id"
        ),
        params![workspace_id, state.map_or("", State::as_str)],
    )?
    .iter()
    .map(rule)
    .collect()
}

/// The rule, held until the commit so that nobody else changes it meanwhile.
pub(crate) fn lock(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    rule_id: &str,
) -> Result<Option<Rule>, DbError> {
    tx.execute(
        "UPDATE rule SET revision = revision WHERE workspace_id = $1 AND rule_id = $2",
        params![workspace_id, rule_id],
    )?;
    by_id(tx, workspace_id, rule_id)
}

/// Stores a new rule.
pub(crate) fn add(tx: &mut Tx<'_>, rule: &Rule) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO rule (workspace_id, rule_id, name, state, definition, revision,
                           active_since_us, created_at_us, changed_at_us, changed_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            &rule.workspace_id,
            &rule.rule_id,
            &rule.name,
            rule.state.as_str(),
            json(&rule.definition)?,
            rule.revision,
            rule.active_since_us,
            rule.created_at_us,
            rule.changed_at_us,
            &rule.changed_by
        ],
    )?;
    renew(tx, &rule.workspace_id)
}

/// Stores a rule that is there.
pub(crate) fn save(tx: &mut Tx<'_>, rule: &Rule) -> Result<(), DbError> {
    tx.execute(
        "UPDATE rule SET name = $3, state = $4, definition = $5, revision = $6,
                         active_since_us = $7, changed_at_us = $8, changed_by = $9
         WHERE workspace_id = $1 AND rule_id = $2",
        params![
            &rule.workspace_id,
            &rule.rule_id,
            &rule.name,
            rule.state.as_str(),
            json(&rule.definition)?,
            rule.revision,
            rule.active_since_us,
            rule.changed_at_us,
            &rule.changed_by
        ],
    )?;
    renew(tx, &rule.workspace_id)
}

/// Removes a rule that never fired.
pub(crate) fn remove(tx: &mut Tx<'_>, workspace_id: &str, rule_id: &str) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM rule WHERE workspace_id = $1 AND rule_id = $2",
        params![workspace_id, rule_id],
    )?;
    renew(tx, workspace_id)
}

/// How many rules there are that aren't archived.
pub(crate) fn count(tx: &mut Tx<'_>, workspace_id: &str) -> Result<i64, DbError> {
    let row = tx.query_one(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM rule
         WHERE workspace_id = $1 AND state <> 'archived'",
        params![workspace_id],
    )?;
    row.map_or(Ok(0), |row| row.at(0))
}

/// Goes up with every change of any rule.
pub(crate) fn epoch(tx: &mut Tx<'_>, workspace_id: &str) -> Result<i64, DbError> {
    let row = tx.query_one(
        "SELECT epoch FROM rule_epoch WHERE workspace_id = $1",
        params![workspace_id],
    )?;
    row.map_or(Ok(0), |row| row.at(0))
}

fn renew(tx: &mut Tx<'_>, workspace_id: &str) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO rule_epoch (workspace_id, epoch) VALUES ($1, 1)
         ON CONFLICT (workspace_id) DO UPDATE SET epoch = rule_epoch.epoch + 1",
        params![workspace_id],
    )?;
    Ok(())
}
