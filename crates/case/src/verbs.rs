//! What can be done with a case: pure decisions. Each changes the case and says what goes into its
//! history, or why it can't be done.

use platform::Problem;
use platform::clock::DAY_US;
use serde_json::{Value, json};

use crate::model::{Case, CaseResult, Outcome, Priority};

/// Snoozed for a year at most.
const SNOOZE_MAX_US: i64 = 366 * DAY_US;
/// A due time lies at most five years ahead.
const DUE_MAX_US: i64 = 5 * 366 * DAY_US;

/// What was done: a line of the history.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Done {
    /// As in [`crate::model::Logged::what`].
    pub(crate) what: &'static str,
    /// More.
    pub(crate) detail: Value,
}

impl Done {
    fn new(what: &'static str, detail: Value) -> Self {
        Self { what, detail }
    }
}

/// What a verb gives: what was done, `None` when that changed nothing.
pub(crate) type Verdict = Result<Option<Done>, Problem>;

fn open(case: &Case) -> Result<(), Problem> {
    if case.is_open() {
        return Ok(());
    }
    Err(Problem::Conflict(
        "this case is closed; reopen it first".to_owned(),
    ))
}

/// Gives the case to `owner`; nobody when `None`. `what` is `taken_over`, `handed_over` or
/// `assigned`. A snooze was the old owner's and ends.
pub(crate) fn give(
    case: &mut Case,
    owner: Option<&str>,
    (what, note): (&'static str, &str),
    now_us: i64,
) -> Verdict {
    open(case)?;
    if case.owner_id.as_deref() == owner {
        return Ok(None);
    }
    let detail = json!({ "from": case.owner_id, "to": owner, "note": note });
    case.owner_id = owner.map(str::to_owned);
    case.owned_since_us = owner.map(|_| now_us);
    case.snoozed_until_us = None;
    case.snooze_reason = None;
    Ok(Some(Done::new(what, detail)))
}

/// For how long a case is out of sight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snooze {
    /// Until when, UTC microseconds.
    pub until_us: i64,
    /// Why; may be empty.
    pub reason: String,
    /// Whether the customer agreed to it, so that the case is due no sooner. Needs a reason.
    pub moves_due: bool,
}

/// Puts the case out of its owner's sight. What the customer was promised stays as it is, unless
/// there is a reason that moves it.
pub(crate) fn snooze(case: &mut Case, snooze: &Snooze, now_us: i64) -> Verdict {
    open(case)?;
    if snooze.until_us <= now_us || snooze.until_us > now_us + SNOOZE_MAX_US {
        let detail = "a moment that is still to come, within a year";
        return Err(Problem::invalid("/until", detail));
    }
    if snooze.moves_due && snooze.reason.is_empty() {
        let detail = "say why the customer hears from us later than was promised";
        return Err(Problem::invalid("/reason", detail));
    }
    let moved = snooze.moves_due && snooze.until_us > case.due_at_us;
    if moved {
        case.due_at_us = snooze.until_us;
    }
    case.snoozed_until_us = Some(snooze.until_us);
    case.snooze_reason = Some(snooze.reason.clone()).filter(|reason| !reason.is_empty());
    let detail = json!({
        "until_us": snooze.until_us,
        "reason": snooze.reason,
        "due_at_us": moved.then_some(case.due_at_us),
    });
    Ok(Some(Done::new("snoozed", detail)))
}

/// Brings it back into sight.
pub(crate) fn unsnooze(case: &mut Case) -> Verdict {
    open(case)?;
    case.snooze_reason = None;
    match case.snoozed_until_us.take() {
        Some(_) => Ok(Some(Done::new("woken", json!({})))),
        None => Ok(None),
    }
}

/// What is changed of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edit {
    /// In a line.
    pub title: Option<String>,
    /// How soon.
    pub priority: Option<Priority>,
    /// By when, UTC microseconds.
    pub due_at_us: Option<i64>,
    /// Why it is due at another time; wanted when it is due later.
    pub due_reason: String,
}

