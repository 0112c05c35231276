//! What a definition must be, what is still missing in it, and how long it takes to answer. Pure.

mod change;
mod fault;
mod key;
mod touchpoints;

use std::collections::BTreeSet;

pub use change::{Break, Change, Scale, breaks, change, comparable, scale, settled};
pub use fault::{Fault, Wrong};
pub use key::{is_key, key_from};
pub use touchpoints::{touchpoints, with_touchpoints};

use crate::model::{
    Choice, Definition, Kind, Question, SMALLEST_GROUP_MAX, SMALLEST_OF_EMPLOYEES, Texts,
};
use crate::rotation::{PER_RESPONDENT_MIN, STATEMENTS_MIN};

/// Most questions of one survey.
pub const QUESTIONS_MAX: usize = 100;
/// Most choices of one question.
pub const CHOICES_MAX: usize = 50;
/// Most languages of one survey.
pub const LANGUAGES_MAX: usize = 20;
/// Longest text, in characters.
pub const TEXT_MAX: usize = 1000;
/// Longest title, in characters.
pub const TITLE_MAX: usize = 200;
/// Longest name of a touchpoint, in characters.
pub const TOUCHPOINT_MAX: usize = 100;
/// Above this many expected seconds people tend to leave before the end.
pub const SECONDS_MAX: u32 = 60;

/// Everything wrong with a definition, each with the JSON pointer of its place. Missing
/// translations are no fault: [`missing`] reports them.
pub fn check(definition: &Definition) -> Vec<Fault> {
    let mut faults = Vec::new();
    check_languages(definition, &mut faults);
    let mut texts = Checker { definition, faults };
    texts.required("/title", &definition.title, TITLE_MAX);
    texts.optional("/intro", &definition.intro);
    texts.optional("/thanks", &definition.thanks);
    texts.rotation();
    texts.smallest_group();
    if definition.questions.len() > QUESTIONS_MAX {
        texts.fault("/questions", Wrong::TooManyQuestions, QUESTIONS_MAX);
    }
    let mut keys = BTreeSet::new();
    for (index, question) in definition.questions.iter().enumerate() {
        let place = format!("/questions/{index}");
        if let Some(wrong) = key::wrong_question_key(&question.key) {
            texts.add(format!("{place}/key"), wrong);
        } else if !keys.insert(question.key.as_str()) {
            texts.add(format!("{place}/key"), Wrong::KeyTwice);
        }
        texts.question(&place, question);
        let mut before = definition.questions[..index].iter();
        if question.kind.takes_own_words() && before.any(|q| q.kind == question.kind) {
            texts.add(format!("{place}/kind"), Wrong::KindTwice);
        }
    }
    texts.faults
}

/// As [`check`], and what a survey needs before people can answer it.
pub fn check_publishable(definition: &Definition) -> Vec<Fault> {
    let mut faults = check(definition);
    if definition.questions.is_empty() {
        faults.push(Fault::new("/questions", Wrong::NoQuestions));
    }
    faults
}

fn check_languages(definition: &Definition, faults: &mut Vec<Fault>) {
    if definition.languages.is_empty() {
        faults.push(Fault::new("/languages", Wrong::NoLanguage));
    }
    if definition.languages.len() > LANGUAGES_MAX {
        faults.push(Fault::new("/languages", Wrong::TooManyLanguages).with("max", LANGUAGES_MAX));
    }
    for (index, language) in definition.languages.iter().enumerate() {
        let place = format!("/languages/{index}");
        if !is_language(language) {
            faults.push(Fault::new(place, Wrong::LanguageForm).with("given", language));
        } else if definition.languages[..index].contains(language) {
            faults.push(Fault::new(place, Wrong::LanguageTwice).with("given", language));
        }
    }
}

