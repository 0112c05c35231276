//! The pages of the second factor: the code at login, setting it up, requiring it.

use std::net::SocketAddr;

use axum::Router;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::web::{App, FormData, Frame, Path, Problem, QueryPairs, cookie, encoded};
use qrcode::QrCode;
use qrcode::render::svg;
use serde_json::{Value, json};

use super::service::{self, Entered, Own};
use crate::access::{Access, Entry, Gate, Routes};
use crate::model::{Role, Viewer};
use crate::pages::{again, entered, mendable, safe_next, set_cookie};
use crate::sessions::Origin;

/// The routes of the second factor.
pub(crate) fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get("/login/code", Access::Public, code_page)
        .post("/login/code", Access::Public, give_code)
        .get("/settings/security", Access::Member, page)
        .post("/settings/security/factor", Access::Member, begin)
        .post("/settings/security/factor/confirm", Access::Member, confirm)
        .post("/settings/security/factor/off", Access::Member, turn_off)
        .post("/settings/security/recovery", Access::Member, renew_codes)
        .post(
            "/settings/security/required",
            Access::Administrator,
            require,
        )
        .post(
            "/settings/people/{id}/factor/reset",
            Access::Administrator,
            reset,
        )
        .finish(gate.clone())
}

/// The cookie between password and code.
fn step_cookie(app: &App) -> &'static str {
    if app.is_https() {
        "__Host-luister_step"
    } else {
        "luister_step"
    }
}

fn keep_step(app: &App, response: &mut Response, value: &str, age_s: u32) {
    let secure = if app.is_https() { "; Secure" } else { "" };
    let name = step_cookie(app);
    let text =
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={age_s}{secure}");
    set_cookie(response, &text);
}

/// To the page that asks for a code, once the password was right.
pub(crate) fn ask_code(app: &App, step: &str, next: &str) -> Response {
    let to = format!("/login/code?next={}", encoded(next));
    let mut response = Redirect::to(&to).into_response();
    keep_step(app, &mut response, step, 300);
    response
}

async fn code_page(
    State(gate): State<Gate>,
    headers: HeaderMap,
    query: QueryPairs,
    frame: Frame,
) -> Result<Response, Problem> {
    let step = cookie(&headers, step_cookie(gate.app())).unwrap_or_default();
    if !service::has_step(gate.app(), step).await? {
        return Ok(Redirect::to("/login").into_response());
    }
    let next = safe_next(query.get("next"));
    Ok(code_form(gate.app(), &frame, next, false)?.into_response())
}

fn code_form(
    app: &App,
    frame: &Frame,
    next: &str,
    is_wrong: bool,
) -> Result<Html<String>, Problem> {
    let values = json!({ "next": next, "is_wrong": is_wrong });
    app.templates.page("login/code.html", frame, values)
}

async fn give_code(
    State(gate): State<Gate>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    frame: Frame,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|n| ["code", "next"].contains(&n))?;
    let app = gate.app();
    let step = cookie(&headers, step_cookie(app)).unwrap_or_default();
    let next = safe_next(form.get("next"));
    let origin = Origin::of(&headers, gate.address(&headers, peer));
    match service::finish(app, (step, form.text("code")), origin).await? {
        Entered::In(session) => {
            let mut response = entered(app, Some(&session), next);
            keep_step(app, &mut response, "", 0);
            Ok(response)
        }
        Entered::Wrong => {
            let page = code_form(app, &frame, next, true)?;
            Ok((StatusCode::UNAUTHORIZED, page).into_response())
        }
        Entered::Again | Entered::Code(_) => Ok(Redirect::to("/login").into_response()),
    }
}

/// What the page says besides how things stand.
#[derive(Default)]
struct Said {
    codes: Option<Vec<String>>,
    error: Option<String>,
    is_wrong_code: bool,
}

async fn security(
    gate: &Gate,
    (frame, viewer): (&Frame, &Viewer),
    headers: &HeaderMap,
    said: Said,
) -> Result<Html<String>, Problem> {
    let app = gate.app();
    // The guest of the demo has no login, and so no factor.
    let own = match service::own(app, headers).await {
        Ok(own) => Some(own),
        Err(Problem::Unauthorised(_)) => None,
        Err(problem) => return Err(problem),
    };
    let qr = match &own {
        Some(Own {
            secret: Some(secret),
            email,
            ..
        }) => Some(qr_svg(&uri(email, secret))?),
        _ => None,
    };
    let roles: Vec<Value> = Role::ALL
        .iter()
        .map(|role| {
            let is_required = own.as_ref().is_some_and(|own| own.required.contains(role));
            json!({ "role": role.as_str(), "required": is_required })
        })
        .collect();
    let values = json!({
        "place": "settings", "settings": "security",
        "own": own.as_ref().map(|own| json!({
            "is_on": own.is_on, "has_password": own.has_password,
            "secret": own.secret.as_deref().map(grouped),
            "recovery_left": own.recovery_left, "is_required": own.is_required,
        })),
        "qr": qr, "roles": roles, "may_write": viewer.may_write,
        "codes": said.codes, "error": said.error, "is_wrong_code": said.is_wrong_code,
    });
    app.templates.page("login/security.html", frame, values)
}

/// In groups of four, to type.
fn grouped(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|g| g.iter().collect()).collect();
    groups.join(" ")
}

/// What apps read from the QR code: SHA-1, six digits and thirty seconds go without saying.
fn uri(email: &str, secret: &str) -> String {
    format!(
        "otpauth://totp/Luister:{}?secret={secret}&issuer=Luister",
        encoded(email)
    )
}

