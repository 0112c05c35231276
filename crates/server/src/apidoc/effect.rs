//! Whether following up helps, in the API's description.

use serde_json::{Value, json};

use super::operation::{Noun, Operation, Scope, object, or_null, query, reply, schema};

pub(super) fn noun() -> Noun {
    Noun {
        name: "effect",
        description: "Whether customers who were dissatisfied are so no longer once somebody spoke \
                      with them, beside those with whom nobody did. Shares are between 0 and 1, \
                      times in hours of the clock.",
        operations: vec![get()],
        schemas: schemas(),
    }
}

fn get() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/effect",
        id: "getEffect",
        summary: "Get whether following up helps",
        description: "Each known contact with a low answer (0–6 of 0–10, the two worst of 1–5) in \
                      the period counts once: by the last one after which they answered again, \
                      else by the last. Followed up are those whom somebody reached before they \
                      answered again. `called_back` and the times are of all low answers. Shares have Wilson's interval, their \
                      difference Newcombe's, with a verdict from 30 on each side on; the change of \
                      the score is that of each customer, with Student's t.",
        scope: Scope::Read,
        parameters: vec![
            query(
                "metric",
                "What is measured; left out, recommending.",
                json!({ "enum": ["recommend", "satisfaction", "effort", "effort_high", "advocacy"] }),
            ),
            query(
                "days",
                "How many days back; left out, 365.",
                json!({ "type": "integer", "minimum": 1, "maximum": 1096 }),
            ),
        ],
        body: None,
        replies: vec![(200, reply("What following up did.", "Effect", example()))],
        problems: &[422],
    }
}

fn example() -> Value {
    let share =
        |value: f64, n: u64, ci95: [f64; 2]| json!({ "value": value, "n": n, "ci95": ci95 });
    let group = |customers: u64, again: u64, recovered: Value, after: f64| {
        json!({
            "customers": customers,
            "measured_again": again,
            "recovered": recovered,
            "before": share(4.0, again, [3.6, 4.4]),
            "after": share(after, again, [after - 0.6, after + 0.6]),
            "rise": share(after - 4.0, again, [after - 4.7, after - 3.3]),
        })
    };
    json!({
        "metric": "recommend",
        "from": "2025-11-22",
        "to": "2026-11-22",
        "low_answers": 143,
        "customers": 130,
        "called_back": share(0.65, 123, [0.56, 0.73]),
        "in_time": share(0.58, 123, [0.49, 0.66]),
        "not_due_yet": 7,
        "hours_to_first_contact": { "quartile_1": 3.5, "median": 9.0, "quartile_3": 27.0 },
        "followed_up": group(80, 40, share(0.75, 40, [0.6, 0.86]), 7.3),
        "others": group(50, 36, share(0.36, 36, [0.22, 0.53]), 5.4),
        "difference": { "value": 0.39, "ci95": [0.17, 0.56], "verdict": "rose" },
        "caution": "A comparison, not an experiment: …",
        "conversations": [{
            "month": "2026-11", "conversations": 18, "by_leaders": 4, "leaders": 2,
            "customers_of_leaders": 3,
        }],
    })
}

fn schemas() -> Vec<(&'static str, Value)> {
    let number = json!({ "type": "number" });
    let count = json!({ "type": "integer", "minimum": 0 });
    let interval = json!({
        "type": ["array", "null"], "items": { "type": "number" }, "minItems": 2, "maxItems": 2,
    });
    let with_interval = object(json!({ "value": number, "n": count, "ci95": interval }));
    let maybe = json!({ "anyOf": [schema("EffectFigure"), { "type": "null" }] });
    let group = object(json!({
        "customers": count,
        "measured_again": count,
        "recovered": maybe,
        "before": maybe,
        "after": maybe,
        "rise": maybe,
    }));
    let difference = json!({
        "value": number,
        "ci95": interval,
        "verdict": { "enum": ["rose", "fell", "not_more_than_chance", "too_few"] },
    });
    let hours = json!({ "quartile_1": number, "median": number, "quartile_3": number });
    let day = json!({ "type": "string", "format": "date" });
    let month = object(json!({
        "month": { "type": "string" },
        "conversations": count,
        "by_leaders": count,
        "leaders": count,
        "customers_of_leaders": count,
    }));
    vec![
        (
            "Effect",
            object(json!({
                "metric": { "type": "string" },
                "from": day,
                "to": day,
                "low_answers": count,
                "customers": count,
                "called_back": maybe,
                "in_time": maybe,
                "not_due_yet": count,
                "hours_to_first_contact": or_null(object(hours)),
                "followed_up": schema("EffectGroup"),
                "others": schema("EffectGroup"),
                "difference": or_null(object(difference)),
                "caution": { "type": "string" },
                "conversations": { "type": "array", "items": month },
            })),
        ),
        ("EffectFigure", with_interval),
        ("EffectGroup", group),
    ]
}
