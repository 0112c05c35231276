//! EM against complete data, plain EM and the likelihood itself, and where it must refuse.

use proptest::prelude::*;

use super::problem::Problem;
use super::{Fit, Incomplete, Part, Stop, Unfit, fit};
use crate::Matrix;
use crate::moments::Moments;

const GAP: f64 = f64::NAN;

/// Answers that go together, of which some are missing; never so many that a pair is lost.
fn columns() -> impl Strategy<Value = Vec<Vec<f64>>> {
    let person = (prop::collection::vec(1..=5_i32, 5), 0..32_u32, 0..4_u32);
    prop::collection::vec(person, 30..80).prop_map(|people| {
        let value = |answers: &[i32], v: usize| f64::from(answers[v] + 2 * answers[4]);
        let column = |v: usize| {
            let own = people.iter().map(|(answers, gaps, keep)| {
                let missing = *keep == 0 && gaps >> v & 1 == 1;
                if missing { GAP } else { value(answers, v) }
            });
            own.collect()
        };
        (0..4).map(column).collect()
    })
}

fn whole(columns: &[Vec<f64>]) -> Fit {
    Incomplete::new(columns)
        .fit(None, None, Stop::default())
        .unwrap()
}

#[track_caller]
fn same(a: &Fit, b: &Fit, room: f64) {
    let scale = a.covariance.amax().max(1.0);
    for (a, b) in a.mean.iter().zip(&b.mean) {
        assert!((a - b).abs() <= room * scale, "{a} is not {b}");
    }
    let gap = (&a.covariance - &b.covariance).amax();
    assert!(gap <= room * scale, "covariances differ by {gap}");
}

#[test]
fn complete_answers_need_no_guess() {
    let columns: Vec<Vec<f64>> = vec![
        vec![1.0, 4.0, 2.0, 8.0, 5.0, 7.0],
        vec![3.0, 1.0, 2.0, 2.0, 9.0, 4.0],
    ];
    let got = whole(&columns);
    let moments = Moments::of(&columns, None);
    let want = Fit {
        mean: moments.means().to_vec(),
        covariance: moments.covariance().unwrap() * (5.0 / 6.0),
        iterations: 1,
        converged: true,
    };
    same(&got, &want, 1e-12);
    assert!(got.converged && got.iterations == 1);
}

/// With one variable complete and the other missing for some, the estimate has a closed form
/// (Anderson 1957; Little & Rubin 2002, §7.2): the regression of the second on the first among
/// those who answered both, at the mean of the first among all.
#[test]
fn anderson() {
    let x = vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 9.0];
    let y = vec![2.0, 1.0, 4.0, 3.0, 6.0, GAP, GAP, GAP];
    let got = whole(&[x.clone(), y.clone()]);
    let both = Moments::of(&[x.clone(), y], None);
    let all = Moments::of(&[x], None);
    let ml = both.covariance().unwrap() * 0.8;
    let slope = ml[(0, 1)] / ml[(0, 0)];
    let variance = all.covariance().unwrap()[(0, 0)] * 7.0 / 8.0;
    let mean = both.means()[1] + slope * (all.means()[0] - both.means()[0]);
    let rest = ml[(1, 1)] - slope * ml[(0, 1)];
    assert!((got.mean[1] - mean).abs() < 1e-8);
    assert!((got.covariance[(0, 1)] - slope * variance).abs() < 1e-8);
    assert!((got.covariance[(1, 1)] - rest - slope * slope * variance).abs() < 1e-8);
}

#[test]
fn what_answers_cannot_tell_is_refused() {
    let fit = |columns: &[Vec<f64>]| Incomplete::new(columns).fit(None, None, Stop::default());
    let full = vec![1.0, 2.0, 3.0, 5.0, 4.0, 2.0];
    let too_few = |n, needed| Err(Unfit::TooFew { n, needed });
    assert_eq!(fit(&[]), too_few(0, 1));
    for n in 0..3 {
        let few = vec![full[..n].to_vec(), full[..n].to_vec()];
        assert_eq!(fit(&few), too_few(n as u64, 3));
    }
    assert_eq!(fit(&[vec![GAP; 6], vec![GAP; 6]]), too_few(0, 3));
    assert_eq!(
        fit(&[full.clone(), vec![GAP; 6]]),
        Err(Unfit::NeverAnswered(1))
    );
    let first = vec![1.0, 2.0, 4.0, GAP, GAP, GAP];
    let last = vec![GAP, GAP, 4.0, 1.0, 2.0, 3.0];
    assert_eq!(
        fit(&[full.clone(), first, last]),
        Err(Unfit::NeverTogether(1, 2))
    );
    let weights = [0.0, f64::NAN, -1.0, 0.0, 1.0, 1.0];
    let weighted = Incomplete::new(&[full.clone(), full]);
    assert_eq!(
        weighted.fit(Some(&weights), None, Stop::default()),
        too_few(2, 3)
    );
}

#[test]
fn constant_and_copied_variables_stay_so() {
    let own: Vec<f64> = (0..40).map(|i| f64::from(i * 7 % 11)).collect();
    let other: Vec<f64> = (0..40).map(|i| f64::from(i * 5 % 7)).collect();
    let mut copy = own.clone();
    let mut constant = vec![0.1; 40];
    for person in (0..40).step_by(5) {
        copy[person] = GAP;
        constant[person + 1] = GAP;
    }
    let got = whole(&[own, other, copy, constant]);
    assert!(got.converged);
    assert!(
        got.mean
            .iter()
            .chain(got.covariance.iter())
            .all(|x| x.is_finite())
    );
    assert!(got.covariance[(3, 3)].abs() == 0.0 && (got.mean[3] - 0.1).abs() < 1e-12);
    let r = crate::moments::correlation(&got.covariance);
    assert!((r[(0, 2)] - 1.0).abs() < 1e-6);
    assert!((got.mean[0] - got.mean[2]).abs() < 1e-6);
}

