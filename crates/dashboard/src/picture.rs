//! A chart with its name, its table and its downloads: what every chart of the product comes with.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use charts::Frame;
use platform::Problem;
use serde::Serialize;

use crate::screen::Screen;

/// Pixels of a PNG for each of a chart's own: sharp on a telephone and on a slide.
const PNG_SCALE: f32 = 2.0;
/// The width of a picture in a letter, in px: between that of a phone and of a letter.
const LETTER_WIDTH: u32 = 400;
/// Names longer than this stand beside bars instead of below columns.
const LONG_NAME: usize = 16;
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A chart ready to be drawn on a page or into a file.
pub struct Picture<'a> {
    /// Part of its address and of the ids inside.
    pub name: &'static str,
    /// Name and description, for people who don't see it.
    pub frame: Frame,
    /// Width on a desktop, px.
    pub wide: u32,
    /// Draws it for a frame.
    pub draw: Box<dyn Fn(Frame) -> String + 'a>,
    /// The same in numbers.
    pub table: Table,
}

/// A table, for the page and as CSV.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Table {
    /// Names of the columns.
    pub head: Vec<Head>,
    /// One per group, step or answer.
    pub rows: Vec<Vec<Cell>>,
}

/// The name of a column.
#[derive(Clone, Debug, Serialize)]
pub struct Head {
    /// As people read it.
    pub text: String,
    /// Whether its cells are numbers.
    pub number: bool,
}

/// One cell.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Cell {
    /// As people read it.
    pub text: String,
    /// At full precision, for CSV.
    pub raw: String,
    /// Where it leads.
    pub link: Option<String>,
    /// `few` or `hidden`, or nothing.
    pub mark: &'static str,
}

impl Head {
    /// A column of texts.
    pub fn text(text: String) -> Self {
        Self {
            text,
            number: false,
        }
    }

    /// A column of numbers.
    pub fn number(text: String) -> Self {
        Self { text, number: true }
    }
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            raw: text.clone(),
            text,
            ..Self::default()
        }
    }

    /// A number as people read it and as it is.
    pub fn number(text: String, raw: f64) -> Self {
        Self {
            text,
            raw: raw.to_string(),
            ..Self::default()
        }
    }

    /// The same, leading somewhere.
    #[must_use]
    pub fn to(mut self, link: Option<String>) -> Self {
        self.link = link;
        self
    }

    /// The same, marked.
    #[must_use]
    pub fn marked(mut self, mark: &'static str) -> Self {
        self.mark = mark;
        self
    }
}

/// A picture as a page shows it.
#[derive(Clone, Debug, Serialize)]
pub struct Shown {
    /// Its name in addresses.
    pub name: &'static str,
    /// What it shows.
    pub title: String,
    /// The SVG for phone and desktop.
    pub chart: String,
    /// The table.
    pub table: Table,
    /// Where the drawing can be had.
    pub svg: String,
    /// The same as pixels, for slides and mails.
    pub png: String,
    /// Where the numbers can be had.
    pub csv: String,
    /// The same as a workbook, with a chart that is Excel's own.
    pub xlsx: String,
}

impl Picture<'_> {
    /// For a page.
    pub fn show(self, screen: &Screen<'_>) -> Shown {
        let at = |extension: &str| screen.chart_at(self.name, extension);
        Shown {
            name: self.name,
            title: self.frame.title.clone(),
            chart: charts::responsive(&self.frame, self.wide, &self.draw),
            svg: at("svg"),
            png: at("png"),
            csv: at("csv"),
            xlsx: at("xlsx"),
            table: self.table,
        }
    }

    /// As the file a browser downloads: its drawing as `svg` or `png`, its numbers as `csv` or `xlsx`.
    pub fn file(&self, extension: &str) -> Result<Response, Problem> {
        let (kind, content) = match extension {
            "svg" => ("image/svg+xml", self.svg().into_bytes()),
            "png" => ("image/png", self.png().map_err(unwritten)?),
            "csv" => ("text/csv; charset=utf-8", self.table.csv().into_bytes()),
            "xlsx" => {
                let file = paper::xlsx(&self.frame.title, &[self.sheet()]);
                (XLSX, file.map_err(unwritten)?)
            }
            _ => return Err(Problem::no("chart")),
        };
        let disposition = format!("attachment; filename=\"{}.{extension}\"", self.name);
        let headers = [
            (CONTENT_TYPE, kind.to_owned()),
            (CONTENT_DISPOSITION, disposition),
        ];
        Ok((headers, content).into_response())
    }

    /// As drawn for its width, without a style of its own.
    pub fn drawn(&self) -> String {
        (self.draw)(self.frame.clone().width(self.wide))
    }

    /// As pixels, two for each of its own.
    pub fn png(&self) -> Result<Vec<u8>, paper::Fault> {
        paper::png(&self.drawn(), PNG_SCALE)
    }

    /// As pixels for a letter: drawn narrow, so that its words can be read on a phone too.
    pub fn letter_png(&self) -> Result<Vec<u8>, paper::Fault> {
        let drawn = (self.draw)(self.frame.clone().width(LETTER_WIDTH));
        paper::png(&drawn, PNG_SCALE)
    }

    /// As part of a document: the chart, with its description for who can't see it.
    pub fn part(&self) -> paper::Part {
        paper::Part::Chart {
            svg: self.drawn(),
            description: format!("{}. {}", self.frame.title, self.frame.description),
        }
    }

    /// Its numbers as a sheet with a chart of Excel's own.
    pub fn sheet(&self) -> paper::Sheet {
        self.table.sheet(&self.frame.title, self.name == "trend")
    }

    /// As a file of its own, with its style inside.
    pub fn svg(&self) -> String {
        charts::standalone(&self.drawn())
    }
}

