//! Rules inside the charts: numbers in words, axes, wrapping, ranking, placing.

use crate::placement::{Obstacles, Rect, place};
use crate::scale::Domain;
use crate::svg::{Anchor, Svg, escape};
use crate::text::{Centered, ellipsis, spread, width, wrap};
use crate::{
    Estimate, Frame, GroupRow, Groups, Locale, SideBySide, SideCell, SideRow, Trend, TrendPoint,
    Unit,
};
use proptest::prelude::*;

#[test]
fn numbers_are_written_as_the_language_does() {
    let cases: [(Locale, f64, usize, &str); 12] = [
        (Locale::DUTCH, 43.5, 1, "43,5"),
        (Locale::ENGLISH, 43.5, 1, "43.5"),
        (Locale::DUTCH, -8.04, 1, "\u{2212}8,0"),
        (Locale::ENGLISH, -0.04, 1, "0.0"),
        (Locale::ENGLISH, -0.0, 0, "0"),
        (Locale::ENGLISH, 999.0, 0, "999"),
        (Locale::DUTCH, 1234.0, 0, "1.234"),
        (Locale::ENGLISH, -1_234_567.89, 1, "\u{2212}1,234,567.9"),
        (Locale::ENGLISH, 0.0, 0, "0"),
        (Locale::ENGLISH, f64::NAN, 0, "\u{2013}"),
        (Locale::ENGLISH, f64::INFINITY, 1, "\u{2013}"),
        (Locale::ENGLISH, 99.96, 1, "100.0"),
    ];
    for (locale, value, decimals, expected) in cases {
        assert_eq!(locale.number(value, decimals), expected, "{value}");
    }
    assert_eq!(Locale::DUTCH.percent(0.314, 0), "31\u{202F}%");
    assert_eq!(Locale::ENGLISH.signed(3.2, 0), "+3");
    assert_eq!(Locale::ENGLISH.signed(-3.2, 0), "\u{2212}3");
    assert_eq!(Locale::ENGLISH.signed(0.3, 0), "0");
    assert_eq!(Locale::of("nl-BE"), Locale::DUTCH);
    assert_eq!(Locale::of("fr"), Locale::ENGLISH);
}

#[test]
fn an_axis_holds_its_data_and_stays_on_the_scale() {
    let domain = Domain::of(Unit::Points, [38.0, 49.0], 3);
    assert!(domain.low <= 38.0 && domain.high >= 49.0);
    assert!(
        domain.high - domain.low >= 20.0,
        "less would make noise look steep"
    );
    assert_eq!(domain.ticks, [35.0, 40.0, 45.0, 50.0]);

    let whole = Domain::of(Unit::Points, [-100.0, 100.0], 3);
    assert_eq!((whole.low, whole.high), (-100.0, 100.0));
    let edge = Domain::of(Unit::Share, [1.0, 1.0], 3);
    assert!(edge.high <= 1.0 && edge.low < 0.95);
    let nothing = Domain::of(Unit::Mean { min: 1.0, max: 5.0 }, [f64::NAN], 3);
    assert_eq!((nothing.low, nothing.high), (1.0, 5.0));
    assert_eq!(
        Domain::between(-100.0, 100.0, 5).ticks,
        [-100.0, -50.0, 0.0, 50.0, 100.0]
    );
}

