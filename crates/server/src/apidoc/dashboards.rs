//! Dashboards, in the API's description.

mod links;

use serde_json::{Value, json};

use super::figure::{days_counted, days_counted_example};
use super::operation::{
    Noun, Operation, Scope, body, done, id, moment, object, or_null, query, reply, schema, sent,
    with_headers,
};

const BOARD: &str = "5b7d9f1h3k5n7q9s1v3x5z7b9d";
const SURVEY: &str = "8c0e2g4j6m8p0r2t4v6x8z0b2d";
const ETAG: (&str, &str) = (
    "ETag",
    "The revision in quotes; send it as `If-Match` when you change it.",
);
const KINDS: [&str; 12] = [
    "figure",
    "trend",
    "distribution",
    "kss",
    "drivers",
    "phases",
    "comments",
    "themes",
    "funnel",
    "cases",
    "targets",
    "text",
];
const STARTS: [&str; 6] = ["director", "lead", "employee", "manager", "wall", "empty"];

pub(super) fn noun() -> Noun {
    Noun {
        name: "dashboards",
        description: "Pages made of blocks, each about one survey or about cases and targets, with \
                      one filter for all of them. A dashboard belongs to whoever made it and can be \
                      shared with everybody, roles and teams; figures always follow what whoever \
                      reads may see. A dashboard that a program makes is the workspace's. What is \
                      removed can be brought back.",
        operations: [
            list(),
            create(),
            show(),
            change(),
            remove(),
            restore(),
            figures(),
        ]
        .into_iter()
        .chain(links::operations())
        .collect(),
        schemas: [
            ("Dashboard", dashboard()),
            (
                "Dashboards",
                object(json!({ "dashboards": { "type": "array", "items": schema("Dashboard") } })),
            ),
            ("NewDashboard", new_dashboard(true)),
            ("DashboardChange", new_dashboard(false)),
            ("DashboardBlock", block()),
            ("DashboardShare", share()),
            ("DashboardFigures", dashboard_figures()),
        ]
        .into_iter()
        .chain(links::schemas())
        .collect(),
    }
}

fn path_id() -> Value {
    json!({
        "name": "id", "in": "path", "required": true, "description": "The dashboard.",
        "schema": id(), "example": BOARD,
    })
}

fn example() -> Value {
    json!({
        "id": BOARD,
        "title": "How we are doing",
        "owner_id": "5n7p9r1t3v5x7z9b1d3f5h7k9m",
        "blocks": [
            { "id": "6c8e0g2j4m6p8r0t2v4x6z8b0d", "kind": "figure", "width": 1, "survey_id": SURVEY },
            {
                "id": "7d9f1h3k5n7q9s1v3x5z7b9d1f", "kind": "phases", "width": 3, "survey_id": SURVEY,
                "attribute": "phase", "order": ["sales", "implementation", "support"],
            },
        ],
        "filter": "period=last-12-months",
        "seconds": 20,
        "shares": [{ "with": "role", "role": "lead", "may": "see" }],
        "may": "own",
        "revision": 3,
        "created_at": "2026-11-22T10:00:00Z",
        "changed_at": "2026-11-23T10:00:00Z",
    })
}

fn block() -> Value {
    let text = json!({ "type": "string" });
    sent(
        &["kind"],
        json!({
            "id": { "type": "string", "description": "Given by us; kept when you send it back." },
            "kind": { "type": "string", "enum": KINDS },
            "width": { "type": "integer", "minimum": 0, "maximum": 3,
                       "description": "Columns of three; 0 or left out, what suits the kind." },
            "title": text,
            "survey_id": { "type": "string", "description": "All kinds but cases, targets and text." },
            "steps": { "type": "string", "enum": ["week", "month", "quarter", "year"],
                       "description": "Of a trend; left out, what suits the answers." },
            "attribute": { "type": "string", "description": "Of phases: whose values are the rows." },
            "order": { "type": "array", "items": text, "description": "Of phases: their order." },
            "text": { "type": "string", "maxLength": 4000, "description": "Of text: the words." },
        }),
    )
}

fn share() -> Value {
    sent(
        &["with", "may"],
        json!({
            "with": { "type": "string", "enum": ["everybody", "role", "team"] },
            "role": { "type": "string" },
            "team_id": id(),
            "may": { "type": "string", "enum": ["see", "edit"] },
        }),
    )
}

