//! The series that is looked at, as the page shows it: its chart, and where it moved.

use dashboard::picture::Picture;
use dashboard::widgets::filters::Choice;
use serde_json::{Value, json};
use stats::control::NoChart;

use crate::model::What;
use crate::place::Split;
use crate::rules::Status;
use crate::words::Teller;
use crate::{control, parts};

/// The series that is looked at: its chart and where it moved.
pub(crate) fn chosen(teller: &Teller<'_>, i: usize) -> Value {
    let (movement, voice) = (teller.movement, &teller.screen.voice);
    let (series, judged) = (&movement.series[i], &movement.judged[i]);
    let show = |picture: Option<Picture<'_>>| picture.map(|picture| picture.show(&teller.screen));
    let chart = show(control::picture(teller));
    let split = movement.split();
    let moved = matches!(judged.status, Status::Alarm | Status::Watch);
    let found = match (movement.best, movement.shown) {
        (_, None) => None,
        _ if !moved => Some(voice.word("movement-place-quiet")),
        (None, _) => Some(voice.word("movement-place-none")),
        _ => split.and_then(|split| teller.found(i, split)),
    };
    json!({
        "name": teller.name(series),
        "sentence": moved.then(|| teller.sentence(i)),
        "verdict": teller.verdict(judged),
        "title": chart.as_ref().map(|chart| chart.title.clone()),
        "chart": chart,
        "note": limits(teller, i),
        "where_title": split.map(|split| voice.say("movement-where-title", &[
            ("name", &teller.name(series)),
            ("dim", &voice.dim(&split.dim)),
        ])),
        "where_found": found,
        "where": show(parts::picture(teller)),
        "sum": parts::sum(teller),
        "dims": dims(teller),
        "where_none": where_none(teller, i),
    })
}

/// What is to be known of the limits, or why there are none.
fn limits(teller: &Teller<'_>, i: usize) -> Option<String> {
    let voice = &teller.screen.voice;
    match &teller.movement.judged[i].chart {
        Ok(chart) if chart.sigma_z > 1.0 => Some(voice.say(
            "movement-swings",
            &[("times", &voice.number(chart.sigma_z, 1))],
        )),
        Ok(_) => None,
        Err(NoChart::TooFewPeriods { need }) => {
            Some(voice.count("movement-no-limits-few", *need as u64, &[]))
        }
        Err(NoChart::NoSpread) => Some(voice.word("movement-no-limits-spread")),
    }
}

/// Why there is nothing to split.
fn where_none(teller: &Teller<'_>, i: usize) -> Option<String> {
    let (movement, voice) = (teller.movement, &teller.screen.voice);
    if movement.shown.is_some() {
        return None;
    }
    let segment = matches!(movement.series[i].what, What::Segment { .. });
    let key = if segment && movement.results.privacy().hides() {
        "movement-where-groups"
    } else if movement.judged[i].before.is_none() {
        "dashboard-verdict-first"
    } else {
        "movement-where-nothing"
    };
    Some(voice.word(key))
}

/// The properties by which the change can be told.
fn dims(teller: &Teller<'_>) -> Vec<Choice> {
    let movement = teller.movement;
    let choice = |(i, split): (usize, &Split)| Choice {
        label: teller.screen.voice.dim(&split.dim),
        href: format!(
            "{}#where",
            teller.here(&[("where", &Teller::where_name(&split.dim))])
        ),
        current: movement.shown == Some(i),
    };
    movement.splits.iter().enumerate().map(choice).collect()
}
