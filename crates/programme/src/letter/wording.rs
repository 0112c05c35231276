//! The words of a programme's mails, as people here write them, in each language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::placeholder::{self, Piece};

/// Wordings by language code (`nl`, `en`, any other).
pub type Wordings = BTreeMap<String, Wording>;

/// Longest line (subject, greeting), in characters.
pub const LINE_MAX: usize = 200;
/// Longest text (body, closing), in characters.
pub const TEXT_MAX: usize = 4000;
/// Most languages of one programme.
pub const LANGUAGES_MAX: usize = 20;

/// What the mails of a programme say in one language; see [`placeholder`] for what is filled in.
/// Subject and body are needed. A reminder without words of its own says the invitation's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Wording {
    /// One line.
    pub subject: String,
    /// One line above the text; none when empty.
    pub greeting: String,
    /// Why the contact is asked; blank lines part paragraphs.
    pub body: String,
    /// Below the question; none when empty.
    pub closing: String,
    /// One line; the invitation's when empty.
    pub reminder_subject: String,
    /// In place of the body; the invitation's when empty.
    pub reminder_body: String,
}

/// The parts of a wording, as fields of forms call them.
pub const PARTS: [&str; 6] = [
    "subject",
    "greeting",
    "body",
    "closing",
    "reminder_subject",
    "reminder_body",
];

impl Wording {
    /// A wording of what a form says of each of [`PARTS`].
    pub fn of_form(mut said: impl FnMut(&str) -> String) -> Self {
        let mut part = |name| said(name).replace("\r\n", "\n");
        let [
            subject,
            greeting,
            body,
            closing,
            reminder_subject,
            reminder_body,
        ] = PARTS.map(&mut part);
        Self {
            subject,
            greeting,
            body,
            closing,
            reminder_subject,
            reminder_body,
        }
    }

    /// Each of [`PARTS`] with its text.
    pub fn texts(&self) -> [(&'static str, &str); 6] {
        self.parts().map(|(name, text, ..)| (name, text))
    }

    /// Every part with its name, the longest it may be, and whether it is one line.
    fn parts(&self) -> [(&'static str, &str, usize, bool); 6] {
        [
            ("subject", &self.subject, LINE_MAX, true),
            ("greeting", &self.greeting, LINE_MAX, true),
            ("body", &self.body, TEXT_MAX, false),
            ("closing", &self.closing, TEXT_MAX, false),
            ("reminder_subject", &self.reminder_subject, LINE_MAX, true),
            ("reminder_body", &self.reminder_body, TEXT_MAX, false),
        ]
    }
}

/// What is wrong with one part of a wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where, below the wordings: `/nl/subject`.
    pub pointer: String,
    /// What.
    pub wrong: Wrong,
}

/// Kinds of mistakes in wordings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// There is no wording in any language.
    NoLanguage,
    /// More languages than [`LANGUAGES_MAX`].
    TooManyLanguages,
    /// No language code.
    LanguageForm,
    /// It is needed.
    Empty,
    /// Longer than this many characters.
    TooLong(usize),
    /// A line break or another control character where there is one line.
    NotOneLine,
    /// No placeholder has this name.
    UnknownPlaceholder(String),
    /// A brace without its other half, with what follows.
    Unclosed(String),
}

impl Wrong {
    /// The message that says it.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::NoLanguage => "programme-wording-no-language",
            Self::TooManyLanguages => "programme-wording-too-many-languages",
            Self::LanguageForm => "programme-wording-language-form",
            Self::Empty => "programme-wording-empty",
            Self::TooLong(_) => "programme-wording-too-long",
            Self::NotOneLine => "programme-wording-not-one-line",
            Self::UnknownPlaceholder(_) => "programme-wording-unknown-placeholder",
            Self::Unclosed(_) => "programme-wording-unclosed",
        }
    }
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoLanguage => f.write_str("needs a wording in at least one language"),
            Self::TooManyLanguages => write!(f, "at most {LANGUAGES_MAX} languages"),
            Self::LanguageForm => f.write_str("is no language code such as nl or en"),
            Self::Empty => f.write_str("is needed"),
            Self::TooLong(max) => write!(f, "at most {max} characters"),
            Self::NotOneLine => f.write_str("is one line"),
            Self::UnknownPlaceholder(name) => {
                let listed = placeholder::listed();
                write!(f, "there is no placeholder {{{name}}}; there are {listed}")
            }
            Self::Unclosed(text) => write!(f, "the brace is not closed: {text}"),
        }
    }
}

