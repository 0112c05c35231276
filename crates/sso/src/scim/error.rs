//! Problems as SCIM clients read them (RFC 7644, 3.12).

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use platform::{DbError, Problem};
use serde_json::json;

/// The content type of everything that SCIM says.
pub(super) const SCIM_JSON: &str = "application/scim+json";

/// Why a client's request was not fulfilled.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    status: StatusCode,
    /// One of the words of RFC 7644, table 9.
    kind: Option<&'static str>,
    detail: String,
    retry_after_s: Option<u64>,
}

impl Fault {
    fn new(status: StatusCode, kind: Option<&'static str>, detail: impl Into<String>) -> Self {
        Self {
            status,
            kind,
            detail: detail.into(),
            retry_after_s: None,
        }
    }

    /// 400: a filter that can't be read.
    pub(super) fn filter(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Some("invalidFilter"), detail)
    }

    /// 400: a path that leads nowhere.
    pub(super) fn path(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Some("invalidPath"), detail)
    }

    /// 400: a value that is missing or doesn't fit.
    pub(super) fn value(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Some("invalidValue"), detail)
    }

    /// 400: not what a request of this kind looks like.
    pub(super) fn syntax(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Some("invalidSyntax"), detail)
    }

    /// 400: an attribute that only the server sets.
    pub(super) fn read_only(attribute: &str) -> Self {
        let detail = format!("{attribute} is set by the server alone");
        Self::new(StatusCode::BAD_REQUEST, Some("mutability"), detail)
    }

    /// What SCIM can do and this server doesn't, or an address or method there isn't.
    pub(super) fn refused(status: StatusCode) -> Self {
        let detail = match status {
            StatusCode::NOT_IMPLEMENTED => "this server doesn't do that: see ServiceProviderConfig",
            StatusCode::METHOD_NOT_ALLOWED => "this can't be done with it",
            StatusCode::NOT_FOUND => "there is nothing at this address",
            _ => "this request can't be read",
        };
        Self::new(status, None, detail)
    }

    /// 401: no token, or one that isn't valid.
    pub(super) fn unknown_client() -> Self {
        let detail = "send Authorization: Bearer with a SCIM token that is valid";
        Self::new(StatusCode::UNAUTHORIZED, None, detail)
    }

    /// 404: no such user or group.
    pub(super) fn missing(what: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            None,
            format!("there is no such {what}"),
        )
    }

    /// 409: somebody or something has this name already.
    pub(super) fn taken(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, Some("uniqueness"), detail)
    }

    /// 412: it changed since the client read it.
    pub(super) fn changed() -> Self {
        let detail = "it changed since this version was read";
        Self::new(StatusCode::PRECONDITION_FAILED, None, detail)
    }
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        if let Problem::Internal(text) = &problem {
            tracing::error!("SCIM: {text}");
        }
        let kind = match &problem {
            Problem::Invalid { .. } => Some("invalidValue"),
            Problem::BadRequest(_) => Some("invalidSyntax"),
            _ => None,
        };
        // What is understood and not valid is a 400 here.
        let status = match problem.status() {
            StatusCode::UNPROCESSABLE_ENTITY => StatusCode::BAD_REQUEST,
            status => status,
        };
        Self {
            retry_after_s: problem.retry_after_s(),
            ..Self::new(status, kind, problem.public_detail())
        }
    }
}

impl From<DbError> for Fault {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Unique(_) => Self::taken("somebody or something has this name already"),
            other => Problem::from(other).into(),
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
            "status": self.status.as_u16().to_string(),
            "detail": self.detail,
        });
        if let Some(kind) = self.kind {
            body["scimType"] = kind.into();
        }
        let headers = [(CONTENT_TYPE, SCIM_JSON)];
        let mut response = (self.status, headers, body.to_string()).into_response();
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        if self.status == StatusCode::UNAUTHORIZED {
            let bearer = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(WWW_AUTHENTICATE, bearer);
        }
        response
    }
}

impl From<Fault> for Problem {
    /// For a page that uses the same verbs.
    fn from(fault: Fault) -> Self {
        match fault.status {
            StatusCode::NOT_FOUND => Self::NotFound(fault.detail),
            StatusCode::CONFLICT => Self::Conflict(fault.detail),
            StatusCode::INTERNAL_SERVER_ERROR => Self::Internal(fault.detail),
            status => Self::Other(status.as_u16(), fault.detail),
        }
    }
}
