//! Reading filter, split and trend from an address, refusing what is not known.

use platform::Problem;
use platform::clock::{date_of_day, days_since_1970};
use platform::web::QueryPairs;

use super::{ATTRIBUTE, Asked, BUILT_IN, By, Dim, Others, PERIODS};

impl Asked {
    /// Reads the parameters. `attributes` are the names this survey knows; `others` the further
    /// parameters of the page. An unknown parameter or name is refused, never ignored: a filter
    /// that silently does nothing shows figures of somebody else. Empty values are what forms
    /// send for fields left alone.
    pub fn read(
        query: &QueryPairs,
        attributes: &[String],
        others: Others<'_>,
    ) -> Result<Self, Problem> {
        let mut asked = Self::default();
        is_said_once(query, others.once)?;
        for (name, value) in query.0.iter().filter(|(_, value)| !value.is_empty()) {
            match name.as_str() {
                "from" => asked.from = Some(day(name, value)?),
                "to" => asked.to = Some(day(name, value)?),
                "by" => asked.by = Some(by(name, value, attributes)?),
                "trend" => asked.trend = Some(by(name, value, attributes)?),
                "complete" => asked.complete_only = flag(name, value)?,
                "attribute" => {
                    let (dim, value) = member(value, attributes)?;
                    asked.add(dim, value);
                }
                _ => match BUILT_IN.iter().find(|(known, _)| known == name) {
                    Some((_, dim)) => asked.add(dim.clone(), value.clone()),
                    None if others.names().any(|known| known == name) => {}
                    None => return Err(unknown(name, others)),
                },
            }
        }
        if let Some((name, _)) = query.0.iter().find(|(name, value)| {
            value.is_empty() && !is_known(name) && !others.names().any(|known| known == name)
        }) {
            return Err(unknown(name, others));
        }
        if let (Some(from), Some(to)) = (asked.from, asked.to)
            && from > to
        {
            return Err(Problem::BadRequest(format!(
                "from is {}, which is after to, {}",
                date_of_day(from),
                date_of_day(to)
            )));
        }
        Ok(asked)
    }
}

/// Refuses a second value where only one can count: which of them would it be?
fn is_said_once(query: &QueryPairs, others: &[&str]) -> Result<(), Problem> {
    let once = SINGLE.iter().chain(others);
    match once.copied().find(|name| query.all(name).count() > 1) {
        Some(name) => Err(Problem::BadRequest(format!("{name} is given twice"))),
        None => Ok(()),
    }
}

/// Those of [`KNOWN`] that can have one value only.
const SINGLE: [&str; 5] = ["by", "from", "to", "trend", "complete"];

const KNOWN: [&str; 9] = [
    "by",
    "from",
    "to",
    "attribute",
    "trend",
    "complete",
    "language",
    "channel",
    "version",
];

/// Those of [`KNOWN`] that say which responses count.
const FILTER: [&str; 7] = [
    "from",
    "to",
    "attribute",
    "language",
    "channel",
    "version",
    "complete",
];

/// Refuses what is neither of the filter nor one of `others`: for pages where steps and splits make
/// no sense, or have names of their own.
pub fn only_filter_and(others: &[&str], query: &QueryPairs) -> Result<(), Problem> {
    let allowed: Vec<&str> = FILTER.iter().chain(others).copied().collect();
    let mut names = query.0.iter().map(|(name, _)| name);
    match names.find(|name| !allowed.contains(&name.as_str())) {
        Some(name) => Err(refused(name, &allowed)),
        None => Ok(()),
    }
}

/// Refuses every parameter: for pages of all surveys, which no filter fits.
pub fn no_parameters(query: &QueryPairs) -> Result<(), Problem> {
    match query.0.first() {
        Some((name, _)) => Err(Problem::BadRequest(format!("unknown parameter {name:?}"))),
        None => Ok(()),
    }
}

fn refused(name: &str, allowed: &[&str]) -> Problem {
    let allowed = allowed.join(", ");
    Problem::BadRequest(format!("unknown parameter {name:?}; allowed: {allowed}"))
}

fn is_known(name: &str) -> bool {
    KNOWN.contains(&name)
}

fn unknown(name: &str, others: Others<'_>) -> Problem {
    let allowed: Vec<&str> = KNOWN.iter().copied().chain(others.names()).collect();
    refused(name, &allowed)
}

fn day(name: &str, value: &str) -> Result<i32, Problem> {
    value
        .parse::<jiff::civil::Date>()
        .ok()
        .filter(|_| value.len() == 10)
        .map(days_since_1970)
        .ok_or_else(|| {
            Problem::BadRequest(format!(
                "{name}: {value:?} is no date; write it as 2026-03-31"
            ))
        })
}

fn flag(name: &str, value: &str) -> Result<bool, Problem> {
    match value {
        "1" => Ok(true),
        "0" => Ok(false),
        _ => Err(Problem::BadRequest(format!(
            "{name} is 1 or 0, not {value:?}"
        ))),
    }
}

fn by(name: &str, value: &str, attributes: &[String]) -> Result<By, Problem> {
    if let Some((_, period)) = PERIODS.iter().find(|(known, _)| *known == value) {
        return Ok(By::Period(*period));
    }
    if let Some((_, dim)) = BUILT_IN.iter().find(|(known, _)| *known == value) {
        return Ok(By::Dim(dim.clone()));
    }
    let plain = value.strip_prefix(ATTRIBUTE);
    [plain, Some(value)]
        .into_iter()
        .flatten()
        .find(|candidate| attributes.iter().any(|known| known == candidate))
        .map(|known| By::Dim(Dim::Attribute(known.to_owned())))
        .ok_or_else(|| {
            let periods = PERIODS.iter().map(|(name, _)| *name);
            let built_in = BUILT_IN.iter().map(|(name, _)| *name);
            let known: Vec<&str> = periods
                .chain(built_in)
                .chain(attributes.iter().map(String::as_str))
                .collect();
            Problem::BadRequest(format!(
                "{name}: nothing is called {value:?}; there is {}",
                known.join(", ")
            ))
        })
}

/// Splits `name:value` where the name is one this survey knows; names and values may have colons.
fn member(text: &str, attributes: &[String]) -> Result<(Dim, String), Problem> {
    let mut known: Vec<(&str, &str)> = attributes
        .iter()
        .filter_map(|name| {
            Some((
                name.as_str(),
                text.strip_prefix(name.as_str())?.strip_prefix(':')?,
            ))
        })
        .collect();
    known.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    match known.first() {
        Some((name, value)) => Ok((Dim::Attribute((*name).to_owned()), (*value).to_owned())),
        None => Err(Problem::BadRequest(format!(
            "attribute: {text:?} names no attribute of this survey; write attribute=name:value with one of: {}",
            attributes.join(", ")
        ))),
    }
}
