//! The interface others build on, to the letter.

use super::{close, counts, empty, with_outcome};
use crate::{Coding, Figures, Rejected, figures};

const LINKED: [[u64; 3]; 3] = [[180, 90, 30], [30, 45, 25], [30, 150, 420]];

#[test]
fn the_shape_is_that_of_the_interface() {
    let all = counts(&[LINKED]);
    let groups = [("a".to_owned(), counts(&[LINKED]))];
    let mut all = figures(&["speed"], &all, &groups, &Coding::default());
    all.rejected.push(Rejected {
        line: 7,
        column: "speed".to_owned(),
        value: "9".to_owned(),
        reason: "not 1 to 5".to_owned(),
    });
    let json = serde_json::to_value(&all).unwrap();
    let keys = |value: &serde_json::Value| -> Vec<String> {
        value.as_object().unwrap().keys().cloned().collect()
    };
    assert_eq!(keys(&json), ["rows", "rejected", "nps", "by", "drivers"]);
    let nps = [
        "value",
        "n",
        "promoters",
        "passives",
        "detractors",
        "se",
        "ci95",
    ];
    assert_eq!(keys(&json["nps"]), nps);
    assert_eq!(keys(&json["by"][0]), ["group", "nps", "drivers"]);
    assert_eq!(keys(&json["by"][0]["nps"]), nps);
    assert_eq!(
        keys(&json["rejected"][0]),
        ["line", "column", "value", "reason"]
    );
    for driver in [&json["drivers"][0], &json["by"][0]["drivers"][0]] {
        assert_eq!(
            keys(driver),
            [
                "name",
                "n",
                "mean",
                "agree",
                "neutral",
                "disagree",
                "kss",
                "agree_promoter",
                "disagree_detractor"
            ]
        );
        assert_eq!(
            keys(&driver["kss"]),
            ["value", "se", "ci95", "gain", "status"]
        );
    }
    assert_eq!(json["nps"]["promoters"].to_string(), "475");
    assert_eq!(json["rows"], 1000);
}

#[test]
fn full_precision_survives() {
    let all = counts(&[[[181, 90, 31], [30, 45, 25], [37, 150, 421]]]);
    let all = figures(&["speed"], &all, &[], &Coding::default());
    let text = serde_json::to_string(&all).unwrap();
    let back: Figures = serde_json::from_str(&text).unwrap();
    assert_eq!(back, all);
}

#[test]
fn what_cannot_be_told_is_null() {
    let none = figures(&["speed"], &counts(&[[[0; 3]; 3]]), &[], &Coding::default());
    let json = serde_json::to_value(&none).unwrap();
    assert_eq!(
        json["nps"],
        serde_json::json!({"value": null, "n": 0, "promoters": 0, "passives": 0,
            "detractors": 0, "se": null, "ci95": null})
    );
    assert_eq!(
        json["drivers"][0],
        serde_json::json!({"name": "speed", "n": 0, "mean": null, "agree": null, "neutral": null,
            "disagree": null, "kss": {"value": null, "se": null, "ci95": null, "gain": null,
            "status": "not_estimable"}, "agree_promoter": null, "disagree_detractor": null})
    );
}

#[test]
fn small_groups_never_give_a_bare_number() {
    let coding = Coding::default();
    for (table, status, interval, se) in [
        (
            [[10, 5, 5], [10, 10, 5], [0, 1, 3]],
            "suppressed",
            false,
            false,
        ),
        (
            [[10, 5, 5], [10, 10, 5], [0, 1, 6]],
            "interval_only",
            true,
            false,
        ),
        (
            [[2, 1, 0], [3, 3, 2], [2, 3, 9]],
            "interval_only",
            true,
            true,
        ),
        ([[9, 8, 3], [5, 9, 5], [2, 3, 19]], "gain", true, true),
    ] {
        let driver = crate::driver("x", &counts(&[table]).drivers[0], &coding);
        assert_eq!(driver.kss.status, status);
        assert_eq!(driver.kss.value.is_some(), status == "gain", "{status}");
        assert_eq!(driver.kss.gain.is_some(), status == "gain", "{status}");
        assert_eq!(driver.kss.ci95.is_some(), interval, "{status}");
        assert_eq!(driver.kss.se.is_some(), se, "{status}");
        assert!(driver.mean.is_some() && driver.agree.is_some());
    }
}

#[test]
fn a_score_of_zero_counts_and_missing_is_apart() {
    let counts = with_outcome(&[(0, 2), (9, 1), (11, 3), (12, 4), (13, 5), (14, 6)]);
    let nps = crate::nps(&counts);
    assert_eq!((nps.n, nps.detractors, nps.promoters), (3, 2.0, 1.0));
    assert!(nps.is_few() && nps.is_very_few());
    let distribution = crate::distribution(&counts);
    close(distribution.scores[0], 2.0);
    assert_eq!(distribution.n, 3);
    assert_eq!(distribution.responses, 21);
    let missing = distribution.missing;
    for (found, want) in [
        (missing.blank, 3.0),
        (missing.dont_know, 4.0),
        (missing.not_applicable, 5.0),
        (missing.not_asked, 6.0),
    ] {
        close(found, want);
    }
}

#[test]
fn coverage_says_who_answered_a_statement() {
    let mut group = counts(&[[[1, 1, 1], [1, 1, 1], [1, 1, 1]]]);
    let table = &mut group.drivers[0];
    table.cells[12][10] = 3.into();
    table.cells[4][11] = 2.into();
    let coverage = crate::coverage(table);
    assert_eq!((coverage.n, coverage.n_with_score), (11, 9));
    close(coverage.missing.dont_know, 3.0);
    assert_eq!(coverage.coverage, Some(0.75));
    close(coverage.answers[4], 2.0);
    let nobody = crate::coverage(&counts(&[[[0; 3]; 3]]).drivers[0]);
    assert_eq!(nobody.coverage, None);
    assert_eq!(empty().drivers.len(), 0);
}
