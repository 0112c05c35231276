//! Importing a file that is already where Luister runs: what its columns are is said by name, or
//! remembered, and nothing is guessed of a column that nobody knows.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use platform::web::App;
use platform::{Problem, id};
use tabular::{Options, Source};
use user::Viewer;

use super::columns::{Meant, Target, about, named_twice};
use super::mapping::{self, Known, Proposed};
use super::parcels::Reading;
use super::run::{self, Files, Plan, Progress, RunError};
use super::{REPORTED, Summary};
use crate::erase::Forgetting;
use crate::responsibility;
use crate::service::{Contacts, occasion};

/// Who did it, where that is told.
const BY: &str = "luister import";

/// Where a file of contacts is.
#[derive(Clone, Copy, Debug)]
pub struct FilePlace<'a> {
    /// The file.
    pub path: &'a Path,
    /// The sheet of a spreadsheet; the first when not given.
    pub sheet: Option<&'a str>,
    /// A folder with room for what must be remembered of the file.
    pub folder: &'a Path,
}

/// A file of contacts, and what its columns become.
pub struct ContactFile {
    contacts: Contacts,
    viewer: Viewer,
    path: PathBuf,
    sheet: Option<String>,
    folder: PathBuf,
    names: Vec<String>,
    meant: Vec<Meant>,
    /// Columns that nothing is known of.
    unknown: BTreeSet<usize>,
    roles: Vec<String>,
}

impl ContactFile {
    /// Looks at the header of a file. Its columns become what they became the last time, or what
    /// their names say.
    ///
    /// # Errors
    /// The file can't be read as a table, or the database can't be read.
    pub async fn open(app: &App, viewer: &Viewer, place: &FilePlace<'_>) -> Result<Self, RunError> {
        let FilePlace {
            path,
            sheet,
            folder,
        } = *place;
        let options = Options {
            sheet: sheet.map(str::to_owned),
            folder: Some(folder.to_owned()),
            ..Options::default()
        };
        let source = Source::from(path);
        let looked = tokio::task::spawn_blocking(move || {
            tabular::open(source, &options).map(|table| table.columns().to_vec())
        });
        let looked = looked
            .await
            .map_err(|e| RunError::Problem(Problem::Internal(format!("reading a file: {e}"))))?;
        let names = looked?;
        let (workspace_id, columns) = (viewer.workspace_id.clone(), names.clone());
        let read = app.db.read(move |tx| {
            let roles = responsibility::roles(tx, &workspace_id)?;
            let roles: Vec<String> = roles.into_iter().map(|role| role.role).collect();
            let proposed = mapping::proposed(tx, &workspace_id, &columns)?;
            Ok::<_, Problem>((roles, proposed))
        });
        let (roles, Proposed { meant, unknown }) = read.await.map_err(RunError::Problem)?;
        Ok(Self {
            contacts: Contacts::new(app, Forgetting::default()),
            viewer: viewer.clone(),
            path: path.to_owned(),
            sheet: sheet.map(str::to_owned),
            folder: folder.to_owned(),
            names,
            meant,
            unknown,
            roles,
        })
    }

    /// Takes over the mapping that was kept under this name, for the columns that it knows.
    ///
    /// # Errors
    /// There is none of that name.
    pub async fn take_saved(&mut self, name: &str) -> Result<(), Problem> {
        let (workspace_id, own) = (self.viewer.workspace_id.clone(), name.to_owned());
        let db = &self.contacts.app.db;
        let known: Known = db
            .read(move |tx| Ok::<_, Problem>(mapping::named(tx, &workspace_id, &own)?))
            .await?;
        if known.is_empty() {
            let text = format!("no mapping was kept as {name:?}");
            return Err(Problem::NotFound(text));
        }
        for (index, column) in self.names.iter().enumerate() {
            if let Some(meant) = known.get(column).and_then(|text| Meant::read(text)) {
                self.meant[index] = meant;
                self.unknown.remove(&index);
            }
        }
        Ok(())
    }

