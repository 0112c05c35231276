//! The verbs of teams: make, rename, move, remove. All are for administrators.

use platform::{Db, Problem, Tx, id};
use serde_json::json;

use super::{Team, rules, store};
use crate::audit::{self, Note};
use crate::model::Viewer;
use crate::people;
use crate::service::checked_text;

/// Makes a team; its id.
pub(crate) async fn add(
    db: &Db,
    viewer: &Viewer,
    (name, parent_id): (&str, Option<&str>),
    now_us: i64,
) -> Result<String, Problem> {
    let team = Team {
        team_id: id::new(),
        name: checked_text("name", name)?,
        parent_id: parent_id.map(str::to_owned),
        people: 0,
        created_at_us: now_us,
    };
    let viewer = viewer.clone();
    db.write(move |tx| {
        people::lock(tx, &viewer.workspace_id)?;
        make(tx, &viewer, &team)?;
        Ok(team.team_id.clone())
    })
    .await
}

/// Makes a team in a transaction that holds the lock of people.
pub(crate) fn make(tx: &mut Tx<'_>, viewer: &Viewer, team: &Team) -> Result<(), Problem> {
    let all = store::all(tx, &viewer.workspace_id)?;
    if all.len() >= rules::TEAMS_MAX {
        let text = format!("a workspace has at most {} teams", rules::TEAMS_MAX);
        return Err(Problem::Conflict(text));
    }
    refuse(rules::mistakes(team, &all))?;
    store::add(tx, &viewer.workspace_id, team)?;
    let detail = json!({ "name": team.name });
    let note = Note::new("team.created", &team.team_id).with(detail);
    audit::note(tx, viewer, note, team.created_at_us)?;
    Ok(())
}

/// What is to change of a team; nothing stays as it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Change {
    pub(super) name: Option<String>,
    /// From now on; the inner nothing makes it a team without parent.
    #[expect(
        clippy::option_option,
        reason = "left alone is not the same as taken away"
    )]
    pub(super) parent_id: Option<Option<String>>,
}

/// Renames or moves a team. Who leads it or a team above sees what follows from that at once.
pub(super) async fn change(
    db: &Db,
    viewer: &Viewer,
    (team_id, change): (&str, Change),
    now_us: i64,
) -> Result<(), Problem> {
    let name = change
        .name
        .as_deref()
        .map(|name| checked_text("name", name));
    let name = name.transpose()?;
    let (viewer, team_id) = (viewer.clone(), team_id.to_owned());
    db.write(move |tx| {
        let workspace_id = &viewer.workspace_id;
        people::lock(tx, workspace_id)?;
        let before = known(tx, workspace_id, &team_id)?;
        let mut after = before.clone();
        if let Some(name) = &name {
            after.name.clone_from(name);
        }
        if let Some(parent_id) = &change.parent_id {
            after.parent_id.clone_from(parent_id);
        }
        if after == before {
            return Ok(());
        }
        refuse(rules::mistakes(&after, &store::all(tx, workspace_id)?))?;
        store::change(tx, workspace_id, &after)?;
        let mut detail = serde_json::Map::new();
        if after.name != before.name {
            detail.insert("name".to_owned(), json!(after.name));
        }
        if after.parent_id != before.parent_id {
            detail.insert("parent_id".to_owned(), json!(after.parent_id));
        }
        let note = Note::new("team.changed", &team_id).with(detail.into());
        audit::note(tx, &viewer, note, now_us)?;
        Ok(())
    })
    .await
}

/// Removes a team in which nobody works and that has none below it.
pub(super) async fn remove(
    db: &Db,
    viewer: &Viewer,
    team_id: &str,
    now_us: i64,
) -> Result<(), Problem> {
    let (viewer, team_id) = (viewer.clone(), team_id.to_owned());
    db.write(move |tx| {
        let workspace_id = &viewer.workspace_id;
        people::lock(tx, workspace_id)?;
        let team = known(tx, workspace_id, &team_id)?;
        let all = store::all(tx, workspace_id)?;
        if team.people > 0 || rules::below(&team_id, &all).len() > 1 {
            return Err(Problem::Conflict(
                "people work in this team, or teams are below it: move them first".to_owned(),
            ));
        }
        store::remove(tx, workspace_id, &team_id)?;
        let note = Note::new("team.removed", &team_id).with(json!({ "name": team.name }));
        audit::note(tx, &viewer, note, now_us)?;
        Ok(())
    })
    .await
}

pub(super) fn known(tx: &mut Tx<'_>, workspace_id: &str, team_id: &str) -> Result<Team, Problem> {
    store::by_id(tx, workspace_id, team_id)?.ok_or_else(|| Problem::no("team"))
}

/// All teams of the viewer's workspace.
pub(super) async fn all(db: &Db, viewer: &Viewer) -> Result<Vec<Team>, Problem> {
    let workspace_id = viewer.workspace_id.clone();
    db.read(move |tx| store::all(tx, &workspace_id))
        .await
        .map_err(Problem::from)
}

fn refuse(errors: Vec<platform::web::FieldError>) -> Result<(), Problem> {
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Problem::all_invalid(errors))
    }
}
