//! Which group a row belongs to: one digit per grouping.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};
use std::ops::Range;

use crate::columns::DimensionId;
use crate::kernel::BLOCK;
use crate::kernel::select::Selected;
use crate::query::Period;
use crate::segment::{Codes, Days, Segment};

/// One grouping as digits `0..size`.
pub(crate) struct Axis {
    pub(crate) size: usize,
    kind: Kind,
}

enum Kind {
    Period(Calendar),
    Dimension(usize),
}

/// The periods between the first and the last day.
struct Calendar {
    /// First day of every period, ascending.
    starts: Vec<i32>,
    /// Period by day from the first day on; empty when the span is too long for a table.
    by_day: Vec<u16>,
    first_day: i32,
}

/// Longest span with a table by day: 179 years.
const MOST_DAYS: usize = 1 << 16;

/// Up to this many boundaries in a block comparing is faster than looking up.
const MOST_BOUNDARIES: usize = 6;

impl Axis {
    /// The periods that meet a closed range of days.
    pub(crate) fn period(period: Period, (first_day, last_day): (i32, i32)) -> Self {
        let mut starts = vec![period.start_day(first_day)];
        let mut by_day = Vec::new();
        // Whatever is skipped is too close to the start before it to be a start.
        let next = |start: i32| {
            let mut later = (start..=last_day).skip(period.shortest_days());
            later.find(|&day| period.start_day(day) == day)
        };
        while let Some(start) = starts.last().and_then(|&start| next(start)) {
            starts.push(start);
        }
        let days = i64::from(last_day) - i64::from(first_day) + 1;
        if days <= MOST_DAYS as i64 {
            by_day.reserve_exact(days as usize);
            let mut place = 0;
            for day in first_day..=last_day {
                place += usize::from(starts.get(place + 1) == Some(&day));
                by_day.push(place as u16);
            }
        }
        Self {
            size: starts.len(),
            kind: Kind::Period(Calendar {
                starts,
                by_day,
                first_day,
            }),
        }
    }

    /// The values of a dimension, and none.
    pub(crate) fn dimension(dimension: DimensionId, values: usize) -> Self {
        Self {
            size: values + 1,
            kind: Kind::Dimension(dimension.index()),
        }
    }

    /// First day of the period of this digit, for an axis of periods.
    pub(crate) fn start_day(&self, digit: usize) -> Option<i32> {
        match &self.kind {
            Kind::Period(calendar) => Some(calendar.starts[digit]),
            Kind::Dimension(_) => None,
        }
    }

    /// Appends this axis' digit to the group numbers of the selected rows of one block; the numbers
    /// of other rows become anything.
    #[inline(always)]
    pub(crate) fn append(
        &self,
        groups: &mut [u16; BLOCK],
        segment: &Segment,
        rows: &Range<usize>,
        selected: Selected,
    ) {
        match &self.kind {
            Kind::Dimension(dimension) => match segment.codes(*dimension) {
                Codes::None => self.append_digits(groups, std::iter::repeat_n(0, rows.len())),
                Codes::U8(codes) => {
                    let digits = codes[rows.clone()].iter().map(|&code| u16::from(code));
                    self.append_digits(groups, digits);
                }
                Codes::U16(codes) => {
                    self.append_digits(groups, codes[rows.clone()].iter().copied());
                }
                Codes::U32(codes) => {
                    self.append_digits(groups, codes[rows.clone()].iter().map(|&code| code as u16));
                }
            },
            Kind::Period(calendar) => {
                let (first, last) = segment.day_range().unwrap_or_default();
                match segment.days() {
                    Days::Narrow(days) => {
                        let range = (first as u16, last as u16);
                        self.append_days(groups, &days[rows.clone()], range, calendar, selected);
                    }
                    Days::Wide(days) => {
                        let days = &days[rows.clone()];
                        self.append_days(groups, days, (first, last), calendar, selected);
                    }
                }
            }
        }
    }

    #[inline(always)]
    fn append_digits(&self, groups: &mut [u16; BLOCK], digits: impl Iterator<Item = u16>) {
        let size = self.size as u16;
        for (group, digit) in groups.iter_mut().zip(digits) {
            *group = group.wrapping_mul(size).wrapping_add(digit);
        }
    }

    #[inline(always)]
    fn append_days<D: Copy + Ord + Into<i32> + TryFrom<i32>>(
        &self,
        groups: &mut [u16; BLOCK],
        days: &[D],
        (first, last): (D, D),
        calendar: &Calendar,
        selected: Selected,
    ) {
        // Absent rows have days outside the segment's range.
        let (mut low, mut high) = (last, first);
        for &day in days {
            low = low.min(day.max(first));
            high = high.max(day.min(last));
        }
        let (from, to) = (calendar.place(low.into()), calendar.place(high.into()));
        let size = self.size as u16;
        if to - from <= MOST_BOUNDARIES {
            for group in groups.iter_mut() {
                *group = group.wrapping_mul(size).wrapping_add(from as u16);
            }
            for &start in &calendar.starts[from + 1..=to] {
                let Ok(start) = D::try_from(start) else {
                    continue;
                };
                for (group, &day) in groups.iter_mut().zip(days) {
                    *group = group.wrapping_add(u16::from(day >= start));
                }
            }
            return;
        }
        let mut append = |place: usize| {
            let digit = calendar.place(days[place].into()) as u16;
            groups[place] = groups[place].wrapping_mul(size).wrapping_add(digit);
        };
        match selected {
            Selected::All(len) => (0..len).for_each(&mut append),
            Selected::Some(places) => places.iter().for_each(|&place| append(place.into())),
        }
    }

    /// The digit of one row.
    #[inline(always)]
    pub(crate) fn digit(&self, segment: &Segment, row: usize) -> usize {
        match &self.kind {
            Kind::Dimension(dimension) => segment.codes(*dimension).get(row) as usize,
            Kind::Period(calendar) => calendar.place(segment.days().get(row)),
        }
    }
}

impl Calendar {
    /// The period that holds the day; the nearest when it is outside.
    #[inline(always)]
    fn place(&self, day: i32) -> usize {
        if self.by_day.is_empty() {
            return self
                .starts
                .partition_point(|&start| start <= day)
                .saturating_sub(1);
        }
        let offset = day.saturating_sub(self.first_day).max(0) as usize;
        usize::from(self.by_day[offset.min(self.by_day.len() - 1)])
    }
}

/// Numbers for the groups that occur, in the order they were met.
#[derive(Default)]
pub(crate) struct Numbers {
    by_key: HashMap<u64, u32, Spread>,
    keys: Vec<u64>,
}

impl Numbers {
    /// The number of a key, a new one if need be.
    #[inline(always)]
    pub(crate) fn number(&mut self, key: u64) -> u32 {
        *self.by_key.entry(key).or_insert_with(|| {
            self.keys.push(key);
            self.keys.len() as u32 - 1
        })
    }

    /// The keys in the order of their numbers.
    pub(crate) fn keys(&self) -> &[u64] {
        &self.keys
    }
}

/// Hashes keys that come from our own counting, so nobody can choose them to collide: one multiply.
#[derive(Clone, Copy, Default)]
struct Spread(u64);

impl BuildHasher for Spread {
    type Hasher = Self;

    fn build_hasher(&self) -> Self {
        *self
    }
}

impl Hasher for Spread {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, key: u64) {
        // 2⁶⁴ divided by the golden ratio spreads consecutive keys (Knuth, TAOCP 3, 6.4).
        let product = (self.0 ^ key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = product ^ (product >> 32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
