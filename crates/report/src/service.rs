//! The verbs of schedules.

use jiff::tz::TimeZone;
use platform::web::{FieldError, QueryPairs};
use platform::{Problem, Tx, id};
use serde_json::json;
use user::Viewer;
use user::audit::{self, Note};
use user::people::{self, Person};

use crate::Sources;
use crate::model::{Draft, Schedule};
use crate::{rules, store};

/// Recipients of one schedule at most.
const RECIPIENTS_MAX: usize = 200;
/// Longest filter, in characters.
const FILTER_MAX: usize = 2_000;
/// Schedules of one workspace at most.
const SCHEDULES_MAX: usize = 500;

/// Schedules `viewer` may see: their own; whoever manages sees all.
pub(crate) async fn list(sources: &Sources, viewer: &Viewer) -> Result<Vec<Schedule>, Problem> {
    let viewer = viewer.clone();
    let read =
        sources.dashboard.app.db.read(move |tx| {
            Ok::<_, Problem>(store::list(tx, &viewer.workspace_id, only_of(&viewer))?)
        });
    read.await
}

/// Whose schedules somebody sees: their own, but programme managers and programs see all.
fn only_of(viewer: &Viewer) -> Option<&str> {
    viewer.user_id().filter(|_| !viewer.may_manage)
}

/// A schedule `viewer` may change.
pub(crate) fn own(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    schedule_id: &str,
) -> Result<Schedule, Problem> {
    let found = store::by_id(tx, &viewer.workspace_id, schedule_id)?;
    found
        .filter(|own| only_of(viewer).is_none_or(|user_id| own.owner_id == user_id))
        .ok_or_else(|| Problem::no("report"))
}

/// A schedule `viewer` may see; 404 otherwise.
pub(crate) async fn get(
    sources: &Sources,
    viewer: &Viewer,
    schedule_id: &str,
) -> Result<Schedule, Problem> {
    let (viewer, schedule_id) = (viewer.clone(), schedule_id.to_owned());
    let read = move |tx: &mut Tx<'_>| own(tx, &viewer, &schedule_id);
    sources.dashboard.app.db.read(read).await
}

/// The people to whom `viewer` may send reports: themselves, and whoever is in their sight.
pub(crate) async fn people(sources: &Sources, viewer: &Viewer) -> Result<Vec<Person>, Problem> {
    let viewer = viewer.clone();
    let read = move |tx: &mut Tx<'_>| {
        let all = people::active(tx, &viewer.workspace_id)?.into_iter();
        let fits = |person: &Person| person.may_login && viewer.sight.sees(&person.user_id);
        Ok::<_, Problem>(all.filter(fits).collect())
    };
    sources.dashboard.app.db.read(read).await
}

/// Makes a schedule; `Invalid` says what is wrong with it, field by field.
pub(crate) async fn add(
    sources: &Sources,
    viewer: &Viewer,
    draft: Draft,
) -> Result<Schedule, Problem> {
    let next_at_us = checked(sources, viewer, &draft).await?;
    let now_us = sources.dashboard.app.clock.now_us();
    let viewer = viewer.clone();
    sources
        .dashboard
        .app
        .db
        .write(move |tx| {
            check_people(tx, &viewer, &draft)?;
            if store::list(tx, &viewer.workspace_id, None)?.len() >= SCHEDULES_MAX {
                return Err(Problem::Conflict(format!(
                    "there are {SCHEDULES_MAX} schedules already: end some first"
                )));
            }
            let new = Schedule {
                workspace_id: viewer.workspace_id.clone(),
                schedule_id: id::new(),
                owner_id: viewer.user_id().unwrap_or_default().to_owned(),
                draft: draft.clone(),
                next_at_us,
                sent_at_us: None,
                trouble: None,
                ended_at_us: None,
            };
            store::add(tx, &new, now_us)?;
            note(tx, &viewer, ("report.scheduled", &new.schedule_id), now_us)?;
            Ok(new)
        })
        .await
}

