//! One change of many accounts: tried first, if wanted.

use axum::Json as JsonReply;
use axum::extract::State;
use contact::accounts::field_error;
use contact::item::PersonItem;
use list::edit::Meant;
use platform::web::{Json, MEBIBYTE, NoQuery, Query};
use platform::{Problem, id};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use crate::service::Accounts;
use crate::service::edit::Change;

/// Largest body: 100,000 ids.
const BYTES_MAX: usize = 4 * MEBIBYTE;

/// Which accounts get which change.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sent {
    /// Their ids, or
    accounts: Option<Vec<String>>,
    /// all of a list, as its address has it.
    list: Option<String>,
    /// Said when every account there is is meant: a list that asks nothing.
    #[serde(default)]
    all: bool,
    change: SentChange,
    #[serde(default)]
    dry_run: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SentChange {
    attribute: Option<SentAttribute>,
    responsibility: Option<SentDuty>,
    parent: Option<SentParent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SentAttribute {
    name: String,
    value: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SentDuty {
    role: String,
    email: Option<String>,
    #[serde(default)]
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SentParent {
    account_id: Option<String>,
}

impl SentChange {
    fn read(self) -> Result<Change, Problem> {
        match (self.attribute, self.responsibility, self.parent) {
            (Some(attribute), None, None) => {
                let name = attribute.name.trim().to_owned();
                if !(1..=64).contains(&name.chars().count()) || name.chars().any(char::is_control) {
                    let detail = "give 1 to 64 characters on one line";
                    return Err(Problem::invalid("/change/attribute/name", detail));
                }
                Ok(Change::Attribute(name, attribute.value))
            }
            (None, Some(duty), None) => {
                let email = duty.email.as_deref().map(contact::rules::email).transpose();
                let email = email.map_err(|wrong| {
                    Problem::invalid("/change/responsibility/email", wrong.to_string())
                })?;
                let person = email.map(|email| PersonItem {
                    email,
                    name: duty.name.trim().to_owned(),
                });
                Ok(Change::Responsibility(duty.role, person))
            }
            (None, None, Some(parent)) => {
                if parent
                    .account_id
                    .as_deref()
                    .is_some_and(|id| !id::is_id(id))
                {
                    let detail = "give the id of an account, or null";
                    return Err(Problem::invalid("/change/parent/account_id", detail));
                }
                Ok(Change::Parent(parent.account_id))
            }
            _ => Err(Problem::invalid(
                "/change",
                "give one of attribute, responsibility and parent",
            )),
        }
    }
}

pub(super) async fn edit(
    State(all): State<Accounts>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<Sent, BYTES_MAX>,
) -> Result<JsonReply<Value>, Problem> {
    let change = sent.change.read()?;
    let meant = Meant::by_program((sent.accounts, "/accounts"), sent.list.as_deref())?;
    let ids = all.meant(&viewer, (meant, sent.all)).await?;
    let outcome = if sent.dry_run {
        all.preview(&viewer, (ids, change)).await?
    } else {
        all.change_all(&viewer, (ids, change)).await?
    };
    let examples = outcome.examples();
    let ids = examples.iter().map(|(id, _)| (*id).to_owned()).collect();
    let names = all.names(&viewer, ids).await?;
    let examples: Vec<Value> = examples
        .into_iter()
        .map(|(id, wrong)| {
            json!({ "account_id": id, "name": names.get(id), "error": wrong.map(field_error) })
        })
        .collect();
    Ok(JsonReply(json!({
        "dry_run": sent.dry_run,
        "accounts": outcome.meant,
        "changed": outcome.changed,
        "refused": outcome.refused,
        "examples": examples,
    })))
}
