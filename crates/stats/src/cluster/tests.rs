//! Tests of clustered figures. The reference values of the small sample are worked out by hand.

use super::*;
use crate::Tally;
use crate::mean;
use proptest::prelude::*;

#[track_caller]
fn close(got: f64, want: f64) {
    assert!(
        (got - want).abs() <= 1e-9 * want.abs().max(1.0),
        "got {got:.15}, want {want:.15}"
    );
}

fn plain(answers: &[(u64, f64)]) -> Clusters {
    answers.iter().map(|&(id, z)| (id, z, 1.0)).collect()
}

/// Three accounts with 2, 3 and 1 answers.
fn small() -> Clusters {
    plain(&[(1, 1.0), (1, 1.0), (2, 1.0), (2, 0.0), (2, -1.0), (3, -1.0)])
}

#[test]
fn worked_example() {
    let got = estimate(small().iter()).unwrap();
    // Mean 1/6; deviations of the accounts 2 − 2/6, 0 − 3/6, −1 − 1/6.
    close(got.value, 1.0 / 6.0);
    let squares = (10.0_f64 / 6.0).powi(2) + 0.25 + (7.0_f64 / 6.0).powi(2);
    close(got.se, (squares * 1.5).sqrt() / 6.0);
    assert_eq!((got.n, got.clusters), (6, 3));
    assert_eq!(got.status, Status::FewClusters);
    // Plain variance of the mean: Σ(z − z̄)²/(n(n − 1)) = (5 − 6/36)/30.
    close(
        got.design_effect.unwrap(),
        got.se * got.se / ((5.0 - 1.0 / 6.0) / 30.0),
    );
    close(got.effective_n.unwrap(), 6.0 / got.design_effect.unwrap());
    // Between: 2(5/6)² + 3(1/6)² + (7/6)² = 102/36 on 2; within: 2 on 3; n₀ = (6 − 14/6)/2.
    let (between, within, size) = (102.0 / 72.0, 2.0 / 3.0, 11.0 / 6.0);
    close(
        got.intraclass.unwrap(),
        (between - within) / (between + (size - 1.0) * within),
    );
}

/// `(tr Ω)²/tr Ω²` and the variance written out as matrices, for sizes and likeness.
#[test]
fn few_unequal_accounts_get_a_wider_interval() {
    let got = estimate(small().iter()).unwrap();
    let rho = got.intraclass.unwrap();
    let sizes = [2.0, 3.0, 1.0];
    let v = sizes.map(|m| (1.0 - rho) * m + rho * m * m);
    let total: f64 = v.iter().sum();
    let omega = |g: usize, h: usize| {
        let (p, q) = (sizes[g] / 6.0, sizes[h] / 6.0);
        let own = if g == h { v[g] } else { 0.0 };
        (own - p * v[h] - q * v[g] + p * q * total) / ((1.0 - p) * (1.0 - q)).sqrt()
    };
    let pairs = || (0..3).flat_map(|g| (0..3).map(move |h| (g, h)));
    let trace: f64 = (0..3).map(|g| omega(g, g)).sum();
    let df = trace * trace / pairs().map(|(g, h)| omega(g, h).powi(2)).sum::<f64>();
    close(got.df.unwrap(), df);
    let sums = [10.0 / 6.0, -0.5, -7.0 / 6.0];
    let variance: f64 = (0..3)
        .map(|g| sums[g] * sums[g] / (1.0 - sizes[g] / 6.0))
        .sum();
    let half = student(0.95, df) * variance.sqrt() / 6.0;
    close(got.ci95.unwrap()[1], got.value + half);
    assert!(df < 2.0 && half > student(0.95, 2.0) * got.se);
}

#[test]
fn every_account_weighs_the_same() {
    let got = by_cluster(small().iter()).unwrap();
    close(got.value, 0.0);
    close(got.se, (1.0_f64 / 3.0).sqrt());
    close(
        got.ci95.unwrap()[0],
        -4.302_652_729_911_275 / 3.0_f64.sqrt(),
    );
}

#[test]
fn single_answers_are_a_plain_mean() {
    let points = [(1.0, Tally::from(7)), (2.0, 4.into()), (5.0, 20.into())];
    let mut clusters = Clusters::default();
    let values = points.iter().flat_map(|(x, t)| vec![*x; t.n as usize]);
    for (id, x) in (0..).zip(values) {
        clusters.add(id, Cluster::of(1, x, 1.0));
    }
    let (got, want) = (
        estimate(clusters.iter()).unwrap(),
        mean::mean(&points).unwrap(),
    );
    close(got.value, want.value);
    close(got.se, want.se.unwrap());
    close(got.ci95.unwrap()[0], want.ci95.unwrap()[0]);
    close(got.design_effect.unwrap(), 1.0);
    assert_eq!((got.intraclass, got.status), (None, Status::Shown));
}

#[test]
fn accounts_that_speak_with_one_voice_count_once() {
    let voices = |times: u64| -> Clusters {
        let mut clusters = Clusters::default();
        for id in 0..30 {
            clusters.add(
                id,
                Cluster::of(times, if id % 3 == 0 { -100.0 } else { 100.0 }, 1.0),
            );
        }
        clusters
    };
    let (one, ten) = (
        estimate(voices(1).iter()).unwrap(),
        estimate(voices(10).iter()).unwrap(),
    );
    close(ten.se, one.se);
    close(ten.intraclass.unwrap(), 1.0);
    assert!((ten.design_effect.unwrap() - 10.0).abs() < 0.5);
}

