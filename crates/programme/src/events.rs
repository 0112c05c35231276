//! What happened outside: events by the API or a signed webhook, kept whether or not a programme
//! asks about them.

mod intake;
mod sent;
pub mod signature;

use contact::Occasion;
use platform::clock::DAY_US;
use platform::web::{App, FieldError, Problem, UniqueJson};
use platform::{DbError, Tx, id};
use serde_json::Value;
use user::{Viewer, Who};

use crate::model::EventSource;
use crate::store;

pub use sent::{NewEvent, read};

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

/// Takes one event from a webhook, when its signature proves where it is from. An event without id
/// of its own has that of the call.
pub async fn hear(app: &App, call: Call<'_>) -> Result<Outcome, Problem> {
    let hash = id::hash(call.token);
    let find = move |tx: &mut Tx<'_>| Ok::<_, Problem>(store::event::source_by_token(tx, &hash)?);
    let Some((workspace_id, source_id, secret)) = app.db.read(find).await? else {
        return Err(Problem::no("webhook"));
    };
    let now_us = app.clock.now_us();
    signature::check(&secret, &call, now_us)
        .map_err(|wrong| Problem::Unauthorised(wrong.to_string()))?;
    let UniqueJson(mut event) = serde_json::from_slice(call.body)
        .map_err(|e| Problem::BadRequest(format!("the JSON can't be read: {e}")))?;
    if let Some(event) = event.as_object_mut() {
        event.entry("id").or_insert_with(|| call.id.into());
    }
    let occasion = Occasion {
        workspace_id: workspace_id.clone(),
        by: "webhook".to_owned(),
        now_us,
    };
    let outcomes = take_from(app, &occasion, &source_id, std::slice::from_ref(&event)).await?;
    let heard = move |tx: &mut Tx<'_>| store::event::heard(tx, (&workspace_id, &source_id), now_us);
    app.db.write(heard).await.map_err(Problem::from)?;
    let outcome = outcomes.into_iter().next().map(|(_, outcome)| outcome);
    match outcome {
        Some(Outcome::Refused(errors)) => Err(Problem::all_invalid(errors)),
        Some(outcome) => Ok(outcome),
        None => Err(Problem::Internal("an event without outcome".to_owned())),
    }
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

/// Makes a source.
pub async fn add_source(app: &App, viewer: &Viewer, name: &str) -> Result<NewSource, Problem> {
    let name = name.trim();
    let length = name.chars().count();
    if !(1..=crate::rules::NAME_MAX).contains(&length) || name.chars().any(char::is_control) {
        let detail = format!("give a name, 1 to {} characters", crate::rules::NAME_MAX);
        return Err(Problem::invalid("/name", detail));
    }
    let source = EventSource {
        source_id: id::new(),
        name: name.to_owned(),
        created_at_us: app.clock.now_us(),
        last_event_at_us: None,
    };
    let (token, secret) = (id::secret(), signature::new_secret());
    let (workspace, new, hash) = (
        viewer.workspace_id.clone(),
        source.clone(),
        id::hash(&token),
    );
    let stored = secret.clone();
    app.db
        .write(move |tx| store::event::add_source(tx, &workspace, &new, (&hash, &stored)))
        .await
        .map_err(Problem::from)?;
    Ok(NewSource {
        source,
        url: format!("{}/hooks/{token}", app.base_url),
        secret,
    })
}

/// Takes no more events from a source; those it sent stay.
pub async fn remove_source(app: &App, viewer: &Viewer, source_id: &str) -> Result<(), Problem> {
    let (workspace, id) = (viewer.workspace_id.clone(), source_id.to_owned());
    let now_us = app.clock.now_us();
    let found = app
        .db
        .write(move |tx| store::event::remove_source(tx, (&workspace, &id), now_us))
        .await
        .map_err(Problem::from)?;
    if found {
        Ok(())
    } else {
        Err(Problem::no("source of events"))
    }
}
