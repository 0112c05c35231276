//! Which rows of a block pass the filter: bytes of 0 and 1 first, then a list of places.

use std::ops::Range;
use std::sync::Arc;

use crate::columns::State;
use crate::kernel::plan::Plan;
use crate::kernel::vector::{Work, prefetch_after};
use crate::kernel::{BLOCK, Shared};
use crate::segment::{Codes, Days, SEGMENT_ROWS, Segment};

/// The selected rows of a block.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Selected<'a> {
    /// All of this many rows.
    All(usize),
    /// These places in the block, ascending.
    Some(&'a [u16]),
}

impl Selected<'_> {
    /// Number of selected rows.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::All(len) => *len,
            Self::Some(places) => places.len(),
        }
    }
}

/// A set of dimension codes.
#[derive(Clone, Debug)]
pub(crate) enum CodeSet {
    /// Closed runs of codes.
    Runs(Vec<(u32, u32)>),
    /// 1 for every code in the set.
    Table(Arc<[u8]>),
}

/// Up to this many runs comparing is faster than looking up.
const MOST_RUNS: usize = 6;

/// Tables with more codes than this are taken as they are.
const FEW_CODES: usize = 1024;

impl CodeSet {
    /// `None` when the set is empty.
    pub(crate) fn new(codes: impl Iterator<Item = u32>) -> Option<Self> {
        let mut codes: Vec<u32> = codes.collect();
        codes.sort_unstable();
        codes.dedup();
        let mut runs: Vec<(u32, u32)> = Vec::new();
        for &code in &codes {
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == code => *last = code,
                _ => runs.push((code, code)),
            }
        }
        if runs.len() <= MOST_RUNS {
            return (!runs.is_empty()).then_some(Self::Runs(runs));
        }
        let mut table = vec![0; *codes.last()? as usize + 1];
        for code in codes {
            table[code as usize] = 1;
        }
        Some(Self::Table(table.into()))
    }

    /// The codes with a 1 at their place; `None` when there are none.
    pub(crate) fn of_table(table: &Arc<[u8]>) -> Option<Self> {
        let ones = || (0..).zip(table.iter()).filter(|(_, one)| **one == 1);
        // Few codes are compared faster than looked up, and many are no runs.
        if ones().nth(FEW_CODES).is_none() {
            return Self::new(ones().map(|(code, _)| code));
        }
        Some(Self::Table(table.clone()))
    }

    fn contains(&self, code: u32) -> bool {
        match self {
            Self::Runs(runs) => runs
                .iter()
                .any(|&(first, last)| first <= code && code <= last),
            Self::Table(table) => table.get(code as usize).is_some_and(|&bit| bit == 1),
        }
    }
}

/// Room for the selection of one block.
pub(crate) struct Selector {
    bits: Box<[u8; BLOCK]>,
    hits: Box<[u8; BLOCK]>,
    places: Box<[u16; BLOCK + 8]>,
}

/// What of the filter needs a look at every row of a segment.
pub(crate) struct Checks<'a> {
    states: Option<&'a [u8]>,
    lowest_state: u8,
    days: Option<(&'a Days, i32, i32)>,
    codes: Vec<(&'a Codes, &'a CodeSet)>,
}

impl<'a> Checks<'a> {
    /// `None` when no row of the segment can pass.
    pub(crate) fn new(plan: &'a Plan, segment: &'a Segment) -> Option<Self> {
        let (first, last) = segment.day_range()?;
        let (from, to) = plan.days;
        let rejected = segment.state_count(State::Absent)
            + if plan.complete_only {
                segment.state_count(State::Partial)
            } else {
                0
            };
        if first > to || last < from || rejected as usize == segment.len() {
            return None;
        }
        let mut codes = Vec::new();
        for (dimension, set) in &plan.allowed {
            match segment.codes(*dimension) {
                Codes::None if set.contains(0) => {}
                Codes::None => return None,
                stored => codes.push((stored, set)),
            }
        }
        let lowest = if plan.complete_only {
            State::Complete
        } else {
            State::Partial
        };
        Some(Self {
            states: (rejected > 0).then_some(segment.states()),
            lowest_state: lowest as u8,
            days: (first < from || last > to).then_some((segment.days(), from, to)),
            codes,
        })
    }
}

/// Lists the selected rows of the segments, as long as there is a next one.
pub(crate) struct List<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) segments: &'a Shared<'a>,
}

impl Work for List<'_> {
    /// Numbers of segments and their rows, by their number in all facts.
    type Output = Vec<(usize, Vec<u32>)>;

    #[inline(always)]
    fn run(self) -> Self::Output {
        let mut lists = Vec::new();
        let mut selector = Selector::default();
        while let Some((number, segment)) = self.segments.next() {
            let Some(checks) = Checks::new(self.plan, segment) else {
                continue;
            };
            let mut list = Vec::with_capacity(segment.len());
            for start in (0..segment.len()).step_by(BLOCK) {
                let rows = start..segment.len().min(start + BLOCK);
                let first = (number * SEGMENT_ROWS + start) as u32;
                match selector.select(&checks, rows) {
                    Selected::All(len) => list.extend(first..first + len as u32),
                    Selected::Some(places) => {
                        list.extend(places.iter().map(|&place| first + u32::from(place)));
                    }
                }
            }
            lists.push((number, list));
        }
        lists
    }
}

