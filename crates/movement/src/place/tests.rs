//! A movement is found where it was put, and its parts add up.

use figures::Metric;
use proptest::prelude::*;

use super::*;
use crate::sample::{Draw, nps};

const NPS: Measure = Measure::Metric(Metric::Nps);

fn cell(value: &str, before: Codes, after: Codes) -> Cell {
    Cell {
        value: Some(value.to_owned()),
        before,
        after,
        hidden: false,
    }
}

fn industry(cells: &[Cell]) -> Split {
    split(NPS, &Dim::Attribute("industry".to_owned()), cells).expect("a split")
}

#[test]
fn a_drop_in_one_value_is_named() {
    for seed in 0..20 {
        let mut draw = Draw(seed);
        let mut cells: Vec<Cell> = ["Care", "Finance", "Retail", "Transport"]
            .iter()
            .map(|value| {
                let (before, after) = (draw.scores(150, 0.2, 0.5), draw.scores(150, 0.2, 0.5));
                cell(value, before, after)
            })
            .collect();
        cells[2].after = draw.scores(150, 0.55, 0.15);
        // Another property that has nothing to do with it.
        let other: Vec<Cell> = (0..3)
            .map(|i| {
                let (before, after) = (draw.scores(200, 0.2, 0.5), draw.scores(200, 0.29, 0.41));
                cell(&i.to_string(), before, after)
            })
            .collect();
        let splits = [
            split(NPS, &Dim::Channel, &other).expect("a split"),
            industry(&cells),
        ];
        assert_eq!(best(&splits), Some(1), "seed {seed}");
        let found = &splits[1];
        assert_eq!(found.named, [2], "seed {seed}");
        assert!(!found.by_mix);
    }
}

#[test]
fn a_drop_everywhere_has_no_place() {
    let cells: Vec<Cell> = ["a", "b", "c"]
        .iter()
        .map(|value| cell(value, nps(30, 60, 110), nps(60, 60, 80)))
        .collect();
    let splits = [industry(&cells)];
    assert_eq!(best(&splits), None);
    assert_eq!(shown(&splits), Some(0));
    assert!(splits[0].named.is_empty());
}

#[test]
fn other_people_answering_is_a_mix() {
    // Both stay what they are; the sour one grows.
    let cells = [
        cell("mild", nps(10, 30, 160), nps(3, 9, 48)),
        cell("sour", nps(40, 15, 5), nps(160, 60, 20)),
    ];
    let splits = [industry(&cells)];
    let found = &splits[0];
    assert!(found.by_mix && found.named.is_empty());
    assert_eq!(best(&splits), Some(0));
    assert!((found.whole.mix - found.whole.difference).abs() < 1e-9);
    let [low, high] = found.mix_ci95();
    assert!(low < found.whole.mix && found.whole.mix < high && high < 0.0);
}

#[test]
fn two_values_are_one_story() {
    let cells = [
        cell("yes", nps(20, 60, 120), nps(90, 60, 50)),
        cell("no", nps(20, 60, 120), nps(18, 60, 122)),
    ];
    assert_eq!(industry(&cells).named, [0]);
}

#[test]
fn small_values_are_told_together() {
    let many = || nps(20, 60, 120);
    let cells = [
        cell("large", many(), many()),
        cell("small", nps(1, 2, 3), nps(2, 2, 2)),
        cell("new", [0; 16], nps(9, 9, 90)),
        Cell {
            value: None,
            ..cell("", nps(1, 1, 1), [0; 16])
        },
        cell("nobody", [0; 16], [0; 16]),
        Cell {
            hidden: true,
            ..cell("team", many(), many())
        },
    ];
    let names: Vec<Name> = industry(&cells)
        .rows
        .into_iter()
        .map(|row| row.name)
        .collect();
    let large = Name::Value(Some("large".to_owned()));
    assert_eq!(names, [large, Name::Others(3), Name::Hidden]);
    let values: Vec<Cell> = (0..40)
        .map(|i| cell(&i.to_string(), many(), many()))
        .collect();
    let rows = industry(&values).rows;
    assert_eq!(rows.len(), ROWS_MAX + 1);
    assert_eq!(rows[ROWS_MAX].name, Name::Others(20));
}

#[test]
fn what_follows_the_calendar_explains_nothing() {
    let many = nps(20, 60, 120);
    let dim = Dim::Attribute("month".to_owned());
    let cells = [cell("1", many, [0; 16]), cell("2", [0; 16], many)];
    assert_eq!(split(NPS, &dim, &cells), None);
    assert_eq!(split(NPS, &dim, &cells[..1]), None);
    assert_eq!(split(NPS, &dim, &[]), None);
}

#[test]
fn rounded_parts_add_up_to_the_rounded_whole() {
    assert_eq!(rounded(&[0.04, 0.04, 0.04], 0.12, 1), [0.1, 0.0, 0.0]);
    assert_eq!(rounded(&[-3.26, 1.14, -0.05], -2.17, 1), [-3.3, 1.1, 0.0]);
    // The whole rounded the other way, because it is a part itself.
    assert_eq!(rounded(&[0.04, 0.04, 0.04], 0.2, 1), [0.1, 0.1, 0.0]);
    assert!(rounded(&[], 0.0, 1).is_empty());
}

proptest! {
    #[test]
    fn parts_add_up_also_as_shown(
        sides in prop::collection::vec(((0..80_u64, 0..80_u64, 0..80_u64), (0..80_u64, 0..80_u64, 0..80_u64)), 2..30),
    ) {
        let cells: Vec<Cell> = sides
            .iter()
            .enumerate()
            .map(|(i, (a, b))| cell(&i.to_string(), nps(a.0, a.1, a.2), nps(b.0, b.1, b.2)))
            .collect();
        let Some(split) = split(NPS, &Dim::Channel, &cells) else { return Ok(()) };
        let (before, after) = (
            together(cells.iter().map(|cell| &cell.before)),
            together(cells.iter().map(|cell| &cell.after)),
        );
        let change = NPS.change(&before, &after).expect("both sides answered").difference;
        prop_assert!((split.whole.difference - change).abs() < 1e-9);
        let mut parts: Vec<f64> = split.rows.iter().map(|row| row.part.within).collect();
        parts.push(split.whole.mix);
        prop_assert!((parts.iter().sum::<f64>() - change).abs() < 1e-9);
        let total = (change * 10.0).round() / 10.0;
        let shown = rounded(&parts, change, 1);
        prop_assert!((shown.iter().sum::<f64>() - total).abs() < 1e-6);
        for (shown, part) in shown.iter().zip(&parts) {
            prop_assert!((shown - part).abs() < 0.100_001);
        }
        for p in split.rows.iter().filter_map(|row| Some(row.apart?.p)).chain(split.p) {
            prop_assert!((0.0..=1.0).contains(&p));
        }
        prop_assert!(split.mix_se.is_finite());
    }
}
