//! `GET /api/v1/surveys/{id}/figures`: what the results page shows, in the shape of `analyze`.

use axum::Json;
use axum::extract::State;
use facts::{Key, Period};
use figures::{Coding, Metric};
use platform::Problem;
use platform::clock::date_of_day;
use platform::web::{Path, QueryPairs};
use serde_json::{Map, Value, json};
use user::Viewer;

use crate::filter::{By, Others};
use crate::mention::{Thing, Topic, topics};
use crate::results::{Depth, Point, Results, further_metrics};
use crate::screen::as_outcome;
use crate::service::{Dashboard, whose};
use crate::widgets::doubt::{self, InDoubt};

/// The figures of a survey. Parameters as on the page: `by`, `from`, `to`, `attribute`,
/// `language`, `channel`, `version`, `complete`, `trend`.
pub(crate) async fn figures(
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
    let results = dashboard
        .results(&whose, &query, Others::NONE, Depth::Api)
        .await?;
    let in_doubt = doubt::in_doubt(&results).await?;
    Ok(Json(shape(&results, in_doubt)))
}

fn shape(results: &Results, in_doubt: InDoubt) -> Value {
    let survey = &results.survey;
    let names: Vec<&str> = survey
        .definition
        .drivers()
        .map(|q| q.key.as_str())
        .collect();
    let coding = Coding::default();
    let recommend = matches!(results.metric, Some(Metric::Nps | Metric::Enps));
    let all = &results.all;
    let groups = results.split.iter().flat_map(|split| {
        let by = &split.by;
        split.groups.iter().map(move |group| (by, group))
    });
    let by: Vec<Value> = groups
        .map(|(by, group)| group_json(results, by, group, &names))
        .collect();
    let (total, complete) = (all.responses.n, all.complete.n);
    let completion = (total > 0).then(|| complete as f64 / total as f64);
    json!({
        "survey": {
            "id": survey.survey_id,
            "title": survey.definition.title,
            "status": survey.status.as_str(),
            "version": survey.version,
            "change_seq": results.change_seq,
        },
        "period": days_counted(results),
        "rows": total,
        "rejected": [],
        "hidden": results.hidden,
        "nps": if recommend { json!(figures::nps(all)) } else { json!(figures::Nps::default()) },
        "by": by,
        "drivers": if recommend { figures::drivers(&names, all, &coding) } else { Vec::new() },
        "figure": results.metric.map(|metric| figures::metric(metric, all)),
        "metrics": metrics(results),
        "responses": {
            "total": total,
            "complete": complete,
            "partial": total - complete,
            "completion": completion,
        },
        "in_doubt": in_doubt,
        "named": named(results),
        "distribution": figures::distribution(all).scores,
        "missing": figures::distribution(all).missing,
        "earlier_scale": results.earlier,
        "trend": trend(results),
    })
}

/// The days that were counted, and whether they are more than were asked for: where groups hide,
/// periods are whole months.
pub fn days_counted(results: &Results) -> Value {
    let date = |day: Option<i32>| day.map(|day| date_of_day(day).to_string());
    json!({
        "from": date(results.asked.from),
        "to": date(results.asked.to),
        "widened": results.widened,
    })
}

/// What people named in place of a score, by question.
fn named(results: &Results) -> Vec<Value> {
    let thing = |thing: Thing<'_>| {
        let mut value = json!({
            "choice": thing.named.choice,
            "text": thing.named.text,
            "hidden": thing.hidden,
        });
        let told = json!(thing.mention);
        if let (Value::Object(value), Value::Object(told)) = (&mut value, told) {
            // The same members whether shown or not.
            let told = told.into_iter();
            value.extend(told.map(|(name, v)| (name, if thing.hidden { Value::Null } else { v })));
        }
        value
    };
    let topic = |topic: Topic<'_>| {
        json!({
            "question": topic.question.key,
            "kind": topic.question.kind.as_str(),
            "n": topic.n,
            "things": topic.things.into_iter().map(thing).collect::<Vec<_>>(),
        })
    };
    topics(results).into_iter().map(topic).collect()
}

