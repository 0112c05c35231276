//! Everything that happened with an account or a contact, newest first: each part of the product
//! is asked for its latest, in the order of its own index, and the parts are merged by time.

mod source;
mod store;

use std::collections::HashMap;

use platform::web::paging;
use platform::{DbError, Problem, Tx};

pub use source::{KINDS, Source, of_kinds};

/// Whose timeline it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    /// An account's, with all its contacts who aren't employees.
    Account(String),
    /// A contact's.
    Contact(String),
}

/// Something that happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at_us: i64,
    /// Which part of the product it is from.
    pub source: Source,
    /// Its id there.
    pub id: String,
    /// What it was, such as `answer`, `reminder` or `case_closed`.
    pub what: &'static str,
    /// With whom.
    pub contact_id: Option<String>,
    /// What they are called.
    pub contact_name: Option<String>,
    /// What it is about: a survey, a case, the type of an event.
    pub title: String,
    /// What was written or said.
    pub text: Option<String>,
    /// What a score measures, and the score on its own scale.
    pub score: Option<(String, i64)>,
    /// Who did it on our side.
    pub by: Option<String>,
    /// More about it: a result, a role, how a conversation was held.
    pub detail: Option<String>,
    /// The page it has.
    pub link: Option<String>,
}

/// Where a timeline goes on: after the entry of this time, source and id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct After {
    at_us: i64,
    source: Source,
    id: String,
}

impl After {
    /// After this entry.
    pub fn entry(entry: &Entry) -> Self {
        Self {
            at_us: entry.at_us,
            source: entry.source,
            id: entry.id.clone(),
        }
    }

    /// As a cursor.
    pub fn cursor(&self) -> String {
        let at = self.at_us.to_string();
        paging::cursor(&[&at, self.source.as_str(), &self.id])
    }

    /// Reads what [`After::cursor`] gives.
    pub fn read(cursor: &str) -> Result<Self, Problem> {
        let [at_us, source, id] = paging::read_cursor::<3>(cursor)?;
        Ok(Self {
            at_us: at_us.parse().map_err(|_| paging::no_cursor())?,
            source: Source::named(&source).ok_or_else(paging::no_cursor)?,
            id,
        })
    }

    /// Before which time and id of `source` to go on: entries of one moment are in the order of
    /// sources, and then of ids.
    fn bound(&self, source: Source) -> (i64, String) {
        match source.cmp(&self.source) {
            std::cmp::Ordering::Less => (self.at_us, String::new()),
            std::cmp::Ordering::Equal => (self.at_us, self.id.clone()),
            std::cmp::Ordering::Greater => (self.at_us.saturating_add(1), String::new()),
        }
    }
}

/// Entries of these sources after `after`, newest first, at most `limit`.
pub fn page(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (of, sources, now_us): (&Of, &[Source], i64),
    (after, limit): (Option<&After>, usize),
) -> Result<Vec<Entry>, DbError> {
    let mut all: Vec<Entry> = Vec::new();
    for source in sources {
        let before = after.map_or((i64::MAX, String::new()), |after| after.bound(*source));
        let before = (before.0, before.1.as_str());
        all.extend(store::of_source(
            tx,
            (workspace_id, of, now_us),
            *source,
            (before, limit),
        )?);
    }
    sort(&mut all);
    all.truncate(limit);
    name_contacts(tx, workspace_id, &mut all)?;
    Ok(all)
}

/// Newest first; entries of one moment by source, then by id from the last.
fn sort(entries: &mut [Entry]) {
    entries.sort_by(|a, b| (b.at_us, a.source, &b.id).cmp(&(a.at_us, b.source, &a.id)));
}

fn name_contacts(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    entries: &mut [Entry],
) -> Result<(), DbError> {
    let mut ids: Vec<&str> = entries
        .iter()
        .filter_map(|e| e.contact_id.as_deref())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let names: HashMap<String, String> = contact::store::by_ids(tx, workspace_id, &ids)?
        .into_iter()
        .map(|contact| (contact.contact_id.clone(), contact.title().to_owned()))
        .collect();
    for entry in entries {
        entry.contact_name = entry
            .contact_id
            .as_ref()
            .and_then(|id| names.get(id))
            .cloned();
    }
    Ok(())
}

#[cfg(test)]
mod tests;
