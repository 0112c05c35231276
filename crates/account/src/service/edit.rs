//! Changing accounts: one, those of a request, or all of a list at once.

use contact::accounts::{self, Fate};
use contact::item::{AccountItem, PersonItem, Said};
use contact::model::Account;
use contact::wrong::Wrong;
use platform::{DbError, Problem, Tx};
use serde_json::json;
use user::{Viewer, audit};

use super::{Accounts, part};
use crate::model::List;
use crate::store::Line;

/// Accounts changed at once at most.
pub const EDIT_MAX: usize = 100_000;
/// Accounts of one piece of a change.
const PIECE: usize = 500;
/// Examples of a preview.
const SHOWN: usize = 20;

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

/// What a change would do, or did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Accounts that are meant.
    pub accounts: usize,
    /// Of those: changed, or that would change.
    pub changed: usize,
    /// Not changed, for a reason.
    pub refused: usize,
    /// Some of them as they were, with the reason when it is refused.
    pub examples: Vec<(Account, Option<Wrong>)>,
}

impl Accounts {
    /// Says `item` of the account it belongs to, or of a new one; gives its id, or what is wrong.
    pub async fn put(&self, viewer: &Viewer, item: AccountItem) -> Result<Fate, Problem> {
        let fates = accounts::put_all(&self.app, viewer, vec![item]).await?;
        Ok(fates.into_iter().next().unwrap_or(Err(Wrong::NoAccount)))
    }

    /// Ids of the accounts of a list, in its order; more than [`EDIT_MAX`] are refused.
    pub async fn ids(&self, viewer: &Viewer, list: List) -> Result<Vec<String>, Problem> {
        let workspace_id = viewer.workspace_id.clone();
        self.app
            .db
            .read_long(move |tx| {
                let page = crate::store::page(tx, &workspace_id, &list, (None, EDIT_MAX + 1))?;
                if page.len() > EDIT_MAX {
                    return Err(Problem::TooLarge(format!(
                        "at most {EDIT_MAX} accounts are changed at once"
                    )));
                }
                Ok(page.into_iter().map(|line: Line| line.account_id).collect())
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
                    count(tx, &occasion.workspace_id, (piece, fates), &mut outcome)?;
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
            let (workspace_id, piece) = (viewer.workspace_id.clone(), piece.to_vec());
            let mut so_far = outcome;
            outcome = self
                .app
                .db
                .read(move |tx| {
                    count(tx, &workspace_id, (&piece, fates), &mut so_far)?;
                    Ok::<_, DbError>(so_far)
                })
                .await?;
        }
        let (viewer, now_us) = (viewer.clone(), self.app.clock.now_us());
        let mut detail = change.detail();
        detail["accounts"] = json!(outcome.accounts);
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

    /// A page of a list for an export, on connections of their own.
    pub async fn export_part(
        &self,
        viewer: &Viewer,
        (list, after): (List, Option<String>),
        limit: usize,
    ) -> Result<super::Part, Problem> {
        let workspace_id = viewer.workspace_id.clone();
        let after = after.as_deref().map(Line::read).transpose()?;
        self.app
            .db
            .read_long(move |tx| Ok(part(tx, &workspace_id, &list, (after.as_ref(), limit))?))
            .await
    }
}

fn count(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (ids, fates): (&[String], Vec<Fate>),
    outcome: &mut Outcome,
) -> Result<(), DbError> {
    let mut examples: Vec<(&str, Option<Wrong>)> = Vec::new();
    for (id, fate) in ids.iter().zip(fates) {
        outcome.accounts += 1;
        match fate {
            Ok(put) if put.outcome == contact::Outcome::Unchanged => {}
            Ok(_) => {
                outcome.changed += 1;
                examples.push((id, None));
            }
            Err(wrong) => {
                outcome.refused += 1;
                examples.push((id, Some(wrong)));
            }
        }
    }
    // What is refused is shown first.
    examples.sort_by_key(|(_, wrong)| wrong.is_none());
    let left = SHOWN.saturating_sub(outcome.examples.len());
    examples.truncate(left);
    let wanted: Vec<&str> = examples.iter().map(|(id, _)| *id).collect();
    let found = contact::store::accounts_by_ids(tx, workspace_id, &wanted)?;
    for (id, wrong) in examples {
        if let Some(account) = found.iter().find(|account| account.account_id == id) {
            outcome.examples.push((account.clone(), wrong));
        }
    }
    Ok(())
}
