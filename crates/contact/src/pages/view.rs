//! Contacts and accounts as templates show them.

use std::collections::BTreeMap;

use ::list::cell::shown;
use serde_json::{Value, json};

use crate::model::{Account, Blocked, Contact, Logged, standing_name};
use policy::Standing;

/// A name as part of the key of its words: `opted_out` is `opted-out`.
pub(crate) fn word(name: &str) -> String {
    name.replace('_', "-")
}

/// What to call a contact on a page: nothing in their name turns what stands beside it.
pub(crate) fn title(contact: &Contact) -> String {
    shown(contact.title())
}

/// A line of a list.
pub(crate) fn line(contact: &Contact, account: Option<&Account>) -> Value {
    json!({
        "id": contact.contact_id,
        "title": title(contact),
        "email": contact.email,
        "account": account.map(|a| json!({ "id": a.account_id, "name": shown(&a.name) })),
        "language": contact.language,
        "employee": contact.employee,
        "standing": word(standing_name(contact.standing())),
        "reachable": contact.standing() == Standing::Reachable,
        "since": since(contact),
    })
}

/// Since when the standing is what it is.
fn since(contact: &Contact) -> Option<i64> {
    match contact.standing() {
        Standing::Reachable | Standing::NoAddress | Standing::DoNotContact => None,
        Standing::Complained => contact.complained_at_us,
        Standing::Bounced => contact.bounced_at_us,
        Standing::OptedOut => contact.opted_out_at_us.or(contact.consent_at_us),
    }
}

/// The page of a contact.
pub(crate) fn contact(contact: &Contact, account: Option<&Account>) -> Value {
    let mut all = line(contact, account);
    let is_out = contact.is_out();
    let more = json!({
        "external_id": contact.external_id.as_deref().map(shown),
        "name": contact.name.as_deref().map(shown),
        "first_name": contact.first_name.as_deref().map(shown),
        "zone": contact.zone,
        "attributes": attributes(contact),
        "consent": contact.consent,
        "consent_at_us": contact.consent_at_us,
        "opted_out_at_us": contact.opted_out_at_us,
        "bounced_at_us": contact.bounced_at_us,
        "complained_at_us": contact.complained_at_us,
        "do_not_contact": contact.do_not_contact,
        "is_out": is_out,
        "domain": contact.domain(),
        "created_at_us": contact.created_at_us,
    });
    if let (Some(all), Value::Object(more)) = (all.as_object_mut(), more) {
        all.extend(more);
    }
    all
}

fn attributes(contact: &Contact) -> BTreeMap<String, String> {
    let pairs = contact.attributes.iter();
    pairs
        .map(|(name, value)| (shown(name), shown(value)))
        .collect()
}

/// A line of a contact's history.
pub(crate) fn logged(line: &Logged) -> Value {
    let detail = if line.what == "consent" {
        ""
    } else {
        &line.detail
    };
    let what = if line.what == "consent" {
        format!("consent-{}", line.detail)
    } else {
        word(&line.what)
    };
    json!({ "at_us": line.at_us, "what": what, "by": line.by, "detail": shown(detail) })
}

/// An entry of the do-not-contact list.
pub(crate) fn blocked(entry: &Blocked) -> Value {
    json!({
        "entry": entry.written(),
        "reason": entry.reason,
        "by": entry.by,
        "at_us": entry.created_at_us,
    })
}
