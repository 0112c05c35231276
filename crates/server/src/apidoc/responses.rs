//! Responses in the API's description.

use serde_json::{Value, json};

use super::operation::{
    Noun, Operation, Scope, body, cursor, done, id, limit, moment, object, or_null, page,
    parameter, query, reply, schema, sent,
};

const ID: &str = "8d4t0w6y2z5b7f9h1j3k5m7n9p";

pub(super) fn noun() -> Noun {
    Noun {
        name: "responses",
        description: "A response is one respondent's answers to one survey. A request is replied \
                      to with success only after what it brought is durable.",
        operations: vec![add(), add_all(), list(), get(), erase()],
        schemas: vec![
            ("NewResponse", new_response()),
            ("NewResponses", new_responses()),
            ("Answers", answers()),
            ("Attributes", attributes()),
            ("StoredResponse", stored()),
            ("StoredResponses", stored_many()),
            ("Response", response()),
            ("ResponsePage", page("responses", "Response")),
        ],
    }
}

fn add() -> Operation {
    let place = json!({ "id": ID, "ordinal": 413, "state": "complete" });
    Operation {
        method: "post",
        path: "/api/v1/surveys/{id}/responses",
        id: "addResponse",
        summary: "Add a response",
        description: "Stores one response. With an `external_id` that was sent before it is the \
                      same response: it says from then on what was sent last. A response that was \
                      erased stays erased (410). The survey must be open (else 409).",
        scope: Scope::Write,
        parameters: vec![parameter("SurveyId"), parameter("IdempotencyKey")],
        body: Some(body("NewResponse", new_example())),
        replies: vec![
            (
                200,
                reply(
                    "The response was there already; it says now what was sent.",
                    "StoredResponse",
                    place.clone(),
                ),
            ),
            (
                201,
                reply("A new response is stored.", "StoredResponse", place),
            ),
        ],
        problems: &[409, 410],
    }
}

fn add_all() -> Operation {
    let counts = |created, unchanged| {
        json!({
            "created": created, "updated": 0, "unchanged": unchanged, "erased": 0, "ids": [ID],
        })
    };
    Operation {
        method: "post",
        path: "/api/v1/surveys/{id}/responses/bulk",
        id: "addResponses",
        summary: "Add many responses",
        description: "Stores up to 10,000 responses in a body of at most 32 MiB. All are checked \
                      first: when one has a mistake nothing is stored, and `errors` names every \
                      place. If the server is cut off half-way, send the same request again with \
                      the same `Idempotency-Key`: it goes on where it stopped.",
        scope: Scope::Write,
        parameters: vec![parameter("SurveyId"), parameter("IdempotencyKey")],
        body: Some(body(
            "NewResponses",
            json!({ "responses": [new_example()] }),
        )),
        replies: vec![
            (
                200,
                reply("None of them was new.", "StoredResponses", counts(0, 1)),
            ),
            (
                201,
                reply("They are stored.", "StoredResponses", counts(1, 0)),
            ),
        ],
        problems: &[409],
    }
}

fn list() -> Operation {
    let state = json!({ "type": "string", "enum": ["partial", "complete"] });
    let day = json!({ "type": "string", "format": "date" });
    Operation {
        method: "get",
        path: "/api/v1/surveys/{id}/responses",
        id: "listResponses",
        summary: "List responses",
        description: "Responses in the order they came in; erased ones are left out, and so are \
                      those that are in doubt unless they are asked for. Days are those of the \
                      answer, in the workspace's time zone. Answers of employees, \
                      and to a limited sight those of a survey with a `smallest_group` above 1, \
                      are shown in groups only (else 403).",
        scope: Scope::Read,
        parameters: vec![
            parameter("SurveyId"),
            limit(100, 1000),
            cursor(),
            query("state", "Only responses that are this far.", state),
            query(
                "in_doubt",
                "True: those that don't count because it isn't sure that a person answered, \
                 instead of those that count.",
                json!({ "type": "boolean" }),
            ),
            query("from", "First day, as in 2026-01-31.", day.clone()),
            query("to", "Last day.", day),
        ],
        body: None,
        replies: vec![(
            200,
            reply(
                "A page of responses.",
                "ResponsePage",
                json!({ "responses": [example()], "next_cursor": "a19d" }),
            ),
        )],
        problems: &[403, 422],
    }
}

fn get() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/surveys/{id}/responses/{response_id}",
        id: "getResponse",
        summary: "Get a response",
        description: "One response with its answers and attributes. Answers of employees, \
                      and to a limited sight those of a survey with a `smallest_group` above 1, \
                      are shown in groups only (else 403).",
        scope: Scope::Read,
        parameters: vec![parameter("SurveyId"), parameter("ResponseId")],
        body: None,
        replies: vec![(200, reply("The response.", "Response", example()))],
        problems: &[403, 410],
    }
}

fn erase() -> Operation {
    Operation {
        method: "delete",
        path: "/api/v1/surveys/{id}/responses/{response_id}",
        id: "eraseResponse",
        summary: "Erase a response",
        description: "Removes answers, attributes and history for good, for instance at the \
                      respondent's wish; only an empty place is left. Erasing twice is fine.",
        scope: Scope::Write,
        parameters: vec![parameter("SurveyId"), parameter("ResponseId")],
        body: None,
        replies: vec![(204, done("It is erased."))],
        problems: &[],
    }
}

