//! SQLite: WAL with `synchronous=FULL`, so that a commit is on disk before it is acknowledged.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{ErrorCode, OpenFlags};

use super::{Backend, Connection, DbError, Opener, Row, Value};

/// How long a statement waits for another process that holds the database.
const BUSY_WAIT: Duration = Duration::from_secs(8);
/// Pages the writing connection keeps, and each reading one, in KiB. The system keeps the file's pages
/// in memory anyway, as far as there is room, and a look there costs a microsecond: more of our own
/// made nothing measurably faster, but each connection filled what it was given.
const WRITER_CACHE_KIB: usize = 16 * 1024;
const READER_CACHE_KIB: usize = 8 * 1024;
/// Prepared statements kept per connection.
const STATEMENTS_KEPT: usize = 256;

pub(super) struct Sqlite {
    path: PathBuf,
}

impl Sqlite {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path }
    }

    fn open(&self, flags: OpenFlags) -> Result<rusqlite::Connection, DbError> {
        let conn = rusqlite::Connection::open_with_flags(&self.path, flags)
            .map_err(|e| DbError::Unavailable(format!("{}: {e}", self.path.display())))?;
        conn.busy_timeout(BUSY_WAIT).map_err(|e| translate(&e))?;
        conn.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        Ok(conn)
    }
}

impl Opener for Sqlite {
    fn open_writer(&self) -> Result<Box<dyn Connection>, DbError> {
        let conn = self.open(OpenFlags::default())?;
        // secure_delete: an erased answer must not stay readable in free pages.
        conn.execute_batch(&format!(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;
             PRAGMA secure_delete=ON; PRAGMA cache_size=-{WRITER_CACHE_KIB};
             PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;",
        ))
        .map_err(|e| translate(&e))?;
        Ok(Box::new(SqliteConnection { conn }))
    }

    fn open_reader(&self) -> Result<Box<dyn Connection>, DbError> {
        let conn =
            self.open(OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        conn.execute_batch(&format!(
            "PRAGMA query_only=ON; PRAGMA cache_size=-{READER_CACHE_KIB};
             PRAGMA temp_store=MEMORY;",
        ))
        .map_err(|e| translate(&e))?;
        Ok(Box::new(SqliteConnection { conn }))
    }

    fn backend(&self) -> Backend {
        Backend::Sqlite
    }
}

struct SqliteConnection {
    conn: rusqlite::Connection,
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(v) => ValueRef::Integer(*v),
            Self::Real(v) => ValueRef::Real(*v),
            Self::Text(v) => ValueRef::Text(v.as_bytes()),
            Self::Blob(v) => ValueRef::Blob(v),
        }))
    }
}

impl SqliteConnection {
    /// A prepared statement with its parameters bound. `$n` is a *named* parameter to SQLite, so
    /// each is bound by its number in the name.
    fn prepare(
        &self,
        sql: &str,
        params: &[Value],
    ) -> Result<rusqlite::CachedStatement<'_>, DbError> {
        let mut statement = self
            .conn
            .prepare_cached(sql)
            .map_err(|e| DbError::Bug(format!("{e}: {sql}")))?;
        for index in 1..=statement.parameter_count() {
            let number = statement
                .parameter_name(index)
                .and_then(|name| name.get(1..)?.parse::<usize>().ok())
                .filter(|n| (1..=params.len()).contains(n))
                .ok_or_else(|| DbError::Bug(format!("parameter {index} has no value: {sql}")))?;
            statement
                .raw_bind_parameter(index, &params[number - 1])
                .map_err(|e| translate(&e))?;
        }
        Ok(statement)
    }
}

impl Connection for SqliteConnection {
    fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, DbError> {
        let mut statement = self.prepare(sql, params)?;
        statement
            .raw_execute()
            .map(|n| n as u64)
            .map_err(|e| translate(&e))
    }

    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, DbError> {
        let mut statement = self.prepare(sql, params)?;
        let columns: Arc<[String]> = statement
            .column_names()
            .into_iter()
            .map(str::to_owned)
            .collect();
        let mut rows = statement.raw_query();
        let mut result = Vec::new();
        while let Some(row) = rows.next().map_err(|e| translate(&e))? {
            let values = (0..columns.len())
                .map(|i| {
                    Ok(match row.get_ref(i).map_err(|e| translate(&e))? {
                        ValueRef::Null => Value::Null,
                        ValueRef::Integer(v) => Value::Int(v),
                        ValueRef::Real(v) => Value::Real(v),
                        ValueRef::Text(v) => Value::Text(
                            String::from_utf8(v.to_vec())
                                .map_err(|_| DbError::Bug("text that is no UTF-8".into()))?,
                        ),
                        ValueRef::Blob(v) => Value::Blob(v.to_vec()),
                    })
                })
                .collect::<Result<Vec<_>, DbError>>()?;
            result.push(Row {
                columns: columns.clone(),
                values,
            });
        }
        Ok(result)
    }

    fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        self.conn.execute_batch(sql).map_err(|e| translate(&e))
    }

    fn in_transaction(&mut self) -> bool {
        !self.conn.is_autocommit()
    }

    fn is_alive(&mut self) -> bool {
        true
    }

    fn backend(&self) -> Backend {
        Backend::Sqlite
    }
}

fn translate(error: &rusqlite::Error) -> DbError {
    let text = error.to_string();
    match error {
        rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
            ErrorCode::ConstraintViolation
                if matches!(
                    failure.extended_code,
                    rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE
                        | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY
                ) =>
            {
                DbError::Unique(text)
            }
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::DiskFull
            | ErrorCode::SystemIoFailure
            | ErrorCode::ReadOnly
            | ErrorCode::OutOfMemory
            | ErrorCode::CannotOpen => DbError::Unavailable(text),
            _ => DbError::Bug(text),
        },
        _ => DbError::Bug(text),
    }
}
