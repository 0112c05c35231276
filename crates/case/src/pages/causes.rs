//! The tree of causes the company makes.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::Problem;
use platform::clock::DAY_US;
use platform::web::{App, FormData, Frame, NoQuery, Path, Query};
use platform::words::Language;
use serde_json::{Value, json};
use user::{Role, Viewer};

use super::form::{ticked, word};
use super::wrong::WRONG;
use crate::model::{Cause, CauseKind};
use crate::service::causes::{self, CauseDraft};

/// How far back cases are counted.
const COUNTED_US: i64 = 365 * DAY_US;

/// Causes with their depth, parents before children, each in its place.
pub(super) fn in_order(all: &[Cause]) -> Vec<(&Cause, usize)> {
    let mut ordered = Vec::with_capacity(all.len());
    below(all, None, 0, &mut ordered);
    ordered
}

fn below<'a>(
    all: &'a [Cause],
    parent: Option<&str>,
    depth: usize,
    ordered: &mut Vec<(&'a Cause, usize)>,
) {
    let mut children: Vec<&Cause> = all
        .iter()
        .filter(|cause| cause.parent_id.as_deref() == parent)
        .collect();
    children.sort_by_key(|cause| (cause.place, cause.cause_id.clone()));
    for cause in children {
        ordered.push((cause, depth));
        below(all, Some(&cause.cause_id), depth + 1, ordered);
    }
}

/// What causes are called, with those above them: `Delivery › Late`.
pub(super) fn names(all: &[Cause], ids: &[String]) -> Vec<String> {
    let find = |id: &str| all.iter().find(|cause| cause.cause_id == id);
    ids.iter()
        .filter_map(|id| {
            let mut parts = Vec::new();
            let mut at = find(id);
            while let Some(cause) = at {
                parts.push(cause.name.clone());
                at = cause.parent_id.as_deref().and_then(find);
            }
            parts.reverse();
            (!parts.is_empty()).then(|| parts.join(" › "))
        })
        .collect()
}

pub(super) async fn list(
    State(app): State<App>,
    frame: Frame,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Html<String>, Problem> {
    page(&app, (&frame, &viewer), None).await
}

async fn page(
    app: &App,
    (frame, viewer): (&Frame, &Viewer),
    wrong: Option<(&FormData, String)>,
) -> Result<Html<String>, Problem> {
    let all = causes::list(app, viewer).await?;
    let now_us = app.clock.now_us();
    let counts = causes::counts(app, viewer, (now_us - COUNTED_US, now_us)).await?;
    let lines: Vec<Value> = in_order(&all)
        .into_iter()
        .map(|(cause, depth)| {
            let (cases, open) = counts.get(&cause.cause_id).copied().unwrap_or_default();
            json!({
                "id": cause.cause_id,
                "name": cause.name,
                "kind": cause.kind.as_str(),
                "parent_id": cause.parent_id,
                "depth": depth,
                "indent": "– ".repeat(depth),
                "is_archived": cause.archived_at_us.is_some(),
                "revision": cause.revision,
                "cases": cases,
                "open": open,
            })
        })
        .collect();
    let values = json!({
        "place": "act",
        "may_arrange": viewer.may_write || viewer.role.is_some_and(Role::is_leader),
        "causes": lines,
        "kinds": CauseKind::ALL.iter().map(|k| k.as_str()).collect::<Vec<_>>(),
        "typed": wrong.as_ref().map_or("", |(form, _)| form.text("name")),
        "wrong": wrong.as_ref().map(|(_, detail)| detail),
    });
    app.templates.page("case/causes.html", frame, values)
}

fn draft(form: &FormData) -> Result<CauseDraft, Problem> {
    Ok(CauseDraft {
        parent_id: Some(form.text("parent_id").to_owned()).filter(|id| !id.is_empty()),
        kind: word(form, "kind")?,
        name: form.text("name").to_owned(),
    })
}

pub(super) async fn add(
    State(app): State<App>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| ["parent_id", "kind", "name"].contains(&name))?;
    let made = match draft(&form) {
        Ok(draft) => causes::add(&app, &viewer, draft).await.map(drop),
        Err(problem) => Err(problem),
    };
    answered(&app, (&frame, &viewer), &form, made).await
}

/// Renames, moves, archives or offers a cause again.
pub(super) async fn save(
    State(app): State<App>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    let fields = ["parent_id", "kind", "name", "revision", "is_archived"];
    form.only(|name| fields.contains(&name))?;
    let done = saved(&app, &viewer, &id, &form).await;
    answered(&app, (&frame, &viewer), &form, done).await
}

async fn saved(app: &App, viewer: &Viewer, id: &str, form: &FormData) -> Result<(), Problem> {
    let seen = form.text("revision").parse().ok();
    if form.get("name").is_none() {
        let is_archived = ticked(form, "is_archived");
        return causes::archive(app, viewer, (id, seen), is_archived)
            .await
            .map(drop);
    }
    causes::save(app, viewer, (id, seen), draft(form)?)
        .await
        .map(drop)
}

async fn answered(
    app: &App,
    reader: (&Frame, &Viewer),
    form: &FormData,
    done: Result<(), Problem>,
) -> Result<Response, Problem> {
    let done = done.map_err(|problem| WRONG.said(app, reader.0.language, problem));
    let (status, detail) = match done {
        Ok(()) => return Ok(Redirect::to("/cases/causes").into_response()),
        Err(Problem::Invalid { errors, .. }) => {
            let details: Vec<&str> = errors.iter().map(|e| e.detail.as_str()).collect();
            (StatusCode::UNPROCESSABLE_ENTITY, details.join("; "))
        }
        Err(Problem::Other(412, detail)) => (StatusCode::PRECONDITION_FAILED, detail),
        Err(Problem::Conflict(detail)) => (StatusCode::CONFLICT, detail),
        Err(problem) => return Err(problem),
    };
    let page = page(app, reader, Some((form, detail))).await?;
    Ok((status, page).into_response())
}

/// Makes the usual causes, in the language of the page.
pub(super) async fn usual(
    State(app): State<App>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|_| false)?;
    causes::add_usual(&app, &viewer, usual_in(&app, frame.language)).await?;
    Ok(Redirect::to("/cases/causes"))
}

/// By kind: the name of the whole, then its parts.
fn usual_in(app: &App, language: Language) -> Vec<(CauseKind, Vec<String>)> {
    let parts = |kind: CauseKind| match kind {
        CauseKind::Process => 4,
        CauseKind::Product | CauseKind::Communication => 3,
        CauseKind::Expectation | CauseKind::Price | CauseKind::Outside => 2,
    };
    CauseKind::ALL
        .iter()
        .map(|kind| {
            let word = |key: &str| app.words.say(language, key, &[]);
            let mut names = vec![word(&format!("case-cause-kind-{}", kind.as_str()))];
            names.extend(
                (1..=parts(*kind))
                    .map(|n| word(&format!("case-cause-usual-{}-{n}", kind.as_str()))),
            );
            (*kind, names)
        })
        .collect()
}
