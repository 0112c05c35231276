//! Rules in the API's description: when an answer says this, do that.

mod schemas;

use serde_json::{Value, json};

use super::operation::{
    Noun, Operation, Scope, body, cursor, done, if_match, limit, part, query, reply, with_headers,
};

const RULE: &str = "3b5d7f9h1k3n5q7s9v1x3z5b7d";
const CASE: &str = "9c1e3g5j7m9p1r3t5v7x9z1b3d";
const RESPONSE: &str = "4d6f8h0k2n4q6s8v0x2z4b6d8f";
const ETAG: (&str, &str) = (
    "ETag",
    "The revision in quotes; send it as `If-Match` when you change the rule.",
);

pub(super) fn noun() -> Noun {
    Noun {
        name: "rules",
        description: "A rule acts on answers as they come in, on contacts from whom nothing is \
                      heard, and on invitations nobody answers. What isn't known never makes a rule \
                      fire, not even behind `not`. Each rule fires once per answer, silence or \
                      invitation, however often it is looked at. Answers given before it was \
                      switched on, imported ones and those of employees are left alone.",
        operations: vec![
            list(),
            create(),
            templates(),
            from_template(),
            get(),
            change(),
            remove(),
            trial(),
            trial_of(),
            fired(),
            open_cases(),
            apply(),
        ],
        schemas: schemas::all(),
    }
}

fn rule_id() -> Value {
    part("id", "The rule.", RULE)
}

fn language() -> Value {
    query(
        "language",
        "Of names and titles.",
        json!({ "type": "string", "enum": ["nl", "en"], "default": "en" }),
    )
}

fn definition() -> Value {
    json!({
        "on": "answer",
        "when": { "all": [
            { "class": ["detractor"] },
            { "account": { "name": "revenue", "at_least": 100_000.0 } },
        ] },
        "then": [{ "open_case": {
            "role": "responsible",
            "title": "Call {contact|this customer} back: score {score}",
            "within": { "days": 2 },
            "first_contact": true,
            "priority": "high",
            "notify": true,
        } }],
    })
}

fn example() -> Value {
    json!({
        "id": RULE,
        "name": "Every detractor is called back within 2 working days",
        "state": "on",
        "definition": definition(),
        "revision": 3,
        "active_since": "2026-11-22T09:00:00Z",
        "created_at": "2026-11-20T10:00:00Z",
        "changed_at": "2026-11-22T09:00:00Z",
        "changed_by": "Eva Smit",
    })
}

fn sent() -> Value {
    json!({ "name": example()["name"], "definition": definition() })
}

fn list() -> Operation {
    let mut item = example();
    item["fired"] = json!(12);
    item["last_fired_at"] = json!("2026-11-22T10:30:00Z");
    item["trouble"] = json!([]);
    Operation {
        method: "get",
        path: "/api/v1/rules",
        id: "listRules",
        summary: "List rules",
        description: "By name; those that were put away only when they are asked for.",
        scope: Scope::Read,
        parameters: vec![query(
            "state",
            "Only rules in this state.",
            json!({ "type": "string", "enum": schemas::STATES }),
        )],
        body: None,
        replies: vec![(
            200,
            reply("The rules.", "Rules", json!({ "rules": [item] })),
        )],
        problems: &[],
    }
}

fn create() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/rules",
        id: "createRule",
        summary: "Make a rule",
        description: "A draft: it does nothing until it is switched on. Every survey, theme, role, \
                      person and channel it names must be there.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body("NewRule", sent())),
        replies: vec![(
            201,
            with_headers(
                reply("The draft.", "Rule", example()),
                &[ETAG, ("Location", "Where the rule is.")],
            ),
        )],
        problems: &[],
    }
}

