//! PostgreSQL: the same statements over one connection per thread.

use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use postgres::types::{FromSql, IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use postgres::{Client, Config, NoTls, Statement};

use super::{Backend, Connection, DbError, Opener, Row, Value};

const CONNECT_WAIT: Duration = Duration::from_secs(2);
/// Prepared statements kept per connection; beyond that the cache starts anew.
const STATEMENTS_KEPT: usize = 512;
/// After so long statements are prepared anew. The server keeps the plan it once made for one: made
/// while a table was empty, it may go through all of a workspace when there are a hundred thousand
/// rows, until the server gathers statistics of its own accord.
const PLANS_KEPT: Duration = Duration::from_secs(20);

pub(super) struct Postgres {
    config: Config,
}

impl Postgres {
    pub(super) fn new(url: &str) -> Result<Self, DbError> {
        // The address may hold a password: never repeat it in an error.
        let mut config: Config = url
            .parse()
            .map_err(|e| DbError::Unavailable(format!("the database address is not valid: {e}")))?;
        if config.get_ssl_mode() == postgres::config::SslMode::Require {
            return Err(DbError::Unavailable(
                "sslmode=require is not supported: reach PostgreSQL over a private network, a \
                 local socket or a TLS tunnel"
                    .into(),
            ));
        }
        config
            .connect_timeout(CONNECT_WAIT)
            .application_name("luister");
        config.tcp_user_timeout(Duration::from_secs(10));
        Ok(Self { config })
    }

    fn open(&self, start: &str) -> Result<Box<dyn Connection>, DbError> {
        let mut client = self.config.connect(NoTls).map_err(|e| translate(&e))?;
        // Compiling a statement takes longer (25 to 50 ms) than nearly all of ours do.
        let start = format!("SET jit = off; {start}");
        client.batch_execute(&start).map_err(|e| translate(&e))?;
        Ok(Box::new(PostgresConnection {
            client,
            statements: HashMap::new(),
            since: Instant::now(),
        }))
    }
}

impl Opener for Postgres {
    fn open_writer(&self) -> Result<Box<dyn Connection>, DbError> {
        // A process that is stopped in the middle of a transaction must not hold up all others.
        self.open(
            "SET synchronous_commit = on; SET lock_timeout = '8s'; \
             SET idle_in_transaction_session_timeout = '10s'; SET client_min_messages = warning",
        )
    }

    fn open_reader(&self) -> Result<Box<dyn Connection>, DbError> {
        self.open("SET default_transaction_read_only = on")
    }

    fn backend(&self) -> Backend {
        Backend::Postgres
    }
}

struct PostgresConnection {
    client: Client,
    statements: HashMap<String, Statement>,
    /// When the oldest of them may have been prepared.
    since: Instant,
}

impl PostgresConnection {
    fn prepare(&mut self, sql: &str) -> Result<Statement, DbError> {
        if self.since.elapsed() > PLANS_KEPT {
            self.statements.clear();
            self.since = Instant::now();
        }
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql).map_err(|e| match translate(&e) {
            DbError::Bug(text) => DbError::Bug(format!("{text}: {sql}")),
            other => other,
        })?;
        if self.statements.len() >= STATEMENTS_KEPT {
            self.statements.clear();
        }
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

fn borrowed(params: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    params.iter().map(|v| v as &(dyn ToSql + Sync)).collect()
}

impl Connection for PostgresConnection {
    fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, DbError> {
        let statement = self.prepare(sql)?;
        self.client
            .execute(&statement, &borrowed(params))
            .map_err(|e| translate(&e))
    }

    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, DbError> {
        let statement = self.prepare(sql)?;
        let columns: Arc<[String]> = statement
            .columns()
            .iter()
            .map(|c| c.name().to_owned())
            .collect();
        let rows = self
            .client
            .query(&statement, &borrowed(params))
            .map_err(|e| translate(&e))?;
        rows.iter()
            .map(|row| {
                let values = (0..columns.len())
                    .map(|i| row.try_get::<_, Value>(i).map_err(|e| translate(&e)))
                    .collect::<Result<Vec<_>, _>>()?;
                Ok(Row {
                    columns: columns.clone(),
                    values,
                })
            })
            .collect()
    }

    fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        self.client.batch_execute(sql).map_err(|e| translate(&e))
    }

    fn in_transaction(&mut self) -> bool {
        // A failed statement leaves the transaction to be rolled back to its savepoint.
        !self.client.is_closed()
    }

    fn is_alive(&mut self) -> bool {
        !self.client.is_closed()
    }

    fn backend(&self) -> Backend {
        Backend::Postgres
    }
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(v) => match *ty {
                Type::INT4 => i32::try_from(*v)?.to_sql(ty, out),
                Type::INT2 => i16::try_from(*v)?.to_sql(ty, out),
                Type::BOOL => (*v != 0).to_sql(ty, out),
                Type::FLOAT8 => (*v as f64).to_sql(ty, out),
                Type::INT8 => v.to_sql(ty, out),
                _ => Err(format!("an integer can't be a {ty}").into()),
            },
            Self::Real(v) => match *ty {
                Type::FLOAT8 => v.to_sql(ty, out),
                _ => Err(format!("a double can't be a {ty}").into()),
            },
            Self::Text(v) => match *ty {
                Type::JSONB => {
                    // The wire format of jsonb: a version byte, then the text.
                    out.extend_from_slice(&[1]);
                    out.extend_from_slice(v.as_bytes());
                    Ok(IsNull::No)
                }
                Type::TEXT | Type::VARCHAR | Type::JSON | Type::UNKNOWN | Type::NAME => {
                    v.as_str().to_sql(&Type::TEXT, out)
                }
                _ => Err(format!("text can't be a {ty}").into()),
            },
            Self::Blob(v) => v.as_slice().to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(match *ty {
            Type::INT8 => Self::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Self::Int(i32::from_sql(ty, raw)?.into()),
            Type::INT2 => Self::Int(i16::from_sql(ty, raw)?.into()),
            Type::BOOL => Self::Int(bool::from_sql(ty, raw)?.into()),
            Type::FLOAT8 => Self::Real(f64::from_sql(ty, raw)?),
            Type::FLOAT4 => Self::Real(f32::from_sql(ty, raw)?.into()),
            Type::BYTEA => Self::Blob(raw.to_vec()),
            Type::JSONB => Self::Text(std::str::from_utf8(raw.get(1..).unwrap_or(&[]))?.to_owned()),
            _ => Self::Text(std::str::from_utf8(raw)?.to_owned()),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(ty: &Type) -> bool {
        // NUMERIC has a binary form of its own: cast sums to BIGINT or DOUBLE PRECISION.
        *ty != Type::NUMERIC
    }
}

fn translate(error: &postgres::Error) -> DbError {
    let Some(db) = error.as_db_error() else {
        let text = error
            .source()
            .map_or_else(|| error.to_string(), |s| format!("{error}: {s}"));
        return if error.is_closed() || text.contains("connect") || text.contains("communicating") {
            DbError::Unavailable(text)
        } else {
            DbError::Bug(text)
        };
    };
    let text = db.message().to_owned();
    match db.code().code() {
        "23505" => DbError::Unique(db.constraint().unwrap_or(&text).to_owned()),
        "40001" | "40P01" => DbError::Conflict(text),
        // As a character, or written as \u0000 in JSON.
        "22021" | "22P05" => DbError::Unstorable,
        code if code.starts_with("08")
            || code.starts_with("53")
            || code.starts_with("57")
            || code.starts_with("58")
            || code == "55P03"
            || code == "25006" =>
        {
            DbError::Unavailable(text)
        }
        code => DbError::Bug(format!("{code} {text}")),
    }
}
