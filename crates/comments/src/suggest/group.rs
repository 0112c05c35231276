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
    let both = Both::count(stems, texts);
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
                let alone = [leader, other].map(|stem| stems[stem].texts.len());
                (together(alone, both.of(leader, other), texts), other)
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

/// In how many texts two stems occur together.
struct Both {
    counts: Vec<u32>,
    stems: usize,
}

impl Both {
    /// Goes through the texts once, however many stems there are.
    fn count(stems: &[Stem], texts: usize) -> Self {
        let mut ends = vec![0_usize; texts + 1];
        for text in stems.iter().flat_map(|stem| &stem.texts) {
            ends[*text as usize + 1] += 1;
        }
        for text in 0..texts {
            ends[text + 1] += ends[text];
        }
        // The stems of each text, in rising order.
        let mut next = ends.clone();
        let mut of_texts = vec![0_usize; ends[texts]];
        for (at, stem) in stems.iter().enumerate() {
            for text in &stem.texts {
                let place = &mut next[*text as usize];
                of_texts[*place] = at;
                *place += 1;
            }
        }
        let mut counts = vec![0; stems.len() * stems.len()];
        for text in 0..texts {
            let here = &of_texts[ends[text]..ends[text + 1]];
            for (behind, a) in here.iter().enumerate() {
                for b in &here[behind + 1..] {
                    counts[a * stems.len() + b] += 1;
                }
            }
        }
        Self {
            counts,
            stems: stems.len(),
        }
    }

    /// `a` comes before `b`.
    fn of(&self, a: usize, b: usize) -> usize {
        self.counts[a * self.stems + b] as usize
    }
}

/// How much two words, each in so many texts out of `all` and in `both` together, occur together
/// beyond chance: the phi coefficient of their fourfold table, −1 to 1; 0 when one of them is in
/// no text or in all.
fn together([a, b]: [usize; 2], both: usize, all: usize) -> f64 {
    let (both, a, b, n) = (both as f64, a as f64, b as f64, all as f64);
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
        let stem = |texts: &[u32]| Stem {
            language: None,
            word: String::new(),
            texts: texts.to_vec(),
            customers: 0,
        };
        let assert_phi = |a: &[u32], b: &[u32], all, wanted: f64| {
            let both = Both::count(&[stem(a), stem(b)], all).of(0, 1);
            let phi = together([a.len(), b.len()], both, all);
            assert!((phi - wanted).abs() < 1e-12, "{phi}");
        };
        assert_phi(&[1, 2], &[1, 2], 4, 1.0);
        assert_phi(&[1, 2], &[2, 3], 4, 0.0);
        assert_phi(&[1, 2], &[0, 3], 4, -1.0);
        assert_phi(&[], &[1], 4, 0.0);
        assert_phi(&[0, 1], &[0, 1], 2, 0.0);
    }
}
