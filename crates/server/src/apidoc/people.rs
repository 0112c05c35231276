//! People who work here, in the API's description.

mod file;

use serde_json::{Value, json};

use super::operation::{
    Noun, Operation, Scope, body, cursor, done, id, limit, moment, object, or_null, page,
    parameter, query, reply, sent,
};

const ROLES: [&str; 7] = [
    "administrator",
    "programme_manager",
    "director",
    "analyst",
    "lead",
    "employee",
    "viewer",
];

pub(super) fn noun() -> Noun {
    Noun {
        name: "people",
        description: "People who work here: what they may do, whom they report to, and who stands \
                      in while they are away. A person without login is responsible for \
                      something, but can't log in until invited. People are never removed, because \
                      what they did stays: they stop working here.",
        operations: vec![
            list(),
            add(),
            show(),
            change(),
            invite(),
            file::export(),
            file::import(),
        ],
        schemas: vec![
            ("Person", person()),
            ("People", page("people", "Person")),
            ("NewPerson", new_person()),
            ("PersonChange", person_change()),
            ("PeopleImported", file::imported()),
        ],
    }
}

fn example() -> Value {
    json!({
        "user_id": "5n7p9r1t3v5x7z9b1d3f5h7k9m",
        "email": "eva@acme.example",
        "name": "Eva Smit",
        "role": "employee",
        "language": "nl",
        "team_id": "2b4d6f8h0j2m4p6r8t0v2x4z6b",
        "lead_id": null,
        "away_until": "2026-12-01T23:00:00Z",
        "deputy_id": null,
        "may_login": true,
        "deactivated_at": null,
    })
}

fn list() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/people",
        id: "listPeople",
        summary: "List people",
        description: "By address.",
        scope: Scope::Read,
        parameters: vec![
            query(
                "q",
                "A part of name or address.",
                json!({ "type": "string", "maxLength": 200 }),
            ),
            query(
                "role",
                "Only people of this role.",
                json!({ "type": "string", "enum": ROLES }),
            ),
            query(
                "team_id",
                "Only people of this team, without the teams below it.",
                json!({ "type": "string" }),
            ),
            query(
                "active",
                "`false` for those who stopped working here.",
                json!({ "type": "boolean", "default": true }),
            ),
            limit(100, 1000),
            cursor(),
        ],
        body: None,
        replies: vec![(
            200,
            reply(
                "A page of people.",
                "People",
                json!({ "people": [example()], "next_cursor": null }),
            ),
        )],
        problems: &[422],
    }
}

fn add() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/people",
        id: "addPerson",
        summary: "Add a person",
        description: "With `invite`, a mail with a link to choose a password goes to them; without \
                      they can't log in yet. 409 when the address is taken, or when they are to be \
                      invited and no mail server is set up.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body(
            "NewPerson",
            json!({
                "email": "eva@acme.example",
                "name": "Eva Smit",
                "role": "employee",
                "language": "nl",
            }),
        )),
        replies: vec![(201, reply("The person.", "Person", example()))],
        problems: &[409, 429],
    }
}

fn show() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/people/{id}",
        id: "getPerson",
        summary: "Get a person",
        description: "Also one who stopped working here.",
        scope: Scope::Read,
        parameters: vec![parameter("PersonId")],
        body: None,
        replies: vec![(200, reply("The person.", "Person", example()))],
        problems: &[],
    }
}

fn change() -> Operation {
    Operation {
        method: "patch",
        path: "/api/v1/people/{id}",
        id: "changePerson",
        summary: "Change a person",
        description: "What is left out stays as it is; another role or team changes what they see \
                      at once. Nobody leads themselves, not even by way of \
                      others (422), and somebody must remain who can log in as administrator (409). \
                      With `active` false they are logged out everywhere at once; who reported to \
                      them reports to their lead from then on.",
        scope: Scope::Write,
        parameters: vec![parameter("PersonId")],
        body: Some(body(
            "PersonChange",
            json!({ "role": "lead", "away_until": "2026-12-01T23:00:00Z" }),
        )),
        replies: vec![(200, reply("The person as changed.", "Person", example()))],
        problems: &[409],
    }
}

fn invite() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/people/{id}/invite",
        id: "invitePerson",
        summary: "Invite a person",
        description: "Sends somebody without a login a mail with a link to choose a password, which \
                      works for seven days; who logs in to this installation already comes in by \
                      the password they have. 409 when they have a login here, stopped working here, or no \
                      mail server is set up; 429 after three invitations in an hour.",
        scope: Scope::Write,
        parameters: vec![parameter("PersonId")],
        body: None,
        replies: vec![(202, done("The mail is on its way."))],
        problems: &[409, 429],
    }
}

fn role() -> Value {
    json!({ "type": "string", "enum": ROLES })
}

fn language() -> Value {
    json!({ "type": "string", "enum": ["en", "nl"] })
}

fn someone(description: &str) -> Value {
    json!({ "type": "string", "minLength": 1, "description": description })
}

fn person() -> Value {
    object(json!({
        "user_id": id(),
        "email": { "type": "string" },
        "name": { "type": "string" },
        "role": role(),
        "language": { "type": "string" },
        "team_id": or_null(someone("The team they work in.")),
        "lead_id": or_null(someone("The person they report to.")),
        "away_until": or_null(moment()),
        "deputy_id": or_null(someone("Who stands in while they are away.")),
        "may_login": { "type": "boolean", "description": "Whether they have a login." },
        "deactivated_at": or_null(moment()),
    }))
}

fn name() -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": 200 })
}

fn new_person() -> Value {
    sent(
        &["email"],
        json!({
            "email": { "type": "string", "maxLength": 254 },
            "name": name(),
            "role": { "type": "string", "enum": ROLES, "default": "employee" },
            "language": { "type": "string", "enum": ["en", "nl"], "default": "en" },
            "team_id": or_null(someone("The team they work in.")),
            "lead_id": or_null(someone("The person they report to.")),
            "invite": { "type": "boolean", "default": false },
        }),
    )
}

fn person_change() -> Value {
    sent(
        &[],
        json!({
            "name": name(),
            "role": role(),
            "language": language(),
            "team_id": or_null(someone("The team they work in.")),
            "lead_id": or_null(someone("The person they report to.")),
            "away_until": or_null(moment()),
            "deputy_id": or_null(someone("Who stands in while they are away.")),
            "active": { "type": "boolean" },
        }),
    )
}
