//! Dutch public holidays by rule, for every year; and days of one's own.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::time::Day;

/// A holiday, to be named on screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holiday {
    /// Nieuwjaarsdag, 1 January.
    NewYear,
    /// Goede Vrijdag, the Friday before Easter; not a holiday unless chosen.
    GoodFriday,
    /// Eerste Paasdag.
    EasterSunday,
    /// Tweede Paasdag.
    EasterMonday,
    /// Koningsdag, 27 April, or the 26th when the 27th is a Sunday.
    KingsDay,
    /// Bevrijdingsdag, 5 May.
    LiberationDay,
    /// Hemelvaartsdag, 39 days after Easter.
    Ascension,
    /// Eerste Pinksterdag, 49 days after Easter.
    WhitSunday,
    /// Tweede Pinksterdag.
    WhitMonday,
    /// Eerste Kerstdag, 25 December.
    ChristmasDay,
    /// Tweede Kerstdag, 26 December.
    SecondChristmasDay,
    /// A day the administrator added.
    Own,
}

/// When 5 May is a day off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Liberation {
    /// Never.
    Never,
    /// In years that five divides, as most collective agreements have it.
    #[default]
    EveryFiveYears,
    /// Every year.
    EveryYear,
}

/// Which days are holidays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Holidays {
    /// The Dutch public holidays, below with their two choices; off for other countries.
    pub dutch: bool,
    /// Whether Good Friday is one.
    pub good_friday: bool,
    /// When Liberation Day is one.
    pub liberation: Liberation,
    /// Days of one's own; as dates in JSON, `2026-12-24`.
    #[serde(with = "dates")]
    pub own: BTreeSet<Day>,
}

impl Default for Holidays {
    fn default() -> Self {
        Self {
            dutch: true,
            good_friday: false,
            liberation: Liberation::default(),
            own: BTreeSet::new(),
        }
    }
}

impl Holidays {
    /// The holiday on this day, if it is one.
    pub fn on(&self, day: Day) -> Option<Holiday> {
        if self.own.contains(&day) {
            return Some(Holiday::Own);
        }
        if !self.dutch {
            return None;
        }
        let date = day.date();
        let fixed = match (date.month(), date.day()) {
            (1, 1) => Some(Holiday::NewYear),
            // The 26th is King's Day only when the next day is a Sunday.
            (4, 26) if day.weekday() == 5 => Some(Holiday::KingsDay),
            (4, 27) if day.weekday() != 6 => Some(Holiday::KingsDay),
            (5, 5) if self.liberated(date.year()) => Some(Holiday::LiberationDay),
            (12, 25) => Some(Holiday::ChristmasDay),
            (12, 26) => Some(Holiday::SecondChristmasDay),
            _ => None,
        };
        fixed.or_else(|| self.moving(day, date.year()))
    }

    fn liberated(&self, year: i16) -> bool {
        match self.liberation {
            Liberation::Never => false,
            Liberation::EveryFiveYears => year % 5 == 0,
            Liberation::EveryYear => true,
        }
    }

    fn moving(&self, day: Day, year: i16) -> Option<Holiday> {
        match day.0 - easter(year)?.0 {
            -2 if self.good_friday => Some(Holiday::GoodFriday),
            0 => Some(Holiday::EasterSunday),
            1 => Some(Holiday::EasterMonday),
            39 => Some(Holiday::Ascension),
            49 => Some(Holiday::WhitSunday),
            50 => Some(Holiday::WhitMonday),
            _ => None,
        }
    }
}

/// Easter Sunday of a Gregorian year: the Sunday after the ecclesiastical full moon on or after
/// 21 March. By golden number and epact (the moon's age on 1 January) with the solar and lunar
/// corrections of the reform of 1582 (Clavius). `None` outside the years 1583–9999.
pub fn easter(year: i16) -> Option<Day> {
    if !(1583..=9999).contains(&year) {
        return None;
    }
    let years = i32::from(year);
    let golden = years % 19;
    let century = years / 100;
    let solar = century - century / 4;
    let lunar = (8 * century + 13) / 25;
    // Days from 21 March to the full moon, before two exceptions that keep the moons distinct.
    let epact = (solar - lunar + 19 * golden + 15).rem_euclid(30);
    let late = epact == 29 || (epact == 28 && golden > 10);
    let moon = Day::new(year, 3, 21)?.plus(epact - i32::from(late));
    let to_sunday = 7 - (moon.weekday() as i32 + 1) % 7;
    Some(moon.plus(to_sunday))
}

/// Days as people write them.
mod dates {
    use std::collections::BTreeSet;

    use jiff::civil::Date;
    use serde::{Deserialize, Deserializer, Serializer, de};

