//! What else the survey measures beside its outcome: effort, satisfaction, advocacy as figures.

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
