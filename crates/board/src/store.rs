//! All SQL of dashboards; that of links is in [`link`].

pub(crate) mod funnel;
pub(crate) mod link;
pub(crate) mod team;

use platform::db::Row;
use platform::{DbError, Tx, params};
use serde::de::DeserializeOwned;

use crate::model::{Audience, Board, Draft, Share};

const BOARD: &str =
    "SELECT board_id, title, owner_id, blocks, taken_off, filter, seconds, revision,
    created_at_us, changed_at_us, removed_at_us FROM board WHERE workspace_id = $1";

fn json<T: DeserializeOwned>(row: &Row, column: &str) -> Result<T, DbError> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|e| DbError::Bug(format!("stored {column}: {e}")))
}

fn board(row: &Row) -> Result<Board, DbError> {
    Ok(Board {
        board_id: row.get("board_id")?,
        owner_id: row.get("owner_id")?,
        draft: Draft {
            title: row.get("title")?,
            blocks: json(row, "blocks")?,
            filter: row.get("filter")?,
            seconds: row.get("seconds")?,
            shares: Vec::new(),
        },
        taken_off: json(row, "taken_off")?,
        revision: row.get("revision")?,
        created_at_us: row.get("created_at_us")?,
        changed_at_us: row.get("changed_at_us")?,
        removed_at_us: row.get("removed_at_us")?,
    })
}

/// The dashboard with this id, also a removed one.
pub(crate) fn by_id(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    board_id: &str,
) -> Result<Option<Board>, DbError> {
    let sql = format!("{BOARD} AND board_id = $2");
    let row = tx.query_one(&sql, params![workspace_id, board_id])?;
    let Some(mut found) = row.map(|row| board(&row)).transpose()? else {
        return Ok(None);
    };
    found.draft.shares = shares(tx, workspace_id, Some(board_id))?
        .into_iter()
        .map(|(_, share)| share)
        .collect();
    Ok(Some(found))
}

/// The dashboard with this id, kept from changing under whoever decides.
pub(crate) fn locked(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    board_id: &str,
) -> Result<Option<Board>, DbError> {
    tx.execute(
        "UPDATE board SET revision = revision WHERE workspace_id = $1 AND board_id = $2",
        params![workspace_id, board_id],
    )?;
    by_id(tx, workspace_id, board_id)
}

/// All that are there, by name; `removed` also those that can be brought back.
pub(crate) fn all(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Board>, DbError> {
    let sql = format!("{BOARD} AND removed_at_us IS NULL ORDER BY title, board_id");
    let rows = tx.query(&sql, params![workspace_id])?;
    let mut found: Vec<Board> = rows.iter().map(board).collect::<Result<_, _>>()?;
    for (board_id, share) in shares(tx, workspace_id, None)? {
        if let Some(board) = found.iter_mut().find(|board| board.board_id == board_id) {
            board.draft.shares.push(share);
        }
    }
    Ok(found)
}

/// With whom one dashboard, or each, is shared.
fn shares(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    board_id: Option<&str>,
) -> Result<Vec<(String, Share)>, DbError> {
    let rows = tx.query(
        "SELECT board_id, kind, value, may_edit FROM board_share
         WHERE workspace_id = $1 AND ($2 = '' OR board_id = $2) ORDER BY board_id, kind, value",
        params![workspace_id, board_id.unwrap_or_default()],
    )?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        let (kind, value): (String, String) = (row.get("kind")?, row.get("value")?);
        // A role that is no more is shared with nobody.
        if let Some(audience) = Audience::read(&kind, &value) {
            let may_edit = row.get("may_edit")?;
            found.push((row.get("board_id")?, Share { audience, may_edit }));
        }
    }
    Ok(found)
}

fn text<T: serde::Serialize>(value: &T) -> Result<String, DbError> {
    serde_json::to_string(value).map_err(|e| DbError::Bug(format!("a dashboard: {e}")))
}

/// Stores a new dashboard.
pub(crate) fn insert(tx: &mut Tx<'_>, workspace_id: &str, own: &Board) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO board (workspace_id, board_id, title, owner_id, blocks, taken_off, filter,
                            seconds, revision, created_at_us, changed_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            workspace_id,
            &own.board_id,
            &own.draft.title,
            own.owner_id.as_deref(),
            text(&own.draft.blocks)?,
            text(&own.taken_off)?,
            &own.draft.filter,
            own.draft.seconds,
            own.revision,
            own.created_at_us,
            own.changed_at_us
        ],
    )?;
    share(tx, workspace_id, own)
}

/// Stores what can change of a dashboard.
pub(crate) fn update(tx: &mut Tx<'_>, workspace_id: &str, own: &Board) -> Result<(), DbError> {
    tx.execute(
        "UPDATE board SET title = $3, blocks = $4, taken_off = $5, filter = $6, seconds = $7,
                          revision = $8, changed_at_us = $9, removed_at_us = $10
         WHERE workspace_id = $1 AND board_id = $2",
        params![
            workspace_id,
            &own.board_id,
            &own.draft.title,
            text(&own.draft.blocks)?,
            text(&own.taken_off)?,
            &own.draft.filter,
            own.draft.seconds,
            own.revision,
            own.changed_at_us,
            own.removed_at_us
        ],
    )?;
    share(tx, workspace_id, own)
}

fn share(tx: &mut Tx<'_>, workspace_id: &str, own: &Board) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM board_share WHERE workspace_id = $1 AND board_id = $2",
        params![workspace_id, &own.board_id],
    )?;
    for share in &own.draft.shares {
        let (kind, value) = share.audience.stored();
        tx.execute(
            "INSERT INTO board_share (workspace_id, board_id, kind, value, may_edit)
             VALUES ($1, $2, $3, $4, $5)",
            params![workspace_id, &own.board_id, kind, value, share.may_edit],
        )?;
    }
    Ok(())
}
