//! Schemas of programmes: what replies and bodies look like.

use serde_json::{Value, json};

use super::{list_schema, optional};
use crate::apidoc::figure::{count, list_of};
use crate::apidoc::operation::{id, moment, object, or_null, page, schema, sent};

fn text() -> Value {
    json!({ "type": "string" })
}

fn maybe_text() -> Value {
    json!({ "type": ["string", "null"] })
}

fn maybe_id() -> Value {
    or_null(id())
}

fn maybe_moment() -> Value {
    or_null(moment())
}

fn day() -> Value {
    json!({ "type": "string", "format": "date" })
}

fn number(minimum: u32, maximum: u32) -> Value {
    json!({ "type": "integer", "minimum": minimum, "maximum": maximum })
}

fn texts() -> Value {
    json!({ "type": "object", "additionalProperties": { "type": "string" } })
}

fn anything() -> Value {
    json!({ "type": ["string", "number", "boolean", "null", "object", "array"] })
}

fn state() -> Value {
    json!({ "type": "string", "enum": ["invited", "deferred", "left_out"] })
}

/// All schemas of this noun.
pub(super) fn all() -> Vec<(&'static str, Value)> {
    let mut all = programmes();
    all.extend(ahead_and_back());
    all.extend(events());
    all
}

fn programmes() -> Vec<(&'static str, Value)> {
    vec![
        ("Programmes", list_schema("programmes", "Programme")),
        ("Programme", programme()),
        ("ProgrammeDefinition", definition()),
        ("Wording", wording()),
        (
            "NewProgramme",
            sent(
                &["name", "survey_id", "definition"],
                json!({
                    "name": { "type": "string", "minLength": 1, "maxLength": 100 },
                    "survey_id": id(),
                    "definition": schema("ProgrammeDefinition"),
                }),
            ),
        ),
        (
            "ChangedProgramme",
            optional(json!({
                "name": { "type": "string", "minLength": 1, "maxLength": 100 },
                "survey_id": id(),
                "definition": schema("ProgrammeDefinition"),
            })),
        ),
        (
            "ProgrammeTemplates",
            object(
                json!({ "templates": { "type": "array", "items": object(json!({
                "name": text(), "title": texts(), "survey_template": text(),
            })) } }),
            ),
        ),
        (
            "FromTemplate",
            optional(json!({ "language": { "type": "string", "enum": ["en", "nl"] } })),
        ),
        (
            "Withdrawn",
            sent(&["invitation_id"], json!({ "invitation_id": id() })),
        ),
        (
            "TestMail",
            sent(
                &["to"],
                json!({
                    "to": text(),
                    "language": maybe_text(),
                    "mail": { "type": "string", "enum": ["invitation", "reminder"], "default": "invitation" },
                    "contact_id": maybe_id(),
                }),
            ),
        ),
        ("AskSettings", settings()),
    ]
}

fn programme() -> Value {
    object(json!({
        "id": id(),
        "name": text(),
        "kind": { "type": "string", "enum": ["relational", "transactional", "employee"] },
        "status": { "type": "string", "enum": ["draft", "running", "paused", "ended"] },
        "survey_id": id(),
        "definition": schema("ProgrammeDefinition"),
        "revision": { "type": "integer", "minimum": 1 },
        "created_at": moment(),
        "started_at": maybe_moment(),
        "ended_at": maybe_moment(),
    }))
}

