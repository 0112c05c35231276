//! What an administrator says of the workspace's identity provider.

use serde::{Deserialize, Serialize};
use user::Role;

/// The identity provider of a workspace.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Provider {
    pub(crate) workspace_id: String,
    /// Part of the address that leads to it.
    pub(crate) id: String,
    pub(crate) issuer: String,
    pub(crate) client_id: String,
    /// Empty for a client without one.
    pub(crate) client_secret: String,
    /// What the button on the login page says.
    pub(crate) button: String,
    /// The claim that holds somebody's groups.
    pub(crate) group_claim: String,
    pub(crate) mapping: Vec<Given>,
    /// Domains of addresses by which people are linked or made.
    pub(crate) domains: Vec<String>,
    pub(crate) is_on: bool,
    /// Whether somebody who works here is recognised by a verified address.
    pub(crate) links_by_email: bool,
    /// Whether who isn't known yet becomes a person of ours.
    pub(crate) makes_people: bool,
    pub(crate) changed_at_us: i64,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Without its secret: this may end up in a log.
        f.debug_struct("Provider")
            .field("workspace_id", &self.workspace_id)
            .field("issuer", &self.issuer)
            .finish_non_exhaustive()
    }
}

/// What a group gives to whoever is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Given {
    /// The group's name there; `*` is everybody.
    pub(crate) group: String,
    /// The role here.
    #[serde(with = "role_text")]
    pub(crate) role: Role,
    /// The team here; the person stays in theirs when none is named.
    pub(crate) team_id: Option<String>,
}

mod role_text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use user::Role;

    pub(super) fn serialize<S: Serializer>(role: &Role, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(role.as_str())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(reader: D) -> Result<Role, D::Error> {
        String::deserialize(reader)?
            .parse()
            .map_err(D::Error::custom)
    }
}
