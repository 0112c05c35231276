//! Threads that read, each with a connection of its own, opened on first use and again after a loss.

use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender};
use tokio::sync::oneshot;

use super::{Connection, DbError, Opener, Tx};

/// Reads that may wait for a connection; more are refused.
const WAITING_MAX: usize = 1024;

type Job = Box<dyn FnOnce(Result<&mut dyn Connection, DbError>) + Send>;

#[derive(Clone)]
pub(super) struct Readers {
    sender: Sender<Job>,
}

impl Readers {
    pub(super) fn start(opener: &Arc<dyn Opener>, threads: usize, name: &str) -> Self {
        let (sender, receiver) = crossbeam_channel::bounded::<Job>(WAITING_MAX);
        for _ in 0..threads.max(1) {
            let (opener, receiver) = (opener.clone(), receiver.clone());
            std::thread::Builder::new()
                .name(name.to_owned())
                .spawn(move || serve(&*opener, &receiver))
                .expect("the system has a thread for a reader at start");
        }
        Self { sender }
    }

    pub(super) async fn run<T, E>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let (caller, answer) = oneshot::channel();
        let job: Job = Box::new(move |conn| {
            if caller.is_closed() {
                return;
            }
            let _ = caller.send(match conn {
                Ok(conn) => snapshot(conn, work),
                Err(error) => Err(error.into()),
            });
        });
        self.sender
            .try_send(job)
            .map_err(|_| DbError::Unavailable("too many reads are waiting".to_owned()))?;
        answer
            .await
            .unwrap_or_else(|_| Err(DbError::Bug("the read panicked".to_owned()).into()))
    }
}

/// One transaction, so that all statements of `work` see the same moment.
fn snapshot<T, E: From<DbError>>(
    conn: &mut dyn Connection,
    work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    conn.batch(match conn.backend() {
        super::Backend::Sqlite => "BEGIN",
        super::Backend::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    })?;
    let result = work(&mut Tx { conn: &mut *conn });
    let ended = conn.batch("ROLLBACK");
    let value = result?;
    ended?;
    Ok(value)
}

fn serve(opener: &dyn Opener, receiver: &Receiver<Job>) {
    let mut conn: Option<Box<dyn Connection>> = None;
    while let Ok(job) = receiver.recv() {
        if conn.as_mut().is_some_and(|c| !c.is_alive()) {
            conn = None;
        }
        let opened = match &mut conn {
            Some(conn) => Ok(conn),
            none => opener.open_reader().map(|c| none.insert(c)),
        };
        // A panic in one read must not take the thread; its connection starts anew.
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| match opened {
            Ok(conn) => job(Ok(&mut **conn)),
            Err(error) => job(Err(error)),
        }));
        if outcome.is_err() {
            conn = None;
        }
    }
}
