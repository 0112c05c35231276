//! What became of a programme's invitations: dispositions, coverage, and response rates, for all and
//! by group.

use std::collections::{BTreeMap, HashMap};

use contact::model::{Account, Contact};
use platform::Tx;
use platform::web::{App, Problem};
use policy::disposition::{Disposition, Known, Tally, finally};
use user::Viewer;

use crate::model::{Audience, OccasionState, Programme, Schedule};
use crate::planning::belongs;
use crate::store;
use crate::store::report::{MailCounts, Outcome};

/// Contacts read at once.
const PAGE: usize = 1000;

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
    /// By the values that were asked for; those without a value come under the empty text.
    pub groups: BTreeMap<String, Group>,
}

/// Who of those a programme is for was invited, and what became of that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Belong to those a programme is for; of events: those something happened to.
    pub eligible: u64,
    /// Were invited at least once.
    pub invited: u64,
    /// Wait, and were never invited.
    pub deferred: u64,
    /// Were left out, and never invited.
    pub left_out: u64,
    /// Final dispositions so far of the mails to them.
    pub tally: Tally,
}

/// What became of a programme's invitations, and by the values of `by`: `language`, `account.NAME`,
/// or an attribute of contacts; without it in one group. Contacts count where they belong by now.
/// Of employees nothing is told but what is told of several at once, and nothing by group.
pub async fn report(
    app: &App,
    viewer: &Viewer,
    programme_id: &str,
    by: Option<String>,
) -> Result<Report, Problem> {
    let programme = super::get(app, viewer, programme_id).await?;
    if by.is_some() && programme.definition.audience == Audience::Employees {
        return Err(Problem::BadRequest(
            "of employees nothing is told by group".to_owned(),
        ));
    }
    let read = move |tx: &mut Tx<'_>| {
        let (workspace, id) = (&*programme.workspace_id, &*programme.programme_id);
        let mut tally = Tally::default();
        let mut by_contact: HashMap<String, Tally> = HashMap::new();
        each_disposition(tx, &programme, |contact_id, disposition| {
            tally.add(disposition);
            if by.is_some() {
                by_contact.entry(contact_id).or_default().add(disposition);
            }
        })?;
        let mut groups = groups(tx, &programme, by.as_deref(), &by_contact)?;
        if by.is_none() && tally != Tally::default() {
            // Contacts that are gone belong to no group; in all of them their invitations count.
            groups.entry(String::new()).or_default().tally = tally;
        }
        Ok(Report {
            mails: store::report::mails(tx, workspace, id)?,
            tally,
            e: store::programme::settings(tx, workspace)?.e,
            reasons: store::plan::reasons(tx, workspace, id)?,
            groups,
        })
    };
    app.db.read_long(read).await
}

/// Tells the final disposition of every mail that left, with the contact it went to.
fn each_disposition(
    tx: &mut Tx<'_>,
    programme: &Programme,
    mut each: impl FnMut(String, Disposition),
) -> Result<(), Problem> {
    let (workspace, survey_id) = (&*programme.workspace_id, &*programme.survey_id);
    let mut questions: HashMap<i64, usize> = HashMap::new();
    for (version, definition, _) in survey::store::versions(tx, workspace, survey_id)? {
        questions.insert(version, definition.questions.len());
    }
    let is_anonymous = programme.definition.audience == Audience::Employees;
    let id = (workspace, &*programme.programme_id);
    store::report::outcomes(tx, id, is_anonymous, |outcome| {
        let version = outcome.answer.version;
        let asked = version.and_then(|version| questions.get(&version));
        if let Some(known) = known(&outcome, asked.copied().unwrap_or(0)) {
            each(outcome.invitation.contact_id, finally(&known));
        }
    })?;
    Ok(())
}

