//! How the answers spread over the scale, and how many are in each class.

use figures::Metric;
use serde::Serialize;

use crate::picture::{Cell, Head, Picture, Table};
use crate::screen::Screen;

/// A class of answers with how many gave one of them.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Class {
    /// `detractor`, `passive`, `promoter`.
    pub(crate) class: &'static str,
    /// In words.
    pub(crate) name: String,
    /// The answers it stands for: "0–6".
    pub(crate) scores: String,
    /// How many.
    pub(crate) n: String,
    /// Their share.
    pub(crate) share: String,
    /// The answers behind it.
    pub(crate) link: Option<String>,
}

/// The classes of a scale, from low to high: name of the class, first and last answer.
pub(crate) fn classes(metric: Metric) -> [(&'static str, u8, u8); 3] {
    match metric {
        Metric::Nps | Metric::Enps => [("detractor", 0, 6), ("passive", 7, 8), ("promoter", 9, 10)],
        Metric::Ces(figures::Direction::EffortIsHigh) => {
            // Much effort is the low end of what customers want.
            [("promoter", 1, 2), ("passive", 3, 3), ("detractor", 4, 5)]
        }
        _ => [("detractor", 1, 2), ("passive", 3, 3), ("promoter", 4, 5)],
    }
}

/// The class of one answer.
pub(crate) fn class_of(metric: Metric, answer: u8) -> &'static str {
    classes(metric)
        .into_iter()
        .find(|(_, first, last)| (*first..=*last).contains(&answer))
        .map_or("", |(class, _, _)| class)
}

/// The words of a class: promoters or, on other scales, the satisfied.
fn class_word(screen: &Screen<'_>, metric: Metric, class: &str) -> String {
    let family = match metric {
        Metric::Nps | Metric::Enps => "nps",
        Metric::Ces(_) => "ces",
        Metric::Csat => "csat",
        Metric::Cas => "cas",
    };
    screen
        .voice
        .word(&format!("dashboard-class-{family}-{class}"))
}

/// All classes, from low to high.
pub(crate) fn summary(screen: &Screen<'_>) -> Vec<Class> {
    let Some(metric) = screen.results.metric else {
        return Vec::new();
    };
    let answered = screen.results.all.answered().n;
    classes(metric)
        .into_iter()
        .map(|(class, first, last)| {
            let codes = usize::from(first)..=usize::from(last);
            let n: u64 = screen.results.all.outcome[codes]
                .iter()
                .map(|tally| tally.n)
                .sum();
            let share = if answered == 0 {
                0.0
            } else {
                n as f64 / answered as f64
            };
            let scores = if first == last {
                first.to_string()
            } else {
                format!("{first}–{last}")
            };
            Class {
                class,
                name: class_word(screen, metric, class),
                scores,
                n: screen.voice.whole(n),
                share: screen.voice.percent(share),
                link: screen.answers_at(&screen.results.asked, &[("score", &range(first, last))]),
            }
        })
        .collect()
}

/// As in addresses: `0..6`, or `9` alone.
pub(crate) fn range(first: u8, last: u8) -> String {
    if first == last {
        first.to_string()
    } else {
        format!("{first}..{last}")
    }
}

/// The distribution; none without a metric.
pub(crate) fn picture<'a>(screen: &'a Screen<'a>) -> Option<Picture<'a>> {
    let (results, voice) = (screen.results, screen.voice);
    let metric = results.metric?;
    let counts = figures::distribution(&results.all);
    let (first, last) = results.survey.definition.outcome()?.kind.range()?;
    let link =
        |first: u8, last: u8| screen.answers_at(&results.asked, &[("score", &range(first, last))]);
    let bars: Vec<charts::Bar> = (first..=last)
        .map(|answer| charts::Bar {
            label: answer.to_string(),
            count: counts.scores[usize::from(answer)],
            tone: tone(class_of(metric, answer)),
            link: link(answer, answer),
        })
        .collect();
    let brackets: Vec<charts::Bracket> = classes(metric)
        .into_iter()
        .map(|(class, first, last)| charts::Bracket {
            label: class_word(screen, metric, class),
            bars: usize::from(last - first) + 1,
            tone: tone(class),
            link: link(first, last),
        })
        .collect();
    let described: Vec<String> = summary(screen)
        .iter()
        .map(|class| {
            format!(
                "{} ({}): {}, {}.",
                class.name, class.scores, class.n, class.share
            )
        })
        .collect();
    let title = voice.say(
        "dashboard-distribution-title",
        &[("metric", &voice.metric(metric))],
    );
    let empty = voice.word("dashboard-no-answers");
    let chart = charts::Distribution {
        bars,
        brackets,
        empty,
        ..charts::Distribution::default()
    };
    Some(Picture {
        name: "distribution",
        frame: screen.frame("distribution", &title, &described.join(" ")),
        wide: charts::WIDE,
        draw: Box::new(move |frame| {
            charts::distribution(&charts::Distribution {
                frame,
                ..chart.clone()
            })
        }),
        table: table(screen, metric, (first, last)),
    })
}

fn table(screen: &Screen<'_>, metric: Metric, (first, last): (u8, u8)) -> Table {
    let voice = &screen.voice;
    let counts = figures::distribution(&screen.results.all);
    let total = counts.n as f64;
    let head = vec![
        Head::number(voice.word("dashboard-answer")),
        Head::text(voice.word("dashboard-class")),
        Head::number(voice.word("dashboard-number")),
        Head::number(voice.word("dashboard-share")),
    ];
    let row = |answer: u8| {
        let n = counts.scores[usize::from(answer)];
        let share = if total > 0.0 { n / total } else { 0.0 };
        let link = screen.answers_at(&screen.results.asked, &[("score", &answer.to_string())]);
        vec![
            Cell::number(answer.to_string(), f64::from(answer)).to(link),
            Cell::text(class_word(screen, metric, class_of(metric, answer))),
            Cell::number(voice.number(n, 0), n),
            Cell::number(voice.percent(share), share),
        ]
    };
    Table {
        head,
        rows: (first..=last).map(row).collect(),
    }
}

fn tone(class: &str) -> charts::Tone {
    match class {
        "detractor" => charts::Tone::Detractor,
        "passive" => charts::Tone::Passive,
        "promoter" => charts::Tone::Promoter,
        _ => charts::Tone::Neutral,
    }
}
