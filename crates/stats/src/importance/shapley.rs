//! Exact LMG of a covariance matrix, prepared once and asked often; the work is done by the
//! [`tree`](super::tree).

use super::tree::{Place, Tree, triangle};
use crate::Matrix;

/// From this many players on the tree is split over the processors; below it the work is over
/// before a thread has started.
const SPLIT_FROM: usize = 16;

/// Most times the tree is halved for threads.
const MAX_HALVINGS: u32 = 3;

/// A workspace for LMG: prepared once for a set of players, then asked for one covariance matrix
/// after another (a bootstrap) without allocating.
#[derive(Clone, Debug)]
pub struct Lmg {
    tree: Tree,
    /// Player at each level of the tree; level 0 is decided last, by the most sets.
    order: Vec<usize>,
    /// Column of the covariance matrix in each row of the state.
    columns: Vec<usize>,
    state: Vec<f64>,
    scratch: Vec<f64>,
    totals: Vec<f64>,
    halvings: u32,
}

impl Lmg {
    /// For drivers `1..=drivers`, each on its own. At most [`EXACT_MAX`](super::EXACT_MAX) is
    /// meant: time and not memory doubles with each further one.
    pub fn new(drivers: usize) -> Self {
        Self::grouped(&super::singles(drivers))
    }

    /// For players that are groups of columns of the covariance matrix.
    pub fn grouped(players: &[Vec<usize>]) -> Self {
        let mut order: Vec<usize> = (0..players.len()).collect();
        // Wide groups at the top of the tree, where few sets take them in.
        order.sort_by_key(|&player| players[player].len());
        let mut columns = vec![0];
        let mut starts = vec![1];
        for &player in &order {
            columns.extend(&players[player]);
            starts.push(columns.len());
        }
        let scratch = starts.iter().map(|&rows| triangle(rows)).sum();
        let parallel = players.len() >= SPLIT_FROM;
        let threads = if parallel {
            std::thread::available_parallelism().map_or(1, usize::from)
        } else {
            1
        };
        Self {
            tree: Tree::new(starts),
            state: vec![0.0; triangle(columns.len())],
            scratch: vec![0.0; scratch],
            totals: vec![0.0; players.len()],
            halvings: threads.next_power_of_two().ilog2().min(MAX_HALVINGS),
            order,
            columns,
        }
    }

    /// Keeps to the calling thread, for callers that already use all processors.
    #[must_use]
    pub fn on_one_thread(mut self) -> Self {
        self.halvings = 0;
        self
    }

    /// Writes every player's part of R² to `parts` (in the order of the players, each at least 0)
    /// and gives R², their sum. `None`, with `parts` untouched, when the outcome doesn't vary or
    /// a needed cell is not finite. Panics when `parts` has another length than the players or a
    /// player names a column that the matrix lacks.
    pub fn of(&mut self, covariance: &Matrix, parts: &mut [f64]) -> Option<f64> {
        assert_eq!(parts.len(), self.order.len(), "one part per player");
        self.standardise(covariance)?;
        self.totals.fill(0.0);
        let root = Place {
            levels: self.order.len(),
            r2: 0.0,
            size: 0,
        };
        let buffers = (&mut self.scratch[..], &mut self.totals[..]);
        let sums = self.tree.halve(root, &self.state, buffers, self.halvings);
        let mut r2 = 0.0;
        for (level, &player) in self.order.iter().enumerate() {
            parts[player] = if self.never_varies(level, covariance) {
                0.0
            } else {
                (self.totals[level] - sums.leaving).max(0.0)
            };
            r2 += parts[player];
        }
        Some(r2)
    }

    fn never_varies(&self, level: usize, covariance: &Matrix) -> bool {
        let rows = self.tree.starts[level]..self.tree.starts[level + 1];
        let own = &self.columns[rows];
        own.iter().all(|&column| !varies(covariance, column))
    }

    /// Fills the state with correlations. A variable that never varies correlates with nothing.
    fn standardise(&mut self, covariance: &Matrix) -> Option<()> {
        if !varies(covariance, 0) {
            return None;
        }
        let mut cell = 0;
        for (row, &i) in self.columns.iter().enumerate() {
            if !covariance[(i, i)].is_finite() {
                return None;
            }
            for &j in &self.columns[..row] {
                let r = if varies(covariance, i) && varies(covariance, j) {
                    covariance[(i, j)] / (covariance[(i, i)] * covariance[(j, j)]).sqrt()
                } else {
                    0.0
                };
                if !r.is_finite() {
                    return None;
                }
                self.state[cell] = r;
                cell += 1;
            }
            self.state[cell] = 1.0;
            cell += 1;
        }
        Some(())
    }
}

fn varies(covariance: &Matrix, column: usize) -> bool {
    let variance = covariance[(column, column)];
    variance.is_normal() && variance > 0.0
}
