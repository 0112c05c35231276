//! Keys with the rows they stand in, put in order on disk: pieces that fit are sorted in memory and
//! then read side by side.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;
use std::path::Path;

use super::scratch::Scratch;

/// A key and the row it stands in.
pub(crate) type Entry = (u128, u64);

/// Bytes of an entry on disk.
const WIDTH: usize = 24;
/// Entries of a piece that are read at once.
const AHEAD: usize = 512;
/// Entries sorted in memory at once, 32 bytes each.
pub(crate) const PIECE: usize = 1 << 18;

/// Takes entries in any order.
#[derive(Debug)]
pub(crate) struct Sorter {
    disk: Scratch,
    /// Where each piece ends.
    ends: Vec<u64>,
    piece: Vec<Entry>,
    most: usize,
}

impl Sorter {
    /// An empty one that keeps its pieces, of `most` entries each, in `folder`.
    pub(crate) fn new(folder: &Path, most: usize) -> io::Result<Self> {
        Ok(Self {
            disk: Scratch::new(folder)?,
            ends: Vec::new(),
            piece: Vec::new(),
            most,
        })
    }

    /// Takes one more.
    pub(crate) fn add(&mut self, entry: Entry) -> io::Result<()> {
        self.piece.push(entry);
        if self.piece.len() < self.most {
            return Ok(());
        }
        self.put_down()
    }

    fn put_down(&mut self) -> io::Result<()> {
        self.piece.sort_unstable();
        for (key, row) in self.piece.drain(..) {
            let mut bytes = [0; WIDTH];
            bytes[..16].copy_from_slice(&key.to_le_bytes());
            bytes[16..].copy_from_slice(&row.to_le_bytes());
            self.disk.append(&bytes)?;
        }
        self.ends.push(self.disk.len());
        Ok(())
    }

    /// Hands out all of them by key and row.
    pub(crate) fn in_order(
        mut self,
        mut take: impl FnMut(Entry) -> io::Result<()>,
    ) -> io::Result<()> {
        if self.ends.is_empty() {
            self.piece.sort_unstable();
            return self.piece.into_iter().try_for_each(take);
        }
        self.put_down()?;
        self.piece = Vec::new();
        let mut pieces = Vec::with_capacity(self.ends.len());
        let mut heads = BinaryHeap::with_capacity(self.ends.len());
        let mut at = 0;
        for end in self.ends {
            let mut piece = Piece::new(at, end);
            if let Some(first) = piece.next(&mut self.disk)? {
                heads.push(Reverse((first, pieces.len())));
            }
            pieces.push(piece);
            at = end;
        }
        while let Some(Reverse((entry, of))) = heads.pop() {
            take(entry)?;
            if let Some(next) = pieces[of].next(&mut self.disk)? {
                heads.push(Reverse((next, of)));
            }
        }
        Ok(())
    }
}

/// What is left of a piece.
struct Piece {
    at: u64,
    end: u64,
    read: Vec<u8>,
    taken: usize,
}

impl Piece {
    fn new(at: u64, end: u64) -> Self {
        Self {
            at,
            end,
            read: Vec::new(),
            taken: 0,
        }
    }

    fn next(&mut self, disk: &mut Scratch) -> io::Result<Option<Entry>> {
        if self.taken == self.read.len() {
            let left = usize::try_from(self.end - self.at).unwrap_or(usize::MAX);
            self.read.resize(left.min(AHEAD * WIDTH), 0);
            disk.read(self.at, &mut self.read)?;
            self.at += self.read.len() as u64;
            self.taken = 0;
        }
        let rest = &self.read[self.taken..];
        let Some((key, rest)) = rest.split_first_chunk() else {
            return Ok(None);
        };
        let row = rest.first_chunk().expect("entries are whole");
        self.taken += WIDTH;
        Ok(Some((u128::from_le_bytes(*key), u64::from_le_bytes(*row))))
    }
}
