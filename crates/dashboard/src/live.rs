//! Tells open pages that figures changed: server-sent events with the survey's count of changes.
//!
//! What this process stored is heard at once; what other processes stored is seen in the database
//! within half a second. One task looks for all open pages of a survey.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use platform::web::{App, Path};
use platform::{Problem, Tx};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};
use user::{Sight, StillHere, Viewer};

use crate::pushdown::Whose;
use crate::service::{Dashboard, whose};
use crate::store::{self, Mark};

/// How often the database is looked at for what other processes did.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// A comment line this often shows proxies that the connection is alive.
const ALIVE_EVERY: Duration = Duration::from_secs(15);
/// A connection ends after this; the page connects again, and access is checked again.
const LASTS: Duration = Duration::from_secs(600);

/// Looks at surveys that somebody has open.
#[derive(Clone)]
pub(crate) struct Watch {
    app: App,
    watched: Arc<Mutex<Watched>>,
}

type Watched = HashMap<(String, String), watch::Sender<Option<Mark>>>;

impl Watch {
    /// Nobody watches yet.
    pub(crate) fn new(app: &App) -> Self {
        Self {
            app: app.clone(),
            watched: Arc::default(),
        }
    }

    /// Hears where a survey stands, from now on.
    fn listen(&self, whose: &Whose) -> watch::Receiver<Option<Mark>> {
        let key = (whose.workspace_id.clone(), whose.survey_id.clone());
        let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = watched.get(&key) {
            return sender.subscribe();
        }
        let (sender, receiver) = watch::channel(None);
        watched.insert(key, sender);
        tokio::spawn(self.clone().follow(whose.clone()));
        receiver
    }

    /// Looks until nobody listens any more or the server stops.
    async fn follow(self, whose: Whose) {
        let mut told = self.app.changes.listen();
        let mut stopping = self.app.stopping.clone();
        let mut ticks = interval(LOOK_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = ticks.tick() => {}
                topic = told.recv() => match topic {
                    Ok(topic) if topic != whose.survey_id => continue,
                    Ok(_) | Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => break,
                },
                _ = stopping.wait_for(|stop| *stop) => break,
            }
            let asked = whose.clone();
            let mark = self.app.db.read(move |tx| store::mark(tx, &asked)).await;
            if !self.pass_on(&whose, mark.ok().flatten()) {
                return;
            }
        }
        let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        watched.remove(&(whose.workspace_id, whose.survey_id));
    }

    /// Tells the listeners; false, and forgets the survey, when there are none. Both under the
    /// lock, so that nobody subscribes to a task that is about to end.
    fn pass_on(&self, whose: &Whose, mark: Option<Mark>) -> bool {
        let key = (whose.workspace_id.clone(), whose.survey_id.clone());
        let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(sender) = watched.get(&key) else {
            return false;
        };
        if sender.receiver_count() == 0 {
            watched.remove(&key);
            return false;
        }
        if mark.is_some() {
            sender.send_if_modified(|known| {
                let changed = *known != mark;
                *known = mark;
                changed
            });
        }
        true
    }
}

/// Hears where a survey stands, for pages of several surveys.
pub struct Standing {
    app: App,
    whose: Whose,
    receiver: watch::Receiver<Option<Mark>>,
    /// Where it stood when it was last told.
    told: Option<Mark>,
}

impl Dashboard {
    /// Hears where a survey stands from now on.
    pub fn standing(&self, whose: &Whose) -> Standing {
        Standing {
            app: self.app.clone(),
            whose: whose.clone(),
            receiver: self.watch.listen(whose),
            told: None,
        }
    }
}

impl Standing {
    /// Where the survey stands: at first as soon as it is known, then whenever something within
    /// the sight changed; none when nobody looks any more.
    pub async fn next(&mut self) -> Option<String> {
        loop {
            let mark = next(&mut self.receiver, self.told.is_none()).await?;
            if let Some(before) = self.told
                && !self.is_touched(before, mark).await
            {
                continue;
            }
            self.told = Some(mark);
            return Some(mark.text(&self.whose.sight));
        }
    }

    /// Whether what changed is within the sight. What can't be found out is looked at.
    async fn is_touched(&self, before: Mark, now: Mark) -> bool {
        if self.whose.sight == Sight::Everything {
            return before.text(&self.whose.sight) != now.text(&self.whose.sight);
        }
        let whose = self.whose.clone();
        let look = move |tx: &mut Tx<'_>| store::is_touched(tx, &whose, (before, now));
        self.app.db.read(look).await.unwrap_or(true)
    }
}

/// `GET /surveys/{id}/live`: an event `changed` now and with every change.
pub(crate) async fn events(
    State(dashboard): State<Dashboard>,
    viewer: Viewer,
    still_here: StillHere,
    Path(survey_id): Path<String>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    // A survey that isn't there, or of which nothing is seen, has nothing to listen to.
    dashboard.source(&whose).await?;
    let standing = dashboard.standing(&whose);
    let stopping = dashboard.app.stopping.clone();
    let end = Instant::now() + LASTS;
    let gone = Box::pin(still_here.ended());
    let events = stream::unfold((standing, stopping, gone), move |state| async move {
        let (mut standing, mut stopping, mut gone) = state;
        let data = tokio::select! {
            data = standing.next() => data,
            () = sleep_until(end) => None,
            // Switched off, logged out or with other rights, on whatever node.
            () = &mut gone => None,
            _ = stopping.wait_for(|stop| *stop) => None,
        }?;
        let event = Event::default().event("changed").data(data);
        Some((Ok(event), (standing, stopping, gone)))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(ALIVE_EVERY)))
}

/// Where the survey stands: at first as soon as it is known, then whenever it changed.
async fn next(receiver: &mut watch::Receiver<Option<Mark>>, first: bool) -> Option<Mark> {
    if !first {
        receiver.changed().await.ok()?;
    }
    *receiver.wait_for(Option::is_some).await.ok()?
}
