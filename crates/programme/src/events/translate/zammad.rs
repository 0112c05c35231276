//! Zammad: a trigger with its default body. That holds all of everybody's personal data; what is
//! needed of it is taken, the rest is dropped.

use serde_json::Value;

use super::{Draft, Meaning, Unclear, needed, text};

pub(super) fn translate(body: &Value) -> Result<Meaning, Unclear> {
    let state = text(body, "/ticket/state/name")
        .map_or_else(|| needed(body, "/ticket/state", "the ticket's state"), Ok)?;
    let is_done = ["closed", "merged"]
        .iter()
        .any(|done| state.eq_ignore_ascii_case(done));
    // Zammad keeps when a ticket was first closed, also when it is opened again.
    let closed_at = text(body, "/ticket/close_at");
    let kind = match (is_done, &closed_at) {
        (true, _) => "ticket.closed",
        (false, Some(_)) => "ticket.reopened",
        (false, None) => return Ok(Meaning::Nothing("the ticket was not closed yet")),
    };
    let email = text(body, "/ticket/customer/email");
    let external_id = email
        .is_none()
        .then(|| text(body, "/ticket/customer/login"))
        .flatten();
    let draft = Draft {
        kind,
        subject: needed(body, "/ticket/id", "the ticket")?,
        at: text(body, "/ticket/updated_at"),
        email,
        external_id,
        name: full_name(body, "/ticket/customer"),
        account: text(body, "/ticket/organization/name")
            .or_else(|| text(body, "/ticket/customer/organization/name"))
            .or_else(|| text(body, "/ticket/customer/organization")),
        solver_email: text(body, "/ticket/owner/email"),
        attributes: vec![
            ("title", text(body, "/ticket/title")),
            ("number", text(body, "/ticket/number")),
            ("group", text(body, "/ticket/group/name")),
        ],
        ..Draft::default()
    };
    Ok(Meaning::Event(draft.event()))
}

fn full_name(body: &Value, at: &str) -> Option<String> {
    let part = |name: &str| text(body, &format!("{at}/{name}"));
    let parts: Vec<String> = [part("firstname"), part("lastname")]
        .into_iter()
        .flatten()
        .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
