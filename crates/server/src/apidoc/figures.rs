//! Figures in the API's description: what the dashboard shows, in the shape of `luister analyze`.

use serde_json::{Value, json};

use super::operation::{
    Noun, Operation, Scope, id, object, parameter, query, query_like, reply, schema,
};

pub(super) fn noun() -> Noun {
    Noun {
        name: "figures",
        description: "What the answers say, with how certain that is: NPS in points at full \
                      precision, shares from 0 to 1, `ci95` a 95 % interval. A figure that can't \
                      be given is null. Of surveys of employees, groups that are too small to stay \
                      anonymous are `hidden` and count nobody.",
        operations: vec![get()],
        schemas: vec![
            ("Figures", figures()),
            ("Nps", nps()),
            ("Driver", driver()),
            ("Kss", kss()),
            ("Group", group()),
            ("Figure", object(figure())),
            ("Metric", metric()),
            ("TrendPoint", trend_point()),
            ("Change", change()),
            ("Rejected", rejected()),
        ],
    }
}

fn get() -> Operation {
    let text = || json!({ "type": "string" });
    let day = || json!({ "type": "string", "format": "date" });
    let many = |name: &str, description: &str| {
        let mut parameter = query(
            name,
            description,
            json!({ "type": "array", "items": { "type": "string" } }),
        );
        parameter["explode"] = json!(true);
        parameter
    };
    Operation {
        method: "get",
        path: "/api/v1/surveys/{id}/figures",
        id: "getFigures",
        summary: "Get figures",
        description: "What the results page shows, counted over the responses that the parameters \
                      let through, all of one moment. `nps` and `drivers` are about the recommend \
                      question (without one they are empty), `figure` and `trend` about whatever \
                      the survey is about: recommend, else effort, satisfaction or advocacy. The \
                      driver with the most to gain comes first.",
        scope: Scope::Read,
        parameters: vec![
            parameter("SurveyId"),
            query_like(
                "by",
                "Splits by `week`, `month`, `quarter`, `year`, `language`, `channel`, `version` or \
                 the name of an attribute (`attribute:month` when it is called like one of \
                 these). At most 1000 groups.",
                text(),
                "industry",
            ),
            query_like(
                "from",
                "First day of the answer that counts.",
                day(),
                "2026-01-01",
            ),
            query("to", "Last day that counts.", day()),
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
        ],
        body: None,
        replies: vec![(200, reply("The figures.", "Figures", example()))],
        problems: &[],
    }
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

fn count(description: &str) -> Value {
    json!({ "type": "integer", "minimum": 0, "description": description })
}

fn share(description: &str) -> Value {
    json!({ "type": ["number", "null"], "minimum": 0, "maximum": 1, "description": description })
}

fn list_of(name: &str, description: &str) -> Value {
    json!({ "type": "array", "description": description, "items": schema(name) })
}

fn hidden() -> Value {
    json!({ "type": "boolean", "description": "Too small to be shown." })
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
        "trend": list_of("TrendPoint", "From early to late, steps without answers included."),
    }))
}

fn missing() -> Value {
    let many = || json!({ "type": "number", "minimum": 0 });
    let mut missing = object(json!({
        "blank": many(), "dont_know": many(), "not_applicable": many(), "not_asked": many(),
    }));
    missing["description"] = json!("How many did not answer that question, and why.");
    missing
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

fn first_day() -> Value {
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

fn nps_example() -> Value {
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

fn driver_example() -> Value {
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

fn figure_example() -> Value {
    json!({
        "metric": "nps", "value": 21.0, "n": 400, "se": 4.02, "ci95": [13.0, 28.7], "few": false,
    })
}

fn trend_example() -> Value {
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
        "trend": [trend_example()],
    })
}
