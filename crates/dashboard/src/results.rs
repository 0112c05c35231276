//! The counts behind a results page, as they were asked for: one moment of one survey, filtered,
//! over time, split. No words yet; pages and API say them each in their way.

use std::collections::BTreeMap;
use std::sync::Arc;

use facts::{Group, Key, Period, Tables};
use figures::{Counts, Direction, Metric};
use platform::Problem;
use platform::web::QueryPairs;
use survey::{Kind, Question, Survey};

use crate::ask::Ask;
use crate::filter::{Asked, By, Dim};
use crate::keeper::Source;
use crate::periods;
use crate::plan::Plan;
use crate::privacy;

/// More steps than this make no trend.
const TREND_MAX: usize = 600;
/// More groups than this make no split: narrow the filter first.
pub(crate) const GROUPS_MAX: usize = 1000;
/// Waves shown side by side, the latest ones.
const WAVES_MAX: usize = 6;

/// A property with the values responses have, and how many have each.
#[derive(Clone, Debug)]
pub(crate) struct Property {
    /// The property.
    pub(crate) dim: Dim,
    /// `None` is "no value".
    pub(crate) values: Vec<(Option<String>, u64)>,
}

/// One group or step.
#[derive(Clone, Debug)]
pub(crate) struct Point {
    /// Its period or value.
    pub(crate) key: Key,
    /// Its counts; empty when hidden.
    pub(crate) counts: Counts,
    /// Too small to be shown.
    pub(crate) hidden: bool,
}

/// Figures over time.
#[derive(Clone, Debug)]
pub(crate) struct Trend {
    /// Its steps.
    pub(crate) by: By,
    /// From early to late, steps without answers included.
    pub(crate) points: Vec<Point>,
    /// Before which points the outcome was worded anew.
    pub(crate) breaks: Vec<usize>,
}

/// A split by groups.
#[derive(Clone, Debug)]
pub(crate) struct Split {
    /// By what.
    pub(crate) by: By,
    /// In the order of their values.
    pub(crate) groups: Vec<Point>,
}

/// The counts of one survey as asked.
#[derive(Clone, Debug)]
pub(crate) struct Results {
    /// The survey.
    pub(crate) survey: Arc<Survey>,
    /// Its columns.
    pub(crate) plan: Arc<Plan>,
    /// What was asked.
    pub(crate) asked: Asked,
    /// The last change that is counted.
    pub(crate) change_seq: i64,
    /// What the figures are about; none when nothing of the kind is asked.
    pub(crate) metric: Option<Metric>,
    /// By what one can filter and split.
    pub(crate) properties: Vec<Property>,
    /// Responses without any filter.
    pub(crate) everybody: u64,
    /// Too few answers of employees to show anything.
    pub(crate) hidden: bool,
    /// All that pass the filter. Tables: drivers first, then the further metrics.
    pub(crate) all: Counts,
    /// Answers to the outcome on an earlier scale, which no figure counts.
    pub(crate) earlier: u64,
    /// Over time.
    pub(crate) trend: Trend,
    /// Side by side, with drivers; fewer than two are none.
    pub(crate) waves: Vec<Point>,
    /// The groups asked for.
    pub(crate) split: Option<Split>,
}

