//! The pages that make and share surveys. Answering them belongs to the responses.

mod editor;
mod form;
mod rotation;
mod view;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::web::{App, FormData, Frame, NoQuery, Path, Problem, Query};
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Deserialize;
use serde_json::{Value, json};
use user::{Access, Entry, Gate, Routes, Sight, Viewer};

use crate::model::{Direction, Survey};
use crate::rules::{self, Fault, TITLE_MAX};
use crate::service::{self, NewSurvey};
use crate::templates::{Extra, Template};

pub(crate) fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get("/surveys", Access::Member, list)
        .get("/surveys/new", Access::Manager, new_page)
        .post("/surveys/new", Access::Manager, create)
        .get("/surveys/{id}", Access::Viewer, editor::show)
        .post("/surveys/{id}", Access::Manager, editor::edit)
        .post("/surveys/{id}/publish", Access::Manager, publish)
        .post("/surveys/{id}/close", Access::Manager, close)
        .post("/surveys/{id}/reopen", Access::Manager, reopen)
        .post("/surveys/{id}/remove", Access::Manager, remove)
        .get("/surveys/{id}/share", Access::Viewer, share)
        .get("/surveys/{id}/qr.svg", Access::Viewer, qr_code)
        .finish(gate.app().clone())
}

async fn list(
    State(app): State<App>,
    frame: Frame,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Html<String>, Problem> {
    let surveys = service::list(&app, &viewer).await?;
    let in_doubt = service::in_doubt(&app, &viewer).await?;
    let shown = |survey: &Survey| {
        let mut shown = view::survey(&app, &frame, survey);
        let doubtful = in_doubt.get(&survey.survey_id).copied().unwrap_or(0);
        shown["in_doubt"] = json!(doubtful);
        shown["counted"] = json!((survey.response_count - doubtful).max(0));
        shown
    };
    let surveys: Vec<Value> = surveys.iter().map(shown).collect();
    let values = json!({ "place": "ask", "surveys": surveys, "may_manage": viewer.may_manage,
        "sees_everything": viewer.sight == Sight::Everything });
    app.templates.page("survey/list.html", &frame, values)
}

/// Languages a new survey can be offered in; the editor adds others.
const LANGUAGES: [&str; 4] = ["nl,en", "en,nl", "nl", "en"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewParameters {
    template: Option<String>,
}

async fn new_page(
    State(app): State<App>,
    frame: Frame,
    Query(asked): Query<NewParameters>,
) -> Result<Html<String>, Problem> {
    let chosen = asked
        .template
        .unwrap_or_else(|| Template::RelationalNps.as_str().to_owned());
    service::template(&app, &chosen)?;
    let languages = if frame.language.code() == "nl" {
        "nl,en"
    } else {
        "en,nl"
    };
    let form = FormData(vec![
        ("template".to_owned(), chosen),
        ("languages".to_owned(), languages.to_owned()),
    ]);
    new_form(&app, &frame, &form, None)
}

fn new_form(
    app: &App,
    frame: &Frame,
    form: &FormData,
    error: Option<String>,
) -> Result<Html<String>, Problem> {
    let values = json!({
        "place": "ask",
        "templates": Template::ALL.map(Template::as_str),
        "languages": LANGUAGES.map(|l| json!({ "value": l, "word": l.replace(',', "-") })),
        "template": form.text("template"),
        "title": form.text("title"),
        "chosen_languages": form.text("languages"),
        "extras": Extra::ALL.map(Extra::as_str),
        "chosen_extras": form.all("extras").collect::<Vec<_>>(),
        "error": error,
    });
    app.templates.page("survey/new.html", frame, values)
}

async fn create(
    State(app): State<App>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|n| ["template", "title", "languages", "extras"].contains(&n))?;
    let extras: Vec<String> = form.all("extras").map(str::to_owned).collect();
    let template = service::template(&app, form.text("template"))?;
    if !LANGUAGES.contains(&form.text("languages")) {
        return Err(Problem::invalid(
            "languages",
            format!("one of {}", LANGUAGES.join("; ")),
        ));
    }
    let languages = form::read_languages(form.text("languages"));
    let title = form.text("title");
    let wrong = rules::wrong_text(title, TITLE_MAX, false).filter(|_| !title.is_empty());
    if let Some(wrong) = wrong {
        let fault = Fault::new("title", wrong).with("max", TITLE_MAX);
        let error = fault.say(&app.words, frame.language);
        let page = new_form(&app, &frame, &form, Some(error))?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let titled = languages.iter().filter(|_| !title.is_empty());
    let new = NewSurvey {
        template,
        title: titled.map(|l| (l.clone(), title.to_owned())).collect(),
        languages,
        drivers: None,
        extras: service::extras("extras", &extras)?,
    };
    let survey = service::create_from_template(&app, &viewer, new).await?;
    Ok(Redirect::to(&format!("/surveys/{}?said=created", survey.survey_id)).into_response())
}

fn back(id: &str, said: &str) -> Redirect {
    Redirect::to(&format!("/surveys/{id}?said={said}"))
}

async fn publish(
    State(app): State<App>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let survey = service::get(&app, &viewer, &id).await?;
    let faults = rules::check_publishable(&survey.definition);
    if !faults.is_empty() {
        return editor::again(&app, &frame, &survey, &faults);
    }
    service::publish(&app, &viewer, &id).await?;
    Ok(Redirect::to(&format!("/surveys/{id}/share?said=published")).into_response())
}

async fn close(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Redirect, Problem> {
    service::close(&app, &viewer, &id).await?;
    Ok(back(&id, "closed"))
}

async fn reopen(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Redirect, Problem> {
    service::reopen(&app, &viewer, &id).await?;
    Ok(back(&id, "reopened"))
}

async fn remove(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Redirect, Problem> {
    service::remove(&app, &viewer, &id).await?;
    Ok(Redirect::to("/surveys"))
}

/// What a page says after something was done.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Said {
    Created,
    Saved,
    Version,
    Published,
    Closed,
    Reopened,
}

impl Said {
    const fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Saved => "saved",
            Self::Version => "version",
            Self::Published => "published",
            Self::Closed => "closed",
            Self::Reopened => "reopened",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SaidParameters {
    said: Option<Said>,
}

async fn share(
    State(app): State<App>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<SaidParameters>,
) -> Result<Html<String>, Problem> {
    let survey = service::get(&app, &viewer, &id).await?;
    let values = json!({
        "place": "ask",
        "tab": "share",
        "survey": view::survey(&app, &frame, &survey),
        "may_manage": viewer.may_manage,
        "said": asked.said.map(Said::word),
    });
    app.templates.page("survey/share.html", &frame, values)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QrParameters {
    download: Option<u8>,
}

async fn qr_code(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<QrParameters>,
) -> Result<Response, Problem> {
    let survey = service::get(&app, &viewer, &id).await?;
    let svg = qr_svg(&service::public_url(&app, &survey))?;
    let how = if asked.download.is_some() {
        "attachment"
    } else {
        "inline"
    };
    let headers = [
        (CONTENT_TYPE, "image/svg+xml".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("{how}; filename=\"survey-{}.svg\"", &id[..8]),
        ),
    ];
    Ok((headers, svg).into_response())
}

/// A QR code of `url` that prints at any size; black on white whatever the theme, for scanners.
fn qr_svg(url: &str) -> Result<String, Problem> {
    let code = QrCode::new(url.as_bytes())
        .map_err(|e| Problem::Internal(format!("a QR code of {} bytes: {e}", url.len())))?;
    Ok(code
        .render::<svg::Color<'_>>()
        .min_dimensions(240, 240)
        .dark_color(svg::Color("#000"))
        .light_color(svg::Color("#fff"))
        .build())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_qr_code_is_a_picture_that_scales() {
        let svg = qr_svg("https://feedback.example.nl/r/0123456789abcdefghjkmnpqrs").expect("fits");
        assert!(svg.contains("<svg") && svg.contains("viewBox"));
        assert!(!svg.contains("style=") && !svg.contains("<script"));
    }
}
