//! Bringing the schema up to date, once, whoever starts first.

use super::{Backend, Connection, DbError, Value};

/// One step of the schema. The text is shared by both databases; `{json}` and `{blob}` stand for
/// the types that have different names, and lines that begin with `{postgres}` are for
/// PostgreSQL alone (how it lays out a table).
#[derive(Debug, PartialEq, Eq)]
pub struct Migration {
    /// Counted over the whole product, from 1, without holes.
    pub number: i64,
    /// The noun and what happens to it.
    pub name: &'static str,
    /// The statements.
    pub sql: &'static str,
}

impl Migration {
    fn sql_for(&self, backend: Backend) -> String {
        let (json, blob) = match backend {
            Backend::Sqlite => ("TEXT", "BLOB"),
            Backend::Postgres => ("JSONB", "BYTEA"),
        };
        let kept: Vec<&str> = self
            .sql
            .lines()
            .filter_map(|line| match line.strip_prefix("{postgres}") {
                Some(rest) => (backend == Backend::Postgres).then_some(rest),
                None => Some(line),
            })
            .collect();
        kept.join("\n")
            .replace("{json}", json)
            .replace("{blob}", blob)
    }
}

pub(super) fn run(
    conn: &mut dyn Connection,
    migrations: &[&Migration],
    now_us: i64,
) -> Result<(), DbError> {
    let mut sorted: Vec<&Migration> = migrations.to_vec();
    sorted.sort_by_key(|m| m.number);
    for (index, migration) in sorted.iter().enumerate() {
        if migration.number != index as i64 + 1 {
            return Err(DbError::Bug(format!(
                "migration {} is out of order",
                migration.name
            )));
        }
    }
    // One transaction with an exclusive lock: of two nodes that start together one migrates and
    // the other finds it done; a kill in the middle leaves the old schema.
    match conn.backend() {
        Backend::Sqlite => conn.batch("BEGIN EXCLUSIVE")?,
        Backend::Postgres => conn.batch("BEGIN; SELECT pg_advisory_xact_lock(7140112)")?,
    }
    let result = steps(conn, &sorted, now_us);
    conn.batch(if result.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    result
}

fn steps(conn: &mut dyn Connection, sorted: &[&Migration], now_us: i64) -> Result<(), DbError> {
    conn.batch(
        "CREATE TABLE IF NOT EXISTS schema_migration (
            number BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_at_us BIGINT NOT NULL)",
    )?;
    let done = conn.query("SELECT number FROM schema_migration ORDER BY number", &[])?;
    let last = done.last().map_or(Ok(0), |row| row.at::<i64>(0))?;
    if last > sorted.len() as i64 {
        return Err(DbError::Bug(format!(
            "the database is at schema {last}, this program knows {}: use a newer luister",
            sorted.len()
        )));
    }
    for migration in sorted.iter().filter(|m| m.number > last) {
        conn.batch(&migration.sql_for(conn.backend()))?;
        conn.execute(
            "INSERT INTO schema_migration (number, name, applied_at_us) VALUES ($1, $2, $3)",
            &[
                Value::from(migration.number),
                migration.name.into(),
                now_us.into(),
            ],
        )?;
        tracing::info!(
            number = migration.number,
            name = migration.name,
            "schema brought up to date"
        );
    }
    Ok(())
}
