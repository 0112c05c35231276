//! Cases, in the API's description.

mod causes;
mod conversations;
mod schemas;
mod verbs;

use serde_json::{Value, json};

use super::operation::{
    Noun, Operation, Scope, body, cursor, id, limit, moment, parameter, query, query_like, reply,
    with_headers,
};

/// The header that revisions come in.
const ETAG: (&str, &str) = (
    "ETag",
    "The revision in quotes; send it as `If-Match` when you do something with the case.",
);
const PRIORITIES: [&str; 4] = ["low", "normal", "high", "urgent"];
const RESULTS: [&str; 8] = [
    "resolved",
    "explained",
    "compensated",
    "passed_on",
    "not_reachable",
    "no_action",
    "lost",
    "other",
];

pub(super) fn noun() -> Noun {
    let mut operations = vec![
        list(),
        create(),
        work(),
        summary(),
        settings(),
        put_settings(),
        show(),
        history(),
    ];
    operations.extend(verbs::operations());
    operations.extend(conversations::operations());
    operations.extend(causes::operations());
    let mut schemas = schemas::schemas();
    schemas.extend(verbs::schemas());
    schemas.extend(conversations::schemas());
    schemas.extend(causes::schemas());
    Noun {
        name: "cases",
        description: "Following up: a customer who needs somebody, an owner, and a time by which it \
                      is to be done. Times run in office hours on working days of the workspace's \
                      calendar. The owner is reminded, their lead and then administrators hear of \
                      what is overdue, each once. A case without an owner is told to administrators \
                      at once. Whoever does something says with `If-Match` which revision they saw; \
                      without it any will do.",
        operations,
        schemas,
    }
}

fn example_id() -> &'static str {
    "6p8r0t2v4x6z8b0d2f4h6k8m0q"
}

/// A case as an example.
fn example() -> Value {
    json!({
        "case_id": example_id(),
        "title": "Call Jan de Vries back",
        "reason": "Every detractor is called back",
        "state": "open",
        "overdue": false,
        "priority": "high",
        "rule_id": null,
        "response_id": "8d4t0w6y2z5b7f9h1j3k5m7n9p",
        "survey_id": "3f9m2k7q5x8r1t4w6y0z2b5d8g",
        "contact_id": "2c4e6g8j0m2p4r6t8w0y2a4c6e",
        "account_id": "7a9c1e3g5j7m9p1r3t5w7y9a1c",
        "metric": "recommend",
        "before": {
            "response_id": "8d4t0w6y2z5b7f9h1j3k5m7n9p",
            "score": 3,
            "at": "2026-11-23T08:55:00Z",
        },
        "after": null,
        "role": "success_manager",
        "owner_id": "5n7p9r1t3v5x7z9b1d3f5h7k9m",
        "due": "first_contact",
        "due_minutes": 960,
        "due_at": "2026-11-25T09:00:00Z",
        "first_contact_at": null,
        "snoozed_until": null,
        "snooze_reason": null,
        "reminded_at": null,
        "escalated_at": null,
        "alarmed_at": null,
        "opened_at": "2026-11-23T09:00:00Z",
        "opened_by": "Detractors",
        "closed_at": null,
        "closed_by": null,
        "result": null,
        "result_text": null,
        "notify": true,
        "revision": 1,
        "changed_at": "2026-11-23T09:00:00Z",
    })
}

fn named_example() -> Value {
    let mut one = example();
    one["contact_name"] = json!("Jan de Vries");
    one["account_name"] = json!("Acme");
    one["owner_name"] = json!("Eva Smit");
    one["cause_ids"] = json!([]);
    one
}

fn filters() -> Vec<Value> {
    let known = |name: &str, of: &str| query(name, &format!("Only cases {of}."), id());
    vec![
        query(
            "state",
            "`awake` is open and not snoozed.",
            json!({ "enum": ["open", "awake", "snoozed", "closed"] }),
        ),
        query_like(
            "owner",
            "Only cases of this person; `nobody` for those nobody has, `me` for one's own.",
            json!({ "type": "string" }),
            "nobody",
        ),
        query(
            "overdue",
            "Open, with a promise that is due and not kept (true), or not (false).",
            json!({ "type": "boolean" }),
        ),
        known("account_id", "about this account"),
        known("contact_id", "about this contact"),
        known("rule_id", "opened by this rule"),
        known("survey_id", "about answers to this survey"),
        known("response_id", "about this answer"),
        known("cause_id", "with this cause"),
        query("priority", "Only these.", json!({ "enum": PRIORITIES })),
        query(
            "result",
            "Only closed cases with it.",
            json!({ "enum": RESULTS }),
        ),
        query("due_before", "Due before this moment.", moment()),
        query("opened_from", "Opened at or after this moment.", moment()),
        query("opened_to", "Opened before this moment.", moment()),
        query(
            "order",
            "What is due first, or what was opened last.",
            json!({ "enum": ["due", "newest"], "default": "due" }),
        ),
        limit(100, 1000),
        cursor(),
    ]
}

