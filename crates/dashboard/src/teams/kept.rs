//! What was found out of a survey about its teams, kept until something changes: no page counts all
//! answers anew.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::Groups;
use super::counting::{ByGroup, Counted, in_memory};
use super::division::{Division, divide};
use crate::again::Repeated;
use crate::ask::Ask;
use crate::filter::Asked;
use crate::keeper::Kept;
use crate::privacy::Privacy;
use crate::store::Mark;

/// Entries kept of one survey; all are found anew when there are more.
const KEPT_MAX: usize = 1_000_000;

/// What was found out of a survey, and of which moment that is.
#[derive(Default)]
pub(crate) struct Found(Mutex<Option<Of>>);

struct Of {
    mark: Mark,
    groups: Arc<Groups>,
    repeated: Arc<Repeated>,
    divisions: HashMap<(u64, String), Arc<Division>>,
    /// Answers by who served, by question.
    counted: HashMap<String, Arc<ByGroup>>,
    /// How many entries there are in all of these.
    size: usize,
}

/// All that a division depends on beside the selection.
pub(super) struct Now<'a> {
    pub(super) kept: &'a Kept,
    pub(super) groups: Arc<Groups>,
    pub(super) repeated: Arc<Repeated>,
    pub(super) privacy: Privacy,
}

impl Found {
    /// How a selection is divided; none when the facts have never seen what is named.
    pub(super) fn division(&self, now: &Now<'_>, asks: &[Ask]) -> Option<Arc<Division>> {
        let whole = asks.last().map(|ask| &ask.filter);
        let key = (now.privacy.least(), format!("{whole:?}"));
        if let Some(known) = self.known(now, |of| of.divisions.get(&key).cloned()) {
            return Some(known);
        }
        let counted = asks.iter().map(|ask| {
            let found = self.counted(now, ask)?;
            Some(found.values().next().cloned().unwrap_or_default())
        });
        let counted: Vec<Counted> = counted.collect::<Option<_>>()?;
        let by = (now.groups.as_ref(), now.privacy);
        let found = Arc::new(divide(&now.kept.served, &counted, by));
        self.known(now, |of| {
            of.makes_room(found.by_persons.of.len());
            of.divisions.insert(key, found.clone())
        });
        Some(found)
    }

    /// The answers of each group of a question by who served; none when the facts have never seen what
    /// is named.
    pub(super) fn counted(&self, now: &Now<'_>, ask: &Ask) -> Option<Arc<ByGroup>> {
        let filter = Asked {
            by: None,
            trend: None,
            ..ask.filter.clone()
        };
        let key = format!("{:?}", (filter, &ask.group, &ask.outcome));
        if let Some(known) = self.known(now, |of| of.counted.get(&key).cloned()) {
            return Some(known);
        }
        let found = Arc::new(in_memory(now.kept, ask, &now.repeated)?);
        self.known(now, |of| {
            of.makes_room(found.values().map(Counted::len).sum());
            of.counted.insert(key, found.clone())
        });
        Some(found)
    }

    /// What is known of this moment.
    fn known<T>(&self, now: &Now<'_>, with: impl FnOnce(&mut Of) -> Option<T>) -> Option<T> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_of = |of: &Of| {
            of.mark == now.kept.mark
                && of.groups == now.groups
                && Arc::ptr_eq(&of.repeated, &now.repeated)
        };
        if !known.as_ref().is_some_and(is_of) {
            *known = Some(Of {
                mark: now.kept.mark,
                groups: now.groups.clone(),
                repeated: now.repeated.clone(),
                divisions: HashMap::new(),
                counted: HashMap::new(),
                size: 0,
            });
        }
        with(known.as_mut()?)
    }
}

impl Of {
    /// Forgets everything when so many entries more are too many.
    fn makes_room(&mut self, more: usize) {
        if self.size + more > KEPT_MAX {
            self.divisions.clear();
            self.counted.clear();
            self.size = 0;
        }
        self.size += more;
    }
}
