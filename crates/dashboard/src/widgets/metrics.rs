//! What else the survey measures beside its outcome: effort, satisfaction, advocacy as figures.

use figures::Metric;

use crate::results::further_metrics;
use crate::screen::{Screen, Tile, as_outcome};

/// One tile per further question that a figure can be about.
pub(crate) fn tiles(screen: &Screen<'_>) -> Vec<Tile> {
    let results = screen.results;
    let first = screen.drivers().len();
    if results.all.drivers.len() < first {
        // Hidden.
        return Vec::new();
    }
    further_metrics(&results.survey)
        .zip(first..results.all.drivers.len())
        .map(|((question, metric), table)| {
            let figure = figures::metric(metric, &as_outcome(&results.all, table));
            let text = screen.voice.text(&results.survey, &question.text);
            screen.tile(
                format!("{}: {text}", screen.voice.metric(metric)),
                &figure,
                None,
            )
        })
        .collect()
}

/// The figures of the page that are explained, each once, by the names of their words.
pub(crate) fn explained(screen: &Screen<'_>) -> Vec<&'static str> {
    let results = screen.results;
    let further = further_metrics(&results.survey).map(|(_, metric)| metric);
    let mut names: Vec<&'static str> = Vec::new();
    for name in results
        .metric
        .into_iter()
        .chain(further)
        .map(Metric::as_str)
    {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.extend(["between", "verdict"]);
    let recommends = matches!(results.metric, Some(Metric::Nps | Metric::Enps));
    if recommends && !screen.drivers().is_empty() {
        names.push("kss");
    }
    let mut questions = results.survey.definition.questions.iter();
    if questions.any(|question| question.kind.takes_own_words()) {
        names.push("named");
    }
    names
}
