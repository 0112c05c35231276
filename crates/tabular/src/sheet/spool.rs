//! Bytes that are written once and then read here and there: in memory while they are few, else in
//! a file without a name, which is gone with whoever holds it, also when the process ends.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// So much stays in memory.
pub(super) const KEPT: usize = 4 * 1024 * 1024;
/// Bytes that are read from the file at once.
const PAGE: usize = 8 * 1024;
/// How many such pages are kept.
const PAGES: usize = KEPT / PAGE;

/// Bytes being written.
pub(super) struct Spool {
    folder: PathBuf,
    /// All bytes, or those that wait for the file.
    bytes: Vec<u8>,
    file: Option<File>,
    len: u64,
}

impl Spool {
    /// None yet; when they become many, they go to `folder`.
    pub(super) fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            bytes: Vec::new(),
            file: None,
            len: 0,
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// Adds bytes at the end.
    pub(super) fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.len += bytes.len() as u64;
        self.bytes.extend_from_slice(bytes);
        if self.bytes.len() <= KEPT {
            return Ok(());
        }
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(nameless(&self.folder)?),
        };
        file.write_all(&self.bytes)?;
        self.bytes.clear();
        Ok(())
    }

    /// Ends writing.
    pub(super) fn stored(mut self) -> io::Result<Stored> {
        Ok(match self.file {
            None => Stored::Memory(self.bytes),
            Some(mut file) => {
                file.write_all(&self.bytes)?;
                // The room of what waited is that of the pages.
                self.bytes.clear();
                self.bytes.resize(PAGE * PAGES, 0);
                Stored::File(Pages {
                    file,
                    len: self.len,
                    bytes: self.bytes,
                    numbers: vec![u64::MAX; PAGES],
                })
            }
        })
    }
}

/// Bytes that were written.
pub(super) enum Stored {
    /// Few.
    Memory(Vec<u8>),
    /// Many.
    File(Pages),
}

impl Stored {
    /// Puts the bytes from `from` to `to` in place of those in `bytes`.
    pub(super) fn read(&mut self, from: u64, to: u64, bytes: &mut Vec<u8>) -> io::Result<()> {
        bytes.clear();
        match self {
            Self::Memory(all) => {
                let found = usize::try_from(from).ok().zip(usize::try_from(to).ok());
                let found = found.and_then(|(from, to)| all.get(from..to));
                bytes.extend_from_slice(found.ok_or(io::ErrorKind::UnexpectedEof)?);
                Ok(())
            }
            Self::File(pages) => pages.read(from, to, bytes),
        }
    }
}

/// A file of which the pages read last are kept, each in the one place its number gives it: tables
/// ask for their texts nearly in order, and for some again and again.
pub(super) struct Pages {
    file: File,
    len: u64,
    bytes: Vec<u8>,
    numbers: Vec<u64>,
}

impl Pages {
    fn read(&mut self, mut from: u64, to: u64, bytes: &mut Vec<u8>) -> io::Result<()> {
        if to > self.len {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        while from < to {
            let page = self.page(from / PAGE as u64)?;
            let start = (from % PAGE as u64) as usize;
            let count = (PAGE - start).min((to - from) as usize);
            bytes.extend_from_slice(&page[start..start + count]);
            from += count as u64;
        }
        Ok(())
    }

    fn page(&mut self, number: u64) -> io::Result<&[u8]> {
        let place = (number % PAGES as u64) as usize;
        let page = &mut self.bytes[place * PAGE..(place + 1) * PAGE];
        if self.numbers[place] != number {
            self.numbers[place] = u64::MAX;
            let start = number * PAGE as u64;
            let count = (self.len - start).min(PAGE as u64) as usize;
            self.file.seek(SeekFrom::Start(start))?;
            self.file.read_exact(&mut page[..count])?;
            self.numbers[place] = number;
        }
        Ok(page)
    }
}

/// A file without a name in `folder`.
fn nameless(folder: &Path) -> io::Result<File> {
    let made = std::fs::create_dir_all(folder).and_then(|()| tempfile::tempfile_in(folder));
    made.map_err(|error| {
        let text = format!("no room in {}: {error}", folder.display());
        io::Error::new(error.kind(), text)
    })
}
