//! Any table in any dialect comes back equal.

use proptest::prelude::*;
use proptest::sample::select;

use super::{csv_format, open, utf16};
use crate::{Encoding, Separator};

#[derive(Debug, Clone)]
struct Dialect {
    separator: Separator,
    encoding: Encoding,
    bom: bool,
    line_end: &'static str,
    last_line_ends: bool,
    quote_all: bool,
}

fn dialect() -> impl Strategy<Value = Dialect> {
    (
        select(Separator::ALL.to_vec()),
        select(vec![
            (Encoding::Utf8, false),
            (Encoding::Utf8, true),
            (Encoding::Utf16Le, true),
            (Encoding::Utf16Be, true),
            (Encoding::Windows1252, false),
        ]),
        select(vec!["\r\n", "\n", "\r"]),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(
            |(separator, (encoding, bom), line_end, last_line_ends, quote_all)| Dialect {
                separator,
                encoding,
                bom,
                line_end,
                last_line_ends,
                quote_all,
            },
        )
}

/// Letters that are in every encoding; é ü ñ are no continuation bytes in UTF-8, so that the two
/// can be told apart whatever stands beside them.
fn cell() -> impl Strategy<Value = String> {
    let pieces = vec![
        "a", "Zz", "9", "é", "ü", "ñ", " ", ",", ";", "\t", "|", "\"", "\r", "\n", "'",
    ];
    prop::collection::vec(select(pieces), 0..6).prop_map(|pieces| pieces.concat())
}

fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    (1_usize..6).prop_flat_map(|columns| {
        prop::collection::vec(prop::collection::vec(cell(), columns), 0..20)
    })
}

/// The text of a table and the line each row starts on.
fn write(columns: usize, rows: &[Vec<String>], how: &Dialect) -> (String, Vec<u64>) {
    let separator = (how.separator.byte() as char).to_string();
    let quoted = |cell: &str| {
        let must = cell.contains([',', ';', '\t', '|', '"', '\r', '\n']);
        if how.quote_all || must || (columns == 1 && cell.is_empty()) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    };
    let mut text = (0..columns)
        .map(|c| format!("column_{c}"))
        .collect::<Vec<_>>()
        .join(&separator);
    let mut lines = Vec::new();
    for row in rows {
        text.push_str(how.line_end);
        lines.push(1 + line_ends(&text));
        text.push_str(
            &row.iter()
                .map(|cell| quoted(cell))
                .collect::<Vec<_>>()
                .join(&separator),
        );
    }
    if how.last_line_ends {
        text.push_str(how.line_end);
    }
    (text, lines)
}

fn line_ends(text: &str) -> u64 {
    text.replace("\r\n", "\n").matches(['\r', '\n']).count() as u64
}

fn encode(text: &str, how: &Dialect) -> Vec<u8> {
    let text = if how.bom {
        format!("\u{FEFF}{text}")
    } else {
        text.to_owned()
    };
    match how.encoding {
        Encoding::Utf8 => text.into_bytes(),
        Encoding::Utf16Le => utf16(&text, true),
        Encoding::Utf16Be => utf16(&text, false),
        Encoding::Windows1252 => encoding_rs::WINDOWS_1252.encode(&text).0.into_owned(),
    }
}

proptest! {
    #[test]
    fn a_table_comes_back_equal(rows in table(), how in dialect()) {
        let columns = rows.first().map_or(3, Vec::len);
        let (text, lines) = write(columns, &rows, &how);
        let mut table = open(&encode(&text, &how)).unwrap();

        prop_assert_eq!(table.columns().len(), columns);
        let (separator, encoding, bom) = csv_format(&table);
        if columns > 1 {
            prop_assert_eq!(separator, how.separator);
        }
        prop_assert_eq!(bom, how.bom);
        if !text.is_ascii() || how.encoding != Encoding::Windows1252 {
            prop_assert_eq!(encoding, how.encoding);
        }
        let mut back = Vec::new();
        let mut found_lines = Vec::new();
        for row in table.rows() {
            let row = row.unwrap();
            prop_assert_eq!(row.problem(), None);
            found_lines.push(row.line());
            back.push(row.cells().map(str::to_owned).collect::<Vec<_>>());
        }
        prop_assert_eq!(back, rows);
        prop_assert_eq!(found_lines, lines);
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(mut table) = open(&bytes) {
            let columns = table.columns().len();
            for row in table.rows() {
                match row {
                    Ok(row) => prop_assert_eq!(row.cells().len(), columns),
                    Err(_) => break,
                }
            }
        }
    }
}
