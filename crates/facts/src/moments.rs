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
    /// Sum of the first question's squared answers.
    pub xx: T,
    /// Sum of the second question's squared answers.
    pub yy: T,
    /// Sum of products.
    pub xy: T,
}

/// Sums over all pairs of some questions: one triangle over those who answered both, one over those
/// who answered all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PairSums<T = u64> {
    columns: usize,
    pairwise: Vec<PairSum<T>>,
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
    let mut sums = PairSums::empty(query.columns.len());
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
    /// No responses yet.
    pub fn empty(columns: usize) -> Self {
        let triangle = vec![PairSum::default(); columns * (columns + 1) / 2];
        Self {
            columns,
            pairwise: triangle.clone(),
            listwise: triangle,
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
        turned(&self.pairwise, first, second, self.columns)
    }

    /// The same over those who answered all questions.
    ///
    /// Panics when there is no such question.
    pub fn complete_pair(&self, first: usize, second: usize) -> PairSum<T> {
        turned(&self.listwise, first, second, self.columns)
    }

    /// Those who answered all questions; with weights, the sum of their weights. With no questions
    /// this is zero.
    pub fn complete(&self) -> T {
        self.listwise.first().map_or_else(T::default, |pair| pair.n)
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
                    if complete {
                        self.listwise[place].add(&sum);
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

    pub(crate) fn pairwise_mut(&mut self, first: usize, second: usize) -> &mut PairSum<T> {
        &mut self.pairwise[place(first, second)]
    }

    pub(crate) fn listwise_mut(&mut self, first: usize, second: usize) -> &mut PairSum<T> {
        &mut self.listwise[place(first, second)]
    }
}

impl<T: Number> PairSum<T> {
    fn of(x: T, y: T, weight: T) -> Self {
        Self {
            n: weight,
            x: weight * x,
            y: weight * y,
            xx: weight * x * x,
            yy: weight * y * y,
            xy: weight * x * y,
        }
    }

    pub(crate) fn plus(mut self, other: &Self) -> Self {
        self.add(other);
        self
    }

    /// Adds the sums of other responses.
    pub fn add(&mut self, other: &Self) {
        self.n += other.n;
        self.x += other.x;
        self.y += other.y;
        self.xx += other.xx;
        self.yy += other.yy;
        self.xy += other.xy;
    }
}

/// Place of a pair in a triangle; `first` is at most `second`.
fn place(first: usize, second: usize) -> usize {
    second * (second + 1) / 2 + first
}

/// The pair in the order it was asked for.
fn turned<T: Number>(
    triangle: &[PairSum<T>],
    first: usize,
    second: usize,
    columns: usize,
) -> PairSum<T> {
    assert!(first.max(second) < columns, "no such question");
    let pair = triangle[place(first.min(second), first.max(second))];
    if first <= second {
        return pair;
    }
    PairSum {
        x: pair.y,
        y: pair.x,
        xx: pair.yy,
        yy: pair.xx,
        ..pair
    }
}
