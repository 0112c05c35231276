//! What the editor shows of planned missingness: what each choice would cost in precision, and
//! what it would save in time.

use serde_json::{Value, json};

use crate::model::Definition;
use crate::rotation::{Cost, PER_RESPONDENT_MIN, Rotation, STATEMENTS_MIN};
use crate::rules;

/// The values of `survey/_rotation.html`; `error` is what is wrong with the field.
pub(super) fn values(definition: &Definition, error: Option<&String>) -> Value {
    let all = definition.drivers().count();
    let chosen = definition.statements_per_respondent;
    let some = (PER_RESPONDENT_MIN..all)
        .rev()
        .map(|n| row(definition, all, n));
    json!({
        "all": all,
        "max": all.saturating_sub(1),
        "chosen": chosen,
        "error": error,
        "is_possible": all >= STATEMENTS_MIN,
        "cost": chosen.and_then(|n| cost(all, usize::from(n))),
        "everybody": seconds(definition, None),
        "rows": some.collect::<Vec<_>>(),
    })
}

/// How many of how many statements each respondent gets, for those who only read.
pub(super) fn said(definition: &Definition) -> Option<Value> {
    let rotation = Rotation::of(definition)?;
    Some(json!({ "some": rotation.per_respondent(), "all": rotation.keys().len() }))
}

fn row(definition: &Definition, all: usize, some: usize) -> Value {
    json!({
        "some": some,
        "is_chosen": definition.statements_per_respondent.map(usize::from) == Some(some),
        "seconds": seconds(definition, u8::try_from(some).ok()),
        "cost": cost(all, some),
    })
}

fn cost(all: usize, some: usize) -> Option<Value> {
    let cost = Cost::of(all, some)?;
    Some(json!({
        "answers_share": cost.answers_share,
        "pair_share": cost.pair_share,
        "interval_factor": cost.interval_factor,
    }))
}

/// The expected time if each respondent got this many statements.
fn seconds(definition: &Definition, statements_per_respondent: Option<u8>) -> u32 {
    rules::expected_seconds(&Definition {
        statements_per_respondent,
        ..definition.clone()
    })
}
