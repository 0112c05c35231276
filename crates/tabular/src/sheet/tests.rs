//! What cells become, against what another reader of spreadsheets makes of them, and what happens
//! to files that no spreadsheet program wrote.

mod against;
mod odd;
mod spool;

use std::io::Write;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{Error, Options, Row, open};

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// An XLSX file put together by hand.
pub(super) struct Handmade {
    /// Inside of `sheetData`, per sheet.
    pub(super) sheets: Vec<(&'static str, String)>,
    /// The shared texts: insides of `si`.
    pub(super) strings: Vec<String>,
    /// Format codes of numbers; cells name them by their place, from 1.
    pub(super) formats: Vec<String>,
    /// Attributes of the workbook's properties.
    pub(super) properties: &'static str,
}

impl Handmade {
    /// One sheet, `Answers`.
    pub(super) fn of(sheet: impl Into<String>) -> Self {
        Self {
            sheets: vec![("Answers", sheet.into())],
            strings: Vec::new(),
            formats: Vec::new(),
            properties: "",
        }
    }

    /// The parts of the file.
    pub(super) fn parts(&self) -> Vec<(String, String)> {
        let mut parts = vec![(
            "_rels/.rels".to_owned(),
            format!(
                r#"<Relationships><Relationship Id="a" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        )];
        let (mut sheets, mut relations) = (String::new(), String::new());
        for (i, (name, inside)) in self.sheets.iter().enumerate() {
            sheets += &format!(r#"<sheet name="{name}" sheetId="{i}" r:id="r{i}"/>"#);
            relations += &format!(
                r#"<Relationship Id="r{i}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>"#
            );
            parts.push((
                format!("xl/worksheets/sheet{i}.xml"),
                format!(
                    "<worksheet><dimension ref=\"A1\"/><sheetData>{inside}</sheetData></worksheet>"
                ),
            ));
        }
        let mut strings = String::new();
        for text in &self.strings {
            strings += &format!("<si>{text}</si>");
        }
        let (mut codes, mut uses) = (String::new(), r#"<xf numFmtId="0"/>"#.to_owned());
        for (i, code) in self.formats.iter().enumerate() {
            let (code, id) = (quick_xml::escape::escape(code), i + 200);
            codes += &format!(r#"<numFmt numFmtId="{id}" formatCode="{code}"/>"#);
            uses += &format!(r#"<xf numFmtId="{id}"/>"#);
        }
        for (name, text) in [
            (
                "xl/workbook.xml",
                format!(
                    r#"<workbook xmlns:r="{OFFICE}"><workbookPr {}/><sheets>{sheets}</sheets></workbook>"#,
                    self.properties
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!("<Relationships>{relations}</Relationships>"),
            ),
            ("xl/sharedStrings.xml", format!("<sst>{strings}</sst>")),
            (
                "xl/styles.xml",
                format!(
                    r#"<styleSheet><numFmts>{codes}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>{uses}</cellXfs></styleSheet>"#
                ),
            ),
        ] {
            parts.push((name.to_owned(), text));
        }
        parts
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        zipped(&self.parts())
    }
}

pub(super) fn zipped(parts: &[(String, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default())
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// All rows below the header, with their line.
pub(super) fn read(bytes: &[u8], sheet: Option<&str>) -> Result<Vec<(u64, Vec<String>)>, Error> {
    let options = Options {
        sheet: sheet.map(str::to_owned),
        ..Options::default()
    };
    let mut table = open(bytes, &options)?;
    let (mut row, mut rows) = (Row::default(), Vec::new());
    while table.read(&mut row)? {
        let cells = row.cells().map(str::to_owned).collect();
        rows.push((row.line(), cells));
    }
    Ok(rows)
}

/// A sheet whose header is `a` and `b`, and whose second row has this in its second cell.
pub(super) fn with_cell(attributes: &str, inside: &str) -> Handmade {
    let header =
        r#"<row r="1"><c t="inlineStr"><is><t>a</t></is></c><c t="str"><v>b</v></c></row>"#;
    Handmade::of(format!(
        r#"{header}<row r="2"><c r="B2" {attributes}>{inside}</c></row>"#
    ))
}

/// What the second cell of the second row becomes.
pub(super) fn cell(book: &Handmade) -> Result<String, Error> {
    let mut rows = read(&book.bytes(), None)?;
    Ok(rows
        .pop()
        .map_or_else(String::new, |(_, mut cells)| cells.remove(1)))
}

/// Attributes and inside of a cell, and what it becomes.
const CELLS: &[(&str, &str, &str)] = &[
    ("", "<v>9</v>", "9"),
    ("", "<v>9.0</v>", "9"),
    ("", "<v>9.5</v>", "9.5"),
    ("", "<v>1e5</v>", "100000"),
    ("", "<v>1E+5</v>", "100000"),
    ("", "<v>1.5E-3</v>", "0.0015"),
    ("", "<v>0.1</v>", "0.1"),
    ("", "<v>12345678901234567890</v>", "12345678901234567000"),
    (r#"t="n""#, "<v>-0.25</v>", "-0.25"),
    ("", "<v>n/a</v>", "n/a"),
    (r#"t="s""#, "<v>0</v>", "00123"),
    (r#"t="s""#, "<v>1</v>", "1e5"),
    (r#"t="s""#, "<v>2</v>", "a & b <c>\r\nd"),
    (r#"t="s""#, "<v>3</v>", "bold and not"),
    (r#"t="s""#, "<v>4</v>", "東京"),
    (r#"t="s""#, "<v>5</v>", " kept "),
    (r#"t="s""#, "<v>6</v>", ""),
    (r#"t="s""#, "<v/>", ""),
    (r#"t="inlineStr""#, "<is><t>00123</t></is>", "00123"),
    (r#"t="inlineStr""#, "<is><t> trimmed </t></is>", "trimmed"),
    (r#"t="inlineStr""#, "<v>7</v><is><t>x</t></is>", "x"),
    (
        r#"t="inlineStr""#,
        "<is><r><t>a</t></r><r><t>b</t></r></is>",
        "ab",
    ),
    (r#"t="str""#, "<f>A1&amp;B1</f><v>a &lt; b</v>", "a < b"),
    (r#"t="str""#, "<v> as it stands </v>", " as it stands "),
    (r#"t="str""#, "<v>a_x000D__x000A_b</v>", "a\r\nb"),
    (r#"t="str""#, "<v>_x005F_x000D_</v>", "_x000D_"),
    (
        r#"t="str""#,
        "<v>_xD83D__xDE00_ _xD83D_ _x12_</v>",
        "😀 \u{FFFD} _x12_",
    ),
    ("", "<f>SUM(A1:A9)</f><v>45</v>", "45"),
    ("", "<f>NOW()</f>", ""),
    (r#"t="b""#, "<v>1</v>", "true"),
    (r#"t="b""#, "<v>0</v>", "false"),
    (r#"t="e""#, "<f>1/0</f><v>#DIV/0!</v>", "#DIV/0!"),
    (r#"t="e""#, "<v>#N/A</v>", "#N/A"),
    (
        r#"t="d""#,
        "<v>2026-11-21T09:05:30</v>",
        "2026-11-21T09:05:30",
    ),
    (r#"s="1""#, "<v>46347</v>", "2026-11-21"),
    (r#"s="1""#, "<v>46347.378819444</v>", "2026-11-21T09:05:30"),
    (
        r#"s="1""#,
        "<v>46347.3788246</v>",
        "2026-11-21T09:05:30.445",
    ),
    (r#"s="1""#, "<v>46346.999999999</v>", "2026-11-21"),
    (r#"s="1""#, "<v>0.520833333</v>", "12:30:00"),
    (r#"s="1""#, "<v>59</v>", "1900-02-28"),
    (r#"s="1""#, "<v>61</v>", "1900-03-01"),
    (r#"s="2""#, "<v>1.5</v>", "1.5"),
    (r#"s="3""#, "<v>46347</v>", "46347"),
    (r#"s="0""#, "<v>46347</v>", "46347"),
    (r#"s="99""#, "<v>46347</v>", "46347"),
    ("", "", ""),
    ("", "<extLst><ext><v2/></ext></extLst><v>8</v>", "8"),
];

#[test]
fn cells_become_the_text_a_csv_file_would_have() {
    for (attributes, inside, want) in CELLS {
        let mut book = with_cell(attributes, inside);
        book.formats = ["dd-mm-yyyy", "[h]:mm", "0.00"].map(str::to_owned).to_vec();
        book.strings = [
            "<t>00123</t>",
            "<t>1e5</t>",
            "<t>a &amp; b &lt;c&gt;_x000D_&#10;d</t>",
            r#"<r><rPr><b/></rPr><t>bold</t></r><r><t xml:space="preserve"> and not</t></r>"#,
            "<t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh>",
            r#"<t xml:space="preserve"> kept </t>"#,
            "",
        ]
        .map(str::to_owned)
        .to_vec();
        assert_eq!(cell(&book).unwrap(), *want, "<c {attributes}>{inside}");
    }
}

#[test]
fn days_can_be_counted_from_1904() {
    let mut book = with_cell(r#"s="1""#, "<v>44885.25</v>");
    book.formats = vec!["d/m/yy".to_owned()];
    book.properties = r#"date1904="1""#;
    assert_eq!(cell(&book).unwrap(), "2026-11-21T06:00:00");
}
