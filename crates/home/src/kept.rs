//! What the first pages tell of each survey, kept until something of it changes: a director's page
//! is about every survey, and of fifty at most one or two have a new answer since it was last made.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use dashboard::service::Moment;
use platform::words::Language;
use serde_json::Value;
use user::Sight;

/// Surveys kept, in all languages and for all sights; all are made anew when there are more.
const KEPT_MAX: usize = 4000;

/// The page a survey is told on, which decides what is told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Page {
    /// Figure, what moved, what is to be gained.
    Company,
    /// Figure, and what customers wrote this week.
    Team,
}

/// Whose page, of which survey.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) page: Page,
    pub(crate) workspace_id: String,
    pub(crate) survey_id: String,
    pub(crate) sight: Sight,
    pub(crate) language: Language,
}

/// What is told of a survey.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    /// Its figure.
    pub(crate) figure: Value,
    /// What moved.
    pub(crate) moved: Vec<Value>,
    /// The drivers with most to gain.
    pub(crate) gains: Option<Value>,
    /// What customers wrote, each with its time in UTC microseconds.
    pub(crate) comments: Vec<(i64, Value)>,
}

/// When something was told: where the survey stood, and the day it was.
pub(crate) type At = (Moment, i32);

/// What was told last; none when there is nothing of a survey.
#[derive(Clone, Debug)]
pub(crate) struct Last(pub(crate) Option<Arc<Told>>);

type Known = HashMap<Key, (At, Last)>;

/// What was told of surveys.
#[derive(Clone, Debug, Default)]
pub struct Kept(Arc<Mutex<Known>>);

impl Kept {
    /// What is told of a survey, if it was told since it last changed.
    pub(crate) fn get(&self, key: &Key, at: &At) -> Option<Last> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.get(key).filter(|(told_at, _)| told_at == at);
        found.map(|(_, told)| told.clone())
    }

    /// Keeps what is told of a survey in place of what was told before.
    pub(crate) fn keep(&self, key: Key, at: At, told: Option<Arc<Told>>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KEPT_MAX && !known.contains_key(&key) {
            known.clear();
        }
        known.insert(key, (at, Last(told)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(survey_id: &str) -> Key {
        Key {
            page: Page::Company,
            workspace_id: "w".to_owned(),
            survey_id: survey_id.to_owned(),
            sight: Sight::Everything,
            language: Language::En,
        }
    }

    #[test]
    fn what_was_told_holds_until_the_survey_or_the_day_changes() {
        let kept = Kept::default();
        let at = |moment: &str, day| (Moment::of(moment), day);
        assert!(kept.get(&key("a"), &at("1.1", 5)).is_none());
        kept.keep(key("a"), at("1.1", 5), Some(Arc::default()));
        kept.keep(key("b"), at("1.1", 5), None);
        assert!(
            kept.get(&key("a"), &at("1.1", 5))
                .is_some_and(|Last(told)| told.is_some())
        );
        assert!(
            kept.get(&key("b"), &at("1.1", 5))
                .is_some_and(|Last(told)| told.is_none())
        );
        assert!(
            kept.get(&key("a"), &at("2.1", 5)).is_none(),
            "an answer came in"
        );
        assert!(kept.get(&key("a"), &at("1.1", 6)).is_none(), "another day");
        kept.keep(key("a"), at("2.1", 5), None);
        assert!(
            kept.get(&key("a"), &at("1.1", 5)).is_none(),
            "only the last is kept"
        );
    }
}
