//! Links to dashboards for people without a login, in the API's description.

use serde_json::{Value, json};

use super::path_id;
use crate::apidoc::operation::{
    Operation, Scope, body, done, id, moment, object, or_null, reply, schema, sent,
};

const LINK: &str = "9e1g3i5k7n9q1s3v5x7z9b1d3f";

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let mut made = properties();
    made["url"] = json!({
        "type": "string",
        "description": "The address. It is told this once and stored nowhere.",
    });
    vec![
        ("DashboardLink", object(properties())),
        ("DashboardLinkMade", object(made)),
        (
            "DashboardLinks",
            object(json!({ "links": { "type": "array", "items": schema("DashboardLink") } })),
        ),
        ("NewDashboardLink", new()),
    ]
}

fn properties() -> Value {
    json!({
        "id": id(),
        "label": { "type": "string", "description": "What it is for." },
        "filter": {
            "type": "string",
            "description": "The filter it is fixed to, written as in the address of a dashboard.",
        },
        "comments": { "type": "boolean", "description": "Whether comments are shown." },
        "made_by": { "type": "string", "description": "The person, or the key of a program." },
        "made_at": moment(),
        "expires_at": moment(),
        "ended_at": or_null(moment()),
        "holds": {
            "type": "boolean",
            "description": "Whether it leads anywhere now: not past its end, not ended, and whoever \
                            made it is still there.",
        },
    })
}

fn new() -> Value {
    sent(
        &["label"],
        json!({
            "label": { "type": "string", "minLength": 1, "maxLength": 120 },
            "days": { "type": "integer", "minimum": 1, "maximum": 366, "default": 30,
                      "description": "For how many days it holds." },
            "filter": { "type": "string" },
            "comments": { "type": "boolean", "default": false },
        }),
    )
}

fn example() -> Value {
    json!({
        "id": LINK,
        "label": "For the board",
        "filter": "period=last-12-months",
        "comments": false,
        "made_by": "5n7p9r1t3v5x7z9b1d3f5h7k9m",
        "made_at": "2026-11-22T10:00:00Z",
        "expires_at": "2026-12-22T10:00:00Z",
        "ended_at": null,
        "holds": true,
    })
}

pub(super) fn operations() -> Vec<Operation> {
    vec![list(), create(), end()]
}

fn operation(
    method: &'static str,
    id: &'static str,
    (summary, description): (&'static str, &'static str),
) -> Operation {
    Operation {
        method,
        path: "/api/v1/dashboards/{id}/links",
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
        replies: Vec::new(),
        problems: &[404],
    }
}

fn list() -> Operation {
    Operation {
        replies: vec![(
            200,
            reply(
                "The links, the newest first; also those that are over.",
                "DashboardLinks",
                json!({ "links": [example()] }),
            ),
        )],
        ..operation(
            "get",
            "listDashboardLinks",
            (
                "List links to a dashboard",
                "For whoever may share it. The addresses themselves are stored nowhere.",
            ),
        )
    }
}

fn create() -> Operation {
    let mut made = example();
    made["url"] = json!(format!(
        "https://feedback.example.com/shared/{}",
        "0k".repeat(26)
    ));
    let wanted = json!({ "label": "For the board", "days": 30, "filter": "period=last-12-months" });
    Operation {
        body: Some(body("NewDashboardLink", wanted)),
        replies: vec![(
            201,
            reply("The link with its address.", "DashboardLinkMade", made),
        )],
        problems: &[404, 422],
        ..operation(
            "post",
            "createDashboardLink",
            (
                "Make a link to a dashboard",
                "Whoever has it sees, without a login, what whoever makes it sees now: figures of \
                 five people or more, nothing that leads to single answers. Who sees fewer than \
                 five people makes none.",
            ),
        )
    }
}

fn end() -> Operation {
    let path = json!({
        "name": "link_id", "in": "path", "required": true, "description": "The link.",
        "schema": id(), "example": LINK,
    });
    Operation {
        path: "/api/v1/dashboards/{id}/links/{link_id}",
        parameters: vec![path_id(), path],
        replies: vec![(204, done("It leads nowhere, as if it had never been."))],
        ..operation(
            "delete",
            "endDashboardLink",
            ("End a link to a dashboard", "At once; open pages end too."),
        )
    }
}
