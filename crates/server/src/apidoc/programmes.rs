//! Programmes in the API's description: who is asked what, when; events; the settings they share.

mod events;
mod look;
mod schemas;

use serde_json::{Value, json};

use super::operation::{
    Noun, Operation, Scope, body, done, id, object, reply, schema, sent, with_headers,
};

const PROGRAMME: &str = "5c7e9g1j3m5p7r9t1v3x5z7b9d";
const ETAG: (&str, &str) = (
    "ETag",
    "The revision in quotes; send it as `If-Match` when you change the programme.",
);

pub(super) fn noun() -> Noun {
    let mut operations = vec![
        list(),
        create(),
        templates(),
        from_template(),
        get(),
        change(),
        remove(),
        verb(
            (
                "/api/v1/programmes/{id}/start",
                "startProgramme",
                "Start a programme",
            ),
            "Starts a draft, or goes on with a paused programme. The survey must be open, every \
             mail must have its words, and a first round doesn't begin in the past.",
        ),
        verb(
            (
                "/api/v1/programmes/{id}/pause",
                "pauseProgramme",
                "Pause a programme",
            ),
            "Asks nobody until it is started again. Links that went out still take answers.",
        ),
        verb(
            (
                "/api/v1/programmes/{id}/end",
                "endProgramme",
                "End a programme",
            ),
            "Ends it for good. Links that went out still take answers until they close.",
        ),
        withdraw(),
        test_mail(),
    ];
    operations.extend(look::operations());
    operations.extend([settings(), put_settings()]);
    operations.extend(events::operations());
    Noun {
        name: "programmes",
        description: "A programme asks contacts by mail: *relational* every 3, 6 or 12 months, \
                      *transactional* after an event, or *employees*. All share one contact \
                      budget. What is over budget waits (`deferred`); whoever is not asked is \
                      `left_out` with a reason.",
        operations,
        schemas: schemas::all(),
    }
}

fn programme_id() -> Value {
    json!({
        "name": "id",
        "in": "path",
        "required": true,
        "description": "The programme.",
        "schema": id(),
        "example": PROGRAMME,
    })
}

fn list() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/programmes",
        id: "listProgrammes",
        summary: "List programmes",
        description: "All programmes, the newest first.",
        scope: Scope::Read,
        parameters: vec![],
        body: None,
        replies: vec![(
            200,
            reply(
                "The programmes.",
                "Programmes",
                json!({ "programmes": [example()] }),
            ),
        )],
        problems: &[],
    }
}

fn create() -> Operation {
    let location = ("Location", "The address of the programme in the API.");
    Operation {
        method: "post",
        path: "/api/v1/programmes",
        id: "createProgramme",
        summary: "Make a programme",
        description: "Makes a draft, which asks nobody until it is started. Employees are asked \
                      with a survey made for employees, customers with another.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body("NewProgramme", new_example())),
        replies: vec![(
            201,
            with_headers(
                reply("The draft.", "Programme", example()),
                &[location, ETAG],
            ),
        )],
        problems: &[],
    }
}

fn templates() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/programmes/templates",
        id: "listProgrammeTemplates",
        summary: "List programmes to start from",
        description: "Programmes with their surveys and words, in Dutch and English.",
        scope: Scope::Read,
        parameters: vec![],
        body: None,
        replies: vec![(
            200,
            reply(
                "The templates.",
                "ProgrammeTemplates",
                json!({ "templates": [{
                    "name": "ticket-ces",
                    "title": { "en": "After a ticket", "nl": "Na een ticket" },
                    "survey_template": "ces",
                }] }),
            ),
        )],
        problems: &[],
    }
}

fn from_template() -> Operation {
    let location = ("Location", "The address of the programme in the API.");
    Operation {
        method: "post",
        path: "/api/v1/programmes/templates/{name}",
        id: "createProgrammeFromTemplate",
        summary: "Make a programme from a template",
        description: "Makes a draft of the survey and a draft of the programme that asks with it.",
        scope: Scope::Write,
        parameters: vec![json!({
            "name": "name",
            "in": "path",
            "required": true,
            "description": "The template.",
            "schema": { "type": "string" },
            "example": "ticket-ces",
        })],
        body: Some(body("FromTemplate", json!({ "language": "nl" }))),
        replies: vec![(
            201,
            with_headers(
                reply("The draft.", "Programme", example()),
                &[location, ETAG],
            ),
        )],
        problems: &[],
    }
}

fn get() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/programmes/{id}",
        id: "getProgramme",
        summary: "Get a programme",
        description: "The programme with its definition.",
        scope: Scope::Read,
        parameters: vec![programme_id()],
        body: None,
        replies: vec![(
            200,
            with_headers(reply("The programme.", "Programme", example()), &[ETAG]),
        )],
        problems: &[],
    }
}

fn change() -> Operation {
    Operation {
        method: "patch",
        path: "/api/v1/programmes/{id}",
        id: "changeProgramme",
        summary: "Change a programme",
        description: "What is left out stays as it is; a definition is replaced as a whole. Once \
                      a programme has run, its survey, audience, kind, first day and interval \
                      stay: people would be asked twice.",
        scope: Scope::Write,
        parameters: vec![
            programme_id(),
            json!({
                "name": "If-Match",
                "in": "header",
                "description": "The `ETag` of the programme that was read. When somebody else \
                                changed it since, nothing is stored (412).",
                "schema": { "type": "string", "pattern": "^(\\*|\"[0-9]{1,18}\")$" },
            }),
        ],
        body: Some(body(
            "ChangedProgramme",
            json!({ "name": "After a ticket" }),
        )),
        replies: vec![(
            200,
            with_headers(reply("The programme.", "Programme", example()), &[ETAG]),
        )],
        problems: &[409, 412],
    }
}

