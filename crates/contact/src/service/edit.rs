//! One change of many contacts: what it would do first, then it itself.

use std::collections::HashMap;

use ::list::edit::{self, Meant, PIECE};
use platform::{DbError, Problem, Tx};
use serde_json::{Value, json};
use user::Viewer;
use user::audit::{self, Note};

use super::{Contacts, TRIES, occasion};
use crate::book::{Book, Occasion};
use crate::item::{AccountItem, Item, Said};
use crate::listing::{self, Filter};
use crate::model::{Blocked, BlockedKind, Consent, Contact, Logged};
use crate::rules::field;
use crate::store;
use crate::wrong::Wrong;

/// What became of each, and why not.
pub(crate) type Outcome = edit::Outcome<Wrong>;

/// What is changed of many contacts at once. Nothing here lets anybody be written to who isn't
/// already, except consent that somebody can show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// They are written to in this language, or in the survey's first.
    Language(Option<String>),
    /// They live in this time zone, or in the workspace's.
    Zone(Option<String>),
    /// They belong to this account, or to none.
    Account(Option<String>),
    /// An attribute gets this value, or none.
    Attribute(String, Option<String>),
    /// They said no.
    Refused,
    /// They said yes, then, as this shows.
    Given {
        /// When; now if nobody says.
        at_us: Option<i64>,
        /// Where it can be shown: who asked them, and how.
        source: String,
    },
    /// Their addresses go on the do-not-contact list, for this reason.
    DoNotContact(String),
}

/// Which contacts get which change.
pub(crate) type Wanted = (Vec<String>, Change);

impl Change {
    /// A language code, or none.
    pub(crate) fn language(text: &str) -> Result<Self, Wrong> {
        Ok(Self::Language(some(text, field::language)?))
    }

    /// A time zone's name, or none.
    pub(crate) fn zone(text: &str) -> Result<Self, Wrong> {
        Ok(Self::Zone(some(text, field::zone)?))
    }

    /// An attribute, with its value or without.
    pub(crate) fn attribute(name: &str, value: Option<&str>) -> Result<Self, Wrong> {
        let name = name.trim();
        field::attribute_name(name)?;
        let value = value.map(str::trim).filter(|value| !value.is_empty());
        let value = value.map(field::attribute_text).transpose()?;
        Ok(Self::Attribute(name.to_owned(), value))
    }

    /// Consent: given only with where that can be shown.
    pub(crate) fn consent(
        consent: Consent,
        (source, at): (&str, &str),
        now_us: i64,
    ) -> Result<Self, Wrong> {
        match consent {
            Consent::Refused => Ok(Self::Refused),
            Consent::Given if source.trim().is_empty() => Err(Wrong::NoSource),
            Consent::Given => Ok(Self::Given {
                at_us: some(at, |text| field::moment(text, now_us))?,
                source: field::line(source)?,
            }),
            Consent::Unknown => Err(Wrong::NoConsent),
        }
    }

    /// Never again, for a reason or without.
    pub(crate) fn do_not_contact(reason: &str) -> Result<Self, Wrong> {
        Ok(Self::DoNotContact(
            some(reason, field::line)?.unwrap_or_default(),
        ))
    }

    /// As said of one contact.
    fn item(&self) -> Item {
        let mut item = Item::default();
        let said = |value: &Option<String>| value.clone().map_or(Said::Empty, Said::Value);
        match self {
            Self::Language(code) => item.language = said(code),
            Self::Zone(name) => item.zone = said(name),
            Self::Account(None) => item.account = Said::Empty,
            Self::Account(Some(id)) => {
                item.account = Said::Value(AccountItem {
                    account_id: Some(id.clone()),
                    ..AccountItem::default()
                });
            }
            Self::Attribute(name, value) => {
                item.attributes.insert(name.clone(), value.clone());
            }
            Self::Refused => item.consent = Some(Consent::Refused),
            Self::Given { at_us, source } => {
                item.consent = Some(Consent::Given);
                item.consent_at_us = *at_us;
                item.consent_source = Some(source.clone());
            }
            Self::DoNotContact(_) => {}
        }
        item
    }

