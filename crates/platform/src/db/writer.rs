//! The one writer: whoever waits is committed together.
//!
//! An fsync costs milliseconds, a statement microseconds. So a thread takes all waiting work, runs
//! each piece inside its own savepoint unless it is alone, commits once, and only then answers. A
//! large piece always goes alone. A piece that fails undoes itself; a commit that fails is an error
//! for all in the group, and nothing of it stays.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crossbeam_channel::{Receiver, Sender, TrySendError};
use tokio::sync::oneshot;

use super::{Backend, Connection, DbError, Opener, Tx, WriteCounts};

/// Pieces of work that may wait; more are refused, so that an outage doesn't eat all memory.
const WAITING_MAX: usize = 8192;

#[derive(Clone)]
pub(super) struct Writer {
    sender: Sender<Box<dyn Work>>,
    writable: Arc<AtomicBool>,
}

/// A piece of work without its types.
trait Work: Send {
    /// Runs; what it did is undone after a failure.
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), Failure>;
    /// Whether it changes so much that it goes alone.
    fn is_large(&self) -> bool;
    /// Tells the caller: its result after a commit, else the error.
    fn answer(self: Box<Self>, committed: Result<(), DbError>);
}

enum Failure {
    /// The caller's own error, already kept in the work: undo this piece alone.
    Own,
    /// The transaction must be run again from its start.
    Conflict(DbError),
}

struct Typed<F, T, E> {
    work: F,
    is_large: bool,
    result: Option<Result<T, E>>,
    caller: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Work for Typed<F, T, E>
where
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<DbError> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), Failure> {
        let mut watched = Watched {
            conn: tx.conn,
            conflict: None,
        };
        let work = &mut self.work;
        let outcome = catch_unwind(AssertUnwindSafe(|| work(&mut Tx { conn: &mut watched })));
        if let Some(conflict) = watched.conflict {
            return Err(Failure::Conflict(conflict));
        }
        let result =
            outcome.unwrap_or_else(|_| Err(DbError::Bug("the work panicked".to_owned()).into()));
        let failed = result.is_err();
        self.result = Some(result);
        if failed { Err(Failure::Own) } else { Ok(()) }
    }

    fn is_large(&self) -> bool {
        self.is_large
    }

    fn answer(self: Box<Self>, committed: Result<(), DbError>) {
        let result = match (committed, self.result) {
            (Ok(()), Some(result)) | (Err(_), Some(result @ Err(_))) => result,
            (Err(error), _) => Err(error.into()),
            (Ok(()), None) => Err(DbError::Bug("the work did not run".to_owned()).into()),
        };
        // The caller may have hung up; what is committed stays committed.
        let _ = self.caller.send(result);
    }
}

/// Notices conflicts between transactions even when the work turns them into errors of its own.
struct Watched<'a> {
    conn: &'a mut dyn Connection,
    conflict: Option<DbError>,
}

impl Watched<'_> {
    fn note<T>(&mut self, result: Result<T, DbError>) -> Result<T, DbError> {
        if let Err(error @ DbError::Conflict(_)) = &result {
            self.conflict = Some(error.clone());
        }
        result
    }
}

impl Connection for Watched<'_> {
    fn execute(&mut self, sql: &str, params: &[super::Value]) -> Result<u64, DbError> {
        let result = self.conn.execute(sql, params);
        self.note(result)
    }
    fn query(&mut self, sql: &str, params: &[super::Value]) -> Result<Vec<super::Row>, DbError> {
        let result = self.conn.query(sql, params);
        self.note(result)
    }
    fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        let result = self.conn.batch(sql);
        self.note(result)
    }
    fn in_transaction(&mut self) -> bool {
        self.conn.in_transaction()
    }
    fn is_alive(&mut self) -> bool {
        self.conn.is_alive()
    }
    fn backend(&self) -> Backend {
        self.conn.backend()
    }
}

impl Writer {
    pub(super) fn start(
        opener: Arc<dyn Opener>,
        conn: Box<dyn Connection>,
        group_max: usize,
        counts: Arc<WriteCounts>,
    ) -> Result<Self, DbError> {
        let (sender, receiver) = crossbeam_channel::bounded(WAITING_MAX);
        let writable = Arc::new(AtomicBool::new(true));
        let thread = Thread {
            opener,
            conn: Some(conn),
            receiver,
            group_max: group_max.max(1),
            counts,
            writable: writable.clone(),
            poisoned: None,
        };
        std::thread::Builder::new()
            .name("write".to_owned())
            .spawn(move || thread.run())
            .map_err(|e| DbError::Unavailable(format!("no thread to write with: {e}")))?;
        Ok(Self { sender, writable })
    }

    pub(super) fn is_writable(&self) -> bool {
        self.writable.load(Ordering::Relaxed)
    }

