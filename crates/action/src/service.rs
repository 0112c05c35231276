//! The verbs about actions: make one, change it, write about it, count again who raised it.
//! Pages and API call the same ones.

pub mod improvement;
pub mod told;

use platform::clock::{date_of_day, day_in};
use platform::web::FieldError;
use platform::{DbError, Problem, Tx, id};
use serde_json::{Value, json};
use user::audit::{self, Note};
use user::people::{self, Person};
use user::{Sight, Viewer};

use crate::Actions;
use crate::model::{Action, Draft, Entry, Period, Raised, Source, Status};
use crate::rules::{self, Change, Changed, Fault, Wrong};
use crate::store::{self, action::Wanted};
use crate::voices;

/// Why something was not done.
#[derive(Debug)]
pub enum Refusal {
    /// What is wrong with what was given.
    Faults(Vec<Fault>),
    /// Anything else.
    Problem(Problem),
}

impl From<DbError> for Refusal {
    fn from(error: DbError) -> Self {
        Self::Problem(error.into())
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Problem(problem) => problem,
            Refusal::Faults(faults) => {
                Self::all_invalid(faults.iter().map(FieldError::from).collect())
            }
        }
    }
}

/// Refuses when anything is wrong.
pub(crate) fn refuse(faults: Vec<Fault>) -> Result<(), Refusal> {
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Faults(faults))
    }
}

/// What raises an action that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The case, theme or driver.
    pub source: Source,
    /// Of themes and drivers: whose answers.
    pub period: Period,
}

/// Actions as wanted, and how many there are in all.
pub async fn list(
    actions: &Actions,
    viewer: &Viewer,
    wanted: Wanted,
    limit: usize,
) -> Result<(Vec<Action>, i64), Problem> {
    let (workspace, sight) = (viewer.workspace_id.clone(), viewer.sight.clone());
    let read = move |tx: &mut Tx<'_>| {
        let whose = (workspace.as_str(), &sight);
        let found = store::action::list(tx, whose, &wanted, limit)?;
        Ok((found, store::action::count(tx, whose, &wanted)?))
    };
    actions.app.db.read(read).await
}

/// How many actions there are of each of these.
pub async fn counts<const N: usize>(
    actions: &Actions,
    viewer: &Viewer,
    wanted: [Wanted; N],
) -> Result<[i64; N], Problem> {
    let (workspace, sight) = (viewer.workspace_id.clone(), viewer.sight.clone());
    let read = move |tx: &mut Tx<'_>| {
        let mut counts = [0; N];
        for (count, wanted) in counts.iter_mut().zip(&wanted) {
            *count = store::action::count(tx, (&workspace, &sight), wanted)?;
        }
        Ok(counts)
    };
    actions.app.db.read(read).await
}

/// An action with what belongs to it.
#[derive(Clone, Debug)]
pub struct Whole {
    /// The action.
    pub action: Action,
    /// Its log, newest first.
    pub entries: Vec<Entry>,
    /// How many answers raised it.
    pub voices: i64,
}

/// One action; 404 when there is none.
pub async fn get(actions: &Actions, viewer: &Viewer, action_id: &str) -> Result<Whole, Problem> {
    let (workspace, id) = (viewer.workspace_id.clone(), action_id.to_owned());
    let sight = viewer.sight.clone();
    let read = move |tx: &mut Tx<'_>| {
        let action = store::action::seen_by_id(tx, (&workspace, &sight), &id)?;
        Ok(Whole {
            action: action.ok_or_else(|| Problem::no("action"))?,
            entries: store::action::entries(tx, &workspace, &id)?,
            voices: store::voice::count(tx, &workspace, &id)?,
        })
    };
    actions.app.db.read(read).await
}

/// Everybody who works here within the sight, by name.
pub async fn people(actions: &Actions, viewer: &Viewer) -> Result<Vec<Person>, Problem> {
    let (workspace, sight) = (viewer.workspace_id.clone(), viewer.sight.clone());
    let read = move |tx: &mut Tx<'_>| {
        let mut all = people::all(tx, &workspace)?;
        all.retain(|person| sight.sees(&person.user_id));
        Ok(all)
    };
    actions.app.db.read(read).await
}

/// Refuses who sees only what some people did, where it is about everybody's customers.
pub(crate) fn sees_everything(viewer: &Viewer) -> Result<(), Problem> {
    if viewer.sight == Sight::Everything {
        return Ok(());
    }
    let detail = "this is for people who see the results of everybody";
    Err(Problem::Forbidden(detail.to_owned()))
}

/// The day it is in the workspace.
pub async fn today(actions: &Actions, viewer: &Viewer) -> Result<i32, Problem> {
    let workspace = viewer.workspace_id.clone();
    let read = move |tx: &mut Tx<'_>| Ok(programme::store::programme::settings(tx, &workspace)?);
    let settings: Result<_, Problem> = actions.app.db.read(read).await;
    let zone = jiff::tz::TimeZone::get(&settings?.calendar.zone);
    let zone = zone.unwrap_or(jiff::tz::TimeZone::UTC);
    Ok(day_in(&zone, actions.app.clock.now_us()))
}

