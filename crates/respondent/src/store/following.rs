//! Where the worker is in each survey, and what there is to go through. Of other slices' tables
//! this reads what changed; it writes into none of them.

use std::collections::{BTreeSet, HashMap};

use platform::db::{Backend, Row, Value};
use platform::{DbError, Tx, params};
use response::model::{Attributes, Channel, State};
use survey::answers::Answers;

/// A survey with its workspace.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Whose {
    pub(crate) workspace_id: String,
    pub(crate) survey_id: String,
}

fn whose(row: &Row) -> Result<Whose, DbError> {
    Ok(Whose {
        workspace_id: row.get("workspace_id")?,
        survey_id: row.get("survey_id")?,
    })
}

/// Surveys in which something happened that the worker hasn't gone through, and those with a
/// response that nothing was added to until `now_us`.
pub(crate) fn waiting(tx: &mut Tx<'_>, now_us: i64) -> Result<Vec<Whose>, DbError> {
    let behind = tx.query(
        "SELECT s.workspace_id, s.survey_id FROM survey s
         LEFT JOIN respondent_cursor c
           ON c.workspace_id = s.workspace_id AND c.survey_id = s.survey_id
         WHERE s.change_seq > COALESCE(c.change_seq, 0)",
        &[],
    )?;
    let due = tx.query(
        "SELECT DISTINCT workspace_id, survey_id FROM respondent WHERE due_at_us <= $1",
        params![now_us],
    )?;
    let mut all = Vec::with_capacity(behind.len());
    for row in behind.iter().chain(&due) {
        let one = whose(row)?;
        if !all.contains(&one) {
            all.push(one);
        }
    }
    Ok(all)
}

/// How far the worker came in this survey, held until the commit; nothing while another node
/// holds it. Nobody waits here: a node that stored answers of the survey in the same transaction
/// would be waited for in turn.
pub(crate) fn hold(tx: &mut Tx<'_>, whose: &Whose) -> Result<Option<i64>, DbError> {
    let sql = match tx.backend() {
        Backend::Sqlite => {
            "SELECT change_seq FROM respondent_cursor WHERE workspace_id = $1 AND survey_id = $2"
        }
        Backend::Postgres => {
            "SELECT change_seq FROM respondent_cursor WHERE workspace_id = $1 AND survey_id = $2
             FOR UPDATE SKIP LOCKED"
        }
    };
    let own = params![&whose.workspace_id, &whose.survey_id];
    let found = tx.query_one(sql, own)?;
    let Some(row) = found else {
        // Not begun, or held by another node: then this adds nothing.
        let begun = tx.execute(
            "INSERT INTO respondent_cursor (workspace_id, survey_id, change_seq)
             VALUES ($1, $2, 0) ON CONFLICT (workspace_id, survey_id) DO NOTHING",
            own,
        )?;
        return Ok((begun > 0).then_some(0));
    };
    row.get("change_seq").map(Some)
}

/// Stores how far the worker came.
pub(crate) fn advance(tx: &mut Tx<'_>, whose: &Whose, change_seq: i64) -> Result<(), DbError> {
    tx.execute(
        "UPDATE respondent_cursor SET change_seq = $3
         WHERE workspace_id = $1 AND survey_id = $2",
        params![&whose.workspace_id, &whose.survey_id, change_seq],
    )?;
    Ok(())
}

/// Forgets a survey that was removed, which only those without responses are.
pub(crate) fn forget(tx: &mut Tx<'_>, whose: &Whose) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM respondent_cursor WHERE workspace_id = $1 AND survey_id = $2",
        params![&whose.workspace_id, &whose.survey_id],
    )?;
    Ok(())
}

/// Revision and count of changes of a survey. Responses take their number under the lock of this
/// row, so what has a number up to this one can be read, and nothing comes between later.
pub(crate) fn head(tx: &mut Tx<'_>, whose: &Whose) -> Result<Option<(i64, i64)>, DbError> {
    tx.query_one(
        "SELECT revision, change_seq FROM survey WHERE workspace_id = $1 AND survey_id = $2",
        params![&whose.workspace_id, &whose.survey_id],
    )?
    .map(|row| Ok((row.get("revision")?, row.get("change_seq")?)))
    .transpose()
}

/// A response as it is now, with the contact that a programme invited.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Changed {
    pub(crate) response_id: String,
    /// Its number within the survey.
    pub(crate) ordinal: i64,
    pub(crate) change_seq: i64,
    pub(crate) version: i64,
    pub(crate) state: State,
    pub(crate) in_doubt: bool,
    pub(crate) language: String,
    pub(crate) channel: Channel,
    pub(crate) answers: Answers,
    pub(crate) attributes: Attributes,
    pub(crate) answered_at_us: i64,
    pub(crate) changed_at_us: i64,
    pub(crate) invited: Option<String>,
}

