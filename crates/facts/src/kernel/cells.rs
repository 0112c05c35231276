//! The cell of every row of a block: digits of several columns, each times its stride. All columns
//! of a table are read in one loop, so that the processor fetches them side by side.

use std::ops::Range;

use crate::code;
use crate::kernel::BLOCK;
use crate::kernel::digits::{Digits, Ramps};
use crate::kernel::plan::{MOST_JOINED, Plan};
use crate::segment::Segment;

/// One column's part in a cell.
#[derive(Clone, Copy)]
struct Term<'a> {
    bytes: &'a [u8],
    ramps: Ramps,
    stride: u16,
}

/// A block in which nobody was asked, or everything is blank.
static NOT_ASKED: [u8; BLOCK] = [code::NOT_ASKED; BLOCK];
static BLANK: [u8; BLOCK] = [code::BLANK; BLOCK];
static NO_GROUPS: [u16; BLOCK] = [0; BLOCK];

impl<'a> Term<'a> {
    #[inline(always)]
    fn new(segment: &'a Segment, digits: &Digits, rows: &Range<usize>, stride: usize) -> Self {
        let bytes = match digits.column {
            None => &BLANK[..rows.len()],
            Some(column) => match segment.answers(column) {
                None => &NOT_ASKED[..rows.len()],
                Some(answers) => &answers.codes()[rows.clone()],
            },
        };
        Self {
            bytes,
            ramps: digits.ramps,
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
        let bytes = &segment.states()[rows.clone()];
        let stride = plan.outcome.size() as u16;
        let completeness = Term {
            bytes,
            ramps: Ramps::COMPLETENESS,
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
    let len = terms[0].bytes.len().min(BLOCK);
    let groups = &groups.unwrap_or(&NO_GROUPS)[..len];
    let group_stride = group_stride as u16;
    let bytes = terms.map(|term| &term.bytes[..len]);
    for (place, (cell, group)) in cells[..len].iter_mut().zip(groups).enumerate() {
        let mut sum = group.wrapping_mul(group_stride);
        for (term, bytes) in terms.iter().zip(&bytes) {
            let digit = u16::from(term.ramps.digit(bytes[place]));
            sum = sum.wrapping_add(digit.wrapping_mul(term.stride));
        }
        *cell = sum;
    }
}
