//! Importance of drivers in two published data sets, from their covariance matrices.

use crate::{close, list, number, parse, text};
use serde_json::Value;
use stats::importance::{importance, johnson, lmg, r_squared, singles, standardised_betas, vif};
use stats::{Matrix, importance::Importance};

fn cases() -> Vec<Value> {
    list(&parse(include_str!("importance.json"))["cases"]).to_vec()
}

fn matrix(value: &Value) -> Matrix {
    let rows = list(value);
    Matrix::from_fn(rows.len(), rows.len(), |i, j| number(&rows[i][j]))
}

#[track_caller]
fn close_list(what: &str, got: &[f64], want: &Value) {
    if want.is_null() {
        return;
    }
    let want = list(want);
    assert_eq!(got.len(), want.len(), "{what}");
    for (i, (got, want)) in got.iter().zip(want).enumerate() {
        close(&format!("{what} {i}"), *got, number(want));
    }
}

fn known(figures: &[Option<f64>]) -> Vec<f64> {
    let known = figures.iter().copied().collect::<Option<_>>();
    known.expect("every figure is determined")
}

fn compare(case: &Value, got: &Importance) {
    let what = |key: &str| format!("{}: {key}", text(&case["name"]));
    close(&what("r2"), got.r2, number(&case["r2"]));
    let lmg = got.lmg.as_ref().expect("few enough players");
    close_list(&what("lmg"), lmg, &case["lmg"]);
    close_list(&what("johnson"), &got.johnson, &case["johnson"]);
    close_list(&what("first"), &got.first, &case["first"]);
    close_list(&what("last"), &got.last, &case["last"]);
    close_list(&what("vif"), &known(&got.vif), &case["vif"]);
    close_list(&what("beta"), &known(&got.beta_std), &case["beta_std"]);
    assert!(got.collinear.is_empty() && got.constant.is_empty());
}

#[test]
fn all_figures() {
    for case in cases() {
        let covariance = matrix(&case["covariance"]);
        let players = singles(covariance.nrows() - 1);
        compare(&case, &importance(&covariance, &players).unwrap());
    }
}

#[test]
fn one_by_one_they_are_the_same() {
    for case in cases() {
        let covariance = matrix(&case["covariance"]);
        let players = singles(covariance.nrows() - 1);
        let whole = importance(&covariance, &players).unwrap();
        let parts = Importance {
            r2: r_squared(&covariance).unwrap(),
            lmg: lmg(&covariance, &players),
            johnson: johnson(&covariance).unwrap(),
            vif: vif(&covariance),
            beta_std: standardised_betas(&covariance),
            ..whole.clone()
        };
        assert_eq!(parts, whole);
    }
}
