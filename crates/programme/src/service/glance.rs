//! A programme at a glance: how much it did, and what it decided last.

use platform::Tx;
use platform::web::{App, Problem};
use user::Viewer;

use super::look::{Listed, with_contacts};
use crate::model::{Audience, OccasionState, Programme};
use crate::store;

/// How much a programme did so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Invitations the mail server took.
    pub handed_over: i64,
    /// Reminders decided on.
    pub reminders: i64,
    /// Invitations that were answered, and not in doubt; 0 where that is anonymous.
    pub answered: i64,
}

/// How much a programme did so far.
pub async fn counts(app: &App, viewer: &Viewer, programme: &Programme) -> Result<Counts, Problem> {
    let (workspace, id) = (viewer.workspace_id.clone(), programme.programme_id.clone());
    let is_anonymous = programme.definition.audience == Audience::Employees;
    let read = move |tx: &mut Tx<'_>| {
        let mails = store::report::mails(tx, &workspace, &id)?;
        let answered = if is_anonymous {
            0
        } else {
            store::report::answered(tx, &workspace, &id)?
        };
        Ok(Counts {
            handed_over: mails.handed_over,
            reminders: mails.reminders,
            answered,
        })
    };
    app.db.read(read).await
}

/// What a programme decided last, the latest first.
pub async fn latest(
    app: &App,
    viewer: &Viewer,
    programme: &Programme,
    limit: usize,
) -> Result<Vec<Listed>, Problem> {
    let (workspace, id) = (viewer.workspace_id.clone(), programme.programme_id.clone());
    let read = move |tx: &mut Tx<'_>| {
        let occasions = store::plan::latest(tx, (&workspace, &id), limit)?;
        with_contacts(tx, &workspace, occasions)
    };
    app.db.read(read).await
}

/// How many rounds and episodes of a programme are in each state, with the reason.
pub async fn reasons(
    app: &App,
    viewer: &Viewer,
    programme: &Programme,
) -> Result<Vec<(OccasionState, Option<String>, i64)>, Problem> {
    let (workspace, id) = (viewer.workspace_id.clone(), programme.programme_id.clone());
    let read = move |tx: &mut Tx<'_>| Ok(store::plan::reasons(tx, &workspace, &id)?);
    app.db.read(read).await
}
