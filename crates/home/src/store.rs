//! All SQL of this slice: how many there are of what other slices keep.

use platform::{DbError, Tx, params};

/// Improvements that are named.
const NAMED: usize = 5;

/// What was improved since some moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Improved {
    /// Actions done.
    pub(crate) actions: i64,
    /// Improvements closed.
    pub(crate) closed: i64,
    /// The latest of them: id and title.
    pub(crate) latest: Vec<(String, String)>,
}

fn count(tx: &mut Tx<'_>, sql: &str, workspace_id: &str) -> Result<i64, DbError> {
    let row = tx.query_one(sql, params![workspace_id])?;
    row.map_or(Ok(0), |row| row.get("n"))
}

/// What was improved since `from_us`.
pub(crate) fn improved(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    from_us: i64,
) -> Result<Improved, DbError> {
    let row = tx.query_one(
        "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM action
         WHERE workspace_id = $1 AND status = 'done' AND ended_at_us >= $2",
        params![workspace_id, from_us],
    )?;
    let actions = row.map_or(Ok(0), |row| row.get("n"))?;
    let row = tx.query_one(
        "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM improvement
         WHERE workspace_id = $1 AND status = 'closed' AND closed_at_us >= $2",
        params![workspace_id, from_us],
    )?;
    let closed = row.map_or(Ok(0), |row| row.get("n"))?;
    let rows = tx.query(
        "SELECT improvement_id, title FROM improvement
         WHERE workspace_id = $1 AND status = 'closed' AND closed_at_us >= $2
         ORDER BY closed_at_us DESC, improvement_id LIMIT $3",
        params![workspace_id, from_us, NAMED],
    )?;
    let latest = rows
        .iter()
        .map(|row| Ok((row.get("improvement_id")?, row.get("title")?)));
    Ok(Improved {
        actions,
        closed,
        latest: latest.collect::<Result<_, DbError>>()?,
    })
}

/// What runs, and what is in trouble.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Running {
    /// Surveys that are open.
    pub(crate) surveys: i64,
    /// Programmes that ask.
    pub(crate) programmes: i64,
    /// Rules that are on.
    pub(crate) rules: i64,
    /// Connections that are on.
    pub(crate) connections: i64,
    /// Mails of which nobody knows whether they went.
    pub(crate) mails_in_doubt: i64,
    /// Connections whose last run failed.
    pub(crate) connections_failing: i64,
    /// Calls of webhooks and channels that gave up.
    pub(crate) calls_dead: i64,
}

/// What runs in a workspace, and what is in trouble.
pub(crate) fn running(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Running, DbError> {
    const N: &str = "SELECT CAST(COUNT(*) AS BIGINT) AS n";
    let mut n = |from: &str| count(tx, &format!("{N} {from}"), workspace_id);
    Ok(Running {
        surveys: n("FROM survey WHERE workspace_id = $1 AND status = 'open'")?,
        programmes: n("FROM programme WHERE workspace_id = $1 AND status = 'running'")?,
        rules: n("FROM rule WHERE workspace_id = $1 AND state = 'on'")?,
        connections: n("FROM connector WHERE workspace_id = $1 AND is_on = 1")?,
        mails_in_doubt: n("FROM mail WHERE workspace_id = $1 AND state = 'unknown'")?,
        connections_failing: n("FROM connector c
             JOIN connector_run r ON r.workspace_id = c.workspace_id
                                 AND r.connector_id = c.connector_id
             WHERE c.workspace_id = $1 AND c.is_on = 1 AND r.state = 'failed'
               AND NOT EXISTS (SELECT 1 FROM connector_run later
                               WHERE later.workspace_id = r.workspace_id
                                 AND later.connector_id = r.connector_id
                                 AND later.started_at_us > r.started_at_us)")?,
        calls_dead: n("FROM webhook_delivery WHERE workspace_id = $1 AND state = 'dead'")?,
    })
}
