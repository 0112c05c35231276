//! What one group of people adds to a step of EM.
//!
//! For people who answered the variables `O` and not `M`, the regression of `M` on `O` under the
//! present distribution gives what to expect: slopes `B = Σ_MO Σ_OO⁻¹`, and what remains uncertain,
//! `C = Σ_MM − B Σ_OM`. With `d` the deviations of the answers from the present means, their
//! cross-products `S = Σ w d d'` over the group and `w` its weight, it adds
//!
//! ```text
//! to the sums       Σ w d          for O,  B Σ w d for M
//! to the products   S              for O × O
//!                   B S            for M × O
//!                   B S B' + w C   for M × M
//! ```
//!
//! Where no variable is close to being determined by the others, the same follows from the inverse
//! `K = Σ⁻¹`, found once for all groups: `C = K_MM⁻¹` and `B = −C K_MO` (Lauritzen 1996, Graphical
//! Models, app. C). With few answers missing that is much less work than eliminating all others.

use super::normal::Normal;
use super::problem::Group;
use crate::Matrix;

/// Variance, in standard units, below which a variable is determined by others and adds nothing.
const PIVOT: f64 = 1e-10;

/// Room for the arithmetic of one group; all matrices have `p` columns.
#[derive(Debug)]
pub(super) struct Work {
    p: usize,
    /// Covariances in the group's order, upper triangle; eliminated row by row.
    factor: Vec<f64>,
    /// `1 / pivot`, 0 for a variable that others determine.
    inverse: Vec<f64>,
    /// `B'`: a row for each variable answered, a column for each missing one.
    slopes: Vec<f64>,
    /// `S`, in full.
    products: Vec<f64>,
    /// `S B'`.
    expected: Vec<f64>,
    gaps: Vec<f64>,
    residuals: Vec<f64>,
    /// Gaps in the order of the variables.
    placed: Vec<f64>,
    /// Whether a variable was found to be determined.
    pub(super) determined: bool,
}

impl Work {
    pub(super) fn new(p: usize) -> Self {
        let square = vec![0.0; p * p];
        Self {
            p,
            factor: square.clone(),
            inverse: vec![0.0; p],
            slopes: square.clone(),
            products: square.clone(),
            expected: square,
            gaps: vec![0.0; p],
            residuals: vec![0.0; p],
            placed: vec![0.0; p],
            determined: false,
        }
    }

    pub(super) fn gather(&mut self, normal: &Normal, order: &[usize]) {
        let p = self.p;
        let covariances = &normal.numbers[p..];
        for (i, &v) in order.iter().enumerate() {
            let from = &covariances[v * p..(v + 1) * p];
            for (cell, &other) in self.factor[i * p + i..(i + 1) * p]
                .iter_mut()
                .zip(&order[i..])
            {
                *cell = from[other];
            }
        }
    }

    /// Takes the first `observed` variables out of the others: what remains of the last ones is
    /// `C`.
    pub(super) fn eliminate(&mut self, observed: usize) {
        let p = self.p;
        for k in 0..observed {
            let (above, below) = self.factor.split_at_mut((k + 1) * p);
            let row = &above[k * p..];
            if row[k] <= PIVOT || !row[k].is_finite() {
                self.inverse[k] = 0.0;
                self.determined = true;
                continue;
            }
            let inverse = 1.0 / row[k];
            self.inverse[k] = inverse;
            for (i, other) in (k + 1..p).zip(below.chunks_exact_mut(p)) {
                let factor = row[i] * inverse;
                for (cell, value) in other[i..].iter_mut().zip(&row[i..]) {
                    *cell -= factor * value;
                }
            }
        }
    }

    /// Solves for the slopes, from the last variable answered to the first.
    pub(super) fn solve(&mut self, observed: usize) {
        let p = self.p;
        let missing = p - observed;
        for k in (0..observed).rev() {
            let row = &self.factor[k * p..(k + 1) * p];
            let inverse = self.inverse[k];
            let (own, solved) = self.slopes[k * missing..].split_at_mut(missing);
            for (slope, value) in own.iter_mut().zip(&row[observed..]) {
                *slope = value * inverse;
            }
            if inverse == 0.0 {
                continue;
            }
            let others = solved.chunks_exact(missing.max(1));
            for (value, other) in row[k + 1..observed].iter().zip(others) {
                let factor = value * inverse;
                for (slope, other) in own.iter_mut().zip(other) {
                    *slope -= factor * other;
                }
            }
        }
    }

