//! Connections to other systems, in the API's description.

mod schemas;

use serde_json::{Value, json};

use super::operation::{
    Noun, Operation, Scope, body, cursor, done, if_match, limit, part, query, reply, with_headers,
};

pub(super) fn noun() -> Noun {
    let mut operations = connections();
    operations.extend(one_connection());
    operations.extend(work());
    operations.extend(runs());
    operations.push(gone());
    operations.extend(pushes());
    Noun {
        name: "connectors",
        description: "Connections to AFAS Profit, HubSpot, Salesforce and Request Tracker. What is \
                      pulled (`pulls`) says field by field where it goes: `external_id`, `name`, \
                      `email`, `first_name`, `language`, `account` and `parent` (by their id there), \
                      `account_name`, `opted_out`, `employee`, `role`, `attribute:NAME`, or \
                      `role:ROLE` for the person with that role by their e-mail address. A run goes \
                      on where the last ended, by the field `stamp`; tickets become events. What is \
                      pushed are figures of accounts and contacts into fields of theirs, a task for \
                      each case that opens, comments on tickets. Tasks and comments go once: when \
                      an earlier try may have arrived, the other system is asked, and where that \
                      can't be the push is `unknown` until a person decides. Secrets go in and \
                      never come out; a connection that gets another address needs them again.",
        operations,
        schemas: schemas::all(),
    }
}

fn connector_id() -> Value {
    part("id", "The connection.", "3c5e7g9j1m3p5r7t9w1y3a5c7e")
}

fn push_id() -> Value {
    part("push_id", "The push.", "4d6f8h0k2n4q6s8v0x2z4b6d8f")
}

fn etag(of: Value) -> Value {
    with_headers(of, &[("ETag", "The revision, for `If-Match`.")])
}

fn connections() -> Vec<Operation> {
    vec![
        Operation {
            method: "get",
            path: "/api/v1/connectors",
            id: "listConnectors",
            summary: "List connections",
            description: "All of them, by name, with their latest run.",
            scope: Scope::Read,
            parameters: vec![],
            body: None,
            replies: vec![(
                200,
                reply(
                    "The connections.",
                    "Connectors",
                    json!({ "connectors": [seen()] }),
                ),
            )],
            problems: &[],
        },
        Operation {
            method: "post",
            path: "/api/v1/connectors",
            id: "addConnector",
            summary: "Add a connection",
            description: "Without `pulls` it begins with what is proposed for its system. It is off \
                          unless `is_on`: try it first. 50 at most.",
            scope: Scope::Write,
            parameters: vec![],
            body: Some(body(
                "NewConnector",
                json!({
                    "system": "hubspot", "name": "CRM", "base_url": "https://api.hubapi.com",
                    "secrets": { "token": "pat-eu1-…" }, "every_minutes": 60,
                    "pushes": { "contact": { "score": "luister_score" }, "tasks": true },
                }),
            )),
            replies: vec![(201, etag(reply("It is there.", "Connector", example())))],
            problems: &[409],
        },
    ]
}

fn one_connection() -> Vec<Operation> {
    vec![
        Operation {
            method: "get",
            path: "/api/v1/connectors/{id}",
            id: "getConnector",
            summary: "Get a connection",
            description: "With its latest run, and how many pushes are in which state.",
            scope: Scope::Read,
            parameters: vec![connector_id()],
            body: None,
            replies: vec![(200, etag(reply("The connection.", "SeenConnector", seen())))],
            problems: &[],
        },
        Operation {
            method: "patch",
            path: "/api/v1/connectors/{id}",
            id: "changeConnector",
            summary: "Change a connection, switch it on or off",
            description: "What isn't sent stays. A stream that is pulled otherwise than before is \
                          read from the start. With `If-Match` only when nobody changed it since.",
            scope: Scope::Write,
            parameters: vec![connector_id(), if_match("connection")],
            body: Some(body("ConnectorChanges", json!({ "is_on": true }))),
            replies: vec![(200, etag(reply("It is changed.", "Connector", example())))],
            problems: &[412],
        },
        Operation {
            method: "delete",
            path: "/api/v1/connectors/{id}",
            id: "removeConnector",
            summary: "Remove a connection",
            description: "Customers stay; what is known of which of them is which there is \
                          forgotten.",
            scope: Scope::Write,
            parameters: vec![connector_id()],
            body: None,
            replies: vec![(204, done("It is gone."))],
            problems: &[],
        },
    ]
}

