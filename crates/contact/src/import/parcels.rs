//! Reading a file into parcels: what is said of one person, with the rows it comes from. Two passes,
//! so that rows of one person find each other wherever they stand; those wait on disk.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use tabular::{Options, Row, Source};

use super::columns::Meant;
use super::kept::Kept;
use super::persons::Meeting;
use super::row::{Converter, Fault};
use super::run::RunError;
use super::sorted::PIECE;
use crate::item::{Differed, Item};

/// Differences told of one person at most; of a file in which all are one, so many fit in memory.
const TOLD: usize = 10_000;

/// Rows of one person, or one row that says nothing valid.
#[derive(Clone, Debug)]
pub(crate) struct Parcel {
    /// The lines in the file, first to last.
    pub(crate) lines: Vec<u64>,
    /// What they say, or what is wrong.
    pub(crate) said: Result<Item, Vec<Fault>>,
    /// What later rows say differently, with their line.
    pub(crate) differed: Vec<(u64, Differed)>,
    /// How many more differences there are.
    pub(crate) untold: u64,
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
    /// A folder with room for what must be remembered of the file.
    pub(crate) folder: PathBuf,
}

/// Reads the file and hands out its parcels, each once; `take` says whether to go on. Before the
/// first, `begin` gets the columns and the number of rows; until then `seen` counts them.
pub(crate) fn read(
    reading: &Reading,
    seen: &AtomicU64,
    begin: impl FnOnce(&[String], u64),
    mut take: impl FnMut(Parcel) -> bool,
) -> Result<(), RunError> {
    let options = Options {
        sheet: reading.sheet.clone(),
        folder: Some(reading.folder.clone()),
        ..Options::default()
    };
    let mut table = tabular::open(reading.source.clone(), &options)?;
    let converter = Converter::new(table.columns(), &reading.targets, reading.now_us);
    let mut meeting = Meeting::new(&reading.folder, PIECE)?;
    let mut row = Row::default();
    while table.read(&mut row)? {
        if !row.is_blank() {
            // A row with a mistake stays alone: it says nothing of anybody.
            match converter.item(&row) {
                Ok(_) => {
                    let (id, email) = converter.keys(&row);
                    meeting.add(id.as_deref(), email.as_deref())?;
                }
                Err(_) => meeting.add(None, None)?,
            }
            seen.store(meeting.rows(), Ordering::Relaxed);
        }
    }
    begin(table.columns(), meeting.rows());
    // What it holds of a spreadsheet is held once, not twice.
    drop(table);
    let mut persons = meeting.settle()?;
    let mut kept = Kept::new(&reading.folder)?;
    let mut table = tabular::open(reading.source.clone(), &options)?;
    let mut index = 0;
    while table.read(&mut row)? {
        if row.is_blank() {
            continue;
        }
        let whose = persons.of(index)?;
        index += 1;
        let parcel = match whose {
            None => Parcel::of(&row, converter.item(&row)),
            Some(person) if person.last < index => {
                let mut parcel: Option<Parcel> = None;
                kept.each(person.kept, |line, cells| {
                    let said = converter.again(&cells);
                    Parcel::add(&mut parcel, Parcel::new(line, said, cells));
                })?;
                Parcel::add(&mut parcel, Parcel::of(&row, converter.item(&row)));
                let Some(parcel) = parcel else { continue };
                parcel
            }
            Some(person) => {
                let place = kept.add(&row, person.kept)?;
                persons.keep(person, place)?;
                continue;
            }
        };
        if !take(parcel) {
            return Ok(());
        }
    }
    Ok(())
}

impl Parcel {
    fn of(row: &Row, said: Result<Item, Vec<Fault>>) -> Self {
        Self::new(row.line(), said, row.cells().map(str::to_owned).collect())
    }

    fn new(line: u64, said: Result<Item, Vec<Fault>>, cells: Vec<String>) -> Self {
        Self {
            lines: vec![line],
            said,
            differed: Vec::new(),
            untold: 0,
            cells,
        }
    }

    /// Puts a later row of the same person to those before.
    fn add(parcel: &mut Option<Self>, later: Self) {
        match parcel {
            None => *parcel = Some(later),
            Some(earlier) => earlier.join(later),
        }
    }

    fn join(&mut self, later: Self) {
        let line = later.lines[0];
        self.lines.push(line);
        self.cells = later.cells;
        if let (Ok(item), Ok(later)) = (&mut self.said, later.said) {
            let differed = item.fold(later);
            let room = TOLD.saturating_sub(self.differed.len()).min(differed.len());
            self.untold += (differed.len() - room) as u64;
            let told = differed.into_iter().take(room);
            self.differed.extend(told.map(|one| (line, one)));
        }
    }
}
