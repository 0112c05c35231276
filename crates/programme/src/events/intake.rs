//! Stores one event, and lets the planner know.

use contact::Occasion;
use platform::web::FieldError;
use platform::{DbError, Tx};
use policy::transactional::Meaning;

use super::{NewEvent, Outcome};
use crate::model::{Event, Programme, Schedule};
use crate::planning::{case_of, number};
use crate::store;
use crate::store::event::OpenCase;

/// What is said to whoever sends an event that a programme asks about, without its contact.
pub(super) const ASKS_WHOM: &str =
    "a programme asks about events of this type: say to whom it happened";

/// Stores an event of a source in the transaction of `tx`.
pub(super) fn take(
    tx: &mut Tx<'_>,
    occasion: &Occasion,
    source_id: &str,
    new: &NewEvent,
) -> Result<Outcome, DbError> {
    let workspace_id = occasion.workspace_id.as_str();
    if store::event::is_known(tx, workspace_id, (source_id, &new.id))? {
        return Ok(Outcome::Known);
    }
    let meant = meanings(tx, workspace_id, &new.kind)?;
    let asks = meant
        .iter()
        .any(|(_, meaning)| *meaning == Meaning::Trigger);
    if asks && new.contact.is_none() {
        let errors = vec![FieldError::new("/contact", ASKS_WHOM)];
        return Ok(Outcome::Refused(errors));
    }
    let contact_id = match &new.contact {
        None => None,
        Some(item) => match contact::put::put(tx, occasion, item)? {
            Ok(put) => Some(put.contact_id),
            Err(wrong) => return Ok(Outcome::Refused(vec![FieldError::new("/contact", wrong)])),
        },
    };
    let event = Event {
        source_id: source_id.to_owned(),
        id: new.id.clone(),
        kind: new.kind.clone(),
        subject: new.subject.clone(),
        at_us: new.at_us,
        contact_id: contact_id.clone(),
        solver_id: solver(tx, workspace_id, new)?,
        attributes: new.attributes.clone(),
        programmes: i64::try_from(meant.len()).unwrap_or(i64::MAX),
        received_at_us: occasion.now_us,
    };
    if !keep(tx, occasion, &event, &meant)? {
        return Ok(Outcome::Known);
    }
    Ok(Outcome::Accepted {
        contact_id,
        programmes: event.programmes,
    })
}

/// Stores an event, and tells the programmes to which it means something; false when it was there.
fn keep(
    tx: &mut Tx<'_>,
    occasion: &Occasion,
    event: &Event,
    meant: &[(Programme, Meaning)],
) -> Result<bool, DbError> {
    if !store::event::add(tx, &occasion.workspace_id, event)? {
        return Ok(false);
    }
    for (programme, meaning) in meant {
        match (meaning, &event.contact_id) {
            (Meaning::Trigger, Some(contact_id)) => {
                let case = OpenCase {
                    programme_id: programme.programme_id.clone(),
                    contact_id: contact_id.clone(),
                    subject: event.subject.clone(),
                    open: 0,
                };
                wake(tx, occasion, &case)?;
            }
            (Meaning::Trigger, None) => {}
            (Meaning::Cancel, _) => cancel(tx, occasion, programme, &event.subject)?,
        }
    }
    Ok(true)
}

/// Something that happened within Luister to a contact it knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happened<'a> {
    /// What it is recognised by: the same id twice is one event.
    pub id: &'a str,
    /// `case.closed`.
    pub kind: &'a str,
    /// What it is about.
    pub subject: &'a str,
    /// To whom.
    pub contact_id: &'a str,
    /// When, UTC microseconds.
    pub at_us: i64,
}

/// Stores what happened within Luister, in the transaction of its cause, as events from outside are
/// stored: a programme asks about it if it wants. False when it was known.
pub fn happened(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    happened: &Happened<'_>,
) -> Result<bool, DbError> {
    let meant = meanings(tx, workspace_id, happened.kind)?;
    let event = Event {
        source_id: String::new(),
        id: happened.id.to_owned(),
        kind: happened.kind.to_owned(),
        subject: happened.subject.to_owned(),
        at_us: happened.at_us,
        contact_id: Some(happened.contact_id.to_owned()),
        solver_id: None,
        attributes: std::collections::BTreeMap::new(),
        programmes: i64::try_from(meant.len()).unwrap_or(i64::MAX),
        received_at_us: happened.at_us,
    };
    let occasion = Occasion {
        workspace_id: workspace_id.to_owned(),
        by: "luister".to_owned(),
        now_us: happened.at_us,
    };
    keep(tx, &occasion, &event, &meant)
}

/// The programmes to which events of a type mean something.
fn meanings(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    kind: &str,
) -> Result<Vec<(Programme, Meaning)>, DbError> {
    let mut found = Vec::new();
    for programme in store::programme::planned(tx, workspace_id)? {
        if let Schedule::Transactional(schedule) = &programme.definition.schedule
            && let Some(meaning) = schedule.meaning(kind)
        {
            found.push((programme, meaning));
        }
    }
    Ok(found)
}

/// Who solved it, if that is somebody we know: the id of a contact, else of a person who works here.
fn solver(tx: &mut Tx<'_>, workspace_id: &str, new: &NewEvent) -> Result<Option<String>, DbError> {
    let found = match &new.solver {
        Some((Some(email), _)) => contact::store::by_email(tx, workspace_id, email)?,
        Some((None, Some(id))) => contact::store::by_external_id(tx, workspace_id, id)?,
        _ => None,
    };
    if let Some(contact) = found {
        return Ok(Some(contact.contact_id));
    }
    let Some((Some(email), _)) = &new.solver else {
        return Ok(None);
    };
    let person = user::people::by_email(tx, workspace_id, &contact::rules::folded(email))?;
    Ok(person.map(|person| person.user_id))
}

/// Opens a case, and has its contact looked at.
fn wake(tx: &mut Tx<'_>, occasion: &Occasion, case: &OpenCase) -> Result<(), DbError> {
    let workspace_id = occasion.workspace_id.as_str();
    store::event::open(tx, workspace_id, case)?;
    store::plan::look_at(tx, workspace_id, &case.contact_id, occasion.now_us)
}

/// What was undone is asked about no more: pending questions wait for the next trigger, invitations
/// that are on their way are stopped, reminders too.
fn cancel(
    tx: &mut Tx<'_>,
    occasion: &Occasion,
    programme: &Programme,
    subject: &str,
) -> Result<(), DbError> {
    let workspace_id = occasion.workspace_id.as_str();
    let id = (workspace_id, programme.programme_id.as_str());
    for case in store::event::cases_about(tx, id, subject)? {
        wake(tx, occasion, &case)?;
    }
    let Schedule::Transactional(schedule) = &programme.definition.schedule else {
        return Ok(());
    };
    let events = store::event::about(tx, workspace_id, &[subject.to_owned()])?;
    for invitation in store::invitation::about(tx, id, subject)? {
        let own = case_of(schedule, subject, &events, |other| {
            (other == invitation.contact_id, number(other))
        });
        // A cancel that came late may be about an earlier episode.
        let began = own.episode().map(|episode| episode.at.0);
        if began != invitation.began_at_us {
            let id = (workspace_id, invitation.invitation_id.as_str());
            store::invitation::withdraw(tx, id, "cancelled", occasion.now_us)?;
        }
    }
    Ok(())
}
