//! A table small enough for the first-level cache, with 16-bit counts, that is emptied into wide
//! ones before a count can overflow.

use crate::kernel::BLOCK;
use crate::kernel::select::Selected;

/// Cells of a hot table; a power of two, so that masking an index replaces its bounds check.
pub(crate) const CELLS: usize = 1 << 15;

/// Counts by cell.
pub(crate) struct Hot {
    counts: Box<[u16; CELLS]>,
    /// Where each of the copies starts. When the table is small, neighbouring rows count in
    /// different copies: adding to the cell just written has to wait for that write.
    lanes: [u16; 4],
    copies: usize,
    stride: usize,
    cells: usize,
    /// Rows counted since the table was emptied.
    pending: usize,
}

impl Hot {
    /// A table of this many cells.
    pub(crate) fn new(cells: usize) -> Self {
        assert!(cells <= CELLS, "a joint table fits");
        let counts = vec![0; CELLS].into_boxed_slice();
        let counts = counts.try_into().expect("made with this length");
        let stride = cells.next_multiple_of(64) + 32;
        let copies = match CELLS / 2 / stride {
            0 | 1 => 1,
            2 | 3 => 2,
            _ => 4,
        };
        let lanes = std::array::from_fn(|lane| (lane % copies * stride) as u16);
        Self {
            counts,
            lanes,
            copies,
            stride,
            cells,
            pending: 0,
        }
    }

    /// Whether this many more rows could overflow a count.
    pub(crate) fn is_full(&self, rows: usize) -> bool {
        self.pending + rows > usize::from(u16::MAX)
    }

    /// Counts the cells of the selected rows.
    #[inline(always)]
    pub(crate) fn count(&mut self, cells: &[u16; BLOCK], selected: Selected) {
        match selected {
            Selected::All(len) => {
                self.pending += len;
                let (fours, rest) = cells[..len].as_chunks::<4>();
                for four in fours {
                    for (cell, lane) in four.iter().zip(self.lanes) {
                        self.add(cell + lane);
                    }
                }
                for &cell in rest {
                    self.add(cell);
                }
            }
            Selected::Some(places) => {
                self.pending += places.len();
                let (fours, rest) = places.as_chunks::<4>();
                for four in fours {
                    for (place, lane) in four.iter().zip(self.lanes) {
                        self.add(cells[usize::from(*place) % BLOCK] + lane);
                    }
                }
                for &place in rest {
                    self.add(cells[usize::from(place) % BLOCK]);
                }
            }
        }
    }

    #[inline(always)]
    fn add(&mut self, cell: u16) {
        let count = &mut self.counts[usize::from(cell) % CELLS];
        *count = count.wrapping_add(1);
    }

    /// Puts all copies together and gives the counts; [`Self::clear`] is due after.
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
    pub(crate) fn clear(&mut self) {
        self.counts[..self.copies * self.stride].fill(0);
        self.pending = 0;
    }
}
