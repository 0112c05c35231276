//! What became of mail, in the API's description.

use serde_json::{Value, json};

use super::operation::{
    Noun, Operation, Scope, body, done, id, moment, object, or_null, parameter, query, reply,
    schema, sent,
};

pub(super) fn noun() -> Noun {
    Noun {
        name: "mail",
        description: "How mail goes out and what comes back. Passwords are never told.",
        operations: vec![state(), in_doubt(), send_again(), arrived(), returns()],
        schemas: vec![
            ("Mail", mail()),
            ("MailSettings", settings()),
            ("MailServer", server()),
            ("MailReturn", one_return()),
            ("MailsInDoubt", mails_in_doubt()),
            ("HeardReturns", heard()),
            ("ReturnOutcomes", outcomes()),
        ],
    }
}

fn state() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/mail",
        id: "getMail",
        summary: "See how mail goes",
        description: "How mail is set up, whether it is paused and why, how many mails are where, \
                      and what came back lately (at most 100, the newest first).",
        scope: Scope::Read,
        parameters: vec![],
        body: None,
        replies: vec![(200, reply("How mail goes.", "Mail", mail_example()))],
        problems: &[],
    }
}

fn in_doubt() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/mail/unknown",
        id: "listMailsInDoubt",
        summary: "List mails in doubt",
        description: "Mails of which nobody knows whether the mail server took them, because the \
                      connection or Luister stopped just then: the oldest first. An invitation \
                      among them is sent no more until somebody decides.",
        scope: Scope::Read,
        parameters: vec![query(
            "limit",
            "How many to give.",
            json!({ "type": "integer", "minimum": 1, "maximum": 1000, "default": 100 }),
        )],
        body: None,
        replies: vec![(
            200,
            reply(
                "The mails.",
                "MailsInDoubt",
                json!({ "mails": [{
                    "id": "4k6m8n0p2q4r6s8t0v2w4x6y8z",
                    "kind": "invitation",
                    "subject_id": "1a2b3c4d5e6f7g8h9j0k1m2n3p",
                    "email": "ann@customer.example",
                    "tries": 1,
                    "first_try_at": "2026-03-02T09:20:00Z",
                    "reason": "the connection broke after the mail was sent",
                }] }),
            ),
        )],
        problems: &[422],
    }
}

fn send_again() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/mail/{id}/send-again",
        id: "sendMailAgain",
        summary: "Send a mail in doubt again",
        description: "Says that a mail in doubt didn't arrive: it is sent once more, with the same \
                      Message-ID. So is one that was given up.",
        scope: Scope::Write,
        parameters: vec![parameter("MailId")],
        body: None,
        replies: vec![(204, done("It is sent once more."))],
        problems: &[409],
    }
}

fn arrived() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/mail/{id}/arrived",
        id: "takeMailAsArrived",
        summary: "Take a mail in doubt as sent",
        description: "Says that a mail in doubt arrived: it counts as sent.",
        scope: Scope::Write,
        parameters: vec![parameter("MailId")],
        body: None,
        replies: vec![(204, done("It counts as sent."))],
        problems: &[409],
    }
}

fn returns() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/mail/returns",
        id: "reportReturns",
        summary: "Report bounces and complaints",
        description: "For a mail provider that tells what came back by a call instead of a mail. \
                      Each return names its mail by exactly one of `mail_id`, `message_id` (as in \
                      the mail's header) and `email` (the last mail to that address; without one, \
                      the contact of that address). A bounce means that the address is no good: \
                      the contact is asked no more. So does a complaint. The same return again \
                      changes nothing.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body(
            "HeardReturns",
            json!({ "returns": [
                {
                    "message_id": "<4k6m8n0p2q4r6s8t0v2w4x6y8z@acme.example>",
                    "type": "bounce",
                    "reason": "550 5.1.1 no such user",
                },
                { "email": "ann@customer.example", "type": "complaint" },
            ] }),
        )),
        replies: vec![(
            200,
            reply(
                "What became of each, in the order they were sent.",
                "ReturnOutcomes",
                json!({ "returns": [{ "outcome": "stored" }, { "outcome": "unknown" }] }),
            ),
        )],
        problems: &[],
    }
}

