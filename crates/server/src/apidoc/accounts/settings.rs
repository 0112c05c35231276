//! Operations on responsibilities and on what attributes are.

use serde_json::{Value, json};

use super::{ACCOUNT, USER, responsibility};
use crate::apidoc::operation::{Operation, Scope, body, done, id, reply};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        list(),
        put(),
        remove(),
        roles(),
        add_role(),
        rename_role(),
        remove_role(),
        attributes(),
        define(),
        undefine(),
    ]
}

fn needed(name: &str, description: &str, schema: Value, example: &str) -> Value {
    json!({
        "name": name, "in": "query", "required": true, "description": description,
        "schema": schema, "example": example,
    })
}

fn in_path(name: &str, description: &str, schema: Value, example: &str) -> Value {
    json!({
        "name": name, "in": "path", "required": true, "description": description,
        "schema": schema, "example": example,
    })
}

fn text() -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": 64 })
}

fn list() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/responsibilities",
        id: "listResponsibilities",
        summary: "Who does what for an account",
        description: "Of the account itself. Where it has nobody in a role, whoever has it for the \
                      nearest account above is meant.",
        scope: Scope::Read,
        parameters: vec![needed("account_id", "The account.", id(), ACCOUNT)],
        body: None,
        replies: vec![(200, all())],
        problems: &[404],
    }
}

fn all() -> Value {
    reply(
        "Who does what.",
        "Responsibilities",
        json!({ "responsibilities": [responsibility()] }),
    )
}

fn put() -> Operation {
    let sent = json!({
        "external_id": "A17",
        "responsibilities": { "consultant": ["carl@example.com"], "success_manager": null },
    });
    Operation {
        method: "put",
        path: "/api/v1/responsibilities",
        id: "putResponsibilities",
        summary: "Say who does what for an account",
        description: "Of each role that is named, exactly these people have it from now on; null is \
                      nobody. Roles that aren't named stay. Whoever isn't known here becomes a \
                      person without login.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body("NewResponsibilities", sent)),
        replies: vec![(200, all())],
        problems: &[404],
    }
}

fn remove() -> Operation {
    Operation {
        method: "delete",
        path: "/api/v1/responsibilities",
        id: "removeResponsibility",
        summary: "Take a responsibility from somebody",
        description: "The role is nobody's then, unless several people had it.",
        scope: Scope::Write,
        parameters: vec![
            needed("account_id", "The account.", id(), ACCOUNT),
            needed("role", "The role.", text(), "consultant"),
            needed("user_id", "The person.", id(), USER),
        ],
        body: None,
        replies: vec![(204, done("They don't have it any more."))],
        problems: &[404],
    }
}

fn roles() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/responsibilities/roles",
        id: "listResponsibilityRoles",
        summary: "List roles",
        description: "Those everybody has, and the company's own.",
        scope: Scope::Read,
        parameters: vec![],
        body: None,
        replies: vec![(
            200,
            reply(
                "The roles.",
                "ResponsibilityRoles",
                json!({ "roles": [{ "role": "consultant", "name": null, "standard": true }] }),
            ),
        )],
        problems: &[],
    }
}

fn own() -> Value {
    json!({ "role": "coach", "name": "Coach", "standard": false })
}

fn add_role() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/responsibilities/roles",
        id: "addResponsibilityRole",
        summary: "Add a role of your own",
        description: "Its key follows from the name and stays.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body("NewResponsibilityRole", json!({ "name": "Coach" }))),
        replies: vec![(201, reply("The role.", "ResponsibilityRole", own()))],
        problems: &[409],
    }
}

fn role() -> Value {
    in_path("role", "Its key.", text(), "coach")
}

fn rename_role() -> Operation {
    Operation {
        method: "patch",
        path: "/api/v1/responsibilities/roles/{role}",
        id: "renameResponsibilityRole",
        summary: "Call a role of your own otherwise",
        description: "Its key stays.",
        scope: Scope::Write,
        parameters: vec![role()],
        body: Some(body("NewResponsibilityRole", json!({ "name": "Coach" }))),
        replies: vec![(200, reply("The role.", "ResponsibilityRole", own()))],
        problems: &[],
    }
}

fn remove_role() -> Operation {
    Operation {
        method: "delete",
        path: "/api/v1/responsibilities/roles/{role}",
        id: "removeResponsibilityRole",
        summary: "Remove a role of your own",
        description: "Only one that nobody has.",
        scope: Scope::Write,
        parameters: vec![role()],
        body: None,
        replies: vec![(204, done("It is removed."))],
        problems: &[409],
    }
}

fn definition() -> Value {
    json!({
        "noun": "account", "name": "revenue", "kind": "money", "choices": [], "currency": "EUR",
    })
}

fn attributes() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/attributes",
        id: "listAttributes",
        summary: "What attributes are",
        description: "Those that are defined, and often used ones that could be. Any other \
                      attribute takes any text.",
        scope: Scope::Read,
        parameters: vec![],
        body: None,
        replies: vec![(
            200,
            reply(
                "The attributes.",
                "AttributeKinds",
                json!({
                    "attributes": [definition()],
                    "offered": [{ "noun": "account", "name": "industry", "kind": "text" }],
                }),
            ),
        )],
        problems: &[],
    }
}

fn key() -> Vec<Value> {
    let noun = json!({ "type": "string", "enum": ["account", "contact"] });
    vec![
        in_path("noun", "Whose it is.", noun, "account"),
        in_path("name", "Its name.", text(), "revenue"),
    ]
}

fn define() -> Operation {
    Operation {
        method: "put",
        path: "/api/v1/attributes/{noun}/{name}",
        id: "defineAttribute",
        summary: "Say what an attribute is",
        description: "From now on only values of its kind are taken, written one way: numbers and \
                      amounts as `1250.5`, dates as `2026-11-22`, `yes` or `no`, a choice as it is \
                      named. Values of accounts that are there are written that way too, a moment \
                      later; those that don't fit stay.",
        scope: Scope::Write,
        parameters: key(),
        body: Some(body(
            "NewAttribute",
            json!({ "kind": "choice", "choices": ["small", "large"] }),
        )),
        replies: vec![(200, reply("The attribute.", "Attribute", definition()))],
        problems: &[404, 409],
    }
}

fn undefine() -> Operation {
    Operation {
        method: "delete",
        path: "/api/v1/attributes/{noun}/{name}",
        id: "forgetAttribute",
        summary: "Let an attribute take any text",
        description: "Its values stay as they are.",
        scope: Scope::Write,
        parameters: key(),
        body: None,
        replies: vec![(204, done("It takes any text."))],
        problems: &[],
    }
}