/// Makes an action.
pub async fn create(
    actions: &Actions,
    viewer: &Viewer,
    draft: Draft,
    from: Option<Origin>,
) -> Result<Action, Refusal> {
    let mut draft = draft;
    if draft.owner_id.is_none() && viewer.sight != Sight::Everything {
        // One that is nobody's would be out of sight of whoever makes it.
        draft.owner_id = viewer.user_id().map(str::to_owned);
    }
    refuse(rules::check(&draft))?;
    let found = match &from {
        Some(from) => Some(voices::find(actions, viewer, &from.source, from.period).await?),
        None => None,
    };
    let (raised, voices) = found.map_or((None, Vec::new()), |own| (Some(own.raised), own.voices));
    let now_us = actions.app.clock.now_us();
    let new = Action {
        workspace_id: viewer.workspace_id.clone(),
        action_id: id::new(),
        draft: Draft {
            title: draft.title.trim().to_owned(),
            detail: draft.detail.trim().to_owned(),
            ..draft
        },
        status: Status::Open,
        progress: 0,
        raised,
        revision: 1,
        created_by: viewer.name().to_owned(),
        created_at_us: now_us,
        changed_at_us: now_us,
        ended_at_us: None,
    };
    let viewer = viewer.clone();
    let work = move |tx: &mut Tx<'_>| {
        refuse(check_there(tx, &viewer, &new.draft, None)?)?;
        store::action::add(tx, &new)?;
        let key = (new.workspace_id.as_str(), new.action_id.as_str());
        store::voice::replace(tx, key, &voices)?;
        let by = (viewer.name(), now_us);
        store::action::log(tx, key, ("created", ""), by)?;
        note(
            tx,
            &viewer,
            ("action.created", &new.action_id),
            about(&new),
            now_us,
        )?;
        webhook::publish(tx, key.0, "action.created", event(&new), now_us)?;
        Ok::<_, Refusal>(new.clone())
    };
    actions.app.db.write(work).await
}

/// Changes an action. `expected` is the revision the change was made on, when that matters: 412 when
/// somebody else changed it since.
pub async fn change(
    actions: &Actions,
    viewer: &Viewer,
    (action_id, expected): (&str, Option<i64>),
    change: Change,
) -> Result<Action, Refusal> {
    if let Some(text) = &change.note {
        refuse(rules::check_note(text))?;
    }
    if change.progress.is_some_and(|progress| progress > 100) {
        refuse(vec![Fault::new("/progress", Wrong::Progress)])?;
    }
    let (viewer, id) = (viewer.clone(), action_id.to_owned());
    let now_us = actions.app.clock.now_us();
    let work = move |tx: &mut Tx<'_>| {
        let found = store::action::lock(tx, &viewer.workspace_id, &id)?;
        let mut own = found.ok_or_else(|| Problem::no("action"))?;
        let whose = (viewer.workspace_id.as_str(), &viewer.sight);
        if store::action::seen_by_id(tx, whose, &id)?.is_none() {
            return Err(Problem::no("action").into());
        }
        if expected.is_some_and(|expected| expected != own.revision) {
            let detail = "somebody else changed this action since you read it";
            return Err(Problem::Other(412, detail.to_owned()).into());
        }
        let before = own.clone();
        let changed = rules::apply(&mut own, &change, now_us);
        refuse(rules::check(&own.draft))?;
        refuse(check_there(tx, &viewer, &own.draft, Some(&before))?)?;
        if changed.is_empty() && change.note.is_none() {
            return Ok(own);
        }
        own.revision += 1;
        own.changed_at_us = now_us;
        store::action::save(tx, &own)?;
        tell(tx, &viewer, (&own, &changed), now_us)?;
        if let Some(text) = &change.note {
            let key = (viewer.workspace_id.as_str(), id.as_str());
            let by = (viewer.name(), now_us);
            store::action::log(tx, key, ("note", text.trim()), by)?;
            note(tx, &viewer, ("action.noted", &id), json!({}), now_us)?;
        }
        Ok::<_, Refusal>(own)
    };
    actions.app.db.write(work).await
}

/// Writes what changed into the action's log, the audit log and webhooks.
fn tell(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (own, changed): (&Action, &[Changed]),
    now_us: i64,
) -> Result<(), DbError> {
    let key = (viewer.workspace_id.as_str(), own.action_id.as_str());
    for one in changed {
        let detail = detail(tx, own, *one)?;
        let by = (viewer.name(), now_us);
        store::action::log(tx, key, (one.as_str(), &detail), by)?;
    }
    if changed.is_empty() {
        return Ok(());
    }
    let fields: Vec<&str> = changed.iter().map(|one| one.as_str()).collect();
    let mut said = about(own);
    said["changed"] = json!(fields);
    note(tx, viewer, ("action.changed", &own.action_id), said, now_us)?;
    if changed.contains(&Changed::Status) && own.status == Status::Done {
        webhook::publish(tx, key.0, "action.done", event(own), now_us)?;
    }
    Ok(())
}

