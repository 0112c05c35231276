//! The scan of segments: select, number the groups, count. Everything here is inlined into one
//! function per instruction set ([`super::vector`]).

use std::ops::Range;

use crate::kernel::BLOCK;
use crate::kernel::cells::{joint_cells, outcome_cells};
use crate::kernel::digits::Digits;
use crate::kernel::hot::{CELLS, Cells, Hot};
use crate::kernel::plan::{Numbering, Plan};
use crate::kernel::select::{Checks, Selected, Selector};
use crate::kernel::sums::Sums;
use crate::segment::{SEGMENT_ROWS, Segment};

/// Counts all rows of the segments.
#[inline(always)]
pub(crate) fn scan_segments(plan: &Plan, segments: &[Segment]) -> Sums {
    let mut scan = Scan::new(plan);
    for segment in segments {
        if let Some(checks) = Checks::new(plan, segment) {
            scan.select(segment, &checks);
            match plan.numbering {
                Numbering::Hot(_) => scan.count_hot(segment),
                Numbering::Dense(_) | Numbering::Hashed => scan.count_wide(segment),
            }
        }
    }
    scan.finish()
}

struct Scan<'a> {
    plan: &'a Plan,
    sums: Sums,
    selector: Box<Selector>,
    /// The selected blocks of the segment at hand.
    blocks: Vec<Selection>,
    /// Places of selected rows in their block, of all blocks.
    places: Vec<u16>,
    /// Group number of every row, for hot tables.
    groups: Vec<[u16; BLOCK]>,
    /// Group number of every selected row, otherwise.
    numbers: Vec<u32>,
    cells: Cells,
    outcome: Hot,
    joints: Vec<Hot>,
}

/// The selected rows of one block of a segment.
struct Selection {
    rows: Range<usize>,
    /// Where in the places; all rows when empty.
    places: Range<usize>,
}

impl Selection {
    fn selected<'a>(&self, places: &'a [u16]) -> Selected<'a> {
        if self.places.is_empty() {
            Selected::All(self.rows.len())
        } else {
            Selected::Some(&places[self.places.clone()])
        }
    }
}

impl<'a> Scan<'a> {
    fn new(plan: &'a Plan) -> Self {
        let (outcome, joints) = match plan.numbering {
            Numbering::Hot(groups) => {
                let joint = |drivers: &Range<usize>| {
                    let sizes = plan.drivers[drivers.clone()].iter().map(Digits::size);
                    Hot::new(groups * sizes.product::<usize>() * plan.score.size())
                };
                let outcome = Hot::new(groups * plan.outcome_cells());
                (outcome, plan.joints.iter().map(joint).collect())
            }
            Numbering::Dense(_) | Numbering::Hashed => (Hot::new(1), Vec::new()),
        };
        Self {
            plan,
            sums: Sums::new(plan),
            selector: Selector::new(),
            blocks: Vec::new(),
            places: Vec::with_capacity(SEGMENT_ROWS),
            groups: Vec::new(),
            numbers: Vec::new(),
            cells: Cells::new(),
            outcome,
            joints,
        }
    }

    /// Lists the selected rows of a segment.
    #[inline(always)]
    fn select(&mut self, segment: &Segment, checks: &Checks) {
        self.blocks.clear();
        self.places.clear();
        for start in (0..segment.len()).step_by(BLOCK) {
            let rows = start..segment.len().min(start + BLOCK);
            let first = self.places.len();
            match self.selector.select(checks, rows.clone()) {
                Selected::Some([]) => continue,
                Selected::Some(places) => self.places.extend_from_slice(places),
                Selected::All(_) => {}
            }
            self.blocks.push(Selection {
                rows,
                places: first..self.places.len(),
            });
        }
    }

    /// Counts the selected rows in hot tables, one table after the other.
    #[inline(always)]
    fn count_hot(&mut self, segment: &Segment) {
        let plan = self.plan;
        let grouped = !plan.axes.is_empty();
        if grouped {
            self.number_hot(segment);
        }
        for (index, block) in self.blocks.iter().enumerate() {
            let groups = grouped.then(|| &self.groups[index]);
            outcome_cells(plan, segment, &block.rows, groups, self.cells.block());
            if self.outcome.is_full(block.rows.len()) {
                empty_outcome(&mut self.outcome, &mut self.sums);
            }
            self.outcome
                .count(&self.cells, block.selected(&self.places));
        }
        for (joint, drivers) in self.joints.iter_mut().zip(&plan.joints) {
            for (index, block) in self.blocks.iter().enumerate() {
                let groups = grouped.then(|| &self.groups[index]);
                joint_cells(
                    plan,
                    segment,
                    drivers,
                    &block.rows,
                    groups,
                    self.cells.block(),
                );
                if joint.is_full(block.rows.len()) {
                    empty_joint(joint, plan, drivers, &mut self.sums);
                }
                joint.count(&self.cells, block.selected(&self.places));
            }
        }
    }

    /// Numbers the groups of the selected blocks.
    #[inline(always)]
    fn number_hot(&mut self, segment: &Segment) {
        self.groups.resize(self.blocks.len(), [0; BLOCK]);
        for (groups, block) in self.groups.iter_mut().zip(&self.blocks) {
            groups.fill(0);
            for axis in &self.plan.axes {
                axis.append(groups, segment, &block.rows, block.selected(&self.places));
            }
        }
    }

