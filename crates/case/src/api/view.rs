//! Cases, conversations and causes as JSON.

use platform::clock::rfc3339;
use serde_json::{Value, json};

use crate::model::{Case, Cause, Conversation, Logged, Scored};
use crate::service::Named;

fn case(case: &Case, now_us: i64) -> Value {
    let state = match (case.is_open(), case.is_snoozed(now_us)) {
        (false, _) => "closed",
        (true, true) => "snoozed",
        (true, false) => "open",
    };
    json!({
        "case_id": case.case_id,
        "title": case.title,
        "reason": case.reason,
        "state": state,
        "overdue": case.is_overdue(now_us),
        "priority": case.priority,
        "rule_id": case.rule_id,
        "response_id": case.response_id,
        "survey_id": case.survey_id,
        "contact_id": case.contact_id,
        "account_id": case.account_id,
        "metric": case.metric,
        "before": case.before.as_ref().map(scored),
        "after": case.after.as_ref().map(scored),
        "role": case.role,
        "owner_id": case.owner_id,
        "due": if case.due.first_contact { "first_contact" } else { "end" },
        "due_minutes": case.due.minutes,
        "due_at": rfc3339(case.due_at_us),
        "first_contact_at": case.first_contact_at_us.map(rfc3339),
        "snoozed_until": case.snoozed_until_us.map(rfc3339),
        "snooze_reason": case.snooze_reason,
        "reminded_at": case.taken.reminded.map(|at| rfc3339(at.0)),
        "escalated_at": case.taken.escalated.map(|at| rfc3339(at.0)),
        "alarmed_at": case.taken.alarmed.map(|at| rfc3339(at.0)),
        "opened_at": rfc3339(case.opened_at_us),
        "opened_by": case.opened_by,
        "closed_at": case.closed_at_us.map(rfc3339),
        "closed_by": case.closed_by,
        "result": case.result.as_ref().map(|result| result.outcome),
        "result_text": case.result.as_ref().map(|result| &result.text),
        "notify": case.notifies,
        "revision": case.revision,
        "changed_at": rfc3339(case.changed_at_us),
    })
}

fn scored(scored: &Scored) -> Value {
    json!({
        "response_id": scored.response_id,
        "score": scored.score,
        "at": rfc3339(scored.at_us),
    })
}

/// A case with the names of whom and what it is about.
pub(super) fn named(named: &Named, now_us: i64) -> Value {
    let mut json = case(&named.case, now_us);
    json["contact_name"] = json!(named.contact);
    json["account_name"] = json!(named.account);
    json["owner_name"] = json!(named.owner);
    json["cause_ids"] = json!(named.cause_ids);
    json
}

pub(super) fn logged(line: &Logged) -> Value {
    json!({
        "at": rfc3339(line.at_us),
        "what": line.what,
        // Nobody: Luister did it.
        "by": Some(&line.by).filter(|by| !by.is_empty()),
        "detail": line.detail,
    })
}

pub(super) fn conversation(one: &Conversation) -> Value {
    json!({
        "conversation_id": one.conversation_id,
        "case_id": one.case_id,
        "account_id": one.account_id,
        "contact_id": one.contact_id,
        "kind": one.kind,
        "direction": one.direction,
        "reached": one.reached,
        "at": rfc3339(one.at_us),
        "user_id": one.user_id,
        "spoke": one.spoke,
        "leader": one.is_leader,
        "text": one.said,
        "whole": one.whole,
        "added_at": rfc3339(one.added_at_us),
        "added_by": one.added_by,
    })
}

pub(super) fn cause(cause: &Cause) -> Value {
    json!({
        "cause_id": cause.cause_id,
        "parent_id": cause.parent_id,
        "kind": cause.kind,
        "name": cause.name,
        "place": cause.place,
        "archived_at": cause.archived_at_us.map(rfc3339),
        "revision": cause.revision,
    })
}
