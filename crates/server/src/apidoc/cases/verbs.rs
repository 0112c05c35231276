//! What is done with a case.

use serde_json::{Value, json};

use super::super::operation::{
    Operation, Scope, body, if_match, moment, or_null, parameter, reply, sent, with_headers,
};
use super::schemas::text;
use super::{ETAG, PRIORITIES, RESULTS, named_example};

/// An operation on one case that replies with it.
fn verb(
    (method, path): (&'static str, &'static str),
    (id, summary, description): (&'static str, &'static str, &'static str),
    sent: Option<Value>,
) -> Operation {
    Operation {
        method,
        path,
        id,
        summary,
        description,
        scope: Scope::Write,
        parameters: vec![parameter("CaseId"), if_match("case")],
        body: sent,
        replies: vec![(
            200,
            with_headers(reply("The case.", "NamedCase", named_example()), &[ETAG]),
        )],
        problems: &[409, 412],
    }
}

pub(super) fn operations() -> Vec<Operation> {
    let mut all = hands();
    all.extend(later());
    all
}

/// Whose it is.
fn hands() -> Vec<Operation> {
    vec![
        verb(
            ("patch", "/api/v1/cases/{id}"),
            (
                "changeCase",
                "Change title, priority or due time",
                "What is left out stays. A later due time needs a reason: the customer hears from \
                 us later than was promised.",
            ),
            Some(body("CaseChange", json!({ "priority": "urgent" }))),
        ),
        verb(
            ("post", "/api/v1/cases/{id}/take-over"),
            (
                "takeOverCase",
                "Take a case over",
                "It becomes that of whoever asks; that is a person, so a key gets a 403.",
            ),
            None,
        ),
        verb(
            ("post", "/api/v1/cases/{id}/hand-over"),
            (
                "handOverCase",
                "Hand a case over",
                "With a note that goes along in the mail: to somebody within one's sight, somebody of \
                 the own team, or whoever leads it. While they are away their deputy gets it. A \
                 snooze ends.",
            ),
            Some(body(
                "CaseHandOver",
                json!({ "to": "5n7p9r1t3v5x7z9b1d3f5h7k9m", "note": "She asked for you" }),
            )),
        ),
        verb(
            ("post", "/api/v1/cases/{id}/assign"),
            (
                "assignCase",
                "Assign a case",
                "To a person, to whoever has a role for its account, or with neither to nobody; \
                 administrators hear of what nobody has.",
            ),
            Some(body(
                "CaseOwner",
                json!({ "owner_id": "5n7p9r1t3v5x7z9b1d3f5h7k9m" }),
            )),
        ),
    ]
}

/// Putting off, causes, and the end.
fn later() -> Vec<Operation> {
    vec![
        verb(
            ("post", "/api/v1/cases/{id}/snooze"),
            (
                "snoozeCase",
                "Put a case out of sight",
                "What was promised stays due when it was, and others hear of it when it is late, \
                 unless `moves_due` says that the customer agreed; that needs a reason.",
            ),
            Some(body(
                "CaseSnooze",
                json!({ "until": "2027-10-01T08:00:00Z", "reason": "On holiday", "moves_due": true }),
            )),
        ),
        verb(
            ("post", "/api/v1/cases/{id}/unsnooze"),
            ("unsnoozeCase", "Bring a case back into sight", "At once."),
            None,
        ),
        verb(
            ("put", "/api/v1/cases/{id}/causes"),
            (
                "setCaseCauses",
                "Say what caused a case",
                "All of its causes; an archived one only when the case has it already.",
            ),
            Some(body("CaseCauses", json!({ "cause_ids": [] }))),
        ),
        verb(
            ("post", "/api/v1/cases/{id}/close"),
            (
                "closeCase",
                "Close a case",
                "With what became of it; `other` needs a text. With `ask_again` programmes that ask \
                 about `case.closed` hear of it, so that the customer is asked once more after their \
                 delay and within the contact budget.",
            ),
            Some(body(
                "CaseClosing",
                json!({ "result": "resolved", "text": "New invoice sent", "ask_again": true }),
            )),
        ),
        verb(
            ("post", "/api/v1/cases/{id}/reopen"),
            (
                "reopenCase",
                "Open a closed case again",
                "Due in as much time as it had at first; reminders and escalation begin anew.",
            ),
            Some(body("CaseReopening", json!({ "reason": "Not solved" }))),
        ),
    ]
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let long = || json!({ "type": "string", "maxLength": 20_000 });
    let flag = || json!({ "type": "boolean", "default": false });
    let maybe = || or_null(text());
    let ids = || json!({ "type": "array", "items": text() });
    let mut maybe_ids = ids();
    maybe_ids["type"] = json!(["array", "null"]);
    vec![
        (
            "CaseChange",
            sent(
                &[],
                json!({
                    "title": { "type": "string", "minLength": 1, "maxLength": 200 },
                    "priority": { "enum": PRIORITIES },
                    "due_at": moment(),
                    "due_reason": long(),
                }),
            ),
        ),
        (
            "CaseHandOver",
            sent(&["to"], json!({ "to": text(), "note": long() })),
        ),
        (
            "CaseOwner",
            sent(&[], json!({ "owner_id": maybe(), "role": maybe() })),
        ),
        (
            "CaseSnooze",
            sent(
                &["until"],
                json!({ "until": moment(), "reason": long(), "moves_due": flag() }),
            ),
        ),
        (
            "CaseCauses",
            sent(&["cause_ids"], json!({ "cause_ids": ids() })),
        ),
        (
            "CaseClosing",
            sent(
                &["result"],
                json!({
                    "result": { "enum": RESULTS },
                    "text": long(),
                    "cause_ids": maybe_ids,
                    "ask_again": flag(),
                }),
            ),
        ),
        ("CaseReopening", sent(&[], json!({ "reason": long() }))),
    ]
}
