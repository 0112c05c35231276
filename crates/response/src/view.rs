//! What the templates of the public pages get: a page of the form with its questions, values,
//! errors and words, ready to be written down.

use std::collections::BTreeMap;
use std::ops::Range;

use platform::web::{App, Frame};
use platform::words::Language;
use serde::Serialize;
use survey::answers::{DONT_KNOW, OWN_WORDS, OWN_WORDS_MAX};
use survey::rotation::Rotation;
use survey::{Definition, Direction, Kind, Question};

use crate::asked::Asked;
use crate::form::{ANSWER, Filled, OWN};

/// The way in by which a page was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    /// The public link.
    Link,
    /// A personal link.
    Personal,
    /// The widget: the form in a frame of somebody's web page.
    Frame,
    /// The preview: nothing is stored.
    Preview,
}

/// What is wrong with the answer to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// It is needed and not there.
    Missing,
    /// It is none of the answers.
    Invalid,
}

impl Wrong {
    /// The key of what is said about it, at a question of this kind.
    fn key(self, kind: Kind) -> &'static str {
        match (self, kind) {
            (Self::Invalid, _) => "response-wrong-invalid",
            (Self::Missing, Kind::OpenText) => "response-wrong-missing-text",
            (Self::Missing, _) => "response-wrong-missing",
        }
    }
}

/// A page of the form to be shown.
pub(crate) struct Sheet<'a> {
    pub(crate) asked: &'a Asked<'a>,
    pub(crate) company: &'a str,
    pub(crate) door: Door,
    /// Where the form goes.
    pub(crate) action: &'a str,
    /// Whether what happens goes into the evidence log.
    pub(crate) is_logged: bool,
    pub(crate) filled: &'a Filled,
    pub(crate) pages: &'a [Range<usize>],
    pub(crate) page: usize,
    /// By question key.
    pub(crate) wrong: &'a BTreeMap<String, Wrong>,
    /// Key of a message above the form.
    pub(crate) notice: Option<&'static str>,
}

/// What every public page says of itself.
#[derive(Serialize)]
pub(crate) struct Around {
    /// Language of the survey's texts.
    language: String,
    /// Language of our own words, which are there in English and Dutch only.
    words: &'static str,
    direction: &'static str,
    company: String,
    preview: bool,
    /// In a frame of a web page.
    framed: bool,
    /// In a preview: how many of how many statements it shows.
    dealt: Option<(usize, usize)>,
    languages: Vec<Offer>,
}

#[derive(Serialize)]
struct Offer {
    code: String,
    name: String,
    current: bool,
}

#[derive(Serialize)]
struct SheetValues<'a> {
    #[serde(flatten)]
    around: Around,
    title: &'a str,
    intro: &'a str,
    /// Where this page of the form goes.
    action: String,
    /// Where the page tells of its use, if anywhere.
    seen: Option<String>,
    visit: &'a str,
    number: usize,
    count: usize,
    notice: Option<String>,
    submission_id: &'a str,
    version: i64,
    questions: Vec<QuestionValues<'a>>,
    errors: Vec<ErrorLink>,
    hidden: Vec<(String, &'a str)>,
}

#[derive(Serialize)]
struct ErrorLink {
    target: String,
    text: String,
}

#[derive(Serialize)]
struct QuestionValues<'a> {
    id: String,
    name: String,
    /// Which kind of field: scale, options, several or text.
    field: &'static str,
    text: &'a str,
    required: bool,
    error: Option<String>,
    /// Ids of what describes it, for screen readers.
    described_by: String,
    ends: Option<(String, String)>,
    row: bool,
    options: Vec<OptionValues>,
    /// What can be written beside the options.
    own: Option<OwnValues<'a>>,
    value: &'a str,
}

/// The field for own words beside options, and the option that says so.
#[derive(Serialize)]
struct OwnValues<'a> {
    id: String,
    name: String,
    /// The value of the option; empty where the field alone will do.
    option: &'static str,
    checked: bool,
    words: &'a str,
    max: usize,
}

#[derive(Serialize)]
struct OptionValues {
    id: String,
    value: String,
    text: String,
    checked: bool,
    apart: bool,
}

