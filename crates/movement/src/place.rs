//! Where a figure moved: its change split over the values of each property, the property that tells
//! the movement apart best, and its values that moved otherwise than the rest.

use dashboard::filter::Dim;
use figures::FEW;
use stats::decompose::{Decomposition, Part};
use stats::multiplicity::holm;
use stats::quantile::{Z95, normal_p};

use crate::measure::{Codes, Measure, answered, together, without};

/// The chance of naming a place when it moved alike everywhere.
const LEVEL: f64 = 0.05;

/// More values than this are put together.
const ROWS_MAX: usize = 20;

/// A property splits a change only when this part of the answers has a value that occurs on both
/// sides: a property that follows the calendar explains nothing.
const SHARED_MIN: f64 = 0.2;

/// One value of a property on both sides of a change.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cell {
    /// `None` is "no value".
    pub(crate) value: Option<String>,
    /// Its answers before.
    pub(crate) before: Codes,
    /// Its answers after.
    pub(crate) after: Codes,
    /// Of employees: may not be shown by itself.
    pub(crate) hidden: bool,
}

/// Which values a row is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    /// One value; `None` is "no value".
    Value(Option<String>),
    /// So many values with few answers or a small part.
    Others(usize),
    /// Values of employees that may not be shown.
    Hidden,
}

/// One row of a split.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// Which values.
    pub(crate) name: Name,
    /// What it did to the whole.
    pub(crate) part: Part,
    /// Answers before and after.
    pub(crate) n: [u64; 2],
    /// How it moved otherwise than the rest; none with too few answers.
    pub(crate) apart: Option<Apart>,
}

/// How a row moved otherwise than all others together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Apart {
    /// Its change minus that of the others, in the unit of the figure.
    pub(crate) difference: f64,
    /// Chance of that if it moved like them, corrected for the number of rows.
    pub(crate) p: f64,
}

/// A change split over the values of one property.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Split {
    /// The property.
    pub(crate) dim: Dim,
    /// The whole; its parts are those of the rows.
    pub(crate) whole: Decomposition,
    /// One per value or group of values.
    pub(crate) rows: Vec<Row>,
    /// Standard error of the mix part, taking the figures of the values as they are.
    pub(crate) mix_se: f64,
    /// Chance that no row moved otherwise than the rest and that the mix did nothing, corrected
    /// for looking at all of them; none when there was nothing to compare.
    pub(crate) p: Option<f64>,
    /// Rows that stand for the movement; empty when it moved alike everywhere.
    pub(crate) named: Vec<usize>,
    /// That others answered than before explains most of the movement.
    pub(crate) by_mix: bool,
}

/// The change split over `cells`; none when a side has no answers, when there is just one value, or
/// when the values follow the calendar.
pub(crate) fn split(measure: Measure, dim: &Dim, cells: &[Cell]) -> Option<Split> {
    let groups = folded(cells);
    if groups.len() < 2 || shared(cells) < SHARED_MIN {
        return None;
    }
    let sides: Vec<(Codes, Codes)> = groups.iter().map(|group| group.sides).collect();
    let whole = measure.decompose(&sides)?;
    let apart = apart(measure, &sides);
    let known: Vec<f64> = apart.iter().flatten().map(|apart| apart.p).collect();
    let mut corrected = holm(&known).into_iter();
    let rows: Vec<Row> = groups
        .into_iter()
        .zip(&whole.parts)
        .zip(&apart)
        .map(|((group, part), apart)| Row {
            name: group.name,
            part: *part,
            n: [answered(&group.sides.0), answered(&group.sides.1)],
            apart: apart.and_then(|apart| {
                let p = corrected.next()?;
                Some(Apart { p, ..apart })
            }),
        })
        .collect();
    let mix_se = mix_se(&whole, &sides);
    let mut split = Split {
        dim: dim.clone(),
        mix_se,
        rows,
        whole,
        p: None,
        named: Vec::new(),
        by_mix: false,
    };
    split.weigh();
    Some(split)
}

