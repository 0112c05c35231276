//! Programmes as JSON.

use axum::http::StatusCode;
use axum::http::header::ETAG;
use axum::response::{IntoResponse, Response};
use platform::clock::rfc3339;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::model::{Definition, Programme};
use crate::service::Draft;

/// A programme that is to be made.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewProgramme {
    name: String,
    survey_id: String,
    definition: Definition,
}

impl NewProgramme {
    pub(super) fn draft(self) -> Draft {
        Draft {
            name: self.name,
            survey_id: self.survey_id,
            definition: self.definition,
        }
    }
}

/// What is to be changed of a programme; what is left out stays.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Changed {
    name: Option<String>,
    survey_id: Option<String>,
    definition: Option<Definition>,
}

impl Changed {
    pub(super) fn draft(self, old: Programme) -> Draft {
        Draft {
            name: self.name.unwrap_or(old.name),
            survey_id: self.survey_id.unwrap_or(old.survey_id),
            definition: self.definition.unwrap_or(old.definition),
        }
    }
}

/// A programme as it is told.
pub(super) fn whole(programme: &Programme) -> Value {
    json!({
        "id": programme.programme_id,
        "name": programme.name,
        "kind": programme.definition.kind(),
        "status": programme.status,
        "survey_id": programme.survey_id,
        "definition": programme.definition,
        "revision": programme.revision,
        "created_at": rfc3339(programme.created_at_us),
        "started_at": programme.started_at_us.map(rfc3339),
        "ended_at": programme.ended_at_us.map(rfc3339),
    })
}

/// A programme with its revision as `ETag`.
pub(super) fn reply(status: StatusCode, programme: &Programme) -> Response {
    let tag = format!("\"{}\"", programme.revision);
    (status, [(ETAG, tag)], axum::Json(whole(programme))).into_response()
}
