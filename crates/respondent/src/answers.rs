//! What contacts and accounts answered, for whoever shows it. Only answers that count.

use std::collections::HashMap;

use platform::{DbError, Tx};
use survey::model::{Direction, Kind};

use crate::store;

/// An answer in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The response.
    pub response_id: String,
    /// Its survey.
    pub survey_id: String,
    /// The survey's name in the workspace.
    pub survey_name: String,
    /// Who answered, when known: the id the contact has now.
    pub contact_id: Option<String>,
    /// The account they answered for, when known.
    pub account_id: Option<String>,
    /// What the survey's outcome measures.
    pub metric: Option<Kind>,
    /// Of effort: which end of the scale is good.
    pub direction: Option<Direction>,
    /// The answer to it, on its own scale: 0–10 or 1–5.
    pub score: Option<u8>,
    /// The first words of what was written, as they were written: escape them where they go.
    pub comment: Option<String>,
    /// When it was answered, UTC microseconds.
    pub answered_at_us: i64,
}

/// Which part of a list, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Only what comes after this one in the list: time and id of the last that was seen.
    pub after: Option<(i64, String)>,
    /// At most so many.
    pub limit: usize,
}

impl Page {
    /// The first `limit`.
    pub const fn first(limit: usize) -> Self {
        Self { after: None, limit }
    }
}

/// What a response says, when it counts.
pub fn of_response(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    response_id: &str,
) -> Result<Option<Answered>, DbError> {
    let found = store::answers::by_ids(tx, workspace_id, &[response_id])?;
    Ok(found.into_iter().next())
}

/// What these responses say, as far as they count; in no order.
pub fn of_responses(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    response_ids: &[&str],
) -> Result<Vec<Answered>, DbError> {
    store::answers::by_ids(tx, workspace_id, response_ids)
}

/// What a contact answered, newest first, under all ids they ever had.
pub fn of_contact(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_id: &str,
    page: &Page,
) -> Result<Vec<Answered>, DbError> {
    let mut ids = contact::store::merged_from(tx, workspace_id, contact_id)?;
    ids.push(contact_id.to_owned());
    store::answers::page(tx, workspace_id, ("contact_id", &ids), page)
}

/// What was answered for an account, newest first.
pub fn of_account(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    account_id: &str,
    page: &Page,
) -> Result<Vec<Answered>, DbError> {
    store::answers::page(
        tx,
        workspace_id,
        ("account_id", &[account_id.to_owned()]),
        page,
    )
}

/// The latest answer of each of these contacts that ever answered, by the id that was asked for.
pub fn latest_of_contacts(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_ids: &[&str],
) -> Result<HashMap<String, Answered>, DbError> {
    store::answers::latest(tx, workspace_id, contact_ids)
}

/// When each of these contacts last answered (UTC microseconds); those who never did are left out.
pub fn last_at_of_contacts(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_ids: &[&str],
) -> Result<HashMap<String, i64>, DbError> {
    let latest = store::answers::newest_of_contacts(tx, workspace_id, contact_ids)?;
    Ok(latest
        .into_iter()
        .map(|(id, newest)| (id, newest.0))
        .collect())
}

/// When somebody last answered for each of these accounts (UTC microseconds); those for which
/// nobody did are left out.
pub fn last_at_of_accounts(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    account_ids: &[&str],
) -> Result<HashMap<String, i64>, DbError> {
    store::answers::newest_of_accounts(tx, workspace_id, account_ids)
}
