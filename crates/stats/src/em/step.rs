//! One step of EM, and the likelihood, over all groups of people.

use super::Fit;
use super::normal::Normal;
use super::problem::{Group, Problem};
use super::work::Work;
use crate::Matrix;

/// Groups that one thread takes at a time.
const CHUNK: usize = 1024;

/// Expected deviations and products of some groups.
fn chunk(groups: &[Group], normal: &Normal, precision: Option<&Matrix>) -> Normal {
    let p = normal.p;
    let mut work = Work::new(p);
    let mut sums = Normal::new(p);
    for group in groups {
        let (order, observed) = (&group.pattern.order, group.pattern.observed);
        let few = 2 * (p - observed) <= p;
        let precision = precision.filter(|_| few);
        let known = precision.is_some_and(|own| work.condition(own, order, observed));
        if !known {
            work.gather(normal, order);
            work.eliminate(observed);
        }
        match (group.n, known) {
            (1, true) => work.complete_by_slopes(group, normal),
            (1, false) => work.complete(group, normal),
            (_, true) => work.centre(group, normal),
            (_, false) => {
                work.solve(observed);
                work.centre(group, normal);
            }
        }
        if group.n == 1 {
            work.expect_one(group, &mut sums);
        } else {
            work.expect(group, &mut sums);
        }
    }
    sums
}

impl Problem {
    /// Where one step leads.
    pub(super) fn step(&self, normal: &Normal) -> Normal {
        let p = self.units.len();
        let mut sums = self.expected(normal);
        let weight = self.weight();
        let shift: Vec<f64> = sums.mean().iter().map(|sum| sum / weight).collect();
        for i in 0..p {
            sums.numbers[i] = normal.numbers[i] + shift[i];
            for j in 0..=i {
                let cell = &mut sums.numbers[p + i * p + j];
                *cell = *cell / weight - shift[i] * shift[j];
            }
        }
        sums.mirror();
        sums
    }

    /// Expected deviations and products over all groups, in chunks that don't depend on the number
    /// of processors, so that neither does the result.
    fn expected(&self, normal: &Normal) -> Normal {
        let precision = normal.precision();
        let precision = precision.as_ref();
        let chunks: Vec<&[Group]> = self.groups.chunks(CHUNK).collect();
        if chunks.len() < 2 {
            return chunk(&self.groups, normal, precision);
        }
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let share = chunks.len().div_ceil(threads);
        let parts: Vec<Normal> = std::thread::scope(|scope| {
            let shares: Vec<_> = chunks
                .chunks(share)
                .map(|own| {
                    scope.spawn(|| {
                        own.iter()
                            .map(|groups| chunk(groups, normal, precision))
                            .collect::<Vec<_>>()
                    })
                })
                .collect();
            let done = shares
                .into_iter()
                .flat_map(|share| share.join().expect("a step doesn't panic"));
            done.collect()
        });
        let mut sums = Normal::new(self.units.len());
        for part in parts {
            for (sum, number) in sums.numbers.iter_mut().zip(part.numbers) {
                *sum += number;
            }
        }
        sums
    }

    /// Twice the negative log-likelihood in standard units, up to a constant.
    pub(super) fn deviance(&self, normal: &Normal, work: &mut Work) -> f64 {
        let each = self.groups.iter().map(|group| {
            work.gather(normal, &group.pattern.order);
            work.eliminate(group.pattern.observed);
            work.centre(group, normal);
            work.deviance(group)
        });
        each.sum()
    }

    /// Log-likelihood of a fit in the units of the answers.
    pub(super) fn log_likelihood(&self, fit: &Fit) -> f64 {
        let normal = self.scaled(fit);
        let mut deviance = self.deviance(&normal, &mut Work::new(self.units.len()));
        for group in &self.groups {
            for &v in group.pattern.answered() {
                let unit = std::f64::consts::TAU.ln() + 2.0 * self.units[v].scale.ln();
                deviance += group.weight * unit;
            }
        }
        -deviance / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bootstrap::Stream;
    use crate::em::Incomplete;

    #[test]
    fn the_inverse_leads_where_elimination_does() {
        let mut stream = Stream::new(4, 0);
        let mut uniform = || stream.below(1 << 30) as f64 / f64::from(1 << 30);
        let mut columns = vec![Vec::new(); 7];
        for _ in 0..400 {
            let common = uniform();
            for column in &mut columns {
                let answer = common + uniform();
                column.push(if uniform() < 0.25 { f64::NAN } else { answer });
            }
        }
        let problem = Incomplete::new(&columns).whole;
        let normal = problem.first_guess();
        let precision = normal.precision().expect("nothing is determined");
        // Some alone in what they answered, others not; one to three of seven missing.
        assert!(problem.groups.iter().any(|group| group.n == 1));
        assert!(problem.groups.iter().any(|group| group.n > 1));
        let quick = chunk(&problem.groups, &normal, Some(&precision));
        let plain = chunk(&problem.groups, &normal, None);
        for (quick, plain) in quick.numbers.iter().zip(&plain.numbers) {
            assert!((quick - plain).abs() < 1e-9, "{quick} is not {plain}");
        }
    }

    #[test]
    fn a_copied_variable_has_no_inverse() {
        let mut columns = vec![vec![1.0, 2.0, 4.0, 3.0, 5.0], vec![2.0, 1.0, 5.0, 3.0, 4.0]];
        let normal = |columns: &[Vec<f64>]| Incomplete::new(columns).whole.first_guess();
        assert!(normal(&columns).precision().is_some());
        columns.push(columns[0].clone());
        assert!(normal(&columns).precision().is_none());
        columns[2] = vec![1.0; 5];
        assert!(normal(&columns).precision().is_none());
    }
}
