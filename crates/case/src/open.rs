//! Opens cases: finds the owner, sets the due time, tells who is to know.

use platform::{DbError, Tx, id};
use policy::At;
use policy::follow::{self, Taken};
use serde_json::json;
use user::audit;

use crate::again::metric_name;
use crate::desk::Desk;
use crate::model::{Case, Logged, NewCase, Opened, Owner, Scored};
use crate::{notice, rules, store};

/// Opens a case, or finds the one its rule opened for the same answer. `by` is who is shown to
/// have opened it: a name, or the rule's.
pub fn open(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    new: &NewCase,
    by: &str,
    now_us: i64,
) -> Result<Opened, DbError> {
    let opened = open_quietly(tx, workspace_id, new, by, now_us)?;
    if opened.is_new {
        let system = audit::By::System {
            workspace_id,
            name: if new.rule_id.is_some() {
                "rule"
            } else {
                "case"
            },
        };
        let note = audit::Note {
            action: "case.opened",
            noun: "case",
            id: &opened.case_id,
            detail: json!({ "rule_id": new.rule_id, "response_id": new.response_id }),
        };
        audit::note(tx, system, note, now_us)?;
    }
    Ok(opened)
}

/// The same, for a verb that makes its own note of who did it.
pub(crate) fn open_quietly(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    new: &NewCase,
    by: &str,
    now_us: i64,
) -> Result<Opened, DbError> {
    if let Some(found) = opened_before(tx, workspace_id, new)? {
        return Ok(found);
    }
    let desk = Desk::load(tx, workspace_id)?;
    let mut case = made(tx, &desk, (workspace_id, new), by, now_us)?;
    desk.set_look(&mut case, now_us);
    if !store::add(tx, &case)? {
        // Another node opened it in between.
        return opened_before(tx, workspace_id, new)?
            .ok_or_else(|| DbError::Bug("a case is neither there nor new".to_owned()));
    }
    let logged = Logged {
        at_us: now_us,
        what: "opened".to_owned(),
        by: by.to_owned(),
        detail: json!({
            "owner_id": case.owner_id,
            "role": case.role,
            "due_at_us": case.due_at_us,
        }),
    };
    store::note(tx, (workspace_id, &case.case_id), &logged)?;
    notice::opened(tx, &desk, &case, by, now_us)?;
    crate::publish::publish(tx, &case, "case.opened", now_us)?;
    Ok(Opened {
        case_id: case.case_id,
        is_new: true,
    })
}

fn opened_before(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    new: &NewCase,
) -> Result<Option<Opened>, DbError> {
    let (Some(rule), Some(response)) = (&new.rule_id, &new.response_id) else {
        return Ok(None);
    };
    let found = store::by_rule_and_response(tx, workspace_id, (rule, response))?;
    Ok(found.map(|case| Opened {
        case_id: case.case_id,
        is_new: false,
    }))
}

fn made(
    tx: &mut Tx<'_>,
    desk: &Desk,
    (workspace_id, new): (&str, &NewCase),
    by: &str,
    now_us: i64,
) -> Result<Case, DbError> {
    let owner_id = owner(tx, desk, (workspace_id, new), now_us)?;
    let (metric, before) = match &new.response_id {
        Some(id) => scored(tx, workspace_id, id)?,
        None => (None, None),
    };
    Ok(Case {
        workspace_id: workspace_id.to_owned(),
        case_id: id::new(),
        title: rules::one_line(&new.title),
        reason: new.reason.chars().take(rules::TEXT_MAX).collect(),
        rule_id: new.rule_id.clone(),
        response_id: new.response_id.clone(),
        survey_id: new.survey_id.clone(),
        contact_id: new.contact_id.clone(),
        account_id: new.account_id.clone(),
        metric,
        before,
        after: None,
        role: match &new.owner {
            Owner::Role(role) => Some(role.clone()),
            _ => None,
        },
        owned_since_us: owner_id.is_some().then_some(now_us),
        owner_id,
        priority: new.priority,
        due: new.due,
        due_at_us: desk.due(now_us, new.due.minutes),
        notifies: new.notify,
        opened_at_us: now_us,
        opened_by: by.to_owned(),
        first_contact_at_us: None,
        snoozed_until_us: None,
        snooze_reason: None,
        closed_at_us: None,
        closed_by: None,
        result: None,
        taken: Taken::default(),
        look_at_us: None,
        revision: 1,
        changed_at_us: now_us,
    })
}

/// Who gets it: whoever acts for the person meant; nobody when there is no such person.
fn owner(
    tx: &mut Tx<'_>,
    desk: &Desk,
    (workspace_id, new): (&str, &NewCase),
    now_us: i64,
) -> Result<Option<String>, DbError> {
    let meant = match (&new.owner, &new.account_id) {
        (Owner::Nobody, _) | (Owner::Role(_), None) => None,
        (Owner::Person(id), _) => Some(id.clone()),
        (Owner::Role(role), Some(account_id)) => {
            contact::responsibility::find(tx, workspace_id, account_id, role)?
        }
    };
    let found =
        meant.and_then(|id| follow::acting(&desk.circle, &id, At(now_us)).map(str::to_owned));
    Ok(found)
}

/// The answer's metric and score, as far as they are known.
fn scored(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    response_id: &str,
) -> Result<(Option<String>, Option<Scored>), DbError> {
    let Some(answered) = respondent::answers::of_response(tx, workspace_id, response_id)? else {
        return Ok((None, None));
    };
    let before = answered.score.map(|score| Scored {
        response_id: Some(response_id.to_owned()),
        score,
        at_us: answered.answered_at_us,
    });
    let metric = answered
        .metric
        .map(|kind| metric_name(kind, answered.direction).to_owned());
    Ok((metric, before))
}