/// Black on white whatever the theme, for cameras.
fn qr_svg(text: &str) -> Result<String, Problem> {
    let code = QrCode::new(text.as_bytes())
        .map_err(|e| Problem::Internal(format!("a QR code of {} bytes: {e}", text.len())))?;
    let svg = code
        .render::<svg::Color<'_>>()
        .min_dimensions(200, 200)
        .dark_color(svg::Color("#000"))
        .light_color(svg::Color("#fff"))
        .build();
    // Without the declaration of a file of its own: it becomes part of a page.
    Ok(svg
        .find("<svg")
        .map_or(String::new(), |at| svg[at..].to_owned()))
}

async fn page(
    State(gate): State<Gate>,
    frame: Frame,
    viewer: Viewer,
    headers: HeaderMap,
) -> Result<Html<String>, Problem> {
    security(&gate, (&frame, &viewer), &headers, Said::default()).await
}

/// Back to the page, or the page with what is wrong.
async fn settled(
    gate: &Gate,
    who: (&Frame, &Viewer),
    headers: &HeaderMap,
    outcome: Result<(), Problem>,
) -> Result<Response, Problem> {
    match outcome {
        Ok(()) => Ok(Redirect::to("/settings/security").into_response()),
        Err(problem) => {
            let said = Said {
                error: Some(mendable(problem)?),
                ..Said::default()
            };
            Ok(again(security(gate, who, headers, said).await?))
        }
    }
}

async fn begin(
    State(gate): State<Gate>,
    frame: Frame,
    viewer: Viewer,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let outcome = service::begin(gate.app(), &headers).await;
    settled(&gate, (&frame, &viewer), &headers, outcome).await
}

async fn confirm(
    State(gate): State<Gate>,
    frame: Frame,
    viewer: Viewer,
    headers: HeaderMap,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|n| n == "code")?;
    let codes = service::confirm(gate.app(), &viewer, &headers, form.text("code")).await?;
    let is_wrong_code = codes.is_none();
    let said = Said {
        codes,
        is_wrong_code,
        ..Said::default()
    };
    let page = security(&gate, (&frame, &viewer), &headers, said).await?;
    Ok(if is_wrong_code {
        again(page)
    } else {
        page.into_response()
    })
}

/// The password as it was typed, with its spaces.
fn typed(form: &FormData) -> Result<String, Problem> {
    form.only(|n| n == "password")?;
    Ok(form.all("password").next().unwrap_or_default().to_owned())
}

/// Guessing the password by a session somebody left open is slowed down as at login.
async fn turn_off(
    State(gate): State<Gate>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    frame: Frame,
    viewer: Viewer,
    headers: HeaderMap,
    form: FormData,
) -> Result<Response, Problem> {
    let password = typed(&form)?;
    let tries = gate
        .take_try((&headers, peer), viewer.user_id().unwrap_or_default())
        .await?;
    let outcome = service::turn_off(gate.app(), &viewer, &headers, &password).await;
    if outcome.is_ok() {
        tries.succeeded().await;
    }
    settled(&gate, (&frame, &viewer), &headers, outcome).await
}

async fn renew_codes(
    State(gate): State<Gate>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    frame: Frame,
    viewer: Viewer,
    headers: HeaderMap,
    form: FormData,
) -> Result<Response, Problem> {
    let password = typed(&form)?;
    let tries = gate
        .take_try((&headers, peer), viewer.user_id().unwrap_or_default())
        .await?;
    match service::renew_codes(gate.app(), &viewer, &headers, &password).await {
        Ok(codes) => {
            tries.succeeded().await;
            let said = Said {
                codes: Some(codes),
                ..Said::default()
            };
            let page = security(&gate, (&frame, &viewer), &headers, said).await?;
            Ok(page.into_response())
        }
        Err(problem) => settled(&gate, (&frame, &viewer), &headers, Err(problem)).await,
    }
}

async fn require(
    State(gate): State<Gate>,
    viewer: Viewer,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|n| n == "role")?;
    let roles = form.all("role").map(str::parse::<Role>);
    let roles = roles
        .collect::<Result<Vec<_>, _>>()
        .map_err(|e| Problem::invalid("role", e))?;
    let mut chosen: Vec<Role> = Vec::new();
    for role in roles {
        if !chosen.contains(&role) {
            chosen.push(role);
        }
    }
    service::require(gate.app(), &viewer, chosen).await?;
    Ok(Redirect::to("/settings/security"))
}

async fn reset(
    State(gate): State<Gate>,
    viewer: Viewer,
    headers: HeaderMap,
    Path(user_id): Path<String>,
) -> Result<Redirect, Problem> {
    service::must_be_here(gate.app(), &viewer, &user_id).await?;
    service::reset(gate.app(), &viewer, &headers, &user_id).await?;
    Ok(Redirect::to(&format!(
        "/settings/people/{user_id}/sessions"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apps_can_read_what_the_code_says() {
        assert_eq!(
            uri("a+b@acme.nl", "JBSWY3DP"),
            "otpauth://totp/Luister:a%2Bb%40acme.nl?secret=JBSWY3DP&issuer=Luister"
        );
        assert_eq!(grouped("ABCDEFGHIJ"), "ABCD EFGH IJ");
        let svg = qr_svg(&uri("ann@acme.nl", &"A".repeat(32))).expect("fits");
        assert!(svg.starts_with("<svg") && !svg.contains("style="));
    }
}
