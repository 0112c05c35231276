//! What stands in the columns of an export.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use list::Cell;
use serde_json::json;
use survey::templates::{Choices, Driver, Template};
use survey::{Definition, Texts};

use super::columns::{Columns, guarded, safe};
use super::plain;
use super::xlsx::on_the_clock;
use crate::model::{Channel, Moment, Response, State};

fn definition(drivers: &[&str]) -> Definition {
    let drivers = drivers.iter().map(|key| Driver {
        key: (*key).to_owned(),
        text: Texts::from([("en".to_owned(), (*key).to_owned())]),
        touchpoint: None,
    });
    survey::templates::definition(
        Template::RelationalNps,
        Choices {
            company: "Acme",
            title: Texts::new(),
            languages: vec!["en".to_owned()],
            drivers: Some(drivers.collect()),
        },
    )
}

fn response() -> Response {
    Response {
        response_id: "abc".to_owned(),
        ordinal: 1,
        change_seq: 1,
        version: 2,
        state: State::Complete,
        doubt: None,
        language: "nl".to_owned(),
        channel: Channel::Import,
        external_id: None,
        answers: BTreeMap::from([
            ("recommend".to_owned(), json!(0)),
            ("why".to_owned(), json!("=1+1")),
            ("old".to_owned(), json!("dont_know")),
            ("channels".to_owned(), json!(["mail", "phone"])),
        ]),
        attributes: BTreeMap::from([("team".to_owned(), "-x".to_owned())]),
        answered: Moment {
            at_us: 1_500_000,
            day: 0,
        },
        stored_at_us: 0,
        changed_at_us: 0,
    }
}

#[test]
fn columns_are_those_of_all_versions_each_once() {
    let versions = [
        definition(&["support", "service"]),
        definition(&["old", "service"]),
    ];
    let columns = Columns::new(vec!["team".to_owned(), "id".to_owned()], versions.iter());
    assert_eq!(
        columns.names(),
        [
            "id",
            "external_id",
            "state",
            "channel",
            "language",
            "answered_at",
            "version",
            "attribute.team",
            "attribute.id",
            "recommend",
            "why",
            "support",
            "service",
            "old",
        ]
    );
    let cells = columns.cells(&response());
    assert_eq!(cells.len(), columns.names().len());
    let text = |text: &str| Cell::Text(text.to_owned());
    assert_eq!(
        cells,
        [
            text("abc"),
            Cell::Blank,
            text("complete"),
            text("import"),
            text("nl"),
            Cell::Moment(1_500_000),
            Cell::Count(2),
            text("-x"),
            Cell::Blank,
            Cell::Count(0),
            text("=1+1"),
            Cell::Blank,
            Cell::Blank,
            text("dont_know"),
        ]
    );
}

#[test]
fn several_choices_are_joined_and_formulas_made_safe() {
    let mut asked = definition(&[]);
    asked.questions[1].key = "channels".to_owned();
    let columns = Columns::new(Vec::new(), std::iter::once(&asked));
    let cells = columns.cells(&response());
    assert_eq!(cells.last(), Some(&Cell::Text("mail|phone".to_owned())));
    let text = safe(Cell::Text("-x".to_owned()));
    assert_eq!(text.csv(), tabular::Cell::Text("'-x"));
    assert_eq!(safe(Cell::Count(-20)), Cell::Count(-20));
    for (stored, written) in [
        ("=1", "'=1"),
        ("@a", "'@a"),
        ("\tx", "'\tx"),
        ("+31", "+31"),
        ("-20", "-20"),
        ("'-20", "'-20"),
        ("+31 6", "'+31 6"),
        ("-", "'-"),
        ("'=1", "''=1"),
        ("'t is", "'t is"),
        ("a=b", "a=b"),
        ("", ""),
    ] {
        assert_eq!(guarded(stored), written);
    }
}

#[test]
fn spreadsheets_show_the_clock_of_the_workspace_in_whole_seconds() {
    let zone = TimeZone::get("Europe/Amsterdam").expect("a zone");
    for (at, shown) in [
        ("2026-11-21T08:05:30.999999Z", "2026-11-21T09:05:30Z"),
        ("2026-07-01T22:30:00Z", "2026-07-02T00:30:00Z"),
        ("1969-12-31T22:59:59.5Z", "1969-12-31T23:59:59Z"),
    ] {
        let us = |text: &str| {
            let at: jiff::Timestamp = text.parse().expect("a moment");
            at.as_microsecond()
        };
        let cell = on_the_clock(&zone, Cell::Moment(us(at)));
        assert_eq!(cell, Cell::Moment(us(shown)), "{at}");
    }
    assert_eq!(on_the_clock(&zone, Cell::Count(7)), Cell::Count(7));
}

#[test]
fn files_are_named_after_the_survey() {
    assert_eq!(
        plain("Hoe doen wij het? 2026/Q1"),
        "hoe-doen-wij-het-2026-q1"
    );
    assert_eq!(plain("../../etc\"\r\n"), "etc");
    assert_eq!(plain("調査"), "responses");
}
