//! Sums over pairs of questions: all that correlations, regressions and importance need, for every
//! pair over those who answered both, and over those who answered everything. They add up over parts
//! like the tables do.

use std::iter::Sum;
use std::ops::{AddAssign, Mul};

use crate::code;
use crate::columns::{ColumnId, Facts};
use crate::kernel::{self, Vectors};
use crate::query::Filter;
use crate::rows::counts;

/// From this many pairs of answers on (half a millisecond) another thread is worth its start.
const PRODUCTS_PER_THREAD: usize = 1 << 26;

/// Which sums are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MomentsQuery {
    /// Which responses count.
    pub filter: Filter,
    /// The questions to be paired; any order, the same one may come more than once.
    pub columns: Vec<ColumnId>,
    /// Whether to sum over those who answered all questions as well, which takes half as long again.
    pub complete: bool,
}

/// Sums over the answers to two questions of those who answered both. `T` is `u64` for counts of
/// responses (exact), `f64` with survey weights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PairSum<T> {
    /// Responses with both answers; with weights, the sum of their weights.
    pub n: T,
    /// Sum of the first question's answers.
    pub x: T,
    /// Sum of the second question's answers.
    pub y: T,
    /// Sum of products; of a question with itself, of squares.
    pub xy: T,
}

/// Sums over all pairs of some questions: over those who answered both, and when it was asked for over
/// those who answered all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PairSums<T = u64> {
    columns: usize,
    /// A triangle.
    pairwise: Vec<PairSum<T>>,
    /// A triangle, or nothing.
    listwise: Vec<PairSum<T>>,
}

/// What sums are made of.
pub trait Number: Copy + Default + AddAssign + Mul<Output = Self> + Sum + From<u8> {}

impl Number for u64 {}
impl Number for f64 {}

/// The sums of the responses that count; with all cores when that helps.
pub fn moments(facts: &Facts, query: &MomentsQuery) -> PairSums {
    let pairs = query.columns.len() * query.columns.len();
    let threads = crate::cores().min(facts.len().saturating_mul(pairs) / PRODUCTS_PER_THREAD);
    kernel::moments(facts, query, threads, Vectors::available()[0])
}

/// [`moments`] row by row: slow and obvious, it says what the sums mean.
pub fn moments_by_row(facts: &Facts, query: &MomentsQuery) -> PairSums {
    by_row(facts, query, |_| 1)
}

/// The sums with survey weights, row by row: surveys with weights are small. A response without a
/// weight has weight 1.
pub fn moments_weighted(facts: &Facts, query: &MomentsQuery) -> PairSums<f64> {
    by_row(facts, query, |row| facts.weight(row))
}

fn by_row<T: Number>(
    facts: &Facts,
    query: &MomentsQuery,
    weight: impl Fn(usize) -> T,
) -> PairSums<T> {
    let mut sums = PairSums::empty(query);
    let mut codes = vec![0; query.columns.len()];
    for row in (0..facts.len()).filter(|&row| counts(facts, &query.filter, row)) {
        for (code, &column) in codes.iter_mut().zip(&query.columns) {
            *code = facts.answer(row, column);
        }
        sums.count(&codes, weight(row));
    }
    sums
}

impl<T: Number> PairSums<T> {
    /// No responses to this query yet.
    pub fn empty(query: &MomentsQuery) -> Self {
        let columns = query.columns.len();
        let triangle = vec![PairSum::default(); columns * (columns + 1) / 2];
        Self {
            columns,
            pairwise: triangle.clone(),
            listwise: if query.complete { triangle } else { Vec::new() },
        }
    }

    /// Number of questions.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The sums over those who answered both questions, by their places in the query. A question
    /// with itself gives all who answered it.
    ///
    /// Panics when there is no such question.
    pub fn pair(&self, first: usize, second: usize) -> PairSum<T> {
        assert!(first.max(second) < self.columns, "no such question");
        turned(&self.pairwise, first, second)
    }

    /// The same over those who answered all questions; `None` when that wasn't asked for.
    ///
    /// Panics when there is no such question.
    pub fn complete_pair(&self, first: usize, second: usize) -> Option<PairSum<T>> {
        assert!(first.max(second) < self.columns, "no such question");
        (!self.listwise.is_empty()).then(|| turned(&self.listwise, first, second))
    }

    /// Counts one response by its codes, in the order of the query, with this weight.
    ///
    /// Panics when the number of codes differs.
    pub fn count(&mut self, codes: &[u8], weight: T) {
        assert_eq!(codes.len(), self.columns, "codes of another query");
        let complete = codes.iter().all(|&code| code::is_answer(code));
        for (second, &y) in codes.iter().enumerate() {
            for (first, &x) in codes[..=second].iter().enumerate() {
                if code::is_answer(x) && code::is_answer(y) {
                    let place = place(first, second);
                    let sum = PairSum::of(x.into(), y.into(), weight);
                    self.pairwise[place].add(&sum);
                    if complete && let Some(listwise) = self.listwise.get_mut(place) {
                        listwise.add(&sum);
                    }
                }
            }
        }
    }

    /// Adds the sums of other responses to the same query.
    ///
    /// Panics when the numbers of questions differ: then the queries weren't the same.
    pub fn add(&mut self, other: &Self) {
        assert_eq!(self.columns, other.columns, "sums of different queries");
        let pairs = self.pairwise.iter_mut().zip(&other.pairwise);
        for (sum, pair) in pairs.chain(self.listwise.iter_mut().zip(&other.listwise)) {
            sum.add(pair);
        }
    }

    /// Adds to a pair, over those who answered both and over those who answered everything.
    pub(crate) fn add_to(
        &mut self,
        pair: [usize; 2],
        pairwise: &PairSum<T>,
        listwise: &PairSum<T>,
    ) {
        let place = place(pair[0], pair[1]);
        self.pairwise[place].add(pairwise);
        if let Some(sum) = self.listwise.get_mut(place) {
            sum.add(listwise);
        }
    }
}

impl<T: Number> PairSum<T> {
    fn of(x: T, y: T, weight: T) -> Self {
        Self {
            n: weight,
            x: weight * x,
            y: weight * y,
            xy: weight * x * y,
        }
    }

    /// Adds the sums of other responses.
    pub fn add(&mut self, other: &Self) {
        self.n += other.n;
        self.x += other.x;
        self.y += other.y;
        self.xy += other.xy;
    }
}

/// Place of a pair in a triangle; `first` is at most `second`.
fn place(first: usize, second: usize) -> usize {
    second * (second + 1) / 2 + first
}

/// The pair in the order it was asked for.
fn turned<T: Number>(triangle: &[PairSum<T>], first: usize, second: usize) -> PairSum<T> {
    let pair = triangle[place(first.min(second), first.max(second))];
    if first <= second {
        return pair;
    }
    PairSum {
        x: pair.y,
        y: pair.x,
        ..pair
    }
}
