//! Rules under `/api/v1/rules`.

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{ETAG, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use platform::Problem;
use platform::clock::rfc3339;
use platform::web::{
    App, Json, MEBIBYTE, NoQuery, Path, Query, if_match, paging, read_body, read_json,
};
use serde::Deserialize;
use serde_json::{Value, json};
use user::{Access, Entry, Gate, Routes, Viewer};

use crate::model::{Definition, Fired, Rule, State as RuleState};
use crate::service::{self, After, Draft, Example, Gone, Listed, OpenCaseChange, Trial};
use crate::templates::{self, Template};

/// Days a rule is tried on when nobody says otherwise.
const TRIAL_DAYS: u16 = 90;

pub(crate) fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    let (all, one) = ("/api/v1/rules", "/api/v1/rules/{id}");
    Routes::new(gate)
        .get(all, Access::Read, list)
        .post(all, Access::Manage, create)
        .get("/api/v1/rules/templates", Access::Read, list_templates)
        .post(
            "/api/v1/rules/templates/{name}",
            Access::Manage,
            create_from_template,
        )
        .get(one, Access::Read, show)
        .patch(one, Access::Manage, change)
        .delete(one, Access::Manage, remove)
        .get("/api/v1/rules/{id}/trial", Access::Read, trial)
        .post("/api/v1/rules/{id}/trial", Access::Read, trial_of)
        .get("/api/v1/rules/{id}/fired", Access::Read, fired)
        .get("/api/v1/rules/{id}/open-cases", Access::Read, open_cases)
        .post("/api/v1/rules/{id}/open-cases/apply", Access::Manage, apply)
        .finish(gate.app().clone())
}

fn whole(rule: &Rule) -> Value {
    json!({
        "id": rule.rule_id,
        "name": rule.name,
        "state": rule.state,
        "definition": rule.definition,
        "revision": rule.revision,
        "active_since": rule.active_since_us.map(rfc3339),
        "created_at": rfc3339(rule.created_at_us),
        "changed_at": rfc3339(rule.changed_at_us),
        "changed_by": rule.changed_by,
    })
}

fn listed(listed: &Listed) -> Value {
    let mut value = whole(&listed.rule);
    value["fired"] = json!(listed.fired);
    value["last_fired_at"] = json!(listed.last_fired_at_us.map(rfc3339));
    value["trouble"] = troubles(&listed.trouble);
    value
}

fn troubles(all: &[Gone]) -> Value {
    all.iter().map(|gone| gone.word()).collect()
}

/// A rule that was just checked: nothing it names is gone.
fn reply(status: StatusCode, rule: &Rule) -> Response {
    tagged(status, (rule, whole(rule)))
}

fn tagged(status: StatusCode, (rule, body): (&Rule, Value)) -> Response {
    let etag = format!("\"{}\"", rule.revision);
    (status, [(ETAG, etag)], axum::Json(body)).into_response()
}

