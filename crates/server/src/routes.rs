//! `luister routes` and `luister mails`: every address with who may use it, and every kind of mail,
//! as the program itself knows them. Whoever looks at all of them begins here.

use std::path::Path;
use std::process::ExitCode;

use platform::db::{Db, Location, Options};
use platform::web::App;
use tokio::sync::watch;

use crate::serve::{self, Entrance};
use crate::wiring;

/// Prints a line per route: method, path, access.
pub(crate) fn run() -> anyhow::Result<ExitCode> {
    print(|app, folder| Ok(addresses(app, folder)))
}

/// Prints the name of each kind of mail that can be sent.
pub(crate) fn mails() -> anyhow::Result<ExitCode> {
    print(kinds)
}

/// Prints what `list` finds in an app, which belongs to a database, which stays empty.
fn print(list: fn(&App, &Path) -> anyhow::Result<Vec<String>>) -> anyhow::Result<ExitCode> {
    let folder = std::env::temp_dir().join(format!("luister-{}", platform::id::new()));
    std::fs::create_dir_all(&folder)?;
    let listed = within(&folder, list);
    let _ = std::fs::remove_dir_all(&folder);
    for line in listed? {
        println!("{line}");
    }
    Ok(ExitCode::SUCCESS)
}

fn within(
    folder: &Path,
    list: fn(&App, &Path) -> anyhow::Result<Vec<String>>,
) -> anyhow::Result<Vec<String>> {
    let location = Location::Sqlite(folder.join("luister.db"));
    let db = Db::open(&location, Options::default())?;
    let (_stop, stopping) = watch::channel(false);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let _inside = runtime.enter();
    let app = serve::app(db, "https://luister.example".to_owned(), stopping)?;
    list(&app, folder)
}

fn addresses(app: &App, folder: &Path) -> Vec<String> {
    let keeper = dashboard::FactsKeeper::new(app.db.clone(), 0);
    let figures = dashboard::Dashboard::new(app, keeper);
    let slices = wiring::slices(app, Entrance::default(), folder, figures);
    let entries = slices.into_iter().flat_map(|(_, entries)| entries);
    let mut lines: Vec<String> = entries
        .map(|entry| format!("{} {} {:?}", entry.method, entry.path, entry.access))
        .collect();
    lines.sort_unstable();
    lines
}

fn kinds(app: &App, _: &Path) -> anyhow::Result<Vec<String>> {
    let given = mail::settings::Given {
        smtp_url: Some("smtp+plaintext://127.0.0.1:25".to_owned()),
        from: Some("Luister <luister@luister.example>".to_owned()),
        ..mail::settings::Given::default()
    };
    let settings = mail::Settings::read(&given).map_err(anyhow::Error::msg)?;
    let kinds = wiring::kinds(app, settings.as_ref());
    Ok(kinds.names().map(str::to_owned).collect())
}
