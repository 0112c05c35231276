//! A dashboard: its filter and its blocks, all of one moment.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Redirect, Response};
use dashboard::filter::address;
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
/// `by` and `is` name an attribute and a value that were typed.
const OWN: [&str; 4] = ["all", "said", "by", "is"];

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
    if let Some(typed) = typed(&query, &view)? {
        return Ok(Redirect::to(&address(&base, &typed.pairs())).into_response());
    }
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
    let mut look = Look::new(&boards, &eye, &view).await?.hurried();
    let blocks = drawn(&mut look, &found.board).await?;
    let of_blocks = |id: &String| {
        let mut blocks = found.board.draft.blocks.iter();
        blocks.any(|block| block.survey_id.as_ref() == Some(id))
    };
    let mut known = surveys(&boards, &eye).await?;
    known.retain(|(id, _)| of_blocks(id));
    let teams = boards.teams(&viewer).await?.into_iter();
    let teams: Vec<(String, String)> = teams.map(|team| (team.team_id, team.name)).collect();
    let parts = Parts {
        boards: &boards,
        eye: &eye,
        view: &view,
        board: &found.board,
        surveys: &known,
        teams: &teams,
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
        "take": take(&base, (&board_id, &view)),
    });
    let page = boards
        .app
        .templates
        .page("board/show.html", &frame, values)?;
    Ok(page.into_response())
}

/// The filter with an attribute that was typed; none when none was.
fn typed(query: &QueryPairs, view: &View) -> Result<Option<View>, Problem> {
    let given = |name: &str| {
        query
            .get(name)
            .map(str::trim)
            .filter(|text| !text.is_empty())
    };
    let (Some(by), Some(is)) = (given("by"), given("is")) else {
        return Ok(None);
    };
    let mut pairs = view.pairs();
    pairs.push(("attribute".to_owned(), format!("{by}:{is}")));
    View::read(&QueryPairs(pairs), &[]).map(Some)
}

/// Where the dashboard can be had as a file, and by mail at set times, with its filter.
fn take(base: &str, (board_id, view): (&str, &View)) -> serde_json::Value {
    let filter = address("", &view.pairs());
    let schedule = [
        ("dashboard".to_owned(), board_id.to_owned()),
        (
            "filter".to_owned(),
            filter.trim_start_matches('?').to_owned(),
        ),
    ];
    json!({
        "pdf": at(base, "report.pdf", view, &[]),
        "xlsx": at(base, "report.xlsx", view, &[]),
        "schedule": address("/reports/new", &schedule),
    })
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
    let mut look = Look::new(&boards, &eye, &view).await?.hurried();
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
        "svg" => {
            let drawing = made.drawing.as_ref();
            let svg = drawing.map(|drawing| drawing.svg.clone().into_bytes());
            ("image/svg+xml", svg)
        }
        "png" => {
            let drawing = made.drawing.as_ref();
            let png = drawing
                .map(|drawing| paper::png(&drawing.svg, 2.0))
                .transpose();
            (
                "image/png",
                png.map_err(|fault| Problem::Internal(fault.to_string()))?,
            )
        }
        "csv" => {
            let csv = made.table.as_ref().map(|table| table.csv().into_bytes());
            ("text/csv; charset=utf-8", csv)
        }
        "xlsx" => {
            let title = block.kind.as_str();
            let file = made
                .sheet
                .as_ref()
                .map(|sheet| paper::xlsx(title, std::slice::from_ref(sheet)));
            let file = file
                .transpose()
                .map_err(|fault| Problem::Internal(fault.to_string()))?;
            (
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                file,
            )
        }
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
