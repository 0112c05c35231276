//! A changed rule and the open cases it opened: what would be different now, and making it so.
//! What people decided meanwhile stays: who took a case keeps it, and a due time somebody moved
//! isn't moved again.

use platform::{DbError, Tx};
use policy::At;
use policy::follow;
use serde_json::json;
use user::{Viewer, audit};

use crate::desk::Desk;
use crate::model::{Case, Due, Logged, Owner, Priority};
use crate::{publish, store};

/// What a rule gives its cases now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Whom they are for.
    pub owner: Owner,
    /// When they are due, from when they were opened.
    pub due: Due,
    /// How soon.
    pub priority: Priority,
}

/// What would be different about a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Due then instead, UTC microseconds.
    pub due_at_us: Option<i64>,
    /// How soon instead.
    pub priority: Option<Priority>,
    /// Whose it becomes: a user; the inner `None` is nobody's.
    pub owner_id: Option<Option<String>>,
}

impl Change {
    /// Whether nothing would be different.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// What must be known of a workspace to compare its cases, read once for many.
pub struct Comparing {
    desk: Desk,
}

impl Comparing {
    /// Reads it.
    pub fn load(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Self, DbError> {
        let desk = Desk::load(tx, workspace_id)?;
        Ok(Self { desk })
    }

    /// What would be different about a case, were it opened by the rule as it is now. `was` is what
    /// the rule gave it.
    pub fn change(
        &self,
        tx: &mut Tx<'_>,
        case: &Case,
        (was, given): (&Given, &Given),
        now_us: i64,
    ) -> Result<Change, DbError> {
        Ok(Change {
            due_at_us: due(&self.desk, case, (was, given)),
            priority: Some(given.priority)
                .filter(|priority| *priority != was.priority && *priority != case.priority),
            owner_id: owner(tx, &self.desk, case, (was, given), now_us)?,
        })
    }

    /// Makes an open case what the rule would make of it now, and notes it in its history. False when
    /// nothing was different.
    pub fn apply(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        (case_id, rule_name): (&str, &str),
        (was, given): (&Given, &Given),
        now_us: i64,
    ) -> Result<bool, DbError> {
        let workspace_id = viewer.workspace_id.as_str();
        let Some(mut case) = store::lock(tx, workspace_id, case_id)?.filter(Case::is_open) else {
            return Ok(false);
        };
        let found = self.change(tx, &case, (was, given), now_us)?;
        case.due = given.due;
        case.role = match &given.owner {
            Owner::Role(role) if found.owner_id.is_some() => Some(role.clone()),
            _ => case.role,
        };
        let mut detail = json!({ "reason": rule_name });
        if let Some(due_at_us) = found.due_at_us {
            detail["due_was_us"] = json!(case.due_at_us);
            detail["due_at_us"] = json!(due_at_us);
            case.due_at_us = due_at_us;
        }
        if let Some(priority) = found.priority {
            detail["priority"] = json!(priority.as_str());
            case.priority = priority;
        }
        if let Some(owner_id) = &found.owner_id {
            detail["owner_was"] = json!(case.owner_id);
            detail["owner_id"] = json!(owner_id);
            case.owned_since_us = owner_id.is_some().then_some(now_us);
            case.owner_id.clone_from(owner_id);
        }
        self.desk.set_look(&mut case, now_us);
        store::save(tx, &mut case, now_us)?;
        if found.is_none() {
            return Ok(false);
        }
        let logged = Logged {
            at_us: now_us,
            what: "changed".to_owned(),
            by: viewer.name().to_owned(),
            detail,
        };
        store::note(tx, (workspace_id, case_id), &logged)?;
        let note = audit::Note {
            action: "case.changed",
            noun: "case",
            id: case_id,
            detail: json!({ "rule_id": case.rule_id }),
        };
        audit::note(tx, viewer, note, now_us)?;
        publish::publish(tx, &case, "case.changed", now_us)?;
        Ok(true)
    }
}

fn due(desk: &Desk, case: &Case, (was, given): (&Given, &Given)) -> Option<i64> {
    let is_as_given = case.due_at_us == desk.due(case.opened_at_us, was.due.minutes);
    let due_at_us = desk.due(case.opened_at_us, given.due.minutes);
    (is_as_given && due_at_us != case.due_at_us).then_some(due_at_us)
}

#[expect(
    clippy::option_option,
    reason = "nobody's is an answer, and so is no change"
)]
fn owner(
    tx: &mut Tx<'_>,
    desk: &Desk,
    case: &Case,
    (was, given): (&Given, &Given),
    now_us: i64,
) -> Result<Option<Option<String>>, DbError> {
    if was.owner == given.owner {
        return Ok(None);
    }
    let by_hand = ["taken_over", "handed_over", "assigned"];
    let history = store::history(tx, &case.workspace_id, &case.case_id)?;
    if history
        .iter()
        .any(|line| by_hand.contains(&line.what.as_str()))
    {
        return Ok(None);
    }
    let meant = match (&given.owner, &case.account_id) {
        (Owner::Person(id), _) => Some(id.clone()),
        (Owner::Role(role), Some(account_id)) => {
            contact::responsibility::find(tx, &case.workspace_id, account_id, role)?
        }
        (Owner::Nobody, _) | (Owner::Role(_), None) => None,
    };
    let acting =
        meant.and_then(|id| follow::acting(&desk.circle, &id, At(now_us)).map(str::to_owned));
    Ok((acting != case.owner_id).then_some(acting))
}
