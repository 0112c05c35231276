//! What stands in front of every route: size limits, cross-site requests, security headers,
//! counting, and the wording of problems.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    ACCEPT, CACHE_CONTROL, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST, ORIGIN,
    RETRY_AFTER, TRANSFER_ENCODING, WWW_AUTHENTICATE,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Router};
use serde_json::json;
use tower_http::compression::CompressionLayer;

use super::{App, Frame, Problem};
use crate::id;

const ADDRESS_MAX: usize = 8 * 1024;
const HEADERS_MAX: usize = 32 * 1024;

const HEADERS: [(&str, &str); 6] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'; object-src 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    // Not no-referrer: browsers would then send `Origin: null` with our own forms.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=()",
    ),
];

/// The `Content-Security-Policy` of a page that these sites may show in a frame; without any it is
/// the usual one. The origins must have been checked: they become part of a header.
pub fn framed_by(origins: &[String]) -> HeaderValue {
    let usual = HEADERS[0].1;
    let policy = if origins.is_empty() {
        usual.to_owned()
    } else {
        let ancestors = format!("frame-ancestors {}", origins.join(" "));
        usual.replace("frame-ancestors 'none'", &ancestors)
    };
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(usual))
}

/// Puts the guards in front of `router`.
pub fn guarded(router: Router, app: &App) -> Router {
    router
        .fallback(|| async { Problem::no("page") })
        .method_not_allowed_fallback(|| async {
            Problem::MethodNotAllowed("this address doesn't take that method".to_owned())
        })
        .layer(from_fn_with_state(app.clone(), guard))
        .layer(CompressionLayer::new())
        .layer(Extension(app.clone()))
}

async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let asked = Asked::of(&request);
    let mut response = match check(&app, &request) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    };
    if let Some(problem) = problem_of(&response) {
        response = worded(&app, &asked, &problem, response);
    }
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers
            .entry(HeaderName::from_static(name))
            .or_insert(HeaderValue::from_static(value));
    }
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    let status = response.status().as_u16();
    if asked.closes || (asked.brings_body && may_leave_body(status)) {
        let headers = response.headers_mut();
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    app.metrics.request(
        asked.method.as_str(),
        &asked.route,
        status,
        started.elapsed(),
    );
    response
}

/// What of the request is still needed after it was handled.
struct Asked {
    method: Method,
    route: String,
    frame: Frame,
    wants_json: bool,
    /// Whether the connection must end after the reply: a body of unclear length follows.
    closes: bool,
    brings_body: bool,
}

/// Whether a request refused with `status` may not have been read to its end. The connection
/// then ends; saying so keeps clients from sending their next request on it.
fn may_leave_body(status: u16) -> bool {
    [400, 401, 403, 404, 405, 408, 413, 414, 415, 431].contains(&status)
}

impl Asked {
    fn of(request: &Request) -> Self {
        let path = request.uri().path();
        let here = request.uri().path_and_query().map_or("/", |p| p.as_str());
        let accept = request.headers().get(ACCEPT).and_then(|v| v.to_str().ok());
        Self {
            method: request.method().clone(),
            route: request
                .extensions()
                .get::<MatchedPath>()
                .map_or_else(|| "other".to_owned(), |m| m.as_str().to_owned()),
            frame: Frame::of(request.headers(), here),
            wants_json: path.starts_with("/api/")
                || path.starts_with(FROM_PROGRAMS)
                || accept.is_some_and(|a| a.contains("json") && !a.contains("text/html")),
            closes: request.headers().contains_key(TRANSFER_ENCODING),
            brings_body: request
                .headers()
                .get(CONTENT_LENGTH)
                .is_some_and(|v| v != "0"),
        }
    }
}

/// Only programs call these, many without saying what they accept.
const FROM_PROGRAMS: &str = "/hooks/";
/// Here the secret in the path is the permission, and mail programs post from pages of their own
/// (RFC 8058).
const BY_SECRET: &str = "/u/";

fn check(app: &App, request: &Request) -> Result<(), Problem> {
    let headers = request.headers();
    if request
        .uri()
        .path_and_query()
        .is_some_and(|p| p.as_str().len() > ADDRESS_MAX)
    {
        return Err(Problem::Other(
            414,
            format!("the address is longer than {ADDRESS_MAX} bytes"),
        ));
    }
    let size: usize = headers
        .iter()
        .map(|(n, v)| n.as_str().len() + v.len())
        .sum();
    if size > HEADERS_MAX {
        return Err(Problem::Other(
            431,
            format!("the headers are larger than {HEADERS_MAX} bytes"),
        ));
    }
    if headers.contains_key(TRANSFER_ENCODING) && headers.contains_key(CONTENT_LENGTH) {
        return Err(Problem::BadRequest(
            "Content-Length with Transfer-Encoding".to_owned(),
        ));
    }
    let safe = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    let by_key = request.uri().path().starts_with("/api/") && !headers.contains_key(COOKIE);
    let by_secret = request.uri().path().starts_with(BY_SECRET);
    if safe || by_key || by_secret || is_same_site(app, headers) {
        Ok(())
    } else {
        Err(Problem::Forbidden(
            "this request came from another site".to_owned(),
        ))
    }
}

/// Whether a request that changes something comes from our own pages. Browsers say so in
/// `Sec-Fetch-Site`, older ones in `Origin`; programs say nothing.
fn is_same_site(app: &App, headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return site == "same-origin" || site == "none";
    }
    match text(ORIGIN) {
        None => true,
        Some(origin) => {
            origin == app.base_url
                || text(HOST).is_some_and(|host| {
                    origin
                        .split_once("://")
                        .is_some_and(|(_, rest)| rest == host)
                })
        }
    }
}

/// The problem behind a reply: one of ours, or a bare error of a library.
fn problem_of(response: &Response) -> Option<Problem> {
    if let Some(problem) = response.extensions().get::<Problem>() {
        return Some(problem.clone());
    }
    let status = response.status();
    let bare = !response.headers().contains_key(CONTENT_TYPE);
    (status.is_client_error() && bare).then(|| {
        let text = status
            .canonical_reason()
            .unwrap_or("refused")
            .to_lowercase();
        Problem::Other(status.as_u16(), text)
    })
}

fn worded(app: &App, asked: &Asked, problem: &Problem, original: Response) -> Response {
    let reference = id::short_code();
    match problem {
        Problem::Internal(text) => tracing::error!(reference, route = asked.route, "{text}"),
        Problem::Unavailable(text) => tracing::warn!(reference, route = asked.route, "{text}"),
        _ => {}
    }
    let status = problem.status();
    let mut response = if asked.wants_json {
        let json = problem.to_json(&reference).to_string();
        (status, [(CONTENT_TYPE, "application/problem+json")], json).into_response()
    } else {
        // After a reply the frame of a logged-in person is known to the reply, not to us.
        let frame = original.extensions().get::<Frame>().unwrap_or(&asked.frame);
        let values = json!({
            "status": status.as_u16(),
            "detail": problem.public_detail(),
            "reference": reference,
            "errors": match problem { Problem::Invalid { errors, .. } => json!(errors), _ => json!([]) },
        });
        match app.templates.page("problem.html", frame, values) {
            Ok(page) => (status, page).into_response(),
            Err(_) => (status, problem.public_detail()).into_response(),
        }
    };
    let headers = response.headers_mut();
    if let Some(seconds) = problem.retry_after_s() {
        headers.insert(RETRY_AFTER, seconds.into());
    }
    if matches!(problem, Problem::Unauthorised(_)) && asked.wants_json {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}
