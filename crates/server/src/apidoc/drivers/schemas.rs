//! The shapes of a driver analysis.

use serde_json::{Value, json};

use super::super::figure::{count, days_counted, hidden, list_of, share};
use super::super::operation::{id, object, schema};

pub(super) fn all() -> Vec<(&'static str, Value)> {
    vec![
        ("Drivers", drivers()),
        ("DriverAnalysis", analysis()),
        ("DriverModel", model()),
        ("AnalysedDriver", driver()),
        ("AnalysedAttribute", attribute()),
        ("WhatIf", what_if()),
        ("DriverWarning", warning()),
        ("DriverLift", lift()),
    ]
}

fn number(description: &str) -> Value {
    json!({ "type": ["number", "null"], "description": description })
}

fn interval(description: &str) -> Value {
    json!({
        "type": ["array", "null"],
        "description": description,
        "items": { "type": "number" },
        "minItems": 2,
        "maxItems": 2,
    })
}

fn one_of(words: &[&str], description: &str) -> Value {
    json!({ "type": "string", "enum": words, "description": description })
}

fn one_of_or_null(words: &[&str], description: &str) -> Value {
    let mut words: Vec<Value> = words.iter().map(|word| json!(word)).collect();
    words.push(Value::Null);
    json!({ "type": ["string", "null"], "enum": words, "description": description })
}

fn or_null(name: &str, description: &str) -> Value {
    json!({ "description": description, "anyOf": [schema(name), { "type": "null" }] })
}

fn texts(description: &str) -> Value {
    json!({ "type": "array", "items": { "type": "string" }, "description": description })
}

fn text_or_null(description: &str) -> Value {
    json!({ "type": ["string", "null"], "description": description })
}

fn drivers() -> Value {
    let statuses = [
        "told",
        "hidden",
        "no_recommend_question",
        "no_drivers",
        "no_answers",
    ];
    object(json!({
        "survey": object(json!({
            "id": id(),
            "title": schema("Texts"),
            "status": one_of(&["draft", "open", "closed"], "Where the survey is."),
            "version": { "type": "integer" },
            "change_seq": {
                "type": "integer",
                "description": "The last change that is counted; goes up with every one.",
            },
        })),
        "period": days_counted(),
        "hidden": hidden(),
        "status": one_of(&statuses, "Whether there is an analysis, and if not why."),
        "figure": or_null("Figure", "The figure the survey is about."),
        "weight": text_or_null("Attribute that people are weighted by, when an administrator set one."),
        "account": text_or_null("Attribute whose values are drawn together when resampling."),
        "with": texts("Attributes that took part."),
        "withheld": texts("Attributes of employees that were left out: a group is too small."),
        "analysis": or_null("DriverAnalysis", "The analysis; null unless `status` is `told`."),
        "lift": or_null("DriverLift", "Drivers lifted together; null when none was."),
    }))
}

fn analysis() -> Value {
    let mut bootstrap = object(json!({
        "replicates": count("Resamples."),
        "seed": count("Where they start."),
        "unit": one_of(&["respondents", "accounts", "blocks"], "What was drawn with replacement."),
        "units": count("How many of those there are."),
        "lmg": one_of(&["exact", "johnson"], "Whether importance was computed anew in each, or follows Johnson's weights."),
    }));
    bootstrap["type"] = json!(["object", "null"]);
    let pair = object(json!({
        "drivers": texts("The two."),
        "r": { "type": "number", "description": "Their correlation." },
    }));
    object(json!({
        "model": schema("DriverModel"),
        "drivers": list_of("AnalysedDriver", "The one with the most to gain by itself first."),
        "attributes": list_of("AnalysedAttribute", "In the order given."),
        "leading": texts("Drivers that share the first place by KSS: they can't be told apart."),
        "priorities": texts("Where to act: the interval of the gain lies above 0, and so does the what-if gain."),
        "pairs": { "type": "array", "items": pair, "description": "Drivers that correlate beyond ±0.8." },
        "warnings": list_of("DriverWarning", "What to be careful about."),
        "bootstrap": bootstrap,
    }))
}

fn model() -> Value {
    let statuses = [
        "fitted",
        "rank_uncertain",
        "nobody",
        "no_drivers",
        "no_variance",
        "too_few",
        "not_determined",
    ];
    object(json!({
        "method": one_of(&["em", "listwise"], "What figures of several drivers are based on."),
        "n": count("People they rest on."),
        "n_listwise": count("People who answered the outcome and every driver, whether it takes part or not."),
        "r2": share("Of the scores' variance, what the drivers explain together."),
        "r2_listwise": share("The same among those who answered everything."),
        "importance": one_of_or_null(&["lmg", "johnson"], "How importance was computed."),
        "status": one_of(&statuses, "Whether there is a model, and if not why."),
        "nps": number("NPS by the what-if model, people as they are."),
        "what_if": one_of_or_null(&["ordinal", "linear"], "How what-if gains were computed."),
        "n_what_if": count("People the what-if rests on."),
        "iterations": count("Steps of EM."),
    }))
}

