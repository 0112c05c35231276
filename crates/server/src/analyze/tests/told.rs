//! What is told in words and how sums are written: pure parts.

use crate::analyze::order::in_order;
use crate::analyze::tests::analyze;
use crate::analyze::{pictures, tables, words};

#[test]
fn values_come_by_time_by_size_or_by_text() {
    let sorted = |values: &[&str]| -> Vec<String> {
        let mut groups: Vec<(String, ())> = values
            .iter()
            .map(|value| ((*value).to_owned(), ()))
            .collect();
        in_order(&mut groups);
        groups.into_iter().map(|(value, ())| value).collect()
    };
    for (values, want) in [
        (
            &["05-12-2025", "21-11-2025", ""][..],
            "21-11-2025|05-12-2025|",
        ),
        (&["2026", "12-2025", "2025"], "12-2025|2025|2026"),
        (&["2026", "2025-12", "2025"], "2025|2025-12|2026"),
        (&["10", "9", "-1"], "-1|9|10"),
        (&["10", "9", "x"], "10|9|x"),
        (&[], ""),
    ] {
        assert_eq!(sorted(values).join("|"), want, "{values:?}");
    }
}

#[test]
fn parts_as_written_add_up_to_the_whole_as_written() {
    for (points, want) in [
        (&[0.04, 0.04, 0.04][..], &[0.1, 0.0, 0.0][..]),
        (&[-3.34, -3.34, -3.34], &[-3.4, -3.3, -3.3]),
        (&[3.333, 3.333, 3.333], &[3.4, 3.3, 3.3]),
        (&[0.0, 0.0], &[0.0, 0.0]),
        (&[], &[]),
    ] {
        let mut rounded = pictures::rounded(points, points.iter().sum());
        // Which of equals gives way doesn't matter.
        rounded.sort_by(|a, b| b.abs().total_cmp(&a.abs()));
        let same = |(a, b): (&f64, &f64)| (a - b).abs() < 1e-9;
        assert!(
            rounded.iter().zip(want).all(same),
            "{points:?}: {rounded:?}"
        );
    }
    for parts in 0..200_usize {
        let point = |i: usize| ((i * 7919 + parts * 104_729) % 8009) as f64 / 100.0 - 40.0;
        let points: Vec<f64> = (1..parts % 30 + 2).map(point).collect();
        let whole: f64 = points.iter().sum();
        let rounded = pictures::rounded(&points, whole);
        let sum: f64 = rounded.iter().sum();
        assert!(
            (sum - (whole * 10.0).round() / 10.0).abs() < 1e-9,
            "{points:?}"
        );
        let near = |(a, b): (&f64, &f64)| (a - b).abs() <= 0.1 + 1e-9;
        assert!(
            rounded.iter().zip(&points).all(near),
            "{points:?}: {rounded:?}"
        );
    }
}

#[test]
fn names_are_listed_as_people_do() {
    assert_eq!(words::listed(&[""; 0]), "");
    assert_eq!(words::listed(&["a"]), "a");
    assert_eq!(words::listed(&["a", "b", "c"]), "a, b and c");
}

#[test]
fn intervals_stand_beside_their_figures() {
    let share = words::share_between(Some(0.246), Some([0.214, 0.281]));
    assert_eq!(share, "25\u{202f}% (21 \u{2013} 28)");
    assert_eq!(words::share_between(None, None), "\u{2013}");
    let gain = words::gain_between(Some(4.8), Some([-3.4, 13.0]));
    assert_eq!(gain, "+5 (\u{2212}3 \u{2013} 13)");
    assert_eq!(words::gain_between(Some(4.8), None), "+5");
}

/// A gain alone and none beside the others is no place to act.
#[test]
fn a_copy_of_a_driver_is_cautioned_about() {
    let mut content = "score,speed,copy,always\n".to_owned();
    for i in 0..300 {
        let speed = i % 5 + 1;
        let score = (2 * speed + i % 3).min(10);
        content.push_str(&format!("{score},{speed},{speed},4\n"));
    }
    let analysis = analyze(&content, |args| {
        args.drivers = Some("speed,copy,always".to_owned());
    });
    let cautions = words::cautions(&analysis);
    assert!(
        cautions
            .iter()
            .any(|caution| caution.starts_with("Everybody gave the same answer to always")),
        "{cautions:?}"
    );
    assert!(
        cautions
            .iter()
            .any(|caution| caution.contains("go together closely")),
        "{cautions:?}"
    );
    assert!(cautions.iter().all(|caution| caution.ends_with('.')));
    let compact = tables::compact(&analysis);
    assert_eq!(compact.rows.len(), 3);
    assert!(
        compact
            .rows
            .iter()
            .all(|row| row.len() == compact.heads.len())
    );
}

/// An explanation for every figure that is shown, and none for what isn't there.
#[test]
fn the_method_explains_what_is_there() {
    let names = |content: &str, comment: bool| -> Vec<&'static str> {
        let analysis = analyze(content, |args| {
            args.comment = comment.then(|| "remark".to_owned());
        });
        let told = words::method(&analysis);
        told.iter().map(|line| line.name).collect()
    };
    assert_eq!(
        names("score,remark\n9,x\n", false),
        ["Between", "NPS", "Drivers"]
    );
    assert!(names("score,remark\n9,x\n", true).contains(&"Words"));
    let mut content = "score,speed,price,remark\n".to_owned();
    for i in 0..200 {
        content.push_str(&format!("{},{},{},x\n", i % 11, i % 5 + 1, i % 4 + 1));
    }
    let all = names(&content, false);
    for name in [
        "How well: agree",
        "How much to gain, alone: KSS",
        "How strongly: part of what drivers explain",
        "Whose answers",
        "How much to gain, beside the others: what-if",
        "Resamples",
        "Act",
        "Correlations",
    ] {
        assert!(all.contains(&name), "{name}: {all:?}");
    }
}