proptest! {
    #[test]
    fn axes_hold_every_value(values in proptest::collection::vec(-100.0..100.0_f64, 1..9), count in 1..6_usize) {
        let domain = Domain::of(Unit::Points, values.clone(), count);
        prop_assert!(domain.low >= -100.0 && domain.high <= 100.0);
        for value in values {
            prop_assert!(domain.low <= value && value <= domain.high);
        }
        prop_assert!(domain.ticks.len() >= count);
        prop_assert!(domain.ticks.iter().all(|t| *t >= domain.low - 1e-6 && *t <= domain.high + 1e-6));
    }

    #[test]
    fn wrapped_text_fits_and_loses_nothing_silently(text in "[a-zé ]{0,80}", room in 30.0..300.0_f64, lines in 1..4_usize) {
        let out = wrap(&text, 14.0, room, lines);
        prop_assert!(out.len() <= lines);
        for line in &out {
            prop_assert!(width(line, 14.0) <= room + 1e-6);
        }
        if !out.iter().any(|line| line.ends_with('…')) {
            prop_assert_eq!(out.join(" "), text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }

    #[test]
    fn spread_labels_stay_apart_when_there_is_room(
        mut centers in proptest::collection::vec(0.0..700.0_f64, 1..6),
    ) {
        centers.sort_by(f64::total_cmp);
        let texts: Vec<Centered> =
            centers.iter().map(|center| Centered { center: *center, width: 80.0 }).collect();
        let lefts = spread(&texts, 700.0, 8.0);
        for (i, left) in lefts.iter().enumerate() {
            prop_assert!(*left >= -1e-6 && left + 80.0 <= 700.0 + 1e-6);
            if i > 0 {
                prop_assert!(left - lefts[i - 1] >= 88.0 - 1e-6);
            }
        }
    }

    #[test]
    fn placed_labels_never_overlap(dots in proptest::collection::vec((60.0..640.0_f64, 40.0..340.0_f64), 0..14)) {
        let obstacles = Obstacles {
            bounds: Rect { left: 0.0, top: 0.0, right: 704.0, bottom: 380.0 },
            dots: dots.iter().map(|dot| Rect::around(*dot, 7.0)).collect(),
            lines: Vec::new(),
        };
        let wanted: Vec<_> = dots.iter().map(|dot| (*dot, (120.0, 17.0))).collect();
        if let Some(places) = place(&wanted, &obstacles) {
            for (i, a) in places.iter().enumerate() {
                prop_assert!(a.left >= 0.0 && a.right <= 704.0 && a.top >= 0.0 && a.bottom <= 380.0);
                for b in &places[i + 1..] {
                    let apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
                    prop_assert!(apart, "{a:?} {b:?}");
                }
            }
        }
    }
}

#[test]
fn long_words_end_in_an_ellipsis() {
    assert_eq!(ellipsis("Kort", 14.0, 100.0), "Kort");
    assert_eq!(ellipsis("Een heel lang verhaal", 14.0, 60.0), "Een h…");
    assert_eq!(wrap("een twee drie", 14.0, 70.0, 2), ["een twee", "drie"]);
}

#[test]
fn text_is_escaped_once() {
    assert_eq!(
        escape("a<b & \"c\" 'd'\u{0}\n"),
        "a&lt;b &amp; &quot;c&quot; &#39;d&#39;\u{FFFD} "
    );
}

#[test]
fn an_id_can_not_break_out_of_its_attribute() {
    let svg = Svg::new(&Frame::new("a\" onload=\"x", "t", ""));
    let drawn = svg.finish(&Frame::new("a\" onload=\"x", "t", ""), 10.0);
    assert!(drawn.contains("id=\"aonloadx-t\""), "{drawn}");
}

#[test]
fn unsafe_links_are_dropped() {
    let frame = Frame::new("x", "t", "");
    for (href, kept) in [
        ("/a", true),
        ("?b", true),
        ("https://x", true),
        ("javascript:x", false),
        ("", false),
    ] {
        let mut svg = Svg::new(&frame);
        svg.mark(Some(href), "", |svg| {
            svg.text((0.0, 0.0), Anchor::Start, "c-small", "x");
        });
        assert_eq!(svg.finish(&frame, 10.0).contains("<a "), kept, "{href}");
    }
}

#[test]
fn of_few_answers_only_the_interval_is_told() {
    let frame = Frame::new("x", "t", "");
    let estimate = Estimate::new(77.0, -48.0, 130.0);
    let point = |label: &str| TrendPoint {
        label: label.to_owned(),
        estimate: Some(estimate),
        few: true,
        ..TrendPoint::default()
    };
    let trend = crate::trend(&Trend {
        frame: frame.clone(),
        unit: Unit::Points,
        points: vec![point("a"), point("b")],
        baseline: None,
        breaks: Vec::new(),
        empty: String::new(),
    });
    assert!(trend.contains("b: \u{2212}48 \u{2013} 100"), "{trend}");
    let cell = || {
        Some(SideCell {
            estimate,
            few: true,
            detail: String::new(),
        })
    };
    let sides = crate::side_by_side(&SideBySide {
        frame,
        unit: Unit::Kss,
        waves: vec!["a".to_owned(), "b".to_owned()],
        rows: vec![SideRow {
            label: "speed".to_owned(),
            cells: vec![cell(), cell()],
            verdict: String::new(),
            link: None,
        }],
        empty: String::new(),
    });
    // Everybody in one class: the value may lie beside its interval.
    let groups = crate::groups(&Groups {
        frame: Frame::new("g", "t", ""),
        unit: Unit::Points,
        rows: vec![GroupRow {
            label: "a".to_owned(),
            estimate: Some(Estimate::new(77.0, -48.0, 70.0)),
            few: true,
            ..GroupRow::default()
        }],
        heading: "NPS".to_owned(),
        n_heading: "n".to_owned(),
        everybody: None,
        empty: String::new(),
    });
    assert!(groups.contains("\u{2212}48 \u{2013} 70<"), "{groups}");
    for drawn in [trend, sides, groups] {
        assert!(!words_of(&drawn).contains("77"), "{drawn}");
    }
}

#[test]
fn an_nps_is_never_written_beyond_its_scale() {
    for (value, want) in [(116.0, "100"), (-130.0, "\u{2212}100"), (43.4, "43")] {
        assert_eq!(Unit::Points.write(value, Locale::ENGLISH), want);
    }
}

/// What stands between the tags.
fn words_of(svg: &str) -> String {
    svg.split('<')
        .filter_map(|part| part.split_once('>'))
        .map(|(_, words)| words)
        .collect::<Vec<_>>()
        .join(" ")
}
