//! Writes what is sent, from what is known at that moment.

use std::collections::{BTreeMap, HashSet};

use platform::clock::{DAY_US, SECOND_US, date_of_day};
use platform::web::App;
use platform::words::Language;
use platform::{DbError, Tx};
use respondent::answers::{self, Answered};
use serde_json::{Value, json};
use survey::model::Kind;

use crate::model::{Connection, Figure, Push, Stream, What};
use crate::store::link;
use crate::systems::{Comment, Once, Scores, Task};

/// Answers of an account that its NPS is counted from at most.
const ANSWERS_MAX: usize = 1000;
/// How far back an account's NPS looks: a year.
const YEAR_US: i64 = 365 * 86_400 * SECOND_US;
/// Characters of a title.
const TITLE_MAX: usize = 200;

/// What is to be sent.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Prepared {
    /// Figures.
    Scores(Scores),
    /// A task or a comment.
    Once(Once),
    /// Nothing any more; why.
    Nothing(&'static str),
}

/// Writes it.
pub(super) fn prepare(
    tx: &mut Tx<'_>,
    app: &App,
    connection: &Connection,
    push: &Push,
) -> Result<Prepared, DbError> {
    let now_us = app.clock.now_us();
    let key = (
        connection.workspace_id.as_str(),
        connection.connector_id.as_str(),
    );
    match push.what {
        What::Account => scores(tx, connection, (Stream::Accounts, &push.about_id), now_us),
        What::Contact => scores(tx, connection, (Stream::Contacts, &push.about_id), now_us),
        What::Task => task(tx, app, connection, push),
        What::Answer => {
            let Some(ticket) = link::ticket_of(tx, key, &push.about_id)? else {
                return Ok(Prepared::Nothing("the answer is about no ticket any more"));
            };
            let Some(answer) = answers::of_response(tx, key.0, &push.about_id)? else {
                return Ok(Prepared::Nothing("the answer doesn't count any more"));
            };
            let text = Letter {
                app,
                language: language(connection),
            }
            .answer(&answer);
            Ok(comment(push, ticket, text))
        }
        What::Result => result(tx, app, connection, push),
    }
}

fn comment(push: &Push, ticket: String, text: String) -> Prepared {
    Prepared::Once(Once::Comment(Comment {
        key: key_of(push),
        ticket,
        text,
    }))
}

/// What a task or comment is found again by: short, and nowhere else.
fn key_of(push: &Push) -> String {
    format!("L{}", push.push_id.chars().take(12).collect::<String>())
}

fn language(connection: &Connection) -> Language {
    Language::from_code(connection.definition.option("language")).unwrap_or_default()
}

/// Days of an answer, in UTC.
fn day(at_us: i64) -> String {
    let day = i32::try_from(at_us.div_euclid(DAY_US)).unwrap_or_default();
    date_of_day(day).to_string()
}

/// A kind of outcome as it is sent.
fn metric(kind: Kind) -> Value {
    serde_json::to_value(kind).unwrap_or_default()
}

/// The figures of answers, newest first.
fn figures(all: &[Answered], now_us: i64) -> BTreeMap<Figure, Value> {
    let mut figures = BTreeMap::new();
    if let Some(latest) = all.iter().find(|answer| answer.score.is_some()) {
        figures.insert(Figure::Score, json!(latest.score));
        figures.insert(Figure::AnsweredOn, json!(day(latest.answered_at_us)));
        figures.insert(Figure::Metric, latest.metric.map_or(Value::Null, metric));
    }
    figures.insert(Figure::Answers, json!(all.len()));
    figures.insert(Figure::Nps, json!(nps(all, now_us)));
    figures
}

/// Promoters less detractors of each respondent's latest answer within a year, in whole points;
/// none without any.
fn nps(all: &[Answered], now_us: i64) -> Option<i64> {
    let mut seen = HashSet::new();
    let (mut count, mut balance) = (0_i64, 0_i64);
    for answer in all {
        let is_recent = now_us - answer.answered_at_us < YEAR_US;
        let (Some(Kind::Recommend), Some(score), true) = (answer.metric, answer.score, is_recent)
        else {
            continue;
        };
        let who = answer.contact_id.as_ref().unwrap_or(&answer.response_id);
        if seen.insert(who.clone()) {
            count += 1;
            balance += match score {
                9.. => 1,
                7 | 8 => 0,
                _ => -1,
            };
        }
    }
    (count > 0).then(|| (100.0 * balance as f64 / count as f64).round() as i64)
}

fn scores(
    tx: &mut Tx<'_>,
    connection: &Connection,
    (stream, about): (Stream, &str),
    now_us: i64,
) -> Result<Prepared, DbError> {
    let key = (
        connection.workspace_id.as_str(),
        connection.connector_id.as_str(),
    );
    let page = answers::Page::first(ANSWERS_MAX);
    let pushes = &connection.definition.pushes;
    let (noun, fields, all) = match stream {
        Stream::Accounts => {
            let all = answers::of_account(tx, key.0, about, &page)?;
            ("account", &pushes.account, all)
        }
        _ => (
            "contact",
            &pushes.contact,
            answers::of_contact(tx, key.0, about, &page)?,
        ),
    };
    let Some(remote_id) = link::remote(tx, key, noun, about)? else {
        return Ok(Prepared::Nothing("it isn't known there"));
    };
    let known = figures(&all, now_us);
    let values: BTreeMap<String, Value> = fields
        .iter()
        .filter_map(|(figure, field)| Some((field.clone(), known.get(figure)?.clone())))
        .collect();
    if values.is_empty() {
        return Ok(Prepared::Nothing("there is no figure to send"));
    }
    Ok(Prepared::Scores(Scores {
        stream,
        remote_id,
        values,
    }))
}

