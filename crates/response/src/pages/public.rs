//! Where respondents answer. No cookie is read or set; the link is the permission.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, State};
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use platform::Problem;
use platform::web::{FormData, Path, QueryPairs};
use survey::Survey;

use super::Pages;
use super::visit::Visit;
use crate::form;
use crate::model::State as Stage;
use crate::view::Door;

/// The language a visitor asks for, by the link or by the browser.
pub(super) fn wanted<'s>(survey: &'s Survey, query: &QueryPairs, headers: &HeaderMap) -> &'s str {
    let definition = &survey.definition;
    match query.get("language") {
        Some(code) => form::offered(definition, Some(code)),
        None => {
            let header = headers.get(ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
            form::preferred(definition, header.unwrap_or_default())
        }
    }
}

pub(super) async fn open_link(
    State(pages): State<Pages>,
    Path(token): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    query: QueryPairs,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = pages
        .responses
        .surveys
        .load_by_token(&pages.app().db, &token)
        .await?;
    let Some(survey) = found else {
        return pages.nowhere(&headers, peer);
    };
    let company = pages.responses.company(&survey.workspace_id).await?;
    let language = wanted(&survey, &query, &headers).to_owned();
    let visit = Visit::new(survey, company, format!("/r/{token}"), Door::Link);
    pages.begin(&visit, &language)
}

pub(super) async fn answer_link(
    State(pages): State<Pages>,
    Path(token): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    form: FormData,
) -> Result<Response, Problem> {
    let found = pages
        .responses
        .surveys
        .get_by_token(&pages.app().db, &token)
        .await?;
    let Some(survey) = found else {
        return pages.nowhere(&headers, peer);
    };
    let company = pages.responses.company(&survey.workspace_id).await?;
    let visit = Visit::new(survey, company, format!("/r/{token}"), Door::Link);
    match pages.flooded(&visit, &form, &headers, peer).await? {
        Some(wait) => Ok(wait),
        None => pages.step(&visit, &form).await,
    }
}

impl Pages {
    /// The visit behind a personal link.
    async fn personal(&self, token: &str) -> Result<Option<Visit>, Problem> {
        let Some(invitation) = self.responses.invitation(token).await? else {
            return Ok(None);
        };
        let (workspace_id, survey_id) = (&invitation.workspace_id, &invitation.survey_id);
        let surveys = &self.responses.surveys;
        let survey = surveys
            .renewed(&self.app().db, workspace_id, survey_id)
            .await?;
        let company = self.responses.company(workspace_id).await?;
        let mut visit = Visit::new(survey, company, format!("/p/{token}"), Door::Personal);
        visit.invitation = Some(invitation);
        Ok(Some(visit))
    }
}

pub(super) async fn open_personal(
    State(pages): State<Pages>,
    Path(token): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    query: QueryPairs,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(visit) = pages.personal(&token).await? else {
        return pages.nowhere(&headers, peer);
    };
    let language = wanted(&visit.survey, &query, &headers).to_owned();
    if visit.is_ended() || !visit.is_open() {
        return pages.over(&visit, &language);
    }
    let stage = visit.invitation.as_ref().and_then(|i| i.response_state);
    if stage == Some(Stage::Complete) && query.get("change").is_none() {
        // Whoever has the link now need not be who answered: nothing of that is shown.
        return pages.notice(&visit, &language, (StatusCode::OK, "answered"));
    }
    pages.begin(&visit, &language)
}

pub(super) async fn answer_personal(
    State(pages): State<Pages>,
    Path(token): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    form: FormData,
) -> Result<Response, Problem> {
    let Some(visit) = pages.personal(&token).await? else {
        return pages.nowhere(&headers, peer);
    };
    if visit.is_ended() {
        let language = form::offered(&visit.survey.definition, form.get("language")).to_owned();
        return pages.over(&visit, &language);
    }
    match pages.flooded(&visit, &form, &headers, peer).await? {
        Some(wait) => Ok(wait),
        None => pages.step(&visit, &form).await,
    }
}
