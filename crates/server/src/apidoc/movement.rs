//! Movement in the API's description: what moved more than chance, and where.

mod example;

use serde_json::{Value, json};

use super::figure::{count, days_counted, first_day, hidden, list_of, share};
use super::figures;
use super::operation::{Noun, Operation, Scope, id, object, query, query_like, reply, schema};

pub(super) fn noun() -> Noun {
    Noun {
        name: "movement",
        description: "What moved more than chance: the last complete period against the one before \
                      and against all before, with control charts, corrected for how many figures \
                      are looked at; and where it moved. NPS in points, shares from 0 to 1, at full \
                      precision. Nothing is told of groups of fewer people than the survey's \
                      `smallest_group`, nor of others that would give them away.",
        operations: vec![get()],
        schemas: vec![
            ("Movement", movement()),
            ("MovementAlarm", alarm()),
            ("MovementSeries", series()),
            ("MovementPoint", point()),
            ("MovementCompared", compared()),
            ("MovementDrift", drift()),
            ("MovementSplit", split()),
            ("MovementPart", part()),
        ],
    }
}

fn get() -> Operation {
    let mut parameters = figures::filter();
    parameters.extend([
        query_like(
            "step",
            "The periods: `week`, `month`, `quarter`, `year`, or the name of an attribute such as \
             `wave`; left out, waves if responses have them, else a fitting period.",
            json!({ "type": "string", "minLength": 1 }),
            "month",
        ),
        query(
            "series",
            "The `id` of the series whose change `where` splits; left out, the first alarm, else \
             the outcome.",
            json!({ "type": "string", "minLength": 1 }),
        ),
        query(
            "where",
            "The property by which it is split; left out, the one that tells the movement apart \
             best.",
            json!({ "type": "string", "minLength": 1 }),
        ),
    ]);
    Operation {
        method: "get",
        path: "/api/v1/surveys/{id}/movement",
        id: "getMovement",
        summary: "Get what moved",
        description: "Series are the outcome, every other metric, the share who agree with each \
                      statement, and the outcome of each value of each property with up to 200 \
                      values and at least 30 answers on both sides. A period that still runs is \
                      among the points and is not judged.",
        scope: Scope::Read,
        parameters,
        body: None,
        replies: vec![(200, reply("What moved.", "Movement", example::example()))],
        problems: &[],
    }
}

fn number() -> Value {
    json!({ "type": ["number", "null"] })
}

fn numbers(description: &str) -> Value {
    json!({
        "type": ["array", "null"],
        "description": description,
        "items": { "type": "number" },
        "minItems": 2,
        "maxItems": 2,
    })
}

fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

fn text_or_null(description: &str) -> Value {
    json!({ "type": ["string", "null"], "description": description })
}

fn or_null(name: &str, description: &str) -> Value {
    json!({ "description": description, "anyOf": [schema(name), { "type": "null" }] })
}

fn movement() -> Value {
    let mut step = object(json!({
        "period": text("`2026-03`, `2026-Q1`, `2026`, the first day of a week, or a value."),
        "complete": { "type": "boolean", "description": "Over, so that it can be judged." },
        "hidden": hidden(),
    }));
    step["properties"]["from"] = first_day();
    let mut place = object(json!({
        "series": text("The series that is split."),
        "from": text_or_null("The period before, or the first of all before."),
        "since": text_or_null("The period after; of a slow drift the first of them."),
        "to": text_or_null("The last period after."),
        "attributes": {
            "type": "array",
            "description": "The properties by which it can be split.",
            "items": { "type": "string" },
        },
        "split": or_null("MovementSplit", "The split; null when there is nothing to split."),
    }));
    place["type"] = json!(["object", "null"]);
    object(json!({
        "survey": object(json!({
            "id": id(),
            "title": schema("Texts"),
            "status": { "type": "string", "enum": ["draft", "open", "closed"] },
            "version": { "type": "integer" },
            "change_seq": {
                "type": "integer",
                "description": "The last change that is counted; goes up with every one.",
            },
        })),
        "period": days_counted(),
        "hidden": hidden(),
        "step": text("What the periods are."),
        "steps": { "type": "array", "items": step },
        "latest": text_or_null("The period that is judged."),
        "running": text_or_null("The period that still runs."),
        "looked_at": count("Series that were judged."),
        "too_few": count("Series and segments with too few answers."),
        "alarms": list_of("MovementAlarm", "What moved more than chance."),
        "watch": {
            "type": "array",
            "description": "Series worth watching; about one in ten of them is chance.",
            "items": { "type": "string" },
        },
        "series": list_of("MovementSeries", "Everything that is followed."),
        "where": place,
    }))
}

fn direction() -> Value {
    json!({ "type": ["string", "null"], "enum": ["rose", "fell", null] })
}

fn against() -> Value {
    json!({
        "type": ["string", "null"],
        "description": "What it is seen against: the period before, all before, or the usual level \
                        by the moving average.",
        "enum": ["previous", "baseline", "drift", null],
    })
}

