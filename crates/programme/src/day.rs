//! Days as dates in JSON: `2026-12-01`.

use policy::Day;
use serde::{Deserialize, Deserializer, Serializer, de};

/// The day a date names.
pub fn parse(text: &str) -> Option<Day> {
    let date: jiff::civil::Date = text.parse().ok()?;
    // Only the plain form: jiff also reads others.
    (date.to_string() == text).then(|| Day::of(date))
}

/// Writes a day.
pub fn serialize<S: Serializer>(day: &Day, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&day.date())
}

/// Reads a day.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse(&text).ok_or_else(|| de::Error::custom(format!("{text:?} is no date such as 2026-12-01")))
}

/// The same for a day that may be missing.
pub mod maybe {
    use super::{Day, Deserialize, Deserializer, Serializer, de, parse};

    /// Writes a day.
    pub fn serialize<S: Serializer>(day: &Option<Day>, serializer: S) -> Result<S::Ok, S::Error> {
        match day {
            Some(day) => super::serialize(day, serializer),
            None => serializer.serialize_none(),
        }
    }

    /// Reads a day.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Day>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| {
            let wrong = || de::Error::custom(format!("{text:?} is no date such as 2026-12-01"));
            parse(&text).ok_or_else(wrong)
        })
        .transpose()
    }
}
