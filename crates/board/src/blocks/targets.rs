//! The block with the company's targets: each with its figure so far and whether it is on course.

use dashboard::picture::{Cell, Head, Table};
use dashboard::voice::Voice;
use platform::Problem;
use serde_json::{Value, json};
use target::Progress;
use target::model::Which;
use target::words::{Card, Teller};

use super::told::{Row, Shown};
use super::{One, Told};

impl One<'_> {
    pub(super) async fn targets(&self) -> Result<Told, Problem> {
        let voice = self.voice();
        let dashboard = &self.boards.dashboard;
        let found = target::progress(dashboard, &self.eye.viewer, Which::Current).await?;
        if found.is_empty() {
            return Ok(self.nothing("board-targets-none", &[]));
        }
        let teller = Teller { voice };
        let mut rows = Vec::new();
        let mut numbers = Vec::new();
        let mut figures = Vec::new();
        for progress in &found {
            let card = teller.card(progress);
            rows.push(row(&card, progress));
            let seen = progress.seen;
            let number = |value: Option<f64>| {
                value.map_or_else(Cell::default, |value| {
                    let text = teller.value(&progress.target.draft.measured, value);
                    Cell::number(text, value)
                })
            };
            numbers.push(vec![
                Cell::text(card.name),
                number(seen.map(|seen| seen.value)),
                number(seen.map(|seen| seen.ci95[0])),
                number(seen.map(|seen| seen.ci95[1])),
                seen.map_or_else(Cell::default, |seen| {
                    Cell::number(voice.whole(seen.n), seen.n as f64)
                }),
                number(Some(progress.should)),
                number(Some(progress.target.draft.aim)),
                Cell::text(card.verdict),
            ]);
            figures.push(as_json(progress));
        }
        let words = |key: &str| voice.word(key);
        Ok(Told {
            head: vec![
                (words("board-target"), false),
                (words("board-target-now"), true),
                ("n".to_owned(), false),
                (words("board-target-way"), false),
                (words("board-verdict"), false),
            ],
            rows,
            table: Some(Table {
                head: columns(voice),
                rows: numbers,
            }),
            // Targets have periods and groups of their own.
            note: self
                .view
                .is_filtered()
                .then(|| words("board-targets-unfiltered")),
            more: Some(("/targets".to_owned(), words("board-targets-all"))),
            figure: json!(figures),
            ..Told::default()
        })
    }
}

fn words(text: impl Into<Option<String>>) -> Shown {
    Shown {
        text: text.into().unwrap_or_default(),
        ..Shown::default()
    }
}

/// The columns of the numbers.
fn columns(voice: Voice<'_>) -> Vec<Head> {
    let words = |key: &str| voice.word(key);
    vec![
        Head::text(words("board-target")),
        Head::number(words("board-target-now")),
        Head::number(words("dashboard-low")),
        Head::number(words("dashboard-high")),
        Head::number("n".to_owned()),
        Head::number(words("board-target-should")),
        Head::number(words("board-target-aim")),
        Head::text(words("board-verdict")),
    ]
}

/// A target as a row of the page.
fn row(card: &Card, progress: &Progress) -> Row {
    let dash = || "–".to_owned();
    Row {
        name: card.name.clone(),
        link: Some(format!("/targets/{}", progress.target.target_id)),
        cells: vec![
            Shown {
                text: card.value.clone().unwrap_or_else(dash),
                below: card.interval.clone(),
                number: true,
                mark: if card.few { "few" } else { "" },
                ..Shown::default()
            },
            words(card.n.clone()),
            words(card.way.clone()),
            words(card.verdict.clone()),
        ],
        leads: false,
    }
}

/// A target for programs.
fn as_json(progress: &Progress) -> Value {
    let seen = progress.seen;
    json!({
        "target_id": progress.target.target_id,
        "survey_id": progress.target.draft.survey_id,
        "measured": progress.target.draft.measured.as_str(),
        "value": seen.map(|seen| seen.value),
        "ci95": seen.map(|seen| seen.ci95),
        "n": seen.map(|seen| seen.n),
        "should": progress.should,
        "aim": progress.target.draft.aim,
        "course": progress.course.as_str(),
    })
}
