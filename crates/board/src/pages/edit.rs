//! Arranging a dashboard: blocks are added, set, moved and taken off by plain forms; a script adds
//! dragging and keys.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::Problem;
use platform::web::{FormData, Frame, Path, QueryPairs};
use serde_json::{Value, json};
use user::Viewer;

use super::{board_json, eye, mistakes, surveys};
use crate::Boards;
use crate::model::{Block, Board, Kind};
use crate::rules::{self, May, STEPS};
use crate::service::{self, Found};
use crate::view::View;

/// `GET /dashboards/{id}/edit`.
pub(super) async fn page(
    State(boards): State<Boards>,
    frame: Frame,
    viewer: Viewer,
    Path(board_id): Path<String>,
    query: QueryPairs,
) -> Result<Html<String>, Problem> {
    let said = match query.get("said") {
        None | Some("") => None,
        Some(known) if ["saved", "added", "taken", "moved"].contains(&known) => Some(known),
        Some(other) => return Err(Problem::BadRequest(format!("said: {other:?} is not known"))),
    };
    if let Some((name, _)) = query
        .0
        .iter()
        .find(|(n, _)| !["said", "block"].contains(&n.as_str()))
    {
        return Err(Problem::BadRequest(format!("unknown parameter {name:?}")));
    }
    let found = service::get_to(&boards, &viewer, (&board_id, May::Edit)).await?;
    let undo = query.get("block").filter(|_| said == Some("taken"));
    let is_known = |id: &&str| found.board.taken_off.iter().any(|off| off.block.id == **id);
    let undo = undo.filter(is_known).map(str::to_owned);
    render(&boards, (&frame, &viewer), &found, (said, undo, Vec::new())).await
}

async fn render(
    boards: &Boards,
    (frame, viewer): (&Frame, &Viewer),
    found: &Found,
    (said, undo, wrong): (Option<&str>, Option<String>, Vec<String>),
) -> Result<Html<String>, Problem> {
    let base = format!("/dashboards/{}", found.board.board_id);
    let eye = eye(boards, (viewer, frame), base, &View::default()).await?;
    let voice = eye.voice(boards);
    let known = surveys(boards, &eye).await?;
    let blocks: Vec<Value> = found
        .board
        .draft
        .blocks
        .iter()
        .map(|block| {
            let kind_name = voice.word(&format!("board-kind-{}", block.kind.as_str()));
            let survey = block.survey_id.as_ref();
            let title = survey.and_then(|id| known.iter().find(|(own, _)| own == id));
            json!({
                "id": block.id,
                "kind": block.kind.as_str(),
                "kind_name": kind_name,
                "name": block.title.clone().unwrap_or(kind_name),
                "title": block.title.clone().unwrap_or_default(),
                "width": block.width,
                "takes_survey": block.kind.is_of_a_survey(),
                "survey_id": survey,
                "survey": title.map(|(_, title)| title),
                "steps": block.steps.clone().unwrap_or_default(),
                "attribute": block.attribute.clone().unwrap_or_default(),
                "order": block.order.join("\n"),
                "text": block.text.clone().unwrap_or_default(),
            })
        })
        .collect();
    let of_blocks: Vec<String> = {
        let ids = found
            .board
            .draft
            .blocks
            .iter()
            .filter_map(|block| block.survey_id.clone());
        let mut ids: Vec<String> = ids.collect();
        ids.extend(known.first().map(|(id, _)| id.clone()));
        ids.sort();
        ids.dedup();
        ids
    };
    let values = json!({
        "place": "tell",
        "board": board_json(found),
        "said": said.map(|said| voice.word(&format!("board-said-{said}"))),
        "undo": undo,
        "wrong": wrong,
        "blocks": blocks,
        "kinds": Kind::ALL.map(Kind::as_str),
        "steps": STEPS,
        "attributes": boards.attributes(&eye, &of_blocks).await?,
        "surveys": known.iter().map(|(id, title)| json!({ "id": id, "title": title })).collect::<Vec<_>>(),
    });
    boards.app.templates.page("board/edit.html", frame, values)
}

