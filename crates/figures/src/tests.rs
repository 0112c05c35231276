//! Tests over whole figures: reference numbers, the shape of the interface, invariants.

mod coding;
mod findings;
mod invariants;
mod mentions;
mod reference;
mod shape;

use stats::Tally;

use crate::{Counts, Cross};

/// A group in which statement `i` has the table `tables[i]`: rows disagree, neutral, agree;
/// columns detractor, passive, promoter. The outcome is that of the first statement.
fn counts(tables: &[[[u64; 3]; 3]]) -> Counts {
    let mut counts = empty();
    for table in tables {
        let mut cross = Cross {
            cells: [[Tally::ZERO; 12]; 16],
        };
        for (code, row) in [1, 3, 5].into_iter().zip(table) {
            for (score, n) in [0, 7, 10].into_iter().zip(row) {
                cross.cells[code][score] = (*n).into();
            }
        }
        counts.drivers.push(cross);
    }
    for (i, score) in [0, 7, 10].into_iter().enumerate() {
        let n: u64 = tables[0].iter().map(|row| row[i]).sum();
        counts.outcome[score] = n.into();
        counts.responses += n.into();
    }
    counts.complete = counts.responses;
    counts
}

fn with_outcome(codes: &[(usize, u64)]) -> Counts {
    let mut counts = empty();
    for &(code, n) in codes {
        counts.outcome[code] = n.into();
        counts.responses += n.into();
    }
    counts
}

fn empty() -> Counts {
    Counts {
        responses: Tally::ZERO,
        complete: Tally::ZERO,
        outcome: [Tally::ZERO; 16],
        drivers: Vec::new(),
    }
}

fn close(found: f64, want: f64) {
    assert!(
        (found - want).abs() <= 1e-9 * want.abs().max(1e-3),
        "{found} is not {want}"
    );
}
