//! What is done with one case. `If-Match` says which revision was seen; without it any will do.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use platform::Problem;
use platform::web::{App, Json, NoQuery, Path, Query, if_match};
use user::Viewer;

use super::body::{
    SentCauses, SentClosing, SentEdit, SentHandOver, SentOwner, SentReason, SentSnooze,
};
use super::{tagged, view};
use crate::model::Case;
use crate::service::{self, Meant};

fn meant(case_id: String, headers: &HeaderMap) -> Result<Meant, Problem> {
    Ok(Meant {
        case_id,
        seen: if_match(headers, "case")?,
    })
}

async fn reply(app: &App, viewer: &Viewer, case: Case) -> Result<Response, Problem> {
    let named = service::name(app, viewer, case).await?;
    let body = view::named(&named, app.clock.now_us());
    Ok(tagged(StatusCode::OK, named.case.revision, body))
}

/// The parts of a request about one case, without its body.
type About = (State<App>, Viewer, Path<String>, Query<NoQuery>, HeaderMap);

pub(super) async fn edit(
    (State(app), viewer, Path(id), _, headers): About,
    Json(sent): Json<SentEdit>,
) -> Result<Response, Problem> {
    let case = service::edit(&app, &viewer, meant(id, &headers)?, sent.read()?).await?;
    reply(&app, &viewer, case).await
}

pub(super) async fn take_over(
    (State(app), viewer, Path(id), _, headers): About,
) -> Result<Response, Problem> {
    let case = service::take_over(&app, &viewer, meant(id, &headers)?).await?;
    reply(&app, &viewer, case).await
}

pub(super) async fn hand_over(
    (State(app), viewer, Path(id), _, headers): About,
    Json(sent): Json<SentHandOver>,
) -> Result<Response, Problem> {
    let to = (sent.to.as_str(), sent.note.as_str());
    let case = service::hand_over(&app, &viewer, meant(id, &headers)?, to).await?;
    reply(&app, &viewer, case).await
}

pub(super) async fn assign(
    (State(app), viewer, Path(id), _, headers): About,
    Json(sent): Json<SentOwner>,
) -> Result<Response, Problem> {
    let case = service::assign(&app, &viewer, meant(id, &headers)?, sent.read()?).await?;
    reply(&app, &viewer, case).await
}

pub(super) async fn snooze(
    (State(app), viewer, Path(id), _, headers): About,
    Json(sent): Json<SentSnooze>,
) -> Result<Response, Problem> {
    let case = service::snooze(&app, &viewer, meant(id, &headers)?, sent.read()?).await?;
    reply(&app, &viewer, case).await
}

pub(super) async fn unsnooze(
    (State(app), viewer, Path(id), _, headers): About,
) -> Result<Response, Problem> {
    let case = service::unsnooze(&app, &viewer, meant(id, &headers)?).await?;
    reply(&app, &viewer, case).await
}

pub(super) async fn causes(
    (State(app), viewer, Path(id), _, headers): About,
    Json(sent): Json<SentCauses>,
) -> Result<Response, Problem> {
    let meant = meant(id, &headers)?;
    let case = service::causes::set(&app, &viewer, meant, sent.cause_ids).await?;
    reply(&app, &viewer, case).await
}

pub(super) async fn close(
    (State(app), viewer, Path(id), _, headers): About,
    Json(sent): Json<SentClosing>,
) -> Result<Response, Problem> {
    let case = service::close(&app, &viewer, meant(id, &headers)?, sent.read()).await?;
    reply(&app, &viewer, case).await
}

pub(super) async fn reopen(
    (State(app), viewer, Path(id), _, headers): About,
    Json(sent): Json<SentReason>,
) -> Result<Response, Problem> {
    let case = service::reopen(&app, &viewer, meant(id, &headers)?, &sent.reason).await?;
    reply(&app, &viewer, case).await
}
