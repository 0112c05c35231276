//! Reads the mailbox now and then, message by message, until the server stops.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use platform::web::App;
use tokio_rustls::rustls::ClientConfig;

use super::apply::{Applied, apply};
use super::imap::{ImapError, Mailbox};
use super::report::{one_line, read};
use super::state::{self, Round};
use crate::kind::Kinds;
use crate::settings::Server;

/// Messages in one round, so that a round ends well within its turn.
const ROUND_MAX: usize = 100;
/// Longest pause after failures.
const PAUSE_MAX: Duration = Duration::from_secs(15 * 60);
/// Longest time for a round; shorter than its lease.
const ROUND_TIME: Duration = Duration::from_secs(240);

/// What the reader needs.
#[derive(Clone)]
pub struct Reader {
    /// The mailbox, with its login and folder.
    pub inbox: Server,
    /// The pause between two looks.
    pub every: Duration,
    /// Whom to trust for TLS.
    pub tls: Arc<ClientConfig>,
    /// Who hears of bounces and complaints.
    pub kinds: Kinds,
}

/// Reads the mailbox until the app stops. Several nodes take turns.
pub async fn run(app: App, reader: Reader) {
    let mut stopping = app.stopping.clone();
    loop {
        let pause = tokio::select! {
            pause = one_turn(&app, &reader) => pause,
            _ = stopping.wait_for(|s| *s) => return,
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = stopping.wait_for(|s| *s) => return,
        }
    }
}

/// One look; returns how long to wait until the next.
async fn one_turn(app: &App, reader: &Reader) -> Duration {
    let now_us = app.clock.now_us();
    let position = match app.db.write(move |tx| state::claim(tx, now_us)).await {
        Ok(Some(position)) => position,
        Ok(None) => return reader.every,
        Err(error) => {
            tracing::warn!(%error, "the mailbox for returned mail waits for the database");
            return reader.every;
        }
    };
    let mut round = Round {
        position,
        ..Round::default()
    };
    let outcome = tokio::time::timeout(ROUND_TIME, read_round(app, reader, &mut round)).await;
    let (more, error) = match outcome {
        Ok(Ok(more)) => (more, None),
        Ok(Err(error)) => (false, Some(one_line(&error.to_string()))),
        Err(_) => (true, Some("reading took too long; it goes on".to_owned())),
    };
    if let Some(error) = &error {
        tracing::warn!(
            error,
            host = reader.inbox.host,
            "the mailbox for returned mail can't be read"
        );
    }
    let now_us = app.clock.now_us();
    let released = app
        .db
        .write(move |tx| state::release(tx, &round, error.as_deref(), now_us))
        .await;
    match released {
        Ok(0) if more => Duration::ZERO,
        Ok(failures) => (reader.every * (1 << failures.min(10))).min(PAUSE_MAX.max(reader.every)),
        Err(_) => reader.every,
    }
}

/// Reads what is new, up to [`ROUND_MAX`] messages; returns whether there is more.
async fn read_round(app: &App, reader: &Reader, round: &mut Round) -> Result<bool, ImapError> {
    let mut mailbox = Mailbox::open(&reader.inbox, &reader.tls).await?;
    round.position = mailbox.position(round.position);
    let uids = mailbox.new_ones(round.position).await?;
    let mut waits = false;
    for uid in uids.iter().copied().take(ROUND_MAX) {
        let applied = one_message(app, reader, &mut mailbox, uid).await?;
        match applied {
            Applied::Counted => round.counted += 1,
            Applied::Unknown | Applied::NoReport => round.ignored += 1,
            Applied::Again => {}
            Applied::Later => waits = true,
        }
        // What waits is read again, and what comes after it too; that changes nothing.
        if !waits {
            round.position.uid_next = uid.saturating_add(1);
        }
    }
    mailbox.close().await;
    Ok(uids.len() > ROUND_MAX && !waits)
}

async fn one_message(
    app: &App,
    reader: &Reader,
    mailbox: &mut Mailbox,
    uid: u32,
) -> Result<Applied, ImapError> {
    let Some(raw) = mailbox.fetch(uid).await? else {
        return Ok(Applied::Again);
    };
    // One message that trips us must not keep the others from being read.
    let Ok(returned) = catch_unwind(AssertUnwindSafe(|| read(&raw))) else {
        tracing::error!(uid, "a returned mail can't be read");
        return Ok(Applied::NoReport);
    };
    let (kinds, now_us) = (reader.kinds.clone(), app.clock.now_us());
    let applied = app
        .db
        .write(move |tx| apply(tx, &kinds, &returned, now_us))
        .await?;
    // What is no report is perhaps a letter to people: it stays as it is.
    if matches!(
        applied,
        Applied::Counted | Applied::Again | Applied::Unknown
    ) {
        mailbox.put_aside(uid).await?;
    }
    Ok(applied)
}