    /// Says what a column becomes, as `email`, `attribute:segment` or `person:consultant`.
    ///
    /// # Errors
    /// In words: there is no such column, nothing a column can become, or no such responsibility.
    pub fn say(&mut self, column: &str, becomes: &str) -> Result<(), String> {
        let Some(index) = self.names.iter().position(|name| name == column) else {
            let names = self.names.join(", ");
            return Err(format!(
                "there is no column {column:?}; the columns are: {names}"
            ));
        };
        let Some(meant) = Meant::read(becomes) else {
            let all = Target::ALL.map(|target| match target {
                Target::Person => "person:ROLE",
                Target::Attribute => "attribute[:NAME]",
                Target::AccountAttribute => "account-attribute[:NAME]",
                other => other.as_str(),
            });
            return Err(format!(
                "the column {column:?} can't become {becomes:?}; it can become: {}",
                all.join(", ")
            ));
        };
        if meant.target == Target::Person && !self.roles.contains(&meant.name) {
            return Err(format!(
                "there is no responsibility {:?}; there are: {}",
                meant.name,
                self.roles.join(", ")
            ));
        }
        self.meant[index] = meant;
        self.unknown.remove(&index);
        Ok(())
    }

    /// Says what all columns become that nothing is known of.
    ///
    /// # Errors
    /// As [`ContactFile::say`].
    pub fn say_others(&mut self, becomes: &str) -> Result<(), String> {
        let unknown: Vec<String> = self.unknown().map(str::to_owned).collect();
        unknown
            .iter()
            .try_for_each(|column| self.say(column, becomes))
    }

    /// Columns that nothing is known of. What they become must be said first.
    pub fn unknown(&self) -> impl Iterator<Item = &str> {
        self.unknown.iter().map(|index| self.names[*index].as_str())
    }

    /// All columns with what they become.
    pub fn columns(&self) -> impl Iterator<Item = (&str, String)> {
        let meant = self.meant.iter().map(Meant::written);
        self.names.iter().map(String::as_str).zip(meant)
    }

    /// Checks that what the columns become fits together.
    ///
    /// # Errors
    /// In words: what doesn't.
    pub fn check(&self) -> Result<(), String> {
        if let Some(twice) = named_twice(&self.meant) {
            let both = self.columns().filter(|(_, own)| *own == twice.written());
            let both: Vec<&str> = both.map(|(name, _)| name).collect();
            return Err(format!(
                "only one column can become {}, not {}",
                twice.written(),
                both.join(" and ")
            ));
        }
        if about(&self.meant).is_none() {
            let names = self.names.join(", ");
            return Err(format!(
                "no column becomes email or external-id, so nobody could be found again, and for a \
                 file of accounts alone one becomes account or account-external-id and none \
                 something of contacts; the columns are: {names}"
            ));
        }
        Ok(())
    }

    /// Stores what the file says; the mapping is remembered for the next file with these columns,
    /// and kept as `name` when there is one.
    ///
    /// # Errors
    /// When it breaks off. What was stored before stays.
    pub async fn store(
        self,
        name: Option<&str>,
        files: Files,
        progress: Arc<Progress>,
    ) -> Result<Summary, RunError> {
        for name in [Some(""), name].into_iter().flatten() {
            self.remember(name).await.map_err(RunError::Problem)?;
        }
        let noted = self.contacts.note_import(&self.viewer, &id::new()).await;
        noted.map_err(RunError::Problem)?;
        let plan = self.plan(files, true);
        run::run(&self.contacts, plan, progress).await
    }

    /// Says what [`ContactFile::store`] would do; nothing is stored.
    ///
    /// # Errors
    /// When file or database can't be read.
    pub async fn dry_run(self, files: Files, progress: Arc<Progress>) -> Result<Summary, RunError> {
        let plan = self.plan(files, false);
        run::run(&self.contacts, plan, progress).await
    }

    fn plan(&self, files: Files, stores: bool) -> Plan {
        let mut occasion = occasion(&self.contacts.app, &self.viewer);
        BY.clone_into(&mut occasion.by);
        Plan {
            reading: Reading {
                source: Source::from(&self.path),
                sheet: self.sheet.clone(),
                targets: self.meant.clone(),
                now_us: occasion.now_us,
                folder: self.folder.clone(),
            },
            occasion,
            stores,
            files,
        }
    }

    async fn remember(&self, name: &str) -> Result<(), Problem> {
        let (workspace_id, name) = (self.viewer.workspace_id.clone(), name.to_owned());
        let (names, meant) = (self.names.clone(), self.meant.clone());
        let app = &self.contacts.app;
        let now_us = app.clock.now_us();
        let keep = move |tx: &mut platform::Tx<'_>| {
            let all = (names.as_slice(), meant.as_slice());
            mapping::keep(tx, &workspace_id, (&name, all), now_us)
        };
        Ok(app.db.write(keep).await?)
    }

    /// Whether the file is a report of rejected rows, mended or not.
    pub fn is_report(&self) -> bool {
        self.names.iter().map(String::as_str).take(4).eq(REPORTED)
    }
}
