//! The parts of an XLSX file, which is a zip archive of XML.
//!
//! A part is unpacked from the place where its bytes stand in the file, by a reader of its own: so
//! the rows of a sheet can be handed out one by one while nobody holds the archive open.

use std::collections::HashMap;
use std::io::{self, Read, Seek, SeekFrom};

use flate2::read::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use super::xml::Xml;
use crate::error::Error;
use crate::source::Source;

/// A sheet of a million answers to 20 questions unpacks to about half of this.
const MAX_UNPACKED_MB: u64 = 1024;

/// An XLSX file of which every part was unpacked once, so that none is damaged or endless.
pub(super) struct Package {
    source: Source,
    parts: HashMap<String, Part>,
}

/// Where a part stands in the file.
struct Part {
    start: u64,
    packed: u64,
    method: CompressionMethod,
    /// Unpacked size in bytes, as counted.
    bytes: u64,
}

impl Package {
    /// Unpacks every part once, counting, so that a small file can't fill memory or disk.
    pub(super) fn open(source: &Source) -> Result<Self, Error> {
        let limit = MAX_UNPACKED_MB * 1024 * 1024;
        let mut archive = ZipArchive::new(source.open()?).map_err(|e| damaged(&e))?;
        let (mut total, mut parts) = (0, HashMap::new());
        for i in 0..archive.len() {
            let mut part = archive.by_index(i).map_err(|e| damaged(&e))?;
            let name = plain(&part.name().map_err(|e| damaged(&e))?);
            let mut all = Read::take(&mut part, limit - total + 1);
            let bytes = io::copy(&mut all, &mut io::sink()).map_err(|e| damaged(&e))?;
            total += bytes;
            if total > limit {
                return Err(Error::SheetTooBig {
                    limit_mb: MAX_UNPACKED_MB,
                });
            }
            let Some(start) = part.data_start() else {
                continue;
            };
            let part = Part {
                start,
                packed: part.compressed_size(),
                method: part.compression(),
                bytes,
            };
            parts.insert(name, part);
        }
        Ok(Self {
            source: source.clone(),
            parts,
        })
    }

    /// A part from its beginning, if there is one of this name. Capitals don't matter.
    pub(super) fn part(&self, name: &str) -> Result<Option<Xml>, Error> {
        let Some(part) = self.parts.get(&plain(name)) else {
            return Ok(None);
        };
        let mut from = self.source.open()?;
        from.seek(SeekFrom::Start(part.start))?;
        let packed = from.take(part.packed);
        let unpacked: Box<dyn Read + Send> = match part.method {
            CompressionMethod::Stored => Box::new(packed),
            _ => Box::new(DeflateDecoder::new(packed)),
        };
        Ok(Some(Xml::new(unpacked)))
    }

    /// Unpacked size of a part in bytes; 0 when there is none of this name.
    pub(super) fn bytes(&self, name: &str) -> u64 {
        self.parts.get(&plain(name)).map_or(0, |part| part.bytes)
    }
}

fn damaged(error: &impl ToString) -> Error {
    Error::Sheet(error.to_string())
}

/// The name under which a part is found: some programs write other capitals or slashes.
fn plain(name: &str) -> String {
    let name = name.replace('\\', "/").to_ascii_lowercase();
    name.trim_start_matches('/').to_owned()
}
