//! What happened outside: events by the API or a signed webhook, kept whether or not a programme
//! asks about them.

mod intake;
pub mod mapping;
mod proof;
mod sent;
pub mod signature;
mod system;
pub mod translate;
mod wrong;

use contact::Occasion;
use platform::clock::DAY_US;
use platform::web::{App, FieldError, Problem, UniqueJson};
use platform::{DbError, Tx, id};
use serde_json::Value;
use sha2::{Digest, Sha256};
use user::audit::Note;
use user::{Viewer, Who};

use crate::model::EventSource;
use crate::store;
use crate::store::event::KnownSource;
use translate::Meaning;

pub use intake::{Happened, happened};
pub use mapping::Mapping;
pub use proof::{Incoming, SECRET_HEADER};
pub use sent::{NewEvent, read};
pub use system::System;
pub use wrong::WORDING;

/// Events in one request at most.
pub const EVENTS_MAX: usize = 1000;
/// Events stored in one transaction.
const CHUNK: usize = 50;
/// How often a transaction is run again that somebody else got in the way of.
const TRIES: usize = 5;
/// How far ahead of our clock a sender's may be.
pub(crate) const AHEAD_US: i64 = DAY_US;

/// What became of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is new.
    Accepted {
        /// To whom it happened.
        contact_id: Option<String>,
        /// How many running or paused programmes it means something to.
        programmes: i64,
    },
    /// An event with its id was there before; that one stays.
    Known,
    /// It was not stored.
    Refused(Vec<FieldError>),
}

/// Stores events in the order they came; each has an outcome of its own.
pub async fn take(
    app: &App,
    viewer: &Viewer,
    events: &[Value],
) -> Result<Vec<(Option<String>, Outcome)>, Problem> {
    let occasion = Occasion {
        workspace_id: viewer.workspace_id.clone(),
        by: match &viewer.who {
            Who::User { name, .. } => name.clone(),
            Who::Key { .. } => "API".to_owned(),
        },
        now_us: app.clock.now_us(),
    };
    take_from(app, &occasion, "", events).await
}

/// Stores one event of a source, in the transaction of whoever heard of it. A conflict or a double
/// key means that another did the same at this moment: run the transaction again.
pub fn put(
    tx: &mut Tx<'_>,
    occasion: &Occasion,
    source_id: &str,
    event: &NewEvent,
) -> Result<Outcome, DbError> {
    intake::take(tx, occasion, source_id, event)
}

/// Stores events of a source.
async fn take_from(
    app: &App,
    occasion: &Occasion,
    source_id: &str,
    events: &[Value],
) -> Result<Vec<(Option<String>, Outcome)>, Problem> {
    let now_us = occasion.now_us;
    let mut outcomes = Vec::with_capacity(events.len());
    for chunk in events.chunks(CHUNK) {
        let read: Vec<_> = chunk
            .iter()
            .map(|value| sent::read(value, now_us))
            .collect();
        let good: Vec<NewEvent> = read
            .iter()
            .filter_map(|r| r.as_ref().ok())
            .cloned()
            .collect();
        let mut stored = store_all(app, occasion, source_id, good).await?.into_iter();
        for (value, read) in chunk.iter().zip(read) {
            let id = value.get("id").and_then(Value::as_str).map(str::to_owned);
            let outcome = match read {
                Ok(_) => stored.next().unwrap_or(Outcome::Known),
                Err(errors) => Outcome::Refused(errors),
            };
            outcomes.push((id, outcome));
        }
    }
    Ok(outcomes)
}

async fn store_all(
    app: &App,
    occasion: &Occasion,
    source_id: &str,
    events: Vec<NewEvent>,
) -> Result<Vec<Outcome>, Problem> {
    let mut tries = 1;
    loop {
        let (occasion, source, events) = (occasion.clone(), source_id.to_owned(), events.clone());
        let work = move |tx: &mut Tx<'_>| {
            let each = |event: &NewEvent| intake::take(tx, &occasion, &source, event);
            events.iter().map(each).collect::<Result<Vec<_>, DbError>>()
        };
        match app.db.write(work).await {
            // Another stored the same contact at this moment: now it is found.
            Err(DbError::Conflict(_) | DbError::Unique(_)) if tries < TRIES => tries += 1,
            other => return Ok(other?),
        }
    }
}

/// A call to a webhook.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// From the address.
    pub token: &'a str,
    /// `webhook-id`.
    pub id: &'a str,
    /// `webhook-timestamp`.
    pub timestamp: &'a str,
    /// `webhook-signature`.
    pub signature: &'a str,
    /// As it came.
    pub body: &'a [u8],
}

/// What became of a call to a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// It was an event; its id, and what became of it.
    Event(Option<String>, Outcome),
    /// It means nothing that is followed; why.
    Nothing(&'static str),
}

