//! The figures' counts by SQL, for surveys that do not fit in memory. Gives the same groups as the
//! columns, to the last count; a property test holds it to that.

use std::collections::BTreeMap;

use facts::{Group, Key, Tables, code};
use platform::db::Row;
use platform::{DbError, Tx};
use user::Sight;

use crate::ask::Ask;
use crate::filter::By;
use crate::plan::Plan;
use crate::sql::Statement;
use crate::store::among_ordinals;

/// Whose responses are counted: of which survey, and of them those that are within a sight.
/// [`crate::service::whose`] makes it of a viewer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Whose {
    /// The workspace.
    pub workspace_id: String,
    /// The survey.
    pub survey_id: String,
    /// The people of ours whose customers' answers count.
    pub sight: Sight,
    /// Somebody without a login looks, by a share link: no group of fewer than
    /// [`crate::privacy::MINIMUM`] is shown.
    pub outside: bool,
}

impl Whose {
    /// All responses of a survey, for what is shown to nobody, or to those who see everything.
    #[must_use]
    pub fn everything(workspace_id: &str, survey_id: &str) -> Self {
        Self {
            workspace_id: workspace_id.to_owned(),
            survey_id: survey_id.to_owned(),
            sight: Sight::Everything,
            outside: false,
        }
    }
}

type Groups = BTreeMap<Vec<Key>, Tables>;

/// The counts of every group that has responses, ordered by key.
pub(crate) fn evaluate(
    tx: &mut Tx<'_>,
    whose: &Whose,
    plan: &Plan,
    ask: &Ask,
) -> Result<Vec<Group>, DbError> {
    let mut groups = Groups::new();
    count_outcome(tx, whose, plan, ask, &mut groups)?;
    for (index, _) in ask.drivers.iter().enumerate() {
        count_driver(tx, whose, plan, (ask, index), &mut groups)?;
    }
    Ok(groups
        .into_iter()
        .map(|(key, tables)| Group { key, tables })
        .collect())
}

/// Responses, complete ones and scores per group.
fn count_outcome(
    tx: &mut Tx<'_>,
    whose: &Whose,
    plan: &Plan,
    ask: &Ask,
    groups: &mut Groups,
) -> Result<(), DbError> {
    let mut statement = Statement::new(tx.backend(), whose);
    let score = score(&mut statement, plan, ask)?;
    let rows = counted(
        tx,
        statement,
        ask,
        &["CASE WHEN state = 'complete' THEN 1 ELSE 0 END", &score],
    )?;
    for row in &rows {
        let width = ask.group.len();
        let tables = group(groups, ask, row)?;
        let (complete, score, n) = (
            number(row, width)?,
            number(row, width + 1)?,
            number(row, width + 2)?,
        );
        tables.responses += n;
        tables.complete += complete * n;
        if ask.outcome.is_some() {
            tables.outcome[place(score, 16)?] += n;
        }
    }
    Ok(())
}

/// One statement crossed with the score.
fn count_driver(
    tx: &mut Tx<'_>,
    whose: &Whose,
    plan: &Plan,
    (ask, index): (&Ask, usize),
    groups: &mut Groups,
) -> Result<(), DbError> {
    let mut statement = Statement::new(tx.backend(), whose);
    let score = score(&mut statement, plan, ask)?;
    let answer = code_of(&mut statement, plan, &ask.drivers[index])?;
    let rows = counted(tx, statement, ask, &[&answer, &score])?;
    for row in &rows {
        let width = ask.group.len();
        let tables = group(groups, ask, row)?;
        let (answer, score, n) = (
            number(row, width)?,
            number(row, width + 1)?,
            number(row, width + 2)?,
        );
        let score = score.min(u64::from(code::BLANK));
        tables.drivers[index].cells[place(answer, 16)?][place(score, 12)?] += n;
    }
    Ok(())
}

/// Without an outcome every score counts as missing.
fn score(statement: &mut Statement, plan: &Plan, ask: &Ask) -> Result<String, DbError> {
    match &ask.outcome {
        Some(name) => code_of(statement, plan, name),
        None => Ok(code::BLANK.to_string()),
    }
}

fn code_of(statement: &mut Statement, plan: &Plan, name: &str) -> Result<String, DbError> {
    let column = plan
        .column(name)
        .ok_or_else(|| DbError::Bug(format!("no column {name}")))?;
    Ok(statement.code(column))
}

/// Number of responses by group and by two further expressions.
fn counted(
    tx: &mut Tx<'_>,
    mut statement: Statement,
    ask: &Ask,
    by: &[&str],
) -> Result<Vec<Row>, DbError> {
    statement.filter(&ask.filter);
    let mut columns: Vec<String> = ask.group.iter().map(|by| statement.group(by)).collect();
    columns.extend(
        by.iter()
            .map(|expression| format!("CAST({expression} AS BIGINT)")),
    );
    let places: Vec<String> = (1..=columns.len()).map(|place| place.to_string()).collect();
    let sql = format!(
        "SELECT {}, COUNT(*) {} GROUP BY {}",
        columns.join(", "),
        statement.from(),
        places.join(", ")
    );
    tx.query(&sql, statement.params())
}

