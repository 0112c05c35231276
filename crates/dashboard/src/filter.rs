//! What was asked of the figures: filter, split and trend, as they stand in the address. Pages and
//! API share it, so a link to a page is also the address of its figures.

mod reading;

use facts::Period;
use platform::clock::date_of_day;

use crate::months::whole_months;

pub use reading::{no_parameters, only_filter_and};

/// A property of a response by which to filter and split.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dim {
    /// The language it was answered in.
    Language,
    /// How it came in.
    Channel,
    /// The version of the survey that was answered.
    Version,
    /// An attribute of the respondent.
    Attribute(String),
}

/// The built-in ones with their names in addresses.
const BUILT_IN: [(&str, Dim); 3] = [
    ("language", Dim::Language),
    ("channel", Dim::Channel),
    ("version", Dim::Version),
];

/// The periods with their names in addresses.
const PERIODS: [(&str, Period); 4] = [
    ("week", Period::Week),
    ("month", Period::Month),
    ("quarter", Period::Quarter),
    ("year", Period::Year),
];

/// Marks the name of an attribute where it could be mistaken for something built in.
const ATTRIBUTE: &str = "attribute:";

impl Dim {
    /// The attribute whose column in the facts is called `name`.
    pub fn attribute_of(name: &str) -> Option<String> {
        name.strip_prefix(ATTRIBUTE).map(str::to_owned)
    }

    /// The name of its column in the facts; also what addresses call it.
    pub fn name(&self) -> String {
        match self {
            Self::Attribute(name) => format!("{ATTRIBUTE}{name}"),
            other => BUILT_IN
                .iter()
                .find(|(_, dim)| dim == other)
                .map_or_else(String::new, |(name, _)| (*name).to_owned()),
        }
    }
}

/// By what responses are split.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum By {
    /// Calendar periods of the day of the answer.
    Period(Period),
    /// The values of a property.
    Dim(Dim),
}

impl By {
    /// As in addresses.
    pub fn name(&self) -> String {
        match self {
            Self::Period(period) => period_name(*period).to_owned(),
            Self::Dim(Dim::Attribute(name)) if is_free(name) => name.clone(),
            Self::Dim(dim) => dim.name(),
        }
    }
}

/// `week`, `month`, `quarter` or `year`.
pub fn period_name(period: Period) -> &'static str {
    PERIODS
        .iter()
        .find(|(_, known)| *known == period)
        .map_or("", |(name, _)| name)
}

/// Whether an attribute's name means nothing else, so that addresses can do without the mark.
fn is_free(name: &str) -> bool {
    !name.starts_with(ATTRIBUTE)
        && PERIODS.iter().all(|(known, _)| *known != name)
        && BUILT_IN.iter().all(|(known, _)| *known != name)
}

/// Parameters a page knows beside filter, split and trend.
#[derive(Clone, Copy, Debug, Default)]
pub struct Others<'a> {
    /// Those that are given at most once.
    pub once: &'a [&'a str],
    /// Those that may be given several times.
    pub many: &'a [&'a str],
}

impl<'a> Others<'a> {
    /// No further parameters.
    pub const NONE: Others<'static> = Others {
        once: &[],
        many: &[],
    };

    /// These, each at most once.
    pub fn once(names: &'a [&'a str]) -> Self {
        Self {
            once: names,
            many: &[],
        }
    }

    /// All names.
    fn names(&self) -> impl Iterator<Item = &'a str> {
        self.once.iter().chain(self.many).copied()
    }
}

/// What was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// First day that counts, since 1970.
    pub from: Option<i32>,
    /// Last day that counts.
    pub to: Option<i32>,
    /// Values that count, per property; several of one property are alternatives.
    pub members: Vec<(Dim, Vec<String>)>,
    /// Leave out what was never sent in.
    pub complete_only: bool,
    /// The split.
    pub by: Option<By>,
    /// The steps of the trend; none leaves the choice to us.
    pub trend: Option<By>,
}

