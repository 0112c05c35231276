//! The verbs: list accounts, show one whole, change them. Pages and API call the same.

pub mod edit;
pub mod one;
pub mod settings;

use std::collections::HashMap;

use contact::model::Account;
use contact::responsibility::{self, Responsibility};
use list::page::Line;
use platform::web::{App, paging};
use platform::{DbError, Problem, Tx};
use user::{Sight, Viewer};

use crate::model::{List, Summary};
use crate::store;

/// What pages and API of accounts share.
#[derive(Clone)]
pub struct Accounts {
    /// The application.
    pub(crate) app: App,
}

/// An account as lists show it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The account.
    pub account: Account,
    /// Its sums; all zero until they are made, a moment after it became known.
    pub summary: Summary,
    /// Who does what for it.
    pub people: Vec<Responsibility>,
    /// Cases that are open.
    pub open_cases: i64,
    /// When somebody last spoke with them.
    pub last_conversation_at_us: Option<i64>,
    /// What the account above is called.
    pub parent: Option<String>,
}

/// A page of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// The accounts.
    pub rows: Vec<Row>,
    /// By which the list goes on.
    pub next: Option<String>,
}

impl Accounts {
    /// On this application.
    pub fn new(app: &App) -> Self {
        Self { app: app.clone() }
    }

    /// A page of a list after a cursor.
    pub async fn list(
        &self,
        viewer: &Viewer,
        list: List,
        (cursor, limit): (Option<&str>, usize),
    ) -> Result<Part, Problem> {
        let (workspace_id, sight) = (viewer.workspace_id.clone(), viewer.sight.clone());
        let after = cursor.map(Line::read).transpose()?;
        self.app
            .db
            .read(move |tx| {
                let whose = (workspace_id.as_str(), &sight);
                Ok(part(tx, whose, &list, (after.as_ref(), limit))?)
            })
            .await
    }
}

/// A page of a list of what is seen after a line.
pub fn part(
    tx: &mut Tx<'_>,
    (workspace_id, sight): (&str, &Sight),
    list: &List,
    (after, limit): (Option<&Line>, usize),
) -> Result<Part, DbError> {
    let mut lines = store::page(tx, (workspace_id, sight), list, (after, limit + 1))?;
    let next = paging::cut(&mut lines, limit).map(Line::cursor);
    let ids: Vec<&str> = lines.iter().map(|line| line.id.as_str()).collect();
    let mut rows = rows(tx, workspace_id, &ids)?;
    let in_order = ids.iter().filter_map(|id| rows.remove(*id)).collect();
    Ok(Part {
        rows: in_order,
        next,
    })
}

/// These accounts as lists show them, by id.
pub fn rows(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    ids: &[&str],
) -> Result<HashMap<String, Row>, DbError> {
    let accounts = contact::store::accounts_by_ids(tx, workspace_id, ids)?;
    let mut summaries = store::summaries(tx, workspace_id, ids)?;
    let mut people = responsibility::of_accounts(tx, workspace_id, ids)?;
    let open = store::open_cases(tx, workspace_id, ids)?;
    let spoken = store::last_conversations(tx, workspace_id, ids)?;
    let above: Vec<&str> = accounts
        .iter()
        .filter_map(|a| a.parent_id.as_deref())
        .collect();
    let names: HashMap<String, String> = contact::store::accounts_by_ids(tx, workspace_id, &above)?
        .into_iter()
        .map(|account| (account.account_id, account.name))
        .collect();
    Ok(accounts
        .into_iter()
        .map(|account| {
            let id = account.account_id.clone();
            let parent = account.parent_id.as_ref();
            let row = Row {
                parent: parent.and_then(|id| names.get(id)).cloned(),
                summary: summaries.remove(&id).unwrap_or_else(|| Summary {
                    account_id: id.clone(),
                    ..Summary::default()
                }),
                people: people.remove(&id).unwrap_or_default(),
                open_cases: open.get(&id).copied().unwrap_or_default(),
                last_conversation_at_us: spoken.get(&id).copied(),
                account,
            };
            (id, row)
        })
        .collect())
}
