//! Looking ahead and back: what will go out, who was asked, who was not and why.

use std::collections::HashMap;

use contact::model::Contact;
use platform::Tx;
use platform::web::{App, Problem};
use policy::At;
use user::Viewer;

use crate::model::{Event, Occasion, OccasionState, Programme, Status};
use crate::planning::{Plan, forecast as ahead};
use crate::store;

/// Weeks a forecast looks ahead, at most.
pub const WEEKS_MAX: u16 = 26;

/// What will go out in so many weeks, for one programme (also one that is a draft, as if it started)
/// or for all.
pub async fn forecast(
    app: &App,
    viewer: &Viewer,
    programme: Option<Programme>,
    weeks: u16,
) -> Result<super::Foreseen, Problem> {
    if !(1..=WEEKS_MAX).contains(&weeks) {
        let detail = format!("`weeks` is 1 to {WEEKS_MAX}");
        return Err(Problem::BadRequest(detail));
    }
    let (workspace, now_us) = (viewer.workspace_id.clone(), app.clock.now_us());
    let look = move |tx: &mut Tx<'_>| {
        let mut plan = Plan::load(tx, &workspace, now_us)?;
        let only = match &programme {
            None => None,
            Some(own) => Some(index_of(tx, &mut plan, own)?),
        };
        Ok(ahead::foresee(tx, &plan, only, (At(now_us), weeks * 7))?)
    };
    app.db.read_long(look).await
}

/// The index of a programme in the plan; one that doesn't run is added as if it did.
fn index_of(tx: &mut Tx<'_>, plan: &mut Plan, programme: &Programme) -> Result<u16, Problem> {
    if let Some(index) = plan.index(&programme.programme_id) {
        return Ok(index);
    }
    let index = u16::try_from(plan.programmes.len()).unwrap_or(u16::MAX);
    if i64::from(index) >= crate::rules::PLANNED_MAX {
        return Err(Problem::Conflict("too many programmes run".to_owned()));
    }
    let is_over = programme.status == Status::Ended;
    plan.add(tx, programme.clone(), is_over)?;
    Ok(index)
}

/// An occasion with whom it is about.
#[derive(Clone, Debug)]
pub struct Listed {
    /// What was decided.
    pub occasion: Occasion,
    /// The contact; none when it was removed.
    pub contact: Option<Contact>,
    /// Of those invited: what became of the mail.
    pub invitation: Option<crate::model::Invitation>,
}

/// At most `limit` of a programme's occasions in a state, by contact, after (contact, occasion).
pub async fn contacts(
    app: &App,
    viewer: &Viewer,
    programme_id: &str,
    (state, after): (OccasionState, (String, String)),
    limit: usize,
) -> Result<Vec<Listed>, Problem> {
    let programme = super::get(app, viewer, programme_id).await?;
    let read = move |tx: &mut Tx<'_>| {
        let workspace = programme.workspace_id.as_str();
        let id = (workspace, programme.programme_id.as_str());
        let after = (after.0.as_str(), after.1.as_str());
        let occasions = store::plan::occasions(tx, id, state, after, limit)?;
        with_contacts(tx, workspace, occasions)
    };
    app.db.read(read).await
}

/// Occasions with whom they are about, by now, and their invitations.
pub(super) fn with_contacts(
    tx: &mut Tx<'_>,
    workspace: &str,
    occasions: Vec<Occasion>,
) -> Result<Vec<Listed>, Problem> {
    let ids: Vec<&str> = occasions.iter().map(|o| o.contact_id.as_str()).collect();
    let present = contact::store::present_ids(tx, workspace, &ids)?;
    let by_now = |id: &str| present.get(id).map_or(id, String::as_str).to_owned();
    let ids: Vec<String> = ids.iter().map(|id| by_now(id)).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let found = contact::store::by_ids(tx, workspace, &ids)?;
    let mut contacts: HashMap<String, Contact> = HashMap::new();
    for contact in found {
        contacts.insert(contact.contact_id.clone(), contact);
    }
    let mut listed = Vec::with_capacity(occasions.len());
    for occasion in occasions {
        let invitation = match &occasion.invitation_id {
            Some(id) => store::invitation::by_id(tx, workspace, id)?,
            None => None,
        };
        listed.push(Listed {
            contact: contacts.get(&by_now(&occasion.contact_id)).cloned(),
            occasion,
            invitation,
        });
    }
    Ok(listed)
}

/// At most `limit` events, the last received first, before (time, source, id).
pub async fn list_events(
    app: &App,
    viewer: &Viewer,
    before: (i64, String, String),
    limit: usize,
) -> Result<Vec<Event>, Problem> {
    let workspace = viewer.workspace_id.clone();
    let read = move |tx: &mut Tx<'_>| {
        let before = (before.0, before.1.as_str(), before.2.as_str());
        Ok(store::event::list(tx, &workspace, before, limit)?)
    };
    app.db.read(read).await
}
