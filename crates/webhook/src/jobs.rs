//! The worker: makes the calls that are due.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use outbound::{Answer, Call, Client, Fault, Limits, Method};
use platform::clock::{DAY_US, SECOND_US};
use platform::web::App;
use platform::{DbError, Tx, id, inert};
use policy::retry::Reply;
use tokio::sync::Notify;
use tokio::task::JoinSet;

use crate::model::{Kind, OffReason};
use crate::rules::{self, Hurry, Next};
use crate::store::outbox::{self, Called, Claim, Due, Health};
use crate::{sign, trouble};

/// Webhooks that are called at the same time while their calls are taken.
const WELL_MAX: usize = 128;
/// Webhooks that are called at the same time of those whose latest call wasn't taken.
const FAILING_MAX: usize = 32;
/// Calls to one webhook before others get its place.
const IN_A_ROW: usize = 50;
/// Between two looks for what is old.
const TIDY_EVERY: Duration = Duration::from_secs(3600);
/// What was taken is kept for so long.
const DELIVERED_KEPT_US: i64 = 7 * DAY_US;
/// Dead letters are kept for so long.
const DEAD_KEPT_US: i64 = 30 * DAY_US;
/// Bytes that are read of an answer.
const ANSWER_MAX: usize = 2000;
/// Characters of an answer that are kept.
const SAID_MAX: usize = 200;

/// How fast things go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tempo {
    /// The waits of the plan are divided by this; 1 but in tests.
    pub hurry: i64,
    /// A call may last so long.
    pub timeout: Duration,
    /// Between two looks for what is due.
    pub due: Duration,
}

impl Default for Tempo {
    fn default() -> Self {
        Self {
            hurry: 1,
            timeout: Duration::from_secs(20),
            due: Duration::from_millis(250),
        }
    }
}

impl Tempo {
    /// Reads `HURRY/TIMEOUT_MS`, as tests give it.
    pub fn read(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is no HURRY/TIMEOUT_MS, as in 1000/500");
        let (hurry, timeout) = text.split_once('/').ok_or_else(wrong)?;
        let hurry = hurry.parse().ok().filter(|h| *h >= 1).ok_or_else(wrong)?;
        let timeout = timeout.parse().map_err(|_| wrong())?;
        Ok(Self {
            hurry,
            timeout: Duration::from_millis(timeout),
            due: Duration::from_millis(20),
        })
    }

    /// The right to a webhook outlasts a call to it, and writing down how that went.
    fn lease_us(self) -> i64 {
        let us = i64::try_from(self.timeout.as_micros()).unwrap_or(i64::MAX / 2);
        us + (us / 2).max(5 * SECOND_US)
    }
}

/// What the tasks of one worker share.
struct Post {
    app: App,
    client: Client,
    tempo: Tempo,
    /// This worker's name: a new one for every start.
    node: String,
    /// Whether administrators can be told by mail.
    mails: bool,
    well: AtomicUsize,
    failing: AtomicUsize,
    room: Notify,
}

/// Makes calls until the server stops; those that are being made are finished. Without `mails`
/// nobody is told of trouble.
pub async fn run(app: App, client: Client, tempo: Tempo, mails: bool) {
    let mut stopping = app.stopping.clone();
    let post = Arc::new(Post {
        app,
        client,
        tempo,
        node: id::new(),
        mails,
        well: AtomicUsize::new(0),
        failing: AtomicUsize::new(0),
        room: Notify::new(),
    });
    let mut calling = JoinSet::new();
    let mut tidied: Option<Instant> = None;
    while !*stopping.borrow() {
        while calling.try_join_next().is_some() {}
        match post.claim().await {
            Ok(all) => {
                for (due, is_failing) in all {
                    calling.spawn(post.clone().attend(due, is_failing));
                }
            }
            Err(error) => tracing::warn!(%error, "webhooks wait for the database"),
        }
        if tidied.is_none_or(|at| at.elapsed() > TIDY_EVERY) {
            tidied = Some(Instant::now());
            post.tidy().await;
        }
        tokio::select! {
            _ = stopping.changed() => {}
            () = post.room.notified() => {}
            () = tokio::time::sleep(post.tempo.due) => {}
        }
    }
    while calling.join_next().await.is_some() {}
}

impl Post {
    fn now(&self) -> (i64, Hurry) {
        (self.app.clock.now_us(), Hurry(self.tempo.hurry))
    }

    fn counter(&self, is_failing: bool) -> (&AtomicUsize, usize) {
        if is_failing {
            (&self.failing, FAILING_MAX)
        } else {
            (&self.well, WELL_MAX)
        }
    }

    async fn claim(&self) -> Result<Vec<(Due, bool)>, DbError> {
        let now_us = self.app.clock.now_us();
        let lease_us = self.tempo.lease_us();
        let is_idle = move |tx: &mut Tx<'_>| outbox::is_idle(tx, (now_us, lease_us));
        if self.app.db.read(is_idle).await? {
            return Ok(Vec::new());
        }
        let mut all = Vec::new();
        for is_failing in [false, true] {
            let (held, most) = self.counter(is_failing);
            let claim = Claim {
                node: self.node.clone(),
                limit: most.saturating_sub(held.load(Ordering::Relaxed)),
                is_failing,
                now_us,
                lease_us,
            };
            if claim.limit == 0 {
                continue;
            }
            let taking = move |tx: &mut Tx<'_>| outbox::claim(tx, &claim);
            let taken = self.app.db.write(taking).await?;
            held.fetch_add(taken.len(), Ordering::Relaxed);
            all.extend(taken.into_iter().map(|due| (due, is_failing)));
        }
        Ok(all)
    }