fn settings() -> Value {
    json!({
        "title": { "type": "string", "minLength": 1, "maxLength": 120 },
        "blocks": { "type": "array", "maxItems": 24, "items": schema("DashboardBlock") },
        "filter": {
            "type": "string",
            "description": "The filter it opens with, written as in the address of its page: \
                            `period=last-90-days&attribute=industry:care`.",
        },
        "seconds": { "type": "integer", "minimum": 5, "maximum": 600,
                     "description": "How long the wall screen shows one block." },
        "shares": { "type": "array", "maxItems": 100, "items": schema("DashboardShare") },
    })
}

fn dashboard() -> Value {
    let mut properties = settings();
    let own = json!({
        "id": id(),
        "owner_id": or_null(id()),
        "may": { "type": "string", "enum": ["see", "edit", "own"],
                 "description": "What whoever asks may do with it." },
        "revision": { "type": "integer" },
        "created_at": moment(),
        "changed_at": moment(),
    });
    if let (Some(all), Some(own)) = (properties.as_object_mut(), own.as_object()) {
        all.extend(own.clone());
    }
    object(properties)
}

fn new_dashboard(is_new: bool) -> Value {
    let mut properties = settings();
    if is_new {
        properties["template"] = json!({
            "type": "string", "enum": STARTS,
            "description": "A ready dashboard to start from; what else is given takes the place of \
                            what it brings.",
        });
        properties["survey_id"] = json!({
            "type": "string", "description": "What a ready dashboard is about.",
        });
    }
    sent(&[], properties)
}

fn dashboard_figures() -> Value {
    let nullable = |kind: &str| json!({ "type": [kind, "null"] });
    let day = json!({ "type": ["string", "null"], "format": "date" });
    let table = json!({
        "type": ["object", "null"],
        "description": "What the block shows, at full precision; what is hidden is null.",
        "required": ["columns", "rows"],
        "properties": {
            "columns": { "type": "array", "items": { "type": "string" } },
            "rows": { "type": "array", "items": { "type": "array", "items": {} } },
        },
    });
    let block = object(json!({
        "id": id(),
        "kind": { "type": "string", "enum": KINDS },
        "title": { "type": "string" },
        "survey_id": or_null(id()),
        "finding": nullable("string"),
        "note": { "type": ["string", "null"], "description": "Why there is nothing, or \
                  isn't compared, or what to know." },
        "period": {
            "description": "The days that were counted; null of a block that is of no survey.",
            "anyOf": [days_counted(), { "type": "null" }],
        },
        "figure": { "description": "The figure with interval and n, or those of each row; null \
                                    when there is none." },
        "difference": { "description": "With `compare`: the difference, its interval and verdict." },
        "compared": {
            "type": ["array", "null"], "items": {},
            "description": "With `compare`, of KSS, phases, themes, drivers and comments: both sides \
                            (`here` and `there`) of each with the difference, its interval and \
                            verdict; of comments what each side says more often.",
        },
        "table": table,
        "comments": { "type": ["array", "null"], "items": {} },
        "text": nullable("string"),
    }));
    object(json!({
        "dashboard_id": id(),
        "revision": { "type": "integer" },
        "filter": { "type": "string" },
        "from": day,
        "to": day,
        "blocks": { "type": "array", "items": block },
    }))
}

fn operation(
    method: &'static str,
    id: &'static str,
    (summary, description): (&'static str, &'static str),
) -> Operation {
    Operation {
        method,
        path: "/api/v1/dashboards/{id}",
        id,
        summary,
        description,
        scope: if method == "get" {
            Scope::Read
        } else {
            Scope::Write
        },
        parameters: vec![path_id()],
        body: None,
        replies: vec![(
            200,
            with_headers(reply("The dashboard.", "Dashboard", example()), &[ETAG]),
        )],
        problems: &[404],
    }
}

fn list() -> Operation {
    Operation {
        path: "/api/v1/dashboards",
        parameters: Vec::new(),
        replies: vec![(
            200,
            reply(
                "The dashboards, by name.",
                "Dashboards",
                json!({ "dashboards": [example()] }),
            ),
        )],
        problems: &[],
        ..operation(
            "get",
            "listDashboards",
            ("List dashboards", "All that whoever asks may look at."),
        )
    }
}

