//! Personal links. Only the hash of a link's token is stored.

use platform::db::Row;
use platform::{DbError, Tx, params};

use super::reading::{from_json, json};
use crate::model::{Attributes, Invitation, Response};

const INVITATION: &str = "i.workspace_id, i.survey_id, i.invitation_id, i.external_id, \
                          i.attributes, i.created_at_us, i.revoked_at_us, i.closes_at_us, \
                          i.told, r.state AS response_state, r.doubt AS doubt";
const WITH_RESPONSE: &str = "invitation i LEFT JOIN response r ON r.workspace_id = i.workspace_id \
                             AND r.survey_id = i.survey_id AND r.invitation_id = i.invitation_id";

fn invitation(row: &Row) -> Result<Invitation, DbError> {
    let state: Option<String> = row.get("response_state")?;
    let doubt: Option<String> = row.get("doubt")?;
    Ok(Invitation {
        workspace_id: row.get("workspace_id")?,
        survey_id: row.get("survey_id")?,
        invitation_id: row.get("invitation_id")?,
        external_id: row.get("external_id")?,
        attributes: from_json(&row.get::<String>("attributes")?)?,
        created_at_us: row.get("created_at_us")?,
        revoked_at_us: row.get("revoked_at_us")?,
        closes_at_us: row.get("closes_at_us")?,
        told: row.get("told")?,
        response_state: state.map(|s| s.parse().map_err(DbError::Bug)).transpose()?,
        doubt: doubt.map(|d| d.parse().map_err(DbError::Bug)).transpose()?,
    })
}

/// Adds an invitation for the token with this hash.
pub fn add(tx: &mut Tx<'_>, invitation: &Invitation, token_hash: &[u8]) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO invitation (workspace_id, invitation_id, survey_id, token_hash, attributes,
                                 external_id, created_at_us, revoked_at_us, closes_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            &invitation.workspace_id,
            &invitation.invitation_id,
            &invitation.survey_id,
            token_hash,
            json(&invitation.attributes)?,
            invitation.external_id.as_ref(),
            invitation.created_at_us,
            invitation.revoked_at_us,
            invitation.closes_at_us
        ],
    )?;
    Ok(())
}

/// How many invitations of a survey were made.
pub fn made(tx: &mut Tx<'_>, workspace_id: &str, survey_id: &str) -> Result<usize, DbError> {
    let row = tx.query_one(
        "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM invitation
         WHERE workspace_id = $1 AND survey_id = $2",
        params![workspace_id, survey_id],
    )?;
    let made: i64 = row.map_or(Ok(0), |row| row.get("n"))?;
    Ok(usize::try_from(made).unwrap_or(0))
}

/// The invitation behind a personal link. The token is the permission; workspace and survey follow
/// from it.
pub fn by_token(tx: &mut Tx<'_>, token_hash: &[u8]) -> Result<Option<Invitation>, DbError> {
    tx.query_one(
        &format!("SELECT {INVITATION} FROM {WITH_RESPONSE} WHERE i.token_hash = $1"),
        params![token_hash],
    )?
    .map(|r| invitation(&r))
    .transpose()
}

/// The invitation with this id.
pub fn by_id(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
    invitation_id: &str,
) -> Result<Option<Invitation>, DbError> {
    tx.query_one(
        &format!(
            "SELECT {INVITATION} FROM {WITH_RESPONSE}
             WHERE i.workspace_id = $1 AND i.survey_id = $2 AND i.invitation_id = $3"
        ),
        params![workspace_id, survey_id, invitation_id],
    )?
    .map(|r| invitation(&r))
    .transpose()
}

/// The invitation with this id, of whichever survey of the workspace.
pub fn in_workspace(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    invitation_id: &str,
) -> Result<Option<Invitation>, DbError> {
    tx.query_one(
        &format!(
            "SELECT {INVITATION} FROM {WITH_RESPONSE}
             WHERE i.workspace_id = $1 AND i.invitation_id = $2"
        ),
        params![workspace_id, invitation_id],
    )?
    .map(|r| invitation(&r))
    .transpose()
}

/// The invitations of one respondent that are live or were answered, the newest first.
pub fn of_respondent(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
    external_id: &str,
) -> Result<Vec<Invitation>, DbError> {
    tx.query(
        &format!(
            "SELECT {INVITATION} FROM {WITH_RESPONSE}
             WHERE i.workspace_id = $1 AND i.survey_id = $2 AND i.external_id = $3
               AND (i.revoked_at_us IS NULL OR r.state = 'complete' OR i.told = 1)
             ORDER BY i.created_at_us DESC, i.invitation_id"
        ),
        params![workspace_id, survey_id, external_id],
    )?
    .iter()
    .map(invitation)
    .collect()
}

