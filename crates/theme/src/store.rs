//! All SQL of themes: the codebook, what people say of comments, and the comments themselves.

pub mod known;

use dashboard::Whose;
use platform::db::{Backend, Row};
use platform::{DbError, Tx, params};
use survey::Kind;

use crate::model::{HandCode, Theme};

const THEME: &str = "theme_id, name, rules, position, revision, created_at_us, changed_at_us";

fn theme(row: &Row) -> Result<Theme, DbError> {
    Ok(Theme {
        theme_id: row.get("theme_id")?,
        name: row.get("name")?,
        rules: row.get("rules")?,
        position: row.get("position")?,
        revision: row.get("revision")?,
        created_at_us: row.get("created_at_us")?,
        changed_at_us: row.get("changed_at_us")?,
    })
}

/// The themes of a survey in their order.
pub(crate) fn all(tx: &mut Tx<'_>, whose: &Whose) -> Result<Vec<Theme>, DbError> {
    tx.query(
        &format!(
            "SELECT {THEME} FROM theme
             WHERE workspace_id = $1 AND survey_id = $2 AND removed_at_us IS NULL
             ORDER BY position, created_at_us, theme_id"
        ),
        params![&whose.workspace_id, &whose.survey_id],
    )?
    .iter()
    .map(theme)
    .collect()
}

/// One theme of a survey, also when it is removed if `removed`.
pub(crate) fn by_id(
    tx: &mut Tx<'_>,
    whose: &Whose,
    theme_id: &str,
    removed: bool,
) -> Result<Option<Theme>, DbError> {
    let state = if removed { "IS NOT NULL" } else { "IS NULL" };
    tx.query_one(
        &format!(
            "SELECT {THEME} FROM theme
             WHERE workspace_id = $1 AND survey_id = $2 AND theme_id = $3
               AND removed_at_us {state}"
        ),
        params![&whose.workspace_id, &whose.survey_id, theme_id],
    )?
    .map(|row| theme(&row))
    .transpose()
}

/// Keeps others from changing the themes of a survey at the same time, until the end of the work;
/// false when there is no such survey.
pub(crate) fn lock(tx: &mut Tx<'_>, whose: &Whose) -> Result<bool, DbError> {
    let locked = tx.execute(
        "UPDATE survey SET status = status WHERE workspace_id = $1 AND survey_id = $2",
        params![&whose.workspace_id, &whose.survey_id],
    )?;
    Ok(locked > 0)
}

/// Adds a theme.
pub(crate) fn add(tx: &mut Tx<'_>, whose: &Whose, theme: &Theme) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO theme (workspace_id, theme_id, survey_id, name, rules, position, revision,
                            created_at_us, changed_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            &whose.workspace_id,
            &theme.theme_id,
            &whose.survey_id,
            &theme.name,
            &theme.rules,
            theme.position,
            theme.revision,
            theme.created_at_us,
            theme.changed_at_us
        ],
    )?;
    Ok(())
}

/// Saves a theme that is there.
pub(crate) fn save(tx: &mut Tx<'_>, whose: &Whose, theme: &Theme) -> Result<(), DbError> {
    tx.execute(
        "UPDATE theme SET name = $4, rules = $5, position = $6, revision = $7, changed_at_us = $8
         WHERE workspace_id = $1 AND survey_id = $2 AND theme_id = $3",
        params![
            &whose.workspace_id,
            &whose.survey_id,
            &theme.theme_id,
            &theme.name,
            &theme.rules,
            theme.position,
            theme.revision,
            theme.changed_at_us
        ],
    )?;
    Ok(())
}

/// Removes a theme, or brings it back when `at_us` is none; its revision goes up.
pub(crate) fn remove(
    tx: &mut Tx<'_>,
    whose: &Whose,
    theme_id: &str,
    at_us: Option<i64>,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE theme SET removed_at_us = $4, revision = revision + 1
         WHERE workspace_id = $1 AND survey_id = $2 AND theme_id = $3",
        params![&whose.workspace_id, &whose.survey_id, theme_id, at_us],
    )?;
    Ok(())
}

/// What people say of the comments on a question, of themes that are there.
pub(crate) fn hand_codes(
    tx: &mut Tx<'_>,
    whose: &Whose,
    question: &str,
) -> Result<Vec<HandCode>, DbError> {
    tx.query(
        "SELECT h.theme_id, h.response_id, h.has
         FROM hand_code h
         JOIN theme t ON t.workspace_id = h.workspace_id AND t.theme_id = h.theme_id
         WHERE h.workspace_id = $1 AND h.survey_id = $2 AND h.question_key = $3
           AND t.removed_at_us IS NULL
         ORDER BY h.response_id, h.theme_id",
        params![&whose.workspace_id, &whose.survey_id, question],
    )?
    .iter()
    .map(|row| {
        Ok(HandCode {
            theme_id: row.at(0)?,
            response_id: row.at(1)?,
            has: row.at::<i64>(2)? == 1,
        })
    })
    .collect()
}

/// Who says what, and when.
pub(crate) struct Coding<'a> {
    pub(crate) question: &'a str,
    pub(crate) by: &'a str,
    pub(crate) at_us: i64,
}

/// Stores what a person says of a comment; the latest counts.
pub(crate) fn save_code(
    tx: &mut Tx<'_>,
    whose: &Whose,
    code: &HandCode,
    coding: &Coding<'_>,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO hand_code (workspace_id, theme_id, survey_id, response_id, question_key, has,
                                coded_by, coded_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (workspace_id, theme_id, response_id, question_key) DO UPDATE SET
             has = excluded.has, coded_by = excluded.coded_by, coded_at_us = excluded.coded_at_us",
        params![
            &whose.workspace_id,
            &code.theme_id,
            &whose.survey_id,
            &code.response_id,
            coding.question,
            i64::from(code.has),
            coding.by,
            coding.at_us
        ],
    )?;
    Ok(())
}