impl Changed {
    /// Whether it is an answer that figures count.
    pub(crate) fn counts(&self) -> bool {
        self.state != State::Erased && !self.in_doubt
    }
}

const CHANGED: &str = "SELECT r.response_id, r.ordinal, r.change_seq, r.version, r.state, r.doubt, \
    r.language, r.channel, r.answers, r.attributes, r.answered_at_us, r.changed_at_us, \
    i.contact_id AS invited \
    FROM response r LEFT JOIN programme_invitation i \
      ON i.workspace_id = r.workspace_id AND i.invitation_id = r.invitation_id";

fn changed(row: &Row) -> Result<Changed, DbError> {
    let word = |column: &str| row.get::<String>(column);
    Ok(Changed {
        response_id: row.get("response_id")?,
        ordinal: row.get("ordinal")?,
        change_seq: row.get("change_seq")?,
        version: row.get("version")?,
        state: word("state")?.parse().map_err(DbError::Bug)?,
        in_doubt: row.get::<Option<String>>("doubt")?.is_some(),
        language: row.get("language")?,
        channel: word("channel")?.parse().map_err(DbError::Bug)?,
        answers: from_json(&word("answers")?)?,
        attributes: from_json(&word("attributes")?)?,
        answered_at_us: row.get("answered_at_us")?,
        changed_at_us: row.get("changed_at_us")?,
        invited: row.get("invited")?,
    })
}

pub(crate) fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, DbError> {
    serde_json::from_str(text).map_err(|e| DbError::Bug(format!("stored JSON: {e}")))
}

/// What was stored or changed after `change_seq`, in the order of the changes, each response once.
pub(crate) fn changed_since(
    tx: &mut Tx<'_>,
    whose: &Whose,
    change_seq: i64,
    limit: usize,
) -> Result<Vec<Changed>, DbError> {
    tx.query(
        &format!(
            "{CHANGED} WHERE r.workspace_id = $1 AND r.survey_id = $2 AND r.change_seq > $3
             ORDER BY r.change_seq LIMIT $4"
        ),
        params![&whose.workspace_id, &whose.survey_id, change_seq, limit],
    )?
    .iter()
    .map(changed)
    .collect()
}

/// Responses of a survey that were waited for until `now_us`, the longest first.
pub(crate) fn due(
    tx: &mut Tx<'_>,
    whose: &Whose,
    now_us: i64,
    limit: usize,
) -> Result<Vec<Changed>, DbError> {
    let ids = tx.query(
        "SELECT response_id FROM respondent
         WHERE due_at_us <= $3 AND workspace_id = $1 AND survey_id = $2
         ORDER BY due_at_us LIMIT $4",
        params![&whose.workspace_id, &whose.survey_id, now_us, limit],
    )?;
    let ids: Vec<String> = ids
        .iter()
        .map(|row| row.get("response_id"))
        .collect::<Result<_, _>>()?;
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let sql = format!("{CHANGED} WHERE r.workspace_id = $1 AND r.response_id IN ({{places}})");
    let rows = super::among(tx, &whose.workspace_id, &sql, &ids)?;
    rows.iter().map(changed).collect()
}

/// Who stands behind a response, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) response_id: String,
    pub(crate) contact_id: Option<String>,
    pub(crate) account_id: Option<String>,
    pub(crate) metric: Option<&'static str>,
    pub(crate) score: Option<u8>,
    pub(crate) comment: Option<String>,
    pub(crate) answered_at_us: i64,
    pub(crate) counts: bool,
    pub(crate) is_known: bool,
    pub(crate) due_at_us: Option<i64>,
}

/// What is known of a response that was gone through before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    /// It was told of as counting and finished.
    pub(crate) is_known: bool,
    pub(crate) account_id: Option<String>,
}

/// Those of these responses that were gone through before.
pub(crate) fn known(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    response_ids: &[&str],
) -> Result<HashMap<String, Known>, DbError> {
    let sql = "SELECT response_id, is_known, account_id FROM respondent
               WHERE workspace_id = $1 AND response_id IN ({places})";
    super::among(tx, workspace_id, sql, response_ids)?
        .iter()
        .map(|row| {
            let known = Known {
                is_known: row.at(1)?,
                account_id: row.at(2)?,
            };
            Ok((row.at(0)?, known))
        })
        .collect()
}

/// The accounts these responses were stored with.
pub(crate) fn accounts_of(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    response_ids: &[&str],
) -> Result<Vec<String>, DbError> {
    // Asking only for those with an account could make SQLite go through all that have one.
    let sql = "SELECT account_id FROM respondent
               WHERE workspace_id = $1 AND response_id IN ({places})";
    let rows = super::among(tx, workspace_id, sql, response_ids)?;
    let all: Result<BTreeSet<Option<String>>, DbError> = rows.iter().map(|row| row.at(0)).collect();
    Ok(all?.into_iter().flatten().collect())
}

