//! The verbs: list, put, change, mark, merge and erase contacts.

mod account;
mod bulk;
pub(crate) mod edit;
mod list;

use std::sync::Arc;

use platform::web::App;
use platform::{DbError, Problem, Tx};
use serde_json::json;
use user::audit::{self, Note};
use user::{Viewer, Who};

pub(crate) use bulk::{BULK_MAX, Told};

use crate::attribute::Noun;
use crate::book::{Book, Occasion, Outcome, Put};
use crate::erase::{Forgetting, Gone};
use crate::item::{Item, Said};
use crate::model::{Account, Blocked, BlockedKind, Contact, Logged, Mark};
use crate::store;
use crate::wrong::Wrong;

/// Contacts of one piece of work, so that others who write needn't wait long.
pub(crate) const CHUNK: usize = 500;
/// How often work is run again that somebody else got in the way of.
const TRIES: usize = 5;

/// What the pages and the API of contacts share.
#[derive(Clone)]
pub(crate) struct Contacts {
    pub(crate) app: App,
    /// Whoever keeps something of contacts.
    forgetting: Forgetting,
}

/// What an item became, or why nothing.
pub(crate) type Fate = Result<Put, Wrong>;

/// Who says something now.
pub(crate) fn occasion(app: &App, viewer: &Viewer) -> Occasion {
    Occasion {
        workspace_id: viewer.workspace_id.clone(),
        by: match &viewer.who {
            Who::User { name, .. } => name.clone(),
            Who::Key { .. } => "API".to_owned(),
        },
        now_us: app.clock.now_us(),
    }
}

impl Contacts {
    pub(crate) fn new(app: &App, forgetting: Forgetting) -> Self {
        Self {
            app: app.clone(),
            forgetting,
        }
    }

    /// The contact with this id, and its account.
    pub(crate) async fn get(
        &self,
        viewer: &Viewer,
        contact_id: &str,
    ) -> Result<(Contact, Option<Account>), Problem> {
        let (workspace, id) = (viewer.workspace_id.clone(), contact_id.to_owned());
        let sight = viewer.sight.clone();
        self.app
            .db
            .read(move |tx| {
                let contact =
                    store::by_id(tx, &workspace, &id)?.ok_or_else(|| Problem::no("contact"))?;
                let own = (workspace.as_str(), contact.contact_id.as_str());
                if !crate::sight::sees_contact(tx, own, &sight)? {
                    return Err(Problem::no("contact"));
                }
                let account = match &contact.account_id {
                    Some(id) => store::account_by_id(tx, &workspace, id)?,
                    None => None,
                };
                Ok((contact, account))
            })
            .await
    }

    /// Says each item of the contact it belongs to, in pieces. When it breaks off, all pieces
    /// before are stored; saying it again changes nothing there. What changes is noted as done by
    /// `viewer`; an import is noted by itself.
    pub(crate) async fn put_all(
        &self,
        occasion: &Occasion,
        viewer: Option<&Viewer>,
        items: Vec<Item>,
    ) -> Result<Vec<Fate>, Problem> {
        let mut fates = Vec::with_capacity(items.len());
        for piece in items.chunks(CHUNK) {
            fates.extend(self.put_piece((occasion, viewer), piece).await?);
        }
        Ok(fates)
    }

