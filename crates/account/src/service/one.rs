//! One account whole, and its timeline.

use contact::model::{Account, Contact};
use platform::{DbError, Problem, Tx};
use stats::nps::{Classes, Nps, nps};
use user::{Sight, Viewer};

use super::{Accounts, Row, rows};
use crate::model::{NEW_US, SILENT_US, Summary};
use crate::store;
use crate::timeline::{self, After, Entry, Of, Source};

/// Accounts below and silent contacts a page shows.
const SHOWN: usize = 50;

/// What an account and all below it say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Voice {
    /// Accounts, this one included.
    pub accounts: usize,
    /// By respondents: everybody counts once.
    pub by_respondents: Option<Nps>,
    /// By accounts: the mean of the accounts' own NPS, each counting once.
    pub by_accounts: Option<f64>,
    /// Accounts with respondents.
    pub answering: usize,
}

/// An account with all its page says.
#[derive(Clone, Debug)]
pub struct Whole {
    /// The account as in lists.
    pub row: Row,
    /// Those above it, the nearest first: id and name.
    pub above: Vec<(String, String)>,
    /// Those directly below it, and whether there are more.
    pub parts: Vec<Account>,
    /// Whether there are more parts than that.
    pub has_more_parts: bool,
    /// What it says itself.
    pub own: Voice,
    /// What it and all below it say; none when nothing is below it.
    pub all: Option<Voice>,
    /// Its contacts, employees too.
    pub contacts: i64,
    /// Some of those who are silent, with their last answer.
    pub silent: Vec<(Contact, Option<i64>)>,
}

impl Voice {
    fn of<'s>(summaries: impl Iterator<Item = &'s Summary>) -> Self {
        let mut voice = Self::default();
        let mut counts = [0_u64; 3];
        let mut sum = 0.0;
        for summary in summaries {
            voice.accounts += 1;
            let own = [summary.detractors, summary.passives, summary.promoters];
            for (count, own) in counts.iter_mut().zip(own) {
                *count += u64::try_from(own).unwrap_or(0);
            }
            if let Some(own) = summary.nps() {
                voice.answering += 1;
                sum += own;
            }
        }
        let [detractors, passives, promoters] = counts;
        voice.by_respondents = nps(&Classes::from_counts(detractors, passives, promoters));
        #[allow(clippy::cast_precision_loss)] // Counts of accounts.
        if voice.answering > 0 {
            voice.by_accounts = Some(sum / voice.answering as f64);
        }
        voice
    }
}

impl Accounts {
    /// The account with this id, whole.
    pub async fn whole(&self, viewer: &Viewer, account_id: &str) -> Result<Whole, Problem> {
        let (workspace_id, id) = (viewer.workspace_id.clone(), account_id.to_owned());
        let (now_us, sight) = (self.app.clock.now_us(), viewer.sight.clone());
        self.app
            .db
            .read(move |tx| {
                let row = seen(tx, (&workspace_id, &sight), &id)?;
                Ok(whole(tx, (&workspace_id, &sight), row, now_us)?)
            })
            .await
    }

    /// The account with this id as lists show it.
    pub async fn row(&self, viewer: &Viewer, account_id: &str) -> Result<Row, Problem> {
        let (workspace_id, id) = (viewer.workspace_id.clone(), account_id.to_owned());
        let sight = viewer.sight.clone();
        self.app
            .db
            .read(move |tx| seen(tx, (&workspace_id, &sight), &id))
            .await
    }

    /// The contact with this id, or the one it was merged into.
    pub async fn contact(&self, viewer: &Viewer, contact_id: &str) -> Result<Contact, Problem> {
        let (workspace_id, id) = (viewer.workspace_id.clone(), contact_id.to_owned());
        let sight = viewer.sight.clone();
        self.app
            .db
            .read(move |tx| Ok(seen_contact(tx, (&workspace_id, &sight), &id)?.0))
            .await
    }

    /// People a list may be limited to: id and name of whoever works here and is seen, by name.
    pub async fn people(&self, viewer: &Viewer) -> Result<Vec<(String, String)>, Problem> {
        let (workspace_id, sight) = (viewer.workspace_id.clone(), viewer.sight.clone());
        self.app
            .db
            .read(move |tx| {
                let people = user::people::active(tx, &workspace_id)?;
                let mut named: Vec<(String, String)> = people
                    .into_iter()
                    .filter(|one| sight.sees(&one.user_id))
                    .map(|one| (one.user_id, one.name))
                    .collect();
                named.sort_by_key(|(_, name)| name.to_lowercase());
                Ok(named)
            })
            .await
    }

    /// A page of a timeline, and by which it goes on. Nothing of an employee, who answers
    /// anonymously.
    pub async fn timeline(
        &self,
        viewer: &Viewer,
        (of, sources): (Of, Vec<Source>),
        (cursor, limit): (Option<&str>, usize),
    ) -> Result<(Vec<Entry>, Option<String>), Problem> {
        let (workspace_id, sight) = (viewer.workspace_id.clone(), viewer.sight.clone());
        let after = cursor.map(After::read).transpose()?;
        let now_us = self.app.clock.now_us();
        self.app
            .db
            .read(move |tx| {
                let whose = (workspace_id.as_str(), &sight);
                let Some((of, is_whole)) = known(tx, whose, of.clone())? else {
                    return Ok((Vec::new(), None));
                };
                let mut sources = sources.clone();
                if !is_whole {
                    sources.retain(|source| *source == Source::Answer);
                }
                let place = (after.as_ref(), limit + 1);
                let mut entries =
                    timeline::page(tx, &workspace_id, (&of, &sources, now_us), place)?;
                let next = platform::web::paging::cut(&mut entries, limit)
                    .map(|last| After::entry(last).cursor());
                if !is_whole {
                    let all = std::mem::take(&mut entries);
                    for entry in all {
                        let id = (workspace_id.as_str(), entry.id.as_str());
                        if response::served::sees_response(tx, id, &sight)? {
                            entries.push(entry);
                        }
                    }
                }
                Ok((entries, next))
            })
            .await
    }
}

