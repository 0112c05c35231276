//! Pulls from one connection: stream by stream, page by page. A page and how far it brings us are
//! stored in one transaction, so a node that dies in the middle leaves nothing half done, and
//! whoever goes on begins with the page that was not stored.

use platform::clock::{SECOND_US, rfc3339};
use platform::web::Problem;
use platform::{DbError, Tx, id};
use policy::retry::{self, Again, Reply};
use policy::time::At;

use super::Office;
use crate::gone;
use crate::intake::{Became, Desk, Fate, take};
use crate::line::{Fault, Line};
use crate::model::{Connection, Counts, Pull, RowFault, Run, RunState, Stream};
use crate::store::cursor::Cursor;
use crate::store::{self, connection};
use crate::systems::{Page, Start, earlier, moment};

/// Seconds by which a pass begins before the end of the last: clocks of several servers differ, and
/// what was being stored at that moment got an earlier stamp.
const OVERLAP_S: i64 = 120;
/// How often a page is stored again that somebody else got in the way of.
const TRIES: usize = 5;
/// Longest pause between two tries of a connection that fails, in microseconds.
const PAUSE_MAX_US: i64 = 86_400 * SECOND_US;
/// Everything is read again after so long: only then it shows what isn't there any more.
const EVERYTHING_US: i64 = 7 * 86_400 * SECOND_US;
/// A pause between pages that another system asks for is not longer.
const PAGE_PAUSE_MAX_MS: u64 = 60_000;

/// How it ended for now.
enum End {
    /// Everything is here.
    Done,
    /// Later: the moment, why, and failures in a row.
    Later(i64, String, u32),
    /// It makes no sense to go on.
    Failed(String),
    /// The server stops.
    Stopped,
    /// Somebody else has it, or it was changed or taken away.
    Lost,
}

/// Pulls from the connection, if nobody else does.
pub(super) async fn run(office: &Office, key: &(String, String)) {
    if let Err(problem) = try_run(office, key).await {
        tracing::warn!(%problem, "pulling from another system failed; it goes on later");
        let (key, node) = (key.clone(), office.node.clone());
        let at_us = office.app.clock.now_us() + 30 * SECOND_US;
        let let_go = move |tx: &mut Tx<'_>| {
            connection::let_go(tx, (&key.0, &key.1), &node, (Some(at_us), 1))
        };
        if let Err(error) = office.app.db.write(let_go).await {
            tracing::warn!(%error, "a connection stays held for a while");
        }
    }
}

async fn try_run(office: &Office, key: &(String, String)) -> Result<(), Problem> {
    let Some((connection, run)) = begin(office, key).await? else {
        return Ok(());
    };
    let line = Line::new(
        &office.client,
        connection.definition.clone(),
        connection.secrets.clone(),
    );
    let mut end = End::Done;
    for stream in Stream::ALL {
        if let Some(pull) = connection.definition.pull(*stream) {
            let goes = Going {
                office,
                line: &line,
                connection: &connection,
                run: &run,
                pull,
            };
            match goes.through().await? {
                End::Done => {}
                other => {
                    end = other;
                    break;
                }
            }
        }
    }
    finish(office, &connection, &run, end).await
}

/// Takes hold of the connection and opens its run, or the one that was left.
async fn begin(
    office: &Office,
    key: &(String, String),
) -> Result<Option<(Connection, Run)>, Problem> {
    let (key, node, now_us) = (key.clone(), office.node.clone(), office.app.clock.now_us());
    let work = move |tx: &mut Tx<'_>| {
        let key = (key.0.as_str(), key.1.as_str());
        if !connection::hold(tx, key, &node, now_us)? {
            return Ok(None);
        }
        let Some(found) = connection::by_id(tx, key)? else {
            return Ok(None);
        };
        let run = store::run::begin(tx, key, now_us)?;
        Ok::<_, DbError>(Some((found, run)))
    };
    Ok(office.app.db.write(work).await?)
}

/// When it is due again by its schedule. After failures in a row the pause doubles.
fn next_due(connection: &Connection, failures: u32, now_us: i64) -> Option<i64> {
    let every = i64::from(connection.definition.every_minutes) * 60 * SECOND_US;
    let pause = every
        .saturating_mul(1 << failures.min(10))
        .min(PAUSE_MAX_US.max(every));
    (every > 0 && connection.is_on).then(|| now_us.saturating_add(pause))
}

