//! One more look, just before a mail goes out: may it still, and may it now?

use contact::model::{Account, Contact};
use mail::outbox::Mail;
use platform::{DbError, Tx};
use policy::{At, MINUTE, Standing};
use response::invitation::State;
use survey::model::Survey;

use crate::model::{Invitation, Programme, Schedule, Status, end_of};
use crate::planning::{belongs_to_audience, case_of, company, has_consent, number};
use crate::rules::standing_word;
use crate::store;

/// How long a mail waits for a programme that is paused or a survey that is closed, before the next
/// look.
const WAIT: i64 = 5 * MINUTE;

/// A mail that may go out now, with all it is about.
pub(super) struct Found {
    pub(super) invitation: Invitation,
    pub(super) programme: Programme,
    pub(super) survey: Survey,
    pub(super) contact: Contact,
    pub(super) account: Option<Account>,
    pub(super) is_reminder: bool,
}

/// What the look says.
pub(super) enum Look {
    /// Never; the reason in a word.
    Stop(&'static str),
    /// Not before.
    Later(i64),
    /// Now.
    Send(Box<Found>),
}

/// Whether a mail about an invitation may go out now.
pub(super) fn look(
    tx: &mut Tx<'_>,
    mail: &Mail,
    is_reminder: bool,
    now_us: i64,
) -> Result<Look, DbError> {
    let workspace_id = mail.workspace_id.as_str();
    let Some(invitation) = store::invitation::by_id(tx, workspace_id, &mail.subject_id)? else {
        return Ok(Look::Stop("removed"));
    };
    let programme = store::programme::by_id(tx, workspace_id, &invitation.programme_id)?;
    let Some(programme) = programme else {
        return Ok(Look::Stop("removed"));
    };
    if let Some(reason) = over(tx, &programme, &invitation, (is_reminder, now_us))? {
        return Ok(Look::Stop(reason));
    }
    let Some(contact) = contact::store::by_id(tx, workspace_id, &invitation.contact_id)? else {
        return Ok(Look::Stop("removed"));
    };
    if let Some(reason) = unwanted(tx, &programme, &invitation, &contact)? {
        return Ok(Look::Stop(reason));
    }
    let survey = survey::store::by_id(tx, workspace_id, &invitation.survey_id)?;
    let is_open = |survey: &Survey| survey.status == survey::Status::Open;
    let Some(survey) = survey.filter(|s| is_open(s) && programme.status == Status::Running) else {
        return Ok(Look::Later(now_us.saturating_add(WAIT)));
    };
    let calendar = company(&store::programme::settings(tx, workspace_id)?.calendar)?;
    let calendar = match &contact.zone {
        Some(zone) => calendar.in_zone(zone).unwrap_or(calendar),
        None => calendar,
    };
    if calendar.closed(At(now_us)).is_some() {
        // Nothing open within a year counts as the end of the window.
        return Ok(calendar
            .next_allowed(At(now_us))
            .map_or(Look::Stop("window_ended"), |at| Look::Later(at.0)));
    }
    let account = match &contact.account_id {
        Some(id) => contact::store::account_by_id(tx, workspace_id, id)?,
        None => None,
    };
    Ok(Look::Send(Box::new(Found {
        invitation,
        programme,
        survey,
        contact,
        account,
        is_reminder,
    })))
}

/// Why nothing is sent about this invitation any more.
fn over(
    tx: &mut Tx<'_>,
    programme: &Programme,
    invitation: &Invitation,
    (is_reminder, now_us): (bool, i64),
) -> Result<Option<&'static str>, DbError> {
    let workspace_id = programme.workspace_id.as_str();
    if programme.status == Status::Ended {
        return Ok(Some("ended"));
    }
    if let Some(day) = programme.definition.closes {
        let calendar = company(&store::programme::settings(tx, workspace_id)?.calendar)?;
        if At(now_us) >= end_of(day, &calendar) {
            return Ok(Some("ended"));
        }
    }
    if invitation.withdrawn_at_us.is_some() {
        let is_cancelled = invitation.withdrawn_why.as_deref() == Some("cancelled");
        return Ok(Some(if is_cancelled {
            "cancelled"
        } else {
            "withdrawn"
        }));
    }
    let ends_at_us = if is_reminder {
        invitation.closes_at_us
    } else {
        invitation.ends_at_us.min(invitation.closes_at_us)
    };
    if now_us >= ends_at_us {
        return Ok(Some("window_ended"));
    }
    let state = response::invitation::state(tx, workspace_id, &invitation.invitation_id)?;
    Ok(match state {
        None => Some("removed"),
        Some(State::Withdrawn) => Some("withdrawn"),
        Some(state) if state.is_answered() => Some("answered"),
        Some(_) => None,
    })
}

/// Why this contact is not to be asked about this.
fn unwanted(
    tx: &mut Tx<'_>,
    programme: &Programme,
    invitation: &Invitation,
    contact: &Contact,
) -> Result<Option<&'static str>, DbError> {
    let standing = contact.standing();
    if standing != Standing::Reachable {
        return Ok(Some(standing_word(standing)));
    }
    if !belongs_to_audience(programme, contact) {
        return Ok(Some(if contact.employee {
            "employee"
        } else {
            "not_an_employee"
        }));
    }
    if !has_consent(programme, contact) {
        return Ok(Some("no_consent"));
    }
    let (Some(subject), Some(began_at_us)) = (&invitation.subject, invitation.began_at_us) else {
        return Ok(None);
    };
    let Schedule::Transactional(schedule) = &programme.definition.schedule else {
        return Ok(None);
    };
    let workspace_id = programme.workspace_id.as_str();
    let events = store::event::about(tx, workspace_id, std::slice::from_ref(subject))?;
    let people = events.iter().flat_map(|e| [&e.contact_id, &e.solver_id]);
    let people: Vec<&str> = people.filter_map(|id| id.as_deref()).collect();
    let merged = contact::store::present_ids(tx, workspace_id, &people)?;
    let case = case_of(schedule, subject, &events, |id| {
        let id = merged.get(id).map_or(id, String::as_str);
        (id == contact.contact_id, number(id))
    });
    if case
        .episode()
        .is_none_or(|episode| episode.at.0 != began_at_us)
    {
        return Ok(Some("cancelled"));
    }
    if case.solved_by(number(&contact.contact_id)) {
        return Ok(Some("solver"));
    }
    Ok(None)
}