    /// Notes in the audit log that a file of contacts is being stored.
    pub(crate) async fn note_import(&self, viewer: &Viewer, file_id: &str) -> Result<(), Problem> {
        let (viewer, id) = (viewer.clone(), file_id.to_owned());
        let now_us = self.app.clock.now_us();
        let note = move |tx: &mut Tx<'_>| {
            audit::note(tx, &viewer, Note::new("contact.imported", &id), now_us)
        };
        Ok(self.app.db.write(note).await?)
    }

    /// Says the items of one piece of work; one by one when they get in each other's way.
    async fn put_piece(
        &self,
        by: (&Occasion, Option<&Viewer>),
        items: &[Item],
    ) -> Result<Vec<Fate>, Problem> {
        match self.try_piece(by, items).await {
            Err(DbError::Unique(_)) if items.len() > 1 => {
                let mut fates = Vec::with_capacity(items.len());
                for item in items {
                    fates.extend(self.try_piece(by, std::slice::from_ref(item)).await?);
                }
                Ok(fates)
            }
            other => Ok(other?),
        }
    }

    async fn try_piece(
        &self,
        (occasion, viewer): (&Occasion, Option<&Viewer>),
        items: &[Item],
    ) -> Result<Vec<Fate>, DbError> {
        let items: Arc<[Item]> = items.into();
        let mut tries = 1;
        loop {
            let (occasion, items) = (occasion.clone(), items.clone());
            let viewer = viewer.cloned();
            let put = self
                .app
                .db
                .write_large(move |tx| {
                    let mut book = store::book(tx, occasion.clone(), items.iter())?;
                    let fates: Vec<Fate> = items.iter().map(|item| book.put(item)).collect();
                    store::write(tx, &book)?;
                    if let Some(viewer) = &viewer {
                        note_put(tx, viewer, &fates, occasion.now_us)?;
                    }
                    Ok::<_, DbError>(fates)
                })
                .await;
            match put {
                // Another node stored the same contact or account at this moment: now it is found.
                Err(DbError::Conflict(_) | DbError::Unique(_)) if tries < TRIES => tries += 1,
                other => return other,
            }
        }
    }

    /// Changes the contact with this id.
    pub(crate) async fn change(
        &self,
        viewer: &Viewer,
        contact_id: &str,
        said: (Item, Said<String>),
    ) -> Result<(), Problem> {
        let changed = self.try_change(viewer, contact_id, said).await?;
        changed.map_err(|wrong| at(&wrong))
    }

    /// The id of the contact with this id, address or external id.
    pub(crate) async fn find(
        &self,
        viewer: &Viewer,
        text: &str,
    ) -> Result<Option<String>, Problem> {
        let (workspace, text) = (viewer.workspace_id.clone(), text.trim().to_owned());
        self.app
            .db
            .read(move |tx| {
                let mut found = store::by_id(tx, &workspace, &text)?;
                if found.is_none() {
                    found = store::by_email(tx, &workspace, &text)?;
                }
                if found.is_none() {
                    found = store::by_external_id(tx, &workspace, &text)?;
                }
                Ok(found.map(|contact| contact.contact_id))
            })
            .await
    }

    /// Changes the contact with this id, unless something is wrong beside what is stored.
    pub(crate) async fn try_change(
        &self,
        viewer: &Viewer,
        contact_id: &str,
        (item, external_id): (Item, Said<String>),
    ) -> Result<Result<(), Wrong>, Problem> {
        let (occasion, id) = (occasion(&self.app, viewer), contact_id.to_owned());
        let viewer = viewer.clone();
        self.app
            .db
            .write(move |tx| {
                let workspace = &occasion.workspace_id;
                let contact =
                    store::lock(tx, workspace, &id)?.ok_or_else(|| Problem::no("contact"))?;
                let mut book = store::book(tx, occasion.clone(), std::iter::once(&item))?;
                let contact_id = contact.contact_id.clone();
                book.know(contact);
                if external_id == Said::Empty {
                    book.drop_external_id(&contact_id);
                }
                if let Err(wrong) = book.change(&contact_id, &item) {
                    return Ok(Err(wrong));
                }
                store::write(tx, &book)?;
                let note = Note::new("contact.changed", &contact_id);
                audit::note(tx, &viewer, note, occasion.now_us)?;
                Ok(Ok(()))
            })
            .await
    }

    /// Stores what happened to a contact, by whom and why.
    pub(crate) async fn mark(
        &self,
        viewer: &Viewer,
        contact_id: &str,
        (mark, reason): (Mark, String),
    ) -> Result<(), Problem> {
        let (occasion, id) = (occasion(&self.app, viewer), contact_id.to_owned());
        let viewer = viewer.clone();
        self.app
            .db
            .write(move |tx| {
                let contact = store::lock(tx, &occasion.workspace_id, &id)?
                    .ok_or_else(|| Problem::no("contact"))?;
                let contact_id = contact.contact_id.clone();
                let line = Logged {
                    at_us: occasion.now_us,
                    what: mark.as_str().to_owned(),
                    by: occasion.by.clone(),
                    detail: reason.clone(),
                };
                if store::mark_with(tx, contact, mark, &line)? {
                    let note = Note::new(marked(mark), &contact_id);
                    audit::note(tx, &viewer, note, occasion.now_us)?;
                }
                Ok(())
            })
            .await
    }

    /// Puts contact `other` into `kept`.
    pub(crate) async fn merge(
        &self,
        viewer: &Viewer,
        kept: &str,
        other: &str,
    ) -> Result<(), Problem> {
        let occasion = occasion(&self.app, viewer);
        let (kept, other, viewer) = (kept.to_owned(), other.to_owned(), viewer.clone());
        self.app
            .db
            .write(move |tx| {
                let workspace = &occasion.workspace_id;
                let into =
                    store::lock(tx, workspace, &kept)?.ok_or_else(|| Problem::no("contact"))?;
                let from = store::lock(tx, workspace, &other)?
                    .ok_or_else(|| Problem::invalid("/other", "there is no such contact"))?;
                let (into_id, from_id) = (into.contact_id.clone(), from.contact_id.clone());
                let mut book = Book::new(occasion.clone());
                book.know(from);
                book.know(into);
                book.merge(&into_id, &from_id);
                store::write(tx, &book)?;
                let note = Note::new("contact.merged", &into_id);
                let note = note.with(json!({ "other": from_id }));
                Ok(audit::note(tx, &viewer, note, occasion.now_us)?)
            })
            .await
    }

    /// Erases a person, here and wherever something of them is kept. That an address must not be written to outlives them.
    pub(crate) async fn erase(&self, viewer: &Viewer, contact_id: &str) -> Result<(), Problem> {
        let (occasion, id) = (occasion(&self.app, viewer), contact_id.to_owned());
        let (viewer, forgetting) = (viewer.clone(), self.forgetting.clone());
        self.app
            .db
            .write(move |tx| {
                let contact = store::lock(tx, &occasion.workspace_id, &id)?
                    .ok_or_else(|| Problem::no("contact"))?;
                forget(tx, &forgetting, (&viewer, &contact), occasion.now_us)?;
                let mut addresses = store::remove(tx, &contact)?;
                addresses.extend(contact.email.clone());
                let is_out = contact.is_out();
                for address in &addresses {
                    mail::outbox::forget(tx, &occasion.workspace_id, address)?;
                }
                for value in addresses.into_iter().filter(|_| is_out) {
                    let entry = Blocked {
                        kind: BlockedKind::Email,
                        value,
                        reason: String::new(),
                        by: occasion.by.clone(),
                        created_at_us: occasion.now_us,
                    };
                    store::block(tx, &occasion.workspace_id, &entry)?;
                }
                let note = Note::new("contact.erased", &contact.contact_id);
                Ok(audit::note(tx, &viewer, note, occasion.now_us)?)
            })
            .await
    }
}