/// Whether `code` looks like a language code: `nl`, `pt-BR`, `zh-Hant`.
pub fn is_language(code: &str) -> bool {
    let mut parts = code.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_lowercase())
        && code.len() <= 35
        && parts.all(|p| (2..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// What is wrong with a text of at most `max` characters; `lines` says whether it may have several
/// lines.
pub fn wrong_text(text: &str, max: usize, lines: bool) -> Option<Wrong> {
    if text.trim().is_empty() {
        Some(Wrong::NoText)
    } else if text.chars().count() > max {
        Some(Wrong::TextTooLong)
    } else if text
        .chars()
        .any(|c| c.is_control() && !(lines && c == '\n'))
    {
        Some(Wrong::ControlCharacter)
    } else {
        None
    }
}

struct Checker<'a> {
    definition: &'a Definition,
    faults: Vec<Fault>,
}

impl Checker<'_> {
    fn add(&mut self, pointer: String, wrong: Wrong) {
        self.faults.push(Fault::new(pointer, wrong));
    }

    fn fault(&mut self, pointer: &str, wrong: Wrong, max: usize) {
        self.faults
            .push(Fault::new(pointer, wrong).with("max", max));
    }

    fn required(&mut self, place: &str, texts: &Texts, max: usize) {
        let language = self.definition.language();
        if self
            .definition
            .languages
            .first()
            .is_some_and(|l| !texts.contains_key(l))
        {
            let pointer = format!("{place}/{language}");
            self.faults
                .push(Fault::new(pointer, Wrong::NoText).with("language", language));
        }
        self.texts(place, texts, max, false);
    }

    fn optional(&mut self, place: &str, texts: &Texts) {
        self.texts(place, texts, TEXT_MAX, true);
    }

    fn texts(&mut self, place: &str, texts: &Texts, max: usize, lines: bool) {
        for (language, text) in texts {
            let pointer = format!("{place}/{language}");
            if !self.definition.languages.contains(language) {
                let fault = Fault::new(pointer, Wrong::LanguageNotOffered);
                self.faults.push(fault.with("language", language));
            } else if let Some(wrong) = wrong_text(text, max, lines) {
                let fault = Fault::new(pointer, wrong);
                self.faults
                    .push(fault.with("language", language).with("max", max));
            }
        }
    }

    fn rotation(&mut self) {
        let Some(per_respondent) = self.definition.statements_per_respondent else {
            return;
        };
        let (place, all) = (
            "/statements_per_respondent",
            self.definition.drivers().count(),
        );
        if all < STATEMENTS_MIN {
            let fault = Fault::new(place, Wrong::FewStatements);
            self.faults
                .push(fault.with("min", STATEMENTS_MIN).with("n", all));
        } else if !(PER_RESPONDENT_MIN..all).contains(&usize::from(per_respondent)) {
            let fault = Fault::new(place, Wrong::StatementsPerRespondent);
            let fault = fault.with("min", PER_RESPONDENT_MIN).with("max", all - 1);
            self.faults.push(fault.with("n", all));
        }
    }

    fn smallest_group(&mut self) {
        let Some(least) = self.definition.smallest_group else {
            return;
        };
        let (wrong, min) = if self.definition.employees {
            (Wrong::SmallestOfEmployees, SMALLEST_OF_EMPLOYEES)
        } else {
            (Wrong::SmallestGroup, 1)
        };
        let is_fine = u64::try_from(least).is_ok_and(|n| (min..=SMALLEST_GROUP_MAX).contains(&n));
        if !is_fine {
            let fault = Fault::new("/smallest_group", wrong).with("min", min);
            self.faults.push(fault.with("max", SMALLEST_GROUP_MAX));
        }
    }

    fn question(&mut self, place: &str, question: &Question) {
        self.required(&format!("{place}/text"), &question.text, TEXT_MAX);
        let is_effort = question.kind == Kind::Effort;
        match (is_effort, question.direction) {
            (true, None) => self.add(format!("{place}/direction"), Wrong::NeedsDirection),
            (false, Some(_)) => self.add(format!("{place}/direction"), Wrong::TakesNoDirection),
            _ => {}
        }
        if question.driver && question.kind != Kind::Agree {
            self.add(format!("{place}/driver"), Wrong::DriverMustAgree);
        }
        let touchpoint = question.touchpoint.as_deref();
        if let Some(wrong) = touchpoint.and_then(|t| wrong_text(t, TOUCHPOINT_MAX, false)) {
            let fault = Fault::new(format!("{place}/touchpoint"), wrong);
            let language = self.definition.language();
            self.faults
                .push(fault.with("language", language).with("max", TOUCHPOINT_MAX));
        }
        self.choices(&format!("{place}/choices"), question);
    }

    fn choices(&mut self, place: &str, question: &Question) {
        let has_choices = question.kind.has_choices();
        match question.choices.len() {
            0 if !has_choices => return,
            _ if !has_choices => return self.add(place.to_owned(), Wrong::TakesNoChoices),
            0 | 1 if question.kind == Kind::Moment => {
                self.add(place.to_owned(), Wrong::FewMoments);
            }
            0 | 1 => self.add(place.to_owned(), Wrong::FewChoices),
            n if n > CHOICES_MAX => self.fault(place, Wrong::TooManyChoices, CHOICES_MAX),
            _ => {}
        }
        let mut keys = BTreeSet::new();
        for (index, choice) in question.choices.iter().enumerate() {
            let place = format!("{place}/{index}");
            let Choice { key, text, .. } = choice;
            if choice.touchpoint.is_some() && question.kind != Kind::Moment {
                self.add(format!("{place}/touchpoint"), Wrong::TakesNoTouchpoint);
            }
            if let Some(wrong) = key::wrong_choice_key(key) {
                self.add(format!("{place}/key"), wrong);
            } else if !keys.insert(key.as_str()) {
                self.add(format!("{place}/key"), Wrong::KeyTwice);
            }
            self.required(&format!("{place}/text"), text, TEXT_MAX);
        }
    }
}

