//! Which driver stands where, and which lead.

use super::{DriverRow, DriverState, ranked};
use crate::Estimate;

fn row(label: &str, low: f64, value: f64, high: f64) -> DriverRow {
    DriverRow {
        label: label.to_owned(),
        state: DriverState::Shown {
            kss: Estimate::new(value, low, high),
            few: false,
        },
        satisfaction: String::new(),
        detail: String::new(),
        link: None,
    }
}

fn order(rows: &[DriverRow]) -> Vec<(&str, bool)> {
    ranked(rows)
        .iter()
        .map(|r| (r.row.label.as_str(), r.leading))
        .collect()
}

#[test]
fn lowest_kss_is_on_top_and_leads_with_all_it_overlaps() {
    let rows = [
        row("no gain shown", 60.0, 85.0, 110.0),
        row("third", 76.0, 80.0, 84.0),
        row("second", 70.0, 74.0, 78.0),
        row("first", 60.0, 67.0, 74.0),
    ];
    let expected = [
        ("first", true),
        ("second", true),
        ("third", false),
        ("no gain shown", false),
    ];
    assert_eq!(order(&rows), expected);
}

#[test]
fn few_answers_never_lead_and_hidden_rows_come_last() {
    let mut few = row("few", 10.0, 30.0, 50.0);
    few.state = DriverState::Shown {
        kss: Estimate::new(30.0, 10.0, 50.0),
        few: true,
    };
    let mut hidden = row("hidden", 0.0, 0.0, 0.0);
    hidden.state = DriverState::Hidden {
        reason: "nobody agrees".to_owned(),
    };
    let rows = [hidden, row("solid", 80.0, 85.0, 90.0), few];
    assert_eq!(
        order(&rows),
        [("few", false), ("solid", true), ("hidden", false)]
    );
}

#[test]
fn nobody_leads_where_nothing_is_demonstrable() {
    let rows = [
        row("a", 90.0, 99.0, 108.0),
        row("reversed", 110.0, 127.0, 140.0),
    ];
    assert_eq!(order(&rows), [("a", false), ("reversed", false)]);
}
