//! Responsibilities and their roles under `/api/v1/responsibilities`.

use axum::Json as JsonReply;
use axum::extract::State;
use axum::http::StatusCode;
use contact::accounts::{SentAccount, field_error};
use contact::responsibility::Duty;
use platform::Problem;
use platform::web::{Json, NoQuery, Path, Query};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::written;
use crate::service::Accounts;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    account_id: String,
}

pub(super) async fn list(
    State(all): State<Accounts>,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<JsonReply<Value>, Problem> {
    let people = all.responsibilities(&viewer, &asked.account_id).await?;
    Ok(JsonReply(replied(&people)))
}

fn replied(people: &[contact::responsibility::Responsibility]) -> Value {
    let items: Vec<Value> = people.iter().map(written::responsibility).collect();
    json!({ "responsibilities": items })
}

/// The account, and of each role that is named exactly the people who have it.
pub(super) async fn put(
    State(all): State<Accounts>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<SentAccount>,
) -> Result<JsonReply<Value>, Problem> {
    let item = sent.item("").map_err(Problem::all_invalid)?;
    let only_people = contact::item::AccountItem {
        account_id: item.account_id.clone(),
        external_id: item.external_id.clone(),
        name: item.name.clone(),
        people: item.people.clone(),
        ..contact::item::AccountItem::default()
    };
    if item != only_people || item.people.is_empty() {
        return Err(Problem::invalid(
            "/responsibilities",
            "give the account and its responsibilities, nothing else",
        ));
    }
    let named = item.account_id.as_ref().or(item.external_id.as_ref());
    let named = named.or(item.name.as_ref()).cloned().unwrap_or_default();
    // A responsibility for an account nobody knows is a mistake, not a new account.
    let found = all.find(&viewer, &named).await?;
    let account = found.ok_or_else(|| Problem::no("account"))?;
    let item = contact::item::AccountItem {
        account_id: Some(account.account_id.clone()),
        people: item.people,
        ..contact::item::AccountItem::default()
    };
    match all.put(&viewer, item).await? {
        Ok(put) => {
            let people = all.responsibilities(&viewer, &put.account_id).await?;
            Ok(JsonReply(replied(&people)))
        }
        Err(wrong) => Err(Problem::all_invalid(vec![field_error(&wrong)])),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Removed {
    account_id: String,
    role: String,
    user_id: String,
}

pub(super) async fn remove(
    State(all): State<Accounts>,
    viewer: Viewer,
    Query(removed): Query<Removed>,
) -> Result<StatusCode, Problem> {
    let duty = Duty {
        account_id: removed.account_id,
        role: removed.role,
        user_id: removed.user_id,
    };
    all.release(&viewer, duty).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn roles(
    State(all): State<Accounts>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<JsonReply<Value>, Problem> {
    let roles = all.roles(&viewer).await?;
    let items: Vec<Value> = roles.iter().map(written::role).collect();
    Ok(JsonReply(json!({ "roles": items })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Called {
    name: String,
}

pub(super) async fn add_role(
    State(all): State<Accounts>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<Called>,
) -> Result<(StatusCode, JsonReply<Value>), Problem> {
    let role = all.add_role(&viewer, &sent.name).await?;
    let reply = json!({ "role": role, "name": sent.name.trim(), "standard": false });
    Ok((StatusCode::CREATED, JsonReply(reply)))
}

pub(super) async fn rename_role(
    State(all): State<Accounts>,
    viewer: Viewer,
    Path(role): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<Called>,
) -> Result<JsonReply<Value>, Problem> {
    all.rename_role(&viewer, &role, &sent.name).await?;
    let reply = json!({ "role": role, "name": sent.name.trim(), "standard": false });
    Ok(JsonReply(reply))
}

pub(super) async fn remove_role(
    State(all): State<Accounts>,
    viewer: Viewer,
    Path(role): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<StatusCode, Problem> {
    all.remove_role(&viewer, &role).await?;
    Ok(StatusCode::NO_CONTENT)
}
