//! Accounts and the do-not-contact list.

use platform::Problem;
use user::Viewer;

use super::{Contacts, TRIES, at, occasion};
use crate::book::Book;
use crate::item::{AccountItem, Item, Said};
use crate::model::{Account, Blocked, BlockedKind};
use crate::store;
use crate::wrong::Wrong;

/// Why an account wasn't stored.
enum Refused {
    Wrong(Wrong),
    Db(platform::DbError),
}

impl From<platform::DbError> for Refused {
    fn from(error: platform::DbError) -> Self {
        Self::Db(error)
    }
}

impl Contacts {
    /// Accounts in the order of their names, after (name key, id), whose name contains `named`.
    pub(crate) async fn accounts(
        &self,
        viewer: &Viewer,
        named: &str,
        (after, limit): (Option<(String, String)>, usize),
    ) -> Result<Vec<Account>, Problem> {
        let (workspace, named) = (viewer.workspace_id.clone(), named.to_owned());
        self.app
            .db
            .read(move |tx| {
                let after = after
                    .as_ref()
                    .map(|(name, id)| (name.as_str(), id.as_str()));
                Ok(store::accounts_page(
                    tx,
                    &workspace,
                    &named,
                    (after, limit),
                )?)
            })
            .await
    }

    /// The account with this id, and how many contacts it has.
    pub(crate) async fn account(
        &self,
        viewer: &Viewer,
        account_id: &str,
    ) -> Result<(Account, i64), Problem> {
        let (workspace, id) = (viewer.workspace_id.clone(), account_id.to_owned());
        self.app
            .db
            .read(move |tx| {
                let account = store::account_by_id(tx, &workspace, &id)?
                    .ok_or_else(|| Problem::no("account"))?;
                let contacts = store::contacts_of(tx, &workspace, &id)?;
                Ok((account, contacts))
            })
            .await
    }

    /// Says `item` of the account it belongs to, or of a new one; gives its id.
    pub(crate) async fn put_account(
        &self,
        viewer: &Viewer,
        item: AccountItem,
    ) -> Result<String, Problem> {
        let occasion = occasion(&self.app, viewer);
        // The book finds accounts by the contacts that speak of them.
        let item = Item {
            account: Said::Value(item),
            ..Item::default()
        };
        let by_id = item.account.value().is_some_and(|a| a.account_id.is_some());
        let mut tries = 1;
        loop {
            let (occasion, item) = (occasion.clone(), item.clone());
            let put = self
                .app
                .db
                .write(move |tx| {
                    let mut book = store::book(tx, occasion.clone(), std::iter::once(&item))?;
                    let account_id = put_into(&mut book, &item).map_err(Refused::Wrong)?;
                    store::write(tx, &book)?;
                    Ok::<_, Refused>(account_id)
                })
                .await;
            match put {
                Ok(account_id) => return Ok(account_id),
                Err(Refused::Wrong(Wrong::NoAccount)) if by_id => {
                    return Err(Problem::no("account"));
                }
                Err(Refused::Wrong(wrong)) => return Err(at(&wrong)),
                Err(Refused::Db(platform::DbError::Conflict(_) | platform::DbError::Unique(_)))
                    if tries < TRIES =>
                {
                    tries += 1;
                }
                Err(Refused::Db(error)) => return Err(error.into()),
            }
        }
    }

    /// A page of the do-not-contact list.
    pub(crate) async fn blocked(
        &self,
        viewer: &Viewer,
        (after, limit): (Option<(BlockedKind, String)>, usize),
    ) -> Result<Vec<Blocked>, Problem> {
        let workspace = viewer.workspace_id.clone();
        self.app
            .db
            .read(move |tx| {
                let after = after.as_ref().map(|(kind, value)| (*kind, value.as_str()));
                Ok(store::blocked_page(tx, &workspace, after, limit)?)
            })
            .await
    }

    /// The entry of the list that holds this address, or its domain.
    pub(crate) async fn blocked_for(
        &self,
        viewer: &Viewer,
        email: &str,
    ) -> Result<Option<Blocked>, Problem> {
        let (workspace, email) = (viewer.workspace_id.clone(), email.to_owned());
        self.app
            .db
            .read(move |tx| {
                let own = store::blocked_entry(tx, &workspace, BlockedKind::Email, &email)?;
                if own.is_some() {
                    return Ok(own);
                }
                let domain = email.rsplit_once('@').map_or("", |(_, domain)| domain);
                Ok(store::blocked_entry(
                    tx,
                    &workspace,
                    BlockedKind::Domain,
                    domain,
                )?)
            })
            .await
    }

    /// Puts an address or domain on the list; gives the entry, which may be an earlier one.
    pub(crate) async fn block(
        &self,
        viewer: &Viewer,
        (kind, value): (BlockedKind, String),
        reason: String,
    ) -> Result<Blocked, Problem> {
        let occasion = occasion(&self.app, viewer);
        let entry = Blocked {
            kind,
            value,
            reason,
            by: occasion.by.clone(),
            created_at_us: occasion.now_us,
        };
        self.app
            .db
            .write(move |tx| {
                store::block(tx, &occasion.workspace_id, &entry)?;
                let kept = store::blocked_entry(tx, &occasion.workspace_id, kind, &entry.value)?;
                Ok(kept.unwrap_or_else(|| entry.clone()))
            })
            .await
    }

    /// Takes an address or domain off the list.
    pub(crate) async fn unblock(
        &self,
        viewer: &Viewer,
        (kind, value): (BlockedKind, String),
    ) -> Result<(), Problem> {
        let workspace = viewer.workspace_id.clone();
        self.app
            .db
            .write(move |tx| {
                if store::unblock(tx, &workspace, kind, &value)? {
                    Ok(())
                } else {
                    Err(Problem::no("entry"))
                }
            })
            .await
    }
}

fn put_into(book: &mut Book, item: &Item) -> Result<String, Wrong> {
    let said = item.account.value().ok_or(Wrong::NoAccount)?;
    let occasion = book.occasion.clone();
    book.accounts
        .put(&occasion, said)
        .map(|(account_id, _)| account_id)
}