/// Goes back to the page when the change was made, else shows it with what is wrong.
async fn after(
    boards: &Boards,
    (frame, viewer): (&Frame, &Viewer),
    (board_id, said): (&str, &str),
    changed: Result<Board, Problem>,
) -> Result<Response, Problem> {
    match changed {
        Ok(_) => {
            let to = format!("/dashboards/{board_id}/edit?said={said}");
            Ok(Redirect::to(&to).into_response())
        }
        Err(problem) => {
            let wrong = mistakes(problem)?;
            let found = service::get_to(boards, viewer, (board_id, May::Edit)).await?;
            let page = render(boards, (frame, viewer), &found, (None, None, wrong)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// `POST /dashboards/{id}/edit`: its name and how the wall screen goes on.
pub(super) async fn save(
    State(boards): State<Boards>,
    frame: Frame,
    viewer: Viewer,
    Path(board_id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| ["title", "seconds"].contains(&name))?;
    let (title, seconds) = (
        form.text("title").to_owned(),
        form.text("seconds").trim().parse(),
    );
    let change = move |board: &mut Board| {
        title.clone_into(&mut board.draft.title);
        // Anything that is no number is none that fits.
        board.draft.seconds = seconds.clone().unwrap_or(0);
        Ok(())
    };
    let changed = service::change(&boards, &viewer, (&board_id, May::Edit, None), change).await;
    after(&boards, (&frame, &viewer), (&board_id, "saved"), changed).await
}

/// `POST /dashboards/{id}/filter`: the filter it opens with.
pub(super) async fn keep_filter(
    State(boards): State<Boards>,
    viewer: Viewer,
    Path(board_id): Path<String>,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|name| name == "filter")?;
    let filter = form.text("filter").to_owned();
    let text = filter.clone();
    let change = move |board: &mut Board| {
        filter.clone_into(&mut board.draft.filter);
        Ok(())
    };
    service::change(&boards, &viewer, (&board_id, May::Edit, None), change).await?;
    let and = if text.is_empty() { "all=1" } else { &text };
    Ok(Redirect::to(&format!(
        "/dashboards/{board_id}?{and}&said=kept"
    )))
}

/// `POST /dashboards/{id}/blocks`: one more, at the end.
pub(super) async fn add(
    State(boards): State<Boards>,
    frame: Frame,
    viewer: Viewer,
    Path(board_id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| ["kind", "survey_id", "attribute"].contains(&name))?;
    let kind: Kind = form
        .text("kind")
        .parse()
        .map_err(|detail: String| Problem::invalid("/kind", detail))?;
    let given = |name: &str| Some(form.text(name).to_owned()).filter(|text| !text.is_empty());
    let mut block = service::new_block(kind, (given("survey_id"), given("attribute")));
    if kind == Kind::Text {
        let voice = dashboard::voice::Voice::new(&boards.app, frame.language);
        block.text = Some(voice.word("board-text-new"));
    }
    let change = move |board: &mut Board| {
        board.draft.blocks.push(block.clone());
        Ok(())
    };
    let changed = service::change(&boards, &viewer, (&board_id, May::Edit, None), change).await;
    after(&boards, (&frame, &viewer), (&board_id, "added"), changed).await
}

/// `POST /dashboards/{id}/blocks/{block_id}`: how a block is set.
pub(super) async fn set(
    State(boards): State<Boards>,
    frame: Frame,
    viewer: Viewer,
    Path((board_id, block_id)): Path<(String, String)>,
    form: FormData,
) -> Result<Response, Problem> {
    const FIELDS: [&str; 7] = [
        "title",
        "width",
        "survey_id",
        "steps",
        "attribute",
        "order",
        "text",
    ];
    form.only(|name| FIELDS.contains(&name))?;
    let given = FIELDS.map(|name| form.get(name).map(str::to_owned));
    let change = move |board: &mut Board| {
        let block = board
            .draft
            .blocks
            .iter_mut()
            .find(|block| block.id == block_id);
        let block = block.ok_or_else(|| Problem::no("block"))?;
        fill(block, given.clone());
        Ok(())
    };
    let changed = service::change(&boards, &viewer, (&board_id, May::Edit, None), change).await;
    after(&boards, (&frame, &viewer), (&board_id, "saved"), changed).await
}

/// Puts what a form gives into a block; fields it leaves out stay.
fn fill(block: &mut Block, given: [Option<String>; 7]) {
    let [title, width, survey_id, steps, attribute, order, text] = given;
    if let Some(title) = title {
        block.title = Some(title);
    }
    if let Some(width) = width {
        // What is no width is refused with the others that don't fit.
        block.width = width.parse().unwrap_or(u8::MAX);
    }
    for (own, given) in [
        (&mut block.survey_id, survey_id),
        (&mut block.steps, steps),
        (&mut block.attribute, attribute),
        (&mut block.text, text),
    ] {
        if given.is_some() {
            *own = given;
        }
    }
    if let Some(order) = order {
        block.order = order.lines().map(str::to_owned).collect();
    }
}

/// `POST /dashboards/{id}/blocks/{block_id}/move`: one place up or down.
pub(super) async fn shift(
    State(boards): State<Boards>,
    frame: Frame,
    viewer: Viewer,
    Path((board_id, block_id)): Path<(String, String)>,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| name == "to")?;
    let up = match form.text("to") {
        "up" => true,
        "down" => false,
        _ => return Err(Problem::invalid("/to", "up or down")),
    };
    let change = move |board: &mut Board| {
        let blocks = &mut board.draft.blocks;
        let at = blocks.iter().position(|block| block.id == block_id);
        let at = at.ok_or_else(|| Problem::no("block"))?;
        let place = if up { at.saturating_sub(1) } else { at + 1 };
        rules::move_to(blocks, &block_id, place);
        Ok(())
    };
    let changed = service::change(&boards, &viewer, (&board_id, May::Edit, None), change).await;
    after(&boards, (&frame, &viewer), (&board_id, "moved"), changed).await
}

/// `POST /dashboards/{id}/arrange`: the whole order at once, from the script.
pub(super) async fn arrange(
    State(boards): State<Boards>,
    viewer: Viewer,
    Path(board_id): Path<String>,
    form: FormData,
) -> Result<StatusCode, Problem> {
    form.only(|name| name == "block")?;
    let ids: Vec<String> = form.all("block").map(str::to_owned).collect();
    let change = move |board: &mut Board| {
        let blocks = std::mem::take(&mut board.draft.blocks);
        board.draft.blocks = rules::in_order(blocks, &ids);
        Ok(())
    };
    service::change(&boards, &viewer, (&board_id, May::Edit, None), change).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /dashboards/{id}/blocks/{block_id}/remove`.
pub(super) async fn take_off(
    State(boards): State<Boards>,
    frame: Frame,
    viewer: Viewer,
    Path((board_id, block_id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let id = block_id.clone();
    let change = move |board: &mut Board| {
        rules::take_off(board, &id)
            .then_some(())
            .ok_or_else(|| Problem::no("block"))
    };
    let changed = service::change(&boards, &viewer, (&board_id, May::Edit, None), change).await;
    let said = format!("taken&block={block_id}");
    after(&boards, (&frame, &viewer), (&board_id, &said), changed).await
}

/// `POST /dashboards/{id}/blocks/{block_id}/restore`.
pub(super) async fn put_back(
    State(boards): State<Boards>,
    frame: Frame,
    viewer: Viewer,
    Path((board_id, block_id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let change = move |board: &mut Board| {
        rules::put_back(board, &block_id)
            .then_some(())
            .ok_or_else(|| Problem::no("block"))
    };
    let changed = service::change(&boards, &viewer, (&board_id, May::Edit, None), change).await;
    after(&boards, (&frame, &viewer), (&board_id, "saved"), changed).await
}
