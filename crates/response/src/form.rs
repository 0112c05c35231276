//! The public form without HTTP: its pages, and what a respondent sent with one of them.
//!
//! Each page carries the answers of the others along in hidden fields, so every sending says all
//! that is known, whatever the browser's Back button did in between.

use std::collections::BTreeMap;
use std::ops::Range;

use platform::Problem;
use platform::id;
use platform::web::{FieldError, FormData};
use serde_json::Value;
use survey::answers::OWN_WORDS;
use survey::{Answers, Definition, Kind, Question, Survey, validate_answers};

use crate::asked::Asked;
use crate::model::Extent;

/// In front of a question's key in the name of its field.
pub(crate) const ANSWER: &str = "answer_";
/// The other fields of a form.
const FIELDS: [&str; 6] = [
    "submission_id",
    "visit",
    "language",
    "version",
    "page",
    "go",
];
/// In front of a question's key in the name of the field for own words.
pub(crate) const OWN: &str = "own_";

/// The pages of a survey as ranges of its questions; at least one.
pub(crate) fn pages(definition: &Definition) -> Vec<Range<usize>> {
    let count = definition.questions.len();
    let mut starts: Vec<usize> = (1..count)
        .filter(|i| definition.questions[*i].new_page)
        .collect();
    starts.insert(0, 0);
    let ends = starts.iter().skip(1).copied().chain([count]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| *start..end)
        .collect()
}

/// What the respondent wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Go {
    /// On to the next page, or send it in from the last.
    Next,
    /// The page before.
    Back,
    /// The same page in another language.
    Language(String),
}

/// A form as it was sent.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Filled {
    /// Issued with the form.
    pub(crate) submission_id: String,
    /// The loading of the page it began with; an id.
    pub(crate) visit: String,
    /// Language it was shown in.
    pub(crate) language: String,
    /// Version of the survey it showed.
    pub(crate) version: i64,
    /// The page, from 0.
    pub(crate) page: usize,
    /// The button.
    pub(crate) go: Go,
    /// Values as sent, by question key.
    pub(crate) values: BTreeMap<String, Vec<String>>,
}

impl Filled {
    /// An empty form with this id.
    pub(crate) fn empty(survey: &Survey, submission_id: String, language: Option<&str>) -> Self {
        Self {
            submission_id,
            visit: id::new(),
            language: offered(&survey.definition, language).to_owned(),
            version: survey.version,
            page: 0,
            go: Go::Next,
            values: BTreeMap::new(),
        }
    }

    /// Reads what was sent to version `current`. A form of another version may have questions and
    /// pages that are gone: they are left out. Any other field we did not give is refused. An answer
    /// to a question that was not shown counts.
    pub(crate) fn read(asked: &Asked<'_>, current: i64, form: &FormData) -> Result<Self, Problem> {
        let definition = asked.all;
        let bad = |name: &str| Problem::BadRequest(format!("the field {name:?} is not valid"));
        let version: i64 = form.text("version").parse().map_err(|_| bad("version"))?;
        let page: usize = form.text("page").parse().map_err(|_| bad("page"))?;
        if version == current && page >= pages(&asked.shown).len() {
            return Err(bad("page"));
        }
        form.only(|name| match key_of(name) {
            Some(key) => version != current || definition.question(key).is_some(),
            None => FIELDS.contains(&name),
        })?;
        let submission_id = form.text("submission_id").to_owned();
        if !id::is_id(&submission_id) {
            return Err(bad("submission_id"));
        }
        let go = match form.text("go").split_once(':') {
            Some(("language", code)) => Go::Language(offered(definition, Some(code)).to_owned()),
            None if form.text("go") == "back" => Go::Back,
            // A form sent by the Enter key or a script names no button.
            None if ["next", ""].contains(&form.text("go")) => Go::Next,
            _ => return Err(bad("go")),
        };
        let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in &form.0 {
            if let Some(key) = name.strip_prefix(ANSWER)
                && definition.question(key).is_some()
            {
                // Browsers send line breaks as CR LF.
                values
                    .entry(key.to_owned())
                    .or_default()
                    .push(value.replace("\r\n", "\n"));
            }
        }
        for (name, words) in &form.0 {
            let question = name.strip_prefix(OWN).and_then(|k| definition.question(k));
            if let Some(question) = question.filter(|q| q.kind.takes_own_words()) {
                let values = values.entry(question.key.clone()).or_default();
                put_own_words(question.kind, values, &words.replace("\r\n", "\n"));
            }
        }
        // Nobody could mend what is not shown.
        values.retain(|key, values| {
            asked.shown.question(key).is_some() || read(definition, key, values).is_ok()
        });
        // A form without is a visit of its own.
        let visit = Some(form.text("visit")).filter(|visit| id::is_id(visit));
        Ok(Self {
            submission_id,
            visit: visit.map_or_else(id::new, str::to_owned),
            language: offered(definition, form.get("language")).to_owned(),
            version,
            page,
            go,
            values,
        })
    }

