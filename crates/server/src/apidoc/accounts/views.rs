//! Operations on saved views.

use serde_json::{Value, json};

use crate::apidoc::operation::{Operation, Scope, body, done, id, query, reply};

const VIEW: &str = "8k0n2q4s6v8x0z2b4d6f8h0k2n";

pub(super) fn operations() -> Vec<Operation> {
    vec![list(), add(), show(), change(), remove()]
}

fn example() -> Value {
    json!({
        "view_id": VIEW,
        "noun": "account",
        "name": "Large and silent",
        "query": "from.revenue=1000000&no_answer_days=365&sort=attribute.revenue&order=desc",
        "shared": true,
        "user_id": null,
    })
}

fn one() -> Value {
    json!({
        "name": "id", "in": "path", "required": true, "description": "The view.",
        "schema": id(), "example": VIEW,
    })
}

fn list() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/views",
        id: "listViews",
        summary: "List saved views",
        description: "Shared ones and one's own, by name. A program's own are those programs made.",
        scope: Scope::Read,
        parameters: vec![query(
            "noun",
            "Of what they are lists; both unless it is said.",
            json!({ "type": "string", "enum": ["account", "contact"] }),
        )],
        body: None,
        replies: vec![(
            200,
            reply("The views.", "Views", json!({ "views": [example()] })),
        )],
        problems: &[422],
    }
}

fn said() -> Value {
    json!({
        "noun": "account", "name": "Large and silent", "query": "no_answer_days=365",
        "shared": true,
    })
}

fn add() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/views",
        id: "addView",
        summary: "Keep a view",
        description: "`query` is a list of accounts or contacts as its parameters have it, \
                      and may have `column` several times for the columns of the page.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body("NewView", said())),
        replies: vec![(201, reply("The view.", "View", example()))],
        problems: &[409],
    }
}

fn show() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/views/{id}",
        id: "getView",
        summary: "Get a view",
        description: "A shared one, or one's own.",
        scope: Scope::Read,
        parameters: vec![one()],
        body: None,
        replies: vec![(200, reply("The view.", "View", example()))],
        problems: &[],
    }
}

fn change() -> Operation {
    Operation {
        method: "patch",
        path: "/api/v1/views/{id}",
        id: "changeView",
        summary: "Change a view",
        description: "What is left out stays.",
        scope: Scope::Write,
        parameters: vec![one()],
        body: Some(body("ChangedView", json!({ "name": "Large, silent" }))),
        replies: vec![(200, reply("The view.", "View", example()))],
        problems: &[409],
    }
}

fn remove() -> Operation {
    Operation {
        method: "delete",
        path: "/api/v1/views/{id}",
        id: "removeView",
        summary: "Forget a view",
        description: "Whoever made it, or an administrator.",
        scope: Scope::Write,
        parameters: vec![one()],
        body: None,
        replies: vec![(204, done("It is forgotten."))],
        problems: &[],
    }
}
