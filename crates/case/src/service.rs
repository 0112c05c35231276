//! The verbs: load under a lock, decide, save with history and audit, tell who is to know. Pages and
//! API call the same ones. `seen` is the revision somebody saw; `None` is any.

pub mod causes;
pub mod converse;
mod look;
mod work;

use platform::web::{App, FieldError, Problem};
use platform::{DbError, Tx};
use serde_json::Value;
use user::{Sight, Viewer, audit};

use crate::desk::Desk;
use crate::model::{Case, Logged, NewCase};
use crate::settings::Settings;
use crate::verbs::{Done, Verdict};
use crate::{publish, rules, store};

pub use look::{
    Counted, Detail, MyWork, Named, StandIns, Summary, detail, list, my_work, name, named,
    office_minutes, receivers, summary, surveys, tallies, zone,
};
pub use work::{Closing, assign, close, edit, hand_over, reopen, snooze, take_over, unsnooze};

/// A case that somebody means, and the revision of it that they saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// The case.
    pub case_id: String,
    /// The revision; any when `None`.
    pub seen: Option<i64>,
}

impl Meant {
    /// The case in any revision.
    pub fn any(case_id: &str) -> Self {
        Self {
            case_id: case_id.to_owned(),
            seen: None,
        }
    }
}

/// Where a verb works: inside its transaction.
pub(crate) struct Hand<'a, 'b> {
    pub(crate) tx: &'a mut Tx<'b>,
    pub(crate) desk: &'a Desk,
    /// For the audit log.
    pub(crate) by: audit::By<'a>,
    /// For the history.
    pub(crate) name: &'a str,
    /// The person who works, if it is one.
    pub(crate) user_id: Option<&'a str>,
    /// To whom a case may be given.
    pub(crate) sight: &'a Sight,
    pub(crate) now_us: i64,
}

/// Loads the case under its lock, changes it by `work`, and stores it with what was done.
pub(crate) async fn change(
    app: &App,
    viewer: &Viewer,
    meant: Meant,
    mut work: impl FnMut(&mut Hand<'_, '_>, &mut Case) -> Verdict + Send + 'static,
) -> Result<Case, Problem> {
    may_work(viewer)?;
    let (viewer, now_us) = (viewer.clone(), app.clock.now_us());
    let changed = app
        .db
        .write(move |tx| {
            let workspace_id = viewer.workspace_id.as_str();
            let mut case = store::lock(tx, workspace_id, &meant.case_id)?
                .ok_or_else(|| Problem::no("case"))?;
            let sight = look::sight(tx, &viewer, now_us)?;
            if !store::sees(tx, (workspace_id, &meant.case_id), &sight)? {
                return Err(Problem::no("case"));
            }
            check_seen(&case, meant.seen)?;
            let desk = Desk::load(tx, workspace_id)?;
            let mut hand = Hand {
                tx,
                desk: &desk,
                by: audit::By::Viewer(&viewer),
                name: viewer.name(),
                user_id: viewer.user_id(),
                sight: &viewer.sight,
                now_us,
            };
            let Some(done) = work(&mut hand, &mut case)? else {
                return Ok::<_, Problem>(case);
            };
            finish(&mut hand, &mut case, done)?;
            Ok(case)
        })
        .await?;
    app.changes.announce(TOPIC);
    Ok(changed)
}

/// What open pages with cases listen to.
pub const TOPIC: &str = "cases";

/// Saves a changed case with its history, the note of who did it, and word to other systems.
pub(crate) fn finish(hand: &mut Hand<'_, '_>, case: &mut Case, done: Done) -> Result<(), DbError> {
    hand.desk.set_look(case, hand.now_us);
    store::save(hand.tx, case, hand.now_us)?;
    let (action, event) = names(done.what);
    let note = audit::Note {
        action,
        noun: "case",
        id: &case.case_id,
        detail: quiet(&done.detail),
    };
    audit::note(hand.tx, hand.by, note, hand.now_us)?;
    let logged = Logged {
        at_us: hand.now_us,
        what: done.what.to_owned(),
        by: hand.name.to_owned(),
        detail: done.detail,
    };
    store::note(hand.tx, (&case.workspace_id, &case.case_id), &logged)?;
    publish::publish(hand.tx, case, event, hand.now_us)
}