/// The split that tells the movement apart best, when it does so by more than chance, all splits
/// that were looked at considered.
pub(crate) fn best(splits: &[Split]) -> Option<usize> {
    let told: Vec<usize> = (0..splits.len())
        .filter(|&i| splits[i].p.is_some())
        .collect();
    let p: Vec<f64> = told.iter().filter_map(|&i| splits[i].p).collect();
    told.into_iter()
        .zip(holm(&p))
        .filter(|&(i, p)| p < LEVEL && (splits[i].by_mix || !splits[i].named.is_empty()))
        .min_by(|a, b| {
            let chance = |i: usize| splits[i].p.unwrap_or(1.0);
            chance(a.0).total_cmp(&chance(b.0))
        })
        .map(|(i, _)| i)
}

/// The split to show when none was asked for: the best, else the one that comes closest.
pub(crate) fn shown(splits: &[Split]) -> Option<usize> {
    best(splits).or_else(|| {
        (0..splits.len()).min_by(|&a, &b| {
            let chance = |i: usize| splits[i].p.unwrap_or(1.0);
            chance(a).total_cmp(&chance(b))
        })
    })
}

impl Split {
    /// 95 % interval of the mix part.
    pub(crate) fn mix_ci95(&self) -> [f64; 2] {
        let half = Z95 * self.mix_se;
        [self.whole.mix - half, self.whole.mix + half]
    }

    fn weigh(&mut self) {
        let whole = &self.whole;
        let within = self.rows.iter().filter_map(|row| Some(row.apart?.p));
        let within = within.reduce(f64::min);
        let mix = (self.mix_se > 0.0).then(|| normal_p(whole.mix / self.mix_se));
        let both: Vec<f64> = within.into_iter().chain(mix).collect();
        self.p = both
            .iter()
            .copied()
            .reduce(f64::min)
            .map(|p| (p * both.len() as f64).min(1.0));
        let sign = whole.difference.signum();
        self.by_mix = mix.is_some_and(|p| p < LEVEL / 2.0)
            && whole.mix * sign >= whole.difference.abs() / 2.0;
        if self.by_mix {
            return;
        }
        let stands_for = |row: &Row| {
            matches!(row.name, Name::Value(_))
                && row
                    .apart
                    .is_some_and(|apart| apart.p < LEVEL && apart.difference * sign > 0.0)
                && row.part.within * sign > 0.0
        };
        let mut named: Vec<usize> = (0..self.rows.len())
            .filter(|&i| stands_for(&self.rows[i]))
            .collect();
        let size = |i: usize| self.rows[i].part.within.abs();
        named.sort_by(|&a, &b| size(b).total_cmp(&size(a)));
        self.named = named;
    }
}

/// A row before it is computed.
struct Group {
    name: Name,
    sides: (Codes, Codes),
}

/// One group per value that can be judged; the others together, so that all answers count.
fn folded(cells: &[Cell]) -> Vec<Group> {
    let occurs = |cell: &&Cell| answered(&cell.before) + answered(&cell.after) > 0;
    let smallest = |cell: &Cell| answered(&cell.before).min(answered(&cell.after));
    let (hidden, open): (Vec<&Cell>, Vec<&Cell>) =
        cells.iter().filter(occurs).partition(|cell| cell.hidden);
    let (mut large, mut others): (Vec<&Cell>, Vec<&Cell>) =
        open.into_iter().partition(|cell| smallest(cell) >= FEW);
    if large.len() > ROWS_MAX {
        large.sort_by_key(|cell| std::cmp::Reverse(smallest(cell)));
        others.extend(large.split_off(ROWS_MAX));
        large.sort_by(|a, b| (a.value.is_none(), &a.value).cmp(&(b.value.is_none(), &b.value)));
    }
    let sum = |cells: &[&Cell]| {
        (
            together(cells.iter().map(|cell| &cell.before)),
            together(cells.iter().map(|cell| &cell.after)),
        )
    };
    let alone = |cell: &&Cell| Group {
        name: Name::Value(cell.value.clone()),
        sides: (cell.before, cell.after),
    };
    let mut groups: Vec<Group> = large.iter().map(alone).collect();
    match others.as_slice() {
        [] => {}
        [one] => groups.push(alone(one)),
        many => groups.push(Group {
            name: Name::Others(many.len()),
            sides: sum(many),
        }),
    }
    if !hidden.is_empty() {
        groups.push(Group {
            name: Name::Hidden,
            sides: sum(&hidden),
        });
    }
    groups
}

