//! What a programme's mails say: the wording of people here, filled in for one contact, as HTML and
//! as plain text. Pure: no database, no clock, no chance.
//!
//! A mail has no picture and no pixel that tells when it is read. Its links go to this
//! installation only, and what comes from a contact never becomes markup or a link.

mod fill;
mod html;
pub mod placeholder;
mod text;
pub mod wording;
mod words;

use survey::model::Definition;

pub use self::fill::Values;
pub use self::wording::{Fault, PARTS, Wording, Wordings, Wrong, check};
use self::words::{Words, primary};

/// Where the links of a mail lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Links<'a> {
    /// Where the outside world reaches this installation, without a slash at the end.
    pub base_url: &'a str,
    /// Secret of the link to answer.
    pub answer: &'a str,
    /// Secret of the link to unsubscribe.
    pub unsubscribe: &'a str,
}

impl Links<'_> {
    /// Opens the survey.
    pub fn answer(&self) -> String {
        format!("{}/p/{}", self.base_url, self.answer)
    }

    /// Opens the survey with this score chosen.
    pub fn score(&self, score: u8) -> String {
        format!("{}?s={score}", self.answer())
    }

    /// Seen by programs that follow every link, never by people.
    pub fn hidden(&self) -> String {
        format!("{}/x", self.answer())
    }

    /// Ends mails like this one.
    pub fn unsubscribe(&self) -> String {
        format!("{}/u/{}", self.base_url, self.unsubscribe)
    }
}

/// Why a contact is asked, for the sentence at the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Occasion {
    /// Its turn.
    #[default]
    Turn,
    /// Something happened, which [`Values::subject`] names.
    Event,
}

/// All that a mail is made of.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Language of the wording, see [`language`].
    pub language: &'a str,
    /// The words.
    pub wording: &'a Wording,
    /// Not the first mail.
    pub is_reminder: bool,
    /// What is asked.
    pub definition: &'a Definition,
    /// Why.
    pub occasion: Occasion,
    /// What is filled in.
    pub values: &'a Values,
    /// Where its links lead.
    pub links: Links<'a>,
}

/// A written mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// One line, never empty.
    pub subject: String,
    /// Plain text, lines ended by LF.
    pub text: String,
    /// A whole HTML document.
    pub html: String,
}

/// The wording for a contact, with its language: in the contact's own (`nl-BE` may read `nl`), else
/// in the survey's default language, else whatever there is. `None` when there is no wording.
pub fn language<'a>(
    wordings: &'a Wordings,
    contact: Option<&str>,
    survey: &str,
) -> Option<(&'a str, &'a Wording)> {
    let exactly = |wanted: &str| wordings.get_key_value(wanted);
    let roughly = |wanted: &str| {
        let same = |code: &&String| primary(code) == primary(wanted);
        let code = wordings.keys().find(same)?;
        wordings.get_key_value(code)
    };
    let found = contact
        .and_then(|own| exactly(own).or_else(|| roughly(own)))
        .or_else(|| exactly(survey).or_else(|| roughly(survey)))
        .or_else(|| wordings.iter().next());
    found.map(|(code, wording)| (code.as_str(), wording))
}

/// All that a letter is made of that asks nothing.
#[derive(Clone, Copy, Debug)]
pub struct Plain<'a> {
    /// Language of the wording, see [`language`].
    pub language: &'a str,
    /// The words; those of reminders are not used.
    pub wording: &'a Wording,
    /// What is filled in.
    pub values: &'a Values,
    /// Whether it goes to the contact because of an answer of theirs.
    pub is_about_answer: bool,
    /// Where the outside world reaches this installation, without a slash at the end.
    pub base_url: &'a str,
    /// Secret of the link to unsubscribe.
    pub unsubscribe: &'a str,
    /// A page of this installation that it leads to: `/heard`.
    pub link: Option<&'a str>,
}

/// Writes a mail.
pub fn render(input: &Input<'_>) -> Rendered {
    Parts::new(input).render()
}

/// Writes a letter that asks nothing.
pub fn render_plain(plain: &Plain<'_>) -> Rendered {
    Parts::plain(plain).render()
}

