//! The pages of an identity provider: the way there and back, and its settings.

use std::net::SocketAddr;

use axum::Router;
use axum::extract::{ConnectInfo, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use outbound::Client;
use platform::web::{FormData, Frame, Path, Problem, QueryPairs, cookie};
use serde_json::{Value, json};
use user::sessions::Origin;
use user::{Access, Entry, Gate, Role, Routes, Viewer, entered, safe_next};

use crate::journey::{Journey, LASTS_S};
use crate::service::{self, Filled, Mistake, Out, Sso};
use crate::store;

/// What the handlers share.
#[derive(Clone)]
struct Pages {
    sso: Sso,
    gate: Gate,
}

/// The routes of identity providers.
pub(crate) fn routes(gate: &Gate, client: Client) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get("/login/sso/callback", Access::Public, callback)
        .get("/login/sso/{id}", Access::Public, begin)
        .get("/login/sso/{id}/out", Access::Public, out_page)
        .get("/settings/sso", Access::Administrator, settings_page)
        .post("/settings/sso", Access::Administrator, save)
        .post("/settings/sso/remove", Access::Administrator, remove)
        .post(
            "/settings/sso/people/{id}/unlink",
            Access::Administrator,
            unlink,
        )
        .finish(Pages {
            sso: Sso::new(gate.app(), client),
            gate: gate.clone(),
        })
}

/// The cookie of a login under way.
fn cookie_name(https: bool) -> &'static str {
    if https {
        "__Host-luister_sso"
    } else {
        "luister_sso"
    }
}

impl Pages {
    fn keep(&self, response: &mut Response, value: &str, age_s: i64) {
        let https = self.sso.app.is_https();
        let secure = if https { "; Secure" } else { "" };
        // Lax, because the answer comes by a link from the provider's pages.
        let text = format!(
            "{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age_s}{secure}",
            cookie_name(https)
        );
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }

    /// Words of this slice.
    fn say(&self, frame: &Frame, key: &str) -> String {
        self.sso.app.words.say(frame.language, key, &[])
    }

    /// That somebody isn't let in, and what to do.
    fn refused(&self, frame: &Frame, word: &str, status: StatusCode) -> Result<Response, Problem> {
        let values = json!({ "text": self.say(frame, &format!("sso-refused-{word}")) });
        let page = self
            .sso
            .app
            .templates
            .page("sso/refused.html", frame, values)?;
        let mut response = (status, page).into_response();
        // The journey is over, however it ended.
        self.keep(&mut response, "", 0);
        Ok(response)
    }
}

/// `GET /login/sso/{id}`: sends the browser to the provider. Nothing is stored but in the browser.
async fn begin(
    State(pages): State<Pages>,
    Path(id): Path<String>,
    query: QueryPairs,
    frame: Frame,
) -> Result<Response, Problem> {
    let provider = pages.sso.provider(&id).await?;
    let remote = match pages.sso.remotes.of(&provider.issuer).await {
        Ok(remote) => remote,
        Err(trouble) => {
            tracing::warn!(%trouble, issuer = provider.issuer, "an identity provider is no help");
            return pages.refused(&frame, "trouble", StatusCode::BAD_GATEWAY);
        }
    };
    let now_us = pages.sso.app.clock.now_us();
    let journey = Journey::begin(&provider.id, safe_next(query.get("next")), now_us);
    let to = journey.address(
        remote.authorisation(),
        &provider.client_id,
        &pages.sso.redirect_uri(),
    );
    let mut response = Redirect::to(&to).into_response();
    pages.keep(&mut response, &journey.cookie(), LASTS_S);
    Ok(response)
}

/// `GET /login/sso/callback`: the browser comes back. Only the one that set out gets in, once.
async fn callback(
    State(pages): State<Pages>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    query: QueryPairs,
    frame: Frame,
) -> Result<Response, Problem> {
    let app = &pages.sso.app;
    let kept = cookie(&headers, cookie_name(app.is_https())).unwrap_or_default();
    let journey = Journey::read(kept, app.clock.now_us())
        .filter(|journey| journey.is_answered_by(query.get("state").unwrap_or_default()));
    let Some(journey) = journey else {
        return pages.refused(&frame, "state", StatusCode::BAD_REQUEST);
    };
    if let Some(error) = query.get("error") {
        // Whoever turned back there needs no warning.
        let word = match error {
            "access_denied" => "cancelled",
            _ => "trouble",
        };
        return pages.refused(&frame, word, StatusCode::FORBIDDEN);
    }
    let Some(code) = query.get("code").filter(|code| !code.is_empty()) else {
        return pages.refused(&frame, "state", StatusCode::BAD_REQUEST);
    };
    let tries = pages
        .gate
        .take_try((&headers, peer), &journey.provider)
        .await?;
    let origin = Origin::of(&headers, pages.gate.address(&headers, peer));
    let answer = (code, query.get("iss"));
    match service::finish(&pages.sso, &journey, answer, origin).await {
        Ok(session) => {
            tries.succeeded().await;
            let mut response = entered(app, Some(&session), &journey.next);
            pages.keep(&mut response, "", 0);
            Ok(response)
        }
        Err(Out::Refused(refusal)) => {
            // Who they are was proven; that isn't a guess.
            tries.succeeded().await;
            pages.refused(&frame, refusal.word(), StatusCode::FORBIDDEN)
        }
        Err(Out::Trouble(why)) => {
            tracing::warn!(why, "an identity provider's answer was not believed");
            pages.refused(&frame, "trouble", StatusCode::BAD_GATEWAY)
        }
        Err(Out::Problem(problem)) => Err(problem),
    }
}