    /// Calls one webhook until nothing is due there, or others wait.
    async fn attend(self: Arc<Self>, due: Due, is_failing: bool) {
        let mut next = Some(due);
        let mut calls = 0;
        while let Some(due) = next.take() {
            let called = self.call(&due).await;
            calls += 1;
            let goes_on = calls < IN_A_ROW && !*self.app.stopping.borrow();
            match self.settle(due, called, goes_on).await {
                Ok(one_more) => next = one_more,
                // What was due is due again when the right to the webhook has run out.
                Err(error) => tracing::warn!(%error, "a webhook's call could not be written down"),
            }
        }
        self.counter(is_failing).0.fetch_sub(1, Ordering::Relaxed);
        self.room.notify_one();
    }

    async fn call(&self, due: &Due) -> (Called, Reply) {
        let at_us = self.app.clock.now_us();
        let started = Instant::now();
        let limits = Limits {
            timeout: self.tempo.timeout,
            body_max: ANSWER_MAX,
        };
        let answer = self.client.tell(call(due, at_us), limits).await;
        let took_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let (reply, status, said) = heard(answer, self.app.clock.now_us());
        let called = Called {
            at_us,
            took_ms,
            status,
            said,
        };
        (called, reply)
    }

    async fn settle(
        &self,
        due: Due,
        (called, reply): (Called, Reply),
        goes_on: bool,
    ) -> Result<Option<Due>, DbError> {
        let (now, lease_us, mails) = (self.now(), self.tempo.lease_us(), self.mails);
        self.app
            .db
            .write(move |tx| {
                settled(tx, &due, (&called, reply), (now, mails))?;
                if goes_on {
                    outbox::go_on(tx, &due, now.0, lease_us)
                } else {
                    outbox::release(tx, &due).map(|()| None)
                }
            })
            .await
    }

    async fn tidy(&self) {
        let now_us = self.app.clock.now_us();
        loop {
            let forgotten = self
                .app
                .db
                .write(move |tx| {
                    outbox::forget(tx, now_us - DELIVERED_KEPT_US, now_us - DEAD_KEPT_US)
                })
                .await;
            match forgotten {
                Ok(0) => return,
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(%error, "old deliveries of webhooks are kept for now");
                    return;
                }
            }
        }
    }
}

/// The request of a delivery, signed at this moment.
fn call(due: &Due, at_us: i64) -> Call {
    let mut headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
    if due.webhook.kind == Kind::Standard {
        let timestamp_s = at_us.div_euclid(SECOND_US);
        let mut secrets = vec![due.webhook.secret.as_str()];
        if let Some((old, until_us)) = &due.webhook.old_secret
            && at_us < *until_us
        {
            secrets.push(old);
        }
        let signature = sign::signature(&secrets, &due.delivery_id, timestamp_s, &due.body);
        headers.extend([
            ("webhook-id".to_owned(), due.delivery_id.clone()),
            ("webhook-timestamp".to_owned(), timestamp_s.to_string()),
            ("webhook-signature".to_owned(), signature),
        ]);
    }
    Call {
        method: Method::POST,
        url: due.webhook.url.clone(),
        headers,
        body: due.body.clone().into_bytes(),
    }
}

/// What an answer, or none, says.
fn heard(answer: Result<Answer, Fault>, now_us: i64) -> (Reply, Option<u16>, String) {
    match answer {
        Ok(answer) => {
            let wish = answer.header("retry-after");
            let reply = Reply::Status {
                status: answer.status,
                retry_after: wish.and_then(|w| rules::retry_after_s(w, now_us)),
            };
            let said = inert::line(&String::from_utf8_lossy(&answer.body), SAID_MAX);
            (reply, Some(answer.status), said)
        }
        Err(fault) => (Reply::None, None, fault.to_string()),
    }
}

/// Stores what a call led to.
fn settled(
    tx: &mut Tx<'_>,
    due: &Due,
    (called, reply): (&Called, Reply),
    (now, mails): ((i64, Hurry), bool),
) -> Result<(), DbError> {
    outbox::note(tx, due, called)?;
    let seed = id::number(&due.delivery_id);
    let next = rules::next(due.tries + 1, reply, now, seed);
    let is_slack = due.webhook.kind == Kind::Slack;
    if next == Next::Delivered {
        outbox::delivered(tx, due, now.0)?;
        let health = Health {
            failures: 0,
            failing_since_us: None,
            wait_until_us: rules::pause_until(reply, 0, now, is_slack),
        };
        outbox::keep_health(tx, due, health)?;
        return Ok(());
    }
    let failures = due.webhook.failures.saturating_add(1);
    let since_us = due.webhook.failing_since_us.unwrap_or(called.at_us);
    let health = Health {
        failures,
        failing_since_us: Some(since_us),
        wait_until_us: rules::pause_until(reply, failures, now, is_slack),
    };
    if !outbox::keep_health(tx, due, health)? {
        // Another node has it: what follows is its to say.
        return Ok(());
    }
    let key = (due.workspace_id.as_str(), due.webhook.webhook_id.as_str());
    let off = if next == Next::Gone {
        Some(OffReason::Gone)
    } else {
        rules::is_failing_for_long(since_us, now).then_some(OffReason::Failing)
    };
    match (off, next) {
        (Some(reason), _) => {
            outbox::switch_off(tx, key, reason, now.0)?;
            trouble::note_off(tx, key, reason, now.0)?;
        }
        (None, Next::Retry(at_us)) => return outbox::later(tx, due, at_us),
        (None, _) => outbox::died(tx, due, now.0)?,
    }
    if mails {
        trouble::tell(tx, key, off.is_some(), now.0)?;
    }
    Ok(())
}
