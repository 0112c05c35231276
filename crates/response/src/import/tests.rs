//! The pure parts of an import: proposal, conversion, ids, rejected rows.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use proptest::prelude::*;
use serde_json::{Value, json};
use survey::{Choice, Definition, Kind, Question, Texts};
use tabular::{Options, Row, open};

use super::profile::Profile;
use super::rejected::Rejected;
use super::*;

mod own_words;
mod proposals;

/// 2026-11-21T12:00:00Z
const NOW_US: i64 = 1_795_262_400_000_000;

fn texts(en: &str, nl: &str) -> Texts {
    Texts::from([
        ("en".to_owned(), en.to_owned()),
        ("nl".to_owned(), nl.to_owned()),
    ])
}

fn question(key: &str, kind: Kind) -> Question {
    let choices = match kind {
        Kind::SingleChoice | Kind::MultipleChoice => vec![
            Choice {
                key: "mail".to_owned(),
                text: texts("By mail", "Per mail"),
                touchpoint: None,
            },
            Choice {
                key: "phone".to_owned(),
                text: texts("By phone", "Per telefoon"),
                touchpoint: None,
            },
        ],
        _ => Vec::new(),
    };
    Question {
        key: key.to_owned(),
        kind,
        text: texts(&format!("The {key}"), &format!("De {key}")),
        required: kind == Kind::Recommend,
        driver: kind == Kind::Agree,
        touchpoint: None,
        direction: None,
        choices,
        new_page: false,
    }
}

fn definition() -> Definition {
    Definition {
        languages: vec!["en".to_owned(), "nl".to_owned()],
        title: texts("Test", "Toets"),
        intro: Texts::new(),
        thanks: Texts::new(),
        employees: false,
        statements_per_respondent: None,
        smallest_group: None,
        questions: vec![
            question("recommend", Kind::Recommend),
            question("why", Kind::OpenText),
            question("software", Kind::Agree),
            question("service", Kind::Agree),
            question("satisfaction", Kind::Satisfaction),
            question("channel", Kind::SingleChoice),
            question("channels", Kind::MultipleChoice),
        ],
    }
}

fn calendar() -> Calendar {
    let zone = TimeZone::get("Europe/Amsterdam").expect("bundled");
    Calendar {
        zone,
        now_us: NOW_US,
    }
}

fn profile(text: &str) -> Profile {
    let table = open(text.as_bytes(), &Options::default()).expect("a table");
    Profile::of(table, &Progress::default()).expect("rows")
}

fn to(key: &str) -> Target {
    Target::Question(key.to_owned())
}

fn mapping(columns: &[(&str, Target)]) -> Mapping {
    let columns = columns
        .iter()
        .map(|(n, t)| ((*n).to_owned(), t.clone()))
        .collect();
    Mapping {
        columns,
        ..Mapping::default()
    }
}

/// Every row of `text`, stored or rejected.
fn convert(text: &str, mapping: &Mapping) -> Vec<Result<Prepared, Rejection>> {
    convert_for(&definition(), text, mapping)
}

fn convert_for(
    definition: &Definition,
    text: &str,
    mapping: &Mapping,
) -> Vec<Result<Prepared, Rejection>> {
    let mut table = open(text.as_bytes(), &Options::default()).expect("a table");
    let columns = table.columns().to_vec();
    let mut converter =
        Converter::new(mapping, definition, &columns, calendar()).expect("a mapping that fits");
    let rows: Vec<Row> = table.rows().map(|row| row.expect("a row")).collect();
    rows.iter().map(|row| converter.convert(row)).collect()
}

/// What one cell of a column for `key` is stored as, or why it is refused.
fn cell(key: &str, mapping_of: &Mapping, cell: &str) -> Result<Value, Reason> {
    let mut mapping = mapping_of.clone();
    mapping.columns = BTreeMap::from([("x".to_owned(), to(key)), ("why".to_owned(), to("why"))]);
    let text = format!("x,why\n\"{}\",because\n", cell.replace('"', "\"\""));
    match convert(&text, &mapping).remove(0) {
        Ok(prepared) => Ok(prepared.answers.get(key).cloned().unwrap_or(Value::Null)),
        Err(rejection) => Err(rejection.faults[0].reason.clone()),
    }
}