/// Which part of the answers has a value that occurs on both sides: the overlap of the shares.
fn shared(cells: &[Cell]) -> f64 {
    let total = |of: fn(&Cell) -> &Codes| cells.iter().map(|cell| answered(of(cell))).sum::<u64>();
    let (before, after) = (total(|cell| &cell.before), total(|cell| &cell.after));
    if before == 0 || after == 0 {
        return 0.0;
    }
    cells
        .iter()
        .map(|cell| {
            let share = answered(&cell.before) as f64 / before as f64;
            share.min(answered(&cell.after) as f64 / after as f64)
        })
        .sum()
}

/// Per group how it moved otherwise than all others together, not corrected yet.
fn apart(measure: Measure, sides: &[(Codes, Codes)]) -> Vec<Option<Apart>> {
    let before = together(sides.iter().map(|(before, _)| before));
    let after = together(sides.iter().map(|(_, after)| after));
    let against_the_rest = |(from, to): &(Codes, Codes)| {
        let rest = (without(&before, from), without(&after, to));
        let least = [from, to, &rest.0, &rest.1].map(answered);
        if least.iter().any(|&n| n < FEW) {
            return None;
        }
        let (own, rest) = (measure.change(from, to)?, measure.change(&rest.0, &rest.1)?);
        let se = own.se.hypot(rest.se);
        let difference = own.difference - rest.difference;
        (se > 0.0).then(|| Apart {
            difference,
            p: normal_p(difference / se),
        })
    };
    sides.iter().map(against_the_rest).collect()
}

/// Standard error of the mix: the shares of two multinomial samples, each group's answer counting
/// for how far its figure is from the whole.
fn mix_se(whole: &Decomposition, sides: &[(Codes, Codes)]) -> f64 {
    let middle = f64::midpoint(whole.before, whole.after);
    let score = |part: &Part| {
        let (before, after) = (part.before.or(part.after), part.after.or(part.before));
        match (before, after) {
            (Some(before), Some(after)) => f64::midpoint(before, after) - middle,
            _ => 0.0,
        }
    };
    let variance = |share: fn(&Part) -> f64, n: u64| {
        let moment = |power: i32| -> f64 {
            whole
                .parts
                .iter()
                .map(|part| share(part) * score(part).powi(power))
                .sum()
        };
        (moment(2) - moment(1).powi(2)).max(0.0) / n.max(1) as f64
    };
    let n = |of: fn(&(Codes, Codes)) -> &Codes| sides.iter().map(|side| answered(of(side))).sum();
    (variance(|part| part.share_before, n(|side| &side.0))
        + variance(|part| part.share_after, n(|side| &side.1)))
    .sqrt()
}

/// Parts rounded to `decimals` such that they add up to `whole` rounded likewise: what is lost by
/// rounding down goes to those that lost most. `whole` is their sum, or that rounded up or down.
pub(crate) fn rounded(parts: &[f64], whole: f64, decimals: i32) -> Vec<f64> {
    let scale = 10_f64.powi(decimals);
    let mut down: Vec<f64> = parts.iter().map(|part| (part * scale).floor()).collect();
    let missing = (whole * scale).round() - down.iter().sum::<f64>();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    let lost = |i: usize| parts[i] * scale - (parts[i] * scale).floor();
    order.sort_by(|&a, &b| lost(b).total_cmp(&lost(a)));
    for i in order.into_iter().take(missing.max(0.0) as usize) {
        down[i] += 1.0;
    }
    down.into_iter().map(|part| part / scale + 0.0).collect()
}

#[cfg(test)]
mod tests;
