//! Room on disk for what an import must remember of a file, so that memory doesn't grow with it. The
//! file has no name: it is gone with whoever holds it, also when the process ends in the middle.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use platform::id;

/// Bytes that wait for one write.
const WAITING: usize = 64 * 1024;

/// A file without a name.
#[derive(Debug)]
pub(crate) struct Scratch {
    file: File,
    /// Bytes in the file.
    stored: u64,
    /// Bytes behind those that aren't in it yet.
    waiting: Vec<u8>,
}

impl Scratch {
    /// An empty one in `folder`, which is made when needed.
    pub(crate) fn new(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let path = folder.join(format!("{}.contacts-part", id::new()));
        let mut options = OpenOptions::new();
        let file = options
            .read(true)
            .write(true)
            .create_new(true)
            .open(&path)?;
        fs::remove_file(&path)?;
        Ok(Self {
            file,
            stored: 0,
            waiting: Vec::new(),
        })
    }

    /// One of so many bytes, all of them 0; where the disk can, they take no room until written.
    pub(crate) fn zeros(folder: &Path, bytes: u64) -> io::Result<Self> {
        let mut scratch = Self::new(folder)?;
        scratch.file.set_len(bytes)?;
        scratch.stored = bytes;
        Ok(scratch)
    }

    /// How many bytes it has.
    pub(crate) fn len(&self) -> u64 {
        self.stored + self.waiting.len() as u64
    }

    /// Adds bytes at the end.
    pub(crate) fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() < WAITING {
            return Ok(());
        }
        self.flush()
    }

    /// Fills `bytes` with what stands from `at` on.
    pub(crate) fn read(&mut self, at: u64, bytes: &mut [u8]) -> io::Result<()> {
        if at + bytes.len() as u64 > self.stored {
            self.flush()?;
        }
        self.file.seek(SeekFrom::Start(at))?;
        self.file.read_exact(bytes)
    }

    /// Puts bytes in place of those from `at` on.
    pub(crate) fn write(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(at))?;
        self.file.write_all(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(self.stored))?;
        self.file.write_all(&self.waiting)?;
        self.stored += self.waiting.len() as u64;
        self.waiting.clear();
        Ok(())
    }
}
