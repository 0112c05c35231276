//! How many invitations to a survey were sent, opened, begun and finished.

use platform::db::{Backend, Value};
use platform::{DbError, Tx};
use user::Sight;

/// What became of the invitations that a mail server took within a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Steps {
    /// Taken by the mail server.
    pub(crate) invited: u64,
    /// Opened by a person, as far as that is known.
    pub(crate) opened: u64,
    /// Something was answered.
    pub(crate) started: u64,
    /// Sent in, and not in doubt.
    pub(crate) finished: u64,
}

/// Which invitations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Which {
    /// Handed over from (in) to (out), UTC microseconds.
    pub(crate) handed_us: [i64; 2],
    /// Attributes the invitation was made with, those of its contact and account; each with the
    /// values that count.
    pub(crate) attributes: Vec<(String, Vec<String>)>,
}

struct Statement {
    values: Vec<Value>,
    sql: String,
}

impl Statement {
    /// The invitations of a survey within a sight: those to contacts of accounts that its people are
    /// responsible for.
    fn new(backend: Backend, (workspace_id, survey_id): (&str, &str), sight: &Sight) -> Self {
        let mut own = Self {
            values: vec![workspace_id.into(), survey_id.into()],
            sql: "p.workspace_id = $1 AND p.survey_id = $2".to_owned(),
        };
        if let Some(people) = sight.json() {
            own.values.push(people.into());
            let list = format!("${}", own.values.len());
            let seen = contact::store::sight::is_account_seen(backend, "c.account_id", &list);
            own.sql += &format!(
                " AND p.contact_id IN (SELECT c.contact_id FROM contact c
                     WHERE c.workspace_id = $1 AND {seen})"
            );
        }
        own
    }

    fn param(&mut self, value: impl Into<Value>) -> usize {
        self.values.push(value.into());
        self.values.len()
    }

    /// The text of an attribute of the invitation.
    fn attribute(&mut self, backend: Backend, name: &str) -> String {
        let name = match backend {
            Backend::Postgres => name.to_owned(),
            // A bare name could be taken for a path ($…, […]); a quoted one can't.
            Backend::Sqlite => {
                format!("$.\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
            }
        };
        let place = self.param(name);
        format!("COALESCE(CAST(i.attributes ->> CAST(${place} AS TEXT) AS TEXT), '')")
    }

    fn narrow(&mut self, backend: Backend, which: &Which) {
        let [from, to] = which.handed_us.map(|at_us| self.param(at_us));
        self.sql += &format!(" AND p.handed_over_at_us >= ${from} AND p.handed_over_at_us < ${to}");
        for (name, values) in &which.attributes {
            let text = self.attribute(backend, name);
            let places: Vec<String> = values
                .iter()
                .map(|value| format!("${}", self.param(value)))
                .collect();
            self.sql += &format!(" AND {text} IN ({})", places.join(", "));
        }
    }

    fn from(&self) -> String {
        format!(
            "FROM programme_invitation p
             JOIN invitation i ON i.workspace_id = p.workspace_id
                AND i.invitation_id = p.invitation_id
             WHERE {}",
            self.sql
        )
    }
}

/// What became of the invitations of a survey that are meant, within a sight.
pub(crate) fn steps(
    tx: &mut Tx<'_>,
    of: (&str, &str),
    (sight, which): (&Sight, &Which),
) -> Result<Steps, DbError> {
    let backend = tx.backend();
    let mut own = Statement::new(backend, of, sight);
    own.narrow(backend, which);
    let sql = format!(
        "WITH own AS (SELECT p.invitation_id {}), used AS (
            SELECT DISTINCT invitation_id FROM vote_hit
            WHERE workspace_id = $1 AND survey_id = $2 AND kind = 'used'
         )
         SELECT CAST(COUNT(*) AS BIGINT) AS invited,
            CAST(COUNT(COALESCE(r.invitation_id, used.invitation_id)) AS BIGINT) AS opened,
            CAST(COUNT(r.invitation_id) AS BIGINT) AS started,
            CAST(COALESCE(SUM(CASE WHEN r.state = 'complete' THEN 1 ELSE 0 END), 0) AS BIGINT)
                AS finished
         FROM own
         LEFT JOIN response r ON r.workspace_id = $1 AND r.survey_id = $2
            AND r.invitation_id = own.invitation_id AND r.doubt IS NULL AND r.state <> 'erased'
         LEFT JOIN used ON used.invitation_id = own.invitation_id",
        own.from()
    );
    let Some(row) = tx.query_one(&sql, &own.values)? else {
        return Ok(Steps::default());
    };
    let number = |name: &str| Ok::<_, DbError>(row.get::<i64>(name)?.unsigned_abs());
    Ok(Steps {
        invited: number("invited")?,
        opened: number("opened")?,
        started: number("started")?,
        finished: number("finished")?,
    })
}

/// When the first and the last invitation that is meant were handed over, UTC microseconds; none when
/// there is none.
pub(crate) fn handed(
    tx: &mut Tx<'_>,
    of: (&str, &str),
    (sight, which): (&Sight, &Which),
) -> Result<Option<[i64; 2]>, DbError> {
    let backend = tx.backend();
    let mut own = Statement::new(backend, of, sight);
    own.narrow(backend, which);
    let sql = format!(
        "SELECT MIN(p.handed_over_at_us) AS first, MAX(p.handed_over_at_us) AS last {}",
        own.from()
    );
    let Some(row) = tx.query_one(&sql, &own.values)? else {
        return Ok(None);
    };
    let first: Option<i64> = row.get("first")?;
    Ok(first
        .zip(row.get::<Option<i64>>("last")?)
        .map(<[i64; 2]>::from))
}

/// Those of some attributes that no invitation of the survey has.
pub(crate) fn without(
    tx: &mut Tx<'_>,
    of: (&str, &str),
    (sight, names): (&Sight, &[String]),
) -> Result<Vec<String>, DbError> {
    let backend = tx.backend();
    let mut missing = Vec::new();
    for name in names {
        let mut own = Statement::new(backend, of, sight);
        let text = own.attribute(backend, name);
        own.sql += &format!(" AND {text} <> ''");
        let sql = format!("SELECT 1 {} LIMIT 1", own.from());
        if tx.query_one(&sql, &own.values)?.is_none() {
            missing.push(name.clone());
        }
    }
    Ok(missing)
}