/// A picture that can't be written is a mistake of ours.
fn unwritten(fault: paper::Fault) -> Problem {
    Problem::Internal(fault.to_string())
}

impl Table {
    /// Its words for a document.
    pub fn part(&self) -> paper::Part {
        let texts = |row: &Vec<Cell>| row.iter().map(|cell| cell.text.clone()).collect();
        paper::Part::Table {
            head: self.head.iter().map(|head| head.text.clone()).collect(),
            rows: self.rows.iter().map(texts).collect(),
        }
    }

    /// As a sheet with a chart of Excel's own, as a line when it is over time.
    pub fn sheet(&self, title: &str, over_time: bool) -> paper::Sheet {
        paper::Sheet {
            name: title.to_owned(),
            about: vec![title.to_owned()],
            head: self.head.iter().map(|head| head.text.clone()).collect(),
            chart: self.native(title, over_time),
            rows: self.sheet_rows(),
        }
    }

    /// Its cells at full precision.
    pub fn sheet_rows(&self) -> Vec<Vec<paper::Cell>> {
        let cell = |(cell, head): (&Cell, &Head)| match cell.raw.parse() {
            _ if cell.raw.is_empty() && cell.text.is_empty() => paper::Cell::Empty,
            Ok(number) if head.number => paper::Cell::Number(number),
            _ if cell.raw.is_empty() => paper::Cell::Words(cell.text.clone()),
            _ => paper::Cell::Words(cell.raw.clone()),
        };
        let row = |row: &Vec<Cell>| row.iter().zip(&self.head).map(cell).collect();
        self.rows.iter().map(row).collect()
    }

    /// The chart a workbook draws of it: its first column of numbers beside the names, with the two
    /// columns after it as interval when they lie around it in every row.
    fn native(&self, title: &str, over_time: bool) -> Option<paper::SheetChart> {
        let values = (1..self.head.len()).find(|&column| self.head[column].number)?;
        let number = |row: &[Cell], column: usize| row.get(column)?.raw.parse::<f64>().ok();
        let lies_around = |row: &Vec<Cell>| match number(row, values) {
            None => true,
            Some(value) => {
                let ends = number(row, values + 1).zip(number(row, values + 2));
                ends.is_some_and(|(low, high)| low <= value && value <= high)
            }
        };
        let has_ends = self.head.get(values + 2).is_some_and(|head| head.number);
        let interval = has_ends && self.rows.iter().all(lies_around);
        let column = |column: usize| u16::try_from(column).ok();
        Some(paper::SheetChart {
            title: title.to_owned(),
            drawn: if over_time {
                paper::Drawn::Line
            } else if self
                .rows
                .iter()
                .any(|row| row[0].text.chars().count() > LONG_NAME)
            {
                paper::Drawn::Bar
            } else {
                paper::Drawn::Column
            },
            values: column(values)?,
            interval: interval.then_some((column(values + 1)?, column(values + 2)?)),
        })
    }

    /// As CSV with a comma and full precision. Texts that a spreadsheet would run are quoted.
    pub fn csv(&self) -> String {
        let mut out = String::new();
        let head = self.head.iter().map(|head| field(&head.text, false));
        line(&mut out, head.collect());
        for row in &self.rows {
            let cells = row.iter().zip(&self.head);
            line(
                &mut out,
                cells
                    .map(|(cell, head)| field(&cell.raw, head.number))
                    .collect(),
            );
        }
        out
    }
}

fn line(out: &mut String, fields: Vec<String>) {
    out.push_str(&fields.join(","));
    out.push_str("\r\n");
}

fn field(text: &str, number: bool) -> String {
    let formula = !number && text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains(['"', ',', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trend(rows: Vec<Vec<Cell>>) -> Table {
        let number = |text: &str| Head::number(text.to_owned());
        Table {
            head: vec![
                Head::text("Month".into()),
                number("NPS"),
                number("low"),
                number("high"),
            ],
            rows,
        }
    }

    #[test]
    fn a_workbook_draws_the_first_numbers_with_their_interval() {
        let numbers = |text: &str, all: [f64; 3]| {
            let number = all.map(|n| Cell::number(n.to_string(), n));
            [vec![Cell::text(text)], number.to_vec()].concat()
        };
        let hidden = vec![
            Cell::text("Feb"),
            Cell::text("hidden"),
            Cell::default(),
            Cell::default(),
        ];
        let table = trend(vec![numbers("Jan", [12.5, 3.0, 20.0]), hidden]);
        let chart = table.native("NPS", true).unwrap();
        assert_eq!((chart.values, chart.interval), (1, Some((2, 3))));
        assert_eq!(table.sheet_rows()[0][1], paper::Cell::Number(12.5));
        assert_eq!(
            table.sheet_rows()[1][1],
            paper::Cell::Words("hidden".into())
        );
        // Three numbers that are no figure with its ends.
        let others = trend(vec![numbers("Jan", [12.5, 30.0, 20.0])]);
        assert_eq!(others.native("NPS", false).unwrap().interval, None);
    }

    #[test]
    fn numbers_stay_numbers_and_texts_never_become_formulas() {
        let table = Table {
            head: vec![Head::text("a".into()), Head::number("b".into())],
            rows: vec![
                vec![Cell::text("=1+1"), Cell::number("−20".into(), -20.5)],
                vec![Cell::text("x, \"y\""), Cell::text("")],
            ],
        };
        assert_eq!(table.csv(), "a,b\r\n'=1+1,-20.5\r\n\"x, \"\"y\"\"\",\r\n");
    }
}
