//! Telling encodings and separators apart.

use std::fmt;

use csv_core::{ReadRecordResult, ReaderBuilder};

use crate::scan::Scan;

/// How the bytes stand for characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without byte order mark.
    Utf8,
    /// UTF-16, low byte first (what Excel calls "Unicode text").
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Windows-1252, which includes Latin-1: the fallback when the bytes are no UTF-8.
    Windows1252,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16 LE",
            Self::Utf16Be => "UTF-16 BE",
            Self::Windows1252 => "Windows-1252",
        })
    }
}

/// What stands between two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// `,`
    Comma,
    /// `;`, what Excel writes where the comma is the decimal mark.
    Semicolon,
    /// A tab.
    Tab,
    /// `|`
    Pipe,
}

impl Separator {
    /// The four separators, in the order that decides a tie: the rarer one in running text first.
    pub const ALL: [Self; 4] = [Self::Tab, Self::Pipe, Self::Semicolon, Self::Comma];

    /// The separator as a byte.
    pub fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Pipe => b'|',
        }
    }

    fn of(byte: u8) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|separator| separator.byte() == byte)
    }
}

impl fmt::Display for Separator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Comma => ",",
            Self::Semicolon => ";",
            Self::Tab => "tab",
            Self::Pipe => "|",
        })
    }
}

/// The encoding and whether a byte order mark says so.
pub(crate) fn encoding(scan: &Scan) -> (Encoding, bool) {
    match scan.prefix.as_slice() {
        [0xEF, 0xBB, 0xBF, ..] => return (Encoding::Utf8, true),
        [0xFF, 0xFE, ..] => return (Encoding::Utf16Le, true),
        [0xFE, 0xFF, ..] => return (Encoding::Utf16Be, true),
        _ => {}
    }
    // Tables are mostly digits and Latin letters: in UTF-16 every second byte is then zero.
    let units = scan.bytes / 2;
    let [even, odd] = scan.nul;
    if units > 0 && odd * 10 > units * 6 && even * 10 < units {
        return (Encoding::Utf16Le, false);
    }
    if units > 0 && even * 10 > units * 6 && odd * 10 < units {
        return (Encoding::Utf16Be, false);
    }
    // A stray bad byte in a UTF-8 file must not turn every accent into two wrong characters.
    if scan.invalid == 0 || scan.multibyte > 10 * scan.invalid {
        (Encoding::Utf8, false)
    } else {
        (Encoding::Windows1252, false)
    }
}

/// What the bytes are when they are no text, if that shows.
pub(crate) fn not_text(scan: &Scan) -> Option<&'static str> {
    match scan.prefix.as_slice() {
        [0xD0, 0xCF, 0x11, 0xE0, ..] => {
            return Some("an old .xls or a password-protected file (save it as .xlsx or CSV)");
        }
        [b'%', b'P', b'D', b'F', ..] => return Some("a PDF"),
        [0x1F, 0x8B, ..] => return Some("a gzip file (unpack it first)"),
        [0x89, b'P', b'N', b'G', ..] => return Some("a picture"),
        _ => {}
    }
    let (encoding, _) = encoding(scan);
    let nul = scan.nul[0] + scan.nul[1];
    let wide = matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be);
    (!wide && nul * 10 > scan.bytes).then_some("binary data")
}

/// The line `sep=;` that Excel understands: its separator and its length without line end.
pub(crate) fn declared_separator(text: &[u8]) -> Option<(Separator, usize)> {
    let line = text.split(|byte| matches!(byte, b'\r' | b'\n')).next()?;
    let value = line
        .strip_prefix(b"sep=")
        .or_else(|| line.strip_prefix(b"SEP="))?;
    match value {
        [byte] => Separator::of(*byte).map(|separator| (separator, line.len())),
        _ => None,
    }
}

/// The separator that cuts the beginning of the text into the most regular rows of the most cells.
///
/// `whole`: the sample is the whole file, so its last record counts too.
pub(crate) fn separator(sample: &[u8], whole: bool) -> Separator {
    let mut best = (Separator::Comma, 0.0);
    for candidate in Separator::ALL {
        let counts = cells_per_record(sample, candidate, whole);
        let Some((&columns, rows)) = counts.split_first() else {
            continue;
        };
        let alike = rows.iter().filter(|count| **count == columns).count();
        let regular = if rows.is_empty() {
            1.0
        } else {
            alike as f64 / rows.len() as f64
        };
        // The logarithm: one ragged row among thirteen columns doesn't lose against a mark that
        // happens to cut every row in two; one column says nothing.
        let score = regular * (columns as f64).ln();
        if score > best.1 {
            best = (candidate, score);
        }
    }
    best.0
}

/// Cells in each of the first records, quotes understood.
fn cells_per_record(sample: &[u8], separator: Separator, whole: bool) -> Vec<usize> {
    const RECORDS: usize = 100;
    let mut core = ReaderBuilder::new().delimiter(separator.byte()).build();
    let mut counts = Vec::new();
    let (mut fields, mut ends) = (vec![0; sample.len() + 1], vec![0; sample.len() + 2]);
    let mut rest = sample;
    while counts.len() < RECORDS {
        let (result, used, _, cells) = core.read_record(rest, &mut fields, &mut ends);
        rest = &rest[used..];
        match result {
            ReadRecordResult::Record => counts.push(cells),
            ReadRecordResult::InputEmpty if whole => {
                let (result, _, _, last) = core.read_record(&[], &mut fields, &mut ends);
                if matches!(result, ReadRecordResult::Record) {
                    counts.push(cells + last);
                }
                break;
            }
            // The header alone may be longer than the sample; its cells so far still tell.
            _ => {
                if counts.is_empty() {
                    counts.push(cells + 1);
                }
                break;
            }
        }
    }
    counts
}
