//! Who may use which route: stated once, where the route is named.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::handler::Handler;
use axum::http::header::{AUTHORIZATION, HOST};
use axum::http::{HeaderMap, Method};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use platform::clock::SECOND_US;
use platform::id;
use platform::web::{App, Frame, Person, Problem, client_address, cookie};
use platform::words::Language;

use crate::model::{Sight, Viewer, Who};
use crate::service;
use crate::sessions::{Present, StillHere, Watched};
use crate::throttle::{Guess, Throttle};

/// Who may use a route. Routes for everybody who is logged in limit what they show by
/// [`Viewer::sight`]; the others are for who sees everything, so that a route that forgets the
/// limit shows nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody; cookies and keys are not even read.
    Public,
    /// Pages: everybody who is logged in, within their sight.
    Member,
    /// Pages: people who see everything.
    Viewer,
    /// Pages: people who work on cases, actions and conversations, within their sight.
    Worker,
    /// Pages: administrators and programme managers.
    Manager,
    /// Pages: administrators.
    Administrator,
    /// Pages: administrators of the installation.
    Installer,
    /// API: a key of scope read or write, or everybody who is logged in, within their sight.
    MemberRead,
    /// API: a key of scope write, or everybody who is logged in, within their sight.
    MemberWrite,
    /// API: a key of scope read or write, or a person who sees everything.
    Read,
    /// API: a key of scope write, or a person who works on cases, actions and conversations, within
    /// their sight.
    Work,
    /// API: a key of scope write, an administrator or a programme manager.
    Manage,
    /// API: a key of scope write, or an administrator.
    Write,
    /// API: a key that was made for the installation, or an administrator of it.
    Install,
}

/// A line of the route table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// GET, POST …
    pub method: Method,
    /// The literal path with its `{parts}`.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
}

/// Lets requests in: the app, and what was lately found out about API keys.
#[derive(Clone)]
pub struct Gate {
    app: App,
    keys: Arc<Keys>,
    present: Arc<Present>,
    throttle: Throttle,
    proxy_hops: usize,
    guest: Option<Viewer>,
}

/// Viewers by key hash, with the time they were looked up. A load of submissions with one key
/// would otherwise read the same row thousands of times a second.
type Keys = Mutex<HashMap<Vec<u8>, (i64, Viewer)>>;

/// How long a looked-up key is believed; a revoked one stops working within this time.
const KEY_BELIEVED_US: i64 = SECOND_US / 2;
/// Keys remembered at most.
const KEYS_MAX: usize = 1000;

impl Gate {
    /// A gate in front of `app`.
    pub fn new(app: &App) -> Self {
        Self {
            app: app.clone(),
            keys: Arc::default(),
            present: Present::new(app),
            throttle: Throttle::new(&app.db),
            proxy_hops: 0,
            guest: None,
        }
    }

    /// The same behind so many reverse proxies of ours.
    #[must_use]
    pub fn with_proxies(self, proxy_hops: usize) -> Self {
        Self { proxy_hops, ..self }
    }

    /// The address a request comes from, past the proxies of ours.
    pub fn address(&self, headers: &HeaderMap, peer: SocketAddr) -> IpAddr {
        client_address(headers, peer, self.proxy_hops)
    }

    /// Takes one of the few tries that this address has with `account` (an e-mail address, or what
    /// else is guessed at), before the outcome is known; [`Tries::succeeded`] gives them back.
    pub async fn take_try(
        &self,
        (headers, peer): (&HeaderMap, SocketAddr),
        account: &str,
    ) -> Result<Tries, Problem> {
        let guess = Guess::new(self.address(headers, peer), account);
        let now_us = self.app.clock.now_us();
        self.throttle.take(&guess, now_us).await?;
        Ok(Tries {
            throttle: self.throttle.clone(),
            guess,
        })
    }

    /// Lets whoever sits at this machine in as `guest`, without login. For the demo only.
    #[must_use]
    pub fn with_guest(self, guest: Viewer) -> Self {
        Self {
            guest: Some(guest),
            ..self
        }
    }

    /// The guest, if `request` comes from this machine and means this machine: a page elsewhere
    /// whose name resolves to us still says its own name as host, and a proxy on this machine
    /// says for whom it asks.
    fn guest_of(&self, request: &Request) -> Option<&Viewer> {
        let headers = request.headers();
        if [
            "x-forwarded-for",
            "x-forwarded-host",
            "x-real-ip",
            "forwarded",
            "via",
        ]
        .iter()
        .any(|name| headers.contains_key(*name))
        {
            return None;
        }
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>()?.0;
        let host = headers.get(HOST)?.to_str().ok()?;
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        let is_here = ["localhost", "127.0.0.1", "[::1]"].contains(&name);
        self.guest
            .as_ref()
            .filter(|_| peer.ip().is_loopback() && is_here)
    }

