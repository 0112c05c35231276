//! What stands in the columns of an export.

use std::collections::BTreeMap;

use serde_json::json;
use survey::templates::{Choices, Driver, Template};
use survey::{Definition, Texts};
use tabular::Cell;

use super::columns::{Columns, Held, guarded};
use super::plain;
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
    let text = |text: &str| Held::Text(text.to_owned());
    assert_eq!(
        cells,
        [
            text("abc"),
            Held::Blank,
            text("complete"),
            text("import"),
            text("nl"),
            Held::Moment(1_500_000),
            Held::Integer(2),
            text("-x"),
            Held::Blank,
            Held::Integer(0),
            text("=1+1"),
            Held::Blank,
            Held::Blank,
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
    assert_eq!(cells.last(), Some(&Held::Text("mail|phone".to_owned())));
    assert_eq!(Held::Text("-x".to_owned()).safe().cell(), Cell::Text("'-x"));
    assert_eq!(Held::Integer(-20).safe().cell(), Cell::Integer(-20));
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
fn files_are_named_after_the_survey() {
    assert_eq!(
        plain("Hoe doen wij het? 2026/Q1"),
        "hoe-doen-wij-het-2026-q1"
    );
    assert_eq!(plain("../../etc\"\r\n"), "etc");
    assert_eq!(plain("調査"), "responses");
}
