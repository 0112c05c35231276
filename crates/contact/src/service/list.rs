//! Reading lists, a page at a time.

use std::collections::HashMap;

use ::list::edit::{EDIT_MAX, too_many};
use platform::web::paging;
use platform::{DbError, Problem, Tx};
use serde_json::json;
use user::Viewer;
use user::audit::{self, Note};

use super::Contacts;
use crate::attribute::{self, Definition};
use crate::listing::{List, Row};
use crate::model::{Account, Contact, Logged};
use crate::store::{self, Place};

/// A page of a list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Part {
    pub(crate) rows: Vec<Row>,
    /// By which the list goes on.
    pub(crate) next: Option<String>,
}

/// Groups of contacts that may be one person, and where the list of them goes on.
pub(crate) type Groups = (Vec<Vec<Row>>, Option<String>);

/// Contacts with their accounts.
fn rows(tx: &mut Tx<'_>, workspace_id: &str, contacts: Vec<Contact>) -> Result<Vec<Row>, DbError> {
    let own = contacts.iter().filter_map(|c| c.account_id.as_deref());
    let mut ids: Vec<&str> = own.collect();
    ids.sort_unstable();
    ids.dedup();
    let accounts: HashMap<String, Account> = store::accounts_by_ids(tx, workspace_id, &ids)?
        .into_iter()
        .map(|account| (account.account_id.clone(), account))
        .collect();
    let row = |contact: Contact| Row {
        account: contact
            .account_id
            .as_ref()
            .and_then(|id| accounts.get(id))
            .cloned(),
        contact,
    };
    Ok(contacts.into_iter().map(row).collect())
}

/// The list of what a viewer sees.
fn within(mut list: List, viewer: &Viewer) -> List {
    list.filter.seen_by = Some(viewer.sight.clone());
    list
}

/// A page of a list after a cursor.
fn part(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    list: &List,
    (cursor, limit): (Option<&str>, usize),
) -> Result<Part, Problem> {
    let mut places = store::places(tx, workspace_id, list, (cursor, limit + 1))?;
    let next = paging::cut(&mut places, limit).map(Place::cursor);
    let ids: Vec<&str> = places.iter().map(Place::id).collect();
    let found = store::by_ids(tx, workspace_id, &ids)?.into_iter();
    let mut found: HashMap<String, Contact> =
        found.map(|one| (one.contact_id.clone(), one)).collect();
    let in_order = ids.iter().filter_map(|id| found.remove(*id)).collect();
    let rows = rows(tx, workspace_id, in_order)?;
    Ok(Part { rows, next })
}

impl Contacts {
    /// A page of a list after a cursor.
    pub(crate) async fn list(
        &self,
        viewer: &Viewer,
        list: List,
        (cursor, limit): (Option<String>, usize),
    ) -> Result<Part, Problem> {
        let (workspace, list) = (viewer.workspace_id.clone(), within(list, viewer));
        self.app
            .db
            .read(move |tx| part(tx, &workspace, &list, (cursor.as_deref(), limit)))
            .await
    }

    /// A page of a list for a file, on connections of their own.
    pub(crate) async fn file_part(
        &self,
        viewer: &Viewer,
        list: List,
        (cursor, limit): (Option<String>, usize),
    ) -> Result<Part, Problem> {
        let (workspace, list) = (viewer.workspace_id.clone(), within(list, viewer));
        self.app
            .db
            .read_long(move |tx| part(tx, &workspace, &list, (cursor.as_deref(), limit)))
            .await
    }

    /// Ids of the contacts of a list, in its order; more than [`EDIT_MAX`] are refused.
    pub(crate) async fn ids(&self, viewer: &Viewer, list: List) -> Result<Vec<String>, Problem> {
        let (workspace, list) = (viewer.workspace_id.clone(), within(list, viewer));
        self.app
            .db
            .read_long(move |tx| {
                let places = store::places(tx, &workspace, &list, (None, EDIT_MAX + 1))?;
                if places.len() > EDIT_MAX {
                    return Err(too_many());
                }
                Ok(places.iter().map(|place| place.id().to_owned()).collect())
            })
            .await
    }

    /// What attributes are.
    pub(crate) async fn definitions(&self, viewer: &Viewer) -> Result<Vec<Definition>, Problem> {
        let workspace = viewer.workspace_id.clone();
        self.app
            .db
            .read(move |tx| Ok(attribute::all(tx, &workspace)?))
            .await
    }

    /// Notes in the audit log that somebody takes contacts with them as a file.
    pub(crate) async fn note_export(
        &self,
        viewer: &Viewer,
        (kind, is_filtered): (&'static str, bool),
    ) -> Result<(), Problem> {
        let (viewer, now_us) = (viewer.clone(), self.app.clock.now_us());
        let note = move |tx: &mut Tx<'_>| {
            let detail = json!({ "as": kind, "all": !is_filtered });
            let note = Note::new("contact.exported", "").with(detail);
            audit::note(tx, &viewer, note, now_us)
        };
        Ok(self.app.db.write(note).await?)
    }

    /// How many contacts there are that a viewer sees.
    pub(crate) async fn count(&self, viewer: &Viewer) -> Result<i64, Problem> {
        let (workspace, sight) = (viewer.workspace_id.clone(), viewer.sight.clone());
        self.app
            .db
            .read(move |tx| Ok(store::count(tx, (&workspace, &sight))?))
            .await
    }

    /// A contact's history, newest first.
    pub(crate) async fn history(
        &self,
        viewer: &Viewer,
        contact_id: &str,
    ) -> Result<Vec<Logged>, Problem> {
        let (workspace, id) = (viewer.workspace_id.clone(), contact_id.to_owned());
        self.app
            .db
            .read(move |tx| Ok(store::history(tx, &workspace, &id)?))
            .await
    }

    /// Contacts that may be one person, in groups, after (name as ordered, account id).
    pub(crate) async fn possible_duplicates(
        &self,
        viewer: &Viewer,
        (after, limit): (Option<(String, String)>, usize),
    ) -> Result<Groups, Problem> {
        let workspace = viewer.workspace_id.clone();
        self.app
            .db
            .read_long(move |tx| {
                let after = after
                    .as_ref()
                    .map(|(name, id)| (name.as_str(), id.as_str()));
                let mut groups = store::possible_duplicates(tx, &workspace, after, limit + 1)?;
                let next = paging::cut(&mut groups, limit).and_then(|group| after_group(group));
                let groups = groups.into_iter();
                let groups: Result<Vec<_>, DbError> =
                    groups.map(|group| rows(tx, &workspace, group)).collect();
                Ok((groups?, next))
            })
            .await
    }
}

/// The cursor after those who may be one person.
fn after_group(group: &[Contact]) -> Option<String> {
    let first = group.first()?;
    let account = first.account_id.as_deref().unwrap_or_default();
    Some(paging::cursor(&[&crate::rules::sorted_as(first), account]))
}
