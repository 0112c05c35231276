//! Request Tracker: the scrip our page shows sends what changed of a ticket.

use serde_json::Value;

use super::{Draft, Meaning, Unclear, needed, text};

pub(super) fn translate(body: &Value) -> Result<Meaning, Unclear> {
    let before = needed(body, "/old_status", "the status before")?;
    let now = needed(body, "/status", "the status now")?;
    let kind = match (is_done(&before), is_done(&now)) {
        (false, true) => "ticket.closed",
        (true, false) => "ticket.reopened",
        _ => {
            return Ok(Meaning::Nothing(
                "the ticket was neither resolved nor reopened",
            ));
        }
    };
    let draft = Draft {
        kind,
        subject: needed(body, "/ticket", "the ticket's number")?,
        id: text(body, "/transaction"),
        at: text(body, "/at"),
        email: Some(needed(body, "/requestor", "the requestor's address")?),
        name: text(body, "/requestor_name"),
        solver_email: text(body, "/owner"),
        attributes: vec![
            ("title", text(body, "/subject")),
            ("group", text(body, "/queue")),
        ],
        ..Draft::default()
    };
    Ok(Meaning::Event(draft.event()))
}

/// A rejected ticket is not asked about.
fn is_done(status: &str) -> bool {
    status == "resolved"
}
