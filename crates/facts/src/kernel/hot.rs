//! A table small enough for the first-level cache, with 16-bit counts, that is emptied into wide
//! ones after every segment, so that no count can overflow.

use crate::kernel::BLOCK;
use crate::kernel::select::Selected;

/// Most cells of a hot table.
pub(crate) const CELLS: usize = 1 << 15;

/// All that a `u16` can index, so that no bounds are checked; what isn't used is never touched.
const ALL: usize = 1 << 16;

/// One cell per row of a block; longer than a block for the same reason as a table.
pub(crate) struct Cells(Box<[u16; ALL]>);

impl Default for Cells {
    fn default() -> Self {
        Self(all())
    }
}

fn all() -> Box<[u16; ALL]> {
    vec![0; ALL]
        .into_boxed_slice()
        .try_into()
        .expect("made with this length")
}

impl Cells {
    /// The cells of a block.
    #[inline(always)]
    pub(crate) fn block(&mut self) -> &mut [u16; BLOCK] {
        self.0.first_chunk_mut().expect("a block is shorter")
    }

    /// The cell of a place in the block.
    #[inline(always)]
    pub(crate) fn at(&self, place: u16) -> u16 {
        self.0[usize::from(place)]
    }
}

/// Counts by cell.
pub(crate) struct Hot {
    counts: Box<[u16; ALL]>,
    /// Where each of the copies starts. When the table is small, neighbouring rows count in
    /// different copies: adding to the cell just written has to wait for that write.
    lanes: [u16; 4],
    copies: usize,
    stride: usize,
    cells: usize,
}

impl Default for Hot {
    fn default() -> Self {
        Self {
            counts: all(),
            lanes: [0; 4],
            copies: 1,
            stride: 0,
            cells: 0,
        }
    }
}

impl Hot {
    /// Makes the empty table one of this many cells.
    pub(crate) fn shape(&mut self, cells: usize) {
        assert!(cells <= CELLS, "the plan keeps tables small");
        self.cells = cells;
        self.stride = cells.next_multiple_of(64) + 32;
        self.copies = match CELLS / 2 / self.stride {
            0 | 1 => 1,
            2 | 3 => 2,
            _ => 4,
        };
        self.lanes = std::array::from_fn(|lane| (lane % self.copies * self.stride) as u16);
    }

    /// Counts the cells of the selected rows.
    #[inline(always)]
    pub(crate) fn count(&mut self, cells: &Cells, selected: Selected) {
        match selected {
            Selected::All(len) if self.copies == 1 => {
                for &cell in &cells.0[..len] {
                    self.add(cell);
                }
            }
            Selected::All(len) => {
                let (fours, rest) = cells.0[..len].as_chunks::<4>();
                for four in fours {
                    for (cell, lane) in four.iter().zip(self.lanes) {
                        self.add(cell.wrapping_add(lane));
                    }
                }
                for &cell in rest {
                    self.add(cell);
                }
            }
            Selected::Some(places) if self.copies == 1 => {
                for &place in places {
                    self.add(cells.at(place));
                }
            }
            Selected::Some(places) => {
                let (fours, rest) = places.as_chunks::<4>();
                for four in fours {
                    for (place, lane) in four.iter().zip(self.lanes) {
                        self.add(cells.at(*place).wrapping_add(lane));
                    }
                }
                for &place in rest {
                    self.add(cells.at(place));
                }
            }
        }
    }

    #[inline(always)]
    fn add(&mut self, cell: u16) {
        let count = &mut self.counts[usize::from(cell)];
        *count = count.wrapping_add(1);
    }

    /// Adds all counts to wide ones and makes them zero.
    #[inline(always)]
    pub(crate) fn empty_into(&mut self, sums: &mut [u32]) {
        for (sum, &count) in sums.iter_mut().zip(self.gather().iter()) {
            *sum += u32::from(count);
        }
        self.clear();
    }

    /// Puts all copies together and gives the counts; [`Self::clear`] is due after.
    #[inline(always)]
    pub(crate) fn gather(&mut self) -> &mut [u16] {
        for copy in 1..self.copies {
            let (first, copy) = self.counts.split_at_mut(copy * self.stride);
            for (sum, count) in first[..self.cells].iter_mut().zip(copy) {
                *sum += *count;
            }
        }
        &mut self.counts[..self.cells]
    }

    /// Makes all counts zero.
    #[inline(always)]
    pub(crate) fn clear(&mut self) {
        self.counts[..self.copies * self.stride].fill(0);
    }
}
