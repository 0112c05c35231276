//! Every chart as it was last looked at, for a desktop and for a phone. A change here means:
//! look at the gallery (`cargo run -p charts --example gallery`) before accepting it.

use crate::{samples, xml};

#[test]
fn charts_look_as_accepted() {
    for (name, draw) in samples::SAMPLES {
        for width in [charts::WIDE, charts::NARROW] {
            let svg = draw(width);
            xml::read(&svg).unwrap_or_else(|error| panic!("{name} at {width}: {error}"));
            insta::assert_snapshot!(format!("{name}-{width}"), svg.replace('>', ">\n"));
        }
    }
}

#[test]
fn a_page_with_all_charts_has_no_id_twice() {
    let mut ids = std::collections::BTreeSet::new();
    for (name, draw) in samples::SAMPLES {
        let document = xml::read(&draw(charts::WIDE)).unwrap();
        for id in document.values("id") {
            // Different states of one chart share a frame in the samples.
            assert!(ids.insert(format!("{name} {id}")), "{name}: id {id} twice");
        }
    }
}

#[test]
fn every_chart_has_a_name_and_a_description_for_screen_readers() {
    for (name, draw) in samples::SAMPLES {
        let document = xml::read(&draw(charts::WIDE)).unwrap();
        let ids: Vec<&str> = document.values("id").collect();
        assert_eq!(document.elements[..3], ["svg", "title", "desc"], "{name}");
        for reference in document
            .values("aria-labelledby")
            .chain(document.values("aria-describedby"))
        {
            assert!(
                ids.contains(&reference),
                "{name}: {reference} names nothing"
            );
        }
        let linked = document.elements.iter().any(|e| e == "a");
        let role = document.values("role").next().unwrap();
        assert_eq!(role, if linked { "group" } else { "img" }, "{name}");
    }
}

#[test]
fn charts_carry_no_style_and_no_script() {
    for (name, draw) in samples::SAMPLES {
        let document = xml::read(&draw(charts::WIDE)).unwrap();
        assert_eq!(
            document.values("style").count(),
            0,
            "{name}: the pages forbid inline styles"
        );
        assert!(
            document
                .attributes
                .iter()
                .all(|(_, n, _)| !n.starts_with("on")),
            "{name}"
        );
        assert!(
            !document
                .elements
                .iter()
                .any(|e| e == "script" || e == "style"),
            "{name}"
        );
    }
}

#[test]
fn classes_used_are_classes_with_a_rule() {
    for (name, draw) in samples::SAMPLES {
        for width in [charts::WIDE, charts::NARROW] {
            let document = xml::read(&draw(width)).unwrap();
            for class in document.values("class").flat_map(str::split_whitespace) {
                let plain = [
                    "c-mark", "c-bar", "c-small", "c-tick", "c-count", "c-hidden",
                ];
                let rule = [" ", ",", ".", "{"]
                    .iter()
                    .any(|end| charts::CSS.contains(&format!(".{class}{end}")));
                assert!(
                    rule || plain.contains(&class),
                    "{name}: .{class} has no rule"
                );
            }
        }
    }
}
