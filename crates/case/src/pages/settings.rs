//! When who hears of a case that is due.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::Problem;
use platform::web::{App, FormData, Frame, Query};
use policy::follow::Escalation;
use serde::Deserialize;
use serde_json::json;
use user::Viewer;

use super::wrong::WRONG;
use crate::service;
use crate::settings::Settings;

const FIELDS: [&str; 3] = ["remind_before", "lead_after", "administrators_after"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    said: Option<String>,
}

pub(super) async fn show(
    State(app): State<App>,
    frame: Frame,
    viewer: Viewer,
    Query(Said { said }): Query<Said>,
) -> Result<Html<String>, Problem> {
    let own = service::settings(&app, &viewer).await?.escalation;
    let hours = [own.remind_before, own.lead_after, own.administrators_after].map(hours);
    let reader = (&frame, &viewer);
    page(
        &app,
        reader,
        &hours,
        (said.as_deref() == Some("saved"), None),
    )
}

fn page(
    app: &App,
    (frame, viewer): (&Frame, &Viewer),
    hours: &[String; 3],
    (is_saved, wrong): (bool, Option<String>),
) -> Result<Html<String>, Problem> {
    let fields: Vec<_> = FIELDS
        .iter()
        .zip(hours)
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect();
    let values = json!({
        "place": "act",
        "may_manage": viewer.may_manage,
        "fields": fields,
        "is_saved": is_saved,
        "wrong": wrong,
    });
    app.templates.page("case/settings.html", frame, values)
}

/// Minutes of office time as hours, a quarter as .25.
fn hours(minutes: u32) -> String {
    format!("{}", f64::from(minutes) / 60.0)
}

pub(super) async fn save(
    State(app): State<App>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| FIELDS.contains(&name))?;
    let saved = match read(&form) {
        Ok(escalation) => service::save_settings(&app, &viewer, Settings { escalation }).await,
        Err(problem) => Err(problem),
    }
    .map_err(|problem| WRONG.said(&app, frame.language, problem));
    match saved {
        Ok(_) => Ok(Redirect::to("/cases/settings?said=saved").into_response()),
        Err(Problem::Invalid { errors, .. }) => {
            let typed = FIELDS.map(|name| form.text(name).to_owned());
            let details: Vec<&str> = errors.iter().map(|e| e.detail.as_str()).collect();
            let wrong = Some(details.join("; "));
            let page = page(&app, (&frame, &viewer), &typed, (false, wrong))?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(problem) => Err(problem),
    }
}

fn read(form: &FormData) -> Result<Escalation, Problem> {
    let minutes = |name: &str| {
        let hours: f64 = form
            .text(name)
            .replace(',', ".")
            .parse()
            .unwrap_or(f64::NAN);
        if !(0.0..=10_000.0).contains(&hours) {
            return Err(Problem::invalid(
                format!("/{name}"),
                "a number of hours, as 4 or 0.5",
            ));
        }
        Ok((hours * 60.0).round() as u32)
    };
    Ok(Escalation {
        remind_before: minutes(FIELDS[0])?,
        lead_after: minutes(FIELDS[1])?,
        administrators_after: minutes(FIELDS[2])?,
    })
}
