//! A dashboard: its filter and its blocks, all of one moment.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::Problem;
use platform::web::{Frame, Path, QueryPairs};
use serde_json::json;
use user::Viewer;

use super::{at, board_json, changed, chosen, drawn, eye, surveys};
use crate::Boards;
use crate::bar::Parts;
use crate::blocks::Look;
use crate::service;
use crate::view::View;

/// The page's own parameters: `all` says that no filter is meant, not the usual one.
const OWN: [&str; 2] = ["all", "said"];

/// `GET /dashboards/{id}`.
pub(super) async fn page(
    State(boards): State<Boards>,
    frame: Frame,
    viewer: Viewer,
    Path(board_id): Path<String>,
    query: QueryPairs,
) -> Result<Response, Problem> {
    let found = service::get(&boards, &viewer, &board_id).await?;
    let view = View::read(&query, &OWN)?;
    let base = format!("/dashboards/{board_id}");
    let usual = &found.board.draft.filter;
    if query.0.is_empty() && !usual.is_empty() {
        return Ok(Redirect::to(&format!("{base}?{usual}")).into_response());
    }
    let said = match query.get("said") {
        None | Some("") => None,
        Some(known) if ["copied", "made", "restored", "kept"].contains(&known) => Some(known),
        Some(other) => return Err(Problem::BadRequest(format!("said: {other:?} is not known"))),
    };
    let eye = eye(&boards, (&viewer, &frame), base.clone(), &view).await?;
    let voice = eye.voice(&boards);
    let mut look = Look::new(&boards, &eye, &view).await?;
    let blocks = drawn(&mut look, &found.board).await?;
    let of_blocks = |id: &String| {
        let mut blocks = found.board.draft.blocks.iter();
        blocks.any(|block| block.survey_id.as_ref() == Some(id))
    };
    let mut known = surveys(&boards, &eye).await?;
    known.retain(|(id, _)| of_blocks(id));
    let parts = Parts {
        boards: &boards,
        eye: &eye,
        view: &view,
        board: &found.board,
        surveys: &known,
        teams: &boards.teams(&viewer).await?,
        today: look.today,
    };
    let values = json!({
        "place": "tell",
        "board": board_json(&found),
        "said": said.map(|said| voice.word(&format!("board-said-{said}"))),
        "bar": parts.bar().await?,
        "blocks": blocks,
        "left_out": chosen(&found.board, &view).1,
        "wall": at(&base, "wall", &view, &[]),
        "live": at(&base, "live", &view, &[]),
        "fragments": at(&base, "blocks", &view, &[]),
    });
    let page = boards
        .app
        .templates
        .page("board/show.html", &frame, values)?;
    Ok(page.into_response())
}

/// `GET /dashboards/{id}/blocks`: those that changed since the page was made.
pub(super) async fn blocks(
    State(boards): State<Boards>,
    frame: Frame,
    viewer: Viewer,
    Path(board_id): Path<String>,
    query: QueryPairs,
) -> Result<Html<String>, Problem> {
    let found = service::get(&boards, &viewer, &board_id).await?;
    let view = View::read(&query, &["have", "wall", "comments"])?;
    let mut eye = eye(
        &boards,
        (&viewer, &frame),
        format!("/dashboards/{board_id}"),
        &view,
    )
    .await?;
    if query.get("wall") == Some("1") {
        eye.inside = false;
        eye.comments = query.get("comments") == Some("1");
    }
    let mut look = Look::new(&boards, &eye, &view).await?;
    changed(&mut look, &found.board, &query).await.map(Html)
}

/// `GET /dashboards/{id}/charts/{file}`: a block's picture as SVG or its numbers as CSV.
pub(super) async fn chart(
    State(boards): State<Boards>,
    frame: Frame,
    viewer: Viewer,
    Path((board_id, file)): Path<(String, String)>,
    query: QueryPairs,
) -> Result<Response, Problem> {
    let found = service::get(&boards, &viewer, &board_id).await?;
    let view = View::read(&query, &[])?;
    let (block_id, extension) = file.rsplit_once('.').ok_or_else(|| Problem::no("chart"))?;
    let block = found
        .board
        .draft
        .blocks
        .iter()
        .find(|block| block.id == block_id);
    let block = block.ok_or_else(|| Problem::no("chart"))?;
    let eye = eye(
        &boards,
        (&viewer, &frame),
        format!("/dashboards/{board_id}"),
        &view,
    )
    .await?;
    let mut look = Look::new(&boards, &eye, &view).await?;
    let made = look.block(block).await?;
    let (kind, content) = match extension {
        "svg" => (
            "image/svg+xml",
            made.drawing.as_ref().map(|drawing| drawing.svg.clone()),
        ),
        "csv" => (
            "text/csv; charset=utf-8",
            made.table.as_ref().map(dashboard::picture::Table::csv),
        ),
        _ => return Err(Problem::no("chart")),
    };
    let content = content.ok_or_else(|| Problem::no("chart"))?;
    let name = format!(
        "attachment; filename=\"{}.{extension}\"",
        block.kind.as_str()
    );
    let headers = [(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, content).into_response())
}
