//! From the stored answers to series and grids: everything is counted in one pass per property.

use std::collections::HashMap;

use dashboard::ask::Ask;
use dashboard::crowd::{Again, Crowd, hidden};
use dashboard::filter::{Asked, By, Dim};
use dashboard::periods;
use dashboard::privacy::Privacy;
use dashboard::results::{Results, further_metrics};
use facts::{Group, Key};
use figures::FEW;
use platform::Problem;
use user::Sight;

use crate::measure::{Codes, Measure, answered, together};
use crate::model::{Grid, GridRow, Series, Step, Steps, What};
use crate::protect::{crowd, protect};

/// A property with more values than this is no list of segments.
const VALUES_MAX: usize = 200;

/// More counts than this per property would fill the memory: narrow the period or take longer steps.
const CELLS_MAX: usize = 40_000;

/// What was counted.
pub(crate) struct Gathered {
    /// The steps.
    pub(crate) steps: Steps,
    /// Outcome, further metrics and drivers, then the segments.
    pub(crate) series: Vec<Series>,
    /// The outcome by value of each property.
    pub(crate) grids: Vec<Grid>,
    /// Segments that have too few answers to be followed.
    pub(crate) left_out: usize,
}

/// Counts everything that is followed. `today` decides which period still runs.
pub(crate) async fn gather(results: &Results, today: i32) -> Result<Gathered, Problem> {
    let tables = tables(results);
    let keys: Vec<String> = tables.iter().map(|(key, ..)| key.clone()).collect();
    let by = &results.trend.by;
    let mut asks = vec![ask(results, results.asked.clone(), vec![by.clone()], &keys)];
    let dims = dims(results);
    asks.extend(dims.iter().map(|dim| {
        let group = vec![by.clone(), By::Dim(dim.clone())];
        ask(results, results.asked.clone(), group, &[])
    }));
    let mut again = results.source.again(asks.clone()).await?.into_iter();
    let mut counted = results.source.evaluate(asks).await?.into_iter();
    let all = counted.next().unwrap_or_default();
    let several = several(results, again.next().unwrap_or_default(), &keys).await?;
    let mut steps = steps(results, today);
    let places = places(&steps);
    steps.latest = latest(&steps, &places, &all);
    let mut series = overall(results, &steps, (&all, &several), &tables);
    let mut grids: Vec<Grid> = dims
        .iter()
        .zip(counted)
        .map(|(dim, groups)| grid(dim, &groups, &steps, |group| group.tables.outcome))
        .collect();
    for (grid, again) in grids.iter_mut().zip(again) {
        protect(grid, &steps, results.privacy(), &again);
    }
    grids.retain(|grid| grid.rows.len() > 1);
    let (segments, left_out) = segments(results, &steps, &grids);
    series.extend(segments);
    Ok(Gathered {
        steps,
        series,
        grids,
        left_out,
    })
}

/// Who gave several answers to the outcome in a step, and then to each question.
async fn several(
    results: &Results,
    outcome: Again,
    keys: &[String],
) -> Result<Vec<Again>, Problem> {
    let asks = keys.iter().map(|key| Ask {
        outcome: Some(key.clone()),
        ..ask(
            results,
            results.asked.clone(),
            vec![results.trend.by.clone()],
            &[],
        )
    });
    let mut all = vec![outcome];
    all.extend(results.source.again(asks.collect()).await?);
    Ok(all)
}

/// The answers behind other series by value of each property. `questions` are keys of drivers and
/// further metrics; the grids come per question, in its order.
pub(crate) async fn grids_of(
    results: &Results,
    steps: &Steps,
    dims: &[Dim],
    questions: &[String],
) -> Result<Vec<Vec<Grid>>, Problem> {
    let mut grids = vec![Vec::new(); questions.len()];
    if questions.is_empty() {
        return Ok(grids);
    }
    let asks = dims.iter().map(|dim| {
        let group = vec![steps.by.clone(), By::Dim(dim.clone())];
        ask(results, results.asked.clone(), group, questions)
    });
    let counted = results.source.evaluate(asks.collect()).await?;
    let to_each = dims.iter().flat_map(|dim| {
        let group = vec![steps.by.clone(), By::Dim(dim.clone())];
        questions.iter().map(move |question| Ask {
            outcome: Some(question.clone()),
            ..ask(results, results.asked.clone(), group.clone(), &[])
        })
    });
    let mut again = results.source.again(to_each.collect()).await?.into_iter();
    for (dim, groups) in dims.iter().zip(&counted) {
        for (table, grids) in grids.iter_mut().enumerate() {
            let mut grid = grid(dim, groups, steps, |group| by_code(group, table));
            let again = again.next().unwrap_or_default();
            protect(&mut grid, steps, results.privacy(), &again);
            grids.push(grid);
        }
    }
    Ok(grids)
}

