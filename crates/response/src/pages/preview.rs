//! The survey as respondents will see it, in any state, without storing anything.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use platform::Problem;
use platform::web::{FormData, Path, QueryPairs};
use user::Viewer;

use super::Pages;
use super::public::wanted;
use super::visit::Visit;
use crate::view::Door;

impl Pages {
    async fn previewed(&self, viewer: &Viewer, survey_id: &str) -> Result<Visit, Problem> {
        let (db, workspace_id) = (&self.app().db, &viewer.workspace_id);
        let survey = self
            .responses
            .surveys
            .renewed(db, workspace_id, survey_id)
            .await?;
        let company = self.responses.company(workspace_id).await?;
        let action = format!("/surveys/{survey_id}/preview");
        Ok(Visit::new(survey, company, action, Door::Preview))
    }
}

pub(super) async fn open(
    State(pages): State<Pages>,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    query: QueryPairs,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let visit = pages.previewed(&viewer, &survey_id).await?;
    let language = wanted(&visit.survey, &query, &headers).to_owned();
    pages.begin(&visit, &language, (platform::id::new(), None))
}

pub(super) async fn answer(
    State(pages): State<Pages>,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    let visit = pages.previewed(&viewer, &survey_id).await?;
    pages.step(&visit, &form).await
}
