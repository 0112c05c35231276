//! A small memory of what was worked out last.

use std::collections::VecDeque;

/// The values used last, at most so many.
#[derive(Debug)]
pub(crate) struct Recent<K, V> {
    most: usize,
    /// The one used last at the back.
    kept: VecDeque<(K, V)>,
}

impl<K: PartialEq, V: Clone> Recent<K, V> {
    /// Room for `most` values.
    pub(crate) fn new(most: usize) -> Self {
        Self {
            most,
            kept: VecDeque::with_capacity(most),
        }
    }

    /// The value of `key`, made when there is none. What hasn't been used for longest gives way to
    /// it, unless it is `busy`; then nothing does, so there is more than the room until it isn't.
    pub(crate) fn get(&mut self, key: K, busy: impl Fn(&V) -> bool, make: impl FnOnce() -> V) -> V {
        let found = self.kept.iter().position(|(known, _)| *known == key);
        let (key, value) = match found.and_then(|at| self.kept.remove(at)) {
            Some(kept) => kept,
            None => {
                while self.kept.len() >= self.most {
                    let idle = self.kept.iter().position(|(_, value)| !busy(value));
                    match idle {
                        Some(at) => drop(self.kept.remove(at)),
                        None => break,
                    }
                }
                (key, make())
            }
        };
        self.kept.push_back((key, value.clone()));
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_not_used_for_longest_gives_way() {
        let mut recent = Recent::new(2);
        for key in ["a", "b", "a", "c"] {
            recent.get(key, |_| false, || key.to_uppercase());
        }
        let known = |recent: &mut Recent<&str, String>, key| {
            recent.get(key, |_| false, || "new".to_owned()) != "new"
        };
        assert!(known(&mut recent, "a") && known(&mut recent, "c"));
        assert!(!known(&mut recent, "b"));
    }

    #[test]
    fn what_is_busy_stays() {
        let mut recent = Recent::new(2);
        for key in 0..4 {
            recent.get(key, |value| *value == 0, || key);
        }
        assert_eq!(recent.get(0, |_| false, || 9), 0);
        assert_eq!(recent.get(3, |_| false, || 9), 3);
        assert_eq!(recent.get(1, |_| false, || 9), 9);
    }
}
