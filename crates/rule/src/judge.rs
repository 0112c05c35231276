//! Asking rules about many answers or contacts at once: what they ask for is read once for all.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use contact::model::{Account, Contact};
use platform::{DbError, Tx};
use policy::trigger::{Facts, Known, Theme, Whose};
use policy::{At, Calendar, CalendarSettings, Day};

use crate::model::Rule;
use crate::set::{Said, Set};
use crate::subject::Subject;

/// Subjects with what the rules of a set ask of them.
pub(crate) struct Batch {
    set: Arc<Set>,
    subjects: Vec<Subject>,
    accounts: HashMap<String, Account>,
    contacts: HashMap<String, Contact>,
    /// Whether somebody has a role for an account.
    roles: HashMap<(String, String), bool>,
    said: Said,
    today: Day,
    /// Minutes the office is open on a working day.
    day_minutes: u16,
}

impl Batch {
    /// Reads what the rules of `set` ask of `subjects`.
    pub(crate) fn load(
        tx: &mut Tx<'_>,
        workspace_id: &str,
        (set, subjects): (Arc<Set>, Vec<Subject>),
        now_us: i64,
    ) -> Result<Self, DbError> {
        let needs = set.needs().clone();
        let settings = programme::store::programme::settings(tx, workspace_id)?;
        let mut batch = Self {
            said: said(&set, &subjects),
            accounts: HashMap::new(),
            contacts: HashMap::new(),
            roles: HashMap::new(),
            today: today(&settings.calendar, now_us),
            day_minutes: settings.calendar.office.to - settings.calendar.office.from,
            set,
            subjects,
        };
        if needs.accounts {
            let ids = distinct(
                batch
                    .subjects
                    .iter()
                    .filter_map(|s| s.account_id.as_deref()),
            );
            let found = contact::store::accounts_by_ids(tx, workspace_id, &ids)?;
            batch.accounts = found
                .into_iter()
                .map(|account| (account.account_id.clone(), account))
                .collect();
        }
        if needs.contacts {
            let ids = distinct(
                batch
                    .subjects
                    .iter()
                    .filter_map(|s| s.contact_id.as_deref()),
            );
            let found = contact::store::by_ids(tx, workspace_id, &ids)?;
            batch.contacts = found
                .into_iter()
                .map(|contact| (contact.contact_id.clone(), contact))
                .collect();
        }
        for role in &needs.roles {
            let ids = distinct(
                batch
                    .subjects
                    .iter()
                    .filter_map(|s| s.account_id.as_deref()),
            );
            let mut found = Vec::new();
            for id in ids {
                let has = contact::responsibility::find(tx, workspace_id, id, role)?.is_some();
                found.push(((id.to_owned(), role.clone()), has));
            }
            batch.roles.extend(found);
        }
        Ok(batch)
    }

    /// The subjects, in their order.
    pub(crate) fn subjects(&self) -> &[Subject] {
        &self.subjects
    }

    /// Minutes the office is open on a working day.
    pub(crate) fn day_minutes(&self) -> u16 {
        self.day_minutes
    }

    /// Whether what a rule wants holds for a subject; `None` when too little is known.
    pub(crate) fn holds(&self, rule: &Rule, place: usize) -> Option<bool> {
        let subject = &self.subjects[place];
        let one = One { batch: self, place };
        rule.definition.when.holds(&Facts {
            metric: subject.metric,
            score: subject.score,
            previous: subject.previous,
            higher_is_better: subject.higher_is_better,
            survey_id: subject.survey_id.as_deref(),
            language: subject.language.as_deref(),
            today: self.today,
            known: &one,
        })
    }
}

/// One subject of a batch.
struct One<'a> {
    batch: &'a Batch,
    place: usize,
}

impl One<'_> {
    fn subject(&self) -> &Subject {
        &self.batch.subjects[self.place]
    }
}

impl Known for One<'_> {
    fn says(&self, words: &str) -> Option<bool> {
        self.batch.set.says(&self.batch.said, self.place, words)
    }

    fn about(&self, theme: &Theme) -> Option<bool> {
        self.batch.set.about(&self.batch.said, self.place, theme)
    }

    fn attribute(&self, whose: Whose, name: &str) -> Option<&str> {
        let subject = self.subject();
        match whose {
            Whose::Account => {
                let account = self.batch.accounts.get(subject.account_id.as_ref()?)?;
                match name {
                    "name" => Some(account.name.as_str()),
                    "external_id" => account.external_id.as_deref(),
                    _ => account.attributes.get(name).map(String::as_str),
                }
            }
            Whose::Contact => {
                let id = subject.contact_id.as_ref();
                let contact = id.and_then(|id| self.batch.contacts.get(id));
                let own = contact.and_then(|contact| match name {
                    "external_id" => contact.external_id.as_deref(),
                    _ => contact.attributes.get(name).map(String::as_str),
                });
                // What came with the answer is known of whoever gave it.
                own.or_else(|| subject.attributes.get(name).map(String::as_str))
            }
        }
    }

    fn has_role(&self, role: &str) -> Option<bool> {
        let account_id = self.subject().account_id.clone()?;
        self.batch
            .roles
            .get(&(account_id, role.to_owned()))
            .copied()
    }
}

fn said(set: &Set, subjects: &[Subject]) -> Said {
    if !set.needs().comments {
        return Said::default();
    }
    let comments = subjects.iter().enumerate().flat_map(|(place, subject)| {
        let language = subject.language.as_deref().unwrap_or_default();
        subject
            .comments
            .iter()
            .map(move |text| (place, text.as_str(), language))
    });
    set.read(subjects.len(), comments)
}

fn distinct<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    ids.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The company's day.
pub(crate) fn today(settings: &CalendarSettings, now_us: i64) -> Day {
    match Calendar::new(settings.clone()) {
        Ok(calendar) => calendar.local(At(now_us)).0,
        Err(_) => Day((now_us / policy::DAY) as i32),
    }
}
