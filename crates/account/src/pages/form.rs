//! The form of an account: name, place in the hierarchy, who does what, attributes.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use contact::attribute::{Definition, Kind, Noun};
use contact::item::{AccountItem, PersonItem, Said};
use contact::responsibility::Role;
use contact::wrong::Wrong;
use platform::Problem;
use platform::web::{FormData, Frame, Path};
use serde_json::{Value, json};
use user::Viewer;

use super::{Desk, again, view, with_place};
use crate::service::Row;

/// What a form needs to be shown and read.
struct Sheet {
    /// The account; none for a new one.
    row: Option<Row>,
    definitions: Vec<Definition>,
    roles: Vec<Role>,
}

impl Sheet {
    async fn of(desk: &Desk, viewer: &Viewer, account_id: Option<&str>) -> Result<Self, Problem> {
        let row = match account_id {
            Some(id) => Some(desk.all.row(viewer, id).await?),
            None => None,
        };
        let mut definitions = desk.all.definitions(viewer).await?;
        definitions.retain(|definition| definition.noun == Noun::Account);
        Ok(Self {
            row,
            definitions,
            roles: desk.all.roles(viewer).await?,
        })
    }

    fn value(&self, name: &str) -> &str {
        let attributes = self.row.as_ref().map(|row| &row.account.attributes);
        attributes
            .and_then(|all| all.get(name))
            .map_or("", String::as_str)
    }

    /// Attributes that aren't defined, on a line each.
    fn lines(&self) -> String {
        let attributes = self.row.iter().flat_map(|row| &row.account.attributes);
        let lines = attributes
            .filter(|(name, _)| self.is_line(name))
            .map(|(name, value)| format!("{name} = {value}"));
        lines.collect::<Vec<_>>().join("\n")
    }

    fn is_line(&self, name: &str) -> bool {
        !name.contains('=') && !self.definitions.iter().any(|d| d.name == *name)
    }

