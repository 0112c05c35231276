//! The results page of one survey, and its charts as files.

use axum::extract::State;
use axum::response::{Html, Response};
use platform::Problem;
use platform::web::{Frame, Path, QueryPairs};
use serde_json::{Value, json};
use survey::Survey;
use user::Viewer;

use crate::behind::Behind;
use crate::file::ChartFile;
use crate::filter::{Others, address};
use crate::picture::Picture;
use crate::results::Depth;
use crate::screen::Screen;
use crate::service::{Dashboard, whose};
use crate::voice::Voice;
use crate::widgets::{
    answered, comments, distribution, doubt, drivers, filters, headline, metrics, named,
    opportunity, split, trend, waves,
};

/// Parameters of the page beside filter, split and trend: those of its comments.
const OTHERS: Others<'_> = Others {
    once: &["q", "class", "before"],
    many: &[],
};

/// The survey as the head of its pages shows it.
pub fn head(voice: &Voice<'_>, survey: &Survey) -> Value {
    json!({
        "id": survey.survey_id,
        "title": voice.text(survey, &survey.definition.title),
        "status": survey.status.as_str(),
    })
}

/// `GET /surveys/{id}/results`.
pub(crate) async fn results(
    State(dashboard): State<Dashboard>,
    frame: Frame,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    query: QueryPairs,
) -> Result<Html<String>, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    let results = dashboard
        .results(&whose, &query, OTHERS, Depth::Page)
        .await?;
    let zone = dashboard.zone(&viewer).await?;
    let screen = Screen::new(Voice::new(&dashboard.app, frame.language), &results);
    let behind = Behind::read(&query, &results.survey, &results.plan)?;
    let class = query.get("class").unwrap_or_default();
    let comments = comments::comments(&screen, (behind, class)).await?;
    let in_doubt = doubt::in_doubt(&results).await?;
    let in_doubt = doubt::told(&screen.voice, &results.asked, in_doubt);
    let mut explained = metrics::explained(&screen);
    explained.extend(in_doubt.is_some().then_some("doubt"));
    let survey = &results.survey;
    let is_empty = headline::is_empty(&results.all);
    let values = json!({
        "place": "understand", "said": null,
        "tab": "results",
        "survey": head(&screen.voice, survey),
        "mark": results.source.mark(),
        "metric": results.metric.map(|metric| screen.voice.metric(metric)),
        "is_nps": matches!(results.metric, Some(figures::Metric::Nps | figures::Metric::Enps)),
        "employees": survey.definition.employees,
        "hidden": results.hidden,
        "everybody": results.everybody,
        "is_empty": is_empty,
        "filtered": results.asked.is_filtered(),
        "filters": filters::filters(&screen, dashboard.app.clock.now_us(), &zone),
        "headline": headline::headline(&screen).filter(|_| !is_empty),
        "classes": distribution::summary(&screen),
        "answered": answered::answered(&screen),
        "doubt": in_doubt,
        "named": named::told(&screen),
        "metrics": metrics::tiles(&screen),
        "explained": explained,
        "drivers": drivers::rows(&screen),
        "drivers_page": address(
            &format!("/surveys/{}/drivers", survey.survey_id),
            &results.asked.filter_pairs(),
        ),
        "split": split::finding(&screen),
        "trend_title": trend::title(&screen),
        "opportunity_title": opportunity::title(&screen),
        "comments": comments,
        "pictures": pictures(&screen, is_empty),
        "answers": screen.answers_at(&results.asked, &[]),
        "take": take(&screen),
        "sees_everything": viewer.sight == user::Sight::Everything,
    });
    dashboard
        .app
        .templates
        .page("dashboard/results.html", &frame, values)
}

/// Where the page can be had as a file, and by mail at set times, with its filter.
fn take(screen: &Screen<'_>) -> Value {
    let survey_id = &screen.results.survey.survey_id;
    let pairs = screen.results.asked.pairs();
    let filter = address("", &pairs).trim_start_matches('?').to_owned();
    let at = |file: &str| address(&format!("/surveys/{survey_id}/report.{file}"), &pairs);
    let schedule = [
        ("survey".to_owned(), survey_id.clone()),
        ("filter".to_owned(), filter),
    ];
    json!({
        "pdf": at("pdf"),
        "xlsx": at("xlsx"),
        "schedule": address("/reports/new", &schedule),
    })
}

/// The charts of the page by name; without scores only what was named.
fn pictures(screen: &Screen<'_>, is_empty: bool) -> serde_json::Map<String, Value> {
    let scores = [
        ("distribution", distribution::picture(screen)),
        ("trend", trend::picture(screen)),
        ("drivers", drivers::picture(screen)),
        ("opportunity", opportunity::picture(screen)),
        ("waves", waves::picture(screen)),
        ("split", split::picture(screen)),
    ];
    let named = ["moment", "elsewhere"].map(|kind| (kind, named::picture(screen, kind)));
    let scores = scores
        .into_iter()
        .map(|(name, picture)| (name, picture.filter(|_| !is_empty)));
    scores
        .chain(named)
        .map(|(name, picture)| {
            let shown = picture.map(|picture| picture.show(screen));
            (name.to_owned(), json!(shown))
        })
        .collect()
}

/// `GET /surveys/{id}/charts/{file}`: a chart of the results page as SVG or its table as CSV.
pub(crate) async fn chart(
    State(dashboard): State<Dashboard>,
    asked: ChartFile,
) -> Result<Response, Problem> {
    let results = dashboard
        .results(&asked.whose, &asked.query, Others::NONE, Depth::Page)
        .await?;
    let screen = Screen::new(Voice::new(&dashboard.app, asked.frame.language), &results);
    asked.of(picture(&screen, &asked.name))
}

fn picture<'a>(screen: &'a Screen<'a>, name: &str) -> Option<Picture<'a>> {
    match name {
        "distribution" => distribution::picture(screen),
        "trend" => trend::picture(screen),
        "drivers" => drivers::picture(screen),
        "opportunity" => opportunity::picture(screen),
        "waves" => waves::picture(screen),
        "split" => split::picture(screen),
        "moment" | "elsewhere" => named::picture(screen, name),
        _ => None,
    }
}
