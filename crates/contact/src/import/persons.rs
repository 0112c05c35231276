//! Which rows of a file are one person, as [`crate::groups`] says it, for files of any size: keys
//! and rows that found each other are on disk, memory holds one bit a row.

use std::io;
use std::path::{Path, PathBuf};

use super::scratch::Scratch;
use super::sorted::Sorter;
use crate::groups::key;

/// Bytes of a row on disk: the row before it in its group, and, for the first, the last one and
/// the place of what was kept last. 0 is none: a row before is counted from 1, so is a place.
const WIDTH: usize = 24;

/// Takes the rows of a file in turn.
#[derive(Debug)]
pub(crate) struct Meeting {
    folder: PathBuf,
    keys: Sorter,
    rows: u64,
}

impl Meeting {
    /// Nobody yet; what doesn't fit goes to `folder`, in pieces of `most` keys.
    pub(crate) fn new(folder: &Path, most: usize) -> io::Result<Self> {
        Ok(Self {
            folder: folder.to_owned(),
            keys: Sorter::new(folder, most)?,
            rows: 0,
        })
    }

    /// Adds the next row. One without external id and address is alone.
    pub(crate) fn add(&mut self, external_id: Option<&str>, email: Option<&str>) -> io::Result<()> {
        for (kind, value) in [('i', external_id), ('e', email)] {
            if let Some(value) = value {
                self.keys.add((key(kind, value), self.rows))?;
            }
        }
        self.rows += 1;
        Ok(())
    }

    /// How many rows there are.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    /// Puts together who has a key in common.
    pub(crate) fn settle(self) -> io::Result<Persons> {
        let bits = usize::try_from(self.rows.div_ceil(64)).unwrap_or(usize::MAX);
        let mut persons = Persons {
            rows: Scratch::zeros(&self.folder, self.rows * WIDTH as u64)?,
            joined: vec![0; bits],
        };
        let mut before = None;
        self.keys.in_order(|(key, row)| {
            if let Some((earlier, first)) = before
                && earlier == key
            {
                return persons.join(first, row);
            }
            before = Some((key, row));
            Ok(())
        })?;
        Ok(persons)
    }
}

/// The rows that are one person with others.
#[derive(Debug)]
pub(crate) struct Persons {
    rows: Scratch,
    /// A bit for each row that isn't alone.
    joined: Vec<u64>,
}

/// A person with several rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    /// The first row.
    pub(crate) first: u64,
    /// The last row.
    pub(crate) last: u64,
    /// Where something was kept for it, see [`Persons::keep`].
    pub(crate) kept: Option<u64>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Stored {
    before: u64,
    last: u64,
    kept: u64,
}

impl Persons {
    /// Whose row this is; nobody's who has others.
    pub(crate) fn of(&mut self, row: u64) -> io::Result<Option<Person>> {
        if !self.is_joined(row) {
            return Ok(None);
        }
        let (first, stored) = self.first_of(row)?;
        Ok(Some(Person {
            first,
            last: stored.last,
            kept: stored.kept.checked_sub(1),
        }))
    }

    /// Notes a place for a person.
    pub(crate) fn keep(&mut self, person: Person, place: u64) -> io::Result<()> {
        let mut stored = self.get(person.first)?;
        stored.kept = place + 1;
        self.put(person.first, stored)
    }

    fn is_joined(&self, row: u64) -> bool {
        let bits = usize::try_from(row / 64).ok();
        let bits = bits.and_then(|at| self.joined.get(at));
        bits.is_some_and(|bits| bits >> (row % 64) & 1 == 1)
    }

    fn join(&mut self, a: u64, b: u64) -> io::Result<()> {
        let ((a, of_a), (b, of_b)) = (self.first_of(a)?, self.first_of(b)?);
        if a == b {
            return Ok(());
        }
        let (first, later) = (a.min(b), a.max(b));
        let last = of_a.last.max(of_b.last).max(later);
        for row in [first, later] {
            let bits = usize::try_from(row / 64).ok();
            if let Some(bits) = bits.and_then(|at| self.joined.get_mut(at)) {
                *bits |= 1 << (row % 64);
            }
        }
        let stored = |before, last| Stored {
            before,
            last,
            kept: 0,
        };
        self.put(later, stored(first + 1, 0))?;
        self.put(first, stored(0, last))
    }

