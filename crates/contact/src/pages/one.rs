//! One contact: its page, its form, and what is done with it.

use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::Problem;
use platform::web::{FormData, Frame, Path, Query};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::form;
use super::{again, view, with_place, wrong_json};
use crate::model::{Account, BlockedKind, Contact, Mark};
use crate::rules::field;
use crate::service::{Contacts, Told};
use crate::wrong::Wrong;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Done {
    done: Option<String>,
}

/// What a page can say was just done.
const DONE: [&str; 7] = [
    "created",
    "known",
    "saved",
    "opted-out",
    "opted-in",
    "blocked",
    "merged",
];

pub(super) async fn show(
    State(contacts): State<Contacts>,
    frame: Frame,
    viewer: Viewer,
    Path(contact_id): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Response, Problem> {
    let (contact, account) = contacts.get(&viewer, &contact_id).await?;
    if contact.contact_id != contact_id {
        // It went into another one: that is where everything about it is now.
        return Ok(Redirect::to(&format!("/contacts/{}", contact.contact_id)).into_response());
    }
    let done = done.filter(|done| DONE.contains(&done.as_str()) || done == "works");
    Ok(page(
        &contacts,
        &frame,
        &viewer,
        (&contact, account.as_ref()),
        json!({ "done": done }),
    )
    .await?
    .into_response())
}

/// The page of a contact, with `more` values.
async fn page(
    contacts: &Contacts,
    frame: &Frame,
    viewer: &Viewer,
    (contact, account): (&Contact, Option<&Account>),
    more: Value,
) -> Result<Html<String>, Problem> {
    let history = contacts.history(viewer, &contact.contact_id).await?;
    let history: Vec<Value> = history.iter().map(view::logged).collect();
    let blocked = match &contact.email {
        Some(email) if contact.do_not_contact => contacts.blocked_for(viewer, email).await?,
        _ => None,
    };
    let mut values = json!({
        "contact": view::contact(contact, account),
        "history": history,
        "blocked": blocked.as_ref().map(view::blocked),
        "done": null,
        "reason_error": null,
        "merge_error": null,
    });
    if let (Some(values), Value::Object(more)) = (values.as_object_mut(), more) {
        values.extend(more);
    }
    let values = with_place(viewer, values);
    contacts
        .app
        .templates
        .page("contact/show.html", frame, values)
}

fn form_page(
    contacts: &Contacts,
    frame: &Frame,
    viewer: &Viewer,
    (contact_id, mut values): (Option<&str>, Value),
) -> Result<Html<String>, Problem> {
    values["contact_id"] = json!(contact_id);
    let values = with_place(viewer, values);
    contacts
        .app
        .templates
        .page("contact/edit.html", frame, values)
}

pub(super) async fn new_page(
    State(contacts): State<Contacts>,
    frame: Frame,
    viewer: Viewer,
) -> Result<Html<String>, Problem> {
    let blank = form::filled(&Contact::default(), None);
    form_page(&contacts, &frame, &viewer, (None, blank))
}

pub(super) async fn create(
    State(contacts): State<Contacts>,
    frame: Frame,
    viewer: Viewer,
    sent: FormData,
) -> Result<Response, Problem> {
    let read = form::read(&sent, None)?;
    let mut wrongs = read.wrongs;
    if wrongs.is_empty() {
        let mut item = read.item;
        // A new contact has nothing yet that an empty field could take away.
        item.forget_empty();
        let told = contacts.put_bulk(&viewer, vec![Ok(item)]).await?;
        match told.into_iter().next() {
            Some(Told::Fate(Ok(put))) => {
                let done = match put.outcome {
                    crate::book::Outcome::Created => "created",
                    _ => "known",
                };
                let to = format!("/contacts/{}?done={done}", put.contact_id);
                return Ok(Redirect::to(&to).into_response());
            }
            Some(Told::Fate(Err(wrong))) => wrongs.push((field_of(&wrong), wrong)),
            _ => return Err(Problem::Internal("an item without a fate".to_owned())),
        }
    }
    let values = form::again(&sent, &wrongs);
    Ok(again(form_page(
        &contacts,
        &frame,
        &viewer,
        (None, values),
    )?))
}

/// The field of the form that a mistake is about.
fn field_of(wrong: &Wrong) -> &'static str {
    match wrong {
        Wrong::ExternalIdTaken => "external_id",
        Wrong::NoAccount
        | Wrong::NoSuchAccount
        | Wrong::NoParent
        | Wrong::Circle
        | Wrong::TooDeep(_)
        | Wrong::NoRole(_) => "account",
        Wrong::OptInByItself => "consent",
        Wrong::TooManyAttributes(_) | Wrong::NotOfKind { .. } => "attributes",
        _ => "email",
    }
}