fn work() -> Vec<Operation> {
    vec![
        Operation {
            method: "get",
            path: "/api/v1/connectors/{id}/fields",
            id: "listConnectorFields",
            summary: "List the fields the other system has",
            description: "Asks it now.",
            scope: Scope::Write,
            parameters: vec![connector_id(), {
                let mut stream = query("stream", "What is pulled.", schemas::stream());
                stream["required"] = json!(true);
                stream["example"] = json!("accounts");
                stream
            }],
            body: None,
            replies: vec![(
                200,
                reply(
                    "Its fields.",
                    "ConnectorFields",
                    json!({ "fields": [{ "name": "industry", "label": "Industry" }] }),
                ),
            )],
            problems: &[422, 429],
        },
        Operation {
            method: "post",
            path: "/api/v1/connectors/{id}/try",
            id: "tryConnector",
            summary: "Try what a run would do",
            description: "Asks the other system for the first rows, and says of each what would \
                          become of it. Nothing is stored.",
            scope: Scope::Write,
            parameters: vec![connector_id()],
            body: Some(body(
                "ConnectorTry",
                json!({ "stream": "accounts", "rows": 20 }),
            )),
            replies: vec![(
                200,
                reply(
                    "The rows.",
                    "ConnectorTried",
                    json!({ "rows": [{ "id": "1001", "outcome": "created", "faults": [] }] }),
                ),
            )],
            problems: &[429],
        },
    ]
}

fn runs() -> Vec<Operation> {
    vec![
        Operation {
            method: "post",
            path: "/api/v1/connectors/{id}/run",
            id: "runConnector",
            summary: "Run it now",
            description: "Whether it is on or not. It begins within a second or two. It reads what \
                          changed; once a week, and when asked to, everything, and then marks what \
                          isn't there any more.",
            scope: Scope::Write,
            parameters: vec![
                connector_id(),
                query(
                    "everything",
                    "Reads everything, not only what changed.",
                    json!({ "type": "boolean", "default": false }),
                ),
            ],
            body: None,
            replies: vec![(202, done("It begins."))],
            problems: &[],
        },
        Operation {
            method: "get",
            path: "/api/v1/connectors/{id}/runs",
            id: "listConnectorRuns",
            summary: "List runs",
            description: "The latest 20, newest first. One that is `running` counts as it goes; \
                          one that is `waiting` goes on by itself.",
            scope: Scope::Read,
            parameters: vec![connector_id()],
            body: None,
            replies: vec![(
                200,
                reply(
                    "The runs.",
                    "ConnectorRuns",
                    json!({ "runs": [run_example()] }),
                ),
            )],
            problems: &[],
        },
        Operation {
            method: "get",
            path: "/api/v1/connectors/{id}/runs/{run_id}",
            id: "getConnectorRun",
            summary: "Get a run with its report",
            description: "With the first 1,000 rows that were not taken, or not whole.",
            scope: Scope::Read,
            parameters: vec![
                connector_id(),
                part("run_id", "The run.", "5e7g9j1m3p5r7t9w1y3a5c7e9g"),
            ],
            body: None,
            replies: vec![(200, {
                let mut example = run_example();
                example["faults"] = json!([{
                    "stream": "contacts", "remote_id": "77", "why": "/email no e-mail address",
                }]);
                reply("The run.", "ConnectorReport", example)
            })],
            problems: &[],
        },
    ]
}

