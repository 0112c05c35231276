//! Looking ahead and back, in the description.

use serde_json::{Value, json};

use super::{PROGRAMME, programme_id};
use crate::apidoc::operation::{Operation, Scope, cursor, limit, query, reply};

pub(super) fn operations() -> Vec<Operation> {
    vec![plan_of_all(), plan(), contacts(), report()]
}

fn weeks() -> Value {
    query(
        "weeks",
        "How far to look ahead.",
        json!({ "type": "integer", "minimum": 1, "maximum": 26, "default": 4 }),
    )
}

const PLAN: &str = "What will go out day by day, and who will wait or be left out, if nobody \
                    answers and nothing happens. At most 20,000 contacts are looked at (`whole` \
                    says whether those are all), and 500 of those who are not asked are named; \
                    all of them are counted.";

fn plan_of_all() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/programmes/plan",
        id: "getProgrammesPlan",
        summary: "See what all programmes will send",
        description: PLAN,
        scope: Scope::Read,
        parameters: vec![weeks()],
        body: None,
        replies: vec![(
            200,
            reply("The weeks to come.", "ProgrammePlan", plan_example()),
        )],
        problems: &[],
    }
}

fn plan() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/programmes/{id}/plan",
        id: "getProgrammePlan",
        summary: "See what a programme will send",
        description: PLAN,
        scope: Scope::Read,
        parameters: vec![programme_id(), weeks()],
        body: None,
        replies: vec![(
            200,
            reply("The weeks to come.", "ProgrammePlan", plan_example()),
        )],
        problems: &[409],
    }
}

fn plan_example() -> Value {
    json!({
        "days": [{
            "day": "2026-12-24",
            "closed": null,
            "holiday": null,
            "mails": [{ "programme_id": PROGRAMME, "invitations": 12, "reminders": 3 }],
        }, {
            "day": "2026-12-25",
            "closed": "holiday",
            "holiday": "christmas_day",
            "mails": [],
        }],
        "not_asked": [{
            "programme_id": PROGRAMME,
            "contact_id": PROGRAMME,
            "day": "2026-12-24",
            "state": "deferred",
            "reason": "budget",
            "detail": "0",
            "until": "2027-01-04T08:00:00Z",
        }],
        "reasons": [{
            "programme_id": PROGRAMME, "state": "deferred", "reason": "budget", "count": 1,
        }],
        "contacts": 340,
        "whole": true,
    })
}

fn contacts() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/programmes/{id}/contacts",
        id: "listProgrammeContacts",
        summary: "List who was asked, waits, or was left out",
        description: "One item per contact and occasion: a round, or an episode of a subject such \
                      as a ticket. Whoever waits or was left out has the reason in a word.",
        scope: Scope::Read,
        parameters: vec![
            programme_id(),
            json!({
                "name": "state",
                "in": "query",
                "description": "Which of them.",
                "schema": { "type": "string", "enum": ["invited", "deferred", "left_out"], "default": "invited" },
                "example": "deferred",
            }),
            limit(100, 1000),
            cursor(),
        ],
        body: None,
        replies: vec![(
            200,
            reply(
                "The contacts.",
                "ProgrammeContacts",
                json!({ "contacts": [contact_example()], "next_cursor": null }),
            ),
        )],
        problems: &[422],
    }
}

fn contact_example() -> Value {
    json!({
        "contact_id": PROGRAMME,
        "email": "jan@example.com",
        "name": "Jan Jansen",
        "state": "deferred",
        "reason": "budget",
        "detail": "0",
        "until": "2027-01-04T08:00:00Z",
        "ends": "2027-01-10T00:00:00Z",
        "round": null,
        "subject": "ticket-123",
        "decided_at": "2026-12-24T10:00:00Z",
        "invitation": null,
    })
}

fn report() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/programmes/{id}/report",
        id: "getProgrammeReport",
        summary: "Get what became of a programme's invitations",
        description: "Final dispositions and rates by AAPOR's Standard Definitions (internet \
                      surveys of named persons), and coverage: the share of those a programme is \
                      for who were invited at all, with the response rate of the invitations to \
                      them. Of employees nothing is told by group, and who answered only of \
                      several at once.",
        scope: Scope::Read,
        parameters: vec![
            programme_id(),
            query(
                "by",
                "Coverage and response rates by the values of an attribute: its name, `account.NAME`, or `language`.",
                json!({ "type": "string", "minLength": 1 }),
            ),
        ],
        body: None,
        replies: vec![(
            200,
            reply("The report.", "ProgrammeReport", report_example()),
        )],
        problems: &[],
    }
}

fn report_example() -> Value {
    json!({
        "mails": { "invitations": 120, "handed_over": 118, "reminders": 60 },
        "dispositions": {
            "complete": 40, "partial": 2, "refusal": 1, "break_off": 3, "non_contact": 0,
            "other": 0, "unknown_reach": 0, "undelivered": 4, "nothing_returned": 68,
            "not_eligible": 0,
        },
        "e": 1.0,
        "rates": {
            "rr1": 0.339, "rr2": 0.356, "rr3": 0.339, "rr4": 0.356, "rr5": 0.87, "rr6": 0.913,
            "coop1": 0.87, "coop2": 0.913, "coop3": 0.87, "coop4": 0.913,
            "ref1": 0.034, "ref2": 0.034, "ref3": 0.087,
            "con1": 0.39, "con2": 0.39, "con3": 1.0,
        },
        "answered_of_delivered": 0.351,
        "occasions": [{ "state": "left_out", "reason": "opted_out", "count": 7 }],
        "by": null,
        "coverage": [{
            "value": null, "eligible": 130, "invited": 120, "deferred": 3, "left_out": 7,
            "coverage": 0.923, "complete": 40, "rr1": 0.339, "answered_of_delivered": 0.351,
        }],
    })
}
