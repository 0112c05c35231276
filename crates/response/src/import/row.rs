//! From a row of a file to a response that can be stored, or to the reasons why not.

use std::ops::Range;

use serde_json::Value;
use survey::answers::{self, Answers};
use survey::{Definition, Kind, Question, rotation};
use tabular::Row;

use super::calendar::{Calendar, Said};
use super::cell;
use super::ids::Ids;
use super::mapping::{Code, Mapping, MappingError, Missing, Target};
use super::reason::{Fault, Reason, Rejection};
use crate::model::{Attributes, Moment};
use crate::rules::ATTRIBUTE_VALUE_MAX;

/// What the external ids begin with that are made from the id in an export of ours.
const EXPORTED_PREFIX: &str = "id:";

/// A row that can be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    /// 1-based line in the file.
    pub line: u64,
    /// The sender's id, or one made from the content of the row.
    pub external_id: String,
    /// The id of the response in our export, where the row is of one.
    pub response_id: Option<String>,
    /// Answers by question key, as they are stored.
    pub answers: Answers,
    /// Attributes by name.
    pub attributes: Attributes,
    /// When it was answered; `None` when neither row nor mapping says.
    pub answered: Option<Moment>,
    /// Moments that say the same as `answered` at the precision of the file, in UTC microseconds.
    pub spans: Vec<Range<i64>>,
    /// The language it was answered in; `None` is the survey's default.
    pub language: Option<String>,
    /// Whether it was begun and not sent in.
    pub partial: bool,
}

/// Converts the rows of one file, one after the other.
pub struct Converter<'a> {
    definition: &'a Definition,
    columns: &'a [String],
    steps: Vec<Step<'a>>,
    /// The places of the columns by name, so that their order in the file doesn't matter.
    sorted: Vec<usize>,
    constants: &'a Attributes,
    answered_on: Option<Said>,
    calendar: Calendar,
    /// Our own mark stands before what a spreadsheet would take for a formula.
    is_marked: bool,
    /// The file is an export of ours.
    is_own: bool,
    ids: Ids,
}

/// What is done with one column.
struct Step<'a> {
    column: usize,
    action: Action<'a>,
}

enum Action<'a> {
    Answer(&'a Question, Vec<(Code, Missing)>),
    Attribute(&'a str),
    ExternalId,
    ResponseId,
    AnsweredAt,
    Language,
    State,
}

impl<'a> Converter<'a> {
    /// A converter for a file with these `columns`; the mapping is checked first.
    pub fn new(
        mapping: &'a Mapping,
        definition: &'a Definition,
        columns: &'a [String],
        calendar: Calendar,
    ) -> Result<Self, MappingError> {
        mapping.check(columns, definition)?;
        let mut sorted: Vec<usize> = (0..columns.len()).collect();
        sorted.sort_by_key(|&i| &columns[i]);
        let steps = columns
            .iter()
            .enumerate()
            .filter_map(|(column, name)| {
                let action = action(mapping, definition, mapping.target(name))?;
                Some(Step { column, action })
            })
            .collect();
        Ok(Self {
            definition,
            columns,
            steps,
            sorted,
            constants: &mapping.constants,
            answered_on: answered_on(mapping, &calendar)?,
            calendar,
            is_marked: mapping.own_export,
            is_own: mapping.own_export,
            ids: Ids::default(),
        })
    }

    /// For a spreadsheet: its cells of text are never formulas, so our exports mark none.
    #[must_use]
    pub fn of_sheet(self) -> Self {
        Self {
            is_marked: false,
            ..self
        }
    }

    /// The response in `row`, or what is wrong with it. Rows must come in the order of the file.
    pub fn convert(&mut self, row: &Row) -> Result<Prepared, Rejection> {
        let mut given_id = None;
        let (answered, spans) = self.answered_on.clone().unzip();
        let mut prepared = Prepared {
            line: row.line(),
            external_id: String::new(),
            response_id: None,
            answers: Answers::new(),
            attributes: self.constants.clone(),
            answered,
            spans: spans.unwrap_or_default(),
            language: None,
            partial: false,
        };
        let mut faults: Vec<Fault> = Vec::new();
        let mut filled: Vec<&str> = Vec::new();
        if let Some(reason) = odd(row) {
            faults.push(Fault::of_row(reason));
        }
        for step in &self.steps {
            let text = self.plain(row.cell(step.column));
            if text.trim().is_empty() {
                continue;
            }
            let outcome = match &step.action {
                Action::ExternalId => cell::external_id(text.trim()).map(|id| given_id = Some(id)),
                action => take(action, text, &self.calendar, &mut prepared),
            };
            if let Err(reason) = outcome {
                faults.push(Fault::of_cell(&self.columns[step.column], text, reason));
            } else if let Action::Answer(question, _) = step.action {
                filled.push(&question.key);
            }
        }
        if faults.is_empty() && prepared.answers.is_empty() {
            faults.push(Fault::of_row(Reason::NothingAnswered));
        }
        self.mark_not_asked(&filled, &mut prepared.answers);
        if faults.is_empty() {
            self.refused(&prepared, given_id.as_deref(), &mut faults);
        }
        prepared.external_id = match (given_id, &prepared.response_id) {
            (Some(id), _) => id,
            (None, Some(id)) => format!("{EXPORTED_PREFIX}{id}"),
            (None, None) => self.ids.of_content(row, self.columns, &self.sorted),
        };
        if faults.is_empty() {
            Ok(prepared)
        } else {
            Err(Rejection {
                line: row.line(),
                faults,
            })
        }
    }

    /// Where statements rotate, an empty cell is a statement that wasn't asked, unless a code says
    /// that it was left blank. Our own exports say themselves what wasn't asked.
    fn mark_not_asked(&self, filled: &[&str], answers: &mut Answers) {
        if self.is_own || self.definition.statements_per_respondent.is_none() {
            return;
        }
        for key in filled {
            answers.entry((*key).to_owned()).or_insert(Value::Null);
        }
        rotation::mark_not_asked(self.definition, answers);
        answers.retain(|_, answer| !answer.is_null());
    }

    /// The cell without the mark our exports put before a formula.
    fn plain<'c>(&self, cell: &'c str) -> &'c str {
        match cell.strip_prefix('\'') {
            Some(rest) if self.is_marked && is_guarded(rest) => rest,
            _ => cell,
        }
    }

    /// What shows only when the row is whole: an id that was there before, and the survey's own rules.
    fn refused(&mut self, prepared: &Prepared, id: Option<&str>, faults: &mut Vec<Fault>) {
        if let Some(id) = id
            && let Some(line) = self.ids.earlier_line(id, prepared.line)
        {
            let column = self.column_of(|a| matches!(a, Action::ExternalId));
            faults.push(Fault::of_cell(column, id, Reason::IdTwice(line)));
        }
        if let Some(id) = &prepared.response_id
            && let Some(line) = self
                .ids
                .earlier_line(&format!("{EXPORTED_PREFIX}{id}"), prepared.line)
        {
            let column = self.column_of(|a| matches!(a, Action::ResponseId));
            faults.push(Fault::of_cell(column, id, Reason::IdTwice(line)));
        }
        if let Err(errors) = answers::validate_answers(self.definition, &prepared.answers, false) {
            faults.extend(errors.into_iter().map(|error| {
                let key = error.pointer.rsplit('/').next().unwrap_or_default();
                Fault::of_cell(key, "", Reason::Other(error.detail))
            }));
        }
    }

    fn column_of(&self, is: impl Fn(&Action<'_>) -> bool) -> &str {
        let step = self.steps.iter().find(|s| is(&s.action));
        step.map_or("", |s| &self.columns[s.column])
    }
}