fn task(
    tx: &mut Tx<'_>,
    app: &App,
    connection: &Connection,
    push: &Push,
) -> Result<Prepared, DbError> {
    let key = (
        connection.workspace_id.as_str(),
        connection.connector_id.as_str(),
    );
    let Some(case) = case::store::by_id(tx, key.0, &push.about_id)? else {
        return Ok(Prepared::Nothing("the case is gone"));
    };
    if !case.is_open() {
        return Ok(Prepared::Nothing("the case was closed before"));
    }
    let theirs = |tx: &mut Tx<'_>, noun: &str, ours: &Option<String>| match ours {
        Some(id) => link::remote(tx, key, noun, id),
        None => Ok(None),
    };
    let account = theirs(tx, "account", &case.account_id)?;
    let contact = theirs(tx, "contact", &case.contact_id)?;
    if account.is_none() && contact.is_none() {
        return Ok(Prepared::Nothing(
            "neither account nor contact is known there",
        ));
    }
    let owner = match &case.owner_id {
        Some(id) => user::people::by_id(tx, key.0, id)?.map(|person| person.email),
        None => None,
    };
    let link = format!("{}/cases/{}", app.base_url, case.case_id);
    Ok(Prepared::Once(Once::Task(Task {
        key: key_of(push),
        title: case.title.chars().take(TITLE_MAX).collect(),
        text: format!("{}\n\n{link}", case.reason),
        due_at_us: case.due_at_us,
        owner,
        account,
        contact,
    })))
}

fn result(
    tx: &mut Tx<'_>,
    app: &App,
    connection: &Connection,
    push: &Push,
) -> Result<Prepared, DbError> {
    let key = (
        connection.workspace_id.as_str(),
        connection.connector_id.as_str(),
    );
    let Some(case) = case::store::by_id(tx, key.0, &push.about_id)? else {
        return Ok(Prepared::Nothing("the case is gone"));
    };
    let Some(result) = &case.result else {
        return Ok(Prepared::Nothing("the case was opened again"));
    };
    let ticket = match &case.response_id {
        Some(response_id) => link::ticket_of(tx, key, response_id)?,
        None => None,
    };
    let Some(ticket) = ticket else {
        return Ok(Prepared::Nothing("the case is about no ticket any more"));
    };
    let letter = Letter {
        app,
        language: language(connection),
    };
    let text = letter.result(result.outcome.as_str(), &result.text, &case.case_id);
    Ok(comment(push, ticket, text))
}

/// Words of comments, in the language of the connection.
struct Letter<'a> {
    app: &'a App,
    language: Language,
}

impl Letter<'_> {
    fn answer(&self, answer: &Answered) -> String {
        let words = &self.app.words;
        let mut lines = Vec::new();
        if let Some(score) = answer.score {
            let most = if answer.metric == Some(Kind::Recommend) {
                10
            } else {
                5
            };
            let args = [
                ("score", i64::from(score).into()),
                ("most", i64::from(most).into()),
                ("survey", answer.survey_name.clone().into()),
            ];
            lines.push(words.say(self.language, "connector-comment-score", &args));
        }
        if let Some(comment) = &answer.comment {
            let args = [("comment", comment.clone().into())];
            lines.push(words.say(self.language, "connector-comment-words", &args));
        }
        lines.join("\n\n")
    }

    fn result(&self, outcome: &str, text: &str, case_id: &str) -> String {
        let words = &self.app.words;
        let key = format!("connector-result-{}", outcome.replace('_', "-"));
        let outcome = words.say(self.language, &key, &[]);
        let args = [("result", outcome.into())];
        let mut lines = vec![words.say(self.language, "connector-comment-result", &args)];
        if !text.trim().is_empty() {
            lines.push(text.trim().to_owned());
        }
        lines.push(format!("{}/cases/{case_id}", self.app.base_url));
        lines.join("\n\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(contact: Option<&str>, score: u8, days_ago: i64) -> Answered {
        Answered {
            response_id: format!("{contact:?}{score}{days_ago}"),
            survey_id: String::new(),
            survey_name: String::new(),
            contact_id: contact.map(str::to_owned),
            account_id: None,
            metric: Some(Kind::Recommend),
            direction: None,
            score: Some(score),
            comment: None,
            answered_at_us: 2_000 * DAY_US - days_ago * DAY_US,
        }
    }

    #[test]
    fn an_accounts_nps_counts_each_contact_once() {
        let now_us = 2_000 * DAY_US;
        let all = [
            answer(Some("a"), 9, 1),
            answer(Some("b"), 3, 2),
            answer(Some("a"), 0, 3),
            answer(None, 10, 4),
            answer(Some("c"), 0, 400),
        ];
        assert_eq!(nps(&all, now_us), Some(33));
        assert_eq!(nps(&all[4..], now_us), None);
        let figures = figures(&all, now_us);
        assert_eq!(figures[&Figure::Score], 9);
        assert_eq!(figures[&Figure::Answers], 5);
        assert_eq!(figures[&Figure::Metric], "recommend");
        assert_eq!(figures[&Figure::AnsweredOn], "1975-06-23");
    }
}
