//! What pages and API do alike: find the survey, bring its facts up to date, count.

use std::collections::HashMap;

use jiff::tz::TimeZone;
use platform::clock::SECOND_US;
use platform::web::{App, QueryPairs};
use platform::{DbError, Problem, Tx};
use survey::Survey;
use user::{Sight, Viewer};

use crate::filter::Others;
use crate::keeper::FactsKeeper;
use crate::privacy::Privacy;
use crate::pushdown::Whose;
use crate::results::{Depth, Results, results};
use crate::source::Source;
use crate::store::{self, Mark, Response};

/// What every handler of this slice shares.
#[derive(Clone)]
pub struct Dashboard {
    /// The app.
    pub app: App,
    /// The facts.
    pub keeper: FactsKeeper,
    /// Who tells open pages what changed.
    pub(crate) watch: crate::live::Watch,
}

/// The survey a viewer asks for, and which of its answers they see; whether it exists shows when it
/// is read. Of a survey without any answer within their sight they see nothing, not even that it is
/// there.
pub fn whose(viewer: &Viewer, survey_id: &str) -> Result<Whose, Problem> {
    if !platform::id::is_id(survey_id) {
        return Err(Problem::no("survey"));
    }
    Ok(Whose {
        workspace_id: viewer.workspace_id.clone(),
        survey_id: survey_id.to_owned(),
        sight: viewer.sight.clone(),
        outside: false,
    })
}

/// Where a survey stands, as far as what a viewer is told of it can depend on it: equal moments,
/// equal figures.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Moment(String);

impl Moment {
    /// From a text that stands for it.
    pub fn of(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// A text that stands for it.
    pub fn text(self) -> String {
        self.0
    }
}

/// While a survey of customers hides groups, what was made of it is made again after so many
/// seconds: who answered twice is found out some time after the answer came in.
const MADE_AGAIN_S: i64 = 10;

impl Dashboard {
    /// Where each of these surveys stands, in their order.
    pub async fn moments(
        &self,
        viewer: &Viewer,
        surveys: &[Survey],
    ) -> Result<Vec<Moment>, Problem> {
        let mut served = HashMap::new();
        if viewer.sight != Sight::Everything {
            let workspace = viewer.workspace_id.clone();
            let read = move |tx: &mut Tx<'_>| store::served_seqs(tx, &workspace);
            let found: Result<_, DbError> = self.app.db.read(read).await;
            served = found?;
        }
        let moment = |survey: &Survey| {
            let mark = Mark {
                change_seq: survey.change_seq,
                revision: survey.revision,
                served_seq: served.get(&survey.survey_id).copied().unwrap_or_default(),
            };
            let definition = &survey.definition;
            let hides = Privacy::of(definition).hides() && !definition.employees;
            self.moment(mark.text(&viewer.sight), hides)
        };
        Ok(surveys.iter().map(moment).collect())
    }

    /// The moment of the answers of a source.
    pub fn moment_of(&self, source: &Source) -> Moment {
        let hides = source.privacy().hides() && !source.survey.definition.employees;
        self.moment(source.mark(), hides)
    }

    fn moment(&self, mark: String, hides: bool) -> Moment {
        if !hides {
            return Moment(mark);
        }
        let now = self.app.clock.now_us() / SECOND_US / MADE_AGAIN_S;
        Moment(format!("{mark}.{now}"))
    }

    /// What the pages and the API of figures share; figures come from `keeper`.
    pub fn new(app: &App, keeper: FactsKeeper) -> Self {
        Self {
            watch: crate::live::Watch::new(app),
            app: app.clone(),
            keeper,
        }
    }

    /// The survey with everything that is stored at this moment.
    pub async fn source(&self, whose: &Whose) -> Result<Source, Problem> {
        self.keeper.current(whose).await
    }

    /// The counts of a survey as asked. `others` are the page's own parameters.
    pub async fn results(
        &self,
        whose: &Whose,
        query: &QueryPairs,
        others: Others<'_>,
        depth: Depth,
    ) -> Result<Results, Problem> {
        let source = self.source(whose).await?;
        results(&source, query, others, depth).await
    }

    /// The workspace's time zone.
    pub async fn zone(&self, viewer: &Viewer) -> Result<TimeZone, Problem> {
        let (_, name) = user::service::workspace(&self.app, &viewer.workspace_id).await?;
        TimeZone::get(&name).map_err(|e| Problem::Internal(format!("time zone {name}: {e}")))
    }

    /// One response, unless the viewer may read no single answers of the survey.
    pub(crate) async fn response(
        &self,
        whose: &Whose,
        response_id: &str,
    ) -> Result<(Results, Response), Problem> {
        if !platform::id::is_id(response_id) {
            return Err(Problem::no("response"));
        }
        let results = self
            .results(whose, &QueryPairs::default(), Others::NONE, Depth::Page)
            .await?;
        if !results.shows_answers() {
            return Err(Problem::no("response"));
        }
        let (whose, id) = (whose.clone(), response_id.to_owned());
        let found = self
            .app
            .db
            .read(move |tx| store::by_id(tx, &whose, &id))
            .await?;
        Ok((results, found.ok_or_else(|| Problem::no("response"))?))
    }
}
