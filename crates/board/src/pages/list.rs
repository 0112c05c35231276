//! All dashboards, and making one.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::Problem;
use platform::web::{FormData, Frame, Path, QueryPairs};
use serde_json::{Value, json};
use user::Viewer;

use super::{eye, mistakes, surveys};
use crate::Boards;
use crate::rules::{self, May};
use crate::service::{self, Found};
use crate::starts::{self, START_NAMES};
use crate::view::View;

/// `GET /dashboards`.
pub(super) async fn page(
    State(boards): State<Boards>,
    frame: Frame,
    viewer: Viewer,
    query: QueryPairs,
) -> Result<Html<String>, Problem> {
    if let Some((name, _)) = query.0.iter().find(|(name, _)| name != "removed") {
        return Err(Problem::BadRequest(format!("unknown parameter {name:?}")));
    }
    let undo = query.get("removed").filter(|id| platform::id::is_id(id));
    let form = json!({ "title": "", "template": START_NAMES[0], "survey_id": "" });
    render(&boards, (&frame, &viewer), undo, (form, Vec::new())).await
}

async fn render(
    boards: &Boards,
    (frame, viewer): (&Frame, &Viewer),
    undo: Option<&str>,
    (form, wrong): (Value, Vec<String>),
) -> Result<Html<String>, Problem> {
    let eye = eye(
        boards,
        (viewer, frame),
        "/dashboards".to_owned(),
        &View::default(),
    )
    .await?;
    let voice = eye.voice(boards);
    let found = service::list(boards, viewer).await?;
    let line = |found: &Found| {
        let board = &found.board;
        let is_own = viewer.user_id().is_some() && viewer.user_id() == board.owner_id.as_deref();
        let whose = match (is_own, board.draft.shares.is_empty()) {
            (true, true) => "board-whose-own",
            (true, false) => "board-whose-shared",
            (false, _) => "board-whose-others",
        };
        json!({
            "id": board.board_id,
            "title": board.draft.title,
            "blocks": board.draft.blocks.len(),
            "whose": voice.word(whose),
            "edit": found.may >= May::Edit,
            "own": found.may >= May::Own,
        })
    };
    let surveys = surveys(boards, &eye).await?;
    let values = json!({
        "place": "tell",
        "boards": found.iter().map(line).collect::<Vec<_>>(),
        "undo": undo,
        "templates": START_NAMES,
        "surveys": surveys.iter().map(|(id, title)| json!({ "id": id, "title": title })).collect::<Vec<_>>(),
        "form": form,
        "wrong": wrong,
    });
    boards.app.templates.page("board/list.html", frame, values)
}

/// `POST /dashboards`: makes one from a ready template.
pub(super) async fn create(
    State(boards): State<Boards>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| ["title", "template", "survey_id"].contains(&name))?;
    let base = "/dashboards".to_owned();
    let eye = eye(&boards, (&viewer, &frame), base, &View::default()).await?;
    let name = form.text("template");
    let survey_id = Some(form.text("survey_id")).filter(|id| !id.is_empty());
    let made = async {
        let mut draft = starts::draft(&boards, &eye, (name, survey_id)).await?;
        let title = form.text("title").trim();
        if !title.is_empty() {
            title.clone_into(&mut draft.title);
        }
        service::create(&boards, &viewer, draft).await
    };
    match made.await {
        Ok(board) => {
            let to = format!("/dashboards/{}?said=made&all=1", board.board_id);
            Ok(Redirect::to(&to).into_response())
        }
        Err(problem) => {
            let wrong = mistakes(problem)?;
            let form = json!({
                "title": form.text("title"), "template": name, "survey_id": form.text("survey_id"),
            });
            let page = render(&boards, (&frame, &viewer), None, (form, wrong)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// `POST /dashboards/{id}/copy`.
pub(super) async fn copy(
    State(boards): State<Boards>,
    frame: Frame,
    viewer: Viewer,
    Path(board_id): Path<String>,
) -> Result<Redirect, Problem> {
    let found = service::get(&boards, &viewer, &board_id).await?;
    let voice = dashboard::voice::Voice::new(&boards.app, frame.language);
    let most = rules::TITLE_MAX - 20;
    let old = platform::inert::cut(&found.board.draft.title, most);
    let title = voice.say("board-copy-of", &[("title", &old)]);
    let copy = service::copy(&boards, &viewer, (&board_id, title)).await?;
    Ok(Redirect::to(&format!(
        "/dashboards/{}?said=copied&all=1",
        copy.board_id
    )))
}

/// `POST /dashboards/{id}/remove`.
pub(super) async fn remove(
    State(boards): State<Boards>,
    viewer: Viewer,
    Path(board_id): Path<String>,
) -> Result<Redirect, Problem> {
    service::remove(&boards, &viewer, &board_id).await?;
    Ok(Redirect::to(&format!("/dashboards?removed={board_id}")))
}

/// `POST /dashboards/{id}/restore`.
pub(super) async fn restore(
    State(boards): State<Boards>,
    viewer: Viewer,
    Path(board_id): Path<String>,
) -> Result<Redirect, Problem> {
    service::restore(&boards, &viewer, &board_id).await?;
    Ok(Redirect::to(&format!(
        "/dashboards/{board_id}?said=restored&all=1"
    )))
}
