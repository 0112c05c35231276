//! Keeps PostgreSQL's statistics up with tables that grow fast. By itself it looks once a minute;
//! until then it plans as if a table that just got ten thousand rows were empty, and goes through
//! all of them to find one. Gathering them also makes it plan anew what was prepared before.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, Instant};

use super::{Backend, Connection, DbError, Opener, WriteCounts};

/// Between two looks, while anything is stored.
const LOOK: Duration = Duration::from_secs(1);
/// So long after anything was stored: a connection with nothing to do says late what it changed.
const AFTER: Duration = Duration::from_secs(15);
/// After the database couldn't be asked.
const TROUBLE: Duration = Duration::from_secs(10);

/// Tables that grew by half since statistics were gathered of them; PostgreSQL does the rest itself.
const GROWN: &str = "
    SELECT s.relname FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
    WHERE s.schemaname = current_schema() AND pg_has_role(c.relowner, 'MEMBER')
      AND s.n_mod_since_analyze > 500 + GREATEST(c.reltuples, 0) / 2";

/// Starts a thread that does so as long as anybody holds `counts`.
pub(super) fn keep(opener: &Arc<dyn Opener>, counts: &Arc<WriteCounts>) -> Result<(), DbError> {
    if opener.backend() != Backend::Postgres {
        return Ok(());
    }
    let (opener, counts) = (opener.clone(), Arc::downgrade(counts));
    thread::Builder::new()
        .name("statistics".to_owned())
        .spawn(move || run(&*opener, &counts))
        .map_err(|e| DbError::Unavailable(format!("no thread to gather statistics with: {e}")))?;
    Ok(())
}

fn run(opener: &dyn Opener, counts: &Weak<WriteCounts>) {
    let (mut conn, mut seen) = (None, 0);
    let mut stored_at: Option<Instant> = None;
    loop {
        thread::sleep(LOOK);
        let Some(counts) = counts.upgrade() else {
            return;
        };
        let commits = counts.commits.load(Ordering::Relaxed);
        drop(counts);
        if commits != seen {
            (seen, stored_at) = (commits, Some(Instant::now()));
        }
        if stored_at.is_none_or(|at| at.elapsed() > AFTER) {
            continue;
        }
        if let Err(error) = look(&mut conn, opener) {
            tracing::debug!(%error, "statistics of tables can't be gathered now");
            conn = None;
            thread::sleep(TROUBLE);
        }
    }
}

fn look(conn: &mut Option<Box<dyn Connection>>, opener: &dyn Opener) -> Result<(), DbError> {
    let conn = match conn {
        Some(conn) => conn,
        none => none.insert(opener.open_writer()?),
    };
    for row in conn.query(GROWN, &[])? {
        let table: String = row.at(0)?;
        // Whoever else gathers them, another node or the server itself, does it for all.
        let table = table.replace('"', "\"\"");
        conn.batch(&format!("ANALYZE (SKIP_LOCKED) \"{table}\""))?;
    }
    Ok(())
}
