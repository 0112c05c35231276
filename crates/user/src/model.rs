//! Roles, scopes, and who is asking.

use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use platform::Problem;

/// What a person may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Changes everything: people, keys, how Luister reaches others.
    Administrator,
    /// Runs surveys, programmes, contacts, rules and themes; sees all answers and works.
    ProgrammeManager,
    /// Leads leads; sees everything and works.
    Director,
    /// Sees and exports all answers; follows up none.
    Analyst,
    /// Leads people: sees what the own teams did, and works on it.
    Lead,
    /// Sees the own results and works on them.
    Employee,
    /// Reads everything.
    Viewer,
}

impl Role {
    /// All roles, the one that may most first.
    pub const ALL: [Self; 7] = [
        Self::Administrator,
        Self::ProgrammeManager,
        Self::Director,
        Self::Analyst,
        Self::Lead,
        Self::Employee,
        Self::Viewer,
    ];

    /// As stored and shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::ProgrammeManager => "programme_manager",
            Self::Director => "director",
            Self::Analyst => "analyst",
            Self::Lead => "lead",
            Self::Employee => "employee",
            Self::Viewer => "viewer",
        }
    }

    /// Whether a person of this role changes surveys, programmes, contacts, rules and themes.
    pub const fn may_manage(self) -> bool {
        matches!(self, Self::Administrator | Self::ProgrammeManager)
    }

    /// Whether a person of this role handles cases, actions and conversations.
    pub const fn may_work(self) -> bool {
        !matches!(self, Self::Viewer | Self::Analyst)
    }

    /// Whether a person of this role sees what is about everybody; others see what they and the
    /// people they lead did.
    pub const fn sees_everything(self) -> bool {
        !matches!(self, Self::Lead | Self::Employee)
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
                let names: Vec<&str> = Self::ALL.iter().map(|role| role.as_str()).collect();
                format!("a role is one of {}, not {text:?}", names.join(", "))
            })
    }
}

/// About whom somebody sees results: part of every read of answers and of what follows from them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sight {
    /// Everything in the workspace.
    Everything,
    /// What these people of ours did, by id: answers of customers they served, their cases.
    People(Arc<BTreeSet<String>>),
}

impl Sight {
    /// Only what these people did.
    pub fn of(people: impl IntoIterator<Item = String>) -> Self {
        Self::People(Arc::new(people.into_iter().collect()))
    }

    /// The people it is limited to; none when it isn't.
    pub fn people(&self) -> Option<&BTreeSet<String>> {
        match self {
            Self::Everything => None,
            Self::People(people) => Some(people),
        }
    }

    /// Whether what this person did is seen.
    pub fn sees(&self, user_id: &str) -> bool {
        self.people().is_none_or(|people| people.contains(user_id))
    }

    /// What is seen by this and by `other` too.
    #[must_use]
    pub fn within(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Everything, one) | (one, Self::Everything) => one.clone(),
            (Self::People(these), Self::People(those)) => {
                Self::of(these.intersection(those).cloned())
            }
        }
    }

    /// The people as a JSON array of ids, for [`platform::db::Backend::among`]; none when it isn't limited.
    pub fn json(&self) -> Option<String> {
        self.people()
            .map(|people| serde_json::json!(people).to_string())
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
    /// Administrator, or a key with scope write: may change people, keys and how others are reached.
    pub may_write: bool,
    /// Whoever may write, and programme managers: may change surveys, programmes, contacts, rules.
    pub may_manage: bool,
    /// Whoever may manage, and directors, leads and employees: may handle cases, actions and
    /// conversations.
    pub may_work: bool,
    /// May make and rename workspaces of this installation.
    pub may_install: bool,
    /// About whom they see results.
    pub sight: Sight,
}

impl Viewer {
    /// A logged-in person of `role`, who sees everything or, by their role, only what they did
    /// themselves.
    pub fn person(workspace_id: &str, (user_id, name): (&str, &str), role: Role) -> Self {
        Self {
            workspace_id: workspace_id.to_owned(),
            who: Who::User {
                user_id: user_id.to_owned(),
                name: name.to_owned(),
            },
            role: Some(role),
            may_write: role == Role::Administrator,
            may_manage: role.may_manage(),
            may_work: role.may_work(),
            may_install: false,
            sight: if role.sees_everything() {
                Sight::Everything
            } else {
                Sight::of([user_id.to_owned()])
            },
        }
    }

    /// The same with another sight.
    #[must_use]
    pub fn with_sight(self, sight: Sight) -> Self {
        Self { sight, ..self }
    }

    /// The same, who makes workspaces or doesn't.
    #[must_use]
    pub fn with_installation(self, may_install: bool) -> Self {
        Self {
            may_install,
            ..self
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
            may_manage: scope == Scope::Write,
            may_work: scope == Scope::Write,
            may_install: false,
            sight: Sight::Everything,
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
