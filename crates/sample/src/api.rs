//! The API: who answered, the settings, and the planner that stands alone.

use axum::Json as Reply;
use axum::extract::State;
use dashboard::Dashboard;
use dashboard::service::whose;
use platform::Problem;
use platform::web::{Json, NoQuery, Path, Query, QueryPairs};
use serde::Deserialize;
use serde_json::{Value, json};
use stats::power::Figure;
use user::Viewer;

use crate::kept;
use crate::pace::Pace;
use crate::plan::{self, Basis, Plan, Start, Unit};
use crate::service::{self, number};
use crate::settings::{CHANGE_MAX, CHANGE_MIN, Fault, InForce, Settings};

/// `GET /api/v1/surveys/{id}/sample`.
pub(crate) async fn sample(
    State(dashboard): State<Dashboard>,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    query: QueryPairs,
) -> Result<Reply<Value>, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    // Only forms send fields left alone; of a program an empty value is a mistake.
    if let Some((name, _)) = query.0.iter().find(|(_, value)| value.is_empty()) {
        return Err(Problem::BadRequest(format!("{name} is empty")));
    }
    let sample = service::sample(&dashboard, &viewer, &whose, &query).await?;
    let mut shape = json!({
        "survey": {
            "id": sample.results.survey.survey_id,
            "title": sample.results.survey.definition.title,
            "status": sample.results.survey.status.as_str(),
            "version": sample.results.survey.version,
            "change_seq": sample.results.change_seq,
        },
        "period": dashboard::days_counted(&sample.results),
        "responses": sample.results.all.responses.n,
        "hidden": sample.results.hidden,
        "settings": sample.settings,
    });
    if let (Value::Object(shape), Value::Object(told)) = (&mut shape, json!(sample.told)) {
        shape.extend(told);
    }
    Ok(Reply(shape))
}

/// `GET /api/v1/surveys/{id}/sample-settings`.
pub(crate) async fn settings(
    State(dashboard): State<Dashboard>,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Reply<InForce>, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    Ok(Reply(kept::in_force(&dashboard, &whose).await?))
}

/// `PUT /api/v1/surveys/{id}/sample-settings`.
pub(crate) async fn save_settings(
    State(dashboard): State<Dashboard>,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(settings): Json<Settings>,
) -> Result<Reply<InForce>, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    match kept::save(&dashboard, (&viewer, &whose), settings).await? {
        Ok(saved) => Ok(Reply(saved)),
        Err(faults) => Err(Problem::all_invalid(
            faults.iter().map(Fault::error).collect(),
        )),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Planned {
    change: Option<String>,
    promoters: Option<String>,
    detractors: Option<String>,
    share: Option<String>,
    sd: Option<String>,
    design_effect: Option<String>,
    per_month: Option<String>,
}

/// `GET /api/v1/plan`: the planner without a survey.
pub(crate) async fn plan(Query(asked): Query<Planned>) -> Result<Reply<Plan>, Problem> {
    let start = start(&asked)?;
    let given = read("change", asked.change.as_ref(), CHANGE_MIN..=CHANGE_MAX)?;
    let change = given.unwrap_or_else(|| start.unit.usual_change());
    Ok(Reply(plan::plan(&start, change, None)))
}

fn start(asked: &Planned) -> Result<Start, Problem> {
    let share = |name, text| read(name, text, 0.0..=1.0);
    let promoters = share("promoters", asked.promoters.as_ref())?;
    let detractors = share("detractors", asked.detractors.as_ref())?;
    let satisfied = share("share", asked.share.as_ref())?;
    // Nobody's answers on 1–5 spread more than half on either end.
    let sd = read("sd", asked.sd.as_ref(), 0.01..=2.0)?;
    let effect = read("design_effect", asked.design_effect.as_ref(), 1.0..=1000.0)?;
    let per_month = read("per_month", asked.per_month.as_ref(), 0.0..=1e9)?;
    let (unit, figure, basis) = match (promoters, detractors, satisfied, sd) {
        (None, None, None, None) => {
            let unit = Unit::NpsPoints;
            (unit, plan::usual(unit), Basis::PlanningValues)
        }
        (Some(promoters), Some(detractors), None, None) if promoters + detractors <= 1.0 => {
            let figure = Figure::Nps {
                promoters,
                detractors,
            };
            (Unit::NpsPoints, figure, Basis::Given)
        }
        (None, None, Some(share), None) => {
            (Unit::PercentagePoints, Figure::Share(share), Basis::Given)
        }
        (None, None, None, Some(sd)) => {
            // The middle of the scale has room both ways; the spread is what counts.
            let (value, range) = (3.0, [1.0, 5.0]);
            let figure = Figure::Mean { value, sd, range };
            (Unit::ScalePoints, figure, Basis::Given)
        }
        _ => {
            return Err(Problem::BadRequest(
                "give promoters and detractors (together at most 1), or share, or sd, or none of \
                 them"
                    .to_owned(),
            ));
        }
    };
    Ok(Start {
        unit,
        figure,
        basis,
        design_effect: effect.unwrap_or(1.0),
        pace: per_month.map(Pace::monthly),
        population: None,
    })
}

fn read(
    name: &str,
    text: Option<&String>,
    within: std::ops::RangeInclusive<f64>,
) -> Result<Option<f64>, Problem> {
    text.map(|text| number(name, text, within)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(&str, &str)]) -> Planned {
        let text = |name: &str| {
            let found = pairs.iter().find(|(known, _)| *known == name);
            found.map(|(_, text)| (*text).to_owned())
        };
        Planned {
            change: text("change"),
            promoters: text("promoters"),
            detractors: text("detractors"),
            share: text("share"),
            sd: text("sd"),
            design_effect: text("design_effect"),
            per_month: text("per_month"),
        }
    }

    #[test]
    fn the_planner_takes_one_kind_of_figure() {
        let usual = start(&asked(&[])).expect("the usual mix");
        assert_eq!(
            (usual.unit, usual.basis),
            (Unit::NpsPoints, Basis::PlanningValues)
        );
        let given = start(&asked(&[("promoters", "0.5"), ("detractors", "0,25")])).expect("given");
        assert!((given.figure.value() - 25.0).abs() < 1e-9);
        assert_eq!(
            start(&asked(&[("share", "0.8")])).expect("a share").unit,
            Unit::PercentagePoints
        );
        assert_eq!(
            start(&asked(&[("sd", "1.1")])).expect("a mean").unit,
            Unit::ScalePoints
        );
        for wrong in [
            &[("promoters", "0.5")][..],
            &[("promoters", "0.8"), ("detractors", "0.3")],
            &[("promoters", "45"), ("detractors", "20")],
            &[("share", "0.5"), ("sd", "1")],
            &[("design_effect", "0.5")],
            &[("per_month", "many")],
        ] {
            assert!(start(&asked(wrong)).is_err(), "{wrong:?}");
        }
    }
}
