//! What administrators see above their work: things of other slices that don't do what they are for.

use std::sync::Arc;

use platform::{DbError, Tx};
use serde::Serialize;

/// One line above the work of administrators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Alert {
    /// The key of its words, which say `$n`.
    pub word: &'static str,
    /// How many.
    pub count: u64,
    /// Where to do something about it.
    pub path: &'static str,
}

/// A slice in which something can be in trouble.
pub trait Alarm: Send + Sync {
    /// The line, when something is.
    fn alert(&self, tx: &mut Tx<'_>, workspace_id: &str) -> Result<Option<Alert>, DbError>;
}

/// All of them.
#[derive(Clone, Default)]
pub struct Alarms(Vec<Arc<dyn Alarm>>);

impl Alarms {
    /// Adds one behind the others.
    #[must_use]
    pub fn with(mut self, slice: impl Alarm + 'static) -> Self {
        self.0.push(Arc::new(slice));
        self
    }

    /// The lines there are.
    pub fn alerts(&self, tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Alert>, DbError> {
        let mut alerts = Vec::new();
        for slice in &self.0 {
            alerts.extend(slice.alert(tx, workspace_id)?);
        }
        Ok(alerts)
    }
}