    use super::Day;

    pub(super) fn serialize<S: Serializer>(
        days: &BTreeSet<Day>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(days.iter().map(|day| day.date().to_string()))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeSet<Day>, D::Error> {
        let texts = Vec::<String>::deserialize(deserializer)?;
        let day = |text: &String| {
            let date: Option<Date> = text.parse().ok();
            // Only the plain form: other forms are read too.
            date.filter(|date| date.to_string() == *text)
                .map(Day::of)
                .ok_or_else(|| de::Error::custom(format!("{text:?} is no date such as 2026-12-24")))
        };
        texts.iter().map(day).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i16, month: i8, day: i8) -> Day {
        Day::new(year, month, day).unwrap()
    }

    /// Published dates, with the earliest (22 March) and latest (25 April) possible.
    #[test]
    fn easter_falls_on_the_published_days() {
        let published = [
            (1598, 3, 22),
            (1818, 3, 22),
            (1943, 4, 25),
            (1954, 4, 18),
            (1981, 4, 19),
            (2000, 4, 23),
            (2008, 3, 23),
            (2011, 4, 24),
            (2016, 3, 27),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
            (2028, 4, 16),
            (2029, 4, 1),
            (2030, 4, 21),
            (2038, 4, 25),
            (2049, 4, 18),
            (2285, 3, 22),
        ];
        for (year, month, date) in published {
            assert_eq!(easter(year), Some(day(year, month, date)), "{year}");
        }
        assert_eq!(easter(1500), None);
    }

    #[test]
    fn easter_is_a_sunday_between_its_bounds_in_every_year() {
        for year in 1583..=9999 {
            let sunday = easter(year).unwrap();
            assert_eq!(sunday.weekday(), 6, "{year}");
            assert!(
                sunday >= day(year, 3, 22) && sunday <= day(year, 4, 25),
                "{year}"
            );
        }
    }

    #[test]
    fn dutch_holidays_of_three_years() {
        let holidays = Holidays::default();
        let table = [
            ((2025, 4, 26), Some(Holiday::KingsDay)), // the 27th is a Sunday
            ((2025, 4, 27), None),
            ((2025, 5, 5), Some(Holiday::LiberationDay)),
            ((2026, 1, 1), Some(Holiday::NewYear)),
            ((2026, 4, 3), None), // Good Friday
            ((2026, 4, 5), Some(Holiday::EasterSunday)),
            ((2026, 4, 6), Some(Holiday::EasterMonday)),
            ((2026, 4, 26), None),
            ((2026, 4, 27), Some(Holiday::KingsDay)),
            ((2026, 5, 5), None),
            ((2026, 5, 14), Some(Holiday::Ascension)),
            ((2026, 5, 24), Some(Holiday::WhitSunday)),
            ((2026, 5, 25), Some(Holiday::WhitMonday)),
            ((2026, 12, 25), Some(Holiday::ChristmasDay)),
            ((2026, 12, 26), Some(Holiday::SecondChristmasDay)),
            ((2026, 12, 27), None),
            ((2027, 3, 29), Some(Holiday::EasterMonday)),
            ((2027, 5, 6), Some(Holiday::Ascension)),
        ];
        for ((year, month, date), expect) in table {
            assert_eq!(
                holidays.on(day(year, month, date)),
                expect,
                "{year}-{month}-{date}"
            );
        }
    }

    #[test]
    fn choices_and_own_days() {
        let own = Holidays {
            good_friday: true,
            liberation: Liberation::EveryYear,
            own: [day(2026, 12, 24)].into(),
            ..Holidays::default()
        };
        assert_eq!(own.on(day(2026, 4, 3)), Some(Holiday::GoodFriday));
        assert_eq!(own.on(day(2026, 5, 5)), Some(Holiday::LiberationDay));
        assert_eq!(own.on(day(2026, 12, 24)), Some(Holiday::Own));
        let json = serde_json::to_value(&own).expect("JSON");
        assert_eq!(json["own"], serde_json::json!(["2026-12-24"]));
        assert_eq!(serde_json::from_value::<Holidays>(json).ok(), Some(own));
        for wrong in ["[\"2026-02-30\"]", "[\"24-12-2026\"]", "[20000]"] {
            let text = format!("{{\"own\":{wrong}}}");
            assert!(serde_json::from_str::<Holidays>(&text).is_err(), "{wrong}");
        }
        let never = Holidays {
            liberation: Liberation::Never,
            ..Holidays::default()
        };
        assert_eq!(never.on(day(2025, 5, 5)), None);
        let abroad = Holidays {
            dutch: false,
            ..Holidays::default()
        };
        assert_eq!(abroad.on(day(2026, 12, 25)), None);
    }
}
