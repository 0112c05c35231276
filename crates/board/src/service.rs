//! The verbs about dashboards: make, change, arrange, share, remove, bring back. Pages and API call
//! the same ones. Each decides and saves under a lock on the dashboard's row.

pub(crate) mod links;

use platform::web::FieldError;
use platform::{Problem, Tx, id};
use serde_json::json;
use user::Viewer;
use user::audit::{self, Note};

use crate::Boards;
use crate::model::{Block, Board, Draft, Kind};
use crate::rules::{self, May};
use crate::store;

/// A dashboard with what whoever asks may do with it.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) board: Board,
    pub(crate) may: May,
}

/// The teams of whoever asks: their own and those above it.
fn teams(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<Vec<String>, Problem> {
    match viewer.user_id() {
        Some(user_id) => Ok(store::team::of_person(tx, &viewer.workspace_id, user_id)?),
        None => Ok(Vec::new()),
    }
}

fn found(tx: &mut Tx<'_>, viewer: &Viewer, board: Option<Board>) -> Result<Found, Problem> {
    let board = board.ok_or_else(|| Problem::no("dashboard"))?;
    let may = rules::may(viewer, &teams(tx, viewer)?, &board);
    if may == May::Nothing {
        return Err(Problem::no("dashboard"));
    }
    Ok(Found { board, may })
}

/// All dashboards that whoever asks may look at, by name.
pub(crate) async fn list(boards: &Boards, viewer: &Viewer) -> Result<Vec<Found>, Problem> {
    let viewer = viewer.clone();
    let read = move |tx: &mut Tx<'_>| {
        let teams = teams(tx, &viewer)?;
        let all = store::all(tx, &viewer.workspace_id)?.into_iter();
        let all = all.map(|board| Found {
            may: rules::may(&viewer, &teams, &board),
            board,
        });
        Ok::<_, Problem>(all.filter(|found| found.may > May::Nothing).collect())
    };
    boards.app.db.read(read).await
}

/// One dashboard; 404 when there is none, or none that whoever asks may look at.
pub(crate) async fn get(
    boards: &Boards,
    viewer: &Viewer,
    board_id: &str,
) -> Result<Found, Problem> {
    if !id::is_id(board_id) {
        return Err(Problem::no("dashboard"));
    }
    let (viewer, board_id) = (viewer.clone(), board_id.to_owned());
    let read = move |tx: &mut Tx<'_>| {
        let board = store::by_id(tx, &viewer.workspace_id, &board_id)?;
        found(
            tx,
            &viewer,
            board.filter(|board| board.removed_at_us.is_none()),
        )
    };
    boards.app.db.read(read).await
}

/// As [`get`], for whoever may change it.
pub(crate) async fn get_to(
    boards: &Boards,
    viewer: &Viewer,
    (board_id, may): (&str, May),
) -> Result<Found, Problem> {
    let found = get(boards, viewer, board_id).await?;
    enough(&found, may)?;
    Ok(found)
}

fn enough(found: &Found, may: May) -> Result<(), Problem> {
    if found.may >= may {
        return Ok(());
    }
    Err(Problem::Forbidden(
        match may {
            May::Own => "this is for whoever the dashboard is of, and programme managers",
            _ => "this is for those who may change the dashboard",
        }
        .to_owned(),
    ))
}

/// Makes a dashboard, of whoever asks.
pub(crate) async fn create(
    boards: &Boards,
    viewer: &Viewer,
    draft: Draft,
) -> Result<Board, Problem> {
    if !rules::may_make(viewer) {
        return Err(Problem::Forbidden(
            "this needs a key of scope write".to_owned(),
        ));
    }
    let draft = rules::tidy(draft).map_err(Problem::all_invalid)?;
    let (viewer, now_us) = (viewer.clone(), boards.app.clock.now_us());
    let board_id = id::new();
    let write = move |tx: &mut Tx<'_>| {
        check(tx, &viewer, (&draft, None))?;
        let board = Board {
            board_id: board_id.clone(),
            owner_id: viewer.user_id().map(str::to_owned),
            draft: draft.clone(),
            taken_off: Vec::new(),
            revision: 1,
            created_at_us: now_us,
            changed_at_us: now_us,
            removed_at_us: None,
        };
        store::insert(tx, &viewer.workspace_id, &board)?;
        let note = Note::new("dashboard.created", &board.board_id);
        audit::note(tx, &viewer, note.with(said(&board)), now_us)?;
        Ok::<_, Problem>(board)
    };
    boards.app.db.write(write).await
}

/// What the audit log says of a dashboard: how much is on it, and with how many it is shared.
fn said(board: &Board) -> serde_json::Value {
    json!({ "blocks": board.draft.blocks.len(), "shares": board.draft.shares.len() })
}

