//! A chart with its name, its table and its downloads: what every chart of the product comes with.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use charts::Frame;
use platform::Problem;
use serde::Serialize;

use crate::screen::Screen;

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
    /// Where the numbers can be had.
    pub csv: String,
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
            csv: at("csv"),
            table: self.table,
        }
    }

    /// As the file a browser downloads: its drawing as `svg` or its numbers as `csv`.
    pub fn file(&self, extension: &str) -> Result<Response, Problem> {
        let (kind, content) = match extension {
            "svg" => ("image/svg+xml", self.svg()),
            "csv" => ("text/csv; charset=utf-8", self.table.csv()),
            _ => return Err(Problem::no("chart")),
        };
        let disposition = format!("attachment; filename=\"{}.{extension}\"", self.name);
        let headers = [
            (CONTENT_TYPE, kind.to_owned()),
            (CONTENT_DISPOSITION, disposition),
        ];
        Ok((headers, content).into_response())
    }

    /// As a file of its own, with its style inside.
    pub fn svg(&self) -> String {
        charts::standalone(&(self.draw)(self.frame.clone().width(self.wide)))
    }
}

impl Table {
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
