//! The worker that goes through changed responses, on every node.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use platform::DbError;
use platform::clock::SECOND_US;
use platform::web::App;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::asked::Surveys;
use crate::batch::{Desk, Done};
use crate::hear::Listeners;
use crate::late;
use crate::served;
use crate::store::following::{self, Whose};

/// A response that was begun counts as finished when nothing came for so long.
pub const QUIET_US: i64 = 15 * 60 * SECOND_US;

/// What is announced when responses were gone through: something may have followed from them.
pub const TOPIC: &str = "respondent";

/// Between two looks for what other nodes stored; of what this one stored it is told at once.
const LOOK: Duration = Duration::from_millis(250);
/// Until a survey is looked at again that another node was busy with.
const BUSY: Duration = Duration::from_millis(50);
/// Until the work that failed is tried again: doubled from the first to the last.
const TROUBLE: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));
/// A batch is made so large that others who write wait about this long for it.
const TURN: Duration = Duration::from_millis(20);
/// Responses in a batch.
const BATCH: (usize, usize) = (8, 500);

/// Runs until the server stops. Several nodes run it at once.
pub async fn run(app: App, listeners: Listeners) {
    let desk = Desk {
        surveys: Surveys::default(),
        listeners,
    };
    let asked = catch_up(app.clone(), desk.clone());
    tokio::join!(follow(app.clone(), desk), late::run(app), asked);
}

/// Asks who served of what was heard before anybody did; ends when that is done.
async fn catch_up(app: App, desk: Desk) {
    let mut stopping = app.stopping.clone();
    loop {
        let desk = desk.clone();
        let work = move |tx: &mut platform::Tx<'_>| served::catch_up(tx, &desk);
        let wait = match app.db.write(work).await {
            Ok(true) => BUSY,
            Ok(false) => return,
            Err(error) => {
                tracing::warn!(%error, "it can't be found out who served");
                TROUBLE.1
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}

async fn follow(app: App, desk: Desk) {
    let mut changes = app.changes.listen();
    let mut stopping = app.stopping.clone();
    let mut worker = Worker {
        desk,
        app,
        batch: BATCH.0,
        troubles: HashMap::new(),
    };
    while !*stopping.borrow() {
        let wait = worker.round().await;
        if wait.is_zero() {
            // Others get their turn between two batches.
            tokio::task::yield_now().await;
            continue;
        }
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = something(&mut changes) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}

/// Waits until something changed at this node, and takes all that is told of it.
async fn something(changes: &mut Receiver<String>) {
    if let Err(RecvError::Closed) = changes.recv().await {
        // Only when the server ends; the other branches see to that.
        std::future::pending::<()>().await;
    }
    while !changes.is_empty() {
        // One that came too fast to be kept says the same: something changed.
        let _ = changes.recv().await;
    }
}

struct Worker {
    app: App,
    desk: Desk,
    /// How many responses are gone through at a time, now.
    batch: usize,
    /// Surveys in which something failed: until when they are left alone, and for how long.
    troubles: HashMap<Whose, (Instant, Duration)>,
}

impl Worker {
    /// A batch of every survey that waits for one, so that an import into one doesn't hold up the
    /// others. Says how long nothing more is to be done.
    async fn round(&mut self) -> Duration {
        let now_us = self.app.clock.now_us();
        let look = move |tx: &mut platform::Tx<'_>| following::waiting(tx, now_us);
        let waiting: Vec<Whose> = match self.app.db.read(look).await {
            Ok(waiting) => waiting,
            Err(error) => {
                tracing::warn!(%error, "changed responses can't be looked for");
                return TROUBLE.0;
            }
        };
        let mut wait = LOOK;
        for whose in waiting {
            if *self.app.stopping.borrow() {
                return LOOK;
            }
            if self.is_left_alone(&whose) {
                continue;
            }
            match self.one(&whose, now_us).await {
                Ok(Done::Some(_)) => wait = Duration::ZERO,
                Ok(Done::All(_)) => {}
                Ok(Done::Busy) => wait = wait.min(BUSY),
                Err(error) => self.failed(whose, &error),
            }
        }
        wait
    }

    /// One batch of one survey.
    async fn one(&mut self, whose: &Whose, now_us: i64) -> Result<Done, DbError> {
        let (desk, limit) = (self.desk.clone(), self.batch);
        let own = whose.clone();
        let work = move |tx: &mut platform::Tx<'_>| {
            let started = Instant::now();
            let done = desk.batch(tx, &own, (limit, now_us))?;
            Ok::<_, DbError>((done, started.elapsed()))
        };
        let (done, took) = self.app.db.write(work).await?;
        self.troubles.remove(whose);
        if let Done::Some(count) = done {
            self.batch = next_size(count, took);
        }
        if let Done::Some(1..) | Done::All(1..) = done {
            self.app.changes.announce(TOPIC);
            // Now it is known who served: pages of those who see only some answers change.
            self.app.changes.announce(&whose.survey_id);
        }
        Ok(done)
    }

    fn is_left_alone(&self, whose: &Whose) -> bool {
        let trouble = self.troubles.get(whose);
        trouble.is_some_and(|(until, _)| Instant::now() < *until)
    }

    fn failed(&mut self, whose: Whose, error: &DbError) {
        let before = self.troubles.get(&whose);
        let pause = before.map_or(TROUBLE.0, |(_, last)| (*last * 2).min(TROUBLE.1));
        tracing::error!(
            %error,
            survey_id = whose.survey_id,
            "what follows from answers to this survey waits; it is tried again in {pause:?}"
        );
        // A smaller batch asks less of whatever was too slow.
        self.batch = BATCH.0;
        self.troubles.insert(whose, (Instant::now() + pause, pause));
    }
}

/// How many responses the next batch has, after a full one of `count` that took so long.
fn next_size(count: usize, took: Duration) -> usize {
    let wanted = if took > TURN { count / 2 } else { count * 2 };
    wanted.clamp(BATCH.0, BATCH.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_become_as_large_as_others_can_bear() {
        let (fast, slow) = (TURN / 4, TURN * 2);
        for (count, took, next) in [
            (8, fast, 16),
            (400, fast, 500),
            (500, slow, 250),
            (9, slow, 8),
        ] {
            assert_eq!(next_size(count, took), next, "{count} in {took:?}");
        }
    }
}
