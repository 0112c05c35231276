//! The do-not-contact list.

use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::Problem;
use platform::web::{FormData, Frame, Query, paging};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::{PAGE, again, view, with_place, wrong_json};
use crate::api::{after, read_entry, read_reason};
use crate::model::BlockedKind;
use crate::service::Contacts;
use crate::wrong::Wrong;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListQuery {
    after: Option<String>,
    done: Option<String>,
}

pub(super) async fn list(
    State(contacts): State<Contacts>,
    frame: Frame,
    viewer: Viewer,
    Query(query): Query<ListQuery>,
) -> Result<Html<String>, Problem> {
    let after = match after(query.after.as_deref())? {
        None => None,
        Some((kind, value)) => {
            let kind = kind.parse().map_err(|_| Problem::no("page"))?;
            Some((kind, value))
        }
    };
    let form = json!({ "entry": "", "reason": "", "error": null, "reason_error": null });
    page(&contacts, &frame, &viewer, (after, form, query.done)).await
}

async fn page(
    contacts: &Contacts,
    frame: &Frame,
    viewer: &Viewer,
    (after, form, done): (Option<(BlockedKind, String)>, Value, Option<String>),
) -> Result<Html<String>, Problem> {
    let mut entries = contacts.blocked(viewer, (after, PAGE + 1)).await?;
    let next = paging::cut(&mut entries, PAGE)
        .map(|last| paging::cursor(&[last.kind.as_str(), &last.value]));
    let lines: Vec<Value> = entries.iter().map(view::blocked).collect();
    let done = done.filter(|done| ["added", "removed"].contains(&done.as_str()));
    let values = json!({ "entries": lines, "next": next, "form": form, "done": done });
    let values = with_place(viewer, values);
    contacts
        .app
        .templates
        .page("contact/blocked.html", frame, values)
}

pub(super) async fn add(
    State(contacts): State<Contacts>,
    frame: Frame,
    viewer: Viewer,
    sent: FormData,
) -> Result<Response, Problem> {
    sent.only(|name| ["entry", "reason"].contains(&name))?;
    let entry = read_entry(sent.text("entry"));
    let reason = read_reason(sent.text("reason"));
    match (entry, reason) {
        (Ok(entry), Ok(reason)) => {
            contacts.block(&viewer, entry, reason).await?;
            Ok(Redirect::to("/contacts/do-not-contact?done=added").into_response())
        }
        (entry, reason) => {
            let error = |wrong: Option<Wrong>| wrong.as_ref().map(wrong_json);
            let form = json!({
                "entry": sent.text("entry"),
                "reason": sent.text("reason"),
                "error": error(entry.err()),
                "reason_error": error(reason.err()),
            });
            Ok(again(
                page(&contacts, &frame, &viewer, (None, form, None)).await?,
            ))
        }
    }
}

pub(super) async fn remove(
    State(contacts): State<Contacts>,
    viewer: Viewer,
    sent: FormData,
) -> Result<Redirect, Problem> {
    sent.only(|name| name == "entry")?;
    let entry = read_entry(sent.text("entry")).map_err(|_| Problem::no("entry"))?;
    contacts.unblock(&viewer, entry).await?;
    Ok(Redirect::to("/contacts/do-not-contact?done=removed"))
}
