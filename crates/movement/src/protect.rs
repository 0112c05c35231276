//! Which values of a property may not be followed through time, and which others would
//! give them away.

use dashboard::crowd::{Again, Crowd, hidden};
use dashboard::privacy::Privacy;
use facts::Key;

use crate::measure::{Codes, answered, together};
use crate::model::{Grid, GridRow, Steps};

/// Hides whole rows, never single cells: a row whose total is known elsewhere would give away its
/// one hidden cell. A row is hidden when the split over all steps hides it, when any of its cells is
/// too small, or when the hidden steps together hold too few of it. And because the totals of the
/// steps are on the page, in every step the hidden rows must be several and large enough together:
/// else the smallest of the others hides too. Steps that are hidden lose their cells. A cell is as
/// large as it has people: `again` says who gave several of its answers.
pub(crate) fn protect(grid: &mut Grid, steps: &Steps, privacy: Privacy, again: &Again) {
    if !privacy.hides() {
        return;
    }
    let n: Vec<Vec<Crowd>> = grid
        .rows
        .iter()
        .map(|row| crowds(row, steps, again))
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

/// Who is in the cells of a row.
fn crowds(row: &GridRow, steps: &Steps, again: &Again) -> Vec<Crowd> {
    let cells = row.cells.iter().zip(&steps.all);
    cells
        .map(|(cell, step)| {
            let key = vec![step.key.clone(), Key::Value(row.value.clone())];
            crowd(cell, again.get(&key))
        })
        .collect()
}

/// Who gave these answers; `again` are those who gave several of them.
pub(crate) fn crowd(codes: &Codes, again: Option<&Vec<u32>>) -> Crowd {
    Crowd {
        again: again.cloned().unwrap_or_default(),
        ..Crowd::of(answered(codes))
    }
}

/// Some crowds as one.
fn one<'a>(crowds: impl Iterator<Item = &'a Crowd>) -> Crowd {
    let mut all = Crowd::default();
    crowds.for_each(|crowd| all.add(crowd));
    all
}

/// Which rows of `n[row][step]` must be hidden; `unseen` are the steps that are hidden as a whole.
fn hidden_rows(n: &[Vec<Crowd>], unseen: &[bool], privacy: Privacy) -> Vec<bool> {
    let totals: Vec<Vec<Crowd>> = n.iter().map(|cells| vec![one(cells.iter())]).collect();
    let mut hidden = hidden(privacy, &totals);
    let is_few = |crowd: &Crowd| privacy.is_few(crowd.people());
    for (row, cells) in n.iter().enumerate() {
        let of = |wanted: bool| {
            let cells = cells.iter().zip(unseen);
            let cells = cells.filter(move |(_, unseen)| **unseen == wanted);
            cells.map(|(crowd, _)| crowd)
        };
        hidden[row] |= is_few(&one(of(true))) || of(false).any(is_few);
    }
    let steps = 0..unseen.len();
    // Each round hides one row more, so this ends.
    while let Some(step) = steps
        .clone()
        .find(|&step| !unseen[step] && gives_away(n, (&hidden, step), privacy))
    {
        let smallest = (0..n.len())
            .filter(|&row| !hidden[row] && n[row][step].answers > 0)
            .min_by_key(|&row| totals[row][0].people());
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
fn gives_away(n: &[Vec<Crowd>], (hidden, step): (&[bool], usize), privacy: Privacy) -> bool {
    let of = |wanted: bool| {
        n.iter()
            .zip(hidden)
            .filter(move |(cells, hidden)| **hidden == wanted && cells[step].answers > 0)
            .map(move |(cells, _)| &cells[step])
    };
    let (count, people) = (of(true).count(), one(of(true)).people());
    count > 0 && (count == 1 || people < privacy.least()) && of(false).next().is_some()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FIVE: Privacy = Privacy::at_least(5);

    fn crowds_of(rows: &[Vec<u64>]) -> Vec<Vec<Crowd>> {
        let of = |row: &Vec<u64>| row.iter().map(|n| Crowd::of(*n)).collect();
        rows.iter().map(of).collect()
    }

    #[test]
    fn people_count_and_not_their_answers() {
        let mut n = crowds_of(&[vec![20, 6], vec![30, 30], vec![40, 40]]);
        assert_eq!(hidden_rows(&n, &[false, false], FIVE), [false; 3]);
        // The six are of three people.
        n[0][1].again = vec![1, 1, 2, 2, 3, 3];
        assert_eq!(hidden_rows(&n, &[false, false], FIVE), [true, true, false]);
        // Three of them in two hidden steps each are three.
        let mut n = crowds_of(&[vec![20, 3, 3], vec![30, 9, 9], vec![40, 9, 9]]);
        for step in [1, 2] {
            n[0][step].again = vec![1, 2, 3];
        }
        let unseen = [false, true, true];
        assert_eq!(hidden_rows(&n, &unseen, FIVE), [true, true, false]);
    }

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
            let n = crowds_of(&n);
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
            hidden_rows(&crowds_of(&n), &[false, true, true], FIVE),
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
            let crowds = crowds_of(&n);
            let hidden = hidden_rows(&crowds, &unseen, privacy);
            for step in (0..4).filter(|&step| !unseen[step]) {
                let shown = n.iter().zip(&hidden).filter(|(_, h)| !**h);
                prop_assert!(shown.clone().all(|(cells, _)| cells[step] == 0 || cells[step] >= least));
                prop_assert!(!gives_away(&crowds, (&hidden, step), privacy));
            }
        }
    }
}
