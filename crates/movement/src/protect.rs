//! Which values of a property may not be followed through time, and which others would
//! give them away.

use dashboard::privacy::Privacy;

use crate::measure::{answered, together};
use crate::model::{Grid, Steps};

/// Hides whole rows, never single cells: a row whose total is known elsewhere would give away its
/// one hidden cell. A row is hidden when the split over all steps hides it, when any of its cells is
/// too small, or when the hidden steps together hold too few of it. And because the totals of the
/// steps are on the page, in every step the hidden rows must be several and large enough together:
/// else the smallest of the others hides too. Steps that are hidden lose their cells.
pub(crate) fn protect(grid: &mut Grid, steps: &Steps, privacy: Privacy) {
    if !privacy.hides() {
        return;
    }
    let n: Vec<Vec<u64>> = grid
        .rows
        .iter()
        .map(|row| row.cells.iter().map(answered).collect())
        .collect();
    let unseen: Vec<bool> = steps.all.iter().map(|step| step.hidden).collect();
    let hidden = hidden_rows(&n, &unseen, privacy);
    for (row, hidden) in grid.rows.iter_mut().zip(hidden) {
        row.hidden = hidden;
        for (cell, unseen) in row.cells.iter_mut().zip(&unseen) {
            if *unseen {
                *cell = together([]);
            }
        }
    }
}

/// Which rows of `n[row][step]` must be hidden; `unseen` are the steps that are hidden as a whole.
fn hidden_rows(n: &[Vec<u64>], unseen: &[bool], privacy: Privacy) -> Vec<bool> {
    let totals: Vec<u64> = n.iter().map(|cells| cells.iter().sum()).collect();
    let mut hidden = privacy.hidden(&totals);
    for (row, cells) in n.iter().enumerate() {
        let under = cells.iter().zip(unseen).filter(|(_, unseen)| **unseen);
        let under: u64 = under.map(|(n, _)| n).sum();
        let seen = cells.iter().zip(unseen).filter(|(_, unseen)| !**unseen);
        hidden[row] |= privacy.is_few(under) || seen.into_iter().any(|(n, _)| privacy.is_few(*n));
    }
    let steps = 0..unseen.len();
    // Each round hides one row more, so this ends.
    while let Some(step) = steps
        .clone()
        .find(|&step| !unseen[step] && gives_away(n, (&hidden, step), privacy))
    {
        let smallest = (0..n.len())
            .filter(|&row| !hidden[row] && n[row][step] > 0)
            .min_by_key(|&row| totals[row]);
        match smallest {
            Some(row) => hidden[row] = true,
            // Everybody of this step is hidden; only the step's total is known.
            None => break,
        }
    }
    hidden
}

/// Whether the total of the step minus its rows that are shown tells too much, while something is
/// shown.
fn gives_away(n: &[Vec<u64>], (hidden, step): (&[bool], usize), privacy: Privacy) -> bool {
    let of = |wanted: bool| {
        n.iter()
            .zip(hidden)
            .filter(move |(cells, hidden)| **hidden == wanted && cells[step] > 0)
            .map(move |(cells, _)| cells[step])
    };
    let (count, sum) = (of(true).count(), of(true).sum::<u64>());
    count > 0 && (count == 1 || sum < privacy.least()) && of(false).next().is_some()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FIVE: Privacy = Privacy::at_least(5);

    #[test]
    fn small_cells_hide_their_row_and_take_another_along() {
        let cases: [(&[[u64; 2]], &[bool]); 5] = [
            (&[[20, 20], [30, 30]], &[false, false]),
            (&[[20, 3], [30, 30], [40, 40]], &[true, true, false]),
            (
                &[[20, 3], [30, 3], [40, 40], [50, 50]],
                &[true, true, false, false],
            ),
            // Nobody is not few.
            (&[[20, 0], [30, 30], [40, 40]], &[false, false, false]),
            (&[[20, 4], [30, 0], [40, 40]], &[true, true, true]),
        ];
        for (rows, wanted) in cases {
            let n: Vec<Vec<u64>> = rows.iter().map(|row| row.to_vec()).collect();
            assert_eq!(hidden_rows(&n, &[false, false], FIVE), wanted, "{rows:?}");
        }
    }

    #[test]
    fn few_in_a_hidden_step_hide_their_row() {
        let n = vec![
            vec![20, 2, 1],
            vec![30, 2, 9],
            vec![60, 0, 0],
            vec![50, 0, 0],
        ];
        // What the second and third step hide of the first row can be found from its total.
        assert_eq!(
            hidden_rows(&n, &[false, true, true], FIVE),
            [true, true, false, false]
        );
    }

    proptest! {
        #[test]
        fn nothing_small_can_be_found_by_subtraction(
            n in prop::collection::vec(prop::collection::vec(0..40_u64, 4), 0..9),
            unseen in prop::collection::vec(any::<bool>(), 4),
            least in 2..30_u64,
        ) {
            let privacy = Privacy::at_least(least);
            let hidden = hidden_rows(&n, &unseen, privacy);
            for step in (0..4).filter(|&step| !unseen[step]) {
                let shown = n.iter().zip(&hidden).filter(|(_, h)| !**h);
                prop_assert!(shown.clone().all(|(cells, _)| cells[step] == 0 || cells[step] >= least));
                prop_assert!(!gives_away(&n, (&hidden, step), privacy));
            }
        }
    }
}
