//! One replicate: sums over the units drawn, and the figures that follow from them.

use std::ops::Range;

use figures::Coding;
use stats::Matrix;
use stats::bootstrap::{Expected, Stream};
use stats::importance::{Lmg, johnson};

use super::again::Again;
use super::panel::{Panel, kss_panel, moments_panel};
use super::{BATCH, Plan};
use crate::joint::Joint;

/// What one replicate gives.
pub(super) struct Draw {
    /// Per ranked statement.
    pub(super) kss: Vec<f64>,
    /// Per player; empty without a model.
    pub(super) lmg: Vec<f64>,
    /// Per player; not a number for those that can't be lifted.
    pub(super) gains: Vec<f64>,
}

/// Everything that replicates are computed from.
pub(super) struct Work<'a> {
    plan: &'a Plan<'a>,
    /// A column of sums per unit: KSS, then moments, then what the what-if needs.
    rows: Matrix,
    /// Where the moments begin, and the what-if.
    moments: usize,
    lift: usize,
    expected: Option<Expected>,
    /// Johnson's weights at the fit, when they stand in for LMG.
    johnson: Option<Vec<f64>>,
    again: Option<Again<'a>>,
}

/// What a thread keeps.
pub(super) struct Buffers {
    /// Draws per unit, a column per replicate.
    counts: Matrix,
    /// Sums per number of a row, a column per replicate.
    sums: Matrix,
    lmg: Option<Lmg>,
    weights: Vec<f64>,
}

impl Buffers {
    pub(super) fn new(work: &Work<'_>) -> Self {
        let exact = work.plan.joint.filter(|_| work.johnson.is_none());
        Self {
            counts: Matrix::zeros(work.plan.units.units, BATCH),
            sums: Matrix::zeros(work.rows.nrows(), BATCH),
            lmg: exact.map(|joint| Lmg::grouped(&joint.groups).on_one_thread()),
            weights: Vec::new(),
        }
    }
}

impl<'a> Work<'a> {
    pub(super) fn new(plan: &'a Plan<'a>, coding: &Coding) -> Self {
        let mut panels = vec![kss_panel(plan, coding)];
        let mut expected = None;
        let mut stand_in = None;
        if let Some(joint) = plan.joint {
            let (own, panel) = moments_panel(plan, joint);
            expected = Some(own);
            panels.push(panel);
            if joint.players.len() > plan.exact {
                stand_in = johnson(&joint.fit.covariance);
            }
        }
        let moments = panels[0].width;
        let lift = panels.iter().map(|panel| panel.width).sum();
        let again = plan.lift.map(|lift| Again::new(plan, lift));
        panels.extend(again.as_ref().and_then(|own| own.panel(plan.units.units)));
        Self {
            plan,
            rows: side_by_side(&panels, plan.units.units),
            moments,
            lift,
            expected,
            johnson: stand_in,
            again,
        }
    }

    /// The replicates with these numbers, at most [`BATCH`] of them.
    pub(super) fn batch(
        &self,
        buffers: &mut Buffers,
        numbers: Range<usize>,
        seed: u64,
    ) -> Vec<Draw> {
        let used = numbers.len();
        for (mut counts, number) in buffers.counts.column_iter_mut().zip(numbers) {
            Stream::new(seed, number as u64).counts(counts.as_mut_slice());
        }
        // One product of matrices for all replicates of the batch.
        let Buffers { counts, sums, .. } = buffers;
        sums.gemm(1.0, &self.rows, counts, 0.0);
        (0..used).map(|at| self.draw(buffers, at)).collect()
    }

    fn draw(&self, buffers: &mut Buffers, at: usize) -> Draw {
        let sums = buffers.sums.column(at);
        let sums = sums.as_slice();
        let kss = kss(&sums[..self.moments]).collect();
        let lmg = match (&self.expected, self.plan.joint) {
            (Some(expected), Some(joint)) => {
                let own = &sums[self.moments..self.lift];
                let (weight, moments) = own.split_last().expect("the weight stands last");
                let covariance = expected.covariance(moments, *weight);
                self.importance(joint, &covariance, buffers.lmg.as_mut())
            }
            _ => Vec::new(),
        };
        let gains = self.again.as_ref().map_or_else(Vec::new, |again| {
            let counts = buffers.counts.column(at);
            again.gains(&sums[self.lift..], counts.as_slice(), &mut buffers.weights)
        });
        Draw { kss, lmg, gains }
    }

    /// The KSS of all draws. Those of a sample spread around everybody's KSS as far as everybody's
    /// would: a part of people varies by the root of that part more.
    pub(super) fn scaled(&self, draws: &[Draw]) -> Vec<Vec<f64>> {
        let Some((everybody, share)) = self.plan.everybody else {
            return draws.iter().map(|draw| draw.kss.clone()).collect();
        };
        let all = self.rows.column_sum();
        let own: Vec<f64> = kss(&all.as_slice()[..self.moments]).collect();
        let scaled = |draw: &Draw| {
            let each = draw.kss.iter().zip(&own).zip(everybody);
            each.map(|((drawn, own), everybody)| match everybody {
                Some(centre) if drawn.is_finite() => centre + (drawn - own) * share.sqrt(),
                _ => *drawn,
            })
            .collect()
        };
        draws.iter().map(scaled).collect()
    }

    /// Importance per player under these covariances.
    fn importance(&self, joint: &Joint, covariance: &Matrix, lmg: Option<&mut Lmg>) -> Vec<f64> {
        let players = joint.players.len();
        let unknown = || vec![f64::NAN; players];
        if let Some(lmg) = lmg {
            let mut parts = unknown();
            return match lmg.of(covariance, &mut parts) {
                Some(_) => parts,
                None => unknown(),
            };
        }
        let (Some(now), Some(before)) = (johnson(covariance), &self.johnson) else {
            return unknown();
        };
        let sum = |parts: &[f64], group: &[usize]| -> f64 {
            group.iter().map(|&column| parts[column - 1]).sum()
        };
        let exact = joint.importance.lmg.as_ref();
        let players = joint.groups.iter().enumerate();
        players
            .map(|(player, group)| match exact {
                Some(lmg) => {
                    let moved = sum(&now, group) - sum(before, group);
                    (lmg[player] + moved).max(0.0)
                }
                None => sum(&now, group),
            })
            .collect()
    }
}

/// KSS per ranked statement from its four sums.
fn kss(sums: &[f64]) -> impl Iterator<Item = f64> {
    sums.chunks_exact(4).map(|sums| {
        let kss = 100.0 - (sums[3] / sums[2] - sums[1] / sums[0]);
        // Where nobody drawn agrees there is none: last in rank.
        if kss.is_finite() { kss } else { f64::INFINITY }
    })
}

/// The rows of several panels behind one another, a column per unit.
fn side_by_side(panels: &[Panel], units: usize) -> Matrix {
    let width = panels.iter().map(|panel| panel.width).sum();
    let mut all = Matrix::zeros(width, units);
    let mut at = 0;
    for panel in panels {
        for (unit, row) in panel.rows().enumerate() {
            let column = &mut all.as_mut_slice()[unit * width..(unit + 1) * width];
            column[at..at + panel.width].copy_from_slice(row);
        }
        at += panel.width;
    }
    all
}
