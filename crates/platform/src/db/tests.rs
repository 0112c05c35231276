//! The promises of the database on both backends: durable when acknowledged, one failure alone,
//! conflicts without surprises.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use tempfile::TempDir;

use super::*;

const MIGRATIONS: &[&Migration] = &[&Migration {
    number: 1,
    name: "test",
    sql: "CREATE TABLE thing (id BIGINT PRIMARY KEY, text TEXT, json {json}, bytes {blob},
                              real DOUBLE PRECISION)",
}];

struct Fixture {
    location: Location,
    db: Db,
    _folder: Option<TempDir>,
    _cluster: Option<testdb::Cluster>,
}

/// One database of each kind, empty but for the test's table.
fn fixtures() -> Vec<Fixture> {
    let folder = TempDir::new().expect("a temporary folder");
    let sqlite = Location::Sqlite(folder.path().join("test.db"));
    let (url, cluster) = testdb::new_database();
    vec![
        Fixture::new(sqlite, Some(folder), None),
        Fixture::new(Location::Postgres(url), None, cluster),
    ]
}

impl Fixture {
    fn new(location: Location, folder: Option<TempDir>, cluster: Option<testdb::Cluster>) -> Self {
        let db = Db::open(&location, Options::default()).expect("opens");
        db.migrate(MIGRATIONS, 0).expect("migrates");
        Self {
            location,
            db,
            _folder: folder,
            _cluster: cluster,
        }
    }
}

fn insert(tx: &mut Tx<'_>, id: i64) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO thing (id, text) VALUES ($1, $2)",
        params![id, format!("no {id}")],
    )?;
    Ok(())
}

async fn ids(db: &Db) -> Vec<i64> {
    db.read(|tx| {
        tx.query("SELECT id FROM thing ORDER BY id", &[])?
            .iter()
            .map(|r| r.at(0))
            .collect()
    })
    .await
    .unwrap_or_else(|e: DbError| panic!("{e}"))
}

#[tokio::test]
async fn a_failure_undoes_itself_and_not_its_neighbours() {
    for Fixture { db, .. } in &fixtures() {
        let works: Vec<_> = (0..200)
            .map(|id| {
                let db = db.clone();
                tokio::spawn(async move {
                    db.write(move |tx| {
                        insert(tx, id)?;
                        if id % 3 == 0 {
                            Err(DbError::Bug("changed my mind".into()))
                        } else {
                            Ok(())
                        }
                    })
                    .await
                })
            })
            .collect();
        let mut stored = Vec::new();
        for (id, work) in works.into_iter().enumerate() {
            if work.await.expect("no panic").is_ok() {
                stored.push(id as i64);
            }
        }
        assert_eq!(
            stored,
            (0..200).filter(|id| id % 3 != 0).collect::<Vec<_>>()
        );
        assert_eq!(ids(db).await, stored);
        let [commits, works, _] = db.write_counts();
        assert!(
            works >= 200 && commits < works,
            "{commits} commits of {works} works"
        );
    }
}

#[tokio::test]
async fn a_panic_is_an_error_and_the_writer_goes_on() {
    for Fixture { db, .. } in &fixtures() {
        let outcome = db
            .write(|tx| {
                insert(tx, 1)?;
                assert!(tx.backend() != tx.backend(), "a mistake");
                Ok::<_, DbError>(())
            })
            .await;
        assert!(matches!(outcome, Err(DbError::Bug(_))), "{outcome:?}");
        db.write(|tx| insert(tx, 2))
            .await
            .expect("the writer lives");
        assert_eq!(ids(db).await, [2]);
    }
}

#[tokio::test]
async fn a_double_key_has_its_own_error() {
    for Fixture { db, .. } in &fixtures() {
        db.write(|tx| insert(tx, 1)).await.expect("the first");
        let twice = db.write(|tx| insert(tx, 1)).await;
        assert!(matches!(twice, Err(DbError::Unique(_))), "{twice:?}");
        // After the error the same work can still look and decide otherwise, in a new savepoint.
        db.write(|tx| insert(tx, 2)).await.expect("the next");
    }
}

/// A savepoint costs SQLite a copy of every page that changes after it.
#[tokio::test]
async fn who_writes_alone_has_no_savepoint_and_is_undone_all_the_same() {
    for Fixture { db, .. } in &fixtures() {
        let released = db
            .write(|tx| {
                insert(tx, 1)?;
                tx.execute("RELEASE SAVEPOINT piece", &[])
            })
            .await;
        assert!(released.is_err(), "there is one");
        assert_eq!(ids(db).await, [0_i64; 0]);
        db.write(|tx| insert(tx, 2)).await.expect("the next");
        assert_eq!(ids(db).await, [2]);
    }
}