    /// The app behind it.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// How a stream that `viewer` opens hears that it must end.
    fn still_here(&self, viewer: &Viewer, headers: &HeaderMap) -> StillHere {
        let watched = match &viewer.who {
            Who::Key { api_key_id, .. } => Some(Watched::Key(api_key_id.clone())),
            Who::User { .. } => cookie(headers, service::session_cookie(&self.app))
                .map(|secret| Watched::session(&id::hash(secret))),
        };
        // The guest of the demo has no session.
        let watched = watched.filter(|_| self.guest.as_ref() != Some(viewer));
        StillHere::new(&self.present, watched)
    }

    async fn viewer_of_key(&self, key: &str) -> Result<Viewer, Problem> {
        let (hash, now_us) = (id::hash(key), self.app.clock.now_us());
        if let Ok(keys) = self.keys.lock()
            && let Some((at_us, viewer)) = keys.get(&hash)
            && (0..KEY_BELIEVED_US).contains(&(now_us - at_us))
        {
            return Ok(viewer.clone());
        }
        let viewer = service::viewer_of_key(&self.app, key).await?;
        if let Ok(mut keys) = self.keys.lock() {
            if keys.len() >= KEYS_MAX {
                keys.clear();
            }
            keys.insert(hash, (now_us, viewer.clone()));
        }
        Ok(viewer)
    }
}

/// Tries that were taken.
#[derive(Debug)]
#[must_use]
pub struct Tries {
    throttle: Throttle,
    guess: Guess,
}

impl Tries {
    /// It went well: the tries before don't count any more.
    pub async fn succeeded(&self) {
        self.throttle.succeeded(&self.guess).await;
    }
}

/// The routes of a slice: literal paths, each with its access.
pub struct Routes<S = ()> {
    gate: Gate,
    router: Router<S>,
    entries: Vec<Entry>,
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// No routes yet.
    pub fn new(gate: &Gate) -> Self {
        Self {
            gate: gate.clone(),
            router: Router::new(),
            entries: Vec::new(),
        }
    }

    /// A route that reads.
    #[must_use]
    pub fn get<H: Handler<T, S>, T: 'static>(
        self,
        path: &'static str,
        access: Access,
        handler: H,
    ) -> Self {
        self.add(Method::GET, path, access, on(MethodFilter::GET, handler))
    }

    /// A route that changes something.
    #[must_use]
    pub fn post<H: Handler<T, S>, T: 'static>(
        self,
        path: &'static str,
        access: Access,
        handler: H,
    ) -> Self {
        self.add(Method::POST, path, access, on(MethodFilter::POST, handler))
    }

    /// A route that replaces something.
    #[must_use]
    pub fn put<H: Handler<T, S>, T: 'static>(
        self,
        path: &'static str,
        access: Access,
        handler: H,
    ) -> Self {
        self.add(Method::PUT, path, access, on(MethodFilter::PUT, handler))
    }

    /// A route that changes a part of something.
    #[must_use]
    pub fn patch<H: Handler<T, S>, T: 'static>(
        self,
        path: &'static str,
        access: Access,
        handler: H,
    ) -> Self {
        self.add(
            Method::PATCH,
            path,
            access,
            on(MethodFilter::PATCH, handler),
        )
    }

    /// A route that removes something.
    #[must_use]
    pub fn delete<H: Handler<T, S>, T: 'static>(
        self,
        path: &'static str,
        access: Access,
        handler: H,
    ) -> Self {
        self.add(
            Method::DELETE,
            path,
            access,
            on(MethodFilter::DELETE, handler),
        )
    }

    fn add(
        mut self,
        method: Method,
        path: &'static str,
        access: Access,
        route: MethodRouter<S>,
    ) -> Self {
        self.entries.push(Entry {
            method,
            path,
            access,
        });
        let route = route.layer(from_fn_with_state((self.gate.clone(), access), authorise));
        self.router = self.router.route(path, route);
        self
    }

    /// The router, with what its handlers share, and the table of its routes.
    pub fn finish(self, state: S) -> (Router, Vec<Entry>) {
        (self.router.with_state(state), self.entries)
    }
}