/// What is known of an invitation; `None` when its mail never left.
fn known(outcome: &Outcome, questions: usize) -> Option<Known> {
    let (invitation, answer) = (&outcome.invitation, &outcome.answer);
    let never_left = invitation.handed_over_at_us.is_none()
        && invitation.unknown_at_us.is_none()
        && invitation.bounced_at_us.is_none();
    if never_left {
        return None;
    }
    Some(Known {
        complete: answer.is_complete,
        answered_percent: answer.percent(questions),
        opened: answer.is_opened,
        refused: invitation.refused_at_us.is_some(),
        bounced: invitation.bounced_at_us.is_some(),
        unknown: invitation.unknown_at_us.is_some(),
        ..Known::default()
    })
}

fn groups(
    tx: &mut Tx<'_>,
    programme: &Programme,
    by: Option<&str>,
    tallies: &HashMap<String, Tally>,
) -> Result<BTreeMap<String, Group>, Problem> {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
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
        add_page(tx, programme, by, (&page, tallies), &mut groups)?;
    }
}

/// What is known of a contact, and of those that went into it.
#[derive(Default)]
struct Own {
    states: Vec<OccasionState>,
    tally: Tally,
}

fn of_contacts(
    tx: &mut Tx<'_>,
    programme: &Programme,
    page: &[Contact],
    tallies: &HashMap<String, Tally>,
) -> Result<HashMap<String, Own>, Problem> {
    let workspace = programme.workspace_id.as_str();
    let mut ids: Vec<String> = page.iter().map(|c| c.contact_id.clone()).collect();
    let present = store::plan::merged_into(tx, workspace, &ids)?;
    ids.extend(present.keys().cloned());
    let by_now = |id: &str| present.get(id).map_or(id, String::as_str).to_owned();
    let mut own: HashMap<String, Own> = HashMap::new();
    for occasion in store::plan::occasions_of(tx, workspace, &ids)? {
        if occasion.programme_id == programme.programme_id {
            let own = own.entry(by_now(&occasion.contact_id)).or_default();
            own.states.push(occasion.state);
        }
    }
    for id in &ids {
        if let Some(tally) = tallies.get(id) {
            own.entry(by_now(id)).or_default().tally += *tally;
        }
    }
    Ok(own)
}

fn add_page(
    tx: &mut Tx<'_>,
    programme: &Programme,
    by: Option<&str>,
    (page, tallies): (&[Contact], &HashMap<String, Tally>),
    groups: &mut BTreeMap<String, Group>,
) -> Result<(), Problem> {
    let own = of_contacts(tx, programme, page, tallies)?;
    let mut accounts: Vec<&str> = page
        .iter()
        .filter_map(|c| c.account_id.as_deref())
        .collect();
    accounts.dedup();
    let accounts: HashMap<String, Account> =
        contact::store::accounts_by_ids(tx, &programme.workspace_id, &accounts)?
            .into_iter()
            .map(|account| (account.account_id.clone(), account))
            .collect();
    let is_relational = matches!(programme.definition.schedule, Schedule::Relational(_));
    for contact in page {
        let account = contact.account_id.as_ref().and_then(|id| accounts.get(id));
        let own = own.get(&contact.contact_id);
        let is_eligible = belongs(programme, contact, account);
        if own.is_none() && !(is_eligible && is_relational) {
            continue;
        }
        let value = by.and_then(|name| value(name, contact, account));
        let group = groups.entry(value.unwrap_or_default()).or_default();
        let has = |state| own.is_some_and(|own| own.states.contains(&state));
        group.eligible += 1;
        if has(OccasionState::Invited) {
            group.invited += 1;
        } else if has(OccasionState::Deferred) {
            group.deferred += 1;
        } else if has(OccasionState::LeftOut) {
            group.left_out += 1;
        }
        if let Some(own) = own {
            group.tally += own.tally;
        }
    }
    Ok(())
}

fn value(name: &str, contact: &Contact, account: Option<&Account>) -> Option<String> {
    if name == "language" {
        return contact.language.clone();
    }
    match name.strip_prefix("account.") {
        Some(name) => account?.attributes.get(name).cloned(),
        None => contact.attributes.get(name).cloned(),
    }
}
