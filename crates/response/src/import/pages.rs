//! The pages of an import: upload, say what the columns are, see what would happen, do it, see
//! what happened. All are plain forms; a page with something running loads itself again.

mod form;
mod upload;
mod view;

use std::path::Path as FilePath;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::handler::Handler;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::Problem;
use platform::web::{App, FormData, Frame, Path};
use serde_json::json;
use survey::Survey;
use user::{Access, Entry, Gate, Routes, Viewer};

use super::draft::Roles;
use super::jobs::{Job, Jobs, Stage};
use super::mapping::Mapping;
use super::profile::Profile;
use super::service::{self, NewSurvey};
use super::staging::{Staged, StagedId, Staging};
use super::words::Say;

#[derive(Clone)]
pub(super) struct Imports {
    app: App,
    jobs: Jobs,
}

/// The routes of imports. `staging` is a folder for uploaded files; it is made when needed.
pub fn routes(gate: &Gate, staging: &FilePath) -> (Router, Vec<Entry>) {
    let staging = Staging::new(staging);
    staging.clean(gate.app().clock.now_us());
    let limit = upload::body_limit();
    Routes::new(gate)
        .get("/surveys/{id}/import", Access::Viewer, start)
        .post(
            "/surveys/{id}/import",
            Access::Manager,
            upload::to_survey.layer(limit),
        )
        .get("/surveys/{id}/import/{file}", Access::Manager, show)
        .post("/surveys/{id}/import/{file}", Access::Manager, save)
        .post("/surveys/{id}/import/{file}/run", Access::Manager, run)
        .get(
            "/surveys/{id}/import/{file}/rejected.csv",
            Access::Manager,
            rejected,
        )
        .get("/import", Access::Manager, start_new)
        .post("/import", Access::Manager, upload::to_new.layer(limit))
        .get("/import/{file}", Access::Manager, show_new)
        .post("/import/{file}", Access::Manager, make_new)
        .finish(Imports {
            app: gate.app().clone(),
            jobs: Jobs::new(gate.app(), staging),
        })
}

/// A page again with what was wrong; a 422 so that programs notice too.
fn again(page: Html<String>) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

impl Imports {
    fn say(&self, frame: &Frame) -> Say<'_> {
        Say {
            app: &self.app,
            language: frame.language,
        }
    }

    /// A staged file of this survey; 404 when it belongs to something else.
    fn staged(&self, viewer: &Viewer, survey_id: &str, file: &str) -> Result<Opened, Problem> {
        let opened = self.opened(viewer, file)?;
        if opened.staged.survey_id.as_deref() == Some(survey_id) {
            Ok(opened)
        } else {
            Err(Problem::no("file"))
        }
    }

    fn opened(&self, viewer: &Viewer, file: &str) -> Result<Opened, Problem> {
        let of = StagedId {
            workspace_id: viewer.workspace_id.clone(),
            file_id: file.to_owned(),
        };
        let staged = self.jobs.staging.get(&of)?;
        Ok(Opened { of, staged })
    }

    fn start_page(
        &self,
        frame: &Frame,
        survey: &Survey,
        error: Option<String>,
    ) -> Result<Html<String>, Problem> {
        let say = self.say(frame);
        let values = json!({
            "survey": view::survey(survey, say), "tab": "import", "place": "ask",
            "action": format!("/surveys/{}/import", survey.survey_id),
            "may_manage": frame.person.as_ref().is_some_and(|p| p.manager),
            "limit": say.upload_limit(), "error": error,
            "one_by_one": !survey.definition.employees,
        });
        self.app.templates.page("import/start.html", frame, values)
    }

    fn new_page(&self, frame: &Frame, error: Option<String>) -> Result<Html<String>, Problem> {
        let say = self.say(frame);
        let values = json!({
            "place": "ask", "action": "/import", "limit": say.upload_limit(), "error": error,
        });
        self.app
            .templates
            .page("import/start_new.html", frame, values)
    }

    fn progress_page(
        &self,
        frame: &Frame,
        (job, stage): (&Job, &Stage),
        survey: Option<&Survey>,
    ) -> Result<Response, Problem> {
        let say = self.say(frame);
        let doing = match stage {
            Stage::Importing => "import-doing-import",
            Stage::Checking => "import-doing-check",
            _ => "import-doing-look",
        };
        let values = json!({
            "place": "ask", "tab": "import",
            "survey": survey.map(|survey| view::survey(survey, say)),
            "doing": say.say(doing, &[]),
            "percent": (job.progress.share() * 100.0).floor(),
            "rows": job.progress.rows(), "rejected": job.progress.rejected(),
        });
        Ok(self
            .app
            .templates
            .page("import/progress.html", frame, values)?
            .into_response())
    }
}

/// A staged file that was found.
struct Opened {
    of: StagedId,
    staged: Staged,
}

