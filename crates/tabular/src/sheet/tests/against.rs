//! Against calamine, which reads the same files another way.

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use proptest::prelude::*;
use proptest::sample::select;
use rust_xlsxwriter::{ExcelDateTime as Written, Format, Formula, Workbook, XlsxError};

use super::{Handmade, read};

/// The rows of a sheet as calamine reads them: the header too, each as wide as its last cell.
fn reference(bytes: &[u8], sheet: &str) -> Vec<(u64, Vec<String>)> {
    let mut book = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let mut cells = book.worksheet_cells_reader(sheet).unwrap();
    let mut rows: Vec<(u64, Vec<String>)> = Vec::new();
    while let Some(cell) = cells.next_cell().unwrap() {
        let (row, column) = cell.get_position();
        let text = text(cell.get_value());
        if text.is_empty() {
            continue;
        }
        let line = u64::from(row) + 1;
        if rows.last().is_none_or(|(last, _)| *last != line) {
            rows.push((line, Vec::new()));
        }
        let (_, cells) = rows.last_mut().unwrap();
        if cells.len() <= column as usize {
            cells.resize(column as usize, String::new());
            cells.push(text);
        }
    }
    rows
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(at) => iso(*at),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::Error(error) => error.to_string(),
    }
}

fn iso(at: ExcelDateTime) -> String {
    if at.is_duration() {
        return at.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
    let fraction = match milli {
        0 => String::new(),
        milli => format!(".{milli:03}"),
    };
    let time = format!("{hour:02}:{minute:02}:{second:02}{fraction}");
    let date = format!("{year:04}-{month:02}-{day:02}");
    if at.as_f64() < 1.0 {
        time
    } else if (hour, minute, second, milli) == (0, 0, 0, 0) {
        date
    } else {
        format!("{date}T{time}")
    }
}

/// Both read the same; `sheet` has a header as wide as its widest row.
fn same(bytes: &[u8], sheet: &str) -> Result<(), TestCaseError> {
    let mut want = reference(bytes, sheet);
    let columns = want.remove(0).1.len();
    for (_, cells) in &mut want {
        cells.resize(columns, String::new());
    }
    prop_assert_eq!(read(bytes, Some(sheet)).unwrap(), want);
    Ok(())
}

/// Hidden rows, merged cells, a table below empty rows, a filter, several sheets, one of them hidden.
fn real() -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (day, bold) = (
        Format::new().set_num_format("d mmm yyyy"),
        Format::new().set_bold(),
    );
    let hours = Format::new().set_num_format("[h]:mm:ss");
    let sheet = book.add_worksheet().set_name("Klanten & meer")?;
    for (column, name) in (0..).zip(["id", "naam", "sinds", "uren", "omzet", "klopt"]) {
        sheet.write_with_format(3, column, name, &bold)?;
    }
    for row in 4..40_u32 {
        sheet.write(row, 0, format!("{row:05}"))?;
        sheet.write(row, 1, format!("Café {}\n<{row}>", row % 3))?;
        let at = Written::from_ymd(2026, 1, 1)?.to_excel() + f64::from(row) / 7.0;
        sheet.write_with_format(row, 2, at, &day)?;
        sheet.write_with_format(row, 3, f64::from(row) / 10.0, &hours)?;
        sheet.write(row, 4, Formula::new("=E1*1.21").set_result("1.21"))?;
        sheet.write(row, 5, row % 2 == 0)?;
    }
    sheet.write(20, 4, Formula::new("=NA()").set_result("#N/A"))?;
    sheet.write(21, 1, "1e5")?;
    sheet.set_row_hidden(9)?;
    sheet.merge_range(50, 0, 51, 2, "samen", &bold)?;
    sheet.autofilter(3, 0, 40, 5)?;
    let hidden = book.add_worksheet().set_name("Verborgen")?.set_hidden(true);
    hidden.write(0, 0, "a")?;
    hidden.write(7, 0, -3.25)?;
    book.add_worksheet().set_name("Leeg")?;
    book.save_to_buffer()
}

#[test]
fn real_workbooks_read_the_same() {
    let bytes = real().unwrap();
    for sheet in ["Klanten & meer", "Verborgen"] {
        same(&bytes, sheet).unwrap();
    }
    let rows = read(&bytes, None).unwrap();
    let line_of = |id: &str| rows.iter().find(|(_, cells)| cells[0] == id).unwrap().0;
    assert_eq!(line_of("00009"), 10, "hidden rows are rows");
    assert_eq!(
        line_of("samen"),
        51,
        "of merged cells the first has the value"
    );
    assert_eq!(rows.len(), 37);
}

