//! The counts behind a results page, as they were asked for: one moment of one survey, filtered,
//! over time, split. No words yet; pages and API say them each in their way.

use std::sync::Arc;

use facts::Key;
use figures::{Counts, Direction, Metric};
use platform::Problem;
use platform::web::QueryPairs;
use survey::{Kind, Question, Survey};

use crate::filter::{Asked, By, Dim, Others};
use crate::months::refuse_weeks;
use crate::persons;
use crate::plan::Plan;
use crate::privacy::Privacy;
use crate::source::Source;
use crate::wanted::Wanted;

/// A property with the values responses have, and how many have each.
#[derive(Clone, Debug)]
pub struct Property {
    /// The property.
    pub dim: Dim,
    /// `None` is "no value".
    pub values: Vec<(Option<String>, u64)>,
}

/// One group or step.
#[derive(Clone, Debug)]
pub struct Point {
    /// Its period or value.
    pub key: Key,
    /// Its counts; empty when hidden.
    pub counts: Counts,
    /// Too small to be shown.
    pub hidden: bool,
}

/// Figures over time.
#[derive(Clone, Debug)]
pub struct Trend {
    /// Its steps.
    pub by: By,
    /// From early to late, steps without answers included.
    pub points: Vec<Point>,
    /// Before which points the outcome was worded anew.
    pub breaks: Vec<usize>,
}

/// A split by groups.
#[derive(Clone, Debug)]
pub struct Split {
    /// By what.
    pub by: By,
    /// In the order of their values.
    pub groups: Vec<Point>,
}

/// The counts of one survey as asked.
#[derive(Clone)]
pub struct Results {
    /// Where they come from.
    pub source: Source,
    /// The survey.
    pub survey: Arc<Survey>,
    /// Its columns.
    pub(crate) plan: Arc<Plan>,
    /// What was asked, with the days that were counted.
    pub asked: Asked,
    /// The days that were asked for are not whole months, and groups hide: more of them were counted.
    pub widened: bool,
    /// The last change that is counted.
    pub change_seq: i64,
    /// What the figures are about; none when nothing of the kind is asked.
    pub metric: Option<Metric>,
    /// By what one can filter and split.
    pub properties: Vec<Property>,
    /// Responses without any filter.
    pub everybody: u64,
    /// Too few answers to show anything.
    pub hidden: bool,
    /// All that pass the filter. Tables: drivers first, then the further metrics.
    pub all: Counts,
    /// What people named. Tables: one per thing of the plan; none when hidden.
    pub(crate) named: Counts,
    /// Answers to the outcome on an earlier scale, which no figure counts.
    pub earlier: u64,
    /// Over time.
    pub trend: Trend,
    /// Side by side, with drivers; fewer than two are none.
    pub waves: Vec<Point>,
    /// The groups asked for.
    pub split: Option<Split>,
}

impl Results {
    /// Which groups hide.
    pub fn privacy(&self) -> Privacy {
        self.source.privacy()
    }

    /// Whether single answers may be read by whoever these counts are for.
    pub fn shows_answers(&self) -> bool {
        self.source.shows_answers()
    }
}

/// What a question measures, if a figure can be about it.
pub fn metric_of(question: &Question, employees: bool) -> Option<Metric> {
    match question.kind {
        Kind::Recommend if employees => Some(Metric::Enps),
        Kind::Recommend => Some(Metric::Nps),
        Kind::Effort => Some(Metric::Ces(match question.direction {
            Some(survey::Direction::EffortHigh) => Direction::EffortIsHigh,
            _ => Direction::EasyIsHigh,
        })),
        Kind::Satisfaction => Some(Metric::Csat),
        Kind::Advocacy => Some(Metric::Cas),
        _ => None,
    }
}

/// How much of the results is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Everything a page shows.
    Page,
    /// Drivers in every group too.
    Api,
}

/// Reads what is asked and counts it.
pub(crate) async fn results(
    source: &Source,
    query: &QueryPairs,
    others: Others<'_>,
    depth: Depth,
) -> Result<Results, Problem> {
    let (dims, of_people) = source.dims_and_people().await?;
    persons::refuse(query, &of_people)?;
    let attributes: Vec<String> = dims
        .iter()
        .filter_map(|dim| match dim {
            Dim::Attribute(name) => Some(name.clone()),
            _ => None,
        })
        .collect();
    let mut asked = Asked::read(query, &attributes, others)?;
    let privacy = source.privacy();
    refuse_weeks(&asked, privacy)?;
    let widened = privacy.hides() && asked.widen();
    let months = source.months(&asked).await?;
    let wanted = Wanted::new(source, (asked, widened), dims, depth).within(months);
    wanted.check(source).await?;
    wanted.ask(source).await
}

/// Questions beside the outcome that a figure can be about, with their metric.
pub fn further_metrics(survey: &Survey) -> impl Iterator<Item = (&Question, Metric)> {
    let definition = &survey.definition;
    let outcome = definition.outcome().map(|question| question.key.as_str());
    definition
        .questions
        .iter()
        .filter(move |question| Some(question.key.as_str()) != outcome)
        .filter_map(|question| Some((question, metric_of(question, definition.employees)?)))
}
