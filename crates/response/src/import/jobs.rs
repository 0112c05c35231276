//! What is being done with staged files: a look, a check, an import. Each runs by itself; pages
//! look in now and then, and a page that is closed stops nothing.

use std::collections::HashMap;
use std::fs::File;
use std::io::BufWriter;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use platform::Problem;
use platform::web::App;
use tabular::Source;
use tokio::sync::watch;
use user::Viewer;

use super::mapping::Mapping;
use super::profile::Profile;
use super::progress::Progress;
use super::propose::propose;
use super::run::{self, Plan, RunError, Summary};
use super::service;
use super::staging::{Staged, StagedId, Staging};

/// Jobs of one workspace that may run at once.
const RUNNING_MAX: usize = 4;
/// How long a page waits for a job before it shows a progress bar instead.
const WAIT: Duration = Duration::from_millis(1200);

/// What is being done, or was.
#[derive(Clone, Debug)]
pub enum Stage {
    /// The first look.
    Looking,
    /// The first look is done; nobody has said yet what the columns are.
    Looked,
    /// The rows are read without storing any.
    Checking,
    /// What storing the rows would do.
    Checked(Arc<Summary>),
    /// The rows are stored.
    Importing,
    /// What was stored.
    Imported(Arc<Summary>),
    /// It ended early; what was stored stays.
    Failed(Arc<Failure>),
}

/// Why a job ended early.
#[derive(Debug)]
pub enum Failure {
    /// The file, the mapping, or storing.
    Run(RunError),
    /// Anything else.
    Other(Problem),
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        Self::Run(error)
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Other(problem)
    }
}

impl Stage {
    /// Whether something is being done right now.
    pub fn is_running(&self) -> bool {
        matches!(self, Self::Looking | Self::Checking | Self::Importing)
    }
}

/// A staged file with what is done with it.
#[derive(Clone)]
pub struct Job {
    /// The present stage; tells when it changes.
    stage: watch::Sender<Stage>,
    /// How far the running stage is.
    pub progress: Arc<Progress>,
    /// What the file is like, after the first look.
    profile: Arc<Mutex<Option<Arc<Profile>>>>,
}

impl Default for Job {
    fn default() -> Self {
        Self {
            stage: watch::Sender::new(Stage::Looking),
            progress: Arc::default(),
            profile: Arc::default(),
        }
    }
}

impl Job {
    /// The present stage.
    pub fn stage(&self) -> Stage {
        self.stage.borrow().clone()
    }

    /// What the file is like, after the first look.
    pub fn profile(&self) -> Option<Arc<Profile>> {
        self.profile.lock().ok()?.clone()
    }

    /// The stage after a moment: often a job is done before anybody needs a progress bar.
    pub async fn soon(&self) -> Stage {
        let mut listener = self.stage.subscribe();
        let _ = tokio::time::timeout(WAIT, listener.wait_for(|stage| !stage.is_running())).await;
        self.stage()
    }

    fn become_stage(&self, stage: Stage) {
        self.stage.send_replace(stage);
    }

    /// Begins a stage unless something runs already: of two clicks one counts.
    fn begin(&self, stage: &Stage) -> bool {
        self.stage.send_if_modified(|present| {
            let free = !present.is_running();
            if free {
                *present = stage.clone();
            }
            free
        })
    }
}

/// All jobs of this process.
#[derive(Clone)]
pub struct Jobs {
    app: App,
    /// The staged files.
    pub staging: Staging,
    running: Arc<Mutex<HashMap<StagedId, Job>>>,
}

impl Jobs {
    /// No jobs yet.
    pub fn new(app: &App, staging: Staging) -> Self {
        Self {
            app: app.clone(),
            staging,
            running: Arc::default(),
        }
    }

    /// The job of a file; the first time, and after a restart, it begins with a look.
    pub fn job(&self, viewer: &Viewer, of: &StagedId) -> Result<Job, Problem> {
        let mut jobs = self
            .running
            .lock()
            .map_err(|_| Problem::Internal("a job panicked".to_owned()))?;
        if let Some(job) = jobs.get(of) {
            return Ok(job.clone());
        }
        jobs.retain(|file, job| job.stage().is_running() || self.staging.get(file).is_ok());
        let busy = jobs
            .iter()
            .filter(|(file, job)| file.workspace_id == of.workspace_id && job.stage().is_running());
        if busy.count() >= RUNNING_MAX {
            return Err(Problem::TooMany {
                detail: "other imports are still running".to_owned(),
                retry_after_s: 10,
            });
        }
        let job = Job::default();
        jobs.insert(of.clone(), job.clone());
        drop(jobs);
        self.spawn(viewer, of, &job, Stage::Looking);
        Ok(job)
    }

    /// Looks at the file once more, after another sheet was chosen.
    pub fn look_again(&self, viewer: &Viewer, of: &StagedId) -> Result<(), Problem> {
        self.start(viewer, of, Stage::Looking)
    }

