//! The answers that raised actions.

use std::collections::BTreeSet;

use platform::db::{Backend, Value};
use platform::{DbError, Tx, params};

use crate::model::{Period, Voice};

/// Voices stored in one statement.
const PIECE: usize = 100;

/// Replaces the voices of an action.
pub(crate) fn replace(
    tx: &mut Tx<'_>,
    (workspace_id, action_id): (&str, &str),
    voices: &[Voice],
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM action_voice WHERE workspace_id = $1 AND action_id = $2",
        params![workspace_id, action_id],
    )?;
    for piece in voices.chunks(PIECE) {
        let mut values: Vec<Value> = vec![workspace_id.into(), action_id.into()];
        let mut rows = Vec::with_capacity(piece.len());
        for voice in piece {
            let at = values.len() + 1;
            rows.push(format!("($1, $2, ${at}, ${}, ${})", at + 1, at + 2));
            let id = voice.response_id.as_ref().or(voice.contact_id.as_ref());
            values.extend([
                id.map(String::as_str).unwrap_or_default().into(),
                voice.response_id.as_ref().into(),
                voice.contact_id.as_ref().into(),
            ]);
        }
        tx.execute(
            &format!(
                "INSERT INTO action_voice (workspace_id, action_id, voice_id, response_id,
                                           contact_id)
                 VALUES {} ON CONFLICT (workspace_id, action_id, voice_id) DO NOTHING",
                rows.join(", ")
            ),
            &values,
        )?;
    }
    Ok(())
}

/// How many voices an action has.
pub(crate) fn count(tx: &mut Tx<'_>, workspace_id: &str, action_id: &str) -> Result<i64, DbError> {
    let row = tx.query_one(
        "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM action_voice
         WHERE workspace_id = $1 AND action_id = $2",
        params![workspace_id, action_id],
    )?;
    row.map_or(Ok(0), |row| row.get("n"))
}

/// The voices of an improvement: those of its actions that were not dropped, each once. Answers of
/// employees are nobody's.
pub(crate) fn of_improvement(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    improvement_id: &str,
) -> Result<Vec<Voice>, DbError> {
    let rows = tx.query(
        // An answer is one voice, also when a case names the contact and a theme doesn't.
        "SELECT MAX(v.response_id) AS response_id, MAX(v.contact_id) AS contact_id
         FROM action_voice v
         JOIN action a ON a.workspace_id = v.workspace_id AND a.action_id = v.action_id
         WHERE a.workspace_id = $1 AND a.improvement_id = $2 AND a.status <> 'dropped'
           AND a.employees = 0
         GROUP BY v.voice_id",
        params![workspace_id, improvement_id],
    )?;
    let voices = rows.iter().map(|row| {
        Ok(Voice {
            response_id: row.get("response_id")?,
            contact_id: row.get("contact_id")?,
        })
    });
    let voices: BTreeSet<Voice> = voices.collect::<Result<_, DbError>>()?;
    Ok(voices.into_iter().collect())
}

/// The answers of a survey that disagree with a statement (1 and 2 of 5), in these versions of it
/// and on these days.
pub(crate) fn disagreeing(
    tx: &mut Tx<'_>,
    (workspace_id, survey_id): (&str, &str),
    (key, versions): (&str, &[i64]),
    period: Period,
) -> Result<Vec<String>, DbError> {
    if versions.is_empty() {
        return Ok(Vec::new());
    }
    let versions: Vec<String> = versions.iter().map(ToString::to_string).collect();
    let name = match tx.backend() {
        Backend::Postgres => key.to_owned(),
        // A bare name could be taken for a path; a quoted one can't.
        Backend::Sqlite => format!("$.\"{}\"", key.replace('\\', "\\\\").replace('"', "\\\"")),
    };
    tx.query(
        &format!(
            "SELECT response_id FROM response
             WHERE workspace_id = $1 AND survey_id = $2 AND state <> 'erased' AND doubt IS NULL
               AND version IN ({})
               AND CAST(answers ->> CAST($3 AS TEXT) AS TEXT) IN ('1', '2')
               AND day >= $4 AND day <= $5
             ORDER BY ordinal",
            versions.join(", ")
        ),
        params![
            workspace_id,
            survey_id,
            name,
            i64::from(period.from_day.unwrap_or(i32::MIN)),
            i64::from(period.to_day.unwrap_or(i32::MAX))
        ],
    )?
    .iter()
    .map(|row| row.get("response_id"))
    .collect()
}