/// Takes a call to a webhook, when it proves where it is from. An event without id of its own has
/// that of the call, or one that follows from what it says.
pub async fn hear(app: &App, call: Incoming<'_>) -> Result<Heard, Problem> {
    let hash = id::hash(call.token);
    let find = move |tx: &mut Tx<'_>| Ok::<_, Problem>(store::event::source_by_token(tx, &hash)?);
    let Some(source) = app.db.read(find).await? else {
        return Err(Problem::no("webhook"));
    };
    let now_us = app.clock.now_us();
    let how = (source.system, source.mapping.as_ref());
    let call_id = proof::check(how, &source.secret, &call, now_us)
        .map_err(|wrong| Problem::Unauthorised(wrong.0))?;
    let UniqueJson(body) = serde_json::from_slice(call.body)
        .map_err(|e| Problem::BadRequest(format!("the JSON can't be read: {e}")))?;
    let meaning = translate::translate(source.system, source.mapping.as_ref(), &body)
        .map_err(|unclear| Problem::invalid(unclear.at, format!("give {}", unclear.expected)))?;
    let mut event = match meaning {
        Meaning::Event(event) => event,
        Meaning::Nothing(why) => {
            note_heard(app, &source, now_us).await?;
            return Ok(Heard::Nothing(why));
        }
    };
    if let Some(fields) = event.as_object_mut()
        && !fields.contains_key("id")
    {
        let id = match call_id {
            Some(id) => id,
            None => derived_id(app, &source, fields, call.body).await?,
        };
        fields.insert("id".to_owned(), id.into());
    }
    let occasion = Occasion {
        workspace_id: source.workspace_id.clone(),
        by: "webhook".to_owned(),
        now_us,
    };
    let events = std::slice::from_ref(&event);
    let outcomes = take_from(app, &occasion, &source.source_id, events).await?;
    note_heard(app, &source, now_us).await?;
    match outcomes.into_iter().next() {
        Some((_, Outcome::Refused(errors))) => Err(Problem::all_invalid(errors)),
        Some((id, outcome)) => Ok(Heard::Event(id, outcome)),
        None => Err(Problem::Internal("an event without outcome".to_owned())),
    }
}

/// An id for systems that give none: the same call again has the same id, unless something else
/// happened to its subject in between, as when a ticket is closed a second time.
async fn derived_id(
    app: &App,
    source: &KnownSource,
    event: &serde_json::Map<String, Value>,
    body: &[u8],
) -> Result<String, Problem> {
    let of = |name: &str| event.get(name).and_then(Value::as_str).unwrap_or_default();
    let (subject, kind) = (of("subject").to_owned(), of("type").to_owned());
    let key = (source.workspace_id.clone(), source.source_id.clone());
    let others = app
        .db
        .read(move |tx| {
            let about = (subject.as_str(), kind.as_str());
            Ok::<_, Problem>(store::event::others_about(tx, (&key.0, &key.1), about)?)
        })
        .await?;
    Ok(format!("{}-{others}", fingerprint(body)))
}

/// Enough of a hash to tell calls of one subject apart.
fn fingerprint(body: &[u8]) -> String {
    let hash = Sha256::digest(body);
    platform::id::hex(&hash[..16])
}

async fn note_heard(app: &App, source: &KnownSource, now_us: i64) -> Result<(), Problem> {
    let key = (source.workspace_id.clone(), source.source_id.clone());
    let heard = move |tx: &mut Tx<'_>| store::event::heard(tx, (&key.0, &key.1), now_us);
    Ok(app.db.write(heard).await?)
}

/// A new source with what is told only once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSource {
    /// The source.
    pub source: EventSource,
    /// Where it sends to.
    pub url: String,
    /// What it signs with, `whsec_…`.
    pub secret: String,
}

/// Sources events come from.
pub async fn sources(app: &App, viewer: &Viewer) -> Result<Vec<EventSource>, Problem> {
    let workspace = viewer.workspace_id.clone();
    app.db
        .read(move |tx| Ok(store::event::sources(tx, &workspace)?))
        .await
}

/// What is wanted of a new source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Shown in lists.
    pub name: String,
    /// What sends the calls.
    pub system: System,
    /// Where what stands, for [`System::Mapped`].
    pub mapping: Option<Mapping>,
    /// What the sender proves itself with, when it is made there; else we make one.
    pub secret: Option<String>,
}

