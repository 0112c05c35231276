//! Freshdesk: an automation whose webhook sends the placeholders our page lists, below
//! `freshdesk_webhook` as Freshdesk puts them there by itself, or without that.

use serde_json::Value;

use super::{Draft, Meaning, Unclear, needed, text};

/// Statuses as Freshdesk names and numbers them, in English and Dutch.
const DONE: [&str; 6] = ["resolved", "closed", "opgelost", "gesloten", "4", "5"];
const OPEN: [&str; 2] = ["open", "2"];

pub(super) fn translate(body: &Value) -> Result<Meaning, Unclear> {
    let own = body.get("freshdesk_webhook").unwrap_or(body);
    let status = needed(own, "/ticket_status", "{{ticket.status}}")?;
    let one_of = |words: &[&str]| words.iter().any(|word| status.eq_ignore_ascii_case(word));
    let kind = if one_of(&DONE) {
        "ticket.closed"
    } else if one_of(&OPEN) {
        "ticket.reopened"
    } else {
        return Ok(Meaning::Nothing("the status is neither solved nor open"));
    };
    let draft = Draft {
        kind,
        subject: needed(own, "/ticket_id", "{{ticket.id}}")?,
        email: Some(needed(
            own,
            "/ticket_contact_email",
            "{{ticket.contact.email}}",
        )?),
        name: text(own, "/ticket_contact_name"),
        account: text(own, "/ticket_company_name"),
        solver_email: text(own, "/ticket_agent_email"),
        attributes: vec![
            ("title", text(own, "/ticket_subject")),
            ("channel", text(own, "/ticket_source")),
            ("group", text(own, "/ticket_group_name")),
        ],
        ..Draft::default()
    };
    Ok(Meaning::Event(draft.event()))
}
