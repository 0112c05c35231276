//! The page of an account, and the timeline of a contact.

use axum::extract::State;
use axum::response::Html;
use contact::attribute::Noun;
use list::cell::shown;
use platform::Problem;
use platform::web::{Frame, Path, QueryPairs, encoded};
use serde_json::{Value, json};
use user::Viewer;

use super::{Desk, PAGE, view, with_place};
use crate::timeline::{KINDS, Of, Source, of_kinds};

/// What a timeline is asked for.
struct Asked {
    kinds: Vec<String>,
    sources: Vec<Source>,
    after: Option<String>,
    done: String,
}

impl Asked {
    fn read(pairs: &QueryPairs) -> Result<Self, Problem> {
        let (mut kinds, mut after) = (Vec::new(), None);
        let mut done = String::new();
        for (name, value) in &pairs.0 {
            match name.as_str() {
                "kind" if value.is_empty() => {}
                "kind" => kinds.push(value.clone()),
                "after" => after = Some(value.clone()),
                "done" => done.clone_from(value),
                _ => return Err(Problem::BadRequest(format!("unknown parameter {name:?}"))),
            }
        }
        let sources = of_kinds(kinds.iter().map(String::as_str))
            .map_err(|kind| Problem::BadRequest(format!("unknown kind {kind:?}")))?;
        Ok(Self {
            kinds,
            sources,
            after,
            done,
        })
    }
}

/// The entries, what may be chosen, and where it goes on.
async fn timeline(
    desk: &Desk,
    viewer: &Viewer,
    (of, asked, base): (Of, &Asked, &str),
) -> Result<Value, Problem> {
    let place = (asked.after.as_deref(), PAGE);
    let wanted = (of, asked.sources.clone());
    let (entries, next) = desk.all.timeline(viewer, wanted, place).await?;
    let roles = desk.all.roles(viewer).await?;
    let mut query = String::new();
    for kind in &asked.kinds {
        query.push_str(&format!("kind={}&", encoded(kind)));
    }
    let kinds = KINDS.map(
        |kind| json!({ "kind": kind, "chosen": asked.kinds.iter().any(|chosen| chosen == kind) }),
    );
    Ok(json!({
        "entries": entries.iter().map(|e| view::entry(e, &roles)).collect::<Vec<_>>(),
        "kinds": kinds,
        "is_filtered": !asked.kinds.is_empty(),
        "is_first": asked.after.is_none(),
        "next": next.map(|after| format!("{base}?{query}after={after}#timeline")),
        "base": base,
    }))
}

/// Where somebody or something isn't there any more, as the other systems say.
async fn gone(
    desk: &Desk,
    viewer: &Viewer,
    (noun, id): (&'static str, &str),
) -> Result<Vec<Value>, Problem> {
    let (workspace, id) = (viewer.workspace_id.clone(), id.to_owned());
    let found = desk
        .all
        .app
        .db
        .read(move |tx| connector::gone_at_source(tx, &workspace, (noun, &id)))
        .await
        .map_err(Problem::from)?;
    let line = |(name, at_us): &(String, i64)| json!({ "name": name, "at_us": at_us });
    Ok(found.iter().map(line).collect())
}

pub(super) async fn show(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    Path(account_id): Path<String>,
    pairs: QueryPairs,
) -> Result<Html<String>, Problem> {
    let asked = Asked::read(&pairs)?;
    let whole = desk.all.whole(&viewer, &account_id).await?;
    let definitions = desk.all.definitions(&viewer).await?;
    let roles = desk.all.roles(&viewer).await?;
    let account = &whole.row.account;
    let attributes: Vec<Value> = account
        .attributes
        .iter()
        .map(|(name, value)| {
            let mut of_accounts = definitions.iter().filter(|d| d.noun == Noun::Account);
            let definition = of_accounts.find(|d| d.name == *name);
            view::attribute(name, value, definition)
        })
        .collect();
    let base = format!("/accounts/{}", account.account_id);
    let wanted = (
        Of::Account(account.account_id.clone()),
        &asked,
        base.as_str(),
    );
    let timeline = timeline(&desk, &viewer, wanted).await?;
    let silent: Vec<Value> = whole
        .silent
        .iter()
        .map(|(contact, last)| {
            json!({ "id": contact.contact_id, "name": shown(contact.title()), "last_us": last })
        })
        .collect();
    let summary = &whole.row.summary;
    let above: Vec<Value> = whole
        .above
        .iter()
        .rev()
        .map(|(id, name)| json!({ "id": id, "name": shown(name) }))
        .collect();
    let parts: Vec<Value> = whole
        .parts
        .iter()
        .map(|part| json!({ "id": part.account_id, "name": shown(&part.name) }))
        .collect();
    let values = json!({
        "account": {
            "id": account.account_id,
            "name": shown(&account.name),
            "external_id": account.external_id,
            "attributes": attributes,
        },
        "people": whole.row.people.iter().map(|p| view::person(p, &roles)).collect::<Vec<_>>(),
        "responsible": account.responsible.name.as_ref().or(account.responsible.email.as_ref()),
        "above": above,
        "parts": parts,
        "has_more_parts": whole.has_more_parts,
        "own": view::voice(&whole.own),
        "all": whole.all.as_ref().map(view::voice),
        "contacts": whole.contacts,
        "silent": silent,
        "silent_count": summary.silent,
        "open_cases": whole.row.open_cases,
        "last_answer_us": Some(summary.last_answer_at_us).filter(|at| *at > 0),
        "last_conversation_us": whole.row.last_conversation_at_us,
        "timeline": timeline,
        "gone": gone(&desk, &viewer, ("account", &account.account_id)).await?,
        "done": asked.done,
    });
    let values = with_place(&viewer, values);
    let templates = &desk.all.app.templates;
    templates.page("account/show.html", &frame, values)
}

pub(super) async fn of_contact(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    Path(contact_id): Path<String>,
    pairs: QueryPairs,
) -> Result<Html<String>, Problem> {
    let asked = Asked::read(&pairs)?;
    let contact = desk.all.contact(&viewer, &contact_id).await?;
    let base = format!("/contacts/{}/timeline", contact.contact_id);
    let wanted = (
        Of::Contact(contact.contact_id.clone()),
        &asked,
        base.as_str(),
    );
    let timeline = timeline(&desk, &viewer, wanted).await?;
    let values = json!({
        "contact": {
            "id": contact.contact_id,
            "name": shown(contact.title()),
            "employee": contact.employee,
        },
        "timeline": timeline,
        "gone": gone(&desk, &viewer, ("contact", &contact.contact_id)).await?,
    });
    let mut values = with_place(&viewer, values);
    values["place"] = json!("ask");
    let templates = &desk.all.app.templates;
    templates.page("account/contact.html", &frame, values)
}
