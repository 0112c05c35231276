//! The figure per group: every group with interval and n, small ones marked, and which of them
//! really differ from everybody else.

use figures::{Change, Counts, Figure, Metric, against_the_rest};
use serde::Serialize;

use crate::picture::{Cell, Head, Picture, Table};
use crate::results::{Point, Split};
use crate::screen::{Screen, estimate, is_changed, unit};
use crate::widgets::trend::figure_cells;

/// Groups that are drawn; the table has all.
const DRAWN_MAX: usize = 60;

/// What a split amounts to, in words.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Told {
    /// "NPS by industry"
    pub(crate) title: String,
    /// Which groups stand out, in a sentence.
    pub(crate) finding: String,
    /// Some are hidden, being too small.
    pub(crate) hides: bool,
}

/// One group with its figure and how it compares with all others.
struct Compared<'a> {
    group: &'a Point,
    name: String,
    figure: Figure,
    change: Option<Change>,
    results_at: String,
    answers_at: Option<String>,
}

impl Compared<'_> {
    fn stands_out(&self) -> bool {
        self.change.as_ref().is_some_and(is_changed)
    }

    fn verdict(&self, screen: &Screen<'_>) -> String {
        let told = self.change.as_ref().filter(|_| !self.group.hidden);
        told.map(|change| rest_verdict(screen, change))
            .unwrap_or_default()
    }
}

/// Every group against all others together.
fn compared<'a>(screen: &Screen<'a>) -> Option<(Metric, &'a Split, Vec<Compared<'a>>)> {
    let (metric, split) = (screen.results.metric?, screen.results.split.as_ref()?);
    let counts: Vec<&Counts> = split.groups.iter().map(|group| &group.counts).collect();
    let changes = against_the_rest(metric, &counts);
    let groups = split.groups.iter().zip(changes).map(|(group, change)| {
        let narrowed = screen.within(&split.by, &group.key);
        Compared {
            group,
            name: screen.group(&split.by, &group.key),
            figure: figures::metric(metric, &group.counts),
            change,
            results_at: screen.results_at(&narrowed),
            answers_at: screen.answers_at(&narrowed, &[]),
        }
    });
    Some((metric, split, groups.collect()))
}

/// The split in words; none when there is no split or no metric.
pub(crate) fn finding(screen: &Screen<'_>) -> Option<Told> {
    let voice = &screen.voice;
    let (metric, split, groups) = compared(screen)?;
    let names: Vec<&str> = groups
        .iter()
        .filter(|group| group.stands_out())
        .map(|group| group.name.as_str())
        .collect();
    let finding = if names.is_empty() {
        voice.word("dashboard-split-nothing")
    } else {
        let args = [("names", names.join(", "))];
        let args: Vec<(&str, &str)> = args.iter().map(|(n, text)| (*n, text.as_str())).collect();
        voice.count("dashboard-split-outstanding", names.len() as u64, &args)
    };
    Some(Told {
        title: title(screen, metric, split),
        finding,
        hides: split.groups.iter().any(|group| group.hidden),
    })
}

fn title(screen: &Screen<'_>, metric: Metric, split: &Split) -> String {
    let (metric, by) = (screen.voice.metric(metric), screen.voice.by(&split.by));
    screen
        .voice
        .say("dashboard-split-title", &[("metric", &metric), ("by", &by)])
}

/// The groups beside each other.
pub(crate) fn picture<'a>(screen: &'a Screen<'a>) -> Option<Picture<'a>> {
    let voice = screen.voice;
    let (metric, split, groups) = compared(screen)?;
    let rows: Vec<charts::GroupRow> = groups
        .iter()
        .take(DRAWN_MAX)
        .map(|group| charts::GroupRow {
            label: group.name.clone(),
            estimate: estimate(&group.figure),
            few: group.figure.few,
            reason: voice.word(if group.group.hidden {
                "dashboard-hidden"
            } else {
                "dashboard-no-answers"
            }),
            n: if group.group.hidden {
                String::new()
            } else {
                voice.whole(group.figure.n)
            },
            verdict: group.verdict(screen),
            stands_out: group.stands_out(),
            detail: format!("{}: {}", group.name, voice.figure(&group.figure)),
            link: Some(group.results_at.clone()),
        })
        .collect();
    let described: Vec<String> = rows.iter().map(|row| format!("{}.", row.detail)).collect();
    let everybody = figures::metric(metric, &screen.results.all).value;
    let chart = charts::Groups {
        frame: charts::Frame::default(),
        unit: unit(metric),
        rows,
        heading: voice.metric(metric),
        n_heading: "n".to_owned(),
        everybody: everybody.map(|value| (value, voice.word("dashboard-everybody"))),
        empty: voice.word("dashboard-no-answers"),
    };
    Some(Picture {
        name: "split",
        frame: screen.frame("split", &title(screen, metric, split), &described.join(" ")),
        wide: charts::WIDE,
        draw: Box::new(move |frame| {
            charts::groups(&charts::Groups {
                frame,
                ..chart.clone()
            })
        }),
        table: table(screen, metric, split, &groups),
    })
}

fn table(screen: &Screen<'_>, metric: Metric, split: &Split, groups: &[Compared<'_>]) -> Table {
    let voice = &screen.voice;
    let head = vec![
        Head::text(voice.by(&split.by)),
        Head::number(voice.metric(metric)),
        Head::number(voice.word("dashboard-low")),
        Head::number(voice.word("dashboard-high")),
        Head::number("n".to_owned()),
        Head::text(voice.word("dashboard-against-rest")),
    ];
    let row = |group: &Compared<'_>| {
        let mut row = vec![Cell::text(group.name.clone()).to(Some(group.results_at.clone()))];
        row.extend(figure_cells(screen, &group.figure, group.group.hidden));
        if let Some(n) = row.last_mut() {
            n.link.clone_from(&group.answers_at);
        }
        row.push(Cell::text(group.verdict(screen)));
        row
    };
    Table {
        head,
        rows: groups.iter().map(row).collect(),
    }
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
