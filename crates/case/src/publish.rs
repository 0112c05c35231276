//! Tells other systems what happens to cases.

use platform::clock::rfc3339;
use platform::{DbError, Tx};
use serde_json::{Value, json};

use crate::model::Case;

/// Tells whoever subscribed to it. Neither what a customer wrote nor what was said with them.
pub(crate) fn publish(
    tx: &mut Tx<'_>,
    case: &Case,
    event: &'static str,
    now_us: i64,
) -> Result<(), DbError> {
    webhook::publish(tx, &case.workspace_id, event, thin(case), now_us)
}

fn thin(case: &Case) -> Value {
    json!({
        "case_id": case.case_id,
        "revision": case.revision,
        "state": if case.is_open() { "open" } else { "closed" },
        "rule_id": case.rule_id,
        "response_id": case.response_id,
        "survey_id": case.survey_id,
        "contact_id": case.contact_id,
        "account_id": case.account_id,
        "owner_id": case.owner_id,
        "priority": case.priority.as_str(),
        "due_at": rfc3339(case.due_at_us),
        "opened_at": rfc3339(case.opened_at_us),
        "first_contact_at": case.first_contact_at_us.map(rfc3339),
        "closed_at": case.closed_at_us.map(rfc3339),
        "result": case.result.as_ref().map(|result| result.outcome.as_str()),
    })
}