async fn finish(
    office: &Office,
    connection: &Connection,
    run: &Run,
    end: End,
) -> Result<(), Problem> {
    let now_us = office.app.clock.now_us();
    let failed = connection.failures.saturating_add(1);
    let (state, why, due) = match end {
        End::Lost => return Ok(()),
        End::Done => (RunState::Done, None, (next_due(connection, 0, now_us), 0)),
        End::Stopped => (RunState::Waiting, None, (Some(now_us), connection.failures)),
        End::Later(at_us, why, failures) => (RunState::Waiting, Some(why), (Some(at_us), failures)),
        End::Failed(why) => {
            let due = next_due(connection, failed, now_us);
            (RunState::Failed, Some(why), (due, failed))
        }
    };
    if let Some(why) = &why {
        tracing::info!(connector = %connection.connector_id, %why, "pulling stands still");
    }
    let key = (
        connection.workspace_id.clone(),
        connection.connector_id.clone(),
    );
    let (run_id, node) = (run.run_id.clone(), office.node.clone());
    let work = move |tx: &mut Tx<'_>| {
        let own = (key.0.as_str(), key.1.as_str());
        if connection::still_held(tx, own, &node, now_us)? {
            let said = (state, why.as_deref());
            store::run::state(tx, (&key.0, &run_id), said, now_us)?;
            connection::let_go(tx, own, &node, due)?;
        }
        Ok::<_, DbError>(())
    };
    Ok(office.app.db.write(work).await?)
}

/// One stream of one run.
struct Going<'a> {
    office: &'a Office,
    line: &'a Line,
    connection: &'a Connection,
    run: &'a Run,
    pull: &'a Pull,
}

impl Going<'_> {
    async fn through(&self) -> Result<End, Problem> {
        loop {
            if self.office.is_stopping() {
                return Ok(End::Stopped);
            }
            let mut cursor = self.cursor().await?;
            if cursor.done_run_id.as_deref() == Some(&self.run.run_id) {
                return Ok(End::Done);
            }
            let now_us = self.office.app.clock.now_us();
            if cursor.place.is_none() {
                cursor.pass = is_for_everything(self.pull, &cursor, now_us).then(id::new);
            }
            let since = since(self.connection, self.pull, &cursor);
            let start = Start {
                since: since.as_deref(),
                place: cursor.place.as_deref(),
            };
            let page = match self
                .connection
                .system
                .page(self.line, self.pull, start)
                .await
            {
                Ok(page) => page,
                Err(fault) => return Ok(self.trouble(&fault)),
            };
            let pause = page.pause_ms.min(PAGE_PAUSE_MAX_MS);
            if !self.store(page, cursor).await? {
                return Ok(End::Lost);
            }
            if pause > 0 {
                tokio::time::sleep(std::time::Duration::from_millis(pause)).await;
            }
        }
    }

    async fn cursor(&self) -> Result<Cursor, Problem> {
        let key = (
            self.connection.workspace_id.clone(),
            self.connection.connector_id.clone(),
        );
        let stream = self.pull.stream;
        let read = move |tx: &mut Tx<'_>| store::cursor::get(tx, (&key.0, &key.1), stream);
        Ok(self.office.app.db.read(read).await?)
    }

    /// What follows from a fault.
    fn trouble(&self, fault: &Fault) -> End {
        let now_us = self.office.app.clock.now_us();
        let failures = self.connection.failures;
        match fault {
            Fault::Limited(seconds) => {
                let at_us = now_us + i64::from(*seconds) * SECOND_US;
                End::Later(at_us, fault.to_string(), failures)
            }
            _ if !fault.is_temporary() => End::Failed(fault.to_string()),
            _ => {
                let seed = id::number(&self.connection.connector_id);
                match retry::webhook(failures + 1, Reply::None, At(now_us), seed) {
                    Again::Retry { at } => End::Later(at.0, fault.to_string(), failures + 1),
                    _ => End::Failed(fault.to_string()),
                }
            }
        }
    }

    /// Stores a page; false when the connection isn't ours any more.
    async fn store(&self, page: Page, cursor: Cursor) -> Result<bool, Problem> {
        let mut tries = 1;
        loop {
            let now_us = self.office.app.clock.now_us();
            let stored = Stored {
                desk: Desk::of(self.connection, now_us),
                pull: self.pull.clone(),
                page: page.clone(),
                cursor: cursor.clone(),
                run_id: self.run.run_id.clone(),
                node: self.office.node.clone(),
            };
            match self.office.app.db.write(move |tx| stored.write(tx)).await {
                Err(DbError::Conflict(_) | DbError::Unique(_)) if tries < TRIES => tries += 1,
                other => return Ok(other?),
            }
        }
    }
}

/// Whether the pass that begins reads everything, so that it shows what isn't there any more.
fn is_for_everything(pull: &Pull, cursor: &Cursor, now_us: i64) -> bool {
    let is_old = |at_us| !(0..EVERYTHING_US).contains(&(now_us - at_us));
    gone::noun(pull.stream).is_some()
        && (pull.stamp.is_empty() || cursor.since.is_none() || cursor.full_at_us.is_none_or(is_old))
}

