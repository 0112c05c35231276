//! Pairs of people counted from running sums over the table.

use super::Table;

/// What the pairs of people in a table say.
pub(super) struct Pairs {
    pub(super) concordant: f64,
    pub(super) discordant: f64,
    /// Pairs in different rows.
    pub(super) untied_rows: f64,
    /// Pairs in different columns.
    pub(super) untied_columns: f64,
    /// ASE1 of gamma, taking the weights as counts.
    pub(super) gamma_se: f64,
}

/// Counts in time proportional to the number of cells, where comparing all people would take the
/// square of their number.
pub(super) fn count(table: &Table) -> Pairs {
    let (mut twice_concordant, mut twice_discordant) = (0.0, 0.0);
    each_cell(table, |weight, with, against| {
        twice_concordant += weight * with;
        twice_discordant += weight * against;
    });
    let mut spread = 0.0;
    each_cell(table, |weight, with, against| {
        spread += weight * (twice_discordant * with - twice_concordant * against).powi(2);
    });
    let decided: f64 = twice_concordant + twice_discordant;
    Pairs {
        concordant: twice_concordant / 2.0,
        discordant: twice_discordant / 2.0,
        untied_rows: untied(&table.row_sums()),
        untied_columns: untied(&table.column_sums()),
        gamma_se: if decided > 0.0 {
            4.0 * f64::sqrt(spread) / (decided * decided)
        } else {
            0.0
        },
    }
}

/// Calls `see` for each cell with its weight, the weight of all cells that are higher or lower in
/// both rows and columns, and of those higher in one and lower in the other.
fn each_cell(table: &Table, mut see: impl FnMut(f64, f64, f64)) {
    let sums = table.column_sums();
    let mut above = vec![0.0; sums.len()];
    let mut below = sums;
    for row in 0..table.rows().len() {
        let cells = table.row(row);
        for (below, cell) in below.iter_mut().zip(cells) {
            *below -= cell;
        }
        let (mut above_left, mut below_left) = (0.0, 0.0);
        let (mut above_right, mut below_right) =
            (above.iter().sum::<f64>(), below.iter().sum::<f64>());
        for (column, weight) in cells.iter().enumerate() {
            above_right -= above[column];
            below_right -= below[column];
            see(*weight, above_left + below_right, above_right + below_left);
            above_left += above[column];
            below_left += below[column];
        }
        for (above, cell) in above.iter_mut().zip(cells) {
            *above += cell;
        }
    }
}

/// Pairs that differ, given the weight of each value.
fn untied(sums: &[f64]) -> f64 {
    let mut before = 0.0;
    let mut pairs = 0.0;
    for sum in sums {
        pairs += before * sum;
        before += sum;
    }
    pairs
}
