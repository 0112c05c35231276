//! Webhooks and channels, in the API's description.

mod examples;

use serde_json::{Value, json};

use self::examples::{
    delivery_example, example, secret_example, seen_example, whole_delivery_example,
};
use super::operation::{
    Noun, Operation, Scope, body, cursor, done, id, if_match, limit, moment, object, or_null, page,
    part, query, reply, schema, sent,
};

/// Where deliveries are.
const DELIVERIES: &str = "/api/v1/webhooks/{id}/deliveries";
/// Where one is.
const DELIVERY: &str = "/api/v1/webhooks/{id}/deliveries/{delivery_id}";

pub(super) fn noun() -> Noun {
    let mut operations = webhooks();
    operations.extend(changes_of_one());
    operations.extend(actions());
    operations.extend(deliveries());
    operations.push(channels());
    Noun {
        name: "webhooks",
        description: "Telling other systems. A webhook of kind `standard` gets events as \
                      `{type, timestamp, data}`, signed by Standard Webhooks 1.0.0: check them with \
                      one of its libraries. Each is told at least once, with the same `webhook-id` \
                      on every try: 10 tries in three days until a 2xx, 410 switches the webhook \
                      off, redirects are not followed. `slack` and `teams` get what rules tell \
                      them. Addresses must be public and `https:`; the operator can allow others. \
                      Deliveries that were taken are kept for 7 days, dead letters for 30.",
        operations,
        schemas: schemas(),
    }
}

fn webhook_id() -> Value {
    part("id", "The webhook.", "7r9t1v3x5z7b9d1f3h5j7m9p1r")
}

fn delivery_id() -> Value {
    part("delivery_id", "The delivery.", "2b4d6f8h0k2n4q6s8v0x2z4b6d")
}

fn webhooks() -> Vec<Operation> {
    vec![
        Operation {
            method: "get",
            path: "/api/v1/webhooks",
            id: "listWebhooks",
            summary: "List webhooks",
            description: "All of them, by name. Secrets are never told; of a channel the address \
                          is one.",
            scope: Scope::Read,
            parameters: vec![],
            body: None,
            replies: vec![(
                200,
                reply(
                    "The webhooks.",
                    "Webhooks",
                    json!({ "webhooks": [seen_example()] }),
                ),
            )],
            problems: &[],
        },
        Operation {
            method: "post",
            path: "/api/v1/webhooks",
            id: "addWebhook",
            summary: "Add a webhook or channel",
            description: "The reply holds the secret that calls are signed with: it is not told \
                          again. 50 at most.",
            scope: Scope::Write,
            parameters: vec![],
            body: Some(body(
                "NewWebhook",
                json!({
                    "kind": "standard", "name": "Data warehouse",
                    "url": "https://hooks.acme.example/luister",
                    "types": ["response.created", "case.closed"],
                }),
            )),
            replies: vec![(
                201,
                reply("It is there.", "WebhookWithSecret", secret_example()),
            )],
            problems: &[409],
        },
        Operation {
            method: "get",
            path: "/api/v1/webhooks/{id}",
            id: "getWebhook",
            summary: "Get a webhook",
            description: "With how many deliveries wait, and how many are dead letters.",
            scope: Scope::Read,
            parameters: vec![webhook_id()],
            body: None,
            replies: vec![(200, reply("The webhook.", "SeenWebhook", seen_example()))],
            problems: &[],
        },
    ]
}

fn changes_of_one() -> Vec<Operation> {
    vec![
        Operation {
            method: "patch",
            path: "/api/v1/webhooks/{id}",
            id: "changeWebhook",
            summary: "Change a webhook, switch it on or off",
            description: "What isn't sent stays. While it is off nothing is kept for it, and what \
                          waits becomes dead letters. It isn't switched off while rules tell it: \
                          409 names them, and `even_if_used` does it all the same. With `If-Match` \
                          only when nobody changed it since.",
            scope: Scope::Write,
            parameters: vec![webhook_id(), if_match("webhook")],
            body: Some(body("WebhookChanges", json!({ "is_on": true }))),
            replies: vec![(200, reply("It is changed.", "Webhook", example()))],
            problems: &[409, 412],
        },
        Operation {
            method: "delete",
            path: "/api/v1/webhooks/{id}",
            id: "removeWebhook",
            summary: "Remove a webhook",
            description: "With all that was told it, and all that waits. It stays while rules tell \
                          it: 409 names them.",
            scope: Scope::Write,
            parameters: vec![
                webhook_id(),
                query(
                    "even_if_used",
                    "Removes it although rules tell it; they tell nobody any more then.",
                    json!({ "type": "boolean", "default": false }),
                ),
            ],
            body: None,
            replies: vec![(204, done("It is gone."))],
            problems: &[409],
        },
    ]
}

