//! What people name in place of a score, in the API's description.

use serde_json::{Value, json};

use super::super::figure::{count, figure_example, hidden, list_of, share};
use super::super::operation::{object, or_null, schema};

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    vec![("Named", named()), ("NamedThing", thing())]
}

fn named() -> Value {
    object(json!({
        "question": { "type": "string", "description": "The key of the question." },
        "kind": { "type": "string", "enum": ["moment", "elsewhere"] },
        "n": count("Who answered it."),
        "things": list_of("NamedThing", "Named most first; own words at the end."),
    }))
}

fn thing() -> Value {
    object(json!({
        "choice": {
            "type": "string",
            "description": "The key of a choice; `other:` for whatever people wrote themselves.",
        },
        "text": schema("Texts"),
        "hidden": hidden(),
        "named": or_null(count("Who named it; null when hidden.")),
        "n": or_null(count("Who answered and could have named it.")),
        "share": share("Those who named it among those who could."),
        "ci95": {
            "type": ["array", "null"],
            "items": { "type": "number" },
            "minItems": 2,
            "maxItems": 2,
            "description": "95 % interval of the share (Wilson).",
        },
        "few": { "type": ["boolean", "null"], "description": "Too few answers for a claim." },
        "figure": {
            "description": "The score of those who named it.",
            "anyOf": [schema("Figure"), { "type": "null" }],
        },
        "against_others": {
            "description": "That score against the score of those who answered and did not name \
                            it, corrected for how many things are looked at (Holm).",
            "anyOf": [schema("Change"), { "type": "null" }],
        },
    }))
}

pub(super) fn named_example() -> Value {
    json!({
        "question": "moment",
        "kind": "moment",
        "n": 380,
        "things": [{
            "choice": "support",
            "text": { "en": "Support", "nl": "Hulp" },
            "hidden": false,
            "named": 152,
            "n": 380,
            "share": 0.4,
            "ci95": [0.352, 0.45],
            "few": false,
            "figure": figure_example(),
            "against_others": {
                "difference": -18.2, "ci95": [-31.0, -5.4], "p": 0.005, "verdict": "fell",
            },
        }],
    })
}