/// What the log says of a change: a value, in no language.
fn detail(tx: &mut Tx<'_>, own: &Action, changed: Changed) -> Result<String, DbError> {
    Ok(match changed {
        Changed::Words => String::new(),
        Changed::Status => own.status.as_str().to_owned(),
        Changed::Progress => own.progress.to_string(),
        Changed::Due => own
            .draft
            .due_day
            .map_or_else(String::new, |day| date_of_day(day).to_string()),
        Changed::Owner => match &own.draft.owner_id {
            Some(id) => people::by_id(tx, &own.workspace_id, id)?
                .map_or_else(String::new, |person| person.name),
            None => String::new(),
        },
        Changed::Improvement => match &own.draft.improvement_id {
            Some(id) => store::improvement::by_id(tx, &own.workspace_id, id)?
                .map_or_else(String::new, |found| found.draft.title),
            None => String::new(),
        },
    })
}

/// Faults of what an action refers to. What was so before and stays may be gone by now, or out of
/// sight; what is out of sight can't be chosen.
fn check_there(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    draft: &Draft,
    before: Option<&Action>,
) -> Result<Vec<Fault>, DbError> {
    let mut faults = Vec::new();
    let workspace_id = viewer.workspace_id.as_str();
    let old = before.map(|own| &own.draft);
    if let Some(id) = &draft.owner_id
        && old.is_none_or(|old| old.owner_id.as_ref() != Some(id))
    {
        let person = people::by_id(tx, workspace_id, id)?;
        if person.is_none_or(|person| !person.is_active()) || !viewer.sight.sees(id) {
            faults.push(Fault::new("/owner_id", Wrong::Person));
        }
    }
    if let Some(id) = &draft.improvement_id
        && old.is_none_or(|old| old.improvement_id.as_ref() != Some(id))
    {
        let found = store::improvement::by_id(tx, workspace_id, id)?;
        let is_open = found.is_some_and(|found| !found.is_closed());
        if !is_open || sees_everything(viewer).is_err() {
            faults.push(Fault::new("/improvement_id", Wrong::Improvement));
        }
    }
    Ok(faults)
}

/// Counts again who raised an action: what was answered since belongs to it too.
pub async fn recount(
    actions: &Actions,
    viewer: &Viewer,
    action_id: &str,
) -> Result<Whole, Problem> {
    let own = get(actions, viewer, action_id).await?.action;
    sees_everything(viewer)?;
    let Some(Raised { source, period, .. }) = own.raised else {
        let detail = "nothing raised this action that could be counted";
        return Err(Problem::Conflict(detail.to_owned()));
    };
    let found = voices::find(actions, viewer, &source, period).await;
    let voices = found.map_err(|problem| match problem {
        Problem::Invalid { detail, .. } => Problem::Conflict(detail),
        other => other,
    })?;
    let (viewer_own, id) = (viewer.clone(), action_id.to_owned());
    let now_us = actions.app.clock.now_us();
    let work = move |tx: &mut Tx<'_>| {
        let key = (viewer_own.workspace_id.as_str(), id.as_str());
        store::action::lock(tx, key.0, key.1)?;
        store::voice::replace(tx, key, &voices.voices)?;
        let n = voices.voices.len();
        let by = (viewer_own.name(), now_us);
        store::action::log(tx, key, ("voices", &n.to_string()), by)?;
        let said = json!({ "answers": n });
        note(tx, &viewer_own, ("action.recounted", &id), said, now_us)
    };
    actions.app.db.write(work).await.map_err(Problem::from)?;
    get(actions, viewer, action_id).await
}

/// Writes into the audit log; `action` and the id it is about.
pub(crate) fn note(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (action, id): (&'static str, &str),
    detail: Value,
    now_us: i64,
) -> Result<(), DbError> {
    let noun = action.split_once('.').map_or(action, |(noun, _)| noun);
    let note = Note {
        action,
        noun,
        id,
        detail,
    };
    audit::note(tx, viewer, note, now_us)
}

/// What the audit log says of an action: no words of customers.
fn about(own: &Action) -> Value {
    json!({
        "level": own.draft.level,
        "status": own.status,
        "progress": own.progress,
        "owner_id": own.draft.owner_id,
        "improvement_id": own.draft.improvement_id,
    })
}

/// What webhooks say of it.
fn event(own: &Action) -> Value {
    let raised = own.raised.as_ref();
    json!({
        "action_id": own.action_id,
        "level": own.draft.level,
        "status": own.status,
        "owner_id": own.draft.owner_id,
        "due": own.draft.due_day.map(|day| date_of_day(day).to_string()),
        "improvement_id": own.draft.improvement_id,
        "source": raised.map(|own| json!({
            "noun": own.source.noun(),
            "id": own.source.id(),
            "survey_id": own.survey_id,
        })),
        "account_id": raised.and_then(|own| own.account_id.clone()),
    })
}