/// Has all slices forget a person.
fn forget(
    tx: &mut Tx<'_>,
    forgetting: &Forgetting,
    (viewer, contact): (&Viewer, &Contact),
    now_us: i64,
) -> Result<(), DbError> {
    let mut contact_ids = store::merged_from(tx, &contact.workspace_id, &contact.contact_id)?;
    contact_ids.push(contact.contact_id.clone());
    let gone = Gone {
        viewer,
        contact_ids: &contact_ids,
        now_us,
    };
    forgetting.forget(tx, &gone)
}

/// Notes what became of a piece: of one contact by its id, of several how many.
fn note_put(tx: &mut Tx<'_>, viewer: &Viewer, fates: &[Fate], now_us: i64) -> Result<(), DbError> {
    let count = |outcome| {
        let is = |fate: &&Fate| fate.as_ref().is_ok_and(|put| put.outcome == outcome);
        fates.iter().filter(is).count()
    };
    let action = |outcome| match outcome {
        Outcome::Created => Some("contact.created"),
        Outcome::Updated => Some("contact.changed"),
        Outcome::Merged => Some("contact.merged"),
        Outcome::Unchanged => None,
    };
    if let [fate] = fates {
        return match fate
            .as_ref()
            .ok()
            .and_then(|put| Some((action(put.outcome)?, put)))
        {
            Some((action, put)) => {
                audit::note(tx, viewer, Note::new(action, &put.contact_id), now_us)
            }
            None => Ok(()),
        };
    }
    let (created, merged) = (count(Outcome::Created), count(Outcome::Merged));
    let changed = count(Outcome::Updated);
    if created + changed + merged == 0 {
        return Ok(());
    }
    let detail = json!({ "created": created, "changed": changed, "merged": merged });
    audit::note(
        tx,
        viewer,
        Note::new("contact.put", "").with(detail),
        now_us,
    )
}

/// What is noted of a mark.
fn marked(mark: Mark) -> &'static str {
    match mark {
        Mark::Bounced => "contact.bounced",
        Mark::Works => "contact.works",
        Mark::OptedOut => "contact.opted_out",
        Mark::Complained => "contact.complained",
        Mark::OptedIn => "contact.opted_in",
    }
}

/// A mistake at the place it is about.
pub(crate) fn at(wrong: &Wrong) -> Problem {
    Problem::invalid(pointer(wrong), wrong.to_string())
}

/// The place a mistake is about that shows only beside what is stored.
pub(crate) fn pointer(wrong: &Wrong) -> String {
    let place = match wrong {
        Wrong::NotOfKind {
            attribute, noun, ..
        } => {
            let of = match noun {
                Noun::Account => "/account",
                Noun::Contact => "",
            };
            let name = attribute.replace('~', "~0").replace('/', "~1");
            return format!("{of}/attributes/{name}");
        }
        Wrong::AddressTaken(_) | Wrong::NoAddress => "/email",
        Wrong::ExternalIdTaken => "/external_id",
        Wrong::NoAccount | Wrong::NoSuchAccount => "/account",
        Wrong::NoParent | Wrong::Circle | Wrong::TooDeep(_) => "/account/parent",
        Wrong::NoRole(_) => "/account/responsibilities",
        Wrong::OptInByItself => "/consent",
        Wrong::TooManyAttributes(_) => "/attributes",
        _ => "",
    };
    place.to_owned()
}
