//! `luister routes`: every address with who may use it, as the program itself knows it.

use std::process::ExitCode;

use platform::db::{Db, Location, Options};
use tokio::sync::watch;

use crate::serve::{self, Entrance};
use crate::wiring;

/// Prints a line per route: method, path, access.
pub(crate) fn run() -> anyhow::Result<ExitCode> {
    let folder = std::env::temp_dir().join(format!("luister-{}", platform::id::new()));
    std::fs::create_dir_all(&folder)?;
    let listed = list(&folder);
    let _ = std::fs::remove_dir_all(&folder);
    for line in listed? {
        println!("{line}");
    }
    Ok(ExitCode::SUCCESS)
}

/// The routes belong to an app, and an app to a database, which stays empty.
fn list(folder: &std::path::Path) -> anyhow::Result<Vec<String>> {
    let location = Location::Sqlite(folder.join("luister.db"));
    let db = Db::open(&location, Options::default())?;
    let (_stop, stopping) = watch::channel(false);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let _inside = runtime.enter();
    let app = serve::app(db, "https://luister.example".to_owned(), stopping)?;
    let keeper = dashboard::FactsKeeper::new(app.db.clone(), 0);
    let figures = dashboard::Dashboard::new(&app, keeper);
    let slices = wiring::slices(&app, Entrance::default(), folder, figures);
    let entries = slices.into_iter().flat_map(|(_, entries)| entries);
    let mut lines: Vec<String> = entries
        .map(|entry| format!("{} {} {:?}", entry.method, entry.path, entry.access))
        .collect();
    lines.sort_unstable();
    Ok(lines)
}
