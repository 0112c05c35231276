//! Sends what is in the outbox. Every node runs one worker; they share the work through the
//! database and never through clocks:
//!
//! - A mail is claimed with a new fence. Before the first word about it is said to the mail server
//!   one transaction checks the fence, writes the letter and stores `sending`. What another node
//!   took over meanwhile is not begun.
//! - A node that holds mails counts up its beat. Others that see the same beat at
//!   [`Tempo::looks`] looks in a row take its mails over. Looks are counted, not timed, so a clock
//!   that jumps, or a process that was stopped and goes on, declares nobody dead.
//! - What the dead node had begun may have been handed over. An invitation becomes `unknown` for
//!   an operator, and if the node lives after all, its late word settles it. A password reset is
//!   sent again.

mod counts;
mod keeper;
mod sender;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::time::Duration;

use platform::changes::Changes;
use platform::clock::SECOND_US;
use platform::web::App;
use platform::{Clock, Db, DbError, id};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Mutex, Notify, mpsc, watch};
use tokio::task::JoinSet;

use crate::kind::Kinds;
use crate::outbox::pause;
use crate::outbox::store::{self, Claim, Claimed};
use crate::settings::Settings;
use crate::smtp::{Timeouts, Trouble};

pub use counts::metrics;

/// Mails claimed ahead per connection, so that none waits for the database.
const AHEAD: usize = 4;
/// Rejections in a row, of different mails, that are no longer the mails' fault.
const REJECTIONS_MAX: u32 = 5;
/// After rejections in a row the next try is not sooner.
const REJECTED_PAUSE: Duration = Duration::from_secs(600);
/// Between a change in this process and the look for mails about it: many changes at once are one
/// look.
const TOGETHER: Duration = Duration::from_millis(20);

/// How long to wait for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tempo {
    /// For the mail server.
    pub timeouts: Timeouts,
    /// Between two looks for mails that are due.
    pub due: Duration,
    /// Between two looks at a mail server that is down.
    pub down: Duration,
    /// Between two looks at a mail server that refuses us.
    pub refused: Duration,
    /// Between two beats, and between two looks at those of others.
    pub beat: Duration,
    /// So many looks without a beat make a node dead.
    pub looks: u32,
    /// A connection without mails is closed after so long.
    pub idle: Duration,
}

impl Default for Tempo {
    fn default() -> Self {
        Self {
            timeouts: Timeouts::default(),
            due: Duration::from_millis(500),
            down: Duration::from_secs(10),
            refused: Duration::from_secs(30),
            beat: Duration::from_secs(3),
            looks: 5,
            idle: Duration::from_secs(5),
        }
    }
}

/// What a worker needs of the process around it.
#[derive(Clone)]
pub struct Host {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// What changed in this process: there may be a mail about it, which needn't wait for the next
    /// look.
    pub changes: Changes,
    /// Becomes true when the process ends.
    pub stopping: watch::Receiver<bool>,
}

/// What the tasks of one worker share.
struct Office {
    host: Host,
    settings: Settings,
    kinds: Kinds,
    /// This worker's name: a new one for every start.
    node: String,
    /// Mails claimed and not finished.
    held: AtomicUsize,
    rejections: AtomicU32,
    /// Wakes who claims.
    room: Notify,
}

/// Sends until the server stops; what is being handed over then is finished.
pub async fn run(app: App, settings: Settings, kinds: Kinds) {
    let host = Host {
        db: app.db.clone(),
        clock: app.clock.clone(),
        changes: app.changes.clone(),
        stopping: app.stopping.clone(),
    };
    run_on(host, settings, kinds).await;
}

/// As [`run`], on the parts it needs.
pub async fn run_on(host: Host, settings: Settings, kinds: Kinds) {
    let connections = settings.connections.max(1);
    let office = Arc::new(Office {
        host,
        settings,
        kinds,
        node: id::new(),
        held: AtomicUsize::new(0),
        rejections: AtomicU32::new(0),
        room: Notify::new(),
    });
    if let Err(error) = office.host.db.write(pause::look_soon).await {
        tracing::warn!(%error, "mail begins without its database");
    }
    let (give, take) = mpsc::channel(connections * AHEAD);
    let take = Arc::new(Mutex::new(take));
    let mut senders = JoinSet::new();
    for _ in 0..connections {
        senders.spawn(sender::run(office.clone(), take.clone()));
    }
    // In a set, so that it ends with this task whatever ends it: a beat without senders would
    // keep others from taking over.
    let mut keeper = JoinSet::new();
    keeper.spawn(keeper::run(office.clone()));
    claim_until_stopped(&office, give, connections * AHEAD).await;
    // The channel is closed: senders finish what they hand over and give back the rest.
    senders.join_all().await;
    keeper.shutdown().await;
}

