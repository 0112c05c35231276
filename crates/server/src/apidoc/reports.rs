//! Reports and digests, in the API's description.

use serde_json::{Value, json};

use super::exports::{XLSX, file};
use super::operation::{
    Noun, Operation, Scope, body, id, moment, object, or_null, reply, schema, sent, with_headers,
};

const REPORT: &str = "3a5c7e9g1j3m5p7r9t1w3y5a7c";
const PERSON: &str = "5b7d9f1h3k5n7q9s1v3x5z7b9d";
const PDF: &str = "application/pdf";

pub(super) fn noun() -> Noun {
    Noun {
        name: "reports",
        description: "Results taken along: the results of a survey or a dashboard as PDF or \
                      workbook, at once or by mail at set times, and the digest that comes to each \
                      person. Everybody gets what they may see, so the same report can differ \
                      between people.",
        operations: vec![
            survey_file("pdf", PDF),
            survey_file("xlsx", XLSX),
            dashboard_file("pdf", PDF),
            dashboard_file("xlsx", XLSX),
            list(),
            create(),
            show(),
            change(),
            end(),
            digest(),
            set_digest(),
        ],
        schemas: vec![
            ("Report", report()),
            (
                "Reports",
                object(json!({ "reports": { "type": "array", "items": schema("Report") } })),
            ),
            ("NewReport", new_report()),
            ("Digest", digest_shape()),
            ("DigestWish", wish()),
        ],
    }
}

fn in_path(description: &str, example: &str) -> Value {
    json!({
        "name": "id", "in": "path", "required": true, "description": description,
        "schema": id(), "example": example,
    })
}

fn survey_file(form: &str, kind: &'static str) -> Operation {
    let (path, id) = match form {
        "pdf" => ("/api/v1/surveys/{id}/report.pdf", "reportSurveyPdf"),
        _ => ("/api/v1/surveys/{id}/report.xlsx", "reportSurveyXlsx"),
    };
    Operation {
        method: "get",
        path,
        id,
        summary: "Take a survey's results along",
        description: "What the results page shows, with the same parameters for filter, split and \
                      trend.",
        scope: Scope::Read,
        parameters: super::figures::parameters(),
        body: None,
        replies: vec![(200, file(kind, None))],
        problems: &[404],
    }
}

fn dashboard_file(form: &str, kind: &'static str) -> Operation {
    let (path, id) = match form {
        "pdf" => ("/api/v1/dashboards/{id}/report.pdf", "reportDashboardPdf"),
        _ => ("/api/v1/dashboards/{id}/report.xlsx", "reportDashboardXlsx"),
    };
    Operation {
        method: "get",
        path,
        id,
        summary: "Take a dashboard along",
        description: "Its blocks one below the other, with the parameters of its page; without \
                      any, with the filter it opens with.",
        scope: Scope::Read,
        parameters: super::dashboards::filter(),
        body: None,
        replies: vec![(200, file(kind, None))],
        problems: &[404],
    }
}

fn cadence() -> Value {
    let hour = json!({ "type": "integer", "minimum": 0, "maximum": 23 });
    let one = |every: &str, day: Option<Value>| {
        let mut properties = json!({ "every": { "const": every }, "hour": hour });
        let mut required = vec!["every", "hour"];
        if let Some(day) = day {
            properties["day"] = day;
            required.push("day");
        }
        json!({
            "type": "object", "additionalProperties": false,
            "required": required, "properties": properties,
        })
    };
    let day = |highest: u8, description: &str| {
        json!({
            "type": "integer", "minimum": 1, "maximum": highest, "description": description,
        })
    };
    json!({
        "description": "When it goes, by the workspace's zone.",
        "oneOf": [
            one("working_day", None),
            one("week", Some(day(7, "1 is Monday."))),
            one("month", Some(day(28, "Every month has it."))),
        ],
    })
}

fn subject() -> Value {
    let one = |kind: &str, name: &str| {
        json!({
            "type": "object", "additionalProperties": false, "required": ["kind", name],
            "properties": { "kind": { "const": kind }, name: { "type": "string" } },
        })
    };
    json!({
        "description": "What it is about.",
        "oneOf": [one("survey", "survey_id"), one("dashboard", "dashboard_id")],
    })
}

fn form() -> Value {
    json!({ "type": "string", "enum": ["pdf", "xlsx", "both"] })
}

fn people() -> Value {
    json!({ "type": "array", "items": { "type": "string" }, "description": "Ids of people." })
}

fn report() -> Value {
    let text = json!({ "type": "string" });
    object(json!({
        "id": id(),
        "owner_id": { "type": "string", "description": "Who made it; empty: a program." },
        "subject": subject(),
        "filter": { "type": "string", "description": "As in the address of its page." },
        "form": form(),
        "cadence": cadence(),
        "recipients": people(),
        "next_at": moment(),
        "sent_at": or_null(moment()),
        "trouble": or_null(text),
    }))
}

