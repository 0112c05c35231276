//! The database: SQLite (embedded) or PostgreSQL behind one small interface.
//!
//! Statements are one SQL text for both, with `$1`-style parameters. Work is a closure over a
//! [`Tx`]; [`Db::write`] runs it in a transaction that is shared with whoever else is writing at
//! that moment (group commit) and returns only after the commit is durable. Work may run twice
//! when the database asks for a retry, so it must have no effect but through its `Tx`.

mod migrate;
mod postgres;
mod reader;
mod sqlite;
mod statistics;
mod value;
mod writer;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub use migrate::Migration;
pub use value::{FromValue, Row, Value};

/// Builds the parameters of a statement: `params![workspace_id, 3, None::<i64>]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::db::Value::from($value)),*] };
}

/// Which database is behind [`Db`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// The embedded database.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

impl Backend {
    /// A condition: `column` is among the texts of the JSON array in parameter `list` (`$3`). One
    /// parameter for however many texts, so that statements stay the same.
    pub fn among(self, column: &str, list: &str) -> String {
        match self {
            Self::Sqlite => format!("{column} IN (SELECT value FROM json_each({list}))"),
            Self::Postgres => {
                format!("{column} IN (SELECT jsonb_array_elements_text(CAST({list} AS JSONB)))")
            }
        }
    }

    /// The texts of the JSON array in parameter `list` as a table with a column `value`, for
    /// statements that go through them one by one. Joined by `CROSS JOIN`, which keeps SQLite to the
    /// order of the tables: without statistics it takes the whole workspace's rows first.
    pub fn texts(self, list: &str) -> String {
        match self {
            Self::Sqlite => format!("(SELECT value FROM json_each({list}))"),
            Self::Postgres => {
                // Of an array PostgreSQL expects ten; of what JSON gives a hundred, and it would
                // rather read whole tables than look so many up in their indexes.
                format!(
                    "(SELECT UNNEST(ARRAY(
                        SELECT jsonb_array_elements_text(CAST({list} AS JSONB)))) AS value)"
                )
            }
        }
    }
}

/// What can go wrong in the database.
#[derive(Debug, Clone, thiserror::Error)]
pub enum DbError {
    /// A unique key exists already; the text names the key as the database does.
    #[error("already exists: {0}")]
    Unique(String),
    /// The database can't take or answer this now: full disk, locked, gone. Nothing was stored.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// Two transactions got in each other's way; the writer runs the work once more.
    #[error("conflict between transactions: {0}")]
    Conflict(String),
    /// A text that no database can take: it holds U+0000.
    #[error("a text holds the character U+0000, which can't be stored or looked for")]
    Unstorable,
    /// A mistake in a statement or a row that can't be read.
    #[error("database error: {0}")]
    Bug(String),
}

/// One connection inside a transaction (or a read snapshot).
pub struct Tx<'a> {
    conn: &'a mut dyn Connection,
}

impl Tx<'_> {
    /// Runs a statement, returns the number of rows it changed.
    pub fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, DbError> {
        storable(params)?;
        self.conn.execute(sql, params)
    }

    /// Runs a query, returns all its rows. Page large ones by key.
    pub fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, DbError> {
        storable(params)?;
        self.conn.query(sql, params)
    }

    /// The first row of a query, if there is one.
    pub fn query_one(&mut self, sql: &str, params: &[Value]) -> Result<Option<Row>, DbError> {
        Ok(self.query(sql, params)?.into_iter().next())
    }

    /// Which database this is, for the few statements that differ.
    pub fn backend(&self) -> Backend {
        self.conn.backend()
    }
}

/// PostgreSQL takes no U+0000 in a text; what one database refuses, both do.
fn storable(params: &[Value]) -> Result<(), DbError> {
    let holds_nul = |value: &Value| matches!(value, Value::Text(text) if text.contains('\0'));
    if params.iter().any(holds_nul) {
        return Err(DbError::Unstorable);
    }
    Ok(())
}

/// What a backend's connection must do.
pub(crate) trait Connection: Send {
    fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, DbError>;
    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, DbError>;
    /// Statements without parameters or rows, several at once.
    fn batch(&mut self, sql: &str) -> Result<(), DbError>;
    /// False when an error has already ended the transaction.
    fn in_transaction(&mut self) -> bool;
    /// Whether the connection can still be used.
    fn is_alive(&mut self) -> bool;
    fn backend(&self) -> Backend;
}

/// Where the data is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A file of the embedded database.
    Sqlite(PathBuf),
    /// A `postgres://` address.
    Postgres(String),
}

impl std::str::FromStr for Location {
    type Err = String;

