//! `GET /api/v1/surveys/{id}/movement`: what the page shows, at full precision.

use axum::Json;
use axum::extract::State;
use dashboard::filter::By;
use dashboard::service::whose;
use dashboard::{Dashboard, days_counted, label};
use facts::Key;
use platform::Problem;
use platform::clock::date_of_day;
use platform::web::{Path, QueryPairs};
use serde_json::{Value, json};
use stats::control::{Direction, NoChart};
use user::Viewer;

use crate::chart::ChartPoint;
use crate::measure::answered;
use crate::model::{Series, What};
use crate::place::{Name, Split};
use crate::rules::{Against, Compared, Judged, Moved, Status};
use crate::service::{Movement, movement};
use crate::words::Teller;

/// What moved. Parameters as on the page: the filter, `step`, `series` and `where`.
pub(crate) async fn get(
    State(dashboard): State<Dashboard>,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    query: QueryPairs,
) -> Result<Json<Value>, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    // Only forms send fields left alone; of a program an empty value is a mistake.
    if let Some((name, _)) = query.0.iter().find(|(_, value)| value.is_empty()) {
        return Err(Problem::BadRequest(format!("{name} is empty")));
    }
    let movement = movement(&dashboard, &viewer, &whose, &query).await?;
    Ok(Json(shape(&movement)))
}

fn shape(movement: &Movement) -> Value {
    let survey = &movement.results.survey;
    let series = movement.series.iter().zip(&movement.judged);
    let ids = |status| -> Vec<&str> {
        let found = movement.with(status).into_iter();
        found.map(|i| movement.series[i].id.as_str()).collect()
    };
    let alarms: Vec<Value> = movement
        .with(Status::Alarm)
        .into_iter()
        .map(|i| alarm(movement, i))
        .collect();
    json!({
        "survey": {
            "id": survey.survey_id,
            "title": survey.definition.title,
            "status": survey.status.as_str(),
            "version": survey.version,
            "change_seq": movement.results.change_seq,
        },
        "period": days_counted(&movement.results),
        "hidden": movement.results.hidden,
        "step": movement.steps.by.name(),
        "steps": steps(movement),
        "latest": movement.steps.latest.map(|step| period(movement, step)),
        "running": movement.running().map(|step| period(movement, step)),
        "looked_at": movement.looked_at(),
        "too_few": movement.too_few(),
        "alarms": alarms,
        "watch": ids(Status::Watch),
        "series": series
            .map(|(series, judged)| series_json(movement, series, judged))
            .collect::<Vec<_>>(),
        "where": movement.chosen.map(|i| where_json(movement, i)),
    })
}

/// A step as programs read it.
fn period(movement: &Movement, step: usize) -> String {
    label(&movement.steps.all[step].key)
}

fn steps(movement: &Movement) -> Vec<Value> {
    let steps = movement.steps.all.iter();
    steps
        .map(|step| {
            let mut value = json!({
                "period": label(&step.key),
                "complete": step.complete,
                "hidden": step.hidden || movement.results.hidden,
            });
            if let Key::Period { start_day, .. } = step.key {
                value["from"] = date_of_day(start_day).to_string().into();
            }
            value
        })
        .collect()
}

fn alarm(movement: &Movement, i: usize) -> Value {
    let (series, judged) = (&movement.series[i], &movement.judged[i]);
    json!({
        "series": series.id,
        "direction": judged.direction.map(direction),
        "against": judged.against.map(Against::as_str),
        "since": period(movement, judged.since),
        "from": judged.moved().and_then(|moved| moved.from),
        "to": judged.moved().and_then(|moved| moved.to),
        "p_holm": judged.p_holm,
        "where": movement.place(i).map(place),
    })
}

fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "rose",
        Direction::Down => "fell",
    }
}

/// What a split names.
fn place(split: &Split) -> Value {
    let named = split.named.iter().map(|&i| &split.rows[i].name);
    let values: Vec<&str> = named
        .filter_map(|name| match name {
            Name::Value(value) => Some(value.as_deref().unwrap_or_default()),
            _ => None,
        })
        .collect();
    json!({
        "attribute": Teller::where_name(&split.dim),
        "values": values,
        "mix": split.by_mix,
        "p": split.p,
    })
}

