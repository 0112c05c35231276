//! The whole description, put together from the nouns.

use serde_json::{Map, Value, json};

use super::operation::{Noun, Operation, Scope, id, reply};
use super::{
    accounts, actions, audit, cases, coaching, connectors, contacts, dashboards, drivers, effect,
    exports, figures, invitations, mail, movement, people, problem, programmes, reports, responses,
    rules, sample, surveys, targets, teams, themes, votes, webhooks, workspaces,
};

const INTRODUCTION: &str = "\
Make surveys, send answers, read figures, take everything with you. All bodies and replies are JSON \
in UTF-8, except exports. Moments are RFC 3339 in UTC, days are those of the workspace's time zone.

**Keys.** Send `Authorization: Bearer KEY`. An administrator makes keys in the settings, or with \
`luister api-key create --scope read|write`. Scope write includes read. A key sees one workspace.

**Nothing is ignored.** A parameter, field or question that doesn't exist is refused with a reply \
that names it (400 or 422), and then nothing was stored.

**Problems** are `application/problem+json` (RFC 9457). Beside those listed, any operation can reply \
405 (wrong method), 408 (the body took longer than 30 seconds), 414 (address longer than 8 KiB), 431 \
(headers larger than 32 KiB) and 500 (our fault; `request_id` finds it in the server's log).

**Lists** come in pages: when `next_cursor` isn't null, give it as `cursor` to get the next one.

**Retries.** Success is told only after what was sent is durable. When no reply came, or a 503, send \
the same request again: with the same `Idempotency-Key` or `external_id` it is stored once.";

/// The nouns, in the order of an integrator's work.
fn nouns() -> Vec<Noun> {
    vec![
        surveys::noun(),
        responses::noun(),
        invitations::noun(),
        votes::noun(),
        contacts::noun(),
        accounts::noun(),
        figures::noun(),
        drivers::noun(),
        movement::noun(),
        themes::noun(),
        sample::noun(),
        programmes::noun(),
        mail::noun(),
        people::noun(),
        teams::noun(),
        workspaces::noun(),
        actions::noun(),
        audit::noun(),
        cases::noun(),
        effect::noun(),
        targets::noun(),
        dashboards::noun(),
        coaching::noun(),
        reports::noun(),
        rules::noun(),
        webhooks::noun(),
        connectors::noun(),
        exports::noun(),
        description(),
    ]
}

/// The description describes itself.
fn description() -> Noun {
    Noun {
        name: "description",
        description: "This description; a page shows it at `/api/docs`.",
        operations: vec![Operation {
            method: "get",
            path: "/api/v1/openapi.json",
            id: "getDescription",
            summary: "Get this description",
            description: "OpenAPI 3.1; needs no key.",
            scope: Scope::Public,
            parameters: vec![],
            body: None,
            replies: vec![(
                200,
                reply(
                    "The description.",
                    "Description",
                    json!({ "openapi": "3.1.0" }),
                ),
            )],
            problems: &[],
        }],
        schemas: vec![(
            "Description",
            json!({ "type": "object", "required": ["openapi"] }),
        )],
    }
}

/// The OpenAPI 3.1 document of a server that is reached at `base_url`.
pub(crate) fn document(base_url: &str) -> Value {
    let (mut paths, mut schemas, mut tags) = (Map::new(), Map::new(), Vec::new());
    for noun in nouns() {
        tags.push(json!({ "name": noun.name, "description": noun.description }));
        for operation in &noun.operations {
            let path = paths.entry(operation.path).or_insert_with(|| json!({}));
            path[operation.method] = operation.describe(noun.name);
        }
        schemas.extend(
            noun.schemas
                .into_iter()
                .map(|(name, schema)| (name.to_owned(), schema)),
        );
    }
    schemas.extend(
        problem::schemas()
            .into_iter()
            .map(|(name, schema)| (name.to_owned(), schema)),
    );
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Luister API",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Ask customers, and understand what drives their answers.",
            "description": INTRODUCTION,
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": base_url }],
        "tags": tags,
        "paths": paths,
        "components": {
            "securitySchemes": { "key": {
                "type": "http",
                "scheme": "bearer",
                "description": "An API key of scope `read` or `write`; write includes read.",
            } },
            "parameters": parameters(),
            "responses": problem::replies(),
            "schemas": schemas,
        },
    })
}

fn parameters() -> Value {
    let part = |name: &str, description: &str, example: &str| {
        json!({
            "name": name,
            "in": "path",
            "required": true,
            "description": description,
            "schema": id(),
            "example": example,
        })
    };
    json!({
        "SurveyId": part("id", "The survey.", "3f9m2k7q5x8r1t4w6y0z2b5d8g"),
        "ResponseId": part("response_id", "The response.", "8d4t0w6y2z5b7f9h1j3k5m7n9p"),
        "InvitationId": part("invitation_id", "The invitation.", "1a2b3c4d5e6f7g8h9j0k1m2n3p"),
        "PersonId": part("id", "The person.", "5n7p9r1t3v5x7z9b1d3f5h7k9m"),
        "TeamId": part("id", "The team.", "2b4d6f8h0j2m4p6r8t0v2x4z6b"),
        "WorkspaceId": part("id", "The workspace.", "4d6f8h0j2m4p6r8t0v2x4z6b2b"),
        "CaseId": part("id", "The case.", "6p8r0t2v4x6z8b0d2f4h6k8m0q"),
        "CauseId": part("id", "The cause.", "9c1e3g5j7m9p1r3t5w7y9a1c3e"),
        "MailId": part("id", "The mail.", "4k6m8n0p2q4r6s8t0v2w4x6y8z"),
        "IdempotencyKey": {
            "name": "Idempotency-Key",
            "in": "header",
            "description": "A text of your choice, such as a UUID, that makes a retry safe: the \
                            same key with the same body gives the same reply and stores nothing \
                            twice; with another body it is a 422. Kept for at least 24 hours.",
            "schema": {
                "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]([ -~]*[!-~])?$",
            },
            "example": "1f0c3e5a-order-1042",
        },
    })
}