    pub(super) async fn run<T, E>(
        &self,
        is_large: bool,
        work: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let (caller, answer) = oneshot::channel();
        let work = Box::new(Typed {
            work,
            is_large,
            result: None,
            caller,
        });
        self.sender.try_send(work).map_err(|error| {
            DbError::Unavailable(match error {
                TrySendError::Full(_) => "too many writes are waiting".to_owned(),
                TrySendError::Disconnected(_) => "the writer has stopped".to_owned(),
            })
        })?;
        answer
            .await
            .unwrap_or_else(|_| Err(DbError::Unavailable("the writer has stopped".into()).into()))
    }
}

struct Thread {
    opener: Arc<dyn Opener>,
    conn: Option<Box<dyn Connection>>,
    receiver: Receiver<Box<dyn Work>>,
    group_max: usize,
    counts: Arc<WriteCounts>,
    writable: Arc<AtomicBool>,
    /// After a failed fsync nobody knows what is on disk: stop writing until a restart.
    poisoned: Option<String>,
}

impl Thread {
    fn run(mut self) {
        let mut next = None;
        while let Some(first) = next.take().or_else(|| self.receiver.recv().ok()) {
            let mut group = vec![first];
            while group.len() < self.group_max && !group[0].is_large() && next.is_none() {
                match self.receiver.try_recv() {
                    Ok(work) if work.is_large() => next = Some(work),
                    Ok(work) => group.push(work),
                    Err(_) => break,
                }
            }
            let committed = self.commit(&mut group);
            self.count(&committed, group.len());
            for work in group {
                work.answer(committed.clone());
            }
        }
    }

    fn count(&mut self, committed: &Result<(), DbError>, works: usize) {
        let add = |counter: &AtomicU64, n: usize| counter.fetch_add(n as u64, Ordering::Relaxed);
        if let Err(error) = committed {
            add(&self.counts.unavailable, works);
            tracing::error!(%error, works, "nothing of this group was stored");
            // SQLite's words for a failed fsync; the kernel may have dropped the dirty pages.
            if error.to_string().contains("disk I/O error") {
                self.poisoned = Some(error.to_string());
            }
        } else {
            add(&self.counts.commits, 1);
            add(&self.counts.works, works);
        }
        self.writable.store(committed.is_ok(), Ordering::Relaxed);
    }

    fn commit(&mut self, group: &mut [Box<dyn Work>]) -> Result<(), DbError> {
        if let Some(reason) = &self.poisoned {
            return Err(DbError::Unavailable(format!(
                "writing stopped after: {reason}"
            )));
        }
        let mut attempts = 0;
        loop {
            attempts += 1;
            match self.attempt(group) {
                Err(DbError::Conflict(_)) if attempts < 5 => {}
                Err(DbError::Conflict(text)) => return Err(DbError::Unavailable(text)),
                other => return other,
            }
        }
    }

    fn attempt(&mut self, group: &mut [Box<dyn Work>]) -> Result<(), DbError> {
        if self.conn.as_mut().is_some_and(|c| !c.is_alive()) {
            self.conn = None;
        }
        let conn = match &mut self.conn {
            Some(conn) => conn,
            none => none.insert(self.opener.open_writer()?),
        };
        let result = run_group(&mut **conn, group);
        if result.is_err() && conn.in_transaction() && conn.batch("ROLLBACK").is_err() {
            self.conn = None;
        }
        result
    }
}

fn run_group(conn: &mut dyn Connection, group: &mut [Box<dyn Work>]) -> Result<(), DbError> {
    // IMMEDIATE: a lock upgrade in mid-transaction would ignore SQLite's busy timeout.
    conn.batch(match conn.backend() {
        Backend::Sqlite => "BEGIN IMMEDIATE",
        Backend::Postgres => "BEGIN",
    })?;
    if let [work] = group {
        return run_alone(conn, &mut **work);
    }
    // What begins or ends a piece is sent together with what comes next: over a network each
    // statement costs a round trip.
    let mut next = "SAVEPOINT piece";
    for work in group.iter_mut() {
        conn.batch(next)?;
        next = match work.run(&mut Tx { conn: &mut *conn }) {
            Ok(()) => "RELEASE piece; SAVEPOINT piece",
            Err(Failure::Conflict(error)) => return Err(error),
            Err(Failure::Own) => {
                still_open(conn)?;
                "ROLLBACK TO piece"
            }
        };
    }
    if next == "ROLLBACK TO piece" {
        conn.batch(next)?;
    }
    conn.batch("COMMIT")
}

/// Who is alone is undone with the transaction. A savepoint would cost SQLite a copy in memory of
/// every page that changes after it: tens of megabytes for a piece of a large import.
fn run_alone(conn: &mut dyn Connection, work: &mut dyn Work) -> Result<(), DbError> {
    match work.run(&mut Tx { conn: &mut *conn }) {
        Ok(()) => conn.batch("COMMIT"),
        Err(Failure::Conflict(error)) => Err(error),
        Err(Failure::Own) => {
            still_open(conn)?;
            conn.batch("ROLLBACK")
        }
    }
}

/// Some errors, as of a full disk, end a transaction by themselves.
fn still_open(conn: &mut dyn Connection) -> Result<(), DbError> {
    if conn.in_transaction() {
        return Ok(());
    }
    let broken = "the transaction was broken off".to_owned();
    Err(DbError::Unavailable(broken))
}
