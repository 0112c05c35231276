//! The plain evaluator: row by row, through the same accessors anybody can use. Slow and obvious, it
//! says what the counts mean.

use std::collections::BTreeMap;

use crate::code;
use crate::columns::{Facts, State};
use crate::query::{Filter, Grouping, Key, Query};
use crate::tables::{Group, Tables};

/// The counts of every group that has responses, ordered by key; row by row.
pub fn evaluate_by_row(facts: &Facts, query: &Query) -> Vec<Group> {
    let mut groups = BTreeMap::new();
    for row in 0..facts.len() {
        if !counts(facts, &query.filter, row) {
            continue;
        }
        let tables = groups
            .entry(key(facts, &query.group, row))
            .or_insert_with(|| Tables::empty(query.drivers.len()));
        tables.responses += 1;
        tables.complete += u64::from(facts.state(row) == State::Complete);
        let mut score = code::BLANK;
        if let Some(outcome) = query.outcome {
            score = facts.answer(row, outcome);
            tables.outcome[usize::from(score)] += 1;
        }
        for (table, &driver) in tables.drivers.iter_mut().zip(&query.drivers) {
            let answer = facts.answer(row, driver);
            table.cells[usize::from(answer)][score_axis(score)] += 1;
        }
    }
    groups
        .into_iter()
        .map(|(key, tables)| Group { key, tables })
        .collect()
}

/// Index of a score in a driver table: all kinds of missing share the last place.
pub(crate) fn score_axis(score: u8) -> usize {
    usize::from(score.min(code::BLANK))
}

/// Whether the response in this row passes the filter.
pub fn counts(facts: &Facts, filter: &Filter, row: usize) -> bool {
    let state = facts.state(row);
    let day = facts.day(row);
    state != State::Absent
        && (state == State::Complete || !filter.complete_only)
        && filter.from_day.is_none_or(|from| from <= day)
        && filter.to_day.is_none_or(|to| day <= to)
        && filter.allowed.iter().all(|(dimension, values)| {
            let value = facts.attribute(row, *dimension).unwrap_or_default();
            values.iter().any(|allowed| allowed == value)
        })
        && filter.codes.iter().all(|(dimension, table)| {
            let code = facts.code(row, *dimension) as usize;
            table.get(code).is_some_and(|&counts| counts == 1)
        })
}

/// The key of the group this row belongs to.
pub(crate) fn key(facts: &Facts, group: &[Grouping], row: usize) -> Vec<Key> {
    let part = |grouping: &Grouping| match *grouping {
        Grouping::Period(period) => Key::Period {
            period,
            start_day: period.start_day(facts.day(row)),
        },
        Grouping::Dimension(dimension) => {
            Key::Value(facts.attribute(row, dimension).map(str::to_owned))
        }
    };
    group.iter().map(part).collect()
}
