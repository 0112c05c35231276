//! Who has a case, when it is due, how it ends.

use platform::Tx;
use platform::web::{App, Problem};
use policy::At;
use policy::follow;
use user::Viewer;

use super::{Hand, Meant, change, one};
use crate::desk::Desk;
use crate::model::{Case, CaseResult, NewCase, Owner};
use crate::notice::{self, Tells};
use crate::rules;
use crate::verbs::{self, Edit, Snooze, Verdict};

/// What is said of an id that is nobody's, or that of somebody out of sight.
const NOBODY: &str = "nobody who handles cases here has this id";

/// Makes the case that of whoever asks.
pub async fn take_over(app: &App, viewer: &Viewer, meant: Meant) -> Result<Case, Problem> {
    change(app, viewer, meant, |hand, case| {
        let Some(user_id) = hand.user_id else {
            let detail = "a key can't have a case: assign it to a person";
            return Err(Problem::Forbidden(detail.to_owned()));
        };
        verbs::give(case, Some(user_id), ("taken_over", ""), hand.now_us)
    })
    .await
}

/// Gives the case to a colleague, with a note; their deputy gets it while they are away.
pub async fn hand_over(
    app: &App,
    viewer: &Viewer,
    meant: Meant,
    (to, note): (&str, &str),
) -> Result<Case, Problem> {
    let (to, note) = (to.to_owned(), rules::text("/note", note).map_err(one)?);
    change(app, viewer, meant, move |hand, case| {
        let owner = acting(hand, "/to", &to)?;
        give(hand, case, &owner, ("handed_over", &note))
    })
    .await
}

/// Gives the case to a person, to whoever has a role for its account, or to nobody.
pub async fn assign(
    app: &App,
    viewer: &Viewer,
    meant: Meant,
    owner: Owner,
) -> Result<Case, Problem> {
    change(app, viewer, meant, move |hand, case| {
        let to = match &owner {
            Owner::Person(to) => to.clone(),
            Owner::Role(role) => responsible(hand, case, role)?,
            Owner::Nobody => return unassign(hand, case),
        };
        let place = match &owner {
            Owner::Role(_) => "/role",
            _ => "/owner_id",
        };
        let to = acting(hand, place, &to)?;
        if let Owner::Role(role) = &owner {
            case.role = Some(role.clone());
        }
        give(hand, case, &to, ("assigned", ""))
    })
    .await
}

fn give(
    hand: &mut Hand<'_, '_>,
    case: &mut Case,
    to: &str,
    (what, note): (&'static str, &str),
) -> Verdict {
    let done = verbs::give(case, Some(to), (what, note), hand.now_us)?;
    if done.is_some() && case.notifies && hand.user_id != Some(to) {
        let by = hand.name;
        notice::tell(
            hand.tx,
            hand.desk,
            (case, Tells::HandedOver),
            &[to],
            (note, by),
            hand.now_us,
        )?;
    }
    Ok(done)
}

fn unassign(hand: &mut Hand<'_, '_>, case: &mut Case) -> Verdict {
    let done = verbs::give(case, None, ("assigned", ""), hand.now_us)?;
    if done.is_some() {
        let by = hand.name;
        notice::unowned(hand.tx, hand.desk, case, by, hand.now_us)?;
    }
    Ok(done)
}

/// Who acts for this person. A case is given to nobody outside the sight of whoever gives it, but
/// for those they work with and who lead them.
fn acting(hand: &Hand<'_, '_>, pointer: &str, user_id: &str) -> Result<String, Problem> {
    if !hand.desk.reaches((hand.user_id, hand.sight), user_id) {
        return Err(Problem::invalid(pointer, NOBODY));
    }
    follow::acting(&hand.desk.circle, user_id, At(hand.now_us))
        .map(str::to_owned)
        .ok_or_else(|| Problem::invalid(pointer, NOBODY))
}

fn responsible(hand: &mut Hand<'_, '_>, case: &Case, role: &str) -> Result<String, Problem> {
    is_role(hand.tx, &case.workspace_id, role)?;
    let found = match &case.account_id {
        Some(id) => contact::responsibility::find(hand.tx, &case.workspace_id, id, role)?,
        None => None,
    };
    found.ok_or_else(|| Problem::invalid("/role", "nobody has this role for this customer"))
}

/// Refuses a role that nobody could have.
fn is_role(tx: &mut Tx<'_>, workspace_id: &str, role: &str) -> Result<(), Problem> {
    let roles = contact::responsibility::roles(tx, workspace_id)?;
    if roles.iter().any(|known| known.role == role) {
        return Ok(());
    }
    Err(Problem::invalid("/role", "there is no such role"))
}

/// Puts the case out of sight.
pub async fn snooze(
    app: &App,
    viewer: &Viewer,
    meant: Meant,
    snooze: Snooze,
) -> Result<Case, Problem> {
    let mut snooze = snooze;
    snooze.reason = rules::text("/reason", &snooze.reason).map_err(one)?;
    change(app, viewer, meant, move |hand, case| {
        verbs::snooze(case, &snooze, hand.now_us)
    })
    .await
}

/// Brings it back.
pub async fn unsnooze(app: &App, viewer: &Viewer, meant: Meant) -> Result<Case, Problem> {
    change(app, viewer, meant, |_, case| verbs::unsnooze(case)).await
}

/// Changes title, priority, due time.
pub async fn edit(app: &App, viewer: &Viewer, meant: Meant, edit: Edit) -> Result<Case, Problem> {
    let mut edit = edit;
    if let Some(title) = edit.title.take() {
        edit.title = Some(rules::line("/title", &title).map_err(one)?);
    }
    edit.due_reason = rules::text("/due_reason", &edit.due_reason).map_err(one)?;
    change(app, viewer, meant, move |hand, case| {
        verbs::edit(case, &edit, hand.now_us)
    })
    .await
}

/// How a case is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// What became of it.
    pub result: CaseResult,
    /// Its causes, when they are said now.
    pub causes: Option<Vec<String>>,
    /// Whether the customer may be asked again by programmes that follow `case.closed`.
    pub ask_again: bool,
}