fn actions() -> Vec<Operation> {
    vec![
        Operation {
            method: "post",
            path: "/api/v1/webhooks/{id}/secret",
            id: "replaceWebhookSecret",
            summary: "Make a new secret",
            description: "For 24 hours calls carry two signatures, by the new secret and the old \
                          one. Not for channels.",
            scope: Scope::Write,
            parameters: vec![webhook_id()],
            body: None,
            replies: vec![(
                200,
                reply(
                    "With the new secret.",
                    "WebhookWithSecret",
                    secret_example(),
                ),
            )],
            problems: &[409],
        },
        Operation {
            method: "post",
            path: "/api/v1/webhooks/{id}/test",
            id: "testWebhook",
            summary: "Send a test",
            description: "An event `webhook.test`, or a message to the channel. Look at its \
                          delivery to see how it went.",
            scope: Scope::Write,
            parameters: vec![webhook_id()],
            body: None,
            replies: vec![(
                202,
                reply(
                    "It is on its way.",
                    "WebhookTest",
                    json!({ "delivery_id": "2b4d6f8h0k2n4q6s8v0x2z4b6d" }),
                ),
            )],
            problems: &[409],
        },
        Operation {
            method: "post",
            path: "/api/v1/webhooks/{id}/send-again",
            id: "sendDeadLettersAgain",
            summary: "Send all dead letters again",
            description: "Each with its own `webhook-id`, and three days of tries anew.",
            scope: Scope::Write,
            parameters: vec![webhook_id()],
            body: None,
            replies: vec![(
                200,
                reply(
                    "So many are sent again.",
                    "SentAgain",
                    json!({ "count": 12 }),
                ),
            )],
            problems: &[409],
        },
    ]
}

fn deliveries() -> Vec<Operation> {
    vec![
        Operation {
            method: "get",
            path: DELIVERIES,
            id: "listDeliveries",
            summary: "List deliveries of a webhook",
            description: "The latest first.",
            scope: Scope::Read,
            parameters: vec![
                webhook_id(),
                query("state", "Only those in this state.", state()),
                limit(100, 1000),
                cursor(),
            ],
            body: None,
            replies: vec![(
                200,
                reply(
                    "The deliveries.",
                    "Deliveries",
                    json!({ "deliveries": [delivery_example()], "next_cursor": null }),
                ),
            )],
            problems: &[422],
        },
        Operation {
            method: "get",
            path: DELIVERY,
            id: "getDelivery",
            summary: "Get a delivery",
            description: "With what is sent and the calls that were made, the latest first.",
            scope: Scope::Read,
            parameters: vec![webhook_id(), delivery_id()],
            body: None,
            replies: vec![(
                200,
                reply("The delivery.", "WholeDelivery", whole_delivery_example()),
            )],
            problems: &[],
        },
        Operation {
            method: "post",
            path: "/api/v1/webhooks/{id}/deliveries/{delivery_id}/send-again",
            id: "sendDeliveryAgain",
            summary: "Send a delivery again",
            description: "One that ended, also one that was taken: with the same `webhook-id`.",
            scope: Scope::Write,
            parameters: vec![webhook_id(), delivery_id()],
            body: None,
            replies: vec![(204, done("It is sent again."))],
            problems: &[409],
        },
    ]
}

fn channels() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/channels",
        id: "listChannels",
        summary: "List where rules can tell something",
        description: "Webhooks and channels that are on, by name.",
        scope: Scope::Read,
        parameters: vec![],
        body: None,
        replies: vec![(
            200,
            reply(
                "The channels.",
                "Channels",
                json!({ "channels": [
                    { "id": "7r9t1v3x5z7b9d1f3h5j7m9p1r", "name": "Team West", "kind": "slack" },
                ] }),
            ),
        )],
        problems: &[],
    }
}

fn kind() -> Value {
    json!({ "type": "string", "enum": ["standard", "slack", "teams"] })
}

fn state() -> Value {
    json!({ "type": "string", "enum": ["queued", "delivered", "dead"] })
}

fn types() -> Value {
    json!({
        "type": "array",
        "description": "Events a `standard` webhook wants; empty is all of them.",
        "items": { "type": "string", "enum": webhook::TYPES },
    })
}

