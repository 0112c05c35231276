//! The verbs about links for people without a login. A link shows what whoever made it saw then, as
//! far as they see it still, until it expires, is ended, or its maker works here no more (a program:
//! its key is no more).

use dashboard::privacy::MINIMUM;
use platform::clock::DAY_US;
use platform::{Problem, Tx, id, inert};
use serde_json::json;
use user::audit::{self, Note};
use user::{Role, Sight, Viewer, Who};

use crate::Boards;
use crate::model::{Board, Link};
use crate::rules::{LINK_DAYS, May, TITLE_MAX};
use crate::store;
use crate::view::View;

/// What whoever makes a link says.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    /// What it is for.
    pub(crate) label: String,
    /// For how many days it holds.
    pub(crate) days: i64,
    /// Whether comments are shown.
    pub(crate) with_comments: bool,
    /// The filter it is fixed to.
    pub(crate) filter: String,
}

/// Makes a link; gives it with its secret, which is told this once.
pub(crate) async fn create(
    boards: &Boards,
    viewer: &Viewer,
    board_id: &str,
    wanted: Wanted,
) -> Result<(Link, String), Problem> {
    let found = super::get_to(boards, viewer, (board_id, May::Own)).await?;
    let made_by = match &viewer.who {
        Who::User { user_id, .. } => user_id,
        Who::Key { api_key_id, .. } => api_key_id,
    };
    if !may_make(viewer) {
        return Err(Problem::Forbidden(format!(
            "a link shows what whoever makes it sees, and only of {MINIMUM} people or more together"
        )));
    }
    let label = inert::line(&wanted.label, usize::MAX);
    if label.is_empty() || label.chars().count() > TITLE_MAX {
        return Err(Problem::invalid(
            "/label",
            format!("give 1 to {TITLE_MAX} characters"),
        ));
    }
    if !(LINK_DAYS[0]..=LINK_DAYS[1]).contains(&wanted.days) {
        let detail = format!("give {} to {} days", LINK_DAYS[0], LINK_DAYS[1]);
        return Err(Problem::invalid("/days", detail));
    }
    let unfit = |problem: Problem| Problem::invalid("/filter", problem.public_detail());
    let view = View::of_text(&wanted.filter).map_err(unfit)?;
    boards.narrowed(viewer, &view).await.map_err(unfit)?;
    let now_us = boards.app.clock.now_us();
    let secret = id::secret();
    let link = Link {
        workspace_id: viewer.workspace_id.clone(),
        link_id: id::new(),
        board_id: found.board.board_id,
        label,
        made_by: made_by.clone(),
        sight: viewer.sight.clone(),
        filter: view.text(),
        with_comments: wanted.with_comments,
        made_at_us: now_us,
        expires_at_us: now_us + wanted.days * DAY_US,
        revoked_at_us: None,
    };
    let (own, hash, viewer) = (link.clone(), id::hash(&secret), viewer.clone());
    let write = move |tx: &mut Tx<'_>| {
        store::link::insert(tx, &own, &hash)?;
        let note = Note::new("dashboard.link_made", &own.board_id).with(json!({
            "link_id": own.link_id,
            "days": wanted.days,
            "with_comments": own.with_comments,
        }));
        audit::note(tx, &viewer, note, now_us)?;
        Ok::<_, Problem>(())
    };
    boards.app.db.write(write).await?;
    Ok((link, secret))
}

/// Whether whoever asks sees enough people for figures that go outside.
pub(crate) fn may_make(viewer: &Viewer) -> bool {
    !is_of_few(&viewer.sight)
}

/// Whether these are so few people that what they did would be told of persons.
fn is_of_few(sight: &Sight) -> bool {
    let people = sight.people().map(|people| people.len() as u64);
    people.is_some_and(|people| people < MINIMUM)
}

