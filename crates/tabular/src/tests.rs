//! Tests over whole tables: what people send, and what attackers do.

mod hostile;
mod round_trip;
mod spreadsheet;
mod writing;

use crate::{Encoding, Error, Format, Options, Row, Separator, Table};

fn open(bytes: &[u8]) -> Result<Table, Error> {
    crate::open(bytes, &Options::default())
}

fn cells(row: &Row) -> Vec<&str> {
    row.cells().collect()
}

fn csv_format(table: &Table) -> (Separator, Encoding, bool) {
    match table.detected().format {
        Format::Csv {
            separator,
            encoding,
            bom,
            ..
        } => (separator, encoding, bom),
        Format::Xlsx { .. } => panic!("expected CSV"),
    }
}

fn utf16(text: &str, little: bool) -> Vec<u8> {
    text.encode_utf16()
        .flat_map(|unit| {
            if little {
                unit.to_le_bytes()
            } else {
                unit.to_be_bytes()
            }
        })
        .collect()
}
