//! Alarms and what is worth watching, as pages list them.

use charts::Sparkline;
use dashboard::screen::{Screen, unit};
use serde::Serialize;

use crate::measure::answered;
use crate::words::Teller;

/// Steps of a small trend at most.
const SPARK_MAX: usize = 24;
/// Width of a small trend, px.
const SPARK_WIDTH: u32 = 160;

/// One movement.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Card {
    /// What it is about.
    pub(crate) name: String,
    /// What moved, from what to what, since when.
    pub(crate) sentence: String,
    /// Where it moved.
    pub(crate) place: Option<String>,
    /// The size with its interval.
    difference: Option<String>,
    /// How sure it is.
    sure: Option<String>,
    /// One word.
    verdict: String,
    /// Small trend.
    spark: String,
    /// Its chart, and where it moved.
    chart: String,
    /// The results of the latest step.
    results: String,
    /// The chart on the page is about it.
    current: bool,
}

impl Card {
    /// The same where no chart is on the page.
    pub(crate) fn aside(mut self) -> Self {
        self.current = false;
        self
    }
}

/// The card of series `i`.
pub(crate) fn card(teller: &Teller<'_>, i: usize) -> Card {
    let movement = teller.movement;
    let series = &movement.series[i];
    let results = Screen::new(teller.screen.voice, teller.screen.results);
    Card {
        name: teller.name(series),
        sentence: teller.sentence(i),
        place: teller.place(i),
        difference: teller.difference(i),
        sure: teller.sure(i),
        verdict: teller.verdict(&movement.judged[i]),
        spark: spark(teller, i),
        chart: format!(
            "{}#chart",
            teller.here(&[("series", &series.id), ("where", "")])
        ),
        results: results.results_at(&teller.asked(series, movement.steps.latest)),
        current: movement.chosen == Some(i),
    }
}

/// The last steps up to the one that is judged.
fn spark(teller: &Teller<'_>, i: usize) -> String {
    let movement = teller.movement;
    let series = &movement.series[i];
    let latest = movement.steps.latest.unwrap_or_default();
    let first = series.first.max((latest + 1).saturating_sub(SPARK_MAX));
    let figures: Vec<_> = (first..=latest)
        .map(|step| {
            let cell = &series.cells[step];
            (
                step,
                (answered(cell) > 0).then(|| series.measure.figure(cell)),
            )
        })
        .collect();
    let voice = &teller.screen.voice;
    let described: Vec<String> = figures
        .iter()
        .filter_map(|(step, figure)| {
            Some(format!(
                "{}: {}.",
                teller.label(*step),
                voice.figure(figure.as_ref()?)
            ))
        })
        .collect();
    let id = format!("spark-{}-{i}", teller.screen.results.survey.survey_id);
    let frame = teller
        .screen
        .frame(&id, &teller.name(series), &described.join(" "));
    charts::sparkline(&Sparkline {
        frame: frame.width(SPARK_WIDTH),
        unit: unit(series.measure.metric()),
        values: figures
            .iter()
            .map(|(_, figure)| figure.as_ref()?.value)
            .collect(),
        few: figures
            .last()
            .and_then(|(_, figure)| figure.as_ref())
            .is_some_and(|figure| figure.few),
    })
}
