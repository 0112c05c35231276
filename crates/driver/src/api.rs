//! `GET /api/v1/surveys/{id}/drivers`: what the page shows, at full precision.

use axum::Json;
use axum::extract::State;
use dashboard::service::whose;
use platform::Problem;
use platform::web::{Path, QueryPairs};
use serde_json::{Value, json};
use user::Viewer;

use crate::service::{Drivers, Found, Need, Nothing};

/// What drives the score. Parameters: the filter, `with`, `method`, `bootstrap`, `seed`, `lift`.
pub(crate) async fn get(
    State(drivers): State<Drivers>,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    query: QueryPairs,
) -> Result<Json<Value>, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    let found = drivers.found(&whose, &query, Need::All).await?;
    Ok(Json(shape(&found)))
}

fn shape(found: &Found) -> Value {
    let (results, survey) = (&found.results, &found.results.survey);
    let mut shape = json!({
        "survey": {
            "id": survey.survey_id,
            "title": survey.definition.title,
            "status": survey.status.as_str(),
            "version": survey.version,
            "change_seq": results.change_seq,
        },
        "period": dashboard::days_counted(results),
        "hidden": results.hidden,
        "status": status(found),
        "figure": results.metric.map(|metric| figures::metric(metric, &results.all)),
        "weight": found.weight,
        "account": found.account,
        "with": found.wanted.with,
        "withheld": found.withheld,
        "analysis": null,
        "lift": null,
    });
    if let Ok(analysis) = &found.analysis {
        let mut told = json!(**analysis);
        if let Some(Value::Array(warnings)) = told.get_mut("warnings") {
            for (warning, own) in warnings.iter_mut().zip(&analysis.warnings) {
                warning["text"] = own.text().into();
            }
        }
        shape["analysis"] = told;
    }
    if !found.wanted.lifts.is_empty() {
        let lifts = found.wanted.lifts.iter();
        let lifts = lifts.map(|(name, percent)| json!({ "driver": name, "percent": percent }));
        let lifts: Vec<Value> = lifts.collect();
        let sum = found.joint.as_ref().map(|joint| {
            let single = joint.single.iter().map(|(_, gain)| gain);
            single.sum::<f64>()
        });
        let mut told = json!(found.joint);
        if let (Value::Object(told), Some(joint)) = (&mut told, &found.joint) {
            let single = joint.single.iter();
            let single = single.map(|(name, gain)| json!({ "driver": name, "gain": gain }));
            told.insert("single".to_owned(), single.collect());
        }
        shape["lift"] = json!({ "lifts": lifts, "joint": told, "sum_of_single": sum });
    }
    shape
}

/// `told`, or why there is nothing to tell.
fn status(found: &Found) -> &'static str {
    match &found.analysis {
        Ok(_) => "told",
        Err(Nothing::Hidden) => "hidden",
        Err(Nothing::NoRecommend) => "no_recommend_question",
        Err(Nothing::NoDrivers) => "no_drivers",
        Err(Nothing::NoAnswers) => "no_answers",
    }
}