    /// The page as it can be: a changed survey may have fewer.
    pub(crate) fn page_in(&self, pages: &[Range<usize>]) -> usize {
        self.page.min(pages.len() - 1)
    }

    /// The answers, checked one by one as the API's are, with what is wrong by question key.
    pub(crate) fn answers(&self, definition: &Definition) -> (Answers, Vec<FieldError>) {
        let (mut answers, mut errors) = (Answers::new(), Vec::new());
        for (key, values) in &self.values {
            match read(definition, key, values) {
                Ok(kept) => answers.extend(kept),
                Err(wrong) => {
                    errors.extend(wrong.into_iter().map(|e| FieldError::new(key, e.detail)));
                }
            }
        }
        (answers, errors)
    }

    /// Required questions among `questions` that have no answer.
    pub(crate) fn unanswered<'d>(
        questions: &'d [Question],
        answers: &Answers,
    ) -> impl Iterator<Item = &'d Question> {
        questions
            .iter()
            .filter(|q| q.required && !answers.contains_key(&q.key))
    }
}

/// The question a field belongs to.
fn key_of(name: &str) -> Option<&str> {
    name.strip_prefix(ANSWER).or_else(|| name.strip_prefix(OWN))
}

/// Puts what was written beside the choices into the values of a question. Whoever writes need
/// choose nothing; where one answer is asked for, another choice made goes before what was written.
fn put_own_words(kind: Kind, values: &mut Vec<String>, words: &str) {
    let is_own = |value: &String| value.starts_with(OWN_WORDS);
    let chosen_other = values.iter().any(|v| !v.is_empty() && !is_own(v));
    if words.trim().is_empty() || (kind == Kind::Moment && chosen_other) {
        return;
    }
    values.retain(|value| !is_own(value));
    values.push(format!("{OWN_WORDS}{words}"));
}

/// The answer in a field, checked; none for a question that is gone.
fn read(definition: &Definition, key: &str, values: &[String]) -> Result<Answers, Vec<FieldError>> {
    let Some(question) = definition.question(key) else {
        return Ok(Answers::new());
    };
    let given = BTreeMap::from([(key.to_owned(), value(question, values))]);
    validate_answers(definition, &given, false)
}

/// What a field says, in the form the API takes it.
fn value(question: &Question, values: &[String]) -> Value {
    let first = values.first().map_or("", String::as_str);
    match question.kind {
        Kind::MultipleChoice | Kind::Elsewhere => {
            let mut chosen: Vec<&String> = values.iter().filter(|v| !v.is_empty()).collect();
            chosen.dedup();
            Value::from(chosen.into_iter().map(String::as_str).collect::<Vec<_>>())
        }
        Kind::OpenText | Kind::SingleChoice | Kind::Moment => Value::from(first),
        Kind::Recommend | Kind::Agree | Kind::Effort | Kind::Satisfaction | Kind::Advocacy => {
            match first.parse::<u8>() {
                // Only as our own buttons write it: no sign, no zeros in front.
                Ok(number) if number.to_string() == first => Value::from(number),
                _ if first.is_empty() => Value::Null,
                _ => Value::from(first),
            }
        }
    }
}

/// What a step replaces: all questions up to its page, and others it has answers to.
pub(crate) fn extent(
    asked: &Asked<'_>,
    pages: &[Range<usize>],
    page: usize,
    answers: &Answers,
) -> Extent {
    let seen = pages[page].end;
    let keys = asked.shown.questions[..seen].iter().map(|q| &q.key);
    let mut keys: Vec<String> = keys.cloned().collect();
    let others = answers.keys().filter(|key| !keys.contains(key));
    let others: Vec<String> = others.cloned().collect();
    keys.extend(others);
    Extent::Questions(keys)
}

/// `wanted` if the survey is offered in it, else its default language.
pub(crate) fn offered<'d>(definition: &'d Definition, wanted: Option<&str>) -> &'d str {
    definition
        .languages
        .iter()
        .find(|l| wanted.is_some_and(|w| l.eq_ignore_ascii_case(w)))
        .map_or(definition.language(), String::as_str)
}

/// The best language of the survey for an `Accept-Language` header.
pub(crate) fn preferred<'d>(definition: &'d Definition, header: &str) -> &'d str {
    let primary = |code: &str| code.split(['-', '_']).next().unwrap_or(code).to_lowercase();
    let mut best: Option<(f32, &'d str)> = None;
    for part in header.split(',') {
        let mut fields = part.trim().split(';');
        let code = fields.next().unwrap_or_default();
        let quality = fields
            .find_map(|f| f.trim().strip_prefix("q=")?.parse::<f32>().ok())
            .unwrap_or(1.0);
        let fits = definition
            .languages
            .iter()
            .find(|l| primary(l) == primary(code));
        if let Some(language) = fits
            && quality > best.map_or(0.0, |(q, _)| q)
        {
            best = Some((quality, language));
        }
    }
    best.map_or(definition.language(), |(_, language)| language)
}

#[cfg(test)]
mod tests;
