//! One change of many accounts: what would happen is shown first.

use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use contact::item::PersonItem;
use list::edit::{FIELDS, Meant};
use platform::Problem;
use platform::web::{FormData, Frame};
use serde_json::{Value, json};
use user::Viewer;

use super::{again, view, with_place};
use crate::export::Desk;
use crate::service::edit::{Change, Outcome};

/// Fields that say what changes.
const OURS: [&str; 6] = ["what", "name", "value", "role", "email", "parent"];

/// What is wrong with a form: the key of the words.
type Mistake = &'static str;

pub(super) async fn edit(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| FIELDS.contains(&name) || OURS.contains(&name))?;
    // Whoever ticks "all" of a list that asks nothing means all.
    let meant = (Meant::by_form(&form)?, true);
    let ids = desk.all.meant(&viewer, meant).await?;
    let change = match read(&desk, &viewer, &form).await? {
        Ok(_) if ids.is_empty() => Err("list-edit-nobody"),
        read => read,
    };
    let change = match change {
        Ok(change) => change,
        Err(mistake) => {
            let values = json!({
                "mistake": { "key": mistake, "value": "" }, "outcome": null, "applied": false,
            });
            return Ok(again(page(&desk, &frame, &viewer, (&form, values))?));
        }
    };
    let applied = form.text("do") == "apply";
    let outcome = if applied {
        desk.all.change_all(&viewer, (ids, change)).await?
    } else {
        desk.all.preview(&viewer, (ids, change)).await?
    };
    let told = told(&desk, &viewer, &outcome).await?;
    let values = json!({ "mistake": null, "outcome": told, "applied": applied });
    Ok(page(&desk, &frame, &viewer, (&form, values))?.into_response())
}

async fn read(
    desk: &Desk,
    viewer: &Viewer,
    form: &FormData,
) -> Result<Result<Change, Mistake>, Problem> {
    let text = |name: &str| form.text(name).trim().to_owned();
    Ok(match form.text("what") {
        "attribute" => {
            let name = text("name");
            let fits = (1..=64).contains(&name.chars().count());
            if fits && !name.chars().any(char::is_control) {
                let value = Some(text("value")).filter(|value| !value.is_empty());
                Ok(Change::Attribute(name, value))
            } else {
                Err("list-edit-no-name")
            }
        }
        "responsibility" => match text("email").as_str() {
            "" => Ok(Change::Responsibility(text("role"), None)),
            email => contact::rules::email(email)
                .map(|email| {
                    let person = PersonItem {
                        email,
                        name: String::new(),
                    };
                    Change::Responsibility(text("role"), Some(person))
                })
                .map_err(|_| "account-edit-no-email"),
        },
        "parent" => match text("parent").as_str() {
            "" => Ok(Change::Parent(None)),
            named => match desk.all.find(viewer, named).await? {
                Some(account) => Ok(Change::Parent(Some(account.account_id))),
                None => Err("account-edit-no-parent"),
            },
        },
        _ => {
            return Err(Problem::invalid(
                "what",
                "give attribute, responsibility or parent",
            ));
        }
    })
}

async fn told(desk: &Desk, viewer: &Viewer, outcome: &Outcome) -> Result<Value, Problem> {
    let examples = outcome.examples();
    let ids = examples.iter().map(|(id, _)| (*id).to_owned()).collect();
    let names = desk.all.names(viewer, ids).await?;
    let examples: Vec<Value> = examples
        .into_iter()
        .map(|(id, wrong)| {
            json!({
                "id": id,
                "name": list::cell::shown(names.get(id).map_or(id, String::as_str)),
                "wrong": wrong.map(view::wrong),
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
    desk: &Desk,
    frame: &Frame,
    viewer: &Viewer,
    (form, mut values): (&FormData, Value),
) -> Result<Html<String>, Problem> {
    values["sent"] = form
        .0
        .iter()
        .filter(|(name, _)| name != "do")
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect();
    values["path"] = json!("/accounts");
    values["query"] = json!(form.text("query"));
    let values = with_place(viewer, values);
    let templates = &desk.all.app.templates;
    templates.page("account/edit_many.html", frame, values)
}
