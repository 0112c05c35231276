//! The pages: where respondents answer, the preview, and personal links for those who work here.

mod invitations;
mod personal;
mod preview;
mod public;
mod visit;
mod votes;
mod widget;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::http::HeaderMap;
use platform::web::App;
use user::{Access, Entry, Gate, Routes};

use crate::ballot::Ballots;
use crate::flood::{self, Flood};
use crate::service::Responses;

/// What the pages share.
#[derive(Clone)]
pub(crate) struct Pages {
    pub(crate) responses: Responses,
    flood: Arc<Flood>,
    ballots: Arc<Ballots>,
    proxy_hops: usize,
}

impl Pages {
    fn app(&self) -> &App {
        &self.responses.app
    }

    fn address(&self, headers: &HeaderMap, peer: SocketAddr) -> IpAddr {
        flood::address(headers, peer, self.proxy_hops)
    }
}

pub(crate) fn routes(gate: &Gate, responses: Responses, proxy_hops: usize) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get("/r/{token}", Access::Public, public::open_link)
        .post("/r/{token}", Access::Public, public::answer_link)
        .get("/p/{token}", Access::Public, personal::open_personal)
        .post("/p/{token}", Access::Public, personal::answer_personal)
        .get("/p/{token}/x", Access::Public, personal::open_hidden)
        .post("/p/{token}/seen", Access::Public, personal::seen)
        .get("/w/{token}", Access::Public, widget::open_frame)
        .post("/w/{token}", Access::Public, widget::answer_frame)
        .get("/widget.js", Access::Public, widget::script)
        .get("/surveys/{id}/votes", Access::Viewer, votes::show)
        .post("/surveys/{id}/votes", Access::Manager, votes::save)
        .get("/surveys/{id}/widget", Access::Viewer, widget::show)
        .post("/surveys/{id}/widget", Access::Manager, widget::save)
        .get("/surveys/{id}/preview", Access::Viewer, preview::open)
        .post("/surveys/{id}/preview", Access::Viewer, preview::answer)
        .get(
            "/surveys/{id}/invitations",
            Access::Viewer,
            invitations::show,
        )
        .post(
            "/surveys/{id}/invitations",
            Access::Manager,
            invitations::invite,
        )
        .post(
            "/surveys/{id}/invitations/{invitation_id}/revoke",
            Access::Manager,
            invitations::revoke,
        )
        .finish(Pages {
            responses,
            flood: Arc::default(),
            ballots: Arc::default(),
            proxy_hops,
        })
}
