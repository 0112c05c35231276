//! The verbs about improvements: make one, change it, reopen it, show it on the public page or not.
//! They are about customers of everybody, so they are for people who see everything.

use platform::{DbError, Problem, Tx, id};
use serde_json::json;
use user::{Sight, Viewer};

use super::{Refusal, note, refuse, sees_everything};
use crate::Actions;
use crate::model::{Action, HeardBy, Improvement, ImprovementDraft, Status};
use crate::rules;
use crate::store::{self, action::Wanted};

/// Actions of one improvement that are shown at most.
const ACTIONS_MAX: usize = 500;

/// An improvement with its actions.
#[derive(Clone, Debug)]
pub struct Whole {
    /// The improvement.
    pub improvement: Improvement,
    /// Its actions, those due first at the top.
    pub actions: Vec<Action>,
}

impl Whole {
    /// Actions that are not over.
    pub fn unfinished(&self) -> usize {
        let is_open = |own: &&Action| !own.status.is_over();
        self.actions.iter().filter(is_open).count()
    }
}

/// Improvements, open or closed, the latest changed first.
pub async fn list(
    actions: &Actions,
    viewer: &Viewer,
    closed: bool,
    (before, limit): ((i64, String), usize),
) -> Result<Vec<Whole>, Problem> {
    let workspace = viewer.workspace_id.clone();
    let read = move |tx: &mut Tx<'_>| {
        let of = (workspace.as_str(), closed);
        let found = store::improvement::list(tx, of, (before.0, &before.1), limit)?;
        let found = found.into_iter().map(|own| whole(tx, own));
        Ok(found.collect::<Result<Vec<_>, DbError>>()?)
    };
    actions.app.db.read(read).await
}

fn whole(tx: &mut Tx<'_>, improvement: Improvement) -> Result<Whole, DbError> {
    let wanted = Wanted {
        improvement_id: Some(improvement.improvement_id.clone()),
        ..Wanted::default()
    };
    let workspace = improvement.workspace_id.clone();
    Ok(Whole {
        improvement,
        actions: store::action::list(tx, (&workspace, &Sight::Everything), &wanted, ACTIONS_MAX)?,
    })
}

/// One improvement; 404 when there is none.
pub async fn get(
    actions: &Actions,
    viewer: &Viewer,
    improvement_id: &str,
) -> Result<Whole, Problem> {
    sees_everything(viewer)?;
    let (workspace, id) = (viewer.workspace_id.clone(), improvement_id.to_owned());
    let read = move |tx: &mut Tx<'_>| {
        let found = store::improvement::by_id(tx, &workspace, &id)?;
        Ok(whole(tx, found.ok_or_else(|| Problem::no("improvement"))?)?)
    };
    actions.app.db.read(read).await
}

/// The improvements an action can become a part of.
pub async fn open_ones(actions: &Actions, viewer: &Viewer) -> Result<Vec<Improvement>, Problem> {
    if sees_everything(viewer).is_err() {
        return Ok(Vec::new());
    }
    let workspace = viewer.workspace_id.clone();
    let read = move |tx: &mut Tx<'_>| {
        let of = (workspace.as_str(), false);
        Ok(store::improvement::list(
            tx,
            of,
            (i64::MAX, ""),
            ACTIONS_MAX,
        )?)
    };
    actions.app.db.read(read).await
}

/// Makes an improvement. Without a letter it begins with the usual one.
pub async fn create(
    actions: &Actions,
    viewer: &Viewer,
    mut draft: ImprovementDraft,
) -> Result<Improvement, Refusal> {
    sees_everything(viewer)?;
    if draft.letter.is_empty() {
        draft.letter = crate::letter::usual();
    }
    let draft = trimmed(draft);
    refuse(rules::check_improvement(&draft))?;
    let now_us = actions.app.clock.now_us();
    let viewer = viewer.clone();
    let work = move |tx: &mut Tx<'_>| {
        let workspace_id = viewer.workspace_id.clone();
        let new = Improvement {
            improvement_id: id::new(),
            slug: free_slug(tx, &workspace_id, &draft.title)?,
            workspace_id,
            draft: draft.clone(),
            published_at_us: None,
            closed_at_us: None,
            told_at_us: None,
            revision: 1,
            created_by: viewer.name().to_owned(),
            created_at_us: now_us,
            changed_at_us: now_us,
        };
        store::improvement::add(tx, &new)?;
        let about = ("improvement.created", new.improvement_id.as_str());
        note(tx, &viewer, about, json!({}), now_us)?;
        Ok::<_, Refusal>(new)
    };
    actions.app.db.write(work).await
}

/// An address nobody has yet.
pub(crate) fn free_slug(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    title: &str,
) -> Result<String, DbError> {
    for number in 1..100 {
        let slug = rules::slug(title, number);
        if !store::improvement::is_taken(tx, workspace_id, &slug)? {
            return Ok(slug);
        }
    }
    Ok(format!("{}-{}", rules::slug(title, 1), id::new()))
}

fn trimmed(draft: ImprovementDraft) -> ImprovementDraft {
    let mut heard: HeardBy = draft.heard;
    for own in heard.values_mut() {
        own.title = own.title.trim().to_owned();
        own.said = own.said.trim().to_owned();
        own.did = own.did.trim().to_owned();
    }
    ImprovementDraft {
        title: draft.title.trim().to_owned(),
        why: draft.why.trim().to_owned(),
        letter: draft.letter,
        heard,
    }
}

