//! XLSX: real workbooks written by another library.

use std::io::Write;

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, XlsxError};

use super::{cells, open};
use crate::{Format as Detected, Options};

fn book() -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let moment = Format::new().set_num_format("dd-mm-yyyy hh:mm");
    let clock = Format::new().set_num_format("hh:mm:ss");
    let sheet = book.add_worksheet().set_name("Answers")?;
    for (column, name) in ["who", "score", "day", "at", "clock", "sum", "yes"]
        .iter()
        .enumerate()
    {
        sheet.write(2, column as u16, *name)?;
    }
    sheet.write(3, 0, "Müller")?;
    sheet.write(3, 1, 9)?;
    sheet.write_with_format(3, 2, ExcelDateTime::from_ymd(2026, 11, 21)?, &day)?;
    let at = ExcelDateTime::from_ymd(2026, 11, 21)?.and_hms(9, 5, 30)?;
    sheet.write_with_format(3, 3, at, &moment)?;
    sheet.write_with_format(3, 4, ExcelDateTime::from_hms(12, 30, 0)?, &clock)?;
    sheet.write(3, 5, Formula::new("=1/0").set_result("#DIV/0!"))?;
    sheet.write(3, 6, true)?;
    sheet.write(5, 0, "two\nlines")?;
    sheet.write(5, 1, 9.5)?;
    let other = book.add_worksheet().set_name("Notes")?;
    other.write(0, 0, "note")?;
    other.write(1, 0, "=not a formula")?;
    book.save_to_buffer()
}

#[test]
fn a_workbook_reads_as_the_csv_would() {
    let mut table = open(&book().unwrap()).unwrap();
    let format = table.detected().format.clone();
    assert!(
        matches!(&format, Detected::Xlsx { sheet, bytes } if sheet == "Answers" && *bytes > 0),
        "{format:?}"
    );
    assert_eq!(
        table.columns(),
        ["who", "score", "day", "at", "clock", "sum", "yes"]
    );
    let rows: Vec<_> = table.rows().map(Result::unwrap).collect();
    let want = [
        "Müller",
        "9",
        "2026-11-21",
        "2026-11-21T09:05:30",
        "12:30:00",
        "#DIV/0!",
        "true",
    ];
    assert_eq!(cells(&rows[0]), want);
    assert_eq!(cells(&rows[1]), ["two\nlines", "9.5", "", "", "", "", ""]);
    assert_eq!(
        rows.iter().map(crate::Row::line).collect::<Vec<_>>(),
        [4, 6]
    );
    assert!(rows.iter().all(|row| row.problem().is_none()));
    assert_eq!(table.bytes_read(), format.bytes());
}

#[test]
fn a_sheet_can_be_named() {
    let options = |name: &str| Options {
        sheet: Some(name.to_owned()),
        ..Options::default()
    };
    let bytes = book().unwrap();
    let mut table = crate::open(bytes.as_slice(), &options("Notes")).unwrap();
    assert_eq!(
        table.rows().next().unwrap().unwrap().cell(0),
        "=not a formula"
    );
    let error = crate::open(bytes.as_slice(), &options("Nots"))
        .err()
        .unwrap();
    assert_eq!(
        error.to_string(),
        "there is no sheet \"Nots\"; the sheets are: Answers, Notes"
    );
}

#[test]
fn an_empty_sheet_is_an_error() {
    let mut book = Workbook::new();
    book.add_worksheet();
    let error = open(&book.save_to_buffer().unwrap()).err().unwrap();
    assert_eq!(
        error.to_string(),
        "the file is empty: it has no header line and no rows"
    );
}

/// A part of 2 GB that packs to 2 MB.
#[test]
fn a_decompression_bomb_is_refused() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .compression_level(Some(1));
    zip.start_file("xl/sharedStrings.xml", options).unwrap();
    let zeros = vec![0; 1 << 20];
    for _ in 0..1100 {
        zip.write_all(&zeros).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 20 << 20);
    let error = open(&bytes).err().unwrap();
    assert!(
        error.to_string().contains("unpacks to more than 1024 MB"),
        "{error}"
    );
}
