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
                      gets a `'` in front. Answers of employees are shown in groups only: of \
                      such a survey there is no export (403).",
        operations: vec![csv(), xlsx()],
        schemas: vec![],
    }
}

fn csv() -> Operation {
    let profile = json!({ "type": "string", "enum": ["data", "excel-nl"], "default": "data" });
    Operation {
        method: "get",
        path: "/api/v1/surveys/{id}/responses.csv",
        id: "exportCsv",
        summary: "Export as CSV",
        description: "",
        scope: Scope::Read,
        parameters: vec![
            parameter("SurveyId"),
            query_like(
                "profile",
                "`data` for programs: comma, point, RFC 3339. `excel-nl` for Dutch spreadsheets: \
                 semicolon, decimal comma, BOM, times of the workspace.",
                profile,
                "data",
            ),
        ],
        body: None,
        replies: vec![(
            200,
            file(
                "text/csv",
                &json!({
                    "schema": { "type": "string" },
                    "example": "id,external_id,state,channel,language,answered_at,\
                                version,attribute.industry,recommend,software,why\r\n\
                                8d4t0w6y2z5b7f9h1j3k5m7n9p,crm-1042,complete,api,en,\
                                2026-03-02T14:30:00Z,1,Retail,9,4,Quick and friendly.\r\n",
                }),
            ),
        )],
        problems: &[403],
    }
}

fn xlsx() -> Operation {
    const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Operation {
        method: "get",
        path: "/api/v1/surveys/{id}/responses.xlsx",
        id: "exportXlsx",
        summary: "Export as XLSX",
        description: "A spreadsheet with the same columns.",
        scope: Scope::Read,
        parameters: vec![parameter("SurveyId")],
        body: None,
        replies: vec![(200, file(KIND, &json!({})))],
        problems: &[403],
    }
}

/// A reply that is a file to keep.
fn file(kind: &str, content: &Value) -> Value {
    json!({
        "description": "The file.",
        "headers": { "Content-Disposition": {
            "description": "`attachment`, with a file name of title and date.",
            "required": true,
            "schema": { "type": "string" },
        } },
        "content": { kind: content },
    })
}
