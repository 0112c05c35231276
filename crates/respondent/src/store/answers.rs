//! Reading what contacts and accounts answered.

use std::collections::HashMap;

use platform::db::{Row, Value};
use platform::{DbError, Tx};
use survey::model::{Direction, Kind};

use super::among;
use crate::answers::{Answered, Page};

/// The columns of an answer, of a table named `r`.
const ANSWERED: &str = "r.response_id, r.survey_id, r.contact_id, r.account_id, r.metric, \
                        r.score, r.comment, r.answered_at_us";

/// Effort whose high end is bad, as stored; other outcomes are stored as their kind.
const EFFORT_HIGH: &str = "effort_high";

/// An outcome as stored: answers with the same can be compared.
pub(crate) fn metric_name(kind: Kind, direction: Option<Direction>) -> &'static str {
    match (kind, direction) {
        (Kind::Effort, Some(Direction::EffortHigh)) => EFFORT_HIGH,
        _ => kind.as_str(),
    }
}

fn metric(name: &str) -> Result<(Kind, Option<Direction>), DbError> {
    match name {
        EFFORT_HIGH => Ok((Kind::Effort, Some(Direction::EffortHigh))),
        _ => {
            let kind: Kind = name.parse().map_err(DbError::Bug)?;
            let direction = (kind == Kind::Effort).then_some(Direction::EasyHigh);
            Ok((kind, direction))
        }
    }
}

/// The score in a row.
pub(crate) fn score(row: &Row, column: &str) -> Result<Option<u8>, DbError> {
    row.get::<Option<i64>>(column)?
        .map(|score| u8::try_from(score).map_err(|e| DbError::Bug(format!("a score: {e}"))))
        .transpose()
}

fn answered(row: &Row) -> Result<Answered, DbError> {
    let metric = row
        .get::<Option<String>>("metric")?
        .map(|name| metric(&name))
        .transpose()?;
    Ok(Answered {
        response_id: row.get("response_id")?,
        survey_id: row.get("survey_id")?,
        survey_name: String::new(),
        contact_id: row.get("contact_id")?,
        account_id: row.get("account_id")?,
        metric: metric.map(|(kind, _)| kind),
        direction: metric.and_then(|(_, direction)| direction),
        score: score(row, "score")?,
        comment: row.get("comment")?,
        answered_at_us: row.get("answered_at_us")?,
    })
}

/// Answers as they are shown: with the survey's name, and the id each contact has now.
fn shown(tx: &mut Tx<'_>, workspace_id: &str, rows: &[Row]) -> Result<Vec<Answered>, DbError> {
    let mut all = rows.iter().map(answered).collect::<Result<Vec<_>, _>>()?;
    let surveys = distinct(all.iter().map(|one| one.survey_id.as_str()));
    let names = names(tx, workspace_id, &surveys)?;
    let contacts = distinct(all.iter().filter_map(|one| one.contact_id.as_deref()));
    let present = contact::store::present_ids(tx, workspace_id, &contacts)?;
    for one in &mut all {
        one.survey_name = names.get(&one.survey_id).cloned().unwrap_or_default();
        let moved = one.contact_id.as_ref().and_then(|id| present.get(id));
        if let Some(id) = moved {
            one.contact_id = Some(id.clone());
        }
    }
    Ok(all)
}

fn distinct<'a>(values: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut all: Vec<&str> = values.collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// What surveys are called: the title in their default language, without reading all they ask.
fn names(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_ids: &[&str],
) -> Result<HashMap<String, String>, DbError> {
    let sql = "SELECT survey_id, definition ->> 'title' AS title,
                      definition ->> 'languages' AS languages
               FROM survey WHERE workspace_id = $1 AND survey_id IN ({places})";
    among(tx, workspace_id, sql, survey_ids)?
        .iter()
        .map(|row| {
            let title: HashMap<String, String> = from_json(&row.get::<String>("title")?)?;
            let languages: Vec<String> = from_json(&row.get::<String>("languages")?)?;
            let name = languages.first().and_then(|language| title.get(language));
            let name = name.or_else(|| title.values().min()).cloned();
            Ok((row.get("survey_id")?, name.unwrap_or_default()))
        })
        .collect()
}

fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, DbError> {
    serde_json::from_str(text).map_err(|e| DbError::Bug(format!("a stored definition: {e}")))
}

