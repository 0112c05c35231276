//! What is said first.

use super::{counts, with_outcome};
use crate::{Coding, Finding, Metric, change, drivers, findings, leading, metric};

const MOST: [[u64; 3]; 3] = [[350, 100, 50], [90, 120, 90], [20, 60, 120]];
const HOURS: [[u64; 3]; 3] = [[60, 180, 360], [10, 30, 60], [30, 90, 180]];
const LINKED: [[u64; 3]; 3] = [[180, 90, 30], [30, 45, 25], [30, 150, 420]];

fn found(names: &[&str], tables: &[[[u64; 3]; 3]]) -> Vec<Finding> {
    let counts = counts(tables);
    let drivers = drivers(names, &counts, &Coding::default());
    findings(metric(Metric::Nps, &counts), None, &drivers)
}

#[test]
fn the_most_to_gain_is_named_and_the_worst_rated_told_apart() {
    let found = found(&["hours", "use", "speed"], &[HOURS, MOST, LINKED]);
    assert!(matches!(found[0], Finding::Level { .. }));
    let Finding::MostToGain {
        name, gain, beside, ..
    } = &found[1]
    else {
        panic!("{found:?}")
    };
    assert_eq!((name.as_str(), *gain), ("use", 70.0));
    assert!(beside.is_empty());
    assert!(found.len() == 2, "use is rated lowest too: {found:?}");

    let found = self::found(&["hours", "speed"], &[HOURS, LINKED]);
    assert_eq!(
        found[2],
        Finding::WorstRatedIsAnother {
            name: "hours".to_owned(),
            agree: 0.3
        }
    );
}

#[test]
fn drivers_that_cannot_be_told_apart_are_named_together() {
    let nearly = [[178, 92, 30], [30, 45, 25], [30, 150, 420]];
    let counts = counts(&[HOURS, LINKED, nearly, MOST]);
    let ranked = drivers(
        &["hours", "speed", "price", "use"],
        &counts,
        &Coding::default(),
    );
    let names = |drivers: Vec<&crate::Driver>| -> Vec<String> {
        drivers.iter().map(|driver| driver.name.clone()).collect()
    };
    assert_eq!(names(leading(&ranked)), ["use"]);
    assert_eq!(names(leading(&ranked[1..])), ["speed", "price"]);
    assert_eq!(names(leading(&ranked[3..])), Vec::<String>::new());
}

#[test]
fn no_claim_without_ground() {
    assert_eq!(
        found(&["hours"], &[HOURS])[1..],
        [Finding::NoDemonstrableGain]
    );
    assert_eq!(
        found(&["hours"], &[[[1, 1, 1], [1, 1, 1], [1, 1, 9]]])[1..],
        [Finding::TooFewForDrivers { n: 17, need: 13 }]
    );
    assert_eq!(found(&["hours"], &[[[0; 3]; 3]]), [Finding::NoAnswers]);
}

#[test]
fn a_change_is_said_with_its_verdict() {
    let before = with_outcome(&[(0, 10), (10, 90)]);
    let after = with_outcome(&[(0, 40), (10, 60)]);
    let change = change(Metric::Nps, &before, &after).unwrap();
    let found = findings(metric(Metric::Nps, &after), Some(("March", change)), &[]);
    let json = serde_json::to_value(&found).unwrap();
    assert_eq!(json[1]["finding"], "moved");
    assert_eq!(json[1]["since"], "March");
    assert_eq!(json[1]["change"]["verdict"], "fell");
    assert_eq!(json[0]["figure"]["metric"], "nps");
}
