//! Reference values: figures that other software computed from real and designed data, to be met
//! within 1e-9. The numbers stand beside this file; each says where it comes from.

mod association;
mod five_point;
mod importance;
mod kss;
mod missing;
mod nps;

use serde_json::Value;

/// Absolute room for every value, on the scale the reference is given in.
const ROOM: f64 = 1e-9;

fn parse(text: &str) -> Value {
    serde_json::from_str(text).expect("the reference file is JSON")
}

fn number(value: &Value) -> f64 {
    value
        .as_f64()
        .unwrap_or_else(|| panic!("{value} is no number"))
}

fn text(value: &Value) -> &str {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no text"))
}

fn list(value: &Value) -> &[Value] {
    value
        .as_array()
        .unwrap_or_else(|| panic!("{value} is no list"))
}

fn whole(value: &Value) -> u64 {
    value
        .as_u64()
        .unwrap_or_else(|| panic!("{value} is no whole number"))
}

fn counts<const N: usize>(value: &Value) -> [u64; N] {
    std::array::from_fn(|i| whole(&value[i]))
}

#[track_caller]
fn close(what: &str, got: f64, want: f64) {
    assert!(
        (got - want).abs() <= ROOM,
        "{what}: got {got:.15}, reference {want:.15}"
    );
}

#[track_caller]
fn close_to(what: &str, got: f64, want: &Value) {
    close(what, got, number(want));
}

/// An interval against a reference on a scale `unit` times as small.
#[track_caller]
fn close_interval(what: &str, got: [f64; 2], want: &Value, unit: f64) {
    for (i, limit) in got.into_iter().enumerate() {
        close_to(&format!("{what}, limit {i}"), limit / unit, &want[i]);
    }
}
