//! One change of many contacts: what would happen is shown first.

use ::list::edit::{FIELDS, Meant};
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use platform::Problem;
use platform::web::{FormData, Frame};
use serde_json::{Value, json};
use user::Viewer;

use super::{again, with_place, wrong_json};
use crate::rules::field;
use crate::service::Contacts;
use crate::service::edit::{Change, Outcome};
use crate::wrong::Wrong;

/// Fields that say what changes.
const OURS: [&str; 10] = [
    "what",
    "name",
    "value",
    "language",
    "zone",
    "account",
    "consent",
    "source",
    "consent_at",
    "reason",
];

pub(super) async fn edit(
    State(contacts): State<Contacts>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| FIELDS.contains(&name) || OURS.contains(&name))?;
    // Whoever ticks "all" of a list that asks nothing means all.
    let meant = (Meant::by_form(&form)?, true);
    let ids = contacts.meant(&viewer, meant).await?;
    let change = match read(&contacts, &viewer, &form).await? {
        Ok(_) if ids.is_empty() => Err(json!({ "key": "list-edit-nobody", "value": "" })),
        Ok(change) => Ok(change),
        Err(wrong) => Err(wrong_json(&wrong)),
    };
    let change = match change {
        Ok(change) => change,
        Err(mistake) => {
            let values = json!({ "mistake": mistake, "outcome": null, "applied": false });
            return Ok(again(page(&contacts, (&frame, &viewer), (&form, values))?));
        }
    };
    let applied = form.text("do") == "apply";
    let outcome = if applied {
        contacts.change_all(&viewer, (ids, change)).await?
    } else {
        contacts.preview(&viewer, (ids, change)).await?
    };
    let told = told(&contacts, &viewer, &outcome).await?;
    let values = json!({ "mistake": null, "outcome": told, "applied": applied });
    Ok(page(&contacts, (&frame, &viewer), (&form, values))?.into_response())
}

async fn read(
    contacts: &Contacts,
    viewer: &Viewer,
    form: &FormData,
) -> Result<Result<Change, Wrong>, Problem> {
    Ok(match form.text("what") {
        "language" => Change::language(form.text("language")),
        "zone" => Change::zone(form.text("zone")),
        "attribute" => Change::attribute(form.text("name"), Some(form.text("value"))),
        "account" => match form.text("account").trim() {
            "" => Ok(Change::Account(None)),
            named => match contacts.account_named(viewer, named).await? {
                Some(account_id) => Ok(Change::Account(Some(account_id))),
                None => Err(Wrong::NoSuchAccount),
            },
        },
        "consent" => {
            let shown = (form.text("source"), form.text("consent_at"));
            let now_us = contacts.app.clock.now_us();
            field::consent(form.text("consent"))
                .and_then(|consent| Change::consent(consent, shown, now_us))
        }
        "do_not_contact" => Change::do_not_contact(form.text("reason")),
        _ => {
            return Err(Problem::invalid(
                "what",
                "give language, zone, attribute, account, consent or do_not_contact",
            ));
        }
    })
}

async fn told(contacts: &Contacts, viewer: &Viewer, outcome: &Outcome) -> Result<Value, Problem> {
    let examples = outcome.examples();
    let ids = examples.iter().map(|(id, _)| (*id).to_owned()).collect();
    let titles = contacts.titles(viewer, ids).await?;
    let examples: Vec<Value> = examples
        .into_iter()
        .map(|(id, wrong)| {
            let title = titles.get(id).map_or(id, String::as_str);
            json!({
                "id": id,
                "name": ::list::cell::shown(title),
                "wrong": wrong.map(wrong_json),
            })
        })
        .collect();
    Ok(json!({
        "meant": outcome.meant,
        "changed": outcome.changed,
        "refused": outcome.refused,
        "examples": examples,
    }))
}

fn page(
    contacts: &Contacts,
    (frame, viewer): (&Frame, &Viewer),
    (form, mut values): (&FormData, Value),
) -> Result<Html<String>, Problem> {
    values["sent"] = form
        .0
        .iter()
        .filter(|(name, _)| name != "do")
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect();
    values["path"] = json!("/contacts");
    values["query"] = json!(form.text("query"));
    let values = with_place(viewer, values);
    let templates = &contacts.app.templates;
    templates.page("contact/edit_many.html", frame, values)
}
