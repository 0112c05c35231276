//! Measuring again: what the contact answers after a case was opened, and asking for it.

use platform::{DbError, Tx};
use respondent::{Hear, Heard};
use serde_json::json;
use survey::model::{Direction, Kind};

use crate::desk::Desk;
use crate::model::{Case, Logged, Scored};
use crate::store;

/// Who does what is done here, in the history.
const BY: &str = "";

/// Hears of responses: notes the first counting answer after a case was opened, and forgets what is
/// erased.
#[derive(Clone, Copy, Debug, Default)]
pub struct Again;

impl Hear for Again {
    fn heard(&self, tx: &mut Tx<'_>, heard: &[Heard], now_us: i64) -> Result<(), DbError> {
        for one in heard {
            if one.counts && one.is_settled {
                measure(tx, one, now_us)?;
            } else if !one.counts && one.was_known {
                unmeasure(tx, one, now_us)?;
            }
        }
        Ok(())
    }
}

/// What answers are compared by: effort counts from either end.
pub(crate) fn metric_name(kind: Kind, direction: Option<Direction>) -> &'static str {
    match (kind, direction) {
        (Kind::Effort, Some(Direction::EffortHigh)) => "effort_high",
        _ => kind.as_str(),
    }
}

/// Notes the answer with the cases that wait for one; corrects it where it is noted already.
fn measure(tx: &mut Tx<'_>, heard: &Heard, now_us: i64) -> Result<(), DbError> {
    let (Some(contact), Some(metric), Some(score)) = (&heard.contact_id, heard.metric, heard.score)
    else {
        return Ok(());
    };
    let workspace_id = heard.workspace_id.as_str();
    let after = Scored {
        response_id: Some(heard.response_id.clone()),
        score,
        at_us: heard.answered_at_us,
    };
    for case in store::measured(tx, workspace_id, &heard.response_id)? {
        if case.after.as_ref() != Some(&after) {
            note(tx, &case, Some(&after), now_us)?;
        }
    }
    let metric = match metric {
        Kind::Effort => {
            match respondent::answers::of_response(tx, workspace_id, &heard.response_id)? {
                Some(answered) => metric_name(metric, answered.direction),
                None => return Ok(()),
            }
        }
        other => metric_name(other, None),
    };
    let about = (contact.as_str(), metric, heard.answered_at_us);
    for case in store::waiting(tx, workspace_id, about)? {
        if case.response_id.as_deref() != Some(&heard.response_id) {
            note(tx, &case, Some(&after), now_us)?;
        }
    }
    Ok(())
}

/// An answer that doesn't count any more is no measurement; a case about it stays and forgets it.
fn unmeasure(tx: &mut Tx<'_>, heard: &Heard, now_us: i64) -> Result<(), DbError> {
    let workspace_id = heard.workspace_id.as_str();
    for case in store::measured(tx, workspace_id, &heard.response_id)? {
        note(tx, &case, None, now_us)?;
    }
    Ok(())
}

fn note(tx: &mut Tx<'_>, case: &Case, after: Option<&Scored>, now_us: i64) -> Result<(), DbError> {
    let workspace_id = case.workspace_id.as_str();
    let Some(mut case) = store::lock(tx, workspace_id, &case.case_id)? else {
        return Ok(());
    };
    case.after = after.cloned();
    let desk = Desk::load(tx, workspace_id)?;
    desk.set_look(&mut case, now_us);
    store::save(tx, &mut case, now_us)?;
    let logged = Logged {
        at_us: now_us,
        what: "measured_again".to_owned(),
        by: BY.to_owned(),
        detail: json!({
            "before": case.before.as_ref().map(|b| b.score),
            "after": after.map(|a| a.score),
        }),
    };
    store::note(tx, (workspace_id, &case.case_id), &logged)?;
    crate::publish::publish(tx, &case, "case.changed", now_us)
}

/// Tells programmes that a case was closed: one that asks about `case.closed` asks its contact again,
/// after its delay and within the contact budget.
pub(crate) fn ask(tx: &mut Tx<'_>, case: &Case, now_us: i64) -> Result<(), DbError> {
    let Some(contact_id) = &case.contact_id else {
        return Ok(());
    };
    let happened = programme::events::Happened {
        id: &format!("case:{}:{now_us}", case.case_id),
        kind: "case.closed",
        subject: &case.case_id,
        contact_id,
        at_us: now_us,
    };
    programme::events::happened(tx, &case.workspace_id, &happened)?;
    Ok(())
}
