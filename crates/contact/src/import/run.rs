//! Running an import: one thread reads, the work of the database follows in pieces, so that memory
//! stays small and others who write wait a moment at most.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use platform::{DbError, Problem};
use tokio::sync::mpsc;

use super::columns::{About, about};
use super::parcels::{self, Parcel, Reading};
use super::report::{Report, Summary, beside_stored};
use crate::accounts;
use crate::book::{Occasion, Put};
use crate::item::{AccountItem, Item};
use crate::service::{CHUNK, Contacts, Fate};
use crate::store;

/// Pieces that may wait for the database.
const WAITING: usize = 2;

/// How far an import is, in rows.
#[derive(Debug, Default)]
pub struct Progress {
    /// Rows seen while the file is looked through; that comes first.
    pub(crate) seen: AtomicU64,
    pub(crate) total: AtomicU64,
    pub(crate) done: AtomicU64,
    pub(crate) rejected: AtomicU64,
}

impl Progress {
    /// Rows seen while the file is looked through, which comes first.
    pub fn seen(&self) -> u64 {
        self.seen.load(Ordering::Relaxed)
    }

    /// Rows of the whole file, once it was looked through.
    pub fn total(&self) -> u64 {
        self.total.load(Ordering::Relaxed)
    }

    /// Rows done so far.
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// Rows rejected so far.
    pub fn rejected(&self) -> u64 {
        self.rejected.load(Ordering::Relaxed)
    }

    /// Share that is done in percent, and rows so far.
    pub(crate) fn shown(&self) -> (u64, u64) {
        let (done, total) = (self.done(), self.total());
        ((done * 100).checked_div(total).unwrap_or(0).min(100), done)
    }
}

/// What is imported, and where its reports go.
pub(crate) struct Plan {
    pub(crate) reading: Reading,
    pub(crate) occasion: Occasion,
    /// Store it; otherwise it is only tried.
    pub(crate) stores: bool,
    pub(crate) files: Files,
}

impl Plan {
    fn is_of_accounts(&self) -> bool {
        about(&self.reading.targets) == Some(About::Accounts)
    }
}

/// The files that are wanted.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// Rejected rows with their reasons.
    pub rejected: Option<PathBuf>,
    /// Rows that were put together, with what they said differently.
    pub merged: Option<PathBuf>,
}

/// Why an import ended early. What was stored before stays.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The file can't be read (any further).
    #[error(transparent)]
    Table(tabular::Error),
    /// The database or the disk refuses.
    #[error(transparent)]
    Problem(Problem),
}

impl From<tabular::Error> for RunError {
    fn from(error: tabular::Error) -> Self {
        Self::Table(error)
    }
}

impl From<std::io::Error> for RunError {
    fn from(error: std::io::Error) -> Self {
        Self::Problem(Problem::Unavailable(format!("the import's files: {error}")))
    }
}

/// What the reading thread sends.
enum Piece {
    Begin(Vec<String>),
    Parcels(Vec<Parcel>),
}

/// Runs an import, or tries it.
pub(crate) async fn run(
    contacts: &Contacts,
    plan: Plan,
    progress: Arc<Progress>,
) -> Result<Summary, RunError> {
    let (sender, mut pieces) = mpsc::channel(WAITING);
    let (reading, counts) = (plan.reading.clone(), progress.clone());
    let reader = tokio::task::spawn_blocking(move || read(&reading, &counts, &sender));
    let mut report = None;
    while let Some(piece) = pieces.recv().await {
        match piece {
            Piece::Begin(columns) => {
                report = Some(Report::new(&columns, &plan.files)?);
            }
            Piece::Parcels(parcels) => {
                let Some(report) = &mut report else { continue };
                let fates = fates(contacts, &plan, &parcels).await?;
                tell(report, &parcels, fates)?;
                progress
                    .rejected
                    .store(report.rejections(), Ordering::Relaxed);
                let rows: usize = parcels.iter().map(|p| p.lines.len()).sum();
                progress.done.fetch_add(rows as u64, Ordering::Relaxed);
            }
        }
    }
    match reader.await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => return Err(error),
        Err(error) => {
            let text = format!("reading a file of contacts: {error}");
            return Err(RunError::Problem(Problem::Internal(text)));
        }
    }
    let summary = match report {
        Some(report) => report.finish()?,
        None => Summary::default(),
    };
    Ok(Summary {
        is_of_accounts: plan.is_of_accounts(),
        ..summary
    })
}

