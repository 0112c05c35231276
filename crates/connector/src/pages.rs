//! `/settings/connectors`: to which systems there are connections, how they are doing, what they
//! bring and take.

mod fault;
mod form;
pub(crate) mod mapping;
mod wrong;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::web::{FieldError, FormData, Frame, Path, Problem, Query};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use self::form::Form;
use self::wrong::WRONG;
use crate::given::Given;
use crate::model::{Connection, Push, PushState, Run, RunState, System};
use crate::service::{Desk, Seen};

/// Pushes shown on the page of a connection.
const SHOWN: usize = 50;
/// What a page says after something was done; the words for each exist.
const SAID: [&str; 7] = [
    "created", "saved", "removed", "started", "on", "off", "settled",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    said: Option<String>,
    push: Option<PushState>,
}

fn said(asked: &Asked) -> Option<&'static str> {
    SAID.into_iter().find(|s| asked.said.as_deref() == Some(*s))
}

fn to(id: &str, said: &str) -> Redirect {
    Redirect::to(&format!("/settings/connectors/{id}?said={said}"))
}

/// Why a run or a push ended as it did, in the language of the page.
fn why(desk: &Desk, frame: &Frame, why: Option<&String>) -> Option<String> {
    why.map(|why| fault::fault(&desk.app.words, frame.language, why))
}

fn run(desk: &Desk, frame: &Frame, run: &Run) -> Value {
    json!({
        "id": run.run_id,
        "state": run.state,
        "started_at_us": run.started_at_us,
        "ended_at_us": run.ended_at_us,
        "counts": run.counts,
        "why": why(desk, frame, run.why.as_ref()),
    })
}

fn connection(own: &Connection) -> Value {
    let streams: Vec<Value> = own
        .system
        .streams()
        .iter()
        .map(|stream| json!({ "stream": stream, "pull": own.definition.pull(*stream) }))
        .collect();
    json!({
        "id": own.connector_id,
        "system": own.system,
        "name": own.name,
        "base_url": own.definition.base_url,
        "is_on": own.is_on,
        "every_minutes": own.definition.every_minutes,
        "due_at_us": own.due_at_us,
        "revision": own.revision,
        "streams": streams,
        "pushes": own.definition.pushes,
        "takes_scores": own.system.takes_scores(),
    })
}

