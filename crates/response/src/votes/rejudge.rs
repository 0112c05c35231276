//! Judging everything past by changed rules, some invitations at a time.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::tz::TimeZone;
use platform::Problem;
use platform::web::App;

use super::{note, store};
use crate::store::{Refusal, invitation};

/// Invitations judged in one transaction, so that others who write needn't wait long.
const CHUNK: usize = 100;
/// How often it is looked whether rules were changed.
const EVERY: Duration = Duration::from_secs(1);

/// Runs until the server stops. Several nodes may run it at once.
pub(crate) async fn run(app: App) {
    let mut stopping = app.stopping.clone();
    loop {
        let more = match step(&app).await {
            Ok(more) => more,
            Err(error) => {
                tracing::warn!(%error, "votes are not judged anew for now");
                false
            }
        };
        let pause = if more { Duration::ZERO } else { EVERY };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}

/// Judges the next invitations; whether there may be more.
async fn step(app: &App) -> Result<bool, Problem> {
    let found = app
        .db
        .read(|tx| Ok::<_, Problem>(store::under_way(tx)?))
        .await?;
    let Some(whose) = found else {
        return Ok(false);
    };
    let (_, zone) = user::service::workspace(app, &whose.workspace_id).await?;
    let zone = TimeZone::get(&zone).map_err(|e| Problem::Internal(e.to_string()))?;
    let now_us = app.clock.now_us();
    let changed = app
        .db
        .write(move |tx| {
            let mut surveys = BTreeSet::new();
            let next = store::next(tx, &whose, CHUNK)?;
            let up_to = next.last().map(|(invitation_id, _)| invitation_id.as_str());
            if !store::advance(tx, &whose, (up_to, next.len()))? {
                return Ok(surveys);
            }
            // All of them before any survey: in the order in which votes take them.
            for (invitation_id, _) in &next {
                invitation::hold(tx, &whose.workspace_id, invitation_id)?;
            }
            for (invitation_id, survey_id) in &next {
                let (rules, _) = store::rules(tx, &whose.workspace_id, survey_id)?;
                let one = (
                    whose.workspace_id.as_str(),
                    survey_id.as_str(),
                    invitation_id.as_str(),
                );
                if note::judge_again(tx, one, (&rules, &zone), now_us)? {
                    surveys.insert(survey_id.clone());
                }
            }
            Ok::<_, Refusal>(surveys)
        })
        .await;
    match changed {
        Ok(surveys) => {
            for survey_id in surveys {
                app.changes.announce(&survey_id);
            }
            Ok(true)
        }
        Err(refusal) if refusal.is_passing() => Ok(true),
        Err(refusal) => Err(refusal.into()),
    }
}