/// The outcome within one segment by value of every other property. Never asked where groups are
/// hidden: two properties together would single people out.
pub(crate) async fn grids_within(
    results: &Results,
    steps: &Steps,
    dims: &[Dim],
    segment: (&Dim, &str),
) -> Result<Vec<Grid>, Problem> {
    let asked = results.asked.only(segment.0, segment.1);
    let others: Vec<&Dim> = dims.iter().filter(|dim| *dim != segment.0).collect();
    let asks = others.iter().map(|dim| {
        let group = vec![steps.by.clone(), By::Dim((*dim).clone())];
        ask(results, asked.clone(), group, &[])
    });
    let counted = results.source.evaluate(asks.collect()).await?;
    let grids = others.into_iter().zip(&counted);
    Ok(grids
        .map(|(dim, groups)| grid(dim, groups, steps, |group| group.tables.outcome))
        .collect())
}

fn ask(results: &Results, filter: Asked, group: Vec<By>, drivers: &[String]) -> Ask {
    Ask {
        filter,
        group,
        outcome: outcome(results),
        drivers: drivers.to_vec(),
    }
}

fn outcome(results: &Results) -> Option<String> {
    let outcome = results.survey.definition.outcome();
    outcome.map(|question| question.key.clone())
}

/// The questions beside the outcome, in the order of the tables.
fn tables(results: &Results) -> Vec<(String, What, Measure)> {
    let survey = &results.survey;
    let drivers = survey
        .definition
        .drivers()
        .map(|question| (question.key.clone(), What::Driver, Measure::Agree));
    let further = further_metrics(survey)
        .map(|(question, metric)| (question.key.clone(), What::Further, Measure::Metric(metric)));
    drivers.chain(further).collect()
}

/// Properties whose values may be segments. Versions are no segments: they follow the calendar. Where
/// groups hide there are none within a limited sight: the same segment of a team and of one below it
/// could leave a few of each other.
fn dims(results: &Results) -> Vec<Dim> {
    if results.privacy().hides() && results.source.whose.sight != Sight::Everything {
        return Vec::new();
    }
    let steps = results.trend.points.len().max(1);
    let most = VALUES_MAX.min(CELLS_MAX / steps);
    results
        .properties
        .iter()
        .filter(|property| property.dim != Dim::Version)
        .filter(|property| results.trend.by != By::Dim(property.dim.clone()))
        .filter(|property| (2..=most).contains(&property.values.len()))
        .map(|property| property.dim.clone())
        .collect()
}

fn steps(results: &Results, today: i32) -> Steps {
    let trend = &results.trend;
    let to = results.asked.to;
    let complete = |key: &Key| match key {
        Key::Period { period, start_day } => {
            let (_, last) = periods::days(*period, *start_day);
            last < today && to.is_none_or(|to| last <= to)
        }
        // Nobody says when a wave is over.
        Key::Value(_) => true,
    };
    let step = |point: &dashboard::results::Point| Step {
        complete: complete(&point.key),
        key: point.key.clone(),
        hidden: point.hidden,
    };
    Steps {
        by: trend.by.clone(),
        all: trend.points.iter().map(step).collect(),
        latest: None,
        reworded: trend.breaks.last().copied().unwrap_or(0),
    }
}

/// Which step a group belongs to.
fn places(steps: &Steps) -> HashMap<&Key, usize> {
    let keys = steps.all.iter().enumerate();
    keys.map(|(place, step)| (&step.key, place)).collect()
}

fn latest(steps: &Steps, places: &HashMap<&Key, usize>, all: &[Group]) -> Option<usize> {
    all.iter()
        .filter(|group| group.tables.responses > 0)
        .filter_map(|group| places.get(group.key.first()?).copied())
        .filter(|&place| steps.all[place].complete && !steps.all[place].hidden)
        .max()
}

/// The answers to one question by code, whatever the score.
fn by_code(group: &Group, table: usize) -> Codes {
    let cells = &group.tables.drivers[table].cells;
    std::array::from_fn(|code| cells[code].iter().sum())
}

