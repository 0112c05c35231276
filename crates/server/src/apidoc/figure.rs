//! A single figure in the API's description: value, interval, n and verdict belong together.

use serde_json::{Value, json};

use super::operation::{object, schema};

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    vec![
        ("Nps", nps()),
        ("Driver", driver()),
        ("Kss", kss()),
        ("Figure", object(figure())),
        ("Metric", metric()),
        ("TrendPoint", trend_point()),
        ("Change", change()),
    ]
}

fn number() -> Value {
    json!({ "type": ["number", "null"] })
}

fn interval() -> Value {
    json!({
        "type": ["array", "null"],
        "items": { "type": "number" },
        "minItems": 2,
        "maxItems": 2,
    })
}

pub(super) fn count(description: &str) -> Value {
    json!({ "type": "integer", "minimum": 0, "description": description })
}

pub(super) fn share(description: &str) -> Value {
    json!({ "type": ["number", "null"], "minimum": 0, "maximum": 1, "description": description })
}

pub(super) fn list_of(name: &str, description: &str) -> Value {
    json!({ "type": "array", "description": description, "items": schema(name) })
}

pub(super) fn hidden() -> Value {
    json!({ "type": "boolean", "description": "Too small to be shown." })
}

fn figure() -> Value {
    json!({
        "metric": { "type": "string", "enum": ["nps", "enps", "ces", "csat", "cas"] },
        "value": {
            "type": ["number", "null"],
            "description": "NPS points; for `ces` the mean of 1 to 5; for `csat` and `cas` the \
                            share of 4 and 5.",
        },
        "n": count("Who answered."),
        "se": number(),
        "ci95": interval(),
        "few": { "type": "boolean", "description": "Too few answers for a claim." },
    })
}

fn metric() -> Value {
    let mut properties = figure();
    properties["question"] = json!({ "type": "string", "description": "The key of the question." });
    object(properties)
}

fn trend_point() -> Value {
    let verdict = json!({
        "type": ["string", "null"],
        "description": "That of `since_previous`.",
        "enum": ["rose", "fell", "not_more_than_chance", "too_few", null],
    });
    let compared = |description: &str| json!({ "description": description, "anyOf": [schema("Change"), { "type": "null" }] });
    let mut properties = json!({
        "period": {
            "type": "string",
            "description": "`2026-03`, `2026-Q1`, `2026`, the first day of a week, or a value.",
        },
    });
    for (name, property) in figure().as_object().into_iter().flatten() {
        properties[name] = property.clone();
    }
    properties["verdict"] = verdict;
    properties["since_previous"] = compared("Against the step before that has answers.");
    properties["since_first"] = compared("Against the first step that has answers.");
    properties["new_wording"] = json!({
        "type": "boolean",
        "description": "From here on the question is worded otherwise; nothing is compared with \
                        what was before.",
    });
    properties["hidden"] = hidden();
    let mut point = object(properties);
    point["properties"]["from"] = first_day();
    point
}

/// The days that figures are of.
pub(super) fn days_counted() -> Value {
    let day = || json!({ "type": ["string", "null"], "format": "date" });
    object(json!({
        "from": day(),
        "to": day(),
        "widened": {
            "type": "boolean",
            "description": "More days were counted than were asked for: where small groups are \
                            hidden, periods are whole months.",
        },
    }))
}

pub(super) fn days_counted_example() -> Value {
    json!({ "from": "2026-01-01", "to": null, "widened": false })
}

pub(super) fn first_day() -> Value {
    json!({ "type": "string", "format": "date", "description": "First day, if it is a period." })
}

fn change() -> Value {
    object(json!({
        "difference": { "type": "number", "description": "After minus before." },
        "ci95": { "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 2 },
        "p": {
            "type": "number",
            "minimum": 0,
            "maximum": 1,
            "description": "How likely such a difference is without any change.",
        },
        "verdict": {
            "type": "string",
            "enum": ["rose", "fell", "not_more_than_chance", "too_few"],
        },
    }))
}

fn nps() -> Value {
    object(json!({
        "value": number(),
        "n": count("Who answered."),
        "promoters": count("Scores 9 and 10."),
        "passives": count("Scores 7 and 8."),
        "detractors": count("Scores 0 to 6."),
        "se": number(),
        "ci95": interval(),
    }))
}

fn driver() -> Value {
    object(json!({
        "name": { "type": "string", "description": "The key of the statement." },
        "n": count("Who answered the statement and the recommend question."),
        "mean": number(),
        "agree": share("4 and 5."),
        "neutral": share("3."),
        "disagree": share("1 and 2."),
        "kss": schema("Kss"),
        "agree_promoter": share("Who agrees and is a promoter."),
        "disagree_detractor": share("Who disagrees and is a detractor."),
    }))
}

fn kss() -> Value {
    let mut kss = object(json!({
        "value": number(),
        "se": number(),
        "ci95": interval(),
        "gain": { "type": ["number", "null"], "description": "NPS points there are to gain." },
        "status": {
            "type": "string",
            "description": "Whether the gain may be relied on, and what of it may be shown.",
            "enum": [
                "gain", "interval_only", "suppressed", "not_estimable", "no_demonstrable_gain",
                "reversed",
            ],
        },
    }));
    kss["description"] = json!(
        "KlantSuccesScore: 100 minus the NPS points to gain if everybody answered the statement \
         like those who agree; lower is more to gain."
    );
    kss
}

pub(super) fn nps_example() -> Value {
    json!({
        "value": 21.0,
        "n": 400,
        "promoters": 180,
        "passives": 124,
        "detractors": 96,
        "se": 4.02,
        "ci95": [13.0, 28.7],
    })
}

pub(super) fn driver_example() -> Value {
    json!({
        "name": "software",
        "n": 388,
        "mean": 3.9,
        "agree": 0.71,
        "neutral": 0.15,
        "disagree": 0.14,
        "kss": {
            "value": 81.5,
            "se": 2.1,
            "ci95": [77.4, 85.6],
            "gain": 18.5,
            "status": "gain",
        },
        "agree_promoter": 0.42,
        "disagree_detractor": 0.09,
    })
}

pub(super) fn figure_example() -> Value {
    json!({
        "metric": "nps", "value": 21.0, "n": 400, "se": 4.02, "ci95": [13.0, 28.7], "few": false,
    })
}

pub(super) fn trend_example() -> Value {
    let change = json!({
        "difference": 6.5, "ci95": [1.2, 11.8], "p": 0.016, "verdict": "rose",
    });
    json!({
        "period": "2026-Q1",
        "from": "2026-01-01",
        "metric": "nps",
        "value": 21.0,
        "n": 400,
        "se": 4.02,
        "ci95": [13.0, 28.7],
        "few": false,
        "verdict": "rose",
        "since_previous": change,
        "since_first": change,
        "new_wording": false,
        "hidden": false,
    })
}