/// Refuses surveys and teams that whoever saves doesn't know; those that stood there before stay.
fn check(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (draft, before): (&Draft, Option<&Draft>),
) -> Result<(), Problem> {
    let mut faults = Vec::new();
    let was = |survey_id: &str| {
        let blocks = before.iter().flat_map(|draft| &draft.blocks);
        blocks
            .into_iter()
            .any(|block| block.survey_id.as_deref() == Some(survey_id))
    };
    for (place, block) in draft.blocks.iter().enumerate() {
        let Some(survey_id) = block.survey_id.as_deref().filter(|id| !was(id)) else {
            continue;
        };
        if survey::store::by_id(tx, &viewer.workspace_id, survey_id)?.is_none() {
            let pointer = format!("/blocks/{place}/survey_id");
            faults.push(FieldError::new(pointer, "there is no such survey"));
        }
    }
    let teams = store::team::all(tx, &viewer.workspace_id)?;
    for (place, share) in draft.shares.iter().enumerate() {
        if let crate::model::Audience::Team { team_id } = &share.audience
            && !teams.iter().any(|(known, _)| known == team_id)
        {
            faults.push(FieldError::new(
                format!("/shares/{place}"),
                "there is no such team",
            ));
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Problem::all_invalid(faults))
    }
}

/// Changes a dashboard by `change`, which says whether anything is different. `seen` is the revision
/// that whoever asks saw; none skips that question.
pub(crate) async fn change(
    boards: &Boards,
    viewer: &Viewer,
    (board_id, may, seen): (&str, May, Option<i64>),
    change: impl Fn(&mut Board) -> Result<(), Problem> + Send + Sync + 'static,
) -> Result<Board, Problem> {
    if !id::is_id(board_id) {
        return Err(Problem::no("dashboard"));
    }
    let (viewer, board_id) = (viewer.clone(), board_id.to_owned());
    let now_us = boards.app.clock.now_us();
    let topic = topic(&board_id);
    let write = move |tx: &mut Tx<'_>| {
        let board = store::locked(tx, &viewer.workspace_id, &board_id)?;
        let there = board.filter(|board| board.removed_at_us.is_none());
        let found = found(tx, &viewer, there)?;
        enough(&found, may)?;
        let before = found.board;
        if seen.is_some_and(|seen| seen != before.revision) {
            let detail = "somebody changed it meanwhile: read it again";
            return Err(Problem::Other(412, detail.to_owned()));
        }
        let mut board = before.clone();
        change(&mut board)?;
        board.draft = rules::tidy(board.draft).map_err(Problem::all_invalid)?;
        if board == before {
            return Ok(before);
        }
        check(tx, &viewer, (&board.draft, Some(&before.draft)))?;
        board.revision += 1;
        board.changed_at_us = now_us;
        store::update(tx, &viewer.workspace_id, &board)?;
        let action = match board.removed_at_us {
            Some(_) => "dashboard.removed",
            None if board.draft.shares != before.draft.shares => "dashboard.shared",
            None => "dashboard.changed",
        };
        let note = Note::new(action, &board.board_id).with(said(&board));
        audit::note(tx, &viewer, note, now_us)?;
        Ok::<_, Problem>(board)
    };
    let board = boards.app.db.write(write).await?;
    boards.app.changes.announce(&topic);
    Ok(board)
}

/// The name under which changes of a dashboard are announced.
pub(crate) fn topic(board_id: &str) -> String {
    format!("dashboard {board_id}")
}

/// A copy, of whoever asks and shared with nobody.
pub(crate) async fn copy(
    boards: &Boards,
    viewer: &Viewer,
    (board_id, title): (&str, String),
) -> Result<Board, Problem> {
    let found = get(boards, viewer, board_id).await?;
    let mut draft = found.board.draft;
    draft.title = platform::inert::cut(&title, rules::TITLE_MAX);
    draft.shares = Vec::new();
    for block in &mut draft.blocks {
        block.id = String::new();
    }
    create(boards, viewer, draft).await
}

/// Removes a dashboard; it can be brought back.
pub(crate) async fn remove(
    boards: &Boards,
    viewer: &Viewer,
    board_id: &str,
) -> Result<(), Problem> {
    let now_us = boards.app.clock.now_us();
    let gone = move |board: &mut Board| {
        board.removed_at_us = Some(now_us);
        Ok(())
    };
    change(boards, viewer, (board_id, May::Own, None), gone).await?;
    Ok(())
}

/// Brings a removed dashboard back; nothing happens when it wasn't removed.
pub(crate) async fn restore(
    boards: &Boards,
    viewer: &Viewer,
    board_id: &str,
) -> Result<Board, Problem> {
    if !id::is_id(board_id) {
        return Err(Problem::no("dashboard"));
    }
    let (viewer, board_id) = (viewer.clone(), board_id.to_owned());
    let now_us = boards.app.clock.now_us();
    let write = move |tx: &mut Tx<'_>| {
        let board = store::locked(tx, &viewer.workspace_id, &board_id)?;
        let found = found(tx, &viewer, board)?;
        enough(&found, May::Own)?;
        let mut board = found.board;
        if board.removed_at_us.is_none() {
            return Ok(board);
        }
        board.removed_at_us = None;
        board.revision += 1;
        board.changed_at_us = now_us;
        store::update(tx, &viewer.workspace_id, &board)?;
        let note = Note::new("dashboard.restored", &board.board_id).with(said(&board));
        audit::note(tx, &viewer, note, now_us)?;
        Ok::<_, Problem>(board)
    };
    boards.app.db.write(write).await
}

/// A block for the end of a dashboard, with what it can't do without filled in.
pub(crate) fn new_block(
    kind: Kind,
    (survey_id, attribute): (Option<String>, Option<String>),
) -> Block {
    Block {
        survey_id: survey_id.filter(|_| kind.is_of_a_survey()),
        attribute: attribute.filter(|_| kind == Kind::Phases),
        ..Block::new(kind)
    }
}