/// Ends the case.
pub async fn close(
    app: &App,
    viewer: &Viewer,
    meant: Meant,
    closing: Closing,
) -> Result<Case, Problem> {
    let mut closing = closing;
    closing.result.text = rules::text("/text", &closing.result.text).map_err(one)?;
    change(app, viewer, meant, move |hand, case| {
        let who = (hand.user_id, hand.name);
        let done = verbs::close(case, &closing.result, who, hand.now_us)?;
        if let Some(causes) = &closing.causes {
            super::causes::put(hand.tx, case, causes)?;
        }
        if closing.ask_again {
            crate::again::ask(hand.tx, case, hand.now_us)?;
        }
        Ok(done)
    })
    .await
}

/// Opens a closed case again; it is due in as much time as it had at first.
pub async fn reopen(
    app: &App,
    viewer: &Viewer,
    meant: Meant,
    reason: &str,
) -> Result<Case, Problem> {
    let reason = rules::text("/reason", reason).map_err(one)?;
    change(app, viewer, meant, move |hand, case| {
        let due_at_us = hand.desk.due(hand.now_us, case.due.minutes.max(1));
        verbs::reopen(case, &reason, due_at_us)
    })
    .await
}

/// A case opened by hand, with what follows from what is said: the account of the contact, contact
/// and account of the answer. What it names must be there.
pub(super) fn completed(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    new: NewCase,
) -> Result<NewCase, Problem> {
    let (workspace_id, sight) = (viewer.workspace_id.as_str(), &viewer.sight);
    let mut new = new;
    // What follows from what is said is theirs too; only what they name themselves must be seen.
    let (named_contact, named_account) = (new.contact_id.clone(), new.account_id.clone());
    if let Some(response) = &new.response_id {
        let unknown = || {
            let detail = "no such answer is known; a new one is known a moment after it came";
            Problem::invalid("/response_id", detail)
        };
        if !response::served::sees_response(tx, (workspace_id, response), sight)? {
            return Err(unknown());
        }
        let answered =
            respondent::answers::of_response(tx, workspace_id, response)?.ok_or_else(unknown)?;
        new.survey_id = Some(answered.survey_id);
        new.contact_id = new.contact_id.or(answered.contact_id);
        new.account_id = new.account_id.or(answered.account_id);
    }
    if let Some(id) = &new.contact_id {
        let contact = contact::store::by_id(tx, workspace_id, id)?
            .filter(|contact| !contact.employee)
            .ok_or_else(no_contact)?;
        let id = (workspace_id, contact.contact_id.as_str());
        if named_contact.is_some() && !contact::sight::sees_contact(tx, id, sight)? {
            return Err(no_contact());
        }
        new.account_id = new.account_id.or(contact.account_id);
        new.contact_id = Some(contact.contact_id);
    }
    if let Some(id) = &new.account_id {
        contact::store::account_by_id(tx, workspace_id, id)?.ok_or_else(no_account)?;
        if named_account.is_some() && !contact::sight::sees_account(tx, (workspace_id, id), sight)?
        {
            return Err(no_account());
        }
    }
    match &new.owner {
        Owner::Person(to) => {
            let desk = Desk::load(tx, workspace_id)?;
            let handles = desk.active(to).is_some_and(|person| person.role.may_work());
            if !handles || !desk.reaches((viewer.user_id(), sight), to) {
                return Err(Problem::invalid("/owner_id", NOBODY));
            }
        }
        Owner::Role(role) => is_role(tx, workspace_id, role)?,
        Owner::Nobody => {}
    }
    if new.due.minutes > follow::MINUTES_MAX {
        let detail = format!("at most {} minutes of office time", follow::MINUTES_MAX);
        return Err(Problem::invalid("/due_minutes", detail));
    }
    Ok(new)
}

fn no_contact() -> Problem {
    Problem::invalid("/contact_id", "there is no such contact")
}

fn no_account() -> Problem {
    Problem::invalid("/account_id", "there is no such account")
}