/// Rows stored by one statement; its text stays the same.
const ROWS: usize = 50;
/// Parameters of a row besides workspace and survey.
const ROW_PARAMS: usize = 10;

/// Stores who stands behind responses, whatever was stored before.
pub(crate) fn keep(tx: &mut Tx<'_>, whose: &Whose, rows: &[Kept]) -> Result<(), DbError> {
    for piece in rows.chunks(ROWS) {
        if piece.len() == ROWS {
            put(tx, whose, piece)?;
        } else {
            for row in piece {
                put(tx, whose, std::slice::from_ref(row))?;
            }
        }
    }
    Ok(())
}

fn put(tx: &mut Tx<'_>, whose: &Whose, rows: &[Kept]) -> Result<(), DbError> {
    let mut params = vec![
        Value::from(&whose.workspace_id),
        Value::from(&whose.survey_id),
    ];
    let mut marks = Vec::with_capacity(rows.len());
    for row in rows {
        let first = params.len() + 1;
        let own: Vec<String> = (first..first + ROW_PARAMS)
            .map(|n| format!("${n}"))
            .collect();
        marks.push(format!("($1, $2, {})", own.join(", ")));
        let values: [Value; ROW_PARAMS] = [
            (&row.response_id).into(),
            row.contact_id.as_deref().into(),
            row.account_id.as_deref().into(),
            row.metric.into(),
            row.score.into(),
            row.comment.as_deref().into(),
            row.answered_at_us.into(),
            row.counts.into(),
            row.is_known.into(),
            row.due_at_us.into(),
        ];
        params.extend(values);
    }
    tx.execute(
        &format!(
            "INSERT INTO respondent (workspace_id, survey_id, response_id, contact_id, account_id,
                                     metric, score, comment, answered_at_us, counts, is_known,
                                     due_at_us)
             VALUES {}
             ON CONFLICT (workspace_id, response_id) DO UPDATE
             SET contact_id = excluded.contact_id, account_id = excluded.account_id,
                 metric = excluded.metric, score = excluded.score, comment = excluded.comment,
                 answered_at_us = excluded.answered_at_us, counts = excluded.counts,
                 is_known = excluded.is_known, due_at_us = excluded.due_at_us",
            marks.join(", ")
        ),
        &params,
    )?;
    Ok(())
}

/// Removes all that is known of erased responses.
pub(crate) fn remove(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    response_ids: &[&str],
) -> Result<(), DbError> {
    for response_id in response_ids {
        tx.execute(
            "DELETE FROM respondent WHERE workspace_id = $1 AND response_id = $2",
            params![workspace_id, *response_id],
        )?;
    }
    Ok(())
}

/// Lets contacts keep the answers they gave under ids of their own that were merged since.
pub(crate) fn follow_merged(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_ids: &[&str],
) -> Result<(), DbError> {
    let sql = "SELECT m.old_id, m.contact_id FROM contact_merged m
               WHERE m.workspace_id = $1 AND m.contact_id IN ({places})
                 AND EXISTS (SELECT 1 FROM respondent r
                             WHERE r.workspace_id = $1 AND r.contact_id = m.old_id)";
    for row in super::among(tx, workspace_id, sql, contact_ids)? {
        let (old_id, contact_id): (String, String) = (row.at(0)?, row.at(1)?);
        tx.execute(
            "UPDATE respondent SET contact_id = $3 WHERE workspace_id = $1 AND contact_id = $2",
            params![workspace_id, old_id, contact_id],
        )?;
    }
    Ok(())
}

/// An answer before another one of the same contact.
pub(crate) struct Before {
    pub(crate) response_id: String,
    pub(crate) previous: crate::Previous,
}

/// For each of these responses: the same contact's latest counting answer before it that can be
/// compared with it.
pub(crate) fn previous(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    response_ids: &[&str],
) -> Result<Vec<Before>, DbError> {
    let sql = "SELECT n.response_id, p.response_id AS previous_id, p.score, p.answered_at_us
               FROM respondent n
               JOIN respondent p ON p.workspace_id = $1 AND p.response_id =
                   (SELECT b.response_id FROM respondent b
                    WHERE b.workspace_id = $1 AND b.contact_id = n.contact_id
                      AND b.metric = n.metric AND b.counts = 1 AND b.score IS NOT NULL
                      AND (b.answered_at_us, b.response_id) < (n.answered_at_us, n.response_id)
                    ORDER BY b.answered_at_us DESC, b.response_id DESC LIMIT 1)
               WHERE n.workspace_id = $1 AND n.response_id IN ({places})";
    let mut all = Vec::new();
    for row in super::among(tx, workspace_id, sql, response_ids)? {
        if let Some(score) = super::answers::score(&row, "score")? {
            all.push(Before {
                response_id: row.get("response_id")?,
                previous: crate::Previous {
                    response_id: row.get("previous_id")?,
                    score,
                    answered_at_us: row.get("answered_at_us")?,
                },
            });
        }
    }
    Ok(all)
}
