//! The table of one answer against another, from counts or from the answers themselves.

use crate::Tally;

/// Most cells a table may have; beyond it two long columns are compared by
/// [`pearson_of`](super::pearson_of) and [`spearman_of`](super::spearman_of) instead.
pub const MAX_CELLS: usize = 1 << 24;

/// How many people (or what weight of them) gave each answer to a statement, in the rows, together
/// with each score, in the columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    rows: Vec<f64>,
    columns: Vec<f64>,
    /// Row after row.
    weights: Vec<f64>,
    all: Tally,
}

impl Table {
    /// From tallies row after row; `rows` and `columns` are the values they stand for, in rising
    /// order. Panics when there are not rows × columns cells.
    pub fn new(rows: Vec<f64>, columns: Vec<f64>, cells: &[Tally]) -> Self {
        assert_eq!(cells.len(), rows.len() * columns.len(), "one cell each");
        debug_assert!(rows.is_sorted() && columns.is_sorted(), "rising values");
        Self {
            rows,
            columns,
            weights: cells.iter().map(|cell| cell.w).collect(),
            all: cells.iter().sum(),
        }
    }

    /// From counts of people who each weigh 1; otherwise as [`Table::new`].
    pub fn counted(rows: Vec<f64>, columns: Vec<f64>, counts: &[u64]) -> Self {
        let cells: Vec<Tally> = counts.iter().map(|&count| Tally::from(count)).collect();
        Self::new(rows, columns, &cells)
    }

    /// From the answers of each person, `x` for the rows and `y` for the columns. A pair with a
    /// missing (not finite) value or without a positive weight is left out. `None` when there are
    /// so many different values that the table would pass [`MAX_CELLS`].
    pub fn of(x: &[f64], y: &[f64], weights: Option<&[f64]>) -> Option<Self> {
        let pairs = pairs(x, y, weights);
        let rows = distinct(pairs.iter().map(|pair| pair.0));
        let columns = distinct(pairs.iter().map(|pair| pair.1));
        let size = rows.len().checked_mul(columns.len())?;
        if size > MAX_CELLS {
            return None;
        }
        let mut table = Self {
            rows,
            columns,
            weights: vec![0.0; size],
            all: Tally::ZERO,
        };
        for (x, y, weight) in pairs {
            let (row, column) = (place(&table.rows, x), place(&table.columns, y));
            table.weights[row * table.columns.len() + column] += weight;
            table.all += Tally::weighted(weight);
        }
        Some(table)
    }

    /// How many people are in the table.
    pub fn n(&self) -> u64 {
        self.all.n
    }

    /// Sum of their weights.
    pub fn weight(&self) -> f64 {
        self.all.w
    }

    /// Effective number of people (Kish 1965).
    pub fn effective_n(&self) -> f64 {
        self.all.effective_n()
    }

    /// Values of the rows, rising.
    pub fn rows(&self) -> &[f64] {
        &self.rows
    }

    /// Values of the columns, rising.
    pub fn columns(&self) -> &[f64] {
        &self.columns
    }

    /// Weights of one row by column.
    pub(super) fn row(&self, row: usize) -> &[f64] {
        let width = self.columns.len();
        &self.weights[row * width..(row + 1) * width]
    }

    /// Weight of each row.
    pub fn row_sums(&self) -> Vec<f64> {
        (0..self.rows.len())
            .map(|row| self.row(row).iter().sum())
            .collect()
    }

    /// Weight of each column.
    pub fn column_sums(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.columns.len()];
        for row in 0..self.rows.len() {
            for (sum, weight) in sums.iter_mut().zip(self.row(row)) {
                *sum += weight;
            }
        }
        sums
    }

    /// Product-moment correlation with these scores for rows and columns; `None` when one of the
    /// two has no variance.
    pub(super) fn correlation(&self, row_scores: &[f64], column_scores: &[f64]) -> Option<f64> {
        let (row_sums, column_sums) = (self.row_sums(), self.column_sums());
        let rows = centred(row_scores, &row_sums)?;
        let columns = centred(column_scores, &column_sums)?;
        let mut product = 0.0;
        for (row, x) in rows.scores.iter().enumerate() {
            let along = self.row(row).iter().zip(&columns.scores);
            product += x * along.map(|(weight, y)| weight * y).sum::<f64>();
        }
        let r = product / (rows.squares.sqrt() * columns.squares.sqrt());
        Some(r.clamp(-1.0, 1.0))
    }
}

/// The pairs that count, with their weight.
pub(super) fn pairs(x: &[f64], y: &[f64], weights: Option<&[f64]>) -> Vec<(f64, f64, f64)> {
    let weight = |i: usize| weights.map_or(1.0, |weights| weights[i]);
    let all = x.iter().zip(y).enumerate();
    let all = all.map(|(i, (x, y))| (*x, *y, weight(i)));
    all.filter(|(x, y, w)| x.is_finite() && y.is_finite() && *w > 0.0 && w.is_finite())
        .collect()
}

/// Scores around their weighted mean, and the weighted sum of their squares.
struct Centred {
    scores: Vec<f64>,
    squares: f64,
}

fn centred(scores: &[f64], weights: &[f64]) -> Option<Centred> {
    // Whether it varies is asked of the answers and not of a sum that may have been rounded.
    if weights.iter().filter(|weight| **weight > 0.0).count() < 2 {
        return None;
    }
    let total: f64 = weights.iter().sum();
    let sum: f64 = scores.iter().zip(weights).map(|(s, w)| s * w).sum();
    let scores: Vec<f64> = scores.iter().map(|score| score - sum / total).collect();
    let squares: f64 = scores.iter().zip(weights).map(|(s, w)| w * s * s).sum();
    (squares > 0.0 && squares.is_finite()).then_some(Centred { scores, squares })
}

fn distinct(values: impl Iterator<Item = f64>) -> Vec<f64> {
    // Adding zero makes −0 and 0 one value.
    let mut values: Vec<f64> = values.map(|value| value + 0.0).collect();
    values.sort_unstable_by(f64::total_cmp);
    values.dedup();
    values
}

fn place(values: &[f64], value: f64) -> usize {
    values.partition_point(|other| *other < value)
}
