//! What is summed per unit drawn.

use figures::Coding;
use stats::bootstrap::Expected;
use stats::kss::Level;
use stats::nps::class;

use super::{Plan, Units};
use crate::answers::Answers;
use crate::joint::Joint;

/// Rows of sums, one per unit.
#[derive(Clone)]
pub(crate) struct Panel {
    pub(super) numbers: Vec<f64>,
    pub(super) width: usize,
}

impl Panel {
    /// Zeros.
    pub(super) fn new(units: usize, width: usize) -> Self {
        Self {
            numbers: vec![0.0; units * width],
            width,
        }
    }

    /// A unit's row.
    pub(super) fn row(&mut self, unit: u32) -> &mut [f64] {
        let start = unit as usize * self.width;
        &mut self.numbers[start..start + self.width]
    }

    /// All rows, unit after unit.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.numbers.chunks_exact(self.width.max(1))
    }

    /// The expected moments of all people in these columns, and behind them their weight.
    pub(crate) fn moments(
        expected: &Expected,
        columns: &[Vec<f64>],
        (answers, units): (&Answers, &Units),
    ) -> Self {
        let everybody: Vec<u32> = (0..answers.len() as u32).collect();
        moments(expected, columns, (answers, units), &everybody)
    }
}

/// Per ranked statement: weight and points of those who answered, and of those who agree.
pub(super) fn kss_panel(plan: &Plan<'_>, coding: &Coding) -> Panel {
    let mut panel = Panel::new(plan.units.units, 4 * plan.ranked.len());
    for (person, &unit) in plan.units.unit.iter().enumerate() {
        let weight = plan.answers.weight(person);
        let points = weight * class(plan.answers.scores[person]).points();
        for (sums, &column) in panel.row(unit).chunks_exact_mut(4).zip(plan.ranked) {
            let value = plan.answers.columns[column][person];
            if value.is_nan() {
                continue;
            }
            sums[0] += weight;
            sums[1] += points;
            if coding.level(value as u8) == Level::Agree {
                sums[2] += weight;
                sums[3] += points;
            }
        }
    }
    panel
}

/// The expected moments of the joint model's people, and their weight.
pub(super) fn moments_panel(plan: &Plan<'_>, joint: &Joint) -> (Expected, Panel) {
    let columns: Vec<Vec<f64>> = joint
        .columns
        .iter()
        .map(|&column| of(&plan.answers.columns[column], &joint.people))
        .collect();
    let weights = plan.answers.weights.as_ref();
    let weights = weights.map(|weights| of(weights, &joint.people));
    let expected = Expected::new(&columns, weights.as_deref(), &joint.fit);
    let whose = (plan.answers, plan.units);
    let panel = moments(&expected, &columns, whose, &joint.people);
    (expected, panel)
}

/// `columns` are those of `people` alone.
fn moments(
    expected: &Expected,
    columns: &[Vec<f64>],
    (answers, units): (&Answers, &Units),
    people: &[u32],
) -> Panel {
    let weights = answers.weights.as_ref().map(|weights| of(weights, people));
    let unit: Vec<u32> = of(&units.unit, people);
    let own = expected.width();
    let sums = expected.by_unit(columns, weights.as_deref(), (&unit, units.units));
    let mut panel = Panel::new(units.units, own + 1);
    for (unit, sums) in (0..).zip(sums.chunks_exact(own)) {
        panel.row(unit)[..own].copy_from_slice(sums);
    }
    for (at, &unit) in unit.iter().enumerate() {
        panel.row(unit)[own] += weights.as_ref().map_or(1.0, |weights| weights[at]);
    }
    panel
}

fn of<T: Copy>(values: &[T], people: &[u32]) -> Vec<T> {
    people.iter().map(|&at| values[at as usize]).collect()
}