fn create() -> Operation {
    let sent = json!({
        "title": "How we are doing",
        "blocks": [{ "kind": "figure", "survey_id": SURVEY }, { "kind": "cases" }],
        "filter": "period=last-12-months",
        "shares": [{ "with": "everybody", "may": "see" }],
    });
    Operation {
        path: "/api/v1/dashboards",
        parameters: Vec::new(),
        body: Some(body("NewDashboard", sent)),
        replies: vec![(
            201,
            with_headers(
                reply("The dashboard.", "Dashboard", example()),
                &[ETAG, ("Location", "Where it can be read.")],
            ),
        )],
        problems: &[422],
        ..operation(
            "post",
            "createDashboard",
            (
                "Make a dashboard",
                "Of blocks, or from a ready one with `template`.",
            ),
        )
    }
}

fn show() -> Operation {
    operation(
        "get",
        "getDashboard",
        (
            "Get a dashboard",
            "What it is made of; its figures are at `/figures`.",
        ),
    )
}

fn change() -> Operation {
    Operation {
        body: Some(body("DashboardChange", json!({ "title": "How we did" }))),
        problems: &[404, 412, 422],
        ..operation(
            "patch",
            "changeDashboard",
            (
                "Change a dashboard",
                "What is left out stays. `blocks` are all blocks in their order; those sent with \
                 their `id` stay the same ones.",
            ),
        )
    }
}

fn remove() -> Operation {
    Operation {
        replies: vec![(204, done("It is removed, and can be brought back."))],
        ..operation(
            "delete",
            "removeDashboard",
            ("Remove a dashboard", "Its links lead nowhere from then on."),
        )
    }
}

fn restore() -> Operation {
    Operation {
        path: "/api/v1/dashboards/{id}/restore",
        ..operation(
            "post",
            "restoreDashboard",
            ("Bring a dashboard back", "As it was when it was removed."),
        )
    }
}

/// The dashboard, and the parameters of its page.
pub(super) fn filter() -> Vec<Value> {
    let text = || json!({ "type": "string" });
    vec![
        path_id(),
        query(
            "period",
            "A period that moves along: `last-90-days`, `this-year` …",
            text(),
        ),
        query(
            "from",
            "First day, without `period`.",
            json!({ "type": "string", "format": "date" }),
        ),
        query(
            "to",
            "Last day, without `period`.",
            json!({ "type": "string", "format": "date" }),
        ),
        query(
            "attribute",
            "`name:value`; several of one name are alternatives.",
            text(),
        ),
        query(
            "language",
            "Of the answer, as `nl`; several are alternatives.",
            text(),
        ),
        query(
            "channel",
            "By which answers came: `link`, `mail`, `api` …",
            text(),
        ),
        query("version", "Of the survey.", text()),
        query(
            "complete",
            "`1`: only what was sent in.",
            json!({ "type": "string", "enum": ["0", "1"] }),
        ),
        query("survey", "Only blocks about this survey.", id()),
        query(
            "team",
            "Only what this team, and those below it, did; several are taken together. Small teams \
             are refused.",
            id(),
        ),
        query(
            "compare",
            "Beside what: `before`, `year`, or `name:value` of an attribute that is filtered by.",
            text(),
        ),
    ]
}

fn figures() -> Operation {
    let one = json!({
        "dashboard_id": BOARD,
        "revision": 3,
        "filter": "period=last-12-months",
        "from": "2025-11-01",
        "to": "2026-10-31",
        "blocks": [{
            "id": "6c8e0g2j4m6p8r0t2v4x6z8b0d",
            "kind": "figure",
            "title": "Figure",
            "survey_id": SURVEY,
            "finding": "NPS is 44, between 38 and 49 (n = 623).",
            "note": null,
            "period": days_counted_example(),
            "figure": { "metric": "nps", "value": 43.5, "n": 623, "se": 2.9, "ci95": [37.8, 49.2], "few": false },
            "difference": null,
            "compared": null,
            "table": { "columns": ["NPS", "Low", "High", "n"], "rows": [[43.5, 37.8, 49.2, 623.0]] },
            "comments": null,
            "text": null,
        }],
    });
    Operation {
        path: "/api/v1/dashboards/{id}/figures",
        parameters: filter(),
        replies: vec![(
            200,
            reply("What each block shows.", "DashboardFigures", one),
        )],
        problems: &[404],
        ..operation(
            "get",
            "getDashboardFigures",
            (
                "Get the figures of a dashboard",
                "What its blocks show, by the same parameters as its page; without any, by those it \
                 opens with. A survey that doesn't know an attribute that is filtered by shows \
                 nothing and says so.",
            ),
        )
    }
}
