//! A table whatever its file format: column names, then rows of text with their line.

use std::collections::HashMap;
use std::io::Read;
use std::path::PathBuf;

use crate::csv_rows::CsvRows;
use crate::decode::Decode;
use crate::detect::{self, Encoding, Separator};
use crate::error::Error;
use crate::row::Row;
use crate::scan::Scan;
use crate::sheet::SheetRows;
use crate::source::Source;

/// What the caller knows better than the detection; by default nothing.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The sheet of an XLSX file; the first one when not given.
    pub sheet: Option<String>,
    /// A folder with room for the texts of a large XLSX file, made when needed; the one for
    /// temporary files when not given.
    pub folder: Option<PathBuf>,
    /// The separator of a CSV file.
    pub separator: Option<Separator>,
    /// The encoding of a CSV file.
    pub encoding: Option<Encoding>,
}

/// Opens a table: detects its format and reads its header.
///
/// # Errors
/// [`Error::Empty`] without a header, [`Error::DuplicateColumns`], [`Error::NotATable`],
/// [`Error::UnknownSheet`], and whatever prevents reading.
pub fn open(source: impl Into<Source>, options: &Options) -> Result<Table, Error> {
    let source = source.into();
    let mut magic = [0; 4];
    let is_zip = source.open()?.read_exact(&mut magic).is_ok() && magic == *b"PK\x03\x04";
    if is_zip {
        let folder = options.folder.clone().unwrap_or_else(std::env::temp_dir);
        let rows = SheetRows::open(&source, options.sheet.as_deref(), &folder)?;
        let format = Format::Xlsx {
            sheet: rows.name().to_owned(),
            bytes: rows.bytes(),
        };
        return Table::new(Rows::Sheet(Box::new(rows)), format);
    }
    let scan = Scan::of(source.open()?)?;
    if let Some(what) = detect::not_text(&scan) {
        return Err(Error::NotATable(what));
    }
    let (found, bom) = detect::encoding(&scan);
    let encoding = options.encoding.unwrap_or(found);
    let sample = sample(&scan, encoding)?;
    let declared = detect::declared_separator(&sample);
    let whole = scan.bytes == scan.prefix.len() as u64;
    let separator = options
        .separator
        .or(declared.map(|(separator, _)| separator))
        .unwrap_or_else(|| detect::separator(&sample, whole));
    let mut rows = CsvRows::new(Decode::new(source.open()?, encoding), separator);
    if declared.is_some() {
        rows.skip_line()?;
    }
    Table::new(
        Rows::Csv(Box::new(rows)),
        Format::Csv {
            separator,
            encoding,
            bom,
            bytes: scan.bytes,
        },
    )
}

/// What was detected, for a preview to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detected {
    /// The file format with its particulars.
    pub format: Format,
    /// Number of columns.
    pub columns: usize,
}

/// The file format with its particulars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    /// Text with separators.
    Csv {
        /// What stands between cells.
        separator: Separator,
        /// How bytes stand for characters.
        encoding: Encoding,
        /// Whether the file starts with a byte order mark.
        bom: bool,
        /// Size of the file; with [`Table::bytes_read`] it gives the progress.
        bytes: u64,
    },
    /// A spreadsheet.
    Xlsx {
        /// The sheet that is read.
        sheet: String,
        /// Size of the sheet, unpacked; with [`Table::bytes_read`] it gives the progress.
        bytes: u64,
    },
}

/// An opened table; rows come one after the other.
pub struct Table {
    detected: Detected,
    columns: Vec<String>,
    rows: Rows,
}

impl Format {
    /// What [`Table::bytes_read`] will be at the end.
    pub fn bytes(&self) -> u64 {
        match self {
            Self::Csv { bytes, .. } | Self::Xlsx { bytes, .. } => *bytes,
        }
    }
}

impl Table {
    fn new(mut rows: Rows, format: Format) -> Result<Self, Error> {
        let mut header = Row::default();
        if !rows.read(&mut header)? {
            return Err(Error::Empty);
        }
        let columns = names(&header)?;
        let detected = Detected {
            format,
            columns: columns.len(),
        };
        Ok(Self {
            detected,
            columns,
            rows,
        })
    }

    /// The column names in file order: trimmed, unique; a nameless column is `column 3`.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// What was detected.
    pub fn detected(&self) -> &Detected {
        &self.detected
    }

    /// The place of a column.
    ///
    /// # Errors
    /// [`Error::UnknownColumn`], which lists the columns there are.
    pub fn column(&self, name: &str) -> Result<usize, Error> {
        let name = name.trim();
        self.columns
            .iter()
            .position(|column| column == name)
            .ok_or_else(|| Error::UnknownColumn {
                name: name.to_owned(),
                available: self.columns.clone(),
            })
    }

    /// Reads the next row into `row`, which always gets one cell per column; false at the end.
    /// What is odd about the row stands in [`Row::problem`].
    pub fn read(&mut self, row: &mut Row) -> Result<bool, Error> {
        if !self.rows.read(row)? {
            return Ok(false);
        }
        // A spreadsheet doesn't store the empty cells at the end of a row.
        let short_is_odd = matches!(self.rows, Rows::Csv(_));
        row.fit(self.columns.len(), short_is_odd);
        Ok(true)
    }

    /// All rows from here on, each with its own memory; [`Table::read`] is the cheaper way.
    pub fn rows(&mut self) -> impl Iterator<Item = Result<Row, Error>> + '_ {
        std::iter::from_fn(|| {
            let mut row = Row::default();
            match self.read(&mut row) {
                Ok(true) => Some(Ok(row)),
                Ok(false) => None,
                Err(error) => Some(Err(error)),
            }
        })
    }

    /// Bytes of the file or of the unpacked sheet read so far, for a progress bar.
    pub fn bytes_read(&self) -> u64 {
        match &self.rows {
            Rows::Csv(rows) => rows.bytes_read(),
            Rows::Sheet(rows) => rows.bytes_read(),
        }
    }
}

enum Rows {
    Csv(Box<CsvRows>),
    Sheet(Box<SheetRows>),
}

impl Rows {
    fn read(&mut self, row: &mut Row) -> Result<bool, Error> {
        match self {
            Self::Csv(rows) => rows.read(row),
            Self::Sheet(rows) => rows.read(row),
        }
    }
}

/// The beginning of the text, decoded.
fn sample(scan: &Scan, encoding: Encoding) -> Result<Vec<u8>, Error> {
    let prefix = std::io::Cursor::new(scan.prefix.clone());
    let mut decode = Decode::new(Box::new(prefix), encoding);
    let (mut sample, mut piece) = (Vec::new(), Vec::new());
    while decode.next(&mut piece)? {
        sample.extend_from_slice(&piece);
    }
    Ok(sample)
}

/// Column names from the header row. Empty ones at the very end are no columns but the separators
/// a spreadsheet leaves behind.
fn names(header: &Row) -> Result<Vec<String>, Error> {
    let mut names: Vec<String> = header.cells().map(|cell| cell.trim().to_owned()).collect();
    while names.len() > 1 && names.last().is_some_and(String::is_empty) {
        names.pop();
    }
    for (i, name) in names.iter_mut().enumerate() {
        if name.is_empty() {
            *name = format!("column {}", i + 1);
        }
    }
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for name in &names {
        *seen.entry(name).or_default() += 1;
    }
    let mut twice: Vec<String> = seen
        .into_iter()
        .filter(|(_, count)| *count > 1)
        .map(|(name, _)| name.to_owned())
        .collect();
    twice.sort();
    if twice.is_empty() {
        Ok(names)
    } else {
        Err(Error::DuplicateColumns(twice))
    }
}
