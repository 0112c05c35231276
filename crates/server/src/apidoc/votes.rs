//! Which clicks count, and the widget, in the API's description.

use serde_json::{Value, json};

use super::operation::{
    Noun, Operation, Scope, body, moment, object, or_null, parameter, reply, schema, sent,
};

pub(super) fn noun() -> Noun {
    Noun {
        name: "votes",
        description: "A click on a score in a mail opens the survey with that score chosen. Mail \
                      scanners click too, so it is a *vote* only when something shows that a \
                      person made it. Until then the response is `provisional`, or `suspect` when \
                      it looks like a scanner's: it is in no figure, list or export, but kept. \
                      Everything that happens at a link is kept as evidence, so the rule can be \
                      changed later. A survey can also stand on a web page, as a *widget*.",
        operations: vec![show(), change(), widget(), set_widget()],
        schemas: vec![
            ("VoteRules", sent(&RULES, rules())),
            ("Votes", votes()),
            ("VoteHit", hit()),
            (
                "WidgetSites",
                sent(&["origins"], json!({ "origins": origins() })),
            ),
            (
                "Widget",
                object(json!({
                    "origins": origins(),
                    "snippet": {
                        "type": "string",
                        "description": "What to put into the web page.",
                    },
                })),
            ),
        ],
    }
}

const RULES: [&str; 5] = [
    "accept",
    "early_seconds",
    "burst_links",
    "burst_seconds",
    "visible_seconds",
];

fn show() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/surveys/{id}/votes",
        id: "getVotes",
        summary: "See which clicks count",
        description: "The rule, how the responses by personal links stand, and the latest \
                      evidence. While everything past is judged by a changed rule, `judging` says \
                      how far that is. Surveys of employees have no evidence.",
        scope: Scope::Read,
        parameters: vec![parameter("SurveyId")],
        body: None,
        replies: vec![(200, reply("How the votes stand.", "Votes", example()))],
        problems: &[],
    }
}

fn change() -> Operation {
    Operation {
        method: "put",
        path: "/api/v1/surveys/{id}/votes",
        id: "setVoteRules",
        summary: "Say which clicks count",
        description: "Gives the survey a rule of its own. Everything past is judged by it soon \
                      after: responses may begin or cease to count.",
        scope: Scope::Write,
        parameters: vec![parameter("SurveyId")],
        body: Some(body("VoteRules", example_rules())),
        replies: vec![(200, reply("How the votes stand.", "Votes", example()))],
        problems: &[422],
    }
}

fn widget() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/surveys/{id}/widget",
        id: "getWidget",
        summary: "Get the widget",
        description: "What to put into a web page, and which sites may show the survey.",
        scope: Scope::Read,
        parameters: vec![parameter("SurveyId")],
        body: None,
        replies: vec![(200, reply("The widget.", "Widget", example_widget()))],
        problems: &[],
    }
}

fn set_widget() -> Operation {
    Operation {
        method: "put",
        path: "/api/v1/surveys/{id}/widget",
        id: "setWidgetSites",
        summary: "Say which sites may show the survey",
        description: "Browsers refuse the survey's frame to all other sites.",
        scope: Scope::Write,
        parameters: vec![parameter("SurveyId")],
        body: Some(body(
            "WidgetSites",
            json!({ "origins": ["https://www.example.com"] }),
        )),
        replies: vec![(200, reply("The widget.", "Widget", example_widget()))],
        problems: &[422],
    }
}

fn origins() -> Value {
    json!({
        "type": "array",
        "maxItems": 20,
        "description": "Origins: scheme, host, and the port when it isn't the usual one.",
        "items": { "type": "string", "maxLength": 255 },
    })
}

fn rules() -> Value {
    let number = |least: u32, most: u32, description: &str| json!({ "type": "integer", "minimum": least, "maximum": most, "description": description });
    json!({
        "accept": {
            "type": "string",
            "enum": ["validated", "validated_or_sign", "automatic"],
            "description": "`validated`: only what was sent in. `validated_or_sign`: also a click \
                            with a human sign, a pointer or a key on a page that was visible long \
                            enough. `automatic`: every click that doesn't look like a scanner's.",
        },
        "early_seconds": number(
            0, 3600, "A click so soon after delivery is a scanner's, unless a person shows.",
        ),
        "burst_links": number(2, 11, "So many different scores of one mail …"),
        "burst_seconds": number(1, 600, "… within so many seconds are a scanner's."),
        "visible_seconds": number(
            0, 120, "For a human sign the page must have been visible so long.",
        ),
    })
}

fn votes() -> Value {
    let count = |description: &str| json!({ "type": "integer", "description": description });
    object(json!({
        "rules": schema("VoteRules"),
        "own": {
            "type": "boolean",
            "description": "Whether the rule is the survey's own, not the workspace's.",
        },
        "confirmed": count("Responses by personal links that count."),
        "provisional": count("Nothing against them, not enough for them."),
        "suspect": count("They look like a scanner's."),
        "judging": or_null(object(json!({
            "done": count("Links judged by the changed rule."),
            "of": count("All links with evidence."),
        }))),
        "latest": { "type": "array", "maxItems": 50, "items": schema("VoteHit") },
    }))
}

fn hit() -> Value {
    object(json!({
        "at": moment(),
        "kind": {
            "type": "string",
            "enum": ["head", "opened", "hidden", "used", "submitted"],
        },
        "score": { "type": ["integer", "null"], "minimum": 0, "maximum": 10 },
        "user_agent": { "type": "string" },
        "judged": or_null(object(json!({
            "state": { "type": "string", "enum": ["confirmed", "provisional", "suspect"] },
            "because": {
                "type": ["string", "null"],
                "enum": ["comment", "submit", "sign", "click", "hidden", "burst", "head", "early", null],
            },
        }))),
    }))
}

fn example_rules() -> Value {
    json!({
        "accept": "validated_or_sign",
        "early_seconds": 60,
        "burst_links": 3,
        "burst_seconds": 10,
        "visible_seconds": 5,
    })
}

fn example() -> Value {
    json!({
        "rules": example_rules(),
        "own": true,
        "confirmed": 412,
        "provisional": 9,
        "suspect": 31,
        "judging": null,
        "latest": [{
            "at": "2026-03-02T14:30:00Z",
            "kind": "used",
            "score": null,
            "user_agent": "Mozilla/5.0",
            "judged": { "state": "confirmed", "because": "sign" },
        }],
    })
}

fn example_widget() -> Value {
    json!({
        "origins": ["https://www.example.com"],
        "snippet": "<script src=\"https://luister.example/widget.js\" data-survey=\"7x3k9m2p\" \
                    data-mode=\"button\" defer></script>",
    })
}
