//! Analyses worked out once: the quick figures at once, the bootstrap behind the scenes.
//!
//! Whoever asks for the same people in the same way shares one piece of work. A bootstrap runs on
//! until it is done, also when nobody waits any more, because whoever asked comes back for it; at
//! most one runs per core, and the queue is bounded.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use analysis::{DriverAnalysis, JointWhatIf, Options, People, WhatIfModel, analyse};
use dashboard::people::PeopleAsk;
use dashboard::source::Source;
use platform::Problem;
use tokio::sync::{OnceCell, Semaphore, watch};
use user::Sight;

use crate::recent::Recent;
use crate::wanted::Wanted;

/// Analyses kept: each a few kilobytes.
const KEPT_MAX: usize = 128;
/// What-if models kept: each up to some megabytes.
const MODELS_MAX: usize = 8;
/// Bootstraps that run or wait; beyond that nobody gets a further one.
const WAITING_MAX: usize = 32;

/// Which analysis: of which people as they are now, looked at how.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Which {
    pub(crate) change_seq: i64,
    pub(crate) revision: i64,
    pub(crate) workspace_id: String,
    pub(crate) survey_id: String,
    pub(crate) served_seq: i64,
    pub(crate) sight: Sight,
    pub(crate) ask: PeopleAsk,
    pub(crate) options: Options,
}

/// Where a bootstrap is.
#[derive(Clone, Debug)]
enum Ready {
    Not,
    Running,
    Done(Arc<DriverAnalysis>),
}

#[derive(Debug)]
struct Entry {
    quick: OnceCell<Arc<DriverAnalysis>>,
    full: watch::Sender<Ready>,
}

impl Entry {
    fn is_running(&self) -> bool {
        matches!(*self.full.borrow(), Ready::Running)
    }

    fn done(&self) -> Option<Arc<DriverAnalysis>> {
        match &*self.full.borrow() {
            Ready::Done(analysis) => Some(analysis.clone()),
            _ => None,
        }
    }
}

type Model = Arc<OnceCell<Option<Arc<WhatIfModel>>>>;

/// The analyses worked out last.
#[derive(Clone)]
pub(crate) struct Analyses(Arc<Shared>);

struct Shared {
    entries: Mutex<Recent<Which, Arc<Entry>>>,
    models: Mutex<Recent<Which, Model>>,
    cores: Semaphore,
    /// One permit for each bootstrap that runs or waits.
    places: Arc<Semaphore>,
}

/// An analysis as far as it is known by now.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) analysis: Arc<DriverAnalysis>,
    /// The bootstrap's intervals are still to come.
    pub(crate) pending: bool,
}

impl Default for Analyses {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self(Arc::new(Shared {
            entries: Mutex::new(Recent::new(KEPT_MAX)),
            models: Mutex::new(Recent::new(MODELS_MAX)),
            cores: Semaphore::new(cores),
            places: Arc::new(Semaphore::new(WAITING_MAX)),
        }))
    }
}

impl Analyses {
    /// The analysis, with the bootstrap's intervals if they are there within `patience`.
    pub(crate) async fn known(
        &self,
        which: &Which,
        source: &Source,
        patience: Duration,
    ) -> Result<Known, Problem> {
        let entry = self.entry(which);
        if which.options.replicates == 0 {
            let analysis = quick(&entry, which, source).await?;
            return Ok(Known {
                analysis,
                pending: false,
            });
        }
        self.begin(&entry, which, source);
        let mut ready = entry.full.subscribe();
        let waiting = ready.wait_for(|ready| !matches!(ready, Ready::Running));
        // The quick figures are worked out while the others are waited for.
        let waiting = async {
            let _ = tokio::time::timeout(patience, waiting).await;
        };
        let meanwhile = async {
            match entry.done() {
                Some(_) => None,
                None => Some(quick(&entry, which, source).await),
            }
        };
        let ((), quick) = tokio::join!(waiting, meanwhile);
        match (entry.done(), quick) {
            (Some(analysis), _) => Ok(Known {
                analysis,
                pending: false,
            }),
            (None, Some(quick)) => Ok(Known {
                analysis: quick?,
                pending: true,
            }),
            (None, None) => Err(Problem::Internal("an analysis went missing".to_owned())),
        }
    }

