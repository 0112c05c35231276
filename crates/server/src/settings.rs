//! The handful of settings: `luister.toml` in the data folder, then the environment, then flags.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use platform::db::{Db, Location, Options};
use platform::{Clock, Slice};
use serde::Deserialize;

use crate::wiring::SLICES;

/// Where the data is; every command that touches it takes these.
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct DataArgs {
    /// Folder of the embedded database and of luister.toml [default: luister-data; the demo's is
    /// luister-demo]
    #[arg(long, env = "LUISTER_DATA", value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// sqlite:FILE or postgres://…; without it the embedded database in the data folder.
    #[arg(
        long,
        env = "LUISTER_DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub(crate) database_url: Option<Location>,
}

/// What a file may say; each can be overridden.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    listen: Option<SocketAddr>,
    base_url: Option<String>,
    database_url: Option<String>,
}

/// What is decided after file, environment and flags.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) data: PathBuf,
    pub(crate) location: Location,
    pub(crate) listen: Option<SocketAddr>,
    pub(crate) base_url: Option<String>,
}

impl DataArgs {
    /// Reads the settings; `folder` is the data folder when nothing names one.
    pub(crate) fn settings(&self, folder: &str) -> anyhow::Result<Settings> {
        let data = self.data.clone().unwrap_or_else(|| PathBuf::from(folder));
        let file = read_file(&data.join("luister.toml"))?;
        let location = match (&self.database_url, &file.database_url) {
            (Some(location), _) => location.clone(),
            (None, Some(url)) => url
                .parse()
                .map_err(anyhow::Error::msg)
                .context("luister.toml")?,
            (None, None) => Location::Sqlite(data.join("luister.db")),
        };
        Ok(Settings {
            data,
            location,
            listen: file.listen,
            base_url: file.base_url,
        })
    }

    /// Opens the database with its schema up to date; a new one is made.
    pub(crate) fn open_or_make(&self) -> anyhow::Result<Db> {
        open_database(&self.settings("luister-data")?)
    }

    /// Opens the database that is there, so that a slip in `--data` makes no second one.
    pub(crate) fn open(&self) -> anyhow::Result<Db> {
        let settings = self.settings("luister-data")?;
        if let Location::Sqlite(file) = &settings.location
            && !file.exists()
        {
            bail!("there is no database {}: is --data right?", file.display());
        }
        open_database(&settings)
    }
}

fn read_file(path: &Path) -> anyhow::Result<File> {
    match std::fs::read_to_string(path) {
        Ok(text) => toml::from_str(&text).with_context(|| format!("{}", path.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(File::default()),
        Err(error) => Err(error).with_context(|| format!("{}", path.display())),
    }
}

/// Opens the database of `settings`, making data folder and file if needed.
pub(crate) fn open_database(settings: &Settings) -> anyhow::Result<Db> {
    if let Location::Sqlite(file) = &settings.location {
        let folder = file.parent().filter(|p| !p.as_os_str().is_empty());
        if let Some(folder) = folder {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("the data folder {}", folder.display()))?;
        }
        refuse_foreign_file(file)?;
    }
    let db = Db::open(&settings.location, Options::default())?;
    let migrations: Vec<_> = SLICES.iter().flat_map(|s: &&Slice| s.migrations).collect();
    db.migrate(&migrations, Clock::system().now_us())?;
    Ok(db)
}

/// A file that is no database must not be touched: SQLite itself would only notice later.
fn refuse_foreign_file(file: &Path) -> anyhow::Result<()> {
    use std::io::Read;
    let mut head = Vec::new();
    match std::fs::File::open(file) {
        Err(_) => return Ok(()),
        Ok(open) => open.take(16).read_to_end(&mut head)?,
    };
    if !head.is_empty() && head != *b"SQLite format 3\0" {
        bail!("{} is no SQLite database", file.display());
    }
    Ok(())
}
