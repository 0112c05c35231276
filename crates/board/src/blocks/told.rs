//! What a block has to say, whatever it is about, in the shape that page and API share.

use dashboard::picture::Table;
use dashboard::screen::Tile;
use platform::clock::date_of_day;
use serde::Serialize;
use serde_json::{Value, json};

use super::said::Column;
use crate::model::Block;

/// A picture as a page shows it and as a file.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Drawing {
    /// What it shows.
    pub(crate) title: String,
    /// The SVG for the page.
    pub(crate) chart: String,
    /// The SVG for a wall screen, where the one for phones is none.
    pub(crate) wall: Option<String>,
    /// The SVG as a file.
    #[serde(skip)]
    pub(crate) svg: String,
}

/// Two sides beside each other.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Compared {
    /// The side of the filter: what it is called, and its figure.
    pub(crate) here: Tile,
    /// The other side.
    pub(crate) there: Tile,
    /// How much they differ, with the interval and the verdict.
    pub(crate) difference: String,
    /// More than chance.
    pub(crate) changed: bool,
    /// Whose answers the drawing shows, where there is one.
    pub(crate) drawn: Option<String>,
}

/// A row that stands on the page itself.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Row {
    /// What it is.
    pub(crate) name: String,
    /// Where it leads: to the dashboard by this alone.
    pub(crate) link: Option<String>,
    /// Its cells.
    pub(crate) cells: Vec<Shown>,
    /// Among those that lead, or stand out.
    pub(crate) leads: bool,
}

/// A cell of such a row.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Shown {
    /// The number or words.
    pub(crate) text: String,
    /// Its interval or what else stands below.
    pub(crate) below: Option<String>,
    /// A small picture.
    pub(crate) spark: Option<String>,
    /// Where it leads.
    pub(crate) link: Option<String>,
    /// Whether it is a number.
    pub(crate) number: bool,
    /// `few`, `hidden` or nothing.
    pub(crate) mark: &'static str,
}

/// What a block says.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Told {
    /// What stands above it, when the block knows better than its kind.
    #[serde(skip)]
    pub(crate) title: Option<String>,
    /// The finding, in a sentence.
    pub(crate) finding: Option<String>,
    /// Figures: number, interval, n, verdict.
    pub(crate) tiles: Vec<Tile>,
    /// Where each of them leads.
    pub(crate) links: Vec<Option<String>>,
    /// Two sides beside each other.
    pub(crate) compared: Option<Compared>,
    /// Why they aren't, when somebody asked for it.
    pub(crate) not_compared: Option<String>,
    /// The picture.
    pub(crate) drawing: Option<Drawing>,
    /// The names of the columns of `rows`: text and whether it is a number.
    pub(crate) head: Vec<(String, bool)>,
    /// Rows that stand on the page itself.
    pub(crate) rows: Vec<Row>,
    /// The numbers, behind a toggle.
    pub(crate) table: Option<Table>,
    /// What people said; see `dashboard::parts::comments`.
    pub(crate) comments: Option<Value>,
    /// What people said on two sides.
    pub(crate) columns: Vec<Column>,
    /// Plain words.
    pub(crate) paragraphs: Vec<String>,
    /// Why there is nothing, or what to know about it.
    pub(crate) note: Option<String>,
    /// That whole months were counted in place of the days that were asked for.
    pub(crate) widened: Option<String>,
    /// The days that were counted; none of what is of no survey.
    #[serde(skip)]
    pub(crate) period: Option<(Option<i32>, Option<i32>)>,
    /// The answers behind it.
    pub(crate) answers: Option<String>,
    /// Where more of it is: address and words.
    pub(crate) more: Option<(String, String)>,
    /// For programs: the figure.
    #[serde(skip)]
    pub(crate) figure: Value,
    /// For programs: the difference.
    #[serde(skip)]
    pub(crate) change: Value,
    /// For programs: both sides of what has rows.
    #[serde(skip)]
    pub(crate) compared_json: Vec<Value>,
    /// It takes all columns there are: two sides need the room.
    #[serde(skip)]
    pub(crate) wide: bool,
    /// The rows of the page are what fits on paper; the table is for workbooks.
    #[serde(skip)]
    pub(crate) on_paper: bool,
    /// Something of it is still to come.
    #[serde(skip)]
    pub(crate) pending: bool,
}

impl Told {
    /// Nothing, and why.
    pub(crate) fn note(note: String) -> Self {
        Self {
            note: Some(note),
            ..Self::default()
        }
    }

