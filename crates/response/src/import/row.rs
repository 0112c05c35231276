//! From a row of a file to a response that can be stored, or to the reasons why not.

use std::collections::{HashMap, HashSet};
use std::fmt;

use jiff::tz::TimeZone;
use serde_json::Value;
use survey::answers::{self, Answers, OPEN_TEXT_MAX};
use survey::{Definition, Kind, Question};
use tabular::Row;

use super::mapping::{Code, Mapping, MappingError, Missing, Target};
use crate::model::{Attributes, Moment};
use crate::rules::{self, ATTRIBUTE_VALUE_MAX, EXTERNAL_ID_MAX};

/// What the ids begin with that are made from the content of a row.
pub const ROW_PREFIX: &str = "row:";

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

/// A row that can't be stored, with everything that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// 1-based line in the file.
    pub line: u64,
    /// At least one.
    pub faults: Vec<Fault>,
}

/// What is wrong with one cell, or with the whole row when it names no column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The column's name, or empty.
    pub column: String,
    /// What stands there, cut when it is long.
    pub value: String,
    /// Why it can't be stored.
    pub reason: Reason,
}

/// Why a cell or row can't be stored. The text is English; pages word it in their language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Not on the scale.
    OffScale {
        /// Lowest answer.
        low: u8,
        /// Highest answer.
        high: u8,
    },
    /// None of the choices.
    NoChoice(String),
    /// More characters than this.
    TooLong(usize),
    /// No date.
    NoDate,
    /// A moment before 1990 or after now.
    OutOfTime,
    /// Line ends and such in an id.
    Control,
    /// No code of a language.
    NoLanguage,
    /// Neither `complete` nor `partial`.
    NoState,
    /// The id stands on an earlier line too.
    IdTwice(u64),
    /// More cells than the header.
    TooManyCells,
    /// Characters that can't be read, or NUL.
    Unreadable,
    /// No question has an answer.
    NothingAnswered,
    /// Anything else the survey refuses.
    Other(String),
}

impl Reason {
    /// The reason without what differs from row to row, for counting.
    #[must_use]
    pub fn class(&self) -> Self {
        match self {
            Self::IdTwice(_) => Self::IdTwice(0),
            Self::Other(_) => Self::Other(String::new()),
            other => other.clone(),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OffScale { low, high } => {
                write!(
                    f,
                    "not a whole number from {low} to {high}, and no code for a missing answer"
                )
            }
            Self::NoChoice(keys) => write!(f, "not one of the choices: {keys}"),
            Self::TooLong(max) => write!(f, "longer than {max} characters"),
            Self::NoDate => f.write_str("no date that can be read, such as 2026-11-21"),
            Self::OutOfTime => f.write_str("before 1990 or in the future"),
            Self::Control => f.write_str("an id must be on one line"),
            Self::NoLanguage => f.write_str("no code of a language, such as en"),
            Self::NoState => f.write_str("a state is complete or partial"),
            Self::IdTwice(0) => f.write_str("the same id stands on an earlier line too"),
            Self::IdTwice(line) => write!(f, "the same id stands on line {line} too"),
            Self::TooManyCells => f.write_str("the row has more cells than the header"),
            Self::Unreadable => f.write_str("the row has characters that can't be read"),
            Self::NothingAnswered => f.write_str("no question has an answer"),
            Self::Other(text) if text.is_empty() => f.write_str("the survey refuses it"),
            Self::Other(text) => f.write_str(text),
        }
    }
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
            faults.push(Fault {
                column: String::new(),
                value: String::new(),
                reason,
            });
        }
        for step in &self.steps {
            let cell = self.plain(row.cell(step.column));
            if cell.trim().is_empty() {
                continue;
            }
            let outcome = match &step.action {
                Action::ExternalId => external_id(cell.trim()).map(|id| given_id = Some(id)),
                action => take(action, cell, &self.calendar, &mut prepared),
            };
            if let Err(reason) = outcome {
                let column = self.columns[step.column].clone();
                faults.push(Fault {
                    column,
                    value: shown(cell),
                    reason,
                });
            }
        }
        if faults.is_empty() && prepared.answers.is_empty() {
            let (column, value) = (String::new(), String::new());
            faults.push(Fault {
                column,
                value,
                reason: Reason::NothingAnswered,
            });
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
            let (column, value) = (self.id_column(), shown(id));
            faults.push(Fault {
                column,
                value,
                reason: Reason::IdTwice(line),
            });
        }
        if let Err(errors) = answers::validate_answers(self.definition, &prepared.answers, false) {
            for error in errors {
                let reason = Reason::Other(error.detail);
                faults.push(Fault {
                    column: error.pointer,
                    value: String::new(),
                    reason,
                });
            }
        }
    }

    fn id_column(&self) -> String {
        let step = self
            .steps
            .iter()
            .find(|s| matches!(s.action, Action::ExternalId));
        step.map_or_else(String::new, |s| self.columns[s.column].clone())
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
    cell: &str,
    calendar: &Calendar,
    prepared: &mut Prepared,
) -> Result<(), Reason> {
    match action {
        Action::Answer(question, codes) => {
            if let Some(value) = answer(question, codes, cell)? {
                prepared.answers.insert(question.key.clone(), value);
            }
        }
        Action::Attribute(name) => {
            let value = cell.trim();
            if value.chars().count() > ATTRIBUTE_VALUE_MAX {
                return Err(Reason::TooLong(ATTRIBUTE_VALUE_MAX));
            }
            prepared
                .attributes
                .insert((*name).to_owned(), value.to_owned());
        }
        Action::AnsweredAt => {
            prepared.answered = Some(calendar.moment(cell)?);
        }
        Action::Language => prepared.language = Some(language(cell)?),
        Action::State => prepared.partial = is_partial(cell)?,
        // The id needs the row's own as its other choice, and is taken by the caller.
        Action::ExternalId => {}
    }
    Ok(())
}

