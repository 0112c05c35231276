//! Saying things of accounts themselves, for the slice that shows them and for those that bring
//! them from elsewhere.

use std::collections::HashSet;
use std::sync::Arc;

use platform::web::{App, FieldError};
use platform::{DbError, Problem, Tx};
use serde_json::json;
use user::{Viewer, audit};

use crate::book::{Book, Occasion, Outcome};
use crate::item::{AccountItem, Item, Said};
pub use crate::sent::SentAccount;
use crate::store;
use crate::wrong::Wrong;

/// Accounts of one request at most.
pub const BULK_MAX: usize = 10_000;
/// Accounts of one piece of work.
const CHUNK: usize = 500;
/// How often work is run again that somebody else got in the way of.
const TRIES: usize = 5;

/// The account an item went into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Put {
    /// Its id.
    pub account_id: String,
    /// What became of it: created, updated or unchanged.
    pub outcome: Outcome,
}

/// What became of an item, or why nothing.
pub type Fate = Result<Put, Wrong>;

/// Says an item of the account it belongs to, or of a new one, in the transaction of whoever heard
/// of it. A conflict or a double key means that another did the same at this moment: run the
/// transaction again.
pub fn put(tx: &mut Tx<'_>, occasion: &Occasion, item: &AccountItem) -> Result<Fate, DbError> {
    let fates = put_piece(tx, occasion, std::slice::from_ref(item))?;
    Ok(fates.into_iter().next().unwrap_or(Err(Wrong::NoAccount)))
}

/// Says each of `items`, in pieces; what is wrong with one keeps none of the others. When it breaks
/// off, the pieces before are stored, and saying it again changes nothing there.
pub async fn put_all(
    app: &App,
    viewer: &Viewer,
    items: Vec<AccountItem>,
) -> Result<Vec<Fate>, Problem> {
    let occasion = crate::service::occasion(app, viewer);
    put_by(app, (&occasion, Some(viewer)), items).await
}

/// The same on another occasion; without `viewer` the audit log has no line for each, as for a file
/// that stands there itself.
pub(crate) async fn put_by(
    app: &App,
    by: (&Occasion, Option<&Viewer>),
    items: Vec<AccountItem>,
) -> Result<Vec<Fate>, Problem> {
    let mut fates = Vec::with_capacity(items.len());
    for piece in items.chunks(CHUNK) {
        match store_piece(app, by, piece).await {
            Err(DbError::Unique(_)) if piece.len() > 1 => {
                for item in piece {
                    let one = std::slice::from_ref(item);
                    fates.extend(store_piece(app, by, one).await?);
                }
            }
            told => fates.extend(told?),
        }
    }
    Ok(fates)
}

async fn store_piece(
    app: &App,
    (occasion, viewer): (&Occasion, Option<&Viewer>),
    items: &[AccountItem],
) -> Result<Vec<Fate>, DbError> {
    let items: Arc<[AccountItem]> = items.into();
    let mut tries = 1;
    loop {
        let (occasion, items, viewer) = (occasion.clone(), items.clone(), viewer.cloned());
        let put = app
            .db
            .write_large(move |tx| {
                let fates = put_piece(tx, &occasion, &items)?;
                if let Some(viewer) = &viewer {
                    noted(tx, viewer, &fates, occasion.now_us)?;
                }
                Ok::<_, DbError>(fates)
            })
            .await;
        match put {
            Err(DbError::Conflict(_) | DbError::Unique(_)) if tries < TRIES => tries += 1,
            other => return other,
        }
    }
}

fn noted(tx: &mut Tx<'_>, viewer: &Viewer, fates: &[Fate], now_us: i64) -> Result<(), DbError> {
    for put in fates.iter().flatten() {
        let action = match put.outcome {
            Outcome::Created => "account.created",
            Outcome::Unchanged => continue,
            _ => "account.changed",
        };
        let note = audit::Note {
            action,
            noun: "account",
            id: &put.account_id,
            detail: json!({}),
        };
        audit::note(tx, viewer, note, now_us)?;
    }
    Ok(())
}

/// A book in which each of `items` was said of the account it belongs to.
fn said(
    tx: &mut Tx<'_>,
    occasion: &Occasion,
    items: &[AccountItem],
) -> Result<(Book, Vec<Fate>), DbError> {
    // The book finds accounts by the contacts that speak of them.
    let wrapped: Vec<Item> = items
        .iter()
        .map(|item| Item {
            account: Said::Value(item.clone()),
            ..Item::default()
        })
        .collect();
    let mut book = store::book(tx, occasion.clone(), wrapped.iter())?;
    let mut fates: Vec<Fate> = items.iter().map(|item| put_one(&mut book, item)).collect();
    // What an item before it made is made once.
    let mut made = HashSet::new();
    for put in fates.iter_mut().flatten() {
        if put.outcome == Outcome::Created && !made.insert(put.account_id.clone()) {
            put.outcome = Outcome::Updated;
        }
    }
    Ok((book, fates))
}

fn put_piece(
    tx: &mut Tx<'_>,
    occasion: &Occasion,
    items: &[AccountItem],
) -> Result<Vec<Fate>, DbError> {
    let (book, mut fates) = said(tx, occasion, items)?;
    let others = store::write_accounts(tx, &book)?;
    regard(items, &mut fates, &others);
    Ok(fates)
}

/// What would become of `items`; nothing is stored.
pub fn try_piece(
    tx: &mut Tx<'_>,
    occasion: &Occasion,
    items: &[AccountItem],
) -> Result<Vec<Fate>, DbError> {
    let (book, mut fates) = said(tx, occasion, items)?;
    let others = store::other_people(tx, &book)?;
    let others = others
        .into_iter()
        .map(|(account_id, ..)| account_id)
        .collect();
    regard(items, &mut fates, &others);
    Ok(fates)
}

/// An account with other people than before is changed too, by the items that name people.
fn regard(items: &[AccountItem], fates: &mut [Fate], others: &HashSet<String>) {
    for (item, fate) in items.iter().zip(fates) {
        if let Ok(put) = fate
            && !item.people.is_empty()
            && put.outcome == Outcome::Unchanged
            && others.contains(&put.account_id)
        {
            put.outcome = Outcome::Updated;
        }
    }
}

fn put_one(book: &mut Book, item: &AccountItem) -> Fate {
    let occasion = book.occasion.clone();
    let (account_id, changed) = book.accounts.put(&occasion, item)?;
    let outcome = match (book.accounts.is_new(&account_id), changed) {
        (true, true) => Outcome::Created,
        (_, true) => Outcome::Updated,
        _ => Outcome::Unchanged,
    };
    Ok(Put {
        account_id,
        outcome,
    })
}

/// The place in a request that a mistake is about.
pub fn pointer(wrong: &Wrong) -> &'static str {
    match wrong {
        Wrong::ExternalIdTaken => "/external_id",
        Wrong::NoSuchAccount => "/account_id",
        Wrong::NoParent | Wrong::Circle | Wrong::TooDeep(_) => "/parent",
        Wrong::NoRole(_) => "/responsibilities",
        Wrong::TooManyAttributes(_) | Wrong::NotOfKind { .. } => "/attributes",
        _ => "",
    }
}

/// A mistake as a program is told.
pub fn field_error(wrong: &Wrong) -> FieldError {
    let place = match wrong {
        Wrong::NotOfKind { attribute, .. } => {
            let name = attribute.replace('~', "~0").replace('/', "~1");
            format!("/attributes/{name}")
        }
        other => pointer(other).to_owned(),
    };
    FieldError::new(place, wrong.to_string())
}
