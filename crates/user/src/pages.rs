//! The pages of login and settings, and the routes of this slice.

mod setup;

use std::net::SocketAddr;

use axum::Router;
use axum::extract::{ConnectInfo, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::web::{App, FormData, Frame, LANGUAGE_COOKIE, Path, Problem, QueryPairs, encoded};
use platform::words::Language;
use serde_json::{Value, json};

use crate::access::{Access, Entry, Gate, Routes};
use crate::doors::AllDoors;
use crate::factor::{self, Entered};
use crate::model::{Scope, Viewer};
use crate::reset::pages as reset;
use crate::service;
use crate::sessions::{self, Origin};
use crate::{audit, people, roles, store, team, workspace};

#[derive(Clone)]
pub(crate) struct Pages {
    pub(crate) app: App,
    pub(crate) gate: Gate,
    /// Other ways in than by password.
    doors: AllDoors,
    /// The code printed on the console of an installation that is not set up.
    setup_code: Option<String>,
    /// Whether a forgotten password can be helped by mail.
    pub(crate) sends_mail: bool,
}

/// The routes of this slice. `setup_code` is what the console shows while there is no workspace;
/// `sends_mail` tells whether a forgotten password can be helped by mail; `doors` are other ways in.
pub fn routes(
    gate: &Gate,
    (setup_code, sends_mail): (Option<String>, bool),
    doors: AllDoors,
) -> (Router, Vec<Entry>) {
    let parts = [
        people::routes(gate, sends_mail),
        team::routes(gate),
        roles::routes(gate),
        workspace::routes(gate, sends_mail),
        audit::routes(gate),
        factor::pages::routes(gate),
        sessions::pages::routes(gate),
        own_routes(gate, (setup_code, sends_mail), doors),
    ];
    let (mut router, mut entries) = (Router::new(), Vec::new());
    for (routes, table) in parts {
        router = router.merge(routes);
        entries.extend(table);
    }
    (router, entries)
}

fn own_routes(
    gate: &Gate,
    (setup_code, sends_mail): (Option<String>, bool),
    doors: AllDoors,
) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get("/setup", Access::Public, setup::setup_page)
        .post("/setup", Access::Public, setup::set_up)
        .get("/login", Access::Public, login_page)
        .post("/login", Access::Public, log_in)
        .get("/password/forgot", Access::Public, reset::forgot_page)
        .post("/password/forgot", Access::Public, reset::forgot)
        .get(
            "/password/reset/{token}",
            Access::Public,
            reset::choose_page,
        )
        .post("/password/reset/{token}", Access::Public, reset::choose)
        .post("/logout", Access::Member, log_out)
        .post("/workspace", Access::Member, switch)
        .get("/settings", Access::Member, settings_page)
        .post("/settings/password", Access::Member, change_password)
        .post("/settings/language", Access::Member, choose_language)
        .post("/settings/api-keys", Access::Administrator, create_key)
        .post(
            "/settings/api-keys/{id}/revoke",
            Access::Administrator,
            revoke_key,
        )
        .finish(Pages {
            app: gate.app().clone(),
            gate: gate.clone(),
            doors,
            setup_code,
            sends_mail,
        })
}

/// A form again, with what was wrong; a 422 so that programs notice too.
pub(crate) fn again(page: Html<String>) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// The sentence of a problem a person can mend in the form, or the problem itself.
pub(crate) fn mendable(problem: Problem) -> Result<String, Problem> {
    match problem {
        Problem::Invalid { errors, .. } => Ok(errors
            .into_iter()
            .map(|e| e.detail)
            .collect::<Vec<_>>()
            .join("; ")),
        Problem::Conflict(text) => Ok(text),
        other => Err(other),
    }
}

/// What the login page says besides the form.
struct LoginSaid<'a> {
    next: &'a str,
    email: &'a str,
    error: Option<String>,
    is_reset: bool,
}

impl Pages {
    async fn login_form(
        &self,
        frame: &Frame,
        said: &LoginSaid<'_>,
    ) -> Result<Html<String>, Problem> {
        let doors = self.doors.clone();
        let doors = self
            .app
            .db
            .read(move |tx| Ok::<_, Problem>(doors.shown(tx)?))
            .await?;
        let values = json!({
            "next": said.next, "next_encoded": encoded(said.next), "email": said.email,
            "error": said.error, "is_reset": said.is_reset, "doors": doors,
        });
        self.app.templates.page("user/login.html", frame, values)
    }
}

