//! The tree of causes, and which of them a case has.

use std::collections::{BTreeMap, BTreeSet};

use platform::web::{App, Problem};
use platform::{Tx, id};
use serde_json::json;
use user::{Viewer, audit};

use super::{Meant, change, one};
use crate::model::{Case, Cause, CauseKind};
use crate::rules::{self, cause as tree};
use crate::store;
use crate::verbs::Done;

/// Causes in a workspace at most.
pub const CAUSES_MAX: usize = 1000;
/// Causes of one case at most.
pub const CAUSES_OF_CASE_MAX: usize = 20;

/// A cause as it is made or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CauseDraft {
    /// The cause it is part of.
    pub parent_id: Option<String>,
    /// What sort of cause.
    pub kind: CauseKind,
    /// What it is called. Never a person.
    pub name: String,
}

/// All causes, archived ones too.
pub async fn list(app: &App, viewer: &Viewer) -> Result<Vec<Cause>, Problem> {
    let workspace = viewer.workspace_id.clone();
    app.db
        .read(move |tx| Ok(store::cause::all(tx, &workspace)?))
        .await
}

/// How many cases opened between two moments have each cause: all, and those still open.
pub async fn counts(
    app: &App,
    viewer: &Viewer,
    between: (i64, i64),
) -> Result<BTreeMap<String, (i64, i64)>, Problem> {
    let (workspace, sight) = (viewer.workspace_id.clone(), viewer.sight.clone());
    app.db
        .read(move |tx| Ok(store::cause::counts(tx, (&workspace, &sight), between)?))
        .await
}

/// Makes a cause.
pub async fn add(app: &App, viewer: &Viewer, draft: CauseDraft) -> Result<Cause, Problem> {
    may_arrange(viewer)?;
    let (viewer, now_us, cause_id) = (viewer.clone(), app.clock.now_us(), id::new());
    let name = rules::line("/name", &draft.name).map_err(one)?;
    app.db
        .write(move |tx| {
            let all = store::cause::all(tx, &viewer.workspace_id)?;
            let cause = Cause {
                cause_id: cause_id.clone(),
                parent_id: draft.parent_id.clone(),
                kind: draft.kind,
                name: name.clone(),
                place: i64::try_from(all.len()).unwrap_or(i64::MAX),
                archived_at_us: None,
                revision: 1,
            };
            if all.len() >= CAUSES_MAX {
                let detail = format!("there are {CAUSES_MAX} causes; archive doesn't help");
                return Err(Problem::Conflict(detail));
            }
            fits(tx, &viewer, &all, &cause)?;
            store::cause::add(tx, &viewer.workspace_id, &cause, now_us)?;
            noted(tx, &viewer, ("cause.added", &cause), now_us)?;
            Ok(cause)
        })
        .await
}

/// Changes a cause: name, kind, place in the tree. `seen` is the revision that was read.
pub async fn save(
    app: &App,
    viewer: &Viewer,
    (cause_id, seen): (&str, Option<i64>),
    draft: CauseDraft,
) -> Result<Cause, Problem> {
    let name = rules::line("/name", &draft.name).map_err(one)?;
    update(
        app,
        viewer,
        (cause_id, seen),
        "cause.changed",
        move |cause| {
            cause.parent_id.clone_from(&draft.parent_id);
            cause.kind = draft.kind;
            cause.name.clone_from(&name);
        },
    )
    .await
}

/// Offers a cause no longer, or again. Cases that have it keep it.
pub async fn archive(
    app: &App,
    viewer: &Viewer,
    (cause_id, seen): (&str, Option<i64>),
    is_archived: bool,
) -> Result<Cause, Problem> {
    let now_us = app.clock.now_us();
    let action = if is_archived {
        "cause.archived"
    } else {
        "cause.offered"
    };
    update(app, viewer, (cause_id, seen), action, move |cause| {
        cause.archived_at_us = is_archived.then(|| cause.archived_at_us.unwrap_or(now_us));
    })
    .await
}

async fn update(
    app: &App,
    viewer: &Viewer,
    (cause_id, seen): (&str, Option<i64>),
    action: &'static str,
    work: impl Fn(&mut Cause) + Send + 'static,
) -> Result<Cause, Problem> {
    may_arrange(viewer)?;
    let (viewer, cause_id) = (viewer.clone(), cause_id.to_owned());
    let now_us = app.clock.now_us();
    app.db
        .write(move |tx| {
            let all = store::cause::all(tx, &viewer.workspace_id)?;
            let mut cause = all
                .iter()
                .find(|cause| cause.cause_id == cause_id)
                .cloned()
                .ok_or_else(|| Problem::no("cause"))?;
            if seen.is_some_and(|seen| seen != cause.revision) {
                let detail = "somebody else changed this cause since you read it";
                return Err(Problem::Other(412, detail.to_owned()));
            }
            work(&mut cause);
            fits(tx, &viewer, &all, &cause)?;
            store::cause::save(tx, &viewer.workspace_id, &mut cause, now_us)?;
            noted(tx, &viewer, (action, &cause), now_us)?;
            Ok(cause)
        })
        .await
}