    /// The people who have a role, as the form shows them.
    fn people(&self, role: &str) -> String {
        let people = self.row.iter().flat_map(|row| &row.people);
        let of_role = people.filter(|one| one.role == role);
        of_role
            .map(|one| one.email.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// The fields as they are.
    fn filled(&self) -> BTreeMap<String, String> {
        let mut all = BTreeMap::new();
        let account = self.row.as_ref().map(|row| &row.account);
        let text = |text: Option<&String>| text.cloned().unwrap_or_default();
        all.insert("name".to_owned(), text(account.map(|a| &a.name)));
        let external_id = account.and_then(|a| a.external_id.as_ref());
        all.insert("external_id".to_owned(), text(external_id));
        let parent = self.row.as_ref().and_then(|row| row.parent.as_ref());
        all.insert("parent".to_owned(), text(parent));
        all.insert("attributes".to_owned(), self.lines());
        for (index, definition) in self.definitions.iter().enumerate() {
            all.insert(
                format!("attribute_{index}"),
                self.value(&definition.name).to_owned(),
            );
        }
        for (index, role) in self.roles.iter().enumerate() {
            all.insert(format!("role_{index}"), self.people(&role.role));
        }
        all
    }
}

/// Mistakes by field.
type Wrongs = Vec<(String, Wrong)>;

fn form_page(
    desk: &Desk,
    frame: &Frame,
    viewer: &Viewer,
    (sheet, fields, wrongs): (&Sheet, &BTreeMap<String, String>, &Wrongs),
) -> Result<Html<String>, Problem> {
    let field = |name: &str| {
        let wrong = wrongs.iter().find(|(at, _)| at == name);
        json!({
            "value": fields.get(name).cloned().unwrap_or_default(),
            "error": wrong.map(|(_, wrong)| view::wrong(wrong)),
        })
    };
    let attributes: Vec<Value> = sheet
        .definitions
        .iter()
        .enumerate()
        .map(|(index, definition)| {
            let options: Vec<&str> = match definition.kind {
                Kind::Choice => definition.choices.iter().map(String::as_str).collect(),
                Kind::YesNo => vec!["yes", "no"],
                _ => Vec::new(),
            };
            json!({
                "field": format!("attribute_{index}"),
                "name": definition.name,
                "kind": list::cell::word(definition.kind.as_str()),
                "currency": definition.currency,
                "options": options,
                "form": field(&format!("attribute_{index}")),
            })
        })
        .collect();
    let roles: Vec<Value> = sheet
        .roles
        .iter()
        .enumerate()
        .map(|(index, role)| {
            let mut shown = view::role(role);
            shown["field"] = json!(format!("role_{index}"));
            shown["form"] = field(&format!("role_{index}"));
            shown
        })
        .collect();
    let account = sheet.row.as_ref();
    let values = json!({
        "account": account.map(|row| {
            json!({ "id": row.account.account_id, "name": row.account.name })
        }),
        "name": field("name"),
        "external_id": field("external_id"),
        "parent": field("parent"),
        "lines": field("attributes"),
        "attributes": attributes,
        "roles": roles,
        "wrong": wrongs.iter().map(|(at, wrong)| {
            json!({ "field": at, "error": view::wrong(wrong) })
        }).collect::<Vec<_>>(),
    });
    let values = with_place(viewer, values);
    let templates = &desk.all.app.templates;
    templates.page("account/form.html", frame, values)
}

pub(super) async fn new_page(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
) -> Result<Html<String>, Problem> {
    let sheet = Sheet::of(&desk, &viewer, None).await?;
    form_page(
        &desk,
        &frame,
        &viewer,
        (&sheet, &sheet.filled(), &Vec::new()),
    )
}

pub(super) async fn edit_page(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    Path(account_id): Path<String>,
) -> Result<Html<String>, Problem> {
    let sheet = Sheet::of(&desk, &viewer, Some(&account_id)).await?;
    form_page(
        &desk,
        &frame,
        &viewer,
        (&sheet, &sheet.filled(), &Vec::new()),
    )
}

pub(super) async fn create(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    save(&desk, &frame, &viewer, (None, form)).await
}

pub(super) async fn edit(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    Path(account_id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    save(&desk, &frame, &viewer, (Some(account_id), form)).await
}

async fn save(
    desk: &Desk,
    frame: &Frame,
    viewer: &Viewer,
    (account_id, form): (Option<String>, FormData),
) -> Result<Response, Problem> {
    let sheet = Sheet::of(desk, viewer, account_id.as_deref()).await?;
    form.only(|name| sheet.filled().contains_key(name))?;
    let (item, mut wrongs) = read(desk, viewer, (&sheet, &form)).await?;
    if wrongs.is_empty() {
        match desk.all.put(viewer, item).await? {
            Ok(put) => {
                let to = format!("/accounts/{}?done=saved", put.account_id);
                return Ok(Redirect::to(&to).into_response());
            }
            Err(wrong) => wrongs.push((field_of(&sheet, &wrong), wrong)),
        }
    }
    let sent = form.0.iter().cloned().collect();
    Ok(again(form_page(
        desk,
        frame,
        viewer,
        (&sheet, &sent, &wrongs),
    )?))
}

/// The field a mistake is about that shows only beside what is stored.
fn field_of(sheet: &Sheet, wrong: &Wrong) -> String {
    match wrong {
        Wrong::ExternalIdTaken => "external_id".to_owned(),
        Wrong::NoParent | Wrong::Circle | Wrong::TooDeep(_) => "parent".to_owned(),
        Wrong::NotOfKind { attribute, .. } => {
            let index = sheet.definitions.iter().position(|d| d.name == *attribute);
            index.map_or("attributes".to_owned(), |index| {
                format!("attribute_{index}")
            })
        }
        Wrong::TooManyAttributes(_) => "attributes".to_owned(),
        _ => "name".to_owned(),
    }
}

async fn read(
    desk: &Desk,
    viewer: &Viewer,
    (sheet, form): (&Sheet, &FormData),
) -> Result<(AccountItem, Wrongs), Problem> {
    let mut wrongs: Wrongs = Vec::new();
    let mut item = AccountItem {
        account_id: sheet.row.as_ref().map(|row| row.account.account_id.clone()),
        ..AccountItem::default()
    };
    match contact::rules::line(form.text("name")) {
        Ok(name) => item.name = Some(name),
        Err(wrong) => wrongs.push(("name".to_owned(), wrong)),
    }
    let external_id = form.text("external_id").trim();
    if !external_id.is_empty() {
        match contact::rules::line(external_id) {
            Ok(id) => item.external_id = Some(id),
            Err(wrong) => wrongs.push(("external_id".to_owned(), wrong)),
        }
    }
    match above(desk, viewer, (sheet, form.text("parent").trim())).await? {
        Ok(parent) => item.parent = parent,
        Err(wrong) => wrongs.push(("parent".to_owned(), wrong)),
    }
    for (index, definition) in sheet.definitions.iter().enumerate() {
        let field = format!("attribute_{index}");
        let value = form.text(&field).trim();
        let before = sheet.value(&definition.name);
        // What doesn't fit its kind since before stays until somebody changes it.
        if value == before {
            continue;
        }
        let kept = Some(value).filter(|value| !value.is_empty());
        match kept.map(|value| definition.checked(value)).transpose() {
            Ok(kept) => {
                item.attributes.insert(definition.name.clone(), kept);
            }
            Err(wrong) => wrongs.push((field, wrong)),
        }
    }
    let before = sheet
        .row
        .iter()
        .flat_map(|row| row.account.attributes.keys());
    let before = before.filter(|name| sheet.is_line(name));
    match contact::rules::attribute_lines(form.text("attributes"), before) {
        Ok(lines) => item.attributes.extend(lines),
        Err(wrong) => wrongs.push(("attributes".to_owned(), wrong)),
    }
    for (index, role) in sheet.roles.iter().enumerate() {
        let field = format!("role_{index}");
        // Somebody without an address is responsible by name alone; the form can't say so.
        if form.text(&field).trim() == sheet.people(&role.role) {
            continue;
        }
        match people(form.text(&field)) {
            Ok(people) => {
                item.people.insert(role.role.clone(), people);
            }
            Err(wrong) => wrongs.push((field, wrong)),
        }
    }
    Ok((item, wrongs))
}

/// The account above, by name, external id or id.
async fn above(
    desk: &Desk,
    viewer: &Viewer,
    (sheet, named): (&Sheet, &str),
) -> Result<Result<Said<Box<AccountItem>>, Wrong>, Problem> {
    if named.is_empty() {
        return Ok(Ok(Said::Empty));
    }
    // The one it has already, of several that are called so.
    if sheet.row.as_ref().and_then(|row| row.parent.as_deref()) == Some(named) {
        return Ok(Ok(Said::Nothing));
    }
    Ok(match desk.all.find(viewer, named).await? {
        Some(account) => Ok(Said::Value(Box::new(AccountItem {
            account_id: Some(account.account_id),
            ..AccountItem::default()
        }))),
        None => Err(Wrong::NoSuchAccount),
    })
}

/// Addresses, with commas, semicolons or spaces between them.
fn people(text: &str) -> Result<Vec<PersonItem>, Wrong> {
    let parts = text.split(|c: char| c == ',' || c == ';' || c.is_whitespace());
    let mut people: Vec<PersonItem> = Vec::new();
    for part in parts.filter(|part| !part.is_empty()) {
        let email = contact::rules::email(part)?;
        if !people.iter().any(|person| person.email == email) {
            people.push(PersonItem {
                email,
                name: String::new(),
            });
        }
    }
    Ok(people)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_addresses() {
        let read = people(" Jan@Acme.nl, els@acme.nl;jan@acme.nl\n").expect("addresses");
        let emails: Vec<&str> = read.iter().map(|person| person.email.as_str()).collect();
        assert_eq!(emails, ["jan@acme.nl", "els@acme.nl"]);
        assert_eq!(people("  "), Ok(Vec::new()));
        assert!(people("jan").is_err());
    }
}