fn templates() -> Operation {
    let template = json!({
        "name": "detractor-callback",
        "title": example()["name"],
        "definition": definition(),
    });
    Operation {
        method: "get",
        path: "/api/v1/rules/templates",
        id: "listRuleTemplates",
        summary: "List rules to start from",
        description: "Large accounts are those whose `revenue` is at least 100,000, until you say \
                      otherwise.",
        scope: Scope::Read,
        parameters: vec![language()],
        body: None,
        replies: vec![(
            200,
            reply(
                "The templates.",
                "RuleTemplates",
                json!({ "templates": [template] }),
            ),
        )],
        problems: &[422],
    }
}

fn from_template() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/rules/templates/{name}",
        id: "createRuleFromTemplate",
        summary: "Make a rule from a template",
        description: "A draft, to be changed and switched on.",
        scope: Scope::Write,
        parameters: vec![
            json!({
                "name": "name",
                "in": "path",
                "required": true,
                "description": "The template.",
                "schema": { "type": "string" },
                "example": "detractor-callback",
            }),
            language(),
        ],
        body: None,
        replies: vec![(
            201,
            with_headers(
                reply("The draft.", "Rule", example()),
                &[ETAG, ("Location", "Where the rule is.")],
            ),
        )],
        problems: &[404, 422],
    }
}

fn get() -> Operation {
    let mut shown = example();
    shown["trouble"] = json!([]);
    Operation {
        method: "get",
        path: "/api/v1/rules/{id}",
        id: "getRule",
        summary: "Get a rule",
        description: "Also one that was put away.",
        scope: Scope::Read,
        parameters: vec![rule_id()],
        body: None,
        replies: vec![(
            200,
            with_headers(reply("The rule.", "ShownRule", shown), &[ETAG]),
        )],
        problems: &[],
    }
}

fn change() -> Operation {
    Operation {
        method: "patch",
        path: "/api/v1/rules/{id}",
        id: "changeRule",
        summary: "Change a rule, switch it on or off, put it away",
        description: "What isn't sent stays. A rule that is switched on looks at answers from then \
                      on. What it says of cases counts for new ones at once; what it means for open \
                      ones is told by `listOpenCasesOfRule`. A rule that was put away is taken back \
                      by switching it off (409 otherwise). With `If-Match` only when nobody changed \
                      it since.",
        scope: Scope::Write,
        parameters: vec![rule_id(), if_match("rule")],
        body: Some(body("RuleChange", json!({ "state": "on" }))),
        replies: vec![(
            200,
            with_headers(reply("The rule as changed.", "Rule", example()), &[ETAG]),
        )],
        problems: &[409, 412],
    }
}

fn remove() -> Operation {
    Operation {
        method: "delete",
        path: "/api/v1/rules/{id}",
        id: "removeRule",
        summary: "Remove a draft",
        description: "A rule that was on is put away instead (409): what it did stays.",
        scope: Scope::Write,
        parameters: vec![rule_id()],
        body: None,
        replies: vec![(204, done("It is gone."))],
        problems: &[409],
    }
}

fn tried() -> Value {
    json!({
        "days": 90,
        "would_have_fired": 12,
        "looked_at": 480,
        "is_partial": false,
        "months": [{ "month": "2026-10", "count": 7 }, { "month": "2026-11", "count": 5 }],
        "examples": [{
            "response_id": RESPONSE,
            "survey_id": "8f0h2k4n6q8s0v2x4z6b8d0f2h",
            "contact": { "id": "2c4e6g8j0m2p4r6t8v0x2z4b6d", "name": "Ann Jansen" },
            "account": { "id": "7d9f1h3k5n7q9s1v3x5z7b9d1f", "name": "Acme" },
            "score": 3,
            "previous_score": 8,
            "comment": "Too slow",
            "at": "2026-11-20T10:30:00Z",
            "has_fired": false,
        }],
    })
}

fn trial() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/rules/{id}/trial",
        id: "tryRule",
        summary: "Try a rule on the past",
        description: "What the rule would have done. Nothing is stored and nobody is told. Answers, \
                      attributes and themes are taken as they are now, imported answers too. Of \
                      silence: whom it would fire for now. At most 20,000 are looked at, of answers \
                      the newest; `is_partial` says when there were more.",
        scope: Scope::Read,
        parameters: vec![
            rule_id(),
            query(
                "days",
                "How far back.",
                json!({ "type": "integer", "minimum": 1, "maximum": 730, "default": 90 }),
            ),
        ],
        body: None,
        replies: vec![(200, reply("What it would have done.", "RuleTrial", tried()))],
        problems: &[422],
    }
}

