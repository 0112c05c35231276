//! The figure per group: every group with interval and n, small ones marked, and which of them
//! really differ from everybody else.

use figures::{Counts, against_the_rest};
use serde::Serialize;

use crate::picture::{Cell, Head, Table};
use crate::screen::{Screen, is_changed};
use crate::widgets::trend::figure_cells;

/// A split as the page shows it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Shown {
    /// "NPS by industry"
    pub(crate) title: String,
    /// Which groups stand out, in a sentence.
    pub(crate) finding: String,
    /// The groups.
    pub(crate) table: Table,
    /// Some are hidden, being too small.
    pub(crate) hides: bool,
}

/// The split; none when there is no split or no metric.
pub(crate) fn split(screen: &Screen<'_>) -> Option<Shown> {
    let (results, voice) = (screen.results, screen.voice);
    let (metric, split) = (results.metric?, results.split.as_ref()?);
    let counts: Vec<&Counts> = split.groups.iter().map(|group| &group.counts).collect();
    let changes = against_the_rest(metric, &counts);
    let head = vec![
        Head::text(voice.by(&split.by)),
        Head::number(voice.metric(metric)),
        Head::number(voice.word("dashboard-low")),
        Head::number(voice.word("dashboard-high")),
        Head::number("n".to_owned()),
        Head::text(voice.word("dashboard-against-rest")),
    ];
    let mut outstanding = Vec::new();
    let mut rows = Vec::with_capacity(split.groups.len());
    for (group, change) in split.groups.iter().zip(&changes) {
        let name = screen.group(&split.by, &group.key);
        if change.as_ref().is_some_and(is_changed) {
            outstanding.push(name.clone());
        }
        let narrowed = screen.within(&split.by, &group.key);
        let mut row = vec![Cell::text(name).to(Some(screen.results_at(&narrowed)))];
        row.extend(figure_cells(screen, &figures::metric(metric, &group.counts), group.hidden));
        let link = screen.answers_at(&narrowed, &[]);
        if let Some(n) = row.last_mut() {
            n.link = link;
        }
        let verdict = change.as_ref().map(|change| rest_verdict(screen, change));
        row.push(Cell::text(verdict.unwrap_or_default()));
        rows.push(row);
    }
    let finding = match outstanding.as_slice() {
        [] => voice.word("dashboard-split-nothing"),
        names => voice.count(
            "dashboard-split-outstanding",
            names.len() as u64,
            &[("names", &names.join(", "))],
        ),
    };
    let by = voice.by(&split.by);
    let args = [("metric", voice.metric(metric)), ("by", by)];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Some(Shown {
        title: voice.say("dashboard-split-title", &args),
        finding,
        table: Table { head, rows },
        hides: split.groups.iter().any(|group| group.hidden),
    })
}

fn rest_verdict(screen: &Screen<'_>, change: &figures::Change) -> String {
    let voice = &screen.voice;
    match change.verdict {
        stats::Verdict::Rose => voice.word("dashboard-rest-above"),
        stats::Verdict::Fell => voice.word("dashboard-rest-below"),
        stats::Verdict::NotMoreThanChance => voice.word("dashboard-verdict-chance"),
        stats::Verdict::TooFew { need } => voice.count("dashboard-verdict-few", need, &[]),
    }
}
