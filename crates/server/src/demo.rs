//! The demo: a sample survey with its real answers, open to whoever sits at this machine.

use platform::web::App;

use crate::serve::Entrance;

/// The demo's workspace.
#[derive(Clone, Debug)]
pub(crate) struct Demo {
    /// Open to this machine without login.
    pub(crate) workspace_id: String,
    /// The sample survey.
    pub(crate) survey_id: String,
}

/// Makes workspace and sample survey unless they are there.
pub(crate) async fn prepare(_app: &App) -> anyhow::Result<Entrance> {
    anyhow::bail!("no sample yet")
}
