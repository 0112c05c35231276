//! Where respondents answer by the public link. No cookie is read or set; the link is the
//! permission.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, State};
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::response::Response;
use platform::web::{FormData, Path, QueryPairs};
use platform::{Problem, id};
use survey::Survey;

use super::Pages;
use super::visit::Visit;
use crate::form;
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
    pages.begin(&visit, &language, (id::new(), None))
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
