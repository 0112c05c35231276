//! Workspaces of an installation, in the API's description.

use serde_json::{Value, json};

use super::operation::{
    Noun, Operation, Scope, body, id, moment, object, parameter, reply, schema, sent,
};

pub(super) fn noun() -> Noun {
    Noun {
        name: "workspaces",
        description: "The separate worlds of one installation. These are for administrators of \
                      the installation and for keys of theirs, made with `luister api-key create \
                      --installation` or in the settings; others get 403. They make and name \
                      workspaces, and see nothing of what is in them.",
        operations: vec![list(), add(), rename()],
        schemas: vec![
            ("Workspace", workspace()),
            (
                "Workspaces",
                object(json!({
                    "workspaces": { "type": "array", "items": schema("Workspace") },
                })),
            ),
            ("NewWorkspace", new_workspace()),
            ("WorkspaceName", sent(&["name"], json!({ "name": name() }))),
        ],
    }
}

fn example() -> Value {
    json!({
        "workspace_id": "4d6f8h0j2m4p6r8t0v2x4z6b2b",
        "name": "Acme",
        "time_zone": "Europe/Amsterdam",
        "people": 12,
        "created_at": "2026-03-02T14:30:00Z",
    })
}

fn list() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/workspaces",
        id: "listWorkspaces",
        summary: "List workspaces",
        description: "All of them, the oldest first.",
        scope: Scope::Write,
        parameters: vec![],
        body: None,
        replies: vec![(
            200,
            reply(
                "The workspaces.",
                "Workspaces",
                json!({ "workspaces": [example()] }),
            ),
        )],
        problems: &[403],
    }
}

fn add() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/workspaces",
        id: "addWorkspace",
        summary: "Make a workspace",
        description: "With its first administrator. Who logs in to this installation already gets \
                      in at once; others with `invite` by a mail with a link, which needs a mail \
                      server (409). Names are different from each other (422).",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body(
            "NewWorkspace",
            json!({ "name": "Acme North", "email": "noor@acme.example", "language": "nl" }),
        )),
        replies: vec![(201, reply("The workspace.", "Workspace", example()))],
        problems: &[403, 409],
    }
}

fn rename() -> Operation {
    Operation {
        method: "patch",
        path: "/api/v1/workspaces/{id}",
        id: "renameWorkspace",
        summary: "Rename a workspace",
        description: "Its id stays; names are different from each other (422).",
        scope: Scope::Write,
        parameters: vec![parameter("WorkspaceId")],
        body: Some(body("WorkspaceName", json!({ "name": "Acme South" }))),
        replies: vec![(200, reply("The workspace.", "Workspace", example()))],
        problems: &[403],
    }
}

fn name() -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": 200 })
}

fn workspace() -> Value {
    object(json!({
        "workspace_id": id(),
        "name": { "type": "string" },
        "time_zone": { "type": "string" },
        "people": { "type": "integer", "description": "How many work in it now." },
        "created_at": moment(),
    }))
}

fn new_workspace() -> Value {
    sent(
        &["name", "email"],
        json!({
            "name": name(),
            "email": { "type": "string", "maxLength": 254 },
            "language": { "type": "string", "enum": ["en", "nl"], "default": "en" },
            "invite": { "type": "boolean", "default": false },
        }),
    )
}
