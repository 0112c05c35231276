//! Reference values, computed with R 4.2.2 (NPS 1.1, t.test, prop.test) and Python.

use super::{close, counts, with_outcome};
use crate::{Coding, Direction, Metric, against_the_rest, change, driver, metric, nps, trend};

fn pair(found: Option<[f64; 2]>, want: [f64; 2]) {
    let found = found.unwrap();
    close(found[0], want[0]);
    close(found[1], want[1]);
}

/// The Carpentries' long-term survey, wave 2017-10 and wave 2020-12.
const WAVES: [[(usize, u64); 3]; 2] = [[(6, 69), (8, 118), (9, 215)], [(0, 8), (7, 30), (10, 49)]];

#[test]
fn nps_of_a_wave() {
    let nps = nps(&with_outcome(&WAVES[0]));
    assert_eq!(nps.n, 402);
    close(nps.value.unwrap(), 36.318_407_960_199_0);
    close(nps.se.unwrap(), 3.780_563_627_775_84);
    pair(nps.ci95, [28.664_427_222_454_6, 43.434_338_209_646_1]);
    close(nps.promoters, 215.0);
    close(nps.passives, 118.0);
    close(nps.detractors, 69.0);
}

#[test]
fn nps_between_waves() {
    let [before, after] = WAVES.map(|wave| with_outcome(&wave));
    let change = change(Metric::Nps, &before, &after).unwrap();
    close(change.difference, 10.808_028_821_410_2);
    close(change.p, 0.232_378_337_395_23);
    pair(
        Some(change.ci95),
        [-6.094_984_786_326_45, 25.107_330_465_338_8],
    );
    assert_eq!(change.verdict.as_str(), "not_more_than_chance");
}

/// Ease of finding the way at San Francisco airport, 2017.
#[test]
fn effort_is_a_mean_with_a_t_interval() {
    let counts = with_outcome(&[(1, 16), (2, 40), (3, 337), (4, 716), (5, 1574), (12, 57)]);
    let figure = metric(Metric::Ces(Direction::EasyIsHigh), &counts);
    assert_eq!(figure.n, 2683);
    close(figure.value.unwrap(), 4.413_343_272_456_21);
    close(figure.se.unwrap(), 0.015_624_171_658_335_1);
    pair(figure.ci95, [4.382_706_632_753_93, 4.443_979_912_153_48]);
}

#[test]
fn satisfaction_and_advocacy_are_shares_with_a_wilson_interval() {
    let counts = with_outcome(&[(1, 16), (2, 40), (3, 337), (4, 716), (5, 1574), (11, 9)]);
    for what in [Metric::Csat, Metric::Cas] {
        let figure = metric(what, &counts);
        assert_eq!(figure.n, 2683);
        close(figure.value.unwrap(), 0.853_522_176_667_909);
        pair(figure.ci95, [0.839_637_522_980_115, 0.866_395_947_574_054]);
    }
}

