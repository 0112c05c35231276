//! From a first guess to the top of the likelihood, by steps that are stretched where it helps.

use super::Stop;
use super::problem::Problem;
use super::step::{Normal, Work};

/// Where the climb ended.
pub(super) struct End {
    pub(super) normal: Normal,
    pub(super) steps: usize,
    pub(super) converged: bool,
}

/// Likelihood per person too small to call a jump worse: near the top it is rounding, and there
/// jumps are safe.
const ROUNDING: f64 = 1e-9;

/// EM with the squared extrapolation of Varadhan & Roland (2008, scheme S3): from two steps
/// `r = F(x) − x` and `v = (F(F(x)) − F(x)) − r` it jumps to `x − 2 a r + a² v` with
/// `a = −|r| / |v|`, and takes one plain step from there. A jump counts only when it arrives at a
/// distribution at least as likely as the last jump did; otherwise the plain steps stand.
pub(super) fn climb(problem: &Problem, start: Normal, stop: Stop) -> End {
    let mut work = Work::new(start.mean().len());
    let mut best = problem.deviance(&start, &mut work);
    let slack = ROUNDING * problem.weight();
    let mut now = start;
    let mut steps = 0;
    let end = |normal, steps, converged| End {
        normal,
        steps,
        converged,
    };
    loop {
        let mut trail = Vec::with_capacity(2);
        for _ in 0..2 {
            if steps >= stop.iterations {
                return end(now, steps, false);
            }
            let next = problem.step(&now, &mut work);
            steps += 1;
            let step = difference(&next, &now);
            now = next;
            if step.iter().all(|change| change.abs() <= stop.tolerance) {
                return end(now, steps, true);
            }
            trail.push(step);
        }
        if steps >= stop.iterations {
            return end(now, steps, false);
        }
        let Some(jump) = stretch(&now, &trail[0], &trail[1]) else {
            continue;
        };
        if !jump.is_positive() {
            continue;
        }
        let deviance = problem.deviance(&jump, &mut work);
        if deviance <= best + slack {
            best = deviance;
            now = problem.step(&jump, &mut work);
            steps += 1;
        }
    }
}

fn difference(a: &Normal, b: &Normal) -> Vec<f64> {
    let both = a.numbers.iter().zip(&b.numbers);
    both.map(|(a, b)| a - b).collect()
}

/// The place to jump to after two steps that led to `now`; `None` when they don't suggest one.
fn stretch(now: &Normal, first: &[f64], second: &[f64]) -> Option<Normal> {
    let squares = |values: &mut dyn Iterator<Item = f64>| -> f64 { values.map(|x| x * x).sum() };
    let r = squares(&mut first.iter().copied());
    let v = squares(&mut first.iter().zip(second).map(|(a, b)| b - a));
    // At a = −1 the jump is where the second step led.
    let length = (r / v).sqrt();
    if !length.is_finite() || length <= 1.0 {
        return None;
    }
    let mut jump = now.clone();
    let both = first.iter().zip(second);
    for (number, (first, second)) in jump.numbers.iter_mut().zip(both) {
        let start = *number - second - first;
        *number = start + 2.0 * length * first + length * length * (second - first);
    }
    Some(jump)
}
