//! The log-likelihood of a cumulative logit model with its derivatives, summed over people.
//!
//! With A and B the upper and lower cut of a person's level minus the linear predictor,
//! `P = F(A) − F(B)` and `log P` differentiates to `a = f(A)/P` and `−b = −f(B)/P`.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};

use nalgebra::{DMatrix, DVector};

/// People summed in one go. The parts are added in order, so that the sum is the same with any
/// number of threads.
const PART: usize = 4096;

/// Work (people × parameters²) that another thread is worth waking for.
const WORTH_A_THREAD: usize = 2_000_000;

/// What the likelihood is of.
#[derive(Clone, Copy)]
pub(super) struct Likelihood<'a> {
    /// Level per person, 0 … cuts.
    pub(super) levels: &'a [u8],
    /// How many thresholds.
    pub(super) cuts: usize,
    /// Drivers with one coefficient each, person by person.
    pub(super) rows: &'a [f64],
    /// How many of them.
    pub(super) columns: usize,
    /// A driver with a coefficient per threshold.
    pub(super) by_level: Option<&'a [f64]>,
    /// Weight per person.
    pub(super) weights: Option<&'a [f64]>,
}

/// Log-likelihood, gradient and information (minus the second derivatives).
#[derive(Clone)]
pub(super) struct Sums {
    pub(super) loglik: f64,
    pub(super) gradient: DVector<f64>,
    pub(super) information: DMatrix<f64>,
}

/// The same while it is being summed; of the information, row by row, only the upper half.
struct Part {
    loglik: f64,
    gradient: Vec<f64>,
    information: Vec<f64>,
}

/// Derivatives of one person's log P.
#[derive(Clone, Copy)]
struct Slope {
    p: f64,
    /// By A.
    upper: f64,
    /// By B, negated.
    lower: f64,
    /// Minus the second derivatives by A twice, B twice, and both.
    upper2: f64,
    lower2: f64,
    cross: f64,
}

impl Likelihood<'_> {
    /// Parameters per threshold: itself, and the coefficient of `by_level`.
    fn depth(&self) -> usize {
        1 + usize::from(self.by_level.is_some())
    }

    fn parameters(&self) -> usize {
        self.cuts * self.depth() + self.columns
    }

    /// The sums at these parameters: per threshold θ (and its coefficient, which lowers the linear
    /// predictor), then β. The log-likelihood is −∞ where a level's probability isn't above 0.
    pub(super) fn evaluate(&self, at: &[f64]) -> Sums {
        let m = self.parameters();
        let parts = self.levels.len().div_ceil(PART);
        let wanted = self.levels.len() * m * m / WORTH_A_THREAD;
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        let threads = cores.min(wanted).min(parts).max(1);
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done = Vec::new();
            loop {
                let part = next.fetch_add(1, Ordering::Relaxed);
                if part >= parts {
                    return done;
                }
                done.push((part, self.part(part, at)));
            }
        };
        let mut done = if threads == 1 {
            work()
        } else {
            std::thread::scope(|scope| {
                let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
                let mut done = work();
                for other in others {
                    done.extend(other.join().expect("summing does not panic"));
                }
                done
            })
        };
        done.sort_unstable_by_key(|&(part, _)| part);
        let mut all = Part::new(m);
        for (_, part) in done {
            all.add(&part);
        }
        all.into_sums(m)
    }

    /// Each person's gradient, a row each.
    pub(super) fn scores(&self, at: &[f64]) -> Vec<f64> {
        let m = self.parameters();
        let mut scores = vec![0.0; self.levels.len() * m];
        for (person, row) in scores.chunks_exact_mut(m.max(1)).enumerate() {
            let slope = self.slope(person, at);
            self.add_gradient(person, slope, 1.0, row);
        }
        scores
    }

    fn part(&self, part: usize, at: &[f64]) -> Part {
        let m = self.parameters();
        let mut sums = Part::new(m);
        let people = part * PART..self.levels.len().min((part + 1) * PART);
        // Each person's drivers by the root of what they add to the information.
        let mut scaled = Vec::with_capacity(people.len() * self.columns);
        for person in people {
            let weight = self.weights.map_or(1.0, |weights| weights[person]);
            if weight == 0.0 {
                continue;
            }
            let slope = self.slope(person, at);
            if slope.p.is_nan() || slope.p <= 0.0 {
                sums.loglik = f64::NEG_INFINITY;
                return sums;
            }
            sums.loglik += weight * slope.p.ln();
            self.add_gradient(person, slope, weight, &mut sums.gradient);
            self.add_information(person, slope, weight, &mut sums.information);
            // Not below 0, as the log of F(A) − F(B) is concave in A and B together.
            let curvature = slope.upper2 + slope.lower2 + 2.0 * slope.cross;
            let root = (weight * curvature).max(0.0).sqrt();
            scaled.extend(self.row(person).iter().map(|x| root * x));
        }
        let first = self.cuts * self.depth();
        let products = products(scaled, self.columns);
        for (i, column) in products.column_iter().enumerate() {
            let start = (first + i) * m + first;
            axpy(
                &mut sums.information[start..start + self.columns],
                1.0,
                column.as_slice(),
            );
        }
        sums
    }

    fn row(&self, person: usize) -> &[f64] {
        &self.rows[person * self.columns..(person + 1) * self.columns]
    }

    fn slope(&self, person: usize, at: &[f64]) -> Slope {
        let depth = self.depth();
        let beta = &at[self.cuts * depth..];
        let eta: f64 = self.row(person).iter().zip(beta).map(|(x, b)| x * b).sum();
        let extra = self.by_level.map_or(0.0, |column| column[person]);
        let cut = |cut: usize| {
            let own = if depth == 2 {
                at[cut * 2 + 1] * extra
            } else {
                0.0
            };
            at[cut * depth] + own - eta
        };
        let level = usize::from(self.levels[person]);
        Slope::between(
            (level > 0).then(|| cut(level - 1)),
            (level < self.cuts).then(|| cut(level)),
        )
    }

    /// Position of a threshold's parameters and their values for a person.
    fn cut_design(&self, person: usize, cut: usize) -> (usize, [f64; 2]) {
        let extra = self.by_level.map_or(0.0, |column| column[person]);
        (cut * self.depth(), [1.0, extra])
    }

    fn add_gradient(&self, person: usize, slope: Slope, weight: f64, gradient: &mut [f64]) {
        let depth = self.depth();
        let level = usize::from(self.levels[person]);
        let mut add = |cut: usize, by: f64| {
            let (at, design) = self.cut_design(person, cut);
            for (sum, x) in gradient[at..at + depth].iter_mut().zip(design) {
                *sum += by * x;
            }
        };
        if level < self.cuts {
            add(level, weight * slope.upper);
        }
        if level > 0 {
            add(level - 1, -weight * slope.lower);
        }
        let by = weight * (slope.lower - slope.upper);
        for (sum, x) in gradient[self.cuts * depth..]
            .iter_mut()
            .zip(self.row(person))
        {
            *sum += by * x;
        }
    }

    fn add_information(&self, person: usize, slope: Slope, weight: f64, information: &mut [f64]) {
        let (m, depth) = (self.parameters(), self.depth());
        let level = usize::from(self.levels[person]);
        let row = self.row(person);
        let first = self.cuts * depth;
        let mut cuts = |cut: usize, other: usize, by: f64| {
            let (at, design) = self.cut_design(person, cut);
            let (beside, values) = self.cut_design(person, other);
            for (i, x) in design[..depth].iter().enumerate() {
                for (j, y) in values[..depth].iter().enumerate() {
                    // Of a threshold with itself only the upper half.
                    if at + i <= beside + j {
                        information[(at + i) * m + beside + j] += by * x * y;
                    }
                }
            }
        };
        if level < self.cuts {
            cuts(level, level, weight * slope.upper2);
        }
        if level > 0 {
            cuts(level - 1, level - 1, weight * slope.lower2);
            if level < self.cuts {
                cuts(level - 1, level, weight * slope.cross);
            }
        }
        let mut with_drivers = |cut: usize, by: f64| {
            let (at, design) = self.cut_design(person, cut);
            for (i, value) in design[..depth].iter().enumerate() {
                let start = (at + i) * m + first;
                axpy(&mut information[start..start + row.len()], by * value, row);
            }
        };
        if level < self.cuts {
            with_drivers(level, -weight * (slope.upper2 + slope.cross));
        }
        if level > 0 {
            with_drivers(level - 1, -weight * (slope.lower2 + slope.cross));
        }
    }
}

