//! The worker that reminds and escalates, on any node: each step is decided and taken under the
//! case's lock, so that two nodes never take it twice.

use std::time::Duration;

use platform::clock::SECOND_US;
use platform::web::App;
use platform::{DbError, Tx};
use policy::follow::{self, Look, Step};
use policy::{At, CalendarSettings};
use serde_json::json;
use user::audit;

use crate::desk::{self, Desk};
use crate::erase;
use crate::model::Case;
use crate::notice::{self, Tells};
use crate::service::{self, Hand};
use crate::store;
use crate::verbs::{self, Done};

/// Between two looks when nothing was due. A look is one indexed read.
const LOOK: Duration = Duration::from_secs(1);
/// After something went wrong, so that a database that is down is left in peace.
const AFTER_TROUBLE: Duration = Duration::from_secs(3);
/// Between two looks for cases of people who left.
const LEFT_US: i64 = 5 * SECOND_US;
/// Between two looks for cases that were opened at the very moment their customer was erased: it
/// goes through all cases and conversations.
const ERASED_US: i64 = 600 * SECOND_US;
/// Cases in one look.
const CASES_MAX: i64 = 100;
/// Who did it, in the history.
const BY: &str = "";

/// Runs until the server stops.
pub async fn run(app: App) {
    let mut stopping = app.stopping.clone();
    let mut tidied = Tidied::default();
    loop {
        if *stopping.borrow() {
            return;
        }
        let wait = match turn(&app, &mut tidied).await {
            Ok(true) => continue,
            Ok(false) => LOOK,
            Err(problem) => {
                tracing::warn!(%problem, "cases were not looked at; it is tried again");
                AFTER_TROUBLE
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}

/// When this node last looked for what is seldom there.
#[derive(Default)]
struct Tidied {
    left_at_us: Option<i64>,
    erased_at_us: Option<i64>,
}

/// Whether so much time has passed; also when the clock went back.
fn is_time(last_us: &mut Option<i64>, every_us: i64, now_us: i64) -> bool {
    let is_time = last_us.is_none_or(|at| !(0..every_us).contains(&(now_us - at)));
    if is_time {
        *last_us = Some(now_us);
    }
    is_time
}

/// One look; whether there may be more to do at once.
async fn turn(app: &App, tidied: &mut Tidied) -> Result<bool, DbError> {
    let now_us = app.clock.now_us();
    let due = app
        .db
        .read(move |tx| store::due_to_look(tx, now_us, CASES_MAX))
        .await?;
    let more = i64::try_from(due.len()).unwrap_or(CASES_MAX) == CASES_MAX;
    each(app, due, step).await?;
    if is_time(&mut tidied.left_at_us, LEFT_US, now_us) {
        let orphaned = app.db.read(|tx| store::orphaned(tx, CASES_MAX)).await?;
        each(app, orphaned, adopt).await?;
        look_anew(app).await?;
    }
    if is_time(&mut tidied.erased_at_us, ERASED_US, now_us) {
        let gone = app
            .db
            .read_long(|tx| store::forgetting::gone(tx, CASES_MAX))
            .await?;
        each(app, gone, forget).await?;
    }
    Ok(more)
}

/// Has all open cases looked at where office hours or holidays changed: the next step of each may
/// be due at another moment. What was promised stays. By which calendar they were planned is stored,
/// so that a change is seen although no node was running when it was made.
async fn look_anew(app: &App) -> Result<(), DbError> {
    for workspace_id in app.db.read(store::workspaces).await? {
        let id = workspace_id.clone();
        if app.db.read(move |tx| by_which(tx, &id)).await?.is_none() {
            continue;
        }
        let now_us = app.clock.now_us();
        app.db
            .write(move |tx| {
                // Another node may have been faster.
                let Some(calendar) = by_which(tx, &workspace_id)? else {
                    return Ok(());
                };
                store::settings::save_calendar(tx, &workspace_id, &calendar)?;
                store::look_at_all(tx, &workspace_id, now_us)
            })
            .await?;
    }
    Ok(())
}

/// The calendar of a workspace, when its cases were planned by another one.
fn by_which(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Option<CalendarSettings>, DbError> {
    let calendar = desk::calendar(tx, workspace_id)?.settings().clone();
    let known = store::settings::calendar(tx, workspace_id)?;
    Ok((known.as_ref() != Some(&calendar)).then_some(calendar))
}

/// Does `work` with each of these, every one in a transaction of its own. One that goes wrong
/// doesn't keep the others from it.
async fn each(
    app: &App,
    all: Vec<(String, String)>,
    work: fn(&mut Tx<'_>, &str, &str, i64) -> Result<(), DbError>,
) -> Result<(), DbError> {
    let (mut trouble, any) = (None, !all.is_empty());
    for (workspace_id, id) in all {
        let now_us = app.clock.now_us();
        let done = app
            .db
            .write(move |tx| work(tx, &workspace_id, &id, now_us))
            .await;
        trouble = done.err().or(trouble);
    }
    if any {
        app.changes.announce(service::TOPIC);
    }
    trouble.map_or(Ok(()), Err)
}

/// Takes the steps of a case that are due, and sets when it is looked at next.
fn step(tx: &mut Tx<'_>, workspace_id: &str, case_id: &str, now_us: i64) -> Result<(), DbError> {
    let Some(mut case) = store::lock(tx, workspace_id, case_id)? else {
        return Ok(());
    };
    let desk = Desk::load(tx, workspace_id)?;
    while let Look::Take(step) = desk.next(&case, now_us) {
        take(tx, &desk, (&mut case, step), now_us)?;
    }
    desk.set_look(&mut case, now_us);
    store::set_look(tx, &case)
}

fn take(
    tx: &mut Tx<'_>,
    desk: &Desk,
    (case, step): (&mut Case, Step),
    now_us: i64,
) -> Result<(), DbError> {
    case.taken.take(step, At(now_us));
    let to = follow::receivers(&desk.circle, case.owner_id.as_deref(), step, At(now_us));
    let tells = match step {
        Step::Remind => Tells::Due,
        Step::Escalate | Step::Alarm => Tells::Escalated,
    };
    // Reminders are for those who want mails; that a promise is broken is told in any case.
    if case.notifies || step != Step::Remind {
        notice::tell(tx, desk, (case, tells), &to, ("", BY), now_us)?;
    }
    let what = match step {
        Step::Remind => "reminded",
        Step::Escalate => "escalated",
        Step::Alarm => "alarmed",
    };
    let detail = json!({ "to": to });
    finish(tx, desk, case, Done { what, detail }, now_us)
}

/// Forgets a customer who is gone.
fn forget(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_id: &str,
    now_us: i64,
) -> Result<(), DbError> {
    let by = audit::By::System {
        workspace_id,
        name: "case",
    };
    erase::forget(tx, (workspace_id, contact_id), (by, BY), now_us)
}

fn finish(
    tx: &mut Tx<'_>,
    desk: &Desk,
    case: &mut Case,
    done: Done,
    now_us: i64,
) -> Result<(), DbError> {
    let workspace_id = case.workspace_id.clone();
    let mut hand = Hand {
        tx,
        desk,
        by: audit::By::System {
            workspace_id: &workspace_id,
            name: "case",
        },
        name: BY,
        user_id: None,
        sight: &user::Sight::Everything,
        now_us,
    };
    service::finish(&mut hand, case, done)
}

/// Gives the case of somebody who left to their deputy, or makes it nobody's and says so.
fn adopt(tx: &mut Tx<'_>, workspace_id: &str, case_id: &str, now_us: i64) -> Result<(), DbError> {
    let Some(mut case) = store::lock(tx, workspace_id, case_id)? else {
        return Ok(());
    };
    let desk = Desk::load(tx, workspace_id)?;
    let Some(owner) = case.owner_id.clone().filter(|id| desk.active(id).is_none()) else {
        return Ok(());
    };
    let to = follow::acting(&desk.circle, &owner, At(now_us)).map(str::to_owned);
    let given = verbs::give(&mut case, to.as_deref(), ("assigned", ""), now_us);
    let Ok(Some(done)) = given else {
        return Ok(());
    };
    match &to {
        Some(to) => notice::tell(
            tx,
            &desk,
            (&case, Tells::HandedOver),
            &[to],
            ("", BY),
            now_us,
        )?,
        None => notice::unowned(tx, &desk, &case, BY, now_us)?,
    }
    finish(tx, &desk, &mut case, done, now_us)
}
