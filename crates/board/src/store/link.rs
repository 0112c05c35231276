//! SQL of links for people without a login.

use platform::db::Row;
use platform::{DbError, Tx, params};
use user::Sight;

use crate::model::Link;

const LINK: &str = "SELECT workspace_id, link_id, board_id, label, made_by, sight, filter,
    with_comments, made_at_us, expires_at_us, revoked_at_us FROM board_link";

fn link(row: &Row) -> Result<Link, DbError> {
    let sight = match row.get::<Option<String>>("sight")? {
        None => Sight::Everything,
        Some(text) => {
            let people: Vec<String> = serde_json::from_str(&text)
                .map_err(|e| DbError::Bug(format!("a stored sight: {e}")))?;
            Sight::of(people)
        }
    };
    Ok(Link {
        workspace_id: row.get("workspace_id")?,
        link_id: row.get("link_id")?,
        board_id: row.get("board_id")?,
        label: row.get("label")?,
        made_by: row.get("made_by")?,
        sight,
        filter: row.get("filter")?,
        with_comments: row.get("with_comments")?,
        made_at_us: row.get("made_at_us")?,
        expires_at_us: row.get("expires_at_us")?,
        revoked_at_us: row.get("revoked_at_us")?,
    })
}

/// Stores a new link; of its secret only the hash.
pub(crate) fn insert(tx: &mut Tx<'_>, own: &Link, secret_hash: &[u8]) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO board_link (workspace_id, link_id, board_id, label, secret_hash, made_by, sight,
                                 filter, with_comments, made_at_us, expires_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            &own.workspace_id,
            &own.link_id,
            &own.board_id,
            &own.label,
            secret_hash,
            &own.made_by,
            own.sight.json(),
            &own.filter,
            own.with_comments,
            own.made_at_us,
            own.expires_at_us
        ],
    )?;
    Ok(())
}

/// The link with a secret of this hash, in whichever workspace, whether it holds or not.
pub(crate) fn by_secret(tx: &mut Tx<'_>, secret_hash: &[u8]) -> Result<Option<Link>, DbError> {
    let sql = format!("{LINK} WHERE secret_hash = $1");
    let row = tx.query_one(&sql, params![secret_hash])?;
    row.map(|row| link(&row)).transpose()
}

/// The links of a dashboard, the newest first.
pub(crate) fn of_board(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    board_id: &str,
) -> Result<Vec<Link>, DbError> {
    let sql = format!(
        "{LINK} WHERE workspace_id = $1 AND board_id = $2 ORDER BY made_at_us DESC, link_id"
    );
    let rows = tx.query(&sql, params![workspace_id, board_id])?;
    rows.iter().map(link).collect()
}

/// Ends a link; false when there is none, or none that wasn't ended before.
pub(crate) fn revoke(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (board_id, link_id): (&str, &str),
    now_us: i64,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE board_link SET revoked_at_us = $4
         WHERE workspace_id = $1 AND board_id = $2 AND link_id = $3 AND revoked_at_us IS NULL",
        params![workspace_id, board_id, link_id, now_us],
    )?;
    Ok(changed > 0)
}

/// Whether this is the id of a key that is still good.
pub(crate) fn is_key(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    api_key_id: &str,
) -> Result<bool, DbError> {
    let row = tx.query_one(
        "SELECT 1 FROM api_key
         WHERE workspace_id = $1 AND api_key_id = $2 AND revoked_at_us IS NULL",
        params![workspace_id, api_key_id],
    )?;
    Ok(row.is_some())
}
