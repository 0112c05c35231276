//! What a control chart shows and what it leaves away.

use super::*;
use crate::{NARROW, WIDE};

fn point(value: f64) -> ControlPoint {
    ControlPoint {
        label: "Mar 2026".to_owned(),
        value: Some(value),
        limits: Some([30.0, 56.0]),
        average: Some(43.0),
        detail: format!("NPS {value}"),
        link: Some("/x".to_owned()),
        ..ControlPoint::default()
    }
}

fn chart(points: Vec<ControlPoint>, width: u32) -> String {
    control(&Control {
        frame: Frame::new("control", "NPS", "").width(width),
        unit: Unit::Points,
        points,
        centre: Some((43.0, "usual 43".to_owned())),
        limit: "limit".to_owned(),
        average: "average".to_owned(),
        empty: "No answers".to_owned(),
    })
}

#[test]
fn what_stands_out_is_ringed_and_written() {
    let mut points: Vec<ControlPoint> = (0..12).map(|i| point(40.0 + f64::from(i % 5))).collect();
    points.push(ControlPoint {
        signal: true,
        ..point(20.0)
    });
    for width in [NARROW, WIDE] {
        let svg = chart(points.clone(), width);
        assert_eq!(svg.matches("class=\"c-lead\"").count(), 1);
        assert!(svg.contains(">20</text>"), "{svg}");
        for name in ["usual 43", "limit", "average"] {
            assert!(svg.contains(name), "{name}");
        }
        assert_eq!(svg.matches("class=\"c-band\"").count(), 13);
    }
}

/// Middle and height of every value written, with its text.
fn values(svg: &str) -> Vec<(f64, f64, String)> {
    let number = |tag: &str, name: &str| -> f64 {
        let rest = tag.split(&format!(" {name}=\"")).nth(1).expect(name);
        let end = rest.find('"').expect("a closing quote");
        rest[..end].parse().expect("a number")
    };
    svg.split("<text")
        .skip(1)
        .filter(|tag| tag.contains("middle") && tag.contains("c-halo"))
        .map(|tag| {
            let words = tag.split('>').nth(1).expect("text");
            let words = words.split('<').next().unwrap_or_default();
            (number(tag, "x"), number(tag, "y"), words.to_owned())
        })
        .collect()
}

#[test]
fn values_are_few_and_never_overlap() {
    for count in [1, 2, 14, 40, 120] {
        let points: Vec<ControlPoint> = (0..count)
            .map(|i| ControlPoint {
                signal: i > 3,
                ..point(f64::from(20 + (i * 37) % 60))
            })
            .collect();
        for width in [NARROW, WIDE] {
            let svg = chart(points.clone(), width);
            let values = values(&svg);
            assert!((1..=10).contains(&values.len()), "{values:?}");
            let last = format!("{}", 20 + ((count - 1) * 37) % 60);
            assert!(values.iter().any(|(_, _, words)| *words == last));
            for (i, (x, y, words)) in values.iter().enumerate() {
                for (other_x, other_y, other) in &values[..i] {
                    let room = crate::text::width(words, 12.0) / 2.0
                        + crate::text::width(other, 12.0) / 2.0;
                    let clear = (x - other_x).abs() > room || (y - other_y).abs() >= 12.0;
                    assert!(clear, "{words} and {other} of {count} at {width}");
                }
            }
        }
    }
}

#[test]
fn a_period_that_still_runs_is_hollow_and_its_line_dashed() {
    let running = ControlPoint {
        hollow: true,
        ..point(50.0)
    };
    let svg = chart(vec![point(40.0), point(44.0), running], WIDE);
    assert_eq!(svg.matches("c-dot c-few").count(), 1);
    // The centre and the way to it.
    assert_eq!(svg.matches("class=\"c-base\"").count(), 2);
}

#[test]
fn without_limits_every_point_has_its_interval() {
    let bare = |value| ControlPoint {
        limits: None,
        interval: Some([30.0, 50.0]),
        ..point(value)
    };
    let svg = chart(vec![bare(40.0), bare(44.0)], WIDE);
    assert_eq!(svg.matches("class=\"c-whisker\"").count(), 2);
    let limited = ControlPoint {
        limits: Some([30.0, 56.0]),
        ..bare(40.0)
    };
    assert!(!chart(vec![limited], WIDE).contains("c-whisker"));
}

#[test]
fn gaps_break_the_line_and_numbers_that_are_none_draw_nothing() {
    let gap = ControlPoint::default();
    let points = vec![
        point(40.0),
        point(41.0),
        gap.clone(),
        point(42.0),
        point(43.0),
    ];
    assert_eq!(chart(points, WIDE).matches("class=\"c-series\"").count(), 2);
    assert!(chart(vec![gap], WIDE).contains("No answers"));
    assert!(chart(Vec::new(), WIDE).contains("No answers"));
    let nothing = ControlPoint {
        value: Some(f64::NAN),
        limits: Some([f64::NAN, 3.0]),
        average: Some(f64::INFINITY),
        ..point(1.0)
    };
    let svg = chart(vec![point(40.0), nothing], WIDE);
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
}
