//! Arranging a dashboard: blocks are added, set, moved and taken off by plain forms; a script adds
//! dragging and keys.

mod shown;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use dashboard::voice::Voice;
use platform::Problem;
use platform::web::{FormData, Frame, Path, QueryPairs};
use serde_json::{Value, json};
use user::Viewer;

use super::{board_json, eye, mistakes, surveys};
use crate::Boards;
use crate::model::{Board, Kind};
use crate::rules::{self, May, STEPS, fingerprint};
use crate::service::{self, Found};
use crate::view::View;
use shown::{Beside, FIELDS, block_json, fill, whole_json};

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
        Some(text) => match ["saved", "added", "taken", "moved"]
            .iter()
            .find(|k| **k == text)
        {
            Some(known) => Some(*known),
            None => return Err(Problem::BadRequest(format!("said: {text:?} is not known"))),
        },
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
    let beside = Beside {
        said,
        undo,
        ..Beside::default()
    };
    render(&boards, (&frame, &viewer), &found, beside).await
}

async fn render(
    boards: &Boards,
    (frame, viewer): (&Frame, &Viewer),
    found: &Found,
    beside: Beside,
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
        .map(|block| block_json(&voice, (block, &beside), &known))
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
        "said": beside.said.map(|said| voice.word(&format!("board-said-{said}"))),
        "undo": beside.undo,
        "wrong": beside.wrong,
        "conflict": beside.conflict.map(|key| voice.word(key)),
        "whole": whole_json(found, beside.whole.as_ref()),
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
    (board_id, said, typed): (&str, &str, Beside),
    changed: Result<Board, Problem>,
) -> Result<Response, Problem> {
    match changed {
        Ok(_) => {
            let to = format!("/dashboards/{board_id}/edit?said={said}");
            Ok(Redirect::to(&to).into_response())
        }
        Err(problem) => {
            let (status, beside) = match problem {
                Problem::Other(409, why) => {
                    let conflict = CONFLICTS.iter().find(|known| **known == why);
                    let beside = Beside {
                        conflict: conflict.copied(),
                        undo: typed.undo.clone().filter(|_| why == TAKEN_OFF),
                        ..typed
                    };
                    (StatusCode::CONFLICT, beside)
                }
                other => {
                    let beside = Beside {
                        wrong: mistakes(other)?,
                        undo: None,
                        ..typed
                    };
                    (StatusCode::UNPROCESSABLE_ENTITY, beside)
                }
            };
            let found = service::get_to(boards, viewer, (board_id, May::Edit)).await?;
            let page = render(boards, (frame, viewer), &found, beside).await?;
            Ok((status, page).into_response())
        }
    }
}

/// Somebody changed the block, took it off, or changed the dashboard's name since the form was shown.
const CHANGED: &str = "board-conflict-block";
const TAKEN_OFF: &str = "board-conflict-taken";
const RENAMED: &str = "board-conflict-whole";
const CONFLICTS: [&str; 3] = [CHANGED, TAKEN_OFF, RENAMED];

/// Refuses a change that would undo what somebody else did since the form was shown. A form that
/// doesn't say what it was shown with asks for no such care.
fn unchanged(was: Option<&str>, now: &str, why: &str) -> Result<(), Problem> {
    match was.filter(|was| !was.is_empty()) {
        Some(was) if was != now => Err(Problem::Other(409, why.to_owned())),
        _ => Ok(()),
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
    form.only(|name| ["title", "seconds", "was"].contains(&name))?;
    let typed = ["title", "seconds"].map(|name| form.text(name).to_owned());
    let (title, seconds) = (typed[0].clone(), typed[1].trim().parse());
    let was = form.get("was").map(str::to_owned);
    let change = move |board: &mut Board| {
        let own = [board.draft.title.clone(), board.draft.seconds.to_string()];
        unchanged(was.as_deref(), &fingerprint(&own), RENAMED)?;
        title.clone_into(&mut board.draft.title);
        // Anything that is no number is none that fits.
        board.draft.seconds = seconds.clone().unwrap_or(0);
        Ok(())
    };
    let changed = service::change(&boards, &viewer, (&board_id, May::Edit, None), change).await;
    let typed = Beside {
        whole: Some(typed),
        ..Beside::default()
    };
    after(
        &boards,
        (&frame, &viewer),
        (&board_id, "saved", typed),
        changed,
    )
    .await
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
        let voice = Voice::new(&boards.app, frame.language);
        block.text = Some(voice.word("board-text-new"));
    }
    let change = move |board: &mut Board| {
        board.draft.blocks.push(block.clone());
        Ok(())
    };
    let changed = service::change(&boards, &viewer, (&board_id, May::Edit, None), change).await;
    after(
        &boards,
        (&frame, &viewer),
        (&board_id, "added", Beside::default()),
        changed,
    )
    .await
}

/// `POST /dashboards/{id}/blocks/{block_id}`: how a block is set.
pub(super) async fn set(
    State(boards): State<Boards>,
    frame: Frame,
    viewer: Viewer,
    Path((board_id, block_id)): Path<(String, String)>,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| name == "was" || FIELDS.contains(&name))?;
    let given = FIELDS.map(|name| form.get(name).map(str::to_owned));
    let was = form.get("was").map(str::to_owned);
    let typed = Beside {
        typed: Some((block_id.clone(), given.clone())),
        undo: Some(block_id.clone()),
        ..Beside::default()
    };
    let change = move |board: &mut Board| {
        let is_off = board.taken_off.iter().any(|off| off.block.id == block_id);
        let mut blocks = board.draft.blocks.iter_mut();
        let Some(block) = blocks.find(|block| block.id == block_id) else {
            let why = Problem::Other(409, TAKEN_OFF.to_owned());
            return Err(if is_off { why } else { Problem::no("block") });
        };
        unchanged(was.as_deref(), &fingerprint(block), CHANGED)?;
        fill(block, given.clone());
        Ok(())
    };
    let changed = service::change(&boards, &viewer, (&board_id, May::Edit, None), change).await;
    after(
        &boards,
        (&frame, &viewer),
        (&board_id, "saved", typed),
        changed,
    )
    .await
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
    after(
        &boards,
        (&frame, &viewer),
        (&board_id, "moved", Beside::default()),
        changed,
    )
    .await
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
    after(
        &boards,
        (&frame, &viewer),
        (&board_id, &said, Beside::default()),
        changed,
    )
    .await
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
    after(
        &boards,
        (&frame, &viewer),
        (&board_id, "saved", Beside::default()),
        changed,
    )
    .await
}
