//! Rows that wait on disk until the last row of their person has come.

use std::io;
use std::path::Path;

use tabular::Row;

use super::scratch::Scratch;

/// No row before.
const NONE: u64 = u64::MAX;

/// Rows, each with the place of the one before it of the same person.
#[derive(Debug)]
pub(crate) struct Kept {
    disk: Scratch,
}

impl Kept {
    /// None yet; they go to `folder`.
    pub(crate) fn new(folder: &Path) -> io::Result<Self> {
        Ok(Self {
            disk: Scratch::new(folder)?,
        })
    }

    /// Keeps a row; gives its place.
    pub(crate) fn add(&mut self, row: &Row, before: Option<u64>) -> io::Result<u64> {
        let place = self.disk.len();
        let cells: usize = row.cells().map(|cell| 8 + cell.len()).sum();
        let mut bytes = Vec::with_capacity(24 + cells);
        for number in [before.unwrap_or(NONE), row.line(), cells as u64] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        for cell in row.cells() {
            bytes.extend_from_slice(&(cell.len() as u64).to_le_bytes());
            bytes.extend_from_slice(cell.as_bytes());
        }
        self.disk.append(&bytes)?;
        Ok(place)
    }

    /// Hands out the row at a place and those before it, first to last: line and cells.
    pub(crate) fn each(
        &mut self,
        last: Option<u64>,
        mut take: impl FnMut(u64, Vec<String>),
    ) -> io::Result<()> {
        let mut places = Vec::new();
        let mut next = last;
        while let Some(place) = next {
            places.push(place);
            next = Some(self.head(place)?[0]).filter(|before| *before != NONE);
        }
        for place in places.into_iter().rev() {
            let [_, line, size] = self.head(place)?;
            let mut bytes = vec![0; usize::try_from(size).unwrap_or(usize::MAX)];
            self.disk.read(place + 24, &mut bytes)?;
            take(line, cells(&bytes)?);
        }
        Ok(())
    }

    fn head(&mut self, place: u64) -> io::Result<[u64; 3]> {
        let mut bytes = [0; 24];
        self.disk.read(place, &mut bytes)?;
        Ok([0, 1, 2].map(|nth: usize| {
            let part = bytes[nth * 8..].first_chunk().expect("three of them");
            u64::from_le_bytes(*part)
        }))
    }
}

fn cells(mut bytes: &[u8]) -> io::Result<Vec<String>> {
    let mut cells = Vec::new();
    while let Some((size, rest)) = bytes.split_first_chunk() {
        let size = usize::try_from(u64::from_le_bytes(*size)).unwrap_or(usize::MAX);
        let cell = rest.get(..size).ok_or(io::ErrorKind::InvalidData)?;
        let cell = String::from_utf8(cell.to_vec());
        cells.push(cell.map_err(|_| io::ErrorKind::InvalidData)?);
        bytes = &rest[size..];
    }
    Ok(cells)
}
