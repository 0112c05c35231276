//! One sheet of an XLSX file as rows of text.
//!
//! The cells are taken one by one instead of as calamine's range, because a range is a full
//! rectangle: one cell in the far corner of a hostile file would ask for gigabytes.

use std::collections::VecDeque;
use std::io;

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};

use crate::csv_rows::MAX_COLUMNS;
use crate::error::Error;
use crate::row::Row;
use crate::source::{ReadSeek, Source};

/// A sheet of a million answers to 20 questions unpacks to about half of this.
const MAX_UNPACKED_MB: u64 = 1024;

/// The rows of a sheet that have any content, read into memory.
pub(crate) struct SheetRows {
    rows: VecDeque<Row>,
}

impl SheetRows {
    /// Reads the named sheet, or the first; gives its name too.
    pub(crate) fn open(source: &Source, sheet: Option<&str>) -> Result<(Self, String), Error> {
        refuse_bomb(source.open()?)?;
        let mut book = Xlsx::new(source.open()?).map_err(damaged)?;
        let available = book.sheet_names();
        let name = match sheet {
            Some(name) if available.iter().any(|sheet| sheet == name) => name.to_owned(),
            Some(name) => {
                return Err(Error::UnknownSheet {
                    name: name.to_owned(),
                    available,
                });
            }
            None => available.into_iter().next().ok_or(Error::Empty)?,
        };
        let mut rows: VecDeque<Row> = VecDeque::new();
        let mut cells = book.worksheet_cells_reader(&name).map_err(damaged)?;
        let mut text = String::new();
        while let Some(cell) = cells.next_cell().map_err(damaged)? {
            let (row, column) = cell.get_position();
            let (line, column) = (u64::from(row) + 1, column as usize);
            write_text(cell.get_value(), &mut text);
            if text.is_empty() {
                continue;
            }
            if column >= MAX_COLUMNS {
                return Err(Error::TooManyColumns {
                    line,
                    limit: MAX_COLUMNS,
                });
            }
            if rows.back().is_none_or(|last| last.line() != line) {
                rows.push_back(Row::at_line(line));
            }
            if let Some(last) = rows.back_mut()
                && last.width() <= column
            {
                last.put(column, &text);
            }
        }
        for row in &mut rows {
            row.drop_nul();
        }
        Ok((Self { rows }, name))
    }

    /// Rows not read yet.
    pub(crate) fn left(&self) -> u64 {
        self.rows.len() as u64
    }

    pub(crate) fn read(&mut self, row: &mut Row) -> bool {
        match self.rows.pop_front() {
            Some(next) => {
                *row = next;
                true
            }
            None => false,
        }
    }
}

fn damaged(error: calamine::XlsxError) -> Error {
    Error::Sheet(error.to_string())
}

/// Unpacks every part once, counting, so that a small file can't fill the memory.
fn refuse_bomb(from: Box<dyn ReadSeek>) -> Result<(), Error> {
    let limit = MAX_UNPACKED_MB * 1024 * 1024;
    let mut archive =
        zip::ZipArchive::new(from).map_err(|error| Error::Sheet(error.to_string()))?;
    let mut total = 0;
    for i in 0..archive.len() {
        let part = archive
            .by_index(i)
            .map_err(|error| Error::Sheet(error.to_string()))?;
        let mut part = io::Read::take(part, limit - total + 1);
        total += io::copy(&mut part, &mut io::sink())
            .map_err(|error| Error::Sheet(error.to_string()))?;
        if total > limit {
            return Err(Error::SheetTooBig {
                limit_mb: MAX_UNPACKED_MB,
            });
        }
    }
    Ok(())
}

/// The text a CSV file would have: 9 for 9.0, ISO dates, `#DIV/0!` for an error.
fn write_text(value: &DataRef<'_>, text: &mut String) {
    text.clear();
    match value {
        DataRef::Empty => {}
        DataRef::Int(number) => text.push_str(&number.to_string()),
        DataRef::Float(number) => text.push_str(&number.to_string()),
        DataRef::SharedString(string) => text.push_str(string),
        DataRef::Bool(yes) => text.push_str(if *yes { "true" } else { "false" }),
        DataRef::DateTime(at) => text.push_str(&iso(*at)),
        DataRef::String(string) | DataRef::DateTimeIso(string) | DataRef::DurationIso(string) => {
            text.push_str(string);
        }
        DataRef::Error(error) => text.push_str(&error.to_string()),
    }
}

/// A date alone, a time alone, or both.
fn iso(at: ExcelDateTime) -> String {
    if at.is_duration() {
        return at.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
    let fraction = if milli == 0 {
        String::new()
    } else {
        format!(".{milli:03}")
    };
    let time = format!("{hour:02}:{minute:02}:{second:02}{fraction}");
    let date = format!("{year:04}-{month:02}-{day:02}");
    if at.as_f64() < 1.0 {
        time
    } else if (hour, minute, second, milli) == (0, 0, 0, 0) {
        date
    } else {
        format!("{date}T{time}")
    }
}