fn definition() -> Value {
    let types = || json!({ "type": "array", "maxItems": 20, "items": { "type": "string" } });
    let relational = sent(
        &["start", "every", "shape", "window_days"],
        json!({
            "start": day(),
            "every": { "type": "string", "enum": ["quarter", "half_year", "year"] },
            "shape": { "type": "string", "enum": ["wave", "spread"] },
            "baseline": { "type": "boolean", "description": "Whether the first round is a wave." },
            "window_days": { "type": "integer", "minimum": 1, "description": "For how many days from the due day an invitation may still go out." },
            "settle_days": { "type": "integer", "minimum": 0, "description": "How many days a contact is left alone that becomes known once the rounds have begun." },
        }),
    );
    let transactional = sent(
        &["triggers", "cancels", "delay_minutes", "expires_days"],
        json!({
            "triggers": types(),
            "cancels": types(),
            "delay_minutes": number(0, 86_400),
            "expires_days": number(1, 366),
        }),
    );
    let reminders = json!({
        "number": number(0, 5),
        "spacing_days": number(0, 366),
        "open_days": number(1, 366),
    });
    sent(
        &["audience", "schedule", "reminders"],
        json!({
            "audience": { "type": "string", "enum": ["customers", "employees"] },
            "segment": {
                "type": "object",
                "description": "Conditions that must all hold, each with values of which one must: attributes, `account.NAME`, `account`, `language`.",
                "additionalProperties": { "type": "array", "items": { "type": "string" } },
            },
            "schedule": optional(json!({
                "relational": relational, "transactional": transactional,
            })),
            "reminders": sent(&["number", "spacing_days", "open_days"], reminders),
            "priority": number(0, 100),
            "per_day": { "type": ["integer", "null"], "minimum": 1, "description": "Most mails in a day. Null: no limit, but of rounds that are spread at most twice the daily share of all contacts." },
            "closes": { "type": ["string", "null"], "format": "date", "description": "The last day on which anything goes out." },
            "needs_consent": { "type": "boolean" },
            "sender": optional(json!({
                "name": text(),
                "email": text(),
                "responsible": { "type": "boolean", "description": "Whether the person responsible for the contact's account is the sender." },
            })),
            "attributes": { "type": ["array", "null"], "items": { "type": "string" }, "description": "Which attributes a response gets; left out: of customers all, of employees none." },
            "wording": {
                "type": "object",
                "description": "By language.",
                "additionalProperties": schema("Wording"),
            },
        }),
    )
}

fn wording() -> Value {
    optional(json!({
        "subject": text(),
        "greeting": text(),
        "body": text(),
        "closing": text(),
        "reminder_subject": text(),
        "reminder_body": text(),
    }))
}

fn settings() -> Value {
    let hours = |kind: Value| {
        json!({
            "type": kind,
            "description": "Minutes since midnight.",
            "required": ["from", "to"],
            "properties": { "from": number(0, 1440), "to": number(0, 1440) },
            "additionalProperties": false,
        })
    };
    let rule = sent(
        &["max", "days", "scope", "counts"],
        json!({
            "max": number(0, 65_535),
            "days": number(1, 366),
            "scope": { "type": "string", "enum": ["person", "account"] },
            "counts": { "type": "string", "enum": ["invitations", "mails"] },
        }),
    );
    let holidays = optional(json!({
        "dutch": { "type": "boolean" },
        "good_friday": { "type": "boolean" },
        "liberation": text(),
        "own": { "type": "array", "items": { "type": "string", "format": "date" }, "description": "Days of one's own on which nothing is sent." },
    }));
    let calendar = sent(
        &["zone", "working_days", "holidays", "quiet", "office"],
        json!({
            "zone": text(),
            "working_days": { "type": "array", "minItems": 7, "maxItems": 7, "items": { "type": "boolean" }, "description": "Monday first." },
            "holidays": holidays,
            "quiet": hours(json!(["object", "null"])),
            "office": hours(json!("object")),
        }),
    );
    sent(
        &["budget", "calendar", "e"],
        json!({
            "budget": { "type": "array", "maxItems": 20, "items": rule },
            "calendar": calendar,
            "e": { "type": "number", "minimum": 0, "maximum": 1, "description": "Share of those of unknown eligibility that response rates 3 and 4 take to be eligible." },
        }),
    )
}