async fn login_page(
    State(pages): State<Pages>,
    query: QueryPairs,
    frame: Frame,
) -> Result<Response, Problem> {
    if !service::is_set_up(&pages.app).await? {
        return Ok(Redirect::to("/setup").into_response());
    }
    let said = LoginSaid {
        next: safe_next(query.get("next")),
        email: "",
        error: None,
        is_reset: query.get("password") == Some("new"),
    };
    Ok(pages.login_form(&frame, &said).await?.into_response())
}

async fn log_in(
    State(pages): State<Pages>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    frame: Frame,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|n| ["email", "password", "next"].contains(&n))?;
    let (email, next) = (form.text("email"), safe_next(form.get("next")));
    let tries = pages.gate.take_try((&headers, peer), email).await?;
    let password = form.all("password").next().unwrap_or_default();
    let origin = Origin::of(&headers, pages.gate.address(&headers, peer));
    match factor::log_in(&pages.app, (email, password), origin).await? {
        Entered::In(session) => {
            tries.succeeded().await;
            Ok(entered(&pages.app, Some(&session), next))
        }
        Entered::Code(step) => {
            tries.succeeded().await;
            Ok(factor::pages::ask_code(&pages.app, &step, next))
        }
        Entered::Wrong | Entered::Again => {
            let said = LoginSaid {
                next,
                email,
                error: Some(pages.app.words.say(frame.language, "user-login-wrong", &[])),
                is_reset: false,
            };
            let page = pages.login_form(&frame, &said).await?;
            Ok((StatusCode::UNAUTHORIZED, page).into_response())
        }
    }
}

/// Only addresses of our own: one slash, no second one, no back slash.
pub fn safe_next(next: Option<&str>) -> &str {
    next.filter(|n| {
        n.starts_with('/')
            && !n.starts_with("//")
            && !n.contains('\\')
            && !n.chars().any(char::is_control)
    })
    .unwrap_or("/")
}

/// Sends somebody on with the cookie of their new session.
pub fn entered(app: &App, session: Option<&str>, next: &str) -> Response {
    let mut response = Redirect::to(next).into_response();
    if let Some(session) = session {
        set_cookie(
            &mut response,
            &session_cookie(app, session, "Max-Age=2592000"),
        );
    }
    response
}

fn session_cookie(app: &App, value: &str, age: &str) -> String {
    let secure = if app.is_https() { "; Secure" } else { "" };
    let name = service::session_cookie(app);
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; {age}{secure}")
}

pub(crate) fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

async fn log_out(State(pages): State<Pages>, headers: HeaderMap) -> Result<Response, Problem> {
    let way_out = way_out(&pages, &headers).await?;
    service::log_out(&pages.app, &headers).await?;
    let mut response = Redirect::to(way_out.as_deref().unwrap_or("/login")).into_response();
    set_cookie(&mut response, &session_cookie(&pages.app, "", "Max-Age=0"));
    Ok(response)
}

/// Where somebody goes who came in through another door than the password.
async fn way_out(pages: &Pages, headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Ok(session) = service::session_of(&pages.app, headers).await else {
        return Ok(None);
    };
    let hash = platform::id::hash(
        platform::web::cookie(headers, service::session_cookie(&pages.app)).unwrap_or_default(),
    );
    let doors = pages.doors.clone();
    pages
        .app
        .db
        .read(move |tx| {
            if !sessions::is_bound(tx, &hash)? {
                return Ok(None);
            }
            Ok(doors.way_out(tx, &session.user.workspace_id)?)
        })
        .await
}

/// Goes to another workspace.
async fn switch(
    State(pages): State<Pages>,
    headers: HeaderMap,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|n| n == "workspace")?;
    let secret = service::switch(&pages.app, &headers, form.text("workspace")).await?;
    Ok(entered(&pages.app, Some(&secret), "/"))
}

/// What the settings page says besides its lists.
#[derive(Default)]
struct Said {
    new_key: Option<String>,
    error: Option<String>,
}

