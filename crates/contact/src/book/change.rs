//! What is to be stored beside changed contacts and accounts.

use crate::model::{Blocked, Logged};

/// What a contact can be known by besides its own id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AliasKind {
    /// An external id.
    ExternalId,
    /// An address.
    Email,
}

impl AliasKind {
    /// As stored.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::ExternalId => "external_id",
            Self::Email => "email",
        }
    }
}

/// One thing to store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// A contact went into another.
    Merge { old_id: String, contact_id: String },
    /// Something means a contact from now on.
    Alias {
        kind: AliasKind,
        value: String,
        contact_id: String,
    },
    /// Something no longer means a contact beside what it has itself.
    Unalias { kind: AliasKind, value: String },
    /// An entry of the do-not-contact list.
    Block(Blocked),
    /// A line of a contact's history.
    Log { contact_id: String, line: Logged },
}

impl Change {
    /// Makes what is about contact `old` be about `new`.
    pub(super) fn moved(&mut self, old: &str, new: &str) {
        match self {
            Self::Merge { contact_id, .. }
            | Self::Alias { contact_id, .. }
            | Self::Log { contact_id, .. }
                if contact_id == old =>
            {
                new.clone_into(contact_id);
            }
            _ => {}
        }
    }
}