fn read(
    reading: &Reading,
    progress: &Progress,
    sender: &mpsc::Sender<Piece>,
) -> Result<(), RunError> {
    let mut waiting = Vec::with_capacity(CHUNK);
    let begin = |columns: &[String], rows: u64| {
        progress.total.store(rows, Ordering::Relaxed);
        // Nobody takes it when the import ended early.
        let _ = sender.blocking_send(Piece::Begin(columns.to_vec()));
    };
    parcels::read(reading, &progress.seen, begin, |parcel| {
        waiting.push(parcel);
        if waiting.len() < CHUNK {
            return true;
        }
        let piece = std::mem::replace(&mut waiting, Vec::with_capacity(CHUNK));
        sender.blocking_send(Piece::Parcels(piece)).is_ok()
    })?;
    let _ = sender.blocking_send(Piece::Parcels(waiting));
    Ok(())
}

/// What becomes of the valid parcels, in their order.
async fn fates(
    contacts: &Contacts,
    plan: &Plan,
    parcels: &[Parcel],
) -> Result<Vec<Fate>, RunError> {
    let valid = parcels.iter().filter_map(|p| p.said.as_ref().ok());
    if plan.is_of_accounts() {
        let items: Vec<AccountItem> = valid
            .filter_map(|item| item.account.value().cloned())
            .collect();
        let told = of_accounts(contacts, plan, items).await;
        return told.map_err(RunError::Problem);
    }
    let items: Vec<Item> = valid.cloned().collect();
    let told = if plan.stores {
        contacts.put_all(&plan.occasion, None, items).await
    } else {
        try_all(contacts, &plan.occasion, items).await
    };
    told.map_err(RunError::Problem)
}

/// What becomes, or would become, of accounts that a file tells of alone.
async fn of_accounts(
    contacts: &Contacts,
    plan: &Plan,
    items: Vec<AccountItem>,
) -> Result<Vec<Fate>, Problem> {
    let (app, occasion) = (&contacts.app, plan.occasion.clone());
    let fates = if plan.stores {
        accounts::put_by(app, (&occasion, None), items).await?
    } else {
        app.db
            .read_long(move |tx| Ok::<_, Problem>(accounts::try_piece(tx, &occasion, &items)?))
            .await?
    };
    let fates = fates.into_iter().map(|fate| {
        fate.map(|put| Put {
            contact_id: put.account_id,
            outcome: put.outcome,
            stays_out: false,
        })
    });
    Ok(fates.collect())
}

/// What would become of items; nothing is stored.
async fn try_all(
    contacts: &Contacts,
    occasion: &Occasion,
    items: Vec<Item>,
) -> Result<Vec<Fate>, Problem> {
    let occasion = occasion.clone();
    let tried = contacts.app.db.read_long(move |tx| {
        let mut book = store::book(tx, occasion, items.iter())?;
        Ok::<_, DbError>(items.iter().map(|item| book.put(item)).collect())
    });
    Ok(tried.await?)
}

fn tell(report: &mut Report, parcels: &[Parcel], fates: Vec<Fate>) -> std::io::Result<()> {
    let mut fates = fates.into_iter();
    for parcel in parcels {
        match &parcel.said {
            Err(faults) => report.rejected(parcel, faults)?,
            Ok(_) => match fates.next() {
                Some(Ok(put)) => report.stored(parcel, &put)?,
                Some(Err(wrong)) => report.rejected(parcel, &beside_stored(wrong))?,
                None => {}
            },
        }
    }
    Ok(())
}