/// What of an improvement is to be something else; none stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The title.
    pub title: Option<String>,
    /// Why.
    pub why: Option<String>,
    /// The letter, in all languages.
    pub letter: Option<programme::letter::Wordings>,
    /// The public words, in all languages.
    pub heard: Option<HeardBy>,
}

/// Changes an improvement. `expected` is the revision the change was made on, when that matters.
pub async fn change(
    actions: &Actions,
    viewer: &Viewer,
    (improvement_id, expected): (&str, Option<i64>),
    change: Change,
) -> Result<Improvement, Refusal> {
    let work = move |own: &mut Improvement, _: i64| {
        if expected.is_some_and(|expected| expected != own.revision) {
            let detail = "somebody else changed this improvement since you read it";
            return Err(Problem::Other(412, detail.to_owned()).into());
        }
        let (change, old) = (change.clone(), own.draft.clone());
        own.draft = trimmed(ImprovementDraft {
            title: change.title.unwrap_or(old.title),
            why: change.why.unwrap_or(old.why),
            letter: change.letter.unwrap_or(old.letter),
            heard: change.heard.unwrap_or(old.heard),
        });
        refuse(rules::check_improvement(&own.draft))?;
        if own.published_at_us.is_some() {
            refuse(rules::check_public(&own.draft))?;
        }
        Ok(())
    };
    let what = ("improvement.changed", work);
    update(actions, viewer, improvement_id, what).await
}

/// Opens a closed improvement again; it leaves the public page.
pub async fn reopen(
    actions: &Actions,
    viewer: &Viewer,
    improvement_id: &str,
) -> Result<Improvement, Refusal> {
    check_may_tell(viewer)?;
    let work = |own: &mut Improvement, _: i64| {
        own.closed_at_us = None;
        own.published_at_us = None;
        Ok(())
    };
    let what = ("improvement.reopened", work);
    update(actions, viewer, improvement_id, what).await
}

/// Shows a closed improvement on the public page, or no longer.
pub async fn publish(
    actions: &Actions,
    viewer: &Viewer,
    improvement_id: &str,
    is_public: bool,
) -> Result<Improvement, Refusal> {
    check_may_tell(viewer)?;
    let work = move |own: &mut Improvement, now_us: i64| {
        if !is_public {
            own.published_at_us = None;
            return Ok(());
        }
        if !own.is_closed() {
            let detail = "an improvement is published when it is closed";
            return Err(Problem::Conflict(detail.to_owned()).into());
        }
        refuse(rules::check_public(&own.draft))?;
        own.published_at_us.get_or_insert(now_us);
        Ok(())
    };
    let action = if is_public {
        "improvement.published"
    } else {
        "improvement.unpublished"
    };
    update(actions, viewer, improvement_id, (action, work)).await
}

/// Whether this viewer may speak to customers for the company.
pub fn may_tell(viewer: &Viewer) -> bool {
    let leads = viewer.role.is_some_and(user::Role::is_leader);
    sees_everything(viewer).is_ok() && (viewer.may_write || leads)
}

/// Refuses whoever may not.
pub(super) fn check_may_tell(viewer: &Viewer) -> Result<(), Problem> {
    sees_everything(viewer)?;
    if may_tell(viewer) {
        return Ok(());
    }
    Err(Problem::Forbidden(
        "an administrator, a director or a lead tells customers what was done".to_owned(),
    ))
}

/// Changes an improvement under its lock, with a line in the audit log when anything is different.
async fn update(
    actions: &Actions,
    viewer: &Viewer,
    improvement_id: &str,
    (action, change): (
        &'static str,
        impl Fn(&mut Improvement, i64) -> Result<(), Refusal> + Send + 'static,
    ),
) -> Result<Improvement, Refusal> {
    sees_everything(viewer)?;
    let (viewer, id) = (viewer.clone(), improvement_id.to_owned());
    let now_us = actions.app.clock.now_us();
    let work = move |tx: &mut Tx<'_>| {
        let found = store::improvement::lock(tx, &viewer.workspace_id, &id)?;
        let mut own = found.ok_or_else(|| Problem::no("improvement"))?;
        let before = own.clone();
        change(&mut own, now_us)?;
        if own == before {
            return Ok(own);
        }
        own.revision += 1;
        own.changed_at_us = now_us;
        store::improvement::save(tx, &own)?;
        note(tx, &viewer, (action, &id), json!({}), now_us)?;
        Ok::<_, Refusal>(own)
    };
    actions.app.db.write(work).await
}

/// Why an improvement can't be closed yet.
pub(super) fn check_over(whole: &Whole) -> Result<(), Problem> {
    let is_done = |own: &Action| own.status == Status::Done;
    let detail = if whole.improvement.is_closed() {
        "this improvement is closed already"
    } else if whole.unfinished() > 0 {
        "it has actions that are neither done nor dropped"
    } else if !whole.actions.iter().any(is_done) {
        "nothing was done yet: it has no action that is done"
    } else {
        return Ok(());
    };
    Err(Problem::Conflict(detail.to_owned()))
}
