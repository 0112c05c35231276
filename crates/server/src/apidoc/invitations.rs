//! Personal links in the API's description.

use serde_json::{Value, json};

use super::operation::{
    Noun, Operation, Scope, body, cursor, done, id, limit, moment, object, or_null, page,
    parameter, reply, schema, sent,
};
use super::responses::{external_id, sent_attributes};

pub(super) fn noun() -> Noun {
    Noun {
        name: "invitations",
        description: "An invitation is a personal link for one respondent, whose attributes go \
                      with the answers; it gives at most one response. Luister doesn't send it.",
        operations: vec![create(), list(), revoke()],
        schemas: vec![
            ("NewInvitations", new_invitations()),
            ("Invitation", object(invitation())),
            ("InvitationWithLink", with_link()),
            ("Invitations", made()),
            ("InvitationPage", page("invitations", "Invitation")),
        ],
    }
}

fn create() -> Operation {
    let mut made = example();
    made["url"] =
        json!("https://luister.example/p/2h4j6k8m0n1p3q5r7s9t2v4w6x8y0z1a3b5c7d9e1f3g5h7j9k1m");
    Operation {
        method: "post",
        path: "/api/v1/surveys/{id}/invitations",
        id: "createInvitations",
        summary: "Make personal links",
        description: "Makes up to 10,000 links in a body of at most 8 MiB. The link is told only \
                      here: what is stored can't be turned back into it. A respondent with an \
                      `external_id` answers once: asked again they get a new link and the one \
                      before is over; when they have answered, the invitation comes back with \
                      `response` complete and no `url`, and when their answers were erased it is \
                      revoked and without `url`. Their response has the same `external_id`. With \
                      an `Idempotency-Key` the same request gives the same links again. A draft \
                      must be published first (else 409).",
        scope: Scope::Write,
        parameters: vec![parameter("SurveyId"), parameter("IdempotencyKey")],
        body: Some(body(
            "NewInvitations",
            json!({
                "invitations": [
                    { "external_id": "contact-77", "attributes": { "industry": "Retail" } },
                ],
            }),
        )),
        replies: vec![(
            201,
            reply(
                "The links, in the order they were asked.",
                "Invitations",
                json!({ "invitations": [made] }),
            ),
        )],
        problems: &[409],
    }
}

fn list() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/surveys/{id}/invitations",
        id: "listInvitations",
        summary: "List invitations",
        description: "Invitations in the order they were made, without their links.",
        scope: Scope::Read,
        parameters: vec![parameter("SurveyId"), limit(100, 1000), cursor()],
        body: None,
        replies: vec![(
            200,
            reply(
                "A page of invitations.",
                "InvitationPage",
                json!({ "invitations": [example()], "next_cursor": null }),
            ),
        )],
        problems: &[422],
    }
}

fn revoke() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/surveys/{id}/invitations/{invitation_id}/revoke",
        id: "revokeInvitation",
        summary: "Revoke an invitation",
        description: "Ends a personal link; what was answered with it stays.",
        scope: Scope::Write,
        parameters: vec![parameter("SurveyId"), parameter("InvitationId")],
        body: None,
        replies: vec![(204, done("The link is over."))],
        problems: &[],
    }
}

fn new_invitations() -> Value {
    let one = sent(
        &[],
        json!({ "external_id": or_null(external_id()), "attributes": sent_attributes() }),
    );
    sent(
        &["invitations"],
        json!({
            "invitations": { "type": "array", "minItems": 1, "maxItems": 10_000, "items": one },
        }),
    )
}

fn invitation() -> Value {
    json!({
        "id": id(),
        "external_id": { "type": ["string", "null"] },
        "attributes": schema("Attributes"),
        "created_at": moment(),
        "revoked_at": or_null(moment()),
        "response": {
            "type": "string",
            "description": "How far its response is.",
            "enum": ["none", "partial", "complete", "erased"],
        },
    })
}

fn with_link() -> Value {
    let mut properties = invitation();
    properties["url"] = json!({
        "type": ["string", "null"],
        "format": "uri",
        "description": "The link; keep it secret. Null when the respondent has answered or was erased.",
    });
    object(properties)
}

fn made() -> Value {
    object(json!({
        "invitations": { "type": "array", "items": schema("InvitationWithLink") },
    }))
}

fn example() -> Value {
    json!({
        "id": "1a2b3c4d5e6f7g8h9j0k1m2n3p",
        "external_id": "contact-77",
        "attributes": { "industry": "Retail" },
        "created_at": "2026-03-02T09:20:00Z",
        "revoked_at": null,
        "response": "none",
    })
}