#[test]
fn no_time_is_no_convergence() {
    let x = vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 9.0];
    let y = vec![2.0, 1.0, 4.0, 3.0, 6.0, GAP, GAP, GAP];
    let stop = Stop {
        iterations: 2,
        ..Stop::default()
    };
    let got = Incomplete::new(&[x, y]).fit(None, None, stop).unwrap();
    assert_eq!((got.converged, got.iterations), (false, 2));
}

/// Log-likelihood by the density of each person, with nothing shared with the steps.
fn log_density(columns: &[Vec<f64>], fit: &Fit) -> f64 {
    let person = |row: usize| {
        let seen: Vec<usize> = (0..columns.len())
            .filter(|&v| columns[v][row].is_finite())
            .collect();
        let k = seen.len();
        if k == 0 {
            return 0.0;
        }
        let covariance = Matrix::from_fn(k, k, |i, j| fit.covariance[(seen[i], seen[j])]);
        let gap = Matrix::from_fn(k, 1, |i, _| columns[seen[i]][row] - fit.mean[seen[i]]);
        let solved = covariance.clone().lu().solve(&gap).unwrap();
        let constant = k as f64 * std::f64::consts::TAU.ln();
        -0.5 * (constant + covariance.determinant().ln() + (gap.transpose() * solved)[(0, 0)])
    };
    (0..columns[0].len()).map(person).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn plain_steps_end_in_the_same_place(columns in columns()) {
        let rows = Incomplete::new(&columns);
        let got = rows.fit(None, None, Stop::default()).unwrap();
        prop_assert!(got.converged);
        let problem = &rows.whole;
        let mut now = problem.first_guess();
        for _ in 0..3000 {
            now = problem.step(&now);
        }
        let plain = problem.scaled(&got);
        for (a, b) in plain.numbers.iter().zip(&now.numbers) {
            prop_assert!((a - b).abs() < 1e-7);
        }
    }

    #[test]
    fn likelihood_is_that_of_the_density_and_at_its_top(columns in columns(), nudge in 0..4_usize) {
        let rows = Incomplete::new(&columns);
        let got = whole(&columns);
        let top = rows.log_likelihood(&got);
        prop_assert!((top - log_density(&columns, &got)).abs() < 1e-7 * top.abs());
        for change in [0.98, 1.02] {
            let mut other = got.clone();
            other.covariance[(nudge, nudge)] *= change;
            prop_assert!(rows.log_likelihood(&other) <= top + 1e-8);
            let mut other = got.clone();
            other.mean[nudge] *= change;
            prop_assert!(rows.log_likelihood(&other) <= top + 1e-8);
        }
    }

    #[test]
    fn order_and_repetition_change_nothing(columns in columns()) {
        let reversed: Vec<Vec<f64>> = columns
            .iter()
            .map(|column| column.iter().rev().copied().collect())
            .collect();
        let twice: Vec<Vec<f64>> = columns.iter().map(|c| [c.clone(), c.clone()].concat()).collect();
        let got = whole(&columns);
        same(&got, &whole(&reversed), 1e-7);
        same(&got, &whole(&twice), 1e-7);
    }

    #[test]
    fn weights_are_counts(columns in columns(), seed in 0..7_usize) {
        let rows = columns[0].len();
        let weights: Vec<f64> = (0..rows).map(|row| ((row * 5 + seed) % 3) as f64).collect();
        let repeated: Vec<Vec<f64>> = columns
            .iter()
            .map(|column| {
                let each = column.iter().zip(&weights);
                each.flat_map(|(value, w)| vec![*value; *w as usize]).collect()
            })
            .collect();
        let all = Incomplete::new(&columns);
        let start = whole(&columns);
        let weighted = all.fit(Some(&weights), Some(&start), Stop::default());
        let plain = Incomplete::new(&repeated).fit(None, None, Stop::default());
        if let (Ok(weighted), Ok(plain)) = (&weighted, &plain) {
            same(weighted, plain, 1e-6);
        }
    }

    #[test]
    fn parts_summed_elsewhere_give_the_same(columns in columns()) {
        let mut parts: Vec<Part> = Vec::new();
        let person = |row: usize| {
            let given = columns.iter().map(|column| column[row]).enumerate();
            given.filter(|(_, answer)| answer.is_finite()).unzip()
        };
        for row in 0..columns[0].len() {
            let (observed, values): (Vec<usize>, Vec<f64>) = person(row);
            let mut moments = Moments::new(values.len());
            moments.add(&values, 1.0);
            match parts.iter_mut().find(|part| part.observed == observed) {
                Some(part) => part.moments.merge(&moments),
                None => parts.push(Part { observed, moments }),
            }
        }
        let got = fit(4, &parts, None, Stop::default()).unwrap();
        same(&got, &whole(&columns), 1e-7);
        prop_assert!(Problem::of_parts(4, &parts).weight() <= columns[0].len() as f64);
    }

    #[test]
    fn a_changed_unit_only_changes_the_unit(columns in columns()) {
        let mut other = columns.clone();
        other[2].iter_mut().for_each(|value| *value = 1000.0 - 250.0 * *value);
        let (a, b) = (whole(&columns), whole(&other));
        prop_assert!((1000.0 - 250.0 * a.mean[2] - b.mean[2]).abs() < 1e-5);
        prop_assert!((a.covariance[(2, 0)] * -250.0 - b.covariance[(2, 0)]).abs() < 1e-4);
        prop_assert!((a.covariance[(3, 1)] - b.covariance[(3, 1)]).abs() < 1e-6);
    }
}
