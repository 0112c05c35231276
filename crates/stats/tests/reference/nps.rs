//! NPS, its intervals and its change, unweighted and weighted.

use crate::{close, close_interval, close_to, counts, list, number, parse, text, whole};
use serde_json::Value;
use stats::Tally;
use stats::nps::{
    Classes, Design, adjusted_wald, change, nps, nps_in, sample_size_for_margin, score_interval,
    wald,
};
use stats::quantile::{Z95, normal};

fn reference() -> Value {
    parse(include_str!("nps.json"))
}

fn classes(value: &Value) -> Classes {
    let [detractors, passives, promoters] = counts(value);
    Classes::from_counts(detractors, passives, promoters)
}

fn weighted(value: &Value) -> Classes {
    let tally = |i: usize| Tally {
        n: whole(&value[i][0]),
        w: number(&value[i][1]),
        w2: number(&value[i][2]),
    };
    Classes {
        detractors: tally(0),
        passives: tally(1),
        promoters: tally(2),
    }
}

#[test]
fn value_standard_error_and_wald_intervals() {
    let reference = reference();
    let cases = list(&reference["cases"]);
    assert_eq!(cases.len(), 13);
    for case in cases {
        let name = text(&case["name"]);
        let classes = classes(&case["counts"]);
        let figure = nps(&classes).unwrap();
        close_to(name, figure.value / 100.0, &case["value"]);
        close_to(name, figure.se / 100.0, &case["se"]);
        close_interval(name, figure.ci95, &case["adjusted_wald_95"], 100.0);
        for level in ["90", "95", "99"] {
            let z = normal(level.parse::<f64>().unwrap() / 100.0);
            if let Some(want) = case.get(format!("wald_{level}")) {
                close_interval(name, wald(&classes, z).unwrap(), want, 100.0);
            }
            if let Some(want) = case.get(format!("adjusted_wald_{level}")) {
                close_interval(name, adjusted_wald(&classes, z).unwrap(), want, 100.0);
            }
        }
    }
}

#[test]
fn score_intervals_and_sample_sizes() {
    for case in list(&reference()["score"]) {
        let name = text(&case["name"]);
        let classes = classes(&case["counts"]);
        for level in ["90", "95", "99"] {
            let z = normal(level.parse::<f64>().unwrap() / 100.0);
            let got = score_interval(&classes, z).unwrap();
            close_interval(name, got, &case[format!("score_{level}")], 100.0);
        }
        let needed = sample_size_for_margin(&classes, 5.0, Z95);
        assert_eq!(needed, case["n_for_margin_5"].as_u64(), "{name}");
    }
}

#[test]
fn change_between_two_waves() {
    let reference = &reference()["change"];
    let got = change(
        &classes(&reference["before"]),
        &classes(&reference["after"]),
    )
    .unwrap();
    close_to(
        "difference",
        got.difference / 100.0,
        &reference["difference"],
    );
    close_to("se", got.se / 100.0, &reference["se"]);
    close_to("p", got.p, &reference["p"]);
    close_interval("interval", got.ci95, &reference["ci95"], 100.0);
    assert_eq!(got.verdict, stats::Verdict::NotMoreThanChance);
}

#[test]
fn weighted_survey() {
    let reference = &reference()["weighted"];
    let all = weighted(&reference["all"]["tallies"]);
    let figure = nps(&all).unwrap();
    close_to("value", figure.value / 100.0, &reference["all"]["value"]);
    close_to("se", figure.se / 100.0, &reference["all"]["se"]);
    close_interval("interval", figure.ci95, &reference["all"]["ci95"], 100.0);
    close_to(
        "effective n",
        all.total().effective_n(),
        &reference["all"]["effective_n"],
    );
}

#[test]
fn weighted_groups_of_a_survey() {
    let reference = &reference()["weighted"];
    let design = Design::of(&weighted(&reference["all"]["tallies"]));
    assert_eq!(design, Design::Weighted { total_n: 2746 });
    let areas = list(&reference["areas"]);
    assert_eq!(areas.len(), 7);
    for area in areas {
        let name = text(&area["name"]);
        let figure = nps_in(&weighted(&area["tallies"]), design).unwrap();
        close_to(name, figure.value / 100.0, &area["value"]);
        close_to(name, figure.se / 100.0, &area["se_as_part_of_all"]);
        let half = Z95 * figure.se;
        close(name, figure.ci95[0], figure.value - half);
        close(name, figure.ci95[1], figure.value + half);
    }
}
