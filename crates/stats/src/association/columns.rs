//! Correlations of two columns with too many different values for a table.

use super::MIN_N;
use super::table::pairs;
use crate::moments::Moments;

/// Product-moment correlation of the pairs that are complete; `None` with fewer than three of them
/// or without variance.
pub fn pearson_of(x: &[f64], y: &[f64], weights: Option<&[f64]>) -> Option<f64> {
    correlate(pairs(x, y, weights))
}

/// Rank correlation (Spearman 1904) of the pairs that are complete, ties at their mid-rank; `None`
/// with fewer than three of them or without variance.
pub fn spearman_of(x: &[f64], y: &[f64], weights: Option<&[f64]>) -> Option<f64> {
    let mut pairs = pairs(x, y, weights);
    rank(&mut pairs, |pair| &mut pair.0);
    rank(&mut pairs, |pair| &mut pair.1);
    correlate(pairs)
}

type Pair = (f64, f64, f64);

fn correlate(pairs: Vec<Pair>) -> Option<f64> {
    let mut moments = Moments::new(2);
    for (x, y, weight) in pairs {
        moments.add(&[x, y], weight);
    }
    if moments.n() < MIN_N {
        return None;
    }
    let r = moments.correlation()?;
    let varies = r[(0, 0)] > 0.0 && r[(1, 1)] > 0.0;
    varies.then(|| r[(0, 1)])
}

/// Replaces one value of each pair by its mid-rank, counted in weight.
fn rank(pairs: &mut [Pair], of: fn(&mut Pair) -> &mut f64) {
    let value = |pair: &Pair| *of(&mut pair.clone());
    // Adding zero makes −0 and 0 one value.
    pairs.sort_unstable_by(|a, b| (value(a) + 0.0).total_cmp(&(value(b) + 0.0)));
    let mut before = 0.0;
    for ties in pairs.chunk_by_mut(|a, b| value(a) >= value(b)) {
        let weight: f64 = ties.iter().map(|pair| pair.2).sum();
        for pair in ties {
            *of(pair) = before + weight / 2.0;
        }
        before += weight;
    }
}
