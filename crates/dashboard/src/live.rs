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
use platform::Problem;
use platform::web::{App, Path};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};
use user::Viewer;

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
    receiver: watch::Receiver<Option<Mark>>,
    first: bool,
}

impl Dashboard {
    /// Hears where a survey stands from now on.
    pub fn standing(&self, whose: &Whose) -> Standing {
        Standing {
            receiver: self.watch.listen(whose),
            first: true,
        }
    }
}

impl Standing {
    /// Where the survey stands: at first as soon as it is known, then whenever it changed; none
    /// when nobody looks any more.
    pub async fn next(&mut self) -> Option<String> {
        let mark = next(&mut self.receiver, self.first).await?;
        self.first = false;
        Some(mark_text(mark.change_seq, mark.revision))
    }
}

/// Where a survey stands, as pages carry it and events say it.
pub(crate) fn mark_text(change_seq: i64, revision: i64) -> String {
    format!("{change_seq}.{revision}")
}

/// `GET /surveys/{id}/live`: an event `changed` now and with every change.
pub(crate) async fn events(
    State(dashboard): State<Dashboard>,
    viewer: Viewer,
    Path(survey_id): Path<String>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    let asked = whose.clone();
    let there = dashboard
        .app
        .db
        .read(move |tx| store::mark(tx, &asked))
        .await?;
    there.ok_or_else(|| Problem::no("survey"))?;
    let receiver = dashboard.watch.listen(&whose);
    let stopping = dashboard.app.stopping.clone();
    let end = Instant::now() + LASTS;
    let events = stream::unfold((receiver, stopping, true), move |state| async move {
        let (mut receiver, mut stopping, first) = state;
        let mark = tokio::select! {
            mark = next(&mut receiver, first) => mark,
            () = sleep_until(end) => None,
            _ = stopping.wait_for(|stop| *stop) => None,
        }?;
        let data = mark_text(mark.change_seq, mark.revision);
        let event = Event::default().event("changed").data(data);
        Some((Ok(event), (receiver, stopping, false)))
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