fn series_json(movement: &Movement, series: &Series, judged: &Judged) -> Value {
    let chart = judged.chart.as_ref();
    let (attribute, value) = match &series.what {
        What::Segment { dim, value } => (Some(By::Dim(dim.clone()).name()), Some(value.as_str())),
        _ => (None, None),
    };
    let need = match judged.status {
        Status::TooFew { need } => Some(need),
        _ => None,
    };
    json!({
        "id": series.id,
        "kind": series.what.as_str(),
        "question": series.question,
        "attribute": attribute,
        "value": value,
        "metric": series.measure.as_str(),
        "status": judged.status.as_str(),
        "need": need,
        "direction": judged.direction.map(direction),
        "against": judged.against.map(Against::as_str),
        "before": judged.before.map(|step| period(movement, step)),
        "since": judged.status.is_judged().then(|| period(movement, judged.since)),
        "since_previous": judged.since_previous.as_ref().map(compared),
        "since_baseline": judged.since_baseline.as_ref().map(compared),
        "drift": judged.drift.as_ref().map(drift),
        "drift_p": judged.drift_p,
        "p": judged.p,
        "p_holm": judged.p_holm,
        "p_bh": judged.p_bh,
        "centre": chart.ok().map(|chart| chart.centre),
        "sigma_z": chart.ok().map(|chart| chart.sigma_z),
        "no_limits": chart.err().copied().map(NoChart::as_str),
        "points": points(movement, series, judged),
    })
}

fn compared(compared: &Compared) -> Value {
    json!({
        "from": compared.from,
        "to": compared.to,
        "change": compared.change,
    })
}

fn drift(moved: &Moved) -> Value {
    json!({
        "from": moved.from,
        "to": moved.to,
        "difference": moved.difference,
        "ci95": moved.ci95,
    })
}

/// The steps that can be compared, those without answers included.
fn points(movement: &Movement, series: &Series, judged: &Judged) -> Vec<Value> {
    let chart = judged.chart.as_ref().ok();
    (series.first..series.cells.len())
        .map(|step| {
            let cell = &series.cells[step];
            let figure = series.measure.figure(cell);
            let point = chart.and_then(|chart| chart.points[step]);
            let signals = point.iter().flat_map(ChartPoint::signals);
            let signals: Vec<&str> = signals.map(|(kind, _)| kind.as_str()).collect();
            json!({
                "period": period(movement, step),
                "value": figure.value,
                "n": answered(cell),
                "se": figure.se,
                "ci95": figure.ci95,
                "limits": point.map(|point| point.own.limits),
                "ewma": point.map(|point| point.ewma.value),
                "ewma_limits": point.map(|point| point.ewma.limits),
                "cusum": point.map(|point| [point.cusum.lower, point.cusum.upper]),
                "signals": signals,
            })
        })
        .collect()
}

/// The chosen series' change by the property that is shown.
fn where_json(movement: &Movement, i: usize) -> Value {
    let attributes: Vec<String> = movement
        .splits
        .iter()
        .map(|split| Teller::where_name(&split.dim))
        .collect();
    let sides = movement.sides(i);
    json!({
        "series": movement.series[i].id,
        "from": sides.as_ref().map(|sides| period(movement, sides.first)),
        "since": sides.as_ref().map(|sides| period(movement, sides.begin)),
        "to": sides.as_ref().map(|sides| period(movement, sides.latest)),
        "attributes": attributes,
        "split": movement.split().map(split_json),
    })
}

fn split_json(split: &Split) -> Value {
    let whole = &split.whole;
    let rows: Vec<Value> = split
        .rows
        .iter()
        .map(|row| {
            let (value, others) = match &row.name {
                Name::Value(value) => (Some(value.clone().unwrap_or_default()), None),
                Name::Others(count) => (None, Some(*count)),
                Name::Hidden => (None, None),
            };
            json!({
                "value": value,
                "others": others,
                "hidden": row.name == Name::Hidden,
                "before": row.part.before,
                "after": row.part.after,
                "n_before": row.n[0],
                "n_after": row.n[1],
                "share_before": row.part.share_before,
                "share_after": row.part.share_after,
                "within": row.part.within,
                "within_ci95": row.part.within_ci95,
                "mix": row.part.mix,
                "apart": row.apart.map(|apart| apart.difference),
                "apart_p": row.apart.map(|apart| apart.p),
            })
        })
        .collect();
    let mut told = place(split);
    told["before"] = whole.before.into();
    told["after"] = whole.after.into();
    told["difference"] = whole.difference.into();
    told["within"] = whole.within.into();
    told["mix_total"] = whole.mix.into();
    told["mix_ci95"] = json!(split.mix_ci95());
    told["rows"] = rows.into();
    told
}