pub(crate) async fn list(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Problem> {
    let all: Vec<Value> = desk
        .all(&viewer)
        .await?
        .iter()
        .map(|seen| {
            let mut own = connection(&seen.connection);
            own["run"] = seen
                .runs
                .first()
                .map_or(Value::Null, |r| run(&desk, &frame, r));
            own["stuck"] = json!(stuck(seen));
            own
        })
        .collect();
    let values = json!({
        "place": "settings",
        "said": said(&asked),
        "connectors": all,
        "systems": System::ALL,
    });
    desk.app
        .templates
        .page("connector/list.html", &frame, values)
}

/// Pushes that need a person.
fn stuck(seen: &Seen) -> i64 {
    let of = |state: PushState| seen.pushes.get(state.as_str()).copied().unwrap_or_default();
    of(PushState::Dead) + of(PushState::Unknown)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAsked {
    system: System,
}

pub(crate) async fn new(
    State(desk): State<Desk>,
    frame: Frame,
    Query(asked): Query<NewAsked>,
) -> Result<Html<String>, Problem> {
    form_page(&desk, &frame, &Form::new(asked.system), None)
}

fn form_page(
    desk: &Desk,
    frame: &Frame,
    form: &Form,
    own: Option<&Connection>,
) -> Result<Html<String>, Problem> {
    let values = json!({
        "place": "settings",
        "own": own.map(connection),
        "f": form.values(),
    });
    desk.app
        .templates
        .page("connector/form.html", frame, values)
}

/// The form again, with what is wrong.
fn again(
    desk: &Desk,
    frame: &Frame,
    (form, errors): (Form, Vec<FieldError>),
    own: Option<&Connection>,
) -> Result<Response, Problem> {
    let page = form_page(desk, frame, &form.with(errors), own)?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

pub(crate) async fn create(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    data: FormData,
) -> Result<Response, Problem> {
    let system: System = data.text("system").parse().map_err(Problem::BadRequest)?;
    let form = Form::read(system, &data)?;
    let mut given = form.given();
    if system == System::RequestTracker {
        // Comments are written in the language of whoever makes the connection.
        let options = given.options.get_or_insert_default();
        options
            .entry("language".to_owned())
            .or_insert_with(|| frame.language.code().to_owned());
    }
    let made = desk.create(&viewer, system, &given).await;
    match made.map_err(|p| WRONG.said(&desk.app, frame.language, p)) {
        Ok(made) => Ok(to(&made.connector_id, "created").into_response()),
        Err(Problem::Invalid { errors, .. }) => again(&desk, &frame, (form, errors), None),
        Err(problem) => Err(problem),
    }
}

pub(crate) async fn show(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Problem> {
    let seen = desk.one(&viewer, &id).await?;
    let pushes = desk.pushes(&viewer, &id, (asked.push, SHOWN)).await?;
    let runs: Vec<Value> = seen.runs.iter().map(|r| run(&desk, &frame, r)).collect();
    let own = &seen.connection;
    let is_asked_for = own
        .due_at_us
        .is_some_and(|at| at <= desk.app.clock.now_us());
    let is_running = seen
        .runs
        .first()
        .is_some_and(|run| run.state == RunState::Running);
    let values = json!({
        "place": "settings",
        "own": connection(own),
        "said": said(&asked),
        "runs": runs,
        "goes_on": is_running || is_asked_for,
        "gone": seen.gone.values().sum::<i64>(),
        "counts": seen.pushes,
        "state": asked.push,
        "states": PushState::ALL,
        "pushes": pushes.iter().map(|p| push(&desk, &frame, p)).collect::<Vec<_>>(),
    });
    desk.app
        .templates
        .page("connector/show.html", &frame, values)
}

fn push(desk: &Desk, frame: &Frame, push: &Push) -> Value {
    json!({
        "id": push.push_id,
        "what": push.what,
        "about_id": push.about_id,
        "state": push.state,
        "tries": push.tries,
        "due_at_us": push.due_at_us,
        "why": why(desk, frame, push.why.as_ref()),
        "changed_at_us": push.changed_at_us,
        "is_stuck": matches!(push.state, PushState::Dead | PushState::Unknown),
    })
}

pub(crate) async fn edit(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Html<String>, Problem> {
    let own = desk.one(&viewer, &id).await?.connection;
    form_page(&desk, &frame, &Form::of(&own), Some(&own))
}

pub(crate) async fn save(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    data: FormData,
) -> Result<Response, Problem> {
    let own = desk.one(&viewer, &id).await?.connection;
    let form = Form::read(own.system, &data)?;
    let revision = data.text("revision").parse().ok();
    let mut given = form.given();
    given.options = given.options.map(|mut options| {
        // What the form doesn't show stays.
        for (name, value) in &own.definition.options {
            options.entry(name.clone()).or_insert_with(|| value.clone());
        }
        options
    });
    let saved = desk.change(&viewer, &id, (&given, revision)).await;
    match saved.map_err(|p| WRONG.said(&desk.app, frame.language, p)) {
        Ok(_) => Ok(to(&id, "saved").into_response()),
        Err(Problem::Invalid { errors, .. }) => again(&desk, &frame, (form, errors), Some(&own)),
        Err(problem) => Err(problem),
    }
}

pub(crate) async fn switch(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    data: FormData,
) -> Result<Redirect, Problem> {
    data.only(|name| name == "on")?;
    let is_on = data.text("on") == "yes";
    let given = Given {
        is_on: Some(is_on),
        ..Given::default()
    };
    let changed = desk.change(&viewer, &id, (&given, None)).await;
    changed.map_err(|p| WRONG.said(&desk.app, frame.language, p))?;
    Ok(to(&id, if is_on { "on" } else { "off" }))
}

pub(crate) async fn run_now(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path(id): Path<String>,
    data: FormData,
) -> Result<Redirect, Problem> {
    data.only(|name| name == "everything")?;
    let everything = data.get("everything").is_some();
    desk.run_now(&viewer, &id, everything).await?;
    Ok(to(&id, "started"))
}

pub(crate) async fn remove(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Redirect, Problem> {
    desk.remove(&viewer, &id).await?;
    Ok(Redirect::to("/settings/connectors?said=removed"))
}

pub(crate) async fn send_again(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path((id, push_id)): Path<(String, String)>,
) -> Result<Redirect, Problem> {
    desk.settle(&viewer, (&id, &push_id), true).await?;
    Ok(to(&id, "settled"))
}

pub(crate) async fn take_as_done(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path((id, push_id)): Path<(String, String)>,
) -> Result<Redirect, Problem> {
    desk.settle(&viewer, (&id, &push_id), false).await?;
    Ok(to(&id, "settled"))
}

pub(crate) async fn report(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    Path((id, run_id)): Path<(String, String)>,
) -> Result<Html<String>, Problem> {
    let own = desk.one(&viewer, &id).await?.connection;
    let (found, mut faults) = desk.run(&viewer, (&id, &run_id)).await?;
    for fault in &mut faults {
        fault.why = fault::row(&desk.app.words, frame.language, &fault.why);
    }
    let values = json!({
        "place": "settings",
        "own": connection(&own),
        "run": run(&desk, &frame, &found),
        "faults": faults,
    });
    desk.app
        .templates
        .page("connector/run.html", &frame, values)
}