fn created(rule: &Rule) -> Response {
    let mut response = reply(StatusCode::CREATED, rule);
    if let Ok(location) = format!("/api/v1/rules/{}", rule.rule_id).parse() {
        response.headers_mut().insert(LOCATION, location);
    }
    response
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listing {
    state: Option<RuleState>,
}

async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(asked): Query<Listing>,
) -> Result<axum::Json<Value>, Problem> {
    let all = service::list(&app, &viewer, asked.state).await?;
    let all: Vec<Value> = all.iter().map(listed).collect();
    Ok(axum::Json(json!({ "rules": all })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewRule {
    name: String,
    definition: Definition,
}

async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(body): Json<NewRule>,
) -> Result<Response, Problem> {
    let draft = Draft {
        name: body.name,
        definition: body.definition,
    };
    let rule = service::create(&app, &viewer, draft).await?;
    Ok(created(&rule))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InLanguage {
    language: Option<String>,
}

async fn list_templates(Query(asked): Query<InLanguage>) -> Result<axum::Json<Value>, Problem> {
    let language = language(asked.language.as_deref())?;
    let all = Template::ALL.map(|template| {
        json!({
            "name": template.as_str(),
            "title": templates::name(template, language),
            "definition": templates::definition(template, language),
        })
    });
    Ok(axum::Json(json!({ "templates": all })))
}

fn language(asked: Option<&str>) -> Result<&str, Problem> {
    match asked {
        None => Ok("en"),
        Some(code @ ("nl" | "en")) => Ok(code),
        Some(_) => Err(Problem::invalid("language", "give nl or en")),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// Refuses a body that says something: a template is made as it is, and changed afterwards.
async fn nothing_sent(request: Request) -> Result<(), Problem> {
    let (parts, body) = request.into_parts();
    let bytes = read_body(Request::new(body), MEBIBYTE).await?;
    if bytes.is_empty() {
        return Ok(());
    }
    let again = Request::from_parts(parts, Body::from(bytes));
    read_json::<Nothing>(again, MEBIBYTE).await.map(drop)
}

async fn create_from_template(
    State(app): State<App>,
    viewer: Viewer,
    Path(name): Path<String>,
    Query(asked): Query<InLanguage>,
    request: Request,
) -> Result<Response, Problem> {
    nothing_sent(request).await?;
    let template: Template = name.parse().map_err(|_| Problem::no("template"))?;
    let language = language(asked.language.as_deref())?;
    let draft = Draft {
        name: templates::name(template, language).to_owned(),
        definition: templates::definition(template, language),
    };
    let rule = service::create(&app, &viewer, draft).await?;
    Ok(created(&rule))
}

async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    let rule = service::get(&app, &viewer, &id).await?;
    let choices = service::choices(&app, &viewer).await?;
    let mut body = whole(&rule);
    body["trouble"] = troubles(&service::trouble(&choices, &rule));
    Ok(tagged(StatusCode::OK, (&rule, body)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Changed {
    name: Option<String>,
    definition: Option<Definition>,
    state: Option<RuleState>,
}

async fn change(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    headers: HeaderMap,
    Json(body): Json<Changed>,
) -> Result<Response, Problem> {
    let wanted = if_match(&headers, "rule")?;
    let old = service::get(&app, &viewer, &id).await?;
    // What is left out stays as it was read: nobody may have changed it since.
    let revision = wanted.unwrap_or(old.revision);
    let draft = Draft {
        name: body.name.unwrap_or(old.name),
        definition: body.definition.unwrap_or(old.definition),
    };
    let given = (draft, body.state, Some(revision));
    let rule = service::change_all(&app, &viewer, &id, given).await?;
    Ok(reply(StatusCode::OK, &rule))
}

async fn remove(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<StatusCode, Problem> {
    service::remove(&app, &viewer, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Past {
    days: Option<u16>,
}

async fn trial(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<Past>,
) -> Result<axum::Json<Value>, Problem> {
    let days = asked.days.unwrap_or(TRIAL_DAYS);
    let found = service::trial(&app, &viewer, (&id, None), days).await?;
    Ok(axum::Json(tried(&found, days)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TrialOf {
    days: Option<u16>,
    definition: Definition,
}

async fn trial_of(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(body): Json<TrialOf>,
) -> Result<axum::Json<Value>, Problem> {
    let days = body.days.unwrap_or(TRIAL_DAYS);
    let draft = Some(body.definition);
    let found = service::trial(&app, &viewer, (&id, draft), days).await?;
    Ok(axum::Json(tried(&found, days)))
}

fn tried(trial: &Trial, days: u16) -> Value {
    let months = trial.months.iter().map(|month| {
        json!({
            "month": format!("{:04}-{:02}", month.year, month.month),
            "count": month.count,
        })
    });
    json!({
        "days": days,
        "would_have_fired": trial.count,
        "looked_at": trial.seen,
        "is_partial": trial.is_partial,
        "months": months.collect::<Vec<_>>(),
        "examples": trial.examples.iter().map(example).collect::<Vec<_>>(),
    })
}

fn example(example: &Example) -> Value {
    let named = |pair: &Option<(String, String)>| {
        pair.as_ref()
            .map(|(id, name)| json!({ "id": id, "name": name }))
    };
    json!({
        "response_id": example.response_id,
        "survey_id": example.survey_id,
        "contact": named(&example.contact),
        "account": named(&example.account),
        "score": example.score,
        "previous_score": example.previous,
        "comment": example.comment,
        "at": rfc3339(example.at_us),
        "has_fired": example.has_fired,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    limit: Option<usize>,
    cursor: Option<String>,
}

/// Where a list goes on, as it was given.
pub(crate) fn after(cursor: &str) -> Result<After, Problem> {
    let [at_us, id] = paging::read_cursor(cursor)?;
    let at_us = at_us.parse().map_err(|_| paging::no_cursor())?;
    Ok((at_us, id))
}

/// The same, to be given.
pub(crate) fn cursor((at_us, id): &After) -> String {
    paging::cursor(&[&at_us.to_string(), id])
}

async fn fired(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(part): Query<Part>,
) -> Result<axum::Json<Value>, Problem> {
    let limit = paging::limit(part.limit)?;
    let after = part.cursor.as_deref().map(after).transpose()?;
    let mut all = service::history(&app, &viewer, &id, (after, limit + 1)).await?;
    let next =
        paging::cut(&mut all, limit).map(|last| cursor(&(last.fired_at_us, last.fired_id.clone())));
    let fired: Vec<Value> = all.iter().map(one_fired).collect();
    Ok(axum::Json(json!({ "fired": fired, "next_cursor": next })))
}

fn one_fired(fired: &Fired) -> Value {
    json!({
        "id": fired.fired_id,
        "occasion": fired.occasion,
        "revision": fired.revision,
        "response_id": fired.response_id,
        "survey_id": fired.survey_id,
        "contact_id": fired.contact_id,
        "account_id": fired.account_id,
        "score": fired.score,
        "case_id": fired.case_id,
        "trouble": fired.trouble,
        "at": rfc3339(fired.fired_at_us),
    })
}

async fn open_cases(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(part): Query<Part>,
) -> Result<axum::Json<Value>, Problem> {
    let limit = paging::limit(part.limit)?;
    let after = part.cursor.as_deref().map(after).transpose()?;
    let found = service::open_cases(&app, &viewer, &id, (after, limit)).await?;
    let cases: Vec<Value> = found.changed.iter().map(changed_case).collect();
    let next = found.next.as_ref().map(cursor);
    let body = json!({ "compared": found.count, "cases": cases, "next_cursor": next });
    Ok(axum::Json(body))
}

fn changed_case(one: &OpenCaseChange) -> Value {
    json!({
        "case_id": one.case.case_id,
        "title": one.case.title,
        "due_at": rfc3339(one.case.due_at_us),
        "new_due_at": one.change.due_at_us.map(rfc3339),
        "priority": one.case.priority,
        "new_priority": one.change.priority,
        "owner_id": one.case.owner_id,
        "new_owner": one.change.owner_id.as_ref().map(|id| json!({ "id": id })),
        "no_longer": one.no_longer,
    })
}

async fn apply(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    headers: HeaderMap,
) -> Result<axum::Json<Value>, Problem> {
    let revision = if_match(&headers, "rule")?;
    let applied = service::apply(&app, &viewer, (&id, revision)).await?;
    Ok(axum::Json(json!({ "changed": applied })))
}
