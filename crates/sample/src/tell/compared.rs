//! Several values of one figure below each other, as picture and as table.

use dashboard::picture::{Cell, Head, Picture, Table};
use dashboard::screen::unit;
use dashboard::voice::on_scale;

use super::Teller;

/// What a picture of values below each other has beside its rows.
pub(super) struct Compared {
    /// Part of its address.
    pub(super) name: &'static str,
    /// What it shows.
    pub(super) title: String,
    /// The value of all, with its name; none draws no line.
    pub(super) everybody: Option<(f64, String)>,
    /// The same in numbers.
    pub(super) table: Table,
}

impl Compared {
    /// The picture with these rows.
    pub(super) fn picture<'a>(
        self,
        teller: &'a Teller<'a>,
        rows: Vec<charts::GroupRow>,
    ) -> Picture<'a> {
        let described: Vec<String> = rows.iter().map(|row| format!("{}.", row.detail)).collect();
        let described = described.join(" ");
        let chart = charts::Groups {
            frame: charts::Frame::default(),
            unit: unit(teller.metric),
            rows,
            heading: teller.name(),
            n_heading: "n".to_owned(),
            everybody: self.everybody,
            empty: teller.word("dashboard-no-answers"),
        };
        Picture {
            name: self.name,
            frame: teller.screen.frame(self.name, &self.title, &described),
            wide: charts::WIDE,
            draw: Box::new(move |frame| {
                charts::groups(&charts::Groups {
                    frame,
                    ..chart.clone()
                })
            }),
            table: self.table,
        }
    }
}

/// The columns of the table, the first one named by `word`.
pub(super) fn head(teller: &Teller<'_>, word: &str) -> Vec<Head> {
    vec![
        Head::text(teller.word(word)),
        Head::number(teller.name()),
        Head::number(teller.word("dashboard-low")),
        Head::number(teller.word("dashboard-high")),
        Head::number("n".to_owned()),
    ]
}

/// Value and both ends of an interval; a value of few answers is marked.
pub(super) fn cells(
    teller: &Teller<'_>,
    value: Option<f64>,
    ci95: Option<[f64; 2]>,
    few: bool,
) -> Vec<Cell> {
    let number = |value: Option<f64>| match value {
        Some(value) => Cell::number(teller.value(value), value),
        None => Cell::text("–"),
    };
    let value = match (few, value) {
        (true, Some(value)) => number(Some(value)).marked("few"),
        _ => number(value),
    };
    let ends = ci95.map(|ci95| on_scale(teller.metric, ci95));
    vec![
        value,
        number(ends.map(|ends| ends[0])),
        number(ends.map(|ends| ends[1])),
    ]
}
