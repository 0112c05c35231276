//! The first pass over a file: count what tells the encodings apart, keep the beginning.

use std::io::{self, Read};

/// How much of the beginning is kept for finding the separator.
const PREFIX: usize = 64 * 1024;
const CHUNK: usize = 64 * 1024;

/// What the bytes look like.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    /// Bytes in the file.
    pub(crate) bytes: u64,
    /// The first bytes, at most 64 KiB.
    pub(crate) prefix: Vec<u8>,
    /// Characters of more than one byte that are valid UTF-8.
    pub(crate) multibyte: u64,
    /// Bytes that are no UTF-8.
    pub(crate) invalid: u64,
    /// NUL bytes at even and at odd offsets: in UTF-16 one of the two holds nearly all.
    pub(crate) nul: [u64; 2],
}

impl Scan {
    /// Reads to the end, in chunks.
    pub(crate) fn of(mut from: impl Read) -> io::Result<Self> {
        let mut scan = Self::default();
        let mut buffer = vec![0; CHUNK];
        let mut kept = 0;
        loop {
            let read = match from.read(&mut buffer[kept..]) {
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            scan.take_new(&buffer[kept..kept + read]);
            let end = kept + read;
            let used = scan.take_utf8(&buffer[..end]);
            if read == 0 {
                scan.invalid += (end - used) as u64;
                return Ok(scan);
            }
            buffer.copy_within(used..end, 0);
            kept = end - used;
        }
    }

    /// Counts what doesn't depend on character boundaries.
    fn take_new(&mut self, new: &[u8]) {
        let room = PREFIX.saturating_sub(self.prefix.len()).min(new.len());
        self.prefix.extend_from_slice(&new[..room]);
        let odd_start = (self.bytes % 2) as usize;
        // Most files have no NUL at all: one quick look instead of two counters.
        if new.contains(&0) {
            for (i, byte) in new.iter().enumerate() {
                self.nul[(odd_start + i) % 2] += u64::from(*byte == 0);
            }
        }
        self.bytes += new.len() as u64;
    }

    /// Counts valid and invalid UTF-8; gives how many bytes were used (a character may be cut by
    /// the end of the chunk).
    fn take_utf8(&mut self, bytes: &[u8]) -> usize {
        let mut at = 0;
        loop {
            match std::str::from_utf8(&bytes[at..]) {
                Ok(text) => {
                    self.multibyte += multibyte(text);
                    return bytes.len();
                }
                Err(error) => {
                    let valid = error.valid_up_to();
                    self.multibyte +=
                        std::str::from_utf8(&bytes[at..at + valid]).map_or(0, multibyte);
                    at += valid;
                    let Some(bad) = error.error_len() else {
                        return at;
                    };
                    self.invalid += bad as u64;
                    at += bad;
                }
            }
        }
    }
}

fn multibyte(text: &str) -> u64 {
    if text.is_ascii() {
        return 0;
    }
    text.bytes().filter(|byte| *byte >= 0xC0).count() as u64
}
