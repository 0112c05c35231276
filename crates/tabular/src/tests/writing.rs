//! The two profiles of exports.

use jiff::Timestamp;
use jiff::civil::date;
use jiff::tz::{self, TimeZone};
use proptest::prelude::*;

use super::open;
use crate::{Cell, Pieces, Profile, Writer, neutralise};

fn written(profile: Profile) -> String {
    let zone = TimeZone::fixed(tz::offset(1));
    let mut writer = Writer::new(Vec::new(), profile, zone).unwrap();
    let at: Timestamp = "2026-11-20T23:30:00Z".parse().unwrap();
    writer
        .header(["text", "whole", "number", "day", "at", "blank"])
        .unwrap();
    for text in ["=1+1", "a;b,\"c\"\nd"] {
        let cells = [
            Cell::Text(text),
            Cell::Integer(-3),
            Cell::Number(-0.5),
            Cell::Day(date(2026, 11, 21)),
            Cell::Instant(at),
            Cell::Blank,
        ];
        writer.row(cells).unwrap();
    }
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

#[test]
fn the_data_profile_is_for_programs() {
    assert_eq!(
        written(Profile::Data),
        "text,whole,number,day,at,blank\r\n\
         '=1+1,-3,-0.5,2026-11-21,2026-11-20T23:30:00Z,\r\n\
         \"a;b,\"\"c\"\"\nd\",-3,-0.5,2026-11-21,2026-11-20T23:30:00Z,\r\n"
    );
}

#[test]
fn the_dutch_profile_opens_in_excel() {
    assert_eq!(
        written(Profile::ExcelNl),
        "\u{FEFF}text;whole;number;day;at;blank\r\n\
         '=1+1;-3;-0,5;21-11-2026;21-11-2026 00:30:00;\r\n\
         \"a;b,\"\"c\"\"\nd\";-3;-0,5;21-11-2026;21-11-2026 00:30:00;\r\n"
    );
}

#[test]
fn only_what_could_be_a_formula_is_neutralised() {
    for (text, want) in [
        ("=cmd", "'=cmd"),
        ("+31 6", "'+31 6"),
        ("-5", "-5"),
        ("+31612345678", "+31612345678"),
        ("-0,5", "-0,5"),
        ("+1.25", "+1.25"),
        ("-", "'-"),
        ("-5-5", "'-5-5"),
        ("-1.2.3", "'-1.2.3"),
        ("-.5", "'-.5"),
        ("-5.", "'-5."),
        ("--5", "'--5"),
        ("-1e5", "'-1e5"),
        ("-5\n", "'-5\n"),
        ("@sum", "'@sum"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("a=b", "a=b"),
        (" =x", " =x"),
        ("", ""),
    ] {
        assert_eq!(neutralise(text), want);
    }
}

proptest! {
    #[test]
    fn exports_read_back(
        rows in prop::collection::vec(("[a-z ,;\"\n\r\t|é]{0,8}", -1e6_f64..1e6), 1..20),
        dutch in any::<bool>(),
    ) {
        let profile = if dutch { Profile::ExcelNl } else { Profile::Data };
        let mut writer = Writer::new(Vec::new(), profile, TimeZone::UTC).unwrap();
        writer.header(["text", "number"]).unwrap();
        for (text, number) in &rows {
            writer.row([Cell::Text(text), Cell::Number(*number)]).unwrap();
        }
        let mut table = open(&writer.finish().unwrap()).unwrap();
        for (row, (text, number)) in table.rows().zip(&rows) {
            let row = row.unwrap();
            prop_assert_eq!(row.cell(0), neutralise(text));
            prop_assert_eq!(crate::number(row.cell(1)), Some(*number));
        }
    }
}

#[test]
fn a_file_in_pieces_is_the_file() {
    for profile in [Profile::Data, Profile::ExcelNl] {
        let rows: Vec<String> = (0..7).map(|n| format!("=row {n};\"")).collect();
        let mut whole = Writer::new(Vec::new(), profile, TimeZone::UTC).unwrap();
        whole.header(["text", "=n"]).unwrap();
        let mut pieces = Pieces::new(profile, TimeZone::UTC, ["text", "=n"]);
        let mut joined = Vec::new();
        for (n, row) in (0..).zip(&rows) {
            let cells = [Cell::Text(row), Cell::Integer(n)];
            whole.row(cells).unwrap();
            pieces.row(cells);
            if n % 3 == 0 {
                joined.extend(pieces.take());
            }
        }
        joined.extend(pieces.take());
        assert!(pieces.take().is_empty(), "all was taken");
        assert_eq!(joined, whole.finish().unwrap(), "{profile:?}");
    }
}
