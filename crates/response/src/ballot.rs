//! Surveys of employees are anonymous by construction: no answer knows its invitation, and that
//! somebody answered is told for several at once, apart from any answer.
//!
//! Until it is told it is known in this process's memory only. What a restart forgets, at most four
//! of a survey, looks unanswered: a reminder may go out, and its link takes another answer. That
//! is the price for never storing who just answered.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use platform::web::App;
use platform::{DbError, Problem};

use crate::model::{Attributes, Invitation, Moment, State};
use crate::rules;
use crate::service::Responses;
use crate::store;

/// So many must share something before it is stored: the same number from which employees' answers
/// are shown.
const TOGETHER: usize = 5;

/// Invitations of one survey as (workspace, survey).
type Whose = (String, String);

/// Who answered and was not told yet.
#[derive(Default)]
pub(crate) struct Ballots {
    waiting: Mutex<BTreeMap<Whose, BTreeSet<String>>>,
}

fn whose(invitation: &Invitation) -> Whose {
    let workspace = invitation.workspace_id.clone();
    (workspace, invitation.survey_id.clone())
}

impl Ballots {
    /// Whether this invitation was answered, told or not.
    pub(crate) fn is_answered(&self, invitation: &Invitation) -> bool {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        invitation.told
            || waiting
                .get(&whose(invitation))
                .is_some_and(|ids| ids.contains(&invitation.invitation_id))
    }

    /// Takes note that an invitation was answered, and tells it with others once there are enough.
    pub(crate) async fn collect(&self, app: &App, invitation: &Invitation) {
        if invitation.told {
            return;
        }
        let whose = whose(invitation);
        let Some(ids) = self.enough(&whose, &invitation.invitation_id) else {
            return;
        };
        let work = (whose.0.clone(), ids.clone());
        let told = app.db.write(move |tx| {
            let (workspace_id, ids) = &work;
            // In the order of their random ids, which says nothing of who came first.
            ids.iter()
                .try_for_each(|id| store::invitation::tell(tx, workspace_id, id))
        });
        if let Err(error) = told.await {
            let error: DbError = error;
            tracing::warn!(%error, "that some employees answered is told later");
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.entry(whose).or_default().extend(ids);
        }
    }

    /// Adds an invitation; all that wait, once they are enough.
    fn enough(&self, whose: &Whose, invitation_id: &str) -> Option<BTreeSet<String>> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let ids = waiting.entry(whose.clone()).or_default();
        ids.insert(invitation_id.to_owned());
        if ids.len() < TOGETHER {
            return None;
        }
        waiting.remove(whose)
    }
}

/// The moment at which an answer of an employee is stored: noon of its day, for all the same.
pub(crate) fn coarse(now: Moment, zone: &jiff::tz::TimeZone) -> Moment {
    rules::noon(zone, platform::clock::date_of_day(now.day))
}

/// Those of someone's attributes that at least so many of `all` have too, taken together. The
/// rarest are left out first.
fn shared(own: &Attributes, all: &[Attributes], least: usize) -> Attributes {
    let mut kept = own.clone();
    loop {
        let has = |other: &&Attributes| {
            kept.iter()
                .all(|(name, value)| other.get(name) == Some(value))
        };
        if kept.is_empty() || all.iter().filter(has).count() >= least {
            return kept;
        }
        let holders = |name: &String, value: &String| {
            all.iter()
                .filter(|other| other.get(name) == Some(value))
                .count()
        };
        let rarest = kept
            .iter()
            .min_by_key(|(name, value)| holders(name, value))
            .map(|(name, _)| name.clone());
        rarest.map(|name| kept.remove(&name));
    }
}

impl Responses {
    /// The attributes an answer to this invitation may keep: no fewer than five invitations of the
    /// survey have them all, so that they lead to none.
    pub(crate) async fn shared_attributes(
        &self,
        invitation: &Invitation,
    ) -> Result<Attributes, Problem> {
        if invitation.attributes.is_empty() {
            return Ok(Attributes::new());
        }
        let (workspace_id, survey_id) = whose(invitation);
        let all = self
            .app
            .db
            .read(move |tx| {
                Ok::<_, Problem>(store::invitation::attributes(
                    tx,
                    &workspace_id,
                    &survey_id,
                )?)
            })
            .await?;
        Ok(shared(&invitation.attributes, &all, TOGETHER))
    }

    /// How far the response of a ballot is.
    pub(crate) async fn ballot_state(
        &self,
        invitation: &Invitation,
        ballot: &str,
    ) -> Result<Option<State>, Problem> {
        let (workspace_id, survey_id) = whose(invitation);
        let ballot = ballot.to_owned();
        self.app
            .db
            .read(move |tx| {
                let whose = (workspace_id.as_str(), survey_id.as_str());
                Ok::<_, Problem>(store::reading::sent_state(tx, whose, &ballot)?)
            })
            .await
    }
}

#[cfg(test)]
mod tests;
