//! The scan of segments: select, number the groups, count. Everything here is inlined into one
//! function per instruction set ([`super::vector`]).

use std::cell::Cell;
use std::ops::Range;

use crate::kernel::cells::{joint_cells, outcome_cells};
use crate::kernel::digits::Digits;
use crate::kernel::hot::{Cells, Hot};
use crate::kernel::plan::{Numbering, Plan};
use crate::kernel::select::{Checks, Selected, Selector};
use crate::kernel::sums::Sums;
use crate::kernel::vector::Work;
use crate::kernel::{BLOCK, Shared};
use crate::segment::Segment;

thread_local! {
    /// Buffers of the last scan, for the next: fresh memory costs a small query more than counting.
    static KEPT: Cell<Option<Box<Buffers>>> = const { Cell::new(None) };
}

/// Counts all rows of the segments, as long as there is a next one.
pub(crate) struct Count<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) segments: &'a Shared<'a>,
}

impl Work for Count<'_> {
    type Output = Sums;

    #[inline(always)]
    fn run(self) -> Sums {
        let plan = self.plan;
        let mut sums = Sums::new(plan);
        let mut buffers = KEPT.take().unwrap_or_default();
        let mut scan = Scan {
            plan,
            sums: &mut sums,
            buffers: &mut buffers,
        };
        while let Some((_, segment)) = self.segments.next() {
            if let Some(checks) = Checks::new(plan, segment) {
                scan.select(segment, &checks);
                match plan.numbering {
                    Numbering::Hot(_) => scan.count_hot(segment),
                    Numbering::Dense(_) | Numbering::Hashed => scan.count_wide(segment),
                }
            }
        }
        KEPT.set(Some(buffers));
        sums
    }
}

struct Scan<'a> {
    plan: &'a Plan,
    sums: &'a mut Sums,
    buffers: &'a mut Buffers,
}

