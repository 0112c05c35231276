//! Responses as CSV, piece by piece.

use std::io::{self, Write};

use axum::body::Bytes;
use futures_util::TryStreamExt;
use futures_util::stream::{self, Stream};
use list::Cell;
use platform::{Db, Problem};
use tabular::{Pieces, Profile};

use super::Export;
use super::columns::{guarded, safe};

/// The file in pieces. The first begins with the column names; memory holds one piece.
pub fn pieces(
    db: Db,
    export: Export,
    profile: Profile,
) -> impl Stream<Item = Result<Bytes, Problem>> + Send {
    let names = export.columns.names();
    let names: Vec<_> = names.iter().map(|name| guarded(name)).collect();
    let names = names.iter().map(AsRef::as_ref);
    let file = File {
        db,
        pieces: Pieces::new(profile, export.zone.clone(), names),
        export,
        after: 0,
    };
    stream::try_unfold(Some(file), |file| async {
        let Some(mut file) = file else {
            return Ok(None);
        };
        let is_last = file.write_piece().await?;
        let piece = Bytes::from(file.pieces.take());
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
    pieces: Pieces,
    after: i64,
}

impl File {
    /// Writes the next responses; true when there are none left.
    async fn write_piece(&mut self) -> Result<bool, Problem> {
        let responses = self.export.next(&self.db, self.after).await?;
        if let Some(last) = responses.last() {
            self.after = last.ordinal;
        }
        for response in &responses {
            let cells = self.export.columns.cells(response);
            let cells: Vec<Cell> = cells.into_iter().map(safe).collect();
            self.pieces.row(cells.iter().map(Cell::csv));
        }
        Ok(responses.is_empty())
    }
}
