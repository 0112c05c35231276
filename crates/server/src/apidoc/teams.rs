//! Teams, in the API's description.

use serde_json::{Value, json};

use super::operation::{
    Noun, Operation, Scope, body, done, id, moment, object, or_null, parameter, reply, schema, sent,
};

pub(super) fn noun() -> Noun {
    Noun {
        name: "teams",
        description: "The organisation as a tree. A person is in one team at most (`team_id` of \
                      the person); whoever works in a team as lead sees what is done in it and in \
                      the teams below it. Moving a team or a person changes what they see at once.",
        operations: vec![list(), add(), show(), change(), remove()],
        schemas: vec![
            ("Team", team()),
            (
                "Teams",
                object(json!({ "teams": { "type": "array", "items": schema("Team") } })),
            ),
            ("NewTeam", new_team()),
            ("TeamChange", team_change()),
        ],
    }
}

fn example() -> Value {
    json!({
        "team_id": "2b4d6f8h0j2m4p6r8t0v2x4z6b",
        "name": "North",
        "full_name": "Service / North",
        "parent_id": "8h0j2m4p6r8t0v2x4z6b2b4d6f",
        "people": 7,
        "created_at": "2026-03-02T14:30:00Z",
    })
}

fn list() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/teams",
        id: "listTeams",
        summary: "List teams",
        description: "All of them, each before the teams below it.",
        scope: Scope::Read,
        parameters: vec![],
        body: None,
        replies: vec![(
            200,
            reply("The teams.", "Teams", json!({ "teams": [example()] })),
        )],
        problems: &[],
    }
}

fn add() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/teams",
        id: "addTeam",
        summary: "Make a team",
        description: "Without `parent_id` it is a part of no other. 422 when a team of this name \
                      is beside it already; a name has no slash.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body("NewTeam", json!({ "name": "Service" }))),
        replies: vec![(201, reply("The team.", "Team", example()))],
        problems: &[409],
    }
}

fn show() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/teams/{id}",
        id: "getTeam",
        summary: "Get a team",
        description: "With its place in the tree and how many people work in it.",
        scope: Scope::Read,
        parameters: vec![parameter("TeamId")],
        body: None,
        replies: vec![(200, reply("The team.", "Team", example()))],
        problems: &[],
    }
}

fn change() -> Operation {
    Operation {
        method: "patch",
        path: "/api/v1/teams/{id}",
        id: "changeTeam",
        summary: "Rename or move a team",
        description: "What is left out stays as it is; `parent_id` null makes it a part of no \
                      other. The teams below it move with it. 422 when it would be below itself, \
                      or the tree deeper than ten levels.",
        scope: Scope::Write,
        parameters: vec![parameter("TeamId")],
        body: Some(body("TeamChange", json!({ "name": "Customer service" }))),
        replies: vec![(200, reply("The team as changed.", "Team", example()))],
        problems: &[],
    }
}

fn remove() -> Operation {
    Operation {
        method: "delete",
        path: "/api/v1/teams/{id}",
        id: "removeTeam",
        summary: "Remove a team",
        description: "409 while people work in it or teams are below it.",
        scope: Scope::Write,
        parameters: vec![parameter("TeamId")],
        body: None,
        replies: vec![(204, done("It is gone."))],
        problems: &[409],
    }
}

fn team() -> Value {
    object(json!({
        "team_id": id(),
        "name": { "type": "string" },
        "full_name": {
            "type": "string",
            "description": "With the names of the teams it is a part of before it.",
        },
        "parent_id": or_null(json!({
            "type": "string",
            "description": "The team it is a part of.",
        })),
        "people": {
            "type": "integer",
            "description": "How many work in it now, without the teams below it.",
        },
        "created_at": moment(),
    }))
}

fn name() -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": 200 })
}

fn new_team() -> Value {
    sent(
        &["name"],
        json!({ "name": name(), "parent_id": or_null(json!({ "type": "string" })) }),
    )
}

fn team_change() -> Value {
    sent(
        &[],
        json!({ "name": name(), "parent_id": or_null(json!({ "type": "string" })) }),
    )
}