/// The account with this id as lists show it, if it is within the sight.
fn seen(tx: &mut Tx<'_>, (workspace_id, sight): (&str, &Sight), id: &str) -> Result<Row, Problem> {
    let is_seen = contact::sight::sees_account(tx, (workspace_id, id), sight)?;
    let found = rows(tx, workspace_id, &[id])?.remove(id);
    found
        .filter(|_| is_seen)
        .ok_or_else(|| Problem::no("account"))
}

/// The contact with this id, if it is within the sight; and whether that is because its account is.
fn seen_contact(
    tx: &mut Tx<'_>,
    (workspace_id, sight): (&str, &Sight),
    id: &str,
) -> Result<(Contact, bool), Problem> {
    let found = contact::store::by_id(tx, workspace_id, id)?;
    let found = found.ok_or_else(|| Problem::no("contact"))?;
    if !contact::sight::sees_contact(tx, (workspace_id, &found.contact_id), sight)? {
        return Err(Problem::no("contact"));
    }
    let account_id = found.account_id.clone().unwrap_or_default();
    let by_account = contact::sight::sees_account(tx, (workspace_id, &account_id), sight)?;
    Ok((found, by_account))
}

/// Whose timeline it is by the ids of today, and whether all of it is seen or only answers within
/// the sight; none for an employee's.
fn known(tx: &mut Tx<'_>, whose: (&str, &Sight), of: Of) -> Result<Option<(Of, bool)>, Problem> {
    match of {
        Of::Account(id) => {
            seen(tx, whose, &id)?;
            Ok(Some((Of::Account(id), true)))
        }
        Of::Contact(id) => {
            let (contact, by_account) = seen_contact(tx, whose, &id)?;
            let is_customer = !contact.employee;
            Ok(is_customer.then_some((Of::Contact(contact.contact_id), by_account)))
        }
    }
}

fn whole(
    tx: &mut Tx<'_>,
    (workspace_id, sight): (&str, &Sight),
    mut row: Row,
    now_us: i64,
) -> Result<Whole, DbError> {
    let id = row.account.account_id.clone();
    let seen = contact::sight::accounts_seen(tx, workspace_id, sight)?;
    let is_seen = |id: &str| seen.as_ref().is_none_or(|seen| seen.contains(id));
    let mut below = store::below(tx, workspace_id, &id)?;
    below.retain(|id| is_seen(id));
    if let Some(parent) = &row.account.parent_id
        && !is_seen(parent)
    {
        row.parent = None;
        row.account.parent_id = None;
    }
    let all = if below.len() > 1 {
        let ids: Vec<&str> = below.iter().map(String::as_str).collect();
        let summaries = store::summaries(tx, workspace_id, &ids)?;
        let mut voice = Voice::of(summaries.values());
        voice.accounts = below.len();
        Some(voice)
    } else {
        None
    };
    let mut parts = contact::store::children(tx, workspace_id, &id, ("", SHOWN + 1))?;
    let has_more_parts = parts.len() > SHOWN;
    parts.truncate(SHOWN);
    parts.retain(|part| is_seen(&part.account_id));
    let mut above = store::above(tx, workspace_id, &id)?;
    above.retain(|(id, _)| is_seen(id));
    parts.sort_by_key(|part| part.name.to_lowercase());
    Ok(Whole {
        above,
        parts,
        has_more_parts,
        own: Voice::of(std::iter::once(&row.summary)),
        all,
        contacts: contact::store::contacts_of(tx, workspace_id, &id)?,
        silent: silent(tx, workspace_id, &row, now_us)?,
        row,
    })
}

/// Some contacts of an account who are silent, the longest known first.
fn silent(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    row: &Row,
    now_us: i64,
) -> Result<Vec<(Contact, Option<i64>)>, DbError> {
    if row.summary.silent == 0 {
        return Ok(Vec::new());
    }
    let account_id = &row.account.account_id;
    let place = (now_us - NEW_US, SHOWN * 20);
    let ids = store::customers_known_since(tx, workspace_id, account_id, place)?;
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let latest = respondent::answers::last_at_of_contacts(tx, workspace_id, &ids)?;
    let is_silent = |id: &&&str| latest.get(**id).is_none_or(|at| at + SILENT_US <= now_us);
    let silent: Vec<&str> = ids.iter().filter(is_silent).take(SHOWN).copied().collect();
    let mut contacts = contact::store::by_ids(tx, workspace_id, &silent)?;
    contacts.sort_by_key(|contact| contact.title().to_lowercase());
    Ok(contacts
        .into_iter()
        .map(|contact| {
            let last = latest.get(&contact.contact_id).copied();
            (contact, last)
        })
        .collect())
}
