//! Writing CSV: two profiles, row by row, safe to open in a spreadsheet.

use std::borrow::Cow;
use std::io::{self, Write};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// For whom the file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// For programs: UTF-8 without byte order mark, `,`, CR LF, decimal point, ISO dates in UTC.
    Data,
    /// For Excel in Dutch: byte order mark, `;`, CR LF, decimal comma, `dd-mm-jjjj`.
    ExcelNl,
}

impl Profile {
    /// The profile of this name; without one the one for programs.
    pub fn named(name: Option<&str>) -> Option<Self> {
        match name {
            None | Some("data") => Some(Self::Data),
            Some("excel-nl") => Some(Self::ExcelNl),
            Some(_) => None,
        }
    }

    fn separator(self) -> u8 {
        match self {
            Self::Data => b',',
            Self::ExcelNl => b';',
        }
    }
}

/// A value with its type: the profile decides how it looks, and only text can be neutralised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// Nothing.
    Blank,
    /// Text, neutralised when a spreadsheet would take it for a formula.
    Text(&'a str),
    /// A whole number.
    Integer(i64),
    /// A number at full precision; not finite is written as nothing.
    Number(f64),
    /// A day.
    Day(Date),
    /// A moment.
    Instant(Timestamp),
}

/// Writes rows one by one; nothing is kept but the row at hand.
pub struct Writer<W: Write> {
    csv: csv::Writer<W>,
    profile: Profile,
    zone: TimeZone,
}

impl<W: Write> Writer<W> {
    /// Starts a file. `zone` is where moments are shown in [`Profile::ExcelNl`]; the other profile
    /// writes UTC.
    pub fn new(mut to: W, profile: Profile, zone: TimeZone) -> io::Result<Self> {
        if profile == Profile::ExcelNl {
            to.write_all("\u{FEFF}".as_bytes())?;
        }
        Ok(Self::further(to, profile, zone))
    }

    /// Goes on with a file that was started elsewhere.
    pub(crate) fn further(to: W, profile: Profile, zone: TimeZone) -> Self {
        let csv = csv::WriterBuilder::new()
            .delimiter(profile.separator())
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer(to);
        Self { csv, profile, zone }
    }

    /// Writes the column names.
    pub fn header<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) -> io::Result<()> {
        for name in names {
            self.field(neutralise(name).as_bytes())?;
        }
        self.end_row()
    }

    /// Writes one row.
    pub fn row<'c>(&mut self, cells: impl IntoIterator<Item = Cell<'c>>) -> io::Result<()> {
        for cell in cells {
            let text = self.text(cell);
            self.field(text.as_bytes())?;
        }
        self.end_row()
    }

    /// Hands everything to the writer below.
    pub fn flush(&mut self) -> io::Result<()> {
        self.csv.flush()
    }

    /// Ends the file and gives the writer below back.
    pub fn finish(self) -> io::Result<W> {
        self.csv
            .into_inner()
            .map_err(csv::IntoInnerError::into_error)
    }

    fn field(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.csv.write_field(bytes).map_err(io::Error::from)
    }

    fn end_row(&mut self) -> io::Result<()> {
        self.csv
            .write_record(None::<&[u8]>)
            .map_err(io::Error::from)
    }

    fn text<'c>(&self, cell: Cell<'c>) -> Cow<'c, str> {
        let dutch = self.profile == Profile::ExcelNl;
        match cell {
            Cell::Blank => Cow::Borrowed(""),
            Cell::Text(text) => neutralise(text),
            Cell::Integer(number) => Cow::Owned(number.to_string()),
            Cell::Number(number) if !number.is_finite() => Cow::Borrowed(""),
            Cell::Number(number) if dutch => Cow::Owned(number.to_string().replace('.', ",")),
            Cell::Number(number) => Cow::Owned(number.to_string()),
            Cell::Day(day) if dutch => Cow::Owned(day.strftime("%d-%m-%Y").to_string()),
            Cell::Day(day) => Cow::Owned(day.to_string()),
            Cell::Instant(at) if dutch => {
                let at = self.zone.to_datetime(at);
                Cow::Owned(at.strftime("%d-%m-%Y %H:%M:%S").to_string())
            }
            Cell::Instant(at) => Cow::Owned(at.to_string()),
        }
    }
}

/// Text that no spreadsheet takes for a formula: what [`is_formula`] gets a `'` in front.
pub fn neutralise(text: &str) -> Cow<'_, str> {
    if is_formula(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a spreadsheet could take this text of a CSV file for a formula: it starts with `=`, `+`,
/// `-`, `@`, tab or a carriage return, and is more than a number such as `-20` or `+0,5`.
pub fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_signed_number(text)
}

/// A sign, digits, and perhaps one mark with decimals.
fn is_signed_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.strip_prefix(['+', '-'])
        .is_some_and(|rest| match rest.split_once(['.', ',']) {
            Some((whole, decimals)) => digits(whole) && digits(decimals),
            None => digits(rest),
        })
}
