//! Accounts: the list, and one with its contacts.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::Problem;
use platform::web::{FormData, Frame, Path, Query, encoded, paging};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::{PAGE, again, view, with_place, wrong_json};
use crate::api::after;
use crate::item::{AccountItem, Said};
use crate::model::Account;
use crate::rules::{self, field};
use crate::service::Contacts;
use crate::store::Filter;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListQuery {
    q: Option<String>,
    after: Option<String>,
}

pub(super) async fn list(
    State(contacts): State<Contacts>,
    frame: Frame,
    viewer: Viewer,
    Query(query): Query<ListQuery>,
) -> Result<Html<String>, Problem> {
    let after = after(query.after.as_deref())?;
    let q = query.q.unwrap_or_default().trim().to_owned();
    let mut accounts = contacts.accounts(&viewer, &q, (after, PAGE + 1)).await?;
    let next = paging::cut(&mut accounts, PAGE).map(|last| {
        let after = paging::cursor(&[&rules::name_key(&last.name), &last.account_id]);
        format!("/accounts?q={}&after={after}", encoded(&q))
    });
    let lines: Vec<Value> = accounts.iter().map(view::account).collect();
    let values = json!({ "accounts": lines, "q": q, "next": next });
    let values = with_place(&viewer, values);
    contacts
        .app
        .templates
        .page("contact/accounts.html", &frame, values)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Done {
    done: Option<String>,
}

pub(super) async fn show(
    State(contacts): State<Contacts>,
    frame: Frame,
    viewer: Viewer,
    Path(account_id): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Html<String>, Problem> {
    let (account, count) = contacts.account(&viewer, &account_id).await?;
    let form = filled(&account);
    let saved = done.as_deref() == Some("saved");
    page(
        &contacts,
        &frame,
        &viewer,
        (&account, count),
        json!({ "form": form, "saved": saved }),
    )
    .await
}

async fn page(
    contacts: &Contacts,
    frame: &Frame,
    viewer: &Viewer,
    (account, count): (&Account, i64),
    mut values: Value,
) -> Result<Html<String>, Problem> {
    let filter = Filter {
        account_id: Some(account.account_id.clone()),
        ..Filter::default()
    };
    let part = contacts.list(viewer, filter, (None, PAGE)).await?;
    let lines: Vec<Value> = part.contacts.iter().map(|c| view::line(c, None)).collect();
    values["account"] = view::account(account);
    values["contacts"] = json!(lines);
    values["count"] = json!(count);
    let values = with_place(viewer, values);
    contacts
        .app
        .templates
        .page("contact/account.html", frame, values)
}

const FIELDS: [&str; 4] = [
    "name",
    "responsible_name",
    "responsible_email",
    "attributes",
];

fn filled(account: &Account) -> Value {
    let lines: Vec<String> = account
        .attributes
        .iter()
        .filter(|(name, _)| !name.contains('='))
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    let text = |value: &str| json!({ "value": value, "error": null });
    json!({
        "name": text(&account.name),
        "responsible_name": text(account.responsible.name.as_deref().unwrap_or("")),
        "responsible_email": text(account.responsible.email.as_deref().unwrap_or("")),
        "attributes": text(&lines.join("\n")),
    })
}

pub(super) async fn edit(
    State(contacts): State<Contacts>,
    frame: Frame,
    viewer: Viewer,
    Path(account_id): Path<String>,
    sent: FormData,
) -> Result<Response, Problem> {
    sent.only(|name| FIELDS.contains(&name))?;
    let (account, count) = contacts.account(&viewer, &account_id).await?;
    let mut wrongs = Vec::new();
    let item = read(&sent, &account, &mut wrongs);
    if wrongs.is_empty() {
        contacts.put_account(&viewer, item).await?;
        return Ok(Redirect::to(&format!("/accounts/{account_id}?done=saved")).into_response());
    }
    let mut form = json!({});
    for name in FIELDS {
        let wrong = wrongs.iter().find(|(field, _)| *field == name);
        form[name] = json!({
            "value": sent.text(name),
            "error": wrong.map(|(_, w)| wrong_json(w)),
        });
    }
    let values = json!({ "form": form, "saved": false });
    let page = page(&contacts, &frame, &viewer, (&account, count), values).await?;
    Ok(again(page))
}

fn read(
    sent: &FormData,
    account: &Account,
    wrongs: &mut Vec<(&'static str, crate::wrong::Wrong)>,
) -> AccountItem {
    let mut said =
        |name: &'static str, check: fn(&str) -> Result<String, crate::wrong::Wrong>| match sent
            .text(name)
        {
            "" => Said::Empty,
            text => check(text).map_or_else(
                |wrong| {
                    wrongs.push((name, wrong));
                    Said::Nothing
                },
                Said::Value,
            ),
        };
    let item = AccountItem {
        account_id: Some(account.account_id.clone()),
        external_id: None,
        responsible_name: said("responsible_name", field::line),
        responsible_email: said("responsible_email", field::email),
        name: field::line(sent.text("name")).ok(),
        attributes: BTreeMap::new(),
    };
    if item.name.is_none() {
        wrongs.push(("name", crate::wrong::Wrong::NoLine(field::TEXT_MAX)));
    }
    match super::form::attributes(sent.text("attributes"), account.attributes.keys()) {
        Ok(attributes) => AccountItem { attributes, ..item },
        Err(wrong) => {
            wrongs.push(("attributes", wrong));
            item
        }
    }
}
