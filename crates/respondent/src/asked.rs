//! What surveys ask, kept between batches: which answer is the outcome, and which are words.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use platform::{DbError, Tx};
use survey::answers::{Answers, words};
use survey::model::{Definition, Direction, Kind};

use crate::store::following::Whose;

/// Longest beginning of a comment that is kept with who stands behind it, in characters.
const FIRST_WORDS: usize = 200;

/// A survey as it was asked.
#[derive(Debug)]
pub(crate) struct Asked {
    /// The survey's name in the workspace.
    pub(crate) name: String,
    /// Whether employees are asked, whose answers are nobody's.
    pub(crate) employees: bool,
    versions: HashMap<i64, Definition>,
    now: Definition,
}

/// What an answer says in short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) metric: Option<(Kind, Option<Direction>)>,
    pub(crate) score: Option<u8>,
    /// By question key, in the order of the questions.
    pub(crate) comments: Vec<(String, String)>,
}

impl Asked {
    /// What these answers to `version` say.
    pub(crate) fn read(&self, version: i64, answers: &Answers) -> Said {
        let definition = self.versions.get(&version).unwrap_or(&self.now);
        let outcome = definition.outcome();
        let score = outcome.and_then(|question| {
            let (low, high) = question.kind.range()?;
            let score = u8::try_from(answers.get(&question.key)?.as_u64()?).ok()?;
            (low..=high).contains(&score).then_some(score)
        });
        let comment = |question: &survey::model::Question| {
            let text = words(question.kind, answers.get(&question.key)?)?;
            (!text.trim().is_empty()).then(|| (question.key.clone(), text.to_owned()))
        };
        Said {
            metric: outcome.map(|question| (question.kind, question.direction)),
            score,
            comments: definition.questions.iter().filter_map(comment).collect(),
        }
    }
}

impl Said {
    /// The first words of the first comment.
    pub(crate) fn first_words(&self) -> Option<String> {
        let (_, text) = self.comments.first()?;
        let text = text.trim();
        match text.char_indices().nth(FIRST_WORDS) {
            None => Some(text.to_owned()),
            Some((end, _)) => {
                let cut = &text[..end];
                // At a space, when there is one not far from the end.
                let at = cut.rfind(char::is_whitespace).filter(|at| *at > end / 2);
                Some(format!("{}…", cut[..at.unwrap_or(end)].trim_end()))
            }
        }
    }
}

/// What is kept of a survey: its revision, and what it asked then.
type Known = (i64, Arc<Asked>);

/// What surveys ask, by survey.
#[derive(Clone, Debug, Default)]
pub(crate) struct Surveys(Arc<Mutex<HashMap<Whose, Known>>>);

impl Surveys {
    /// The survey as of `revision`, which is its present one; nothing when it is gone.
    pub(crate) fn get(
        &self,
        tx: &mut Tx<'_>,
        whose: &Whose,
        revision: i64,
    ) -> Result<Option<Arc<Asked>>, DbError> {
        let found = self.lock().get(whose).cloned();
        if let Some((known, asked)) = found
            && known == revision
        {
            return Ok(Some(asked));
        }
        let (workspace_id, survey_id) = (&whose.workspace_id, &whose.survey_id);
        let Some(survey) = survey::store::by_id(tx, workspace_id, survey_id)? else {
            return Ok(None);
        };
        let versions = survey::store::versions(tx, workspace_id, survey_id)?;
        let now = survey.definition;
        let asked = Arc::new(Asked {
            name: now.say(&now.title, now.language()).to_owned(),
            employees: now.employees,
            versions: versions
                .into_iter()
                .map(|(number, definition, _)| (number, definition))
                .collect(),
            now,
        });
        let known = (survey.revision, asked.clone());
        self.lock().insert(whose.clone(), known);
        Ok(Some(asked))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Whose, Known>> {
        // Every entry is whole at any moment.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_words_end_at_a_word() {
        let first = |text: &str| {
            let said = Said {
                comments: vec![("why".to_owned(), text.to_owned())],
                ..Said::default()
            };
            said.first_words().expect("there are words")
        };
        assert_eq!(first(" Short. "), "Short.");
        let exact = "é".repeat(FIRST_WORDS);
        assert_eq!(first(&exact), exact);
        let one_word = "é".repeat(FIRST_WORDS + 1);
        assert_eq!(first(&one_word), format!("{exact}…"));
        let words = "woord ".repeat(100);
        let cut = first(&words);
        assert!(cut.ends_with("woord…") && cut.chars().count() <= FIRST_WORDS + 1);
        assert_eq!(Said::default().first_words(), None);
    }
}
