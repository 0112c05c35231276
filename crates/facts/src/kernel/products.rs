//! Sums over pairs of columns as products of matrices of bytes: answers with 0 for a missing one,
//! and bytes that are 1 where there is an answer. Selected rows are collected until
//! they fill a block; then [`Tile`] by tile every pair that is needed is multiplied.

use crate::code;
use crate::columns::ColumnId;
use crate::kernel::Shared;
use crate::kernel::dots::{Bytes, LEFT, RIGHT, ROWS, Tile};
use crate::kernel::plan::Plan;
use crate::kernel::select::{Checks, Selected, Selector};
use crate::kernel::vector::{Work, prefetch_after};
use crate::moments::{MomentsQuery, PairSum, PairSums};
use crate::segment::Segment;

/// From this many eighths of selected rows on it is faster to take all rows and blank the others.
const DENSE_EIGHTHS: usize = 3;

/// Sums the products over the segments, as long as there is a next one.
pub(crate) struct Multiply<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) query: &'a MomentsQuery,
    pub(crate) tile: Tile,
    pub(crate) segments: &'a Shared<'a>,
}

impl Work for Multiply<'_> {
    type Output = PairSums;

    #[inline(always)]
    fn run(self) -> PairSums {
        let mut selector = Selector::default();
        let columns = &*self.query.columns;
        let mut block = Block::new(columns.len());
        let mut sums = Sums::new(columns.len(), self.query.complete);
        while let Some((_, segment)) = self.segments.next() {
            let Some(checks) = Checks::new(self.plan, segment) else {
                continue;
            };
            for start in (0..segment.len()).step_by(ROWS) {
                let len = ROWS.min(segment.len() - start);
                let mut rows = match selector.select(&checks, start..start + len) {
                    Selected::All(len) => Rows::All(len),
                    Selected::Some(places) if places.len() * 8 < len * DENSE_EIGHTHS => {
                        Rows::Some(places)
                    }
                    Selected::Some(_) => Rows::Marked(&selector.bits()[..len]),
                };
                let mut start = start;
                while rows.len() > 0 {
                    let (now, later) = rows.split_at(rows.len().min(ROWS - block.filled));
                    block.append(segment, columns, start, &now);
                    if block.filled == ROWS {
                        sums.add(&mut block, self.tile);
                    }
                    start += now.passed();
                    rows = later;
                }
            }
        }
        if block.filled > 0 {
            sums.add(&mut block, self.tile);
        }
        sums.into_pairs(self.query)
    }
}

/// Rows to be collected.
enum Rows<'a> {
    /// This many.
    All(usize),
    /// Those with a 1; the others are taken as not asked anything.
    Marked(&'a [u8]),
    /// Those at these places.
    Some(&'a [u16]),
}

impl Rows<'_> {
    /// Rows they take in a block.
    fn len(&self) -> usize {
        match self {
            Self::All(len) => *len,
            Self::Marked(bits) => bits.len(),
            Self::Some(places) => places.len(),
        }
    }

    fn split_at(&self, len: usize) -> (Self, Self) {
        match self {
            Self::All(all) => (Self::All(len), Self::All(all - len)),
            Self::Marked(bits) => {
                let (now, later) = bits.split_at(len);
                (Self::Marked(now), Self::Marked(later))
            }
            Self::Some(places) => {
                let (now, later) = places.split_at(len);
                (Self::Some(now), Self::Some(later))
            }
        }
    }

    /// Rows of the segment that are done with after these; places stay what they are.
    fn passed(&self) -> usize {
        match self {
            Self::All(_) | Self::Marked(_) => self.len(),
            Self::Some(_) => 0,
        }
    }

    /// Copies the codes of these rows; `codes` starts at the first one.
    #[inline(always)]
    fn copy(&self, codes: &[u8], to: &mut [u8]) {
        match self {
            Self::All(len) => to.copy_from_slice(&codes[..*len]),
            Self::Marked(bits) => {
                for ((to, &code), &bit) in to.iter_mut().zip(codes).zip(*bits) {
                    *to = if bit == 1 { code } else { code::NOT_ASKED };
                }
            }
            Self::Some(places) => {
                for (to, &place) in to.iter_mut().zip(*places) {
                    *to = codes[usize::from(place)];
                }
            }
        }
    }
}

/// Rows collected so far, and what they are multiplied as. After the columns come columns of zeros,
/// so that tiles are always whole.
struct Block {
    filled: usize,
    columns: usize,
    /// Codes; 0 where there is no answer, once prepared.
    answers: Vec<Bytes>,
    /// 1 where there is an answer.
    answered: Vec<Bytes>,
    /// The answers of those who answered everything, then 1 for each of them.
    complete: Vec<Bytes>,
}

impl Block {
    fn new(columns: usize) -> Self {
        let zeros = |columns: usize| vec![[0; ROWS]; columns.next_multiple_of(RIGHT)];
        Self {
            filled: 0,
            columns,
            answers: zeros(columns),
            answered: zeros(columns),
            complete: zeros(columns + 1),
        }
    }

    /// Appends rows of a segment from this one on; there must be room.
    #[inline(always)]
    fn append(&mut self, segment: &Segment, columns: &[ColumnId], start: usize, rows: &Rows) {
        let filled = self.filled..self.filled + rows.len();
        for (answers, &column) in self.answers.iter_mut().zip(columns) {
            let to = &mut answers[filled.clone()];
            match segment.answers(column.index()) {
                Some(answers) => {
                    // As much again will be needed after all other columns.
                    prefetch_after(answers.codes(), &(start..start + ROWS));
                    rows.copy(&answers.codes()[start..], to);
                }
                None => to.fill(code::NOT_ASKED),
            }
        }
        self.filled = filled.end;
    }

