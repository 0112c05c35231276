//! The pages of a forgotten password.

use std::net::SocketAddr;
use std::time::Duration;

use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::web::{FormData, Frame, Path, Problem};
use serde_json::json;

use super::Link;
use crate::pages::{Pages, mendable};

/// So long after the reply a mail is made: on a busy machine the work for an address somebody has
/// would make the reply a little slower, and that would tell.
const AFTER: Duration = Duration::from_millis(100);

/// `GET /password/forgot`: for which address.
pub(crate) async fn forgot_page(
    State(pages): State<Pages>,
    frame: Frame,
) -> Result<Html<String>, Problem> {
    page(&pages, &frame, "ask")
}

/// `POST /password/forgot`: the answer is the same, and as fast, whether the address is known:
/// the mail is made after it.
pub(crate) async fn forgot(
    State(pages): State<Pages>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    frame: Frame,
    form: FormData,
) -> Result<Html<String>, Problem> {
    form.only(|n| n == "email")?;
    if !pages.sends_mail {
        return page(&pages, &frame, "ask");
    }
    let email = form.text("email").to_owned();
    // Counted apart from logging in: who forgot a password has used up those tries.
    let account = format!("forgot {email}");
    let _ = pages.gate.take_try((&headers, peer), &account).await?;
    let app = pages.app.clone();
    tokio::spawn(async move {
        tokio::time::sleep(AFTER).await;
        if let Err(problem) = super::ask(&app, &email).await {
            tracing::error!(?problem, "a link for a new password could not be made");
        }
    });
    page(&pages, &frame, "sent")
}

fn page(pages: &Pages, frame: &Frame, state: &str) -> Result<Html<String>, Problem> {
    let values = json!({ "state": state, "sends_mail": pages.sends_mail });
    pages.app.templates.page("user/forgot.html", frame, values)
}

/// `GET /password/reset/{token}`: the form for a new password; changes nothing.
pub(crate) async fn choose_page(
    State(pages): State<Pages>,
    Path(token): Path<String>,
    frame: Frame,
) -> Result<Response, Problem> {
    let link = super::look(&pages.app, &token).await?;
    chosen(&pages, &frame, &link, None)
}

/// `POST /password/reset/{token}`: the new password.
pub(crate) async fn choose(
    State(pages): State<Pages>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Path(token): Path<String>,
    frame: Frame,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|n| n == "password")?;
    let new = form.all("password").next().unwrap_or_default();
    // Who comes into one more workspace shows their password, which can be guessed like any.
    let tries = pages.gate.take_try((&headers, peer), &token).await?;
    match super::choose(&pages.app, &token, new).await {
        Ok(Link::Good(good)) => {
            tries.succeeded().await;
            let said = if good.is_joining() {
                ""
            } else {
                "?password=new"
            };
            Ok(Redirect::to(&format!("/login{said}")).into_response())
        }
        Ok(link) => chosen(&pages, &frame, &link, None),
        Err(problem) => {
            let error = mendable(problem)?;
            let link = super::look(&pages.app, &token).await?;
            chosen(&pages, &frame, &link, Some(&error))
        }
    }
}

/// The form for a new password, or that this link gives none.
fn chosen(
    pages: &Pages,
    frame: &Frame,
    link: &Link,
    error: Option<&str>,
) -> Result<Response, Problem> {
    let status = match link {
        Link::Good(_) if error.is_some() => StatusCode::UNPROCESSABLE_ENTITY,
        Link::Good(_) => StatusCode::OK,
        Link::Over { .. } => StatusCode::GONE,
        Link::Unknown => return Err(Problem::no("page")),
    };
    let values = json!({
        "is_good": matches!(link, Link::Good(_)),
        "join": match link {
            Link::Good(good) if good.is_joining() => Some(&good.workspace),
            _ => None,
        },
        "is_invitation": matches!(link, Link::Over { is_invitation: true }),
        "error": error,
    });
    let page = pages.app.templates.page("user/reset.html", frame, values)?;
    Ok((status, page).into_response())
}
