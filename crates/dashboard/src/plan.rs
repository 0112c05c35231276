//! Which column an answer goes to. Answers on different scales never share a figure: an earlier
//! version's answers count under the question's key only when its scale is still the same.

mod named;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use facts::code;
use survey::answers::OWN_WORDS;
use survey::{Definition, Direction, Kind, Question, Survey, Texts};

pub(crate) use named::Named;
pub use named::words_column;

/// One version of a survey: its number and what was asked.
pub(crate) type Version = (i64, Definition);

/// The scale of a question: its kind and, for effort, which end is good.
type Scale = (Kind, Option<Direction>);

/// Questions with a column: scales, and whether somebody wrote something.
fn codes_of(kind: Kind) -> Option<Codes> {
    match kind {
        Kind::OpenText => Some(Codes::Written),
        _ => kind.range().map(|(low, high)| Codes::Range(low, high)),
    }
}

fn scale(question: &Question) -> Scale {
    (question.kind, question.direction)
}

/// What the codes of a column mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Codes {
    /// Answers from lowest to highest.
    Range(u8, u8),
    /// 1 when something was written.
    Written,
    /// [`figures::NAMED`] when this choice, or own words for [`OWN_WORDS`], is the answer, and
    /// [`figures::NOT_NAMED`] when something else is.
    Named(String),
    /// As [`Codes::Named`], where several may be the answer.
    NamedAmong(String),
}

/// One column of the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    /// The question's key, or `key@v1` for an earlier scale first used in version 1.
    pub(crate) name: String,
    /// The question's key, as in stored answers.
    pub(crate) key: String,
    /// What its codes mean.
    pub(crate) codes: Codes,
    /// The versions whose answers belong here.
    pub(crate) versions: Vec<i64>,
    /// Not the scale asked now: counted only to be able to say so.
    pub(crate) earlier: bool,
}

/// The columns of one survey, and where its outcome was worded differently.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Those of the present definition first, in the order they are asked.
    pub(crate) columns: Vec<Column>,
    /// Version → key → columns.
    by_version: BTreeMap<i64, HashMap<String, Vec<usize>>>,
    /// Version → number of the wording of the outcome, from 0.
    wordings: BTreeMap<i64, usize>,
    /// What can be named, by the questions that are asked now.
    pub(crate) named: Vec<Named>,
}

impl Plan {
    /// The plan for a survey and all its versions, oldest first. A present definition that is not
    /// among them counts as the version it says it is.
    pub(crate) fn new(survey: &Survey, mut versions: Vec<Version>) -> Self {
        if versions.iter().all(|(number, _)| *number != survey.version) {
            versions.push((survey.version, survey.definition.clone()));
        }
        let mut plan = Self::default();
        for question in &survey.definition.questions {
            plan.add_question(question, &versions);
            plan.add_named(question, &versions);
        }
        plan.columns.sort_by_key(|column| column.earlier);
        for (index, column) in plan.columns.iter().enumerate() {
            for version in &column.versions {
                plan.by_version
                    .entry(*version)
                    .or_default()
                    .entry(column.key.clone())
                    .or_default()
                    .push(index);
            }
        }
        if let Some(outcome) = survey.definition.outcome() {
            plan.wordings = wordings(outcome, &versions);
        }
        plan
    }

    fn add_question(&mut self, question: &Question, versions: &[Version]) {
        let Some(codes) = codes_of(question.kind) else {
            return;
        };
        let now = Column {
            name: question.key.clone(),
            key: question.key.clone(),
            codes,
            versions: Vec::new(),
            earlier: false,
        };
        let mut scales: Vec<(Scale, Column)> = vec![(scale(question), now)];
        for (number, definition) in versions {
            let asked = definition.question(&question.key);
            let Some((asked, codes)) = asked.and_then(|asked| Some((asked, codes_of(asked.kind)?)))
            else {
                continue;
            };
            match scales.iter_mut().find(|(known, _)| *known == scale(asked)) {
                Some((_, column)) => column.versions.push(*number),
                None => scales.push((
                    scale(asked),
                    Column {
                        name: format!("{}@v{number}", question.key),
                        key: question.key.clone(),
                        codes,
                        versions: vec![*number],
                        earlier: true,
                    },
                )),
            }
        }
        self.columns
            .extend(scales.into_iter().map(|(_, column)| column));
    }

