//! What if, by a straight line: the regression of NPS points (−100, 0, 100) on the drivers with EM's
//! covariances, for when hardly anybody answered every driver.
//!
//! Lifting a driver gains its slope times the mean move of those who answered it. Errors follow from
//! how every person pulls at the fit, so that nothing needs to be normal.

use stats::Matrix;
use stats::bootstrap::Expected;
use stats::em::Incomplete;
use stats::nps::class;

use super::{Lifted, Target};
use crate::answers::Answers;
use crate::joint::{Joint, STOP};
use crate::model::{Basis, JointWhatIf};
use crate::people::{Method, Options};
use crate::resample::{Panel, Units};

/// The straight line through all answers.
pub(crate) struct Linear {
    /// How many people it rests on.
    pub(crate) people: u64,
    /// NPS by the model, people as they are.
    pub(crate) before: f64,
    expected: Expected,
    /// Expected moments of each unit's people, and their weight.
    panel: Panel,
    /// Per driver column, with the covariance of their errors.
    slopes: Vec<f64>,
    spread: Matrix,
    /// Per player of the joint model: how it is lifted, if it can be.
    moves: Vec<Option<Mean>>,
    names: Vec<String>,
}

/// The move of one player, of those who answered it.
#[derive(Clone, Copy)]
struct Mean {
    /// Which driver column.
    driver: usize,
    by: f64,
    /// Share of them that moves.
    moved: f64,
}

impl Linear {
    /// None when the other figures aren't by EM either, or EM comes to no end.
    pub(crate) fn new(
        answers: &Answers,
        (joint, units): (&Joint, &Units),
        options: &Options,
    ) -> Option<Self> {
        if options.method != Method::Em || joint.people.len() < answers.len() {
            return None;
        }
        let points = answers.scores.iter().map(|&score| class(score).points());
        let mut columns: Vec<Vec<f64>> = vec![points.collect()];
        let drivers = joint.columns[1..].iter();
        columns.extend(drivers.map(|&column| answers.columns[column].clone()));
        let weights = answers.weights.as_deref();
        let fit = Incomplete::new(&columns).fit(weights, None, STOP).ok()?;
        if !fit.converged || fit.covariance[(0, 0)] <= 0.0 {
            return None;
        }
        let expected = Expected::new(&columns, weights, &fit);
        let panel = Panel::moments(&expected, &columns, (answers, units));
        let (rows, own): (Vec<&[f64]>, Vec<f64>) = panel.rows().map(split).unzip();
        let (slopes, spread) = expected.slopes_at_fit(&rows.concat(), &own)?;
        let moves = joint.lifted(answers, &options.coding).map(|own| {
            let (at, target) = own?;
            Mean::of(answers, (joint.columns[at], at - 1), &target)
        });
        Some(Self {
            people: answers.len() as u64,
            before: fit.mean[0],
            moves: moves.collect(),
            names: joint.names(answers),
            expected,
            panel,
            slopes,
            spread,
        })
    }

    pub(super) fn one(&self, player: usize) -> Option<Lifted> {
        let own = self.moves[player]?;
        let variance = self.spread[(own.driver, own.driver)];
        Some(Lifted {
            gain: self.slopes[own.driver] * own.by,
            se: own.by.abs() * variance.max(0.0).sqrt(),
            before: self.before,
            moved: own.moved,
        })
    }

    /// Several at once: on a straight line gains add up, as far as the scale goes.
    pub(super) fn together(&self, lifts: &[(String, f64)]) -> Option<JointWhatIf> {
        let mut by = vec![0.0; self.slopes.len()];
        let mut single = Vec::with_capacity(lifts.len());
        for (name, share) in lifts {
            let player = self.names.iter().position(|own| own == name)?;
            let own = self.moves[player]?;
            by[own.driver] += share * own.by;
            single.push((name.clone(), share * self.slopes[own.driver] * own.by));
        }
        let gain: f64 = single.iter().map(|(_, gain)| gain).sum();
        let after = (self.before + gain).clamp(-100.0, 100.0);
        let gain = after - self.before;
        let along: f64 = (0..by.len())
            .flat_map(|i| (0..by.len()).map(move |j| (i, j)))
            .map(|(i, j)| by[i] * by[j] * self.spread[(i, j)])
            .sum();
        let half = stats::quantile::Z95 * along.max(0.0).sqrt();
        Some(JointWhatIf {
            gain,
            ci95: [gain - half, gain + half],
            before: self.before,
            after,
            n: self.people,
            basis: Basis::Linear,
            single,
        })
    }

    /// What resampling sums per unit.
    pub(crate) fn panel(&self) -> &Panel {
        &self.panel
    }

    /// The gain per player in a resample with these sums; not a number where there is none.
    pub(crate) fn gains(&self, sums: &[f64]) -> Vec<f64> {
        let (moments, weight) = split(sums);
        let covariance = self.expected.covariance(moments, weight);
        let slopes = self.expected.slopes(&covariance);
        let gain = |own: &Option<Mean>| match (own, &slopes) {
            (Some(own), Some(slopes)) => slopes[own.driver] * own.by,
            _ => f64::NAN,
        };
        self.moves.iter().map(gain).collect()
    }
}

impl Mean {
    /// The mean move in this column, for this driver of the model.
    fn of(answers: &Answers, (column, driver): (usize, usize), target: &Target) -> Option<Self> {
        let (mut all, mut by, mut moved) = (0.0, 0.0, 0.0);
        for (at, &value) in answers.columns[column].iter().enumerate() {
            if !value.is_nan() {
                let (weight, off) = (answers.weight(at), target.from(value));
                all += weight;
                by += weight * off;
                if off != 0.0 {
                    moved += weight;
                }
            }
        }
        (all > 0.0).then(|| Self {
            driver,
            by: by / all,
            moved: moved / all,
        })
    }
}

/// The moments, and the weight behind them.
fn split(sums: &[f64]) -> (&[f64], f64) {
    let (weight, moments) = sums.split_last().expect("the weight stands last");
    (moments, *weight)
}
