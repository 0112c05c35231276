//! Reading lists, a page at a time.

use std::collections::HashMap;

use platform::web::paging;
use platform::{DbError, Problem, Tx};
use user::Viewer;

use super::Contacts;
use crate::model::{Account, Contact, Logged};
use crate::store::{self, Filter};

/// Contacts with their accounts by id.
#[derive(Clone, Debug, Default)]
pub(crate) struct ListPart {
    pub(crate) contacts: Vec<Contact>,
    pub(crate) accounts: HashMap<String, Account>,
    /// What a list goes on after, one for each contact.
    keys: Vec<String>,
}

impl ListPart {
    fn of(tx: &mut Tx<'_>, workspace_id: &str, contacts: Vec<Contact>) -> Result<Self, DbError> {
        let mut ids: Vec<&str> = contacts
            .iter()
            .filter_map(|c| c.account_id.as_deref())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let accounts = store::accounts_by_ids(tx, workspace_id, &ids)?
            .into_iter()
            .map(|account| (account.account_id.clone(), account))
            .collect();
        Ok(Self {
            contacts,
            accounts,
            keys: Vec::new(),
        })
    }

    /// Cuts what was read to `limit`; gives the cursor by which the next part is asked for.
    pub(crate) fn cut(&mut self, limit: usize) -> Option<String> {
        let key = self.keys.get(limit.saturating_sub(1)).cloned();
        let last = paging::cut(&mut self.contacts, limit)?;
        Some(paging::cursor(&[&key?, &last.contact_id]))
    }

    /// The account of a contact.
    pub(crate) fn account(&self, contact: &Contact) -> Option<&Account> {
        self.accounts.get(contact.account_id.as_ref()?)
    }
}

impl Contacts {
    /// A page of contacts after (name as ordered, id).
    pub(crate) async fn list(
        &self,
        viewer: &Viewer,
        filter: Filter,
        (after, limit): (Option<(String, String)>, usize),
    ) -> Result<ListPart, Problem> {
        let workspace = viewer.workspace_id.clone();
        let work = move |tx: &mut Tx<'_>| {
            let after = after
                .as_ref()
                .map(|(name, id)| (name.as_str(), id.as_str()));
            let found = store::page(tx, &workspace, &filter, (after, limit))?;
            let keys = found.iter().map(|one| one.key.clone()).collect();
            let contacts = found.into_iter().map(|one| one.contact).collect();
            let part = ListPart::of(tx, &workspace, contacts)?;
            Ok(ListPart { keys, ..part })
        };
        self.app.db.read(work).await
    }

    /// How many contacts there are.
    pub(crate) async fn count(&self, viewer: &Viewer) -> Result<i64, Problem> {
        let workspace = viewer.workspace_id.clone();
        self.app
            .db
            .read(move |tx| Ok(store::count(tx, &workspace)?))
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
    ) -> Result<(Vec<Vec<Contact>>, ListPart), Problem> {
        let workspace = viewer.workspace_id.clone();
        self.app
            .db
            .read_long(move |tx| {
                let after = after
                    .as_ref()
                    .map(|(name, id)| (name.as_str(), id.as_str()));
                let groups = store::possible_duplicates(tx, &workspace, after, limit)?;
                let all = groups.iter().flatten().cloned().collect();
                Ok((groups, ListPart::of(tx, &workspace, all)?))
            })
            .await
    }
}
