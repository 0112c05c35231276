//! The surveys people start from.

mod extras;
mod wording;

use std::str::FromStr;

use self::wording::{Said, Statement, THANKS, parts};
use crate::model::{Choice, Definition, Direction, Kind, Question, Texts};
use crate::rules::key_from;

/// A survey to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// How loyal customers are and what drives it.
    RelationalNps,
    /// How easy a contact was.
    Ces,
    /// How satisfied customers are with one aspect.
    Csat,
    /// Whether customers feel that the company acts in their interest.
    Cas,
    /// How loyal employees are and what drives it.
    Enps,
    /// No questions yet.
    Empty,
}

impl Template {
    /// All, in the order they are offered.
    pub const ALL: [Self; 6] = [
        Self::RelationalNps,
        Self::Ces,
        Self::Csat,
        Self::Cas,
        Self::Enps,
        Self::Empty,
    ];

    /// As stored and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RelationalNps => "relational-nps",
            Self::Ces => "ces",
            Self::Csat => "csat",
            Self::Cas => "cas",
            Self::Enps => "enps",
            Self::Empty => "empty",
        }
    }
}

impl FromStr for Template {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|t| t.as_str() == text).ok_or(())
    }
}

/// A question that a survey can have beside its template's: what no score tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extra {
    /// Which moment mattered most.
    Moment,
    /// Where else the respondent looked.
    Elsewhere,
}

impl Extra {
    /// All, in the order they are asked.
    pub const ALL: [Self; 2] = [Self::Moment, Self::Elsewhere];

    /// In forms and the API; also the key of its question.
    pub const fn as_str(self) -> &'static str {
        self.kind().as_str()
    }

    /// The kind of its question.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Moment => Kind::Moment,
            Self::Elsewhere => Kind::Elsewhere,
        }
    }
}

impl FromStr for Extra {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|e| e.as_str() == text).ok_or(())
    }
}

/// A driver statement of one's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Driver {
    /// Its key.
    pub key: String,
    /// Its wording.
    pub text: Texts,
    /// The touchpoint it measures, if any.
    pub touchpoint: Option<String>,
}

/// What is chosen when a survey is made from a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices<'a> {
    /// The company's name, as respondents know it.
    pub company: &'a str,
    /// The title by language; the template's own when empty.
    pub title: Texts,
    /// Languages offered, the default first.
    pub languages: Vec<String>,
    /// Own statements in place of the template's.
    pub drivers: Option<Vec<Driver>>,
}

/// The definition a template gives. Texts exist in those of the chosen languages that are Dutch
/// or English; the others are for the editor.
pub fn definition(template: Template, choices: Choices<'_>) -> Definition {
    let parts = parts(template);
    let say = |said: Said| texts(said, &choices);
    let mut questions = Vec::new();
    if let Some((kind, key, text)) = parts.outcome {
        let direction = (kind == Kind::Effort).then_some(Direction::EasyHigh);
        let asked = question(key, kind, say(text));
        questions.push(Question {
            required: true,
            direction,
            ..asked
        });
        questions.push(question("why", Kind::OpenText, say(parts.why)));
    }
    let own = |(key, text): &Statement| question(key, Kind::Agree, say(*text));
    let mut drivers: Vec<Question> = match &choices.drivers {
        None => parts.drivers.iter().map(own).collect(),
        Some(drivers) => drivers.iter().map(statement).collect(),
    };
    for (index, driver) in drivers.iter_mut().enumerate() {
        driver.driver = true;
        // The statements come after the score and its reason, on a page of their own.
        driver.new_page = index == 0 && !questions.is_empty();
    }
    questions.append(&mut drivers);
    let (intro, thanks) = (say(parts.intro), say(THANKS));
    let mut title = choices.title.clone();
    if title.is_empty() {
        title = say(parts.title);
    }
    Definition {
        languages: choices.languages,
        title,
        intro,
        thanks,
        employees: template == Template::Enps,
        statements_per_respondent: None,
        smallest_group: None,
        questions,
    }
}

/// The definition with these questions at its end, each unless one of its kind is there already.
#[must_use]
pub fn with_extras(mut definition: Definition, extras: &[Extra]) -> Definition {
    for extra in Extra::ALL.into_iter().filter(|e| extras.contains(e)) {
        if definition.questions.iter().all(|q| q.kind != extra.kind()) {
            let key = extra.as_str();
            let asked = extra_question(extra, &definition.languages);
            definition.questions.push(Question {
                key: key_from(key, |key| definition.question(key).is_some()),
                ..asked
            });
        }
    }
    definition
}

/// The question with its usual wording and choices, in those of the languages that are Dutch or
/// English; without key.
pub fn extra_question(extra: Extra, languages: &[String]) -> Question {
    let asked = extras::asked(extra);
    let choice = |(key, said): &Statement| Choice {
        key: (*key).to_owned(),
        text: worded(*said, languages, ""),
        touchpoint: None,
    };
    Question {
        choices: asked.choices.iter().map(choice).collect(),
        ..question("", extra.kind(), worded(asked.text, languages, ""))
    }
}

fn texts(said: Said, choices: &Choices<'_>) -> Texts {
    worded(said, &choices.languages, choices.company)
}

/// A text in those of the languages that are Dutch or English.
fn worded(said: Said, languages: &[String], company: &str) -> Texts {
    let text = |language: &str| match language.split('-').next() {
        Some("nl") => said.nl,
        Some("en") => said.en,
        _ => "",
    };
    languages
        .iter()
        .map(|language| {
            let text = text(language).replace("{company}", company);
            (language.clone(), text)
        })
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

fn statement(driver: &Driver) -> Question {
    Question {
        touchpoint: driver.touchpoint.clone(),
        ..question(&driver.key, Kind::Agree, driver.text.clone())
    }
}

/// A question without anything special about it.
pub fn question(key: &str, kind: Kind, text: Texts) -> Question {
    Question {
        key: key.to_owned(),
        kind,
        text,
        required: false,
        driver: false,
        touchpoint: None,
        direction: None,
        choices: Vec::new(),
        new_page: false,
    }
}

#[cfg(test)]
mod tests;
