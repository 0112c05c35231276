//! From a stored response to its row in the columns: reads the JSON once, keeps only codes.

mod json;

use facts::{ColumnId, DimensionId, Fact, Facts, State, code};

use self::json::each;
use crate::filter::Dim;
use crate::plan::{Answer, Plan, code_of};

/// Different attribute names of a survey that take part in figures, the built-in ones included.
/// Each is a column over all answers, so a sender that puts ids into names must not fill the
/// memory. Later names stay in lists and exports; asking figures for one is refused by name.
const ATTRIBUTE_NAMES_MAX: usize = 500;

/// A stored response, as far as columns care.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    /// From 1 within the survey; its row is one less.
    pub(crate) ordinal: i64,
    /// When it was last stored, in the survey's own count.
    pub(crate) change_seq: i64,
    /// The version that was answered.
    pub(crate) version: i64,
    /// `partial`, `complete` or `erased`.
    pub(crate) state: String,
    /// Nobody knows yet, or no longer, that a person gave it: it doesn't count.
    pub(crate) in_doubt: bool,
    /// The language it was answered in.
    pub(crate) language: String,
    /// How it came in.
    pub(crate) channel: String,
    /// JSON object by question key.
    pub(crate) answers: String,
    /// JSON object by attribute name.
    pub(crate) attributes: String,
    /// Days since 1970 in the workspace's zone.
    pub(crate) day: i32,
}

impl Stored {
    /// What it is to the columns. One in doubt is absent as an erased one is, until a later change
    /// brings it back.
    pub(crate) fn counts_as(&self) -> State {
        match self.state.as_str() {
            "complete" if !self.in_doubt => State::Complete,
            "partial" if !self.in_doubt => State::Partial,
            _ => State::Absent,
        }
    }
}

/// The ids of a plan's columns in one [`Facts`], so that filling looks up no names.
#[derive(Debug)]
pub(crate) struct Filler {
    columns: Vec<ColumnId>,
    language: DimensionId,
    channel: DimensionId,
    version: DimensionId,
}

impl Filler {
    /// New facts with the columns of `plan`, and what fills them.
    pub(crate) fn new(plan: &Plan) -> (Facts, Self) {
        let mut facts = Facts::new();
        let columns = plan
            .columns
            .iter()
            .map(|column| facts.column(&column.name))
            .collect();
        let language = facts.dimension(&Dim::Language.name());
        let channel = facts.dimension(&Dim::Channel.name());
        let version = facts.dimension(&Dim::Version.name());
        (
            facts,
            Self {
                columns,
                language,
                channel,
                version,
            },
        )
    }

    /// Puts one response into its row.
    pub(crate) fn put(
        &self,
        plan: &Plan,
        facts: &mut Facts,
        stored: &Stored,
    ) -> Result<(), serde_json::Error> {
        let row = usize::try_from(stored.ordinal - 1).unwrap_or_default();
        let state = stored.counts_as();
        if state == State::Absent {
            facts.put(
                row,
                &Fact {
                    day: 0,
                    state,
                    answers: &[],
                    attributes: &[],
                    weight: None,
                },
            );
            return Ok(());
        }
        let answers = self.answers(plan, stored)?;
        let attributes = attributes(&stored.attributes)?;
        let version = stored.version.to_string();
        let mut values: Vec<(DimensionId, &str)> = vec![
            (self.language, stored.language.as_str()),
            (self.channel, stored.channel.as_str()),
            (self.version, version.as_str()),
        ];
        for (name, value) in &attributes {
            let column = Dim::Attribute(name.clone()).name();
            let known = facts.find_dimension(&column);
            if known.is_none() && facts.dimensions().count() >= ATTRIBUTE_NAMES_MAX {
                continue;
            }
            let dimension = known.unwrap_or_else(|| facts.dimension(&column));
            values.push((dimension, value));
        }
        let fact = Fact {
            day: stored.day,
            state,
            answers: &answers,
            attributes: &values,
            weight: None,
        };
        facts.put(row, &fact);
        Ok(())
    }

    /// The codes of all questions of the version that was answered.
    fn answers(
        &self,
        plan: &Plan,
        stored: &Stored,
    ) -> Result<Vec<(ColumnId, u8)>, serde_json::Error> {
        let Some(columns) = plan.of_version(stored.version) else {
            return Ok(Vec::new());
        };
        let mut codes = vec![code::NOT_ASKED; self.columns.len()];
        for index in columns.values().flatten() {
            codes[*index] = code::BLANK;
        }
        let set = |key: &str, answer: Answer<'_>| {
            for index in columns.get(key).into_iter().flatten() {
                codes[*index] = code_of(answer, &plan.columns[*index].codes);
            }
        };
        each(&stored.answers, set)?;
        Ok(columns
            .values()
            .flatten()
            .map(|index| (self.columns[*index], codes[*index]))
            .collect())
    }
}

/// Attributes with a value, as text; as `->>` gives them in SQL.
pub(crate) fn attributes(json: &str) -> Result<Vec<(String, String)>, serde_json::Error> {
    let mut found = Vec::new();
    each(json, |name, value| match value {
        Answer::Word(text) if !text.is_empty() => found.push((name.to_owned(), text.to_owned())),
        Answer::Number(number) => found.push((name.to_owned(), number.to_string())),
        _ => {}
    })?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_end_do_not_become_columns_without_end() {
        let plan = Plan::default();
        let (mut facts, filler) = Filler::new(&plan);
        for ordinal in 1..=2_000_i64 {
            let stored = Stored {
                ordinal,
                change_seq: ordinal,
                version: 1,
                state: "complete".to_owned(),
                in_doubt: false,
                language: "en".to_owned(),
                channel: "api".to_owned(),
                answers: "{}".to_owned(),
                attributes: format!(r#"{{"first":"x","name {ordinal}":"y"}}"#),
                day: 20_000,
            };
            filler.put(&plan, &mut facts, &stored).expect("JSON");
        }
        assert_eq!(facts.len(), 2_000, "every response counts");
        assert_eq!(facts.dimensions().count(), ATTRIBUTE_NAMES_MAX);
        assert!(
            facts
                .find_dimension(&Dim::Attribute("first".to_owned()).name())
                .is_some()
        );
    }
}