/// Takes back what was said of a comment.
pub(crate) fn remove_code(
    tx: &mut Tx<'_>,
    whose: &Whose,
    (theme_id, response_id, question): (&str, &str, &str),
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM hand_code WHERE workspace_id = $1 AND theme_id = $2 AND response_id = $3
             AND question_key = $4",
        params![&whose.workspace_id, theme_id, response_id, question],
    )?;
    Ok(())
}

/// Goes up with everything people say of comments: how many codes there are, and the latest time.
pub(crate) fn codes_mark(tx: &mut Tx<'_>, whose: &Whose) -> Result<(i64, i64), DbError> {
    let row = tx.query_one(
        "SELECT CAST(COUNT(*) AS BIGINT), COALESCE(MAX(coded_at_us), 0) FROM hand_code
         WHERE workspace_id = $1 AND survey_id = $2",
        params![&whose.workspace_id, &whose.survey_id],
    )?;
    row.map_or(Ok((0, 0)), |row| Ok((row.at(0)?, row.at(1)?)))
}

/// Whether these responses are of the survey and count (neither erased nor in doubt): those that do.
pub(crate) fn known_responses(
    tx: &mut Tx<'_>,
    whose: &Whose,
    ids: &[String],
) -> Result<Vec<String>, DbError> {
    let mut known = Vec::new();
    for id in ids {
        let row = tx.query_one(
            "SELECT response_id FROM response
             WHERE workspace_id = $1 AND response_id = $2 AND survey_id = $3
               AND state <> 'erased' AND doubt IS NULL",
            params![&whose.workspace_id, id, &whose.survey_id],
        )?;
        if let Some(row) = row {
            known.push(row.at(0)?);
        }
    }
    Ok(known)
}

/// A comment as stored.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    /// Place of the response within the survey, from 1.
    pub(crate) ordinal: i64,
    /// The survey's `change_seq` when it was last stored.
    pub(crate) change_seq: i64,
    /// The response's id.
    pub(crate) response_id: String,
    /// The language it was answered in.
    pub(crate) language: String,
    /// Days since 1970 in the workspace's zone.
    pub(crate) day: i32,
    /// UTC microseconds.
    pub(crate) answered_at_us: i64,
    /// None when nothing was written, or the response was erased or is in doubt.
    pub(crate) text: Option<String>,
}

/// A question in answer to which people write: its key and kind.
pub(crate) type Asked = (String, Kind);

/// What is read of a response; the question's key is `$3`.
fn columns(backend: Backend, kind: Kind) -> String {
    let text = dashboard::words(backend, kind, "CAST($3 AS TEXT)");
    format!(
        "ordinal, change_seq, response_id, language, day, answered_at_us,
         CASE WHEN state = 'erased' OR doubt IS NOT NULL THEN NULL ELSE {text} END"
    )
}

fn written(row: &Row) -> Result<Written, DbError> {
    Ok(Written {
        ordinal: row.at(0)?,
        change_seq: row.at(1)?,
        response_id: row.at(2)?,
        language: row.at(3)?,
        day: i32::try_from(row.at::<i64>(4)?).unwrap_or_default(),
        answered_at_us: row.at(5)?,
        text: row
            .at::<Option<String>>(6)?
            .filter(|text| !text.trim().is_empty()),
    })
}

/// The next comments on a question before ordinal `before`, latest first; only what was written.
pub(crate) fn written_before(
    tx: &mut Tx<'_>,
    whose: &Whose,
    (question, kind): &Asked,
    (before, limit): (i64, usize),
) -> Result<Vec<Written>, DbError> {
    let columns = columns(tx.backend(), *kind);
    let text = dashboard::words(tx.backend(), *kind, "CAST($3 AS TEXT)");
    tx.query(
        &format!(
            "SELECT {columns} FROM response
             WHERE workspace_id = $1 AND survey_id = $2 AND ordinal < $4 AND state <> 'erased'
               AND doubt IS NULL
               AND {text} <> ''
             ORDER BY ordinal DESC LIMIT $5"
        ),
        params![
            &whose.workspace_id,
            &whose.survey_id,
            question,
            before,
            limit
        ],
    )?
    .iter()
    .map(written)
    .collect()
}

/// The next responses stored or changed after `seen`, in the order of their change; also those
/// without a comment.
pub(crate) fn written_since(
    tx: &mut Tx<'_>,
    whose: &Whose,
    (question, kind): &Asked,
    (seen, limit): (i64, usize),
) -> Result<Vec<Written>, DbError> {
    let columns = columns(tx.backend(), *kind);
    tx.query(
        &format!(
            "SELECT {columns} FROM response
             WHERE workspace_id = $1 AND survey_id = $2 AND change_seq > $4
             ORDER BY change_seq LIMIT $5"
        ),
        params![&whose.workspace_id, &whose.survey_id, question, seen, limit],
    )?
    .iter()
    .map(written)
    .collect()
}

/// Where the survey stands.
pub(crate) fn change_seq(tx: &mut Tx<'_>, whose: &Whose) -> Result<i64, DbError> {
    let row = tx.query_one(
        "SELECT change_seq FROM survey WHERE workspace_id = $1 AND survey_id = $2",
        params![&whose.workspace_id, &whose.survey_id],
    )?;
    row.map_or(Ok(0), |row| row.at(0))
}