/// Outcome, further metrics and drivers.
fn overall(
    results: &Results,
    steps: &Steps,
    (all, again): (&[Group], &[Again]),
    tables: &[(String, What, Measure)],
) -> Vec<Series> {
    let places = places(steps);
    let cells = |question: usize, of: &dyn Fn(&Group) -> Codes| -> Vec<Codes> {
        let mut cells = vec![[0; 16]; steps.all.len()];
        for group in all {
            let place = group.key.first().and_then(|key| places.get(key));
            if let Some(&place) = place.filter(|&&place| !steps.all[place].hidden) {
                cells[place] = of(group);
            }
        }
        hide(&mut cells, steps, (results.privacy(), again.get(question)));
        cells
    };
    let first = outcome(results)
        .zip(results.metric)
        .map(|(key, metric)| Series {
            id: key.clone(),
            what: What::Outcome,
            question: key,
            measure: Measure::Metric(metric),
            cells: cells(0, &|group| group.tables.outcome),
            first: steps.reworded,
        });
    let others = tables
        .iter()
        .enumerate()
        .map(|(table, (key, what, measure))| Series {
            id: key.clone(),
            what: what.clone(),
            question: key.clone(),
            measure: *measure,
            cells: cells(table + 1, &|group| by_code(group, table)),
            first: 0,
        });
    // Further metrics before drivers: they are figures of their own.
    let mut series: Vec<Series> = first.into_iter().chain(others).collect();
    series.sort_by_key(|series| rank(&series.what));
    series
}

/// The order in which series are told.
pub(crate) fn rank(what: &What) -> u8 {
    match what {
        What::Outcome => 0,
        What::Further => 1,
        What::Driver => 2,
        What::Segment { .. } => 3,
    }
}

/// Steps in which few answered this question are as if nobody had.
fn hide(cells: &mut [Codes], steps: &Steps, (privacy, again): (Privacy, Option<&Again>)) {
    let again = |step: &Step| again.and_then(|again| again.get(std::slice::from_ref(&step.key)));
    let crowds: Vec<Vec<Crowd>> = cells
        .iter()
        .zip(&steps.all)
        .map(|(cell, step)| vec![crowd(cell, again(step))])
        .collect();
    for (cell, hidden) in cells.iter_mut().zip(hidden(privacy, &crowds)) {
        if hidden {
            *cell = [0; 16];
        }
    }
}

/// One row per value that occurs, one cell per step.
fn grid(dim: &Dim, groups: &[Group], steps: &Steps, of: impl Fn(&Group) -> Codes) -> Grid {
    let places = places(steps);
    let mut rows: Vec<GridRow> = Vec::new();
    let mut known: HashMap<Option<String>, usize> = HashMap::new();
    for group in groups {
        let [step, Key::Value(value)] = group.key.as_slice() else {
            continue;
        };
        let codes = of(group);
        let Some(&place) = places.get(step).filter(|_| answered(&codes) > 0) else {
            continue;
        };
        let row = *known.entry(value.clone()).or_insert_with(|| {
            rows.push(GridRow {
                value: value.clone(),
                cells: vec![[0; 16]; steps.all.len()],
                hidden: false,
            });
            rows.len() - 1
        });
        rows[row].cells[place] = codes;
    }
    rows.sort_by(|a, b| (a.value.is_none(), &a.value).cmp(&(b.value.is_none(), &b.value)));
    Grid {
        dim: dim.clone(),
        rows,
    }
}

/// The segments that can be followed, and how many can't for lack of answers.
fn segments(results: &Results, steps: &Steps, grids: &[Grid]) -> (Vec<Series>, usize) {
    let (Some(latest), Some(metric)) = (steps.latest, results.metric) else {
        return (Vec::new(), 0);
    };
    let question = outcome(results).unwrap_or_default();
    let (mut series, mut left_out) = (Vec::new(), 0);
    for grid in grids {
        for row in &grid.rows {
            let Some(value) = row.value.clone() else {
                continue;
            };
            let first = steps.reworded.min(latest);
            let before = answered(&together(&row.cells[first..latest]));
            if row.hidden || before < FEW || answered(&row.cells[latest]) < FEW {
                left_out += 1;
                continue;
            }
            series.push(Series {
                id: segment_id(&grid.dim, &value),
                what: What::Segment {
                    dim: grid.dim.clone(),
                    value,
                },
                question: question.clone(),
                measure: Measure::Metric(metric),
                cells: row.cells.clone(),
                first: steps.reworded,
            });
        }
    }
    (series, left_out)
}

/// The name of a segment in addresses.
pub(crate) fn segment_id(dim: &Dim, value: &str) -> String {
    format!("{}:{value}", By::Dim(dim.clone()).name())
}
