//! Attributes as drivers: what kind they are, and the numbers that stand for their values.
//!
//! Numbers are taken as they are, yes and no as 1 and 0, anything else as one indicator per value
//! but the most frequent one. The model takes indicators as numbers too: their importance counts
//! together, and with missing values EM's normal distribution is an approximation.

use stats::Tally;
use stats::nps::{self, Classes};

use crate::model::{Kind, LevelFigures};
use crate::people::NOBODY;

/// Values of a category with fewer people than this are taken together.
const RARE: usize = 10;
/// Most values of a category told apart, and most values of a number listed one by one.
const MOST: usize = 12;
/// Ranges that a number with more values is told in.
const RANGES: usize = 5;

/// An attribute, coded.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Coded {
    pub(crate) kind: Kind,
    /// The groups its figures are told in.
    pub(crate) groups: Vec<Group>,
    /// Group per person, [`NOBODY`] without a value.
    pub(crate) group: Vec<u32>,
    /// How many values were taken together as rare.
    pub(crate) rare: u32,
}

/// People with one value, or with a range of values or all rare ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    /// Empty for the rare ones together.
    pub(crate) value: String,
    pub(crate) values: u32,
}

/// Codes the values of people (index into `levels`, [`NOBODY`] for none); also the columns.
pub(crate) fn code(levels: &[String], values: &[u32]) -> (Coded, Vec<Vec<f64>>) {
    let mut count = vec![0_usize; levels.len()];
    for &value in values.iter().filter(|&&value| value != NOBODY) {
        count[value as usize] += 1;
    }
    let occurring = || (0..levels.len()).filter(|&level| count[level] > 0);
    let all = |of: &dyn Fn(&str) -> Option<f64>| -> Option<Vec<f64>> {
        let mut numbers = vec![f64::NAN; levels.len()];
        for level in occurring() {
            numbers[level] = of(&levels[level])?;
        }
        Some(numbers)
    };
    if let Some(numbers) = all(&yes_or_no) {
        let coded = coded(Kind::YesNo, levels, values, &by_count(&count));
        (coded, vec![column(values, &numbers)])
    } else if let Some(numbers) = all(&number) {
        let column = column(values, &numbers);
        let coded = numeric(levels, values, &count, &numbers);
        (coded, vec![column])
    } else {
        categorical(levels, values, &count)
    }
}

/// NPS and mean score per group; `scores` and `weight` per person.
pub(crate) fn level_figures(
    coded: &Coded,
    scores: &[u8],
    weight: impl Fn(usize) -> f64,
) -> Vec<LevelFigures> {
    let mut counts = vec![[Tally::ZERO; 11]; coded.groups.len()];
    for (at, &group) in coded.group.iter().enumerate() {
        if group != NOBODY {
            counts[group as usize][usize::from(scores[at])] += Tally::weighted(weight(at));
        }
    }
    let groups = coded.groups.iter().zip(counts);
    groups
        .map(|(group, counts)| {
            let nps = nps::nps(&Classes::from_scores(&counts));
            let total: Tally = counts.iter().sum();
            let sum: f64 = counts
                .iter()
                .zip(0..)
                .map(|(count, score)| count.w * f64::from(score))
                .sum();
            LevelFigures {
                value: group.value.clone(),
                values: group.values,
                n: total.n,
                nps: nps.map(|nps| nps.value),
                nps_ci95: nps.map(|nps| nps::clipped(nps.ci95)),
                mean: (!total.is_empty()).then(|| sum / total.w),
            }
        })
        .collect()
}

/// Share of the scores' variance between groups (η²); none without variance.
pub(crate) fn eta_squared(
    coded: &Coded,
    scores: &[u8],
    weight: impl Fn(usize) -> f64,
) -> Option<f64> {
    let mut groups = vec![(0.0, 0.0); coded.groups.len()];
    let with = || {
        let people = coded.group.iter().enumerate();
        people.filter(|(_, group)| **group != NOBODY)
    };
    let (mut total, mut sum) = (0.0, 0.0);
    for (at, &group) in with() {
        let (w, score) = (weight(at), f64::from(scores[at]));
        let own = &mut groups[group as usize];
        *own = (own.0 + w, own.1 + w * score);
        total += w;
        sum += w * score;
    }
    let mean = sum / total;
    let spread: f64 = with()
        .map(|(at, _)| weight(at) * (f64::from(scores[at]) - mean).powi(2))
        .sum();
    let between: f64 = groups
        .iter()
        .filter(|(w, _)| *w > 0.0)
        .map(|(w, sum)| w * (sum / w - mean).powi(2))
        .sum();
    (spread > 0.0).then(|| (between / spread).clamp(0.0, 1.0))
}

