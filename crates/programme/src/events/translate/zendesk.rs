//! Zendesk: event webhooks (`zen:event-type:ticket.status_changed`), or a trigger with the body that
//! our page shows, which knows addresses too.

use serde_json::Value;

use super::{Draft, Meaning, Unclear, needed, text};

const CHANGED: &str = "zen:event-type:ticket.status_changed";

pub(super) fn translate(body: &Value) -> Result<Meaning, Unclear> {
    if body.get("ticket_id").is_some() {
        return by_trigger(body);
    }
    if needed(body, "/type", "a Zendesk event, or the body of our trigger")? != CHANGED {
        return Ok(Meaning::Nothing(
            "only changes of a ticket's status are followed",
        ));
    }
    let now = needed(body, "/event/current", "the new status")?;
    let before = text(body, "/event/previous").unwrap_or_default();
    let kind = match (is_done(&before), is_done(&now)) {
        (false, true) => "ticket.closed",
        (true, false) => "ticket.reopened",
        // Solved becomes closed after some days by itself.
        _ => {
            return Ok(Meaning::Nothing(
                "the ticket was neither solved nor reopened",
            ));
        }
    };
    let draft = Draft {
        kind,
        subject: needed(body, "/detail/id", "the ticket")?,
        id: text(body, "/id"),
        at: text(body, "/time"),
        external_id: text(body, "/detail/requester_id"),
        solver_id: text(body, "/detail/assignee_id"),
        attributes: vec![
            ("title", text(body, "/detail/subject")),
            ("channel", text(body, "/detail/via/channel")),
            ("group", text(body, "/detail/group_id")),
        ],
        ..Draft::default()
    };
    Ok(Meaning::Event(draft.event()))
}

fn by_trigger(body: &Value) -> Result<Meaning, Unclear> {
    let status = needed(body, "/status", "{{ticket.status}}")?;
    let draft = Draft {
        kind: if is_done(&status) {
            "ticket.closed"
        } else {
            "ticket.reopened"
        },
        subject: needed(body, "/ticket_id", "{{ticket.id}}")?,
        at: text(body, "/updated_at"),
        email: Some(needed(
            body,
            "/requester_email",
            "{{ticket.requester.email}}",
        )?),
        name: text(body, "/requester_name"),
        account: text(body, "/organization"),
        solver_email: text(body, "/assignee_email"),
        attributes: vec![("title", text(body, "/title"))],
        ..Draft::default()
    };
    Ok(Meaning::Event(draft.event()))
}

fn is_done(status: &str) -> bool {
    status.eq_ignore_ascii_case("solved") || status.eq_ignore_ascii_case("closed")
}
