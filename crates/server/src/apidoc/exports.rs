//! Exports in the API's description.

use serde_json::{Value, json};

use super::operation::{Noun, Operation, Scope, parameter, query_like};

pub(super) fn noun() -> Noun {
    Noun {
        name: "exports",
        description: "All responses of a survey as a file, streamed: one row per response, with \
                      the columns `id`, `external_id`, `state`, `channel`, `language`, \
                      `answered_at`, `version`, then one per attribute (`attribute.industry`) and \
                      one per question (its key). Text that a spreadsheet would take for a formula \
                      gets a `'` in front. Answers of employees are shown in groups only, and \
                      to a limited sight those of a survey with a `smallest_group` above 1 too: \
                      then there is no export (403).",
        operations: vec![csv(), xlsx()],
        schemas: vec![],
    }
}

/// The content type of CSV.
pub(super) const CSV: &str = "text/csv";
/// The content type of a spreadsheet.
pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// For whom a CSV file is.
pub(super) fn profile() -> Value {
    query_like(
        "profile",
        "`data` for programs: comma, point, RFC 3339. `excel-nl` for Dutch spreadsheets: \
         semicolon, decimal comma, BOM, times of the workspace.",
        json!({ "type": "string", "enum": ["data", "excel-nl"], "default": "data" }),
        "data",
    )
}

fn csv() -> Operation {
    let example = "id,external_id,state,channel,language,answered_at,\
        version,attribute.industry,recommend,software,why\r\n\
        8d4t0w6y2z5b7f9h1j3k5m7n9p,crm-1042,complete,api,en,\
        2026-03-02T14:30:00Z,1,Retail,9,4,Quick and friendly.\r\n";
    Operation {
        method: "get",
        path: "/api/v1/surveys/{id}/responses.csv",
        id: "exportCsv",
        summary: "Export as CSV",
        description: "",
        scope: Scope::Read,
        parameters: vec![parameter("SurveyId"), profile()],
        body: None,
        replies: vec![(200, file(CSV, Some(example)))],
        problems: &[403],
    }
}

fn xlsx() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/surveys/{id}/responses.xlsx",
        id: "exportXlsx",
        summary: "Export as XLSX",
        description: "A spreadsheet with the same columns.",
        scope: Scope::Read,
        parameters: vec![parameter("SurveyId")],
        body: None,
        replies: vec![(200, file(XLSX, None))],
        problems: &[403],
    }
}

/// A reply that is a file to keep; text has an example.
pub(super) fn file(kind: &str, example: Option<&str>) -> Value {
    let content = match example {
        Some(example) => json!({ "schema": { "type": "string" }, "example": example }),
        None => json!({}),
    };
    json!({
        "description": "The file.",
        "headers": { "Content-Disposition": {
            "description": "`attachment`, with the name of the file.",
            "required": true,
            "schema": { "type": "string" },
        } },
        "content": { kind: content },
    })
}
