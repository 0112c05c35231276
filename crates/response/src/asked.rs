//! What one respondent is asked: all questions of a survey, or of its rotated statements only those
//! that were dealt to them. Their form is that of a survey which has no other questions.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use platform::id;
use serde_json::Value;
use survey::answers::NOT_ASKED;
use survey::rotation::Rotation;
use survey::{Answers, Definition, Survey};

/// Surveys whose turn is remembered at most; beyond that each begins anywhere.
const TURNS_MAX: usize = 1000;

/// The questions one respondent is asked.
pub(crate) struct Asked<'d> {
    /// The survey with all its questions: an answer to any of them counts.
    pub(crate) all: &'d Definition,
    /// The survey with the questions that are shown.
    pub(crate) shown: Cow<'d, Definition>,
    left_out: Vec<&'d str>,
}

impl<'d> Asked<'d> {
    /// What whoever has this id (of the form or of the personal link) is asked.
    pub(crate) fn of(all: &'d Definition, id: &str) -> Self {
        let Some(rotation) = Rotation::of(all) else {
            return Self {
                all,
                shown: Cow::Borrowed(all),
                left_out: Vec::new(),
            };
        };
        let left_out = rotation.left_out(id);
        Self {
            shown: Cow::Owned(without(all, &left_out)),
            all,
            left_out,
        }
    }

    /// Marks the statements that were not dealt and have no answer as not asked.
    pub(crate) fn mark(&self, answers: &mut Answers) {
        for key in &self.left_out {
            answers
                .entry((*key).to_owned())
                .or_insert_with(|| Value::from(NOT_ASKED));
        }
    }
}

/// The definition without some of its questions. Where a page began with one of them it begins with
/// the next that is left.
fn without(definition: &Definition, keys: &[&str]) -> Definition {
    let mut new_page = false;
    let mut shown = Definition {
        questions: Vec::with_capacity(definition.questions.len()),
        statements_per_respondent: None,
        ..Definition::clone(definition)
    };
    for question in &definition.questions {
        new_page |= question.new_page;
        if !keys.contains(&question.key.as_str()) {
            let mut question = question.clone();
            question.new_page = std::mem::take(&mut new_page);
            shown.questions.push(question);
        }
    }
    shown
}

/// Deals statements in turn: the ids of forms and personal links that are made one after the other
/// lead to the blocks of a survey one after the other, so that few respondents are balanced already.
/// Each node deals for itself and begins anywhere.
#[derive(Default)]
pub(crate) struct Dealer {
    /// The place in the cycle that comes next, by survey.
    turns: Mutex<HashMap<String, usize>>,
}

impl Dealer {
    /// New ids for `count` respondents of a survey.
    pub(crate) fn ids(&self, survey: &Survey, count: usize) -> Vec<String> {
        let Some(rotation) = Rotation::of(&survey.definition) else {
            return (0..count).map(|_| id::new()).collect();
        };
        let first = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            if turns.len() >= TURNS_MAX && !turns.contains_key(&survey.survey_id) {
                turns.clear();
            }
            let anywhere = || rotation.place_of(&id::new());
            let next = turns
                .entry(survey.survey_id.clone())
                .or_insert_with(anywhere);
            let first = *next;
            *next = (first + count) % rotation.cycle();
            first
        };
        rotation.ids(first, count)
    }

    /// A new id for one respondent.
    pub(crate) fn id(&self, survey: &Survey) -> String {
        self.ids(survey, 1).pop().expect("one was asked for")
    }
}

#[cfg(test)]
mod tests;
