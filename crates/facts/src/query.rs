//! What can be asked of the columns: a filter, a grouping, one outcome and its drivers.

use std::cmp::Ordering;
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::columns::{ColumnId, DimensionId};

/// A question to the columns: which responses, in which groups, which tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Which responses count.
    pub filter: Filter,
    /// By what they are split, outermost first; empty gives one group with an empty key.
    pub group: Vec<Grouping>,
    /// The score. Without one its counts stay zero and every driver answer counts under
    /// "score missing".
    pub outcome: Option<ColumnId>,
    /// The statements to be crossed with the outcome; [`Tables::drivers`](crate::Tables) has the
    /// same order.
    pub drivers: Vec<ColumnId>,
}

/// Which responses count. The default takes all that aren't absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// First day that counts, in days since 1970-01-01.
    pub from_day: Option<i32>,
    /// Last day that counts, in days since 1970-01-01.
    pub to_day: Option<i32>,
    /// Per dimension the values that count, `""` for "no value". All dimensions must agree; a value
    /// nobody has matches nothing, and so does an empty list.
    pub allowed: Vec<(DimensionId, Vec<String>)>,
    /// Per dimension which of its codes count, for sets too large to be named: 1 at the place of a
    /// code that does ([`Facts::overlay`](crate::Facts::overlay) says what codes are). A code beyond
    /// the end doesn't.
    pub codes: Vec<(DimensionId, Arc<[u8]>)>,
    /// Leave out the responses that were never sent in.
    pub complete_only: bool,
}

/// By what responses are split.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grouping {
    /// By calendar period of the response's day.
    Period(Period),
    /// By the values of a dimension.
    Dimension(DimensionId),
}

/// A calendar period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// ISO week, starting on Monday.
    Week,
    /// Calendar month.
    Month,
    /// Calendar quarter.
    Quarter,
    /// Calendar year.
    Year,
}

/// One part of a group's key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// A calendar period.
    Period {
        /// Which kind.
        period: Period,
        /// Its first day, in days since 1970-01-01.
        start_day: i32,
    },
    /// A value of a dimension; `None` is "no value" and comes last.
    Value(Option<String>),
}

const EPOCH: Date = date(1970, 1, 1);

/// The first and last day the calendar knows (years −9999 to 9999); days outside count as these.
pub(crate) fn clamp_day(day: i32) -> i32 {
    day.clamp(-4_371_587, 2_932_896)
}

fn date_of(day: i32) -> Date {
    EPOCH
        .checked_add(clamp_day(day).days())
        .expect("the day is within the calendar")
}

fn day_of(date: Date) -> i32 {
    (date - EPOCH).get_days()
}

impl Period {
    /// First day of the period that holds `day`; both in days since 1970-01-01.
    pub fn start_day(self, day: i32) -> i32 {
        if self == Self::Week {
            // 1970-01-01 was a Thursday, three days after its Monday.
            return day - (day + 3).rem_euclid(7);
        }
        let date = date_of(day);
        let month = match self {
            Self::Week | Self::Month => date.month(),
            Self::Quarter => (date.month() - 1) / 3 * 3 + 1,
            Self::Year => 1,
        };
        day_of(Date::constant(date.year(), month, 1))
    }
}

impl Period {
    /// Fewest days from the start of a period to the next.
    pub(crate) fn shortest_days(self) -> usize {
        match self {
            Self::Week => 7,
            Self::Month => 28,
            Self::Quarter => 90,
            Self::Year => 365,
        }
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (
                Self::Period { period, start_day },
                Self::Period {
                    period: other_period,
                    start_day: other_start,
                },
            ) => (start_day, period).cmp(&(other_start, other_period)),
            (Self::Value(value), Self::Value(other)) => {
                (value.is_none(), value).cmp(&(other.is_none(), other))
            }
            (Self::Period { .. }, Self::Value(_)) => Ordering::Less,
            (Self::Value(_), Self::Period { .. }) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