    /// The column with this name.
    pub(crate) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The columns of a version by question key; none for a version nobody knows.
    pub(crate) fn of_version(&self, version: i64) -> Option<&HashMap<String, Vec<usize>>> {
        self.by_version.get(&version)
    }

    /// The columns with answers to `key` on an earlier scale.
    pub(crate) fn earlier<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a Column> {
        self.columns
            .iter()
            .filter(move |column| column.earlier && column.key == key)
    }

    /// Whether the outcome was ever worded differently on the same scale.
    pub(crate) fn has_wordings(&self) -> bool {
        self.wordings.values().any(|wording| *wording > 0)
    }

    /// Which wording of the outcome a version had.
    pub(crate) fn wording(&self, version: i64) -> Option<usize> {
        self.wordings.get(&version).copied()
    }
}

/// Which wording of `outcome` each version on its scale had. A language added or taken away is no
/// change; a text that differs in a language both have is.
fn wordings(outcome: &Question, versions: &[Version]) -> BTreeMap<i64, usize> {
    let mut found = BTreeMap::new();
    let mut last: Option<(&Texts, usize)> = None;
    for (number, definition) in versions {
        let Some(asked) = definition
            .question(&outcome.key)
            .filter(|asked| scale(asked) == scale(outcome))
        else {
            continue;
        };
        let wording = match last {
            None => 0,
            Some((before, wording)) => wording + usize::from(differs(before, &asked.text)),
        };
        last = Some((&asked.text, wording));
        found.insert(*number, wording);
    }
    found
}

fn differs(before: &Texts, after: &Texts) -> bool {
    before
        .iter()
        .any(|(language, text)| after.get(language).is_some_and(|other| other != text))
}

/// The code of a stored answer. What is no answer of the scale counts as blank, as it does in SQL.
pub(crate) fn code_of(answer: Answer<'_>, codes: &Codes) -> u8 {
    match (codes, answer) {
        (Codes::Written, Answer::Word("") | Answer::Several(_)) | (_, Answer::Other) => code::BLANK,
        (Codes::Written, _) => 1,
        (Codes::Range(low, high), Answer::Number(n)) => u8::try_from(n)
            .ok()
            .filter(|n| (*low..=*high).contains(n))
            .unwrap_or(code::BLANK),
        (Codes::Range(low, high), Answer::Word(word)) => {
            match MISSING.iter().find(|(known, _)| *known == word) {
                Some((_, code)) => *code,
                // SQL sees the text of a number and of a text alike.
                None => (*low..=*high)
                    .find(|n| n.to_string() == word)
                    .unwrap_or(code::BLANK),
            }
        }
        (Codes::Named(choice), Answer::Word(word)) => named_code(choice, &[word.into()]),
        (Codes::NamedAmong(choice), Answer::Several(items)) => named_code(choice, items),
        (Codes::Range(..) | Codes::Named(_) | Codes::NamedAmong(_), _) => code::BLANK,
    }
}

/// Whether a choice is among what was named.
fn named_code(choice: &str, items: &[Cow<'_, str>]) -> u8 {
    let is_it = |item: &Cow<'_, str>| match choice {
        OWN_WORDS => item.starts_with(OWN_WORDS),
        key => item == key,
    };
    if items.iter().any(is_it) {
        figures::NAMED
    } else if items.iter().any(|item| !item.is_empty()) {
        figures::NOT_NAMED
    } else {
        code::BLANK
    }
}

/// The words that say why there is no answer, with their codes.
pub(crate) const MISSING: [(&str, u8); 3] = [
    (survey::answers::DONT_KNOW, code::DONT_KNOW),
    (survey::answers::NOT_APPLICABLE, code::NOT_APPLICABLE),
    (survey::answers::NOT_ASKED, code::NOT_ASKED),
];

/// A stored answer, as far as columns care.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Answer<'a> {
    /// A whole number.
    Number(i64),
    /// A text or one of the words for missing answers.
    Word(&'a str),
    /// Several texts.
    Several(&'a [Cow<'a, str>]),
    /// Anything else.
    Other,
}
