//! The figures that targets are held against: each with the sight of whom it is about.

use dashboard::ask::Ask;
use dashboard::filter::{Asked, Dim, Others};
use dashboard::results::{Depth, Results, further_metrics, metric_of};
use dashboard::screen::as_outcome;
use dashboard::service::whose;
use dashboard::source::Source;
use dashboard::{Dashboard, Whose};
use facts::Period;
use figures::{Counts, Metric};
use platform::Problem;
use platform::web::QueryPairs;
use stats::power::Figure;
use user::{Sight, Viewer};

use crate::model::{Measured, Scope};
use crate::rules::Seen;
use crate::store::Team;

/// Days whose answers say how many come in.
const PACE_DAYS: i32 = 365;
/// Over fewer days a pace is a guess.
const PACE_DAYS_MIN: i32 = 14;

/// The fewest people a team with a figure of its own has: of fewer, somebody could work out whose
/// figure it is.
pub const TEAM_MIN: usize = 5;

/// What is measured of whom.
#[derive(Clone, Debug)]
pub(crate) struct What<'a> {
    pub(crate) survey_id: &'a str,
    pub(crate) measured: &'a Measured,
    pub(crate) scope: &'a Scope,
    /// The teams there are.
    pub(crate) teams: &'a [Team],
}

/// A figure of some days.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Found {
    /// The figure; none without answers.
    Figure(Option<Seen>),
    /// Too small a group, or too small a remainder.
    Hidden,
    /// The question is gone, or measures something else now.
    Otherwise,
}

/// How fast answers come in, and how they spread.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spread {
    /// The figure that a change is planned from.
    pub(crate) figure: Figure,
    /// Answers a day; none when too few days say so.
    pub(crate) per_day: Option<f64>,
}

