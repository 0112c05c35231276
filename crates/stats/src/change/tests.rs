//! Tests of the rule behind every verdict.

use super::*;

#[test]
fn a_verdict_needs_thirty_answers_and_an_interval_that_excludes_no_change() {
    for (n, ci95, verdict, name) in [
        (30, [0.1, 5.0], Verdict::Rose, "rose"),
        (30, [-5.0, -0.1], Verdict::Fell, "fell"),
        (
            30,
            [-0.1, 5.0],
            Verdict::NotMoreThanChance,
            "not_more_than_chance",
        ),
        (
            1000,
            [0.0, 0.0],
            Verdict::NotMoreThanChance,
            "not_more_than_chance",
        ),
        (29, [90.0, 99.0], Verdict::TooFew { need: 1 }, "too_few"),
        (0, [-99.0, -90.0], Verdict::TooFew { need: 30 }, "too_few"),
    ] {
        assert_eq!(Verdict::judge(n, ci95), verdict);
        assert_eq!(verdict.as_str(), name);
    }
}

#[test]
fn a_statistic_without_spread_is_zero_or_infinite() {
    assert_eq!(statistic(0.0, 0.0).to_bits(), 0.0_f64.to_bits());
    assert!(statistic(1.0, 0.0) == f64::INFINITY);
    assert!(statistic(-1.0, 0.0) == f64::NEG_INFINITY);
}
