//! Contacts and accounts that become known after somebody answered in their name: a file of past
//! answers is often there before the customers are.

use std::collections::BTreeSet;
use std::time::Duration;

use contact::rules::{folded, name_key};
use platform::clock::SECOND_US;
use platform::web::App;
use platform::{DbError, Tx};

use crate::store::sought::{self, What};

/// Between two looks.
const LOOK: Duration = Duration::from_secs(15);
/// Who was changed so recently is looked at the next time: what was changed before may not be
/// stored yet.
const SETTLED_US: i64 = 30 * SECOND_US;
/// Contacts or accounts looked at in one transaction.
const CHUNK: usize = 200;

/// Runs until the server stops.
pub(crate) async fn run(app: App) {
    let mut stopping = app.stopping.clone();
    loop {
        let wait = match round(&app).await {
            Ok(true) => Duration::ZERO,
            Ok(false) => LOOK,
            Err(error) => {
                tracing::warn!(%error, "it can't be looked who became known");
                LOOK
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}

/// A chunk of every workspace; whether there may be more.
async fn round(app: &App) -> Result<bool, DbError> {
    let until_us = app.clock.now_us() - SETTLED_US;
    let mut more = false;
    for workspace in app.db.read(sought::workspaces).await? {
        for what in [What::Contact, What::Account] {
            let workspace = workspace.clone();
            let work = move |tx: &mut Tx<'_>| chunk(tx, &workspace, what, until_us);
            more |= app.db.write(work).await?;
        }
    }
    Ok(more)
}

/// Looks whether some who were changed are sought; whether there may be more.
pub(crate) fn chunk(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    what: What,
    until_us: i64,
) -> Result<bool, DbError> {
    let Some(place) = sought::hold(tx, workspace_id, what)? else {
        return Ok(false);
    };
    let changed = sought::changed(tx, workspace_id, what, (&place, until_us, CHUNK))?;
    let Some(last) = changed.last() else {
        return Ok(false);
    };
    let ids = changed.iter().filter_map(|one| one.external_id.as_deref());
    let names = changed.iter().filter_map(|one| one.name.as_deref());
    match what {
        What::Contact => {
            find(tx, workspace_id, ("contact", ids.map(str::to_owned)))?;
            find(tx, workspace_id, ("email", names.map(folded)))?;
        }
        What::Account => find(
            tx,
            workspace_id,
            ("account", ids.chain(names).map(name_key)),
        )?,
    }
    sought::advance(tx, workspace_id, what, &last.place)?;
    Ok(changed.len() == CHUNK)
}

fn find(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (kind, values): (&'static str, impl Iterator<Item = String>),
) -> Result<(), DbError> {
    let values: BTreeSet<String> = values.collect();
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    sought::found(tx, workspace_id, (kind, &values)).map(drop)
}
