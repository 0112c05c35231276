//! Programmes as JSON.

use axum::http::header::{ETAG, IF_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use platform::Problem;
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

/// The revision in `If-Match`; `None` when any will do.
pub(super) fn if_match(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    let Some(value) = headers.get(IF_MATCH) else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let number = text.strip_prefix('"').and_then(|t| t.strip_suffix('"'));
    number
        .and_then(|number| number.parse().ok())
        .map(Some)
        .ok_or_else(|| Problem::BadRequest("If-Match is the ETag of a programme, or *".to_owned()))
}
