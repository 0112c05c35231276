//! Files that no spreadsheet program writes: damaged, hostile, or by other programs.

use super::super::xml::MAX_PIECE;
use super::{Handmade, cell, read, with_cell, zipped};
use crate::{Options, open};

/// What opening or reading it says.
fn refused(book: &Handmade) -> String {
    read(&book.bytes(), None).unwrap_err().to_string()
}

#[test]
fn a_wrong_cell_is_named_with_sheet_row_and_column() {
    let there = "can't read the XLSX file: sheet \"Answers\", row 2, column B: ";
    for (attributes, inside, what) in [
        (r#"t="s""#, "<v>7</v>", "there is no text 7"),
        (r#"t="s""#, "<v>x</v>", "there is no text x"),
        (r#"t="n""#, "<v>9,5</v>", "\"9,5\" is no number"),
        (r#"t="b""#, "<v>2</v>", "\"2\" is neither true nor false"),
        (r#"t="z""#, "<v>2</v>", "a cell can't be of type \"z\""),
        (r#"t="str""#, "<v>&who;</v>", "unknown entity &who;"),
    ] {
        let found = refused(&with_cell(attributes, inside));
        assert_eq!(found, format!("{there}{what}"), "<c {attributes}>{inside}");
    }
    let found = refused(&Handmade::of(
        r#"<row r="1"><c r="A1" t="str"><v>a</v></c></row><row r="70"><c r="AB0"><v>1</v></c></row>"#,
    ));
    assert_eq!(
        found,
        "can't read the XLSX file: sheet \"Answers\", row 70, column A: \"AB0\" is no place of a cell"
    );
}

#[test]
fn what_was_read_before_the_fault_stays_read() {
    let mut table = open(
        with_cell(r#"t="b""#, "<v>maybe</v>").bytes(),
        &Options::default(),
    )
    .unwrap();
    assert_eq!(table.columns(), ["a", "b"]);
    assert!(table.read(&mut crate::Row::default()).is_err());
}

#[test]
fn texts_and_rows_have_a_limit() {
    let long = "x".repeat(MAX_PIECE + 1);
    let found = refused(&with_cell(r#"t="str""#, &format!("<v>{long}</v>")));
    assert!(found.ends_with("a text longer than 16 MB"), "{found}");

    let mut book = Handmade::of("");
    book.strings = vec![format!("<t>{}</t>", "x".repeat(1 << 20))];
    let cell = r#"<c t="s"><v>0</v></c>"#;
    book.sheets[0].1 = format!(
        "<row><c t=\"str\"><v>a</v></c></row><row>{}</row>",
        cell.repeat(40)
    );
    let found = refused(&book);
    assert!(
        found.contains("row 2, column Q: the row is longer than"),
        "{found}"
    );

    let deep = "<is>".repeat(100);
    let found = refused(&with_cell("", &deep));
    assert!(found.ends_with("elements nested too deep"), "{found}");

    let wide = r#"<row r="1"><c r="XFE1"><v>1</v></c></row>"#;
    let found = refused(&Handmade::of(wide));
    assert!(
        found.contains("line 1 has more than 16384 columns"),
        "{found}"
    );
}

#[test]
fn a_part_that_is_missing_or_ends_early_is_named() {
    let book = with_cell("", "<v>1</v>");
    for (part, what) in [
        ("_rels/.rels", "there is no _rels/.rels in it"),
        ("xl/workbook.xml", "there is no xl/workbook.xml in it"),
        (
            "xl/worksheets/sheet0.xml",
            "there is no xl/worksheets/sheet0.xml in it",
        ),
    ] {
        let mut parts = book.parts();
        parts.retain(|(name, _)| name != part);
        let found = read(&zipped(&parts), None).unwrap_err().to_string();
        assert_eq!(found, format!("can't read the XLSX file: {what}"));
    }
    let mut parts = book.parts();
    for (name, text) in &mut parts {
        if name.ends_with("sheet0.xml") {
            text.truncate(text.find("</row>").unwrap());
        }
    }
    let found = read(&zipped(&parts), None).unwrap_err().to_string();
    assert!(found.contains("the XML ends too early"), "{found}");
}

#[test]
fn other_programs_name_parts_their_own_way() {
    let parts = with_cell(r#"t="s""#, "<v>0</v>");
    let mut book = parts;
    book.strings = vec!["<t>found</t>".to_owned()];
    let mut parts = book.parts();
    for (name, text) in &mut parts {
        *name = name.replace("xl/worksheets", "XL\\Worksheets");
        *text = text.replace("Target=\"xl/", "Target=\"/xl/");
    }
    let rows = read(&zipped(&parts), None).unwrap();
    assert_eq!(rows[0].1[1], "found");
    // Names of elements with a prefix, as some libraries write them.
    for (_, text) in &mut parts {
        *text = text.replace("<sheetData", "<x:sheetData");
        *text = text.replace("</sheetData", "</x:sheetData");
        *text = text.replace("<si>", "<x:si>").replace("</si>", "</x:si>");
    }
    assert_eq!(read(&zipped(&parts), None).unwrap(), rows);
}

#[test]
fn rows_out_of_order_and_cells_twice() {
    let cell = |place: &str, text: &str| format!(r#"<c r="{place}" t="str"><v>{text}</v></c>"#);
    let sheet = [
        "<row>",
        &cell("A1", "a"),
        &cell("B1", "b"),
        "</row><row>",
        &cell("B5", "late"),
        &cell("A5", "too late"),
        &cell("B5", "again"),
        "</row><row>",
        &cell("A3", "before"),
        "</row>",
    ];
    let rows = read(&Handmade::of(sheet.concat()).bytes(), None).unwrap();
    let want = [(5, ["", "late"]), (3, ["before", ""])];
    let want = want.map(|(line, cells)| (line, cells.map(str::to_owned).to_vec()));
    assert_eq!(rows, want);
}

#[test]
fn sheets_without_cells_are_passed_over() {
    let mut book = with_cell("", "<v>1</v>");
    book.sheets.insert(0, ("Chart", String::new()));
    let mut parts = book.parts();
    for (_, text) in &mut parts {
        *text = text.replacen("/worksheet\"", "/chartsheet\"", 1);
    }
    let bytes = zipped(&parts);
    assert_eq!(read(&bytes, None).unwrap().len(), 1);
    let found = read(&bytes, Some("Chart")).unwrap_err().to_string();
    assert_eq!(
        found,
        "there is no sheet \"Chart\"; the sheets are: Answers"
    );
}

#[test]
fn nul_characters_are_left_out() {
    let book = with_cell(r#"t="str""#, "<v>a_x0000_b</v>");
    assert_eq!(cell(&book).unwrap(), "ab");
}
