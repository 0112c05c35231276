//! What became of each item of a request, as JSON.

use std::collections::BTreeMap;

use platform::web::FieldError;
use serde_json::{Value, json};

use crate::service::Told;

/// Counts, and the items in the order they were sent.
pub(super) fn all(told: &[Told]) -> Value {
    let mut counts = BTreeMap::from(
        ["created", "updated", "unchanged", "merged", "rejected"].map(|name| (name, 0_u32)),
    );
    let mut results = Vec::with_capacity(told.len());
    for (index, one) in told.iter().enumerate() {
        let (outcome, result) = told_one(told, index, one);
        *counts.entry(outcome).or_default() += 1;
        results.push(result);
    }
    json!({ "counts": counts, "results": results })
}

fn told_one(told: &[Told], index: usize, one: &Told) -> (&'static str, Value) {
    // What was put together with an item that was refused is refused with it.
    let (fate, with) = match one {
        Told::With { index, differed } => (&told[*index], Some((*index, differed))),
        other => (other, None),
    };
    if let Some(errors) = fate.errors() {
        let errors: Vec<FieldError> = errors
            .into_iter()
            .map(|e| FieldError::new(format!("/contacts/{index}{}", e.pointer), e.detail))
            .collect();
        return (
            "rejected",
            json!({ "outcome": "rejected", "errors": errors }),
        );
    }
    let Told::Fate(Ok(put)) = fate else {
        return ("rejected", json!({ "outcome": "rejected", "errors": [] }));
    };
    match with {
        None => {
            let outcome = put.outcome.as_str();
            let result = json!({
                "outcome": outcome,
                "contact_id": put.contact_id,
                "stays_out": put.stays_out,
            });
            (outcome, result)
        }
        Some((first, differed)) => {
            let differed: Vec<Value> = differed
                .iter()
                .map(|d| json!({ "field": d.field, "earlier": d.earlier, "later": d.later }))
                .collect();
            let result = json!({
                "outcome": "merged",
                "contact_id": put.contact_id,
                "with": first,
                "differed": differed,
            });
            ("merged", result)
        }
    }
}
