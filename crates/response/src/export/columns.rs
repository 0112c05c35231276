//! Which columns an export has, and what stands in them.

use std::borrow::Cow;

use list::Cell;
use serde_json::Value;
use survey::Definition;

use crate::import::propose::{ATTRIBUTE_PREFIX, OWN_COLUMNS};
use crate::import::row::is_guarded;
use crate::model::Response;

/// Between the choices of a question that takes several.
const BETWEEN_CHOICES: &str = "|";

/// The columns of one export, in order: the response itself, attributes, questions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    attributes: Vec<String>,
    questions: Vec<String>,
}

impl Columns {
    /// The columns for these attributes and the questions of all `definitions`, of which the
    /// newest comes first.
    pub fn new<'d>(
        attributes: Vec<String>,
        definitions: impl Iterator<Item = &'d Definition>,
    ) -> Self {
        let mut questions: Vec<String> = Vec::new();
        for question in definitions.flat_map(|d| &d.questions) {
            if !questions.contains(&question.key) {
                questions.push(question.key.clone());
            }
        }
        Self {
            attributes,
            questions,
        }
    }

    /// Their names. No two are the same: no question may have a key that is a name of ours.
    pub fn names(&self) -> Vec<String> {
        let own = OWN_COLUMNS.iter().map(|name| (*name).to_owned());
        let attributes = self
            .attributes
            .iter()
            .map(|name| format!("{ATTRIBUTE_PREFIX}{name}"));
        let questions = self.questions.iter().cloned();
        own.chain(attributes).chain(questions).collect()
    }

    /// The cells of one response, as many as there are names.
    pub(super) fn cells(&self, response: &Response) -> Vec<Cell> {
        let text = |text: &str| Cell::Text(text.to_owned());
        let maybe = |text: Option<&String>| text.map_or(Cell::Blank, |t| Cell::Text(t.clone()));
        // In the order of OWN_COLUMNS.
        let mut cells = vec![
            text(&response.response_id),
            maybe(response.external_id.as_ref()),
            text(response.state.as_str()),
            text(response.channel.as_str()),
            text(&response.language),
            Cell::Moment(response.answered.at_us),
            Cell::Count(response.version),
        ];
        cells.extend(
            self.attributes
                .iter()
                .map(|name| maybe(response.attributes.get(name))),
        );
        cells.extend(
            self.questions
                .iter()
                .map(|key| answer(response.answers.get(key))),
        );
        cells
    }
}

/// An answer as a cell: numbers as numbers, everything else as text.
fn answer(value: Option<&Value>) -> Cell {
    match value {
        None | Some(Value::Null) => Cell::Blank,
        Some(Value::Number(number)) => match number.as_i64() {
            Some(number) => Cell::Count(number),
            None => Cell::Text(number.to_string()),
        },
        Some(Value::String(text)) => Cell::Text(text.clone()),
        Some(Value::Array(items)) => {
            let keys: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            Cell::Text(keys.join(BETWEEN_CHOICES))
        }
        Some(other) => Cell::Text(other.to_string()),
    }
}

/// Text that no spreadsheet takes for a formula, and that the import can tell from text that
/// began with the mark itself.
pub(super) fn guarded(text: &str) -> Cow<'_, str> {
    if is_guarded(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A cell with its text made safe.
pub(super) fn safe(cell: Cell) -> Cell {
    match cell {
        Cell::Text(text) => Cell::Text(guarded(&text).into_owned()),
        other => other,
    }
}
