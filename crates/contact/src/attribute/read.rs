//! Reading values of each kind as people, files and programs write them.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use platform::clock;

use super::{Definition, Kind};
use crate::rules::field;
use crate::wrong::Wrong;

/// Digits of a number at most; more can't be kept exactly.
const DIGITS_MAX: usize = 15;

/// A value as it is kept.
pub(super) fn checked(definition: &Definition, text: &str) -> Result<String, Wrong> {
    let text = field::attribute_text(text)?;
    let text = text.trim();
    let wrong = || Wrong::NotOfKind {
        attribute: definition.name.clone(),
        noun: definition.noun,
        kind: definition.kind,
        choices: definition.choices.clone(),
    };
    match definition.kind {
        Kind::Text => Ok(text.to_owned()),
        Kind::Number => decimal(text, false).ok_or_else(wrong),
        Kind::Money => decimal(text, true).ok_or_else(wrong),
        Kind::Date => day(text).map(|day| day.to_string()).ok_or_else(wrong),
        Kind::YesNo => match field::yes_no(text) {
            Ok(true) => Ok("yes".to_owned()),
            Ok(false) => Ok("no".to_owned()),
            Err(_) => Err(wrong()),
        },
        Kind::Choice => {
            let wanted = text.to_lowercase();
            let found = definition.choices.iter();
            found
                .into_iter()
                .find(|choice| choice.to_lowercase() == wanted)
                .cloned()
                .ok_or_else(wrong)
        }
    }
}

/// The number of a kept value.
pub(super) fn number(kind: Kind, kept: &str) -> Option<f64> {
    match kind {
        Kind::Number | Kind::Money => kept.parse().ok().filter(|n: &f64| n.is_finite()),
        Kind::Date => kept
            .parse::<Date>()
            .ok()
            .map(|day| f64::from(clock::days_since_1970(day))),
        _ => None,
    }
}

/// A day, as files and people write it.
fn day(text: &str) -> Option<Date> {
    let when = tabular::date(text)?;
    let at = when.timestamp(&TimeZone::UTC)?;
    let day = at.to_zoned(TimeZone::UTC).date();
    (1900..=2200).contains(&day.year()).then_some(day)
}

/// A number as `-1234.5`: the point or comma that comes last is the decimal one; one that repeats
/// groups thousands. A single one before three digits is a decimal point in a number, and groups
/// thousands in an amount, which has at most two decimals.
fn decimal(text: &str, money: bool) -> Option<String> {
    let mut text: String = text.chars().filter(|c| !is_space(*c)).collect();
    if money {
        for sign in ["€", "$", "£", "EUR", "USD", "GBP", "eur", "usd", "gbp"] {
            text = text.replacen(sign, "", 1);
        }
        // As Dutch writes whole amounts: 1.200,-
        for end in [",-", ".-", ",--"] {
            if let Some(whole) = text.strip_suffix(end) {
                text = whole.to_owned();
            }
        }
    }
    let (minus, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let (whole, part) = split(digits, money)?;
    let whole = whole.trim_start_matches('0');
    let part = part.trim_end_matches('0');
    if whole.len() + part.len() > DIGITS_MAX || (money && part.len() > 2) {
        return None;
    }
    let whole = if whole.is_empty() { "0" } else { whole };
    let sign = if minus && (whole != "0" || !part.is_empty()) {
        "-"
    } else {
        ""
    };
    Some(if part.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{part}")
    })
}

/// The digits before and behind the decimal point.
fn split(digits: &str, money: bool) -> Option<(String, String)> {
    let last = digits.rfind(['.', ',']);
    let (whole, part) = match last {
        None => (digits, ""),
        Some(at) => {
            let mark = &digits[at..=at];
            let (whole, part) = (&digits[..at], &digits[at + 1..]);
            let repeats = whole.contains(mark);
            let thousands = money && part.len() == 3 && !whole.contains(['.', ',']) && whole != "0";
            if repeats || thousands {
                (digits, "")
            } else {
                (whole, part)
            }
        }
    };
    let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !is_digits(part) || (last.is_some_and(|at| at + 1 == digits.len())) {
        return None;
    }
    Some((ungrouped(whole)?, part.to_owned()))
}

/// Whole digits without what groups them in thousands.
fn ungrouped(whole: &str) -> Option<String> {
    let groups: Vec<&str> = whole.split(['.', ',', '\'']).collect();
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let first = groups.first()?;
    if groups.len() == 1 {
        return (is_digits(first)).then(|| whole.to_owned());
    }
    let fits = is_digits(first)
        && first.len() <= 3
        && groups[1..].iter().all(|g| is_digits(g) && g.len() == 3);
    let marks = whole.matches(|c: char| !c.is_ascii_digit());
    let mut marks: Vec<&str> = marks.collect();
    marks.dedup();
    (fits && marks.len() == 1).then(|| groups.concat())
}

/// Spaces that stand between digits or before them, also those that don't break.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}')
}
