//! Which driver is named "worst rated" and which "most to gain".

use super::{Opportunity, OpportunityPoint, OpportunityWords, dots};
use crate::{Estimate, Frame, Unit};

fn notes(points: &[(&str, f64, [f64; 3], bool)]) -> Vec<String> {
    let point = |(label, satisfaction, [low, value, high], few): &(&str, f64, [f64; 3], bool)| {
        OpportunityPoint {
            label: (*label).to_owned(),
            satisfaction: *satisfaction,
            gain: Estimate::new(*value, *low, *high),
            few: *few,
            detail: String::new(),
            link: None,
        }
    };
    let words = OpportunityWords {
        worst_rated: "worst".to_owned(),
        most_to_gain: "most".to_owned(),
        both: "both".to_owned(),
        ..OpportunityWords::default()
    };
    let chart = Opportunity {
        frame: Frame::new("x", "x", ""),
        unit: Unit::Share,
        points: points.iter().map(point).collect(),
        words,
        empty: String::new(),
    };
    dots(&chart)
        .iter()
        .map(|d| format!("{} {}", d.label, d.note).trim().to_owned())
        .collect()
}

#[test]
fn worst_rated_and_most_to_gain_are_told_apart() {
    let found = notes(&[
        ("hours", 0.22, [-2.0, 1.0, 4.0], false),
        ("help", 0.50, [20.0, 26.0, 32.0], false),
        ("price", 0.60, [8.0, 10.0, 12.0], false),
    ]);
    assert_eq!(found, ["help most", "price", "hours worst"]);
}

#[test]
fn drivers_that_can_not_be_told_apart_share_the_name() {
    let found = notes(&[
        ("a", 0.2, [20.0, 26.0, 32.0], false),
        ("b", 0.5, [18.0, 22.0, 26.0], false),
        ("c", 0.6, [8.0, 10.0, 12.0], false),
    ]);
    assert_eq!(found, ["a both", "b most", "c"]);
}

#[test]
fn nobody_is_named_without_a_demonstrable_gain_or_enough_answers() {
    let found = notes(&[
        ("few", 0.1, [5.0, 60.0, 115.0], true),
        ("a", 0.4, [-1.0, 3.0, 7.0], false),
        ("b", 0.5, [-2.0, 2.0, 6.0], false),
    ]);
    assert_eq!(found, ["few", "a worst", "b"]);
    assert_eq!(notes(&[("alone", 0.4, [1.0, 3.0, 5.0], false)]), ["alone"]);
}