/// A text that has no translation in one of the languages offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Where the text belongs: `/questions/2/text/nl`.
    pub pointer: String,
    /// The language it lacks.
    pub language: String,
}

/// Translations still missing: respondents in that language read the default language there.
pub fn missing(definition: &Definition) -> Vec<Missing> {
    let mut found = Vec::new();
    let mut look = |place: String, texts: &Texts| {
        // A text that exists in no language at all is left out on purpose.
        if texts.is_empty() {
            return;
        }
        for language in definition
            .languages
            .iter()
            .filter(|l| !texts.contains_key(*l))
        {
            found.push(Missing {
                pointer: format!("{place}/{language}"),
                language: language.clone(),
            });
        }
    };
    look("/title".to_owned(), &definition.title);
    look("/intro".to_owned(), &definition.intro);
    look("/thanks".to_owned(), &definition.thanks);
    for (index, question) in definition.questions.iter().enumerate() {
        look(format!("/questions/{index}/text"), &question.text);
        for (at, choice) in question.choices.iter().enumerate() {
            look(
                format!("/questions/{index}/choices/{at}/text"),
                &choice.text,
            );
        }
    }
    found
}

/// Seconds to read a sentence of some twelve words and choose a point of its scale.
const SCALE_SECONDS: u32 = 5;
/// Seconds to look through several choices and mark those that fit.
const SEVERAL_SECONDS: u32 = 8;
/// Seconds to think and write a line; many leave it open, some write long.
const OPEN_SECONDS: u32 = 20;

/// About how many seconds a respondent needs, who gets the questions in a language they know well:
/// 5 for a question with a scale or one of several choices, 8 for any of several choices and for
/// choices that own words can take the place of, 20 for an open one. Of rotated statements only those count that each respondent gets.
pub fn expected_seconds(definition: &Definition) -> u32 {
    let seconds = |q: &Question| match q.kind {
        Kind::OpenText => OPEN_SECONDS,
        Kind::MultipleChoice | Kind::Moment | Kind::Elsewhere => SEVERAL_SECONDS,
        _ => SCALE_SECONDS,
    };
    let all: u32 = definition.questions.iter().map(seconds).sum();
    let drivers = definition.drivers().count();
    let per_respondent = definition
        .statements_per_respondent
        .map_or(drivers, usize::from);
    let left_out = drivers.saturating_sub(per_respondent);
    all - SCALE_SECONDS * u32::try_from(left_out).unwrap_or_default()
}

#[cfg(test)]
mod tests;
