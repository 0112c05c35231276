//! The reports of an import as downloads.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use axum::body::Body;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use platform::Problem;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

/// Bytes sent at once.
const PIECE: usize = 64 * 1024;

/// A report as a download, piece by piece: it may be as large as the file it is about.
pub(super) async fn download(path: PathBuf, name: &str) -> Result<Response, Problem> {
    let opened = tokio::task::spawn_blocking(move || File::open(path)).await;
    let file = opened
        .map_err(|e| Problem::Internal(format!("opening a report: {e}")))?
        .map_err(|_| Problem::no("file"))?;
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, disposition),
    ];
    let body = Body::from_stream(ReceiverStream::new(pieces(file)));
    Ok((headers, body).into_response())
}

/// The bytes of a file, read on a thread that may wait.
fn pieces(mut file: File) -> mpsc::Receiver<std::io::Result<Vec<u8>>> {
    let (sender, receiver) = mpsc::channel(2);
    tokio::task::spawn_blocking(move || {
        loop {
            let mut piece = vec![0; PIECE];
            let read = file.read(&mut piece).map(|length| {
                piece.truncate(length);
                piece
            });
            let is_end = read.as_ref().is_ok_and(Vec::is_empty);
            let failed = read.is_err();
            if is_end || sender.blocking_send(read).is_err() || failed {
                return;
            }
        }
    });
    receiver
}
