//! One connection's work: takes claimed mails, one after the other, and hands them over.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use platform::DbError;
use tokio::sync::{Mutex, mpsc};

use super::counts::count;
use super::{Office, REJECTED_PAUSE, REJECTIONS_MAX};
use crate::kind::Kinds;
use crate::letter::{Letter, encode};
use crate::link::Links;
use crate::outbox::store::{self, Begun, Claimed};
use crate::smtp::{Mailing, Outcome, Session, Trouble};

/// Between two tries to store an outcome while the database can't take it.
const STORE_AGAIN: Duration = Duration::from_secs(1);

type Queue = Arc<Mutex<mpsc::Receiver<Claimed>>>;

/// Runs until the queue is closed and empty.
pub(super) async fn run(office: Arc<Office>, queue: Queue) {
    let mut session: Option<Session> = None;
    loop {
        let idle = office.settings.tempo.idle;
        let next = async { queue.lock().await.recv().await };
        match tokio::time::timeout(idle, next).await {
            Ok(Some(claimed)) => {
                handle(&office, &mut session, &claimed).await;
                office.let_go();
            }
            Ok(None) => break,
            Err(_) => close(&mut session).await,
        }
    }
    close(&mut session).await;
}

async fn close(session: &mut Option<Session>) {
    if let Some(session) = session.take() {
        session.quit().await;
    }
}

async fn handle(office: &Office, session: &mut Option<Session>, claimed: &Claimed) {
    if office.is_stopping() {
        return release(office, claimed).await;
    }
    let mut open = match usable(office, session).await {
        Ok(open) => open,
        Err(trouble) => {
            release(office, claimed).await;
            let after = office.pause_after(&trouble);
            return office.pause(trouble, after).await;
        }
    };
    match begin(office, claimed).await {
        Ok(Begun::Letter(letter, links)) => {
            let begun = Try {
                claimed,
                letter: &letter,
                links: &links,
                since: Instant::now(),
            };
            begun.send(office, &mut open).await;
        }
        Ok(Begun::Nothing) => {}
        Err(error) => {
            tracing::warn!(%error, "a letter could not be written, it is tried again");
            set_aside(office, claimed).await;
        }
    }
    *session = open.filter(|s| !s.is_over());
}

/// The connection, or a new one.
async fn usable(
    office: &Office,
    session: &mut Option<Session>,
) -> Result<Option<Session>, Trouble> {
    match session.take().filter(|s| !s.is_over()) {
        Some(session) => Ok(Some(session)),
        None => Session::open(&office.settings, office.settings.tempo.timeouts)
            .await
            .map(Some),
    }
}

async fn begin(office: &Office, claimed: &Claimed) -> Result<Begun, DbError> {
    let (kinds, claimed, now_us) = (office.kinds.clone(), claimed.clone(), office.now_us());
    office
        .host
        .db
        .write(move |tx| store::begin(tx, &kinds, &claimed, now_us))
        .await
}

/// A try that was stored as begun.
struct Try<'a> {
    claimed: &'a Claimed,
    letter: &'a Letter,
    links: &'a Links,
    since: Instant,
}