fn alarm() -> Value {
    let mut place = object(place());
    place["type"] = json!(["object", "null"]);
    place["description"] = json!("Where it moved; null when that can't be told apart.");
    object(json!({
        "series": text("The `id` of the series."),
        "direction": direction(),
        "against": against(),
        "since": text("The period in which it began, about."),
        "from": {
            "type": ["number", "null"],
            "description": "The earlier figure; of a drift the usual level.",
        },
        "to": {
            "type": ["number", "null"],
            "description": "The latest figure; of a drift the average of recent periods.",
        },
        "p_holm": number(),
        "where": place,
    }))
}

/// What a split names.
fn place() -> Value {
    json!({
        "attribute": text("The property."),
        "values": {
            "type": "array",
            "description": "Values that stand for the movement; an empty text is no value.",
            "items": { "type": "string" },
        },
        "mix": { "type": "boolean", "description": "Most of it is because others answered." },
        "p": share("Chance of that if it moved alike everywhere."),
    })
}

fn series() -> Value {
    object(json!({
        "id": text("The question's key, or `property:value` of a segment."),
        "kind": { "type": "string", "enum": ["outcome", "metric", "driver", "segment"] },
        "question": text("The key of the question."),
        "attribute": text_or_null("The property of a segment."),
        "value": text_or_null("The value of a segment."),
        "metric": {
            "type": "string",
            "description": "`agree` is the share of 4 and 5 on a statement.",
            "enum": ["nps", "enps", "ces", "csat", "cas", "agree"],
        },
        "status": {
            "type": "string",
            "enum": ["alarm", "watch", "not_more_than_chance", "too_few", "nothing_to_compare"],
        },
        "need": {
            "type": ["integer", "null"],
            "description": "How many more answers a side needs.",
        },
        "direction": direction(),
        "against": against(),
        "before": text_or_null("The period before the latest that has answers."),
        "since": text_or_null("The period in which it began, about."),
        "since_previous": or_null("MovementCompared", "Against the period before."),
        "since_baseline": or_null("MovementCompared", "Against all periods before together."),
        "drift": or_null("MovementDrift", "The moving average against the usual level."),
        "drift_p": share("Chance of the moving average being this far from the centre."),
        "p": share("The smallest chance, times how many comparisons there are."),
        "p_holm": share("Corrected for all series, so that no alarm is false (Holm)."),
        "p_bh": share("Corrected so that few finds are false (Benjamini–Hochberg)."),
        "centre": number(),
        "sigma_z": number(),
        "no_limits": {
            "type": ["string", "null"],
            "description": "Why there are no limits.",
            "enum": ["too_few_periods", "no_spread", null],
        },
        "points": list_of("MovementPoint", "From early to late, periods without answers included."),
    }))
}

fn point() -> Value {
    object(json!({
        "period": text("Its name."),
        "value": number(),
        "n": count("Who answered."),
        "se": number(),
        "ci95": numbers("95 % interval of the figure."),
        "limits": numbers("How far chance alone takes it: 3 standard errors."),
        "ewma": number(),
        "ewma_limits": numbers("Those of the moving average."),
        "cusum": numbers("The sums of deviations downwards and upwards, in standard errors."),
        "signals": {
            "type": "array",
            "items": { "type": "string", "enum": ["beyond_limits", "ewma", "cusum"] },
        },
    }))
}

fn drift() -> Value {
    object(json!({
        "from": number(),
        "to": number(),
        "difference": number(),
        "ci95": numbers("95 % interval of the difference."),
    }))
}

fn compared() -> Value {
    object(json!({
        "from": schema("Figure"),
        "to": schema("Figure"),
        "change": schema("Change"),
    }))
}

fn split() -> Value {
    let mut properties = json!({
        "before": { "type": "number" },
        "after": { "type": "number" },
        "difference": { "type": "number", "description": "`within` plus `mix_total`." },
        "within": { "type": "number", "description": "Sum of what happened within the values." },
        "mix_total": { "type": "number", "description": "Sum of what their parts did." },
        "mix_ci95": numbers("95 % interval of that, taking the figures as they are."),
        "rows": list_of("MovementPart", "What each value did."),
    });
    for (name, property) in place().as_object().into_iter().flatten() {
        properties[name] = property.clone();
    }
    object(properties)
}

fn part() -> Value {
    object(json!({
        "value": text_or_null("The value; an empty text is no value, null several values."),
        "others": {
            "type": ["integer", "null"],
            "description": "How many values with few answers are together in this row.",
        },
        "hidden": { "type": "boolean", "description": "Groups that may not be shown apart." },
        "before": number(),
        "after": number(),
        "n_before": count("Answers before."),
        "n_after": count("Answers after."),
        "share_before": share("Part of all answers before."),
        "share_after": share("Part of all answers after."),
        "within": { "type": "number", "description": "What happened within, for the whole." },
        "within_ci95": numbers("95 % interval of that."),
        "mix": { "type": "number", "description": "What its part did." },
        "apart": number(),
        "apart_p": share("Chance that it moved like all others together, corrected (Holm)."),
    }))
}
