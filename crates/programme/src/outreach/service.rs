//! What pages and API show of letters outside programmes.

use std::collections::HashMap;

use contact::model::Contact;
use platform::Tx;
use platform::web::{App, Problem};
use user::Viewer;

use super::model::{State, Stored, Wanted};
use super::store;

/// A letter with whom it is to; nobody when the contact was removed.
#[derive(Clone, Debug)]
pub struct Listed {
    /// What was decided.
    pub letter: Stored,
    /// As it is known by now.
    pub contact: Option<Contact>,
}

/// Letters with their contacts, the latest decided first.
pub async fn list(
    app: &App,
    viewer: &Viewer,
    wanted: Wanted,
    limit: usize,
) -> Result<Vec<Listed>, Problem> {
    let workspace = viewer.workspace_id.clone();
    let read = move |tx: &mut Tx<'_>| {
        let letters = store::list(tx, &workspace, &wanted, limit)?;
        let ids: Vec<&str> = letters.iter().map(|own| own.contact_id.as_str()).collect();
        let merged = contact::store::present_ids(tx, &workspace, &ids)?;
        let present = |id: &str| merged.get(id).cloned().unwrap_or_else(|| id.to_owned());
        let ids: Vec<String> = ids.into_iter().map(present).collect();
        let mut known: Vec<&str> = ids.iter().map(String::as_str).collect();
        known.sort_unstable();
        known.dedup();
        let found = contact::store::by_ids(tx, &workspace, &known)?;
        let found: HashMap<String, Contact> = found
            .into_iter()
            .map(|own| (own.contact_id.clone(), own))
            .collect();
        let listed = letters.into_iter().zip(ids).map(|(letter, id)| Listed {
            letter,
            contact: found.get(&id).cloned(),
        });
        Ok(listed.collect())
    };
    app.db.read(read).await
}

/// How many letters are in each state, with the reason.
pub async fn counts(
    app: &App,
    viewer: &Viewer,
) -> Result<Vec<(State, Option<String>, i64)>, Problem> {
    let workspace = viewer.workspace_id.clone();
    let read = move |tx: &mut Tx<'_>| Ok(store::counts(tx, &workspace)?);
    app.db.read(read).await
}
