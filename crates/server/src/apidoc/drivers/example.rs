//! An example of a driver analysis: a real one, of made-up people, its numbers shortened.

use analysis::{Attribute, Options, People, Statement, analyse, what_if};
use serde_json::{Map, Value, json};

/// Decimals that an example shows.
const DECIMALS: f64 = 1e4;

pub(super) fn example() -> Value {
    let people = people();
    let options = Options {
        replicates: 200,
        ..Options::default()
    };
    let analysis = analyse(&people, &options);
    let mut told = json!(analysis);
    if let Some(Value::Array(warnings)) = told.get_mut("warnings") {
        for (warning, own) in warnings.iter_mut().zip(&analysis.warnings) {
            warning["text"] = own.text().into();
        }
    }
    let lifts = [("price".to_owned(), 0.5), ("support".to_owned(), 1.0)];
    let joint = what_if(&people, &options, &lifts).map(|joint| {
        let single = joint.single.iter();
        let single = single.map(|(name, gain)| json!({ "driver": name, "gain": gain }));
        json!({
            "gain": joint.gain,
            "ci95": joint.ci95,
            "before": joint.before,
            "after": joint.after,
            "n": joint.n,
            "single": single.collect::<Vec<_>>(),
        })
    });
    let sum = joint.as_ref().and_then(|joint| {
        let single = joint["single"].as_array()?.iter();
        Some(single.filter_map(|one| one["gain"].as_f64()).sum::<f64>())
    });
    shortened(json!({
        "survey": {
            "id": "0123456789abcdefghjkmnpqrs",
            "title": { "en": "How are we doing?" },
            "status": "open",
            "version": 1,
            "change_seq": 160,
        },
        "period": super::super::figure::days_counted_example(),
        "hidden": false,
        "status": "told",
        "figure": super::super::figure::figure_example(),
        "weight": null,
        "account": null,
        "with": ["industry"],
        "withheld": [],
        "analysis": told,
        "lift": {
            "lifts": [
                { "driver": "price", "percent": 50.0 },
                { "driver": "support", "percent": 100.0 },
            ],
            "joint": joint,
            "sum_of_single": sum,
        },
    }))
}

/// A hundred and sixty people of two industries whose score follows one statement more than the
/// other.
fn people() -> People {
    let each = 0..160_usize;
    let mixed = |at: usize, by: usize| (at * by + at / 7) % 5;
    let price: Vec<u8> = each.clone().map(|at| 1 + mixed(at, 3) as u8).collect();
    let support: Vec<u8> = each.clone().map(|at| 1 + mixed(at, 7) as u8).collect();
    let score = |at: usize| {
        let points = 2 * usize::from(price[at]) + usize::from(support[at]) + mixed(at, 11) / 2;
        (2 + points * 10 / 17).min(10) as u8
    };
    People {
        outcome: each.clone().map(score).collect(),
        statements: vec![
            Statement {
                name: "price".to_owned(),
                answers: price.clone(),
            },
            Statement {
                name: "support".to_owned(),
                answers: support.clone(),
            },
        ],
        attributes: vec![Attribute {
            name: "industry".to_owned(),
            values: each.map(|at| u32::from(at % 3 == 0)).collect(),
            levels: vec!["Care".to_owned(), "Retail".to_owned()],
        }],
        of: 160,
        ..People::default()
    }
}

fn shortened(value: Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => {
            let number = number.as_f64().unwrap_or_default();
            json!((number * DECIMALS).round() / DECIMALS)
        }
        Value::Array(items) => items.into_iter().map(shortened).collect(),
        Value::Object(items) => {
            let items = items
                .into_iter()
                .map(|(name, item)| (name, shortened(item)));
            Value::Object(items.collect::<Map<_, _>>())
        }
        other => other,
    }
}