fn remove() -> Operation {
    Operation {
        method: "delete",
        path: "/api/v1/programmes/{id}",
        id: "removeProgramme",
        summary: "Remove a draft",
        description: "Only a draft can be removed; a programme that ran is ended.",
        scope: Scope::Write,
        parameters: vec![programme_id()],
        body: None,
        replies: vec![(204, done("It is removed."))],
        problems: &[409],
    }
}

fn verb(
    (path, id, summary): (&'static str, &'static str, &'static str),
    description: &'static str,
) -> Operation {
    Operation {
        method: "post",
        path,
        id,
        summary,
        description,
        scope: Scope::Write,
        parameters: vec![programme_id()],
        body: None,
        replies: vec![(
            200,
            with_headers(reply("The programme.", "Programme", example()), &[ETAG]),
        )],
        problems: &[409, 422],
    }
}

fn withdraw() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/programmes/{id}/withdraw",
        id: "withdrawInvitation",
        summary: "Take an invitation back",
        description: "Its link says that it is over, and nothing more is sent about it. What was \
                      answered stays.",
        scope: Scope::Write,
        parameters: vec![programme_id()],
        body: Some(body("Withdrawn", json!({ "invitation_id": PROGRAMME }))),
        replies: vec![(204, done("It is taken back."))],
        problems: &[],
    }
}

fn test_mail() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/programmes/{id}/test-mail",
        id: "sendTestMail",
        summary: "Send the mail to yourself",
        description: "Puts a mail as contacts get it into the outbox. Its links open the survey's \
                      preview and answer nothing. The values of the contact are filled in, \
                      without one those of an example. Without a mail server it waits.",
        scope: Scope::Write,
        parameters: vec![programme_id()],
        body: Some(body(
            "TestMail",
            json!({ "to": "you@example.com", "language": "nl", "mail": "reminder" }),
        )),
        replies: vec![(202, done("It is on its way."))],
        problems: &[],
    }
}

fn settings() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/ask/settings",
        id: "getAskSettings",
        summary: "Get the contact budget and the calendar",
        description: "What all programmes share. Unless changed: at most 1 invitation per person \
                      per 30 days, 2 mails per person and 5 invitations per account per 7 days; \
                      Dutch working days, nothing from 20:00 to 08:00.",
        scope: Scope::Read,
        parameters: vec![],
        body: None,
        replies: vec![(
            200,
            reply("The settings.", "AskSettings", settings_example()),
        )],
        problems: &[],
    }
}

fn put_settings() -> Operation {
    Operation {
        method: "put",
        path: "/api/v1/ask/settings",
        id: "putAskSettings",
        summary: "Change the contact budget and the calendar",
        description: "Replaces all. Everybody is looked at again by the new rules.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body("AskSettings", settings_example())),
        replies: vec![(
            200,
            reply("The settings.", "AskSettings", settings_example()),
        )],
        problems: &[],
    }
}

fn settings_example() -> Value {
    json!({
        "budget": [{ "max": 1, "days": 30, "scope": "person", "counts": "invitations" }],
        "calendar": {
            "zone": "Europe/Amsterdam",
            "working_days": [true, true, true, true, true, false, false],
            "holidays": { "dutch": true, "good_friday": false, "liberation": "every_five_years", "own": [] },
            "quiet": { "from": 1200, "to": 480 },
            "office": { "from": 540, "to": 1020 },
        },
        "e": 1.0,
    })
}

fn definition_example() -> Value {
    json!({
        "audience": "customers",
        "segment": { "account.industry": ["retail"] },
        "schedule": { "transactional": {
            "triggers": ["ticket.closed"],
            "cancels": ["ticket.reopened"],
            "delay_minutes": 60,
            "expires_days": 7,
        }},
        "reminders": { "number": 1, "spacing_days": 5, "open_days": 21 },
        "priority": 20,
        "needs_consent": false,
        "sender": { "name": "Anna de Vries", "email": "anna@example.com", "responsible": true },
        "wording": { "nl": {
            "subject": "Hoe ging het, {first_name|klant}?",
            "greeting": "Beste {first_name|klant},",
            "body": "Was het makkelijk om geholpen te worden?",
            "closing": "",
            "reminder_subject": "",
            "reminder_body": "",
        }},
    })
}

fn new_example() -> Value {
    json!({
        "name": "After a ticket",
        "survey_id": PROGRAMME,
        "definition": definition_example(),
    })
}

fn example() -> Value {
    json!({
        "id": PROGRAMME,
        "name": "After a ticket",
        "kind": "transactional",
        "status": "running",
        "survey_id": PROGRAMME,
        "definition": definition_example(),
        "revision": 2,
        "created_at": "2026-11-22T08:30:00Z",
        "started_at": "2026-11-22T09:00:00Z",
        "ended_at": null,
    })
}

/// A list of what `of` describes, under `name`.
fn list_schema(name: &str, of: &str) -> Value {
    object(json!({ name: { "type": "array", "items": schema(of) } }))
}

/// What is sent, all of it optional.
fn optional(properties: Value) -> Value {
    sent(&[], properties)
}
