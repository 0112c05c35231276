//! The page of a survey's movement, and its charts as files.

use axum::extract::State;
use axum::response::{Html, Response};
use dashboard::file::ChartFile;
use dashboard::filter::{By, Dim};
use dashboard::picture::{Cell, Head, Table};
use dashboard::service::whose;
use dashboard::voice::Voice;
use dashboard::widgets::filters;
use dashboard::widgets::filters::{Choice, offered};
use dashboard::{Dashboard, head};
use platform::Problem;
use platform::web::{Frame, Path, QueryPairs};
use serde_json::{Value, json};
use user::Viewer;

use crate::cards::{Card, card};
use crate::chosen::chosen;
use crate::rules::Status;
use crate::service::movement;
use crate::words::{Teller, capital};
use crate::{control, parts};

/// `GET /surveys/{id}/movement`.
pub(crate) async fn page(
    State(dashboard): State<Dashboard>,
    frame: Frame,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    query: QueryPairs,
) -> Result<Html<String>, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    let movement = movement(&dashboard, &viewer, &whose, &query).await?;
    let zone = dashboard.zone(&viewer).await?;
    let teller = Teller::new(Voice::new(&dashboard.app, frame.language), &movement);
    let results = &movement.results;
    let now_us = dashboard.app.clock.now_us();
    let mut values = json!({
        "place": "understand", "said": null, "tab": "movement",
        "survey": head(&teller.screen.voice, &results.survey),
        "everybody": results.everybody,
        "filtered": results.asked.is_filtered(),
        "hidden": results.hidden,
        "hides": results.privacy().hides(),
        "filters": filters::filters(&teller.screen, now_us, &zone),
        "steps": steps(&teller),
        "told": told(&teller),
        "moved": null,
    });
    if movement.steps.latest.is_some() && !movement.series.is_empty() {
        values["moved"] = moved(&teller);
    }
    dashboard
        .app
        .templates
        .page("movement/page.html", &frame, values)
}

/// `GET /surveys/{id}/movement/charts/{file}`: a chart of the page as SVG or its table as CSV.
pub(crate) async fn chart(
    State(dashboard): State<Dashboard>,
    asked: ChartFile,
) -> Result<Response, Problem> {
    let ChartFile { viewer, whose, .. } = &asked;
    let movement = movement(&dashboard, viewer, whose, &asked.query).await?;
    let teller = Teller::new(Voice::new(&dashboard.app, asked.frame.language), &movement);
    asked.of(match asked.name.as_str() {
        "control" => control::picture(&teller),
        "where" => parts::picture(&teller),
        _ => None,
    })
}

/// The finding and what it rests on.
fn told(teller: &Teller<'_>) -> Value {
    let (movement, voice) = (teller.movement, &teller.screen.voice);
    let running = movement.running().map(|step| {
        let name = teller.step(step);
        voice.say("movement-running", &[("step", &name)])
    });
    let Some(latest) = movement
        .steps
        .latest
        .filter(|_| !movement.series.is_empty())
    else {
        let finding = voice.word("movement-finding-nothing-yet");
        return json!({
            "finding": finding, "place": null, "looked_at": null, "running": running,
        });
    };
    let after = teller.step(latest);
    let (alarms, looked_at) = (movement.with(Status::Alarm), movement.looked_at() as u64);
    let finding = match alarms.first() {
        Some(&first) => teller.lead(first),
        None if looked_at == 0 => few(teller),
        None => voice.say("movement-finding-quiet", &[("after", &after)]),
    };
    let alarmed = voice.whole(alarms.len() as u64);
    let args = [("after", after.as_str()), ("alarms", &alarmed)];
    let key = if alarms.is_empty() {
        "movement-looked-at"
    } else {
        "movement-looked-at-alarms"
    };
    json!({
        "finding": finding,
        "place": alarms.first().and_then(|&first| teller.place(first)),
        "looked_at": (looked_at > 0).then(|| voice.count(key, looked_at, &args)),
        "running": running,
    })
}

/// Why nothing could be judged.
fn few(teller: &Teller<'_>) -> String {
    let need = teller
        .movement
        .judged
        .iter()
        .filter_map(|one| match one.status {
            Status::TooFew { need } => Some(need),
            _ => None,
        });
    let voice = &teller.screen.voice;
    match need.min() {
        Some(need) => voice.count("movement-finding-few", need, &[]),
        None => voice.word("movement-finding-nothing-yet"),
    }
}

