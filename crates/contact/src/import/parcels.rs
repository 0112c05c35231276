//! Reading a file into parcels: what is said of one person, with the rows it comes from. Two passes,
//! so that rows of one person find each other wherever they stand, and only those wait in memory.

use std::collections::HashMap;

use tabular::{Error, Options, Row, Source};

use super::columns::Meant;
use super::row::{Converter, Fault};
use crate::groups::Groups;
use crate::item::{Differed, Item};

/// Rows of one person, or one row that says nothing valid.
#[derive(Clone, Debug)]
pub(crate) struct Parcel {
    /// The lines in the file, first to last.
    pub(crate) lines: Vec<u64>,
    /// What they say, or what is wrong.
    pub(crate) said: Result<Item, Vec<Fault>>,
    /// What later rows say differently, with their line.
    pub(crate) differed: Vec<(u64, Differed)>,
    /// The cells of the last row.
    pub(crate) cells: Vec<String>,
}

/// What is read, and how.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(crate) source: Source,
    pub(crate) sheet: Option<String>,
    pub(crate) targets: Vec<Meant>,
    pub(crate) now_us: i64,
}

/// Reads the file and hands out its parcels, each once; `take` says whether to go on. Before the
/// first, `begin` gets the columns and the number of rows.
pub(crate) fn read(
    reading: &Reading,
    begin: impl FnOnce(&[String], usize),
    mut take: impl FnMut(Parcel) -> bool,
) -> Result<(), Error> {
    let options = Options {
        sheet: reading.sheet.clone(),
        ..Options::default()
    };
    let mut table = tabular::open(reading.source.clone(), &options)?;
    let converter = Converter::new(table.columns(), &reading.targets, reading.now_us);
    let mut groups = Groups::default();
    let mut row = Row::default();
    while table.read(&mut row)? {
        if !row.is_blank() {
            // A row with a mistake stays alone: it says nothing of anybody.
            match converter.item(&row) {
                Ok(_) => {
                    let (id, email) = converter.keys(&row);
                    groups.add(id.as_deref(), email.as_deref());
                }
                Err(_) => groups.add(None, None),
            }
        }
    }
    begin(table.columns(), groups.rows());
    let mut table = tabular::open(reading.source.clone(), &options)?;
    let mut waiting: HashMap<u32, (Parcel, u32)> = HashMap::new();
    let mut index = 0;
    while table.read(&mut row)? {
        if row.is_blank() {
            continue;
        }
        let first = groups.first_of(index);
        index += 1;
        let parcel = Parcel {
            lines: vec![row.line()],
            said: converter.item(&row),
            differed: Vec::new(),
            cells: row.cells().map(str::to_owned).collect(),
        };
        let size = groups.size(first);
        let whole = match waiting.remove(&first) {
            None => (parcel, 1),
            Some((mut earlier, rows)) => {
                earlier.join(parcel);
                (earlier, rows + 1)
            }
        };
        if whole.1 < size {
            waiting.insert(first, whole);
        } else if !take(whole.0) {
            return Ok(());
        }
    }
    Ok(())
}

impl Parcel {
    fn join(&mut self, later: Self) {
        let line = later.lines[0];
        self.lines.push(line);
        self.cells = later.cells;
        if let (Ok(item), Ok(later)) = (&mut self.said, later.said) {
            let differed = item.fold(later);
            self.differed
                .extend(differed.into_iter().map(|one| (line, one)));
        }
    }
}