impl Asked {
    fn add(&mut self, dim: Dim, value: String) {
        match self.members.iter_mut().find(|(known, _)| *known == dim) {
            Some((_, values)) if values.contains(&value) => {}
            Some((_, values)) => values.push(value),
            None => self.members.push((dim, vec![value])),
        }
    }

    /// Whether anything is left out.
    pub fn is_filtered(&self) -> bool {
        self.from.is_some() || self.to.is_some() || !self.members.is_empty() || self.complete_only
    }

    /// The values that count of a property, when it is filtered by.
    pub fn values(&self, dim: &Dim) -> &[String] {
        self.members
            .iter()
            .find(|(known, _)| known == dim)
            .map_or(&[], |(_, values)| values)
    }

    /// The same, only with `value` of `dim`.
    #[must_use]
    pub fn only(&self, dim: &Dim, value: &str) -> Self {
        let mut asked = self.clone();
        asked.members.retain(|(known, _)| known != dim);
        asked.members.push((dim.clone(), vec![value.to_owned()]));
        asked
    }

    /// The same without any filter on `dim`.
    #[must_use]
    pub fn except(&self, dim: &Dim) -> Self {
        let mut asked = self.clone();
        asked.members.retain(|(known, _)| known != dim);
        asked
    }

    /// The same without `value` of `dim`.
    #[must_use]
    pub fn without(&self, dim: &Dim, value: &str) -> Self {
        let mut asked = self.clone();
        for (known, values) in &mut asked.members {
            if known == dim {
                values.retain(|v| v != value);
            }
        }
        asked.members.retain(|(_, values)| !values.is_empty());
        asked
    }

    /// Makes its days whole months; whether that changes them.
    pub fn widen(&mut self) -> bool {
        let whole = whole_months((self.from, self.to));
        let widened = whole != (self.from, self.to);
        (self.from, self.to) = whole;
        widened
    }

    /// The same within these days too.
    #[must_use]
    pub fn within(&self, first: i32, last: i32) -> Self {
        Self {
            from: Some(self.from.map_or(first, |from| from.max(first))),
            to: Some(self.to.map_or(last, |to| to.min(last))),
            ..self.clone()
        }
    }

    /// The first and last day that count as the parameters `since` and `until`, for pages elsewhere.
    pub fn day_pairs(&self) -> Vec<(String, String)> {
        let pair = |name: &str, day: Option<i32>| {
            day.map(|day| (name.to_owned(), date_of_day(day).to_string()))
        };
        [pair("since", self.from), pair("until", self.to)]
            .into_iter()
            .flatten()
            .collect()
    }

    /// The filter as parameters, in a fixed order; without split and trend.
    pub fn filter_pairs(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        let mut push = |name: &str, value: String| pairs.push((name.to_owned(), value));
        if let Some(from) = self.from {
            push("from", date_of_day(from).to_string());
        }
        if let Some(to) = self.to {
            push("to", date_of_day(to).to_string());
        }
        for (dim, values) in &self.members {
            for value in values {
                match dim {
                    Dim::Attribute(name) => push("attribute", format!("{name}:{value}")),
                    built_in => push(&built_in.name(), value.clone()),
                }
            }
        }
        if self.complete_only {
            push("complete", "1".to_owned());
        }
        pairs
    }

    /// All of it as parameters.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = self.filter_pairs();
        let both = [("by", &self.by), ("trend", &self.trend)];
        for (name, by) in both {
            pairs.extend(by.iter().map(|by| (name.to_owned(), by.name())));
        }
        pairs
    }
}

/// `path` with `pairs` as its query.
pub fn address(path: &str, pairs: &[(String, String)]) -> String {
    if pairs.is_empty() {
        return path.to_owned();
    }
    let mut query = String::with_capacity(64);
    for (name, value) in pairs {
        query.push(if query.is_empty() { '?' } else { '&' });
        query.push_str(&encoded(name));
        query.push('=');
        query.push_str(&encoded(value));
    }
    format!("{path}{query}")
}

/// Percent-encoded for a query; letters, digits and what reads well in an address stay.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b':' | b'~' => {
                out.push(byte.into());
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests;
