//! "You said, we did": who raised an improvement, who of them can be told, and telling them once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use contact::model::Contact;
use platform::{DbError, Problem, Tx, id};
use policy::Standing;
use programme::letter::Wordings;
use programme::outreach::{self, Kind, Outreach, PRIORITY, State, WINDOW_DAYS};
use serde_json::json;
use user::Viewer;

use super::improvement::{self, check_may_tell, check_over};
use super::{Refusal, note, refuse};
use crate::Actions;
use crate::heard;
use crate::model::{Improvement, Voice};
use crate::{rules, store};

/// Letters asked for in one transaction: short enough not to hold up others who write.
const CHUNK: usize = 100;
/// What the letters are about.
const NOUN: &str = "improvement";

/// Why somebody who raised an improvement is not told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unreached {
    /// Was told before.
    Told,
    /// No address.
    NoAddress,
    /// The address returned a mail.
    Bounced,
    /// Unsubscribed.
    OptedOut,
    /// Reported a mail as unwanted.
    Complained,
    /// On the do-not-contact list.
    DoNotContact,
    /// Is an employee.
    Employee,
    /// The contact was removed.
    Removed,
    /// Nobody knows who gave the answer.
    Anonymous,
    /// The answer was removed, or doesn't count any more.
    Gone,
}

impl Unreached {
    /// As in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Told => "told",
            Self::NoAddress => "no_address",
            Self::Bounced => "bounced",
            Self::OptedOut => "opted_out",
            Self::Complained => "complained",
            Self::DoNotContact => "do_not_contact",
            Self::Employee => "employee",
            Self::Removed => "removed",
            Self::Anonymous => "anonymous",
            Self::Gone => "gone",
        }
    }

    /// Why this contact can't be written to; none when it can.
    fn of(contact: &Contact) -> Option<Self> {
        if contact.employee {
            return Some(Self::Employee);
        }
        match contact.standing() {
            Standing::Reachable => None,
            Standing::NoAddress => Some(Self::NoAddress),
            Standing::Bounced => Some(Self::Bounced),
            Standing::OptedOut => Some(Self::OptedOut),
            Standing::Complained => Some(Self::Complained),
            Standing::DoNotContact => Some(Self::DoNotContact),
        }
    }
}

/// Who raised an improvement.
#[derive(Clone, Debug, Default)]
pub struct Voices {
    /// Answers that raised it, and cases without an answer.
    pub answers: usize,
    /// Whoever is told when somebody says so, each once, by name.
    pub reached: Vec<Contact>,
    /// Contacts who are not, with why, by name. Whoever was told before is among them.
    pub unreached: Vec<(Contact, Unreached)>,
    /// How many are not, by why; also those without a contact.
    pub why: BTreeMap<Unreached, usize>,
    /// What became of the letters that were asked for before, with the reason.
    pub letters: Vec<(State, Option<String>, i64)>,
}

/// Who raised an improvement; 404 when there is none.
pub async fn voices(
    actions: &Actions,
    viewer: &Viewer,
    improvement_id: &str,
) -> Result<Voices, Problem> {
    super::sees_everything(viewer)?;
    let (workspace, id) = (viewer.workspace_id.clone(), improvement_id.to_owned());
    let read = move |tx: &mut Tx<'_>| {
        if store::improvement::by_id(tx, &workspace, &id)?.is_none() {
            return Err(Problem::no("improvement"));
        }
        Ok(look(tx, &workspace, &id)?)
    };
    actions.app.db.read_long(read).await
}

fn look(tx: &mut Tx<'_>, workspace_id: &str, improvement_id: &str) -> Result<Voices, DbError> {
    let voices = store::voice::of_improvement(tx, workspace_id, improvement_id)?;
    let mut found = Voices {
        answers: voices.len(),
        ..Voices::default()
    };
    let ids = contacts(tx, workspace_id, &voices, &mut found.why)?;
    let told = told(tx, workspace_id, improvement_id)?;
    let some: Vec<&str> = ids.iter().map(String::as_str).collect();
    let known = contact::store::by_ids(tx, workspace_id, &some)?;
    let missing = ids.len().saturating_sub(known.len());
    if missing > 0 {
        *found.why.entry(Unreached::Removed).or_default() += missing;
    }
    for contact in known {
        let was_told = told.contains(&contact.contact_id);
        let why = was_told.then_some(Unreached::Told);
        match why.or_else(|| Unreached::of(&contact)) {
            None => found.reached.push(contact),
            Some(why) => {
                *found.why.entry(why).or_default() += 1;
                found.unreached.push((contact, why));
            }
        }
    }
    let name = |own: &Contact| own.title().to_lowercase();
    found.reached.sort_by_cached_key(name);
    found.unreached.sort_by_cached_key(|(own, _)| name(own));
    found.letters = outreach::counts_of_cause(tx, workspace_id, (NOUN, improvement_id))?;
    Ok(found)
}

