//! A spreadsheet with more different texts than memory should hold costs a few buffers of memory.
//!
//! In a test program of its own, because the peak is the process's.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const ROWS: u64 = 150_000;
const COLUMNS: u64 = 4;
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn peak_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn text(row: u64, column: u64) -> String {
    format!("row {row} and column {column} {:-<40}", "")
}

fn write(path: &Path) -> zip::result::ZipResult<()> {
    let mut zip = ZipWriter::new(File::create(path)?);
    let options = SimpleFileOptions::default().compression_level(Some(1));
    let relation = |name: &str, target: &str| {
        format!(r#"<Relationship Id="{name}" Type="{OFFICE}/{name}" Target="{target}"/>"#)
    };
    let main = relation("officeDocument", "xl/workbook.xml");
    let parts = relation("worksheet", "sheet.xml") + &relation("sharedStrings", "texts.xml");
    for (name, text) in [
        (
            "_rels/.rels",
            format!("<Relationships>{main}</Relationships>"),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!("<Relationships>{parts}</Relationships>"),
        ),
        (
            "xl/workbook.xml",
            r#"<workbook><sheet name="s" r:id="worksheet"/></workbook>"#.to_owned(),
        ),
    ] {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    zip.start_file("xl/texts.xml", options)?;
    let mut to = BufWriter::new(&mut zip);
    to.write_all(b"<sst>")?;
    for row in 0..ROWS {
        for column in 0..COLUMNS {
            write!(to, "<si><t>{}</t></si>", text(row, column))?;
        }
    }
    to.write_all(b"</sst>")?;
    to.flush()?;
    drop(to);
    zip.start_file("xl/sheet.xml", options)?;
    let mut to = BufWriter::new(&mut zip);
    to.write_all(b"<worksheet><sheetData>")?;
    for row in 0..ROWS {
        to.write_all(b"<row>")?;
        for column in 0..COLUMNS {
            write!(to, r#"<c t="s"><v>{}</v></c>"#, row * COLUMNS + column)?;
        }
        to.write_all(b"</row>")?;
    }
    to.write_all(b"</sheetData></worksheet>")?;
    to.flush()?;
    drop(to);
    zip.finish()?;
    Ok(())
}

#[test]
fn a_large_spreadsheet_streams() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.xlsx");
    write(&path).unwrap();
    let before = peak_kb();
    let options = tabular::Options {
        folder: Some(folder.path().to_owned()),
        ..tabular::Options::default()
    };
    let mut table = tabular::open(path.as_path(), &options).unwrap();
    let (mut row, mut count) = (tabular::Row::default(), 1);
    while table.read(&mut row).unwrap() {
        assert_eq!(row.line(), count + 1);
        let want = (0..COLUMNS).map(|column| text(count, column));
        assert!(row.cells().eq(want), "row {count}");
        count += 1;
    }
    assert_eq!(count, ROWS);
    assert_eq!(table.bytes_read(), table.detected().format.bytes());
    if let (Some(before), Some(after)) = (before, peak_kb()) {
        let grown = after - before;
        assert!(grown < 20_000, "peak grew by {grown} kB");
    }
}
