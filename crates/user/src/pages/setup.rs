//! The page of the first-run setup.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, State};
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::web::{FormData, Frame, Problem, QueryPairs};
use serde_json::json;
use subtle::ConstantTimeEq;

use super::{Pages, again, entered, mendable};
use crate::service::{self, Setup};

impl Pages {
    /// Whether `code` is the one on the console.
    fn knows(&self, code: &str) -> bool {
        let given = code.trim().to_lowercase();
        self.setup_code
            .as_ref()
            .is_some_and(|wanted| bool::from(wanted.as_bytes().ct_eq(given.as_bytes())))
    }

    fn setup_form(
        &self,
        frame: &Frame,
        form: &FormData,
        error: Option<String>,
    ) -> Result<Html<String>, Problem> {
        let code = form.text("code");
        let values = json!({
            "code": if self.knows(code) { code } else { "" },
            "workspace": form.text("workspace"),
            "email": form.text("email"),
            "error": error,
        });
        self.app.templates.page("user/setup.html", frame, values)
    }
}

pub(super) async fn setup_page(
    State(pages): State<Pages>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    query: QueryPairs,
    frame: Frame,
) -> Result<Response, Problem> {
    if service::is_set_up(&pages.app).await? {
        return Ok(Redirect::to("/login").into_response());
    }
    let form = FormData(query.0);
    let code = form.text("code");
    let mut error = None;
    if !code.is_empty() {
        let tries = pages.gate.take_try((&headers, peer), "setup").await?;
        if pages.knows(code) {
            tries.succeeded().await;
        } else {
            error = Some(
                pages
                    .app
                    .words
                    .say(frame.language, "user-setup-wrong-code", &[]),
            );
        }
    }
    Ok(pages.setup_form(&frame, &form, error)?.into_response())
}

pub(super) async fn set_up(
    State(pages): State<Pages>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    frame: Frame,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|n| ["code", "workspace", "email", "password"].contains(&n))?;
    if service::is_set_up(&pages.app).await? {
        return Err(Problem::Conflict(
            "this installation is set up already".to_owned(),
        ));
    }
    if !pages.knows(form.text("code")) {
        let _ = pages.gate.take_try((&headers, peer), "setup").await?;
        return Err(Problem::Forbidden(
            "the setup code is on the console of the server".into(),
        ));
    }
    let password = form.all("password").next().unwrap_or_default();
    let setup = Setup {
        workspace: form.text("workspace").to_owned(),
        email: form.text("email").to_owned(),
        password: password.to_owned(),
        language: frame.language.code(),
    };
    let now_us = pages.app.clock.now_us();
    match service::set_up(&pages.app.db, setup, now_us).await {
        Ok(_) => {}
        Err(Problem::Invalid { detail, errors }) => {
            let error = mendable(Problem::Invalid { detail, errors })?;
            return Ok(again(pages.setup_form(&frame, &form, Some(error))?));
        }
        Err(problem) => return Err(problem),
    }
    let session = service::log_in(&pages.app, form.text("email"), password).await?;
    Ok(entered(&pages.app, session.as_deref(), "/"))
}