impl What<'_> {
    /// The survey as the scope sees it: a team's figure is made of the answers of customers its
    /// people served, whoever looks at it. None when there is no such team, or a too small one.
    fn whose(&self, viewer: &Viewer) -> Result<Option<Whose>, Problem> {
        let Scope::Team(team_id) = self.scope else {
            return whose(viewer, self.survey_id).map(Some);
        };
        let team = self.teams.iter().find(|team| team.team_id == *team_id);
        let Some(team) = team.filter(|team| team.people.len() >= TEAM_MIN) else {
            return Ok(None);
        };
        let sight = Sight::of(team.people.iter().cloned());
        whose(&viewer.clone().with_sight(sight), self.survey_id).map(Some)
    }

    fn asked(&self, [from, to]: [i32; 2]) -> Asked {
        let members = match self.scope {
            Scope::Group { attribute, value } => {
                vec![(Dim::Attribute(attribute.clone()), vec![value.clone()])]
            }
            _ => Vec::new(),
        };
        Asked {
            from: Some(from),
            to: Some(to),
            members,
            ..Asked::default()
        }
    }

    /// The figure of these days.
    pub(crate) async fn figure(
        &self,
        dashboard: &Dashboard,
        viewer: &Viewer,
        days: [i32; 2],
    ) -> Result<Found, Problem> {
        let Some(whose) = self.whose(viewer)? else {
            return Ok(Found::Hidden);
        };
        let source = match dashboard.source(&whose).await {
            Ok(source) => source,
            // Nobody of the team served anybody who answered.
            Err(Problem::NotFound(_)) => return Ok(Found::Figure(None)),
            Err(other) => return Err(other),
        };
        match self.measured {
            Measured::ResponseRate => self.rate(dashboard, viewer, &source, days).await,
            Measured::Question { key, metric } => {
                if !is_still(&source, key, *metric) {
                    return Ok(Found::Otherwise);
                }
                let Some(counts) = self.counts(dashboard, (&whose, &source), key, days).await?
                else {
                    return Ok(Found::Hidden);
                };
                Ok(Found::Figure(seen(&figures::metric(*metric, &counts))))
            }
        }
    }

    /// The counts of these days; none when they may not be shown.
    async fn counts(
        &self,
        dashboard: &Dashboard,
        (whose, source): (&Whose, &Source),
        key: &str,
        days: [i32; 2],
    ) -> Result<Option<Counts>, Problem> {
        let filter = self.asked(days);
        if source.privacy().hides() {
            // The results hide what is too small, and what would give that away.
            let query = QueryPairs(filter.filter_pairs());
            let results = dashboard
                .results(whose, &query, Others::NONE, Depth::Page)
                .await;
            return match results {
                Ok(results) => Ok(shown(&results, key)),
                // An attribute that no answer has.
                Err(Problem::BadRequest(_)) => Ok(Some(nobody())),
                Err(other) => Err(other),
            };
        }
        let known = source.dims().await?;
        if filter.members.iter().any(|(dim, _)| !known.contains(dim)) {
            return Ok(Some(nobody()));
        }
        let ask = Ask {
            filter,
            outcome: Some(key.to_owned()),
            ..Ask::default()
        };
        let groups = source.evaluate(vec![ask]).await?.pop().unwrap_or_default();
        let counted = groups.first().map(|group| Counts::from(&group.tables));
        Ok(Some(counted.unwrap_or_else(nobody)))
    }

    async fn rate(
        &self,
        dashboard: &Dashboard,
        viewer: &Viewer,
        source: &Source,
        days: [i32; 2],
    ) -> Result<Found, Problem> {
        // Invitations are of no team.
        if viewer.sight != Sight::Everything || matches!(self.scope, Scope::Team(_)) {
            return Ok(Found::Hidden);
        }
        let zone = dashboard.zone(viewer).await?;
        let rate = sample::response_rate(dashboard, source, &self.asked(days), &zone).await?;
        Ok(match rate.status {
            sample::rate::Status::Hidden => Found::Hidden,
            _ => Found::Figure(rate.value.zip(rate.ci95).map(|(value, ci95)| Seen {
                value,
                ci95,
                n: rate.invited,
            })),
        })
    }

    /// How answers spread and how fast they come in, from the year before `today`. The usual
    /// spread when there are too few answers, or all are alike.
    pub(crate) async fn spread(
        &self,
        dashboard: &Dashboard,
        viewer: &Viewer,
        today: i32,
    ) -> Result<Option<Spread>, Problem> {
        let Some(whose) = self.whose(viewer)? else {
            return Ok(None);
        };
        let source = match dashboard.source(&whose).await {
            Ok(source) => source,
            Err(Problem::NotFound(_)) => return Ok(None),
            Err(other) => return Err(other),
        };
        let from = today - PACE_DAYS + 1;
        let from = if source.privacy().hides() {
            Period::Month.start_day(from)
        } else {
            from
        };
        let days = [from, today];
        let first = source.days.map_or(today, |(first, _)| first.max(days[0]));
        let (figure, n) = match self.measured {
            Measured::ResponseRate => {
                let Found::Figure(seen) = self.figure(dashboard, viewer, days).await? else {
                    return Ok(None);
                };
                let (value, n) = seen.map_or((0.0, 0), |seen| (seen.value, seen.n));
                let varies = value > 0.0 && value < 1.0 && n >= stats::FEW;
                (Figure::Share(if varies { value } else { 0.5 }), n)
            }
            Measured::Question { key, metric } => {
                let counts = self.counts(dashboard, (&whose, &source), key, days).await?;
                let Some(counts) = counts else {
                    return Ok(None);
                };
                let (figure, _) = sample::plan::figure_of(*metric, &counts);
                (figure, counts.answered().n)
            }
        };
        let length = today - first + 1;
        Ok(Some(Spread {
            figure,
            per_day: (n > 0 && length >= PACE_DAYS_MIN).then(|| n as f64 / f64::from(length)),
        }))
    }
}

/// The counts of a question of which groups are hidden; none when they are too few.
fn shown(results: &Results, key: &str) -> Option<Counts> {
    if results.hidden {
        return None;
    }
    let definition = &results.survey.definition;
    let is_outcome = definition
        .outcome()
        .is_some_and(|question| question.key == key);
    let mut further = further_metrics(&results.survey);
    let place = further.position(|(question, _)| question.key == key);
    let counts = match place.filter(|_| !is_outcome) {
        Some(place) => as_outcome(&results.all, definition.drivers().count() + place),
        None => results.all.clone(),
    };
    (!results.privacy().is_few(counts.answered().n)).then_some(counts)
}

/// Whether a question still measures that, on the same scale.
fn is_still(source: &Source, key: &str, metric: Metric) -> bool {
    let definition = &source.survey.definition;
    let question = definition.question(key);
    question.and_then(|question| metric_of(question, definition.employees)) == Some(metric)
}

fn seen(figure: &figures::Figure) -> Option<Seen> {
    let (value, ci95) = figure.value.zip(figure.ci95)?;
    Some(Seen {
        value,
        ci95,
        n: figure.n,
    })
}

fn nobody() -> Counts {
    Counts::from(&facts::Tables::default())
}
