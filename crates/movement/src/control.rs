//! The control chart of the series that is looked at, with its table.

use charts::{Control, ControlPoint};
use dashboard::picture::{Cell, Head, Picture, Table};
use dashboard::screen::unit;
use dashboard::voice::on_scale;
use figures::{FEW, Figure};

use crate::chart::ChartPoint;
use crate::measure::answered;
use crate::words::{Teller, capital};

/// One step as chart and table need it.
struct Shown {
    label: String,
    figure: Option<Figure>,
    point: Option<ChartPoint>,
    /// Still runs.
    running: bool,
    hidden: bool,
    link: Option<String>,
}

/// The picture; none without a series.
pub(crate) fn picture<'a>(teller: &'a Teller<'a>) -> Option<Picture<'a>> {
    let chosen = teller.movement.chosen?;
    let series = &teller.movement.series[chosen];
    let voice = teller.screen.voice;
    let metric = series.measure.metric();
    let shown = shown(teller, chosen);
    let chart = teller.movement.judged[chosen].chart.as_ref().ok();
    let title = voice.say(
        "movement-chart-title",
        &[
            ("name", &capital(&teller.name(series))),
            ("by", &voice.by(&teller.movement.steps.by)),
        ],
    );
    let described: Vec<String> = shown
        .iter()
        .filter(|step| step.figure.is_some())
        .map(|step| format!("{}.", detail(teller, step)))
        .collect();
    let drawn = Control {
        frame: charts::Frame::default(),
        unit: unit(metric),
        points: shown.iter().map(|step| point(teller, step)).collect(),
        centre: chart.map(|chart| {
            let value = voice.value(metric, chart.centre);
            let words = voice.say("movement-usual", &[("value", &value)]);
            (chart.centre, words)
        }),
        limit: voice.word("movement-limit"),
        average: voice.word("movement-average"),
        empty: voice.word("dashboard-no-answers"),
    };
    Some(Picture {
        name: "control",
        frame: teller.screen.frame("control", &title, &described.join(" ")),
        wide: charts::WIDE,
        draw: Box::new(move |frame| {
            charts::control(&Control {
                frame,
                ..drawn.clone()
            })
        }),
        table: table(teller, &shown),
    })
}

fn shown(teller: &Teller<'_>, chosen: usize) -> Vec<Shown> {
    let movement = teller.movement;
    let series = &movement.series[chosen];
    let chart = movement.judged[chosen].chart.as_ref().ok();
    let running = movement.running();
    (series.first..movement.steps.all.len())
        .map(|step| {
            let cell = &series.cells[step];
            let asked = teller.asked(series, Some(step));
            Shown {
                label: teller.label(step),
                figure: (answered(cell) > 0).then(|| series.measure.figure(cell)),
                point: chart.and_then(|chart| chart.points[step]),
                running: running == Some(step),
                hidden: movement.steps.all[step].hidden,
                link: teller.screen.answers_at(&asked, &[]),
            }
        })
        .collect()
}

fn point(teller: &Teller<'_>, step: &Shown) -> ControlPoint {
    ControlPoint {
        label: step.label.clone(),
        value: step.figure.and_then(|figure| figure.value),
        limits: step.point.map(|point| point.own.limits),
        interval: step
            .figure
            .and_then(|figure| Some(on_scale(figure.metric, figure.ci95?))),
        average: step.point.map(|point| point.ewma.value),
        hollow: step.running || step.figure.is_some_and(|figure| figure.n < FEW),
        signal: !step.running
            && step
                .point
                .is_some_and(|point| point.signals().next().is_some()),
        detail: detail(teller, step),
        link: step.link.clone(),
    }
}

fn detail(teller: &Teller<'_>, step: &Shown) -> String {
    let Some(figure) = &step.figure else {
        return step.label.clone();
    };
    let told = teller.screen.voice.figure(figure);
    let signals = signals(teller, step);
    let end = if signals.is_empty() {
        String::new()
    } else {
        format!(" ({signals})")
    };
    format!("{}: {told}{end}", step.label)
}

/// What made a step stand out; of one that still runs, that it does.
fn signals(teller: &Teller<'_>, step: &Shown) -> String {
    if step.running {
        return teller.screen.voice.word("movement-runs");
    }
    let signals = step.point.iter().flat_map(ChartPoint::signals);
    let words: Vec<String> = signals.map(|(kind, _)| teller.signal(kind)).collect();
    words.join(", ")
}

fn table(teller: &Teller<'_>, shown: &[Shown]) -> Table {
    let voice = &teller.screen.voice;
    let word = |key: &str| voice.word(key);
    let head = vec![
        Head::text(voice.by(&teller.movement.steps.by)),
        Head::number(word("movement-value")),
        Head::number(word("dashboard-low")),
        Head::number(word("dashboard-high")),
        Head::number("n".to_owned()),
        Head::number(word("movement-limit-low")),
        Head::number(word("movement-limit-high")),
        Head::number(word("movement-average")),
        Head::text(word("movement-signals")),
    ];
    let rows = shown.iter().map(|step| row(teller, step));
    Table {
        head,
        rows: rows.collect(),
    }
}

fn row(teller: &Teller<'_>, step: &Shown) -> Vec<Cell> {
    let voice = &teller.screen.voice;
    let name = Cell::text(step.label.clone()).to(step.link.clone());
    if step.hidden {
        let mut row = vec![
            name,
            Cell::text(voice.word("dashboard-hidden")).marked("hidden"),
        ];
        row.resize(9, Cell::default());
        return row;
    }
    let metric = step.figure.map(|figure| figure.metric);
    let number = |value: Option<f64>| match (metric, value) {
        (Some(metric), Some(value)) => Cell::number(voice.value(metric, value), value),
        _ => Cell::text("–"),
    };
    let figure = step.figure.as_ref();
    let few = figure.is_some_and(|figure| figure.few);
    let ends = figure.and_then(|figure| figure.ci95);
    let limits = step.point.map(|point| point.own.limits);
    let n = figure.map_or(0, |figure| figure.n);
    vec![
        name,
        number(figure.and_then(|figure| figure.value)).marked(if few { "few" } else { "" }),
        number(ends.map(|ends| ends[0])),
        number(ends.map(|ends| ends[1])),
        Cell::number(voice.whole(n), n as f64),
        number(limits.map(|limits| limits[0])),
        number(limits.map(|limits| limits[1])),
        number(step.point.map(|point| point.ewma.value)),
        Cell::text(signals(teller, step)),
    ]
}
