//! A workbook for Excel: a sheet per table, with the numbers in full and a chart that is Excel's own.

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartErrorBars, ChartErrorBarsType, ChartFormat, ChartLine,
    ChartRange, ChartSolidFill, ChartType, DocProperties, Format, FormatAlign, Workbook, Worksheet,
    XlsxError,
};

use crate::Fault;

/// Longest name of a sheet.
const NAME_MAX: usize = 31;
/// Longest text of a cell; Excel refuses longer ones.
const TEXT_MAX: usize = 32_767;
/// Size of a chart, in pixels.
const CHART: (u32, u32) = (760, 380);

/// A4.
const PAPER: u8 = 9;
/// The colour of figures, as on pages, and of what lies behind them.
const INK: &str = "#1F4FA8";
const GRID: &str = "#D8DADD";
/// Longer words go on below themselves.
const WIDEST: usize = 60;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words; never read as a formula.
    Words(String),
    /// A number in full precision.
    Number(f64),
}

/// How a sheet's numbers are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// Over time.
    Line,
    /// Side by side.
    Column,
    /// One below the other, for long names.
    Bar,
}

/// A chart on a sheet: the first column names, another draws.
#[derive(Clone, Debug)]
pub struct SheetChart {
    /// Its title.
    pub title: String,
    /// How it is drawn.
    pub drawn: Drawn,
    /// The column of the figures, from 0.
    pub values: u16,
    /// The columns of the lower and upper end of their intervals.
    pub interval: Option<(u16, u16)>,
}

/// A sheet.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its name; made to fit what Excel takes, and different from the others.
    pub name: String,
    /// Lines above the table: finding, filter, method.
    pub about: Vec<String>,
    /// Names of the columns.
    pub head: Vec<String>,
    /// The cells.
    pub rows: Vec<Vec<Cell>>,
    /// Its chart, if it has one.
    pub chart: Option<SheetChart>,
}

/// The sheets as an XLSX file.
pub fn xlsx(title: &str, sheets: &[Sheet]) -> Result<Vec<u8>, Fault> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new().set_title(title).set_company("Luister");
    workbook.set_properties(&properties);
    let mut names: Vec<String> = Vec::new();
    for sheet in sheets {
        let name = free_name(&sheet.name, &names);
        write(workbook.add_worksheet(), &name, sheet).map_err(|e| Fault::Sheet(e.to_string()))?;
        names.push(name);
    }
    workbook
        .save_to_buffer()
        .map_err(|e| Fault::Sheet(e.to_string()))
}

fn write(worksheet: &mut Worksheet, name: &str, sheet: &Sheet) -> Result<(), XlsxError> {
    worksheet.set_name(name)?;
    // On paper the table and its chart stand beside each other.
    worksheet.set_paper_size(PAPER).set_landscape();
    worksheet.set_print_fit_to_pages(1, 0);
    let bold = Format::new().set_bold();
    let head = Format::new()
        .set_bold()
        .set_align(FormatAlign::Top)
        .set_text_wrap();
    let mut row = 0;
    for (number, line) in sheet.about.iter().enumerate() {
        let style = if number == 0 { &bold } else { &Format::new() };
        worksheet.write_string_with_format(row, 0, fitting(line), style)?;
        row += 1;
    }
    row += u32::from(!sheet.about.is_empty());
    let top = row;
    for (column, text) in (0..).zip(&sheet.head) {
        worksheet.write_string_with_format(top, column, fitting(text), &head)?;
        worksheet.set_column_width(column, column_width(sheet, column))?;
    }
    let shown: Vec<Format> = (0..sheet.head.len())
        .map(|column| Format::new().set_num_format(number_format(sheet, column)))
        .collect();
    let top_left = Format::new().set_align(FormatAlign::Top);
    let wrapped = top_left.clone().set_text_wrap();
    for cells in &sheet.rows {
        row += 1;
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Empty => {}
                Cell::Words(text) => {
                    let is_long = text.chars().count() > WIDEST;
                    let style = if is_long { &wrapped } else { &top_left };
                    worksheet.write_string_with_format(row, column, fitting(text), style)?;
                }
                Cell::Number(number) => match shown.get(usize::from(column)) {
                    Some(style) => {
                        worksheet.write_number_with_format(row, column, *number, style)?;
                    }
                    None => {
                        worksheet.write_number(row, column, *number)?;
                    }
                },
            }
        }
    }
    // One row compares nothing.
    if let Some(chart) = &sheet.chart
        && row > top + 1
    {
        let place = Place {
            name,
            top,
            last: row,
        };
        let drawn = draw(worksheet, chart, (&place, sheet))?;
        worksheet.insert_chart(top, beside(sheet) + 3, &drawn)?;
    }
    Ok(())
}