fn list() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/cases",
        id: "listCases",
        summary: "List cases",
        description: "All filters hold at once.",
        scope: Scope::Read,
        parameters: filters(),
        body: None,
        replies: vec![(
            200,
            reply(
                "A page of cases.",
                "Cases",
                json!({ "cases": [named_example()], "next_cursor": null }),
            ),
        )],
        problems: &[422],
    }
}

fn create() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/cases",
        id: "openCase",
        summary: "Open a case",
        description: "For a person, for whoever has a role for the account, or for nobody yet. Of \
                      an answer its contact and account follow, of a contact its account. Somebody \
                      who is away has their deputy get it. Left out, the first contact is due in \
                      960 minutes of office time: two working days of eight hours.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body(
            "NewCase",
            json!({
                "title": "Call Jan de Vries back",
                "owner_id": "5n7p9r1t3v5x7z9b1d3f5h7k9m",
                "priority": "high",
            }),
        )),
        replies: vec![(
            201,
            with_headers(
                reply("The case.", "NamedCase", named_example()),
                &[ETAG, ("Location", "Where it is.")],
            ),
        )],
        problems: &[],
    }
}

fn work() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/cases/work",
        id: "getWork",
        summary: "Get one's own work",
        description: "The open cases of whoever asks, and of those they stand in for: at most 200, \
                      by due time. A key has none.",
        scope: Scope::Read,
        parameters: vec![],
        body: None,
        replies: vec![(
            200,
            reply(
                "The work.",
                "Work",
                json!({
                    "overdue": [], "today": [named_example()], "later": [], "snoozed": [],
                    "stands_in_for": ["Jan Bakker"],
                }),
            ),
        )],
        problems: &[],
    }
}

fn summary() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/cases/summary",
        id: "getCaseSummary",
        summary: "Count open cases",
        description: "All, and those of whoever asks.",
        scope: Scope::Read,
        parameters: vec![],
        body: None,
        replies: vec![(
            200,
            reply(
                "The counts.",
                "CaseSummary",
                json!({ "open": 12, "overdue": 1, "unowned": 0, "mine": 3, "mine_overdue": 0 }),
            ),
        )],
        problems: &[],
    }
}

fn settings_example() -> Value {
    json!({ "escalation": {
        "remind_before": 240, "lead_after": 0, "administrators_after": 480,
    } })
}

fn settings() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/cases/settings",
        id: "getCaseSettings",
        summary: "Get when who hears of what is due",
        description: "In minutes of office time.",
        scope: Scope::Read,
        parameters: vec![],
        body: None,
        replies: vec![(
            200,
            reply("The settings.", "CaseSettings", settings_example()),
        )],
        problems: &[],
    }
}

fn put_settings() -> Operation {
    Operation {
        method: "put",
        path: "/api/v1/cases/settings",
        id: "putCaseSettings",
        summary: "Set when who hears of what is due",
        description: "Open cases follow it from then on. What somebody heard already they don't \
                      hear again.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body("CaseSettings", settings_example())),
        replies: vec![(200, reply("As stored.", "CaseSettings", settings_example()))],
        problems: &[],
    }
}

fn show() -> Operation {
    let mut one = named_example();
    one["survey_name"] = json!("How are we doing?");
    one["comment"] = json!("Nobody called me back.");
    one["conversations"] = json!([]);
    Operation {
        method: "get",
        path: "/api/v1/cases/{id}",
        id: "getCase",
        summary: "Get a case",
        description: "With the answer's first words and all conversations.",
        scope: Scope::Read,
        parameters: vec![parameter("CaseId")],
        body: None,
        replies: vec![(
            200,
            with_headers(reply("The case.", "WholeCase", one), &[ETAG]),
        )],
        problems: &[],
    }
}

fn history() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/cases/{id}/history",
        id: "getCaseHistory",
        summary: "Get what was done with a case",
        description: "Oldest first.",
        scope: Scope::Read,
        parameters: vec![parameter("CaseId")],
        body: None,
        replies: vec![(
            200,
            reply(
                "The history.",
                "CaseHistory",
                json!({ "history": [{
                    "at": "2026-11-23T09:00:00Z", "what": "opened", "by": "Detractors",
                    "detail": {},
                }] }),
            ),
        )],
        problems: &[],
    }
}
