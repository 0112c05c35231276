//! What pages and API do alike: read what is asked, have it worked out, hide what must be hidden.

use std::sync::Arc;
use std::time::Duration;

use analysis::{DriverAnalysis, JointWhatIf, Options};
use dashboard::filter::{Asked, Dim};
use dashboard::people::PeopleAsk;
use dashboard::results::{Depth, Results};
use dashboard::source::Source;
use dashboard::{Dashboard, Whose};
use figures::{Coding, Metric};
use platform::Problem;
use platform::web::QueryPairs;
use user::Sight;

use crate::analyses::{Analyses, Which, blocking};
use crate::protect::{self, Sizes};
use crate::wanted::{self, Asker, Wanted};

/// How long a page of many things waits for the bootstrap.
const GLANCE: Duration = Duration::from_millis(60);
/// How long a page waits for the bootstrap before it shows what it has.
const PATIENCE: Duration = Duration::from_millis(500);
/// How long a page that is already there waits for the bootstrap before it asks again.
const LONG_PATIENCE: Duration = Duration::from_secs(8);

/// What every handler of this slice shares.
#[derive(Clone)]
pub struct Drivers {
    pub(crate) dashboard: Dashboard,
    analyses: Analyses,
}

/// The drivers of one survey as asked.
pub(crate) struct Found {
    /// The counts the filter bar shows.
    pub(crate) results: Results,
    /// What was asked beside the filter.
    pub(crate) wanted: Wanted,
    /// Names of the attributes responses have.
    pub(crate) attributes: Vec<String>,
    /// Attributes that were asked for and left out: groups too small to be shown.
    pub(crate) withheld: Vec<String>,
    /// The attribute people count by, when an administrator named one.
    pub(crate) weight: Option<String>,
    /// The attribute with the account, set or guessed by its name.
    pub(crate) account: Option<String>,
    /// The analysis, or why there is none.
    pub(crate) analysis: Result<Arc<DriverAnalysis>, Nothing>,
    /// The bootstrap's intervals are still to come.
    pub(crate) pending: bool,
    /// Several drivers lifted at once; none when none is, or when that can't be told.
    pub(crate) joint: Option<JointWhatIf>,
}

/// Why there is no analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nothing {
    /// Too few people.
    Hidden,
    /// The survey doesn't ask whether people recommend.
    NoRecommend,
    /// It has no statements, and no attribute was asked for.
    NoDrivers,
    /// Nobody answered the recommend question.
    NoAnswers,
}

/// How much of an analysis is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// What is there at once: one picture among others.
    Glance,
    /// What is there soon: a page.
    Soon,
    /// The same, with more patience: a page that waits for its intervals.
    Later,
    /// Everything: a program.
    All,
    /// Only what becomes of several drivers lifted at once.
    Lift,
}

impl Drivers {
    /// With nothing worked out yet.
    pub fn new(dashboard: Dashboard) -> Self {
        Self {
            dashboard,
            analyses: Analyses::default(),
        }
    }

    /// The drivers of a survey as asked.
    pub(crate) async fn found(
        &self,
        whose: &Whose,
        query: &QueryPairs,
        need: Need,
    ) -> Result<Found, Problem> {
        let asker = if need == Need::All {
            Asker::Program
        } else {
            Asker::Page
        };
        wanted::check(query, asker)?;
        let once = wanted::parameters(query, asker);
        let others = wanted::others(&once);
        let dashboard = &self.dashboard;
        let results = dashboard.results(whose, query, others, Depth::Page).await?;
        let attributes = attributes(&results).await?;
        let drivers = results.survey.definition.drivers();
        let drivers: Vec<&str> = drivers.map(|q| q.key.as_str()).collect();
        let wanted = Wanted::read(query, &attributes, &drivers)?;
        let settings = sample::in_force(dashboard, whose).await?;
        // Weights change every figure, so only an administrator can say so; that people of one
        // account answer alike only makes intervals more careful.
        let weight = settings.weight().cloned();
        let mut found = Found {
            weight: weight.filter(|_| !settings.is_guess("weight_attribute")),
            account: settings.account().cloned(),
            analysis: Err(Nothing::NoAnswers),
            withheld: Vec::new(),
            pending: false,
            joint: None,
            results,
            wanted,
            attributes,
        };
        match found.nothing() {
            Some(nothing) => found.analysis = Err(nothing),
            None => self.analyse(&mut found, need).await?,
        }
        Ok(found)
    }