impl Pages {
    async fn settings(
        &self,
        frame: &Frame,
        viewer: &Viewer,
        said: Said,
    ) -> Result<Html<String>, Problem> {
        let workspace_id = viewer.workspace_id.clone();
        let may_write = viewer.may_write;
        let keys = self
            .app
            .db
            .read(move |tx| {
                // Which programs there are is for who lets them in.
                Ok::<_, Problem>(if may_write {
                    store::keys(tx, &workspace_id)?
                } else {
                    Vec::new()
                })
            })
            .await?;
        let (workspace, time_zone) = service::workspace(&self.app, &viewer.workspace_id).await?;
        let keys: Vec<Value> = keys
            .iter()
            .map(|k| {
                json!({ "id": k.api_key_id, "name": k.name, "prefix": k.prefix,
                        "scope": if k.installs { "install" } else { k.scope.as_str() },
                        "created_at_us": k.created_at_us })
            })
            .collect();
        let values = json!({
            "place": "settings", "settings": "workspace",
            "workspace": workspace, "time_zone": time_zone,
            "me": viewer.user_id(), "keys": keys, "may_write": viewer.may_write,
            "may_install": viewer.may_install,
            "new_key": said.new_key, "error": said.error,
        });
        self.app.templates.page("user/settings.html", frame, values)
    }

    /// The settings again with what was wrong, or back to them.
    async fn settled(
        &self,
        frame: &Frame,
        viewer: &Viewer,
        outcome: Result<(), Problem>,
    ) -> Result<Response, Problem> {
        match outcome {
            Ok(()) => Ok(Redirect::to("/settings").into_response()),
            Err(problem) => {
                let said = Said {
                    error: Some(mendable(problem)?),
                    ..Said::default()
                };
                Ok(again(self.settings(frame, viewer, said).await?))
            }
        }
    }
}

async fn settings_page(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
) -> Result<Html<String>, Problem> {
    pages.settings(&frame, &viewer, Said::default()).await
}

async fn change_password(
    State(pages): State<Pages>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    frame: Frame,
    viewer: Viewer,
    headers: HeaderMap,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|n| ["old_password", "new_password"].contains(&n))?;
    let raw = |name| form.all(name).next().unwrap_or_default().to_owned();
    let (old, new) = (raw("old_password"), raw("new_password"));
    // Guessing the password by a session somebody left open is slowed down as at login.
    let account = viewer.user_id().unwrap_or_default();
    let tries = pages.gate.take_try((&headers, peer), account).await?;
    match service::change_password(&pages.app, &headers, &old, &new).await {
        Ok(()) => {
            tries.succeeded().await;
            Ok(Redirect::to("/login").into_response())
        }
        refused => pages.settled(&frame, &viewer, refused).await,
    }
}

async fn choose_language(
    State(pages): State<Pages>,
    headers: HeaderMap,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|n| n == "language")?;
    let language = Language::from_code(form.text("language"))
        .ok_or_else(|| Problem::invalid("language", "a language is en or nl"))?;
    service::choose_language(&pages.app, &headers, language.code()).await?;
    let mut response = Redirect::to("/settings").into_response();
    let cookie = format!(
        "{LANGUAGE_COOKIE}={}; Path=/; SameSite=Lax; Max-Age=31536000",
        language.code()
    );
    set_cookie(&mut response, &cookie);
    Ok(response)
}

async fn create_key(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|n| ["name", "scope"].contains(&n))?;
    let (scope, installs) = match form.text("scope") {
        "install" => (Scope::Write, true),
        text => (
            text.parse().map_err(|e| Problem::invalid("scope", e))?,
            false,
        ),
    };
    let (now_us, name) = (pages.app.clock.now_us(), form.text("name"));
    let wanted = (name, scope, installs);
    match service::create_key(&pages.app.db, &viewer, wanted, now_us).await {
        Ok(key) => {
            let said = Said {
                new_key: Some(key),
                ..Said::default()
            };
            Ok(pages.settings(&frame, &viewer, said).await?.into_response())
        }
        Err(problem) => pages.settled(&frame, &viewer, Err(problem)).await,
    }
}

async fn revoke_key(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(api_key_id): Path<String>,
) -> Result<Response, Problem> {
    let outcome = service::revoke_key(&pages.app, &viewer, &api_key_id).await;
    pages.settled(&frame, &viewer, outcome).await
}

#[cfg(test)]
mod tests {
    use super::safe_next;

    #[test]
    fn nobody_is_sent_to_another_site() {
        for evil in [
            "//e",
            "/\\e",
            "https:e",
            "https://e",
            "javascript:alert(1)",
            "",
            "e",
            "/\t/e",
        ] {
            assert_eq!(safe_next(Some(evil)), "/", "{evil}");
        }
        assert_eq!(safe_next(Some("/surveys?a=b")), "/surveys?a=b");
        assert_eq!(safe_next(None), "/");
    }
}
