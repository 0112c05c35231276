//! What a decision changes in a contact: the same in the store, in a forecast and in simulation.

use super::{Decision, Occasion, Setting, Verdict};
use crate::budget::Touch;
use crate::contact::{Contact, Invitation};
use crate::time::{At, DAY};

/// Enters a decision made at `now` into the contact it is about. `invitation` is the id of the
/// invitation that a `Send` makes.
pub fn apply(
    setting: Setting<'_>,
    contact: &mut Contact,
    decision: &Decision,
    now: At,
    invitation: u64,
) {
    let settled = match decision.verdict {
        Verdict::Defer { why, .. } => {
            defer(contact, decision, why);
            return;
        }
        Verdict::LeaveOut(_) => false,
        Verdict::Send(_) => true,
    };
    match decision.occasion {
        Occasion::Round(round) => {
            let done = contact.done_mut(decision.programme);
            done.round = done.round.max(Some(round));
            done.deferred = None;
        }
        Occasion::Episode { subject, began } => {
            if let Some(case) = case_mut(contact, decision.programme, subject) {
                case.settle(began);
            }
        }
        Occasion::Reminder { invitation, number } => {
            let sent = contact
                .invitations
                .iter_mut()
                .find(|own| own.id == invitation);
            if let (Some(sent), true) = (sent, settled) {
                sent.reminded = sent.reminded.max(number);
                sent.mailed_at = sent.mailed_at.max(now);
            }
        }
    }
    if !settled {
        return;
    }
    let reminder = matches!(decision.occasion, Occasion::Reminder { .. });
    contact.touches.push(Touch {
        at: now,
        programme: decision.programme,
        reminder,
    });
    if !reminder {
        let reminders = setting.programmes[usize::from(decision.programme)].reminders;
        contact.invitations.push(Invitation {
            id: invitation,
            programme: decision.programme,
            mailed_at: now,
            closes: now.plus(i64::from(reminders.open_days) * DAY),
            reminded: 0,
            answered: false,
            bounced: false,
            withdrawn: false,
        });
    }
}

fn defer(contact: &mut Contact, decision: &Decision, why: super::Why) {
    match decision.occasion {
        Occasion::Round(_) => contact.done_mut(decision.programme).deferred = Some(why),
        Occasion::Episode { subject, .. } => {
            if let Some(case) = case_mut(contact, decision.programme, subject) {
                case.deferred = Some(why);
            }
        }
        Occasion::Reminder { .. } => {}
    }
}

fn case_mut(
    contact: &mut Contact,
    programme: u16,
    subject: u64,
) -> Option<&mut crate::transactional::Case> {
    let mut cases = contact.cases.iter_mut();
    cases.find(|case| case.programme == programme && case.subject == subject)
}
