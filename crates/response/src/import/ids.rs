//! Ids for the rows of a file: what makes a second import of the same row the same response.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use tabular::Row;

/// What the ids begin with that are made from the content of a row.
const ROW_PREFIX: &str = "row:";

/// The ids of a file so far, a few bytes for each row.
#[derive(Default)]
pub(super) struct Ids {
    /// Contents that were there once.
    contents: HashSet<u64>,
    /// How often contents were there that came again.
    again: HashMap<u64, u32>,
    /// Lines of the ids that were given by the file.
    lines: HashMap<u64, u32>,
}

impl Ids {
    /// An id for the content of a row: the same content gives the same id, whatever the file, the
    /// order of its rows and columns, or the mapping. The second of two equal rows gets its own.
    pub(super) fn of_content(&mut self, row: &Row, columns: &[String], sorted: &[usize]) -> String {
        let mut content = String::new();
        for &column in sorted {
            let cell = row.cell(column).trim();
            if !cell.is_empty() {
                content.push_str(&columns[column]);
                content.push('\u{1f}');
                content.push_str(cell);
                content.push('\u{1e}');
            }
        }
        let digest = platform::id::hash(&content);
        let mut id = String::from(ROW_PREFIX);
        for byte in &digest[..16] {
            id.push_str(&format!("{byte:02x}"));
        }
        let short = first_bytes(&digest);
        if !self.contents.insert(short) {
            let count = self.again.entry(short).or_insert(1);
            *count += 1;
            id.push_str(&format!("-{count}"));
        }
        id
    }

    /// The line on which this given id was before; from now on it is taken.
    pub(super) fn earlier_line(&mut self, id: &str, line: u64) -> Option<u64> {
        let key = first_bytes(&platform::id::hash(id));
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        match self.lines.entry(key) {
            Entry::Occupied(entry) => Some(u64::from(*entry.get())),
            Entry::Vacant(entry) => {
                entry.insert(line);
                None
            }
        }
    }
}

fn first_bytes(digest: &[u8]) -> u64 {
    digest
        .iter()
        .take(8)
        .fold(0, |number, byte| (number << 8) | u64::from(*byte))
}