async fn claim_until_stopped(office: &Office, give: mpsc::Sender<Claimed>, most: usize) {
    let mut stopping = office.host.stopping.clone();
    let mut changes = office.host.changes.listen();
    loop {
        let has_more = match office.claim(&give, most).await {
            Ok(has_more) => has_more,
            Err(error) => {
                tracing::warn!(%error, "no mails could be claimed");
                false
            }
        };
        let has_room = office.held.load(Ordering::SeqCst) <= most / 2;
        if has_more && has_room && !*stopping.borrow() {
            continue;
        }
        tokio::select! {
            () = tokio::time::sleep(office.settings.tempo.due) => {}
            () = office.room.notified(), if has_more => {}
            () = something(&mut changes), if !has_more => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}

/// Waits until something changed in this process, and a moment longer.
async fn something(changes: &mut Receiver<String>) {
    if let Err(RecvError::Closed) = changes.recv().await {
        // Nobody will tell any more; the other branches go on.
        std::future::pending::<()>().await;
    }
    tokio::time::sleep(TOGETHER).await;
    while !changes.is_empty() {
        // What was missed says the same: something changed.
        let _ = changes.recv().await;
    }
}

impl Office {
    fn now_us(&self) -> i64 {
        self.host.clock.now_us()
    }

    /// Claims as many mails as there is room for. Whether more is due.
    async fn claim(&self, give: &mpsc::Sender<Claimed>, most: usize) -> Result<bool, DbError> {
        let held = self.held.load(Ordering::SeqCst);
        if held > most / 2 {
            return Ok(true);
        }
        let claim = Claim {
            node: self.node.clone(),
            limit: most - held,
            per_minute: self.settings.per_domain_per_minute,
            now_us: self.now_us(),
        };
        let looked = claim.clone();
        let is_idle = self
            .host
            .db
            .read(move |tx| store::is_idle(tx, looked.now_us))
            .await?;
        if is_idle {
            return Ok(false);
        }
        let claims = self
            .host
            .db
            .write(move |tx| store::claim(tx, &claim))
            .await?;
        for claimed in claims.mails {
            self.held.fetch_add(1, Ordering::SeqCst);
            // There is room: what is held never exceeds the channel.
            if give.send(claimed).await.is_err() {
                break;
            }
        }
        Ok(claims.has_more)
    }

    /// One mail is no longer held.
    fn let_go(&self) {
        self.held.fetch_sub(1, Ordering::SeqCst);
        self.room.notify_one();
    }

    /// Pauses all nodes. The reason may name addresses, so the log only says that there is one.
    async fn pause(&self, trouble: Trouble, look_after: Duration) {
        if trouble.is_alert() {
            tracing::error!("no mail is sent: see Settings, Mail for the reason");
        } else {
            tracing::warn!("the mail server takes nothing now, it is tried again");
        }
        let now_us = self.now_us();
        let look_us = now_us + micros(look_after);
        let stored = self
            .host
            .db
            .write(move |tx| pause::begin(tx, &trouble, look_us, now_us))
            .await;
        if let Err(error) = stored {
            tracing::warn!(%error, "a pause of mail could not be stored");
        }
    }

    /// How long a pause after `trouble` lasts at least.
    fn pause_after(&self, trouble: &Trouble) -> Duration {
        if trouble.is_alert() {
            self.settings.tempo.refused
        } else {
            self.settings.tempo.down
        }
    }

    fn is_stopping(&self) -> bool {
        *self.host.stopping.borrow()
    }
}

/// A time in the database's unit.
fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX / 2)
}

/// Nodes that have not been heard of for so long and hold nothing are forgotten.
const NODE_KEPT_US: i64 = 24 * 3600 * SECOND_US;
