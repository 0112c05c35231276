//! Who comes first, and who after: places in every draw, told as shares of the draws.
//!
//! Drivers that tie in a draw share its places evenly: an order of columns is no reason to be first.

/// Differences up to this part of the value are rounding.
const ROUNDING: f64 = 1e-9;

/// Share of the draws in which each KSS has each rank, the lowest first; empty when no KSS varies
/// from draw to draw, as there is nothing to be unsure of then.
pub(super) fn ranks(ranked: usize, draws: &[Vec<f64>]) -> Vec<Vec<f64>> {
    if !varies(ranked, draws) {
        return Vec::new();
    }
    // Draws that a driver has a rank to itself, counted in whole numbers, and its parts of ties.
    let mut places = vec![vec![Place::default(); ranked]; ranked];
    let mut order: Vec<usize> = Vec::new();
    for kss in draws {
        order.clear();
        order.extend(0..ranked);
        order.sort_by(|&a, &b| kss[a].total_cmp(&kss[b]));
        let mut rank = 0;
        for tied in order.chunk_by(|&a, &b| alike(kss[a], kss[b])) {
            for &driver in tied {
                for place in &mut places[driver][rank..rank + tied.len()] {
                    place.add(tied.len());
                }
            }
            rank += tied.len();
        }
    }
    let share = |place: &Place| place.share(draws.len());
    places
        .iter()
        .map(|own| own.iter().map(share).collect())
        .collect()
}

/// Share of the draws in which each value is the largest; none when no draw has values.
pub(super) fn firsts<'a>(
    values: usize,
    draws: impl Iterator<Item = &'a [f64]>,
) -> Option<Vec<f64>> {
    let mut first = vec![Place::default(); values];
    let mut all = 0;
    for draw in draws {
        let numbers = draw.iter().copied().filter(|value| value.is_finite());
        let Some(most) = numbers.max_by(f64::total_cmp) else {
            continue;
        };
        all += 1;
        let tied = |value: f64| value.is_finite() && alike(value, most);
        let many = draw.iter().filter(|value| tied(**value)).count();
        for (first, _) in first.iter_mut().zip(draw).filter(|(_, own)| tied(**own)) {
            first.add(many);
        }
    }
    (all > 0).then(|| first.iter().map(|own| own.share(all)).collect())
}

/// How often a driver has a place.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    alone: usize,
    tied: f64,
}

impl Place {
    /// Once more, together with so many drivers, itself counted.
    fn add(&mut self, tied: usize) {
        if tied == 1 {
            self.alone += 1;
        } else {
            self.tied += 1.0 / tied as f64;
        }
    }

    fn share(self, draws: usize) -> f64 {
        ((self.alone as f64 + self.tied) / draws as f64).min(1.0)
    }
}

fn alike(a: f64, b: f64) -> bool {
    a.total_cmp(&b).is_eq() || (a - b).abs() <= ROUNDING * a.abs().max(b.abs())
}

/// Whether any value differs between draws.
fn varies(values: usize, draws: &[Vec<f64>]) -> bool {
    let differs = |pair: &[Vec<f64>], at: usize| !alike(pair[0][at], pair[1][at]);
    let mut pairs = draws.windows(2);
    pairs.any(|pair| (0..values).any(|at| differs(pair, at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_counted_and_divided_once() {
        // One driver is first in every draw: adding 1/2,000 so often would exceed 1.
        let draws: Vec<Vec<f64>> = (0..2_000)
            .map(|draw| vec![40.0 + f64::from(draw % 7), 90.0])
            .collect();
        assert_eq!(ranks(2, &draws), [[1.0, 0.0], [0.0, 1.0]]);
        let draws = draws.iter().map(Vec::as_slice);
        assert_eq!(firsts(2, draws), Some(vec![0.0, 1.0]));
    }

    #[test]
    fn ties_are_split_evenly() {
        let draws = vec![vec![50.0, 50.0, 80.0], vec![60.0, 60.0, 60.0]];
        let third = 1.0 / 3.0;
        let tied = 0.25 + third / 2.0;
        let shares = ranks(3, &draws);
        for (own, right) in shares.iter().zip([
            [tied, tied, third / 2.0],
            [tied, tied, third / 2.0],
            [third / 2.0, third / 2.0, 0.5 + third / 2.0],
        ]) {
            let near = own.iter().zip(right).all(|(a, b)| (a - b).abs() < 1e-15);
            assert!(near, "{shares:?}");
        }
        let importance = [[0.3, 0.3, 0.1], [f64::NAN; 3], [0.1, 0.1, 0.2]];
        let firsts = firsts(3, importance.iter().map(<[f64; 3]>::as_slice));
        assert_eq!(firsts, Some(vec![0.25, 0.25, 0.5]));
    }

    #[test]
    fn nothing_that_varies_has_no_rank() {
        let never = vec![vec![100.0, 100.0, f64::INFINITY]; 50];
        assert!(ranks(3, &never).is_empty());
        assert_eq!(
            firsts(2, [[f64::NAN; 2]].iter().map(<[f64; 2]>::as_slice)),
            None
        );
    }
}