fn mail() -> Value {
    let count = |what: &str| json!({ "type": "integer", "minimum": 0, "description": what });
    object(json!({
        "settings": {
            "description": "Null when no mail server is set up: then nothing is sent.",
            "anyOf": [schema("MailSettings"), { "type": "null" }],
        },
        "paused": {
            "description": "Why nothing is sent at all, while that is so.",
            "anyOf": [object(json!({
                "reason": { "type": "string", "description": "What the mail server said or did." },
                "needs_action": {
                    "type": "boolean",
                    "description": "It stays until somebody mends the settings or the server.",
                },
                "since": moment(),
            })), { "type": "null" }],
        },
        "inbox": {
            "description": "How reading the mailbox for bounces goes; null when there is none.",
            "anyOf": [object(json!({
                "read_at": or_null(moment()),
                "failed_at": or_null(moment()),
                "error": { "type": ["string", "null"] },
                "counted": count("Messages that counted."),
                "ignored": count("Messages that were no report about a mail of ours."),
            })), { "type": "null" }],
        },
        "waiting": count("Not handed over yet."),
        "sent": count("Taken by the mail server."),
        "sent_today": count("Of those, today in the workspace's time zone."),
        "stopped": count("Not sent because nobody wants them any more: answered, unsubscribed."),
        "bounced": count("Refused or returned for good."),
        "failed": count("Given up."),
        "unknown": count("In doubt."),
        "returns": { "type": "array", "items": schema("MailReturn") },
    }))
}

fn settings() -> Value {
    object(json!({
        "server": schema("MailServer"),
        "from": { "type": "string" },
        "is_signed": { "type": "boolean", "description": "By DKIM." },
        "bounce": {
            "type": ["string", "null"],
            "description": "The address bounces go to, with a secret of each mail in it.",
        },
        "per_domain_per_minute": { "type": ["integer", "null"] },
        "inbox": { "anyOf": [schema("MailServer"), { "type": "null" }] },
    }))
}

fn server() -> Value {
    object(json!({
        "host": { "type": "string" },
        "port": { "type": "integer" },
        "security": { "type": "string", "enum": ["starttls", "tls", "none"] },
    }))
}

fn one_return() -> Value {
    object(json!({
        "mail_id": id(),
        "mail_kind": { "type": "string", "description": "`invitation`, `reminder` …" },
        "email": { "type": "string" },
        "type": {
            "type": "string",
            "description": "`soft` and `auto_reply` change nothing.",
            "enum": ["bounce", "soft", "complaint", "auto_reply"],
        },
        "at": moment(),
        "status": { "type": "string", "description": "As in RFC 3463; may be empty." },
        "reason": { "type": "string", "description": "What the mail server said; may be empty." },
    }))
}

fn mails_in_doubt() -> Value {
    let one = object(json!({
        "id": id(),
        "kind": { "type": "string" },
        "subject_id": { "type": "string", "description": "Of an invitation or reminder: the invitation." },
        "email": { "type": "string" },
        "tries": { "type": "integer" },
        "first_try_at": or_null(moment()),
        "reason": { "type": "string" },
    }));
    object(json!({ "mails": { "type": "array", "items": one } }))
}

fn heard() -> Value {
    let one = sent(
        &["type"],
        json!({
            "mail_id": { "type": ["string", "null"] },
            "message_id": { "type": ["string", "null"] },
            "email": { "type": ["string", "null"] },
            "type": { "type": "string", "enum": ["bounce", "complaint"] },
            "reason": {
                "type": ["string", "null"],
                "description": "Kept on one line of 500 characters.",
            },
        }),
    );
    sent(
        &["returns"],
        json!({ "returns": { "type": "array", "minItems": 1, "maxItems": 1000, "items": one } }),
    )
}

fn outcomes() -> Value {
    let one = object(json!({
        "outcome": {
            "type": "string",
            "description": "`known`: the same was stored before. `later`: the mail is just being \
                            handed over, send this again in a minute. `unknown`: no such mail, and \
                            no contact of that address.",
            "enum": ["stored", "known", "later", "unknown"],
        },
    }));
    object(json!({ "returns": { "type": "array", "items": one } }))
}

fn mail_example() -> Value {
    json!({
        "settings": {
            "server": { "host": "mail.acme.example", "port": 587, "security": "starttls" },
            "from": "Acme <feedback@acme.example>",
            "is_signed": true,
            "bounce": "bounces@acme.example",
            "per_domain_per_minute": 60,
            "inbox": { "host": "mail.acme.example", "port": 993, "security": "tls" },
        },
        "paused": null,
        "inbox": {
            "read_at": "2026-03-02T09:30:00Z", "failed_at": null, "error": null,
            "counted": 3, "ignored": 1,
        },
        "waiting": 12, "sent": 480, "sent_today": 35, "stopped": 4, "bounced": 2, "failed": 0,
        "unknown": 1,
        "returns": [{
            "mail_id": "4k6m8n0p2q4r6s8t0v2w4x6y8z",
            "mail_kind": "invitation",
            "email": "ann@customer.example",
            "type": "bounce",
            "at": "2026-03-02T09:24:00Z",
            "status": "5.1.1",
            "reason": "550 5.1.1 no such user",
        }],
    })
}
