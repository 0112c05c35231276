//! Accounts, responsibilities, attributes and views in the API's description.

mod of_accounts;
pub(super) mod schemas;
mod settings;
mod views;

use serde_json::{Value, json};

use super::operation::{Noun, id};

pub(super) const ACCOUNT: &str = "2m4p6r8t0w2y4a6c8e0g2j4m6p";
const USER: &str = "5n7p9r1t3v5x7z9b1d3f5h7k9m";

pub(super) fn noun() -> Noun {
    let mut operations = of_accounts::operations();
    operations.extend(settings::operations());
    operations.extend(views::operations());
    Noun {
        name: "accounts",
        description: "Organisations that contacts belong to: what is known of them, which they are \
                      a part of, who does what for them, what their respondents say, and \
                      everything that happened on one timeline. An account is found by \
                      `account_id`, else by `external_id`, else by its name.",
        operations,
        schemas: schemas::all(),
    }
}

fn account_id() -> Value {
    json!({
        "name": "id",
        "in": "path",
        "required": true,
        "description": "The account.",
        "schema": id(),
        "example": ACCOUNT,
    })
}

fn example() -> Value {
    json!({
        "account_id": ACCOUNT,
        "external_id": "A17",
        "name": "Acme B.V.",
        "responsible": { "name": "Anna Bakker", "email": "anna@example.com" },
        "attributes": { "industry": "retail", "revenue": "1250000" },
        "parent": { "account_id": "3n5q7s9v1x3z5b7d9f1h3k5n7q", "name": "Acme Group" },
        "responsibilities": [responsibility()],
        "summary": {
            "contacts": 12,
            "silent_contacts": 3,
            "respondents": 4,
            "promoters": 2,
            "passives": 1,
            "detractors": 1,
            "nps": 25.0,
            "mean_score": 7.75,
            "score_class": "passive",
            "last_answer_at": "2026-11-20T09:30:00Z",
            "last_conversation_at": null,
            "open_cases": 1,
        },
        "created_at": "2026-01-15T12:00:00Z",
        "changed_at": "2026-11-20T09:30:00Z",
    })
}

fn responsibility() -> Value {
    json!({
        "account_id": ACCOUNT,
        "role": "consultant",
        "user_id": USER,
        "name": "Carl Mulder",
        "email": "carl@example.com",
        "since": "2026-06-01T08:00:00Z",
    })
}
