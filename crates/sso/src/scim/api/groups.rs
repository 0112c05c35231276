//! The groups of the SCIM API: `/scim/v2/Groups`.

use axum::extract::State;
use axum::http::header::IF_MATCH;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use platform::Tx;
use platform::web::{Path, QueryPairs};
use serde_json::Value;

use super::{Body, Change, Scim, asked, header, is_version, list, one, read_one, whole};
use crate::scim::error::Fault;
use crate::scim::token::Directory;
use crate::scim::{group, service, store};

fn whole_group(base: &str, group: &group::Group) -> (Value, String, String) {
    whole(base, "Group", group.resource(base), group.created_at_us)
}

pub(super) async fn all_groups(
    State(scim): State<Scim>,
    directory: Directory,
    query: QueryPairs,
) -> Result<Response, Fault> {
    let asked = asked(&query)?;
    let look = move |tx: &mut Tx<'_>| store::groups(tx, &directory.workspace_id);
    let groups = scim.gate.app().db.read(look).await?;
    let base = scim.base();
    let resources = groups.iter().map(|g| whole_group(&base, g).0).collect();
    Ok(list(resources, &asked, &query))
}

pub(super) async fn make_group(
    State(scim): State<Scim>,
    directory: Directory,
    query: QueryPairs,
    Body(body): Body,
) -> Result<Response, Fault> {
    let now_us = scim.gate.app().clock.now_us();
    let make =
        move |tx: &mut Tx<'_>| service::make_group(tx, &directory.workspace_id, &body, now_us);
    let group = scim.gate.app().db.write(make).await?;
    Ok(one(
        StatusCode::CREATED,
        whole_group(&scim.base(), &group),
        &query,
    ))
}

pub(super) async fn one_group(
    State(scim): State<Scim>,
    directory: Directory,
    headers: HeaderMap,
    query: QueryPairs,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let look = move |tx: &mut Tx<'_>| service::one_group(tx, (&directory.workspace_id, &id));
    let group = scim.gate.app().db.read(look).await?;
    Ok(read_one(
        whole_group(&scim.base(), &group),
        &headers,
        &query,
    ))
}

async fn changed_group(
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
        service::change_group(tx, which, &matches, (&change, now_us))
    };
    let group = scim.gate.app().db.write(work).await?;
    let whole = whole_group(&scim.base(), &group);
    Ok(one(StatusCode::OK, whole, &QueryPairs::default()))
}

pub(super) async fn put_group(
    State(scim): State<Scim>,
    directory: Directory,
    headers: HeaderMap,
    Path(id): Path<String>,
    Body(body): Body,
) -> Result<Response, Fault> {
    let which = (id, header(&headers, IF_MATCH));
    changed_group(&scim, directory, which, Change::Put(body)).await
}

pub(super) async fn patch_group(
    State(scim): State<Scim>,
    directory: Directory,
    headers: HeaderMap,
    Path(id): Path<String>,
    Body(body): Body,
) -> Result<Response, Fault> {
    let which = (id, header(&headers, IF_MATCH));
    changed_group(&scim, directory, which, Change::Patch(body)).await
}

pub(super) async fn delete_group(
    State(scim): State<Scim>,
    directory: Directory,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<StatusCode, Fault> {
    let (if_match, now_us) = (header(&headers, IF_MATCH), scim.gate.app().clock.now_us());
    let work = move |tx: &mut Tx<'_>| {
        let which = (directory.workspace_id.as_str(), id.as_str());
        let matches = |resource: &Value| is_version(if_match.as_deref(), resource);
        service::delete_group(tx, which, &matches, now_us)
    };
    scim.gate.app().db.write(work).await?;
    Ok(StatusCode::NO_CONTENT)
}