/// A large piece among small ones is committed by itself, those before and after it together.
#[tokio::test]
async fn what_is_large_goes_alone() {
    for Fixture { db, .. } in &fixtures() {
        let (begun, is_begun) = std::sync::mpsc::channel();
        let (go, may_go) = std::sync::mpsc::channel();
        let hold = db.write(move |_| {
            let _ = begun.send(());
            let _ = may_go.recv();
            Ok::<_, DbError>(())
        });
        tokio::pin!(hold);
        let has_begun = async {
            while is_begun.try_recv().is_err() {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            _ = &mut hold => panic!("it waits"),
            () = has_begun => {}
        }
        let before = db.write_counts();
        let works = async {
            let small = |id: i64| db.write(move |tx| insert(tx, id));
            let large = db.write_large(|tx| insert(tx, 3));
            let released = async {
                go.send(()).expect("it waits");
                Ok::<_, DbError>(())
            };
            // Polled in this order, so that all wait when the writer goes on.
            tokio::try_join!(small(1), small(2), large, small(4), small(5), released)
        };
        works.await.expect("stored");
        hold.await.expect("stored");
        assert_eq!(ids(db).await, [1, 2, 3, 4, 5]);
        let after = db.write_counts();
        assert_eq!([after[0] - before[0], after[1] - before[1]], [4, 6]);
    }
}

/// What connections keep of the file is bounded, however large it grows.
#[tokio::test]
async fn all_caches_of_sqlite_together_are_small() {
    let fixtures = fixtures();
    let db = &fixtures[0].db;
    let kib = |tx: &mut Tx<'_>| {
        let row = tx.query_one("PRAGMA cache_size", &[])?;
        row.map_or(Ok(0), |row| row.at::<i64>(0))
    };
    let writer = db.write(kib).await.expect("a size");
    let [quick, long] = [db.read(kib).await, db.read_long(kib).await];
    let readers = Options::default().readers as i64;
    let all = writer + readers * (quick.expect("a size") + long.expect("a size"));
    // Negative is KiB, positive would be pages.
    assert!((-64 * 1024..0).contains(&all), "{all} KiB");
}