/// The language of our own words on a page in `language`.
pub(crate) fn words_of(language: &str) -> Language {
    Language::from_code(language).unwrap_or(Language::En)
}

/// The frame of a public page: nobody is logged in, whatever cookies there are.
pub(crate) fn frame(language: &str) -> Frame {
    Frame {
        language: words_of(language),
        person: None,
        here: String::new(),
    }
}

/// What surrounds a public page in `language`.
pub(crate) fn around(definition: &Definition, company: &str, language: &str, door: Door) -> Around {
    let offers = definition.languages.iter().map(|code| Offer {
        code: code.clone(),
        name: name_of(code).to_owned(),
        current: code == language,
    });
    Around {
        language: language.to_owned(),
        words: words_of(language).code(),
        direction: direction(language),
        company: company.to_owned(),
        preview: door == Door::Preview,
        framed: door == Door::Frame,
        dealt: Rotation::of(definition)
            .filter(|_| door == Door::Preview)
            .map(|rotation| (rotation.per_respondent(), rotation.keys().len())),
        languages: offers.collect(),
    }
}

/// What surrounds a page that is about no survey.
pub(crate) fn around_nothing(language: Language) -> Around {
    Around {
        language: language.code().to_owned(),
        words: language.code(),
        direction: "ltr",
        company: String::new(),
        preview: false,
        framed: false,
        dealt: None,
        languages: Vec::new(),
    }
}

/// Where page `number` of a form goes. Each has an address of its own: a browser forgets the page
/// at the address it sends to, and the Back button would bring an empty form.
fn step_of(action: &str, number: usize) -> String {
    let joint = if action.contains('?') { '&' } else { '?' };
    format!("{action}{joint}step={number}")
}

/// A language's name for itself.
fn name_of(code: &str) -> &str {
    match code.split(['-', '_']).next().unwrap_or(code) {
        "en" => "English",
        "nl" => "Nederlands",
        "de" => "Deutsch",
        "fr" => "Français",
        "es" => "Español",
        "it" => "Italiano",
        "pt" => "Português",
        "pl" => "Polski",
        "tr" => "Türkçe",
        "ar" => "العربية",
        "uk" => "Українська",
        _ => code,
    }
}

fn direction(code: &str) -> &'static str {
    match code.split(['-', '_']).next().unwrap_or(code) {
        "ar" | "he" | "fa" | "ur" => "rtl",
        _ => "ltr",
    }
}

