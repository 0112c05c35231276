//! Which words go together: they are written in the same comments.

use super::{Stem, SuggestOptions};

/// Most words of a suggestion.
const WORDS_MAX: usize = 4;
/// Words that are looked at: beyond these nobody reads suggestions.
const LOOKED_AT: usize = 400;

/// Groups of stems, each led by its most frequent word. `stems` come most frequent first; a word
/// is in one group.
pub(super) fn groups(stems: &[Stem], texts: usize, options: &SuggestOptions) -> Vec<Vec<usize>> {
    let stems = &stems[..stems.len().min(LOOKED_AT)];
    let mut taken = vec![false; stems.len()];
    let mut groups = Vec::new();
    for leader in 0..stems.len() {
        if taken[leader] {
            continue;
        }
        taken[leader] = true;
        let mut near: Vec<(f64, usize)> = (leader + 1..stems.len())
            .filter(|other| !taken[*other] && stems[*other].language == stems[leader].language)
            .map(|other| {
                (
                    together(&stems[leader].texts, &stems[other].texts, texts),
                    other,
                )
            })
            .filter(|(phi, _)| *phi >= options.together)
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut group = vec![leader];
        for (_, other) in near.into_iter().take(WORDS_MAX - 1) {
            taken[other] = true;
            group.push(other);
        }
        groups.push(group);
    }
    groups
}

/// How much two sets of texts out of `all` occur together beyond chance: the phi coefficient of
/// their fourfold table, −1 to 1; 0 when one of them is in no text or in all.
fn together(a: &[u32], b: &[u32], all: usize) -> f64 {
    let (mut i, mut j, mut both) = (0, 0, 0_usize);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                both += 1;
                i += 1;
                j += 1;
            }
        }
    }
    let (both, a, b, n) = (both as f64, a.len() as f64, b.len() as f64, all as f64);
    let scale = (a * b * (n - a) * (n - b)).sqrt();
    if scale > 0.0 {
        (both * n - a * b) / scale
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn together_is_more_than_chance() {
        let phi = |a: &[u32], b: &[u32], all| together(a, b, all);
        let assert_near = |phi: f64, wanted: f64| assert!((phi - wanted).abs() < 1e-12, "{phi}");
        assert_near(phi(&[1, 2], &[1, 2], 4), 1.0);
        assert_near(phi(&[1, 2], &[2, 3], 4), 0.0);
        assert_near(phi(&[1, 2], &[3, 0], 4), -1.0);
        assert_near(phi(&[], &[1], 4), 0.0);
        assert_near(phi(&[0, 1], &[0, 1], 2), 0.0);
    }
}
