//! Relational programmes: everybody every 3, 6 or 12 months, at a place in the round that stays.
//!
//! A round is an interval of months. As a wave everybody is due on its first working day; spread,
//! each contact is due on one working day of the interval that follows from a hash of contact and
//! programme, so that adding or removing contacts moves nobody else. With a baseline the first
//! round is a wave for all and the second begins the spreading.

use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::chance::{mixed, part};
use crate::time::Day;

/// How often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// Every 3 months.
    Quarter,
    /// Every 6 months.
    HalfYear,
    /// Every 12 months.
    Year,
}

impl Every {
    /// Calendar months in a round.
    pub fn months(self) -> i32 {
        match self {
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }
}

/// How a round is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// All on its first working day.
    Wave,
    /// Evenly over its working days.
    Spread,
}

/// A relational schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relational {
    /// First day of the first round.
    pub start: Day,
    /// Length of a round.
    pub every: Every,
    /// How a round is filled.
    pub shape: Shape,
    /// Whether the first round is a wave, to have a first measurement of all.
    pub baseline: bool,
    /// For how many days from the due day the invitation may still go out; 1 is that day only.
    pub window_days: u16,
    /// How many days a contact is left alone that becomes known once the rounds have begun. Those
    /// known before are no newcomers.
    pub settle_days: u16,
}

impl Relational {
    /// The longest window: shorter than a round, so that rounds don't run into each other.
    pub fn window_max(every: Every) -> u16 {
        (every.months() * 28 - 14) as u16
    }

    /// Whether the window lies between one day and [`Self::window_max`].
    pub fn sound(&self) -> bool {
        (1..=Self::window_max(self.every)).contains(&self.window_days)
    }

    /// First day of a round, counted from the start so that no month's end wears off.
    pub fn round_start(&self, round: u32) -> Day {
        let months = i64::from(round) * i64::from(self.every.months());
        self.start.plus_months(months.min(12_000) as i32)
    }

    /// The round that has begun on this day; `None` before the start.
    pub fn round_on(&self, day: Day) -> Option<u32> {
        if day < self.start {
            return None;
        }
        let (from, to) = (self.start.date(), day.date());
        let years = i32::from(to.year()) - i32::from(from.year());
        let months = years * 12 + i32::from(to.month()) - i32::from(from.month());
        let guess = (months / self.every.months()).max(0) as u32;
        Some(if self.round_start(guess) > day {
            guess - 1
        } else {
            guess
        })
    }
}

/// The place of a contact in the rounds of a programme, stable for ever.
pub fn place(programme: u64, contact: u64) -> u64 {
    mixed(programme, contact)
}

/// Why somebody is due in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// First measurement of all.
    Baseline,
    /// A wave.
    Wave,
    /// The contact's own day.
    Spread,
}

/// When somebody is due, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Number of the round, from 0.
    pub round: u32,
    /// First day on which the invitation may go out.
    pub day: Day,
    /// First day on which it no longer may.
    pub until: Day,
    /// Why.
    pub turn: Turn,
}

/// Working days of the rounds around a day, worked out once for all contacts of a calendar.
#[derive(Clone, Debug)]
pub struct Rounds {
    start: Day,
    window: i32,
    settle: i32,
    /// The round under way, `None` before the first.
    current: Option<u32>,
    /// The round before, the one under way and the next, as far as they exist.
    days: Vec<(u32, Turn, Vec<Day>)>,
}

impl Rounds {
    /// The rounds around `today` in this calendar.
    pub fn new(schedule: &Relational, calendar: &Calendar, today: Day) -> Self {
        let current = schedule.round_on(today);
        let numbers = current.map_or(0..=0, |now| now.saturating_sub(1)..=now + 1);
        Self {
            start: schedule.start,
            window: i32::from(schedule.window_days),
            settle: i32::from(schedule.settle_days),
            current,
            days: numbers
                .map(|round| turn_days(schedule, calendar, round))
                .collect(),
        }
    }

    /// Whether these are still the rounds around `today`.
    pub fn hold_on(&self, schedule: &Relational, today: Day) -> bool {
        schedule.round_on(today) == self.current
    }

    /// The latest slot that has begun by `today`, open or over, for a contact known since a day.
    /// Slots that closed before the contact had settled are none.
    pub fn latest(&self, place: u64, since: Day, today: Day) -> Option<Slot> {
        let slots = self
            .days
            .iter()
            .rev()
            .filter_map(|days| self.slot(days, place, since));
        slots.into_iter().find(|slot| slot.day <= today)
    }

    /// The first slot that begins after `today`, as far as the next round.
    pub fn next(&self, place: u64, since: Day, today: Day) -> Option<Slot> {
        let mut slots = self
            .days
            .iter()
            .filter_map(|days| self.slot(days, place, since));
        slots.find(|slot| slot.day > today)
    }

    fn slot(&self, days: &(u32, Turn, Vec<Day>), place: u64, since: Day) -> Option<Slot> {
        let (round, turn, days) = days;
        let day = *days.get(part(place, days.len()))?;
        let until = day.plus(self.window);
        let settle = if since < self.start { 0 } else { self.settle };
        let settled = since.plus(settle);
        (settled < until).then(|| Slot {
            round: *round,
            day: day.max(settled),
            until,
            turn: *turn,
        })
    }
}

fn turn_days(schedule: &Relational, calendar: &Calendar, round: u32) -> (u32, Turn, Vec<Day>) {
    let start = schedule.round_start(round);
    let first = || calendar.add_working_days(start, 0).unwrap_or(start);
    if round == 0 && schedule.baseline {
        return (round, Turn::Baseline, vec![first()]);
    }
    if schedule.shape == Shape::Wave {
        return (round, Turn::Wave, vec![first()]);
    }
    let end = schedule.round_start(round + 1);
    let mut days: Vec<Day> = (start.0..end.0)
        .map(Day)
        .filter(|day| calendar.works(*day))
        .collect();
    if days.is_empty() {
        days.push(start);
    }
    (round, Turn::Spread, days)
}

#[cfg(test)]
mod tests;
