//! Uploaded files wait here between upload and import: in a folder of their workspace, under names
//! made by us, for a day at most.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use platform::clock::DAY_US;
use platform::web::{Upload, UploadLimit, unstored};
use platform::{Problem, id};
use serde::{Deserialize, Serialize};

use super::{Meant, Summary};

/// Largest file, in bytes.
pub(crate) const UPLOAD_MAX: u64 = 256 * 1024 * 1024;
const LIMIT: UploadLimit = UploadLimit {
    bytes: UPLOAD_MAX,
    instead: "split it, importing the parts one by one",
};
/// What our files end with; others in the folder are not ours.
const ENDINGS: [&str; 4] = [
    "contacts",
    "contacts-json",
    "contacts-rejected",
    "contacts-merged",
];

/// The folder of staged files.
#[derive(Clone, Debug)]
pub(crate) struct Staging {
    folder: PathBuf,
}

/// A staged file of a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct StagedId {
    pub(crate) workspace_id: String,
    pub(crate) file_id: String,
}

/// What is known of a staged file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Staged {
    /// What it was called by whoever sent it; for showing only.
    pub(crate) file_name: String,
    /// The sheet to read of a spreadsheet; the first when not given.
    pub(crate) sheet: Option<String>,
    /// Its columns, with a few values of each.
    pub(crate) columns: Vec<Column>,
    /// What they become.
    pub(crate) targets: Vec<Meant>,
    /// What importing it would do.
    pub(crate) tried: Option<Summary>,
    /// What importing it did.
    pub(crate) done: Option<Summary>,
    /// Why trying or importing ended early.
    pub(crate) failure: Option<String>,
}

/// A column of a staged file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) examples: Vec<String>,
}

impl Staging {
    /// Staged files in `folder`, which is made when needed.
    pub(crate) fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    fn path(&self, of: &StagedId, ending: &str) -> PathBuf {
        self.folder_of(of).join(format!("{}.{ending}", of.file_id))
    }

    /// Where it is, with room for what an import of it must remember.
    pub(crate) fn folder_of(&self, of: &StagedId) -> PathBuf {
        self.folder.join(&of.workspace_id)
    }

    /// The file itself.
    pub(crate) fn data(&self, of: &StagedId) -> PathBuf {
        self.path(of, "contacts")
    }

    /// Its rejected rows.
    pub(crate) fn rejected(&self, of: &StagedId) -> PathBuf {
        self.path(of, "contacts-rejected")
    }

    /// Its merged rows.
    pub(crate) fn merged(&self, of: &StagedId) -> PathBuf {
        self.path(of, "contacts-merged")
    }

    /// A new empty file to upload into.
    pub(crate) fn begin(&self, workspace_id: &str) -> Result<(StagedId, Upload), Problem> {
        let of = StagedId {
            workspace_id: workspace_id.to_owned(),
            file_id: id::new(),
        };
        fs::create_dir_all(self.folder.join(workspace_id)).map_err(unstored)?;
        let upload = Upload::begin(self.data(&of), LIMIT).map_err(unstored)?;
        Ok((of, upload))
    }

    /// What is known of a file; 404 for one that isn't there.
    pub(crate) fn get(&self, of: &StagedId) -> Result<Staged, Problem> {
        if !id::is_id(&of.file_id) {
            return Err(Problem::no("file"));
        }
        match fs::read(self.path(of, "contacts-json")) {
            Ok(json) => Ok(serde_json::from_slice(&json)?),
            Err(error) if error.kind() == ErrorKind::NotFound => Err(Problem::no("file")),
            Err(error) => Err(unstored(error)),
        }
    }

    /// Keeps what is known of a file.
    pub(crate) fn put(&self, of: &StagedId, staged: &Staged) -> Result<(), Problem> {
        let path = self.path(of, "contacts-json");
        let part = self.path(of, "contacts-part");
        fs::write(&part, serde_json::to_vec(staged)?).map_err(unstored)?;
        fs::rename(&part, &path).map_err(unstored)
    }

    /// Removes the file itself after its import; its reports stay for a day.
    pub(crate) fn remove_data(&self, of: &StagedId) {
        let _ = fs::remove_file(self.data(of));
    }

    /// Removes what has waited longer than a day, of all workspaces.
    pub(crate) fn clean(&self, now_us: i64) {
        let folders = entries(&self.folder).filter(|path| path.is_dir());
        let ours = |path: &PathBuf| {
            let ending = path.extension().and_then(|e| e.to_str());
            ending.is_some_and(|e| ENDINGS.contains(&e) || e == "contacts-part")
        };
        for path in folders.flat_map(|folder| entries(&folder)).filter(ours) {
            if is_old(&path, now_us) {
                let _ = fs::remove_file(path);
            }
        }
    }
}

fn entries(folder: &Path) -> Box<dyn Iterator<Item = PathBuf>> {
    let found = fs::read_dir(folder).into_iter().flatten().flatten();
    Box::new(found.map(|entry| entry.path()))
}

fn is_old(path: &Path, now_us: i64) -> bool {
    let modified = fs::metadata(path).and_then(|m| m.modified()).ok();
    modified
        .and_then(|at| at.duration_since(UNIX_EPOCH).ok())
        .and_then(|since| i64::try_from(since.as_micros()).ok())
        .is_some_and(|at_us| now_us - at_us > DAY_US)
}