impl Sheet<'_> {
    /// The values of the template `response/form.html`.
    pub(crate) fn values(&self, app: &App) -> impl Serialize {
        let language = &self.filled.language;
        let words = words_of(language);
        let say = |key: &str| app.words.say(words, key, &[]);
        let definition = self.asked.all;
        let shown = &self.asked.shown.questions[self.pages[self.page].clone()];
        let questions: Vec<_> = shown.iter().map(|q| self.question(q, &say)).collect();
        let errors = questions.iter().filter_map(|q| {
            let colon = if q.text.ends_with(char::is_alphanumeric) {
                ":"
            } else {
                ""
            };
            let text = format!("{}{colon} {}", q.text, q.error.as_ref()?);
            let target = q
                .options
                .first()
                .map_or_else(|| q.id.clone(), |o| o.id.clone());
            Some(ErrorLink { target, text })
        });
        SheetValues {
            around: around(definition, self.company, language, self.door),
            title: definition.say(&definition.title, language),
            intro: match self.page {
                0 => definition.say(&definition.intro, language),
                _ => "",
            },
            action: step_of(self.action, self.page + 1),
            seen: self.is_logged.then(|| format!("{}/seen", self.action)),
            visit: &self.filled.visit,
            number: self.page + 1,
            count: self.pages.len(),
            notice: self.notice.map(say),
            submission_id: &self.filled.submission_id,
            version: self.filled.version,
            errors: errors.collect(),
            hidden: self.hidden(),
            questions,
        }
        .into_value()
    }

    /// The fields that carry along what is not on this page.
    fn hidden(&self) -> Vec<(String, &str)> {
        let here = &self.asked.shown.questions[self.pages[self.page].clone()];
        let elsewhere = self.asked.all.questions.iter();
        elsewhere
            .filter(|question| here.iter().all(|shown| shown.key != question.key))
            .filter_map(|question| self.filled.values.get_key_value(&question.key))
            .flat_map(|(key, values)| {
                values
                    .iter()
                    .filter(|value| !value.is_empty())
                    .map(move |value| (format!("{ANSWER}{key}"), value.as_str()))
            })
            .collect()
    }

    fn question<'q>(
        &'q self,
        question: &'q Question,
        say: &impl Fn(&str) -> String,
    ) -> QuestionValues<'q> {
        let id = format!("q-{}", question.key);
        let chosen = self
            .filled
            .values
            .get(&question.key)
            .map_or(&[][..], Vec::as_slice);
        let wrong = self.wrong.get(&question.key);
        let error = wrong.map(|wrong| say(wrong.key(question.kind)));
        let ends = (question.kind == Kind::Recommend).then(|| {
            (
                say("response-recommend-low"),
                say("response-recommend-high"),
            )
        });
        let mut described = Vec::new();
        if question.required {
            described.push(format!("{id}-hint"));
        }
        if error.is_some() {
            described.push(format!("{id}-error"));
        }
        if ends.is_some() {
            described.push(format!("{id}-ends"));
        }
        let options = self.choices(question, say);
        let mut own_words = chosen.iter().filter_map(|v| v.strip_prefix(OWN_WORDS));
        let own_words = own_words.next_back();
        QuestionValues {
            name: format!("{ANSWER}{}", question.key),
            field: match question.kind {
                Kind::Recommend => "scale",
                Kind::OpenText => "text",
                Kind::MultipleChoice | Kind::Elsewhere => "several",
                _ => "options",
            },
            text: self.asked.all.say(&question.text, &self.filled.language),
            required: question.required,
            error,
            described_by: described.join(" "),
            ends,
            row: question.kind.range().is_some(),
            options: options
                .into_iter()
                .enumerate()
                .map(|(index, (value, text))| OptionValues {
                    id: format!("{id}-{index}"),
                    checked: chosen.contains(&value),
                    apart: value == DONT_KNOW,
                    value,
                    text,
                })
                .collect(),
            own: question.kind.takes_own_words().then(|| OwnValues {
                id: format!("{id}-own"),
                name: format!("{OWN}{}", question.key),
                option: if question.kind == Kind::Moment {
                    OWN_WORDS
                } else {
                    ""
                },
                checked: own_words.is_some(),
                words: own_words.unwrap_or_default(),
                max: OWN_WORDS_MAX,
            }),
            value: chosen.first().map_or("", String::as_str),
            id,
        }
    }

    /// What can be chosen, as (value, text).
    fn choices(&self, question: &Question, say: &impl Fn(&str) -> String) -> Vec<(String, String)> {
        if question.kind == Kind::Recommend {
            return (0..=10).map(|n| (n.to_string(), n.to_string())).collect();
        }
        let labels = match (question.kind, question.direction) {
            (Kind::Effort, Some(Direction::EffortHigh)) => "effort",
            (Kind::Satisfaction, _) => "satisfaction",
            _ => "agree",
        };
        let mut options: Vec<(String, String)> = match question.kind.range() {
            Some((low, high)) => (low..=high)
                .map(|n| (n.to_string(), say(&format!("response-{labels}-{n}"))))
                .collect(),
            None => {
                let language = &self.filled.language;
                let text = |texts| self.asked.all.say(texts, language).to_owned();
                question
                    .choices
                    .iter()
                    .map(|c| (c.key.clone(), text(&c.text)))
                    .collect()
            }
        };
        if question.kind == Kind::Agree {
            options.push((DONT_KNOW.to_owned(), say("response-dont-know")));
        }
        options
    }
}

impl SheetValues<'_> {
    /// Detached from what it was made of.
    fn into_value(self) -> minijinja::Value {
        minijinja::Value::from_serialize(&self)
    }
}
