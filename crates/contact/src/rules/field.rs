//! What may be said in each field of a contact or an account.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use platform::clock::{self, DAY_US};
use serde_json::Value;

use crate::model::Consent;
use crate::wrong::Wrong;

/// Longest address, in bytes.
pub const EMAIL_MAX: usize = 254;
/// Longest name, external id or reason, in characters.
pub const TEXT_MAX: usize = 200;
/// Attributes of one contact or account at most.
pub const ATTRIBUTES_MAX: usize = 50;
/// Longest name of an attribute, in characters.
const ATTRIBUTE_NAME_MAX: usize = 64;
/// Longest value of an attribute, in characters.
pub const ATTRIBUTE_VALUE_MAX: usize = 200;
/// Nobody consented before this day: 1990-01-01.
const FIRST_DAY: i32 = 7305;

/// An e-mail address, trimmed and in lower case. The mail server is the judge of what else may
/// stand in one; what would change the meaning of a mail's header can't.
pub fn email(text: &str) -> Result<String, Wrong> {
    let email = super::folded(text);
    let (local, domain) = email.split_once('@').ok_or(Wrong::NoAddress)?;
    let odd = |c: char| {
        c.is_whitespace() || c.is_control() || "<>()[],;:\\\"@".contains(c) || c == '\u{FFFD}'
    };
    if local.is_empty() || email.len() > EMAIL_MAX || local.chars().any(odd) || !is_domain(domain) {
        return Err(Wrong::NoAddress);
    }
    Ok(email)
}

/// A domain without its @, in lower case.
pub(crate) fn domain(text: &str) -> Result<String, Wrong> {
    let domain = super::folded(text);
    if is_domain(&domain) && domain.len() < EMAIL_MAX {
        Ok(domain)
    } else {
        Err(Wrong::NoAddress)
    }
}

fn is_domain(domain: &str) -> bool {
    domain.split('.').all(|label| {
        let fits = |c: char| c.is_alphanumeric() || c == '-';
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(fits)
    })
}

/// A text of 1 to 200 characters on one line, trimmed.
pub fn line(text: &str) -> Result<String, Wrong> {
    let text = text.trim();
    if (1..=TEXT_MAX).contains(&text.chars().count()) && !text.chars().any(char::is_control) {
        Ok(text.to_owned())
    } else {
        Err(Wrong::NoLine(TEXT_MAX))
    }
}

/// A language code: `nl`, `pt-BR`. `nl_NL` and `NL` are understood too.
pub(crate) fn language(text: &str) -> Result<String, Wrong> {
    let text = text.trim().replace('_', "-");
    let mut parts = text.split('-');
    let primary = parts.next().unwrap_or_default().to_lowercase();
    if !(2..=3).contains(&primary.len()) || !primary.bytes().all(|b| b.is_ascii_lowercase()) {
        return Err(Wrong::NoLanguage);
    }
    let mut code = primary;
    for part in parts {
        let fits = (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
        if !fits || code.len() > 26 {
            return Err(Wrong::NoLanguage);
        }
        code.push('-');
        if part.len() == 2 {
            code.push_str(&part.to_uppercase());
        } else {
            code.push_str(part);
        }
    }
    Ok(code)
}

/// A time zone by its name in the time zone database.
pub(crate) fn zone(text: &str) -> Result<String, Wrong> {
    let text = text.trim();
    TimeZone::get(text)
        .ok()
        .and_then(|zone| Some(zone.iana_name()?.to_owned()))
        .ok_or(Wrong::NoZone)
}

/// An external id: one line.
pub(crate) fn external_id(text: &str) -> Result<String, Wrong> {
    line(text)
}

/// The name of an attribute.
pub(crate) fn attribute_name(name: &str) -> Result<(), Wrong> {
    let length = name.chars().count();
    if (1..=ATTRIBUTE_NAME_MAX).contains(&length) && !name.chars().any(char::is_control) {
        Ok(())
    } else {
        Err(Wrong::NoLine(ATTRIBUTE_NAME_MAX))
    }
}

/// The value of an attribute as text; null takes the attribute away.
pub(crate) fn attribute_value(value: &Value) -> Result<Option<String>, Wrong> {
    let text = match value {
        Value::Null => return Ok(None),
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        _ => return Err(Wrong::NoValue),
    };
    attribute_text(&text).map(Some)
}

/// The value of an attribute.
pub(crate) fn attribute_text(text: &str) -> Result<String, Wrong> {
    if text.chars().count() > ATTRIBUTE_VALUE_MAX || text.chars().any(char::is_control) {
        return Err(Wrong::NoLine(ATTRIBUTE_VALUE_MAX));
    }
    Ok(text.to_owned())
}

/// Attributes by name; one without a value is taken away.
pub(crate) type Said = BTreeMap<String, Option<String>>;

/// Attributes as they are sent. Each error comes with the attribute it is about; an empty name is
/// about all of them.
pub(crate) fn attributes(given: &BTreeMap<String, Value>) -> Result<Said, Vec<(String, Wrong)>> {
    let mut kept = BTreeMap::new();
    let mut wrongs = Vec::new();
    if given.len() > ATTRIBUTES_MAX {
        wrongs.push((String::new(), Wrong::TooManyAttributes(ATTRIBUTES_MAX)));
    }
    for (name, value) in given {
        match attribute_name(name).and_then(|()| attribute_value(value)) {
            Ok(value) => {
                kept.insert(name.clone(), value);
            }
            Err(wrong) => wrongs.push((name.clone(), wrong)),
        }
    }
    if wrongs.is_empty() {
        Ok(kept)
    } else {
        Err(wrongs)
    }
}

/// Attributes, `name = value` on a line each; those of `before` that are not there any more are
/// taken away. A name with `=` in it can't stand on a line, and stays as it is.
pub fn attribute_lines<'n>(
    text: &str,
    before: impl Iterator<Item = &'n String>,
) -> Result<BTreeMap<String, Option<String>>, Wrong> {
    let mut all = BTreeMap::new();
    for name in before.filter(|name| !name.contains('=')) {
        all.insert(name.clone(), None);
    }
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once('=').ok_or(Wrong::NoPair)?;
        let name = name.trim();
        attribute_name(name)?;
        all.insert(name.to_owned(), Some(attribute_text(value.trim())?));
    }
    if all.values().flatten().count() > ATTRIBUTES_MAX {
        return Err(Wrong::TooManyAttributes(ATTRIBUTES_MAX));
    }
    Ok(all)
}