/// The cross-products of rows of `columns` numbers each: one matrix product, which is several times
/// as fast as adding them up person by person.
pub(super) fn products(rows: Vec<f64>, columns: usize) -> DMatrix<f64> {
    if columns == 0 {
        return DMatrix::zeros(0, 0);
    }
    let people = rows.len() / columns;
    let rows = DMatrix::from_vec(columns, people, rows);
    &rows * rows.transpose()
}

/// `sum += by · x`.
fn axpy(sum: &mut [f64], by: f64, x: &[f64]) {
    for (sum, x) in sum.iter_mut().zip(x) {
        *sum += by * x;
    }
}

impl Slope {
    /// Between two cuts; a missing one is at infinity.
    fn between(below: Option<f64>, above: Option<f64>) -> Self {
        // (F, 1 − F) each computed without cancellation.
        let tails = |cut: f64| {
            let e = (-cut.abs()).exp();
            let (small, large) = (e / (1.0 + e), 1.0 / (1.0 + e));
            if cut < 0.0 {
                (small, large)
            } else {
                (large, small)
            }
        };
        let (lower, lower_rest) = below.map_or((0.0, 1.0), tails);
        let (upper, upper_rest) = above.map_or((1.0, 0.0), tails);
        // In the upper half the difference of the upper tails is the more exact one.
        let p = if lower > 0.5 {
            lower_rest - upper_rest
        } else {
            upper - lower
        };
        let (f_upper, f_lower) = (upper * upper_rest, lower * lower_rest);
        let (a, b) = (f_upper / p, f_lower / p);
        Self {
            p,
            upper: a,
            lower: b,
            upper2: a * a - a * (upper_rest - upper),
            lower2: b * b + b * (lower_rest - lower),
            cross: -a * b,
        }
    }
}

impl Part {
    fn new(m: usize) -> Self {
        Self {
            loglik: 0.0,
            gradient: vec![0.0; m],
            information: vec![0.0; m * m],
        }
    }

    fn add(&mut self, other: &Self) {
        self.loglik += other.loglik;
        axpy(&mut self.gradient, 1.0, &other.gradient);
        axpy(&mut self.information, 1.0, &other.information);
    }

    fn into_sums(self, m: usize) -> Sums {
        let upper = |i: usize, j: usize| self.information[i.min(j) * m + i.max(j)];
        Sums {
            loglik: self.loglik,
            gradient: DVector::from_vec(self.gradient.clone()),
            information: DMatrix::from_fn(m, m, upper),
        }
    }
}
