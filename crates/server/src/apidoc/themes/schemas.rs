//! Schemas of themes: what replies and bodies look like.

use serde_json::{Value, json};

use crate::apidoc::figure::{count, days_counted, list_of, share};
use crate::apidoc::operation::{id, moment, object, or_null, schema, sent};

fn number(description: &str) -> Value {
    json!({ "type": ["number", "null"], "description": description })
}

fn interval() -> Value {
    json!({
        "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 2,
    })
}

fn either(schema: Value, description: &str) -> Value {
    json!({ "description": description, "anyOf": [schema, { "type": "null" }] })
}

/// All schemas of this noun.
pub(super) fn all() -> Vec<(&'static str, Value)> {
    let text = || json!({ "type": "string" });
    let new = json!({
        "name": { "type": "string", "minLength": 1, "maxLength": 60 },
        "rules": { "type": "string", "description": "One rule per line." },
        "position": { "type": ["integer", "null"], "minimum": 0 },
    });
    let code = json!({ "response_id": text(), "has": { "type": ["boolean", "null"] } });
    vec![
        (
            "Themes",
            object(json!({ "themes": list_of("Theme", "In their order.") })),
        ),
        ("Theme", theme()),
        ("NewTheme", sent(&["name", "rules"], new)),
        ("ThemeOverview", overview()),
        ("ThemeFigures", figures_of_theme()),
        (
            "ThemeShare",
            object(json!({
                "value": share("Those who mention it."),
                "n": count("All."),
                "ci95": interval(),
            })),
        ),
        (
            "ThemeGain",
            object(json!({
                "value": { "type": "number", "description": "NPS of the comments without the theme minus NPS of all comments with a score; below 0 the theme lifts." },
                "se": { "type": "number" },
                "ci95": interval(),
            })),
        ),
        ("ThemeVoices", voices()),
        ("ThemeValue", value()),
        ("Agreement", agreement()),
        ("ThemeSuggestion", suggestion()),
        ("Words", all_words()),
        (
            "WordSide",
            object(json!({
                "comments": count("Comments of this side."),
                "customers": count("Customers of this side."),
                "words": count("Words they wrote."),
                "terms": list_of("Term", "The clearest first."),
            })),
        ),
        ("Term", term()),
        (
            "Codes",
            object(json!({
                "question": text(),
                "codes": { "type": "array", "items": object(json!({ "response_id": id(), "has": { "type": "boolean" } })) },
            })),
        ),
        (
            "NewCodes",
            sent(
                &["codes"],
                json!({
                    "question": { "type": ["string", "null"], "description": "As the parameter of the same name." },
                    "codes": { "type": "array", "items": sent(&["response_id", "has"], code) },
                }),
            ),
        ),
    ]
}

fn theme() -> Value {
    object(json!({
        "id": id(),
        "name": { "type": "string" },
        "rules": { "type": "string", "description": "One rule per line." },
        "position": count("Place among the themes."),
        "revision": count("Goes up with every change."),
        "created_at": moment(),
        "changed_at": moment(),
    }))
}

/// What figures of comments are about.
fn about() -> Value {
    json!({
        "question": { "type": ["string", "null"], "description": "Whose comments these are." },
        "period": days_counted(),
        "change_seq": count("The last change that is counted."),
        "hidden": {
            "type": ["string", "null"],
            "enum": ["filtered", "too_few", null],
            "description": "Why nothing is shown of employees.",
        },
        "comments": count("Comments within the filter."),
        "customers": count("Customers who wrote them."),
        "customers_by": {
            "type": ["string", "null"],
            "description": "The attribute that tells customers apart; null when each respondent is one.",
        },
        "scored": count("Comments with a score."),
        "truncated": { "type": "boolean", "description": "Older comments were not read." },
        "sample": {
            "description": "Of a very large survey that is not in memory a sample of responses is read; null when all were.",
            "anyOf": [
                object(json!({ "n": count("Responses read."), "of": count("Responses within the filter.") })),
                { "type": "null" },
            ],
        },
        "figure": either(schema("Figure"), "The outcome of all who wrote a comment."),
    })
}

fn with_about(own: Value) -> Value {
    let mut all = about();
    if let (Some(all), Value::Object(own)) = (all.as_object_mut(), own) {
        all.extend(own);
    }
    object(all)
}