    /// `C` and `B'` from the inverse of all covariances; whether that succeeded.
    pub(super) fn condition(
        &mut self,
        precision: &Matrix,
        order: &[usize],
        observed: usize,
    ) -> bool {
        let (p, missing) = (self.p, self.p - observed);
        if missing == 0 {
            return true;
        }
        let (answered, open) = order.split_at(observed);
        // Gauss–Jordan on the few that are missing, in place.
        let rest = &mut self.expected[..missing * missing];
        for (row, &v) in rest.chunks_exact_mut(missing).zip(open) {
            for (cell, &other) in row.iter_mut().zip(open) {
                *cell = precision[(v, other)];
            }
        }
        for k in 0..missing {
            let pivot = rest[k * missing + k];
            if pivot <= 0.0 || !pivot.is_finite() {
                return false;
            }
            let inverse = 1.0 / pivot;
            rest[k * missing + k] = 1.0;
            for cell in &mut rest[k * missing..(k + 1) * missing] {
                *cell *= inverse;
            }
            for i in (0..missing).filter(|&i| i != k) {
                let factor = std::mem::take(&mut rest[i * missing + k]);
                for j in 0..missing {
                    rest[i * missing + j] -= factor * rest[k * missing + j];
                }
            }
        }
        for k in 0..missing {
            let row = &rest[k * missing..(k + 1) * missing];
            self.factor[(observed + k) * p + observed..][..missing].copy_from_slice(row);
        }
        let slopes = self.slopes.chunks_exact_mut(missing);
        for (slopes, &v) in slopes.zip(answered) {
            slopes.fill(0.0);
            let column = &precision.as_slice()[v * p..(v + 1) * p];
            for (&other, row) in open.iter().zip(rest.chunks_exact(missing)) {
                for (slope, cell) in slopes.iter_mut().zip(row) {
                    *slope -= cell * column[other];
                }
            }
        }
        true
    }

    /// Deviations of one person: the answers, and after them what [`Work::condition`] expects of the
    /// others.
    pub(super) fn complete_by_slopes(&mut self, group: &Group, normal: &Normal) {
        let observed = group.pattern.observed;
        let (gaps, open) = self.gaps.split_at_mut(observed);
        open.fill(0.0);
        let answers = group.mean.iter().zip(group.pattern.answered());
        let slopes = self.slopes.chunks_exact(open.len().max(1));
        for ((gap, (answer, &v)), slopes) in gaps.iter_mut().zip(answers).zip(slopes) {
            *gap = answer - normal.mean()[v];
            for (expected, slope) in open.iter_mut().zip(slopes) {
                *expected += slope * *gap;
            }
        }
    }

    /// Deviations and cross-products of the group around the present means.
    pub(super) fn centre(&mut self, group: &Group, normal: &Normal) {
        let answered = group.pattern.answered();
        let width = answered.len();
        let means = normal.mean();
        for ((gap, mean), &v) in self.gaps.iter_mut().zip(&group.mean).zip(answered) {
            *gap = mean - means[v];
        }
        let mut start = 0;
        for i in 0..width {
            let scaled = group.weight * self.gaps[i];
            let row = &mut self.products[i * width..(i + 1) * width];
            let cross = &group.cross[start..=start + i];
            for ((cell, cross), gap) in row.iter_mut().zip(cross).zip(&self.gaps) {
                *cell = cross + scaled * gap;
            }
            start += i + 1;
        }
        for i in 0..width {
            for j in 0..i {
                self.products[j * width + i] = self.products[i * width + j];
            }
        }
    }

    /// Deviations of one person: the answers, and after them what the elimination expects of the
    /// others.
    pub(super) fn complete(&mut self, group: &Group, normal: &Normal) {
        let (p, observed) = (self.p, group.pattern.observed);
        let order = &group.pattern.order;
        for (i, gap) in self.gaps.iter_mut().enumerate().take(observed) {
            *gap = group.mean[i] - normal.mean()[order[i]];
        }
        // What each answer adds to what was to be expected from those before it, passed on to all
        // after it: the elimination once more, on the answers themselves.
        self.gaps[observed..].fill(0.0);
        let residuals = &mut self.residuals[..observed];
        residuals.copy_from_slice(&self.gaps[..observed]);
        for k in 0..observed {
            let scaled = residuals[k] * self.inverse[k];
            let row = &self.factor[k * p..(k + 1) * p];
            for (residual, value) in residuals[k + 1..].iter_mut().zip(&row[k + 1..observed]) {
                *residual -= scaled * value;
            }
            for (gap, value) in self.gaps[observed..].iter_mut().zip(&row[observed..]) {
                *gap += scaled * value;
            }
        }
    }