    /// Takes everything out that leads inside.
    pub(crate) fn unlink(&mut self) {
        self.answers = None;
        self.more = None;
        self.links = Vec::new();
        for row in &mut self.rows {
            row.link = None;
            for cell in &mut row.cells {
                cell.link = None;
                cell.spark = cell.spark.take().map(|svg| unlinked(&svg));
            }
        }
        let cells = self
            .table
            .iter_mut()
            .flat_map(|table| table.rows.iter_mut().flatten());
        for cell in cells {
            cell.link = None;
        }
        if let Some(drawing) = &mut self.drawing {
            drawing.chart = unlinked(&drawing.chart);
            drawing.svg = unlinked(&drawing.svg);
            drawing.wall = drawing.wall.as_deref().map(unlinked);
        }
        for word in self.columns.iter_mut().flat_map(|own| &mut own.words) {
            word.link = None;
        }
        let columns = self.columns.iter_mut();
        let sides = columns.filter_map(|column| column.comments.as_mut());
        for comments in self.comments.iter_mut().chain(sides) {
            let items = comments["items"].as_array_mut();
            for item in items.into_iter().flatten() {
                // Neither who it may have been nor when: only what was said and the score.
                item["link"] = Value::Null;
                item["date"] = Value::Null;
                item["attributes"] = json!([]);
            }
        }
    }

    /// What to know about it, also that it isn't compared though that was asked for: a program reads
    /// one sentence.
    fn why(&self) -> Option<String> {
        let said = self.note.iter().chain(&self.not_compared);
        let said: Vec<&str> = said.map(String::as_str).collect();
        (!said.is_empty()).then(|| said.join(" "))
    }

    /// For programs.
    pub(crate) fn json(&self, block: &Block, title: &str) -> Value {
        let table = self.table.as_ref().map(|table| {
            let columns: Vec<&str> = table.head.iter().map(|head| head.text.as_str()).collect();
            let rows: Vec<Vec<Value>> = table
                .rows
                .iter()
                .map(|row| {
                    let cells = row.iter().zip(&table.head);
                    cells.map(|(cell, head)| raw(cell, head.number)).collect()
                })
                .collect();
            json!({ "columns": columns, "rows": rows })
        });
        let comments = self.comments.as_ref().map(|comments| {
            let items = comments["items"].as_array().into_iter().flatten();
            items.map(said).collect::<Vec<_>>()
        });
        json!({
            "id": block.id,
            "kind": block.kind,
            "title": title,
            "survey_id": block.survey_id,
            "finding": self.finding,
            "note": self.why(),
            "period": self.period.map(|(from, to)| json!({
                "from": from.map(|day| date_of_day(day).to_string()),
                "to": to.map(|day| date_of_day(day).to_string()),
                "widened": self.widened.is_some(),
            })),
            "figure": self.figure,
            "difference": self.change,
            "compared": (!self.compared_json.is_empty()).then_some(&self.compared_json),
            "table": table,
            "comments": comments,
            "text": block.text,
        })
    }
}

fn raw(cell: &dashboard::picture::Cell, is_number: bool) -> Value {
    if cell.mark == "hidden" || cell.raw.is_empty() {
        return Value::Null;
    }
    let number = cell.raw.parse::<f64>().ok().filter(|_| is_number);
    match number {
        Some(number) => json!(number),
        None if is_number => Value::Null,
        None => json!(cell.raw),
    }
}

/// A comment for programs.
pub(super) fn said(item: &Value) -> Value {
    json!({ "score": item["score"], "texts": texts(item) })
}

fn texts(item: &Value) -> Vec<Value> {
    let pairs = item["texts"].as_array().into_iter().flatten();
    pairs.map(|pair| pair[1].clone()).collect()
}

/// A drawing whose marks lead nowhere.
fn unlinked(svg: &str) -> String {
    let mut out = String::with_capacity(svg.len());
    let mut rest = svg;
    // Texts are escaped, so `<a ` only ever begins a link.
    while let Some(at) = rest.find("<a ") {
        out.push_str(&rest[..at]);
        let after = &rest[at..];
        let end = after.find('>').map_or(after.len(), |end| end + 1);
        rest = &after[end..];
    }
    out.push_str(rest);
    out.replace("</a>", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_for_outsiders_lead_nowhere() {
        let svg = "<svg><a href=\"/x?a=1\" class=\"c\"><rect/></a><text>a &lt;a b</text><a href=\"/y\"><g/></a></svg>";
        assert_eq!(
            unlinked(svg),
            "<svg><rect/><text>a &lt;a b</text><g/></svg>"
        );
        assert_eq!(unlinked(""), "");
    }
}