fn answered_on(mapping: &Mapping, calendar: &Calendar) -> Result<Option<Said>, MappingError> {
    match mapping
        .answered_on
        .as_deref()
        .filter(|text| !text.trim().is_empty())
    {
        None => Ok(None),
        Some(text) => match calendar.moment(text) {
            Ok(said) => Ok(Some(said)),
            Err(_) => Err(MappingError::AnsweredOn(text.to_owned())),
        },
    }
}

/// Whether our exports put a `'` before this text: a formula, or a text that has the mark itself.
pub(crate) fn is_guarded(text: &str) -> bool {
    tabular::is_formula(text.trim_start_matches('\''))
}

fn action<'a>(
    mapping: &'a Mapping,
    definition: &'a Definition,
    target: &'a Target,
) -> Option<Action<'a>> {
    Some(match target {
        Target::Question(key) => {
            let question = definition.question(key)?;
            let codes = match question.kind {
                Kind::Recommend => mapping.score.prepared(),
                Kind::OpenText => Vec::new(),
                _ => mapping.statements.prepared(),
            };
            Action::Answer(question, codes)
        }
        Target::Attribute(name) => Action::Attribute(name),
        Target::ExternalId => Action::ExternalId,
        Target::ResponseId => Action::ResponseId,
        Target::AnsweredAt => Action::AnsweredAt,
        Target::Language => Action::Language,
        Target::State => Action::State,
        Target::Ignore => return None,
    })
}

/// What is odd about the whole row. A row that is too short is not: spreadsheets leave out the
/// empty cells at the end.
fn odd(row: &Row) -> Option<Reason> {
    match row.problem()? {
        tabular::Problem::TooFewCells { .. } => None,
        tabular::Problem::TooManyCells { .. } => Some(Reason::TooManyCells),
        tabular::Problem::Nul | tabular::Problem::Unreadable => Some(Reason::Unreadable),
    }
}

/// Puts one cell into the response.
fn take(
    action: &Action<'_>,
    text: &str,
    calendar: &Calendar,
    prepared: &mut Prepared,
) -> Result<(), Reason> {
    match action {
        Action::Answer(question, codes) => {
            if let Some(value) = cell::answer(question, codes, text)? {
                prepared.answers.insert(question.key.clone(), value);
            }
        }
        Action::Attribute(name) => {
            let value = text.trim();
            if value.chars().count() > ATTRIBUTE_VALUE_MAX {
                return Err(Reason::TooLong(ATTRIBUTE_VALUE_MAX));
            }
            prepared
                .attributes
                .insert((*name).to_owned(), value.to_owned());
        }
        Action::AnsweredAt => {
            let (moment, spans) = calendar.moment(text)?;
            (prepared.answered, prepared.spans) = (Some(moment), spans);
        }
        Action::Language => prepared.language = Some(cell::language(text)?),
        Action::ResponseId => prepared.response_id = Some(cell::external_id(text.trim())?),
        Action::State => prepared.partial = cell::is_partial(text)?,
        // The id needs the row's own as its other choice, and is taken by the caller.
        Action::ExternalId => {}
    }
    Ok(())
}
