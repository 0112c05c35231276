//! Reading tables people really have: CSV of any dialect and encoding, XLSX.
//!
//! A file comes as rows of text cells, each row with its 1-based line in the file, so that whoever
//! rejects a row can say where it stands. What was detected is part of the answer, so that a
//! preview can show it. CSV is streamed: a file of 100 MB costs a few buffers.
//!
//! The other direction is here too: the two CSV profiles of Luister's exports, and the
//! neutralising of cells that a spreadsheet would take for a formula.

mod csv_rows;
mod date;
mod decode;
mod detect;
mod error;
mod number;
mod pieces;
mod row;
mod scan;
mod sheet;
mod source;
mod table;
mod write;

#[cfg(test)]
mod tests;

pub use date::{When, date};
pub use detect::{Encoding, Separator};
pub use error::{Error, Problem};
pub use number::{integer, number};
pub use pieces::Pieces;
pub use row::Row;
pub use source::Source;
pub use table::{Detected, Format, Options, Table, open};
pub use write::{Cell, Profile, Writer, is_formula, neutralise};