/// Changes what was set of a schedule; what it is about stays.
pub(crate) async fn change(
    sources: &Sources,
    viewer: &Viewer,
    (schedule_id, draft): (&str, Draft),
) -> Result<Schedule, Problem> {
    get(sources, viewer, schedule_id).await?;
    let next_at_us = checked(sources, viewer, &draft).await?;
    let now_us = sources.dashboard.app.clock.now_us();
    let (viewer, schedule_id) = (viewer.clone(), schedule_id.to_owned());
    sources
        .dashboard
        .app
        .db
        .write(move |tx| {
            let before = own(tx, &viewer, &schedule_id)?;
            if before.draft.subject != draft.subject {
                return Err(Problem::invalid("subject", "what a report is about stays"));
            }
            check_people(tx, &viewer, &draft)?;
            let changed = Schedule {
                draft: draft.clone(),
                next_at_us,
                ..before
            };
            store::save(tx, &changed)?;
            note(tx, &viewer, ("report.changed", &schedule_id), now_us)?;
            Ok(changed)
        })
        .await
}

/// Ends a schedule.
pub(crate) async fn end(
    sources: &Sources,
    viewer: &Viewer,
    schedule_id: &str,
) -> Result<(), Problem> {
    let now_us = sources.dashboard.app.clock.now_us();
    let (viewer, schedule_id) = (viewer.clone(), schedule_id.to_owned());
    sources
        .dashboard
        .app
        .db
        .write(move |tx| {
            own(tx, &viewer, &schedule_id)?;
            store::end(tx, (&viewer.workspace_id, &schedule_id), now_us)?;
            note(tx, &viewer, ("report.ended", &schedule_id), now_us)
        })
        .await
}

fn note(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (action, id): (&'static str, &str),
    now_us: i64,
) -> Result<(), Problem> {
    let note = Note {
        action,
        noun: "report",
        id,
        detail: json!({}),
    };
    Ok(audit::note(tx, viewer, note, now_us)?)
}

/// Whether a draft can be made a report now, by making its counts; and when it would go first.
async fn checked(sources: &Sources, viewer: &Viewer, draft: &Draft) -> Result<i64, Problem> {
    let mut errors = Vec::new();
    if !draft.cadence.is_right() {
        errors.push(FieldError::new("cadence", "there is no such day or hour"));
    }
    if draft.filter.chars().count() > FILTER_MAX {
        errors.push(FieldError::new("filter", "the filter is too long"));
    }
    if draft.recipients.is_empty() || draft.recipients.len() > RECIPIENTS_MAX {
        let text = format!("needs 1 to {RECIPIENTS_MAX} people");
        errors.push(FieldError::new("recipients", text));
    }
    if !errors.is_empty() {
        return Err(Problem::all_invalid(errors));
    }
    let language = platform::words::Language::default();
    let query = pairs(&draft.filter);
    crate::taken(sources, viewer, language, (&draft.subject, &query))
        .await
        .map_err(|problem| match problem {
            Problem::BadRequest(text) => Problem::invalid("filter", text),
            Problem::NotFound(_) => {
                Problem::invalid("subject", "there is no such survey or dashboard")
            }
            other => other,
        })?;
    let zone: TimeZone = sources.dashboard.zone(viewer).await?;
    Ok(rules::next_at(
        draft.cadence,
        &zone,
        sources.dashboard.app.clock.now_us(),
    ))
}

/// Whether all recipients work here, can log in, and are in the sight of who sends it.
fn check_people(tx: &mut Tx<'_>, viewer: &Viewer, draft: &Draft) -> Result<(), Problem> {
    for user_id in &draft.recipients {
        let person = people::by_id(tx, &viewer.workspace_id, user_id)?;
        let fits = |person: &Person| {
            person.is_active() && person.may_login && viewer.sight.sees(&person.user_id)
        };
        if !person.as_ref().is_some_and(fits) {
            let text = format!("{user_id}: nobody with this id can log in here");
            return Err(Problem::invalid("recipients", text));
        }
    }
    Ok(())
}

/// The filter as parameters.
pub(crate) fn pairs(filter: &str) -> QueryPairs {
    let filter = filter.trim_start_matches('?');
    QueryPairs(
        form_urlencoded::parse(filter.as_bytes())
            .into_owned()
            .collect(),
    )
}
