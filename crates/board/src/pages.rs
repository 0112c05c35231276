//! The pages of dashboards, for people who are logged in and for those who have a link.

mod edit;
mod list;
pub(crate) mod live;
mod share;
mod shared;
mod show;
mod wall;

use std::fmt::Write as _;

use axum::Router;
use dashboard::filter::address;
use platform::Problem;
use platform::web::{Frame, QueryPairs};
use serde_json::{Value, json};
use user::{Access, Entry, Gate, Routes, Sight, Viewer};

use crate::Boards;
use crate::blocks::{Eye, Look, Made};
use crate::model::{Block, Board};
use crate::rules::May;
use crate::service::Found;
use crate::view::View;

pub(crate) fn routes(gate: &Gate, boards: Boards) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get("/dashboards", Access::Member, list::page)
        .post("/dashboards", Access::Member, list::create)
        .get("/dashboards/{id}", Access::Member, show::page)
        .get("/dashboards/{id}/blocks", Access::Member, show::blocks)
        .get("/dashboards/{id}/live", Access::Member, live::events)
        .get(
            "/dashboards/{id}/charts/{file}",
            Access::Member,
            show::chart,
        )
        .get("/dashboards/{id}/wall", Access::Member, wall::page)
        .post("/dashboards/{id}/filter", Access::Member, edit::keep_filter)
        .get("/dashboards/{id}/edit", Access::Member, edit::page)
        .post("/dashboards/{id}/edit", Access::Member, edit::save)
        .post("/dashboards/{id}/arrange", Access::Member, edit::arrange)
        .post("/dashboards/{id}/blocks", Access::Member, edit::add)
        .post(
            "/dashboards/{id}/blocks/{block_id}",
            Access::Member,
            edit::set,
        )
        .post(
            "/dashboards/{id}/blocks/{block_id}/move",
            Access::Member,
            edit::shift,
        )
        .post(
            "/dashboards/{id}/blocks/{block_id}/remove",
            Access::Member,
            edit::take_off,
        )
        .post(
            "/dashboards/{id}/blocks/{block_id}/restore",
            Access::Member,
            edit::put_back,
        )
        .post("/dashboards/{id}/copy", Access::Member, list::copy)
        .post("/dashboards/{id}/remove", Access::Member, list::remove)
        .post("/dashboards/{id}/restore", Access::Member, list::restore)
        .get("/dashboards/{id}/share", Access::Member, share::page)
        .post("/dashboards/{id}/share", Access::Member, share::save)
        .post("/dashboards/{id}/links", Access::Member, share::make)
        .post(
            "/dashboards/{id}/links/{link_id}/end",
            Access::Member,
            share::end,
        )
        .get("/shared/{secret}", Access::Public, shared::page)
        .get("/shared/{secret}/blocks", Access::Public, shared::blocks)
        .get("/shared/{secret}/live", Access::Public, live::shared_events)
        .get("/shared/{secret}/wall", Access::Public, shared::wall)
        .finish(boards)
}

/// Sees a dashboard by its filter: a filter on a team narrows the sight, never widens it.
pub(crate) async fn eye(
    boards: &Boards,
    (viewer, frame): (&Viewer, &Frame),
    base: String,
    view: &View,
) -> Result<Eye, Problem> {
    let (viewer, lacks_team) = match boards.narrowed(viewer, view).await {
        Ok(narrowed) => (narrowed, false),
        // A kept filter can outlive its team: nothing passes it, and the blocks say why.
        Err(Problem::BadRequest(_)) => (viewer.clone().with_sight(Sight::of([])), true),
        Err(other) => return Err(other),
    };
    Ok(Eye {
        viewer,
        language: frame.language,
        base,
        inside: true,
        outside: false,
        comments: true,
        lacks_team,
    })
}

/// The part of a page that is one block; its mark says when it changed.
fn wrapped(block: &Block, made: &Made) -> String {
    format!(
        "<div class=\"block w{}\" id=\"b-{}\" data-mark=\"{}\">{}</div>",
        made.width, block.id, made.mark, made.html
    )
}

/// The blocks that the filter on surveys leaves, and how many it doesn't.
pub(crate) fn chosen<'a>(board: &'a Board, view: &View) -> (Vec<&'a Block>, usize) {
    let all = &board.draft.blocks;
    let passes = |block: &&Block| {
        let survey = block.survey_id.as_ref();
        view.surveys.is_empty() || survey.is_none_or(|id| view.surveys.contains(id))
    };
    let chosen: Vec<&Block> = all.iter().filter(passes).collect();
    let left_out = all.len() - chosen.len();
    (chosen, left_out)
}

/// All blocks of a page.
async fn drawn(look: &mut Look<'_>, board: &Board) -> Result<Vec<String>, Problem> {
    let mut drawn = Vec::new();
    for block in chosen(board, look.view).0 {
        drawn.push(wrapped(block, &*look.block(block).await?));
    }
    Ok(drawn)
}

/// Only the blocks that are other ones than the page has (`have=ID.MARK`), after a line that says
/// which revision of the dashboard they are of.
async fn changed(
    look: &mut Look<'_>,
    board: &Board,
    query: &QueryPairs,
) -> Result<String, Problem> {
    let mut out = format!(
        "<div id=\"revision\" data-revision=\"{}\"></div>",
        board.revision
    );
    for block in chosen(board, look.view).0 {
        let made = look.block(block).await?;
        let known = format!("{}.{}", block.id, made.mark);
        if !query.all("have").any(|have| have == known) {
            let _ = write!(out, "{}", wrapped(block, &made));
        }
    }
    Ok(out)
}

/// A dashboard as its pages need it.
fn board_json(found: &Found) -> Value {
    json!({
        "id": found.board.board_id,
        "title": found.board.draft.title,
        "revision": found.board.revision,
        "seconds": found.board.draft.seconds,
        "edit": found.may >= May::Edit,
        "own": found.may >= May::Own,
    })
}

/// An address below a dashboard with its filter.
fn at(base: &str, part: &str, view: &View, more: &[(&str, &str)]) -> String {
    let mut pairs = view.pairs();
    pairs.extend(more.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
    address(&format!("{base}/{part}"), &pairs)
}

/// Surveys that blocks can be about: id and title, those with most answers first.
pub(crate) async fn surveys(boards: &Boards, eye: &Eye) -> Result<Vec<(String, String)>, Problem> {
    let voice = eye.voice(boards);
    let mut all = survey::service::list(&boards.app, &eye.viewer).await?;
    all.sort_by_key(|survey| std::cmp::Reverse(survey.response_count));
    let title = |survey: &survey::Survey| voice.text(survey, &survey.definition.title).to_owned();
    Ok(all
        .iter()
        .map(|survey| (survey.survey_id.clone(), title(survey)))
        .collect())
}

/// What is wrong, line by line, when it can be mended by whoever sent the form.
fn mistakes(problem: Problem) -> Result<Vec<String>, Problem> {
    match problem {
        Problem::Invalid { errors, .. } => {
            let line = |error: platform::web::FieldError| {
                format!(
                    "{}: {}",
                    error.pointer.trim_start_matches('/'),
                    error.detail
                )
            };
            Ok(errors.into_iter().map(line).collect())
        }
        Problem::BadRequest(text) => Ok(vec![text]),
        other => Err(other),
    }
}
