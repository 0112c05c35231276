//! The editor of a survey: all its texts and questions on one page.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use platform::web::{App, FormData, Frame, Path, Problem, Query};
use serde_json::{Value, json};
use user::Viewer;

use super::form::{Action, Editing};
use super::{SaidParameters, rotation, view};
use crate::model::Survey;
use crate::rules::{self, Fault};
use crate::service;

pub(super) async fn show(
    State(app): State<App>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<SaidParameters>,
) -> Result<Response, Problem> {
    let survey = service::get(&app, &viewer, &id).await?;
    let versions = versions(&app, &survey).await?;
    if !viewer.may_manage {
        let values = json!({
            "place": "ask",
            "tab": "questions",
            "survey": view::survey(&app, &frame, &survey),
            "questions": view::read_only(&app, &frame, &survey),
            "versions": versions,
            "seconds": rules::expected_seconds(&survey.definition),
            "rotation": rotation::said(&survey.definition),
        });
        return Ok(app
            .templates
            .page("survey/show.html", &frame, values)?
            .into_response());
    }
    let form = Form {
        app: &app,
        frame: &frame,
        survey: &survey,
        versions,
    };
    let editing = editing(&survey);
    let told = Told {
        said: asked.said.map(super::Said::word),
        ..Told::default()
    };
    form.page(&editing, &[], told)
}

/// The form as it follows from what is stored.
fn editing(survey: &Survey) -> Editing {
    Editing {
        revision: survey.revision,
        definition: survey.definition.clone(),
        removed: Vec::new(),
    }
}

/// The editor with what stands in the way of publishing.
pub(super) fn again(
    app: &App,
    frame: &Frame,
    survey: &Survey,
    faults: &[Fault],
) -> Result<Response, Problem> {
    let form = Form {
        app,
        frame,
        survey,
        versions: Vec::new(),
    };
    let told = Told {
        status: StatusCode::UNPROCESSABLE_ENTITY,
        ..Told::default()
    };
    form.page(&editing(survey), faults, told)
}

/// Every version with the time it began, when there is more than one.
async fn versions(app: &App, survey: &Survey) -> Result<Vec<Value>, Problem> {
    let versions = service::versions(app, survey).await?;
    if versions.len() < 2 {
        return Ok(Vec::new());
    }
    let line = |(at, version): (usize, &(i64, _, i64))| {
        let (number, definition, from_at_us) = version;
        let change = at
            .checked_sub(1)
            .and_then(|before| versions.get(before))
            .map(|(_, before, _)| rules::change(before, definition))
            .unwrap_or_default();
        json!({
            "version": number,
            "from_at_us": from_at_us,
            "wording": change.wording.join(", "),
            "scale": change.scale.join(", "),
            "is_dealt_otherwise": change.rotation,
            "rotation": rotation::said(definition),
        })
    };
    Ok(versions.iter().enumerate().map(line).collect())
}

/// What the editor says besides its fields.
struct Told {
    status: StatusCode,
    said: Option<&'static str>,
    /// Somebody else saved meanwhile.
    conflict: bool,
}

impl Default for Told {
    fn default() -> Self {
        Self {
            status: StatusCode::OK,
            said: None,
            conflict: false,
        }
    }
}

struct Form<'a> {
    app: &'a App,
    frame: &'a Frame,
    survey: &'a Survey,
    versions: Vec<Value>,
}

impl Form<'_> {
    fn page(self, editing: &Editing, faults: &[Fault], told: Told) -> Result<Response, Problem> {
        let view = view::Editor::new((self.app, self.frame), self.survey, editing, faults);
        let mut values = view.values();
        values["said"] = json!(told.said);
        values["conflict"] = json!(told.conflict);
        values["versions"] = json!(self.versions);
        let page = self
            .app
            .templates
            .page("survey/editor.html", self.frame, values)?;
        Ok((told.status, page).into_response())
    }
}

pub(super) async fn edit(
    State(app): State<App>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    let survey = service::get(&app, &viewer, &id).await?;
    let action = Action::read(&form)?;
    let mut editing = Editing::read(&form)?;
    editing.apply(action);
    let page = Form {
        app: &app,
        frame: &frame,
        survey: &survey,
        versions: Vec::new(),
    };
    if !matches!(action, Action::Save | Action::Publish) {
        return page.page(&editing, &[], Told::default());
    }
    let made = editing.complete();
    let mut faults = if action == Action::Publish || survey.published_at_us.is_some() {
        rules::check_publishable(&editing.definition)
    } else {
        rules::check(&editing.definition)
    };
    let (old, answered) = (&survey.definition, survey.response_count);
    faults.extend(rules::settled(old, &editing.definition, answered));
    if !faults.is_empty() {
        editing.reopen(&made);
        let told = Told {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            ..Told::default()
        };
        return page.page(&editing, &faults, told);
    }
    let (definition, expected) = (editing.definition.clone(), Some(editing.revision));
    let saved = service::save_definition(&app, &viewer, &id, definition, expected).await;
    let saved = match saved {
        Err(Problem::Conflict(_)) => {
            // What was typed stays; a second save goes over what the other one stored.
            let survey = service::get(&app, &viewer, &id).await?;
            editing.revision = survey.revision;
            let page = Form {
                app: &app,
                frame: &frame,
                survey: &survey,
                versions: Vec::new(),
            };
            let told = Told {
                status: StatusCode::CONFLICT,
                conflict: true,
                said: None,
            };
            return page.page(&editing, &[], told);
        }
        other => other?,
    };
    if action == Action::Publish {
        service::publish(&app, &viewer, &id).await?;
        return Ok(Redirect::to(&format!("/surveys/{id}/share?said=published")).into_response());
    }
    let said = if saved.is_new_version {
        "version"
    } else {
        "saved"
    };
    Ok(super::back(&id, said).into_response())
}
