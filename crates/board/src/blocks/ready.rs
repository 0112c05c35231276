//! A survey brought up to date, and what the dashboard's filter means for it.

use std::sync::Arc;

use dashboard::Whose;
use dashboard::filter::{Dim, Others};
use dashboard::results::{Depth, Results};
use dashboard::service::whose;
use dashboard::source::Source;
use platform::Problem;
use platform::web::QueryPairs;
use survey::Survey;
use user::Sight;

use super::Eye;
use crate::Boards;
use crate::view::{Compare, View};

/// The names and values of a filter.
pub(crate) type Pairs = Vec<(String, String)>;

/// A survey as a dashboard's blocks find it.
pub(crate) enum Ready {
    /// It is no more, or not for whoever looks.
    Gone,
    /// It doesn't know an attribute that is filtered by, so nothing of it passes.
    Unknown {
        /// The survey.
        survey: Arc<Survey>,
        /// What it doesn't know: `name:value`.
        names: Vec<String>,
        /// Where it stands.
        mark: String,
    },
    /// It can be asked.
    Known {
        /// The survey.
        survey: Arc<Survey>,
        /// Whose answers.
        whose: Whose,
        /// The filter.
        pairs: Pairs,
        /// The other side of the comparison; none when nothing is compared, or can't be.
        other: Option<Pairs>,
        /// The names of its attributes.
        attributes: Vec<String>,
        /// Where it stands.
        mark: String,
        /// Where its answers are.
        source: Box<Source>,
    },
}

/// Under which the counts of a survey are kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Asking {
    workspace_id: String,
    survey_id: String,
    mark: String,
    sight: Sight,
    pairs: Pairs,
    outside: bool,
}

impl Ready {
    /// The survey as this eye sees it by this filter.
    pub(crate) async fn of(
        boards: &Boards,
        eye: &Eye,
        view: &View,
        (survey_id, today): (&str, i32),
    ) -> Result<Self, Problem> {
        let whose = match whose(&eye.viewer, survey_id) {
            Ok(whose) => Whose {
                outside: eye.outside,
                ..whose
            },
            Err(problem) => return gone(problem),
        };
        let source = match boards.dashboard.source(&whose).await {
            Ok(source) => source,
            Err(problem) => return gone(problem),
        };
        let survey = source.survey.clone();
        let mark = boards.dashboard.moment_of(&source).text();
        let attributes: Vec<String> = source
            .dims()
            .await?
            .into_iter()
            .filter_map(|dim| match dim {
                Dim::Attribute(name) => Some(name),
                _ => None,
            })
            .collect();
        let months = view.in_months();
        let view = if source.privacy().hides() {
            &months
        } else {
            view
        };
        let pairs = match view.of_survey(&attributes, today) {
            Ok(pairs) => pairs,
            Err(names) => {
                return Ok(Self::Unknown {
                    survey,
                    names,
                    mark,
                });
            }
        };
        let other = view.other(today);
        let other = other.and_then(|other| other.of_survey(&attributes, today).ok());
        Ok(Self::Known {
            survey,
            whose,
            pairs,
            other,
            attributes,
            mark,
            source: Box::new(source),
        })
    }

    /// The survey, if it is there.
    pub(crate) fn survey(&self) -> Option<&Survey> {
        match self {
            Self::Gone => None,
            Self::Unknown { survey, .. } | Self::Known { survey, .. } => Some(survey),
        }
    }

    /// Where it stands.
    pub(crate) fn mark(&self) -> String {
        match self {
            Self::Gone => "gone".to_owned(),
            Self::Unknown { mark, .. } | Self::Known { mark, .. } => mark.clone(),
        }
    }
}

fn gone(problem: Problem) -> Result<Ready, Problem> {
    match problem {
        Problem::NotFound(_) | Problem::Forbidden(_) => Ok(Ready::Gone),
        other => Err(other),
    }
}

impl Boards {
    /// The counts of a survey for these parameters: counted once for all who may see the same.
    pub(crate) async fn counted(
        &self,
        eye: &Eye,
        (whose, mark): (&Whose, &str),
        pairs: Pairs,
    ) -> Result<Arc<Results>, Problem> {
        let key = Asking {
            workspace_id: whose.workspace_id.clone(),
            survey_id: whose.survey_id.clone(),
            mark: mark.to_owned(),
            sight: eye.viewer.sight.clone(),
            pairs,
            outside: whose.outside,
        };
        let query = QueryPairs(key.pairs.clone());
        let counting = async {
            self.app.metrics.count("luister_dashboard_counts_total");
            let dashboard = &self.dashboard;
            let found = dashboard.results(whose, &query, Others::NONE, Depth::Api);
            Ok::<_, Problem>(Arc::new(found.await?))
        };
        self.counts.get(&key, counting).await
    }
}

/// What the two sides of a comparison are called.
pub(crate) fn sides(
    voice: &dashboard::voice::Voice<'_>,
    view: &View,
    today: i32,
) -> Option<[String; 2]> {
    let other = view.other(today)?;
    let days = |view: &View| voice.window(view.days(today));
    match view.compare.as_ref()? {
        Compare::Before | Compare::Year => Some([days(view), days(&other)]),
        Compare::Group(member) => {
            let (name, value) = member.split_once(':')?;
            let same = format!("{name}:");
            let own = view
                .attributes
                .iter()
                .filter_map(|own| own.strip_prefix(&same));
            let own: Vec<&str> = own.collect();
            Some([own.join(", "), value.to_owned()])
        }
    }
}