async fn start(
    State(imports): State<Imports>,
    frame: Frame,
    viewer: Viewer,
    Path(survey_id): Path<String>,
) -> Result<Html<String>, Problem> {
    let survey = survey::service::get(&imports.app, &viewer, &survey_id).await?;
    imports.start_page(&frame, &survey, None)
}

async fn start_new(State(imports): State<Imports>, frame: Frame) -> Result<Html<String>, Problem> {
    imports.new_page(&frame, None)
}

async fn show(
    State(imports): State<Imports>,
    frame: Frame,
    viewer: Viewer,
    Path((survey_id, file)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let survey = survey::service::get(&imports.app, &viewer, &survey_id).await?;
    let opened = imports.staged(&viewer, &survey_id, &file)?;
    let job = imports.jobs.job(&viewer, &opened.of)?;
    let mut stage = job.soon().await;
    if let Stage::Looked = stage {
        // The survey was made after the look.
        imports.jobs.check(&viewer, &opened.of)?;
        stage = job.soon().await;
    }
    let staged = imports.jobs.staging.get(&opened.of)?;
    let page = Shown {
        imports: &imports,
        frame: &frame,
        survey: &survey,
        file: &file,
    };
    match &stage {
        Stage::Imported(summary) => {
            let say = imports.say(&frame);
            let values = json!({
                "place": "ask", "tab": "import", "survey": view::survey(&survey, say),
                "summary": view::summary(summary, say), "file_id": file,
                "file_name": staged.file_name,
            });
            let page = imports
                .app
                .templates
                .page("import/done.html", &frame, values)?;
            Ok(page.into_response())
        }
        stage if stage.is_running() => imports.progress_page(&frame, (&job, stage), Some(&survey)),
        stage => {
            let mapping = staged.mapping.clone().unwrap_or_default();
            let profile = job.profile();
            Ok(page
                .mapping(&staged, profile, &mapping, stage)?
                .into_response())
        }
    }
}

/// The page with the mapping of one file.
struct Shown<'a> {
    imports: &'a Imports,
    frame: &'a Frame,
    survey: &'a Survey,
    file: &'a str,
}

impl Shown<'_> {
    fn mapping(
        &self,
        staged: &Staged,
        profile: Option<Arc<Profile>>,
        mapping: &Mapping,
        stage: &Stage,
    ) -> Result<Html<String>, Problem> {
        let error = match stage {
            Stage::Failed(failure) => Some(self.imports.say(self.frame).failure(failure)),
            _ => None,
        };
        self.with_error(staged, profile, mapping, (stage, error))
    }

    fn with_error(
        &self,
        staged: &Staged,
        profile: Option<Arc<Profile>>,
        mapping: &Mapping,
        (stage, error): (&Stage, Option<String>),
    ) -> Result<Html<String>, Problem> {
        let say = self.imports.say(self.frame);
        let definition = &self.survey.definition;
        let checked = match stage {
            Stage::Checked(summary) if error.is_none() => Some(summary),
            _ => None,
        };
        let profile = profile.as_deref();
        let values = json!({
            "place": "ask", "tab": "import", "survey": view::survey(self.survey, say),
            "action": format!("/surveys/{}/import/{}", self.survey.survey_id, self.file),
            "file_name": staged.file_name,
            "file": profile.map(|profile| view::file(profile, &staged.file_name, say)),
            "form": profile.map(|profile| view::mapping(profile, mapping, definition, say)),
            "summary": checked.map(|summary| view::summary(summary, say)),
            "preview": checked.map(|summary| view::preview(summary, definition, say)),
            "error": error,
        });
        self.imports
            .app
            .templates
            .page("import/mapping.html", self.frame, values)
    }
}

async fn save(
    State(imports): State<Imports>,
    frame: Frame,
    viewer: Viewer,
    Path((survey_id, file)): Path<(String, String)>,
    form: FormData,
) -> Result<Response, Problem> {
    let survey = survey::service::get(&imports.app, &viewer, &survey_id).await?;
    let Opened { of, mut staged } = imports.staged(&viewer, &survey_id, &file)?;
    let here = Redirect::to(&format!("/surveys/{survey_id}/import/{file}"));
    let job = imports.jobs.job(&viewer, &of)?;
    let Some(profile) = job.profile() else {
        return Ok(here.into_response());
    };
    let mapping = form::mapping(&form, &profile, &staged.mapping.clone().unwrap_or_default())?;
    if mapping.sheet != staged.sheet {
        staged.sheet.clone_from(&mapping.sheet);
        staged.mapping = None;
        imports.jobs.staging.put(&of, &staged)?;
        imports.jobs.look_again(&viewer, &of)?;
        return Ok(here.into_response());
    }
    if let Err(error) = mapping.check(&profile.names(), &survey.definition) {
        let error = imports.say(&frame).mapping(&error);
        let page = Shown {
            imports: &imports,
            frame: &frame,
            survey: &survey,
            file: &file,
        };
        let stage = job.stage();
        let page = page.with_error(&staged, Some(profile), &mapping, (&stage, Some(error)))?;
        return Ok(again(page));
    }
    staged.mapping = Some(mapping);
    imports.jobs.staging.put(&of, &staged)?;
    imports.jobs.check(&viewer, &of)?;
    Ok(here.into_response())
}