fn trial_of() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/rules/{id}/trial",
        id: "tryRuleAs",
        summary: "Try another definition on the past",
        description: "As `tryRule`, before the definition is stored.",
        scope: Scope::Read,
        parameters: vec![rule_id()],
        body: Some(body(
            "RuleTrialOf",
            json!({ "days": 90, "definition": definition() }),
        )),
        replies: vec![(200, reply("What it would have done.", "RuleTrial", tried()))],
        problems: &[],
    }
}

fn fired() -> Operation {
    let item = json!({
        "id": "6e8g0j2m4p6r8t0v2x4z6b8d0f",
        "occasion": format!("answer:{RESPONSE}"),
        "revision": 3,
        "response_id": RESPONSE,
        "survey_id": "8f0h2k4n6q8s0v2x4z6b8d0f2h",
        "contact_id": "2c4e6g8j0m2p4r6t8v0x2z4b6d",
        "account_id": "7d9f1h3k5n7q9s1v3x5z7b9d1f",
        "score": 3,
        "case_id": CASE,
        "trouble": [],
        "at": "2026-11-22T10:30:00Z",
    });
    Operation {
        method: "get",
        path: "/api/v1/rules/{id}/fired",
        id: "listFired",
        summary: "List what a rule fired for",
        description: "Newest first. `trouble` names what of the consequences didn't come about.",
        scope: Scope::Read,
        parameters: vec![rule_id(), limit(100, 1000), cursor()],
        body: None,
        replies: vec![(
            200,
            reply(
                "A page of what it fired for.",
                "FiredPage",
                json!({ "fired": [item], "next_cursor": null }),
            ),
        )],
        problems: &[422],
    }
}

fn open_cases() -> Operation {
    let item = json!({
        "case_id": CASE,
        "title": "Call Ann Jansen back: score 3",
        "due_at": "2026-11-24T10:30:00Z",
        "new_due_at": "2026-11-23T10:30:00Z",
        "priority": "normal",
        "new_priority": "high",
        "owner_id": "5n7p9r1t3v5x7z9b1d3f5h7k9m",
        "new_owner": null,
        "no_longer": false,
    });
    Operation {
        method: "get",
        path: "/api/v1/rules/{id}/open-cases",
        id: "listOpenCasesOfRule",
        summary: "What a changed rule means for its open cases",
        description: "Open cases that would be different were they opened by the rule as it is now. \
                      Who took a case keeps it, and a due time somebody moved stays. `no_longer`: the \
                      rule would not open it any more; it stays open all the same. A page compares \
                      as many open cases as `limit` says, and gives those that differ.",
        scope: Scope::Read,
        parameters: vec![rule_id(), limit(100, 1000), cursor()],
        body: None,
        replies: vec![(
            200,
            reply(
                "The cases that differ, oldest first.",
                "OpenCasesOfRule",
                json!({ "compared": 4, "cases": [item], "next_cursor": null }),
            ),
        )],
        problems: &[422],
    }
}

fn apply() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/rules/{id}/open-cases/apply",
        id: "applyRuleToOpenCases",
        summary: "Bring open cases in step with their rule",
        description: "Due time, priority and owner become what the rule gives now; each case says \
                      so in its history. All open cases are gone through, some at a time. With \
                      `If-Match` only when nobody changed the rule since; 412 too when somebody \
                      changes it meanwhile: ask again.",
        scope: Scope::Write,
        parameters: vec![rule_id(), if_match("rule")],
        body: None,
        replies: vec![(
            200,
            reply(
                "How many were changed.",
                "AppliedRule",
                json!({ "changed": 3 }),
            ),
        )],
        problems: &[412],
    }
}
