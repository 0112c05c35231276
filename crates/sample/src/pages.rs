//! The page: who answered, how sure the figure is, how many more are needed; and its settings.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use dashboard::file::ChartFile;
use dashboard::screen::Screen;
use dashboard::service::whose;
use dashboard::voice::Voice;
use dashboard::widgets::filters;
use dashboard::{Dashboard, Whose};
use platform::Problem;
use platform::web::{FormData, Frame, Path, QueryPairs};
use serde_json::{Value, json};
use user::Viewer;

use crate::kept;
use crate::service::{self, Sample};
use crate::settings::{self, Fault, InForce};
use crate::tell::{self, Teller};

/// What the settings form shows when it is not what is stored.
struct Form<'a> {
    fields: &'a FormData,
    faults: &'a [Fault],
}

/// The settings' fields.
const FIELDS: [&str; 4] = [
    "weight_attribute",
    "account_attribute",
    "population_size",
    "target_change",
];

/// `GET /surveys/{id}/sample`.
pub(crate) async fn show(
    State(dashboard): State<Dashboard>,
    frame: Frame,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    query: QueryPairs,
) -> Result<Html<String>, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    let (said, query) = without_said(query)?;
    let page = Page {
        dashboard: &dashboard,
        frame: &frame,
        viewer: &viewer,
        whose: &whose,
    };
    page.html(&query, said, None).await
}

/// Whether settings were just saved, and the parameters without that.
fn without_said(query: QueryPairs) -> Result<(bool, QueryPairs), Problem> {
    let (said, others): (Vec<_>, Vec<_>) =
        query.0.into_iter().partition(|(name, _)| name == "said");
    match said.as_slice() {
        [] => Ok((false, QueryPairs(others))),
        [(_, value)] if value == "saved" => Ok((true, QueryPairs(others))),
        _ => Err(Problem::BadRequest("said is saved".to_owned())),
    }
}

/// `POST /surveys/{id}/sample/settings`.
pub(crate) async fn save(
    State(dashboard): State<Dashboard>,
    frame: Frame,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    form.only(|name| FIELDS.contains(&name))?;
    let saved = match settings::read(|name| form.text(name).to_owned()) {
        Ok(settings) => kept::save(&dashboard, (&viewer, &whose), settings)
            .await?
            .map(drop),
        Err(faults) => {
            // Whose survey it is shows before what is wrong with the form.
            dashboard.source(&whose).await?;
            Err(faults)
        }
    };
    let Err(faults) = saved else {
        let back = format!("/surveys/{survey_id}/sample?said=saved#settings");
        return Ok(Redirect::to(&back).into_response());
    };
    let page = Page {
        dashboard: &dashboard,
        frame: &frame,
        viewer: &viewer,
        whose: &whose,
    };
    let form = Form {
        fields: &form,
        faults: &faults,
    };
    let html = page.html(&QueryPairs::default(), false, Some(form)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html).into_response())
}

/// `GET /surveys/{id}/sample/charts/{file}`.
pub(crate) async fn chart(
    State(dashboard): State<Dashboard>,
    asked: ChartFile,
) -> Result<Response, Problem> {
    let ChartFile { viewer, whose, .. } = &asked;
    let sample = service::sample(&dashboard, viewer, whose, &asked.query).await?;
    let voice = Voice::new(&dashboard.app, asked.frame.language);
    let screen = Screen::new(voice, &sample.results);
    let screen = screen.at("sample", &[]);
    let metric = sample.results.metric.ok_or_else(|| Problem::no("chart"))?;
    let teller = Teller {
        screen: &screen,
        told: &sample.told,
        metric,
    };
    asked.of(tell::picture(&teller, &asked.name))
}

/// What every rendering of the page needs.
struct Page<'a> {
    dashboard: &'a Dashboard,
    frame: &'a Frame,
    viewer: &'a Viewer,
    whose: &'a Whose,
}

impl Page<'_> {
    async fn html(
        &self,
        query: &QueryPairs,
        said: bool,
        form: Option<Form<'_>>,
    ) -> Result<Html<String>, Problem> {
        let Self {
            dashboard,
            frame,
            viewer,
            whose,
        } = self;
        let sample = service::sample(dashboard, viewer, whose, query).await?;
        let zone = dashboard.zone(viewer).await?;
        let results = &sample.results;
        let keep: Vec<(String, String)> = query
            .get("change")
            .filter(|change| !change.is_empty())
            .map(|change| ("change".to_owned(), change.to_owned()))
            .into_iter()
            .collect();
        let screen = Screen::new(Voice::new(&dashboard.app, frame.language), results);
        let screen = screen.at("sample", &keep);
        let teller = results.metric.map(|metric| Teller {
            screen: &screen,
            told: &sample.told,
            metric,
        });
        let now_us = dashboard.app.clock.now_us();
        let survey = dashboard::head(&screen.voice, &results.survey);
        let values = json!({
            "place": "understand",
            "said": null,
            "saved": said,
            "tab": "sample",
            "survey": survey,
            "filters": filters::filters(&screen, now_us, &zone),
            "everybody": results.everybody,
            "filtered": results.asked.is_filtered(),
            "hidden": results.hidden,
            "is_empty": results.all.answered().n == 0,
            "findings": teller.as_ref().map(tell::findings).unwrap_or_default(),
            "sections": teller.as_ref().map(tell::sections).unwrap_or_default(),
            "planner": teller.as_ref().and_then(tell::planner),
            "plan_keep": results.asked.filter_pairs(),
            "settings": form_values(&sample, &screen, form.as_ref()),
            "may_manage": viewer.may_manage,
        });
        dashboard
            .app
            .templates
            .page("sample/sample.html", frame, values)
    }
}

/// The settings form: what is in force or was typed, the attributes to choose from, mistakes.
fn form_values(sample: &Sample, screen: &Screen<'_>, form: Option<&Form<'_>>) -> Value {
    let in_force = &sample.settings;
    let value = |field: &str| match form {
        Some(form) => form.fields.text(field).to_owned(),
        None => stored(in_force, screen, field),
    };
    let error = |field: &str| {
        let fault = form.iter().flat_map(|form| form.faults);
        let fault = fault.into_iter().find(|fault| fault.field() == field)?;
        Some(screen.voice.word(&format!("sample-wrong-{}", fault.word())))
    };
    let field = |field: &'static str| {
        json!({
            "name": field,
            "value": value(field),
            "error": error(field),
            "guessed": form.is_none() && in_force.is_guess(field),
        })
    };
    let mut names = sample.attributes.clone();
    // What is set stays in the list, even when no answer has it any more.
    for name in &in_force.unknown {
        names.push(name.clone());
    }
    json!({
        "attributes": names,
        "weight": field("weight_attribute"),
        "account": field("account_attribute"),
        "population": field("population_size"),
        "target": field("target_change"),
        "unknown": in_force.unknown,
        "wrong": form.is_some(),
    })
}

fn stored(in_force: &InForce, screen: &Screen<'_>, field: &str) -> String {
    let settings = &in_force.settings;
    let text = |name: &Option<String>| name.clone().unwrap_or_default();
    match field {
        "weight_attribute" => text(&settings.weight_attribute),
        "account_attribute" => text(&settings.account_attribute),
        "population_size" => settings
            .population_size
            .map_or_else(String::new, |size| size.to_string()),
        _ => settings.target_change.map_or_else(String::new, |change| {
            let text = change.to_string();
            match screen.voice.language {
                platform::words::Language::Nl => text.replace('.', ","),
                platform::words::Language::En => text,
            }
        }),
    }
}
