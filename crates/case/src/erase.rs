//! Customers who are erased: their cases end, and no word about them stays. Counts do.

use contact::erase::{Forget, Gone};
use platform::{DbError, Tx};
use serde_json::json;
use user::audit::By;

use crate::desk::Desk;
use crate::model::{CaseResult, Outcome};
use crate::service::{self, Hand};
use crate::store::{self, forgetting};
use crate::verbs::{self, Done};

/// Ends and blanks the cases of whoever is erased, and what was said with them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Forgetting;

impl Forget for Forgetting {
    fn forget(&self, tx: &mut Tx<'_>, gone: &Gone<'_>) -> Result<(), DbError> {
        for contact_id in gone.contact_ids {
            let by = (By::Viewer(gone.viewer), gone.viewer.name());
            let of = (gone.workspace_id(), contact_id.as_str());
            forget(tx, of, by, gone.now_us)?;
        }
        Ok(())
    }
}

/// The same of one id of theirs.
pub(crate) fn forget(
    tx: &mut Tx<'_>,
    (workspace_id, contact_id): (&str, &str),
    (by, name): (By<'_>, &str),
    now_us: i64,
) -> Result<(), DbError> {
    let cases = forgetting::cases(tx, workspace_id, contact_id)?;
    forgetting::conversations(tx, workspace_id, contact_id)?;
    if cases.is_empty() {
        return Ok(());
    }
    let desk = Desk::load(tx, workspace_id)?;
    for case_id in cases {
        forgetting::words(tx, workspace_id, &case_id)?;
        let mut hand = Hand {
            tx: &mut *tx,
            desk: &desk,
            by,
            name,
            user_id: None,
            sight: &user::Sight::Everything,
            now_us,
        };
        blank(&mut hand, workspace_id, &case_id)?;
    }
    Ok(())
}

/// Takes the words out of a case and ends it: there is nobody left to follow up with.
fn blank(hand: &mut Hand<'_, '_>, workspace_id: &str, case_id: &str) -> Result<(), DbError> {
    let Some(mut case) = store::lock(hand.tx, workspace_id, case_id)? else {
        return Ok(());
    };
    case.title = String::new();
    case.reason = String::new();
    case.contact_id = None;
    case.snooze_reason = None;
    if let Some(result) = &mut case.result {
        result.text = String::new();
    }
    let erased = Done {
        what: "erased",
        detail: json!({}),
    };
    service::finish(hand, &mut case, erased)?;
    let nothing = CaseResult {
        outcome: Outcome::NoAction,
        text: String::new(),
    };
    match verbs::close(&mut case, &nothing, (None, hand.name), hand.now_us) {
        Ok(Some(closed)) => service::finish(hand, &mut case, closed),
        // It was closed before.
        Ok(None) | Err(_) => Ok(()),
    }
}