    /// Checks the file by its present mapping.
    pub fn check(&self, viewer: &Viewer, of: &StagedId) -> Result<(), Problem> {
        self.start(viewer, of, Stage::Checking)
    }

    /// Imports the file by its present mapping.
    pub fn import(&self, viewer: &Viewer, of: &StagedId) -> Result<(), Problem> {
        self.start(viewer, of, Stage::Importing)
    }

    fn start(&self, viewer: &Viewer, of: &StagedId, stage: Stage) -> Result<(), Problem> {
        let job = self.job(viewer, of)?;
        if job.begin(&stage) {
            self.spawn(viewer, of, &job, stage);
        }
        Ok(())
    }

    fn spawn(&self, viewer: &Viewer, of: &StagedId, job: &Job, stage: Stage) {
        let (jobs, viewer, of, job) = (self.clone(), viewer.clone(), of.clone(), job.clone());
        tokio::spawn(async move {
            let after = match jobs.work(&viewer, &of, &job, stage).await {
                Ok(after) => after,
                Err(failure) => {
                    tracing::warn!(file = of.file_id, ?failure, "an import ended early");
                    Stage::Failed(Arc::new(failure))
                }
            };
            job.become_stage(after);
        });
    }

    async fn work(
        &self,
        viewer: &Viewer,
        of: &StagedId,
        job: &Job,
        stage: Stage,
    ) -> Result<Stage, Failure> {
        let staged = self.staging.get(of)?;
        match (stage, staged.survey_id.clone()) {
            (Stage::Looking, survey_id) => {
                let profile = self.look(of, job, &staged).await?;
                let Some(survey_id) = survey_id else {
                    return Ok(Stage::Looked);
                };
                let staged = self
                    .proposed(viewer, of, staged, (&survey_id, &profile))
                    .await?;
                job.become_stage(Stage::Checking);
                self.checked(viewer, of, job, (&survey_id, staged)).await
            }
            (Stage::Checking, Some(survey_id)) => {
                self.checked(viewer, of, job, (&survey_id, staged)).await
            }
            (Stage::Importing, Some(survey_id)) => {
                self.imported(viewer, of, job, (&survey_id, staged)).await
            }
            _ => {
                let text = "say first which survey the file goes into".to_owned();
                Err(Problem::Conflict(text).into())
            }
        }
    }

    async fn look(
        &self,
        of: &StagedId,
        job: &Job,
        staged: &Staged,
    ) -> Result<Arc<Profile>, Failure> {
        let source = Source::from(self.staging.data(of));
        let looked = service::look(source, staged.sheet.clone(), job.progress.clone()).await?;
        let looked = Arc::new(looked);
        if let Ok(mut profile) = job.profile.lock() {
            *profile = Some(looked.clone());
        }
        Ok(looked)
    }

    /// The staged file with a mapping: the one it has, or a proposal.
    async fn proposed(
        &self,
        viewer: &Viewer,
        of: &StagedId,
        mut staged: Staged,
        (survey_id, profile): (&str, &Profile),
    ) -> Result<Staged, Failure> {
        if staged.mapping.is_none() {
            let survey = survey::service::get(&self.app, viewer, survey_id).await?;
            staged.mapping = Some(propose(profile, &survey.definition).mapping);
            self.staging.put(of, &staged)?;
        }
        Ok(staged)
    }

    async fn checked(
        &self,
        viewer: &Viewer,
        of: &StagedId,
        job: &Job,
        (survey_id, staged): (&str, Staged),
    ) -> Result<Stage, Failure> {
        let plan = self
            .plan(viewer, of, survey_id, staged.mapping.unwrap_or_default())
            .await?;
        let progress = job.progress.clone();
        let checking = move || run::check(&plan, &progress, None::<std::io::Sink>);
        let checked = tokio::task::spawn_blocking(checking).await;
        let summary = checked.map_err(|e| RunError::Broken(format!("a check: {e}")))??;
        Ok(Stage::Checked(Arc::new(summary)))
    }

    async fn imported(
        &self,
        viewer: &Viewer,
        of: &StagedId,
        job: &Job,
        (survey_id, staged): (&str, Staged),
    ) -> Result<Stage, Failure> {
        let plan = self
            .plan(viewer, of, survey_id, staged.mapping.unwrap_or_default())
            .await?;
        let rejected = File::create(self.staging.rejected(of)).map_err(RunError::Rejected)?;
        let progress = job.progress.clone();
        let summary = run::run(&self.app, plan, progress, Some(BufWriter::new(rejected))).await?;
        self.staging.remove_data(of);
        Ok(Stage::Imported(Arc::new(summary)))
    }

    async fn plan(
        &self,
        viewer: &Viewer,
        of: &StagedId,
        survey_id: &str,
        mapping: Mapping,
    ) -> Result<Plan, Problem> {
        let source = Source::from(self.staging.data(of));
        service::plan(&self.app, viewer, survey_id, source, mapping).await
    }
}
