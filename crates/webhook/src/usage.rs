//! Who tells a webhook something: other slices say so before it is removed or switched off, so that
//! nobody is cut off without a word. The slices that tell come after this one, hence a trait.

use std::sync::Arc;

use platform::web::Problem;
use platform::{DbError, Tx};
use serde::Serialize;

/// Something that tells a webhook or channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Use {
    /// The webhook or channel.
    #[serde(skip)]
    pub webhook_id: String,
    /// What it is, as in the API: `rule`.
    pub noun: &'static str,
    /// Its id.
    pub id: String,
    /// What people here call it.
    pub name: String,
    /// Its state, as in the API: `on`, `draft`, `off`.
    pub state: &'static str,
    /// Its page.
    #[serde(skip)]
    pub path: String,
}

/// A slice that tells webhooks and channels.
pub trait Usage: Send + Sync {
    /// Everything of a workspace that tells any of them, by name.
    fn uses(&self, tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Use>, DbError>;
}

/// All of them.
#[derive(Clone, Default)]
pub struct Usages(Vec<Arc<dyn Usage>>);

impl Usages {
    /// Adds one behind the others.
    #[must_use]
    pub fn with(mut self, slice: impl Usage + 'static) -> Self {
        self.0.push(Arc::new(slice));
        self
    }

    /// What tells any webhook of the workspace.
    pub(crate) fn all(&self, tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Use>, DbError> {
        let mut all = Vec::new();
        for slice in &self.0 {
            all.extend(slice.uses(tx, workspace_id)?);
        }
        Ok(all)
    }

    /// What tells this one.
    pub(crate) fn of(
        &self,
        tx: &mut Tx<'_>,
        workspace_id: &str,
        webhook_id: &str,
    ) -> Result<Vec<Use>, DbError> {
        let mut all = self.all(tx, workspace_id)?;
        all.retain(|one| one.webhook_id == webhook_id);
        Ok(all)
    }
}

/// The refusal of who didn't say `even_if_used`, with the names of what tells it.
pub(crate) fn refused(uses: &[Use], what: &str) -> Problem {
    let names: Vec<String> = uses
        .iter()
        .map(|one| format!("{} “{}”", one.noun, one.name))
        .collect();
    Problem::Conflict(format!(
        "it is told by {}, which would tell nobody any more; change that first, or say \
         even_if_used=true to {what} it all the same",
        names.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_all() {
        let one = |name: &str| Use {
            webhook_id: "w".to_owned(),
            noun: "rule",
            id: "r".to_owned(),
            name: name.to_owned(),
            state: "on",
            path: "/rules/r".to_owned(),
        };
        let said = refused(&[one("Call back"), one("Thank")], "remove").to_string();
        assert!(said.contains("rule “Call back”, rule “Thank”"), "{said}");
        assert!(said.contains("even_if_used=true to remove it"), "{said}");
    }
}
