//! Which of ours is which of theirs.

use platform::{DbError, Tx, params};

/// The id here of what is called `remote_id` there.
pub(crate) fn ours(
    tx: &mut Tx<'_>,
    (workspace_id, connector_id): (&str, &str),
    noun: &str,
    remote_id: &str,
) -> Result<Option<String>, DbError> {
    tx.query_one(
        "SELECT our_id FROM connector_link
         WHERE workspace_id = $1 AND connector_id = $2 AND noun = $3 AND remote_id = $4",
        params![workspace_id, connector_id, noun, remote_id],
    )?
    .map(|row| row.at(0))
    .transpose()
}

/// Stores that `remote_id` there is `our_id` here.
pub(crate) fn put(
    tx: &mut Tx<'_>,
    (workspace_id, connector_id): (&str, &str),
    noun: &str,
    (remote_id, our_id): (&str, &str),
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO connector_link (workspace_id, connector_id, noun, remote_id, our_id)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (workspace_id, connector_id, noun, remote_id)
         DO UPDATE SET our_id = excluded.our_id WHERE connector_link.our_id <> excluded.our_id",
        params![workspace_id, connector_id, noun, remote_id, our_id],
    )?;
    Ok(())
}

/// What is called `our_id` here is called there, by connection.
pub(crate) fn theirs(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    noun: &str,
    our_id: &str,
) -> Result<Vec<(String, String)>, DbError> {
    tx.query(
        "SELECT connector_id, remote_id FROM connector_link
         WHERE workspace_id = $1 AND noun = $2 AND our_id = $3
         ORDER BY connector_id, remote_id",
        params![workspace_id, noun, our_id],
    )?
    .iter()
    .map(|row| Ok((row.at(0)?, row.at(1)?)))
    .collect()
}

/// The same in one connection; of several the first.
pub(crate) fn remote(
    tx: &mut Tx<'_>,
    (workspace_id, connector_id): (&str, &str),
    noun: &str,
    our_id: &str,
) -> Result<Option<String>, DbError> {
    let all = theirs(tx, workspace_id, noun, our_id)?;
    Ok(all
        .into_iter()
        .find(|(id, _)| id == connector_id)
        .map(|(_, remote)| remote))
}

/// The ticket that a response is about, when its invitation followed from an event of this
/// connection.
pub(crate) fn ticket_of(
    tx: &mut Tx<'_>,
    (workspace_id, connector_id): (&str, &str),
    response_id: &str,
) -> Result<Option<String>, DbError> {
    tx.query_one(
        "SELECT i.subject FROM response r
         JOIN programme_invitation i
           ON i.workspace_id = r.workspace_id AND i.invitation_id = r.invitation_id
         JOIN connector_link l
           ON l.workspace_id = i.workspace_id AND l.connector_id = $2 AND l.noun = 'ticket'
              AND l.remote_id = i.subject
         WHERE r.workspace_id = $1 AND r.response_id = $3
           AND EXISTS (SELECT 1 FROM event e
                       WHERE e.workspace_id = i.workspace_id AND e.subject = i.subject
                         AND e.source_id = $2)",
        params![workspace_id, connector_id, response_id],
    )?
    .map(|row| row.at(0))
    .transpose()
}

/// Forgets who a contact is in other systems.
pub(crate) fn forget_contact(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_id: &str,
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM connector_link WHERE workspace_id = $1 AND noun = 'contact' AND our_id = $2",
        params![workspace_id, contact_id],
    )?;
    Ok(())
}

/// Forgets all of a connection.
pub(crate) fn forget(
    tx: &mut Tx<'_>,
    (workspace_id, connector_id): (&str, &str),
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM connector_link WHERE workspace_id = $1 AND connector_id = $2",
        params![workspace_id, connector_id],
    )?;
    Ok(())
}
