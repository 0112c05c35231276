//! How following up goes in a workspace, as stored and edited.

use policy::follow::Escalation;
use serde::{Deserialize, Serialize};

/// Settings of a workspace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// When who hears of a case that is due.
    pub escalation: Escalation,
}