/// The contacts behind voices, as they are known by now; counts the voices nobody stands behind.
fn contacts(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    voices: &[Voice],
    why: &mut BTreeMap<Unreached, usize>,
) -> Result<BTreeSet<String>, DbError> {
    let responses: Vec<&str> = voices
        .iter()
        .filter_map(|own| own.response_id.as_deref())
        .collect();
    let answers = respondent::answers::of_responses(tx, workspace_id, &responses)?;
    let answers: HashMap<String, Option<String>> = answers
        .into_iter()
        .map(|own| (own.response_id, own.contact_id))
        .collect();
    let stored: Vec<&str> = voices
        .iter()
        .filter_map(|own| own.contact_id.as_deref())
        .collect();
    let present = contact::store::present_ids(tx, workspace_id, &stored)?;
    let mut found = BTreeSet::new();
    for voice in voices {
        let own = voice.contact_id.as_ref();
        let own = own.map(|id| present.get(id).unwrap_or(id).clone());
        let answer = voice.response_id.as_ref().map(|id| answers.get(id));
        let unknown = match answer {
            Some(None) => Unreached::Gone,
            _ => Unreached::Anonymous,
        };
        match answer.flatten().cloned().flatten().or(own) {
            Some(contact_id) => {
                found.insert(contact_id);
            }
            None => *why.entry(unknown).or_default() += 1,
        }
    }
    Ok(found)
}

/// The contacts that a letter about the improvement was asked for, as they are known by now.
fn told(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    improvement_id: &str,
) -> Result<BTreeSet<String>, DbError> {
    let cause = (Kind::Told, NOUN, improvement_id);
    let letters = outreach::contacts_of_cause(tx, workspace_id, cause)?;
    let ids: Vec<&str> = letters.iter().map(|own| own.0.as_str()).collect();
    let present = contact::store::present_ids(tx, workspace_id, &ids)?;
    let now = |id: &&str| present.get(*id).map_or(*id, String::as_str).to_owned();
    Ok(ids.iter().map(now).collect())
}

/// How an improvement is closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Close {
    /// Whether it goes on the public page.
    pub publish: bool,
    /// Whether those who raised it are told; how many that are, as somebody saw: another number is
    /// a conflict.
    pub tell: Option<usize>,
}

/// Closes an improvement, and tells those who raised it. Whoever gets a letter gets one, whatever
/// happens in between.
pub async fn close(
    actions: &Actions,
    viewer: &Viewer,
    improvement_id: &str,
    close: Close,
) -> Result<Improvement, Refusal> {
    check_may_tell(viewer)?;
    let whole = improvement::get(actions, viewer, improvement_id).await?;
    check_over(&whole)?;
    let mut own = whole.improvement;
    if close.publish {
        refuse(rules::check_public(&own.draft))?;
        own.published_at_us = Some(actions.app.clock.now_us());
    }
    let n = match close.tell {
        Some(expected) => ask_for(actions, viewer, (&own, expected)).await?,
        None => 0,
    };
    let (viewer, id) = (viewer.clone(), improvement_id.to_owned());
    let now_us = actions.app.clock.now_us();
    let work = move |tx: &mut Tx<'_>| {
        let found = store::improvement::lock(tx, &viewer.workspace_id, &id)?;
        let mut own = found.ok_or_else(|| Problem::no("improvement"))?;
        if own.is_closed() {
            return Ok(own);
        }
        own.closed_at_us = Some(now_us);
        own.published_at_us = close.publish.then_some(now_us);
        if n > 0 {
            own.told_at_us = Some(now_us);
        }
        own.revision += 1;
        own.changed_at_us = now_us;
        store::improvement::save(tx, &own)?;
        let mut said = json!({ "told": n, "published": close.publish });
        let about = ("improvement.closed", id.as_str());
        note(tx, &viewer, about, said.clone(), now_us)?;
        said["improvement_id"] = json!(id);
        let workspace = viewer.workspace_id.as_str();
        webhook::publish(tx, workspace, about.0, said, now_us)?;
        Ok::<_, Refusal>(own)
    };
    actions.app.db.write(work).await
}

