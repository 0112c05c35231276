//! Tests against tabulated quantiles and tail probabilities.

use super::*;

#[track_caller]
fn close(got: f64, want: f64) {
    assert!(
        (got - want).abs() <= 1e-9 * want.abs().max(1.0),
        "{got:.16} is not {want:.16}"
    );
}

#[test]
fn normal_quantiles() {
    close(normal(0.95), Z95);
    close(normal(0.90), 1.644_853_626_951_472_7);
    close(normal(0.99), 2.575_829_303_548_900_4);
    close(normal(0.0), 0.0);
}

#[test]
fn normal_tails() {
    close(normal_p(0.0), 1.0);
    close(normal_p(Z95), 0.05);
    close(normal_p(-Z95), 0.05);
    close(normal_p(1.0), 0.317_310_507_862_914_2);
    close(normal_p(f64::INFINITY), 0.0);
}

#[test]
fn student_quantiles() {
    for (df, want) in [
        (1.0, 12.706_204_736_174_7),
        (2.0, 4.302_652_729_911_27),
        (4.0, 2.776_445_105_197_79),
        (10.0, 2.228_138_851_964_94),
        (30.0, 2.042_272_456_301_24),
        (100.0, 1.983_971_518_523_55),
    ] {
        close(student(0.95, df), want);
    }
}

#[test]
fn student_tails_undo_the_quantile() {
    for df in [0.5, 1.0, 2.5, 7.3, 29.0, 139.38, 2682.0, 1e7] {
        for confidence in [0.5, 0.9, 0.95, 0.99] {
            close(student_p(student(confidence, df), df), 1.0 - confidence);
        }
    }
    close(student_p(f64::INFINITY, 5.0), 0.0);
}

#[test]
fn both_ways_to_student_meet() {
    let (below, above) = (MANY * (1.0 - 1e-12), MANY);
    for confidence in [0.5, 0.9, 0.95, 0.99] {
        close(student(confidence, below), student(confidence, above));
    }
    for statistic in [0.1, 1.0, 1.96, 3.0, 10.0] {
        close(student_p(statistic, below), student_p(statistic, above));
    }
}

#[test]
fn student_becomes_normal_with_many_answers() {
    for df in [1e9, 1e15, f64::MAX, f64::INFINITY] {
        assert!((student(0.95, df) - Z95).abs() < 1e-8, "{df}");
        assert!((student_p(Z95, df) - 0.05).abs() < 1e-8, "{df}");
    }
}
