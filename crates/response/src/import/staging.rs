//! Uploaded files wait here between upload and import: in a folder of their workspace, under
//! names made by us, for a day at most.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use platform::clock::DAY_US;
use platform::web::{Upload, UploadLimit, unstored};
use platform::{Problem, id};
use serde::{Deserialize, Serialize};

use super::mapping::Mapping;

/// Largest upload, in bytes.
pub const UPLOAD_MAX: u64 = 100 * 1024 * 1024;
const LIMIT: UploadLimit = UploadLimit {
    bytes: UPLOAD_MAX,
    instead: "import it with `luister import`",
};
/// How long a file waits.
const KEPT_US: i64 = DAY_US;

/// The folder of staged files.
#[derive(Clone, Debug)]
pub struct Staging {
    folder: PathBuf,
}

/// What is known of a staged file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Staged {
    /// What the file was called by whoever sent it; for showing only.
    pub file_name: String,
    /// The survey it goes into, once that is known.
    pub survey_id: Option<String>,
    /// What its columns become, once somebody or something said so.
    pub mapping: Option<Mapping>,
    /// The sheet to read of a spreadsheet; the first when not given.
    pub sheet: Option<String>,
}

/// One staged file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StagedId {
    /// Whose file.
    pub workspace_id: String,
    /// Which file.
    pub file_id: String,
}

impl Staging {
    /// Staged files in `folder`, which is made when needed.
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    fn path(&self, of: &StagedId, ending: &str) -> PathBuf {
        self.folder
            .join(&of.workspace_id)
            .join(format!("{}.{ending}", of.file_id))
    }

    /// The file itself.
    pub fn data(&self, of: &StagedId) -> PathBuf {
        self.path(of, "data")
    }

    /// Its rejected rows.
    pub fn rejected(&self, of: &StagedId) -> PathBuf {
        self.path(of, "rejected")
    }

    /// A new empty file to upload into.
    pub fn begin(&self, workspace_id: &str) -> Result<(StagedId, Upload), Problem> {
        let of = StagedId {
            workspace_id: workspace_id.to_owned(),
            file_id: id::new(),
        };
        fs::create_dir_all(self.folder.join(workspace_id)).map_err(unstored)?;
        let upload = Upload::begin(self.data(&of), LIMIT).map_err(unstored)?;
        Ok((of, upload))
    }

    /// What is known of a file; 404 for one that isn't there.
    pub fn get(&self, of: &StagedId) -> Result<Staged, Problem> {
        if !id::is_id(&of.file_id) {
            return Err(Problem::no("file"));
        }
        match fs::read(self.path(of, "json")) {
            Ok(json) => Ok(serde_json::from_slice(&json)?),
            Err(error) if error.kind() == ErrorKind::NotFound => Err(Problem::no("file")),
            Err(error) => Err(unstored(error)),
        }
    }

    /// Keeps what is known of a file.
    pub fn put(&self, of: &StagedId, staged: &Staged) -> Result<(), Problem> {
        let (path, part) = (self.path(of, "json"), self.path(of, "part"));
        fs::write(&part, serde_json::to_vec(staged)?).map_err(unstored)?;
        fs::rename(&part, &path).map_err(unstored)
    }

    /// Removes the file itself after its import; what was rejected stays for a day.
    pub fn remove_data(&self, of: &StagedId) {
        let _ = fs::remove_file(self.data(of));
    }

    /// Whether the file itself is still there.
    pub fn has_data(&self, of: &StagedId) -> bool {
        self.data(of).exists()
    }

    /// Removes what has waited longer than a day, of all workspaces, and what an export left when
    /// it was killed.
    pub fn clean(&self, now_us: i64) {
        let (folders, files): (Vec<_>, Vec<_>) =
            entries(&self.folder).partition(|path| path.is_dir());
        let staged = folders.iter().flat_map(|folder| entries(folder));
        for file in staged.chain(files).filter(|path| is_old(path, now_us)) {
            let _ = fs::remove_file(file);
        }
    }
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
}

fn is_old(path: &Path, now_us: i64) -> bool {
    let modified = fs::metadata(path).and_then(|m| m.modified()).ok();
    let age = modified
        .and_then(|at| at.duration_since(UNIX_EPOCH).ok())
        .and_then(|since| i64::try_from(since.as_micros()).ok())
        .map(|at_us| now_us - at_us);
    age.is_some_and(|age| age > KEPT_US)
}

#[cfg(test)]
mod tests {
    use platform::clock::DAY_US;

    use super::*;

    #[test]
    fn files_wait_a_day_and_unfinished_ones_not_at_all() {
        let folder = tempfile::TempDir::new().expect("a folder");
        let staging = Staging::new(folder.path());
        let (of, mut upload) = staging.begin("w").expect("a file");
        upload.add(b"a,b\n").expect("room");
        drop(upload);
        assert!(
            !staging.has_data(&of),
            "an upload that breaks off leaves nothing"
        );
        let (of, mut upload) = staging.begin("w").expect("a file");
        upload.add(b"a,b\n").expect("room");
        upload.keep().expect("kept");
        staging.put(&of, &Staged::default()).expect("kept");
        let left = folder.path().join("left.xlsx");
        fs::write(&left, b"x").expect("a file");
        let now_us = fs::metadata(staging.data(&of))
            .and_then(|m| m.modified())
            .ok()
            .and_then(|at| at.duration_since(UNIX_EPOCH).ok())
            .map_or(0, |since| {
                i64::try_from(since.as_micros()).unwrap_or_default()
            });
        staging.clean(now_us + DAY_US / 2);
        assert!(staging.has_data(&of) && left.exists());
        staging.clean(now_us + 2 * DAY_US);
        assert!(!staging.has_data(&of) && !left.exists());
        assert!(staging.get(&of).is_err());
        let outside = StagedId {
            workspace_id: "w".to_owned(),
            file_id: "../../etc/passwd".to_owned(),
        };
        assert!(staging.get(&outside).is_err());
    }
}
