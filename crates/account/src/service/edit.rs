//! Changing accounts: one, those of a request, or all of a list at once.

use std::collections::HashMap;

use contact::accounts::{self, Fate};
use contact::item::{AccountItem, PersonItem, Said};
use contact::wrong::Wrong;
use list::Asking;
use list::edit::{self, EDIT_MAX, Meant, PIECE, too_many};
use list::page::Line;
use platform::Problem;
use serde_json::json;
use user::{Viewer, audit};

use super::{Accounts, part};
use crate::model::{Filter, List};
use crate::query::{self, unknown};

/// What is changed of many accounts at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// An attribute gets this value, or none.
    Attribute(String, Option<String>),
    /// A role goes to this person, or to nobody.
    Responsibility(String, Option<PersonItem>),
    /// They become parts of this account, or of none.
    Parent(Option<String>),
}

impl Change {
    fn item(&self, account_id: &str) -> AccountItem {
        let mut item = AccountItem {
            account_id: Some(account_id.to_owned()),
            ..AccountItem::default()
        };
        match self {
            Self::Attribute(name, value) => {
                item.attributes.insert(name.clone(), value.clone());
            }
            Self::Responsibility(role, person) => {
                item.people
                    .insert(role.clone(), person.iter().cloned().collect());
            }
            Self::Parent(None) => item.parent = Said::Empty,
            Self::Parent(Some(parent_id)) => {
                item.parent = Said::Value(Box::new(AccountItem {
                    account_id: Some(parent_id.clone()),
                    ..AccountItem::default()
                }));
            }
        }
        item
    }

    fn detail(&self) -> serde_json::Value {
        match self {
            Self::Attribute(name, _) => json!({ "attribute": name }),
            Self::Responsibility(role, _) => json!({ "role": role }),
            Self::Parent(parent_id) => json!({ "parent": parent_id }),
        }
    }
}

/// What became of each, and why not.
pub type Outcome = edit::Outcome<Wrong>;

impl Accounts {
    /// Says `item` of the account it belongs to, or of a new one; gives its id, or what is wrong.
    pub async fn put(&self, viewer: &Viewer, item: AccountItem) -> Result<Fate, Problem> {
        let fates = accounts::put_all(&self.app, viewer, vec![item]).await?;
        Ok(fates.into_iter().next().unwrap_or(Err(Wrong::NoAccount)))
    }

    /// Ids of the accounts of a list, in its order; more than [`EDIT_MAX`] are refused.
    pub async fn ids(&self, viewer: &Viewer, list: List) -> Result<Vec<String>, Problem> {
        let (workspace_id, sight) = (viewer.workspace_id.clone(), viewer.sight.clone());
        self.app
            .db
            .read_long(move |tx| {
                let whose = (workspace_id.as_str(), &sight);
                let page = crate::store::page(tx, whose, &list, (None, EDIT_MAX + 1))?;
                if page.len() > EDIT_MAX {
                    return Err(too_many());
                }
                Ok(page.into_iter().map(|line| line.id).collect())
            })
            .await
    }

    /// What a change of these accounts would do; nothing is stored.
    pub async fn preview(
        &self,
        viewer: &Viewer,
        (ids, change): (Vec<String>, Change),
    ) -> Result<Outcome, Problem> {
        let occasion = contact::Occasion {
            workspace_id: viewer.workspace_id.clone(),
            by: viewer.name().to_owned(),
            now_us: self.app.clock.now_us(),
        };
        self.app
            .db
            .read_long(move |tx| {
                let mut outcome = Outcome::default();
                for piece in ids.chunks(PIECE) {
                    let items: Vec<AccountItem> = piece.iter().map(|id| change.item(id)).collect();
                    let fates = accounts::try_piece(tx, &occasion, &items)?;
                    count(piece, fates, &mut outcome);
                }
                Ok(outcome)
            })
            .await
    }

    /// Changes these accounts, in pieces. When it breaks off, doing it again does the rest.
    pub async fn change_all(
        &self,
        viewer: &Viewer,
        (ids, change): (Vec<String>, Change),
    ) -> Result<Outcome, Problem> {
        let mut outcome = Outcome::default();
        for piece in ids.chunks(PIECE) {
            let items = piece.iter().map(|id| change.item(id)).collect();
            let fates = accounts::put_all(&self.app, viewer, items).await?;
            count(piece, fates, &mut outcome);
        }
        let (viewer, now_us) = (viewer.clone(), self.app.clock.now_us());
        let mut detail = change.detail();
        detail["accounts"] = json!(outcome.meant);
        detail["changed"] = json!(outcome.changed);
        self.app
            .db
            .write(move |tx| {
                let note = audit::Note {
                    action: "account.changed_together",
                    noun: "account",
                    id: "",
                    detail: detail.clone(),
                };
                audit::note(tx, &viewer, note, now_us)
            })
            .await?;
        Ok(outcome)
    }

    /// The accounts that are meant. A list that asks nothing is all there are, which `all` says.
    pub async fn meant(
        &self,
        viewer: &Viewer,
        (meant, all): (Meant, bool),
    ) -> Result<Vec<String>, Problem> {
        let pairs = match meant {
            Meant::These(ids) => return Ok(ids),
            Meant::List(pairs) => pairs,
        };
        let asking = Asking {
            user_id: viewer.user_id(),
            now_us: self.app.clock.now_us(),
        };
        let refuse = |name: &str, _: &str| Err(unknown(name));
        let list = query::read(&pairs, &asking, refuse).map_err(|problem| match problem {
            Problem::BadRequest(detail) => Problem::invalid("/list", detail),
            other => other,
        })?;
        if list.filter == Filter::default() && !all {
            return Err(edit::asks_nothing());
        }
        self.ids(viewer, list).await
    }

    /// What a few accounts are called, by id.
    pub async fn names(
        &self,
        viewer: &Viewer,
        ids: Vec<String>,
    ) -> Result<HashMap<String, String>, Problem> {
        let workspace_id = viewer.workspace_id.clone();
        self.app
            .db
            .read(move |tx| {
                let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
                let found = contact::store::accounts_by_ids(tx, &workspace_id, &ids)?;
                let named = found.into_iter().map(|one| (one.account_id, one.name));
                Ok(named.collect())
            })
            .await
    }

    /// A page of a list for a file, on connections of their own.
    pub async fn export_part(
        &self,
        viewer: &Viewer,
        (list, after): (List, Option<String>),
        limit: usize,
    ) -> Result<super::Part, Problem> {
        let (workspace_id, sight) = (viewer.workspace_id.clone(), viewer.sight.clone());
        let after = after.as_deref().map(Line::read).transpose()?;
        self.app
            .db
            .read_long(move |tx| {
                let whose = (workspace_id.as_str(), &sight);
                Ok(part(tx, whose, &list, (after.as_ref(), limit))?)
            })
            .await
    }
}

fn count(ids: &[String], fates: Vec<Fate>, outcome: &mut Outcome) {
    for (id, fate) in ids.iter().zip(fates) {
        outcome.count(
            id,
            fate.map(|put| put.outcome != contact::Outcome::Unchanged),
        );
    }
}