/// What the audit log keeps of a line of history: ids and times, no words.
fn quiet(detail: &Value) -> Value {
    let Some(detail) = detail.as_object() else {
        return Value::Null;
    };
    let words = ["note", "reason", "text", "said"];
    let kept = detail
        .iter()
        .filter(|(name, value)| !value.is_null() && !words.contains(&name.as_str()));
    kept.map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// The action in the audit log and the event for other systems.
fn names(what: &str) -> (&'static str, &'static str) {
    match what {
        "taken_over" => ("case.taken_over", "case.changed"),
        "handed_over" => ("case.handed_over", "case.changed"),
        "assigned" => ("case.assigned", "case.changed"),
        "snoozed" => ("case.snoozed", "case.changed"),
        "woken" => ("case.woken", "case.changed"),
        "spoke" => ("case.spoke", "case.changed"),
        "noted" => ("case.noted", "case.changed"),
        "causes" => ("case.causes_set", "case.changed"),
        "closed" => ("case.closed", "case.closed"),
        "erased" => ("case.erased", "case.changed"),
        "reopened" => ("case.reopened", "case.changed"),
        "reminded" => ("case.reminded", "case.changed"),
        "escalated" => ("case.escalated", "case.changed"),
        "alarmed" => ("case.alarmed", "case.changed"),
        _ => ("case.changed", "case.changed"),
    }
}

/// Refuses who may only read.
pub(crate) fn may_work(viewer: &Viewer) -> Result<(), Problem> {
    if viewer.may_work {
        return Ok(());
    }
    Err(Problem::Forbidden(
        "this is for people who handle cases".to_owned(),
    ))
}

fn check_seen(case: &Case, seen: Option<i64>) -> Result<(), Problem> {
    if seen.is_some_and(|seen| seen != case.revision) {
        let detail = "somebody else changed this case since you read it";
        return Err(Problem::Other(412, detail.to_owned()));
    }
    Ok(())
}

/// Opens a case by hand.
pub async fn create(app: &App, viewer: &Viewer, new: NewCase) -> Result<Case, Problem> {
    may_work(viewer)?;
    let mut new = new;
    new.title = rules::line("/title", &new.title).map_err(one)?;
    new.reason = rules::text("/reason", &new.reason).map_err(one)?;
    let (viewer, now_us) = (viewer.clone(), app.clock.now_us());
    let made = app
        .db
        .write(move |tx| {
            let workspace_id = viewer.workspace_id.as_str();
            let new = work::completed(tx, &viewer, new.clone())?;
            let opened = crate::open::open_quietly(tx, workspace_id, &new, viewer.name(), now_us)?;
            let note = audit::Note {
                action: "case.opened",
                noun: "case",
                id: &opened.case_id,
                detail: serde_json::json!({}),
            };
            audit::note(tx, &viewer, note, now_us)?;
            store::by_id(tx, workspace_id, &opened.case_id)?.ok_or_else(|| Problem::no("case"))
        })
        .await?;
    app.changes.announce(TOPIC);
    Ok(made)
}

/// A problem with one field.
pub(crate) fn one(error: FieldError) -> Problem {
    Problem::all_invalid(vec![error])
}

/// How following up goes here.
pub async fn settings(app: &App, viewer: &Viewer) -> Result<Settings, Problem> {
    let workspace = viewer.workspace_id.clone();
    app.db
        .read(move |tx| Ok(store::settings::load(tx, &workspace)?))
        .await
}

/// Changes that; open cases follow it from now on, and no step is taken twice.
pub async fn save_settings(
    app: &App,
    viewer: &Viewer,
    settings: Settings,
) -> Result<Settings, Problem> {
    if !viewer.may_manage {
        let detail = "this is for administrators and programme managers";
        return Err(Problem::Forbidden(detail.to_owned()));
    }
    if !settings.escalation.is_valid() {
        let detail = "minutes of office time; administrators hear of it no sooner than the lead";
        return Err(Problem::invalid("/escalation", detail));
    }
    let (viewer, now_us) = (viewer.clone(), app.clock.now_us());
    app.db
        .write(move |tx| {
            let workspace_id = viewer.workspace_id.as_str();
            store::settings::save(tx, workspace_id, &settings)?;
            store::look_at_all(tx, workspace_id, now_us)?;
            let note = audit::Note {
                action: "case.settings_changed",
                noun: "workspace",
                id: workspace_id,
                detail: serde_json::to_value(settings)?,
            };
            audit::note(tx, &viewer, note, now_us)?;
            Ok(settings)
        })
        .await
}
