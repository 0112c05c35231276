//! The public page: what was done with what customers said. No login, nobody is named, and anybody
//! between us and the reader may keep it for a while. Its address names the workspace, so that no
//! company ever shows what another one did; addresses from before that lead on where they mean one.

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, CACHE_CONTROL, VARY};
use axum::response::{Html, IntoResponse, Redirect, Response};
use jiff::tz::TimeZone;
use platform::clock::{SECOND_US, day_in};
use platform::web::{Frame, NoQuery, Path, Query, paging};
use platform::words::Language;
use platform::{Problem, Tx, id};
use serde::Deserialize;
use serde_json::{Value, json};
use user::{Access, Entry, Gate, Routes};

use crate::Actions;
use crate::model::Improvement;
use crate::{rules, store};

/// Improvements on a page.
const PAGE: usize = 30;
/// How long others may keep a page.
const KEPT: &str = "public, max-age=300";

pub(crate) fn routes(gate: &Gate, state: Actions) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get("/heard", Access::Public, alone)
        .get("/heard/{workspace}", Access::Public, list)
        .get("/heard/{workspace}/{slug}", Access::Public, one)
        .finish(state)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    after: Option<String>,
}

/// Where the page of a workspace is.
pub(crate) fn address(workspace_id: &str) -> String {
    format!("/heard/{workspace_id}")
}

/// Where an improvement is.
pub(crate) fn address_of(own: &Improvement) -> String {
    format!("/heard/{}/{}", own.workspace_id, own.slug)
}

/// `/heard` leads to the page of the workspace, where there is one only.
async fn alone(
    State(state): State<Actions>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Redirect, Problem> {
    let read = |tx: &mut Tx<'_>| store::improvement::only_workspace(tx);
    let found = state.app.db.read(read).await.map_err(Problem::from)?;
    let workspace = found.ok_or_else(|| Problem::no("page"))?;
    Ok(Redirect::to(&address(&workspace)))
}

async fn list(
    State(state): State<Actions>,
    headers: HeaderMap,
    Path(workspace): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    if !id::is_id(&workspace) {
        return moved(&state, workspace, &asked).await;
    }
    let before = match &asked.after {
        None => (i64::MAX, String::new()),
        Some(text) => {
            let [at_us, id] = paging::read_cursor(text)?;
            (at_us.parse().map_err(|_| paging::no_cursor())?, id)
        }
    };
    let here = address(&workspace);
    let read = move |tx: &mut Tx<'_>| {
        let company = company(tx, &workspace)?;
        let before = (before.0, before.1.as_str());
        let found = store::improvement::published(tx, &workspace, before, PAGE + 1)?;
        Ok::<_, Problem>((company, found))
    };
    let ((company, zone), mut found) = state.app.db.read(read).await?;
    let next = paging::cut(&mut found, PAGE).map(|last| {
        let at_us = last.published_at_us.unwrap_or_default().to_string();
        paging::cursor(&[&at_us, &last.improvement_id])
    });
    let frame = frame(&headers, &here);
    let lines = found.iter().filter_map(|own| shown(own, (&frame, &zone)));
    let values = json!({
        "company": company,
        "improvements": lines.collect::<Vec<_>>(),
        "next": next.map(|after| format!("{here}?after={after}")),
    });
    let page = state
        .app
        .templates
        .page("action/heard.html", &frame, values)?;
    Ok(kept(page))
}

/// The address of an improvement before it named the workspace; mails that went have it.
async fn moved(state: &Actions, slug: String, asked: &Asked) -> Result<Response, Problem> {
    if asked.after.is_some() {
        return Err(Problem::no("page"));
    }
    let read = move |tx: &mut Tx<'_>| store::improvement::only_with_slug(tx, &slug);
    let found = state.app.db.read(read).await.map_err(Problem::from)?;
    let own = found.ok_or_else(|| Problem::no("page"))?;
    Ok(Redirect::to(&address_of(&own)).into_response())
}

async fn one(
    State(state): State<Actions>,
    headers: HeaderMap,
    Path((workspace, slug)): Path<(String, String)>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    let (here, all) = (format!("/heard/{workspace}/{slug}"), address(&workspace));
    let read = move |tx: &mut Tx<'_>| {
        let company = company(tx, &workspace)?;
        let found = store::improvement::by_slug(tx, &workspace, &slug)?;
        Ok::<_, Problem>((company, found.ok_or_else(|| Problem::no("page"))?))
    };
    let ((company, zone), own) = state.app.db.read(read).await?;
    let frame = frame(&headers, &here);
    let shown = shown(&own, (&frame, &zone)).ok_or_else(|| Problem::no("page"))?;
    let values = json!({ "company": company, "improvement": shown, "all": all });
    let page = state
        .app
        .templates
        .page("action/heard_one.html", &frame, values)?;
    Ok(kept(page))
}

/// The frame by what the browser says it reads: a cookie would make a kept page somebody's own.
fn frame(headers: &HeaderMap, here: &str) -> Frame {
    let header = headers
        .get(ACCEPT_LANGUAGE)
        .and_then(|own| own.to_str().ok());
    Frame {
        language: header.and_then(Language::from_header).unwrap_or_default(),
        person: None,
        here: here.to_owned(),
    }
}

/// The name of a workspace, and in which zone its days are.
fn company(tx: &mut Tx<'_>, workspace: &str) -> Result<(String, TimeZone), Problem> {
    let name = store::improvement::company(tx, workspace)?;
    let name = name.ok_or_else(|| Problem::no("page"))?;
    let zone = programme::store::programme::settings(tx, workspace)?
        .calendar
        .zone;
    Ok((name, TimeZone::get(&zone).unwrap_or(TimeZone::UTC)))
}

/// What is told of an improvement in the reader's language.
fn shown(own: &Improvement, (frame, zone): (&Frame, &TimeZone)) -> Option<Value> {
    let (language, heard) = rules::heard_in(&own.draft.heard, frame.language.code())?;
    let paragraphs = |text: &str| -> Vec<String> {
        let blocks = text.split("\n\n").map(str::trim);
        blocks
            .filter(|own| !own.is_empty())
            .map(str::to_owned)
            .collect()
    };
    Some(json!({
        "path": address_of(own),
        "language": language,
        "title": heard.title,
        "said": paragraphs(&heard.said),
        "did": paragraphs(&heard.did),
        "day": day_in(zone, own.published_at_us.unwrap_or(SECOND_US)),
    }))
}

fn kept(page: Html<String>) -> Response {
    let headers = [(CACHE_CONTROL, KEPT), (VARY, "Accept-Language")];
    (headers, page).into_response()
}
