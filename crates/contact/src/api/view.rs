//! Contacts and accounts as JSON.

use platform::clock::rfc3339;
use serde_json::{Value, json};

use crate::model::{Account, Blocked, Contact, Logged, standing_name};

pub(super) fn contact(contact: &Contact, account: Option<&Account>) -> Value {
    let account = account.map(|a| {
        json!({
            "account_id": a.account_id,
            "external_id": a.external_id,
            "name": a.name,
        })
    });
    json!({
        "contact_id": contact.contact_id,
        "external_id": contact.external_id,
        "email": contact.email,
        "name": contact.name,
        "first_name": contact.first_name,
        "language": contact.language,
        "time_zone": contact.zone,
        "account": account,
        "employee": contact.employee,
        "attributes": contact.attributes,
        "standing": standing_name(contact.standing()),
        "consent": contact.consent,
        "consent_at": contact.consent_at_us.map(rfc3339),
        "opted_out_at": contact.opted_out_at_us.map(rfc3339),
        "bounced_at": contact.bounced_at_us.map(rfc3339),
        "complained_at": contact.complained_at_us.map(rfc3339),
        "do_not_contact": contact.do_not_contact,
        "created_at": rfc3339(contact.created_at_us),
        "changed_at": rfc3339(contact.changed_at_us),
    })
}

pub(super) fn blocked(entry: &Blocked) -> Value {
    json!({
        "entry": entry.written(),
        "reason": entry.reason,
        "by": entry.by,
        "created_at": rfc3339(entry.created_at_us),
    })
}

pub(super) fn logged(line: &Logged) -> Value {
    json!({
        "at": rfc3339(line.at_us),
        "what": line.what,
        "by": line.by,
        "detail": line.detail,
    })
}
