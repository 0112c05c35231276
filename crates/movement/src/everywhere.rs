//! `GET /understand/movement`: what moved in every open survey.

use axum::extract::State;
use axum::response::Html;
use dashboard::Dashboard;
use dashboard::filter::no_parameters;
use dashboard::service::whose;
use dashboard::voice::Voice;
use platform::Problem;
use platform::web::{Frame, QueryPairs};
use serde::Serialize;
use serde_json::json;
use survey::{Status as Open, Survey};
use user::Viewer;

use crate::cards::{Card, card};
use crate::rules::Status;
use crate::service::{Movement, movement};
use crate::words::Teller;

/// One survey on the page.
#[derive(Clone, Debug, Serialize)]
struct Line {
    id: String,
    title: String,
    alarms: Vec<Card>,
    /// What was looked at, when nothing moved.
    quiet: Option<String>,
}

/// The page.
pub(crate) async fn page(
    State(dashboard): State<Dashboard>,
    frame: Frame,
    viewer: Viewer,
    query: QueryPairs,
) -> Result<Html<String>, Problem> {
    no_parameters(&query)?;
    let voice = Voice::new(&dashboard.app, frame.language);
    let (mut moved, mut quiet) = (Vec::new(), Vec::new());
    for movement in of_open_surveys(&dashboard, &viewer).await? {
        let line = line(&Teller::new(voice, &movement));
        if line.alarms.is_empty() {
            quiet.push(line);
        } else {
            moved.push(line);
        }
    }
    let finding = match moved.len() as u64 {
        0 => voice.word("movement-everywhere-quiet"),
        count => voice.count("movement-everywhere-moved", count, &[]),
    };
    let values = json!({
        "place": "understand",
        "finding": finding,
        "moved": moved,
        "quiet": quiet,
    });
    dashboard
        .app
        .templates
        .page("movement/everywhere.html", &frame, values)
}

/// What moved in each open survey that somebody answered.
pub(crate) async fn of_open_surveys(
    dashboard: &Dashboard,
    viewer: &Viewer,
) -> Result<Vec<Movement>, Problem> {
    let mut movements = Vec::new();
    for survey in survey::service::list(&dashboard.app, viewer).await? {
        movements.extend(of_survey(dashboard, viewer, &survey).await?);
    }
    Ok(movements)
}

/// What moved in a survey; none when it isn't open, or nobody answered it.
pub(crate) async fn of_survey(
    dashboard: &Dashboard,
    viewer: &Viewer,
    survey: &Survey,
) -> Result<Option<Movement>, Problem> {
    if survey.status != Open::Open || survey.response_count == 0 {
        return Ok(None);
    }
    let whose = whose(viewer, &survey.survey_id)?;
    match movement(dashboard, viewer, &whose, &QueryPairs::default()).await {
        Ok(movement) => Ok(Some(movement)),
        // Removed between the list and here.
        Err(Problem::NotFound(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

fn line(teller: &Teller<'_>) -> Line {
    let (movement, voice) = (teller.movement, &teller.screen.voice);
    let survey = &movement.results.survey;
    let alarms = movement.with(Status::Alarm);
    let looked_at = movement.looked_at() as u64;
    Line {
        id: survey.survey_id.clone(),
        title: voice.text(survey, &survey.definition.title).to_owned(),
        quiet: alarms.is_empty().then(|| match looked_at {
            0 => voice.word("movement-everywhere-few"),
            count => {
                let after = teller.latest();
                voice.count("movement-looked-at", count, &[("after", &after)])
            }
        }),
        // No chart here that a card could be about.
        alarms: alarms
            .into_iter()
            .map(|i| card(teller, i).aside())
            .collect(),
    }
}
