//! For tests: a workspace with surveys, contacts and responses, written straight into the tables,
//! and somebody who hears of them.

use std::sync::{Arc, Mutex, MutexGuard};

use platform::db::{Location, Migration, Options};
use platform::{Db, DbError, Tx, params};
use tempfile::TempDir;
use testdb::Cluster;

use crate::asked::Surveys;
use crate::batch::{Desk, Done};
use crate::hear::{Hear, Heard, Listeners};
use crate::store::following::Whose;

/// The schema of what a response may stand in, numbered without holes.
fn migrations() -> Vec<Migration> {
    let slices = [
        &user::SLICE,
        &survey::SLICE,
        &response::SLICE,
        &contact::SLICE,
        &programme::SLICE,
        &crate::SLICE,
    ];
    let mut all: Vec<&Migration> = slices.iter().flat_map(|slice| slice.migrations).collect();
    all.sort_by_key(|migration| migration.number);
    all.iter()
        .enumerate()
        .map(|(index, migration)| Migration {
            number: i64::try_from(index).unwrap() + 1,
            name: migration.name,
            sql: migration.sql,
        })
        .collect()
}

/// Keeps what it hears, and fails when told to.
#[derive(Clone, Default)]
pub(crate) struct Ear {
    heard: Arc<Mutex<Vec<Heard>>>,
    deaf: Arc<Mutex<bool>>,
}

impl Ear {
    pub(crate) fn is_deaf(&self, deaf: bool) {
        *self.deaf.lock().unwrap() = deaf;
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Heard>> {
        self.heard.lock().unwrap()
    }
}

impl Hear for Ear {
    fn heard(&self, _: &mut Tx<'_>, heard: &[Heard], _: i64) -> Result<(), DbError> {
        if *self.deaf.lock().unwrap() {
            return Err(DbError::Bug("deaf".to_owned()));
        }
        self.lock().extend_from_slice(heard);
        Ok(())
    }
}

/// A database with workspace `w` and survey `s`, and whoever goes through its responses.
pub(crate) struct Book {
    pub(crate) db: Db,
    pub(crate) desk: Desk,
    pub(crate) ear: Ear,
    pub(crate) url: Option<String>,
    _folder: TempDir,
    _cluster: Option<Cluster>,
}

/// A response; `ordinal` also makes its id, `r1`, `r2` ….
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) survey: &'static str,
    pub(crate) ordinal: i64,
    pub(crate) state: &'static str,
    pub(crate) doubt: Option<&'static str>,
    pub(crate) invitation: Option<&'static str>,
    pub(crate) answers: String,
    pub(crate) attributes: String,
    pub(crate) at_us: i64,
}

