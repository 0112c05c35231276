//! Which group a row belongs to: one digit per grouping.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};
use std::ops::Range;

use crate::columns::DimensionId;
use crate::kernel::BLOCK;
use crate::kernel::select::Selected;
use crate::kernel::vector::prefetch_after;
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
    /// Period by narrow day, at least one entry per possible one: no bounds to check.
    by_day: Box<[u16; MOST_DAYS]>,
}

/// Up to this many starts of periods in a segment comparing is faster than looking up.
const MOST_BOUNDARIES: usize = 8;

/// Number of narrow days.
const MOST_DAYS: usize = 1 << 16;

impl Axis {
    /// The periods that meet a closed range of days.
    pub(crate) fn period(period: Period, (first_day, last_day): (i32, i32)) -> Self {
        let mut starts = vec![period.start_day(first_day)];
        // Whatever is skipped is too close to the start before it to be a start.
        let next = |start: i32| {
            let mut later = (start..=last_day).skip(period.shortest_days());
            later.find(|&day| period.start_day(day) == day)
        };
        while let Some(start) = starts.last().and_then(|&start| next(start)) {
            starts.push(start);
        }
        let by_day = vec![0; MOST_DAYS].into_boxed_slice();
        let mut by_day: Box<[u16; MOST_DAYS]> = by_day.try_into().expect("made with this length");
        let mut place = 0;
        for day in first_day.max(0)..=last_day.min(MOST_DAYS as i32 - 1) {
            while starts.get(place + 1).is_some_and(|&start| start <= day) {
                place += 1;
            }
            by_day[day as usize] = place as u16;
        }
        Self {
            size: starts.len(),
            kind: Kind::Period(Calendar { starts, by_day }),
        }
    }

    /// The values of a dimension, and none.
    pub(crate) fn dimension(dimension: DimensionId, values: usize) -> Self {
        Self {
            size: values + 1,
            kind: Kind::Dimension(dimension.index()),
        }
    }

    /// First day of every period, for an axis of periods.
    pub(crate) fn start_days(&self) -> &[i32] {
        match &self.kind {
            Kind::Period(calendar) => &calendar.starts,
            Kind::Dimension(_) => &[],
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
        let size = self.size as u16;
        match &self.kind {
            Kind::Dimension(dimension) => match segment.codes(*dimension) {
                Codes::None => append(groups, size, std::iter::repeat_n(0, rows.len())),
                Codes::U8(codes) => {
                    prefetch_after(codes, rows);
                    append(
                        groups,
                        size,
                        codes[rows.clone()].iter().map(|&code| code.into()),
                    );
                }
                Codes::U16(codes) => append(groups, size, codes[rows.clone()].iter().copied()),
                Codes::U32(codes) => {
                    append(
                        groups,
                        size,
                        codes[rows.clone()].iter().map(|&code| code as u16),
                    );
                }
            },
            Kind::Period(calendar) => {
                if size > 1 {
                    append(groups, size, std::iter::repeat_n(0, BLOCK));
                    calendar.add(groups, segment, rows, selected);
                }
            }
        }
    }

    /// The digit of one row.
    #[inline(always)]
    pub(crate) fn digit(&self, segment: &Segment, row: usize) -> usize {
        match &self.kind {
            Kind::Dimension(dimension) => segment.codes(*dimension).get(row) as usize,
            Kind::Period(calendar) => calendar.place_in(segment.days(), row),
        }
    }
}

#[inline(always)]
fn append(groups: &mut [u16; BLOCK], size: u16, digits: impl Iterator<Item = u16>) {
    for (group, digit) in groups.iter_mut().zip(digits) {
        *group = group.wrapping_mul(size).wrapping_add(digit);
    }
}

/// Adds the periods of these places. All lengths are known, so that no bounds are checked.
#[inline(always)]
fn add_looked_up(
    groups: &mut [u16; BLOCK],
    places: &[u16],
    days: &[u16; BLOCK],
    by_day: &[u16; MOST_DAYS],
) {
    for &place in places {
        let place = usize::from(place) % BLOCK;
        groups[place] = groups[place].wrapping_add(by_day[usize::from(days[place])]);
    }
}

impl Calendar {
    /// Adds the period of selected rows to their group numbers.
    #[inline(always)]
    fn add(
        &self,
        groups: &mut [u16; BLOCK],
        segment: &Segment,
        rows: &Range<usize>,
        selected: Selected,
    ) {
        if let Days::Narrow(days) = segment.days() {
            prefetch_after(days, rows);
        }
        let range = segment.day_range().unwrap_or_default();
        let (from, to) = (self.place(range.0), self.place(range.1));
        match (segment.days(), selected) {
            _ if from == to => {
                for group in groups.iter_mut() {
                    *group = group.wrapping_add(from as u16);
                }
            }
            (Days::Narrow(days), _) if to - from <= MOST_BOUNDARIES => {
                // As answers come in, a segment spans few periods: count the starts passed.
                for group in groups.iter_mut() {
                    *group = group.wrapping_add(from as u16);
                }
                for &start in &self.starts[from + 1..=to] {
                    let start = start as u16;
                    for (group, &day) in groups.iter_mut().zip(&days[rows.clone()]) {
                        *group = group.wrapping_add(u16::from(day >= start));
                    }
                }
            }
            (Days::Narrow(days), Selected::All(_)) => {
                for (group, &day) in groups.iter_mut().zip(&days[rows.clone()]) {
                    *group = group.wrapping_add(self.by_day[usize::from(day)]);
                }
            }
            (Days::Narrow(days), Selected::Some(places)) => {
                let days = &days[rows.clone()];
                match days.first_chunk() {
                    Some(days) => add_looked_up(groups, places, days, &self.by_day),
                    None => {
                        let mut padded = [0; BLOCK];
                        padded[..days.len()].copy_from_slice(days);
                        add_looked_up(groups, places, &padded, &self.by_day);
                    }
                }
            }
            (Days::Wide(days), _) => {
                for (group, &day) in groups.iter_mut().zip(&days[rows.clone()]) {
                    *group = group.wrapping_add(self.place(day) as u16);
                }
            }
        }
    }

    /// The period that holds the day; the nearest when it is outside.
    #[inline(always)]
    fn place(&self, day: i32) -> usize {
        self.starts
            .partition_point(|&start| start <= day)
            .saturating_sub(1)
    }

    #[inline(always)]
    fn place_in(&self, days: &Days, row: usize) -> usize {
        match days {
            Days::Narrow(days) => self.by_day[usize::from(days[row])].into(),
            Days::Wide(days) => self.place(days[row]),
        }
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