    /// Whether it says something of a contact that isn't so, unless it can't.
    fn judge(&self, contact: &Contact) -> Result<bool, Wrong> {
        match self {
            Self::Given { .. } if contact.is_out() => Err(Wrong::OptInByItself),
            Self::Given { .. } => Ok(contact.consent != Consent::Given),
            Self::DoNotContact(_) if contact.email.is_none() => Err(Wrong::WithoutAddress),
            Self::DoNotContact(_) => Ok(!contact.do_not_contact),
            _ => Ok(true),
        }
    }

    /// As the audit log has it; values of attributes may be about a person.
    fn detail(&self) -> Value {
        match self {
            Self::Language(code) => json!({ "language": code }),
            Self::Zone(name) => json!({ "time_zone": name }),
            Self::Account(id) => json!({ "account": id }),
            Self::Attribute(name, _) => json!({ "attribute": name }),
            Self::Refused => json!({ "consent": "refused" }),
            Self::Given { source, .. } => json!({ "consent": "given", "source": source }),
            Self::DoNotContact(_) => json!({ "do_not_contact": true }),
        }
    }
}

/// A text that fits, or none.
fn some<T>(text: &str, check: impl FnOnce(&str) -> Result<T, Wrong>) -> Result<Option<T>, Wrong> {
    match text.trim() {
        "" => Ok(None),
        text => check(text).map(Some),
    }
}

/// What became of each of a piece.
type Fates = Vec<(String, Result<bool, Wrong>)>;

/// A change as said of a piece, not yet stored.
struct Judged {
    /// With the contacts as they become.
    book: Book,
    fates: Fates,
    /// Those whose address is to go on the do-not-contact list.
    to_block: Vec<Contact>,
}

impl Judged {
    fn new(
        tx: &mut Tx<'_>,
        occasion: &Occasion,
        (ids, change): (&[String], &Change),
    ) -> Result<Self, DbError> {
        let item = change.item();
        let mut book = store::book(tx, occasion.clone(), std::iter::once(&item))?;
        let wanted: Vec<&str> = ids.iter().map(String::as_str).collect();
        let found = store::by_ids(tx, &occasion.workspace_id, &wanted)?.into_iter();
        let mut found: HashMap<String, Contact> =
            found.map(|one| (one.contact_id.clone(), one)).collect();
        let (mut fates, mut to_block) = (Fates::new(), Vec::new());
        for id in ids {
            // An id that is named twice is changed once.
            let Some(contact) = found.remove(id) else {
                let is_known = fates.iter().any(|(known, _)| known == id);
                let fate = if is_known {
                    Ok(false)
                } else {
                    Err(Wrong::NoContact)
                };
                fates.push((id.clone(), fate));
                continue;
            };
            let fate = match (change.judge(&contact), change) {
                (Ok(true), Change::DoNotContact(_)) => {
                    to_block.push(contact);
                    Ok(true)
                }
                (Ok(true), _) => {
                    book.know(contact);
                    book.change(id, &item)
                }
                (judged, _) => judged,
            };
            fates.push((id.clone(), fate));
        }
        Ok(Self {
            book,
            fates,
            to_block,
        })
    }
}

/// Puts the addresses of contacts on the do-not-contact list, and says so in their histories.
fn block(
    tx: &mut Tx<'_>,
    occasion: &Occasion,
    (contacts, reason): (&[Contact], &str),
) -> Result<(), DbError> {
    for contact in contacts {
        let entry = Blocked {
            kind: BlockedKind::Email,
            value: contact.email.clone().unwrap_or_default(),
            reason: reason.to_owned(),
            by: occasion.by.clone(),
            created_at_us: occasion.now_us,
        };
        store::block(tx, &occasion.workspace_id, &entry)?;
        let line = Logged {
            at_us: occasion.now_us,
            what: "do_not_contact".to_owned(),
            by: occasion.by.clone(),
            detail: reason.to_owned(),
        };
        store::log(tx, &occasion.workspace_id, &contact.contact_id, &line)?;
    }
    Ok(())
}