    /// Adds one person: the answers, completed by what is expected, and their products.
    pub(super) fn expect_one(&mut self, group: &Group, sums: &mut Normal) {
        let p = self.p;
        for (i, &v) in group.pattern.order.iter().enumerate() {
            sums.numbers[v] += group.weight * self.gaps[i];
            self.placed[v] = self.gaps[i];
        }
        let mut start = p;
        for v in 0..p {
            let scaled = group.weight * self.placed[v];
            let target = &mut sums.numbers[start..=start + v];
            for (cell, gap) in target.iter_mut().zip(&self.placed) {
                *cell += scaled * gap;
            }
            start += p;
        }
        self.expect_rest(group, sums);
    }

    /// Adds what the group is expected to add to `sums`, deviations and cross-products around the
    /// present means.
    pub(super) fn expect(&mut self, group: &Group, sums: &mut Normal) {
        let observed = group.pattern.observed;
        let missing = self.p - observed;
        let (answered, open) = group.pattern.order.split_at(observed);
        for (i, &v) in answered.iter().enumerate() {
            sums.numbers[v] += group.weight * self.gaps[i];
            let row = &self.products[i * observed..=i * observed + i];
            // Answered variables rise, so that this is the lower triangle.
            let target = &mut sums.numbers[self.p + v * self.p..][..self.p];
            for (value, &other) in row.iter().zip(answered) {
                target[other] += value;
            }
        }
        if missing == 0 {
            return;
        }
        self.expected[..observed * missing].fill(0.0);
        for i in 0..observed {
            let own = &mut self.expected[i * missing..(i + 1) * missing];
            let products = &self.products[i * observed..(i + 1) * observed];
            for (product, slopes) in products.iter().zip(self.slopes.chunks_exact(missing)) {
                for (cell, slope) in own.iter_mut().zip(slopes) {
                    *cell += product * slope;
                }
            }
        }
        for (i, &v) in answered.iter().enumerate() {
            let own = &self.expected[i * missing..(i + 1) * missing];
            for (value, &other) in own.iter().zip(open) {
                sums.add_cell(v.max(other), v.min(other), *value);
            }
            let slopes = &self.slopes[i * missing..(i + 1) * missing];
            for (k, &v) in open.iter().enumerate() {
                sums.numbers[v] += slopes[k] * group.weight * self.gaps[i];
                for (value, &other) in own.iter().zip(&open[..=k]) {
                    sums.add_cell(v, other, slopes[k] * value);
                }
            }
        }
        self.expect_rest(group, sums);
    }

    /// Adds what remains uncertain of the missing answers, `w C`.
    fn expect_rest(&self, group: &Group, sums: &mut Normal) {
        let observed = group.pattern.observed;
        let open = &group.pattern.order[observed..];
        for (k, &v) in open.iter().enumerate() {
            for (l, &other) in open[..=k].iter().enumerate() {
                let rest = self.factor[(observed + l) * self.p + observed + k];
                sums.add_cell(v, other, group.weight * rest);
            }
        }
    }

    /// Twice the negative log-likelihood of the group without its constant: `w ln det Σ_OO +
    /// tr(Σ_OO⁻¹ S)`. Uses up the products.
    pub(super) fn deviance(&mut self, group: &Group) -> f64 {
        let width = group.pattern.observed;
        let mut sum = 0.0;
        for k in 0..width {
            let inverse = self.inverse[k];
            if inverse == 0.0 {
                continue;
            }
            sum += self.products[k * width + k] * inverse - group.weight * inverse.ln();
            // The same elimination on both sides of S.
            let row = &self.factor[k * self.p..][..width];
            let (above, below) = self.products.split_at_mut((k + 1) * width);
            let own = &above[k * width..];
            for (i, other) in (k + 1..width).zip(below.chunks_exact_mut(width)) {
                let factor = row[i] * inverse;
                let rest = (own[i] - factor * own[k]) * inverse;
                for j in k + 1..width {
                    other[j] -= factor * own[j] + rest * row[j];
                }
            }
        }
        sum
    }
}
