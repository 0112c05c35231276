//! Figures in the API's description: what the dashboard shows, in the shape of `luister analyze`.

mod named;

use serde_json::{Value, json};

use self::named::named_example;
use super::figure::{
    self, count, days_counted, days_counted_example, driver_example, figure_example, first_day,
    hidden, list_of, nps_example, share, trend_example,
};
use super::operation::{
    Noun, Operation, Scope, id, object, parameter, query, query_like, reply, schema,
};

pub(super) fn noun() -> Noun {
    let mut schemas = vec![
        ("Figures", figures()),
        ("Group", group()),
        ("Rejected", rejected()),
    ];
    schemas.extend(figure::schemas());
    schemas.extend(named::schemas());
    Noun {
        name: "figures",
        description: "What the answers say, with how certain that is: NPS in points at full \
                      precision, shares from 0 to 1, `ci95` a 95 % interval. A figure that can't \
                      be given is null. Groups of fewer people than the survey's `smallest_group`, and \
                      others that would give them away, are `hidden` and count nobody.",
        operations: vec![get()],
        schemas,
    }
}

fn get() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/surveys/{id}/figures",
        id: "getFigures",
        summary: "Get figures",
        description: "What the results page shows, counted over the responses that the parameters \
                      let through, all of one moment. `nps` and `drivers` are about the recommend \
                      question (without one they are empty), `figure` and `trend` about whatever \
                      the survey is about: recommend, else effort, satisfaction or advocacy. The \
                      driver with the most to gain comes first. A parameter without a value is \
                      refused (400): leave it out.",
        scope: Scope::Read,
        parameters: parameters(),
        body: None,
        replies: vec![(200, reply("The figures.", "Figures", example()))],
        problems: &[422],
    }
}

/// The survey and the filter, for other operations on the same responses.
pub(super) fn filter() -> Vec<Value> {
    let mut parameters = parameters();
    parameters.retain(|parameter| parameter["name"] != "by" && parameter["name"] != "trend");
    parameters
}

/// Filter, split and trend.
pub(super) fn parameters() -> Vec<Value> {
    let text = || json!({ "type": "string", "minLength": 1 });
    let day = || json!({ "type": "string", "format": "date" });
    let many = |name: &str, description: &str| {
        let mut parameter = query(
            name,
            description,
            json!({ "type": "array", "items": { "type": "string", "minLength": 1 } }),
        );
        parameter["explode"] = json!(true);
        parameter
    };
    vec![
        parameter("SurveyId"),
        query_like(
            "by",
            "Splits by `week`, `month`, `quarter`, `year`, `language`, `channel`, `version` or \
                 the name of an attribute (`attribute:month` when it is called like one of \
                 these). At most 1000 groups. Where small groups are hidden there is no `week` \
                 (422).",
            text(),
            "industry",
        ),
        query_like(
            "from",
            "First day of the answer that counts. Where small groups are hidden, all of its \
                 month counts; `period` tells which days did.",
            day(),
            "2026-01-01",
        ),
        query(
            "to",
            "Last day that counts; where small groups are hidden, all of its month.",
            day(),
        ),
        many(
            "attribute",
            "`name:value`: only responses with this attribute. Several values of one name are \
                 alternatives; several names must all fit.",
        ),
        many(
            "language",
            "Only responses in this language; may be repeated.",
        ),
        many(
            "channel",
            "Only responses that came in this way; may be repeated.",
        ),
        many(
            "version",
            "Only responses to this version of the survey; may be repeated.",
        ),
        query(
            "trend",
            "The steps of the trend, as in `by`; left out, they are waves if responses have \
                 them, else a fitting period. At most 600 steps.",
            text(),
        ),
        query(
            "complete",
            "`1`: leave out what was begun and never sent in.",
            json!({ "type": "string", "enum": ["0", "1"] }),
        ),
    ]
}