/// How answer and score go together, and importance: what statements and attributes share.
fn strength() -> Value {
    json!({
        "n": count("People with both an answer and a score."),
        "coverage": share("Of those who scored, who answered this."),
        "pearson": number("Pearson's correlation with the score."),
        "pearson_ci95": interval("Its interval (Fisher's z)."),
        "spearman": number("Spearman's rank correlation."),
        "kendall_tau_b": number("Kendall's tau-b."),
        "gamma": number("Goodman and Kruskal's gamma."),
        "lmg": number("Importance: part of R²."),
        "lmg_ci95": interval("From resamples."),
        "lmg_share": share("The same as a share of R²."),
        "lmg_share_ci95": interval("From resamples."),
        "johnson": number("Johnson's relative weight."),
        "johnson_ci95": interval("From resamples; only without lmg."),
        "lmg_rank_probability": share("Resamples in which it is the most important."),
        "what_if": or_null("WhatIf", "When it gets better and nothing else changes."),
    })
}

fn with(base: Value, more: Value) -> Value {
    let mut all = base;
    if let (Value::Object(all), Value::Object(more)) = (&mut all, more) {
        all.extend(more);
    }
    object(all)
}

fn driver() -> Value {
    let place = json!({ "type": "number", "minimum": 0, "maximum": 1 });
    let missing = json!({ "type": "number", "minimum": 0 });
    with(
        strength(),
        json!({
            "name": { "type": "string", "description": "The key of the statement." },
            "missing": object(json!({
                "blank": missing,
                "dont_know": missing,
                "not_applicable": missing,
                "not_asked": missing,
            })),
            "mean": number("Mean answer."),
            "agree": share("4 and 5."),
            "agree_ci95": interval("Wilson's."),
            "neutral": share("3."),
            "disagree": share("1 and 2."),
            "disagree_ci95": interval("Wilson's."),
            "agree_promoter": share("Agrees and is a promoter."),
            "disagree_detractor": share("Disagrees and is a detractor."),
            "kss": schema("Kss"),
            "vif": number("Variance inflation factor, 1 or more; null when others determine it fully."),
            "kss_adjusted": number("100 − the what-if gain."),
            "rank_probability": share("Resamples in which it has the lowest KSS."),
            "rank_probabilities": {
                "type": "array",
                "items": place,
                "description": "Resamples in which its KSS has place 1, 2, 3, …",
            },
            "leading": { "type": "boolean", "description": "Shares the first place by KSS." },
            "priority": { "type": "boolean", "description": "A place to act." },
            "proportional_odds_p": share("How likely so large a difference between bottom and top is if it works alike at both."),
            "works_at": one_of_or_null(&["bottom", "top", "both"], "Where it makes its difference."),
        }),
    )
}

fn attribute() -> Value {
    let level = object(json!({
        "value": { "type": "string", "description": "Empty: rare values together." },
        "values": count("How many values are in it."),
        "n": count("People; 0 when it is hidden."),
        "nps": number("Their NPS."),
        "nps_ci95": interval("Its interval."),
        "mean": number("Their mean score."),
    }));
    with(
        strength(),
        json!({
            "name": { "type": "string", "description": "The name of the attribute." },
            "kind": one_of(&["numeric", "yes_no", "categorical"], "How it was coded."),
            "levels": { "type": "array", "items": level, "description": "Its values, or ranges of them." },
            "eta2": share("Of the scores' variance, what lies between its values."),
        }),
    )
}

fn what_if() -> Value {
    object(json!({
        "gain": { "type": "number", "description": "NPS points more." },
        "ci95": interval("From resamples; without them the model's own."),
        "se_model": { "type": "number", "description": "Standard error from the model's parameters alone." },
        "before": { "type": "number", "description": "NPS by the model, people as they are." },
        "after": { "type": "number", "description": "NPS by the model, everybody lifted." },
        "n": count("People the model rests on."),
        "share_moved": { "type": "number", "minimum": 0, "maximum": 1, "description": "Of them, who was lifted." },
        "population_gain": { "type": "number", "description": "Gain × share of those asked who gave an opinion." },
    }))
}

fn warning() -> Value {
    object(json!({
        "code": { "type": "string", "description": "What it is; there may be new ones." },
        "drivers": texts("The drivers it is about; empty when it is about the whole."),
        "values": {
            "type": "object",
            "additionalProperties": { "type": "number" },
            "description": "Its numbers by name.",
        },
        "text": { "type": "string", "description": "In plain English." },
    }))
}

fn lift() -> Value {
    let named = |name: &str, description: &str| {
        object(json!({
            "driver": { "type": "string" },
            name: { "type": "number", "description": description },
        }))
    };
    let mut joint = object(json!({
        "gain": { "type": "number", "description": "NPS points more, all lifts together." },
        "ci95": interval("From the model's parameters alone."),
        "before": { "type": "number" },
        "after": { "type": "number" },
        "n": count("People the model rests on."),
        "single": { "type": "array", "items": named("gain", "By itself, at the same percentage.") },
    }));
    joint["type"] = json!(["object", "null"]);
    object(json!({
        "lifts": { "type": "array", "items": named("percent", "Of those who don't agree yet.") },
        "joint": joint,
        "sum_of_single": number("What the gains by themselves add up to, for comparison."),
    }))
}