async fn run(
    State(imports): State<Imports>,
    viewer: Viewer,
    Path((survey_id, file)): Path<(String, String)>,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|_| false)?;
    survey::service::get(&imports.app, &viewer, &survey_id).await?;
    let opened = imports.staged(&viewer, &survey_id, &file)?;
    if imports.jobs.staging.has_data(&opened.of) {
        imports.jobs.import(&viewer, &opened.of)?;
    }
    Ok(Redirect::to(&format!("/surveys/{survey_id}/import/{file}")))
}

async fn rejected(
    State(imports): State<Imports>,
    viewer: Viewer,
    Path((survey_id, file)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let opened = imports.staged(&viewer, &survey_id, &file)?;
    let path = imports.jobs.staging.rejected(&opened.of);
    let open = std::fs::File::open(path).map_err(|_| Problem::no("file"))?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"rejected.csv\""),
    ];
    Ok((headers, list::file::body(open)).into_response())
}

async fn show_new(
    State(imports): State<Imports>,
    frame: Frame,
    viewer: Viewer,
    Path(file): Path<String>,
) -> Result<Response, Problem> {
    let Opened { of, staged } = imports.opened(&viewer, &file)?;
    if let Some(survey_id) = &staged.survey_id {
        let there = format!("/surveys/{survey_id}/import/{file}");
        return Ok(Redirect::to(&there).into_response());
    }
    let job = imports.jobs.job(&viewer, &of)?;
    let stage = job.soon().await;
    if stage.is_running() {
        return imports.progress_page(&frame, (&job, &stage), None);
    }
    let error = match &stage {
        Stage::Failed(failure) => Some(imports.say(&frame).failure(failure)),
        _ => None,
    };
    let profile = job.profile();
    let roles = profile.as_deref().map(Roles::guess).unwrap_or_default();
    let said = form::NewForm {
        title: staged
            .file_name
            .rsplit_once('.')
            .map_or(&*staged.file_name, |(n, _)| n)
            .to_owned(),
        language: frame.language.code().to_owned(),
        roles,
        twice: None,
    };
    Ok(imports
        .roles_page(&frame, (&file, &staged), profile.as_deref(), (&said, error))?
        .into_response())
}

impl Imports {
    fn roles_page(
        &self,
        frame: &Frame,
        (file, staged): (&str, &Staged),
        profile: Option<&Profile>,
        (said, error): (&form::NewForm, Option<String>),
    ) -> Result<Html<String>, Problem> {
        let say = self.say(frame);
        let values = json!({
            "place": "ask", "action": format!("/import/{file}"), "file_name": staged.file_name,
            "file": profile.map(|profile| view::file(profile, &staged.file_name, say)),
            "form": profile.map(|profile| view::new_survey(profile, &said.roles)),
            "title": said.title, "language": said.language, "error": error,
        });
        self.app.templates.page("import/new.html", frame, values)
    }
}

async fn make_new(
    State(imports): State<Imports>,
    frame: Frame,
    viewer: Viewer,
    Path(file): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    let Opened { of, mut staged } = imports.opened(&viewer, &file)?;
    let job = imports.jobs.job(&viewer, &of)?;
    let (Some(profile), None) = (job.profile(), &staged.survey_id) else {
        return Ok(Redirect::to(&format!("/import/{file}")).into_response());
    };
    let said = form::new_survey(&form, &profile)?;
    let say = imports.say(&frame);
    let wrong = if said.title.is_empty() {
        Some(say.say("import-wrong-title", &[]))
    } else if let Some(column) = &said.twice {
        Some(say.say("import-wrong-single", &[("column", column)]))
    } else {
        said.roles.check().err().map(|error| say.draft(&error))
    };
    if wrong.is_some() {
        let page = imports.roles_page(&frame, (&file, &staged), Some(&profile), (&said, wrong))?;
        return Ok(again(page));
    }
    let new = NewSurvey {
        title: said.title,
        language: said.language,
        roles: said.roles,
    };
    let (definition, mapping) = service::drafted(&imports.app, &viewer, &new, &profile).await?;
    let survey = service::new_survey(&imports.app, &viewer, definition).await?;
    staged.survey_id = Some(survey.survey_id.clone());
    staged.mapping = Some(mapping);
    imports.jobs.staging.put(&of, &staged)?;
    imports.jobs.check(&viewer, &of)?;
    Ok(Redirect::to(&format!("/surveys/{}/import/{file}", survey.survey_id)).into_response())
}