/// The answers with these response ids that count, in no order.
pub(crate) fn by_ids(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    response_ids: &[&str],
) -> Result<Vec<Answered>, DbError> {
    let sql = format!(
        "SELECT {ANSWERED} FROM respondent r
         WHERE r.workspace_id = $1 AND r.response_id IN ({{places}}) AND r.counts = 1"
    );
    let rows = among(tx, workspace_id, &sql, response_ids)?;
    shown(tx, workspace_id, &rows)
}

/// A page of the answers whose `column` has one of these ids, newest first.
pub(crate) fn page(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (column, ids): (&'static str, &[String]),
    page: &Page,
) -> Result<Vec<Answered>, DbError> {
    let (at_us, response_id) = match &page.after {
        Some((at_us, response_id)) => (*at_us, response_id.as_str()),
        // Nothing is as late as this.
        None => (i64::MAX, ""),
    };
    let mut params = vec![
        Value::from(workspace_id),
        Value::from(at_us),
        Value::from(response_id),
        Value::from(page.limit),
    ];
    let marks: Vec<String> = (5..5 + ids.len()).map(|n| format!("${n}")).collect();
    params.extend(ids.iter().map(Value::from));
    let rows = tx.query(
        &format!(
            "SELECT {ANSWERED} FROM respondent r
             WHERE r.workspace_id = $1 AND r.{column} IN ({}) AND r.counts = 1
               AND (r.answered_at_us, r.response_id) < ($2, $3)
             ORDER BY r.answered_at_us DESC, r.response_id DESC LIMIT $4",
            marks.join(", ")
        ),
        &params,
    )?;
    shown(tx, workspace_id, &rows)
}

/// Time and id of the newest answer of each of these contacts, under all ids they ever had.
pub(crate) fn newest_of_contacts(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_ids: &[&str],
) -> Result<HashMap<String, (i64, String)>, DbError> {
    let mut newest: HashMap<String, (i64, String)> = HashMap::new();
    // One look at the end of the index per contact, present or merged into one of them.
    let own = "SELECT c.contact_id, c.contact_id AS known_as";
    let merged = "SELECT c.contact_id, c.old_id AS known_as";
    for (who, table) in [(own, "contact"), (merged, "contact_merged")] {
        let sql = format!(
            "SELECT w.contact_id, r.answered_at_us, r.response_id
             FROM ({who} FROM {table} c
                   WHERE c.workspace_id = $1 AND c.contact_id IN ({{places}})) w
             JOIN respondent r ON r.workspace_id = $1 AND r.response_id =
                 (SELECT n.response_id FROM respondent n
                  WHERE n.workspace_id = $1 AND n.contact_id = w.known_as AND n.counts = 1
                  ORDER BY n.answered_at_us DESC, n.response_id DESC LIMIT 1)"
        );
        for row in among(tx, workspace_id, &sql, contact_ids)? {
            let found = (row.at(1)?, row.at(2)?);
            let slot = newest.entry(row.at(0)?).or_insert_with(|| found.clone());
            if found > *slot {
                *slot = found;
            }
        }
    }
    Ok(newest)
}

/// The newest answer of each of these contacts.
pub(crate) fn latest(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_ids: &[&str],
) -> Result<HashMap<String, Answered>, DbError> {
    let newest = newest_of_contacts(tx, workspace_id, contact_ids)?;
    let ids: Vec<&str> = newest.values().map(|(_, id)| id.as_str()).collect();
    let mut by_id: HashMap<String, Answered> = by_ids(tx, workspace_id, &ids)?
        .into_iter()
        .map(|one| (one.response_id.clone(), one))
        .collect();
    Ok(newest
        .iter()
        .filter_map(|(contact_id, (_, id))| Some((contact_id.clone(), by_id.remove(id)?)))
        .collect())
}

/// When somebody last answered for each of these accounts.
pub(crate) fn newest_of_accounts(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    account_ids: &[&str],
) -> Result<HashMap<String, i64>, DbError> {
    let sql = "SELECT w.account_id, w.at_us FROM
                 (SELECT a.account_id,
                         (SELECT n.answered_at_us FROM respondent n
                          WHERE n.workspace_id = $1 AND n.account_id = a.account_id
                            AND n.counts = 1
                          ORDER BY n.answered_at_us DESC, n.response_id DESC LIMIT 1) AS at_us
                  FROM account a
                  WHERE a.workspace_id = $1 AND a.account_id IN ({places})) w
               WHERE w.at_us IS NOT NULL";
    among(tx, workspace_id, sql, account_ids)?
        .iter()
        .map(|row| Ok((row.at(0)?, row.at(1)?)))
        .collect()
}
