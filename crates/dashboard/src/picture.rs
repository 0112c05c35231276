//! A chart with its name, its table and its downloads: what every chart of the product comes with.

use charts::Frame;
use serde::Serialize;

use crate::filter::address;
use crate::screen::Screen;

/// A chart ready to be drawn on a page or into a file.
pub(crate) struct Picture<'a> {
    /// Part of its address and of the ids inside.
    pub(crate) name: &'static str,
    /// Name and description, for people who don't see it.
    pub(crate) frame: Frame,
    /// Width on a desktop, px.
    pub(crate) wide: u32,
    /// Draws it for a frame.
    pub(crate) draw: Box<dyn Fn(Frame) -> String + 'a>,
    /// The same in numbers.
    pub(crate) table: Table,
}

/// A table, for the page and as CSV.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Table {
    /// Names of the columns.
    pub(crate) head: Vec<Head>,
    /// One per group, step or answer.
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// The name of a column.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Head {
    /// As people read it.
    pub(crate) text: String,
    /// Whether its cells are numbers.
    pub(crate) number: bool,
}

/// One cell.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Cell {
    /// As people read it.
    pub(crate) text: String,
    /// At full precision, for CSV.
    pub(crate) raw: String,
    /// Where it leads.
    pub(crate) link: Option<String>,
    /// `few` or `hidden`, or nothing.
    pub(crate) mark: &'static str,
}

impl Head {
    /// A column of texts.
    pub(crate) fn text(text: String) -> Self {
        Self {
            text,
            number: false,
        }
    }

    /// A column of numbers.
    pub(crate) fn number(text: String) -> Self {
        Self { text, number: true }
    }
}

impl Cell {
    /// A text.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            raw: text.clone(),
            text,
            ..Self::default()
        }
    }

    /// A number as people read it and as it is.
    pub(crate) fn number(text: String, raw: f64) -> Self {
        Self {
            text,
            raw: raw.to_string(),
            ..Self::default()
        }
    }

    /// The same, leading somewhere.
    pub(crate) fn to(mut self, link: Option<String>) -> Self {
        self.link = link;
        self
    }

    /// The same, marked.
    pub(crate) fn marked(mut self, mark: &'static str) -> Self {
        self.mark = mark;
        self
    }
}

/// A picture as a page shows it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Shown {
    /// Its name in addresses.
    pub(crate) name: &'static str,
    /// What it shows.
    pub(crate) title: String,
    /// The SVG for phone and desktop.
    pub(crate) chart: String,
    /// The table.
    pub(crate) table: Table,
    /// Where the drawing can be had.
    pub(crate) svg: String,
    /// Where the numbers can be had.
    pub(crate) csv: String,
}

impl Picture<'_> {
    /// For a page.
    pub(crate) fn show(self, screen: &Screen<'_>) -> Shown {
        let pairs = screen.results.asked.pairs();
        let at = |extension: &str| {
            let survey_id = &screen.results.survey.survey_id;
            address(
                &format!("/surveys/{survey_id}/charts/{}.{extension}", self.name),
                &pairs,
            )
        };
        Shown {
            name: self.name,
            title: self.frame.title.clone(),
            chart: charts::responsive(&self.frame, self.wide, &self.draw),
            svg: at("svg"),
            csv: at("csv"),
            table: self.table,
        }
    }

    /// As a file of its own, with its style inside.
    pub(crate) fn svg(&self) -> String {
        charts::standalone(&(self.draw)(self.frame.clone().width(self.wide)))
    }
}

impl Table {
    /// As CSV with a comma and full precision. Texts that a spreadsheet would run are quoted.
    pub(crate) fn csv(&self) -> String {
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