/// `GET /login/sso/{id}/out`: after logging out here, the way to log out there too.
async fn out_page(
    State(pages): State<Pages>,
    Path(id): Path<String>,
    frame: Frame,
) -> Result<Html<String>, Problem> {
    let provider = pages.sso.provider(&id).await?;
    let remote = pages.sso.remotes.of(&provider.issuer).await.ok();
    let there = remote.and_then(|remote| {
        let endpoint = remote.end_session()?.to_owned();
        let back = format!("{}/login", pages.sso.app.base_url);
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("client_id", &provider.client_id)
            .append_pair("post_logout_redirect_uri", &back)
            .finish();
        let joint = if endpoint.contains('?') { '&' } else { '?' };
        Some(format!("{endpoint}{joint}{query}"))
    });
    let values = json!({ "there": there, "button": provider.button });
    pages.sso.app.templates.page("sso/out.html", &frame, values)
}

impl Pages {
    async fn settings(
        &self,
        (frame, viewer): (&Frame, &Viewer),
        filled: Option<&Filled>,
        mistakes: &[Mistake],
    ) -> Result<Html<String>, Problem> {
        let workspace_id = viewer.workspace_id.clone();
        let (provider, teams, linked) = self
            .sso
            .app
            .db
            .read(move |tx| {
                Ok::<_, Problem>((
                    store::of_workspace(tx, &workspace_id)?,
                    store::teams(tx, &workspace_id)?,
                    store::linked(tx, &workspace_id)?,
                ))
            })
            .await?;
        let stored = provider.as_ref().map(|p| Filled {
            issuer: p.issuer.clone(),
            client_id: p.client_id.clone(),
            client_secret: String::new(),
            has_secret: !p.client_secret.is_empty(),
            button: p.button.clone(),
            group_claim: p.group_claim.clone(),
            mapping: service::mapping_text(p, &teams),
            domains: p.domains.join(", "),
            is_on: p.is_on,
            links_by_email: p.links_by_email,
            makes_people: p.makes_people,
        });
        let has_secret = stored.as_ref().is_some_and(|f| f.has_secret);
        let fresh = Filled {
            group_claim: "groups".to_owned(),
            ..Filled::default()
        };
        let form = filled.or(stored.as_ref()).unwrap_or(&fresh);
        let wrong: Vec<Value> = mistakes
            .iter()
            .map(|(field, word, value)| {
                let key = format!("sso-wrong-{word}");
                let value = [("value", value.as_str().into())];
                let text = self.sso.app.words.say(frame.language, &key, &value);
                json!({ "field": field, "text": text })
            })
            .collect();
        let people: Vec<Value> = linked
            .iter()
            .map(|l| {
                json!({ "id": l.user_id, "name": l.name, "email": l.email, "subject": l.subject,
                        "used_at_us": l.used_at_us })
            })
            .collect();
        let values = json!({
            "place": "settings", "settings": "sso", "is_set_up": provider.is_some(),
            "redirect_uri": self.sso.redirect_uri(), "wrong": wrong,
            "post_logout_uri": format!("{}/login", self.sso.app.base_url),
            "form": { "issuer": form.issuer, "client_id": form.client_id, "button": form.button,
                "group_claim": form.group_claim, "mapping": form.mapping, "domains": form.domains,
                "is_on": form.is_on, "links_by_email": form.links_by_email,
                "makes_people": form.makes_people },
            "has_secret": has_secret, "people": people,
            "roles": Role::ALL.map(Role::as_str),
        });
        self.sso
            .app
            .templates
            .page("sso/settings.html", frame, values)
    }
}

async fn settings_page(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
) -> Result<Html<String>, Problem> {
    pages.settings((&frame, &viewer), None, &[]).await
}

async fn save(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    const FIELDS: [&str; 11] = [
        "issuer",
        "client_id",
        "client_secret",
        "public_client",
        "button",
        "group_claim",
        "mapping",
        "domains",
        "is_on",
        "links_by_email",
        "makes_people",
    ];
    form.only(|name| FIELDS.contains(&name))?;
    let text = |name: &str| form.text(name).to_owned();
    let is = |name: &str| form.get(name) == Some("yes");
    let filled = Filled {
        issuer: text("issuer"),
        client_id: text("client_id"),
        client_secret: text("client_secret"),
        has_secret: !is("public_client"),
        button: text("button"),
        group_claim: text("group_claim"),
        mapping: text("mapping"),
        domains: text("domains"),
        is_on: is("is_on"),
        links_by_email: is("links_by_email"),
        makes_people: is("makes_people"),
    };
    let mistakes = service::save(&pages.sso, &viewer, &filled).await?;
    if mistakes.is_empty() {
        return Ok(Redirect::to("/settings/sso").into_response());
    }
    let page = pages
        .settings((&frame, &viewer), Some(&filled), &mistakes)
        .await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn remove(State(pages): State<Pages>, viewer: Viewer) -> Result<Redirect, Problem> {
    service::remove(&pages.sso, &viewer).await?;
    Ok(Redirect::to("/settings/sso"))
}

async fn unlink(
    State(pages): State<Pages>,
    viewer: Viewer,
    Path(user_id): Path<String>,
) -> Result<Redirect, Problem> {
    service::unlink(&pages.sso, &viewer, &user_id).await?;
    Ok(Redirect::to("/settings/sso"))
}
