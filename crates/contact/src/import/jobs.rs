//! Imports that run while pages watch. After a restart none runs; the file is still there, and
//! importing it again finishes what was broken off.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use platform::Problem;
use tokio::time::sleep;

use super::parcels::Reading;
use super::run::{Files, Plan, Progress, RunError, run};
use super::staging::{StagedId, Staging};
use crate::book::Occasion;
use crate::service::Contacts;

/// How long a page waits for a job before it shows its progress.
const WAIT: Duration = Duration::from_millis(1500);
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// The imports of this process.
#[derive(Clone)]
pub(crate) struct Jobs {
    pub(crate) staging: Staging,
    contacts: Contacts,
    running: Arc<Mutex<HashMap<StagedId, Arc<Progress>>>>,
}

impl Jobs {
    pub(crate) fn new(contacts: &Contacts, staging: Staging) -> Self {
        Self {
            staging,
            contacts: contacts.clone(),
            running: Arc::default(),
        }
    }

    /// The progress of a file's import or trial, while it runs.
    pub(crate) fn progress(&self, of: &StagedId) -> Option<Arc<Progress>> {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.get(of).cloned()
    }

    /// Starts importing a file, or trying it, unless it is being done already; waits a moment for
    /// the end. `stores` says which.
    pub(crate) async fn start(
        &self,
        of: &StagedId,
        occasion: Occasion,
        stores: bool,
    ) -> Result<(), Problem> {
        let staged = self.staging.get(of)?;
        let progress = Arc::new(Progress::default());
        {
            let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
            if running.contains_key(of) {
                return Ok(());
            }
            running.insert(of.clone(), progress.clone());
        }
        let plan = Plan {
            reading: Reading {
                source: self.staging.data(of).into(),
                sheet: staged.sheet,
                targets: staged.targets,
                now_us: occasion.now_us,
                folder: self.staging.folder_of(of),
            },
            occasion,
            stores,
            files: Files {
                rejected: stores.then(|| self.staging.rejected(of)),
                merged: stores.then(|| self.staging.merged(of)),
            },
        };
        let (jobs, id) = (self.clone(), of.clone());
        tokio::spawn(async move {
            let ended = run(&jobs.contacts, plan, progress).await;
            jobs.end(&id, ended, stores);
        });
        let mut waited = Duration::ZERO;
        while waited < WAIT && self.progress(of).is_some() {
            sleep(LOOK_EVERY).await;
            waited += LOOK_EVERY;
        }
        Ok(())
    }

    fn end(&self, of: &StagedId, ended: Result<super::Summary, RunError>, stores: bool) {
        if let Ok(mut staged) = self.staging.get(of) {
            staged.failure = None;
            match ended {
                Ok(summary) if stores => {
                    staged.done = Some(summary);
                    self.staging.remove_data(of);
                }
                Ok(summary) => staged.tried = Some(summary),
                Err(RunError::Table(error)) => staged.failure = Some(error.to_string()),
                Err(RunError::Problem(problem)) => staged.failure = Some(problem.public_detail()),
            }
            // A full disk: the page then offers to try again.
            let _ = self.staging.put(of, &staged);
        }
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.remove(of);
    }
}
