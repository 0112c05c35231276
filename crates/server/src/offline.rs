//! What a command needs to use the slices' verbs without a server: an app on the same database,
//! and who is asking.

use platform::Db;
use platform::Problem;
use platform::web::App;
use tokio::sync::watch;
use user::Viewer;

use crate::settings::WorkspaceArgs;
use crate::{keys, serve};

/// An app that serves nothing. Nobody hears its changes: open pages find them in the database.
pub(crate) fn app(db: Db) -> anyhow::Result<App> {
    let (_, stopping) = watch::channel(false);
    serve::app(db, String::new(), stopping)
}

/// Whoever can start a command on the data may change it.
pub(crate) async fn viewer(app: &App, workspace: &WorkspaceArgs) -> Result<Viewer, Problem> {
    keys::viewer(&app.db, workspace).await
}