/// Reads a moment in the past: RFC 3339, or a date, which is noon of that day in UTC.
pub(crate) fn moment(text: &str, now_us: i64) -> Result<i64, Wrong> {
    let text = text.trim();
    let at_us = if let Ok(timestamp) = text.parse::<jiff::Timestamp>() {
        timestamp.as_microsecond()
    } else {
        let date: jiff::civil::Date = (text.len() == 10)
            .then(|| text.parse().ok())
            .flatten()
            .ok_or(Wrong::NoDate)?;
        i64::from(clock::days_since_1970(date)) * DAY_US + DAY_US / 2
    };
    past(at_us, now_us)
}

/// Refuses moments before 1990 and more than a day after now.
pub(crate) fn past(at_us: i64, now_us: i64) -> Result<i64, Wrong> {
    if at_us > now_us + DAY_US || at_us < i64::from(FIRST_DAY) * DAY_US {
        Err(Wrong::NoDate)
    } else {
        Ok(at_us)
    }
}

const YES: [&str; 10] = [
    "yes", "y", "ja", "j", "true", "waar", "1", "x", "on", "wahr",
];
const NO: [&str; 8] = ["no", "n", "nee", "false", "onwaar", "0", "off", "nein"];

/// Yes or no, as files say it in English, Dutch and German.
pub(crate) fn yes_no(text: &str) -> Result<bool, Wrong> {
    let word = super::folded(text);
    if YES.contains(&word.as_str()) {
        Ok(true)
    } else if NO.contains(&word.as_str()) {
        Ok(false)
    } else {
        Err(Wrong::NeitherYesNorNo)
    }
}

/// Consent, as files say it in English and Dutch.
pub(crate) fn consent(text: &str) -> Result<Consent, Wrong> {
    let word = super::folded(text);
    match word.as_str() {
        "given" | "gegeven" | "granted" | "opt-in" | "optin" | "toegestaan" | "akkoord" => {
            Ok(Consent::Given)
        }
        "refused" | "geweigerd" | "denied" | "opt-out" | "optout" | "withdrawn" | "ingetrokken" => {
            Ok(Consent::Refused)
        }
        "unknown" | "onbekend" => Ok(Consent::Unknown),
        _ => match yes_no(&word) {
            Ok(true) => Ok(Consent::Given),
            Ok(false) => Ok(Consent::Refused),
            Err(_) => Err(Wrong::NoConsent),
        },
    }
}

/// A language as files name it: a code, or its name in English or Dutch.
pub(crate) fn language_named(text: &str) -> Result<String, Wrong> {
    let code = match super::folded(text).as_str() {
        "dutch" | "nederlands" => "nl",
        "english" | "engels" => "en",
        "german" | "duits" | "deutsch" => "de",
        "french" | "frans" | "français" => "fr",
        "spanish" | "spaans" => "es",
        _ => return language(text),
    };
    Ok(code.to_owned())
}
