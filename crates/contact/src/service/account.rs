//! Accounts and the do-not-contact list.

use platform::{DbError, Problem, Tx};
use user::Viewer;
use user::audit::{self, Note};

use super::{Contacts, occasion};
use crate::model::{Account, Blocked, BlockedKind};
use crate::store;

impl Contacts {
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

    /// The id of the account somebody means by its id, its external id or its name.
    pub(crate) async fn account_named(
        &self,
        viewer: &Viewer,
        text: &str,
    ) -> Result<Option<String>, Problem> {
        let (workspace, text) = (viewer.workspace_id.clone(), text.to_owned());
        self.app
            .db
            .read(move |tx| {
                let found = store::account_meant(tx, &workspace, &text)?;
                Ok(found.map(|account| account.account_id))
            })
            .await
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
        let viewer = viewer.clone();
        self.app
            .db
            .write(move |tx| {
                store::block(tx, &occasion.workspace_id, &entry)?;
                note(tx, &viewer, ("blocked.added", kind), occasion.now_us)?;
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
        let (viewer, now_us) = (viewer.clone(), self.app.clock.now_us());
        self.app
            .db
            .write(move |tx| {
                if store::unblock(tx, &viewer.workspace_id, kind, &value)? {
                    Ok(note(tx, &viewer, ("blocked.removed", kind), now_us)?)
                } else {
                    Err(Problem::no("entry"))
                }
            })
            .await
    }
}

/// Notes a change of the list; not of which entry, because the log outlives an erasure.
fn note(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (action, kind): (&'static str, BlockedKind),
    now_us: i64,
) -> Result<(), DbError> {
    let detail = serde_json::json!({ "kind": kind.as_str() });
    audit::note(tx, viewer, Note::new(action, "").with(detail), now_us)
}