/// What a cell that isn't empty is stored as; `None` for a code that means blank.
fn answer(
    question: &Question,
    codes: &[(Code, Missing)],
    cell: &str,
) -> Result<Option<Value>, Reason> {
    let text = cell.trim();
    match question.kind {
        Kind::OpenText if cell.chars().count() > OPEN_TEXT_MAX => {
            Err(Reason::TooLong(OPEN_TEXT_MAX))
        }
        Kind::OpenText => Ok(Some(cell.into())),
        Kind::SingleChoice => match choice(question, text) {
            Some(key) => Ok(Some(key.into())),
            None if missing(codes, text).is_some() => Ok(None),
            None => Err(no_choice(question)),
        },
        Kind::MultipleChoice => match choices(question, text) {
            Some(keys) => Ok(Some(keys.into())),
            None if missing(codes, text).is_some() => Ok(None),
            None => Err(no_choice(question)),
        },
        _ => match missing(codes, text) {
            Some(missing) => Ok(missing_word(question.kind, missing).map(Value::from)),
            None => scale_value(question.kind, text).map(|n| Some(n.into())),
        },
    }
}

fn missing(codes: &[(Code, Missing)], text: &str) -> Option<Missing> {
    codes
        .iter()
        .find(|(code, _)| code.is(text))
        .map(|(_, missing)| *missing)
}

/// The word stored for a missing answer on a scale; only [`Kind::Agree`] knows "don't know".
fn missing_word(kind: Kind, missing: Missing) -> Option<&'static str> {
    match missing {
        Missing::Blank => None,
        Missing::DontKnow if kind == Kind::Agree => Some(answers::DONT_KNOW),
        Missing::DontKnow | Missing::NotApplicable => Some(answers::NOT_APPLICABLE),
        Missing::NotAsked => Some(answers::NOT_ASKED),
    }
}

fn scale_value(kind: Kind, text: &str) -> Result<i64, Reason> {
    let (low, high) = kind.range().expect("only scale kinds come here");
    tabular::integer(text)
        .filter(|n| (i64::from(low)..=i64::from(high)).contains(n))
        .ok_or(Reason::OffScale { low, high })
}