/// The tables of the group a row belongs to.
fn group<'a>(groups: &'a mut Groups, ask: &Ask, row: &Row) -> Result<&'a mut Tables, DbError> {
    Ok(groups
        .entry(key(ask, row)?)
        .or_insert_with(|| Tables::empty(ask.drivers.len())))
}

fn key(ask: &Ask, row: &Row) -> Result<Vec<Key>, DbError> {
    let mut key = Vec::with_capacity(ask.group.len());
    for (index, by) in ask.group.iter().enumerate() {
        key.push(match by {
            By::Period(period) => {
                let day = i32::try_from(row.at::<i64>(index)?).unwrap_or_default();
                Key::Period {
                    period: *period,
                    start_day: period.start_day(day),
                }
            }
            By::Dim(_) => {
                let value: String = row.at(index)?;
                Key::Value((!value.is_empty()).then_some(value))
            }
        });
    }
    Ok(key)
}

/// The group and place of each of these responses that passes and has an answer to the outcome.
pub(crate) fn groups_of(
    tx: &mut Tx<'_>,
    whose: &Whose,
    (plan, ask): (&Plan, &Ask),
    ordinals: impl Iterator<Item = u32>,
) -> Result<Vec<(Vec<Key>, u32)>, DbError> {
    let mut statement = Statement::new(tx.backend(), whose);
    let score = score(&mut statement, plan, ask)?;
    let ordinals: Vec<i64> = ordinals.map(i64::from).collect();
    let among = among_ordinals(&mut statement, tx.backend(), &ordinals);
    statement.and(among);
    let rows = counted(tx, statement, ask, &["ordinal", &score])?;
    let width = ask.group.len();
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        let (ordinal, score) = (number(row, width)?, number(row, width + 1)?);
        if score <= u64::from(code::HIGHEST) {
            found.push((key(ask, row)?, u32::try_from(ordinal).unwrap_or(u32::MAX)));
        }
    }
    Ok(found)
}

/// Responses of one group, served by the same people.
pub(crate) struct Served {
    pub(crate) key: Vec<Key>,
    /// Ids of the people.
    pub(crate) people: Vec<String>,
    /// The response's place in the survey when single ones are asked for, else 0.
    pub(crate) ordinal: u32,
    pub(crate) responses: u64,
    /// Those of them that answer the outcome; all where there is none.
    pub(crate) answers: u64,
}

/// The responses that pass by group and who served; of `ordinals` only, and then one by one.
pub(crate) fn served(
    tx: &mut Tx<'_>,
    whose: &Whose,
    (plan, ask): (&Plan, &Ask),
    ordinals: Option<&[u32]>,
) -> Result<Vec<Served>, DbError> {
    let mut statement = Statement::new(tx.backend(), whose);
    let answers = match ask.outcome {
        Some(_) => {
            let score = score(&mut statement, plan, ask)?;
            format!("CASE WHEN {score} <= {} THEN 1 ELSE 0 END", code::HIGHEST)
        }
        None => "1".to_owned(),
    };
    let mut ordinal = "0";
    if let Some(ordinals) = ordinals {
        let ordinals: Vec<i64> = ordinals.iter().map(|ordinal| i64::from(*ordinal)).collect();
        let among = among_ordinals(&mut statement, tx.backend(), &ordinals);
        statement.and(among);
        ordinal = "ordinal";
    }
    statement.filter(&ask.filter);
    let mut columns: Vec<String> = ask.group.iter().map(|by| statement.group(by)).collect();
    columns.push(response::served::list(tx.backend(), "response"));
    columns.push(format!("CAST({ordinal} AS BIGINT)"));
    let named = columns.iter().enumerate();
    let named: Vec<String> = named.map(|(at, sql)| format!("{sql} AS c{at}")).collect();
    let names: Vec<String> = (0..columns.len()).map(|at| format!("c{at}")).collect();
    let names = names.join(", ");
    let sql = format!(
        "SELECT {names}, CAST(COUNT(*) AS BIGINT), CAST(SUM(answered) AS BIGINT)
         FROM (SELECT {}, {answers} AS answered {}) AS one GROUP BY {names}",
        named.join(", "),
        statement.from()
    );
    let width = ask.group.len();
    let rows = tx.query(&sql, statement.params())?;
    let served = rows.iter().map(|row| {
        let people: String = row.at(width)?;
        let people = people.split(',').filter(|id| !id.is_empty());
        Ok(Served {
            key: key(ask, row)?,
            people: people.map(str::to_owned).collect(),
            ordinal: u32::try_from(number(row, width + 1)?).unwrap_or(u32::MAX),
            responses: number(row, width + 2)?,
            answers: number(row, width + 3)?,
        })
    });
    served.collect()
}

fn number(row: &Row, index: usize) -> Result<u64, DbError> {
    Ok(row.at::<i64>(index)?.unsigned_abs())
}

fn place(code: u64, places: usize) -> Result<usize, DbError> {
    usize::try_from(code)
        .ok()
        .filter(|place| *place < places)
        .ok_or_else(|| DbError::Bug(format!("no place for code {code}")))
}
