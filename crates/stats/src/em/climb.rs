//! From a first guess to the top of the likelihood, by steps that are stretched where it helps.

use super::Stop;
use super::normal::Normal;
use super::problem::Problem;

/// Where the climb ended.
pub(super) struct End {
    pub(super) normal: Normal,
    pub(super) steps: usize,
    pub(super) converged: bool,
}

/// EM with the squared extrapolation of Varadhan & Roland (2008, scheme S3): from two steps
/// `r = F(x) − x` and `v = (F(F(x)) − F(x)) − r` it jumps to `x − 2 a r + a² v` with
/// `a = −|r| / |v|`, and takes one plain step from there. Where EM still has far to go its steps
/// are long, so a jump counts only when it arrives at a distribution from which the step is no
/// longer than `r`; otherwise the plain steps, which never go down, stand.
pub(super) fn climb(problem: &Problem, start: Normal, stop: Stop) -> End {
    let mut climber = Climber {
        problem,
        stop,
        steps: 0,
        converged: false,
    };
    let normal = climber.climb(start);
    End {
        normal,
        steps: climber.steps,
        converged: climber.converged,
    }
}

struct Climber<'a> {
    problem: &'a Problem,
    stop: Stop,
    steps: usize,
    converged: bool,
}

/// A step and where it led.
struct Step {
    change: Vec<f64>,
    to: Normal,
}

impl Climber<'_> {
    fn climb(&mut self, start: Normal) -> Normal {
        let mut now = start;
        loop {
            let Some(first) = self.step(&now) else {
                return now;
            };
            if self.converged {
                return first.to;
            }
            let Some(second) = self.step(&first.to) else {
                return first.to;
            };
            now = second.to;
            if self.converged {
                return now;
            }
            let jump = stretch(&now, &first.change, &second.change);
            let Some(jump) = jump.filter(Normal::is_positive) else {
                continue;
            };
            let Some(from_there) = self.step(&jump) else {
                return now;
            };
            if self.converged || squares(&from_there.change) <= squares(&first.change) {
                now = from_there.to;
            }
            if self.converged {
                return now;
            }
        }
    }

    /// One plain step; `None` when there are none left.
    fn step(&mut self, from: &Normal) -> Option<Step> {
        if self.steps >= self.stop.iterations {
            return None;
        }
        self.steps += 1;
        let to = self.problem.step(from);
        let both = to.numbers.iter().zip(&from.numbers);
        let change: Vec<f64> = both.map(|(a, b)| a - b).collect();
        self.converged = change.iter().all(|c| c.abs() <= self.stop.tolerance);
        Some(Step { change, to })
    }
}

fn squares(values: &[f64]) -> f64 {
    values.iter().map(|x| x * x).sum()
}

/// The place to jump to after two steps that led to `now`; `None` when they don't suggest one.
fn stretch(now: &Normal, first: &[f64], second: &[f64]) -> Option<Normal> {
    let bend: f64 = first.iter().zip(second).map(|(a, b)| (b - a).powi(2)).sum();
    // At a = −1 the jump is where the second step led.
    let length = (squares(first) / bend).sqrt();
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