/// The designed cases of the KSS: table, KSS, standard error, status.
#[test]
fn kss_of_the_designed_cases() {
    for (name, table, want, status) in [
        (
            "optimal use",
            [[350, 100, 50], [90, 120, 90], [20, 60, 120]],
            Some((30.0, 4.505_552_130_427_524)),
            "gain",
        ),
        (
            "opening hours",
            [[60, 180, 360], [10, 30, 60], [30, 90, 180]],
            Some((100.0, 3.240_370_349_203_93)),
            "no_demonstrable_gain",
        ),
        (
            "no link, low satisfaction",
            [[120, 180, 300], [20, 30, 50], [60, 90, 150]],
            Some((100.0, 3.772_709_017_845_576_4)),
            "no_demonstrable_gain",
        ),
        (
            "linked, moderately satisfying",
            [[180, 90, 30], [30, 45, 25], [30, 150, 420]],
            Some((58.5, 2.346_504_492_502_269_6)),
            "gain",
        ),
        (
            "satisfied and linked",
            [[18, 9, 3], [9, 14, 7], [62, 282, 596]],
            Some((94.891_489_361_702_13, 0.863_211_134_664_723_3)),
            "gain",
        ),
        (
            "everyone agrees",
            [[0, 0, 0], [0, 0, 0], [100, 300, 600]],
            Some((100.0, 0.0)),
            "no_demonstrable_gain",
        ),
        (
            "nobody agrees",
            [[300, 100, 100], [100, 200, 200], [0, 0, 0]],
            None,
            "not_estimable",
        ),
    ] {
        let counts = counts(&[table]);
        let driver = driver(name, &counts.drivers[0], &Coding::default());
        assert_eq!(driver.kss.status, status, "{name}");
        assert_eq!(driver.n, 1000, "{name}");
        assert_eq!(driver.kss.value.is_some(), want.is_some(), "{name}");
        if let Some((value, se)) = want {
            close(driver.kss.value.unwrap(), value);
            close(driver.kss.gain.unwrap(), 100.0 - value);
            assert!((driver.kss.se.unwrap() - se).abs() < 1e-9, "{name}");
            let [low, high] = driver.kss.ci95.unwrap();
            assert!((high - low - 2.0 * 1.959_963_984_540_054 * se).abs() < 1e-9);
        }
    }
}

#[test]
fn a_trend_judges_every_step() {
    let periods = [
        ("2019".to_owned(), with_outcome(&[])),
        ("2020".to_owned(), with_outcome(&WAVES[0])),
        ("2021".to_owned(), with_outcome(&[(11, 5)])),
        ("2022".to_owned(), with_outcome(&WAVES[1])),
        ("2023".to_owned(), with_outcome(&[(0, 300), (10, 100)])),
        ("2024".to_owned(), with_outcome(&[(0, 3), (10, 1)])),
    ];
    let points = trend(Metric::Nps, &periods, None);
    let verdicts: Vec<_> = points
        .iter()
        .map(|point| {
            let word =
                |change: &Option<crate::Change>| change.map(|change| change.verdict.as_str());
            (word(&point.since_previous), word(&point.since_baseline))
        })
        .collect();
    assert_eq!(
        verdicts,
        [
            (None, None),
            (None, None),
            (None, None),
            (Some("not_more_than_chance"), Some("not_more_than_chance")),
            (Some("fell"), Some("fell")),
            (Some("too_few"), Some("too_few")),
        ]
    );
    assert_eq!(points[0].figure.value, None);
    assert!(points[5].figure.few && !points[4].figure.few);
    let from_2022 = trend(Metric::Nps, &periods, Some(3));
    assert_eq!(from_2022[3].since_baseline, None);
    assert!(from_2022[3].since_previous.is_some());
    assert!(from_2022[4].since_baseline.is_some());
}

#[test]
fn groups_stand_out_only_beyond_the_luck_of_many() {
    let high = with_outcome(&[(0, 20), (8, 30), (10, 150)]);
    let usual = with_outcome(&[(0, 50), (8, 50), (10, 100)]);
    let tiny = with_outcome(&[(10, 5)]);
    let nobody = with_outcome(&[(11, 5)]);
    let word = |change: &Option<crate::Change>| change.map(|change| change.verdict.as_str());

    let found = against_the_rest(
        Metric::Nps,
        &[&high, &usual, &usual, &usual, &tiny, &nobody],
    );
    let words: Vec<_> = found.iter().map(word).collect();
    assert_eq!(words[0], Some("rose"));
    assert_eq!(words[4..], [Some("too_few"), None]);
    close(found[0].unwrap().difference, 65.0 - 100.0 * 155.0 / 605.0);

    // Alone this group would stand out; among many it may be luck.
    let lucky = with_outcome(&[(0, 14), (8, 25), (10, 61)]);
    let single = against_the_rest(Metric::Nps, &[&lucky, &usual]);
    assert_eq!(word(&single[0]), Some("rose"));
    let mut many = vec![&usual; 20];
    many.push(&lucky);
    assert_eq!(
        word(&against_the_rest(Metric::Nps, &many)[20]),
        Some("not_more_than_chance")
    );
}
