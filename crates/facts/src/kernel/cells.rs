//! The cell of every row of a block: digits of several columns, each times its stride. All columns
//! of a table are read in one loop, so that the processor fetches them side by side.

use std::ops::Range;

use crate::code;
use crate::kernel::BLOCK;
use crate::kernel::digits::{Digits, Steps};
use crate::kernel::plan::{MOST_JOINED, Plan};
use crate::kernel::vector::prefetch;
use crate::segment::Segment;

/// Rows between two requests for bytes ahead.
const STRETCH: usize = 512;

/// One column's part in a cell.
#[derive(Clone, Copy)]
struct Term<'a> {
    bytes: &'a [u8],
    /// The bytes of the next block, which are needed next.
    ahead: &'a [u8],
    steps: Steps,
    stride: u16,
}

/// A block in which nobody was asked, or everything is blank.
static NOT_ASKED: [u8; BLOCK] = [code::NOT_ASKED; BLOCK];
static BLANK: [u8; BLOCK] = [code::BLANK; BLOCK];

impl<'a> Term<'a> {
    #[inline(always)]
    fn new(segment: &'a Segment, digits: &Digits, rows: &Range<usize>, stride: usize) -> Self {
        let (bytes, ahead) = match digits.column {
            None => (&BLANK[..rows.len()], &[][..]),
            Some(column) => match segment.answers(column) {
                None => (&NOT_ASKED[..rows.len()], &[][..]),
                Some(answers) => answers.codes()[rows.start..].split_at(rows.len()),
            },
        };
        Self {
            bytes,
            ahead,
            steps: digits.steps,
            stride: stride as u16,
        }
    }
}

/// The cell of every row of a block in the outcome's table.
#[inline(always)]
pub(crate) fn outcome_cells(
    plan: &Plan,
    segment: &Segment,
    rows: &Range<usize>,
    groups: Option<&[u16; BLOCK]>,
    cells: &mut [u16; BLOCK],
) {
    let score = Term::new(segment, &plan.outcome, rows, 1);
    let size = plan.outcome_cells();
    if plan.completeness == 1 {
        fill(cells, groups, size, [score]);
    } else {
        let (bytes, ahead) = segment.states()[rows.start..].split_at(rows.len());
        let stride = plan.outcome.size() as u16;
        let completeness = Term {
            bytes,
            ahead,
            steps: Steps::COMPLETENESS,
            stride,
        };
        fill(cells, groups, size, [completeness, score]);
    }
}

/// The cell of every row of a block in the joint table of some drivers.
#[inline(always)]
pub(crate) fn joint_cells(
    plan: &Plan,
    segment: &Segment,
    drivers: &Range<usize>,
    rows: &Range<usize>,
    groups: Option<&[u16; BLOCK]>,
    cells: &mut [u16; BLOCK],
) {
    let score = Term::new(segment, &plan.score, rows, 1);
    let mut terms = [score; MOST_JOINED + 1];
    let mut stride = plan.score.size();
    for (place, driver) in drivers.clone().rev().enumerate() {
        let digits = &plan.drivers[driver];
        terms[place + 1] = Term::new(segment, digits, rows, stride);
        stride *= digits.size();
    }
    match drivers.len() {
        1 => fill(cells, groups, stride, [terms[0], terms[1]]),
        2 => fill(cells, groups, stride, [terms[0], terms[1], terms[2]]),
        3 => fill(
            cells,
            groups,
            stride,
            [terms[0], terms[1], terms[2], terms[3]],
        ),
        _ => fill(cells, groups, stride, terms),
    }
}

#[inline(always)]
fn fill<const TERMS: usize>(
    cells: &mut [u16; BLOCK],
    groups: Option<&[u16; BLOCK]>,
    group_stride: usize,
    terms: [Term; TERMS],
) {
    let group_stride = group_stride as u16;
    if terms.iter().any(|term| term.steps.has_kinds()) {
        sum(
            cells,
            groups,
            group_stride,
            terms,
            Steps::raised_digit_of_kinds,
        );
    } else {
        sum(cells, groups, group_stride, terms, Steps::raised_digit);
    }
}

/// Sums the terms of every row. Rows that aren't selected may have codes that don't occur elsewhere;
/// their cells are any number and nobody looks at them.
#[inline(always)]
fn sum<const TERMS: usize>(
    cells: &mut [u16; BLOCK],
    groups: Option<&[u16; BLOCK]>,
    group_stride: u16,
    terms: [Term; TERMS],
    raised_digit: impl Fn(Steps, u8) -> u8 + Copy,
) {
    let (stretches, rest) = terms[0].bytes.as_chunks::<STRETCH>();
    let mut cells = cells.as_chunks_mut::<STRETCH>().0.iter_mut();
    let mut groups = groups.map(|groups| groups.as_chunks::<STRETCH>().0.iter());
    for index in 0..stretches.len() {
        let Some(cells) = cells.next() else { return };
        for term in &terms {
            if let Some(ahead) = term.ahead.as_chunks::<STRETCH>().0.get(index) {
                prefetch(ahead);
            }
        }
        let bytes = terms.map(|term| &term.bytes.as_chunks().0[index]);
        let groups = groups.as_mut().and_then(Iterator::next);
        sum_stretch(cells, groups, group_stride, &terms, bytes, raised_digit);
    }
    if let Some(cells) = cells.next()
        && !rest.is_empty()
    {
        let mut padded = [[0; STRETCH]; TERMS];
        for (padded, term) in padded.iter_mut().zip(&terms) {
            padded[..rest.len()].copy_from_slice(term.bytes.as_chunks::<STRETCH>().1);
        }
        let groups = groups.as_mut().and_then(Iterator::next);
        sum_stretch(
            cells,
            groups,
            group_stride,
            &terms,
            padded.each_ref(),
            raised_digit,
        );
    }
}

#[inline(always)]
fn sum_stretch<const TERMS: usize>(
    cells: &mut [u16; STRETCH],
    groups: Option<&[u16; STRETCH]>,
    group_stride: u16,
    terms: &[Term; TERMS],
    bytes: [&[u8; STRETCH]; TERMS],
    raised_digit: impl Fn(Steps, u8) -> u8,
) {
    let raised = |term: &Term| u16::from(term.steps.first).wrapping_mul(term.stride);
    let start = terms
        .iter()
        .fold(0_u16, |start, term| start.wrapping_sub(raised(term)));
    let cell = |start: u16, place: usize| {
        let part = |(term, bytes): (&Term, &&[u8; STRETCH])| {
            u16::from(raised_digit(term.steps, bytes[place])).wrapping_mul(term.stride)
        };
        terms
            .iter()
            .zip(&bytes)
            .map(part)
            .fold(start, u16::wrapping_add)
    };
    match groups {
        None => {
            for (place, sum) in cells.iter_mut().enumerate() {
                *sum = cell(start, place);
            }
        }
        Some(groups) => {
            for (place, (sum, group)) in cells.iter_mut().zip(groups).enumerate() {
                *sum = cell(group.wrapping_mul(group_stride).wrapping_add(start), place);
            }
        }
    }
}
