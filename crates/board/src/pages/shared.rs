//! What people without a login see by a link: what its maker saw, with the filter it was made with,
//! nothing to click on, small groups hidden, and not to be found by search engines.

use axum::extract::State;
use axum::http::HeaderName;
use axum::response::{Html, IntoResponse, Response};
use platform::Problem;
use platform::clock::day_in;
use platform::web::{Frame, Path, QueryPairs, format_date};
use serde_json::json;
use user::Viewer;

use super::{changed, drawn, wall};
use crate::Boards;
use crate::bar::period;
use crate::blocks::{Eye, Look};
use crate::model::{Board, Link};
use crate::service::links;
use crate::view::View;

/// Search engines stay away, and no other site learns the address.
const HEADERS: [(HeaderName, &str); 2] = [
    (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
    (HeaderName::from_static("referrer-policy"), "no-referrer"),
];

/// What a link leads to.
pub(super) struct Opened {
    pub(super) link: Link,
    pub(super) board: Board,
    pub(super) eye: Eye,
    pub(super) view: View,
}

impl Opened {
    /// Opens a link; 404 when it leads nowhere.
    pub(super) async fn new(boards: &Boards, secret: &str, frame: &Frame) -> Result<Self, Problem> {
        let (link, board, guest) = links::open(boards, secret).await?;
        let view = View::of_text(&link.filter)?;
        let eye = eye(boards, (&guest, frame), secret, (&link, &view)).await?;
        if eye.lacks_team {
            return Err(Problem::no("page"));
        }
        Ok(Self {
            link,
            board,
            eye,
            view,
        })
    }
}

async fn eye(
    boards: &Boards,
    who: (&Viewer, &Frame),
    secret: &str,
    (link, view): (&Link, &View),
) -> Result<Eye, Problem> {
    let seen = super::eye(boards, who, format!("/shared/{secret}"), view).await?;
    Ok(Eye {
        inside: false,
        outside: true,
        comments: link.with_comments,
        ..seen
    })
}

fn only(query: &QueryPairs, known: &[&str]) -> Result<(), Problem> {
    match query
        .0
        .iter()
        .find(|(name, _)| !known.contains(&name.as_str()))
    {
        Some((name, _)) => Err(Problem::BadRequest(format!("unknown parameter {name:?}"))),
        None => Ok(()),
    }
}

/// `GET /shared/{secret}`.
pub(super) async fn page(
    State(boards): State<Boards>,
    frame: Frame,
    Path(secret): Path<String>,
    query: QueryPairs,
) -> Result<Response, Problem> {
    only(&query, &[])?;
    let opened = Opened::new(&boards, &secret, &frame).await?;
    let Opened {
        link,
        board,
        eye,
        view,
    } = &opened;
    let mut look = Look::new(&boards, eye, view).await?.hurried();
    let blocks = drawn(&mut look, board).await?;
    let zone = boards.dashboard.zone(&eye.viewer).await?;
    let (workspace, _) = user::service::workspace(&boards.app, &link.workspace_id).await?;
    let voice = eye.voice(&boards);
    let mut filter: Vec<String> = Vec::new();
    if view.days(look.today) != (None, None) {
        filter.push(period(&voice, view, look.today));
    }
    filter.extend(
        view.attributes
            .iter()
            .map(|member| member.replacen(':', ": ", 1)),
    );
    let base = &eye.base;
    let values = json!({
        "board": { "title": board.draft.title, "revision": board.revision },
        "blocks": blocks,
        "workspace": workspace,
        "until": format_date(frame.language, day_in(&zone, link.expires_at_us)),
        "filter": filter.join(", "),
        "wall": format!("{base}/wall"),
        "live": format!("{base}/live"),
        "fragments": format!("{base}/blocks"),
    });
    let page = boards
        .app
        .templates
        .page("board/shared.html", &frame, values)?;
    Ok((HEADERS, page).into_response())
}

/// `GET /shared/{secret}/blocks`: those that changed since the page was made.
pub(super) async fn blocks(
    State(boards): State<Boards>,
    frame: Frame,
    Path(secret): Path<String>,
    query: QueryPairs,
) -> Result<Response, Problem> {
    only(&query, &["have", "wall"])?;
    let opened = Opened::new(&boards, &secret, &frame).await?;
    let mut look = Look::new(&boards, &opened.eye, &opened.view)
        .await?
        .hurried();
    let html = changed(&mut look, &opened.board, &query).await?;
    Ok((HEADERS, Html(html)).into_response())
}

/// `GET /shared/{secret}/wall`.
pub(super) async fn wall(
    State(boards): State<Boards>,
    frame: Frame,
    Path(secret): Path<String>,
    query: QueryPairs,
) -> Result<Response, Problem> {
    only(&query, &["seconds", "at", "then"])?;
    let opened = Opened::new(&boards, &secret, &frame).await?;
    let mut asked = wall::Wall::read(&query, &opened.board)?;
    asked.comments = false;
    let seen = (&opened.eye, &opened.view);
    let page = wall::render(&boards, &frame, seen, (&opened.board, &asked)).await?;
    Ok((HEADERS, page).into_response())
}