/// From when on rows are asked for. Nobody is asked about a ticket that was solved before we came,
/// however far passes overlap; they count in seconds.
fn since(connection: &Connection, pull: &Pull, cursor: &Cursor) -> Option<String> {
    if cursor.pass.is_some() {
        return None;
    }
    let since = cursor
        .since
        .as_deref()
        .map(|since| earlier(since, OVERLAP_S));
    if pull.stream != Stream::Tickets {
        return since;
    }
    let came = rfc3339(connection.created_at_us - SECOND_US);
    let is_later = |since: &String| moment(since) > moment(&came);
    Some(since.filter(is_later).unwrap_or(came))
}

/// A page on its way into the database.
struct Stored {
    desk: Desk,
    pull: Pull,
    page: Page,
    cursor: Cursor,
    run_id: String,
    node: std::sync::Arc<str>,
}

impl Stored {
    fn write(&self, tx: &mut Tx<'_>) -> Result<bool, DbError> {
        let workspace_id = self.desk.occasion.workspace_id.as_str();
        let key = (workspace_id, self.desk.connector_id.as_str());
        let now_us = self.desk.occasion.now_us;
        if !connection::still_held(tx, key, &self.node, now_us)? {
            return Ok(false);
        }
        let (mut counts, mut faults) = (Counts::default(), Vec::new());
        for row in &self.page.rows {
            let fate = take(tx, &self.desk, &self.pull, row)?;
            self.tell(&row.id, fate, (&mut counts, &mut faults));
        }
        for (id, why) in &self.page.wrong {
            let fate = Fate {
                became: Became::Wrong,
                faults: vec![why.clone()],
            };
            self.tell(id, fate, (&mut counts, &mut faults));
        }
        self.look(tx, key, &mut counts)?;
        store::cursor::put(tx, key, self.pull.stream, &self.next())?;
        store::run::count(tx, (workspace_id, &self.run_id), (&counts, &faults), now_us)?;
        Ok(true)
    }

    fn tell(&self, id: &str, fate: Fate, (counts, faults): (&mut Counts, &mut Vec<RowFault>)) {
        match fate.became {
            Became::Created => counts.created += 1,
            Became::Changed => counts.changed += 1,
            Became::Unchanged => counts.unchanged += 1,
            Became::Wrong => counts.wrong += 1,
        }
        if !fate.faults.is_empty() {
            faults.push(RowFault {
                stream: self.pull.stream,
                remote_id: id.to_owned(),
                why: fate.faults.join("; "),
            });
        }
    }

    /// Notes which rows are there, and at the end of a pass that read everything which aren't.
    fn look(&self, tx: &mut Tx<'_>, key: (&str, &str), counts: &mut Counts) -> Result<(), DbError> {
        let Some(noun) = gone::noun(self.pull.stream) else {
            return Ok(());
        };
        let pass = self.cursor.pass.as_deref();
        let ids: Vec<&str> = self.page.rows.iter().map(|row| row.id.as_str()).collect();
        store::gone::seen(tx, key, noun, (&ids, pass))?;
        if let (Some(pass), None) = (pass, &self.page.next) {
            let now_us = self.desk.occasion.now_us;
            counts.gone += store::gone::mark(tx, key, noun, (pass, now_us))?;
        }
        Ok(())
    }

    /// How far we are with this page.
    fn next(&self) -> Cursor {
        let before = &self.cursor;
        let is_first = before.place.is_none();
        let latest = self
            .page
            .rows
            .iter()
            .filter_map(|row| row.stamp.clone())
            .max();
        let seen_to = match (&self.page.as_of, is_first) {
            (Some(as_of), true) => Some(as_of.clone()),
            (Some(_), false) => before.seen_to.clone(),
            (None, true) => latest,
            (None, false) => latest.max(before.seen_to.clone()),
        };
        if self.page.next.is_some() {
            return Cursor {
                since: before.since.clone(),
                place: self.page.next.clone(),
                seen_to,
                done_run_id: None,
                pass: before.pass.clone(),
                full_at_us: before.full_at_us,
            };
        }
        // A pass without rows leaves the stamp where it was.
        let since = if self.pull.stamp.is_empty() {
            None
        } else {
            seen_to.or_else(|| before.since.clone())
        };
        Cursor {
            since,
            place: None,
            seen_to: None,
            done_run_id: Some(self.run_id.clone()),
            pass: None,
            full_at_us: match &before.pass {
                Some(_) => Some(self.desk.occasion.now_us),
                None => before.full_at_us,
            },
        }
    }
}