/// Makes a source.
pub async fn add_source(app: &App, viewer: &Viewer, wanted: &Wanted) -> Result<NewSource, Problem> {
    let name = wanted.name.trim();
    let length = name.chars().count();
    if !(1..=crate::rules::NAME_MAX).contains(&length) || name.chars().any(char::is_control) {
        let detail = format!("give a name, 1 to {} characters", crate::rules::NAME_MAX);
        return Err(Problem::invalid("/name", detail));
    }
    match (&wanted.mapping, wanted.system) {
        (Some(mapping), System::Mapped) => mapping.check().map_err(|errors| {
            let below = |e: FieldError| FieldError::new(format!("/mapping{}", e.pointer), e.detail);
            Problem::all_invalid(errors.into_iter().map(below).collect())
        })?,
        (None, System::Mapped) => {
            return Err(Problem::invalid("/mapping", "say where what stands"));
        }
        (Some(_), _) => {
            let detail = "only a source of the system mapped has a mapping";
            return Err(Problem::invalid("/mapping", detail));
        }
        (None, _) => {}
    }
    let secret = match &wanted.secret {
        Some(secret) => checked_secret(wanted.system, secret)?,
        // It comes later, by [`set_secret`]: until then every call is refused.
        None if wanted.system.makes_its_own_secret() => String::new(),
        None => signature::new_secret(),
    };
    let source = EventSource {
        source_id: id::new(),
        name: name.to_owned(),
        system: wanted.system,
        mapping: wanted.mapping.clone(),
        has_secret: !secret.is_empty(),
        created_at_us: app.clock.now_us(),
        last_event_at_us: None,
    };
    let token = id::secret();
    let (workspace, new, hash) = (
        viewer.workspace_id.clone(),
        source.clone(),
        id::hash(&token),
    );
    let (stored, by) = (secret.clone(), viewer.clone());
    app.db
        .write(move |tx| {
            store::event::add_source(tx, &workspace, &new, (&hash, &stored))?;
            let detail = serde_json::json!({ "name": new.name, "system": new.system });
            note(
                tx,
                &by,
                ("event_source.added", &new.source_id, detail),
                new.created_at_us,
            )
        })
        .await?;
    Ok(NewSource {
        source,
        url: format!("{}/hooks/{token}", app.base_url),
        secret,
    })
}

/// Stores the secret that the other system made.
pub async fn set_secret(
    app: &App,
    viewer: &Viewer,
    source_id: &str,
    secret: &str,
) -> Result<(), Problem> {
    let (workspace, id, by) = (
        viewer.workspace_id.clone(),
        source_id.to_owned(),
        viewer.clone(),
    );
    let (secret, now_us) = (secret.to_owned(), app.clock.now_us());
    app.db
        .write(move |tx| {
            let all = store::event::sources(tx, &workspace)?;
            let found = all.iter().find(|source| source.source_id == id);
            let source = found.ok_or_else(|| Problem::no("source of events"))?;
            let secret = checked_secret(source.system, &secret)?;
            store::event::set_secret(tx, (&workspace, &id), &secret)?;
            note(
                tx,
                &by,
                ("event_source.secret_set", &id, Value::Null),
                now_us,
            )?;
            Ok::<_, Problem>(())
        })
        .await
}

/// Notes in the audit log what was done with a source: action, its id, and more about it.
fn note(
    tx: &mut Tx<'_>,
    by: &Viewer,
    (action, id, detail): (&'static str, &str, Value),
    now_us: i64,
) -> Result<(), DbError> {
    let noun = "event_source";
    let note = Note {
        action,
        noun,
        id,
        detail,
    };
    user::audit::note(tx, by, note, now_us)
}

fn checked_secret(system: System, secret: &str) -> Result<String, Problem> {
    let secret = secret.trim();
    let is_ours = matches!(system, System::Standard | System::RequestTracker);
    if is_ours && !signature::is_secret(secret) {
        return Err(Problem::invalid(
            "/secret",
            "whsec_ and base 64, as Standard Webhooks has it",
        ));
    }
    let is_bearable = secret.chars().all(|c| c.is_ascii_graphic());
    if !(16..=200).contains(&secret.len()) || !is_bearable {
        let detail = "16 to 200 letters, digits and signs without spaces";
        return Err(Problem::invalid("/secret", detail));
    }
    Ok(secret.to_owned())
}

/// Takes no more events from a source; those it sent stay.
pub async fn remove_source(app: &App, viewer: &Viewer, source_id: &str) -> Result<(), Problem> {
    let (workspace, id) = (viewer.workspace_id.clone(), source_id.to_owned());
    let now_us = app.clock.now_us();
    let by = viewer.clone();
    let found = app
        .db
        .write(move |tx| {
            let found = store::event::remove_source(tx, (&workspace, &id), now_us)?;
            if found {
                note(tx, &by, ("event_source.removed", &id, Value::Null), now_us)?;
            }
            Ok::<_, DbError>(found)
        })
        .await
        .map_err(Problem::from)?;
    if found {
        Ok(())
    } else {
        Err(Problem::no("source of events"))
    }
}
