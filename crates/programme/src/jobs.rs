//! The planner of this node: looks every second whether something is due, in every workspace.

use std::collections::BTreeMap;
use std::time::Duration;

use platform::clock::SECOND_US;
use platform::web::{App, Problem};
use platform::{Tx, id};

use crate::model::Status;
use crate::planning::{Desk, Plan};
use crate::{outreach, store};

/// Between two looks when nothing was due. Each is a few indexed reads per workspace.
const LOOK: Duration = Duration::from_secs(1);
/// After something went wrong, so that a database that is down is left in peace.
const AFTER_TROUBLE: Duration = Duration::from_secs(3);
/// Between two looks for programmes that are over.
const CLOSING_US: i64 = 60 * SECOND_US;

/// Runs until the server stops.
pub async fn run(app: App) {
    let node = id::new();
    let mut desks: BTreeMap<String, Desk> = BTreeMap::new();
    let mut closed_at_us = None;
    let mut stopping = app.stopping.clone();
    loop {
        if *stopping.borrow() {
            return;
        }
        let now_us = app.clock.now_us();
        let is_time = closed_at_us.is_none_or(|at| !(0..CLOSING_US).contains(&(now_us - at)));
        if is_time {
            closed_at_us = Some(now_us);
            if let Err(problem) = close(&app, now_us).await {
                tracing::warn!(%problem, "programmes that are over were not ended");
            }
        }
        let letters = outreach::step(&app).await;
        let planned = step(&app, &node, &mut desks).await;
        let wait = match (planned, letters) {
            (Ok(one), Ok(other)) if one || other => continue,
            (Ok(_), Ok(_)) => LOOK,
            (Err(problem), _) | (_, Err(problem)) => {
                tracing::warn!(%problem, "planning failed; it is tried again");
                AFTER_TROUBLE
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}

/// One step in every workspace; whether there may be more to do at once. Trouble in one workspace
/// doesn't keep others from being planned.
async fn step(app: &App, node: &str, desks: &mut BTreeMap<String, Desk>) -> Result<bool, Problem> {
    let read = |tx: &mut Tx<'_>| Ok::<_, Problem>(store::plan::workspaces(tx)?);
    let workspaces = app.db.read(read).await?;
    desks.retain(|id, _| workspaces.contains(id));
    let mut more = false;
    let mut trouble = None;
    for workspace in workspaces {
        let desk = desks
            .entry(workspace.clone())
            .or_insert_with(|| Desk::new(&workspace, node));
        match desk.step(app).await {
            Ok(found) => more |= found,
            Err(problem) => trouble = Some(problem),
        }
    }
    match trouble {
        Some(problem) if !more => Err(problem),
        _ => Ok(more),
    }
}

/// Ends programmes whose last day is over.
async fn close(app: &App, now_us: i64) -> Result<(), Problem> {
    let work = move |tx: &mut Tx<'_>| {
        for workspace in store::plan::workspaces(tx)? {
            let plan = Plan::load(tx, &workspace, now_us)?;
            for (index, programme) in plan.programmes.iter().enumerate() {
                let closes = plan.policy[index].closes;
                if closes.is_none_or(|closes| now_us < closes.0) {
                    continue;
                }
                let id = &programme.programme_id;
                if let Some(mut programme) = store::programme::lock(tx, &workspace, id)? {
                    programme.status = Status::Ended;
                    programme.ended_at_us = Some(now_us);
                    programme.revision += 1;
                    store::programme::save(tx, &programme)?;
                    store::plan::renew(tx, &workspace)?;
                }
            }
        }
        Ok::<_, platform::DbError>(())
    };
    app.db.write(work).await.map_err(Problem::from)
}