async fn authorise(
    State((gate, access)): State<(Gate, Access)>,
    mut request: Request,
    next: Next,
) -> Response {
    if access == Access::Public {
        return next.run(request).await;
    }
    let here = request
        .uri()
        .path_and_query()
        .map_or("/", |p| p.as_str())
        .to_owned();
    let mut frame = Frame::of(request.headers(), &here);
    let identified = match gate.guest_of(&request) {
        Some(guest) if bearer(request.headers()).is_none() => {
            welcome(&gate.app, guest, &mut frame).await
        }
        _ => identify(&gate, access, request.headers(), &mut frame).await,
    };
    match identified {
        Ok(viewer) => {
            let still = gate.still_here(&viewer, request.headers());
            request.extensions_mut().insert(still);
            request.extensions_mut().insert(viewer);
            request.extensions_mut().insert(frame.clone());
            let mut response = next.run(request).await;
            // So that a problem page greets the person too.
            response.extensions_mut().insert(frame);
            response
        }
        Err(Problem::Unauthorised(_)) if is_page(access) && request.method() == Method::GET => {
            match service::is_set_up(&gate.app).await {
                Ok(true) => {
                    let next: String = form_urlencoded::byte_serialize(here.as_bytes()).collect();
                    Redirect::to(&format!("/login?next={next}")).into_response()
                }
                Ok(false) => Redirect::to("/setup").into_response(),
                Err(problem) => problem.into_response(),
            }
        }
        Err(problem)
            if is_page(access)
                && request.method() == Method::GET
                && is_lacking_factor(&problem) =>
        {
            Redirect::to("/settings/security").into_response()
        }
        Err(problem) => problem.into_response(),
    }
}

async fn welcome(app: &App, guest: &Viewer, frame: &mut Frame) -> Result<Viewer, Problem> {
    let (_, zone) = service::workspace(app, &guest.workspace_id).await?;
    frame.person = Some(Person {
        name: guest.name().to_owned(),
        administrator: guest.may_write,
        manager: guest.may_manage,
        limited: guest.sight != Sight::Everything,
        installation_administrator: false,
        workspaces: Vec::new(),
        guest: true,
        zone,
    });
    Ok(guest.clone())
}

fn is_page(access: Access) -> bool {
    matches!(
        access,
        Access::Member
            | Access::Viewer
            | Access::Worker
            | Access::Manager
            | Access::Administrator
            | Access::Installer
    )
}

async fn identify(
    gate: &Gate,
    access: Access,
    headers: &HeaderMap,
    frame: &mut Frame,
) -> Result<Viewer, Problem> {
    let viewer = match bearer(headers) {
        Some(_) if is_page(access) => {
            return Err(Problem::Unauthorised(
                "pages are for logged-in people".to_owned(),
            ));
        }
        Some(key) => gate.viewer_of_key(key).await?,
        None => {
            let session = service::viewer_of_session(&gate.app, headers).await?;
            if session.lacks_factor && !SETTING_UP.iter().any(|p| frame.here.starts_with(p)) {
                return Err(lacking_factor());
            }
            frame.person = Some(Person {
                name: session.name,
                administrator: session.viewer.may_write,
                manager: session.viewer.may_manage,
                limited: session.viewer.sight != Sight::Everything,
                installation_administrator: session.is_installation_administrator,
                workspaces: session.workspaces,
                guest: false,
                zone: session.zone,
            });
            if let Some(language) = Language::from_code(&session.language) {
                frame.language = language;
            }
            session.viewer
        }
    };
    match lacking(access, &viewer) {
        None => Ok(viewer),
        Some(text) => Err(Problem::Forbidden(text.to_owned())),
    }
}

/// Whether `viewer` may use routes of this access.
#[cfg(test)]
pub(crate) fn may(access: Access, viewer: &Viewer) -> bool {
    lacking(access, viewer).is_none()
}

/// Where somebody may go whose role needs a second factor that they don't have yet.
const SETTING_UP: [&str; 3] = ["/settings/security", "/logout", "/workspace"];

fn lacking_factor() -> Problem {
    Problem::Forbidden("your role needs a second factor: please set one up first".to_owned())
}

/// Whether somebody is to set up a second factor before anything else.
fn is_lacking_factor(problem: &Problem) -> bool {
    problem.to_string() == lacking_factor().to_string()
}

/// What `viewer` lacks for a route, if anything.
fn lacking(access: Access, viewer: &Viewer) -> Option<&'static str> {
    let (has, lacking) = match access {
        Access::Public | Access::Member | Access::MemberRead => return None,
        Access::Viewer | Access::Read => (
            viewer.sight == Sight::Everything,
            "this is for people who see the results of everybody",
        ),
        Access::MemberWrite => (
            viewer.may_write || viewer.user_id().is_some(),
            "this needs a key of scope write, or a person who is logged in",
        ),
        Access::Worker => (viewer.may_work, "this is for people who may work on it"),
        Access::Manager => (
            viewer.may_manage,
            "this is for administrators and programme managers",
        ),
        Access::Administrator => (viewer.may_write, "this is for administrators"),
        Access::Work => (
            viewer.may_work,
            "this needs a key of scope write, or a person who may work on it",
        ),
        Access::Manage => (
            viewer.may_manage,
            "this needs a key of scope write, or a programme manager",
        ),
        Access::Write => (viewer.may_write, "this needs a key of scope write"),
        Access::Installer | Access::Install => (
            viewer.may_install,
            "this is for administrators of the installation",
        ),
    };
    (!has).then_some(lacking)
}

/// The key in `Authorization: Bearer KEY`.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, key) = text.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(key.trim())
}
