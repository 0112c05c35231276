//! What people can name in place of a score (a moment, a place they looked elsewhere): a column for
//! each, so that everything that crosses statements with scores can cross these too.

use survey::answers::OWN_WORDS;
use survey::{Choice, Kind, Question, Texts};

use super::{Codes, Column, Plan, Version};

/// One thing that can be named in answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// The question's key.
    pub(crate) question: String,
    /// The choice's key; [`OWN_WORDS`] stands for whatever people wrote themselves.
    pub(crate) choice: String,
    /// What respondents read; nothing for own words.
    pub(crate) text: Texts,
}

impl Named {
    /// The name of its column; no question has a key with a colon.
    pub(crate) fn column(&self) -> String {
        column(&self.question, &self.choice)
    }
}

fn column(question: &str, choice: &str) -> String {
    format!("{question}:{choice}")
}

/// The column whose code 1 says that something was written in answer to this question.
pub fn words_column(question: &Question) -> String {
    if question.kind.takes_own_words() {
        column(&question.key, OWN_WORDS)
    } else {
        question.key.clone()
    }
}

impl Plan {
    /// Columns for all that could ever be named in answer to a question, those offered now first.
    /// Each counts only the versions that offered it: nobody can name what is not there.
    pub(super) fn add_named(&mut self, question: &Question, versions: &[Version]) {
        if !question.kind.takes_own_words() {
            return;
        }
        let asked: Vec<(i64, &Question)> = versions
            .iter()
            .filter_map(|(number, definition)| {
                let asked = definition.question(&question.key)?;
                (asked.kind == question.kind).then_some((*number, asked))
            })
            .collect();
        let mut choices: Vec<&Choice> = question.choices.iter().collect();
        for choice in asked.iter().rev().flat_map(|(_, asked)| &asked.choices) {
            if choices.iter().all(|known| known.key != choice.key) {
                choices.push(choice);
            }
        }
        for choice in choices {
            let offered = |(_, asked): &&(i64, &Question)| {
                let mut offered = asked.choices.iter();
                offered.any(|other| other.key == choice.key)
            };
            let versions = asked.iter().filter(offered).map(|(number, _)| *number);
            self.add_one(question, (&choice.key, &choice.text), versions.collect());
        }
        let versions = asked.iter().map(|(number, _)| *number).collect();
        self.add_one(question, (OWN_WORDS, &Texts::new()), versions);
    }

    fn add_one(&mut self, question: &Question, (choice, text): (&str, &Texts), versions: Vec<i64>) {
        let named = Named {
            question: question.key.clone(),
            choice: choice.to_owned(),
            text: text.clone(),
        };
        self.columns.push(Column {
            name: named.column(),
            key: question.key.clone(),
            codes: match question.kind {
                Kind::Moment => Codes::Named(choice.to_owned()),
                _ => Codes::NamedAmong(choice.to_owned()),
            },
            versions,
            earlier: false,
        });
        self.named.push(named);
    }
}
