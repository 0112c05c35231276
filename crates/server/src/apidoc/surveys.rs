//! Surveys in the API's description.

use serde_json::{Value, json};

use super::definition;
use super::operation::{
    Noun, Operation, Scope, body, cursor, done, id, limit, moment, object, or_null, page,
    parameter, reply, schema, with_headers,
};

const ETAG: (&str, &str) = (
    "ETag",
    "The revision in quotes; send it as `If-Match` when you change the definition.",
);

pub(super) fn noun() -> Noun {
    let mut operations = vec![list(), create(), get(), remove(), put_definition()];
    operations.extend(turns());
    let mut schemas = definition::schemas();
    schemas.extend([
        ("SurveySummary", object(summary())),
        ("Survey", survey()),
        ("SurveyPage", page("surveys", "SurveySummary")),
    ]);
    Noun {
        name: "surveys",
        description: "A survey is a set of questions under one public link: a draft until it is \
                      published, then open, in the end closed. Questions have keys; answers, \
                      imports and exports use them.",
        operations,
        schemas,
    }
}

fn list() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/surveys",
        id: "listSurveys",
        summary: "List surveys",
        description: "All surveys of the workspace, newest first, without their definitions.",
        scope: Scope::Read,
        parameters: vec![limit(100, 500), cursor()],
        body: None,
        replies: vec![(
            200,
            reply(
                "A page of surveys.",
                "SurveyPage",
                json!({ "surveys": [summary_example()], "next_cursor": null }),
            ),
        )],
        problems: &[],
    }
}

fn create() -> Operation {
    let location = ("Location", "The address of the survey in the API.");
    Operation {
        method: "post",
        path: "/api/v1/surveys",
        id: "createSurvey",
        summary: "Make a survey",
        description: "Makes a draft from a template. `drivers` take the place of the template's \
                      own statements. Without `languages` it is offered in those of English and \
                      Dutch in which all the texts given exist.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body(
            "NewSurvey",
            json!({
                "template": "relational-nps",
                "title": { "en": "How are we doing?", "nl": "Hoe doen we het?" },
                "drivers": [{
                    "key": "software",
                    "text": {
                        "en": "The software does what I need.",
                        "nl": "De software doet wat ik nodig heb.",
                    },
                }],
            }),
        )),
        replies: vec![(
            201,
            with_headers(
                reply("The draft.", "Survey", example("draft")),
                &[location, ETAG],
            ),
        )],
        problems: &[],
    }
}

fn get() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/surveys/{id}",
        id: "getSurvey",
        summary: "Get a survey",
        description: "The survey with its definition as it is now.",
        scope: Scope::Read,
        parameters: vec![parameter("SurveyId")],
        body: None,
        replies: vec![(200, whole("The survey.", "open"))],
        problems: &[],
    }
}

fn remove() -> Operation {
    Operation {
        method: "delete",
        path: "/api/v1/surveys/{id}",
        id: "removeSurvey",
        summary: "Remove a draft",
        description: "Removes a draft that has no responses. Anything else is a 409: close it \
                      instead, because answers are kept.",
        scope: Scope::Write,
        parameters: vec![parameter("SurveyId")],
        body: None,
        replies: vec![(204, done("It is removed."))],
        problems: &[409],
    }
}

fn put_definition() -> Operation {
    Operation {
        method: "put",
        path: "/api/v1/surveys/{id}/definition",
        id: "putDefinition",
        summary: "Change what is asked",
        description: "Replaces all texts and questions. Once there are responses, another wording, \
                      scale or order, or dealing the statements otherwise, begins a new version; \
                      figures never mix scales.",
        scope: Scope::Write,
        parameters: vec![
            parameter("SurveyId"),
            json!({
                "name": "If-Match",
                "in": "header",
                "description": "The `ETag` of the survey that was read. When somebody else changed \
                                it since, nothing is stored (412). Without it the last one wins.",
                "schema": { "type": "string", "pattern": "^(\\*|\"[0-9]{1,18}\")$" },
            }),
        ],
        body: Some(body("Definition", definition::example())),
        replies: vec![(200, whole("The survey with its new definition.", "draft"))],
        problems: &[412],
    }
}

/// The operations that change the status.
fn turns() -> [Operation; 3] {
    let turn = |path, id, summary, description, problems, status| Operation {
        method: "post",
        path,
        id,
        summary,
        description,
        scope: Scope::Write,
        parameters: vec![parameter("SurveyId")],
        body: None,
        replies: vec![(200, whole("The survey.", status))],
        problems,
    };
    [
        turn(
            "/api/v1/surveys/{id}/publish",
            "publishSurvey",
            "Publish a survey",
            "Opens a draft for answers; it needs a question (else 422). An open survey stays as it \
             is; a closed one is a 409.",
            &[409, 422],
            "open",
        ),
        turn(
            "/api/v1/surveys/{id}/close",
            "closeSurvey",
            "Close a survey",
            "Ends an open survey: it keeps its answers and takes no more. A closed one stays as it \
             is; a draft is a 409.",
            &[409],
            "closed",
        ),
        turn(
            "/api/v1/surveys/{id}/reopen",
            "reopenSurvey",
            "Open a closed survey again",
            "An open survey stays as it is; a draft is a 409.",
            &[409],
            "open",
        ),
    ]
}

fn whole(description: &str, status: &str) -> Value {
    with_headers(reply(description, "Survey", example(status)), &[ETAG])
}

fn summary() -> Value {
    json!({
        "id": id(),
        "title": { "type": "string", "description": "In the default language." },
        "template": definition::template(),
        "status": { "type": "string", "enum": ["draft", "open", "closed"] },
        "version": {
            "type": "integer",
            "description": "Goes up when answers exist and wording or scale changes.",
        },
        "revision": { "type": "integer", "description": "Goes up with every change." },
        "response_count": {
            "type": "integer",
            "description": "Responses ever stored, erased ones and those in doubt included.",
        },
        "expected_seconds": {
            "type": "integer",
            "description": "About how long a respondent needs: 5 seconds for a question with a \
                            scale or one of several choices, 8 for any of several choices, 20 for \
                            an open one; of rotated statements those count that each respondent \
                            gets. Above a minute people tend to leave before the end.",
        },
        "public_url": {
            "type": "string", "format": "uri", "description": "Where everybody can answer.",
        },
        "created_at": moment(),
        "published_at": or_null(moment()),
        "closed_at": or_null(moment()),
    })
}

fn survey() -> Value {
    let mut properties = summary();
    properties["definition"] = schema("Definition");
    object(properties)
}

fn summary_example() -> Value {
    json!({
        "id": "3f9m2k7q5x8r1t4w6y0z2b5d8g",
        "title": "How are we doing?",
        "template": "relational-nps",
        "status": "open",
        "version": 1,
        "revision": 2,
        "response_count": 412,
        "expected_seconds": 30,
        "public_url": "https://luister.example/r/7p2c9v4n6j1h8m3k5q0r2t4w6y",
        "created_at": "2026-03-02T09:15:00Z",
        "published_at": "2026-03-02T10:00:00Z",
        "closed_at": null,
    })
}

fn example(status: &str) -> Value {
    let mut survey = summary_example();
    survey["status"] = json!(status);
    if status == "draft" {
        survey["revision"] = json!(1);
        survey["response_count"] = json!(0);
        survey["published_at"] = Value::Null;
    }
    if status == "closed" {
        survey["closed_at"] = json!("2026-06-30T22:00:00Z");
    }
    survey["definition"] = definition::example();
    survey
}
