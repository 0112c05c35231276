//! Taking in an uploaded file piece by piece, without ever holding it in memory.

use std::time::Duration;

use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::response::{IntoResponse, Redirect, Response};
use platform::Problem;
use platform::web::{Frame, Path};
use tokio::time::{Instant, timeout};
use user::Viewer;

use super::{Imports, again};
use crate::import::staging::{Staged, StagedId, UPLOAD_MAX, Upload};

/// Room for what surrounds the file in a form.
const AROUND: usize = 1024 * 1024;
/// Longest name of a file that is kept, in characters.
const NAME_MAX: usize = 200;

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
        let started = Instant::now();
        let mut found = false;
        while let Some(mut field) = within(started, &upload, form.next_field()).await? {
            if field.name() != Some("file") || found {
                let name = field.name().unwrap_or_default();
                return Err(Problem::BadRequest(format!("unknown field {name:?}")));
            }
            found = true;
            staged.file_name = file_name(&field);
            while let Some(piece) = within(started, &upload, field.chunk()).await? {
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

/// The next part of an upload; a 408 when the whole has become too slow.
async fn within<T>(
    started: Instant,
    upload: &Upload,
    part: impl Future<Output = Result<T, axum::extract::multipart::MultipartError>>,
) -> Result<T, Problem> {
    let left = (started + upload.patience()).saturating_duration_since(Instant::now());
    match timeout(left.max(Duration::from_millis(1)), part).await {
        Err(_) => Err(Problem::Other(
            408,
            "the file took too long to arrive".to_owned(),
        )),
        Ok(Ok(part)) => Ok(part),
        Ok(Err(error)) if error.status().as_u16() == 413 => Err(Problem::TooLarge(
            "the file is too large: import it with `luister import`".into(),
        )),
        Ok(Err(error)) => Err(Problem::BadRequest(format!(
            "the upload can't be read: {}",
            error.body_text()
        ))),
    }
}

/// What the file was called, without folders.
fn file_name(field: &Field<'_>) -> String {
    let name = field.file_name().unwrap_or_default();
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars()
        .filter(|c| !c.is_control())
        .take(NAME_MAX)
        .collect()
}
