//! The rows of a CSV text, each with the line it starts on.
//!
//! `csv-core` splits the records; the lines are counted here, because a rejected row must be found
//! back in an editor whatever the line ends are and wherever blank lines stand.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::decode::Decode;
use crate::detect::Separator;
use crate::error::Error;
use crate::row::Row;

/// Excel's own limit.
pub(crate) const MAX_COLUMNS: usize = 16_384;
/// Far above any real row, far below what would hurt.
const MAX_ROW_BYTES: usize = 16 * 1024 * 1024;

pub(crate) struct CsvRows {
    decode: Decode,
    core: Reader,
    text: Vec<u8>,
    start: usize,
    line: u64,
    after_cr: bool,
    fields: Vec<u8>,
    ends: Vec<usize>,
}

impl CsvRows {
    pub(crate) fn new(decode: Decode, separator: Separator) -> Self {
        Self {
            decode,
            core: ReaderBuilder::new().delimiter(separator.byte()).build(),
            text: Vec::new(),
            start: 0,
            line: 1,
            after_cr: false,
            fields: vec![0; 4096],
            ends: vec![0; 64],
        }
    }

    pub(crate) fn bytes_read(&self) -> u64 {
        self.decode.bytes_read()
    }

    /// Leaves the first line out (Excel's `sep=;`).
    pub(crate) fn skip_line(&mut self) -> Result<(), Error> {
        while self.more()? {
            if matches!(self.text[self.start], b'\r' | b'\n') {
                break;
            }
            self.start += 1;
        }
        Ok(())
    }

    /// Reads the next record; false at the end. Blank lines are left out.
    pub(crate) fn read(&mut self, row: &mut Row) -> Result<bool, Error> {
        if !self.skip_line_ends()? {
            return Ok(false);
        }
        let line = self.line;
        let (mut bytes, mut cells) = (0, 0);
        loop {
            // A line end after the last byte ends the record, unless a quote is still open: that
            // is how an unclosed quote shows.
            let at_end = !self.more()?;
            let input: &[u8] = if at_end {
                b"\n"
            } else {
                &self.text[self.start..]
            };
            let (result, used, written, ended) =
                self.core
                    .read_record(input, &mut self.fields[bytes..], &mut self.ends[cells..]);
            bytes += written;
            cells += ended;
            if !at_end {
                self.advance(used);
            }
            match result {
                ReadRecordResult::InputEmpty if at_end => return Err(Error::OpenQuote { line }),
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.fields.len() >= MAX_ROW_BYTES => {
                    return Err(Error::RowTooLong {
                        line,
                        limit: MAX_ROW_BYTES,
                    });
                }
                ReadRecordResult::OutputFull => self.fields.resize(self.fields.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if self.ends.len() >= MAX_COLUMNS => {
                    return Err(Error::TooManyColumns {
                        line,
                        limit: MAX_COLUMNS,
                    });
                }
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return Ok(false),
            }
        }
        row.set(
            line,
            &String::from_utf8_lossy(&self.fields[..bytes]),
            &self.ends[..cells],
        );
        Ok(true)
    }

    /// Makes sure there is text at `start`; false at the end of the file.
    fn more(&mut self) -> Result<bool, Error> {
        if self.start < self.text.len() {
            return Ok(true);
        }
        self.start = 0;
        Ok(self.decode.next(&mut self.text)?)
    }

    /// Moves over text and counts its line ends; CR LF is one.
    fn advance(&mut self, used: usize) {
        for byte in &self.text[self.start..self.start + used] {
            self.line += u64::from(*byte == b'\r' || (*byte == b'\n' && !self.after_cr));
            self.after_cr = *byte == b'\r';
        }
        self.start += used;
    }

    fn skip_line_ends(&mut self) -> Result<bool, Error> {
        while self.more()? {
            if !matches!(self.text[self.start], b'\r' | b'\n') {
                return Ok(true);
            }
            self.advance(1);
        }
        Ok(false)
    }
}
