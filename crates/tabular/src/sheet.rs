//! One sheet of an XLSX file as rows of text, read row by row.
//!
//! The archive is unpacked and its XML read here, because what reads spreadsheets for others holds
//! all texts of a workbook in memory, and a file of a million contacts has millions. The cells are
//! taken one by one instead of as a rectangle: one cell in the far corner of a hostile file would
//! ask for gigabytes.

mod book;
mod cells;
mod package;
mod serial;
mod spool;
mod strings;
mod xml;

#[cfg(test)]
mod tests;

use std::path::Path;

use crate::csv_rows::MAX_COLUMNS;
use crate::error::Error;
use crate::row::Row;
use crate::source::Source;

use book::Book;
use cells::{Cells, Meanings, Place};
use package::Package;
use strings::Strings;
use xml::{Broken, MAX_PIECE};

/// The rows of a sheet that have any content.
pub(crate) struct SheetRows {
    name: String,
    bytes: u64,
    cells: Cells,
    text: String,
    /// Where the cell of `text` stands, when it begins the next row, or why there is none.
    held: Option<Result<Place, Error>>,
}

impl SheetRows {
    /// Opens the named sheet, or the first. Texts that memory shouldn't hold go to `folder`.
    pub(crate) fn open(source: &Source, sheet: Option<&str>, folder: &Path) -> Result<Self, Error> {
        let package = Package::open(source)?;
        let Book {
            sheets,
            strings: texts,
            kinds,
            since_1904,
        } = Book::read(&package)?;
        let found = match sheet {
            Some(name) => sheets.iter().find(|(own, _)| own == name),
            None => Some(sheets.first().ok_or(Error::Empty)?),
        };
        let Some((name, part)) = found.cloned() else {
            return Err(Error::UnknownSheet {
                name: sheet.unwrap_or_default().to_owned(),
                available: sheets.into_iter().map(|(name, _)| name).collect(),
            });
        };
        let strings = Strings::read(package.part(&texts)?, folder);
        let meanings = Meanings {
            strings: strings.map_err(|e| book::in_part(&texts, e))?,
            kinds,
            since_1904,
        };
        let xml = book::required(&package, &part)?;
        Ok(Self {
            name,
            bytes: package.bytes(&part),
            cells: Cells::of(xml, meanings).map_err(|e| book::in_part(&part, e))?,
            text: String::new(),
            held: None,
        })
    }

    /// What the sheet is called.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Size of the sheet in bytes, unpacked.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Bytes of the sheet read so far.
    pub(crate) fn bytes_read(&self) -> u64 {
        // What stands behind the cells is never read.
        if self.cells.ended() {
            self.bytes
        } else {
            self.cells.position()
        }
    }

    /// Reads the next row that has any content; false at the end.
    pub(crate) fn read(&mut self, row: &mut Row) -> Result<bool, Error> {
        let first = match self.held.take() {
            Some(held) => held?,
            None => match self.next()? {
                Some(first) => first,
                None => return Ok(false),
            },
        };
        row.begin(first.row);
        let mut at = first;
        loop {
            // A second cell in the same place says nothing.
            if row.width() <= at.column {
                row.put(at.column, &self.text);
            }
            if row.bytes() > MAX_PIECE {
                let what = format!("the row is longer than {MAX_PIECE} bytes");
                return Err(self.wrong(at, what));
            }
            match self.next() {
                Ok(Some(next)) if next.row == first.row => at = next,
                Err(error) if self.cells.place().row == first.row => return Err(error),
                next => {
                    self.held = next.transpose();
                    break;
                }
            }
        }
        row.drop_nul();
        Ok(true)
    }

    /// The next cell with any content, of which `text` becomes the text.
    fn next(&mut self) -> Result<Option<Place>, Error> {
        loop {
            let next = match self.cells.next(&mut self.text) {
                Ok(next) => next,
                Err(Broken::Disk(error)) => return Err(Error::Io(error)),
                Err(Broken::Part(what)) => return Err(self.wrong(self.cells.place(), what)),
            };
            match next {
                Some(_) if self.text.is_empty() => {}
                Some(at) if at.column >= MAX_COLUMNS => {
                    return Err(Error::TooManyColumns {
                        line: at.row,
                        limit: MAX_COLUMNS,
                    });
                }
                next => return Ok(next),
            }
        }
    }

    fn wrong(&self, at: Place, what: String) -> Error {
        Error::Cell {
            sheet: self.name.clone(),
            row: at.row,
            column: at.letters(),
            what,
        }
    }
}
