//! One self-contained report: style and charts inside, nothing loaded from elsewhere, no script.
//! It reads like an advice: findings in sentences, then pictures, then tables, then method.

mod pages;

use minijinja::{AutoEscape, Environment, Value};
use serde::Serialize;

use crate::analyze::compute::Analysis;
use crate::analyze::tables::Table;
use crate::analyze::{pictures, words};

/// The report. Everything the template is given is text and escaped, but the charts and styles,
/// which are ours.
pub(super) fn write(analysis: &Analysis) -> anyhow::Result<String> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    environment.add_template("report", include_str!("report.html"))?;
    Ok(environment
        .get_template("report")?
        .render(report(analysis))?)
}

#[derive(Serialize)]
struct Report {
    styles: Value,
    title: String,
    source: String,
    headline: String,
    level_picture: Value,
    findings: Vec<String>,
    cautions: Vec<String>,
    act: Option<Act>,
    /// The pictures under their headings.
    pictures: Vec<Part<Picture>>,
    /// The tables under their headings.
    tables: Vec<Part<Sheet>>,
    method: Vec<words::Explained>,
}

/// Where to act, as a short table of its own.
#[derive(Serialize)]
struct Act {
    sheet: Sheet,
    note: &'static str,
}

/// Something under a heading.
#[derive(Serialize)]
struct Part<T> {
    id: &'static str,
    title: String,
    /// What it shows, in a sentence or two; may be empty.
    says: String,
    items: Vec<T>,
}

#[derive(Serialize)]
struct Picture {
    title: String,
    says: String,
    svg: Value,
}

impl Picture {
    /// None when there is nothing to draw.
    fn new(title: &str, says: &str, svg: String) -> Option<Self> {
        (!svg.is_empty()).then(|| Self {
            title: title.to_owned(),
            says: says.to_owned(),
            svg: safe(svg),
        })
    }
}

/// A table with its words.
#[derive(Serialize)]
struct Sheet {
    name: String,
    heads: Vec<(String, bool)>,
    /// The cells of each row and whether it may claim nothing.
    rows: Vec<(Vec<String>, bool)>,
    note: String,
    /// A long one is opened by who wants it.
    long: bool,
}

/// A table of more rows is opened by who wants it.
const LONG: usize = 24;

impl Sheet {
    fn new(table: Table, note: &str) -> Self {
        let heads = table.heads.into_iter().map(|head| (head.name, head.number));
        let long = table.rows.len() > LONG;
        let few = table.few;
        let rows = table.rows.into_iter().enumerate();
        Self {
            name: table.name,
            heads: heads.collect(),
            rows: rows.map(|(i, row)| (row, few.contains(&i))).collect(),
            note: note.to_owned(),
            long,
        }
    }
}

fn report(analysis: &Analysis) -> Report {
    let mut findings = words::findings(analysis).into_iter();
    let headline = findings.next().unwrap_or_default();
    Report {
        styles: safe(format!("{}\n{}", charts::CSS, include_str!("report.css"))),
        title: format!("{} \u{2013} Luister", analysis.file),
        source: words::source(analysis),
        headline,
        level_picture: safe(pictures::level(analysis)),
        findings: findings.collect(),
        cautions: words::cautions(analysis),
        act: pages::act(analysis),
        pictures: pages::pictures(analysis),
        tables: pages::tables(analysis),
        method: words::method(analysis),
    }
}

fn safe(html: String) -> Value {
    Value::from_safe_string(html)
}
