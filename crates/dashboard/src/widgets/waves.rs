//! Waves or years side by side: how each driver's KSS moved.

use figures::{Coding, Driver, Metric};

use crate::filter::By;
use crate::picture::{Cell, Head, Picture, Table};
use crate::results::Point;
use crate::screen::Screen;
use crate::widgets::drivers::ranked;

/// The picture; none with fewer than two waves or without drivers.
pub(crate) fn picture<'a>(screen: &'a Screen<'a>) -> Option<Picture<'a>> {
    let (results, voice) = (screen.results, screen.voice);
    let is_recommend = matches!(results.metric, Some(Metric::Nps | Metric::Enps));
    if results.waves.len() < 2 || !is_recommend {
        return None;
    }
    let order: Vec<String> = ranked(screen)
        .into_iter()
        .map(|driver| driver.name)
        .collect();
    if order.is_empty() {
        return None;
    }
    let labels: Vec<String> = results
        .waves
        .iter()
        .map(|wave| label(screen, wave))
        .collect();
    let waves: Vec<Vec<Driver>> = results
        .waves
        .iter()
        .map(|wave| figures::drivers(&screen.drivers(), &wave.counts, &Coding::default()))
        .collect();
    let rows: Vec<charts::SideRow> = order
        .iter()
        .map(|name| charts::SideRow {
            label: screen.question(name),
            cells: waves
                .iter()
                .zip(&labels)
                .map(|(wave, label)| cell(screen, wave, name, label))
                .collect(),
            verdict: verdict(screen, &waves, name),
            link: None,
        })
        .collect();
    let title = voice.word("dashboard-waves-title");
    let described: Vec<String> = rows
        .iter()
        .flat_map(|row| {
            let cells = row.cells.iter().flatten();
            cells.map(|cell| format!("{}, {}.", row.label, cell.detail))
        })
        .collect();
    let chart = charts::SideBySide {
        frame: charts::Frame::default(),
        unit: charts::Unit::Kss,
        waves: labels.clone(),
        rows,
        empty: voice.word("dashboard-no-answers"),
    };
    Some(Picture {
        name: "waves",
        frame: screen.frame("waves", &title, &described.join(" ")),
        wide: charts::WIDE,
        draw: Box::new(move |frame| {
            charts::side_by_side(&charts::SideBySide {
                frame,
                ..chart.clone()
            })
        }),
        table: table(screen, &order, &waves, &labels),
    })
}

fn label(screen: &Screen<'_>, wave: &Point) -> String {
    let by = match &wave.key {
        facts::Key::Period { period, .. } => By::Period(*period),
        facts::Key::Value(_) => screen.results.trend.by.clone(),
    };
    screen.group(&by, &wave.key)
}

fn cell(screen: &Screen<'_>, wave: &[Driver], name: &str, label: &str) -> Option<charts::SideCell> {
    let driver = wave.iter().find(|driver| driver.name == name)?;
    let (kss, voice) = (&driver.kss, &screen.voice);
    let [low, high] = kss.ci95?;
    let (written_low, written_high) = (voice.number(low, 0), voice.number(high, 0));
    let between = voice.say(
        "dashboard-between",
        &[("low", &written_low), ("high", &written_high)],
    );
    let value = kss
        .value
        .map(|value| format!("KSS {}, ", voice.number(value, 1)));
    Some(charts::SideCell {
        estimate: charts::Estimate::new(kss.value.unwrap_or(f64::midpoint(low, high)), low, high),
        few: kss.value.is_none() || driver.is_few(),
        detail: format!(
            "{label}: {}{between}, n = {}",
            value.unwrap_or_default(),
            voice.whole(driver.n)
        ),
    })
}

/// What became of a driver between the last two waves that have its figure: the difference with
/// the root of the sum of squares as its standard error.
fn verdict(screen: &Screen<'_>, waves: &[Vec<Driver>], name: &str) -> String {
    let known: Vec<(f64, f64)> = waves
        .iter()
        .filter_map(|wave| wave.iter().find(|driver| driver.name == name))
        .filter_map(|driver| Some((driver.kss.value?, driver.kss.se?)))
        .collect();
    let [.., before, after] = known.as_slice() else {
        return String::new();
    };
    let (difference, se) = (after.0 - before.0, before.1.hypot(after.1));
    screen
        .voice
        .word(if difference.abs() <= stats::quantile::Z95 * se {
            "dashboard-verdict-chance"
        } else if difference > 0.0 {
            "dashboard-verdict-less-to-gain"
        } else {
            "dashboard-verdict-more-to-gain"
        })
}

fn table(screen: &Screen<'_>, order: &[String], waves: &[Vec<Driver>], labels: &[String]) -> Table {
    let voice = &screen.voice;
    let mut head = vec![Head::text(voice.word("dashboard-driver"))];
    for label in labels {
        head.push(Head::number(format!("KSS {label}")));
        head.push(Head::number("±".to_owned()));
    }
    head.push(Head::text(voice.word("dashboard-since-previous")));
    let row = |name: &String| {
        let mut row = vec![Cell::text(screen.question(name))];
        for wave in waves {
            let driver = wave.iter().find(|driver| driver.name == *name);
            let kss = driver.map(|driver| &driver.kss);
            let number = |value: Option<f64>| {
                value.map_or_else(
                    || Cell::text("–"),
                    |value| Cell::number(voice.number(value, 1), value),
                )
            };
            let few = driver.is_some_and(Driver::is_few);
            row.push(number(kss.and_then(|kss| kss.value)).marked(if few { "few" } else { "" }));
            row.push(number(
                kss.and_then(|kss| kss.ci95)
                    .map(|[low, high]| (high - low) / 2.0),
            ));
        }
        row.push(Cell::text(verdict(screen, waves, name)));
        row
    };
    Table {
        head,
        rows: order.iter().map(row).collect(),
    }
}