/// Where a table is: its sheet, the row of its head and its last row.
struct Place<'a> {
    name: &'a str,
    top: u32,
    last: u32,
}

impl Place<'_> {
    fn column(&self, column: u16) -> ChartRange {
        ChartRange::new_from_range(self.name, self.top + 1, column, self.last, column)
    }
}

/// The first column beside the table.
fn beside(sheet: &Sheet) -> u16 {
    u16::try_from(sheet.head.len()).unwrap_or(0)
}

/// The chart over the rows, with whiskers where there are intervals. Excel wants to know of whiskers
/// how long they are: that stands in two hidden columns beside the table.
fn draw(
    worksheet: &mut Worksheet,
    chart: &SheetChart,
    (place, sheet): (&Place<'_>, &Sheet),
) -> Result<Chart, XlsxError> {
    let mut drawn = Chart::new(match chart.drawn {
        Drawn::Line => ChartType::Line,
        Drawn::Column => ChartType::Column,
        Drawn::Bar => ChartType::Bar,
    });
    let series = drawn
        .add_series()
        .set_name((place.name, place.top, chart.values))
        .set_categories(&place.column(0))
        .set_values(&place.column(chart.values))
        .set_format(&mut ink(chart.drawn));
    if let Some((low, high)) = chart.interval {
        let (above, below) = (beside(sheet), beside(sheet) + 1);
        for (row, cells) in (place.top + 1..).zip(&sheet.rows) {
            let number = |column: u16| match cells.get(usize::from(column)) {
                Some(Cell::Number(number)) => Some(*number),
                _ => None,
            };
            if let (Some(low), Some(value), Some(high)) =
                (number(low), number(chart.values), number(high))
            {
                worksheet.write_number(row, above, (high - value).max(0.0))?;
                worksheet.write_number(row, below, (value - low).max(0.0))?;
            }
        }
        worksheet.set_column_hidden(above)?;
        worksheet.set_column_hidden(below)?;
        let whiskers = ChartErrorBarsType::Custom(place.column(above), place.column(below));
        let mut bars = ChartErrorBars::new();
        bars.set_type(whiskers);
        series.set_y_error_bars(&bars);
    }
    drawn.show_hidden_data();
    drawn.title().set_name(&chart.title);
    drawn.legend().set_hidden();
    // Below the lowest figure, not across the middle of those below zero.
    drawn
        .x_axis()
        .set_label_position(ChartAxisLabelPosition::Low);
    drawn
        .y_axis()
        .set_major_gridlines_line(ChartLine::new().set_color(GRID));
    drawn.set_width(CHART.0).set_height(CHART.1);
    Ok(drawn)
}

/// A line of its own colour, or areas filled with it.
fn ink(drawn: Drawn) -> ChartFormat {
    let mut format = ChartFormat::new();
    match drawn {
        Drawn::Line => format.set_line(ChartLine::new().set_color(INK).set_width(2.25)),
        Drawn::Column | Drawn::Bar => format.set_solid_fill(ChartSolidFill::new().set_color(INK)),
    };
    format
}

/// How many decimals are shown of a column: whole numbers have none, shares and other small ones
/// three, the rest one. The cell keeps them all.
fn number_format(sheet: &Sheet, column: usize) -> &'static str {
    let cells = sheet.rows.iter().filter_map(|row| row.get(column));
    let numbers = cells.filter_map(|cell| match cell {
        Cell::Number(number) => Some(*number),
        _ => None,
    });
    let (mut is_whole, mut largest) = (true, 0.0_f64);
    for number in numbers {
        is_whole &= number.fract() == 0.0;
        largest = largest.max(number.abs());
    }
    match (is_whole, largest <= 1.0) {
        (true, _) => "0",
        (false, true) => "0.000",
        (false, false) => "0.0",
    }
}

/// What fits into a cell; a longer text says that it goes on.
fn fitting(text: &str) -> String {
    let units = |text: &str| text.encode_utf16().count();
    if units(text) <= TEXT_MAX {
        return text.to_owned();
    }
    let mut room = TEXT_MAX - 1;
    let mut kept: String = text
        .chars()
        .take_while(|c| {
            let fits = c.len_utf16() <= room;
            room = room.saturating_sub(c.len_utf16());
            fits
        })
        .collect();
    kept.push('…');
    kept
}