pub(super) async fn edit_page(
    State(contacts): State<Contacts>,
    frame: Frame,
    viewer: Viewer,
    Path(contact_id): Path<String>,
) -> Result<Html<String>, Problem> {
    let (contact, account) = contacts.get(&viewer, &contact_id).await?;
    let values = form::filled(&contact, account.as_ref());
    form_page(&contacts, &frame, &viewer, (Some(&contact_id), values))
}

pub(super) async fn edit(
    State(contacts): State<Contacts>,
    frame: Frame,
    viewer: Viewer,
    Path(contact_id): Path<String>,
    sent: FormData,
) -> Result<Response, Problem> {
    let (contact, account) = contacts.get(&viewer, &contact_id).await?;
    let read = form::read(&sent, Some((&contact, account.as_ref())))?;
    let mut wrongs = read.wrongs;
    if wrongs.is_empty() {
        let mut item = read.item;
        // The form shows consent as it is; only another answer says something.
        item.consent = item.consent.filter(|consent| *consent != contact.consent);
        match contacts
            .try_change(&viewer, &contact_id, (item, read.external_id))
            .await?
        {
            Ok(()) => {
                let to = format!("/contacts/{}?done=saved", contact.contact_id);
                return Ok(Redirect::to(&to).into_response());
            }
            Err(wrong) => wrongs.push((field_of(&wrong), wrong)),
        }
    }
    let values = form::again(&sent, &wrongs);
    let page = form_page(&contacts, &frame, &viewer, (Some(&contact_id), values))?;
    Ok(again(page))
}

pub(super) async fn mark(
    State(contacts): State<Contacts>,
    frame: Frame,
    viewer: Viewer,
    Path(contact_id): Path<String>,
    sent: FormData,
) -> Result<Response, Problem> {
    sent.only(|name| ["what", "reason"].contains(&name))?;
    let (mark, done) = match sent.text("what") {
        "opted_out" => (Mark::OptedOut, "opted-out"),
        "opted_in" => (Mark::OptedIn, "opted-in"),
        "works" => (Mark::Works, "works"),
        _ => {
            return Err(Problem::invalid(
                "what",
                "give opted_out, opted_in or works",
            ));
        }
    };
    let reason = match (mark, sent.text("reason")) {
        (Mark::OptedIn, text) => field::line(text),
        (_, "") => Ok(String::new()),
        (_, text) => field::line(text),
    };
    match reason {
        Ok(reason) => {
            contacts.mark(&viewer, &contact_id, (mark, reason)).await?;
            Ok(Redirect::to(&format!("/contacts/{contact_id}?done={done}")).into_response())
        }
        Err(wrong) => {
            let (contact, account) = contacts.get(&viewer, &contact_id).await?;
            let more = json!({ "reason_error": wrong_json(&wrong) });
            let shown = (&contact, account.as_ref());
            Ok(again(page(&contacts, &frame, &viewer, shown, more).await?))
        }
    }
}

pub(super) async fn block(
    State(contacts): State<Contacts>,
    viewer: Viewer,
    Path(contact_id): Path<String>,
    sent: FormData,
) -> Result<Redirect, Problem> {
    sent.only(|name| name == "reason")?;
    let (contact, _) = contacts.get(&viewer, &contact_id).await?;
    let email = contact
        .email
        .ok_or_else(|| Problem::Conflict("this contact has no address".to_owned()))?;
    let reason = sent.text("reason").chars().take(200).collect();
    contacts
        .block(&viewer, (BlockedKind::Email, email), reason)
        .await?;
    Ok(Redirect::to(&format!(
        "/contacts/{}?done=blocked",
        contact.contact_id
    )))
}

pub(super) async fn merge(
    State(contacts): State<Contacts>,
    frame: Frame,
    viewer: Viewer,
    Path(contact_id): Path<String>,
    sent: FormData,
) -> Result<Response, Problem> {
    sent.only(|name| name == "other")?;
    let (contact, account) = contacts.get(&viewer, &contact_id).await?;
    match contacts.find(&viewer, sent.text("other")).await? {
        Some(other) if other != contact.contact_id => {
            contacts.merge(&viewer, &contact.contact_id, &other).await?;
            let to = format!("/contacts/{}?done=merged", contact.contact_id);
            Ok(Redirect::to(&to).into_response())
        }
        _ => {
            let more = json!({ "merge_error": sent.text("other") });
            let shown = (&contact, account.as_ref());
            Ok(again(page(&contacts, &frame, &viewer, shown, more).await?))
        }
    }
}

pub(super) async fn erase(
    State(contacts): State<Contacts>,
    viewer: Viewer,
    Path(contact_id): Path<String>,
    sent: FormData,
) -> Result<Redirect, Problem> {
    sent.only(|_| false)?;
    contacts.erase(&viewer, &contact_id).await?;
    Ok(Redirect::to("/contacts?done=erased"))
}
