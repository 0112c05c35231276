//! Each of the odd files people and attackers send.

use super::{cells, csv_format, open, utf16};
use crate::{Encoding, Error, Options, Problem, Separator};

fn message(bytes: &[u8]) -> String {
    match open(bytes) {
        Err(error) => error.to_string(),
        Ok(mut table) => table
            .rows()
            .find_map(Result::err)
            .map_or_else(|| "no error".to_owned(), |error| error.to_string()),
    }
}

#[test]
fn what_is_wrong_with_a_whole_file_is_said() {
    for (bytes, want) in [
        (
            &b""[..],
            "the file is empty: it has no header line and no rows",
        ),
        (
            b"\r\n\n\r",
            "the file is empty: it has no header line and no rows",
        ),
        (
            b"\xEF\xBB\xBF",
            "the file is empty: it has no header line and no rows",
        ),
        (
            b"a,b,a,c,b\n1,2,3,4,5\n",
            "column names must differ; more than once in the header: a, b",
        ),
        (
            b"a,b\n1,2\n3,\"x\n4,5\n",
            "the quote that opens in the row of line 3 is never closed",
        ),
        (
            b"%PDF-1.7",
            "this is no table: expected CSV text or XLSX, found a PDF",
        ),
        (
            b"\xD0\xCF\x11\xE0\xA1\xB1",
            "this is no table: expected CSV text or XLSX, found an old .xls or a password-protected file (save it as .xlsx or CSV)",
        ),
        (
            b"\x00\x01\x02\x03\x00\x01\x00\x00",
            "this is no table: expected CSV text or XLSX, found binary data",
        ),
    ] {
        assert_eq!(message(bytes), want);
    }
    assert!(message(b"PK\x03\x04 no zip").starts_with("can't read the XLSX file"));
}

#[test]
fn a_missing_file_is_an_error() {
    let error = crate::open(
        std::path::Path::new("no-such-file.csv"),
        &Options::default(),
    );
    assert!(matches!(error, Err(Error::Io(_))));
}

#[test]
fn a_header_alone_is_a_table_without_rows() {
    for bytes in [&b"a;b;c"[..], b"a;b;c\r\n"] {
        let mut table = open(bytes).unwrap();
        assert_eq!(table.columns(), ["a", "b", "c"]);
        assert_eq!(table.rows().count(), 0);
    }
}

#[test]
fn ragged_rows_are_given_and_noted() {
    let mut table = open(b"a,b,c\n1,2\n1,2,3,4\n1,2,3,,\n1,2,3\n").unwrap();
    let rows: Vec<_> = table.rows().map(Result::unwrap).collect();
    assert_eq!(cells(&rows[0]), ["1", "2", ""]);
    assert_eq!(
        rows[0].problem(),
        Some(Problem::TooFewCells {
            expected: 3,
            found: 2
        })
    );
    assert_eq!(rows[0].line(), 2);
    assert_eq!(cells(&rows[1]), ["1", "2", "3"]);
    assert_eq!(
        rows[1].problem(),
        Some(Problem::TooManyCells {
            expected: 3,
            found: 4
        })
    );
    assert_eq!(cells(&rows[2]), ["1", "2", "3"]);
    assert_eq!(
        rows[2].problem(),
        None,
        "separators at the end of a row are no cells"
    );
    assert_eq!(rows[3].problem(), None);
}

#[test]
fn blank_lines_are_left_out_and_counted() {
    let mut table = open(b"\n\na,b\n\r\n1,2\r\r\n\n3,4").unwrap();
    let lines: Vec<u64> = table.rows().map(|row| row.unwrap().line()).collect();
    assert_eq!(lines, [5, 8]);
}

#[test]
fn rows_of_separators_show_as_blank() {
    let mut table = open(b"a;b;;\n1;2;;\n;;;\n").unwrap();
    assert_eq!(table.columns(), ["a", "b"]);
    let blank: Vec<bool> = table.rows().map(|row| row.unwrap().is_blank()).collect();
    assert_eq!(blank, [false, true]);
}

#[test]
fn nul_is_left_out_and_noted() {
    let mut table = open(b"name,score\nJa\0n,9\nPiet,8 and more text here\n").unwrap();
    let rows: Vec<_> = table.rows().map(Result::unwrap).collect();
    assert_eq!(cells(&rows[0]), ["Jan", "9"]);
    assert_eq!(rows[0].problem(), Some(Problem::Nul));
    assert_eq!(rows[1].problem(), None);
}

#[test]
fn three_hundred_columns_are_read() {
    let header: Vec<String> = (0..300).map(|i| format!("q{i}")).collect();
    let row: Vec<String> = (0..300).map(|i| (i % 11).to_string()).collect();
    let text = format!("{}\n{}\n", header.join(";"), row.join(";"));
    let mut table = open(text.as_bytes()).unwrap();
    assert_eq!(table.columns().len(), 300);
    assert_eq!(table.column("q299").unwrap(), 299);
    assert_eq!(table.rows().next().unwrap().unwrap().cell(299), "2");
}

#[test]
fn more_columns_than_a_spreadsheet_are_refused() {
    let text = format!("a\n{}\n", ",".repeat(20_000));
    assert_eq!(
        message(text.as_bytes()),
        "line 2 has more than 16384 columns; is the separator right?"
    );
}

