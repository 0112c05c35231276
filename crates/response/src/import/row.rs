//! From a row of a file to a response that can be stored, or to the reasons why not.

use jiff::tz::TimeZone;
use survey::answers::{self, Answers};
use survey::{Definition, Kind, Question};
use tabular::Row;

use super::cell;
use super::ids::Ids;
use super::mapping::{Code, Mapping, MappingError, Missing, Target};
use super::reason::{Fault, Reason, Rejection};
use crate::model::{Attributes, Moment};
use crate::rules::{self, ATTRIBUTE_VALUE_MAX};

/// A row that can be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    /// 1-based line in the file.
    pub line: u64,
    /// The sender's id, or one made from the content of the row.
    pub external_id: String,
    /// Answers by question key, as they are stored.
    pub answers: Answers,
    /// Attributes by name.
    pub attributes: Attributes,
    /// When it was answered; `None` when neither row nor mapping says.
    pub answered: Option<Moment>,
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
    answered_on: Option<Moment>,
    calendar: Calendar,
    own_export: bool,
    ids: Ids,
}

/// How the dates of a file are read.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// The workspace's time zone.
    pub zone: TimeZone,
    /// Now, in UTC microseconds: nobody answered after it.
    pub now_us: i64,
}

impl Calendar {
    /// The moment a text says: noon when it says a day only.
    fn moment(&self, text: &str) -> Result<Moment, Reason> {
        let moment = match tabular::date(text).ok_or(Reason::NoDate)? {
            tabular::When::Day(day) => rules::noon(&self.zone, day),
            when => {
                let at = when.timestamp(&self.zone).ok_or(Reason::NoDate)?;
                Moment::new(&self.zone, at.as_microsecond())
            }
        };
        rules::checked(moment, self.now_us).map_err(|_| Reason::OutOfTime)
    }
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
            own_export: mapping.own_export,
            ids: Ids::default(),
        })
    }

    /// The response in `row`, or what is wrong with it. Rows must come in the order of the file.
    pub fn convert(&mut self, row: &Row) -> Result<Prepared, Rejection> {
        let mut given_id = None;
        let mut prepared = Prepared {
            line: row.line(),
            external_id: String::new(),
            answers: Answers::new(),
            attributes: self.constants.clone(),
            answered: self.answered_on,
            language: None,
            partial: false,
        };
        let mut faults: Vec<Fault> = Vec::new();
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
            }
        }
        if faults.is_empty() && prepared.answers.is_empty() {
            faults.push(Fault::of_row(Reason::NothingAnswered));
        }
        if faults.is_empty() {
            self.refused(&prepared, given_id.as_deref(), &mut faults);
        }
        prepared.external_id =
            given_id.unwrap_or_else(|| self.ids.of_content(row, self.columns, &self.sorted));
        if faults.is_empty() {
            Ok(prepared)
        } else {
            Err(Rejection {
                line: row.line(),
                faults,
            })
        }
    }

    /// The cell without the mark our exports put before a formula.
    fn plain<'c>(&self, cell: &'c str) -> &'c str {
        match cell.strip_prefix('\'') {
            Some(rest) if self.own_export && is_guarded(rest) => rest,
            _ => cell,
        }
    }

    /// What shows only when the row is whole: an id that was there before, and the survey's own rules.
    fn refused(&mut self, prepared: &Prepared, id: Option<&str>, faults: &mut Vec<Fault>) {
        if let Some(id) = id
            && let Some(line) = self.ids.earlier_line(id, prepared.line)
        {
            faults.push(Fault::of_cell(self.id_column(), id, Reason::IdTwice(line)));
        }
        if let Err(errors) = answers::validate_answers(self.definition, &prepared.answers, false) {
            faults.extend(errors.into_iter().map(|error| {
                let key = error.pointer.rsplit('/').next().unwrap_or_default();
                Fault::of_cell(key, "", Reason::Other(error.detail))
            }));
        }
    }

    fn id_column(&self) -> &str {
        let step = self
            .steps
            .iter()
            .find(|s| matches!(s.action, Action::ExternalId));
        step.map_or("", |s| &self.columns[s.column])
    }
}

fn answered_on(mapping: &Mapping, calendar: &Calendar) -> Result<Option<Moment>, MappingError> {
    match mapping
        .answered_on
        .as_deref()
        .filter(|text| !text.trim().is_empty())
    {
        None => Ok(None),
        Some(text) => match calendar.moment(text) {
            Ok(moment) => Ok(Some(moment)),
            Err(_) => Err(MappingError::AnsweredOn(text.to_owned())),
        },
    }
}

/// Whether our exports put a `'` before this text: a formula, or a text that has the mark itself.
pub(crate) fn is_guarded(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
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
            prepared.answered = Some(calendar.moment(text)?);
        }
        Action::Language => prepared.language = Some(cell::language(text)?),
        Action::State => prepared.partial = cell::is_partial(text)?,
        // The id needs the row's own as its other choice, and is taken by the caller.
        Action::ExternalId => {}
    }
    Ok(())
}
