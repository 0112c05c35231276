//! Finds what is to be sent because of cases: a task when one opens, a comment when one ends.

use platform::clock::SECOND_US;
use platform::web::Problem;
use platform::{DbError, Tx};

use super::Office;
use crate::model::{Connection, What};
use crate::store;

/// Cases are looked at again that changed so long before the last look: what was stored late says
/// an earlier moment.
const OVERLAP_US: i64 = 120 * SECOND_US;
/// Cases read at a time.
const CHUNK: usize = 200;
/// What was looked at is noted so often; in between a look costs a read.
const NOTED_US: i64 = 60 * SECOND_US;

/// Wishes what is missing for one connection.
pub(super) async fn look(office: &Office, connection: &Connection) -> Result<(), Problem> {
    let pushes = &connection.definition.pushes;
    if !pushes.tasks && !pushes.comments {
        return Ok(());
    }
    let own = connection.clone();
    let now_us = office.app.clock.now_us();
    let (missing, until_us) = office.app.db.read(move |tx| missing(tx, &own)).await?;
    let is_time = now_us - until_us > NOTED_US;
    if missing.is_empty() && !is_time {
        return Ok(());
    }
    let key = (
        connection.workspace_id.clone(),
        connection.connector_id.clone(),
    );
    let work = move |tx: &mut Tx<'_>| {
        let own = (key.0.as_str(), key.1.as_str());
        for (what, case_id) in &missing {
            store::push::wish(tx, own, (*what, case_id), now_us)?;
        }
        store::push::set_cases_until(tx, own, now_us)
    };
    Ok(office.app.db.write(work).await?)
}

type Missing = Vec<(What, String)>;

/// What is to be sent and isn't wished yet, and up to when cases were looked at.
fn missing(tx: &mut Tx<'_>, connection: &Connection) -> Result<(Missing, i64), DbError> {
    let key = (
        connection.workspace_id.as_str(),
        connection.connector_id.as_str(),
    );
    let pushes = &connection.definition.pushes;
    let until_us = store::push::cases_until(tx, key)?;
    let mut after = (until_us.saturating_sub(OVERLAP_US), String::new());
    let mut missing = Vec::new();
    loop {
        let cases = store::push::changed_cases(tx, key.0, (after.0, &after.1), CHUNK)?;
        for case in &cases {
            let is_new = case.opened_at_us >= connection.created_at_us;
            if pushes.tasks && !case.is_closed && is_new {
                want(tx, key, (What::Task, &case.case_id), &mut missing)?;
            }
            if pushes.comments && case.is_closed && is_ours(tx, key, case)? {
                want(tx, key, (What::Result, &case.case_id), &mut missing)?;
            }
        }
        match cases.last() {
            Some(last) if cases.len() == CHUNK => {
                after = (last.changed_at_us, last.case_id.clone());
            }
            _ => return Ok((missing, until_us)),
        }
    }
}

fn want(
    tx: &mut Tx<'_>,
    key: (&str, &str),
    (what, about): (What, &str),
    missing: &mut Missing,
) -> Result<(), DbError> {
    if !store::push::is_wished(tx, key, (what, about))? {
        missing.push((what, about.to_owned()));
    }
    Ok(())
}

/// Whether a case is about an answer to one of this connection's tickets.
fn is_ours(
    tx: &mut Tx<'_>,
    key: (&str, &str),
    case: &store::push::ChangedCase,
) -> Result<bool, DbError> {
    match &case.response_id {
        Some(response_id) => Ok(store::link::ticket_of(tx, key, response_id)?.is_some()),
        None => Ok(false),
    }
}
