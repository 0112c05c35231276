//! What is drawn, and what is left out.

use super::{Importance, ImportancePoint, ImportanceWords, importance};
use crate::{Estimate, Frame};

fn point(label: &str, across: [f64; 3], up: [f64; 3], note: &str) -> ImportancePoint {
    let estimate = |[low, value, high]: [f64; 3]| Estimate::new(value, low, high);
    ImportancePoint {
        other: None,
        label: label.to_owned(),
        performance: estimate(across),
        importance: estimate(up),
        note: note.to_owned(),
        few: false,
        detail: String::new(),
        link: None,
    }
}

fn chart(points: Vec<ImportancePoint>) -> Importance {
    Importance {
        frame: Frame::new("x", "Importance", ""),
        equal: Some(1.0 / points.len().max(1) as f64),
        points,
        words: ImportanceWords {
            performance: "share who agree".to_owned(),
            importance: "part of what drivers explain".to_owned(),
            equal: String::new(),
        },
        empty: "nothing".to_owned(),
    }
}

#[test]
fn every_dot_has_two_whiskers_and_its_label() {
    let drawn = importance(&chart(vec![
        point("price", [0.3, 0.35, 0.4], [0.2, 0.3, 0.4], "act here"),
        point("help", [0.7, 0.75, 0.8], [0.5, 0.6, 0.7], ""),
        point("nobody", [f64::NAN; 3], [0.1, 0.1, 0.1], ""),
    ]));
    assert_eq!(drawn.matches("c-whisker").count(), 4);
    assert_eq!(drawn.matches("c-whisker c-soft c-quiet").count(), 2);
    assert!(drawn.contains("price") && drawn.contains("act here") && drawn.contains("help"));
    assert!(!drawn.contains("nobody") && !drawn.contains("NaN"));
    assert_eq!(drawn.matches("c-base").count(), 1);
}

#[test]
fn a_phone_gets_numbers_with_a_list() {
    let points = (0..8)
        .map(|i| {
            point(
                &format!("driver {i}"),
                [0.4, 0.5, 0.6],
                [0.1, 0.12, 0.2],
                "",
            )
        })
        .collect();
    let narrow = chart(points);
    let drawn = importance(&Importance {
        frame: narrow.frame.clone().width(288),
        ..narrow
    });
    for number in 1..=8 {
        assert!(drawn.contains(&format!(">{number}</text>")), "{drawn}");
    }
    assert!(drawn.contains("driver 7"));
}

#[test]
fn nothing_says_so() {
    assert!(importance(&chart(Vec::new())).contains("nothing"));
}
