//! Keeps the sums of accounts up to date: hears of answers, and goes through the accounts of which
//! something changed. Every node does both.

use std::time::Duration;

use platform::web::App;
use platform::{DbError, Tx};
use respondent::{Hear, Heard};

use crate::store;

/// Between two looks when there was nothing to do.
const LOOK: Duration = Duration::from_millis(500);
/// After something failed.
const TROUBLE: Duration = Duration::from_secs(5);
/// Accounts of one transaction, so that others who write wait a moment at most.
const PIECE: usize = 25;
/// Accounts whose time has come, noted at once.
const BY_TIME: usize = 200;

/// Hears of answers for the sums of accounts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums;

impl Hear for Sums {
    fn heard(&self, tx: &mut Tx<'_>, heard: &[Heard], _: i64) -> Result<(), DbError> {
        let Some(first) = heard.first() else {
            return Ok(());
        };
        let accounts = heard.iter().filter_map(|one| one.account_id.clone());
        contact::index::stale(tx, &first.workspace_id, accounts.collect())
    }
}

/// Runs until the server stops.
pub async fn run(app: App) {
    let mut stopping = app.stopping.clone();
    while !*stopping.borrow() {
        let wait = match round(&app).await {
            Ok(true) => {
                // Others get their turn between two pieces.
                tokio::task::yield_now().await;
                continue;
            }
            Ok(false) => LOOK,
            Err(error) => {
                tracing::warn!(%error, "sums of accounts can't be kept up to date now");
                TROUBLE
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}

/// One piece of each kind of work; whether there was any.
async fn round(app: &App) -> Result<bool, DbError> {
    let now_us = app.clock.now_us();
    let is_waiting = app.db.read(move |tx| store::is_waiting(tx, now_us)).await?;
    if !is_waiting {
        return Ok(false);
    }
    let indexed = app.db.write_large(contact::index::bring_up_to_date).await?;
    let work = move |tx: &mut Tx<'_>| {
        let noted = store::stale_by_time(tx, now_us, BY_TIME)?;
        let taken = contact::index::take_stale(tx, PIECE)?;
        for (workspace_id, account_id) in &taken {
            store::make(tx, workspace_id, account_id, now_us)?;
        }
        Ok::<_, DbError>(noted || !taken.is_empty())
    };
    // What waits may be in the hands of other nodes.
    Ok(app.db.write_large(work).await? || indexed)
}
