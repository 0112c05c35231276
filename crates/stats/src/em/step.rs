//! One step of EM, and the likelihood, over all groups of people.

use super::Fit;
use super::normal::Normal;
use super::problem::{Group, Problem};
use super::work::Work;

/// Groups that one thread takes at a time.
const CHUNK: usize = 1024;

/// Expected deviations and products of some groups.
fn chunk(groups: &[Group], normal: &Normal) -> Normal {
    let p = normal.p;
    let mut work = Work::new(p);
    let mut sums = Normal::new(p);
    for group in groups {
        let observed = group.pattern.observed;
        work.gather(normal, &group.pattern.order);
        work.eliminate(observed);
        if group.n == 1 {
            work.expect_one(group, normal, &mut sums);
        } else {
            work.solve(observed);
            work.centre(group, normal);
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
        let chunks: Vec<&[Group]> = self.groups.chunks(CHUNK).collect();
        if chunks.len() < 2 {
            return chunk(&self.groups, normal);
        }
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let share = chunks.len().div_ceil(threads);
        let parts: Vec<Normal> = std::thread::scope(|scope| {
            let shares: Vec<_> = chunks
                .chunks(share)
                .map(|own| {
                    scope.spawn(|| {
                        own.iter()
                            .map(|groups| chunk(groups, normal))
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