fn gone() -> Operation {
    let stream =
        json!({ "type": "string", "enum": ["accounts", "contacts"], "default": "accounts" });
    Operation {
        method: "get",
        path: "/api/v1/connectors/{id}/gone",
        id: "listConnectorGone",
        summary: "List what isn't there any more",
        description: "Accounts or contacts that came from there and that it gave no more when \
                      everything was read: removed there, or left out by the condition of the \
                      connection. Nothing is removed here. Responsibilities aren't followed so.",
        scope: Scope::Read,
        parameters: vec![
            connector_id(),
            query("stream", "Which of them.", stream),
            limit(100, 1000),
            cursor(),
        ],
        body: None,
        replies: vec![(
            200,
            reply(
                "Those that are gone.",
                "ConnectorGone",
                json!({
                    "gone": [{
                        "id": "7d9f1h3k5n7q9s1v3x5z7b9d1f", "remote_id": "1000012",
                        "name": "Bakker", "gone_since": "2026-11-22T12:00:09Z",
                    }],
                    "next_cursor": null,
                }),
            ),
        )],
        problems: &[422],
    }
}

fn pushes() -> Vec<Operation> {
    let settle = |path, id, summary, description, status: u16, said: &str| Operation {
        method: "post",
        path,
        id,
        summary,
        description,
        scope: Scope::Write,
        parameters: vec![connector_id(), push_id()],
        body: None,
        replies: vec![(status, done(said))],
        problems: &[],
    };
    vec![
        Operation {
            method: "get",
            path: "/api/v1/connectors/{id}/pushes",
            id: "listConnectorPushes",
            summary: "List what goes out",
            description: "The last changed first.",
            scope: Scope::Read,
            parameters: vec![
                connector_id(),
                query("state", "Only in this state.", schemas::push_state()),
                limit(100, 1000),
            ],
            body: None,
            replies: vec![(
                200,
                reply(
                    "The pushes.",
                    "ConnectorPushes",
                    json!({ "pushes": [push_example()] }),
                ),
            )],
            problems: &[422],
        },
        settle(
            "/api/v1/connectors/{id}/pushes/{push_id}/again",
            "sendConnectorPushAgain",
            "Send again",
            "What failed or is in doubt.",
            202,
            "It goes again.",
        ),
        settle(
            "/api/v1/connectors/{id}/pushes/{push_id}/done",
            "takeConnectorPushAsDone",
            "Take as done",
            "What failed or is in doubt, and was seen to be there.",
            204,
            "It is done.",
        ),
    ]
}

fn pulls_example() -> Value {
    json!([{
        "stream": "accounts", "source": "companies", "id": "hs_object_id",
        "stamp": "hs_lastmodifieddate", "filter": "",
        "fields": [
            { "from": "name", "to": "name", "kind": "text" },
            { "from": "hubspot_owner_id.email", "to": "role:account_manager", "kind": "text" },
        ],
    }])
}

fn example() -> Value {
    json!({
        "connector_id": "3c5e7g9j1m3p5r7t9w1y3a5c7e",
        "system": "hubspot", "name": "CRM", "base_url": "https://api.hubapi.com",
        "secrets_set": ["token"], "options": {},
        "pulls": pulls_example(),
        "pushes": {
            "account": {}, "contact": { "score": "luister_score" }, "tasks": true, "comments": false,
        },
        "every_minutes": 60, "is_on": true, "next_at": "2026-11-22T13:00:00Z", "revision": 3,
        "created_at": "2026-11-20T09:00:00Z",
    })
}

fn seen() -> Value {
    let mut seen = example();
    seen["latest_run"] = run_example();
    seen["pushes_by_state"] = json!({ "done": 12 });
    seen["gone_at_source"] = json!({ "accounts": 1, "contacts": 0 });
    seen
}

fn run_example() -> Value {
    json!({
        "run_id": "5e7g9j1m3p5r7t9w1y3a5c7e9g", "state": "done",
        "started_at": "2026-11-22T12:00:00Z", "ended_at": "2026-11-22T12:00:09Z",
        "rows": { "created": 3, "changed": 12, "unchanged": 40, "wrong": 1, "gone": 0 }, "why": null,
    })
}

fn push_example() -> Value {
    json!({
        "push_id": "4d6f8h0k2n4q6s8v0x2z4b6d8f", "what": "task",
        "about_id": "6f8h0k2n4q6s8v0x2z4b6d8f0h", "state": "done", "in_doubt": false, "tries": 1,
        "next_at": null, "why": null, "created_at": "2026-11-22T12:00:00Z",
        "changed_at": "2026-11-22T12:00:01Z",
    })
}