/// What a question measures, if a figure can be about it.
pub(crate) fn metric_of(question: &Question, employees: bool) -> Option<Metric> {
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
pub(crate) enum Depth {
    /// Everything a page shows.
    Page,
    /// Drivers in every group too.
    Api,
}

/// Reads what is asked and counts it.
pub(crate) async fn results(
    source: &Source,
    query: &QueryPairs,
    others: &[&str],
    depth: Depth,
) -> Result<Results, Problem> {
    let dims = source.dims().await?;
    let attributes: Vec<String> = dims
        .iter()
        .filter_map(|dim| match dim {
            Dim::Attribute(name) => Some(name.clone()),
            _ => None,
        })
        .collect();
    let asked = Asked::read(query, &attributes, others)?;
    let wanted = Wanted::new(source, asked, dims, depth);
    let groups = source.evaluate(wanted.asks()).await?;
    wanted.take(source, groups)
}

/// Everything to be asked at once, so that all figures of a page are of the same moment.
struct Wanted {
    asked: Asked,
    dims: Vec<Dim>,
    outcome: Option<String>,
    /// Drivers and further metrics.
    tables: Vec<String>,
    /// Columns of the outcome on earlier scales.
    earlier: Vec<String>,
    trend: By,
    waves: Option<By>,
    depth: Depth,
    has_wordings: bool,
}

impl Wanted {
    fn new(source: &Source, asked: Asked, dims: Vec<Dim>, depth: Depth) -> Self {
        let definition = &source.survey.definition;
        let outcome = definition.outcome().map(|question| question.key.clone());
        let further = further_metrics(&source.survey).map(|(question, _)| question);
        let tables = definition
            .drivers()
            .chain(further)
            .map(|q| q.key.clone())
            .collect();
        let earlier = outcome.iter().flat_map(|key| source.plan.earlier(key));
        let days = source.days.map(|(first, last)| {
            (
                asked.from.unwrap_or(first).max(first),
                asked.to.unwrap_or(last).min(last),
            )
        });
        let trend = asked
            .trend
            .clone()
            .unwrap_or_else(|| usual_trend(&dims, days, source.survey.response_count));
        let waves = match &trend {
            By::Dim(_) | By::Period(Period::Year) => Some(trend.clone()),
            By::Period(_) => periods::wave(days).map(By::Period),
        };
        Self {
            outcome: outcome.clone(),
            tables,
            earlier: earlier.map(|column| column.name.clone()).collect(),
            trend,
            waves,
            depth,
            has_wordings: source.plan.has_wordings(),
            asked,
            dims,
        }
    }

    /// All questions, in the order [`Wanted::take`] expects the answers.
    fn asks(&self) -> Vec<Ask> {
        let of = |group: Vec<By>, drivers: Vec<String>| Ask {
            filter: self.asked.clone(),
            group,
            outcome: self.outcome.clone(),
            drivers,
        };
        let with_earlier = self.tables.iter().chain(&self.earlier).cloned().collect();
        let mut asks = vec![of(vec![self.trend.clone()], with_earlier)];
        asks.push(Ask {
            outcome: self.outcome.clone(),
            ..Ask::default()
        });
        let group = |dim: &Dim| vec![By::Dim(dim.clone())];
        asks.extend(self.dims.iter().map(|dim| Ask {
            group: group(dim),
            ..Ask::default()
        }));
        if let Some(waves) = &self.waves {
            asks.push(of(vec![waves.clone()], self.tables.clone()));
        }
        if let Some(by) = &self.asked.by {
            let drivers = if self.depth == Depth::Api {
                self.tables.clone()
            } else {
                Vec::new()
            };
            asks.push(of(vec![by.clone()], drivers));
        }
        if self.has_wordings {
            asks.push(of(
                vec![self.trend.clone(), By::Dim(Dim::Version)],
                Vec::new(),
            ));
        }
        asks
    }

    fn take(self, source: &Source, groups: Vec<Vec<Group>>) -> Result<Results, Problem> {
        let mut groups = groups.into_iter();
        let mut next = || groups.next().unwrap_or_default();
        let steps = next();
        let everybody = sum(&next(), 0);
        let properties = self.dims.iter().map(|dim| property(dim, next())).collect();
        let waves = if self.waves.is_some() {
            next()
        } else {
            Vec::new()
        };
        let split = self.asked.by.clone().map(|by| (by, next()));
        let versions = if self.has_wordings {
            next()
        } else {
            Vec::new()
        };

        let survey = source.survey.clone();
        if steps.len() > TREND_MAX {
            return Err(too_many("trend", &self.trend, steps.len(), TREND_MAX));
        }
        if let Some((by, groups)) = &split
            && groups.len() > GROUPS_MAX
        {
            return Err(too_many("by", by, groups.len(), GROUPS_MAX));
        }
        let mut all = sum(&steps, self.tables.len() + self.earlier.len());
        let earlier = all.drivers.split_off(self.tables.len());
        let all = Counts::from(&all);
        let everybody_counts = Counts::from(&everybody);
        let employees = survey.definition.employees;
        let hidden =
            employees && privacy::is_too_small(all.answered().n, everybody_counts.answered().n);
        let protect = |points: Vec<Point>| {
            if employees {
                protected(points, hidden)
            } else {
                points
            }
        };
        let points = protect(periods::without_gaps(&self.trend, points(steps)));
        let breaks = breaks(&points, &versions, &source.plan);
        Ok(Results {
            metric: survey
                .definition
                .outcome()
                .and_then(|q| metric_of(q, employees)),
            plan: source.plan.clone(),
            change_seq: source.change_seq,
            properties,
            everybody: everybody.responses,
            hidden,
            all: if hidden { nobody() } else { all },
            earlier: earlier.iter().map(answered).sum(),
            trend: Trend {
                by: self.trend,
                points,
                breaks,
            },
            waves: protect(latest(points_of(waves))),
            split: split.map(|(by, groups)| Split {
                by,
                groups: protect(points_of(groups)),
            }),
            asked: self.asked,
            survey,
        })
    }
}

/// Questions beside the outcome that a figure can be about, with their metric.
pub(crate) fn further_metrics(survey: &Survey) -> impl Iterator<Item = (&Question, Metric)> {
    let definition = &survey.definition;
    let outcome = definition.outcome().map(|question| question.key.as_str());
    definition
        .questions
        .iter()
        .filter(move |question| Some(question.key.as_str()) != outcome)
        .filter_map(|question| Some((question, metric_of(question, definition.employees)?)))
}

/// Waves when responses have them, else the period that gives a readable number of steps.
fn usual_trend(dims: &[Dim], days: Option<(i32, i32)>, responses: i64) -> By {
    let is_wave = |dim: &&Dim| match dim {
        Dim::Attribute(name) => ["wave", "golf"].contains(&name.to_lowercase().as_str()),
        _ => false,
    };
    match dims.iter().find(is_wave) {
        Some(wave) => By::Dim(wave.clone()),
        None => By::Period(periods::step(days, responses)),
    }
}

fn too_many(name: &str, by: &By, count: usize, max: usize) -> Problem {
    Problem::BadRequest(format!(
        "{name}: {} has {count} groups here, more than {max}; filter first",
        by.name()
    ))
}

/// All groups together.
fn sum(groups: &[Group], drivers: usize) -> Tables {
    let mut all = Tables::empty(drivers);
    for group in groups {
        all.add(&group.tables);
    }
    all
}

fn answered(table: &facts::DriverTable) -> u64 {
    let answers = table
        .cells
        .iter()
        .take(usize::from(facts::code::HIGHEST) + 1);
    answers.flatten().sum()
}

fn nobody() -> Counts {
    Counts::from(&Tables::default())
}

/// Only what a trend needs: the tables of drivers are large.
fn points(groups: Vec<Group>) -> Vec<Point> {
    let bare = |group: Group| {
        let tables = Tables {
            drivers: Vec::new(),
            ..group.tables
        };
        Group {
            key: group.key,
            tables,
        }
    };
    points_of(groups.into_iter().map(bare).collect())
}

fn points_of(groups: Vec<Group>) -> Vec<Point> {
    let point = |group: Group| {
        let key = group.key.into_iter().next()?;
        Some(Point {
            key,
            counts: Counts::from(&group.tables),
            hidden: false,
        })
    };
    groups.into_iter().filter_map(point).collect()
}

/// The latest waves; "no value" is none.
fn latest(mut points: Vec<Point>) -> Vec<Point> {
    points.retain(|point| point.key != Key::Value(None));
    points.split_off(points.len().saturating_sub(WAVES_MAX))
}

fn protected(mut points: Vec<Point>, all: bool) -> Vec<Point> {
    let n: Vec<u64> = points
        .iter()
        .map(|point| point.counts.answered().n)
        .collect();
    for (point, hidden) in points.iter_mut().zip(privacy::hidden(&n)) {
        if hidden || all {
            point.hidden = hidden || point.counts.answered().n > 0;
            point.counts = nobody();
        }
    }
    points
}

fn property(dim: &Dim, groups: Vec<Group>) -> Property {
    let value = |group: Group| match group.key.into_iter().next() {
        Some(Key::Value(value)) => Some((value, group.tables.responses)),
        _ => None,
    };
    let mut values: Vec<_> = groups.into_iter().filter_map(value).collect();
    // Numbers by size, texts by letter, "no value" last.
    values.sort_by_cached_key(|(value, _)| {
        let number = value.as_ref().and_then(|text| text.parse::<u64>().ok());
        (value.is_none(), number.is_none(), number, value.clone())
    });
    Property {
        dim: dim.clone(),
        values,
    }
}

/// Before which points the wording of the outcome is another one than before: the wording of a
/// point is that of most of its responses.
fn breaks(points: &[Point], versions: &[Group], plan: &Plan) -> Vec<usize> {
    let mut wordings: BTreeMap<&Key, BTreeMap<usize, u64>> = BTreeMap::new();
    for group in versions {
        if let [step, Key::Value(Some(version))] = group.key.as_slice()
            && let Some(wording) = version
                .parse()
                .ok()
                .and_then(|version| plan.wording(version))
        {
            let counts = wordings.entry(step).or_default();
            *counts.entry(wording).or_default() += group.tables.responses;
        }
    }
    let mut before = None;
    let mut breaks = Vec::new();
    for (index, point) in points.iter().enumerate() {
        let most = wordings.get(&point.key).and_then(|counts| {
            counts
                .iter()
                .max_by_key(|(_, n)| **n)
                .map(|(wording, _)| *wording)
        });
        if let Some(most) = most {
            if before.is_some_and(|before| before != most) {
                breaks.push(index);
            }
            before = Some(most);
        }
    }
    breaks
}

#[cfg(test)]
mod tests;
