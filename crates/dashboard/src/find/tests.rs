//! Walking through a list shows every answer that fits once, newest first, however it is found.

use platform::Db;
use platform::db::Location;
use platform::web::QueryPairs;

use super::*;
use crate::filter::Others;
use crate::fixture::{Given, fresh, open, store_all, whose};
use crate::keeper::FactsKeeper;
use crate::results::{Depth, results};

/// 120 answers; 40 of one day, 8 at one moment, some with a text.
fn answers() -> Vec<Given> {
    (1..=140_i64)
        .map(|ordinal| {
            let why = match ordinal % 6 {
                0 => r#","why":"100 % Slow_""#,
                3 => r#","why":"fine""#,
                _ => "",
            };
            let named = match ordinal % 20 {
                1 => r#","m":"b_c","e":["b_c","other:\"Slow\" web"]"#,
                2 => r#","m":"other:the web","e":["a"]"#,
                _ => "",
            };
            Given {
                ordinal,
                version: 1 + ordinal % 2,
                doubt: (ordinal > 120).then_some("suspect"),
                state: if ordinal % 7 == 0 {
                    "partial"
                } else {
                    "complete"
                },
                answers: format!(
                    r#"{{"recommend":{},"a":{}{why}{named}}}"#,
                    ordinal % 11,
                    1 + ordinal % 5
                ),
                attributes: format!(r#"{{"team":"{}"}}"#, ordinal % 3),
                language: "nl",
                day: if ordinal <= 40 {
                    20_000
                } else {
                    19_990 + (ordinal * 37) % 50
                },
            }
        })
        .collect()
}

async fn walk(results: &Results, behind: &Behind, limits: Limits) -> Vec<(i64, i64)> {
    let mut behind = behind.clone();
    let mut seen = Vec::new();
    for _ in 0..400 {
        let found = find(results, &behind, (7, limits)).await.unwrap();
        if let Some(count) = found.count {
            assert!(count >= found.piece.responses.len());
        }
        seen.extend(
            found
                .piece
                .responses
                .iter()
                .map(|r| (r.answered_at_us, r.ordinal)),
        );
        match found.piece.more {
            Some(cursor) => behind.before = Some(cursor),
            None => return seen,
        }
    }
    panic!("the list does not end");
}

/// What is looked for, and how many answers that is.
fn wanted() -> [(Behind, usize); 9] {
    let named = |column: &str| Behind {
        named: Some(column.to_owned()),
        ..Behind::default()
    };
    let search = |text: &str| Behind {
        search: Some(text.to_owned()),
        ..Behind::default()
    };
    [
        (named("m:b_c"), 6),
        (named("e:other:"), 6),
        (search("\"slow\" web"), 6),
        (search("other:"), 0),
        (Behind::default(), 120),
        (
            Behind {
                score: Some((0, 6)),
                ..Behind::default()
            },
            76,
        ),
        (
            Behind {
                commented: true,
                ..Behind::default()
            },
            48,
        ),
        (
            Behind {
                search: Some("100 % slow_".to_owned()),
                ..Behind::default()
            },
            20,
        ),
        (
            Behind {
                search: Some("nobody".to_owned()),
                ..Behind::default()
            },
            0,
        ),
    ]
}

async fn check(db: &Db) {
    fresh(db).await;
    store_all(db, answers()).await;
    let memory = FactsKeeper::new(db.clone(), 1 << 30)
        .current(&whose())
        .await
        .unwrap();
    let sql = FactsKeeper::new(db.clone(), 0)
        .current(&whose())
        .await
        .unwrap();
    let all = Limits {
        ordinals_max: 1000,
        window: 1000,
    };
    let limits = [
        all,
        Limits {
            ordinals_max: 30,
            window: 25,
        },
        Limits {
            ordinals_max: 0,
            window: 9,
        },
    ];
    for (behind, count) in wanted() {
        for source in [&memory, &sql] {
            let results = results(source, &QueryPairs::default(), Others::NONE, Depth::Page)
                .await
                .unwrap();
            for limits in limits {
                let seen = walk(&results, &behind, limits).await;
                let mut sorted = seen.clone();
                sorted.sort_unstable_by(|a, b| b.cmp(a));
                sorted.dedup();
                assert_eq!(seen, sorted, "{behind:?} {limits:?}");
                assert_eq!(seen.len(), count, "{behind:?} {limits:?}");
            }
        }
    }
    let team = QueryPairs(vec![("attribute".to_owned(), "team:1".to_owned())]);
    let results = results(&memory, &team, Others::NONE, Depth::Page)
        .await
        .unwrap();
    let found = find(&results, &Behind::default(), (50, all)).await.unwrap();
    assert_eq!((found.piece.responses.len(), found.count), (40, Some(40)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_shows_everything_once_on_sqlite() {
    let folder = tempfile::TempDir::new().unwrap();
    check(&open(&Location::Sqlite(folder.path().join("find.db")))).await;
}

#[test]
fn a_list_shows_everything_once_on_postgres() {
    let (url, _cluster) = testdb::new_database();
    let db = open(&Location::Postgres(url));
    tokio::runtime::Runtime::new().unwrap().block_on(check(&db));
}