/// Makes the causes that are usual, when there are none yet; in the language of whoever asks.
pub async fn add_usual(
    app: &App,
    viewer: &Viewer,
    usual: Vec<(CauseKind, Vec<String>)>,
) -> Result<Vec<Cause>, Problem> {
    may_arrange(viewer)?;
    let (viewer, now_us) = (viewer.clone(), app.clock.now_us());
    app.db
        .write(move |tx| {
            if !store::cause::all(tx, &viewer.workspace_id)?.is_empty() {
                let detail = "there are causes already".to_owned();
                return Err(Problem::Conflict(detail));
            }
            let mut place = 0;
            for (kind, names) in &usual {
                let mut parent: Option<String> = None;
                for name in names {
                    let cause = Cause {
                        cause_id: id::new(),
                        parent_id: parent.clone(),
                        kind: *kind,
                        name: name.clone(),
                        place,
                        archived_at_us: None,
                        revision: 1,
                    };
                    store::cause::add(tx, &viewer.workspace_id, &cause, now_us)?;
                    noted(tx, &viewer, ("cause.added", &cause), now_us)?;
                    place += 1;
                    parent.get_or_insert(cause.cause_id);
                }
            }
            Ok(store::cause::all(tx, &viewer.workspace_id)?)
        })
        .await
}

fn fits(tx: &mut Tx<'_>, viewer: &Viewer, all: &[Cause], cause: &Cause) -> Result<(), Problem> {
    tree::check(all, cause).map_err(one)?;
    let people = user::people::all(tx, &viewer.workspace_id)?;
    let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
    tree::is_nobody(&cause.name, &names).map_err(one)
}

fn noted(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (action, cause): (&'static str, &Cause),
    now_us: i64,
) -> Result<(), Problem> {
    let note = audit::Note {
        action,
        noun: "cause",
        id: &cause.cause_id,
        detail: json!({ "name": cause.name, "kind": cause.kind.as_str() }),
    };
    Ok(audit::note(tx, viewer, note, now_us)?)
}

fn may_arrange(viewer: &Viewer) -> Result<(), Problem> {
    let leads = viewer.role.is_some_and(user::Role::is_leader);
    if viewer.may_write || leads {
        return Ok(());
    }
    Err(Problem::Forbidden(
        "administrators and people who lead arrange causes".to_owned(),
    ))
}

/// Says what caused a case.
pub async fn set(
    app: &App,
    viewer: &Viewer,
    meant: Meant,
    cause_ids: Vec<String>,
) -> Result<Case, Problem> {
    let cause_ids: BTreeSet<String> = cause_ids.into_iter().collect();
    let cause_ids: Vec<String> = cause_ids.into_iter().collect();
    change(app, viewer, meant, move |hand, case| {
        if !put(hand.tx, case, &cause_ids)? {
            return Ok(None);
        }
        let detail = json!({ "cause_ids": cause_ids });
        Ok(Some(Done {
            what: "causes",
            detail,
        }))
    })
    .await
}

/// Stores the causes of a case; false when it had the same.
pub(super) fn put(tx: &mut Tx<'_>, case: &Case, cause_ids: &[String]) -> Result<bool, Problem> {
    let wanted: BTreeSet<&String> = cause_ids.iter().collect();
    let had = store::cause::of_case(tx, &case.workspace_id, &case.case_id)?;
    let has: BTreeSet<&String> = had.iter().collect();
    if wanted == has {
        return Ok(false);
    }
    if wanted.len() > CAUSES_OF_CASE_MAX {
        let detail = format!("{CAUSES_OF_CASE_MAX} causes at most");
        return Err(Problem::invalid("/cause_ids", detail));
    }
    let all = store::cause::all(tx, &case.workspace_id)?;
    for id in wanted.difference(&has) {
        let cause = all.iter().find(|cause| cause.cause_id == **id);
        if cause.is_none_or(|cause| cause.archived_at_us.is_some()) {
            return Err(Problem::invalid("/cause_ids", "there is no such cause"));
        }
    }
    let wanted: Vec<String> = wanted.into_iter().cloned().collect();
    store::cause::set(tx, (&case.workspace_id, &case.case_id), &wanted)?;
    Ok(true)
}
