//! With whom a dashboard is shared, and links for people without a login.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::clock::day_in;
use platform::web::{FormData, Frame, Path, QueryPairs, format_date};
use platform::{Problem, Tx};
use serde_json::{Value, json};
use user::{Role, Viewer};

use super::{board_json, mistakes};
use crate::Boards;
use crate::model::{Audience, Board, Link, Share};
use crate::rules::{May, fingerprint};
use crate::service::{self, links};
use crate::store;

/// What the page says beside what is stored: what was done, a link just made, what is wrong.
#[derive(Default)]
struct Beside<'a> {
    said: Option<&'a str>,
    made: Option<String>,
    wrong: Vec<String>,
    /// What somebody chose and what was not stored, because somebody else was faster.
    chosen: Option<Vec<Share>>,
}

/// `GET /dashboards/{id}/share`.
pub(super) async fn page(
    State(boards): State<Boards>,
    frame: Frame,
    viewer: Viewer,
    Path(board_id): Path<String>,
    query: QueryPairs,
) -> Result<Html<String>, Problem> {
    if let Some((name, _)) = query.0.iter().find(|(name, _)| name != "said") {
        return Err(Problem::BadRequest(format!("unknown parameter {name:?}")));
    }
    let said = match query.get("said") {
        None | Some("") => None,
        Some(known) if ["saved", "ended"].contains(&known) => Some(known),
        Some(other) => return Err(Problem::BadRequest(format!("said: {other:?} is not known"))),
    };
    let beside = Beside {
        said,
        ..Beside::default()
    };
    render(&boards, (&frame, &viewer), &board_id, beside).await
}

async fn render(
    boards: &Boards,
    (frame, viewer): (&Frame, &Viewer),
    board_id: &str,
    beside: Beside<'_>,
) -> Result<Html<String>, Problem> {
    let found = service::get_to(boards, viewer, (board_id, May::Own)).await?;
    let links = links::list(boards, viewer, board_id).await?;
    let workspace = viewer.workspace_id.clone();
    let read = move |tx: &mut Tx<'_>| {
        let people = user::people::all(tx, &workspace)?;
        Ok::<_, Problem>((store::team::all(tx, &workspace)?, people))
    };
    let (teams, people) = boards.app.db.read(read).await?;
    let zone = boards.dashboard.zone(viewer).await?;
    let voice = dashboard::voice::Voice::new(&boards.app, frame.language);
    let link = |(link, leads): &(Link, bool)| {
        let by = people.iter().find(|person| person.user_id == link.made_by);
        let by = by.map_or_else(
            || voice.word("board-link-by-program"),
            |person| person.name.clone(),
        );
        json!({
            "id": link.link_id,
            "label": link.label,
            "by": by,
            "until": format_date(frame.language, day_in(&zone, link.expires_at_us)),
            "holds": leads,
            "comments": link.with_comments,
        })
    };
    let usual = &found.board.draft.filter;
    let mut filters = vec![json!({ "value": "", "label": voice.word("board-link-filter-none") })];
    if !usual.is_empty() {
        filters.push(json!({ "value": usual, "label": voice.word("board-link-filter-usual") }));
    }
    for (name, _) in crate::view::RELATIVE {
        let label = voice.word(&format!("board-period-{name}"));
        filters.push(json!({ "value": format!("period={name}"), "label": label }));
    }
    let values = json!({
        "place": "tell",
        "board": board_json(&found),
        "said": beside.said.map(|said| voice.word(&format!("board-said-{said}"))),
        "made": beside.made,
        "wrong": beside.wrong,
        "conflict": beside.chosen.is_some().then(|| voice.word(CONFLICT)),
        "was": shares_mark(&found.board),
        "rows": rows(&voice, beside.chosen.as_ref().unwrap_or(&found.board.draft.shares), &teams),
        "links": links.iter().map(link).collect::<Vec<Value>>(),
        "may_link": links::may_make(viewer),
        "filters": filters,
    });
    boards.app.templates.page("board/share.html", frame, values)
}

/// Everybody, roles and teams, each with what they may now.
fn rows(
    voice: &dashboard::voice::Voice<'_>,
    shares: &[Share],
    teams: &[(String, String)],
) -> Vec<Value> {
    let may = |audience: &Audience| {
        let mut shares = shares.iter();
        match shares.find(|share| share.audience == *audience) {
            None => "none",
            Some(share) if share.may_edit => "edit",
            Some(_) => "see",
        }
    };
    let row = |field: String, name: String, audience: &Audience| json!({ "field": field, "name": name, "may": may(audience) });
    let mut rows = vec![row(
        "everybody".to_owned(),
        voice.word("board-everybody"),
        &Audience::Everybody,
    )];
    for role in Role::ALL {
        let name = role.as_str();
        let audience = Audience::Role {
            role: name.to_owned(),
        };
        rows.push(row(
            format!("role.{name}"),
            voice.word(&format!("board-role-{}", name.replace('_', "-"))),
            &audience,
        ));
    }
    for (team_id, name) in teams {
        let audience = Audience::Team {
            team_id: team_id.clone(),
        };
        let name = voice.say("board-team", &[("name", name)]);
        rows.push(row(format!("team.{team_id}"), name, &audience));
    }
    rows
}

