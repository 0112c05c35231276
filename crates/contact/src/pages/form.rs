//! The form of a contact.

use platform::Problem;
use platform::web::FormData;
use serde_json::{Value, json};

use super::wrong_json;
use crate::item::{AccountItem, Item, Said};
use crate::model::{Account, Contact};
use crate::rules::field;
use crate::wrong::Wrong;

const FIELDS: [&str; 10] = [
    "email",
    "name",
    "first_name",
    "external_id",
    "language",
    "zone",
    "account",
    "employee",
    "consent",
    "attributes",
];

/// What a form says, with what is wrong by field.
pub(super) struct Read {
    pub(super) item: Item,
    pub(super) external_id: Said<String>,
    pub(super) wrongs: Vec<(&'static str, Wrong)>,
}

/// Attributes that fit on a line of the form.
fn fits_line(name: &str) -> bool {
    !name.contains('=')
}

/// Reads the form for `contact`, or a new one. A field that is left empty says there is none.
pub(super) fn read(
    form: &FormData,
    before: Option<(&Contact, Option<&Account>)>,
) -> Result<Read, Problem> {
    form.only(|name| FIELDS.contains(&name))?;
    let mut wrongs = Vec::new();
    let mut said =
        |name: &'static str, check: fn(&str) -> Result<String, Wrong>| match form.text(name) {
            "" => Said::Empty,
            text => match check(text) {
                Ok(value) => Said::Value(value),
                Err(wrong) => {
                    wrongs.push((name, wrong));
                    Said::Nothing
                }
            },
        };
    let external_id = said("external_id", field::external_id);
    let mut item = Item {
        external_id: external_id.value().cloned(),
        email: said("email", field::email),
        name: said("name", field::line),
        first_name: said("first_name", field::line),
        language: said("language", field::language_named),
        zone: said("zone", field::zone),
        employee: Some(form.get("employee").is_some()),
        ..Item::default()
    };
    item.account = match said("account", field::line) {
        Said::Value(name) => Said::Value(account_named(name, before.and_then(|(_, a)| a))),
        Said::Empty => Said::Empty,
        Said::Nothing => Said::Nothing,
    };
    match form.text("consent").parse() {
        Ok(consent) => item.consent = Some(consent),
        Err(_) if form.text("consent").is_empty() => {}
        Err(_) => wrongs.push(("consent", Wrong::NoConsent)),
    }
    let names = before.iter().flat_map(|(c, _)| c.attributes.keys());
    match field::attribute_lines(form.text("attributes"), names) {
        Ok(attributes) => item.attributes = attributes,
        Err(wrong) => wrongs.push(("attributes", wrong)),
    }
    Ok(Read {
        item,
        external_id,
        wrongs,
    })
}

/// The account with this name: the one it has already, when that is called so.
fn account_named(name: String, present: Option<&Account>) -> AccountItem {
    match present {
        Some(account) if account.name == name => AccountItem {
            account_id: Some(account.account_id.clone()),
            ..AccountItem::default()
        },
        _ => AccountItem {
            name: Some(name),
            ..AccountItem::default()
        },
    }
}

/// The fields as they were sent, to show them again.
pub(super) fn again(form: &FormData, wrongs: &[(&'static str, Wrong)]) -> Value {
    let mut fields = serde_json::Map::new();
    for name in FIELDS {
        let wrong = wrongs.iter().find(|(field, _)| *field == name);
        fields.insert(
            name.to_owned(),
            json!({ "value": form.text(name), "error": wrong.map(|(_, w)| wrong_json(w)) }),
        );
    }
    fields["employee"]["value"] = json!(form.get("employee").is_some());
    json!({
        "fields": fields,
        "wrong": wrongs.iter().map(|(field, wrong)| {
            json!({ "field": field, "error": wrong_json(wrong) })
        }).collect::<Vec<_>>(),
    })
}

/// The fields of a contact as it is.
pub(super) fn filled(contact: &Contact, account: Option<&Account>) -> Value {
    let lines: Vec<String> = contact
        .attributes
        .iter()
        .filter(|(name, _)| fits_line(name))
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    let text = |value: &Option<String>| json!({ "value": value.clone().unwrap_or_default(), "error": null });
    json!({
        "wrong": [],
        "fields": {
            "email": text(&contact.email),
            "name": text(&contact.name),
            "first_name": text(&contact.first_name),
            "external_id": text(&contact.external_id),
            "language": text(&contact.language),
            "zone": text(&contact.zone),
            "account": text(&account.map(|a| a.name.clone())),
            "employee": { "value": contact.employee, "error": null },
            "consent": { "value": contact.consent, "error": null },
            "attributes": { "value": lines.join("\n"), "error": null },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> FormData {
        let owned = |(a, b): &(&str, &str)| ((*a).to_owned(), (*b).to_owned());
        FormData(pairs.iter().map(owned).collect())
    }

    #[test]
    fn a_form_says_what_is_and_what_is_no_more() {
        let contact = Contact {
            attributes: [("role", "buyer"), ("a=b", "kept")]
                .map(|(a, b)| (a.to_owned(), b.to_owned()))
                .into(),
            ..Contact::default()
        };
        let sent = form(&[
            ("email", " Jan@Acme.nl "),
            ("name", ""),
            ("attributes", "size = 20 = 30\n\n"),
        ]);
        let read = read(&sent, Some((&contact, None))).expect("known fields");
        assert!(read.wrongs.is_empty());
        assert_eq!(read.item.email, Said::Value("jan@acme.nl".into()));
        assert_eq!(read.item.name, Said::Empty);
        assert_eq!(read.item.employee, Some(false));
        let expected = [("role", None), ("size", Some("20 = 30"))];
        let expected = expected.map(|(a, b)| (a.to_owned(), b.map(str::to_owned)));
        assert_eq!(read.item.attributes, expected.into());
    }

    #[test]
    fn mistakes_are_named_by_field() {
        let sent = form(&[("email", "jan"), ("zone", "Mars"), ("attributes", "x")]);
        let read = read(&sent, None).expect("known fields");
        let fields: Vec<&str> = read.wrongs.iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, ["email", "zone", "attributes"]);
        assert!(super::read(&form(&[("role", "x")]), None).is_err());
    }
}
