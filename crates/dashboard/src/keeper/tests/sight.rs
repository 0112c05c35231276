//! Within a sight, columns and SQL count the same answers: those served by somebody of it, however
//! often who served changed, and whatever was answered, changed and erased in between.

use std::collections::{BTreeMap, BTreeSet};

use response::served::{Because, Served};

use super::*;

const PEOPLE: [&str; 5] = ["ann", "bob", "cas", "dan", "eve"];

/// Who served which responses, by number.
type Serving = BTreeMap<i64, BTreeSet<&'static str>>;

fn serving() -> impl Strategy<Value = Serving> {
    let people = proptest::sample::subsequence(PEOPLE.to_vec(), 0..=3);
    let people = people.prop_map(|all| all.into_iter().collect());
    proptest::collection::btree_map(1..=61_i64, people, 0..60)
}

fn sight() -> impl Strategy<Value = BTreeSet<&'static str>> {
    let mut all = PEOPLE.to_vec();
    all.push("nobody here");
    proptest::sample::subsequence(all, 0..=4).prop_map(|all| all.into_iter().collect())
}

async fn serve(db: &Db, serving: &Serving) {
    let served: Vec<Served> = serving
        .iter()
        .map(|(ordinal, people)| Served {
            response_id: ordinal.to_string(),
            ordinal: *ordinal,
            people: people
                .iter()
                .map(|id| ((*id).to_owned(), Because::Account))
                .collect(),
        })
        .collect();
    // In pieces, so that there are several numbers.
    for piece in served.chunks(7) {
        let piece = piece.to_vec();
        db.write(move |tx| response::served::put(tx, ("w", "s"), &piece))
            .await
            .unwrap();
    }
}

/// What each way counts within a sight; none when nothing is there.
async fn counted(
    db: &Db,
    keeper: &FactsKeeper,
    (people, asks): (&BTreeSet<&str>, &[Ask]),
) -> [Option<Vec<Vec<Group>>>; 2] {
    let within = Whose {
        outside: false,
        sight: Sight::of(people.iter().map(|id| (*id).to_owned())),
        ..whose()
    };
    let sql = FactsKeeper::new(db.clone(), 0);
    let mut found = Vec::new();
    for keeper in [keeper, &sql] {
        let source = match keeper.current(&within).await {
            Ok(source) => source,
            Err(Problem::NotFound(_)) => {
                found.push(None);
                continue;
            }
            Err(other) => panic!("{other}"),
        };
        found.push(Some(source.evaluate(asks.to_vec()).await.unwrap()));
    }
    let sql = found.pop().flatten();
    [found.pop().flatten(), sql]
}

/// How many responses count that somebody of a sight served.
fn expected(stored: &[Given], serving: &Serving, people: &BTreeSet<&str>) -> u64 {
    let mut latest: BTreeMap<i64, &Given> = BTreeMap::new();
    for one in stored {
        latest.insert(one.ordinal, one);
    }
    let counts = |one: &&&Given| one.state != "erased" && one.doubt.is_none();
    let is_seen = |one: &&&Given| {
        let served = serving.get(&one.ordinal);
        served.is_some_and(|served| served.intersection(people).next().is_some())
    };
    latest.values().filter(counts).filter(is_seen).count() as u64
}

fn agree_within(location: &Location) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let db = open(location);
    let mut runner = TestRunner::new(Config {
        cases: 24,
        failure_persistence: None,
        ..Config::default()
    });
    let strategy = (
        proptest::collection::vec(given(), 1..80),
        proptest::collection::vec(given(), 1..40),
        [serving(), serving()],
        proptest::collection::vec(sight(), 2..4),
        proptest::collection::vec(ask(), 1..4),
    );
    runner
        .run(
            &strategy,
            |(first, later, [before, after], sights, asks)| {
                runtime.block_on(async {
                    fresh(&db).await;
                    let mut stored = first;
                    stored.push(Given {
                        attributes: r#"{"$.in\"d":"Bank","team":"x"}"#.to_owned(),
                        ..complete(61, 2)
                    });
                    let keeper = FactsKeeper::new(db.clone(), 1 << 30);
                    store_all(&db, stored.clone()).await;
                    let mut serving = before;
                    serve(&db, &serving).await;
                    let mut asks = asks;
                    asks.push(Ask::default());
                    for change in [None, Some((later, after))] {
                        if let Some((later, after)) = change {
                            serve(&db, &after).await;
                            serving.extend(after);
                            store_all(&db, later.clone()).await;
                            stored.extend(later);
                        }
                        for people in &sights {
                            let [memory, sql] = counted(&db, &keeper, (people, &asks)).await;
                            assert!(memory == sql, "columns and SQL differ for {people:?}");
                            let all = memory.and_then(|mut all| all.pop()?.pop());
                            let all = all.map_or(0, |group| group.tables.responses);
                            assert_eq!(all, expected(&stored, &serving, people), "{people:?}");
                        }
                    }
                });
                Ok(())
            },
        )
        .unwrap();
}

#[test]
fn a_sight_counts_the_same_both_ways_on_sqlite() {
    let folder = tempfile::TempDir::new().unwrap();
    agree_within(&Location::Sqlite(folder.path().join("sight.db")));
}

#[test]
fn a_sight_counts_the_same_both_ways_on_postgres() {
    let (url, _cluster) = testdb::new_database();
    agree_within(&Location::Postgres(url));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_survey_without_an_answer_of_ours_is_not_there() {
    let folder = tempfile::TempDir::new().unwrap();
    let db = open(&Location::Sqlite(folder.path().join("unseen.db")));
    fresh(&db).await;
    store_all(&db, vec![complete(1, 2), complete(2, 2)]).await;
    let keeper = FactsKeeper::new(db.clone(), 1 << 30);
    let ann = BTreeSet::from(["ann"]);
    let asks = [Ask::default()];
    assert_eq!(counted(&db, &keeper, (&ann, &asks)).await, [None, None]);
    serve(&db, &Serving::from([(2, ann.clone())])).await;
    let [memory, sql] = counted(&db, &keeper, (&ann, &asks)).await;
    assert_eq!(memory.unwrap()[0][0].tables.responses, 1);
    assert_eq!(sql.unwrap()[0][0].tables.responses, 1);
    // Another one serves now: the answer was never Ann's any more.
    serve(&db, &Serving::from([(2, BTreeSet::from(["bob"]))])).await;
    assert_eq!(counted(&db, &keeper, (&ann, &asks)).await, [None, None]);
}