/// Codes that mean different things for the score and for statements.
fn coded() -> Mapping {
    Mapping {
        score: Codes {
            blank: vec!["11".into(), "Blank".into()],
            ..Codes::default()
        },
        statements: Codes {
            blank: vec!["0".into(), "Blank".into()],
            dont_know: vec!["6".into()],
            not_applicable: vec!["nvt".into()],
        },
        ..Mapping::default()
    }
}

#[test]
fn cells_become_answers_or_are_refused() {
    let mapping = coded();
    let off = |low, high| Err(Reason::OffScale { low, high });
    let cases = [
        // A score of 0 stays 0, though 0 is a blank for statements.
        ("recommend", "0", Ok(json!(0))),
        ("recommend", "10", Ok(json!(10))),
        ("recommend", "9,0", Ok(json!(9))),
        ("recommend", " 9 ", Ok(json!(9))),
        ("recommend", "6", Ok(json!(6))),
        ("recommend", "11", Ok(Value::Null)),
        ("recommend", "BLANK", Ok(Value::Null)),
        ("recommend", "12", off(0, 10)),
        ("recommend", "-1", off(0, 10)),
        ("recommend", "9,5", off(0, 10)),
        ("recommend", "nvt", off(0, 10)),
        ("recommend", "1e1000", off(0, 10)),
        ("software", "0", Ok(Value::Null)),
        ("software", "0.0", Ok(Value::Null)),
        ("software", "6", Ok(json!("dont_know"))),
        ("software", "NVT", Ok(json!("not_applicable"))),
        ("software", "5", Ok(json!(5))),
        ("software", "7", off(1, 5)),
        ("software", "not_asked", Ok(json!("not_asked"))),
        ("software", "dont_know", Ok(json!("dont_know"))),
        // This scale has no "don't know".
        ("satisfaction", "6", Ok(json!("not_applicable"))),
        ("why", "=1+1", Ok(json!("=1+1"))),
        ("why", " 6 ", Ok(json!(" 6 "))),
        ("channel", "mail", Ok(json!("mail"))),
        ("channel", "PER TELEFOON", Ok(json!("phone"))),
        ("channel", "blank", Ok(Value::Null)),
        (
            "channel",
            "fax",
            Err(Reason::NoChoice("mail, phone".into())),
        ),
        ("channels", "phone|mail", Ok(json!(["mail", "phone"]))),
        (
            "channels",
            "By phone; By mail",
            Ok(json!(["mail", "phone"])),
        ),
        (
            "channels",
            "mail|fax",
            Err(Reason::NoChoice("mail, phone".into())),
        ),
    ];
    for (key, text, want) in cases {
        if key == "why" {
            let mapping = Mapping {
                columns: [("x".into(), to("why"))].into(),
                ..mapping.clone()
            };
            let got = convert(&format!("x,y\n{text},1\n"), &mapping)
                .remove(0)
                .expect("stored");
            assert_eq!(Ok(got.answers["why"].clone()), want);
        } else {
            assert_eq!(cell(key, &mapping, text), want, "{key} {text:?}");
        }
    }
}

#[test]
fn an_empty_cell_of_a_rotated_statement_was_not_asked() {
    let mut definition = definition();
    definition.questions.push(question("value", Kind::Agree));
    definition.statements_per_respondent = Some(2);
    let columns = [
        ("score", to("recommend")),
        ("software", to("software")),
        ("service", to("service")),
    ];
    let file = "score,software,service\n9,4,\n8,blank,5\n7,,\n";
    let answers = |mapping: &Mapping| -> Vec<Value> {
        let rows = convert_for(&definition, file, mapping);
        let answers = |row: Result<Prepared, _>| json!(row.expect("stored").answers);
        rows.into_iter().map(answers).collect()
    };
    let none = "not_asked";
    let expected = [
        json!({"recommend": 9, "software": 4, "service": none, "value": none}),
        json!({"recommend": 8, "service": 5, "value": none}),
        json!({"recommend": 7, "software": none, "service": none, "value": none}),
    ];
    assert_eq!(answers(&mapping(&columns)), expected);
    // Our own exports say what was not asked: there an empty cell is a blank.
    let own = Mapping {
        own_export: true,
        ..mapping(&columns)
    };
    let expected = [
        json!({"recommend": 9, "software": 4}),
        json!({"recommend": 8, "service": 5}),
        json!({"recommend": 7}),
    ];
    assert_eq!(answers(&own), expected);
}

