//! Contacts that may be one person.

use axum::extract::State;
use axum::response::Html;
use platform::Problem;
use platform::web::{Frame, Query};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::{view, with_place};
use crate::api::after;
use crate::service::Contacts;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct After {
    pub(super) after: Option<String>,
}

pub(super) async fn duplicates(
    State(contacts): State<Contacts>,
    frame: Frame,
    viewer: Viewer,
    Query(query): Query<After>,
) -> Result<Html<String>, Problem> {
    const GROUPS: usize = 20;
    let after = after(query.after.as_deref())?;
    let (groups, next) = contacts
        .possible_duplicates(&viewer, (after, GROUPS))
        .await?;
    let groups: Vec<Vec<Value>> = groups
        .iter()
        .map(|group| {
            group
                .iter()
                .map(|row| view::line(&row.contact, row.account.as_ref()))
                .collect()
        })
        .collect();
    let values = with_place(&viewer, json!({ "groups": groups, "next": next }));
    contacts
        .app
        .templates
        .page("contact/duplicates.html", &frame, values)
}
