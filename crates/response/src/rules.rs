//! Decisions without a database: what may be said beside the answers, and what becomes of a
//! response that is sent again.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use platform::clock::{self, DAY_US};
use platform::web::FieldError;
use platform::{Problem, id};
use serde_json::Value;
use survey::{Answers, Definition};
use user::Sight;

use crate::model::{Attributes, Channel, Extent, Moment, New, Response, State};

/// Attributes of one response at most.
pub const ATTRIBUTES_MAX: usize = 50;
/// Longest name of an attribute, in characters.
pub const ATTRIBUTE_NAME_MAX: usize = 64;
/// Longest value of an attribute, in characters.
pub const ATTRIBUTE_VALUE_MAX: usize = 200;
/// Longest external id, in characters.
pub const EXTERNAL_ID_MAX: usize = 200;
/// Nobody answered before this day: 1990-01-01.
const FIRST_DAY: i32 = 7305;

/// The attributes to store: each value as text, those that are null left out. Errors point at
/// `/attributes/{name}`.
pub fn attributes(given: &BTreeMap<String, Value>) -> Result<Attributes, Vec<FieldError>> {
    let mut kept = Attributes::new();
    let mut errors = Vec::new();
    if given.len() > ATTRIBUTES_MAX {
        let detail = format!(
            "{} attributes; at most {ATTRIBUTES_MAX} are allowed",
            given.len()
        );
        errors.push(FieldError::new("/attributes", detail));
    }
    for (name, value) in given {
        match attribute(name, value) {
            Ok(Some(text)) => {
                kept.insert(name.clone(), text);
            }
            Ok(None) => {}
            Err(detail) => {
                let name = name.replace('~', "~0").replace('/', "~1");
                errors.push(FieldError::new(format!("/attributes/{name}"), detail));
            }
        }
    }
    if errors.is_empty() {
        Ok(kept)
    } else {
        Err(errors)
    }
}

fn attribute(name: &str, value: &Value) -> Result<Option<String>, String> {
    let length = name.chars().count();
    if !(1..=ATTRIBUTE_NAME_MAX).contains(&length) || name.chars().any(char::is_control) {
        return Err(format!(
            "an attribute's name has 1 to {ATTRIBUTE_NAME_MAX} characters on one line"
        ));
    }
    let text = match value {
        Value::Null => return Ok(None),
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        _ => return Err("give a text, a number, true, false or null".to_owned()),
    };
    let length = text.chars().count();
    if length > ATTRIBUTE_VALUE_MAX {
        return Err(format!(
            "the value has {length} characters; at most {ATTRIBUTE_VALUE_MAX} are allowed"
        ));
    }
    if text.contains('\0') {
        return Err("a value may not contain NUL characters".to_owned());
    }
    Ok(Some(text))
}

/// Checks the sender's own id of a response.
pub fn external_id(text: &str) -> Result<(), String> {
    let length = text.chars().count();
    if !(1..=EXTERNAL_ID_MAX).contains(&length) || text.chars().any(char::is_control) {
        return Err(format!(
            "an external id has 1 to {EXTERNAL_ID_MAX} characters on one line"
        ));
    }
    Ok(())
}