#[test]
fn a_rejected_row_names_all_its_faults_and_the_others_are_kept() {
    let mapping = mapping(&[
        ("score", to("recommend")),
        ("sw", to("software")),
        ("when", Target::AnsweredAt),
        ("id", Target::ExternalId),
        ("taal", Target::Language),
        ("team", Target::Attribute("team".into())),
    ]);
    let text = "id;score;sw;when;taal;team\n\
                a;9;4;21-11-2025;nl;Noord\n\
                b;12;9;never;1;Zuid\n\
                a;3;;;;\n\
                c;;;2025-01-01;en;West\n\
                d;4;5;2031-01-01;en;West\n\
                e;4;5;2025-06-01T10:00:00Z;en-GB;\n";
    let rows = convert(text, &mapping);
    let first = rows[0].as_ref().expect("stored");
    assert_eq!(first.external_id, "a");
    assert_eq!(
        first.answers,
        BTreeMap::from([
            ("recommend".to_owned(), json!(9)),
            ("software".to_owned(), json!(4)),
        ])
    );
    assert_eq!(
        first.attributes,
        BTreeMap::from([("team".to_owned(), "Noord".to_owned())])
    );
    let answered = first.answered.expect("said");
    assert_eq!(
        platform::clock::rfc3339(answered.at_us),
        "2025-11-21T11:00:00Z"
    );
    let faults = |row: usize| -> Vec<(String, String, Reason)> {
        let rejection = rows[row].as_ref().expect_err("rejected");
        assert_eq!(rejection.line, row as u64 + 2);
        let faults = rejection.faults.iter();
        faults
            .map(|f| (f.column.clone(), f.value.clone(), f.reason.clone()))
            .collect()
    };
    let fault = |column: &str, value: &str, reason| (column.to_owned(), value.to_owned(), reason);
    assert_eq!(
        faults(1),
        [
            fault("score", "12", Reason::OffScale { low: 0, high: 10 }),
            fault("sw", "9", Reason::OffScale { low: 1, high: 5 }),
            fault("when", "never", Reason::NoDate),
            fault("taal", "1", Reason::NoLanguage),
        ]
    );
    assert_eq!(faults(2), [fault("id", "a", Reason::IdTwice(2))]);
    assert_eq!(faults(3), [fault("", "", Reason::NothingAnswered)]);
    assert_eq!(faults(4), [fault("when", "2031-01-01", Reason::OutOfTime)]);
    let last = rows[5].as_ref().expect("stored");
    assert_eq!(last.language.as_deref(), Some("en-GB"));
    assert!(last.attributes.is_empty());
}

fn ids(text: &str, mapping: &Mapping) -> Vec<String> {
    convert(text, mapping)
        .into_iter()
        .map(|row| row.expect("stored").external_id)
        .collect()
}

#[test]
fn rows_without_an_id_get_one_from_their_content() {
    let both = mapping(&[("score", to("recommend")), ("sw", to("software"))]);
    let one = mapping(&[("score", to("recommend"))]);
    let first = ids("score,sw,team\n9,4,A\n8,3,B\n9,4,A\n", &both);
    assert!(first.iter().all(|id| id.starts_with("row:")));
    assert_eq!(
        first[2],
        format!("{}-2", first[0]),
        "the second of two equal rows has its own"
    );
    // Whatever the mapping, the order of the columns, the separator, or the rows in between.
    assert_eq!(ids("score,sw,team\n9,4,A\n8,3,B\n9,4,A\n", &one), first);
    let other = ids("team;score;sw\nC;1;1\nA;9;4\nA;9;4\nB;8;3\n", &both);
    assert_eq!(
        other[1..],
        [first[0].clone(), first[2].clone(), first[1].clone()]
    );
    // Cells don't run into each other.
    let apart = ids("score,sw,team\n1,2,\n1,,2\n", &one);
    assert_ne!(apart[0], apart[1]);
}

#[test]
fn a_mapping_that_does_not_fit_says_why() {
    let columns = ["a".to_owned(), "b".to_owned()];
    let check = |mapping: &Mapping| {
        mapping
            .check(&columns, &definition())
            .expect_err("refused")
            .to_string()
    };
    assert_eq!(
        check(&mapping(&[("c", to("recommend"))])),
        "there is no column \"c\"; the columns are: a, b"
    );
    assert!(
        check(&mapping(&[("a", to("nps"))])).starts_with(
            "there is no question \"nps\"; the questions are: recommend, why, software"
        )
    );
    assert!(check(&mapping(&[("a", to("why")), ("b", to("why"))])).contains("\"a\" and \"b\""));
    assert!(check(&mapping(&[("a", Target::ExternalId)])).contains("no column becomes"));
    let named = mapping(&[("a", to("why")), ("b", Target::Attribute("x\ny".into()))]);
    assert!(check(&named).contains("attribute's name"));
    let mut twice = mapping(&[("a", to("software"))]);
    twice.statements.blank = vec!["6".into()];
    twice.statements.dont_know = vec!["6.0".into()];
    assert!(check(&twice).contains("two reasons"));
}