fn yes_or_no(value: &str) -> Option<f64> {
    const YES: [&str; 7] = ["yes", "ja", "true", "waar", "1", "y", "j"];
    const NO: [&str; 6] = ["no", "nee", "false", "onwaar", "0", "n"];
    let value = value.trim().to_lowercase();
    if YES.contains(&value.as_str()) {
        Some(1.0)
    } else if NO.contains(&value.as_str()) {
        Some(0.0)
    } else {
        None
    }
}

/// A number, with a decimal point or comma.
fn number(value: &str) -> Option<f64> {
    let value = value.trim();
    let parsed = value
        .parse()
        .or_else(|_| value.replacen(',', ".", 1).parse());
    parsed.ok().filter(|number: &f64| number.is_finite())
}

fn column(values: &[u32], numbers: &[f64]) -> Vec<f64> {
    let number = |&value: &u32| numbers.get(value as usize).copied().unwrap_or(f64::NAN);
    values.iter().map(number).collect()
}

/// Levels that occur, the most frequent first.
fn by_count(count: &[usize]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count.len()).filter(|&level| count[level] > 0).collect();
    order.sort_by_key(|&level| std::cmp::Reverse(count[level]));
    order
}

/// One group per level, in this order; levels that aren't in it belong to no group.
fn coded(kind: Kind, levels: &[String], values: &[u32], order: &[usize]) -> Coded {
    let mut group_of = vec![NOBODY; levels.len()];
    let mut groups = Vec::with_capacity(order.len());
    for (group, &level) in order.iter().enumerate() {
        group_of[level] = group as u32;
        groups.push(Group {
            value: levels[level].clone(),
            values: 1,
        });
    }
    let own = |&value: &u32| group_of.get(value as usize).copied().unwrap_or(NOBODY);
    Coded {
        kind,
        groups,
        group: values.iter().map(own).collect(),
        rare: 0,
    }
}

/// A number: its values one by one from low to high, or in ranges with about as many people each.
fn numeric(levels: &[String], values: &[u32], count: &[usize], numbers: &[f64]) -> Coded {
    let mut order = by_count(count);
    order.sort_by(|&a, &b| numbers[a].total_cmp(&numbers[b]));
    let mut coded = coded(Kind::Numeric, levels, values, &order);
    if order.len() <= MOST {
        return coded;
    }
    let people: usize = count.iter().sum();
    let mut range_of = Vec::with_capacity(order.len());
    let mut groups: Vec<Group> = Vec::new();
    let (mut before, mut last, mut from) = (0, usize::MAX, 0);
    for (position, &level) in order.iter().enumerate() {
        let range = RANGES * before / people;
        before += count[level];
        if range != last {
            groups.push(Group {
                value: String::new(),
                values: 0,
            });
            (last, from) = (range, position);
        }
        let group = groups.last_mut().expect("a range was just begun");
        group.values += 1;
        group.value = if position == from {
            levels[level].clone()
        } else {
            format!("{} – {}", levels[order[from]], levels[level])
        };
        range_of.push(groups.len() as u32 - 1);
    }
    for group in coded.group.iter_mut().filter(|group| **group != NOBODY) {
        *group = range_of[*group as usize];
    }
    coded.groups = groups;
    coded
}

