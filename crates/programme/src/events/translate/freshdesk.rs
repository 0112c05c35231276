//! Freshdesk: an automation whose webhook sends the placeholders our page lists, below
//! `freshdesk_webhook` as Freshdesk puts them there by itself, or without that.

use serde_json::Value;

use super::{Draft, Meaning, Unclear, needed, text};

pub(super) fn translate(body: &Value) -> Result<Meaning, Unclear> {
    let own = body.get("freshdesk_webhook").unwrap_or(body);
    let status = needed(own, "/ticket_status", "{{ticket.status}}")?;
    let is_done = ["resolved", "closed"]
        .iter()
        .any(|done| status.eq_ignore_ascii_case(done));
    let draft = Draft {
        kind: if is_done {
            "ticket.closed"
        } else {
            "ticket.reopened"
        },
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
