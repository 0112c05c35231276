//! Dashboards as JSON: the same verbs as the pages.

mod links;

use axum::Router;
use axum::extract::State;
use axum::http::header::{ETAG, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use platform::Problem;
use platform::clock::rfc3339;
use platform::web::{Frame, Json, NoQuery, Path, Query, QueryPairs, if_match};
use serde::Deserialize;
use serde_json::{Value, json};
use user::{Access, Entry, Gate, Routes, Viewer};

use crate::Boards;
use crate::blocks::Look;
use crate::model::{Audience, Block, Board, Draft, Share};
use crate::pages::{chosen, eye};
use crate::rules::{May, SECONDS_USUAL};
use crate::service::{self, Found};
use crate::starts;
use crate::view::View;

pub(crate) fn routes(gate: &Gate, boards: Boards) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get("/api/v1/dashboards", Access::MemberRead, list)
        .post("/api/v1/dashboards", Access::MemberWrite, create)
        .get("/api/v1/dashboards/{id}", Access::MemberRead, show)
        .patch("/api/v1/dashboards/{id}", Access::MemberWrite, change)
        .delete("/api/v1/dashboards/{id}", Access::MemberWrite, remove)
        .post(
            "/api/v1/dashboards/{id}/restore",
            Access::MemberWrite,
            restore,
        )
        .get(
            "/api/v1/dashboards/{id}/figures",
            Access::MemberRead,
            figures,
        )
        .get(
            "/api/v1/dashboards/{id}/links",
            Access::MemberRead,
            links::list,
        )
        .post(
            "/api/v1/dashboards/{id}/links",
            Access::MemberWrite,
            links::create,
        )
        .delete(
            "/api/v1/dashboards/{id}/links/{link_id}",
            Access::MemberWrite,
            links::end,
        )
        .finish(boards)
}

/// With whom, as sent: `{"with": "role", "role": "lead", "may": "see"}`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shared {
    with: String,
    role: Option<String>,
    team_id: Option<String>,
    may: Allowed,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Allowed {
    See,
    Edit,
}

impl Shared {
    fn share(self, place: usize) -> Result<Share, Problem> {
        let wrong = |text: &str| Problem::invalid(format!("/shares/{place}"), text);
        let audience = match (self.with.as_str(), self.role, self.team_id) {
            ("everybody", None, None) => Audience::Everybody,
            ("role", Some(role), None) => Audience::Role { role },
            ("team", None, Some(team_id)) => Audience::Team { team_id },
            _ => {
                return Err(wrong(
                    "with is everybody, role (with role) or team (with team_id)",
                ));
            }
        };
        Ok(Share {
            audience,
            may_edit: matches!(self.may, Allowed::Edit),
        })
    }
}