/// Changes title, priority and due time.
pub(crate) fn edit(case: &mut Case, edit: &Edit, now_us: i64) -> Verdict {
    open(case)?;
    let mut changes = serde_json::Map::new();
    if let Some(title) = edit.title.as_ref().filter(|title| **title != case.title) {
        case.title.clone_from(title);
        changes.insert("title".to_owned(), json!(true));
    }
    if let Some(priority) = edit.priority.filter(|p| *p != case.priority) {
        case.priority = priority;
        changes.insert("priority".to_owned(), json!(priority.as_str()));
    }
    if let Some(due) = edit.due_at_us.filter(|due| *due != case.due_at_us) {
        if due <= now_us || due > now_us + DUE_MAX_US {
            let detail = "a moment that is still to come, within five years";
            return Err(Problem::invalid("/due_at", detail));
        }
        if due > case.due_at_us && edit.due_reason.is_empty() {
            let detail = "say why the customer hears from us later than was promised";
            return Err(Problem::invalid("/due_reason", detail));
        }
        let was = std::mem::replace(&mut case.due_at_us, due);
        changes.insert("due_was_us".to_owned(), json!(was));
        changes.insert("due_at_us".to_owned(), json!(due));
        changes.insert("reason".to_owned(), json!(edit.due_reason));
    }
    if changes.is_empty() {
        return Ok(None);
    }
    Ok(Some(Done::new("changed", Value::Object(changes))))
}

/// Notes that the customer was spoken with at `at_us`; true when that was the first time since the
/// case was opened.
pub(crate) fn spoke(case: &mut Case, at_us: i64) -> bool {
    let is_first =
        at_us >= case.opened_at_us && case.first_contact_at_us.is_none_or(|first| at_us < first);
    if is_first {
        case.first_contact_at_us = Some(at_us);
    }
    is_first
}

/// Ends a case. One that nobody had becomes that of whoever closes it.
pub(crate) fn close(
    case: &mut Case,
    result: &CaseResult,
    (user_id, name): (Option<&str>, &str),
    now_us: i64,
) -> Verdict {
    if !case.is_open() {
        return Err(Problem::Conflict("this case is closed already".to_owned()));
    }
    if result.outcome == Outcome::Other && result.text.is_empty() {
        return Err(Problem::invalid("/text", "say what became of it"));
    }
    if case.owner_id.is_none() && user_id.is_some() {
        case.owner_id = user_id.map(str::to_owned);
        case.owned_since_us = Some(now_us);
    }
    case.closed_at_us = Some(now_us);
    case.closed_by = Some(name.to_owned());
    case.snoozed_until_us = None;
    case.snooze_reason = None;
    case.result = Some(result.clone());
    let detail = json!({ "result": result.outcome.as_str(), "text": result.text });
    Ok(Some(Done::new("closed", detail)))
}

/// Opens a closed case again, due at `due_at_us`. Who was spoken with already isn't promised a first
/// contact any more, but an end; the steps of escalation begin anew. A case whose customer was erased
/// stays closed.
pub(crate) fn reopen(case: &mut Case, reason: &str, due_at_us: i64) -> Verdict {
    if case.is_open() {
        return Err(Problem::Conflict("this case is open".to_owned()));
    }
    if case.is_erased() {
        let detail = "the customer of this case was erased: nobody is left to follow up with";
        return Err(Problem::Conflict(detail.to_owned()));
    }
    let detail = json!({
        "reason": reason,
        "result": case.result.as_ref().map(|r| r.outcome.as_str()),
    });
    case.closed_at_us = None;
    case.closed_by = None;
    case.result = None;
    case.due.first_contact &= case.first_contact_at_us.is_none();
    case.due_at_us = due_at_us;
    case.taken = policy::follow::Taken::default();
    Ok(Some(Done::new("reopened", detail)))
}

#[cfg(test)]
mod tests;
