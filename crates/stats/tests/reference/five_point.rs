//! Shares and means of answers 1–5.

use crate::{close_interval, close_to, counts, list, number, parse};
use serde_json::Value;
use stats::quantile::normal;
use stats::{Tally, Verdict, mean, share};

fn reference() -> Value {
    parse(include_str!("five_point.json"))
}

fn answers(value: &Value) -> [Tally; 5] {
    counts::<5>(value).map(Tally::from)
}

#[test]
fn wilson_intervals() {
    for case in list(&reference()["wilson"]) {
        let (x, n) = (number(&case["x"]), number(&case["n"]));
        let name = format!("{x} of {n}");
        for (key, confidence) in [("wilson_90", 0.90), ("wilson", 0.95), ("wilson_99", 0.99)] {
            close_interval(
                &name,
                share::wilson(x, n, normal(confidence)),
                &case[key],
                1.0,
            );
        }
    }
}

#[test]
fn top_two_shares_and_means_by_year() {
    for case in list(&reference()["top_two"]) {
        let answers = answers(&case["counts"]);
        let got = share::top_two(&answers).unwrap();
        close_to("share", got.value, &case["value"]);
        close_interval("share", got.ci95, &case["ci95"], 1.0);
        let got = mean::mean(&mean::one_to_five(&answers)).unwrap();
        close_to("mean", got.value, &case["mean"]);
    }
}

#[test]
fn change_of_a_share() {
    let reference = &reference()["change"];
    let side = |key: &str| share::Count::top_two(&answers(&reference[key]));
    let got = share::change(&side("before"), &side("after")).unwrap();
    close_to("difference", got.difference, &reference["difference"]);
    close_to("z", got.z, &reference["z_pooled"]);
    close_to("p", got.p, &reference["p_no_continuity"]);
    close_interval("newcombe", got.ci95, &reference["newcombe_ci95"], 1.0);
    assert_eq!(got.verdict, Verdict::NotMoreThanChance);
}

#[test]
fn mean_with_its_t_interval() {
    let reference = &reference()["mean"];
    let answers = answers(&reference["counts"]);
    let got = mean::mean(&mean::one_to_five(&answers)).unwrap();
    assert_eq!(Some(got.n), reference["n"].as_u64());
    close_to("mean", got.value, &reference["mean"]);
    close_to("sd", got.sd.unwrap(), &reference["sd"]);
    close_to("se", got.se.unwrap(), &reference["se"]);
    close_interval("t interval", got.ci95.unwrap(), &reference["t_ci95"], 1.0);
    close_to(
        "easy",
        share::top_two(&answers).unwrap().value,
        &reference["share_easy_4_5"],
    );
}
