//! The work of this node: pulls what is due, sends what is wished, and watches other nodes.

mod keeper;
mod letter;
pub(crate) mod pull;
mod push;
mod watch;

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use outbound::Client;
use platform::web::{App, Problem};
use platform::{Tx, id};
use tokio::task::JoinSet;

use crate::store;

/// Between two looks. Each is a few indexed reads.
const LOOK: Duration = Duration::from_secs(1);
/// After something went wrong, so that a database that is down is left in peace.
const AFTER_TROUBLE: Duration = Duration::from_secs(3);
/// Connections worked on at the same time by a node, in each direction.
const AT_ONCE: usize = 16;

/// What all work shares.
#[derive(Clone)]
pub(crate) struct Office {
    pub(crate) app: App,
    pub(crate) client: Client,
    /// This worker's name: a new one for every start.
    pub(crate) node: Arc<str>,
    /// Connections this node works on now: what is pulled, what is sent.
    busy: Arc<Mutex<HashSet<(bool, String)>>>,
}

impl Office {
    fn begin(&self, sends: bool, connector_id: &str) -> bool {
        let Ok(mut busy) = self.busy.lock() else {
            return false;
        };
        let all = busy.iter().filter(|(own, _)| *own == sends).count();
        all < AT_ONCE && busy.insert((sends, connector_id.to_owned()))
    }

    fn end(&self, sends: bool, connector_id: &str) {
        if let Ok(mut busy) = self.busy.lock() {
            busy.remove(&(sends, connector_id.to_owned()));
        }
    }

    fn sends(&self) -> bool {
        self.busy
            .lock()
            .is_ok_and(|busy| busy.iter().any(|(sends, _)| *sends))
    }

    pub(crate) fn is_stopping(&self) -> bool {
        *self.app.stopping.borrow()
    }
}

/// Runs until the server stops.
pub async fn run(app: App, client: Client) {
    let office = Office {
        app: app.clone(),
        client,
        node: id::new().into(),
        busy: Arc::default(),
    };
    let mut stopping = app.stopping.clone();
    let mut work = JoinSet::new();
    let mut keeper = JoinSet::new();
    keeper.spawn(keeper::run(office.clone()));
    loop {
        let wait = match look(&office, &mut work).await {
            Ok(()) => LOOK,
            Err(problem) => {
                tracing::warn!(%problem, "other systems wait for the database");
                AFTER_TROUBLE
            }
        };
        while work.try_join_next().is_some() {}
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stopping.wait_for(|stop| *stop) => break,
        }
    }
    // What is being sent is finished; pages are given up between two of them.
    work.join_all().await;
    keeper.shutdown().await;
}

async fn look(office: &Office, work: &mut JoinSet<()>) -> Result<(), Problem> {
    let now_us = office.app.clock.now_us();
    let read = move |tx: &mut Tx<'_>| {
        let pulls = store::connection::due(tx, now_us)?;
        let sends = store::push::due(tx, now_us)?;
        Ok::<_, Problem>((pulls, sends, store::connection::all_on(tx)?))
    };
    let (pulls, sends, on) = office.app.db.read(read).await?;
    for key in pulls {
        if office.begin(false, &key.1) {
            let office = office.clone();
            work.spawn(async move {
                let _done = Done(&office, false, &key.1);
                pull::run(&office, &key).await;
            });
        }
    }
    for key in sends {
        if office.begin(true, &key.1) {
            let office = office.clone();
            work.spawn(async move {
                let _done = Done(&office, true, &key.1);
                push::run(&office, &key).await;
            });
        }
    }
    for connection in &on {
        watch::look(office, connection).await?;
    }
    Ok(())
}

/// Ends work on a connection whatever ends it.
struct Done<'a>(&'a Office, bool, &'a str);

impl Drop for Done<'_> {
    fn drop(&mut self) {
        self.0.end(self.1, self.2);
    }
}