/// Invitations of a survey in the order they were made, after (`created_at_us`, id).
pub fn list(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
    after: (i64, &str),
    limit: usize,
) -> Result<Vec<Invitation>, DbError> {
    tx.query(
        &format!(
            "SELECT {INVITATION} FROM {WITH_RESPONSE}
             WHERE i.workspace_id = $1 AND i.survey_id = $2
               AND (i.created_at_us, i.invitation_id) > ($3, $4)
             ORDER BY i.created_at_us, i.invitation_id LIMIT $5"
        ),
        params![workspace_id, survey_id, after.0, after.1, limit],
    )?
    .iter()
    .map(invitation)
    .collect()
}

/// How many invitations a survey has, and how many of them were answered completely.
pub fn counts(tx: &mut Tx<'_>, workspace_id: &str, survey_id: &str) -> Result<(i64, i64), DbError> {
    let row = tx.query_one(
        &format!(
            "SELECT CAST(COUNT(*) AS BIGINT) AS invited,
                    CAST(COUNT(CASE WHEN i.told = 1
                      OR (r.state = 'complete' AND r.doubt IS NULL) THEN 1 END) AS BIGINT) AS answered
             FROM {WITH_RESPONSE} WHERE i.workspace_id = $1 AND i.survey_id = $2"
        ),
        params![workspace_id, survey_id],
    )?;
    row.map_or(Ok((0, 0)), |r| Ok((r.get("invited")?, r.get("answered")?)))
}

/// Revokes an invitation; false when there is none.
pub fn revoke(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
    invitation_id: &str,
    now_us: i64,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE invitation SET revoked_at_us = COALESCE(revoked_at_us, $4)
         WHERE workspace_id = $1 AND survey_id = $2 AND invitation_id = $3",
        params![workspace_id, survey_id, invitation_id, now_us],
    )?;
    Ok(changed > 0)
}

/// Revokes an invitation of whichever survey; false when there is none.
pub fn withdraw(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    invitation_id: &str,
    now_us: i64,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE invitation SET revoked_at_us = COALESCE(revoked_at_us, $3)
         WHERE workspace_id = $1 AND invitation_id = $2",
        params![workspace_id, invitation_id, now_us],
    )?;
    Ok(changed > 0)
}

/// Takes note that somebody answered an invitation of a survey of employees.
pub(crate) fn tell(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    invitation_id: &str,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE invitation SET told = 1 WHERE workspace_id = $1 AND invitation_id = $2",
        params![workspace_id, invitation_id],
    )?;
    Ok(())
}

/// The attributes of all invitations of a survey.
pub(crate) fn attributes(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
) -> Result<Vec<Attributes>, DbError> {
    tx.query(
        "SELECT attributes FROM invitation WHERE workspace_id = $1 AND survey_id = $2",
        params![workspace_id, survey_id],
    )?
    .iter()
    .map(|row| from_json(&row.get::<String>("attributes")?))
    .collect()
}

/// Holds the invitation until the commit: what happens at one invitation happens in turn.
pub(crate) fn hold(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    invitation_id: &str,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE invitation SET told = told WHERE workspace_id = $1 AND invitation_id = $2",
        params![workspace_id, invitation_id],
    )?;
    Ok(())
}

/// As [`hold`], the invitation of a response.
pub(super) fn hold_of(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    response_id: &str,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE invitation SET told = told
         WHERE workspace_id = $1 AND invitation_id =
               (SELECT r.invitation_id FROM response r
                WHERE r.workspace_id = $1 AND r.response_id = $2)",
        params![workspace_id, response_id],
    )?;
    Ok(())
}

/// Ends the invitations of whoever's response is erased, and what they knew of them.
pub(super) fn forget_respondent(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
    erased: &Response,
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM vote_hit
         WHERE workspace_id = $1 AND survey_id = $2 AND invitation_id IN
               (SELECT i.invitation_id FROM invitation i
                WHERE i.workspace_id = $1 AND i.survey_id = $2 AND (i.external_id = $4
                      OR i.invitation_id =
                         (SELECT r.invitation_id FROM response r
                          WHERE r.workspace_id = $1 AND r.survey_id = $2 AND r.ordinal = $3)))",
        params![
            workspace_id,
            survey_id,
            erased.ordinal,
            erased.external_id.as_ref()
        ],
    )?;
    tx.execute(
        "UPDATE invitation
         SET external_id = NULL, attributes = $4, revoked_at_us = COALESCE(revoked_at_us, $5)
         WHERE workspace_id = $1 AND survey_id = $2 AND (external_id = $6 OR invitation_id =
               (SELECT r.invitation_id FROM response r
                WHERE r.workspace_id = $1 AND r.survey_id = $2 AND r.ordinal = $3))",
        params![
            workspace_id,
            survey_id,
            erased.ordinal,
            "{}",
            now_us,
            erased.external_id.as_ref()
        ],
    )?;
    Ok(())
}
