//! Which words go together: they are written in the same comments.

use super::{Stem, SuggestOptions};

/// Most words of a suggestion.
const WORDS_MAX: usize = 4;
/// Words that are looked at: beyond these nobody reads suggestions.
const LOOKED_AT: usize = 400;

/// Groups of stems, each led by its most frequent word. `stems` come most frequent first; a word
/// is in one group.
pub(super) fn groups(stems: &[Stem], options: &SuggestOptions) -> Vec<Vec<usize>> {
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
            .map(|other| (dice(&stems[leader].texts, &stems[other].texts), other))
            .filter(|(overlap, _)| *overlap >= options.overlap)
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

/// How much two sets overlap, 0–1: twice what they share over what they have (Dice 1945).
fn dice(a: &[u32], b: &[u32]) -> f64 {
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
    2.0 * both as f64 / (a.len() + b.len()).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlap_is_between_none_and_all() {
        assert!((dice(&[1, 2], &[1, 2]) - 1.0).abs() < 1e-12);
        assert!((dice(&[1, 2], &[2, 3]) - 0.5).abs() < 1e-12);
        assert!(dice(&[1], &[2]).abs() < 1e-12);
        assert!(dice(&[], &[]).abs() < 1e-12);
    }
}