fn ahead_and_back() -> Vec<(&'static str, Value)> {
    let mails = object(json!({
        "programme_id": id(),
        "invitations": count("Invitations."),
        "reminders": count("Reminders."),
    }));
    let days = object(json!({
        "day": day(),
        "closed": maybe_text(),
        "holiday": maybe_text(),
        "mails": { "type": "array", "items": mails },
    }));
    let not_asked = object(json!({
        "programme_id": id(),
        "contact_id": id(),
        "day": day(),
        "state": state(),
        "reason": text(),
        "detail": maybe_text(),
        "until": maybe_moment(),
    }));
    let reasons = object(json!({
        "programme_id": id(), "state": state(), "reason": text(), "count": count("How many."),
    }));
    vec![
        (
            "ProgrammePlan",
            object(json!({
                "days": { "type": "array", "items": days },
                "not_asked": { "type": "array", "items": not_asked },
                "reasons": { "type": "array", "items": reasons },
                "contacts": count("Contacts looked at."),
                "whole": { "type": "boolean", "description": "Whether those are all." },
            })),
        ),
        ("ProgrammeContacts", page("contacts", "ProgrammeContact")),
        ("ProgrammeContact", contact()),
        ("ProgrammeReport", report()),
    ]
}

fn contact() -> Value {
    let invitation = json!({
        "type": ["object", "null"],
        "properties": {
            "id": id(),
            "because": text(),
            "reminders": count("Reminders decided on."),
            "closes_at": moment(),
            "handed_over_at": maybe_moment(),
            "bounced_at": maybe_moment(),
            "refused_at": maybe_moment(),
            "unknown_at": maybe_moment(),
            "withdrawn_at": maybe_moment(),
            "withdrawn_why": maybe_text(),
        },
    });
    object(json!({
        "contact_id": id(),
        "email": maybe_text(),
        "name": maybe_text(),
        "state": state(),
        "reason": maybe_text(),
        "detail": maybe_text(),
        "until": maybe_moment(),
        "ends": moment(),
        "round": { "type": ["integer", "null"] },
        "subject": maybe_text(),
        "decided_at": moment(),
        "invitation": invitation,
    }))
}

fn report() -> Value {
    let numbers = |names: &[&str], of: Value| {
        let pairs = names.iter().map(|name| ((*name).to_owned(), of.clone()));
        object(Value::Object(pairs.collect()))
    };
    let dispositions = [
        "complete",
        "partial",
        "refusal",
        "break_off",
        "non_contact",
        "other",
        "unknown_reach",
        "undelivered",
        "nothing_returned",
        "not_eligible",
    ];
    let rates = [
        "rr1", "rr2", "rr3", "rr4", "rr5", "rr6", "coop1", "coop2", "coop3", "coop4", "ref1",
        "ref2", "ref3", "con1", "con2", "con3",
    ];
    let rate = json!({ "type": ["number", "null"] });
    let covered = object(json!({
        "value": maybe_text(),
        "eligible": count("Those it is for; of events, those something happened to."),
        "invited": count("Invited at least once."),
        "deferred": count("Wait, and were never invited."),
        "left_out": count("Were left out, and never invited."),
        "coverage": rate,
        "complete": count("Invitations that were answered, and not in doubt."),
        "rr1": rate,
        "answered_of_delivered": rate,
    }));
    let occasions = object(json!({
        "state": state(), "reason": maybe_text(), "count": count("How many."),
    }));
    object(json!({
        "mails": numbers(&["invitations", "handed_over", "reminders"], count("How many.")),
        "dispositions": numbers(&dispositions, count("How many.")),
        "e": { "type": "number" },
        "rates": numbers(&rates, rate.clone()),
        "answered_of_delivered": rate,
        "occasions": { "type": "array", "items": occasions },
        "by": maybe_text(),
        "coverage": { "type": "array", "items": covered },
    }))
}