fn new_report() -> Value {
    sent(
        &["subject", "form", "cadence", "recipients"],
        json!({
            "subject": subject(),
            "filter": { "type": "string", "description": "As in the address of its page." },
            "form": form(),
            "cadence": cadence(),
            "recipients": people(),
        }),
    )
}

fn example_new() -> Value {
    json!({
        "subject": { "kind": "survey", "survey_id": "8c0e2g4j6m8p0r2t4v6x8z0b2d" },
        "filter": "attribute=industry%3ARetail",
        "form": "pdf",
        "cadence": { "every": "week", "day": 1, "hour": 8 },
        "recipients": [PERSON],
    })
}

fn example() -> Value {
    let mut example = example_new();
    example["id"] = json!(REPORT);
    example["owner_id"] = json!(PERSON);
    example["next_at"] = json!("2026-11-23T07:00:00Z");
    example["sent_at"] = Value::Null;
    example["trouble"] = Value::Null;
    example
}

fn list() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/reports",
        id: "listReports",
        summary: "List scheduled reports",
        description: "Those of whoever asks; programme managers and keys see all.",
        scope: Scope::Read,
        parameters: vec![],
        body: None,
        replies: vec![(
            200,
            reply("Reports.", "Reports", json!({ "reports": [example()] })),
        )],
        problems: &[],
    }
}

fn create() -> Operation {
    let made = with_headers(
        reply("The report.", "Report", example()),
        &[("Location", "Its address.")],
    );
    Operation {
        method: "post",
        path: "/api/v1/reports",
        id: "scheduleReport",
        summary: "Schedule a report",
        description: "It is made for each recipient when it is due, of what they see then.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body("NewReport", example_new())),
        replies: vec![(201, made)],
        problems: &[422],
    }
}

fn show() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/reports/{id}",
        id: "getReport",
        summary: "Get a scheduled report",
        description: "",
        scope: Scope::Read,
        parameters: vec![in_path("The report.", REPORT)],
        body: None,
        replies: vec![(200, reply("The report.", "Report", example()))],
        problems: &[404],
    }
}

fn change() -> Operation {
    Operation {
        method: "put",
        path: "/api/v1/reports/{id}",
        id: "changeReport",
        summary: "Change a scheduled report",
        description: "All of it, but what it is about.",
        scope: Scope::Write,
        parameters: vec![in_path("The report.", REPORT)],
        body: Some(body("NewReport", example_new())),
        replies: vec![(200, reply("The report.", "Report", example()))],
        problems: &[404, 422],
    }
}

fn end() -> Operation {
    Operation {
        method: "delete",
        path: "/api/v1/reports/{id}",
        id: "endReport",
        summary: "End a scheduled report",
        description: "",
        scope: Scope::Write,
        parameters: vec![in_path("The report.", REPORT)],
        body: None,
        replies: vec![(204, json!({ "description": "It is ended." }))],
        problems: &[404],
    }
}

fn rhythm() -> Value {
    json!({ "type": "string", "enum": ["off", "daily", "weekly"] })
}

fn wish() -> Value {
    sent(
        &["digest", "hour", "alarms"],
        json!({
            "digest": rhythm(),
            "hour": { "type": "integer", "minimum": 0, "maximum": 23 },
            "alarms": { "type": "boolean", "description": "A mail as soon as something moved." },
        }),
    )
}

fn digest_shape() -> Value {
    object(json!({
        "person_id": id(),
        "digest": rhythm(),
        "hour": { "type": "integer" },
        "alarms": { "type": "boolean" },
        "next_at": or_null(moment()),
        "sent_at": or_null(moment()),
    }))
}

fn example_digest() -> Value {
    json!({
        "person_id": PERSON, "digest": "weekly", "hour": 8, "alarms": true,
        "next_at": "2026-11-23T07:00:00Z", "sent_at": null,
    })
}

fn digest() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/people/{id}/digest",
        id: "getDigest",
        summary: "Get what a person hears by mail",
        description: "One's own; administrators and keys of scope write, anybody's.",
        scope: Scope::Read,
        parameters: vec![in_path("The person.", PERSON)],
        body: None,
        replies: vec![(200, reply("What is set.", "Digest", example_digest()))],
        problems: &[404],
    }
}

fn set_digest() -> Operation {
    Operation {
        method: "put",
        path: "/api/v1/people/{id}/digest",
        id: "setDigest",
        summary: "Set what a person hears by mail",
        description: "",
        scope: Scope::Write,
        parameters: vec![in_path("The person.", PERSON)],
        body: Some(body(
            "DigestWish",
            json!({ "digest": "daily", "hour": 7, "alarms": false }),
        )),
        replies: vec![(200, reply("What is set.", "Digest", example_digest()))],
        problems: &[404, 422],
    }
}