/// The key of the choice a text names: by key, or by its wording in any language.
fn choice(question: &Question, text: &str) -> Option<String> {
    let by_key = question.choices.iter().find(|c| c.key == text);
    let by_text = || {
        let wanted = text.to_lowercase();
        question
            .choices
            .iter()
            .find(|c| c.text.values().any(|t| t.trim().to_lowercase() == wanted))
    };
    by_key.or_else(by_text).map(|c| c.key.clone())
}

/// Several choices with `|` or else `;` between them, in the order of the question, each once.
fn choices(question: &Question, text: &str) -> Option<Vec<String>> {
    if let Some(key) = choice(question, text) {
        return Some(vec![key]);
    }
    let mark = if text.contains('|') { '|' } else { ';' };
    let parts = text
        .split(mark)
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let chosen: Vec<String> = parts
        .map(|part| choice(question, part))
        .collect::<Option<_>>()?;
    let all = question.choices.iter().map(|c| c.key.clone());
    Some(all.filter(|key| chosen.contains(key)).collect())
}

fn no_choice(question: &Question) -> Reason {
    let keys: Vec<_> = question.choices.iter().map(|c| c.key.as_str()).collect();
    Reason::NoChoice(keys.join(", "))
}

fn language(cell: &str) -> Result<String, Reason> {
    let code = cell.trim().replace('_', "-");
    let first = code.split('-').next().unwrap_or_default();
    let letters = (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic());
    if letters && rules::language(&code).is_ok() {
        Ok(code)
    } else {
        Err(Reason::NoLanguage)
    }
}

fn is_partial(cell: &str) -> Result<bool, Reason> {
    match cell.trim() {
        "complete" => Ok(false),
        "partial" => Ok(true),
        _ => Err(Reason::NoState),
    }
}

fn external_id(text: &str) -> Result<String, Reason> {
    if text.chars().count() > EXTERNAL_ID_MAX {
        return Err(Reason::TooLong(EXTERNAL_ID_MAX));
    }
    rules::external_id(text).map_err(|_| Reason::Control)?;
    Ok(text.to_owned())
}

/// A value as a list of mistakes shows it.
fn shown(text: &str) -> String {
    const SHOWN_MAX: usize = 60;
    match text.char_indices().nth(SHOWN_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The ids of a file so far, a few bytes for each row.
#[derive(Default)]
struct Ids {
    /// Contents that were there once.
    contents: HashSet<u64>,
    /// How often contents were there that came again.
    again: HashMap<u64, u32>,
    /// Lines of the ids that were given by the file.
    lines: HashMap<u64, u32>,
}

impl Ids {
    /// An id for the content of a row: the same content gives the same id, whatever the file, the
    /// order of its rows and columns, or the mapping. The second of two equal rows gets its own.
    fn of_content(&mut self, row: &Row, columns: &[String], sorted: &[usize]) -> String {
        let mut content = String::new();
        for &column in sorted {
            let cell = row.cell(column).trim();
            if !cell.is_empty() {
                content.push_str(&columns[column]);
                content.push('\u{1f}');
                content.push_str(cell);
                content.push('\u{1e}');
            }
        }
        let digest = platform::id::hash(&content);
        let mut id = String::from(ROW_PREFIX);
        for byte in &digest[..16] {
            id.push_str(&format!("{byte:02x}"));
        }
        let short = first_bytes(&digest);
        if !self.contents.insert(short) {
            let count = self.again.entry(short).or_insert(1);
            *count += 1;
            id.push_str(&format!("-{count}"));
        }
        id
    }

    /// The line on which this given id was before; from now on it is taken.
    fn earlier_line(&mut self, id: &str, line: u64) -> Option<u64> {
        let key = first_bytes(&platform::id::hash(id));
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        match self.lines.entry(key) {
            std::collections::hash_map::Entry::Occupied(entry) => Some(u64::from(*entry.get())),
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(line);
                None
            }
        }
    }
}

fn first_bytes(digest: &[u8]) -> u64 {
    digest
        .iter()
        .take(8)
        .fold(0, |number, byte| (number << 8) | u64::from(*byte))
}
