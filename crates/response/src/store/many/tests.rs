//! Storing many at once does what storing them one by one does, on both databases.

use platform::db::{Db, Location, Migration, Options};
use platform::params;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;

use super::*;
use crate::model::{Channel, Extent, Moment};
use crate::store::reading::{self, Wanted};

/// Numbers have no holes; the product's is another, after slices that aren't known here.
const VOTE: Migration = Migration {
    number: 4,
    name: "vote",
    sql: include_str!("../../../migrations/0011_vote.sql"),
};

fn open(location: &Location) -> Db {
    let db = Db::open(location, Options::default()).expect("a database");
    let migrations: Vec<_> = [&user::SLICE, &survey::SLICE, &crate::SLICE]
        .into_iter()
        .flat_map(|slice| slice.migrations)
        .filter(|migration| migration.number < VOTE.number)
        .chain([&VOTE])
        .collect();
    db.migrate(&migrations, 0).expect("a schema");
    db
}

fn target(survey_id: &str) -> Target {
    Target {
        workspace_id: "w".to_owned(),
        survey_id: survey_id.to_owned(),
        revision: 1,
        language: "en".to_owned(),
        now: Moment {
            at_us: 1_000_000,
            day: 0,
        },
    }
}

async fn fresh(db: &Db) {
    const DEFINITION: &str = r#"{"languages":["en"],"title":{"en":"T"},"questions":[]}"#;
    db.write(|tx| {
        for table in ["response_revision", "response", "survey", "workspace"] {
            tx.execute(&format!("DELETE FROM {table}"), &[])?;
        }
        tx.execute(
            "INSERT INTO workspace (workspace_id, name, time_zone, created_at_us)
             VALUES ('w', 'W', 'UTC', 0)",
            &[],
        )?;
        for survey_id in ["one", "many"] {
            tx.execute(
                "INSERT INTO survey (workspace_id, survey_id, token, template, status, version,
                    revision, definition, response_count, change_seq, created_at_us)
                 VALUES ('w', $1, $1, 'empty', 'closed', 3, 1, $2, 0, 0, 0)",
                params![survey_id, DEFINITION],
            )?;
        }
        Ok::<_, DbError>(())
    })
    .await
    .expect("an empty database");
}

fn new(id: Option<u8>, score: u8) -> New {
    New {
        state: if score == 10 {
            State::Partial
        } else {
            State::Complete
        },
        channel: Channel::Import,
        identity: id.map_or(Identity::None, |id| Identity::External(format!("x{id}"))),
        extent: Extent::Whole,
        language: (score == 9).then(|| "nl".to_owned()),
        answers: [("recommend".to_owned(), json!(score))].into(),
        attributes: [("team".to_owned(), format!("t{}", score % 3))].into(),
        answered: score
            .is_multiple_of(2)
            .then_some(Moment { at_us: 5, day: 0 }),
        doubt: None,
    }
}

/// What happened, and what is stored afterwards, without the random ids.
async fn outcome(
    db: &Db,
    survey_id: &'static str,
    chunks: &[Vec<New>],
) -> (Vec<String>, Vec<String>) {
    let mut told = Vec::new();
    for (nth, chunk) in chunks.iter().enumerate() {
        let chunk = chunk.clone();
        let puts = db
            .write(move |tx| {
                let target = target(survey_id);
                match survey_id {
                    "many" => store_many(tx, &target, &chunk),
                    _ => chunk
                        .iter()
                        .map(|one| put(tx, &target, one, Look::First))
                        .collect(),
                }
            })
            .await
            .expect("stored");
        told.extend(
            puts.iter()
                .map(|p| format!("{} {:?} {:?}", p.ordinal, p.state, p.outcome)),
        );
        if nth == 0
            && let Some(first) = puts.first()
        {
            let id = first.response_id.clone();
            db.write(move |tx| crate::store::erase(tx, "w", survey_id, &id, 2))
                .await
                .expect("erased");
        }
    }
    let all = Wanted {
        limit: 10_000,
        ..Wanted::default()
    };
    let stored = db
        .read(move |tx| reading::list(tx, ("w", survey_id), &user::Sight::Everything, &all))
        .await
        .expect("a list");
    let shown = stored.iter().map(|r| {
        format!(
            "{} {} {:?} {} {:?} {:?} {:?} {:?} {:?}",
            r.ordinal,
            r.version,
            r.state,
            r.language,
            r.external_id,
            r.answers,
            r.attributes,
            r.answered,
            r.stored_at_us
        )
    });
    (told, shown.collect())
}

fn agree(location: &Location) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let db = open(location);
    // Mostly each id once, so that the few statements are used; now and then one comes twice.
    let once = prop::sample::subsequence((0..140).collect::<Vec<u8>>(), 0..=140);
    let ids = (once, prop::option::weighted(0.2, 0_u8..140)).prop_map(|(mut ids, again)| {
        ids.extend(again);
        ids
    });
    let some = (ids, any::<u64>()).prop_map(|(ids, seed)| {
        let score = |id: u8| ((seed >> (id % 32)) % 11) as u8;
        let rows = ids
            .into_iter()
            .map(|id| ((id % 7 != 0).then_some(id), score(id)));
        rows.collect::<Vec<_>>()
    });
    let mut runner = TestRunner::new(Config {
        cases: 24,
        ..Config::default()
    });
    runner
        .run(&prop::collection::vec(some, 1..4), |chunks| {
            let chunks: Vec<Vec<New>> = chunks
                .into_iter()
                .map(|chunk| {
                    chunk
                        .into_iter()
                        .map(|(id, score)| new(id, score))
                        .collect()
                })
                .collect();
            let (one, many) = runtime.block_on(async {
                fresh(&db).await;
                (
                    outcome(&db, "one", &chunks).await,
                    outcome(&db, "many", &chunks).await,
                )
            });
            prop_assert_eq!(one, many);
            Ok(())
        })
        .expect("they agree");
}

#[test]
fn many_at_once_is_one_by_one_on_sqlite() {
    let folder = tempfile::TempDir::new().expect("a folder");
    agree(&Location::Sqlite(folder.path().join("test.db")));
}

#[test]
fn many_at_once_is_one_by_one_on_postgres() {
    let (url, _cluster) = testdb::new_database();
    agree(&Location::Postgres(url));
}