/// A scale in a mail.
struct Scale {
    question: String,
    low: u8,
    high: u8,
    ends: [&'static str; 2],
}

/// The filled-in texts of a mail, plain.
struct Parts<'a> {
    language: &'a str,
    words: Words,
    subject: String,
    greeting: String,
    body: String,
    /// Of ours, below the body.
    note: Option<&'static str>,
    scale: Option<Scale>,
    /// Where there is no scale: what it leads to.
    button: Option<Button>,
    closing: String,
    why: String,
    sent_by: String,
    links: Links<'a>,
    /// Whether a link for programs is hidden in it.
    has_trap: bool,
}

/// A link as a button, and in plain text.
struct Button {
    label: &'static str,
    /// Before the address in plain text.
    before: &'static str,
    url: String,
}

impl<'a> Parts<'a> {
    fn render(self) -> Rendered {
        Rendered {
            text: text::text(&self),
            html: html::html(&self),
            subject: self.subject,
        }
    }

    fn plain(plain: &Plain<'a>) -> Self {
        let Plain {
            wording, values, ..
        } = *plain;
        let words = Words::of(plain.language);
        let mut subject = fill::fill_line(&wording.subject, values);
        if subject.is_empty() {
            subject = fill::clean(&values.company);
        }
        let why = if plain.is_about_answer {
            words.why_answered
        } else {
            words.why_contact
        };
        Self {
            language: plain.language,
            words,
            subject,
            greeting: fill::fill_line(&wording.greeting, values),
            body: fill::fill(&wording.body, values),
            note: None,
            scale: None,
            button: plain.link.map(|path| Button {
                label: words.read,
                before: words.read_at,
                url: format!("{}{path}", plain.base_url),
            }),
            closing: fill::fill(&wording.closing, values),
            why: fill::fill_line(why, values),
            sent_by: fill::fill_line(sent_by(&words, values), values),
            links: Links {
                base_url: plain.base_url,
                answer: "",
                unsubscribe: plain.unsubscribe,
            },
            has_trap: false,
        }
    }

    fn new(input: &Input<'a>) -> Self {
        let Input {
            wording, values, ..
        } = *input;
        let words = Words::of(input.language);
        let first = |own: &'a str, other: &'a str| {
            let is_own = input.is_reminder && !own.trim().is_empty();
            if is_own { own } else { other }
        };
        let subject = first(&wording.reminder_subject, &wording.subject);
        let mut subject = fill::fill_line(subject, values);
        if subject.is_empty() {
            subject = fill::clean(&values.survey);
        }
        if subject.is_empty() {
            words.answer.clone_into(&mut subject);
        }
        let employees = input.definition.employees;
        let is_plain_reminder = input.is_reminder && wording.reminder_body.trim().is_empty();
        let note = match (employees, is_plain_reminder) {
            (true, _) => Some(words.anonymous),
            (false, true) => Some(words.again),
            (false, false) => None,
        };
        let has_subject = !fill::fill_line("{subject}", values).is_empty();
        let why = match input.occasion {
            _ if employees => words.why_employee,
            Occasion::Event if has_subject => words.why_event,
            _ => words.why_customer,
        };
        Self {
            language: input.language,
            words,
            subject,
            greeting: fill::fill_line(&wording.greeting, values),
            body: fill::fill(first(&wording.reminder_body, &wording.body), values),
            note,
            scale: scale(input.definition, input.language, &words),
            button: Some(Button {
                label: words.answer,
                before: words.answer_at,
                url: input.links.answer(),
            }),
            closing: fill::fill(&wording.closing, values),
            why: fill::fill_line(why, values),
            sent_by: fill::fill_line(sent_by(&words, values), values),
            links: input.links,
            has_trap: true,
        }
    }
}

/// Who sends it: a person, or the company.
fn sent_by(words: &Words, values: &Values) -> &'static str {
    if values.is_from_company() {
        words.sent_by_company
    } else {
        words.sent_by
    }
}

/// The scale a mail shows: of the survey's outcome, and none where a click could tell who gave
/// which answer.
fn scale(definition: &Definition, language: &str, words: &Words) -> Option<Scale> {
    let question = definition.outcome().filter(|_| !definition.employees)?;
    let (low, high) = question.kind.range()?;
    Some(Scale {
        question: definition.say(&question.text, language).to_owned(),
        low,
        high,
        ends: words.ends(question),
    })
}

#[cfg(test)]
mod tests;
