//! Figures in the API's description: what the dashboard shows, in the shape of `luister analyze`.

use serde_json::{Value, json};

use super::operation::{
    Noun, Operation, Scope, object, parameter, query, query_like, reply, schema,
};

pub(super) fn noun() -> Noun {
    Noun {
        name: "figures",
        description: "What the answers say, with how certain that is: values in NPS points at full \
                      precision, shares from 0 to 1, `ci95` a 95 % interval. A figure that can't \
                      be given is null.",
        operations: vec![get()],
        schemas: vec![
            ("Figures", figures()),
            ("Nps", nps()),
            ("Driver", driver()),
            ("Kss", kss()),
            ("Group", group()),
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
        description: "NPS and every driver with its KSS, the driver with the most to gain first, \
                      counted over the responses that the parameters let through.",
        scope: Scope::Read,
        parameters: vec![
            parameter("SurveyId"),
            query_like(
                "by",
                "Splits: `week`, `month`, `quarter`, `year`, `language`, `channel`, `version`, or \
                 the name of an attribute.",
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

fn figures() -> Value {
    object(json!({
        "rows": count("Responses."),
        "rejected": {
            "type": "array",
            "description": "Values that were left out; only a file has those.",
            "items": schema("Rejected"),
        },
        "nps": schema("Nps"),
        "by": { "type": "array", "items": schema("Group") },
        "drivers": { "type": "array", "items": schema("Driver") },
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
    object(json!({
        "group": { "type": "string", "description": "The value; empty for those without one." },
        "nps": schema("Nps"),
        "drivers": { "type": "array", "items": schema("Driver") },
    }))
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

fn example() -> Value {
    json!({
        "rows": 412,
        "rejected": [],
        "nps": nps_example(),
        "by": [{ "group": "Retail", "nps": nps_example(), "drivers": [driver_example()] }],
        "drivers": [driver_example()],
    })
}