/// The links of a dashboard, the newest first, each with whether it leads anywhere now.
pub(crate) async fn list(
    boards: &Boards,
    viewer: &Viewer,
    board_id: &str,
) -> Result<Vec<(Link, bool)>, Problem> {
    super::get_to(boards, viewer, (board_id, May::Own)).await?;
    let (workspace, board_id) = (viewer.workspace_id.clone(), board_id.to_owned());
    let now_us = boards.app.clock.now_us();
    let read = move |tx: &mut Tx<'_>| {
        let links = store::link::of_board(tx, &workspace, &board_id)?;
        let mut all = Vec::with_capacity(links.len());
        for link in links {
            let leads = link.holds(now_us) && shown(tx, &link)?.is_some();
            all.push((link, leads));
        }
        Ok(all)
    };
    boards.app.db.read(read).await
}

/// Whose results a link shows: those its maker saw when it was made and sees still, so that nobody
/// keeps by a link what a move took away. None when its maker works here no more, or too few are left.
fn shown(tx: &mut Tx<'_>, link: &Link) -> Result<Option<Sight>, Problem> {
    let workspace = link.workspace_id.as_str();
    let now = match user::people::by_id(tx, workspace, &link.made_by)? {
        Some(maker) if !maker.is_active() => None,
        Some(_) => user::team::viewer(tx, workspace, &link.made_by)?.map(|maker| maker.sight),
        None => store::link::is_key(tx, workspace, &link.made_by)?.then_some(Sight::Everything),
    };
    let shown = now.map(|now| link.sight.within(&now));
    Ok(shown.filter(|sight| !is_of_few(sight)))
}

/// Ends a link at once; 404 when there is none.
pub(crate) async fn revoke(
    boards: &Boards,
    viewer: &Viewer,
    (board_id, link_id): (&str, &str),
) -> Result<(), Problem> {
    super::get_to(boards, viewer, (board_id, May::Own)).await?;
    if !id::is_id(link_id) {
        return Err(Problem::no("link"));
    }
    let (viewer, now_us) = (viewer.clone(), boards.app.clock.now_us());
    let topic = super::topic(board_id);
    let (board_id, link_id) = (board_id.to_owned(), link_id.to_owned());
    let write = move |tx: &mut Tx<'_>| {
        let workspace = viewer.workspace_id.as_str();
        let known = store::link::of_board(tx, workspace, &board_id)?;
        if !known.iter().any(|link| link.link_id == link_id) {
            return Err(Problem::no("link"));
        }
        if store::link::revoke(tx, workspace, (&board_id, &link_id), now_us)? {
            let note = Note::new("dashboard.link_ended", &board_id);
            audit::note(
                tx,
                &viewer,
                note.with(json!({ "link_id": link_id })),
                now_us,
            )?;
        }
        Ok(())
    };
    boards.app.db.write(write).await?;
    boards.app.changes.announce(&topic);
    Ok(())
}

/// What a link leads to, for whoever has it: the dashboard, and as whom its figures are counted.
/// 404 whether it never was, has expired, was ended, or its maker works here no more: nobody learns
/// which.
pub(crate) async fn open(boards: &Boards, secret: &str) -> Result<(Link, Board, Viewer), Problem> {
    let gone = || Problem::no("page");
    if secret.len() != 52 || !secret.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(gone());
    }
    let (hash, now_us) = (id::hash(secret), boards.app.clock.now_us());
    let read = move |tx: &mut Tx<'_>| {
        let link = store::link::by_secret(tx, &hash)?.filter(|link| link.holds(now_us));
        let link = link.ok_or_else(gone)?;
        let sight = shown(tx, &link)?.ok_or_else(gone)?;
        let workspace = link.workspace_id.as_str();
        let board = store::by_id(tx, workspace, &link.board_id)?;
        let board = board
            .filter(|board| board.removed_at_us.is_none())
            .ok_or_else(gone)?;
        // Whoever has the link reads and does nothing else.
        let guest = Viewer::person(workspace, (&link.made_by, ""), Role::Viewer);
        let guest = guest.with_sight(sight);
        Ok::<_, Problem>((link, board, guest))
    };
    boards.app.db.read(read).await
}
