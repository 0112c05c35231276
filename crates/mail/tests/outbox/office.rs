//! A company that sends mails: database, clock, kinds, and any number of workers.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use mail::outbox::{self, NewMail, Promise};
use mail::settings::{Given, Settings};
use mail::smtp::Timeouts;
use mail::worker::{self, Host, Tempo};
use mail::{Composed, Fate, Kind, Kinds, Letter, Links, Mail, Mailbox, Unsubscribe};
use platform::changes::Changes;
use platform::db::{Location, Migration, Options};
use platform::{Clock, Db, DbError, Tx, params};
use tempfile::TempDir;
use testdb::Cluster;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::smtp::Smtp;

/// 2026-11-22, a Sunday.
pub const NOW_US: i64 = 1_795_300_000_000_000;
pub const MINUTE_US: i64 = 60_000_000;
pub const WORKSPACE: &str = "w";

/// Makes a test on each database of `fn name(office: Office)`.
#[macro_export]
macro_rules! on_both {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[test]
            fn sqlite() {
                super::$name($crate::office::Office::on_sqlite());
            }
            #[test]
            fn postgres() {
                super::$name($crate::office::Office::on_postgres());
            }
        }
    )*};
}

/// What a kind was told, and what it says.
#[derive(Default)]
pub struct Told {
    pub fates: Mutex<Vec<(String, Fate)>>,
    pub composed: Mutex<Vec<String>>,
    /// By subject: what composing gives instead of a letter.
    pub says: Mutex<BTreeMap<String, Composed>>,
}

impl Told {
    pub fn fates_of(&self, subject: &str) -> Vec<Fate> {
        let fates = self.fates.lock().expect("no panic");
        fates
            .iter()
            .filter(|(s, _)| s == subject)
            .map(|(_, f)| f.clone())
            .collect()
    }
}

struct Notes(Arc<Told>);

impl Kind for Notes {
    fn name(&self) -> &'static str {
        "note"
    }

    fn compose(
        &self,
        _tx: &mut Tx<'_>,
        mail: &Mail,
        links: &Links,
        _now_us: i64,
    ) -> Result<Composed, DbError> {
        let mut composed = self.0.composed.lock().expect("no panic");
        composed.push(mail.subject_id.clone());
        let says = self.0.says.lock().expect("no panic");
        if let Some(other) = says.get(&mail.subject_id) {
            return Ok(other.clone());
        }
        Ok(Composed::Letter(Box::new(Letter {
            from: Mailbox {
                name: "Ann".into(),
                address: "ann@acme.nl".into(),
            },
            reply_to: None,
            to: Mailbox {
                name: String::new(),
                address: mail.address.clone(),
            },
            subject: "How did we do?".into(),
            text: format!("https://ask.acme.nl/p/{}\n", links.answer),
            html: format!("<a href=\"https://ask.acme.nl/p/{}\">9</a>", links.answer),
            language: "en".into(),
            enclosures: Vec::new(),
            unsubscribe: Some(Unsubscribe {
                url: format!("https://ask.acme.nl/u/{}", links.unsubscribe),
            }),
        })))
    }

    fn fate(
        &self,
        _tx: &mut Tx<'_>,
        mail: &Mail,
        fate: &Fate,
        _now_us: i64,
    ) -> Result<(), DbError> {
        if mail.subject_id.starts_with("broken") {
            return Err(DbError::Bug("no note".into()));
        }
        let mut fates = self.0.fates.lock().expect("no panic");
        fates.push((mail.subject_id.clone(), fate.clone()));
        Ok(())
    }
}

pub struct Office {
    pub runtime: Runtime,
    pub db: Db,
    pub clock: Clock,
    pub smtp: Smtp,
    pub settings: Settings,
    pub told: Arc<Told>,
    location: Location,
    _folder: TempDir,
    _cluster: Option<Cluster>,
}

/// A worker with its own connection to the database.
pub struct Node {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Office {
    pub fn on_sqlite() -> Self {
        let folder = TempDir::new().expect("a folder");
        let location = Location::Sqlite(folder.path().join("t.db"));
        Self::on(location, folder, None, Smtp::start())
    }

    pub fn on_postgres() -> Self {
        let (url, cluster) = testdb::new_database();
        let folder = TempDir::new().expect("a folder");
        Self::on(Location::Postgres(url), folder, cluster, Smtp::start())
    }

    fn on(location: Location, folder: TempDir, cluster: Option<Cluster>, smtp: Smtp) -> Self {
        let db = Db::open(&location, Options::default()).expect("a database");
        let migrations: Vec<Migration> = (1..)
            .zip(mail::SLICE.migrations)
            .map(|(number, own)| Migration {
                // Numbers have no holes in the product; here mail is alone.
                number,
                name: own.name,
                sql: own.sql,
            })
            .collect();
        let migrations: Vec<&Migration> = migrations.iter().collect();
        db.migrate(&migrations, NOW_US).expect("a schema");
        let mut settings = settings(&smtp.url(), None);
        settings.tempo = quick();
        Self {
            runtime: tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .expect("a runtime"),
            db,
            clock: Clock::fixed(NOW_US),
            smtp,
            settings,
            told: Arc::default(),
            location,
            _folder: folder,
            _cluster: cluster,
        }
    }

