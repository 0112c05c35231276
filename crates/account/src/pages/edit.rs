//! One change of many accounts: what would happen is shown first.

use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use contact::item::PersonItem;
use contact::wrong::Wrong;
use platform::web::{FormData, Frame};
use platform::{Problem, id};
use serde_json::{Value, json};
use user::Viewer;

use super::{Desk, again, view, with_place};
use crate::query::{self, Asking};
use crate::service::edit::{Change, EDIT_MAX, Outcome};

const FIELDS: [&str; 10] = [
    "id", "all", "query", "what", "name", "value", "role", "email", "parent", "do",
];

/// What is wrong with a form: the key of the words.
type Mistake = &'static str;

pub(super) async fn edit(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| FIELDS.contains(&name))?;
    let ids = meant(&desk, &viewer, &form).await?;
    let change = match read(&desk, &viewer, &form).await? {
        Ok(_) if ids.is_empty() => Err("account-edit-nobody"),
        read => read,
    };
    let change = match change {
        Ok(change) => change,
        Err(mistake) => {
            let values = json!({ "mistake": mistake, "outcome": null, "applied": false });
            return Ok(again(page(&desk, &frame, &viewer, (&form, values))?));
        }
    };
    let applied = form.text("do") == "apply";
    let outcome = if applied {
        desk.all.change_all(&viewer, (ids, change)).await?
    } else {
        desk.all.preview(&viewer, (ids, change)).await?
    };
    let values = json!({ "mistake": null, "outcome": told(&outcome), "applied": applied });
    Ok(page(&desk, &frame, &viewer, (&form, values))?.into_response())
}

/// The accounts that are meant: those that are ticked, or all of the list.
async fn meant(desk: &Desk, viewer: &Viewer, form: &FormData) -> Result<Vec<String>, Problem> {
    if form.get("all").is_none() {
        let ids: Vec<String> = form.all("id").map(str::to_owned).collect();
        if ids.len() > EDIT_MAX || ids.iter().any(|one| !id::is_id(one)) {
            return Err(Problem::BadRequest("these are no accounts".to_owned()));
        }
        return Ok(ids);
    }
    let asking = Asking {
        user_id: viewer.user_id(),
        now_us: desk.all.app.clock.now_us(),
    };
    let list = query::read(
        &query::pairs(form.text("query")),
        &asking,
        |name, _| match name {
            "column" => Ok(()),
            _ => Err(Problem::BadRequest(format!("unknown parameter {name:?}"))),
        },
    )?;
    desk.all.ids(viewer, list).await
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
                Err("account-edit-no-name")
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

fn told(outcome: &Outcome) -> Value {
    let examples = outcome.examples.iter().map(|(account, wrong)| {
        json!({
            "id": account.account_id,
            "name": account.name,
            "wrong": wrong.as_ref().map(|wrong: &Wrong| view::wrong(wrong)),
        })
    });
    json!({
        "accounts": outcome.accounts,
        "changed": outcome.changed,
        "refused": outcome.refused,
        "examples": examples.collect::<Vec<_>>(),
    })
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
    values["query"] = json!(form.text("query"));
    let values = with_place(viewer, values);
    let templates = &desk.all.app.templates;
    templates.page("account/edit_many.html", frame, values)
}
