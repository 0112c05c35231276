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
pub use self::wording::{Fault, Wording, Wordings, Wrong, check};
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

/// Writes a mail.
pub fn render(input: &Input<'_>) -> Rendered {
    let parts = Parts::new(input);
    Rendered {
        text: text::text(&parts),
        html: html::html(&parts),
        subject: parts.subject,
    }
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
    closing: String,
    why: String,
    sent_by: String,
    links: Links<'a>,
}

impl<'a> Parts<'a> {
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
        let sent_by = if values.is_from_company() {
            words.sent_by_company
        } else {
            words.sent_by
        };
        Self {
            language: input.language,
            words,
            subject,
            greeting: fill::fill_line(&wording.greeting, values),
            body: fill::fill(first(&wording.reminder_body, &wording.body), values),
            note,
            scale: scale(input.definition, input.language, &words),
            closing: fill::fill(&wording.closing, values),
            why: fill::fill_line(why, values),
            sent_by: fill::fill_line(sent_by, values),
            links: input.links,
        }
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
