//! Roles, scopes, and who is asking.

use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use platform::Problem;

/// What a user may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Changes things.
    Administrator,
    /// Reads.
    Viewer,
}

impl Role {
    /// As stored and shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Viewer => "viewer",
        }
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "administrator" => Ok(Self::Administrator),
            "viewer" => Ok(Self::Viewer),
            _ => Err(format!("a role is administrator or viewer, not {text:?}")),
        }
    }
}

/// What an API key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Reads.
    Read,
    /// Reads and changes.
    Write,
}

impl Scope {
    /// As stored and shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

impl FromStr for Scope {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "read" => Ok(Self::Read),
            "write" => Ok(Self::Write),
            _ => Err(format!("a scope is read or write, not {text:?}")),
        }
    }
}

/// A person or a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// A logged-in user.
    User {
        /// Their id.
        user_id: String,
        /// Their name.
        name: String,
    },
    /// A program with a key.
    Key {
        /// The key's id.
        api_key_id: String,
    },
}

/// Who is asking, in which workspace, and whether they may change things. Every read takes the
/// workspace from here, so that one workspace never sees another's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// The workspace everything is read from and written to.
    pub workspace_id: String,
    /// The person or program.
    pub who: Who,
    /// Administrator, or a key with scope write.
    pub may_write: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Viewer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Problem::Internal("a route without access asks who is looking".into()))
    }
}