fn overview() -> Value {
    with_about(json!({
        "themes": list_of("ThemeFigures", "In their order."),
        "value_by": { "type": ["string", "null"], "description": "The attribute that says what a customer is worth." },
        "value_attributes": {
            "type": "array", "items": { "type": "string" },
            "description": "The attributes that may: all their values are numbers.",
        },
        "value": either(schema("ThemeValue"), "What all customers who wrote are worth."),
        "without_theme": count("Comments no theme is found in."),
        "suggestions": list_of("ThemeSuggestion", "Words many customers write in comments without a theme."),
    }))
}

fn figures_of_theme() -> Value {
    object(json!({
        "id": id(),
        "name": { "type": "string" },
        "hidden": { "type": "boolean", "description": "Too few employees mention it, or don't." },
        "comments": count("Comments that mention it."),
        "share": either(schema("ThemeShare"), "Their share of the comments."),
        "customers": count("Customers who mention it."),
        "customer_share": either(schema("ThemeShare"), "Their share of the customers who wrote."),
        "mean_score": number("Mean of the scores of those who mention it."),
        "figure": either(schema("Figure"), "The outcome of those who mention it."),
        "low": count("Detractors, or the discontent, among them."),
        "middle": count("Those between."),
        "high": count("Promoters, or the content."),
        "gain": either(schema("ThemeGain"), "Points to gain if it went away; only for NPS."),
        "effect": {
            "type": ["string", "null"],
            "enum": ["costs", "lifts", "chance", "few", "too_few", null],
            "description": "The verdict, adjusted for how many themes are looked at.",
        },
        "voices": either(schema("ThemeVoices"), "Who speaks; null of employees and of a theme nobody mentions."),
        "value": either(schema("ThemeValue"), "What those customers are worth; null when no attribute says so."),
        "agreement": schema("Agreement"),
        "found_by_rule": {
            "type": "array",
            "description": "Per rule, in how many comments it alone is found.",
            "items": { "type": "integer", "minimum": 0 },
        },
    }))
}

fn voices() -> Value {
    object(json!({
        "kind": {
            "type": "string",
            "enum": ["one_loud", "few", "quiet", "mixed"],
            "description": "`one_loud`: one customer wrote at least 3 comments and more than 30 %; `few`: at most three wrote more than half, 3 each or more on average; `quiet`: at least five customers with fewer than 1.5 comments each; else `mixed`.",
        },
        "most_customers": count("Customers who wrote most: 1 for `one_loud`, 2 or 3 for `few`, else 0."),
        "most_comments": count("How many comments they wrote."),
        "customer": { "type": ["string", "null"], "description": "The account of the loud one." },
    }))
}

fn value() -> Value {
    object(json!({
        "value": { "type": "number", "description": "Sum over customers, each once." },
        "share": {
            "type": ["number", "null"], "minimum": 0, "maximum": 1,
            "description": "Share of what all customers who wrote are worth; null when somebody's value is below 0 or all is 0.",
        },
        "without": count("Customers whose value nobody said."),
    }))
}

fn agreement() -> Value {
    object(json!({
        "value": number("Cohen's kappa, −1 to 1."),
        "ci95": or_null(interval()),
        "agreement": share("Comments on which rules and people agree."),
        "status": {
            "type": "string",
            "enum": ["shown", "few", "one_sided", "nothing", "one_category"],
        },
        "n": count("Comments coded by hand."),
        "both": count("About the theme by hand and by rules."),
        "hand_only": count("By hand only."),
        "rules_only": count("By rules only."),
        "neither": count("By neither."),
    }))
}

fn suggestion() -> Value {
    object(json!({
        "name": { "type": "string" },
        "rules": { "type": "string", "description": "As a theme would have them." },
        "words": {
            "type": "array",
            "items": object(json!({ "word": { "type": "string" }, "customers": count("Who wrote a form of it.") })),
        },
        "comments": count("Comments with one of the words."),
        "customers": count("Customers who wrote one."),
        "language": { "type": ["string", "null"], "enum": ["nl", "en", null] },
    }))
}

fn all_words() -> Value {
    with_about(json!({
        "low": schema("WordSide"),
        "high": schema("WordSide"),
        "types": count("Different words of both sides."),
        "vocabulary": count("Those that occur often enough to be compared."),
    }))
}

fn term() -> Value {
    object(json!({
        "term": { "type": "string" },
        "kind": { "type": "string", "enum": ["word", "phrase"] },
        "low": count("Occurrences on the low side."),
        "high": count("Occurrences on the high side."),
        "customers_low": count("Customers of the low side who use it."),
        "customers_high": count("Customers of the high side who use it."),
        "delta": { "type": "number", "description": "Difference of log odds, high minus low." },
        "z": { "type": "number" },
        "p_adjusted": { "type": "number", "minimum": 0, "maximum": 1 },
    }))
}