/// What is kept of the external id of an erased response: enough to recognise it when it is sent
/// again, but not to read it.
pub fn erased_external_id(workspace_id: &str, survey_id: &str, external_id: &str) -> String {
    use std::fmt::Write;
    let mut text = "erased:".to_owned();
    for byte in id::hash(&format!("{workspace_id}\n{survey_id}\n{external_id}")) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Checks the form of a language code; it need not be one the survey is offered in.
pub fn language(code: &str) -> Result<(), String> {
    if survey::rules::is_language(code) {
        Ok(())
    } else {
        Err("a language is a code such as \"nl\" or \"en-GB\"".to_owned())
    }
}

/// Refuses to show responses one by one where that would tell a manager what an employee said, or
/// somebody with a limited sight what a group is that is too small to be shown.
pub fn shown_one_by_one(definition: &Definition, sight: &Sight) -> Result<(), Problem> {
    if definition.shows_answers_to(sight) {
        return Ok(());
    }
    let detail = if definition.employees {
        "answers of employees are shown in groups only"
    } else {
        "this survey hides small groups, so a limited sight sees its answers in groups only"
    };
    Err(Problem::Forbidden(detail.to_owned()))
}

/// Reads when a response was answered: RFC 3339, or a date, which is noon of that day in `zone`.
pub fn answered_at(text: &str, zone: &TimeZone, now_us: i64) -> Result<Moment, String> {
    let moment = if let Ok(timestamp) = text.parse::<jiff::Timestamp>() {
        Moment::new(zone, timestamp.as_microsecond())
    } else if let Some(date) = plain_date(text) {
        noon(zone, date)
    } else {
        return Err("give a time such as 2026-11-21T14:30:00Z or a date such as 2026-11-21".into());
    };
    checked(moment, now_us)
}

/// Noon of `date` in `zone`: whatever zone somebody reads it in, it is that day or next to it.
pub fn noon(zone: &TimeZone, date: jiff::civil::Date) -> Moment {
    let day = clock::days_since_1970(date);
    Moment {
        at_us: clock::start_of_day_us(zone, day) + DAY_US / 2,
        day,
    }
}

/// Refuses moments before 1990 and more than a day after now.
pub fn checked(moment: Moment, now_us: i64) -> Result<Moment, String> {
    if moment.at_us > now_us + DAY_US {
        return Err("this is in the future".to_owned());
    }
    if moment.day < FIRST_DAY {
        return Err("this is before 1990".to_owned());
    }
    Ok(moment)
}

/// A date and nothing else; jiff would take the date of a longer text.
pub(crate) fn plain_date(text: &str) -> Option<jiff::civil::Date> {
    (text.len() == 10).then(|| text.parse().ok())?
}

/// What a stored response says after something was sent again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Content {
    pub(crate) state: State,
    pub(crate) language: String,
    pub(crate) answers: Answers,
    pub(crate) attributes: Attributes,
    pub(crate) answered: Moment,
}

impl Content {
    /// What a response says now.
    pub(crate) fn of(response: &Response) -> Self {
        Self {
            state: response.state,
            language: response.language.clone(),
            answers: response.answers.clone(),
            attributes: response.attributes.clone(),
            answered: response.answered,
        }
    }
}

/// `old` after `new` was sent at `now`, or nothing when that changes nothing. The last one wins;
/// a step of a form replaces just its questions and never makes a complete response partial.
pub(crate) fn merged(old: &Response, new: &New, now: Moment) -> Option<Content> {
    let (state, answers, attributes) = match &new.extent {
        Extent::Whole => (new.state, said(old, new), new.attributes.clone()),
        Extent::Questions(keys) => {
            let mut answers = old.answers.clone();
            answers.retain(|key, _| !keys.contains(key));
            answers.extend(said(old, new));
            (old.state.max(new.state), answers, old.attributes.clone())
        }
        Extent::Row { asked, .. } => {
            let mut answers = old.answers.clone();
            answers.retain(|key, _| !asked.contains(key));
            answers.extend(new.answers.clone());
            let same = said_in_a_file(&old.attributes) == said_in_a_file(&new.attributes);
            let attributes = if same {
                old.attributes.clone()
            } else {
                new.attributes.clone()
            };
            (new.state, answers, attributes)
        }
    };
    let language = new.language.clone().unwrap_or_else(|| old.language.clone());
    let stays = match &new.extent {
        Extent::Row { spans, .. } => spans.iter().any(|span| span.contains(&old.answered.at_us)),
        _ => false,
    };
    let said = new.answered.filter(|_| !stays);
    let same = state == old.state
        && answers == old.answers
        && attributes == old.attributes
        && language == old.language
        && said.is_none_or(|answered| answered.at_us == old.answered.at_us);
    if same {
        return None;
    }
    // Until it is sent in, a response happens now; after that its moment stays.
    let happened = if old.state == State::Partial && !stays {
        now
    } else {
        old.answered
    };
    let answered = said.unwrap_or(happened);
    Some(Content {
        state,
        language,
        answers,
        attributes,
        answered,
    })
}

/// The answers `new` gives. A form that did not ask a statement says nothing about it: what an
/// earlier form of the same respondent brought stays.
fn said(old: &Response, new: &New) -> Answers {
    let is_form = matches!(
        new.channel,
        Channel::Link | Channel::Personal | Channel::Widget
    );
    let answer = |(key, value): (&String, &Value)| {
        let earlier = old.answers.get(key);
        let earlier = earlier.filter(|_| is_form && value == survey::answers::NOT_ASKED);
        (key.clone(), earlier.unwrap_or(value).clone())
    };
    new.answers.iter().map(answer).collect()
}

/// Attributes as a file can say them: without blank ones and space around them.
fn said_in_a_file(attributes: &Attributes) -> Attributes {
    attributes
        .iter()
        .map(|(name, value)| (name.clone(), value.trim().to_owned()))
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

#[cfg(test)]
mod tests;