#[test]
fn rejected_rows_are_written_with_reasons_and_no_formulas() {
    let text = "score,note\n12,=cmd()\n-20,ok\n";
    let mapping = mapping(&[("score", to("recommend"))]);
    let mut table = open(text.as_bytes(), &Options::default()).expect("a table");
    let (columns, definition) = (table.columns().to_vec(), definition());
    let mut converter = Converter::new(&mapping, &definition, &columns, calendar()).expect("fits");
    let mut file = Rejected::new(Vec::new(), &columns).expect("a file");
    let mut row = Row::default();
    while table.read(&mut row).expect("a row") {
        let rejection = converter.convert(&row).expect_err("rejected");
        file.add(&rejection, &row).expect("written");
    }
    let written = String::from_utf8(file.finish().expect("an end")).expect("text");
    let reason = "\"not a whole number from 0 to 10, and no code for a missing answer\"";
    assert_eq!(
        written,
        format!(
            "line,column,value,reason,score,note\r\n\
             2,score,12,{reason},12,'=cmd()\r\n\
             3,score,-20,{reason},-20,ok\r\n"
        )
    );
}

#[test]
fn ragged_and_unreadable_rows_are_told_apart() {
    let mapping = mapping(&[("score", to("recommend")), ("why", to("why"))]);
    let rows = convert("score,why,x\n9\n8,a,b,c\n7,a\0b,\n", &mapping);
    // Spreadsheets leave out the empty cells at the end.
    assert_eq!(
        rows[0].as_ref().expect("stored").answers["recommend"],
        json!(9)
    );
    let reason = |row: usize| {
        rows[row].as_ref().expect_err("rejected").faults[0]
            .reason
            .clone()
    };
    assert_eq!(reason(1), Reason::TooManyCells);
    assert_eq!(reason(2), Reason::Unreadable);
}

#[test]
fn a_mapping_survives_being_stored() {
    let mut mapping = mapping(&[
        ("a", to("recommend")),
        ("b", Target::Attribute("x".into())),
        ("c", Target::ExternalId),
    ]);
    mapping.statements.dont_know = vec!["6".into()];
    mapping.answered_on = Some("2017-05-01".into());
    mapping.constants.insert("wave".into(), "2017".into());
    let text = serde_json::to_string(&mapping).expect("JSON");
    assert_eq!(
        serde_json::from_str::<Mapping>(&text).expect("a mapping"),
        mapping
    );
    assert!(serde_json::from_str::<Mapping>("{\"colums\":{}}").is_err());
}

proptest! {
    /// Whatever stands in a file: a row is stored with answers the survey takes, or rejected with a
    /// reason; and the same file gives the same ids.
    #[test]
    fn every_row_is_stored_or_rejected(cells in prop::collection::vec(("\\PC{0,8}", "[0-9,.a-z -]{0,4}"), 1..20)) {
        let mut text = String::from("why,score\n");
        for (why, score) in &cells {
            text.push_str(&format!("\"{}\",\"{score}\"\n", why.replace('"', "\"\"")));
        }
        let mapping = mapping(&[("why", to("why")), ("score", to("recommend"))]);
        let rows = convert(&text, &mapping);
        for row in &rows {
            match row {
                Ok(row) => {
                    let kept = survey::validate_answers(&definition(), &row.answers, false);
                    prop_assert_eq!(kept.as_ref(), Ok(&row.answers));
                    prop_assert!(!row.answers.is_empty());
                }
                Err(rejection) => prop_assert!(!rejection.faults.is_empty()),
            }
        }
        let stored: Vec<_> = rows.iter().flatten().map(|r| &r.external_id).collect();
        let different: std::collections::BTreeSet<_> = stored.iter().collect();
        prop_assert_eq!(stored.len(), different.len());
        prop_assert_eq!(rows, convert(&text, &mapping));
    }
}
