//! What a visitor gets to see: a page of the form, or a notice.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::http::header::{ACCEPT_LANGUAGE, CACHE_CONTROL, REFERRER_POLICY, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use platform::Problem;
use platform::words::Language;
use serde_json::{Map, Value, json};

use super::Visit;
use crate::form::{self, Filled};
use crate::pages::Pages;
use crate::view::{self, Door, Sheet, Wrong};

/// What a page of the form says besides itself.
#[derive(Default)]
pub(super) struct Said {
    wrong: BTreeMap<String, Wrong>,
    notice: Option<&'static str>,
    status: Option<StatusCode>,
    retry_after_s: Option<u64>,
}

impl Said {
    pub(super) fn notice(status: StatusCode, notice: &'static str) -> Self {
        Self {
            notice: Some(notice),
            status: Some(status),
            ..Self::default()
        }
    }

    pub(super) fn after(self, retry_after_s: Option<u64>) -> Self {
        Self {
            retry_after_s,
            ..self
        }
    }

    pub(super) fn wrong(wrong: BTreeMap<String, Wrong>) -> Self {
        Self {
            wrong,
            status: Some(StatusCode::UNPROCESSABLE_ENTITY),
            ..Self::default()
        }
    }
}

/// A public page. The Back button may show it again from the browser's own memory, which keeps
/// what was filled in; nobody in between may keep it.
fn public(status: StatusCode, page: Html<String>) -> Response {
    const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");
    let mut response = (status, page).into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(ROBOTS, HeaderValue::from_static("noindex"));
    response
}

impl Pages {
    /// The same page for every link that leads nowhere, until an address tried too many.
    pub(in crate::pages) fn nowhere(
        &self,
        headers: &HeaderMap,
        peer: SocketAddr,
    ) -> Result<Response, Problem> {
        self.flood.fail(self.address(headers, peer))?;
        let header = headers.get(ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
        let language = header.and_then(Language::from_header).unwrap_or_default();
        let values = with(json!({ "kind": "nowhere" }), view::around_nothing(language))?;
        let frame = view::frame(language.code());
        let page = self
            .app()
            .templates
            .page("response/notice.html", &frame, values)?;
        Ok(public(StatusCode::NOT_FOUND, page))
    }

    /// A page of a survey with no form on it: over, answered, thanks.
    pub(in crate::pages) fn notice(
        &self,
        visit: &Visit,
        language: &str,
        (status, kind): (StatusCode, &str),
    ) -> Result<Response, Problem> {
        let definition = &visit.survey.definition;
        let around = view::around(definition, &visit.company.name, language, visit.door);
        let values = json!({
            "kind": kind,
            "title": definition.say(&definition.title, language),
            "thanks": definition.say(&definition.thanks, language),
            "action": visit.action,
        });
        let values = with(values, around)?;
        let frame = view::frame(language);
        let page = self
            .app()
            .templates
            .page("response/notice.html", &frame, values)?;
        Ok(public(status, page))
    }

    pub(in crate::pages) fn over(
        &self,
        visit: &Visit,
        language: &str,
    ) -> Result<Response, Problem> {
        self.notice(visit, language, (StatusCode::GONE, "over"))
    }

    /// A page of the form.
    pub(super) fn sheet(
        &self,
        visit: &Visit,
        filled: &Filled,
        page: usize,
        said: Said,
    ) -> Result<Response, Problem> {
        let asked = visit.asked(&visit.survey.definition, &filled.submission_id);
        let pages = form::pages(&asked.shown);
        let sheet = Sheet {
            asked: &asked,
            company: &visit.company.name,
            door: visit.door,
            action: &visit.action,
            is_logged: visit.logged().is_some(),
            filled,
            page: page.min(pages.len() - 1),
            pages: &pages,
            wrong: &said.wrong,
            notice: said.notice,
        };
        let frame = view::frame(&filled.language);
        let app = self.app();
        let html = app
            .templates
            .page("response/form.html", &frame, sheet.values(app))?;
        let mut response = public(said.status.unwrap_or(StatusCode::OK), html);
        if let Some(seconds) = said.retry_after_s {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        Ok(response)
    }

    /// Whether somebody at this link has answered already, and what they get to read.
    pub(in crate::pages) fn answered(
        &self,
        visit: &Visit,
        language: &str,
        may_change: bool,
    ) -> Result<Response, Problem> {
        debug_assert_eq!(
            visit.door,
            Door::Personal,
            "only personal links are used up"
        );
        let kind = if may_change { "answered" } else { "told" };
        self.notice(visit, language, (StatusCode::OK, kind))
    }
}

/// `values` with what surrounds the page.
fn with(values: Value, around: view::Around) -> Result<Value, Problem> {
    let mut all = match serde_json::to_value(around)? {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    if let Value::Object(map) = values {
        all.extend(map);
    }
    Ok(Value::Object(all))
}