#[test]
fn a_row_without_end_is_refused() {
    let mut text = b"a,b\n\"".to_vec();
    text.resize(20 << 20, b'x');
    assert!(message(&text).starts_with("the row that starts on line 2 is longer than"));
}

#[test]
fn encodings_are_told_apart() {
    let text = "naam;cijfer\nMüller;9\nGarçon;10\n";
    let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
    for (bytes, encoding, bom) in [
        (text.as_bytes().to_vec(), Encoding::Utf8, false),
        (format!("\u{FEFF}{text}").into_bytes(), Encoding::Utf8, true),
        (
            utf16(&format!("\u{FEFF}{text}"), true),
            Encoding::Utf16Le,
            true,
        ),
        (
            utf16(&format!("\u{FEFF}{text}"), false),
            Encoding::Utf16Be,
            true,
        ),
        (utf16(text, true), Encoding::Utf16Le, false),
        (utf16(text, false), Encoding::Utf16Be, false),
        (latin, Encoding::Windows1252, false),
    ] {
        let mut table = open(&bytes).unwrap();
        assert_eq!(csv_format(&table), (Separator::Semicolon, encoding, bom));
        let rows: Vec<_> = table.rows().map(Result::unwrap).collect();
        assert_eq!(cells(&rows[0]), ["Müller", "9"], "{encoding} {bom}");
        assert_eq!(cells(&rows[1]), ["Garçon", "10"], "{encoding} {bom}");
    }
}

#[test]
fn one_bad_byte_does_not_spoil_a_utf8_file() {
    let mut bytes = "naam,cijfer\n".as_bytes().to_vec();
    for _ in 0..20 {
        bytes.extend("Müller,9\n".as_bytes());
    }
    bytes.extend(b"M\xFCller,9\n");
    let mut table = open(&bytes).unwrap();
    let rows: Vec<_> = table.rows().map(Result::unwrap).collect();
    assert_eq!(rows[0].cell(0), "Müller");
    assert_eq!(rows[20].cell(0), "M\u{FFFD}ller");
    assert_eq!(rows[20].problem(), Some(Problem::Unreadable));
}

#[test]
fn accents_far_from_the_beginning_decide_the_encoding() {
    let mut bytes = b"naam,cijfer\n".to_vec();
    while bytes.len() < 200_000 {
        bytes.extend(b"Jansen,9\n");
    }
    bytes.extend(b"M\xFCller,9\n");
    let mut table = open(&bytes).unwrap();
    assert_eq!(csv_format(&table).1, Encoding::Windows1252);
    assert_eq!(table.rows().last().unwrap().unwrap().cell(0), "Müller");
}

#[test]
fn separators_are_told_apart() {
    for (text, want) in [
        ("a,b\n1,2\n", Separator::Comma),
        ("a;b\n9,5;1,2\n8,5;\"x,y\"\n", Separator::Semicolon),
        ("a\tb\n\"x\n;;;\"\t2\n", Separator::Tab),
        ("a|b\n1;2|3;4\n", Separator::Pipe),
        ("sep=;\r\na;b,c\r\n1;2,3\r\n", Separator::Semicolon),
        (
            "id,why; in short,score\n1,\"a;b\",9\n2,c,8\nragged\n",
            Separator::Comma,
        ),
        ("score\n9\n8\n", Separator::Comma),
        (
            "name;remark, if any\nJan;good, really\nPiet;fine, thanks\n",
            Separator::Semicolon,
        ),
    ] {
        assert_eq!(
            csv_format(&open(text.as_bytes()).unwrap()).0,
            want,
            "{text:?}"
        );
    }
}

#[test]
fn the_declared_separator_is_no_row() {
    let mut table = open(b"sep=;\r\na;b\r\n1;2\r\n").unwrap();
    assert_eq!(table.columns(), ["a", "b"]);
    let row = table.rows().next().unwrap().unwrap();
    assert_eq!((cells(&row), row.line()), (vec!["1", "2"], 3));
}

#[test]
fn what_the_caller_knows_wins() {
    let options = Options {
        folder: None,
        separator: Some(Separator::Comma),
        encoding: Some(Encoding::Windows1252),
        sheet: None,
    };
    let mut table = crate::open("a;b\né;2\n".as_bytes(), &options).unwrap();
    assert_eq!(table.columns(), ["a;b"]);
    assert_eq!(table.rows().next().unwrap().unwrap().cell(0), "Ã©;2");
}

#[test]
fn an_unknown_column_is_named_with_the_ones_there_are() {
    let table = open(b"a, b ,,d\n").unwrap();
    assert_eq!(table.columns(), ["a", "b", "column 3", "d"]);
    assert_eq!(table.column("b").unwrap(), 1);
    let error = table.column("recommend").unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no column \"recommend\"; the columns are: a, b, column 3, d"
    );
}

#[test]
fn formulas_and_strange_characters_come_verbatim() {
    let odd = "=1+1|+1|-1|@x|\u{202E}rtl|e\u{301}|zero\u{200B}width|👩‍👩‍👧|İi";
    let text = format!("a|b|c|d|e|f|g|h|i\n{odd}\n");
    let mut table = open(text.as_bytes()).unwrap();
    let row = table.rows().next().unwrap().unwrap();
    assert_eq!(cells(&row).join("|"), odd);
}