/// A complete answer with this score to survey `s`, at a time that follows from its number.
pub(crate) fn answer(ordinal: i64, score: u8, attributes: &serde_json::Value) -> Given {
    Given {
        survey: "s",
        ordinal,
        state: "complete",
        doubt: None,
        invitation: None,
        answers: format!(r#"{{"recommend":{score},"why":"Reason {ordinal}"}}"#),
        attributes: attributes.to_string(),
        at_us: ordinal * 1_000,
    }
}

pub(crate) fn whose(survey: &str) -> Whose {
    Whose {
        workspace_id: "w".to_owned(),
        survey_id: survey.to_owned(),
    }
}

/// A book on each database.
pub(crate) async fn books() -> [Book; 2] {
    let (url, cluster) = testdb::new_database();
    [
        Book::open(None, None).await,
        Book::open(Some(url), cluster).await,
    ]
}

impl Book {
    async fn open(url: Option<String>, cluster: Option<Cluster>) -> Self {
        let folder = TempDir::new().unwrap();
        let location = match &url {
            Some(url) => Location::Postgres(url.clone()),
            None => Location::Sqlite(folder.path().join("test.db")),
        };
        let db = Db::open(&location, Options::default()).unwrap();
        let migrations = migrations();
        db.migrate(&migrations.iter().collect::<Vec<_>>(), 0)
            .unwrap();
        let ear = Ear::default();
        let book = Self {
            db,
            desk: Desk {
                surveys: Surveys::default(),
                listeners: Listeners::default().with(ear.clone()),
            },
            ear,
            url,
            _folder: folder,
            _cluster: cluster,
        };
        book.run(
            "INSERT INTO workspace (workspace_id, name, time_zone, created_at_us)
             VALUES ('w', 'W', 'UTC', 0)",
        )
        .await;
        book.survey("s", "recommend", "").await;
        book
    }

    /// Runs statements without parameters.
    pub(crate) async fn run(&self, sql: &'static str) {
        let work = move |tx: &mut Tx<'_>| {
            sql.split(";\n")
                .try_for_each(|one| tx.execute(one, &[]).map(drop))
        };
        self.db.write(work).await.unwrap();
    }

    /// A survey with one outcome and a comment; `more` goes into its definition.
    pub(crate) async fn survey(&self, id: &'static str, outcome: &'static str, more: &'static str) {
        let direction = match outcome {
            "effort" => r#","direction":"effort_high""#,
            _ => "",
        };
        let definition = format!(
            r#"{{"languages":["nl","en"],"title":{{"en":"About {id}","nl":"Over {id}"}}{more},
                "questions":[
                {{"key":"{outcome}","kind":"{outcome}","text":{{"en":"R"}}{direction}}},
                {{"key":"why","kind":"open_text","text":{{"en":"W"}}}}]}}"#
        );
        let work = move |tx: &mut Tx<'_>| {
            tx.execute(
                "INSERT INTO survey (workspace_id, survey_id, token, template, status, version,
                    revision, definition, response_count, change_seq, created_at_us)
                 VALUES ('w', $1, $1, 'empty', 'open', 1, 1, $2, 0, 0, 0)",
                params![id, &definition],
            )
        };
        self.db.write(work).await.unwrap();
    }

    /// Stores responses, each of which is a change of its own.
    pub(crate) async fn store(&self, all: &[Given]) {
        let all = all.to_vec();
        let work = move |tx: &mut Tx<'_>| all.iter().try_for_each(|one| put(tx, one));
        self.db.write(work).await.unwrap();
    }

    /// One batch of a survey.
    pub(crate) async fn batch(
        &self,
        survey: &str,
        limit: usize,
        now_us: i64,
    ) -> Result<Done, DbError> {
        let (desk, whose) = (self.desk.clone(), whose(survey));
        self.db
            .write(move |tx| desk.batch(tx, &whose, (limit, now_us)))
            .await
    }

    /// Goes through everything in survey `s` and says what was heard.
    pub(crate) async fn hear(&self, now_us: i64) -> Vec<Heard> {
        self.ear.lock().clear();
        while let Done::Some(_) = self.batch("s", 3, now_us).await.unwrap() {}
        std::mem::take(&mut self.ear.lock())
    }

    /// Reads.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, DbError> + Send + 'static,
    ) -> T {
        self.db.read(work).await.unwrap()
    }
}

fn put(tx: &mut Tx<'_>, one: &Given) -> Result<(), DbError> {
    let place = survey::store::take_place(tx, "w", one.survey, true)?.unwrap();
    tx.execute(
        "INSERT INTO response (workspace_id, survey_id, ordinal, response_id, change_seq, version,
             state, language, channel, invitation_id, answers, attributes, day, answered_at_us,
             stored_at_us, changed_at_us, doubt)
         VALUES ('w', $1, $2, $3, $4, 1, $5, 'nl', 'api', $6, $7, $8, 0, $9, $9, $9, $10)
         ON CONFLICT (workspace_id, survey_id, ordinal) DO UPDATE
         SET change_seq = excluded.change_seq, state = excluded.state, doubt = excluded.doubt,
             answers = excluded.answers, attributes = excluded.attributes,
             changed_at_us = excluded.changed_at_us",
        params![
            one.survey,
            one.ordinal,
            format!(
                "{}{}",
                if one.survey == "s" { "r" } else { one.survey },
                one.ordinal
            ),
            place.change_seq,
            one.state,
            one.invitation,
            &one.answers,
            &one.attributes,
            one.at_us,
            one.doubt
        ],
    )?;
    Ok(())
}
