//! Taking in an uploaded file piece by piece, without ever holding it in memory.

use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::response::{IntoResponse, Redirect, Response};
use platform::Problem;
use platform::web::{Frame, Path, file_name};
use user::Viewer;

use super::{Imports, again};
use crate::import::staging::{Staged, StagedId, UPLOAD_MAX};

/// Room for what surrounds the file in a form.
const AROUND: usize = 1024 * 1024;

/// The limit of an upload's body; the file itself has its own.
pub(super) fn body_limit() -> DefaultBodyLimit {
    DefaultBodyLimit::max(
        usize::try_from(UPLOAD_MAX)
            .unwrap_or(usize::MAX)
            .saturating_add(AROUND),
    )
}

pub(super) async fn to_survey(
    State(imports): State<Imports>,
    frame: Frame,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    form: Multipart,
) -> Result<Response, Problem> {
    let survey = survey::service::get(&imports.app, &viewer, &survey_id).await?;
    let staged = Staged {
        survey_id: Some(survey_id.clone()),
        ..Staged::default()
    };
    let Some(of) = imports.take(&viewer, form, staged).await? else {
        let error = imports.say(&frame).say("import-wrong-no-file", &[]);
        return Ok(again(imports.start_page(&frame, &survey, Some(error))?));
    };
    Ok(Redirect::to(&format!("/surveys/{survey_id}/import/{}", of.file_id)).into_response())
}

pub(super) async fn to_new(
    State(imports): State<Imports>,
    frame: Frame,
    viewer: Viewer,
    form: Multipart,
) -> Result<Response, Problem> {
    let Some(of) = imports.take(&viewer, form, Staged::default()).await? else {
        let error = imports.say(&frame).say("import-wrong-no-file", &[]);
        return Ok(again(imports.new_page(&frame, Some(error))?));
    };
    Ok(Redirect::to(&format!("/import/{}", of.file_id)).into_response())
}

impl Imports {
    /// Stages the field `file`; nothing when no file was chosen.
    async fn take(
        &self,
        viewer: &Viewer,
        mut form: Multipart,
        mut staged: Staged,
    ) -> Result<Option<StagedId>, Problem> {
        self.jobs.staging.clean(self.app.clock.now_us());
        let (of, mut upload) = self.jobs.staging.begin(&viewer.workspace_id)?;
        let mut found = false;
        while let Some(mut field) = upload.next(form.next_field()).await? {
            if field.name() != Some("file") || found {
                let name = field.name().unwrap_or_default();
                return Err(Problem::BadRequest(format!("unknown field {name:?}")));
            }
            found = true;
            staged.file_name = file_name(&field);
            while let Some(piece) = upload.next(field.chunk()).await? {
                upload.add(&piece)?;
            }
        }
        if upload.size() == 0 {
            return Ok(None);
        }
        upload.keep()?;
        self.jobs.staging.put(&of, &staged)?;
        Ok(Some(of))
    }
}
