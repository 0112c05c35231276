//! When it is decent to write: working days, holidays, quiet hours, in the contact's time zone.
//!
//! Local times that a change of the clock skips or repeats happen once: a skipped one directly
//! after the gap by as much as it lies in it (02:30 becomes 03:30), a repeated one the first time.

mod holidays;
#[cfg(test)]
mod tests;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

pub use holidays::{Holiday, Holidays, Liberation, easter};

use crate::time::{At, Day, MINUTE};

/// How far ahead an open moment is sought, in days, before a calendar counts as never open.
const LOOK_DAYS: i32 = 400;
/// Minutes in a day.
const MINUTES: u16 = 1440;

/// A span of local time, in minutes since midnight, 0–1440: from inclusive, to exclusive. Where
/// it says so it may pass midnight (`from` > `to`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// First minute.
    pub from: u16,
    /// First minute after it.
    pub to: u16,
}

impl Hours {
    /// Whether this minute of the day lies in it.
    pub fn contains(self, minute: u16) -> bool {
        if self.from <= self.to {
            (self.from..self.to).contains(&minute)
        } else {
            minute >= self.from || minute < self.to
        }
    }
}

/// A calendar as stored and edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarSettings {
    /// IANA name, `Europe/Amsterdam`.
    pub zone: String,
    /// Monday first.
    pub working_days: [bool; 7],
    /// Days off on which nothing is sent.
    pub holidays: Holidays,
    /// Local time at which nothing is sent; may pass midnight.
    pub quiet: Option<Hours>,
    /// Local time in which due times run (within one day).
    pub office: Hours,
}

impl Default for CalendarSettings {
    /// The Netherlands: Monday to Friday, quiet from 18:00 to 08:00, office from 09:00 to 17:00.
    fn default() -> Self {
        Self {
            zone: "Europe/Amsterdam".to_owned(),
            working_days: [true, true, true, true, true, false, false],
            holidays: Holidays::default(),
            quiet: Some(Hours {
                from: 18 * 60,
                to: 8 * 60,
            }),
            office: Hours {
                from: 9 * 60,
                to: 17 * 60,
            },
        }
    }
}

/// Why a calendar can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CalendarProblem {
    /// No time zone has this name.
    UnknownZone,
    /// No day of the week is a working day.
    NoWorkingDay,
    /// Quiet hours fill the day or go beyond it.
    QuietHours,
    /// Office hours are empty or go beyond the day.
    OfficeHours,
}

/// Why nothing is sent at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closed {
    /// Not a working day.
    DayOff,
    /// A holiday.
    Holiday(Holiday),
    /// Quiet hours.
    Quiet,
}

/// A calendar ready for use.
#[derive(Clone, Debug)]
pub struct Calendar {
    settings: CalendarSettings,
    zone: TimeZone,
}

impl Calendar {
    /// Checks the settings and finds the time zone.
    pub fn new(settings: CalendarSettings) -> Result<Self, CalendarProblem> {
        let zone = TimeZone::get(&settings.zone).map_err(|_| CalendarProblem::UnknownZone)?;
        if !settings.working_days.contains(&true) {
            return Err(CalendarProblem::NoWorkingDay);
        }
        if let Some(quiet) = settings.quiet {
            let open = (0..MINUTES).any(|minute| !quiet.contains(minute));
            if !open || quiet.from > MINUTES || quiet.to > MINUTES {
                return Err(CalendarProblem::QuietHours);
            }
        }
        if settings.office.from >= settings.office.to || settings.office.to > MINUTES {
            return Err(CalendarProblem::OfficeHours);
        }
        Ok(Self { settings, zone })
    }

    /// The same days and hours in another time zone: a contact abroad.
    pub fn in_zone(&self, zone: &str) -> Result<Self, CalendarProblem> {
        let zone = zone.to_owned();
        Self::new(CalendarSettings {
            zone,
            ..self.settings.clone()
        })
    }

    /// What it was made of.
    pub fn settings(&self) -> &CalendarSettings {
        &self.settings
    }

    /// Local day and minute of that day.
    pub fn local(&self, at: At) -> (Day, u16) {
        let local = self.zone.to_datetime(at.timestamp());
        let minute = i32::from(local.hour()) * 60 + i32::from(local.minute());
        (Day::of(local.date()), minute as u16)
    }