    /// The analysis with the bootstrap's intervals, however long it takes.
    pub(crate) async fn full(
        &self,
        which: &Which,
        source: &Source,
    ) -> Result<Arc<DriverAnalysis>, Problem> {
        let entry = self.entry(which);
        if which.options.replicates == 0 {
            return quick(&entry, which, source).await;
        }
        let mut ready = entry.full.subscribe();
        if !self.begin(&entry, which, source) {
            return Err(Problem::Unavailable(
                "too many analyses are being worked out; try again in a moment".to_owned(),
            ));
        }
        let _ = ready
            .wait_for(|ready| !matches!(ready, Ready::Running))
            .await;
        let failed = || Problem::Internal("the bootstrap came to no end".to_owned());
        entry.done().ok_or_else(failed)
    }

    /// What becomes of the NPS when several drivers are lifted at once.
    pub(crate) async fn lift(
        &self,
        which: &Which,
        source: &Source,
        wanted: &Wanted,
    ) -> Result<Option<JointWhatIf>, Problem> {
        let models = &self.0.models;
        let cell = {
            let mut models = models.lock().unwrap_or_else(PoisonError::into_inner);
            models.get(plain(which), |_| false, Model::default)
        };
        let make = || async {
            let people = source.people(which.ask.clone()).await?.people;
            let options = which.options.clone();
            let made = move || WhatIfModel::new(&people, &options).map(Arc::new);
            blocking(made).await
        };
        let Some(model) = cell.get_or_try_init(make).await?.clone() else {
            return Ok(None);
        };
        let share = |(name, percent): &(String, f64)| (name.clone(), percent / 100.0);
        let lifts: Vec<(String, f64)> = wanted.lifts.iter().map(share).collect();
        blocking(move || model.lift(&lifts)).await
    }

    fn entry(&self, which: &Which) -> Arc<Entry> {
        let entries = &self.0.entries;
        let mut entries = entries.lock().unwrap_or_else(PoisonError::into_inner);
        let make = || {
            Arc::new(Entry {
                quick: OnceCell::new(),
                full: watch::Sender::new(Ready::Not),
            })
        };
        entries.get(which.clone(), |entry| entry.is_running(), make)
    }

    /// Starts the bootstrap unless somebody did; false when there is no place in the queue.
    fn begin(&self, entry: &Arc<Entry>, which: &Which, source: &Source) -> bool {
        let mut place = None;
        entry.full.send_if_modified(|ready| {
            if matches!(ready, Ready::Not) {
                place = self.0.places.clone().try_acquire_owned().ok();
                if place.is_some() {
                    *ready = Ready::Running;
                }
            }
            place.is_some()
        });
        let Some(place) = place else {
            return !matches!(*entry.full.borrow(), Ready::Not);
        };
        let (shared, entry) = (self.0.clone(), entry.clone());
        let (which, source) = (which.clone(), source.clone());
        tokio::spawn(async move {
            let _place = place;
            let _core = shared.cores.acquire().await;
            let done = match run(&which, &source, which.options.replicates).await {
                Ok(analysis) => Ready::Done(Arc::new(analysis)),
                Err(problem) => {
                    tracing::warn!(%problem, "a bootstrap of drivers failed");
                    Ready::Not
                }
            };
            entry.full.send_replace(done);
        });
        true
    }
}

/// Everything but the bootstrap's intervals.
async fn quick(
    entry: &Entry,
    which: &Which,
    source: &Source,
) -> Result<Arc<DriverAnalysis>, Problem> {
    let make = || async { Ok(Arc::new(run(which, source, 0).await?)) };
    entry.quick.get_or_try_init(make).await.cloned()
}

async fn run(which: &Which, source: &Source, replicates: u32) -> Result<DriverAnalysis, Problem> {
    let people: People = source.people(which.ask.clone()).await?.people;
    let options = Options {
        replicates,
        ..which.options.clone()
    };
    blocking(move || analyse(&people, &options)).await
}

/// The same people whatever is drawn of them: the model follows from their answers alone.
fn plain(which: &Which) -> Which {
    Which {
        options: Options {
            replicates: 0,
            ..which.options.clone()
        },
        ..which.clone()
    }
}

/// Works on a thread that may take long.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|e| Problem::Internal(format!("analysing drivers: {e}")))
}
