//! What the log is searched for, and where the next part of it begins.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use platform::Problem;
use platform::clock::{days_since_1970, start_of_day_us};
use platform::web::paging;
use serde::Deserialize;

use super::store::{Entry, Filter};

/// What is asked for, as it is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Asked {
    pub(super) who: String,
    pub(super) action: String,
    pub(super) noun: String,
    pub(super) id: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) cursor: Option<String>,
    pub(super) limit: Option<usize>,
    pub(super) profile: Option<String>,
}

impl Asked {
    /// The filter; a day begins in `zone`, and `to` names the last day.
    pub(super) fn filter(&self, zone: &TimeZone) -> Result<Filter, Problem> {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let moment = |name: &str, text: &str, days: i32| {
            given(text)
                .map(|text| moment(&text, zone, days).ok_or_else(|| no_moment(name)))
                .transpose()
        };
        Ok(Filter {
            who: given(&self.who),
            action: given(&self.action),
            noun: given(&self.noun),
            id: given(&self.id),
            from_us: moment("from", &self.from, 0)?,
            to_us: moment("to", &self.to, 1)?,
        })
    }

    /// The line after which the wanted part begins.
    pub(super) fn after(&self) -> Result<Option<(i64, String)>, Problem> {
        let Some(cursor) = &self.cursor else {
            return Ok(None);
        };
        let [at, audit_id] = paging::read_cursor::<2>(cursor)?;
        let at_us = at.parse().map_err(|_| paging::no_cursor())?;
        Ok(Some((at_us, audit_id)))
    }

    /// Refuses what only another address takes.
    pub(super) fn without(&self, names: &[&str]) -> Result<(), Problem> {
        let given = [
            ("cursor", self.cursor.is_some()),
            ("limit", self.limit.is_some()),
            ("profile", self.profile.is_some()),
        ];
        match given.iter().find(|(name, is)| *is && names.contains(name)) {
            Some((name, _)) => Err(Problem::BadRequest(format!("unknown parameter {name:?}"))),
            None => Ok(()),
        }
    }
}

/// The cursor of the part after `last`.
pub(super) fn cursor(last: &Entry) -> String {
    paging::cursor(&[&last.at_us.to_string(), &last.audit_id])
}

/// A moment, or the start of a day, `days` later.
fn moment(text: &str, zone: &TimeZone, days: i32) -> Option<i64> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at.as_microsecond());
    }
    let date: Date = text.parse().ok()?;
    Some(start_of_day_us(zone, days_since_1970(date) + days))
}

fn no_moment(name: &str) -> Problem {
    Problem::invalid(
        name,
        "give a date or a moment, as 2026-12-01 or 2026-12-01T08:00:00Z",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_workspace_and_the_last_one_counts() {
        let zone = TimeZone::get("Europe/Amsterdam").expect("bundled");
        let asked = |from: &str, to: &str| Asked {
            from: from.to_owned(),
            to: to.to_owned(),
            ..Asked::default()
        };
        let filter = asked("2026-03-29", "2026-03-29")
            .filter(&zone)
            .expect("days");
        let hours = |us: i64| us / 3_600_000_000;
        let (from, to) = (filter.from_us.expect("given"), filter.to_us.expect("given"));
        assert_eq!(hours(to - from), 23, "the day on which summer time starts");
        let filter = asked("1970-01-01T00:00:01Z", "1970-01-01T01:00:02+01:00")
            .filter(&zone)
            .expect("moments");
        assert_eq!(
            (filter.from_us, filter.to_us),
            (Some(1_000_000), Some(2_000_000))
        );
        let filter = asked(" ", "").filter(&zone).expect("nothing");
        assert_eq!((filter.from_us, filter.to_us), (None, None));
        for bad in ["yesterday", "2026-02-30", "12"] {
            assert!(asked(bad, "").filter(&zone).is_err(), "{bad}");
            assert!(asked("", bad).filter(&zone).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_own_cursors_are_taken() {
        let asked = |cursor: String| Asked {
            cursor: Some(cursor),
            ..Asked::default()
        };
        let good = asked(paging::cursor(&["-12", "abc"]))
            .after()
            .expect("ours");
        assert_eq!(good, Some((-12, "abc".to_owned())));
        for bad in [
            paging::cursor(&["x", "abc"]),
            paging::cursor(&["1"]),
            "zz".to_owned(),
        ] {
            assert!(asked(bad).after().is_err());
        }
    }
}
