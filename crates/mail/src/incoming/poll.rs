//! Reads the mailbox now and then, message by message, until the server stops.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use platform::DbError;
use platform::web::App;
use tokio_rustls::rustls::ClientConfig;

use super::apply::{Applied, apply};
use super::imap::{ImapError, Mailbox};
use super::report::{one_line, read};
use super::state::{self, Position, Round};
use crate::kind::Kinds;
use crate::settings::Server;

/// Messages in one round; how far it came is stored after each.
const ROUND_MAX: usize = 100;
/// Longest pause after failures.
const PAUSE_MAX: Duration = Duration::from_secs(15 * 60);
/// Longest time for a round.
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

/// Reads the mailbox until the app stops. Of several nodes the first to come looks.
pub async fn run(app: App, reader: Reader) {
    let mut stopping = app.stopping.clone();
    loop {
        tokio::select! {
            () = one_turn(&app, &reader) => {}
            _ = stopping.wait_for(|s| *s) => return,
        }
        tokio::select! {
            () = tokio::time::sleep(reader.every) => {}
            _ = stopping.wait_for(|s| *s) => return,
        }
    }
}

/// Looks, if it is time to: round after round until there is nothing more.
async fn one_turn(app: &App, reader: &Reader) {
    let now_us = app.clock.now_us();
    let next_us = now_us + microseconds(reader.every);
    let turn = app
        .db
        .write(move |tx| state::take_turn(tx, next_us, now_us))
        .await;
    let mut position = match turn {
        Ok(Some(position)) => position,
        Ok(None) => return,
        Err(error) => {
            tracing::warn!(%error, "the mailbox for returned mail waits for the database");
            return;
        }
    };
    loop {
        let (round, more) = one_round(app, reader, position).await;
        if !more {
            return;
        }
        position = round.position;
    }
}

/// One round, with how it went stored; returns whether there is more.
async fn one_round(app: &App, reader: &Reader, position: Position) -> (Round, bool) {
    let mut round = Round {
        position,
        ..Round::default()
    };
    let outcome = tokio::time::timeout(ROUND_TIME, read_round(app, reader, &mut round)).await;
    let (more, error) = match outcome {
        Ok(Ok(more)) => (more, None),
        Ok(Err(error)) => (false, Some(one_line(&error.to_string()))),
        Err(_) => (false, Some("reading took too long; it goes on".to_owned())),
    };
    if let Some(error) = &error {
        tracing::warn!(
            error,
            host = reader.inbox.host,
            "the mailbox for returned mail can't be read"
        );
    }
    let (stored, every, now_us) = (round.clone(), reader.every, app.clock.now_us());
    let outcome = app
        .db
        .write(move |tx| {
            let failures = state::store(tx, &stored, error.as_deref(), now_us)?;
            if failures > 0 {
                // Twice as long each time.
                let pause = (every * (1 << failures.min(10))).min(PAUSE_MAX.max(every));
                state::put_off(tx, now_us + microseconds(pause))?;
            }
            Ok::<_, DbError>(())
        })
        .await;
    (round, more && outcome.is_ok())
}

fn microseconds(time: Duration) -> i64 {
    i64::try_from(time.as_micros()).unwrap_or(i64::MAX)
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
