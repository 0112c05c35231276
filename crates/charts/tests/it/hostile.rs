//! Whatever numbers and texts come in, a chart stays well-formed, finite and harmless.

use charts::{
    Bar, Baseline, Bracket, Break, Distribution, DriverRow, DriverState, Drivers, Estimate, Frame,
    GroupRow, Groups, Importance, ImportancePoint, ImportanceWords, Interval, Marker, Opportunity,
    OpportunityPoint, SideBySide, SideCell, SideRow, Sparkline, Tone, Trend, TrendPoint, Unit,
};
use proptest::prelude::*;

use crate::{samples, xml};

const TEXTS: [&str; 8] = [
    "",
    "Openingstijden",
    "</text><script>alert(1)</script>",
    "\" onload=\"alert(1)",
    "a & b < c > d ' e \u{0} \u{8} \u{FFFF} \n \t",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft und mehr",
    "日本語の長いラベルがここにあります",
    "👩‍👩‍👧‍👦 \u{202E}abc]]>",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => proptest::sample::select(&TEXTS[..]).prop_map(str::to_owned),
        1 => ".{0,60}".prop_map(|text| text),
    ]
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => -120.0..220.0_f64,
        2 => 0.0..1.0_f64,
        2 => proptest::sample::select(
            &[0.0, -0.0, 1.0, 100.0, -100.0, 1e300, -1e300, 1e-300, f64::NAN, f64::INFINITY,
              f64::NEG_INFINITY, f64::MAX, f64::MIN][..]
        ),
    ]
}

fn estimate() -> impl Strategy<Value = Estimate> {
    (number(), number(), number()).prop_map(|(value, low, high)| Estimate { value, low, high })
}

fn unit() -> impl Strategy<Value = Unit> {
    prop_oneof![
        Just(Unit::Points),
        Just(Unit::Kss),
        Just(Unit::Share),
        Just(Unit::Mean { min: 1.0, max: 5.0 }),
        (number(), number()).prop_map(|(min, max)| Unit::Mean { min, max }),
    ]
}

fn link() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(prop_oneof![
        Just("/answers?score=3&wave=\"x\"".to_owned()),
        Just("javascript:alert(1)".to_owned()),
        Just("data:text/html,x".to_owned()),
        text(),
    ])
}

fn frame() -> impl Strategy<Value = Frame> {
    (text(), 0..5000_u32, text(), text())
        .prop_map(|(id, width, title, words)| Frame::new(&id, &title, &words).width(width))
}

