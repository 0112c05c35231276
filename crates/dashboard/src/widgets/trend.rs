//! The figure over time: a line with its band, a verdict on every step, a break line where the
//! question was worded anew.

use figures::{Counts, Metric, TrendPoint};

use crate::picture::{Cell, Head, Picture, Table};
use crate::screen::{Screen, estimate, unit};
use crate::voice::on_scale;

/// The figures of all steps. What comes before a change of wording is a trend of its own, so that
/// no step is judged across it.
pub(crate) fn points(screen: &Screen<'_>, metric: Metric) -> Vec<TrendPoint> {
    let trend = &screen.results.trend;
    let labelled: Vec<(String, Counts)> = trend
        .points
        .iter()
        .map(|point| (screen.group(&trend.by, &point.key), point.counts.clone()))
        .collect();
    let mut starts = vec![0];
    starts.extend(trend.breaks.iter().copied());
    let ends = starts.iter().skip(1).copied().chain([labelled.len()]);
    let parts = starts.iter().zip(ends);
    parts
        .flat_map(|(&start, end)| figures::trend(metric, &labelled[start..end], None))
        .collect()
}

/// "NPS by month"
pub(crate) fn title(screen: &Screen<'_>) -> Option<String> {
    let metric = screen.voice.metric(screen.results.metric?);
    let by = screen.voice.by(&screen.results.trend.by);
    Some(
        screen
            .voice
            .say("dashboard-trend-title", &[("metric", &metric), ("by", &by)]),
    )
}

/// The trend; none with fewer than two steps.
pub(crate) fn picture<'a>(screen: &'a Screen<'a>) -> Option<Picture<'a>> {
    let (results, voice) = (screen.results, screen.voice);
    let metric = results.metric?;
    let points = points(screen, metric);
    if points.len() < 2 {
        return None;
    }
    let links: Vec<Option<String>> = results
        .trend
        .points
        .iter()
        .map(|point| screen.answers_at(&screen.within(&results.trend.by, &point.key), &[]))
        .collect();
    let title = title(screen)?;
    let described: Vec<String> = points
        .iter()
        .map(|point| format!("{}: {}.", point.label, voice.figure(&point.figure)))
        .collect();
    let chart_points: Vec<charts::TrendPoint> = points
        .iter()
        .zip(&links)
        .map(|(point, link)| charts::TrendPoint {
            label: point.label.clone(),
            estimate: estimate(&point.figure),
            few: point.figure.few,
            detail: format!("{}: {}", point.label, voice.figure(&point.figure)),
            link: link.clone(),
        })
        .collect();
    let baseline = points
        .iter()
        .find(|point| !point.figure.few)
        .and_then(|point| {
            let value = point.figure.value?;
            let text = voice.value(metric, value);
            Some(charts::Baseline {
                value,
                label: voice.say("dashboard-trend-start", &[("value", &text)]),
            })
        });
    let breaks = results.trend.breaks.iter().map(|&before| charts::Break {
        before,
        label: voice.word("dashboard-trend-break"),
    });
    let chart = charts::Trend {
        frame: charts::Frame::default(),
        unit: unit(metric),
        points: chart_points,
        baseline: baseline.filter(|_| results.trend.breaks.is_empty()),
        breaks: breaks.collect(),
        empty: voice.word("dashboard-no-answers"),
    };
    Some(Picture {
        name: "trend",
        frame: screen.frame("trend", &title, &described.join(" ")),
        wide: charts::WIDE,
        draw: Box::new(move |frame| {
            charts::trend(&charts::Trend {
                frame,
                ..chart.clone()
            })
        }),
        table: table(screen, metric, &points, &links),
    })
}

fn table(
    screen: &Screen<'_>,
    metric: Metric,
    points: &[TrendPoint],
    links: &[Option<String>],
) -> Table {
    let voice = &screen.voice;
    let head = vec![
        Head::text(voice.by(&screen.results.trend.by)),
        Head::number(voice.metric(metric)),
        Head::number(voice.word("dashboard-low")),
        Head::number(voice.word("dashboard-high")),
        Head::number("n".to_owned()),
        Head::text(voice.word("dashboard-since-previous")),
    ];
    let hidden = screen.results.trend.points.iter().map(|point| point.hidden);
    let row =
        |(index, ((point, link), hidden)): (usize, ((&TrendPoint, &Option<String>), bool))| {
            let mut row = vec![Cell::text(point.label.clone()).to(link.clone())];
            row.extend(figure_cells(screen, &point.figure, hidden));
            row.push(Cell::text(match point.since_previous {
                _ if hidden => String::new(),
                Some(change) => voice.verdict(metric, &change),
                None if screen.results.trend.breaks.contains(&index) => {
                    voice.word("dashboard-verdict-anew")
                }
                None => voice.word("dashboard-verdict-first"),
            }));
            row
        };
    let rows = points.iter().zip(links).zip(hidden).enumerate();
    Table {
        head,
        rows: rows.map(row).collect(),
    }
}

/// Value, both ends of the interval and n, as cells; a number that rests on few answers is marked,
/// a hidden one says so.
pub(crate) fn figure_cells(
    screen: &Screen<'_>,
    figure: &figures::Figure,
    hidden: bool,
) -> Vec<Cell> {
    let voice = &screen.voice;
    if hidden {
        let reason = Cell::text(voice.word("dashboard-hidden")).marked("hidden");
        return vec![reason, Cell::default(), Cell::default(), Cell::default()];
    }
    let number = |value: Option<f64>| match value {
        Some(value) => Cell::number(voice.value(figure.metric, value), value),
        None => Cell::text("–"),
    };
    let ends = figure.ci95.map(|ci95| on_scale(figure.metric, ci95));
    let few = figure.few && figure.n > 0;
    let value = number(figure.value).marked(if few { "few" } else { "" });
    vec![
        value,
        number(ends.map(|ends| ends[0])),
        number(ends.map(|ends| ends[1])),
        Cell::number(voice.whole(figure.n), figure.n as f64),
    ]
}
