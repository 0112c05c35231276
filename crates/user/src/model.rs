//! Roles, scopes, and who is asking.

use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use platform::Problem;

/// What a person may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Changes everything.
    Administrator,
    /// Leads leads; reads everything and works.
    Director,
    /// Leads people; reads everything and works.
    Lead,
    /// Reads everything and works: cases, actions, conversations.
    Employee,
    /// Reads.
    Viewer,
}

impl Role {
    /// All roles, the one that may most first.
    pub const ALL: [Self; 5] = [
        Self::Administrator,
        Self::Director,
        Self::Lead,
        Self::Employee,
        Self::Viewer,
    ];

    /// As stored and shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Director => "director",
            Self::Lead => "lead",
            Self::Employee => "employee",
            Self::Viewer => "viewer",
        }
    }

    /// Whether a person of this role handles cases, actions and conversations.
    pub const fn may_work(self) -> bool {
        !matches!(self, Self::Viewer)
    }

    /// Whether a person of this role leads others: a conversation of theirs with a customer is one
    /// of a leader.
    pub const fn is_leader(self) -> bool {
        matches!(self, Self::Director | Self::Lead)
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or_else(|| {
                format!("a role is administrator, director, lead, employee or viewer, not {text:?}")
            })
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
        /// What the key is for.
        name: String,
    },
}

/// Who is asking, in which workspace, and what they may do. Every read takes the
/// workspace from here, so that one workspace never sees another's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// The workspace everything is read from and written to.
    pub workspace_id: String,
    /// The person or program.
    pub who: Who,
    /// The person's role; a program has none.
    pub role: Option<Role>,
    /// Administrator, or a key with scope write: may change how things are set up.
    pub may_write: bool,
    /// Whoever may write, and directors, leads and employees: may handle cases, actions and
    /// conversations.
    pub may_work: bool,
}

impl Viewer {
    /// A logged-in person of `role`.
    pub fn person(workspace_id: &str, (user_id, name): (&str, &str), role: Role) -> Self {
        Self {
            workspace_id: workspace_id.to_owned(),
            who: Who::User {
                user_id: user_id.to_owned(),
                name: name.to_owned(),
            },
            role: Some(role),
            may_write: role == Role::Administrator,
            may_work: role.may_work(),
        }
    }

    /// A program with a key of `scope`.
    pub fn key(workspace_id: &str, (api_key_id, name): (&str, &str), scope: Scope) -> Self {
        Self {
            workspace_id: workspace_id.to_owned(),
            who: Who::Key {
                api_key_id: api_key_id.to_owned(),
                name: name.to_owned(),
            },
            role: None,
            may_write: scope == Scope::Write,
            may_work: scope == Scope::Write,
        }
    }

    /// The id of the person; a program has none.
    pub fn user_id(&self) -> Option<&str> {
        match &self.who {
            Who::User { user_id, .. } => Some(user_id),
            Who::Key { .. } => None,
        }
    }

    /// The person's name, or what the key is for.
    pub fn name(&self) -> &str {
        match &self.who {
            Who::User { name, .. } | Who::Key { name, .. } => name,
        }
    }
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