fn check(svg: &str) {
    let document = xml::read(svg).unwrap_or_else(|error| panic!("{error}\n{svg}"));
    for (element, name, value) in &document.attributes {
        let numeric = [
            "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height",
        ];
        if numeric.contains(&name.as_str()) {
            let number: f64 = value
                .parse()
                .unwrap_or_else(|_| panic!("{element} {name}={value}"));
            assert!(
                number.is_finite() && number.abs() <= 100_000.0,
                "{element} {name}={value}"
            );
        }
        if name == "d" {
            assert!(
                value.bytes().all(|b| b"MLZ 0123456789.-".contains(&b)),
                "path {value}"
            );
        }
        assert!(
            !(name == "width" && value.starts_with('-')),
            "negative width"
        );
        if name == "href" {
            let safe = ["/", "?", "#", "https://", "http://"];
            assert!(
                safe.iter().any(|start| value.starts_with(start)),
                "href {value}"
            );
        }
        assert!(
            !name.starts_with("on") && name != "style",
            "{element} {name}"
        );
    }
    assert!(!document.elements.iter().any(|e| e == "script"));
    let alone = charts::standalone(svg);
    assert!(
        xml::read(&alone.replace(|c: char| "{}".contains(c), "")).is_ok(),
        "standalone"
    );
    assert!(!alone.contains("var("), "a palette property is left");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn distribution_is_well_formed(
        frame in frame(),
        bars in proptest::collection::vec((text(), number(), link()), 0..14),
        brackets in proptest::collection::vec((text(), 0..usize::MAX, link()), 0..4),
        small in proptest::collection::vec(0..8_usize, 4),
        empty in text(),
    ) {
        let bars = bars.into_iter()
            .map(|(label, count, link)| Bar { label, count, tone: Tone::Passive, link })
            .collect();
        let brackets = brackets.into_iter().zip(small)
            .map(|((label, bars, link), small)| Bracket {
                label, bars: if small > 6 { bars } else { small }, tone: Tone::Promoter, link,
            })
            .collect();
        check(&charts::distribution(&Distribution { frame, bars, brackets, empty }));
    }

    #[test]
    fn trend_is_well_formed(
        frame in frame(),
        unit in unit(),
        points in proptest::collection::vec(
            (text(), proptest::option::of(estimate()), any::<bool>(), text(), link()), 0..60),
        baseline in proptest::option::of((number(), text())),
        breaks in proptest::collection::vec((0..80_usize, text()), 0..5),
        empty in text(),
    ) {
        let points = points.into_iter()
            .map(|(label, estimate, few, detail, link)| TrendPoint { label, estimate, few, detail, link })
            .collect();
        let baseline = baseline.map(|(value, label)| Baseline { value, label });
        let breaks = breaks.into_iter().map(|(before, label)| Break { before, label }).collect();
        check(&charts::trend(&Trend { frame, unit, points, baseline, breaks, empty }));
    }

    #[test]
    fn interval_is_well_formed(
        frame in frame(),
        unit in unit(),
        estimate in proptest::option::of(estimate()),
        markers in proptest::collection::vec((number(), text()), 0..4),
        few in any::<bool>(),
        link in link(),
        empty in text(),
    ) {
        let markers = markers.into_iter().map(|(value, label)| Marker { value, label }).collect();
        check(&charts::interval(&Interval { frame, unit, estimate, few, markers, link, empty }));
    }

    #[test]
    fn drivers_are_well_formed(
        frame in frame(),
        rows in proptest::collection::vec(
            (text(), estimate(), any::<bool>(), proptest::option::weighted(0.2, text()), text(), link()),
            0..25),
        empty in text(),
    ) {
        let rows = rows.into_iter().map(|(label, kss, few, reason, satisfaction, link)| DriverRow {
            label,
            state: match reason {
                Some(reason) => DriverState::Hidden { reason },
                None => DriverState::Shown { kss, few },
            },
            detail: satisfaction.clone(),
            satisfaction,
            link,
        }).collect();
        let words = samples::drivers(704).words;
        check(&charts::drivers(&Drivers { frame, rows, words, empty }));
    }

    #[test]
    fn groups_are_well_formed(
        frame in frame(),
        unit in unit(),
        rows in proptest::collection::vec(
            (text(), proptest::option::of(estimate()), any::<(bool, bool)>(), text(), link()), 0..25),
        everybody in proptest::option::of((number(), text())),
        empty in text(),
    ) {
        let rows = rows.into_iter().map(|(label, estimate, (few, stands_out), words, link)| GroupRow {
            label,
            estimate,
            few,
            reason: words.clone(),
            n: words.clone(),
            verdict: words.clone(),
            stands_out,
            detail: words,
            link,
        }).collect();
        let (heading, n_heading) = ("NPS".to_owned(), "n".to_owned());
        check(&charts::groups(&Groups { frame, unit, rows, heading, n_heading, everybody, empty }));
    }

    #[test]
    fn opportunity_is_well_formed(
        frame in frame(),
        unit in unit(),
        points in proptest::collection::vec(
            (text(), number(), estimate(), any::<bool>(), link()), 0..25),
        empty in text(),
    ) {
        let points = points.into_iter().map(|(label, satisfaction, gain, few, link)| {
            OpportunityPoint { detail: label.clone(), label, satisfaction, gain, few, link }
        }).collect();
        let words = samples::opportunity(704).words;
        check(&charts::opportunity(&Opportunity { frame, unit, points, words, empty }));
    }

    #[test]
    fn importance_is_well_formed(
        frame in frame(),
        points in proptest::collection::vec(
            (text(), estimate(), estimate(), text(), any::<bool>(), link()), 0..25),
        equal in proptest::option::of(number()),
        empty in text(),
    ) {
        let points = points.into_iter().map(|(label, performance, importance, note, few, link)| {
            ImportancePoint { other: None,
                detail: label.clone(), label, performance, importance, note, few, link,
            }
        }).collect();
        let words = ImportanceWords { equal: empty.clone(), ..ImportanceWords::default() };
        check(&charts::importance(&Importance { frame, points, equal, words, empty }));
    }

    #[test]
    fn side_by_side_and_sparkline_are_well_formed(
        frame in frame(),
        unit in unit(),
        waves in proptest::collection::vec(text(), 0..6),
        rows in proptest::collection::vec(
            (text(), proptest::collection::vec(proptest::option::of((estimate(), any::<bool>())), 0..7),
             text(), link()), 0..9),
        few in any::<bool>(),
        empty in text(),
    ) {
        let values = rows.iter().flat_map(|r| &r.1).map(|c| c.map(|(e, _)| e.value)).collect();
        check(&charts::sparkline(&Sparkline { frame: frame.clone(), unit, values, few }));
        let rows = rows.into_iter().map(|(label, cells, verdict, link)| SideRow {
            cells: cells.into_iter()
                .map(|c| c.map(|(estimate, few)| SideCell { estimate, few, detail: label.clone() }))
                .collect(),
            label, verdict, link,
        }).collect();
        check(&charts::side_by_side(&SideBySide { frame, unit, waves, rows, empty }));
    }
}

#[test]
fn labels_never_become_markup() {
    let mut chart = samples::drivers(704);
    chart.rows[0].label = "</text><script>alert(1)</script>".to_owned();
    chart.rows[0].link = Some("javascript:alert(1)".to_owned());
    chart.frame.title = "<b>\"bold\" & 'bad'</b>".to_owned();
    let svg = charts::drivers(&chart);
    check(&svg);
    assert!(svg.contains("&lt;b&gt;&quot;bold&quot; &amp; &#39;bad&#39;&lt;/b&gt;"));
    assert!(!svg.contains("javascript"));
}
