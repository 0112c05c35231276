//! One type for everything that can go wrong on the way to a reply.
//!
//! A handler returns a [`Problem`]; the guard in front turns it into RFC 9457
//! `application/problem+json` for programs or a page with a way back for people. What is our own
//! fault is logged once with a reference; its details are never shown.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::DbError;

/// What is wrong with one field of what was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// Where: a JSON pointer (`/answers/recommend`) or the name of a form field or parameter.
    pub pointer: String,
    /// What, in English, with what was given and what is allowed.
    pub detail: String,
}

impl FieldError {
    /// An error at `pointer`.
    pub fn new(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            detail: detail.into(),
        }
    }
}

/// Why a request was not fulfilled.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Problem {
    /// 400: the request can't be understood: unknown parameter, broken JSON.
    #[error("{0}")]
    BadRequest(String),
    /// 401: nobody is logged in, or the key is not valid.
    #[error("{0}")]
    Unauthorised(String),
    /// 403: the person or key may not do this.
    #[error("{0}")]
    Forbidden(String),
    /// 404: there is no such thing, or it belongs to somebody else.
    #[error("{0}")]
    NotFound(String),
    /// 405: the address exists, but not for this method.
    #[error("{0}")]
    MethodNotAllowed(String),
    /// 409: it clashes with what is there.
    #[error("{0}")]
    Conflict(String),
    /// 410: it existed and is over: closed survey, used link.
    #[error("{0}")]
    Gone(String),
    /// 413: too much at once; the text names the limit.
    #[error("{0}")]
    TooLarge(String),
    /// 415: a content type or encoding that is not understood.
    #[error("{0}")]
    UnsupportedMedia(String),
    /// 422: understood, but values are not valid; each is named.
    #[error("{detail}")]
    Invalid {
        /// The whole in a sentence.
        detail: String,
        /// Each field.
        errors: Vec<FieldError>,
    },
    /// 429: too many tries; with seconds to wait.
    #[error("{detail}")]
    TooMany {
        /// The sentence.
        detail: String,
        /// Seconds until the next try makes sense.
        retry_after_s: u64,
    },
    /// 503: can't be stored or read now; nothing was stored.
    #[error("{0}")]
    Unavailable(String),
    /// 500: our fault. The text goes to the log only.
    #[error("{0}")]
    Internal(String),
    /// Another status that a library of the web side gave.
    #[error("{1}")]
    Other(u16, String),
}

impl Problem {
    /// 422 for a single field.
    pub fn invalid(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::all_invalid(vec![FieldError::new(pointer, detail)])
    }

    /// 422 for several fields.
    pub fn all_invalid(errors: Vec<FieldError>) -> Self {
        let detail = match errors.as_slice() {
            // The whole has no name that could stand before it.
            [one] if one.pointer.is_empty() => one.detail.clone(),
            [one] => format!("{}: {}", one.pointer, one.detail),
            many => format!("{} values are not valid", many.len()),
        };
        Self::Invalid { detail, errors }
    }

    /// A 404 for a `noun` such as "survey".
    pub fn no(noun: &str) -> Self {
        Self::NotFound(format!("there is no such {noun}"))
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Unauthorised(_) => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Gone(_) => StatusCode::GONE,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMedia(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Other(status, _) => {
                StatusCode::from_u16(*status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }

    /// The sentence a caller may see; what is our own fault says nothing of the inside.
    pub fn public_detail(&self) -> String {
        match self {
            Self::Internal(_) => "something went wrong on our side".to_owned(),
            Self::Unavailable(_) => {
                "this can't be stored or read right now; nothing was stored, please try again"
                    .to_owned()
            }
            other => other.to_string(),
        }
    }

    /// Seconds to wait before trying again, where that makes sense.
    pub fn retry_after_s(&self) -> Option<u64> {
        match self {
            Self::TooMany { retry_after_s, .. } => Some(*retry_after_s),
            Self::Unavailable(_) => Some(5),
            _ => None,
        }
    }

    /// As RFC 9457 JSON.
    pub fn to_json(&self, reference: &str) -> serde_json::Value {
        let status = self.status();
        let mut json = serde_json::json!({
            "type": "about:blank",
            "title": status.canonical_reason().unwrap_or("Error"),
            "status": status.as_u16(),
            "detail": self.public_detail(),
            "request_id": reference,
        });
        if let Self::Invalid { errors, .. } = self {
            json["errors"] = serde_json::to_value(errors).unwrap_or_default();
        }
        json
    }
}

impl IntoResponse for Problem {
    /// Only the status and, as an extension, the problem itself: [`super::guarded`] words it for
    /// whoever asked.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<DbError> for Problem {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Unavailable(text) => Self::Unavailable(text),
            DbError::Unique(key) => Self::Conflict(format!("exists already ({key})")),
            unstorable @ DbError::Unstorable => Self::BadRequest(unstorable.to_string()),
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<anyhow::Error> for Problem {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(format!("{error:#}"))
    }
}

impl From<minijinja::Error> for Problem {
    fn from(error: minijinja::Error) -> Self {
        Self::Internal(format!("{error:#}"))
    }
}

impl From<serde_json::Error> for Problem {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(format!("stored JSON: {error}"))
    }
}
