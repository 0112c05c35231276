//! A file that somebody uploads, piece by piece onto the disk, never whole in memory: with a limit,
//! an end to patience, and nothing left of it when it breaks off.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Duration;

use axum::extract::multipart::{Field, MultipartError};
use tokio::time::{Instant, timeout};

use super::Problem;

/// Longest name of a file that is kept, in characters.
const NAME_MAX: usize = 200;

/// The largest file, and what to do with a larger one.
#[derive(Clone, Copy, Debug)]
pub struct UploadLimit {
    /// In bytes.
    pub bytes: u64,
    /// The end of the sentence "the file is too large: …".
    pub instead: &'static str,
}

/// A file that is being uploaded; what is not [`Upload::keep`]pt is removed.
#[derive(Debug)]
pub struct Upload {
    path: PathBuf,
    file: File,
    limit: UploadLimit,
    size: u64,
    kept: bool,
    started: Instant,
}

impl Upload {
    /// A new empty file at `path`, in a folder that is there.
    pub fn begin(path: PathBuf, limit: UploadLimit) -> io::Result<Self> {
        Ok(Self {
            file: File::create(&path)?,
            path,
            limit,
            size: 0,
            kept: false,
            started: Instant::now(),
        })
    }

    /// Adds a piece; a 413 when it becomes too large.
    pub fn add(&mut self, piece: &[u8]) -> Result<(), Problem> {
        self.size += piece.len() as u64;
        let UploadLimit { bytes, instead } = self.limit;
        if self.size > bytes {
            let limit = bytes / (1024 * 1024);
            return Err(Problem::TooLarge(format!(
                "the file is larger than {limit} MB: {instead}"
            )));
        }
        self.file.write_all(piece).map_err(unstored)
    }

    /// Bytes so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Ends the upload.
    pub fn keep(mut self) -> Result<(), Problem> {
        self.file.flush().map_err(unstored)?;
        self.kept = true;
        Ok(())
    }

    /// The next part of the form that the file is in; a 408 when the whole has become too slow.
    pub async fn next<T>(
        &self,
        part: impl Future<Output = Result<T, MultipartError>>,
    ) -> Result<T, Problem> {
        let left = (self.started + self.patience()).saturating_duration_since(Instant::now());
        match timeout(left.max(Duration::from_millis(1)), part).await {
            Err(_) => {
                let text = "the file took too long to arrive".to_owned();
                Err(Problem::Other(408, text))
            }
            Ok(Ok(part)) => Ok(part),
            Ok(Err(error)) if error.status().as_u16() == 413 => Err(Problem::TooLarge(format!(
                "the file is too large: {}",
                self.limit.instead
            ))),
            Ok(Err(error)) => Err(Problem::BadRequest(format!(
                "the upload can't be read: {}",
                error.body_text()
            ))),
        }
    }

    /// The longest a whole upload may take when so much has arrived: a client that dawdles keeps
    /// no connection.
    fn patience(&self) -> Duration {
        const FIRST: Duration = Duration::from_secs(30);
        const SLOWEST_BYTES_PER_S: u64 = 32 * 1024;
        FIRST + Duration::from_secs(self.size / SLOWEST_BYTES_PER_S)
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if !self.kept {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// What is said when the folder of uploads can't be used.
pub fn unstored(error: io::Error) -> Problem {
    Problem::Unavailable(format!("the folder for uploaded files: {error}"))
}

/// What the file was called, without folders.
pub fn file_name(field: &Field<'_>) -> String {
    let name = field.file_name().unwrap_or_default();
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars()
        .filter(|c| !c.is_control())
        .take(NAME_MAX)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: UploadLimit = UploadLimit {
        bytes: 4,
        instead: "split it",
    };

    #[test]
    fn what_is_too_large_or_breaks_off_leaves_nothing() {
        let folder = tempfile::TempDir::new().expect("a folder");
        let path = folder.path().join("file");
        let mut upload = Upload::begin(path.clone(), LIMIT).expect("a file");
        upload.add(b"a,b\n").expect("room");
        assert_eq!((upload.size(), upload.patience().as_secs()), (4, 30));
        let refused = upload.add(b"x").expect_err("too large");
        assert_eq!(refused.status().as_u16(), 413);
        drop(upload);
        assert!(!path.exists());
    }

    #[test]
    fn what_is_kept_stays() {
        let folder = tempfile::TempDir::new().expect("a folder");
        let path = folder.path().join("file");
        let mut upload = Upload::begin(path.clone(), LIMIT).expect("a file");
        upload.add(b"a,b\n").expect("room");
        upload.keep().expect("kept");
        assert_eq!(fs::read(path).expect("the file"), b"a,b\n");
    }
}
