//! Whether whoever opened a stream is still logged in and may see what they saw when it began.
//!
//! A stream lasts longer than the request that was let in, so it has to hear when its session ends,
//! on whatever node that was done. One task of the process asks the database about all open streams
//! at once, twice a second, and only while there are any.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use platform::Problem;
use platform::web::App;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

use super::store;
use crate::service::{IDLE_MAX_US, SESSION_MAX_US};

/// How often the database is asked.
const LOOK_EVERY: Duration = Duration::from_millis(400);

/// What a stream depends on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Watched {
    /// A session, by its hash in hexadecimal.
    Session(String),
    /// An API key, by its id.
    Key(String),
}

impl Watched {
    /// The session with this hash.
    pub(crate) fn session(hash: &[u8]) -> Self {
        Self::Session(platform::id::hex(hash))
    }
}

/// One of them, as the task knows it.
struct Known {
    /// What may be seen, once it was looked at.
    stamp: Option<String>,
    over: watch::Sender<bool>,
}

#[derive(Default)]
struct All {
    known: HashMap<Watched, Known>,
    is_looking: bool,
}

/// Those who have a stream open on this node.
pub(crate) struct Present {
    app: App,
    all: Mutex<All>,
}

impl Present {
    /// Nobody has one yet.
    pub(crate) fn new(app: &App) -> Arc<Self> {
        Arc::new(Self {
            app: app.clone(),
            all: Mutex::default(),
        })
    }

    fn listen(self: &Arc<Self>, watched: &Watched) -> watch::Receiver<bool> {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        if !all.is_looking {
            all.is_looking = true;
            tokio::spawn(self.clone().look());
        }
        let known = all.known.entry(watched.clone()).or_insert_with(|| Known {
            stamp: None,
            over: watch::channel(false).0,
        });
        known.over.subscribe()
    }

    /// Looks until nobody has a stream open any more.
    async fn look(self: Arc<Self>) {
        let mut ticks = interval(LOOK_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while self.goes_on() {
            ticks.tick().await;
            let (sessions, keys) = self.asked();
            let now_us = self.app.clock.now_us();
            let since = (now_us - IDLE_MAX_US, now_us - SESSION_MAX_US);
            let found = self.app.db.read(move |tx| {
                let mut found: HashMap<Watched, String> = HashMap::new();
                if !sessions.is_empty() {
                    let ids = serde_json::json!(sessions).to_string();
                    let present = store::present(tx, &ids, since)?;
                    found.extend(present.into_iter().map(|(id, s)| (Watched::Session(id), s)));
                }
                if !keys.is_empty() {
                    let ids = serde_json::json!(keys).to_string();
                    let present = store::present_keys(tx, &ids)?;
                    found.extend(present.into_iter().map(|(id, s)| (Watched::Key(id), s)));
                }
                let asked = sessions.into_iter().map(Watched::Session);
                let asked: HashSet<Watched> =
                    asked.chain(keys.into_iter().map(Watched::Key)).collect();
                Ok::<_, Problem>((asked, found))
            });
            // A database that can't be asked says nothing of anybody.
            if let Ok((asked, found)) = found.await {
                self.told(&asked, &found);
            }
        }
    }

    /// Forgets whom nobody listens for; false when nobody is left.
    fn goes_on(&self) -> bool {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.known.retain(|_, known| known.over.receiver_count() > 0);
        all.is_looking = !all.known.is_empty();
        all.is_looking
    }

    fn asked(&self) -> (Vec<String>, Vec<String>) {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut sessions, mut keys) = (Vec::new(), Vec::new());
        for watched in all.known.keys() {
            match watched {
                Watched::Session(id) => sessions.push(id.clone()),
                Watched::Key(id) => keys.push(id.clone()),
            }
        }
        (sessions, keys)
    }

    fn told(&self, asked: &HashSet<Watched>, found: &HashMap<Watched, String>) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.known.retain(|watched, known| {
            if !asked.contains(watched) {
                return true;
            }
            let stays = match (found.get(watched), &known.stamp) {
                (None, _) => false,
                (Some(now), Some(before)) => now == before,
                (Some(now), None) => {
                    known.stamp = Some(now.clone());
                    true
                }
            };
            if !stays {
                known.over.send_replace(true);
            }
            stays
        });
    }
}

/// Whoever opened a stream. Every endless reply waits for [`StillHere::ended`] beside what it waits
/// for anyway, and ends then.
#[derive(Clone)]
pub struct StillHere {
    /// Nothing: somebody who needs no session, as in the demo.
    watched: Option<(Arc<Present>, Watched)>,
}

impl StillHere {
    pub(crate) fn new(present: &Arc<Present>, watched: Option<Watched>) -> Self {
        Self {
            watched: watched.map(|watched| (present.clone(), watched)),
        }
    }

    /// Resolves within a second after the session or key ended, the person was switched off or may
    /// see something else, on whatever node. Begins to watch when it is called.
    pub fn ended(&self) -> impl Future<Output = ()> + Send + use<> {
        let receiver = self.watched.as_ref().map(|(present, w)| present.listen(w));
        async move {
            match receiver {
                // The sender is dropped only after it said so.
                Some(mut receiver) => {
                    let _ = receiver.wait_for(|over| *over).await;
                }
                None => std::future::pending().await,
            }
        }
    }
}

impl std::fmt::Debug for StillHere {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StillHere").finish_non_exhaustive()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for StillHere {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| {
            Problem::Internal("a route without access asks who is still here".into())
        })
    }
}