/// Everything wrong with a programme's wordings, in their order.
pub fn check(wordings: &Wordings) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut add = |pointer: String, wrong| faults.push(Fault { pointer, wrong });
    if wordings.is_empty() {
        add(String::new(), Wrong::NoLanguage);
    }
    if wordings.len() > LANGUAGES_MAX {
        add(String::new(), Wrong::TooManyLanguages);
    }
    for (language, wording) in wordings {
        if !is_language(language) {
            add(format!("/{language}"), Wrong::LanguageForm);
        }
        for (name, text, max, is_line) in wording.parts() {
            for wrong in check_part(name, text, max, is_line) {
                add(format!("/{language}/{name}"), wrong);
            }
        }
    }
    faults
}

fn check_part(name: &str, text: &str, max: usize, is_line: bool) -> Vec<Wrong> {
    let mut wrongs = Vec::new();
    if text.trim().is_empty() && (name == "subject" || name == "body") {
        wrongs.push(Wrong::Empty);
    }
    if text.chars().count() > max {
        wrongs.push(Wrong::TooLong(max));
    }
    if is_line && text.chars().any(char::is_control) {
        wrongs.push(Wrong::NotOneLine);
    }
    for piece in placeholder::pieces(text) {
        match piece {
            Piece::Placeholder { name, .. } if !placeholder::is_known(name) => {
                wrongs.push(Wrong::UnknownPlaceholder(name.to_owned()));
            }
            Piece::Unclosed(text) => wrongs.push(Wrong::Unclosed(text.to_owned())),
            _ => {}
        }
    }
    wrongs
}

/// `nl`, `en-GB`: letters and digits in parts of at most eight.
fn is_language(code: &str) -> bool {
    let mut parts = code.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_lowercase())
        && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wording(subject: &str, body: &str) -> Wordings {
        let wording = Wording {
            subject: subject.to_owned(),
            body: body.to_owned(),
            ..Wording::default()
        };
        Wordings::from([("nl".to_owned(), wording)])
    }

    fn wrongs(wordings: &Wordings) -> Vec<(String, Wrong)> {
        let parts = |f: Fault| (f.pointer, f.wrong);
        check(wordings).into_iter().map(parts).collect()
    }

    #[test]
    fn a_good_wording_has_no_faults() {
        let good = wording(
            "Hoe was het, {first_name|klant}?",
            "Over {attribute.city}.\n\nDank!",
        );
        assert_eq!(wrongs(&good), []);
    }

    #[test]
    fn mistakes_are_named_where_they_are() {
        let bad = wording("Hi {voornaam}\nBcc: x@y", "{oops");
        assert_eq!(
            wrongs(&bad),
            [
                ("/nl/subject".to_owned(), Wrong::NotOneLine),
                (
                    "/nl/subject".to_owned(),
                    Wrong::UnknownPlaceholder("voornaam".to_owned())
                ),
                ("/nl/body".to_owned(), Wrong::Unclosed("{oops".to_owned())),
            ]
        );
        let said = Wrong::UnknownPlaceholder("voornaam".to_owned()).to_string();
        assert!(
            said.contains("{voornaam}") && said.contains("{first_name}"),
            "{said}"
        );
        let empty = wording("", " ");
        assert_eq!(wrongs(&empty).len(), 2);
        let long = wording(&"a".repeat(LINE_MAX + 1), &"é".repeat(TEXT_MAX));
        assert_eq!(
            wrongs(&long),
            [("/nl/subject".to_owned(), Wrong::TooLong(LINE_MAX))]
        );
        assert_eq!(
            wrongs(&Wordings::new()),
            [(String::new(), Wrong::NoLanguage)]
        );
        let odd = Wordings::from([("../x".to_owned(), wording("a", "b")["nl"].clone())]);
        assert_eq!(wrongs(&odd), [("/../x".to_owned(), Wrong::LanguageForm)]);
    }

    #[test]
    fn an_unknown_field_is_refused() {
        let read = serde_json::from_str::<Wording>(r#"{"subject":"a","text":"b"}"#);
        assert!(read.is_err());
    }
}