impl Contacts {
    /// The contacts that are meant. A list that asks nothing is all there are, which `all` says.
    pub(crate) async fn meant(
        &self,
        viewer: &Viewer,
        (meant, all): (Meant, bool),
    ) -> Result<Vec<String>, Problem> {
        let pairs = match meant {
            Meant::These(ids) => return Ok(ids),
            Meant::List(pairs) => pairs,
        };
        let unknown = |name: &str, _: &str| Err(listing::unknown(name));
        let list = listing::read(&pairs, unknown).map_err(|problem| match problem {
            Problem::BadRequest(detail) => Problem::invalid("/list", detail),
            other => other,
        })?;
        if list.filter == Filter::default() && !all {
            return Err(edit::asks_nothing());
        }
        self.ids(viewer, list).await
    }

    /// What a change of these contacts would do; nothing is stored.
    pub(crate) async fn preview(
        &self,
        viewer: &Viewer,
        (ids, change): Wanted,
    ) -> Result<Outcome, Problem> {
        let occasion = occasion(&self.app, viewer);
        self.app
            .db
            .read_long(move |tx| {
                let mut outcome = Outcome::default();
                for piece in ids.chunks(PIECE) {
                    let judged = Judged::new(tx, &occasion, (piece, &change))?;
                    for (id, fate) in judged.fates {
                        outcome.count(&id, fate);
                    }
                }
                Ok(outcome)
            })
            .await
    }

    /// Changes these contacts, in pieces. When it breaks off, doing it again does the rest.
    pub(crate) async fn change_all(
        &self,
        viewer: &Viewer,
        (ids, change): Wanted,
    ) -> Result<Outcome, Problem> {
        let mut outcome = Outcome::default();
        for piece in ids.chunks(PIECE) {
            for (id, fate) in self.change_piece(viewer, (piece, &change)).await? {
                outcome.count(&id, fate);
            }
        }
        let (viewer, now_us) = (viewer.clone(), self.app.clock.now_us());
        let mut detail = change.detail();
        detail["contacts"] = json!(outcome.meant);
        detail["changed"] = json!(outcome.changed);
        let note = move |tx: &mut Tx<'_>| {
            let note = Note::new("contact.changed_together", "").with(detail.clone());
            audit::note(tx, &viewer, note, now_us)
        };
        self.app.db.write(note).await?;
        Ok(outcome)
    }

    async fn change_piece(
        &self,
        viewer: &Viewer,
        (ids, change): (&[String], &Change),
    ) -> Result<Fates, Problem> {
        let occasion = occasion(&self.app, viewer);
        let mut tries = 1;
        loop {
            let (occasion, viewer) = (occasion.clone(), viewer.clone());
            let (ids, change) = (ids.to_vec(), change.clone());
            let stored = self
                .app
                .db
                .write(move |tx| {
                    let judged = Judged::new(tx, &occasion, (&ids, &change))?;
                    store::write(tx, &judged.book)?;
                    if let Change::DoNotContact(reason) = &change {
                        block(tx, &occasion, (&judged.to_block, reason))?;
                    }
                    for (id, _) in judged.fates.iter().filter(|(_, fate)| *fate == Ok(true)) {
                        let note = Note::new(change.noted(), id);
                        audit::note(tx, &viewer, note, occasion.now_us)?;
                    }
                    Ok::<_, DbError>(judged.fates)
                })
                .await;
            match stored {
                // Somebody else changed one of them at this moment: now that is seen.
                Err(DbError::Conflict(_)) if tries < TRIES => tries += 1,
                other => return Ok(other?),
            }
        }
    }

    /// What a few contacts are called, by id.
    pub(crate) async fn titles(
        &self,
        viewer: &Viewer,
        ids: Vec<String>,
    ) -> Result<HashMap<String, String>, Problem> {
        let workspace = viewer.workspace_id.clone();
        self.app
            .db
            .read(move |tx| {
                let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
                let found = store::by_ids(tx, &workspace, &ids)?.into_iter();
                let named = found.map(|c| (c.contact_id.clone(), c.title().to_owned()));
                Ok(named.collect())
            })
            .await
    }
}

impl Change {
    /// What is noted of each contact that changed.
    const fn noted(&self) -> &'static str {
        match self {
            Self::DoNotContact(_) => "contact.blocked",
            _ => "contact.changed",
        }
    }
}