    /// Counts the selected rows in as many tables as there are groups.
    #[inline(always)]
    fn count_wide(&mut self, segment: &Segment) {
        let plan = self.plan;
        self.number_wide(segment);
        let mut first = 0;
        for block in &self.blocks {
            let selected = block.selected(&self.places);
            let numbers = &self.numbers[first..];
            let cells = self.cells.block();
            outcome_cells(plan, segment, &block.rows, None, cells);
            let size = plan.outcome_cells();
            count_wide(&mut self.sums.outcome, size, numbers, cells, selected);
            for driver in 0..plan.drivers.len() {
                let one = driver..driver + 1;
                joint_cells(plan, segment, &one, &block.rows, None, cells);
                let counts = &mut self.sums.drivers[driver];
                count_wide(counts, plan.driver_cells(driver), numbers, cells, selected);
            }
            first += selected.len();
        }
    }

    /// Numbers the groups of the selected rows.
    #[inline(always)]
    fn number_wide(&mut self, segment: &Segment) {
        self.numbers.clear();
        let plan = self.plan;
        for block in &self.blocks {
            let mut push = |place: usize| {
                let row = block.rows.start + place;
                let key = plan.axes.iter().fold(0_u64, |key, axis| {
                    key.wrapping_mul(axis.size as u64) + axis.digit(segment, row) as u64
                });
                self.numbers.push(match plan.numbering {
                    Numbering::Hashed => self.sums.numbers.number(key),
                    Numbering::Hot(_) | Numbering::Dense(_) => key as u32,
                });
            };
            match block.selected(&self.places) {
                Selected::All(len) => (0..len).for_each(push),
                Selected::Some(places) => places.iter().for_each(|&place| push(place.into())),
            }
        }
        if plan.numbering == Numbering::Hashed {
            self.sums.make_room(plan, self.sums.numbers.keys().len());
        }
    }

    #[inline(always)]
    fn finish(mut self) -> Sums {
        if matches!(self.plan.numbering, Numbering::Hot(_)) {
            empty_outcome(&mut self.outcome, &mut self.sums);
            for (joint, drivers) in self.joints.iter_mut().zip(&self.plan.joints) {
                empty_joint(joint, self.plan, drivers, &mut self.sums);
            }
        }
        self.sums
    }
}

/// Counts selected cells in the table of each row's group.
#[inline(always)]
fn count_wide(
    counts: &mut [u32],
    size: usize,
    numbers: &[u32],
    cells: &[u16; BLOCK],
    selected: Selected,
) {
    match selected {
        Selected::All(len) => {
            for (&number, &cell) in numbers.iter().zip(&cells[..len]) {
                counts[number as usize * size + usize::from(cell)] += 1;
            }
        }
        Selected::Some(places) => {
            for (&number, &place) in numbers.iter().zip(places) {
                let cell = cells[usize::from(place) % BLOCK];
                counts[number as usize * size + usize::from(cell)] += 1;
            }
        }
    }
}

fn empty_outcome(hot: &mut Hot, sums: &mut Sums) {
    for (sum, &count) in sums.outcome.iter_mut().zip(hot.gather().iter()) {
        *sum += u32::from(count);
    }
    hot.clear();
}

/// Separates a joint table `[group][driver]…[driver][score]` into one table per driver.
#[inline(always)]
fn empty_joint(hot: &mut Hot, plan: &Plan, drivers: &Range<usize>, sums: &mut Sums) {
    let tables = hot.gather();
    let per_group = tables.len() / plan.known_groups();
    for (group, table) in tables.chunks_exact_mut(per_group).enumerate() {
        let mut rest = table;
        for driver in drivers.clone() {
            let cells = plan.driver_cells(driver);
            let counts = &mut sums.drivers[driver][group * cells..(group + 1) * cells];
            rest = separate(rest, counts, plan.score.size());
        }
    }
    hot.clear();
}

/// Adds the counts of the first driver of a joint table `[driver][rest][score]` to its own, and
/// gives the table of the rest, summed over the first driver. No sum overflows: a hot table counts
/// fewer rows than 16 bits hold.
#[inline(always)]
fn separate<'a>(table: &'a mut [u16], counts: &mut [u32], scores: usize) -> &'a mut [u16] {
    let answers = counts.len() / scores;
    let (rest, others) = table.split_at_mut(table.len() / answers);
    let mut folded = [0; CELLS];
    let folded = &mut folded[..rest.len()];
    for (answer, counts) in counts.chunks_exact_mut(scores).enumerate() {
        match answer {
            0 => folded.copy_from_slice(rest),
            _ => {
                let part = &others[(answer - 1) * rest.len()..answer * rest.len()];
                folded.copy_from_slice(part);
                add(rest, part);
            }
        }
        // Adding one half to the other is long enough to vectorise; adding row by row isn't.
        let mut rows = folded.len() / scores;
        while rows > 1 {
            let (first, second) = folded[..rows * scores].split_at_mut(rows.div_ceil(2) * scores);
            add(first, second);
            rows = rows.div_ceil(2);
        }
        for (sum, &count) in counts.iter_mut().zip(&*folded) {
            *sum += u32::from(count);
        }
    }
    rest
}

#[inline(always)]
fn add(sums: &mut [u16], counts: &[u16]) {
    for (sum, count) in sums.iter_mut().zip(counts) {
        *sum += count;
    }
}