/// Everything of a survey with at least one step to judge.
fn moved(teller: &Teller<'_>) -> Value {
    let (movement, voice) = (teller.movement, &teller.screen.voice);
    let cards = |status| -> Vec<Card> {
        let found = movement.with(status).into_iter();
        found.map(|i| card(teller, i)).collect()
    };
    let (alarms, watch) = (cards(Status::Alarm), cards(Status::Watch));
    let (looked_at, few) = (movement.looked_at() as u64, movement.too_few() as u64);
    let rest = looked_at.saturating_sub((alarms.len() + watch.len()) as u64);
    let key = if alarms.is_empty() && watch.is_empty() {
        "movement-rest-all"
    } else {
        "movement-rest"
    };
    json!({
        "alarms": alarms,
        "watch": watch,
        "rest": (rest > 0).then(|| voice.count(key, rest, &[])),
        "few": (few > 0).then(|| voice.count("movement-rest-few", few, &[])),
        "all": all(teller),
        "chosen": movement.chosen.map(|i| chosen(teller, i)),
    })
}

/// Every series that was looked at.
fn all(teller: &Teller<'_>) -> Table {
    let (movement, voice) = (teller.movement, &teller.screen.voice);
    let word = |key: &str| voice.word(key);
    let head = vec![
        Head::text(word("movement-figure")),
        Head::number(word("movement-before")),
        Head::number(word("movement-after")),
        Head::number(word("movement-change")),
        Head::number("n".to_owned()),
        Head::text(word("movement-verdict")),
    ];
    let row = |i: usize| {
        let (series, judged) = (&movement.series[i], &movement.judged[i]);
        let metric = series.measure.metric();
        let moved = judged.moved();
        let value = |value: Option<f64>| match value {
            Some(value) => Cell::number(voice.value(metric, value), value),
            None => Cell::text("–"),
        };
        let latest = movement.steps.latest.unwrap_or_default();
        let n = crate::measure::answered(&series.cells[latest]);
        let link = teller.here(&[("series", &series.id), ("where", "")]);
        vec![
            Cell::text(capital(&teller.name(series))).to(Some(format!("{link}#chart"))),
            value(moved.and_then(|moved| moved.from)),
            value(moved.and_then(|moved| moved.to)),
            moved.map_or_else(
                || Cell::text("–"),
                |moved| {
                    let difference = moved.difference;
                    Cell::number(teller.signed(metric, difference, 0), difference)
                },
            ),
            Cell::number(voice.whole(n), n as f64),
            Cell::text(teller.verdict(judged)),
        ]
    };
    Table {
        head,
        rows: (0..movement.series.len()).map(row).collect(),
    }
}

/// The steps one can choose.
fn steps(teller: &Teller<'_>) -> Vec<Choice> {
    let (movement, voice) = (teller.movement, &teller.screen.voice);
    let asked = movement.keep.iter().find(|(name, _)| name == "step");
    let is_wave = |dim: &Dim| match dim {
        Dim::Attribute(name) => ["wave", "golf"].contains(&name.to_lowercase().as_str()),
        _ => false,
    };
    let mut all: Vec<By> = movement
        .results
        .properties
        .iter()
        .filter(|property| is_wave(&property.dim))
        .map(|property| By::Dim(property.dim.clone()))
        .collect();
    if matches!(movement.steps.by, By::Dim(_)) && !all.contains(&movement.steps.by) {
        all.push(movement.steps.by.clone());
    }
    all.extend(offered(&movement.results).map(By::Period));
    let choice = |by: By| Choice {
        label: voice.by(&by),
        href: teller.here(&[("step", &by.name())]),
        current: asked.is_some() && movement.steps.by == by,
    };
    let automatic = Choice {
        label: voice.say(
            "movement-step-auto",
            &[("by", &voice.by(&movement.steps.by))],
        ),
        href: teller.here(&[("step", "")]),
        current: asked.is_none(),
    };
    let automatic = if asked.is_none() {
        automatic
    } else {
        Choice {
            label: voice.word("dashboard-trend-auto"),
            ..automatic
        }
    };
    std::iter::once(automatic)
        .chain(all.into_iter().map(choice))
        .collect()
}
