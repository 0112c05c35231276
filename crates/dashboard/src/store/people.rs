//! The people behind the counts, by SQL.

use std::collections::BTreeSet;

use facts::code;
use platform::db::Row;
use platform::{DbError, Tx, params};

use crate::filter::Dim;
use crate::people::{Gathered, PeopleAsk, Rows, coded};
use crate::plan::Plan;
use crate::pushdown::Whose;
use crate::sql;

/// At most so many people are read by SQL; of more a sample is taken.
const READ_MAX: u64 = 200_000;

/// The people that pass a filter, read by SQL; a sample when there are very many.
pub(crate) fn people(
    tx: &mut Tx<'_>,
    whose: &Whose,
    plan: &Plan,
    ask: &PeopleAsk,
) -> Result<Rows, DbError> {
    let mut count = sql::Statement::new(tx.backend(), whose);
    count.filter(&ask.filter);
    let found = tx.query_one(&format!("SELECT COUNT(*) {}", count.from()), count.params())?;
    let of = found.map_or(Ok(0), |row| row.at::<i64>(0))?.unsigned_abs();

    let mut statement = sql::Statement::new(tx.backend(), whose);
    statement.filter(&ask.filter);
    if of > READ_MAX {
        // Scattered over the whole survey, the same people every time.
        let share = i64::try_from(1_000_003 * READ_MAX / of).unwrap_or_default();
        let share = statement.param(share);
        statement.and(format!("(ordinal * 7919 + 104729) % 1000003 < {share}"));
    }
    let mut columns = vec!["ordinal".to_owned(), "day".to_owned()];
    for name in std::iter::once(&ask.outcome).chain(&ask.statements) {
        let column = plan
            .column(name)
            .ok_or_else(|| DbError::Bug(format!("no column {name}")))?;
        let code = statement.code(column);
        columns.push(format!("CAST({code} AS BIGINT)"));
    }
    let texts = ask.attributes.iter().chain(&ask.weight).chain(&ask.account);
    for name in texts {
        columns.push(statement.value(&Dim::Attribute(name.clone())));
    }
    let sql = format!(
        "SELECT {} {} ORDER BY ordinal",
        columns.join(", "),
        statement.from()
    );
    let rows = tx.query(&sql, statement.params())?;
    Ok(gathered(&rows, ask, of)?.into_rows(ask))
}

fn gathered(rows: &[Row], ask: &PeopleAsk, of: u64) -> Result<Gathered, DbError> {
    let code = |row: &Row, at: usize| -> Result<u8, DbError> {
        Ok(u8::try_from(row.at::<i64>(at)?).unwrap_or(code::BLANK))
    };
    let statements = 2..2 + 1 + ask.statements.len();
    let mut columns = statements
        .clone()
        .map(|at| rows.iter().map(|row| code(row, at)).collect())
        .collect::<Result<Vec<Vec<u8>>, DbError>>()?
        .into_iter();
    let mut texts = statements.end..;
    let mut values = || -> Result<(Vec<u32>, Vec<String>), DbError> {
        let at = texts.next().unwrap_or_default();
        let texts = rows.iter().map(|row| row.at::<String>(at));
        Ok(coded(texts.collect::<Result<Vec<_>, _>>()?))
    };
    let days = rows.iter().map(|row| row.at::<i64>(1));
    let ordinals = rows.iter().map(|row| row.at::<i64>(0));
    Ok(Gathered {
        days: days
            .map(|day| Ok(i32::try_from(day?).unwrap_or_default()))
            .collect::<Result<_, DbError>>()?,
        ordinals: ordinals
            .map(|ordinal| Ok(u32::try_from(ordinal?).unwrap_or_default()))
            .collect::<Result<_, DbError>>()?,
        outcome: columns.next().unwrap_or_default(),
        statements: columns.collect(),
        attributes: ask
            .attributes
            .iter()
            .map(|_| values())
            .collect::<Result<_, _>>()?,
        weight: ask.weight.as_ref().map(|_| values()).transpose()?,
        account: ask.account.as_ref().map(|_| values()).transpose()?,
        of,
    })
}

/// Who made links to dashboards and whom they saw then, where that was limited. Links are written by
/// another slice; here they are only read.
pub(crate) fn linked(
    tx: &mut Tx<'_>,
    workspace_id: &str,
) -> Result<Vec<(String, BTreeSet<String>)>, DbError> {
    let rows = tx.query(
        "SELECT made_by, sight FROM board_link
         WHERE workspace_id = $1 AND sight IS NOT NULL AND revoked_at_us IS NULL
         ORDER BY link_id",
        params![workspace_id],
    )?;
    let link = |row: &Row| {
        let text: String = row.at(1)?;
        let people = serde_json::from_str(&text);
        let people = people.map_err(|e| DbError::Bug(format!("a stored sight: {e}")))?;
        Ok((row.at(0)?, people))
    };
    rows.iter().map(link).collect()
}

/// The responses to a survey of which it is known whose they are: place in it and contact. Who stands
/// behind a response is written by another slice; here it is only read.
pub(crate) fn known(tx: &mut Tx<'_>, whose: &Whose) -> Result<Vec<(i64, String)>, DbError> {
    tx.query(
        "SELECT r.ordinal, p.contact_id
         FROM response r JOIN respondent p
           ON p.workspace_id = r.workspace_id AND p.response_id = r.response_id
         WHERE r.workspace_id = $1 AND r.survey_id = $2 AND p.contact_id IS NOT NULL",
        params![&whose.workspace_id, &whose.survey_id],
    )?
    .iter()
    .map(|row| Ok((row.at(0)?, row.at(1)?)))
    .collect()
}
