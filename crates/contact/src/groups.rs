//! Which items of a request are one person: those that share an external id or an
//! address, directly or through others.

use std::collections::HashMap;

use platform::id;

/// Items by what they are known by, in memory; for files of any size see `import::persons`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Groups {
    /// The row before in the same group, or the row itself for the first.
    before: Vec<u32>,
    seen: HashMap<u128, u32>,
}

impl Groups {
    /// Adds the next row. One without external id and address is alone.
    pub(crate) fn add(&mut self, external_id: Option<&str>, email: Option<&str>) {
        let row = u32::try_from(self.before.len()).unwrap_or(u32::MAX);
        self.before.push(row);
        let keys = [('i', external_id), ('e', email)];
        for (kind, value) in keys {
            let Some(value) = value else { continue };
            let earlier = *self.seen.entry(key(kind, value)).or_insert(row);
            self.join(earlier, row);
        }
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.first_of(a), self.first_of(b));
        if a == b {
            return;
        }
        let (first, later) = (a.min(b), a.max(b));
        self.before[later as usize] = first;
    }

    /// The first row of the group that `row` is in.
    pub(crate) fn first_of(&mut self, row: u32) -> u32 {
        let mut at = row;
        while self.before[at as usize] != at {
            let next = self.before[at as usize];
            self.before[at as usize] = self.before[next as usize];
            at = next;
        }
        at
    }
}

/// What stands for an external id (`i`) or an address (`e`).
pub(crate) fn key(kind: char, value: &str) -> u128 {
    let hash = id::hash(&format!("{kind}{value}"));
    let first = hash.first_chunk().expect("a hash has 32 bytes");
    u128::from_le_bytes(*first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_share_a_key_are_one_group() {
        let mut groups = Groups::default();
        for (id, email) in [
            (Some("1"), Some("a")),
            (None, Some("b")),
            (Some("2"), None),
            (Some("1"), Some("c")),
            (Some("2"), Some("b")),
            (None, None),
            (None, None),
            (Some("3"), Some("c")),
        ] {
            groups.add(id, email);
        }
        let firsts: Vec<u32> = (0..8).map(|row| groups.first_of(row)).collect();
        assert_eq!(firsts, [0, 1, 1, 0, 1, 5, 6, 0]);
    }

    #[test]
    fn an_id_is_no_address() {
        let mut groups = Groups::default();
        groups.add(Some("a"), None);
        groups.add(None, Some("a"));
        assert_eq!(groups.first_of(1), 1);
    }
}
