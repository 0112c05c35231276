//! Answers of the past as rules see them, newest first.

use std::collections::HashMap;

use platform::db::Row;
use platform::{DbError, Tx, params};
use survey::Survey;
use survey::answers::{Answers, words};

use crate::subject::{Subject, higher_is_better, metric};

/// A part of the past: answered from `from_us` on, before (time, id), at most so many.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// UTC microseconds.
    pub(crate) from_us: i64,
    /// Time and id of the last that was seen.
    pub(crate) before: (i64, String),
    /// At most so many.
    pub(crate) limit: usize,
}

/// Surveys that were read, by id.
pub(crate) type Surveys = HashMap<String, Option<Survey>>;

const SUBJECT: &str = "
    r.response_id, r.survey_id, r.contact_id, r.account_id, r.score, r.answered_at_us,
    p.language, p.channel, p.answers, p.attributes,
    (SELECT b.score FROM respondent b
     WHERE b.workspace_id = r.workspace_id AND b.contact_id = r.contact_id AND b.counts = 1
       AND b.metric = r.metric AND b.score IS NOT NULL
       AND (b.answered_at_us, b.response_id) < (r.answered_at_us, r.response_id)
     ORDER BY b.answered_at_us DESC, b.response_id DESC LIMIT 1) AS previous
    FROM respondent r
    JOIN response p ON p.workspace_id = r.workspace_id AND p.response_id = r.response_id
    WHERE r.workspace_id = $1 AND r.counts = 1";

/// The next part of the answers that count, newest first. Where they came from a file is told too:
/// rules leave those out when they come in.
pub(crate) fn part(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    part: &Part,
    surveys: &mut Surveys,
) -> Result<Vec<Subject>, DbError> {
    let (at_us, id) = &part.before;
    let rows = tx.query(
        &format!(
            "SELECT {SUBJECT} AND r.answered_at_us >= $2
               AND (r.answered_at_us, r.response_id) < ($3, $4)
             ORDER BY r.answered_at_us DESC, r.response_id DESC LIMIT $5"
        ),
        params![workspace_id, part.from_us, *at_us, id, part.limit],
    )?;
    rows.iter()
        .map(|row| subject(tx, workspace_id, row, surveys))
        .collect()
}

/// One answer, when it counts.
pub(crate) fn one(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    response_id: &str,
) -> Result<Option<Subject>, DbError> {
    let row = tx.query_one(
        &format!("SELECT {SUBJECT} AND r.response_id = $2"),
        params![workspace_id, response_id],
    )?;
    row.map(|row| subject(tx, workspace_id, &row, &mut Surveys::new()))
        .transpose()
}

fn subject(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    row: &Row,
    surveys: &mut Surveys,
) -> Result<Subject, DbError> {
    let survey_id: String = row.get("survey_id")?;
    if !surveys.contains_key(&survey_id) {
        let found = survey::store::by_id(tx, workspace_id, &survey_id)?;
        surveys.insert(survey_id.clone(), found);
    }
    let survey = surveys.get(&survey_id).and_then(Option::as_ref);
    let outcome = survey.and_then(|survey| survey.definition.outcome());
    let answers: Answers = read(&row.get::<String>("answers")?)?;
    let small = |score: Option<i64>| score.and_then(|score| u8::try_from(score).ok());
    Ok(Subject {
        response_id: Some(row.get("response_id")?),
        survey_name: survey.map(name).unwrap_or_default(),
        contact_id: row.get("contact_id")?,
        account_id: row.get("account_id")?,
        metric: outcome.and_then(|question| metric(question.kind)),
        score: small(row.get("score")?),
        previous: small(row.get("previous")?),
        higher_is_better: outcome
            .and_then(|question| higher_is_better(question.kind, question.direction)),
        language: Some(row.get("language")?),
        comments: survey
            .map(|survey| comments(survey, &answers))
            .unwrap_or_default(),
        attributes: read(&row.get::<String>("attributes")?)?,
        at_us: row.get("answered_at_us")?,
        survey_id: Some(survey_id),
    })
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, DbError> {
    serde_json::from_str(text).map_err(|e| DbError::Bug(format!("a stored response: {e}")))
}

/// The survey's title in its first language.
pub(crate) fn name(survey: &Survey) -> String {
    let definition = &survey.definition;
    let first = definition.languages.first();
    first
        .and_then(|language| definition.title.get(language))
        .or_else(|| definition.title.values().next())
        .cloned()
        .unwrap_or_default()
}

fn comments(survey: &Survey, answers: &Answers) -> Vec<String> {
    let questions = survey.definition.questions.iter();
    let written = questions.filter_map(|q| words(q.kind, answers.get(&q.key)?));
    written
        .filter(|text| !text.trim().is_empty())
        .map(str::to_owned)
        .collect()
}
