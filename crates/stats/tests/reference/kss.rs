//! KSS of a real survey and of the designed cases that say what the figure must and must not do.

use crate::{ROOM, close_to, counts, list, parse, text};
use serde_json::Value;
use stats::kss::{Cells, Kss, Status, compare, kss, linear_form, ratio};

fn reference() -> Value {
    parse(include_str!("kss.json"))
}

fn cells(case: &Value) -> Cells {
    Cells::from_counts(std::array::from_fn(|row| counts(&case["table_3x3"][row])))
}

fn designed(start: &str) -> Kss {
    let reference = reference();
    let cases = list(&reference["designed"]);
    let case = cases
        .iter()
        .find(|case| text(&case["name"]).starts_with(start));
    kss(&cells(case.unwrap_or_else(|| panic!("no case {start}"))))
}

#[track_caller]
fn close_optional(what: &str, got: Option<f64>, want: &Value) {
    let same = match (got, want.as_f64()) {
        (Some(got), Some(want)) => (got - want).abs() <= ROOM,
        (got, want) => got.is_none() && want.is_none(),
    };
    assert!(same, "{what}: got {got:?}, reference {want}");
}

fn compare_all(case: &Value) {
    let name = text(&case["name"]);
    let what = |key: &str| format!("{name}: {key}");
    let cells = cells(case);
    let got = kss(&cells);
    let linear = linear_form(&cells);
    let ratio = ratio(&cells);
    for (key, value) in [
        ("kss", got.value),
        ("gain", got.gain),
        ("gain_from_disagree", got.gain_from_disagree),
        ("gain_from_neutral", got.gain_from_neutral),
        ("se", got.se),
        ("nps_all", got.nps_all),
        ("nps_agree", got.nps_agree),
        ("nps_neutral", got.nps_neutral),
        ("nps_disagree", got.nps_disagree),
        ("ratio", ratio.map(|ratio| ratio.value)),
        ("ratio_se", ratio.map(|ratio| ratio.se)),
        ("linear", linear.map(|linear| linear.value)),
        ("linear_se", linear.map(|linear| linear.se)),
    ] {
        close_optional(&what(key), value, &case[key]);
    }
    for (i, want) in list(&case["ci95"]).iter().enumerate() {
        close_optional(&what("ci95"), got.ci95.map(|limits| limits[i]), want);
    }
    close_to(&what("p_agree"), got.agree, &case["p_agree"]);
    close_to(&what("p_disagree"), got.disagree, &case["p_disagree"]);
    close_to(
        &what("agree & promoter"),
        got.agree_promoter,
        &case["cell_agree_promoter"],
    );
    close_to(
        &what("disagree & detractor"),
        got.disagree_detractor,
        &case["cell_disagree_detractor"],
    );
    assert_eq!(Some(got.n), case["n"].as_u64(), "{name}");
    assert_eq!(Some(got.n_agree), case["n_agree"].as_u64(), "{name}");
}

#[test]
fn every_driver_of_a_real_survey() {
    let reference = reference();
    let drivers = list(&reference["carpentries"]);
    assert_eq!(drivers.len(), 7);
    let mut ranked: Vec<(&Value, Kss)> = drivers
        .iter()
        .map(|case| (case, kss(&cells(case))))
        .collect();
    drivers.iter().for_each(compare_all);
    ranked.sort_by(|(_, a), (_, b)| compare(a, b));
    for (rank, (case, kss)) in (1..).zip(&ranked) {
        assert_eq!(case["rank"].as_u64(), Some(rank), "{}", case["name"]);
        assert_eq!(kss.status, Status::Shown);
    }
}

#[test]
fn every_designed_case() {
    let reference = reference();
    let cases = list(&reference["designed"]);
    assert_eq!(cases.len(), 10);
    cases.iter().for_each(compare_all);
}

#[test]
fn designed_cases_behave_as_wanted() {
    for (case, status) in [
        ("S2_optimal_use", Status::Shown),
        ("S4_opening_hours", Status::NoDemonstrableGain),
        ("independent", Status::NoDemonstrableGain),
        ("linked", Status::Shown),
        ("satisfied", Status::Shown),
        ("everyone agrees", Status::NoDemonstrableGain),
        ("nobody agrees", Status::NotEstimable),
        ("no detractors", Status::NoDemonstrableGain),
        ("reverse link", Status::Reversed),
        ("one person agrees", Status::Suppressed),
    ] {
        assert_eq!(designed(case).status, status, "{case}");
    }
}

#[test]
fn designed_cases_are_listed_in_the_wanted_order() {
    let wanted = [
        "S2_optimal_use",
        "linked",
        "satisfied",
        "S4_opening_hours",
        "reverse link",
        "one person agrees",
        "nobody agrees",
    ];
    let mut got: Vec<(&str, Kss)> = wanted
        .iter()
        .rev()
        .map(|&case| (case, designed(case)))
        .collect();
    got.sort_by(|(_, a), (_, b)| compare(a, b));
    assert_eq!(
        got.iter().map(|(case, _)| *case).collect::<Vec<_>>(),
        wanted
    );
}

#[test]
fn no_number_is_shown_where_none_may_be() {
    let one = designed("one person agrees");
    assert_eq!((one.shown_value(), one.shown_interval()), (None, None));
    let nobody = designed("nobody agrees");
    assert_eq!(
        (nobody.shown_value(), nobody.shown_interval()),
        (None, None)
    );
    assert!(
        nobody.linear.is_some(),
        "the regression form still says how low it is"
    );
    let everyone = designed("everyone agrees");
    assert_eq!(
        (everyone.shown_value(), everyone.se),
        (Some(100.0), Some(0.0))
    );
}