/// A category: one group and one indicator per frequent value, the most frequent one being what
/// they are compared with; the rare ones share the last.
fn categorical(levels: &[String], values: &[u32], count: &[usize]) -> (Coded, Vec<Vec<f64>>) {
    let order = by_count(count);
    let frequent = order
        .iter()
        .take(MOST)
        .filter(|&&level| count[level] >= RARE)
        .count()
        .max(1)
        .min(order.len());
    let mut coded = coded(Kind::Categorical, levels, values, &order);
    let rare = order.len() - frequent;
    if rare > 1 {
        for group in coded.group.iter_mut().filter(|group| **group != NOBODY) {
            *group = (*group).min(frequent as u32);
        }
        coded.groups.truncate(frequent);
        coded.groups.push(Group {
            value: String::new(),
            values: rare as u32,
        });
        coded.rare = rare as u32;
    }
    let indicator = |wanted: usize| -> Vec<f64> {
        let own = |&group: &u32| match group {
            NOBODY => f64::NAN,
            group => f64::from(u8::from(group as usize == wanted)),
        };
        coded.group.iter().map(own).collect()
    };
    let mut columns: Vec<Vec<f64>> = (1..coded.groups.len()).map(indicator).collect();
    if columns.is_empty() {
        // One value only: a constant, so that people with a value are still counted.
        columns.push(indicator(0));
    }
    (coded, columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coded_as(values: &[(&str, usize)]) -> (Coded, Vec<Vec<f64>>) {
        let levels: Vec<String> = values
            .iter()
            .map(|(value, _)| (*value).to_owned())
            .collect();
        let people = values.iter().zip(0..);
        let values: Vec<u32> = people
            .flat_map(|((_, times), level)| std::iter::repeat_n(level, *times))
            .chain([NOBODY])
            .collect();
        code(&levels, &values)
    }

    fn values(coded: &Coded) -> Vec<&str> {
        coded
            .groups
            .iter()
            .map(|group| group.value.as_str())
            .collect()
    }

    #[test]
    fn kinds() {
        for (values, kind) in [
            (vec![("Ja", 3), ("nee", 2)], Kind::YesNo),
            (vec![("1", 3), ("0", 2)], Kind::YesNo),
            (vec![("1", 3), ("2", 2)], Kind::Numeric),
            (vec![("1,5", 3), ("-2", 2)], Kind::Numeric),
            (vec![("1", 3), ("2+", 2)], Kind::Categorical),
            (vec![("inf", 3), ("2", 2)], Kind::Categorical),
            (vec![("yes", 3), ("maybe", 2)], Kind::Categorical),
            // A level that nobody has says nothing.
            (vec![("yes", 3), ("maybe", 0)], Kind::YesNo),
        ] {
            assert_eq!(coded_as(&values).0.kind, kind, "{values:?}");
        }
    }

    #[test]
    fn a_category_has_an_indicator_per_value_but_the_first() {
        let (coded, columns) = coded_as(&[("b", 12), ("a", 20), ("c", 3), ("d", 2)]);
        assert_eq!(values(&coded), ["a", "b", ""]);
        assert_eq!((coded.rare, columns.len()), (2, 2));
        assert_eq!(columns[0].iter().filter(|&&x| x > 0.5).count(), 12);
        assert_eq!(columns[1].iter().filter(|&&x| x > 0.5).count(), 5);
        assert!(columns[0].last().is_some_and(|x| x.is_nan()));
        // One rare value stays itself.
        assert_eq!(
            values(&coded_as(&[("b", 12), ("a", 20), ("c", 3)]).0),
            ["a", "b", "c"]
        );
        // All rare: the most frequent one is told from the rest.
        assert_eq!(
            values(&coded_as(&[("x", 1), ("y", 2), ("z", 1)]).0),
            ["y", ""]
        );
        assert_eq!(coded_as(&[("x", 1)]).1.len(), 1);
        assert_eq!(coded_as(&[]).0.groups.len(), 0);
    }

    #[test]
    fn many_numbers_are_told_in_ranges() {
        let levels: Vec<String> = (1..=50).map(|number| number.to_string()).collect();
        let people: Vec<u32> = (0..50).collect();
        let (coded, columns) = code(&levels, &people);
        assert_eq!(
            values(&coded),
            ["1 – 10", "11 – 20", "21 – 30", "31 – 40", "41 – 50"]
        );
        assert!((columns[0][49] - 50.0).abs() < 1e-12);
        let scores = vec![8; 50];
        assert_eq!(eta_squared(&coded, &scores, |_| 1.0), None);
        let scores: Vec<u8> = (0..50).map(|at| at / 10 + 5).collect();
        assert!((eta_squared(&coded, &scores, |_| 1.0).unwrap() - 1.0).abs() < 1e-12);
        let figures = level_figures(&coded, &scores, |_| 1.0);
        assert_eq!(figures[4].nps, Some(100.0));
        assert_eq!(figures[0].nps, Some(-100.0));
        assert_eq!(figures[2].mean, Some(7.0));
    }
}