fn figures() -> Value {
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
        "rows": count("Responses."),
        "rejected": list_of("Rejected", "Values that were left out; only a file has those."),
        "hidden": hidden(),
        "nps": schema("Nps"),
        "by": list_of("Group", "The groups asked for, in the order of their values."),
        "drivers": list_of("Driver", "The one with the most to gain first."),
        "figure": {
            "description": "The figure the survey is about.",
            "anyOf": [schema("Figure"), { "type": "null" }],
        },
        "metrics": list_of("Metric", "The same, and every other question that gives a figure."),
        "responses": object(json!({
            "total": count("All."),
            "complete": count("Sent in."),
            "partial": count("Begun and not sent in."),
            "completion": share("Complete ones among all."),
        })),
        "distribution": {
            "type": "array",
            "description": "How many gave 0, 1, … 10 to the question the survey is about.",
            "items": { "type": "number", "minimum": 0 },
            "minItems": 11,
            "maxItems": 11,
        },
        "missing": missing(),
        "earlier_scale": count("Answers on an earlier scale, which no figure counts."),
        "in_doubt": in_doubt(),
        "named": list_of(
            "Named",
            "What people named in answer to questions of kind `moment` and `elsewhere`, by question.",
        ),
        "trend": list_of("TrendPoint", "From early to late, steps without answers included."),
    }))
}

fn in_doubt() -> Value {
    let mut in_doubt = object(json!({
        "provisional": count("Clicks nobody confirmed yet."),
        "suspect": count("Clicks that look like a mail scanner's."),
    }));
    in_doubt["description"] = json!(
        "Votes that are in no figure, list or export because it is not sure that a person gave \
         them. Of the filter only the days apply to them."
    );
    in_doubt
}

fn missing() -> Value {
    let many = || json!({ "type": "number", "minimum": 0 });
    let mut missing = object(json!({
        "blank": many(), "dont_know": many(), "not_applicable": many(), "not_asked": many(),
    }));
    missing["description"] = json!("How many did not answer that question, and why.");
    missing
}

fn group() -> Value {
    let mut group = object(json!({
        "group": { "type": "string", "description": "The value; empty for those without one." },
        "nps": schema("Nps"),
        "drivers": list_of("Driver", "Ranked within the group."),
        "figure": { "anyOf": [schema("Figure"), { "type": "null" }] },
        "responses": count("Responses."),
        "hidden": hidden(),
    }));
    group["properties"]["from"] = first_day();
    group
}

fn rejected() -> Value {
    object(json!({
        "line": { "type": "integer" },
        "column": { "type": "string" },
        "value": { "type": "string" },
        "reason": { "type": "string" },
    }))
}

fn example() -> Value {
    let mut metric = figure_example();
    metric["question"] = json!("recommend");
    json!({
        "survey": {
            "id": "3f9m2k7q5x8r1t4w6y0z2b5d8g",
            "title": { "en": "How are we doing?", "nl": "Hoe doen we het?" },
            "status": "open",
            "version": 1,
            "change_seq": 413,
        },
        "period": days_counted_example(),
        "rows": 412,
        "rejected": [],
        "hidden": false,
        "nps": nps_example(),
        "by": [{
            "group": "Retail",
            "nps": nps_example(),
            "drivers": [driver_example()],
            "figure": figure_example(),
            "responses": 412,
            "hidden": false,
        }],
        "drivers": [driver_example()],
        "figure": figure_example(),
        "metrics": [metric],
        "responses": { "total": 412, "complete": 401, "partial": 11, "completion": 0.973 },
        "distribution": [4, 2, 5, 9, 11, 27, 38, 51, 73, 96, 84],
        "missing": { "blank": 12, "dont_know": 0, "not_applicable": 0, "not_asked": 0 },
        "earlier_scale": 0,
        "in_doubt": { "provisional": 3, "suspect": 1 },
        "named": [named_example()],
        "trend": [trend_example()],
    })
}