/// Somebody changed the shares since the form was shown: a word of this slice.
const CONFLICT: &str = "board-conflict-shares";

/// Tells whether the shares are still those a form was shown with.
fn shares_mark(board: &Board) -> String {
    let shares = board.draft.shares.iter();
    let shares: Vec<_> = shares
        .map(|share| (&share.audience, share.may_edit))
        .collect();
    fingerprint(&shares)
}

/// `POST /dashboards/{id}/share`.
pub(super) async fn save(
    State(boards): State<Boards>,
    frame: Frame,
    viewer: Viewer,
    Path(board_id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    let shares = match read(&form) {
        Ok(shares) => shares,
        Err(problem) => return again(&boards, (&frame, &viewer), &board_id, problem).await,
    };
    let (chosen, was) = (shares.clone(), form.text("was").to_owned());
    let change = move |board: &mut Board| {
        if !was.is_empty() && was != shares_mark(board) {
            return Err(Problem::Other(409, CONFLICT.to_owned()));
        }
        board.draft.shares.clone_from(&shares);
        Ok(())
    };
    match service::change(&boards, &viewer, (&board_id, May::Own, None), change).await {
        Ok(_) => {
            let to = format!("/dashboards/{board_id}/share?said=saved");
            Ok(Redirect::to(&to).into_response())
        }
        Err(Problem::Other(409, _)) => {
            let beside = Beside {
                chosen: Some(chosen),
                ..Beside::default()
            };
            let page = render(&boards, (&frame, &viewer), &board_id, beside).await?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(problem) => again(&boards, (&frame, &viewer), &board_id, problem).await,
    }
}

/// With whom, and what they may, from the fields of the form.
fn read(form: &FormData) -> Result<Vec<Share>, Problem> {
    let mut shares = Vec::new();
    for (field, may) in form.0.iter().filter(|(field, _)| field != "was") {
        let (kind, value) = field.split_once('.').unwrap_or((field, ""));
        let audience = Audience::read(kind, value)
            .ok_or_else(|| Problem::BadRequest(format!("unknown field {field:?}")))?;
        let may_edit = match may.as_str() {
            "none" => continue,
            "see" => false,
            "edit" => true,
            _ => return Err(Problem::invalid(format!("/{field}"), "none, see or edit")),
        };
        shares.push(Share { audience, may_edit });
    }
    Ok(shares)
}

async fn again(
    boards: &Boards,
    who: (&Frame, &Viewer),
    board_id: &str,
    problem: Problem,
) -> Result<Response, Problem> {
    let beside = Beside {
        wrong: mistakes(problem)?,
        ..Beside::default()
    };
    let page = render(boards, who, board_id, beside).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// `POST /dashboards/{id}/links`: makes a link and shows it, this once.
pub(super) async fn make(
    State(boards): State<Boards>,
    frame: Frame,
    viewer: Viewer,
    Path(board_id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| ["label", "days", "filter", "comments"].contains(&name))?;
    let wanted = links::Wanted {
        label: form.text("label").to_owned(),
        days: form.text("days").trim().parse().unwrap_or(0),
        with_comments: form.text("comments") == "1",
        filter: form.text("filter").to_owned(),
    };
    match links::create(&boards, &viewer, &board_id, wanted).await {
        Ok((_, secret)) => {
            let beside = Beside {
                made: Some(format!("{}/shared/{secret}", boards.app.base_url)),
                ..Beside::default()
            };
            let page = render(&boards, (&frame, &viewer), &board_id, beside).await?;
            Ok(page.into_response())
        }
        Err(problem) => again(&boards, (&frame, &viewer), &board_id, problem).await,
    }
}

/// `POST /dashboards/{id}/links/{link_id}/end`.
pub(super) async fn end(
    State(boards): State<Boards>,
    viewer: Viewer,
    Path((board_id, link_id)): Path<(String, String)>,
) -> Result<Redirect, Problem> {
    links::revoke(&boards, &viewer, (&board_id, &link_id)).await?;
    Ok(Redirect::to(&format!(
        "/dashboards/{board_id}/share?said=ended"
    )))
}