fn shares(sent: Vec<Shared>) -> Result<Vec<Share>, Problem> {
    sent.into_iter()
        .enumerate()
        .map(|(place, one)| one.share(place))
        .collect()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct New {
    title: Option<String>,
    /// A ready dashboard to start from; then `survey_id` says about which survey.
    template: Option<String>,
    survey_id: Option<String>,
    blocks: Option<Vec<Block>>,
    filter: Option<String>,
    seconds: Option<i64>,
    shares: Option<Vec<Shared>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    title: Option<String>,
    blocks: Option<Vec<Block>>,
    filter: Option<String>,
    seconds: Option<i64>,
    shares: Option<Vec<Shared>>,
}

fn as_json(board: &Board, may: May) -> Value {
    let share = |share: &Share| {
        let mut value = json!(share.audience);
        value["may"] = json!(if share.may_edit { "edit" } else { "see" });
        value
    };
    json!({
        "id": board.board_id,
        "title": board.draft.title,
        "owner_id": board.owner_id,
        "blocks": board.draft.blocks,
        "filter": board.draft.filter,
        "seconds": board.draft.seconds,
        "shares": board.draft.shares.iter().map(share).collect::<Vec<_>>(),
        "may": match may {
            May::Own => "own",
            May::Edit => "edit",
            _ => "see",
        },
        "revision": board.revision,
        "created_at": rfc3339(board.created_at_us),
        "changed_at": rfc3339(board.changed_at_us),
    })
}

fn reply(status: StatusCode, board: &Board, may: May) -> Response {
    let etag = [(ETAG, format!("\"{}\"", board.revision))];
    (status, etag, axum::Json(as_json(board, may))).into_response()
}

async fn list(
    State(boards): State<Boards>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<axum::Json<Value>, Problem> {
    let found = service::list(&boards, &viewer).await?;
    let all: Vec<Value> = found
        .iter()
        .map(|own| as_json(&own.board, own.may))
        .collect();
    Ok(axum::Json(json!({ "dashboards": all })))
}

async fn create(
    State(boards): State<Boards>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    frame: Frame,
    Json(new): Json<New>,
) -> Result<Response, Problem> {
    let mut draft = match &new.template {
        Some(name) => {
            let (base, view) = ("/dashboards".to_owned(), View::default());
            let eye = eye(&boards, (&viewer, &frame), base, &view).await?;
            starts::draft(&boards, &eye, (name, new.survey_id.as_deref())).await?
        }
        None if new.survey_id.is_some() => {
            return Err(Problem::invalid("/survey_id", "this goes with a template"));
        }
        None => Draft {
            seconds: SECONDS_USUAL,
            ..Draft::default()
        },
    };
    let change = Change {
        title: new.title,
        blocks: new.blocks,
        filter: new.filter,
        seconds: new.seconds,
        shares: new.shares,
    };
    change.put(&mut draft)?;
    let board = service::create(&boards, &viewer, draft).await?;
    let place = format!("/api/v1/dashboards/{}", board.board_id);
    let mut response = reply(StatusCode::CREATED, &board, May::Own);
    if let Ok(place) = place.parse() {
        response.headers_mut().insert(LOCATION, place);
    }
    Ok(response)
}

impl Change {
    fn put(self, draft: &mut Draft) -> Result<(), Problem> {
        if let Some(title) = self.title {
            draft.title = title;
        }
        if let Some(blocks) = self.blocks {
            draft.blocks = blocks;
        }
        if let Some(filter) = self.filter {
            draft.filter = filter;
        }
        if let Some(seconds) = self.seconds {
            draft.seconds = seconds;
        }
        if let Some(sent) = self.shares {
            draft.shares = shares(sent)?;
        }
        Ok(())
    }
}

async fn show(
    State(boards): State<Boards>,
    viewer: Viewer,
    Path(board_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    let Found { board, may } = service::get(&boards, &viewer, &board_id).await?;
    Ok(reply(StatusCode::OK, &board, may))
}

/// A key of scope read sees what is shown to people; it changes nothing.
fn may_change(viewer: &Viewer) -> Result<(), Problem> {
    if crate::rules::may_make(viewer) {
        return Ok(());
    }
    Err(Problem::Forbidden(
        "this needs a key of scope write".to_owned(),
    ))
}

async fn change(
    State(boards): State<Boards>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    headers: HeaderMap,
    Path(board_id): Path<String>,
    Json(sent): Json<Change>,
) -> Result<Response, Problem> {
    may_change(&viewer)?;
    let seen = if_match(&headers, "dashboard")?;
    let may = if sent.shares.is_some() {
        May::Own
    } else {
        May::Edit
    };
    let mut fields = Draft::default();
    let given = (
        sent.title.is_some(),
        sent.blocks.is_some(),
        sent.filter.is_some(),
        sent.seconds.is_some(),
        sent.shares.is_some(),
    );
    sent.put(&mut fields)?;
    let change = move |board: &mut Board| {
        let (own, new) = (&mut board.draft, fields.clone());
        if given.0 {
            own.title = new.title;
        }
        if given.1 {
            own.blocks = new.blocks;
        }
        if given.2 {
            own.filter = new.filter;
        }
        if given.3 {
            own.seconds = new.seconds;
        }
        if given.4 {
            own.shares = new.shares;
        }
        Ok(())
    };
    service::change(&boards, &viewer, (&board_id, may, seen), change).await?;
    let Found { board, may } = service::get(&boards, &viewer, &board_id).await?;
    Ok(reply(StatusCode::OK, &board, may))
}

async fn remove(
    State(boards): State<Boards>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Path(board_id): Path<String>,
) -> Result<StatusCode, Problem> {
    may_change(&viewer)?;
    service::remove(&boards, &viewer, &board_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn restore(
    State(boards): State<Boards>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Path(board_id): Path<String>,
) -> Result<Response, Problem> {
    may_change(&viewer)?;
    let board = service::restore(&boards, &viewer, &board_id).await?;
    Ok(reply(StatusCode::OK, &board, May::Own))
}

/// What the blocks show, by the same parameters as the page. Without any, by those the dashboard
/// opens with.
async fn figures(
    State(boards): State<Boards>,
    viewer: Viewer,
    frame: Frame,
    Path(board_id): Path<String>,
    query: QueryPairs,
) -> Result<axum::Json<Value>, Problem> {
    if let Some((name, _)) = query.0.iter().find(|(_, value)| value.is_empty()) {
        return Err(Problem::BadRequest(format!("{name} is empty")));
    }
    let asked = View::read(&query, &["all"])?;
    let found = service::get(&boards, &viewer, &board_id).await?;
    let view = if query.0.is_empty() {
        View::of_text(&found.board.draft.filter)?
    } else {
        asked
    };
    if !query.0.is_empty() {
        boards.narrowed(&viewer, &view).await?;
    }
    let base = format!("/dashboards/{board_id}");
    let eye = eye(&boards, (&viewer, &frame), base, &view).await?;
    let mut look = Look::new(&boards, &eye, &view).await?;
    let mut blocks = Vec::new();
    for block in chosen(&found.board, &view).0 {
        blocks.push(look.block(block).await?.json.clone());
    }
    let (from, to) = view.days(look.today);
    let date = |day: Option<i32>| day.map(|day| platform::clock::date_of_day(day).to_string());
    Ok(axum::Json(json!({
        "dashboard_id": board_id,
        "revision": found.board.revision,
        "filter": view.text(),
        "from": date(from),
        "to": date(to),
        "blocks": blocks,
    })))
}