/// Tells those who raised a closed improvement and were not told yet.
pub async fn tell(
    actions: &Actions,
    viewer: &Viewer,
    (improvement_id, expected): (&str, usize),
) -> Result<Improvement, Refusal> {
    check_may_tell(viewer)?;
    let whole = improvement::get(actions, viewer, improvement_id).await?;
    if !whole.improvement.is_closed() {
        let detail = "those who raised an improvement are told when it is closed";
        return Err(Problem::Conflict(detail.to_owned()).into());
    }
    let n = ask_for(actions, viewer, (&whole.improvement, expected)).await?;
    let (viewer, id) = (viewer.clone(), improvement_id.to_owned());
    let now_us = actions.app.clock.now_us();
    let work = move |tx: &mut Tx<'_>| {
        let found = store::improvement::lock(tx, &viewer.workspace_id, &id)?;
        let mut own = found.ok_or_else(|| Problem::no("improvement"))?;
        own.told_at_us = Some(now_us);
        own.revision += 1;
        own.changed_at_us = now_us;
        store::improvement::save(tx, &own)?;
        let said = json!({ "told": n });
        note(tx, &viewer, ("improvement.told", &id), said, now_us)?;
        Ok::<_, Refusal>(own)
    };
    actions.app.db.write(work).await
}

/// Asks for a letter to everybody who raised an improvement and can be told; how many.
async fn ask_for(
    actions: &Actions,
    viewer: &Viewer,
    (own, expected): (&Improvement, usize),
) -> Result<usize, Refusal> {
    refuse(rules::check_letter(&own.draft))?;
    let found = voices(actions, viewer, &own.improvement_id).await?;
    if found.reached.len() != expected {
        let n = found.reached.len();
        let detail = format!("by now {n} contacts would be told, not {expected}: look again");
        return Err(Problem::Conflict(detail).into());
    }
    let now_us = actions.app.clock.now_us();
    let wording = crate::letter::wording(&own.draft);
    let mut asked = 0;
    for chunk in found.reached.chunks(CHUNK) {
        let letters: Vec<Outreach> = chunk.iter().map(|to| letter(own, &wording, to)).collect();
        let workspace = viewer.workspace_id.clone();
        let work = move |tx: &mut Tx<'_>| {
            let mut added = 0;
            for letter in &letters {
                added += usize::from(outreach::add(tx, &workspace, letter, now_us)?);
            }
            Ok::<_, DbError>(added)
        };
        asked += actions.app.db.write(work).await.map_err(Problem::from)?;
    }
    Ok(asked)
}

fn letter(own: &Improvement, wording: &Wordings, to: &Contact) -> Outreach {
    Outreach {
        outreach_id: id::new(),
        kind: Kind::Told,
        contact_id: to.contact_id.clone(),
        subject: own.draft.title.clone(),
        wording: wording.clone(),
        link: own.published_at_us.map(|_| heard::address_of(own)),
        cause: (NOUN.to_owned(), own.improvement_id.clone()),
        priority: PRIORITY,
        window_days: WINDOW_DAYS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_may_not_be_written_to_is_not_reached() {
        let contact = Contact {
            email: Some("ann@customer.example".to_owned()),
            ..Contact::default()
        };
        assert_eq!(Unreached::of(&contact), None);
        let own = |change: fn(&mut Contact)| {
            let mut contact = contact.clone();
            change(&mut contact);
            Unreached::of(&contact)
        };
        assert_eq!(own(|c| c.employee = true), Some(Unreached::Employee));
        assert_eq!(own(|c| c.email = None), Some(Unreached::NoAddress));
        assert_eq!(
            own(|c| c.opted_out_at_us = Some(1)),
            Some(Unreached::OptedOut)
        );
        assert_eq!(own(|c| c.bounced_at_us = Some(1)), Some(Unreached::Bounced));
        assert_eq!(
            own(|c| c.complained_at_us = Some(1)),
            Some(Unreached::Complained)
        );
        assert_eq!(
            own(|c| c.do_not_contact = true),
            Some(Unreached::DoNotContact)
        );
    }
}
