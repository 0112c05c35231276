//! A CSV file in pieces: rows go in, bytes come out whenever somebody wants to send them on. So a
//! file of a million rows needs no more memory than the rows between two takings.

use jiff::tz::TimeZone;

use crate::write::{Cell, Profile, Writer};

/// A file being written. It begins with the column names.
pub struct Pieces {
    profile: Profile,
    zone: TimeZone,
    writer: Writer<Vec<u8>>,
}

/// Why writing can't fail.
const IN_MEMORY: &str = "memory takes every byte";

impl Pieces {
    /// A file with these columns, written as [`Writer::new`] says.
    pub fn new<'n>(
        profile: Profile,
        zone: TimeZone,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Self {
        let mut writer = Writer::new(Vec::new(), profile, zone.clone()).expect(IN_MEMORY);
        writer.header(names).expect(IN_MEMORY);
        Self {
            profile,
            zone,
            writer,
        }
    }

    /// Writes one row.
    pub fn row<'c>(&mut self, cells: impl IntoIterator<Item = Cell<'c>>) {
        self.writer.row(cells).expect(IN_MEMORY);
    }

    /// The bytes written since the last time.
    pub fn take(&mut self) -> Vec<u8> {
        let further = Writer::further(Vec::new(), self.profile, self.zone.clone());
        let written = std::mem::replace(&mut self.writer, further);
        written.finish().expect(IN_MEMORY)
    }
}