impl Try<'_> {
    async fn send(&self, office: &Office, open: &mut Option<Session>) {
        let encoded = encode(
            self.letter,
            &self.claimed.mail.mail_id,
            &office.settings,
            office.now_us(),
        );
        let encoded = match encoded {
            Ok(encoded) => encoded,
            Err(no_address) => {
                let outcome = Outcome::Permanent(no_address.to_string());
                return self.finish(office, outcome).await;
            }
        };
        let from = office.settings.envelope_sender(&self.links.bounce);
        let mail = Mailing {
            from: &from,
            to: &encoded.to,
            raw: &encoded.raw,
        };
        match self.hand_over(office, open, mail).await {
            Ok(outcome) => self.finish(office, outcome).await,
            Err(trouble) => {
                self.undo(office).await;
                let after = office.pause_after(&trouble);
                office.pause(trouble, after).await;
            }
        }
    }

    /// Over the open connection; when the server has closed that meanwhile, over a new one.
    async fn hand_over(
        &self,
        office: &Office,
        open: &mut Option<Session>,
        mail: Mailing<'_>,
    ) -> Result<Outcome, Trouble> {
        if let Some(session) = open {
            let was_used = session.is_used();
            match session.hand_over(mail, self.may_go(office)).await {
                Err(Trouble::Down(_)) if was_used => {}
                other => return other,
            }
        }
        *open = None;
        let session =
            open.insert(Session::open(&office.settings, office.settings.tempo.timeouts).await?);
        session.hand_over(mail, self.may_go(office)).await
    }

    /// Asked just before the mail goes out. A process that was stopped in between may have been
    /// taken for dead: what it did not send yet it leaves.
    async fn may_go(&self, office: &Office) -> bool {
        if self.since.elapsed() < office.settings.tempo.beat {
            return true;
        }
        let claimed = self.claimed.clone();
        let ours = office
            .host
            .db
            .read(move |tx| store::is_still_ours(tx, &claimed))
            .await;
        // Without the database nobody can have taken it over; the outcome waits for it too.
        ours.unwrap_or(false)
    }

    async fn finish(&self, office: &Office, outcome: Outcome) {
        count(&outcome);
        self.note_rejection(office, &outcome).await;
        if outcome == Outcome::HeldBack {
            return self.undo(office).await;
        }
        // A kind that fails to take note must not make it unknown whether the mail went out.
        for kinds in [office.kinds.clone(), Kinds::default()] {
            let (claimed, outcome) = (self.claimed.clone(), outcome.clone());
            let stored = until_stored(office, move |tx, now_us| {
                store::finish(tx, &kinds, &claimed, &outcome, now_us)
            });
            if stored.await {
                return;
            }
        }
    }

    async fn undo(&self, office: &Office) {
        let (claimed, links) = (self.claimed.clone(), self.links.clone());
        until_stored(office, move |tx, _| store::not_tried(tx, &claimed, &links)).await;
    }

    async fn note_rejection(&self, office: &Office, outcome: &Outcome) {
        if matches!(outcome, Outcome::HandedOver(_)) {
            office.rejections.store(0, Ordering::SeqCst);
        }
        let Outcome::Rejected(reply) = outcome else {
            return;
        };
        if office.rejections.fetch_add(1, Ordering::SeqCst) + 1 < REJECTIONS_MAX {
            return;
        }
        office.rejections.store(0, Ordering::SeqCst);
        let reason = format!("the mail server rejects one mail after the other: {reply}");
        office.pause(Trouble::Wrong(reason), REJECTED_PAUSE).await;
    }
}

async fn release(office: &Office, claimed: &Claimed) {
    let claimed = claimed.clone();
    until_stored(office, move |tx, _| store::release(tx, &claimed)).await;
}

async fn set_aside(office: &Office, claimed: &Claimed) {
    let claimed = claimed.clone();
    until_stored(office, move |tx, now_us| {
        store::set_aside(tx, &claimed, now_us)
    })
    .await;
}

/// Stores what happened, however long the database is away: what is not stored before the process
/// ends is in doubt. Another error is not mended by trying; false then.
async fn until_stored(
    office: &Office,
    work: impl Fn(&mut platform::Tx<'_>, i64) -> Result<(), DbError> + Clone + Send + 'static,
) -> bool {
    loop {
        let (work, now_us) = (work.clone(), office.now_us());
        match office.host.db.write(move |tx| work(tx, now_us)).await {
            Ok(()) => return true,
            Err(error @ DbError::Unavailable(_)) => {
                tracing::warn!(%error, "what became of a mail is stored later");
                tokio::time::sleep(STORE_AGAIN).await;
            }
            Err(error) => {
                tracing::error!(%error, "what became of a mail could not be stored");
                return false;
            }
        }
    }
}