#[tokio::test]
async fn values_survive_both_ways() {
    for Fixture { db, .. } in &fixtures() {
        let text = "Zoë \u{1F600} 'quoted' \\ \n";
        db.write(move |tx| {
            tx.execute(
                "INSERT INTO thing (id, text, json, bytes, real) VALUES ($1, $2, $3, $4, $5)",
                params![i64::MIN, text, r#"{"a": [0, 9]}"#, vec![0_u8, 255], 0.1],
            )?;
            tx.execute("INSERT INTO thing (id) VALUES ($1)", params![0])
        })
        .await
        .expect("stored");
        let rows = db
            .read(|tx| tx.query("SELECT * FROM thing ORDER BY id", &[]))
            .await
            .expect("read");
        assert_eq!(rows[0].get::<i64>("id").expect("an integer"), i64::MIN);
        assert_eq!(rows[0].get::<String>("text").expect("text"), text);
        let json: serde_json::Value =
            serde_json::from_str(&rows[0].get::<String>("json").expect("json")).expect("JSON");
        assert_eq!(json, serde_json::json!({"a": [0, 9]}));
        assert_eq!(rows[0].get::<Vec<u8>>("bytes").expect("bytes"), [0, 255]);
        assert!((rows[0].get::<f64>("real").expect("real") - 0.1).abs() < f64::EPSILON);
        assert_eq!(rows[1].get::<Option<String>>("text").expect("null"), None);
        assert!(rows[1].get::<String>("text").is_err(), "null is no text");
        assert!(rows[1].get::<i64>("nothing").is_err());
    }
}

#[tokio::test]
async fn readers_can_not_write() {
    for Fixture { db, .. } in &fixtures() {
        let refused = db.read(|tx| insert(tx, 1)).await;
        assert!(refused.is_err());
        assert!(ids(db).await.is_empty());
    }
}

#[tokio::test]
async fn two_writers_on_one_database_both_get_through() {
    for fixture in &fixtures() {
        let other = Db::open(&fixture.location, Options::default()).expect("opens");
        let works: Vec<_> = (0..100)
            .map(|id| {
                let db = if id % 2 == 0 {
                    fixture.db.clone()
                } else {
                    other.clone()
                };
                tokio::spawn(async move {
                    db.write(move |tx| {
                        insert(tx, id)?;
                        // Both touch the same two rows in opposite order: deadlocks on purpose.
                        let (first, second) = if id % 2 == 0 { (-1, -2) } else { (-2, -1) };
                        for row in [first, second] {
                            tx.execute(
                                "INSERT INTO thing (id, text) VALUES ($1, 'x')
                                 ON CONFLICT (id) DO UPDATE SET text = 'y'",
                                params![row],
                            )?;
                        }
                        Ok::<_, DbError>(())
                    })
                    .await
                })
            })
            .collect();
        for work in works {
            work.await.expect("no panic").expect("stored");
        }
        assert_eq!(ids(&fixture.db).await.len(), 102);
    }
}

#[tokio::test]
async fn migrating_twice_is_once_and_the_newer_schema_is_refused() {
    for fixture in &fixtures() {
        let handles: Vec<_> = (0..2)
            .map(|_| {
                let db = Db::open(&fixture.location, Options::default()).expect("opens");
                std::thread::spawn(move || db.migrate(MIGRATIONS, 0))
            })
            .collect();
        for handle in handles {
            handle.join().expect("no panic").expect("done already");
        }
        let older = fixture.db.migrate(&[], 0);
        assert!(matches!(older, Err(DbError::Bug(_))), "{older:?}");
        let broken = [
            MIGRATIONS[0],
            &Migration {
                number: 2,
                name: "broken",
                sql: "CREATE TABLE other (id BIGINT); CREATE TABLE nonsense (",
            },
        ];
        assert!(fixture.db.migrate(&broken, 0).is_err());
        let other = fixture
            .db
            .read(|tx| tx.query("SELECT id FROM other", &[]))
            .await;
        assert!(other.is_err(), "a broken step leaves nothing");
        fixture
            .db
            .migrate(MIGRATIONS, 0)
            .expect("the old schema is whole");
    }
}

#[tokio::test]
async fn a_server_that_crashes_costs_errors_and_no_answers() {
    let cluster = testdb::Cluster::start();
    let location = Location::Postgres(format!("{}/postgres", cluster.url()));
    let db = Arc::new(Db::open(&location, Options::default()).expect("opens"));
    db.migrate(MIGRATIONS, 0).expect("migrates");
    let restarted = Arc::new(AtomicBool::new(false));
    let writer = {
        let (db, restarted) = (db.clone(), restarted.clone());
        tokio::spawn(async move {
            let (mut stored, mut after) = (Vec::new(), 0);
            for id in 0.. {
                match db.write(move |tx| insert(tx, id)).await {
                    Ok(()) => stored.push(id),
                    Err(DbError::Unavailable(_)) => {
                        tokio::time::sleep(Duration::from_millis(10)).await;
                    }
                    Err(other) => panic!("{other}"),
                }
                after += i64::from(restarted.load(Ordering::Relaxed));
                if after > 50 && stored.last() == Some(&id) {
                    break;
                }
            }
            stored
        })
    };
    let cluster = tokio::task::spawn_blocking(move || {
        for _ in 0..2 {
            std::thread::sleep(Duration::from_millis(150));
            cluster.control(testdb::Control::Stop);
            cluster.control(testdb::Control::Start);
        }
        cluster
    })
    .await
    .expect("restarted");
    restarted.store(true, Ordering::Relaxed);
    let stored = writer.await.expect("no panic");
    let there = ids(&db).await;
    assert!(
        stored.iter().all(|id| there.contains(id)),
        "an acknowledged row is missing"
    );
    drop(cluster);
}

#[tokio::test]
async fn statistics_follow_a_table_that_grows() {
    for Fixture { db, .. } in &fixtures() {
        if db.backend() != Backend::Postgres {
            continue;
        }
        db.write(|tx| (0..2_000).try_for_each(|id| insert(tx, id)))
            .await
            .unwrap_or_else(|e: DbError| panic!("{e}"));
        let mut known = 0.0;
        for _ in 0..200 {
            known = db
                .read(|tx| {
                    let sql = "SELECT CAST(reltuples AS DOUBLE PRECISION) FROM pg_class
                               WHERE relname = 'thing'";
                    tx.query_one(sql, &[])?.map_or(Ok(0.0), |row| row.at(0))
                })
                .await
                .unwrap_or_else(|e: DbError| panic!("{e}"));
            if known > 0.0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert!((known - 2_000.0).abs() < 0.5, "{known} rows are known of");
    }
}
