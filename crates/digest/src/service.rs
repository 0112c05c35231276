//! The verbs of settings: each person sets their own; administrators set anybody's.

use dashboard::Dashboard;
use platform::{Problem, Tx};
use serde_json::json;
use user::audit::{self, Note};
use user::{Viewer, people};

use crate::model::{Setting, Wish};
use crate::store;

/// What is set for a person, as far as `viewer` may know: of themselves, to administrators and
/// programs of anybody; 404 otherwise.
pub(crate) async fn get(
    dashboard: &Dashboard,
    viewer: &Viewer,
    user_id: &str,
) -> Result<Setting, Problem> {
    let (viewer, user_id) = (viewer.clone(), user_id.to_owned());
    let read = move |tx: &mut Tx<'_>| found(tx, &viewer, &user_id);
    dashboard.app.db.read(read).await
}

fn found(tx: &mut Tx<'_>, viewer: &Viewer, user_id: &str) -> Result<Setting, Problem> {
    let is_theirs = viewer.user_id().is_none_or(|own| own == user_id);
    let person = people::by_id(tx, &viewer.workspace_id, user_id)?;
    let is_there = person.is_some_and(|person| person.is_active() && person.may_login);
    if !is_there || !(is_theirs || viewer.may_write) {
        return Err(Problem::no("person"));
    }
    let stored = store::by_person(tx, &viewer.workspace_id, user_id)?;
    Ok(stored.unwrap_or_else(|| Setting {
        workspace_id: viewer.workspace_id.clone(),
        user_id: user_id.to_owned(),
        wish: Wish::USUAL,
        next_at_us: None,
        sent_at_us: None,
    }))
}

/// Sets what a person hears of.
pub(crate) async fn set(
    dashboard: &Dashboard,
    viewer: &Viewer,
    (user_id, wish): (&str, Wish),
) -> Result<Setting, Problem> {
    if !(0..=23).contains(&wish.hour) {
        return Err(Problem::invalid("hour", "an hour is 0 to 23"));
    }
    let zone = dashboard.zone(viewer).await?;
    let now_us = dashboard.app.clock.now_us();
    let cadence = wish.digest.cadence(wish.hour);
    let next_at_us = cadence.map(|cadence| report::rules::next_at(cadence, &zone, now_us));
    let (viewer, user_id) = (viewer.clone(), user_id.to_owned());
    dashboard
        .app
        .db
        .write(move |tx| {
            let before = found(tx, &viewer, &user_id)?;
            store::save(tx, (&viewer.workspace_id, &user_id), (wish, next_at_us))?;
            let note = Note {
                action: "digest.set",
                noun: "person",
                id: &user_id,
                detail: json!({ "digest": wish.digest, "alarms": wish.alarms }),
            };
            audit::note(tx, &viewer, note, now_us)?;
            Ok(Setting {
                wish,
                next_at_us,
                ..before
            })
        })
        .await
}
