//! Looking ahead and back: what will go out, who was asked, who was not and why, and what became of
//! it.

use std::collections::{BTreeMap, HashMap};

use contact::model::Contact;
use platform::Tx;
use platform::web::{App, Problem};
use policy::At;
use policy::disposition::{Known, Tally, finally};
use user::Viewer;

use crate::model::{Audience, Event, Occasion, OccasionState, Programme, Schedule, Status};
use crate::planning::{Plan, belongs, forecast as ahead};
use crate::store;
use crate::store::report::{MailCounts, Outcome};

/// Weeks a forecast looks ahead, at most.
pub const WEEKS_MAX: u16 = 26;
/// Contacts read at once.
const PAGE: usize = 1000;

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
        let mut plan = Plan::load(tx, &workspace)?;
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

/// What became of a programme's invitations.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Mails sent.
    pub mails: MailCounts,
    /// Final dispositions so far, of mails that were sent.
    pub tally: Tally,
    /// The share of unknown eligibility taken to be eligible.
    pub e: f64,
    /// Occasions by state and reason.
    pub reasons: Vec<(OccasionState, Option<String>, i64)>,
}

/// What became of a programme's invitations. Of employees nothing is told but what is told of
/// several at once.
pub async fn report(app: &App, viewer: &Viewer, programme_id: &str) -> Result<Report, Problem> {
    let programme = super::get(app, viewer, programme_id).await?;
    let read = move |tx: &mut Tx<'_>| {
        let id = (
            programme.workspace_id.as_str(),
            programme.programme_id.as_str(),
        );
        let is_anonymous = programme.definition.audience == Audience::Employees;
        let mut tally = Tally::default();
        let survey = survey::store::by_id(tx, id.0, &programme.survey_id)?;
        let questions = survey.map_or(1, |survey| survey.definition.questions.len());
        store::report::outcomes(tx, id, is_anonymous, |outcome| {
            if let Some(known) = known(&outcome, questions) {
                tally.add(finally(&known));
            }
        })?;
        Ok(Report {
            mails: store::report::mails(tx, id.0, id.1)?,
            tally,
            e: store::programme::settings(tx, id.0)?.e,
            reasons: store::plan::reasons(tx, id.0, id.1)?,
        })
    };
    app.db.read_long(read).await
}

/// What is known of an invitation; `None` when its mail never left.
fn known(outcome: &Outcome, questions: usize) -> Option<Known> {
    let invitation = &outcome.invitation;
    let never_left = invitation.handed_over_at_us.is_none()
        && invitation.unknown_at_us.is_none()
        && invitation.bounced_at_us.is_none();
    if never_left {
        return None;
    }
    let percent = outcome.answered * 100 / questions.max(1);
    Some(Known {
        complete: outcome.is_complete,
        answered_percent: u8::try_from(percent.min(100)).unwrap_or(100),
        opened: outcome.is_opened,
        refused: invitation.refused_at_us.is_some(),
        bounced: invitation.bounced_at_us.is_some(),
        unknown: invitation.unknown_at_us.is_some(),
        ..Known::default()
    })
}

/// Who of those a programme is for was invited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Covered {
    /// Belong to those a programme is for; of events: those something happened to.
    pub eligible: u64,
    /// Were invited at least once.
    pub invited: u64,
    /// Wait, and were never invited.
    pub deferred: u64,
    /// Were left out, and never invited.
    pub left_out: u64,
}

/// Coverage by the values of `by`: `language`, `account.NAME`, or an attribute of contacts; whole
/// without it. Those without a value come under the empty text.
pub async fn coverage(
    app: &App,
    viewer: &Viewer,
    programme_id: &str,
    by: Option<String>,
) -> Result<BTreeMap<String, Covered>, Problem> {
    let programme = super::get(app, viewer, programme_id).await?;
    if by.is_some() && programme.definition.audience == Audience::Employees {
        return Err(Problem::BadRequest(
            "of employees nothing is told by group".to_owned(),
        ));
    }
    let read = move |tx: &mut Tx<'_>| {
        let mut groups: BTreeMap<String, Covered> = BTreeMap::new();
        let mut after = (String::new(), String::new());
        loop {
            let place = Some((after.0.as_str(), after.1.as_str()));
            let page = contact::store::page_by_account(tx, &programme.workspace_id, place, PAGE)?;
            let Some(last) = page.last() else {
                return Ok(groups);
            };
            after = (
                last.account_id.clone().unwrap_or_default(),
                last.contact_id.clone(),
            );
            cover(tx, &programme, by.as_deref(), &page, &mut groups)?;
        }
    };
    app.db.read_long(read).await
}

fn cover(
    tx: &mut Tx<'_>,
    programme: &Programme,
    by: Option<&str>,
    page: &[Contact],
    groups: &mut BTreeMap<String, Covered>,
) -> Result<(), Problem> {
    let workspace = programme.workspace_id.as_str();
    let ids: Vec<String> = page.iter().map(|c| c.contact_id.clone()).collect();
    let mut states: HashMap<String, Vec<OccasionState>> = HashMap::new();
    for occasion in store::plan::occasions_of(tx, workspace, &ids)? {
        if occasion.programme_id == programme.programme_id {
            states
                .entry(occasion.contact_id)
                .or_default()
                .push(occasion.state);
        }
    }
    let mut accounts: Vec<&str> = page
        .iter()
        .filter_map(|c| c.account_id.as_deref())
        .collect();
    accounts.dedup();
    let accounts: HashMap<String, contact::model::Account> =
        contact::store::accounts_by_ids(tx, workspace, &accounts)?
            .into_iter()
            .map(|account| (account.account_id.clone(), account))
            .collect();
    let is_relational = matches!(programme.definition.schedule, Schedule::Relational(_));
    for contact in page {
        let account = contact.account_id.as_ref().and_then(|id| accounts.get(id));
        let own = states.get(&contact.contact_id);
        let is_eligible = belongs(programme, contact, account);
        if own.is_none() && !(is_eligible && is_relational) {
            continue;
        }
        let value = match by {
            None => None,
            Some("language") => contact.language.clone(),
            Some(name) => match name.strip_prefix("account.") {
                Some(name) => account.and_then(|a| a.attributes.get(name)).cloned(),
                None => contact.attributes.get(name).cloned(),
            },
        };
        let group = groups.entry(value.unwrap_or_default()).or_default();
        let has = |state| own.is_some_and(|states| states.contains(&state));
        group.eligible += 1;
        if has(OccasionState::Invited) {
            group.invited += 1;
        } else if has(OccasionState::Deferred) {
            group.deferred += 1;
        } else if has(OccasionState::LeftOut) {
            group.left_out += 1;
        }
    }
    Ok(())
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