fn schemas() -> Vec<(&'static str, Value)> {
    let count = |what: &str| json!({ "type": "integer", "minimum": 0, "description": what });
    let mut with_secret = webhook_properties();
    with_secret["secret"] = json!({
        "type": "string",
        "description": "`whsec_` and base 64; of kind `standard` only.",
    });
    let mut with_secret = object(with_secret);
    if let Some(required) = with_secret["required"].as_array_mut() {
        required.retain(|name| name != "secret");
    }
    let mut seen = webhook_properties();
    seen["waiting"] = count("Deliveries not taken yet.");
    seen["dead"] = count("Dead letters.");
    seen["used_by"] = json!({
        "type": "array",
        "description": "What tells it.",
        "items": object(json!({
            "noun": { "type": "string", "enum": ["rule"] },
            "id": id(),
            "name": { "type": "string" },
            "state": { "type": "string", "enum": ["draft", "on", "off"] },
        })),
    });
    vec![
        ("Webhook", object(webhook_properties())),
        ("SeenWebhook", object(seen)),
        ("WebhookWithSecret", with_secret),
        (
            "Webhooks",
            object(json!({ "webhooks": { "type": "array", "items": schema("SeenWebhook") } })),
        ),
        ("NewWebhook", new_webhook()),
        ("WebhookChanges", changes()),
        ("WebhookTest", object(json!({ "delivery_id": id() }))),
        (
            "SentAgain",
            object(json!({ "count": count("Deliveries.") })),
        ),
        ("Delivery", object(delivery_properties())),
        ("Deliveries", page("deliveries", "Delivery")),
        ("WholeDelivery", whole_delivery()),
        (
            "Channels",
            object(
                json!({ "channels": { "type": "array", "items": object(json!({
                "id": id(), "name": { "type": "string" }, "kind": kind(),
            })) } }),
            ),
        ),
    ]
}

fn webhook_properties() -> Value {
    json!({
        "id": id(),
        "kind": kind(),
        "name": { "type": "string" },
        "url": {
            "type": "string",
            "description": "As far as it is no secret: without a query, of a channel without path.",
        },
        "types": types(),
        "with_comments": {
            "type": "boolean",
            "description": "Whether messages to it may hold what customers wrote.",
        },
        "is_on": { "type": "boolean" },
        "off_reason": {
            "type": ["string", "null"],
            "description": "`gone`: the receiver said 410. `failing`: nothing was taken for five \
                            days.",
            "enum": ["person", "gone", "failing", null],
        },
        "failing_since": or_null(moment()),
        "old_secret_until": or_null(moment()),
        "revision": { "type": "integer" },
        "created_at": moment(),
        "changed_at": moment(),
    })
}

fn new_webhook() -> Value {
    sent(
        &["kind", "name", "url"],
        json!({
            "kind": kind(),
            "name": { "type": "string", "minLength": 1, "maxLength": 100 },
            "url": { "type": "string" },
            "types": types(),
            "with_comments": { "type": "boolean", "default": false },
        }),
    )
}

fn changes() -> Value {
    sent(
        &[],
        json!({
            "name": { "type": "string", "minLength": 1, "maxLength": 100 },
            "url": { "type": "string" },
            "types": types(),
            "with_comments": { "type": "boolean" },
            "is_on": { "type": "boolean" },
            "even_if_used": {
                "type": "boolean",
                "default": false,
                "description": "Switches it off although rules tell it.",
            },
        }),
    )
}

fn delivery_properties() -> Value {
    json!({
        "id": id(),
        "type": { "type": "string" },
        "state": state(),
        "tries": { "type": "integer", "description": "Calls that were made." },
        "next_try_at": or_null(moment()),
        "last_status": { "type": ["integer", "null"], "description": "Null without an answer." },
        "last_said": {
            "type": ["string", "null"],
            "description": "The beginning of the latest answer, or why there was none.",
        },
        "created_at": moment(),
    })
}

fn whole_delivery() -> Value {
    let mut properties = delivery_properties();
    properties["body"] = json!({
        "type": ["object", "null"],
        "description": "What is sent. Null for a message that was taken: it may name customers, so \
                        it isn't kept.",
    });
    let attempt = object(json!({
        "attempt": { "type": "integer", "minimum": 1 },
        "at": moment(),
        "took_ms": { "type": "integer" },
        "status": { "type": ["integer", "null"] },
        "said": { "type": "string" },
    }));
    properties["attempts"] = json!({ "type": "array", "maxItems": 100, "items": attempt });
    object(properties)
}
