//! Connections under `/api/v1/connectors`. Secrets go in and never come out.

use axum::Json as JsonReply;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use platform::Problem;
use platform::clock::rfc3339;
use platform::web::{Json, NoQuery, Path, Query, if_match, paging};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use crate::given::Given;
use crate::model::{Connection, Pull, Push, PushState, Run, Stream, System};
use crate::service::{Desk, Seen, TRY_MAX, Tried, problem};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewConnection {
    system: System,
    name: String,
    base_url: Option<String>,
    #[serde(default)]
    secrets: std::collections::BTreeMap<String, String>,
    options: Option<std::collections::BTreeMap<String, String>>,
    pulls: Option<Vec<Pull>>,
    pushes: Option<crate::model::Pushes>,
    every_minutes: Option<u32>,
    is_on: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TryBody {
    stream: Stream,
    rows: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RunQuery {
    #[serde(default)]
    everything: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldsQuery {
    stream: Stream,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PushesQuery {
    state: Option<PushState>,
    limit: Option<usize>,
}

fn moment(at_us: Option<i64>) -> Value {
    json!(at_us.map(rfc3339))
}

/// A run as it is sent.
pub(crate) fn run(run: &Run) -> Value {
    json!({
        "run_id": run.run_id,
        "state": run.state,
        "started_at": rfc3339(run.started_at_us),
        "ended_at": moment(run.ended_at_us),
        "rows": run.counts,
        "why": run.why,
    })
}

fn connection(own: &Connection) -> Value {
    let secrets: Vec<&String> = own.secrets.0.keys().collect();
    json!({
        "connector_id": own.connector_id,
        "system": own.system,
        "name": own.name,
        "base_url": own.definition.base_url,
        "secrets_set": secrets,
        "options": own.definition.options,
        "pulls": own.definition.pulls,
        "pushes": own.definition.pushes,
        "every_minutes": own.definition.every_minutes,
        "is_on": own.is_on,
        "next_at": moment(own.due_at_us),
        "revision": own.revision,
        "created_at": rfc3339(own.created_at_us),
    })
}

fn seen(seen: &Seen) -> Value {
    let mut json = connection(&seen.connection);
    json["latest_run"] = seen.runs.first().map_or(Value::Null, run);
    json["pushes_by_state"] = json!(seen.pushes);
    json["gone_at_source"] = json!(seen.gone);
    json
}

fn with_etag(status: StatusCode, own: &Connection, body: Value) -> Response {
    let tag = format!("\"{}\"", own.revision);
    (status, [(header::ETAG, tag)], JsonReply(body)).into_response()
}

pub(crate) async fn list(
    State(desk): State<Desk>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<JsonReply<Value>, Problem> {
    let all: Vec<Value> = desk.all(&viewer).await?.iter().map(seen).collect();
    Ok(JsonReply(json!({ "connectors": all })))
}

pub(crate) async fn create(
    State(desk): State<Desk>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(new): Json<NewConnection>,
) -> Result<Response, Problem> {
    let given = Given {
        name: Some(new.name),
        base_url: new.base_url,
        secrets: new.secrets,
        options: new.options,
        pulls: new.pulls,
        pushes: new.pushes,
        every_minutes: new.every_minutes,
        is_on: new.is_on,
    };
    let made = desk.create(&viewer, new.system, &given).await?;
    Ok(with_etag(StatusCode::CREATED, &made, connection(&made)))
}

pub(crate) async fn show(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    let found = desk.one(&viewer, &id).await?;
    Ok(with_etag(StatusCode::OK, &found.connection, seen(&found)))
}

pub(crate) async fn change(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    headers: HeaderMap,
    Json(given): Json<Given>,
) -> Result<Response, Problem> {
    let revision = if_match(&headers, "connection")?;
    let changed = desk.change(&viewer, &id, (&given, revision)).await?;
    Ok(with_etag(StatusCode::OK, &changed, connection(&changed)))
}

pub(crate) async fn remove(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<StatusCode, Problem> {
    desk.remove(&viewer, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn run_now(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<RunQuery>,
) -> Result<StatusCode, Problem> {
    desk.run_now(&viewer, &id, asked.everything).await?;
    Ok(StatusCode::ACCEPTED)
}

fn pull_of(own: &Connection, stream: Stream) -> Result<&Pull, Problem> {
    let missing = || Problem::invalid("stream", "this connection doesn't pull it");
    own.definition.pull(stream).ok_or_else(missing)
}

pub(crate) async fn fields(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<FieldsQuery>,
) -> Result<JsonReply<Value>, Problem> {
    let own = desk.one(&viewer, &id).await?.connection;
    let pull = pull_of(&own, asked.stream)?;
    let fields = desk.fields(&own, pull).await.map_err(|f| problem(&f))?;
    Ok(JsonReply(json!({ "fields": fields })))
}

/// A row of a dry run as it is sent.
fn tried(tried: &Tried) -> Value {
    json!({
        "id": tried.row.id,
        "outcome": tried.fate.became.as_str(),
        "faults": tried.fate.faults,
    })
}

pub(crate) async fn try_out(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(body): Json<TryBody>,
) -> Result<JsonReply<Value>, Problem> {
    let rows = body.rows.unwrap_or(20);
    if !(1..=TRY_MAX).contains(&rows) {
        return Err(Problem::invalid("/rows", format!("give 1 to {TRY_MAX}")));
    }
    let own = desk.one(&viewer, &id).await?.connection;
    let pull = pull_of(&own, body.stream)?;
    let found = desk
        .try_out(&own, pull, rows)
        .await?
        .map_err(|f| problem(&f))?;
    let rows: Vec<Value> = found.iter().map(tried).collect();
    Ok(JsonReply(json!({ "rows": rows })))
}

pub(crate) async fn runs(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<JsonReply<Value>, Problem> {
    let found = desk.one(&viewer, &id).await?;
    let runs: Vec<Value> = found.runs.iter().map(run).collect();
    Ok(JsonReply(json!({ "runs": runs })))
}

pub(crate) async fn one_run(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path((id, run_id)): Path<(String, String)>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<JsonReply<Value>, Problem> {
    let (found, faults) = desk.run(&viewer, (&id, &run_id)).await?;
    let mut json = run(&found);
    json["faults"] = json!(faults);
    Ok(JsonReply(json))
}

fn push(push: &Push) -> Value {
    json!({
        "push_id": push.push_id,
        "what": push.what,
        "about_id": push.about_id,
        "state": push.state,
        "in_doubt": push.in_doubt,
        "tries": push.tries,
        "next_at": (push.state == PushState::Queued).then(|| rfc3339(push.due_at_us)),
        "why": push.why,
        "created_at": rfc3339(push.created_at_us),
        "changed_at": rfc3339(push.changed_at_us),
    })
}

pub(crate) async fn pushes(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<PushesQuery>,
) -> Result<JsonReply<Value>, Problem> {
    let limit = paging::limit(asked.limit)?;
    let all = desk.pushes(&viewer, &id, (asked.state, limit)).await?;
    let all: Vec<Value> = all.iter().map(push).collect();
    Ok(JsonReply(json!({ "pushes": all })))
}

pub(crate) async fn send_again(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path((id, push_id)): Path<(String, String)>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<StatusCode, Problem> {
    desk.settle(&viewer, (&id, &push_id), true).await?;
    Ok(StatusCode::ACCEPTED)
}

pub(crate) async fn take_as_done(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path((id, push_id)): Path<(String, String)>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<StatusCode, Problem> {
    desk.settle(&viewer, (&id, &push_id), false).await?;
    Ok(StatusCode::NO_CONTENT)
}