    pub fn kinds(&self) -> Kinds {
        Kinds::default().with(Notes(self.told.clone()))
    }

    /// Starts a worker on the database.
    pub fn node(&self) -> Node {
        self.node_with(self.settings.clone())
    }

    pub fn node_with(&self, settings: Settings) -> Node {
        let (stop, stopping) = watch::channel(false);
        let host = Host {
            db: Db::open(&self.location, Options::default()).expect("a database"),
            clock: self.clock.clone(),
            changes: Changes::default(),
            stopping,
        };
        let work = worker::run_on(host, settings, self.kinds());
        Node {
            stop,
            task: self.runtime.spawn(work),
        }
    }

    /// Queues an invitation to `address`, whose subject is the address too.
    pub fn queue(&self, address: &str) -> String {
        self.queue_as(address, Promise::AtMostOnce)
    }

    pub fn queue_as(&self, address: &str, promise: Promise) -> String {
        let mail_id = platform::id::new();
        self.queue_all([(mail_id.clone(), address.to_owned(), promise)].into());
        mail_id
    }

    pub fn queue_all(&self, mails: Vec<(String, String, Promise)>) {
        let now_us = self.clock.now_us();
        self.write(move |tx| {
            for (mail_id, address, promise) in &mails {
                let mail = NewMail {
                    workspace_id: WORKSPACE.into(),
                    mail_id: mail_id.clone(),
                    kind: "note",
                    subject_id: address.clone(),
                    address: address.clone(),
                    promise: *promise,
                    due_at_us: now_us,
                };
                outbox::add(tx, &mail, now_us)?;
            }
            Ok(())
        });
    }

    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut Tx<'_>) -> Result<T, DbError> + Send + 'static,
    ) -> T {
        self.runtime
            .block_on(self.db.write(work))
            .expect("the database answers")
    }

    /// The state of a mail, its tries and when it is due.
    pub fn state(&self, mail_id: &str) -> (String, i64, i64) {
        let mail_id = mail_id.to_owned();
        self.write(move |tx| {
            let row = tx
                .query_one(
                    "SELECT state, tries, due_at_us FROM mail WHERE mail_id = $1",
                    params![&mail_id],
                )?
                .expect("a mail");
            Ok((row.get("state")?, row.get("tries")?, row.get("due_at_us")?))
        })
    }

    pub fn wait_for_state(&self, mail_id: &str, state: &str) {
        eventually(&format!("{state} of {mail_id}"), || {
            self.state(mail_id).0 == state
        });
    }

    /// Lets time pass until a mail is sent: a pause begins anew with every look that fails.
    pub fn pass_until_sent(&self, mail_id: &str) {
        eventually("sent after a pause", || {
            self.pass(MINUTE_US);
            a_while();
            self.state(mail_id).0 == "sent"
        });
    }

    pub fn pause(&self) -> Option<outbox::Pause> {
        self.write(outbox::paused)
    }

    /// Lets time pass for what is due; workers look at once.
    pub fn pass(&self, micros: i64) {
        self.clock.set(self.clock.now_us() + micros);
    }
}

impl Node {
    /// Ends it as a stopping server does.
    pub fn stop(self, runtime: &Runtime) {
        self.stop.send(true).expect("it runs");
        runtime.block_on(self.task).expect("it ends");
    }

    /// Ends it at once, wherever it is, as a kill does.
    pub fn kill(self) {
        self.task.abort();
    }
}

pub fn settings(url: &str, authority: Option<String>) -> Settings {
    Settings::read(&Given {
        smtp_url: Some(url.to_owned()),
        from: Some("Acme <feedback@acme.nl>".to_owned()),
        bounce: Some("bounces@acme.nl".to_owned()),
        tls_ca: authority.map(Into::into),
        ..Given::default()
    })
    .expect("right")
    .expect("a server")
}

/// Looks often, and gives up soon.
pub fn quick() -> Tempo {
    let second = Duration::from_secs(1);
    Tempo {
        timeouts: Timeouts {
            connect: second,
            command: second,
            body: second,
            end: second,
        },
        due: Duration::from_millis(20),
        down: Duration::from_millis(200),
        refused: Duration::from_millis(200),
        beat: Duration::from_millis(100),
        looks: 5,
        idle: second,
    }
}

pub fn eventually(what: &str, check: impl Fn() -> bool) {
    let started = Instant::now();
    while !check() {
        assert!(
            started.elapsed() < Duration::from_secs(15),
            "{what} did not happen in time"
        );
        std::thread::sleep(Duration::from_millis(15));
    }
}

/// Long enough for a worker that would do something to have done it.
pub fn a_while() {
    std::thread::sleep(Duration::from_millis(400));
}
