//! How many invitations to a survey were sent, opened, begun and finished.

use platform::{DbError, Tx, params};

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

/// The invitations of a survey from (in) to (out), UTC microseconds.
pub(crate) fn steps(
    tx: &mut Tx<'_>,
    (workspace_id, survey_id): (&str, &str),
    [from_us, to_us]: [i64; 2],
) -> Result<Steps, DbError> {
    let row = tx.query_one(
        "WITH own AS (
            SELECT invitation_id FROM programme_invitation
            WHERE workspace_id = $1 AND survey_id = $2
              AND handed_over_at_us >= $3 AND handed_over_at_us < $4
         ), used AS (
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
        params![workspace_id, survey_id, from_us, to_us],
    )?;
    let Some(row) = row else {
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