/// As wide as its longest cell, within reason, in characters.
fn column_width(sheet: &Sheet, column: u16) -> f64 {
    let column = usize::from(column);
    let cells = sheet.rows.iter().filter_map(|row| row.get(column));
    let length = |cell: &Cell| match cell {
        Cell::Empty => 0,
        Cell::Words(text) => text.chars().count(),
        Cell::Number(_) => 9,
    };
    let head = sheet
        .head
        .get(column)
        .map_or(0, |text| text.chars().count());
    let longest = cells.map(length).max().unwrap_or(0).max(head);
    (longest + 2).clamp(8, WIDEST) as f64
}

/// A name Excel takes and no other sheet has.
fn free_name(name: &str, taken: &[String]) -> String {
    let allowed = |c: &char| !c.is_control() && !"[]:*?/\\".contains(*c);
    let cleaned: String = name.chars().filter(allowed).collect();
    let cleaned = cleaned.trim_matches(|c: char| c == '\'' || c.is_whitespace());
    let cleaned = if cleaned.is_empty() { "1" } else { cleaned };
    (0..=taken.len())
        .map(|number| {
            let end = if number == 0 {
                String::new()
            } else {
                format!(" ({})", number + 1)
            };
            let start: String = cleaned.chars().take(NAME_MAX - end.len()).collect();
            start + &end
        })
        .find(|name| !taken.iter().any(|other| other.eq_ignore_ascii_case(name)))
        .expect("there are more names than are taken")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_excel_takes_and_all_different() {
        let mut taken = Vec::new();
        for name in [
            "NPS: per team?",
            "nps per team",
            "'x'",
            "",
            "",
            &"long ".repeat(20),
        ] {
            let free = free_name(name, &taken);
            assert!(
                free.chars().count() <= NAME_MAX && !free.is_empty(),
                "{free}"
            );
            taken.push(free);
        }
        assert_eq!(
            taken[..5],
            ["NPS per team", "nps per team (2)", "x", "1", "1 (2)"]
        );
    }

    #[test]
    fn numbers_stay_numbers_words_stay_words_and_the_chart_is_excels_own() {
        let row = |name: &str, value: f64| {
            let numbers = [value, value - 9.25, value + 8.5].map(Cell::Number);
            [vec![Cell::Words(name.to_owned())], numbers.to_vec()].concat()
        };
        let sheet = Sheet {
            name: "Trend".to_owned(),
            about: vec!["NPS rose".to_owned(), "n 312".to_owned()],
            head: ["Month", "NPS", "low", "high"].map(str::to_owned).to_vec(),
            rows: vec![row("Jan", 12.125), row("=1+1", 30.0)],
            chart: Some(SheetChart {
                title: "NPS".to_owned(),
                drawn: Drawn::Line,
                values: 1,
                interval: Some((2, 3)),
            }),
        };
        let file = xlsx("Third quarter", &[sheet]).unwrap();
        let mut parts = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
        let mut read = |name: &str| {
            let mut text = String::new();
            std::io::Read::read_to_string(&mut parts.by_name(name).unwrap(), &mut text).unwrap();
            text
        };
        let cells = read("xl/worksheets/sheet1.xml");
        assert!(cells.contains("<v>12.125</v>"), "{cells}");
        assert!(
            cells.contains("<v>9.25</v>") && !cells.contains("<f>"),
            "{cells}"
        );
        let chart = read("xl/charts/chart1.xml");
        assert!(
            chart.contains("c:lineChart") && chart.contains("c:errBars"),
            "{chart}"
        );
    }

    #[test]
    fn numbers_are_shown_as_people_read_them() {
        let shown = |numbers: &[f64]| {
            let rows = numbers.iter().map(|n| vec![Cell::Number(*n)]).collect();
            let sheet = Sheet {
                name: String::new(),
                about: Vec::new(),
                head: vec!["n".to_owned()],
                rows,
                chart: None,
            };
            number_format(&sheet, 0)
        };
        assert_eq!(shown(&[2024.0, 7.0]), "0");
        assert_eq!(shown(&[0.002_739_726, 0.25]), "0.000");
        assert_eq!(shown(&[-21.576, 33.0]), "0.0");
        assert_eq!(shown(&[]), "0");
    }

    #[test]
    fn long_texts_are_cut_to_what_a_cell_holds_and_say_so() {
        let long = fitting(&"🙂".repeat(40_000));
        assert!(long.encode_utf16().count() <= TEXT_MAX && long.ends_with('…'));
        assert_eq!(fitting("short"), "short");
    }
}