/// The sender's own id of a response or respondent.
pub(super) fn external_id() -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[^\\x00-\\x1f\\x7f-\\x9f]+$" })
}

/// Properties of the respondent as they are sent.
pub(super) fn sent_attributes() -> Value {
    json!({
        "type": "object",
        "description": "Properties of the respondent to filter and split by. Values are kept as \
                        text; null leaves one out.",
        "maxProperties": 50,
        "propertyNames": { "minLength": 1, "maxLength": 64, "pattern": "^[^\\x00-\\x1f\\x7f-\\x9f]+$" },
        "additionalProperties": {
            "type": ["string", "number", "boolean", "null"],
            "maxLength": 200,
            "pattern": "^[^\\x00]*$",
        },
    })
}

fn new_response() -> Value {
    let mut external_id = or_null(external_id());
    external_id["description"] =
        json!("Your own id of this response; sending it twice gives one response.");
    sent(
        &["answers"],
        json!({
            "answers": schema("Answers"),
            "attributes": sent_attributes(),
            "external_id": external_id,
            "answered_at": {
                "type": ["string", "null"],
                "description": "When it was answered: a moment such as 2026-03-02T14:30:00Z, or a \
                                day such as 2026-03-02. Not before 1990 nor in the future. Without \
                                it: now.",
                "anyOf": [{ "format": "date-time" }, { "format": "date" }],
            },
            "language": {
                "type": ["string", "null"],
                "description": "The language it was answered in; without it the survey's default.",
                "minLength": 2,
                "maxLength": 35,
                "pattern": "^[a-z]{2,3}(-[0-9A-Za-z]{2,8})*$",
            },
            "state": {
                "type": "string",
                "enum": ["partial", "complete"],
                "default": "complete",
                "description": "A partial response may lack required questions.",
            },
        }),
    )
}

fn new_responses() -> Value {
    sent(
        &["responses"],
        json!({
            "responses": {
                "type": "array", "minItems": 1, "maxItems": 10_000, "items": schema("NewResponse"),
            },
        }),
    )
}

fn answers() -> Value {
    json!({
        "type": "object",
        "description": "Answers by question key. Scales take a whole number of their range, or \
                        why there is none: `not_applicable`, `not_asked`, and for statements \
                        `dont_know`. Choices take a choice's key, or a list of keys where several \
                        may be chosen; open questions a text. Own words in place of a choice \
                        (`moment`), or one at the end of the list (`elsewhere`), stand behind \
                        `other:`, at most 500 characters. Null is a blank, and so is a question \
                        that is not named; but where each respondent gets some of the statements, \
                        one that is not named was `not_asked`.",
        "additionalProperties": {
            "type": ["integer", "string", "array", "null"],
            "minimum": 0,
            "maximum": 10,
            "maxLength": 10_000,
            "items": { "type": "string" },
            "uniqueItems": true,
        },
    })
}

fn attributes() -> Value {
    json!({
        "type": "object",
        "description": "Properties of the respondent; all values are text.",
        "additionalProperties": { "type": "string" },
    })
}

fn state() -> Value {
    json!({ "type": "string", "enum": ["partial", "complete"] })
}

fn ordinal() -> Value {
    json!({ "type": "integer", "description": "1, 2, 3 … within the survey." })
}

fn stored() -> Value {
    object(json!({ "id": id(), "ordinal": ordinal(), "state": state() }))
}

fn stored_many() -> Value {
    let count = |description: &str| json!({ "type": "integer", "description": description });
    object(json!({
        "created": count("New ones."),
        "updated": count("Those that were there and say something else now."),
        "unchanged": count("Those that were there, the same."),
        "erased": count("Those that were erased once and stay so."),
        "ids": {
            "type": "array",
            "description": "The id of each, in the order they were sent.",
            "items": id(),
        },
    }))
}

fn response() -> Value {
    object(json!({
        "id": id(),
        "ordinal": ordinal(),
        "state": state(),
        "doubt": {
            "type": ["string", "null"],
            "enum": ["provisional", "suspect", null],
            "description": "Why it doesn't count; see votes.",
        },
        "version": {
            "type": "integer",
            "description": "The version of the survey that was answered.",
        },
        "language": { "type": "string" },
        "channel": { "type": "string", "enum": ["link", "personal", "widget", "api", "import"] },
        "external_id": { "type": ["string", "null"] },
        "answered_at": moment(),
        "stored_at": moment(),
        "changed_at": moment(),
        "answers": schema("Answers"),
        "attributes": schema("Attributes"),
    }))
}

fn new_example() -> Value {
    json!({
        "answers": { "recommend": 9, "software": 4, "why": "Quick and friendly." },
        "attributes": { "industry": "Retail", "team": "North" },
        "external_id": "crm-1042",
        "answered_at": "2026-03-02T14:30:00Z",
        "language": "en",
    })
}

fn example() -> Value {
    json!({
        "id": ID,
        "ordinal": 413,
        "state": "complete",
        "doubt": null,
        "version": 1,
        "language": "en",
        "channel": "api",
        "external_id": "crm-1042",
        "answered_at": "2026-03-02T14:30:00Z",
        "stored_at": "2026-03-02T14:30:01.25Z",
        "changed_at": "2026-03-02T14:30:01.25Z",
        "answers": { "recommend": 9, "software": 4, "why": "Quick and friendly." },
        "attributes": { "industry": "Retail", "team": "North" },
    })
}