    /// The first row of a group, and what is stored with it; the way there gets shorter.
    fn first_of(&mut self, row: u64) -> io::Result<(u64, Stored)> {
        let (mut at, mut stored) = (row, self.get(row)?);
        while let Some(before) = stored.before.checked_sub(1) {
            let above = self.get(before)?;
            if above.before != 0 {
                stored.before = above.before;
                self.put(at, stored)?;
            }
            (at, stored) = (before, above);
        }
        Ok((at, stored))
    }

    fn get(&mut self, row: u64) -> io::Result<Stored> {
        let mut bytes = [0; WIDTH];
        self.rows.read(row * WIDTH as u64, &mut bytes)?;
        let part = |nth: usize| {
            let part = bytes[nth * 8..].first_chunk().expect("three of them");
            u64::from_le_bytes(*part)
        };
        Ok(Stored {
            before: part(0),
            last: part(1),
            kept: part(2),
        })
    }

    fn put(&mut self, row: u64, stored: Stored) -> io::Result<()> {
        let mut bytes = [0; WIDTH];
        let parts = [stored.before, stored.last, stored.kept];
        for (place, part) in bytes.chunks_exact_mut(8).zip(parts) {
            place.copy_from_slice(&part.to_le_bytes());
        }
        self.rows.write(row * WIDTH as u64, &bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;
    use crate::groups::Groups;

    type Rows = Vec<(Option<String>, Option<String>)>;

    fn persons(rows: &Rows, most: usize) -> Vec<Option<(u64, u64)>> {
        let mut meeting = Meeting::new(&std::env::temp_dir(), most).expect("room");
        for (id, email) in rows {
            meeting.add(id.as_deref(), email.as_deref()).expect("room");
        }
        let mut persons = meeting.settle().expect("room");
        let mut whose = |row| persons.of(row).expect("room");
        (0..rows.len() as u64)
            .map(|row| whose(row).map(|person| (person.first, person.last)))
            .collect()
    }

    /// The same in memory.
    fn groups(rows: &Rows) -> Vec<Option<(u64, u64)>> {
        let mut groups = Groups::default();
        for (id, email) in rows {
            groups.add(id.as_deref(), email.as_deref());
        }
        let count = u32::try_from(rows.len()).expect("few");
        let firsts: Vec<u32> = (0..count).map(|row| groups.first_of(row)).collect();
        let last: HashMap<u32, u32> = firsts.iter().copied().zip(0..).collect();
        let group = |first: &u32| {
            let (first, last) = (*first, last[first]);
            (first != last).then_some((first.into(), last.into()))
        };
        firsts.iter().map(group).collect()
    }

    #[test]
    fn what_was_kept_for_a_person_is_found_by_all_its_rows() {
        let mut meeting = Meeting::new(&std::env::temp_dir(), 2).expect("room");
        for (id, email) in [("1", "a"), ("2", "b"), ("2", "a"), ("3", "c")] {
            meeting.add(Some(id), Some(email)).expect("room");
        }
        let mut persons = meeting.settle().expect("room");
        let one = persons.of(1).expect("room").expect("with others");
        assert_eq!((one.first, one.last, one.kept), (0, 2, None));
        persons.keep(one, 0).expect("room");
        let again = persons.of(2).expect("room").expect("with others");
        assert_eq!(again.kept, Some(0));
        assert_eq!(persons.of(3).expect("room"), None);
    }

    proptest! {
        #[test]
        fn on_disk_the_same_rows_are_one_person_as_in_memory(
            rows in proptest::collection::vec(
                (proptest::option::of("[1-9]{1,2}"), proptest::option::of("[a-h]{1,2}")),
                0..200,
            ),
            most in 1usize..50,
        ) {
            prop_assert_eq!(persons(&rows, most), groups(&rows));
        }
    }
}