/// Numbers of days at the edges of what a spreadsheet knows, and others.
fn serial() -> impl Strategy<Value = f64> {
    prop_oneof![
        -2.0..3_100_000.0_f64,
        (-1..2_958_470_i64).prop_map(|days| days as f64),
        (0..400_i64).prop_map(|days| days as f64 + 0.999_999_999_9),
        select(vec![
            0.0,
            0.5,
            0.999_999_999_99,
            60.25,
            366.0,
            2_958_465.5,
            1e12,
            1e300,
            -1e300
        ]),
    ]
}

fn code() -> impl Strategy<Value = String> {
    let pieces = vec![
        "dd",
        "mm",
        "yyyy",
        "h",
        "ss",
        "0",
        "#,##0",
        ".00",
        "-",
        "/",
        " ",
        ";",
        "@",
        "\\d",
        "\"dagen\"",
        "[Red]",
        "[$-413]",
        "[h]",
        "[mm]",
        "[$€-2]",
        "_d",
        "*m",
        "E+00",
        "%",
        "AM/PM",
    ];
    let put_together = prop::collection::vec(select(pieces), 0..5);
    prop_oneof![
        9 => put_together.prop_map(|pieces| pieces.concat()),
        1 => Just("General".to_owned()),
    ]
}

fn shared() -> impl Strategy<Value = String> {
    let pieces = vec![
        "a",
        "Zz",
        " ",
        "\n",
        "\t",
        "é",
        "東",
        "😀",
        "&amp;",
        "&lt;",
        "&#13;",
        "_x000D_",
        "_x005F_",
        "_x",
        "_",
        "x000A_",
        "_xD83D__xDE00_",
        "_xDE00_",
        "\u{a0}",
        "\r\n",
    ];
    prop::collection::vec(select(pieces), 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn numbers_and_dates_read_the_same(
        numbers in prop::collection::vec((serial(), 0..9_usize), 1..20),
        formats in prop::collection::vec(code(), 8),
        from_1904 in any::<bool>(),
    ) {
        let header = r#"<row r="1"><c r="A1" t="str"><v>a</v></c></row>"#.to_owned();
        let rows = (2..).zip(&numbers).map(|(row, (number, style))| {
            format!(r#"<row r="{row}"><c r="A{row}" s="{style}"><v>{number:e}</v></c></row>"#)
        });
        let mut book = Handmade::of(header + &rows.collect::<String>());
        book.formats = formats;
        book.properties = if from_1904 { r#"date1904="true""# } else { "" };
        same(&book.bytes(), "Answers")?;
    }

    #[test]
    fn texts_read_the_same(
        strings in prop::collection::vec((shared(), any::<bool>(), any::<bool>()), 1..8),
        cells in prop::collection::vec((0..8_usize, 0..4_usize, 0..2_u32), 0..40),
    ) {
        let inside = strings.iter().map(|(text, keeps, rich)| {
            let keeps = if *keeps { r#" xml:space="preserve""# } else { "" };
            let run = format!("<t{keeps}>{text}</t>");
            if *rich { format!("<r>{run}</r><rPh><t>x</t></rPh><r>{run}</r>") } else { run }
        });
        let inside: Vec<String> = inside.collect();
        let mut sheet = String::from(r#"<row r="1">"#);
        for column in ["A1", "B1", "C1", "D1"] {
            sheet += &format!(r#"<c r="{column}" t="str"><v>{column}</v></c>"#);
        }
        sheet += "</row>";
        for (text, gap, rows) in cells {
            let text = text % inside.len();
            // Cells without a place follow the one before; rows too.
            sheet += &"<row/>".repeat(rows as usize);
            sheet += &format!("<row>{}", "<c/>".repeat(gap));
            sheet += &match text % 3 {
                0 => format!(r#"<c t="s"><v>{text}</v></c>"#),
                1 => format!(r#"<c t="inlineStr"><is>{}</is></c>"#, inside[text]),
                _ => format!(r#"<c t="str"><v>{}</v></c>"#, strings[text].0),
            };
            sheet += "</row>";
        }
        let mut book = Handmade::of(sheet);
        book.strings = inside;
        same(&book.bytes(), "Answers")?;
    }
}