/// What a scan needs to know of one segment at a time.
#[derive(Default)]
struct Buffers {
    selector: Selector,
    /// The selected blocks.
    blocks: Vec<Selection>,
    /// Places of selected rows in their block, of all blocks.
    places: Vec<u16>,
    /// Group number of every row, for hot tables.
    groups: Vec<[u16; BLOCK]>,
    /// Group number of every selected row, otherwise.
    numbers: Vec<u32>,
    cells: Cells,
    /// Empty between tables.
    hot: Hot,
    folded: Vec<u16>,
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

impl Scan<'_> {
    /// Lists the selected rows of a segment.
    #[inline(always)]
    fn select(&mut self, segment: &Segment, checks: &Checks) {
        let Buffers {
            selector,
            blocks,
            places,
            ..
        } = &mut *self.buffers;
        blocks.clear();
        places.clear();
        for start in (0..segment.len()).step_by(BLOCK) {
            let rows = start..segment.len().min(start + BLOCK);
            let first = places.len();
            match selector.select(checks, rows.clone()) {
                Selected::Some([]) => continue,
                Selected::Some(selected) => places.extend_from_slice(selected),
                Selected::All(_) => {}
            }
            blocks.push(Selection {
                rows,
                places: first..places.len(),
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
        let known = plan.known_groups();
        let Buffers {
            blocks,
            places,
            groups,
            cells,
            hot,
            folded,
            ..
        } = &mut *self.buffers;
        let groups = |index: usize| grouped.then(|| &groups[index]);
        hot.shape(known * plan.outcome_cells());
        for (index, block) in blocks.iter().enumerate() {
            outcome_cells(plan, segment, &block.rows, groups(index), cells.block());
            hot.count(cells, block.selected(places));
        }
        hot.empty_into(&mut self.sums.outcome);
        for drivers in &plan.joints {
            let sizes = plan.drivers[drivers.clone()].iter().map(Digits::size);
            hot.shape(known * sizes.product::<usize>() * plan.score.size());
            for (index, block) in blocks.iter().enumerate() {
                joint_cells(
                    plan,
                    segment,
                    drivers,
                    &block.rows,
                    groups(index),
                    cells.block(),
                );
                hot.count(cells, block.selected(places));
            }
            separate_joint(hot, plan, drivers, self.sums, folded);
            hot.clear();
        }
    }

    /// Numbers the groups of the selected blocks.
    #[inline(always)]
    fn number_hot(&mut self, segment: &Segment) {
        let Buffers {
            blocks,
            places,
            groups,
            ..
        } = &mut *self.buffers;
        groups.resize(groups.len().max(blocks.len()), [0; BLOCK]);
        for (groups, block) in groups.iter_mut().zip(blocks) {
            groups.fill(0);
            for axis in &self.plan.axes {
                axis.append(groups, segment, &block.rows, block.selected(places));
            }
        }
    }

    /// Counts the selected rows in as many tables as there are groups.
    #[inline(always)]
    fn count_wide(&mut self, segment: &Segment) {
        let plan = self.plan;
        self.number_wide(segment);
        let Buffers {
            blocks,
            places,
            numbers,
            cells,
            ..
        } = &mut *self.buffers;
        let cells = cells.block();
        let mut first = 0;
        for block in blocks {
            let selected = block.selected(places);
            let numbers = &numbers[first..];
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
        let plan = self.plan;
        let Buffers {
            blocks,
            places,
            numbers,
            ..
        } = &mut *self.buffers;
        numbers.clear();
        for block in blocks {
            let mut push = |place: usize| {
                let row = block.rows.start + place;
                let key = plan.axes.iter().fold(0_u64, |key, axis| {
                    key.wrapping_mul(axis.size as u64) + axis.digit(segment, row) as u64
                });
                numbers.push(match plan.numbering {
                    Numbering::Hashed => self.sums.numbers.number(key),
                    Numbering::Hot(_) | Numbering::Dense(_) => key as u32,
                });
            };
            match block.selected(places) {
                Selected::All(len) => (0..len).for_each(push),
                Selected::Some(places) => places.iter().for_each(|&place| push(place.into())),
            }
        }
        if plan.numbering == Numbering::Hashed {
            self.sums.make_room(plan, self.sums.numbers.keys().len());
        }
    }
}

/// Separates a joint table `[group][driver]…[driver][score]` into one table per driver.
#[inline(always)]
fn separate_joint(
    hot: &mut Hot,
    plan: &Plan,
    drivers: &Range<usize>,
    sums: &mut Sums,
    folded: &mut Vec<u16>,
) {
    let tables = hot.gather();
    folded.resize(folded.len().max(tables.len()), 0);
    let per_group = tables.len() / plan.known_groups();
    for (group, table) in tables.chunks_exact_mut(per_group).enumerate() {
        let mut rest = table;
        for driver in drivers.clone() {
            let cells = plan.driver_cells(driver);
            let counts = &mut sums.drivers[driver][group * cells..(group + 1) * cells];
            rest = separate(rest, counts, plan.score.size(), folded);
        }
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

/// Adds the counts of the first driver of a joint table `[driver][rest][score]` to its own, and
/// gives the table of the rest, summed over the first driver. No sum overflows: a segment has fewer
/// rows than 16 bits count.
#[inline(always)]
fn separate<'a>(
    table: &'a mut [u16],
    counts: &mut [u32],
    scores: usize,
    folded: &mut [u16],
) -> &'a mut [u16] {
    let answers = counts.len() / scores;
    let (rest, others) = table.split_at_mut(table.len() / answers);
    let folded = &mut folded[..rest.len()];
    for (answer, counts) in counts.chunks_exact_mut(scores).enumerate() {
        if answer == 0 {
            folded.copy_from_slice(rest);
        } else {
            let part = &others[(answer - 1) * rest.len()..answer * rest.len()];
            folded.copy_from_slice(part);
            add(rest, part);
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
