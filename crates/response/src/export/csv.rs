//! Responses as CSV, piece by piece.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use futures_util::TryStreamExt;
use futures_util::stream::{self, Stream};
use platform::{Db, Problem};
use tabular::{Profile, Writer};

use super::Export;
use super::columns::{Held, guarded};

/// The file in pieces. The first begins with the column names; memory holds one piece.
pub fn pieces(
    db: Db,
    export: Export,
    profile: Profile,
) -> impl Stream<Item = Result<Bytes, Problem>> + Send {
    let file = File {
        db,
        export,
        profile,
        written: Shared::default(),
        writer: None,
        after: 0,
    };
    stream::try_unfold(Some(file), |file| async {
        let Some(mut file) = file else {
            return Ok(None);
        };
        let is_last = file.write_piece().await?;
        let piece = Bytes::from(file.written.take());
        Ok(Some((piece, (!is_last).then_some(file))))
    })
}

/// Writes the whole file to `to`; `tell` hears how many bytes were written so far.
pub async fn write(
    db: &Db,
    export: Export,
    profile: Profile,
    to: &mut (dyn Write + Send),
    mut tell: impl FnMut(u64),
) -> Result<(), WriteError> {
    let mut pieces = std::pin::pin!(pieces(db.clone(), export, profile));
    let mut written = 0;
    while let Some(piece) = pieces.try_next().await? {
        to.write_all(&piece)?;
        written += piece.len() as u64;
        tell(written);
    }
    Ok(to.flush()?)
}

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The responses can't be read.
    #[error(transparent)]
    Read(#[from] Problem),
    /// The file takes no more.
    #[error(transparent)]
    Write(#[from] io::Error),
}

/// A file being written.
struct File {
    db: Db,
    export: Export,
    profile: Profile,
    written: Shared,
    writer: Option<Writer<Shared>>,
    after: i64,
}

impl File {
    /// Writes the next responses; true when there are none left.
    async fn write_piece(&mut self) -> Result<bool, Problem> {
        let responses = self.export.next(&self.db, self.after).await?;
        if let Some(last) = responses.last() {
            self.after = last.ordinal;
        }
        let mut writer = self.writer()?;
        for response in &responses {
            let cells = self.export.columns.cells(response);
            let cells: Vec<Held> = cells.into_iter().map(Held::safe).collect();
            writer
                .row(cells.iter().map(Held::cell))
                .map_err(unwritten)?;
        }
        writer.flush().map_err(unwritten)?;
        self.writer = Some(writer);
        Ok(responses.is_empty())
    }

    /// The writer so far, or a new one that has written the column names.
    fn writer(&mut self) -> Result<Writer<Shared>, Problem> {
        if let Some(writer) = self.writer.take() {
            return Ok(writer);
        }
        let (to, zone) = (self.written.clone(), self.export.zone.clone());
        let mut writer = Writer::new(to, self.profile, zone).map_err(unwritten)?;
        let names = self.export.columns.names();
        let names: Vec<_> = names.iter().map(|name| guarded(name)).collect();
        writer
            .header(names.iter().map(AsRef::as_ref))
            .map_err(unwritten)?;
        Ok(writer)
    }
}

fn unwritten(error: io::Error) -> Problem {
    Problem::Internal(format!("a piece of an export: {error}"))
}

/// What was written and not yet taken.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Shared {
    fn take(&self) -> Vec<u8> {
        self.0
            .lock()
            .map(|mut bytes| std::mem::take(&mut *bytes))
            .unwrap_or_default()
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut written = self
            .0
            .lock()
            .map_err(|_| io::Error::other("a writer panicked"))?;
        written.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