#[test]
fn too_little_gives_no_interval() {
    assert_eq!(estimate(Clusters::default().iter()), None);
    let one = plain(&[(1, 5.0), (1, 3.0)]);
    assert_eq!(estimate(one.iter()), None);
    assert_eq!(by_cluster(one.iter()), None);
    assert_eq!(change(&one, &small()), None);
    assert_eq!(change(&small(), &one), None);
    let weightless: Clusters = [(1, 5.0, 0.0), (2, 3.0, 1.0)].into_iter().collect();
    assert_eq!(estimate(weightless.iter()), None);

    let same = plain(&[(1, 70.3), (2, 70.3), (2, 70.3), (3, 70.3)]);
    let got = estimate(same.iter()).unwrap();
    assert_eq!((got.status, got.ci95), (Status::NoSpread, None));
    assert_eq!((got.design_effect, got.intraclass), (None, None));
    assert_eq!(by_cluster(same.iter()).unwrap().ci95, None);
    close(change(&same, &same).unwrap().p, 1.0);
}

#[test]
fn an_account_that_outweighs_all_others_has_no_interval() {
    let answers = [(1, 5.0, 1e30), (1, 3.0, 1e30), (2, 3.0, 1.0), (2, 1.0, 1.0)];
    let got = estimate(answers.into_iter().collect::<Clusters>().iter()).unwrap();
    close(got.value, 4.0);
    assert!(got.se.is_finite() && got.ci95.is_none_or(|ci95| !ci95[0].is_nan()));
}

#[test]
fn the_same_accounts_twice_change_less_by_chance() {
    let wave = |shift: f64| -> Clusters {
        (0..60)
            .map(|id| (id, f64::from(id as u32 % 7) + shift, 1.0))
            .collect()
    };
    let (before, after) = (wave(0.0), wave(0.5));
    let paired = change(&before, &after).unwrap();
    assert_eq!(paired.verdict, Verdict::Rose);
    close(paired.difference, 0.5);
    let others: Clusters = (0..60)
        .map(|id| (1000 + id, f64::from(id as u32 % 7) + 0.5, 1.0))
        .collect();
    let apart = change(&before, &others).unwrap();
    assert_eq!(apart.verdict, Verdict::NotMoreThanChance);
    let each = estimate(before.iter()).unwrap().se;
    assert!((apart.se / each.hypot(each) - 1.0).abs() < 0.01);
}

fn answers() -> impl Strategy<Value = Vec<(u64, f64, f64)>> {
    prop::collection::vec((0_u64..12, -1_i32..=1, 1_u32..5), 0..80).prop_map(|answers| {
        answers
            .into_iter()
            .map(|(id, z, w)| (id, 100.0 * f64::from(z), f64::from(w) / 2.0))
            .collect()
    })
}

proptest! {
    #[test]
    fn parts_merge_and_order_is_nothing(answers in answers(), at in 0_usize..80) {
        let whole: Clusters = answers.iter().copied().collect();
        let at = at.min(answers.len());
        let mut merged: Clusters = answers[at..].iter().copied().collect();
        merged.merge(&answers[..at].iter().rev().copied().collect());
        let (got, want) = (estimate(merged.iter()), estimate(whole.iter()));
        prop_assert_eq!(got.is_some(), want.is_some());
        if let (Some(got), Some(want)) = (got, want) {
            prop_assert!((got.value - want.value).abs() < 1e-9);
            prop_assert!((got.se - want.se).abs() < 1e-9);
            prop_assert_eq!(got.status, want.status);
            prop_assert!(got.df.is_none_or(|df| df > 0.0 && df <= got.clusters as f64 - 1.0 + 1e-6));
            prop_assert!(got.se.is_finite() && got.intraclass.is_none_or(|i| i <= 1.0 + 1e-9));
        }
    }

    #[test]
    fn scale_and_direction_go_through(answers in answers()) {
        let clusters: Clusters = answers.iter().copied().collect();
        let mirrored: Clusters = answers.iter().map(|&(id, z, w)| (id, -2.0 * z, w)).collect();
        if let (Some(got), Some(other)) = (estimate(clusters.iter()), estimate(mirrored.iter())) {
            prop_assert!((other.value + 2.0 * got.value).abs() < 1e-9);
            prop_assert!((other.se - 2.0 * got.se).abs() < 1e-9);
        }
    }

    #[test]
    fn everybody_twice_in_accounts_of_their_own_halves_the_variance(answers in answers()) {
        let once: Clusters = answers.iter().copied().collect();
        let mut twice = once.clone();
        for &(id, z, w) in &answers {
            twice.add(id + 1000, Cluster::of(1, z, w));
        }
        if let (Some(once), Some(twice)) = (estimate(once.iter()), estimate(twice.iter())) {
            // Up to G/(G − 1), which counts the accounts.
            let g = once.clusters as f64;
            let room = ((2.0 * g / (2.0 * g - 1.0)) / (g / (g - 1.0))).sqrt();
            prop_assert!((twice.se * 2.0_f64.sqrt() - once.se * room).abs() < 1e-9);
            prop_assert!((twice.value - once.value).abs() < 1e-9);
        }
    }
}
