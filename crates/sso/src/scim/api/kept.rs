//! What clients do with users and groups: the same for both, as a [`Resource`] says how.

use axum::extract::State;
use axum::http::header::{ETAG, IF_MATCH, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use platform::Tx;
use platform::web::{Path, QueryPairs};
use serde_json::Value;

use super::{Body, Scim, asked, header, is_version, list, one, whole};
use crate::scim::error::Fault;
use crate::scim::service::{self, Resource};
use crate::scim::token::Directory;
use crate::scim::{filter::Filter, patch};

/// `GET …/Users`: a part of those that fit a filter.
pub(super) async fn all<R: Resource>(
    State(scim): State<Scim>,
    directory: Directory,
    query: QueryPairs,
) -> Result<Response, Fault> {
    let asked = asked(&query)?;
    let needs = |name: &str| {
        let filter: Option<&Filter> = asked.filter.as_ref();
        filter.and_then(|f| f.needs(name)).map(str::to_owned)
    };
    let (name, external_id) = (needs(R::NAMED_BY), needs("externalid"));
    let look = move |tx: &mut Tx<'_>| {
        let by = (name.as_deref(), external_id.as_deref());
        R::all(tx, &directory.workspace_id, by)
    };
    let found = scim.gate.app().db.read(look).await?;
    let base = scim.base();
    let resources = found.iter().map(|one| whole(&base, one).0).collect();
    Ok(list(resources, &asked, &query))
}

/// `POST …/Users`.
pub(super) async fn make<R: Resource>(
    State(scim): State<Scim>,
    directory: Directory,
    query: QueryPairs,
    Body(body): Body,
) -> Result<Response, Fault> {
    let now_us = scim.gate.app().clock.now_us();
    let make = move |tx: &mut Tx<'_>| R::make(tx, &directory.workspace_id, &body, now_us);
    let made = scim.gate.app().db.write(make).await?;
    let whole = whole(&scim.base(), &made);
    Ok(one(StatusCode::CREATED, whole, &query))
}

/// `GET …/Users/{id}`, or that it is still as the client knows it.
pub(super) async fn show<R: Resource>(
    State(scim): State<Scim>,
    directory: Directory,
    headers: HeaderMap,
    query: QueryPairs,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let look = move |tx: &mut Tx<'_>| R::one(tx, (&directory.workspace_id, &id));
    let found = scim.gate.app().db.read(look).await?;
    let whole = whole(&scim.base(), &found);
    let known = header(&headers, IF_NONE_MATCH);
    if known.is_some_and(|known| known.split(',').any(|tag| tag.trim() == whole.1)) {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, whole.1)]).into_response());
    }
    Ok(one(StatusCode::OK, whole, &query))
}

/// How a request changes a resource.
#[derive(Clone)]
enum Change {
    Put(Value),
    Patch(Value),
}

impl Change {
    fn of(&self, resource: &mut Value) -> Result<(), Fault> {
        match self {
            Self::Put(sent) => {
                service::replaced(resource, sent);
                Ok(())
            }
            Self::Patch(request) => patch::apply(resource, request),
        }
    }
}

async fn changed<R: Resource>(
    scim: &Scim,
    directory: Directory,
    (id, if_match): (String, Option<String>),
    change: Change,
) -> Result<Response, Fault> {
    let now_us = scim.gate.app().clock.now_us();
    let work = move |tx: &mut Tx<'_>| {
        let which = (directory.workspace_id.as_str(), id.as_str());
        let matches = |resource: &Value| is_version(if_match.as_deref(), resource);
        let change = |resource: &mut Value| change.of(resource);
        R::change(tx, which, &matches, (&change, now_us))
    };
    let changed = scim.gate.app().db.write(work).await?;
    let whole = whole(&scim.base(), &changed);
    Ok(one(StatusCode::OK, whole, &QueryPairs::default()))
}

/// `PUT …/Users/{id}`.
pub(super) async fn put<R: Resource>(
    State(scim): State<Scim>,
    directory: Directory,
    headers: HeaderMap,
    Path(id): Path<String>,
    Body(body): Body,
) -> Result<Response, Fault> {
    let which = (id, header(&headers, IF_MATCH));
    changed::<R>(&scim, directory, which, Change::Put(body)).await
}

/// `PATCH …/Users/{id}`.
pub(super) async fn change<R: Resource>(
    State(scim): State<Scim>,
    directory: Directory,
    headers: HeaderMap,
    Path(id): Path<String>,
    Body(body): Body,
) -> Result<Response, Fault> {
    let which = (id, header(&headers, IF_MATCH));
    changed::<R>(&scim, directory, which, Change::Patch(body)).await
}

/// `DELETE …/Users/{id}`.
pub(super) async fn delete<R: Resource>(
    State(scim): State<Scim>,
    directory: Directory,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<StatusCode, Fault> {
    let (if_match, now_us) = (header(&headers, IF_MATCH), scim.gate.app().clock.now_us());
    let work = move |tx: &mut Tx<'_>| {
        let which = (directory.workspace_id.as_str(), id.as_str());
        let matches = |resource: &Value| is_version(if_match.as_deref(), resource);
        R::delete(tx, which, &matches, now_us)
    };
    scim.gate.app().db.write(work).await?;
    Ok(StatusCode::NO_CONTENT)
}
