//! The wall screen: one block at a time in large type, going on by itself, without scrolling.

use axum::extract::State;
use axum::response::Html;
use dashboard::filter::address;
use platform::Problem;
use platform::web::{Frame, Path, QueryPairs};
use serde_json::json;
use user::Viewer;

use super::{drawn, eye};
use crate::Boards;
use crate::bar::period;
use crate::blocks::{Eye, Look};
use crate::model::Board;
use crate::rules::SECONDS;
use crate::service;
use crate::view::View;

/// The wall's own parameters: how long a block stays, which dashboards follow, at which block it
/// is (without scripts), whether comments are shown, and that no filter is meant.
pub(super) const OWN: [&str; 5] = ["seconds", "then", "at", "comments", "all"];
/// Dashboards that can follow each other.
const THEN_MAX: usize = 10;

/// What the address of a wall asks beside the filter.
pub(super) struct Wall {
    seconds: i64,
    then: Vec<String>,
    at: usize,
    pub(super) comments: bool,
}

impl Wall {
    /// Reads the wall's own parameters.
    pub(super) fn read(query: &QueryPairs, board: &Board) -> Result<Self, Problem> {
        let bad = |text: String| Problem::BadRequest(text);
        let given = |name: &str| query.get(name).filter(|value| !value.is_empty());
        let seconds = match given("seconds").map(str::parse::<i64>) {
            None => board.draft.seconds,
            Some(Ok(seconds)) if (SECONDS[0]..=SECONDS[1]).contains(&seconds) => seconds,
            Some(_) => {
                return Err(bad(format!(
                    "seconds: give {} to {}",
                    SECONDS[0], SECONDS[1]
                )));
            }
        };
        let at = given("at").map_or(Ok(0), str::parse::<usize>);
        let at = at.map_err(|_| bad("at: give the place of a block".to_owned()))?;
        let then = given("then").map(|text| text.split(',').map(str::to_owned).collect::<Vec<_>>());
        let then = then.unwrap_or_default();
        if then.len() > THEN_MAX || !then.iter().all(|id| platform::id::is_id(id)) {
            return Err(bad(format!(
                "then: at most {THEN_MAX} ids of dashboards, with commas"
            )));
        }
        let comments = match given("comments") {
            None | Some("0") => false,
            Some("1") => true,
            Some(_) => return Err(bad("comments: 1 or 0".to_owned())),
        };
        Ok(Self {
            seconds,
            then,
            at,
            comments,
        })
    }

    /// The parameters for the next block or dashboard.
    fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = vec![("seconds".to_owned(), self.seconds.to_string())];
        if self.comments {
            pairs.push(("comments".to_owned(), "1".to_owned()));
        }
        pairs
    }
}

/// `GET /dashboards/{id}/wall`.
pub(super) async fn page(
    State(boards): State<Boards>,
    frame: Frame,
    viewer: Viewer,
    Path(board_id): Path<String>,
    query: QueryPairs,
) -> Result<Html<String>, Problem> {
    let found = service::get(&boards, &viewer, &board_id).await?;
    let mut view = View::read(&query, &OWN)?;
    let is_plain = view == View::default() && query.get("all").is_none();
    if is_plain {
        view = View::of_text(&found.board.draft.filter)?;
    }
    let wall = Wall::read(&query, &found.board)?;
    let base = format!("/dashboards/{board_id}");
    let mut eye = eye(&boards, (&viewer, &frame), base, &view).await?;
    eye.inside = false;
    eye.comments = wall.comments;
    render(&boards, &frame, (&eye, &view), (&found.board, &wall)).await
}

/// The screen as this eye sees it.
pub(super) async fn render(
    boards: &Boards,
    frame: &Frame,
    (eye, view): (&Eye, &View),
    (board, wall): (&Board, &Wall),
) -> Result<Html<String>, Problem> {
    let mut look = Look::new(boards, eye, view).await?.hurried();
    let blocks = drawn(&mut look, board).await?;
    let at = if wall.at < blocks.len() { wall.at } else { 0 };
    let own = |path: String, more: &[(&str, String)]| {
        let mut pairs = view.pairs();
        pairs.extend(wall.pairs());
        pairs.extend(more.iter().map(|(n, v)| ((*n).to_owned(), v.clone())));
        address(&path, &pairs)
    };
    let then = |ids: &[String]| ("then", ids.join(","));
    // After the last block: the next dashboard, with this one behind the others.
    let next = match wall.then.split_first() {
        None => String::new(),
        Some((first, rest)) => {
            let mut ids = rest.to_vec();
            ids.push(board.board_id.clone());
            let mut pairs = wall.pairs();
            pairs.push(("then".to_owned(), ids.join(",")));
            address(&format!("/dashboards/{first}/wall"), &pairs)
        }
    };
    let wall_at = format!("{}/wall", eye.base);
    let following = if at + 1 < blocks.len() {
        own(wall_at, &[then(&wall.then), ("at", (at + 1).to_string())])
    } else if next.is_empty() {
        own(wall_at, &[("at", "0".to_owned())])
    } else {
        next.clone()
    };
    let mut fragments = view.pairs();
    if !eye.outside {
        fragments.push(("wall".to_owned(), "1".to_owned()));
        fragments.push(("comments".to_owned(), u8::from(wall.comments).to_string()));
    }
    let live = address(&format!("{}/live", eye.base), &view.pairs());
    let voice = eye.voice(boards);
    let values = json!({
        "board": {
            "title": board.draft.title,
            "revision": board.revision,
        },
        "blocks": blocks,
        "at": at,
        "seconds": wall.seconds,
        "next": next,
        "following": following,
        "live": if eye.outside { format!("{}/live", eye.base) } else { live },
        "fragments": if eye.outside {
            format!("{}/blocks?wall=1", eye.base)
        } else {
            address(&format!("{}/blocks", eye.base), &fragments)
        },
        "period": period(&voice, view, look.today),
        "back": address(&eye.base, &if eye.outside { Vec::new() } else { view.pairs() }),
    });
    boards.app.templates.page("board/wall.html", frame, values)
}