impl Default for Selector {
    fn default() -> Self {
        Self {
            bits: Box::new([0; BLOCK]),
            hits: Box::new([0; BLOCK]),
            places: Box::new([0; BLOCK + 8]),
        }
    }
}

impl Selector {
    /// The rows of `rows` (one block of the segment) that pass the checks.
    #[inline(always)]
    pub(crate) fn select(&mut self, checks: &Checks, rows: Range<usize>) -> Selected<'_> {
        let len = rows.len();
        if checks.states.is_none() && checks.days.is_none() && checks.codes.is_empty() {
            return Selected::All(len);
        }
        let bits = &mut self.bits[..len];
        match checks.states {
            Some(states) => {
                for (bit, &state) in bits.iter_mut().zip(&states[rows.clone()]) {
                    *bit = u8::from(state >= checks.lowest_state);
                }
            }
            None => bits.fill(1),
        }
        match checks.days {
            Some((Days::Narrow(days), from, to)) => {
                let from = from.clamp(0, i32::from(u16::MAX)) as u16;
                let to = to.clamp(0, i32::from(u16::MAX)) as u16;
                for (bit, &day) in bits.iter_mut().zip(&days[rows.clone()]) {
                    *bit &= u8::from(from <= day && day <= to);
                }
            }
            Some((Days::Wide(days), from, to)) => {
                for (bit, &day) in bits.iter_mut().zip(&days[rows.clone()]) {
                    *bit &= u8::from(from <= day && day <= to);
                }
            }
            None => {}
        }
        for (codes, set) in &checks.codes {
            let hits = &mut self.hits[..len];
            match codes {
                Codes::None => {}
                Codes::U8(codes) => keep(bits, hits, codes, &rows, set),
                Codes::U16(codes) => keep(bits, hits, codes, &rows, set),
                Codes::U32(codes) => keep(bits, hits, codes, &rows, set),
            }
        }
        self.places(len)
    }

    /// For each of the rows of the last selection, unless it was all of them, 1 when it passed.
    pub(crate) fn bits(&self) -> &[u8; BLOCK] {
        &self.bits
    }

    /// Lists the places of the ones, eight bits at a time.
    #[inline(always)]
    fn places(&mut self, len: usize) -> Selected<'_> {
        let (bits, list) = (&mut *self.bits, &mut *self.places);
        bits[len..].fill(0);
        let mut count = 0;
        for (start, eight) in (0_u16..).step_by(8).zip(bits.as_chunks::<8>().0) {
            // Gathers the lowest bit of each byte in the highest byte.
            let byte = (u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u8;
            let places = ONES[usize::from(byte)].map(|one| start + one);
            list[count..count + 8].copy_from_slice(&places);
            count += byte.count_ones() as usize;
        }
        if count == len {
            Selected::All(len)
        } else {
            Selected::Some(&self.places[..count])
        }
    }
}

/// A width of dimension codes.
trait Code: Copy + Ord + TryFrom<u32> {
    const LARGEST: Self;
    fn wide(self) -> usize;
}

macro_rules! code {
    ($($width:ty),*) => {$(
        impl Code for $width {
            const LARGEST: Self = Self::MAX;
            #[inline(always)]
            fn wide(self) -> usize {
                self as usize
            }
        }
    )*};
}
code!(u8, u16, u32);

/// Clears the bits of rows whose code isn't in the set.
#[inline(always)]
fn keep<C: Code>(
    bits: &mut [u8],
    hits: &mut [u8],
    column: &[C],
    rows: &Range<usize>,
    set: &CodeSet,
) {
    prefetch_after(column, rows);
    let codes = &column[rows.clone()];
    match set {
        CodeSet::Runs(runs) => {
            hits.fill(0);
            for &(first, last) in runs {
                let Ok(first) = C::try_from(first) else {
                    continue;
                };
                let last = C::try_from(last).unwrap_or(C::LARGEST);
                for (hit, &code) in hits.iter_mut().zip(codes) {
                    *hit |= u8::from(first <= code && code <= last);
                }
            }
            for (bit, hit) in bits.iter_mut().zip(hits) {
                *bit &= *hit;
            }
        }
        CodeSet::Table(table) => {
            for (bit, code) in bits.iter_mut().zip(codes) {
                *bit &= table.get(code.wide()).copied().unwrap_or(0);
            }
        }
    }
}

/// For every byte the places of its ones, lowest first; the rest is 0.
static ONES: [[u16; 8]; 256] = ones();

const fn ones() -> [[u16; 8]; 256] {
    let mut table = [[0; 8]; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut count = 0;
        let mut bit = 0;
        while bit < 8 {
            if byte & (1 << bit) != 0 {
                table[byte][count] = bit as u16;
                count += 1;
            }
            bit += 1;
        }
        byte += 1;
    }
    table
}
