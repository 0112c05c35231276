//! From the groups that were counted to the points and properties of a page.

use std::collections::BTreeMap;

use facts::{Group, Key, Tables};
use figures::Counts;

use crate::crowd::Sides;
use crate::filter::{Asked, By, Dim};
use crate::months::Months;
use crate::plan::Plan;
use crate::privacy::Privacy;
use crate::results::{Point, Property};

/// Waves shown side by side, the latest ones.
const WAVES_MAX: usize = 6;

/// All groups together.
pub(crate) fn sum(groups: &[Group], drivers: usize) -> Tables {
    let mut all = Tables::empty(drivers);
    for group in groups {
        all.add(&group.tables);
    }
    all
}

pub(crate) fn answered(table: &facts::DriverTable) -> u64 {
    let answers = table
        .cells
        .iter()
        .take(usize::from(facts::code::HIGHEST) + 1);
    answers.flatten().sum()
}

pub(crate) fn nobody() -> Counts {
    Counts::from(&Tables::default())
}

/// Only what a trend needs: the tables of drivers are large.
pub(crate) fn points(groups: Vec<Group>) -> Vec<Point> {
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

pub(crate) fn points_of(groups: Vec<Group>) -> Vec<Point> {
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

/// Steps added up to waves that begin with one of them: months to years, or a wave to itself. Only
/// the first `drivers` tables are taken along.
pub(crate) fn folded(steps: &[Group], waves: &By, drivers: usize) -> Vec<Group> {
    let mut folded: BTreeMap<Vec<Key>, Tables> = BTreeMap::new();
    for step in steps {
        let key = step.key.iter().map(|key| match (key, waves) {
            (Key::Period { start_day, .. }, By::Period(period)) => Key::Period {
                period: *period,
                start_day: period.start_day(*start_day),
            },
            (other, _) => other.clone(),
        });
        let mut tables = step.tables.clone();
        tables.drivers.truncate(drivers);
        folded
            .entry(key.collect())
            .or_insert_with(|| Tables::empty(drivers))
            .add(&tables);
    }
    let group = |(key, tables)| Group { key, tables };
    folded.into_iter().map(group).collect()
}

/// The latest waves; "no value" is none.
pub(crate) fn latest(mut points: Vec<Point>) -> Vec<Point> {
    points.retain(|point| point.key != Key::Value(None));
    points.split_off(points.len().saturating_sub(WAVES_MAX))
}

/// The points without those that are too small or would give one away, or without any. `sides` says
/// who is in each.
pub(crate) fn protected(
    mut points: Vec<Point>,
    (privacy, sides): (Privacy, &Sides),
    all: bool,
) -> Vec<Point> {
    let group = |point: &Point| (vec![point.key.clone()], point.counts.answered().n);
    let groups: Vec<(Vec<Key>, u64)> = points.iter().map(group).collect();
    let groups: Vec<(&[Key], u64)> = groups.iter().map(|(key, n)| (&**key, *n)).collect();
    for (point, hidden) in points.iter_mut().zip(sides.hidden(privacy, &groups)) {
        if hidden || all {
            point.hidden = hidden || point.counts.answered().n > 0;
            point.counts = nobody();
        }
    }
    points
}

/// The points of periods without those that hide together with months beside them, or without any.
pub(crate) fn in_time(
    mut points: Vec<Point>,
    (months, asked): (&Months, &Asked),
    all: bool,
) -> Vec<Point> {
    for point in &mut points {
        let is_somebody = point.counts.responses.n > 0;
        if all || is_somebody && !months.show_part(asked, &point.key) {
            point.hidden = is_somebody;
            point.counts = nobody();
        }
    }
    points
}

pub(crate) fn property(dim: &Dim, groups: Vec<Group>) -> Property {
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
pub(crate) fn breaks(points: &[Point], versions: &[Group], plan: &Plan) -> Vec<usize> {
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