    /// Reads `sqlite:PATH` or `postgres://…`.
    fn from_str(url: &str) -> Result<Self, String> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() {
                return Err(
                    "sqlite: needs a file, as in sqlite:/var/lib/luister/luister.db".into(),
                );
            }
            return Ok(Self::Sqlite(path.into()));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        Err("a database address starts with sqlite: or postgres://".to_owned())
    }
}

/// Opens connections to one [`Location`].
pub(crate) trait Opener: Send + Sync {
    fn open_writer(&self) -> Result<Box<dyn Connection>, DbError>;
    fn open_reader(&self) -> Result<Box<dyn Connection>, DbError>;
    fn backend(&self) -> Backend;
}

/// Counts of the write side, for `/metrics`.
#[derive(Debug, Default)]
pub struct WriteCounts {
    /// Transactions committed.
    pub commits: AtomicU64,
    /// Pieces of work stored in them.
    pub works: AtomicU64,
    /// Pieces of work refused because the database was unavailable.
    pub unavailable: AtomicU64,
}

/// A handle on the database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    writer: writer::Writer,
    quick: reader::Readers,
    long: reader::Readers,
    opener: Arc<dyn Opener>,
    counts: Arc<WriteCounts>,
}

/// How a [`Db`] behaves; the default is what `serve` uses.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Largest number of pieces of work in one transaction; 1 commits one by one (for benchmarks).
    pub group_max: usize,
    /// Connections that answer pages, and as many again for exports and rebuilding facts.
    pub readers: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            group_max: 256,
            readers: 2,
        }
    }
}

impl Db {
    /// Opens the database (a new SQLite file is made) and starts its threads. Call
    /// [`Db::migrate`] before anything else.
    pub fn open(location: &Location, options: Options) -> Result<Self, DbError> {
        let opener: Arc<dyn Opener> = match location {
            Location::Sqlite(path) => Arc::new(sqlite::Sqlite::new(path.clone())),
            Location::Postgres(url) => Arc::new(postgres::Postgres::new(url)?),
        };
        let counts = Arc::new(WriteCounts::default());
        let conn = on_own_thread(|| opener.open_writer())?;
        let writer =
            writer::Writer::start(opener.clone(), conn, options.group_max, counts.clone())?;
        let quick = reader::Readers::start(&opener, options.readers, "read");
        let long = reader::Readers::start(&opener, options.readers, "read-long");
        statistics::keep(&opener, &counts)?;
        Ok(Self {
            writer,
            quick,
            long,
            opener,
            counts,
        })
    }

    /// Brings the schema up to date. Refuses a database that is newer than this program.
    pub fn migrate(&self, migrations: &[&Migration], now_us: i64) -> Result<(), DbError> {
        on_own_thread(|| {
            let mut conn = self.opener.open_writer()?;
            migrate::run(&mut *conn, migrations, now_us)
        })
    }

    /// Runs `work` in a transaction and returns after it is durable. An error undoes just this
    /// work, not that of others in the same group.
    pub async fn write<T, E>(
        &self,
        work: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.writer.run(false, work).await
    }

    /// The same for work that changes a lot, such as hundreds of rows of an import: it has a
    /// transaction of its own, so that memory doesn't keep what everything it changes was before.
    pub async fn write_large<T, E>(
        &self,
        work: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.writer.run(true, work).await
    }

    /// Runs `work` on a reading connection, for pages and small answers.
    pub async fn read<T, E>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.quick.run(work).await
    }

    /// As [`Db::read`], on connections of their own for exports and rebuilding facts, so that
    /// these never hold up a page.
    pub async fn read_long<T, E>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.long.run(work).await
    }

    /// Which database this is.
    pub fn backend(&self) -> Backend {
        self.opener.backend()
    }

    /// Counts of the write side: commits, works, unavailable.
    pub fn write_counts(&self) -> [u64; 3] {
        let load = |c: &AtomicU64| c.load(Ordering::Relaxed);
        [
            load(&self.counts.commits),
            load(&self.counts.works),
            load(&self.counts.unavailable),
        ]
    }

    /// Whether the last write could be stored; false after a full disk or a lost server until a
    /// write succeeds again.
    pub fn is_writable(&self) -> bool {
        self.writer.is_writable()
    }
}

/// Runs `work` outside any async runtime: the PostgreSQL client brings its own.
fn on_own_thread<T: Send>(work: impl FnOnce() -> Result<T, DbError> + Send) -> Result<T, DbError> {
    std::thread::scope(|scope| {
        scope
            .spawn(work)
            .join()
            .unwrap_or_else(|_| Err(DbError::Bug("opening the database panicked".to_owned())))
    })
}

#[cfg(test)]
mod tests;