    /// The moment of a local time; `minute` 1440 is the next midnight. Once per day, whatever the
    /// clock does.
    pub fn at(&self, day: Day, minute: u16) -> At {
        let day = day.plus(i32::from(minute / MINUTES));
        let (hour, minute) = ((minute % MINUTES / 60) as i8, (minute % 60) as i8);
        let local = day.date().at(hour, minute, 0, 0);
        let moment = self.zone.to_ambiguous_timestamp(local).compatible();
        moment.map_or(At::NEVER, |moment| At(moment.as_microsecond()))
    }

    /// The first moment after `after` at which a daily local time comes round.
    pub fn next_daily(&self, minute: u16, after: At) -> At {
        let (day, _) = self.local(after);
        // The day before, because a local time may lie beyond midnight after a gap.
        (-1..=2)
            .map(|ahead| self.at(day.plus(ahead), minute))
            .find(|at| *at > after)
            .unwrap_or(At::NEVER)
    }

    /// Why this day is not a working day; `None` when it is.
    pub fn day_closed(&self, day: Day) -> Option<Closed> {
        if !self.settings.working_days[day.weekday()] {
            return Some(Closed::DayOff);
        }
        self.settings.holidays.on(day).map(Closed::Holiday)
    }

    /// Whether this is a working day.
    pub fn works(&self, day: Day) -> bool {
        self.day_closed(day).is_none()
    }

    /// Why nothing may be sent at this moment; `None` when it may.
    pub fn closed(&self, at: At) -> Option<Closed> {
        let (day, minute) = self.local(at);
        self.day_closed(day)
            .or_else(|| self.quiet(minute).then_some(Closed::Quiet))
    }

    /// The first moment from `at` on at which something may be sent; `None` when there is none
    /// within 400 days.
    pub fn next_allowed(&self, at: At) -> Option<At> {
        if self.closed(at).is_none() {
            return Some(at);
        }
        let (today, _) = self.local(at);
        let ends = self.settings.quiet.map_or(0, |quiet| quiet.to);
        (0..LOOK_DAYS)
            .map(|ahead| today.plus(ahead))
            .filter(|day| self.works(*day))
            .flat_map(|day| [self.at(day, 0), self.at(day, ends)])
            .find(|start| *start >= at && self.closed(*start).is_none())
    }

    /// The `count`th working day after `day`; with 0 the day itself or the first working day
    /// after it. `None` when 400 days go by without one.
    pub fn add_working_days(&self, day: Day, count: u32) -> Option<Day> {
        let mut left = count;
        let mut current = day;
        let mut idle = 0;
        loop {
            if left == 0 && self.works(current) {
                return Some(current);
            }
            current = current.plus(1);
            idle = if self.works(current) { 0 } else { idle + 1 };
            if idle == 0 {
                left = left.saturating_sub(1);
            }
            if idle > LOOK_DAYS {
                return None;
            }
        }
    }

    /// When so many microseconds of office time on working days have passed since `from`: due
    /// times. Time the clock skips or repeats counts as it really passes. `None` when 400 days go
    /// by without a working day.
    pub fn add_business_time(&self, from: At, micros: i64) -> Option<At> {
        let mut left = micros.max(0);
        let (mut day, _) = self.local(from);
        let mut idle = 0;
        while idle <= LOOK_DAYS {
            if self.works(day) {
                idle = 0;
                let opens = self.at(day, self.settings.office.from).max(from);
                let open = self.at(day, self.settings.office.to).since(opens);
                if open > 0 && left <= open {
                    return Some(opens.plus(left));
                }
                left -= open.max(0);
            } else {
                idle += 1;
            }
            day = day.plus(1);
        }
        None
    }

    /// Like [`Self::add_business_time`], in minutes of office time: `hours * 60`.
    pub fn add_business_minutes(&self, from: At, minutes: u32) -> Option<At> {
        self.add_business_time(from, i64::from(minutes) * MINUTE)
    }

    fn quiet(&self, minute: u16) -> bool {
        self.settings
            .quiet
            .is_some_and(|quiet| quiet.contains(minute))
    }
}