fn events() -> Vec<(&'static str, Value)> {
    let event = sent(
        &["id", "type"],
        json!({
            "id": { "type": "string", "minLength": 1, "maxLength": 200 },
            "type": { "type": "string", "minLength": 1, "maxLength": 60, "description": "`ticket.closed`: lower-case letters, digits, `.`, `_`, `-`." },
            "at": moment(),
            "subject": { "type": ["string", "null"], "description": "What it is about; left out: the event itself." },
            "contact": { "type": "object", "description": "To whom: `email` or `external_id`, and whatever else is said of a contact.", "additionalProperties": anything() },
            "solver": optional(json!({ "email": text(), "external_id": text() })),
            "attributes": { "type": "object", "additionalProperties": anything() },
        }),
    );
    let outcome = json!({
        "type": "object",
        "required": ["id", "outcome"],
        "properties": {
            "id": maybe_text(),
            "outcome": { "type": "string", "enum": ["accepted", "known", "refused"] },
            "contact_id": maybe_id(),
            "programmes": count("Running programmes to which it means something."),
            "errors": { "type": "array", "items": object(json!({ "pointer": text(), "detail": text() })) },
        },
    });
    let mut all = vec![
        (
            "NewEvents",
            sent(
                &["events"],
                json!({ "events": list_of("NewEvent", "1 to 1,000.") }),
            ),
        ),
        ("NewEvent", event),
        (
            "EventOutcomes",
            object(json!({
                "accepted": count("New ones."),
                "known": count("Those that were there before."),
                "refused": count("Those with mistakes."),
                "events": { "type": "array", "items": outcome },
            })),
        ),
        ("Events", page("events", "Event")),
        (
            "Event",
            object(json!({
                "id": text(),
                "source_id": maybe_id(),
                "type": text(),
                "subject": text(),
                "at": moment(),
                "contact_id": maybe_id(),
                "solver_id": maybe_id(),
                "attributes": texts(),
                "programmes": count("Running programmes to which it meant something."),
                "received_at": moment(),
            })),
        ),
    ];
    all.extend(sources());
    all
}

fn sources() -> Vec<(&'static str, Value)> {
    let system = json!({
        "enum": ["standard", "zendesk", "freshdesk", "zammad", "request_tracker", "mapped"],
    });
    let mapping = json!({
        "type": ["object", "null"],
        "description": "For `mapped`: JSON pointers to `subject`, `email` or `external_id`, and \
                        optionally `id`, `at`, `name`, `account`, `solver`, `attributes` by name; \
                        `type`, either a type or `{\"at\": …, \"values\": {value: type}}`; `only`, \
                        values by pointer without which a call means nothing; and `proof`: \
                        `{\"kind\": \"standard\"}`, `{\"kind\": \"hmac\", \"header\", \"hash\", \
                        \"encoding\", \"prefix\"}` or `{\"kind\": \"secret\", \"header\"}`.",
    });
    let source = json!({
        "id": id(),
        "name": text(),
        "system": system,
        "mapping": mapping,
        "has_secret": { "type": "boolean" },
        "created_at": moment(),
        "last_event_at": maybe_moment(),
    });
    let mut added = source.clone();
    added["url"] = text();
    added["secret"] = json!({ "type": ["string", "null"] });
    vec![
        ("EventSources", list_schema("sources", "EventSource")),
        ("EventSource", object(source)),
        (
            "NewEventSource",
            sent(
                &["name"],
                json!({
                    "name": { "type": "string", "minLength": 1, "maxLength": 100 },
                    "system": system,
                    "mapping": mapping,
                    "secret": { "type": ["string", "null"], "minLength": 16, "maxLength": 200 },
                }),
            ),
        ),
        ("AddedEventSource", object(added)),
        (
            "EventSourceSecret",
            sent(
                &["secret"],
                json!({ "secret": { "type": "string", "minLength": 16, "maxLength": 200 } }),
            ),
        ),
    ]
}