    /// Makes of the codes what is multiplied; gives the number of rows that answered everything.
    #[inline(always)]
    fn prepare(&mut self) -> usize {
        let all = &mut self.complete[self.columns];
        all[..self.filled].fill(1);
        all[self.filled..].fill(0);
        let columns = self.answers.iter_mut().zip(&mut self.answered);
        for (answers, answered) in columns.take(self.columns) {
            answers[self.filled..].fill(code::NOT_ASKED);
            for place in 0..ROWS {
                let is_answer = u8::from(code::is_answer(answers[place]));
                answers[place] *= is_answer;
                answered[place] = is_answer;
                all[place] &= is_answer;
            }
        }
        all.iter().map(|&bit| u32::from(bit)).sum::<u32>() as usize
    }

    /// Copies the answers of those who answered everything.
    #[inline(always)]
    fn prepare_complete(&mut self) {
        let (complete, all) = self.complete.split_at_mut(self.columns);
        for (complete, answers) in complete.iter_mut().zip(&self.answers) {
            for ((complete, &answer), &bit) in complete.iter_mut().zip(answers).zip(&all[0]) {
                *complete = answer * bit;
            }
        }
    }
}

/// Sums of products of columns with columns.
struct Sums {
    columns: usize,
    /// Whether to sum over those who answered everything, too.
    listwise: bool,
    /// Responses with both answers; the first is at most the second.
    n: Square,
    /// Answers to the first where there is one to the second.
    x: Square,
    /// Products; the first is at most the second.
    xy: Square,
    /// Of those who answered everything, in blocks with others.
    complete: Complete,
    /// Of blocks in which everybody answered everything; not in any of the above.
    whole: Complete,
}

/// Sums over those who answered everything.
struct Complete {
    n: u64,
    /// Products, the first is at most the second; below them the sums.
    xy: Square,
}

/// A number per pair of columns and one more, with room for whole tiles.
struct Square {
    width: usize,
    sums: Vec<u64>,
}

impl Sums {
    fn new(columns: usize, listwise: bool) -> Self {
        let square = || Square::new(columns);
        let complete = || Complete { n: 0, xy: square() };
        Self {
            columns,
            listwise,
            n: square(),
            x: square(),
            xy: square(),
            complete: complete(),
            whole: complete(),
        }
    }

    /// Adds the rows of a block, which is empty then.
    #[inline(always)]
    fn add(&mut self, block: &mut Block, tile: Tile) {
        let complete = block.prepare();
        if complete == block.filled {
            block.prepare_complete();
            self.whole.add(block, complete, tile);
        } else {
            self.add_pairs(block, tile);
            if self.listwise && complete > 0 {
                block.prepare_complete();
                self.complete.add(block, complete, tile);
            }
        }
        block.filled = 0;
    }

    #[inline(always)]
    fn add_pairs(&mut self, block: &Block, tile: Tile) {
        for right in (0..self.columns).step_by(RIGHT) {
            let answered = four(&block.answered, right);
            let answers = four(&block.answers, right);
            for left in (0..self.columns).step_by(LEFT) {
                let x = tile(&four(&block.answers, left), &answered);
                self.x.add(left, right, x);
            }
            for left in (0..=right).step_by(LEFT) {
                let n = tile(&four(&block.answered, left), &answered);
                let xy = tile(&four(&block.answers, left), &answers);
                self.n.add(left, right, n);
                self.xy.add(left, right, xy);
            }
        }
    }

    fn into_pairs(self, query: &MomentsQuery) -> PairSums {
        let mut pairs = PairSums::empty(query);
        for second in 0..self.columns {
            for first in 0..=second {
                let some = PairSum {
                    n: self.n.at(first, second),
                    x: self.x.at(first, second),
                    y: self.x.at(second, first),
                    xy: self.xy.at(first, second),
                };
                let complete = self.complete.pair(first, second, self.columns);
                let whole = self.whole.pair(first, second, self.columns);
                pairs.add_to([first, second], &some, &complete);
                pairs.add_to([first, second], &whole, &whole);
            }
        }
        pairs
    }
}

impl Complete {
    #[inline(always)]
    fn add(&mut self, block: &Block, n: usize, tile: Tile) {
        self.n += n as u64;
        let ones = block.columns / LEFT * LEFT;
        for right in (0..block.columns).step_by(RIGHT) {
            let answers = four(&block.answers, right);
            for left in (0..=right)
                .step_by(LEFT)
                .chain((right < ones).then_some(ones))
            {
                self.xy
                    .add(left, right, tile(&four(&block.complete, left), &answers));
            }
        }
    }

    fn pair(&self, first: usize, second: usize, columns: usize) -> PairSum<u64> {
        PairSum {
            n: self.n,
            x: self.xy.at(columns, first),
            y: self.xy.at(columns, second),
            xy: self.xy.at(first, second),
        }
    }
}

impl Square {
    fn new(columns: usize) -> Self {
        let width = (columns + 1).next_multiple_of(RIGHT);
        Self {
            width,
            sums: vec![0; width * width],
        }
    }

    /// Adds a tile.
    #[inline(always)]
    fn add(&mut self, left: usize, right: usize, tile: [[u32; RIGHT]; LEFT]) {
        let rows = self.sums[left * self.width..].chunks_mut(self.width);
        for (sums, row) in rows.zip(tile) {
            for (sum, part) in sums[right..right + RIGHT].iter_mut().zip(row) {
                *sum += u64::from(part);
            }
        }
    }

    fn at(&self, left: usize, right: usize) -> u64 {
        self.sums[left * self.width + right]
    }
}

#[inline(always)]
fn four(columns: &[Bytes], first: usize) -> [&Bytes; RIGHT] {
    std::array::from_fn(|index| &columns[first + index])
}