    async fn analyse(&self, found: &mut Found, need: Need) -> Result<(), Problem> {
        let source = found.results.source.clone();
        let privacy = found.results.privacy();
        let mut sizes = Sizes::new();
        if privacy.hides() && !found.wanted.with.is_empty() {
            let first = Which {
                options: Options {
                    replicates: 0,
                    ..found.options()
                },
                ..found.which()
            };
            let quick = self.analyses.full(&first, &source).await?;
            sizes = level_sizes(&source, &first).await?;
            found.withheld = protect::withheld(&quick, &sizes, privacy);
            let (with, withheld) = (&mut found.wanted.with, &found.withheld);
            with.retain(|name| !withheld.contains(name));
            let lifts = &mut found.wanted.lifts;
            lifts.retain(|(name, _)| !withheld.contains(name));
        }
        let which = found.which();
        if !found.wanted.lifts.is_empty() {
            let joint = self.analyses.lift(&which, &source, &found.wanted);
            found.joint = joint.await?;
        }
        let mut analysis = match need {
            Need::All => self.analyses.full(&which, &source).await?,
            Need::Lift => {
                let options = Options {
                    replicates: 0,
                    ..found.options()
                };
                let quick = Which { options, ..which };
                self.analyses.full(&quick, &source).await?
            }
            Need::Glance | Need::Soon | Need::Later => {
                let patience = match need {
                    Need::Glance => GLANCE,
                    Need::Soon => PATIENCE,
                    _ => LONG_PATIENCE,
                };
                let known = self.analyses.known(&which, &source, patience).await?;
                found.pending = known.pending;
                known.analysis
            }
        };
        if privacy.hides() {
            protect::hide(Arc::make_mut(&mut analysis), &sizes, privacy);
        }
        found.analysis = Ok(analysis);
        Ok(())
    }
}

/// How many respondents the levels of the attributes have. Within a limited sight that is told of
/// none: the same groups of a team and of one below it could leave a few of each other.
async fn level_sizes(source: &Source, which: &Which) -> Result<Sizes, Problem> {
    if source.whose.sight != Sight::Everything {
        return Ok(Sizes::new());
    }
    let rows = source.people(which.ask.clone()).await?;
    let respondents = source.respondents().await?;
    let numbers = rows.ordinals.iter().map(|ordinal| respondents.of(*ordinal));
    let numbers: Vec<u32> = numbers.collect();
    let coding = which.options.coding;
    let names = which.ask.attributes.clone();
    let sizes = blocking(move || analysis::level_sizes(&rows.people, &coding, &numbers));
    Ok(names.into_iter().zip(sizes.await?).collect())
}

impl Found {
    /// Why there can't be an analysis, if there can't.
    fn nothing(&self) -> Option<Nothing> {
        let results = &self.results;
        if results.hidden {
            Some(Nothing::Hidden)
        } else if !matches!(results.metric, Some(Metric::Nps | Metric::Enps)) {
            Some(Nothing::NoRecommend)
        } else if results.survey.definition.drivers().count() + self.wanted.with.len() == 0 {
            Some(Nothing::NoDrivers)
        } else if results.all.answered().n == 0 {
            Some(Nothing::NoAnswers)
        } else {
            None
        }
    }

    fn options(&self) -> Options {
        Options {
            coding: Coding::default(),
            replicates: self.wanted.replicates,
            seed: self.wanted.seed,
            method: self.wanted.method,
            sample: analysis::SAMPLE,
            exact: analysis::EXACT,
        }
    }

    fn which(&self) -> Which {
        let results = &self.results;
        let definition = &results.survey.definition;
        let outcome = definition.outcome().map(|question| question.key.clone());
        Which {
            change_seq: results.change_seq,
            revision: results.survey.revision,
            workspace_id: results.source.whose.workspace_id.clone(),
            survey_id: results.survey.survey_id.clone(),
            served_seq: results.source.served_seq(),
            sight: results.source.whose.sight.clone(),
            ask: PeopleAsk {
                filter: Asked {
                    by: None,
                    trend: None,
                    ..results.asked.clone()
                },
                outcome: outcome.unwrap_or_default(),
                statements: definition.drivers().map(|q| q.key.clone()).collect(),
                attributes: self.wanted.with.clone(),
                weight: self.weight.clone(),
                account: self.account.clone(),
            },
            options: self.options(),
        }
    }
}

async fn attributes(results: &Results) -> Result<Vec<String>, Problem> {
    let name = |dim| match dim {
        Dim::Attribute(name) => Some(name),
        _ => None,
    };
    let dims = results.source.dims().await?;
    Ok(dims.into_iter().filter_map(name).collect())
}