/// The outcome and what else is measured, by question.
fn metrics(results: &Results) -> Vec<Value> {
    let named = |key: &str, figure: figures::Figure| {
        let mut value = json!(figure);
        value["question"] = key.into();
        value
    };
    let outcome = results.survey.definition.outcome().zip(results.metric);
    let first = outcome
        .map(|(question, metric)| named(&question.key, figures::metric(metric, &results.all)));
    let start = results.survey.definition.drivers().count();
    let further = further_metrics(&results.survey)
        .zip(start..results.all.drivers.len())
        .map(|((question, metric), table)| {
            named(
                &question.key,
                figures::metric(metric, &as_outcome(&results.all, table)),
            )
        });
    first.into_iter().chain(further).collect()
}

fn group_json(results: &Results, by: &By, group: &Point, names: &[&str]) -> Value {
    let recommend = matches!(results.metric, Some(Metric::Nps | Metric::Enps));
    let counts = &group.counts;
    let told = figures::group(&label(&group.key), names, counts, &Coding::default());
    let mut value = json!(told);
    if !recommend {
        value["nps"] = json!(figures::Nps::default());
        value["drivers"] = json!([]);
    }
    value["figure"] = json!(results.metric.map(|metric| figures::metric(metric, counts)));
    value["responses"] = counts.responses.n.into();
    value["hidden"] = group.hidden.into();
    if let (By::Period(_), Key::Period { start_day, .. }) = (by, &group.key) {
        value["from"] = date_of_day(*start_day).to_string().into();
    }
    value
}

fn trend(results: &Results) -> Value {
    let Some(metric) = results.metric else {
        return json!([]);
    };
    let labelled: Vec<_> = results
        .trend
        .points
        .iter()
        .map(|point| (label(&point.key), point.counts.clone()))
        .collect();
    let mut starts = vec![0];
    starts.extend(results.trend.breaks.iter().copied());
    let ends = starts.iter().skip(1).copied().chain([labelled.len()]);
    let told = starts
        .iter()
        .zip(ends)
        .flat_map(|(&start, end)| figures::trend(metric, &labelled[start..end], None));
    let points = results.trend.points.iter().enumerate().zip(told);
    points
        .map(|((index, point), told)| {
            let mut value: Map<String, Value> = Map::new();
            value.insert("period".to_owned(), told.label.into());
            if let Key::Period { start_day, .. } = &point.key {
                value.insert(
                    "from".to_owned(),
                    date_of_day(*start_day).to_string().into(),
                );
            }
            if let Value::Object(figure) = json!(told.figure) {
                value.extend(figure);
            }
            let verdict = told.since_previous.map(|change| change.verdict.as_str());
            value.insert("verdict".to_owned(), json!(verdict));
            value.insert("since_previous".to_owned(), json!(told.since_previous));
            value.insert("since_first".to_owned(), json!(told.since_baseline));
            value.insert(
                "new_wording".to_owned(),
                results.trend.breaks.contains(&index).into(),
            );
            value.insert("hidden".to_owned(), point.hidden.into());
            Value::Object(value)
        })
        .collect()
}

/// A group as programs read it: `2026-03`, `2026-Q1`, `2026`, `2026-03-09` for a week, a value, or
/// nothing for no value.
pub fn label(key: &Key) -> String {
    match key {
        Key::Value(value) => value.clone().unwrap_or_default(),
        Key::Period { period, start_day } => {
            let date = date_of_day(*start_day);
            match period {
                Period::Week => date.to_string(),
                Period::Month => format!("{:04}-{:02}", date.year(), date.month()),
                Period::Quarter => format!("{:04}-Q{}", date.year(), (date.month() - 1) / 3 + 1),
                Period::Year => date.year().to_string(),
            }
        }
    }
}
