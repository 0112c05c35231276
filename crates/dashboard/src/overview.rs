//! `GET /understand`: every survey with its figure, interval, n, small trend and verdict.

use axum::extract::State;
use axum::response::Html;
use platform::Problem;
use platform::web::{Frame, QueryPairs};
use serde::Serialize;
use serde_json::json;
use survey::Status;
use user::Viewer;

use crate::filter::{By, Others, no_parameters};
use crate::results::{Depth, Results};
use crate::screen::{Screen, Tile, estimate, unit};
use crate::service::{Dashboard, whose};
use crate::voice::Voice;
use crate::widgets::{headline, trend};

/// Steps of the small trend at most.
const SPARK_MAX: usize = 24;
/// Width of the small trend, px.
const SPARK_WIDTH: u32 = 160;

/// One survey on the page.
#[derive(Clone, Debug, Serialize)]
struct Line {
    id: String,
    title: String,
    status: &'static str,
    responses: String,
    tile: Option<Tile>,
    spark: Option<String>,
    /// "by month"
    steps: Option<String>,
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
    let mut lines = Vec::new();
    for survey in survey::service::list(&dashboard.app, &viewer).await? {
        if survey.status == Status::Draft && survey.response_count == 0 {
            continue;
        }
        let whose = whose(&viewer, &survey.survey_id)?;
        match dashboard
            .results(&whose, &QueryPairs::default(), Others::NONE, Depth::Page)
            .await
        {
            Ok(results) => lines.push(line(&voice, &results)),
            // Removed between the list and here.
            Err(Problem::NotFound(_)) => {}
            Err(other) => return Err(other),
        }
    }
    let values = json!({ "place": "understand", "surveys": lines });
    dashboard
        .app
        .templates
        .page("dashboard/overview.html", &frame, values)
}

fn line(voice: &Voice<'_>, results: &Results) -> Line {
    let screen = Screen::new(*voice, results);
    let survey = &results.survey;
    let tile = results
        .metric
        .filter(|_| results.all.answered().n > 0)
        .map(|metric| {
            let figure = figures::metric(metric, &results.all);
            headline::tile(&screen, metric, &figure)
        });
    Line {
        id: survey.survey_id.clone(),
        title: voice.text(survey, &survey.definition.title).to_owned(),
        status: survey.status.as_str(),
        responses: voice.count("dashboard-responses", results.everybody, &[]),
        spark: tile.as_ref().and_then(|_| spark(&screen)),
        steps: (results.trend.points.len() > 1).then(|| {
            let by: &By = &results.trend.by;
            voice.say("dashboard-trend-by", &[("by", &voice.by(by))])
        }),
        tile,
    }
}

fn spark(screen: &Screen<'_>) -> Option<String> {
    let metric = screen.results.metric?;
    let points = trend::points(screen, metric);
    let shown = &points[points.len().saturating_sub(SPARK_MAX)..];
    if shown.len() < 2 {
        return None;
    }
    let described: Vec<String> = shown
        .iter()
        .map(|point| format!("{}: {}.", point.label, screen.voice.figure(&point.figure)))
        .collect();
    let id = format!("spark-{}", screen.results.survey.survey_id);
    let title = screen.voice.say(
        "dashboard-trend-title",
        &[
            ("metric", &screen.voice.metric(metric)),
            ("by", &screen.voice.by(&screen.results.trend.by)),
        ],
    );
    Some(charts::sparkline(&charts::Sparkline {
        frame: screen
            .frame(&id, &title, &described.join(" "))
            .width(SPARK_WIDTH),
        unit: unit(metric),
        values: shown
            .iter()
            .map(|point| Some(estimate(&point.figure)?.value))
            .collect(),
        few: shown.last().is_some_and(|point| point.figure.few),
    }))
}
