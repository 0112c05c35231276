//! Comparing attributes, which are texts: as text, as number, as date.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::time::Day;

/// What an attribute must be; all that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compare {
    /// The attribute.
    pub name: String,
    /// One of these texts; capitals don't matter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub one_of: Vec<String>,
    /// A number, not lower.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<f64>,
    /// A number, not higher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<f64>,
    /// A date from today to so many days ahead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_days: Option<u16>,
    /// A date from so many days ago to today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub past_days: Option<u16>,
}

impl Compare {
    /// Whether a value fits on a day; unknown when it is no number or date where one is needed.
    pub(super) fn holds(&self, value: &str, today: Day) -> Option<bool> {
        let mut fits = self.one_of.is_empty() || {
            let value = folded(value);
            self.one_of.iter().any(|one| folded(one) == value)
        };
        if self.at_least.is_some() || self.at_most.is_some() {
            let value = number(value)?;
            fits &= self.at_least.is_none_or(|least| value >= least);
            fits &= self.at_most.is_none_or(|most| value <= most);
        }
        if self.within_days.is_some() || self.past_days.is_some() {
            let ahead = i64::from(date(value)?.0) - i64::from(today.0);
            let within = |days: u16| (0..=i64::from(days)).contains(&ahead);
            let past = |days: u16| (-i64::from(days)..=0).contains(&ahead);
            fits &= self.within_days.is_none_or(within);
            fits &= self.past_days.is_none_or(past);
        }
        Some(fits)
    }

    /// Whether it says anything at all of the attribute.
    pub(super) fn is_empty(&self) -> bool {
        self.one_of.is_empty()
            && self.at_least.is_none()
            && self.at_most.is_none()
            && self.within_days.is_none()
            && self.past_days.is_none()
    }
}

fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

/// A number as programs write it (`1250000.5`), or with thousands apart where that can mean one
/// thing only (`€ 1.250.000,50`). What could be read two ways is no number.
pub(super) fn number(text: &str) -> Option<f64> {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '€' | '$' | '£' | '_' | '\u{a0}'))
        .collect();
    let has_digits_only = |text: &str| {
        let digits = text.strip_prefix('-').unwrap_or(text);
        digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
    };
    if has_digits_only(&text)
        && let Ok(number) = text.parse::<f64>()
    {
        return number.is_finite().then_some(number);
    }
    let last = text.rfind(['.', ','])?;
    let point = text[last..].chars().next()?;
    let other = if point == '.' { ',' } else { '.' };
    let (whole, part) = if text.contains(other) {
        // Two kinds: the last is the point.
        (&text[..last], &text[last + 1..])
    } else if text.matches(point).count() > 1 {
        // Several of one kind are thousands.
        (text.as_str(), "")
    } else {
        // A single comma: thousands if three digits follow is what one culture reads, a fraction
        // what the other does.
        let part = &text[last + 1..];
        if part.len() == 3 {
            return None;
        }
        (&text[..last], part)
    };
    let mut groups = whole.split(['.', ',']);
    let first = groups.next()?;
    let mut plain = first.to_owned();
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        plain.push_str(group);
    }
    if !part.is_empty() {
        plain.push('.');
        plain.push_str(part);
    }
    let is_plain = has_digits_only(&plain) && plain.matches('.').count() <= 1;
    let number: f64 = plain.parse().ok().filter(|_| is_plain)?;
    number.is_finite().then_some(number)
}

/// A date as programs write it: `2026-11-22`, also with a time behind it.
pub(super) fn date(text: &str) -> Option<Day> {
    let text = text.trim();
    let day = text.get(..10)?;
    let rest = &text[10..];
    if !(rest.is_empty() || rest.starts_with(['T', ' '])) {
        return None;
    }
    day.parse::<Date>().ok().map(Day::of)
}
