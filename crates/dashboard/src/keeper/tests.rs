//! Columns in memory and SQL give the same counts, to the last one, whatever was answered, changed
//! and erased in between; and the columns see every change of whatever process.

use facts::Period;
use platform::db::Location;
use platform::params;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use facts::Group;

use super::*;
use crate::ask::Ask;
use crate::filter::{Asked, By, Dim};
use crate::fixture::{Given, definition, fresh, open, store_all, whose};
use crate::people::PeopleAsk;
use crate::plan::Named;

mod sight;

fn answer(highest: u8) -> impl Strategy<Value = Option<serde_json::Value>> {
    let word = |word: &str| Some(serde_json::Value::from(word));
    prop_oneof![
        6 => (0..=highest).prop_map(|n| Some(serde_json::Value::from(n))),
        1 => Just(None),
        1 => Just(word("dont_know")),
        1 => Just(word("not_applicable")),
        1 => Just(word("not_asked")),
        1 => Just(word("3")),
    ]
}

/// Keys, and own words that do their best to look like one.
fn elsewhere() -> impl Strategy<Value = Vec<String>> {
    let own = prop_oneof![
        Just(""),
        Just("a"),
        Just("\"a\""),
        Just("x\",\"a"),
        Just("\\\",\"a"),
        Just("\\"),
        Just("é%_"),
    ];
    let keys = proptest::sample::subsequence(vec!["a", "b_c", "bxc"], 0..=3);
    (keys, proptest::option::of(own)).prop_filter_map("an answer is never empty", |(keys, own)| {
        let mut all: Vec<String> = keys.into_iter().map(str::to_owned).collect();
        all.extend(own.map(|own| format!("other:{own}")));
        (!all.is_empty()).then_some(all)
    })
}

prop_compose! {
    fn given()(
        ordinal in 1..=60_i64,
        version in 1..=2_i64,
        state in prop_oneof![5 => Just("complete"), 2 => Just("partial"), 1 => Just("erased")],
        doubt in prop_oneof![4 => Just(None), 1 => Just(Some("provisional")), 1 => Just(Some("suspect"))],
        recommend in answer(10),
        a in answer(5),
        b in answer(5),
        third in answer(5),
        why in proptest::option::of(prop_oneof![Just(""), Just("3"), Just("dont_know"), Just("slow")]),
        industry in proptest::option::of(prop_oneof![
            Just(""), Just("Bank"), Just("O'Zorg \"&\" é"), Just("7")]),
        moment in proptest::option::of(prop_oneof![
            Just("a"), Just("b_c"), Just("bxc"), Just("d"), Just("other:a"), Just("other: \"b_c\"")]),
        elsewhere in proptest::option::of(elsewhere()),
        language in prop_oneof![Just("nl"), Just("en")],
        day in 19_990..20_800_i64,
    ) -> Given {
        let mut answers = serde_json::Map::new();
        let all = [("recommend", recommend), ("a", a), ("b $x", b), ("third", third)];
        for (key, value) in all {
            answers.extend(value.map(|value| (key.to_owned(), value)));
        }
        answers.extend(why.map(|why| ("why".to_owned(), why.into())));
        answers.extend(moment.map(|moment| ("m".to_owned(), moment.into())));
        answers.extend(elsewhere.map(|places| ("e".to_owned(), places.into())));
        let mut attributes = serde_json::Map::new();
        attributes.extend(industry.map(|v| ("$.in\"d".to_owned(), v.into())));
        attributes.insert("team".to_owned(), "x".into());
        Given {
            ordinal,
            version,
            state,
            doubt,
            answers: serde_json::Value::from(answers).to_string(),
            attributes: serde_json::Value::from(attributes).to_string(),
            language,
            day,
        }
    }
}

fn by() -> impl Strategy<Value = By> {
    let attribute = |name: &str| Just(By::Dim(Dim::Attribute(name.to_owned())));
    prop_oneof![
        Just(By::Period(Period::Week)),
        Just(By::Period(Period::Month)),
        Just(By::Period(Period::Quarter)),
        Just(By::Period(Period::Year)),
        Just(By::Dim(Dim::Language)),
        Just(By::Dim(Dim::Version)),
        attribute("$.in\"d"),
        attribute("team"),
    ]
}

prop_compose! {
    fn ask()(
        group in proptest::collection::vec(by(), 0..3),
        from in proptest::option::of(19_990..20_800_i32),
        to in proptest::option::of(19_990..20_800_i32),
        complete_only: bool,
        values in proptest::option::of(proptest::collection::vec(
            prop_oneof![Just(""), Just("Bank"), Just("O'Zorg \"&\" é"), Just("nobody")], 0..3)),
        language in proptest::option::of(prop_oneof![Just("nl"), Just("xx")]),
        outcome in proptest::option::of(prop_oneof![Just("recommend"), Just("third"), Just("third@v1")]),
        drivers in proptest::sample::subsequence(
            vec!["a", "b $x", "third", "third@v1", "why", "m:a", "m:b_c", "m:d", "m:other:", "e:a",
                 "e:b_c", "e:other:"],
            0..=12,
        ),
    ) -> Ask {
        let mut members = Vec::new();
        if let Some(values) = values {
            let values = values.into_iter().map(str::to_owned).collect();
            members.push((Dim::Attribute("$.in\"d".to_owned()), values));
        }
        members.extend(language.map(|l| (Dim::Language, vec![l.to_owned()])));
        Ask {
            filter: Asked { from, to, members, complete_only, ..Asked::default() },
            group,
            outcome: outcome.map(str::to_owned),
            drivers: drivers.into_iter().map(str::to_owned).collect(),
        }
    }
}

/// Both ways of counting, on one state of the database.
async fn both(db: &Db, keeper: &FactsKeeper, asks: Vec<Ask>) -> [Vec<Vec<Group>>; 2] {
    let memory = keeper.current(&whose()).await.unwrap();
    assert!(memory.slot.is_some());
    let small = FactsKeeper::new(db.clone(), 0);
    let sql = small.current(&whose()).await.unwrap();
    assert_eq!(memory.change_seq, sql.change_seq);
    [
        memory.evaluate(asks.clone()).await.unwrap(),
        sql.evaluate(asks).await.unwrap(),
    ]
}

/// The people behind the questions, read both ways.
async fn people(db: &Db, keeper: &FactsKeeper, asks: &[Ask]) {
    let memory = keeper.current(&whose()).await.unwrap();
    let sql = FactsKeeper::new(db.clone(), 0);
    let sql = sql.current(&whose()).await.unwrap();
    for ask in asks {
        let Some(outcome) = ask.outcome.clone() else {
            continue;
        };
        let wanted = PeopleAsk {
            filter: ask.filter.clone(),
            outcome,
            statements: ask.drivers.clone(),
            attributes: vec!["team".to_owned()],
            weight: None,
            account: Some("$.in\"d".to_owned()),
        };
        let memory = memory.people(wanted.clone()).await.unwrap();
        assert!(memory == sql.people(wanted).await.unwrap(), "people differ");
    }
}

fn agree(location: &Location) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let db = open(location);
    let mut runner = TestRunner::new(Config {
        cases: 24,
        failure_persistence: None,
        ..Config::default()
    });
    let strategy = (
        proptest::collection::vec(given(), 0..120),
        proptest::collection::vec(given(), 1..40),
        proptest::collection::vec(ask(), 1..6),
    );
    runner
        .run(&strategy, |(first, later, asks)| {
            runtime.block_on(async {
                fresh(&db).await;
                // A first response with every attribute, so that no name is unknown.
                let mut first = first;
                first.push(Given {
                    ordinal: 61,
                    version: 2,
                    state: "complete",
                    doubt: None,
                    answers: "{}".to_owned(),
                    attributes: r#"{"$.in\"d":"Bank","team":"x"}"#.to_owned(),
                    language: "nl",
                    day: 20_000,
                });
                let keeper = FactsKeeper::new(db.clone(), 1 << 30);
                store_all(&db, first).await;
                let [memory, sql] = both(&db, &keeper, asks.clone()).await;
                assert!(memory == sql, "columns and SQL differ");
                store_all(&db, later).await;
                people(&db, &keeper, &asks).await;
                let [memory, sql] = both(&db, &keeper, asks).await;
                assert!(memory == sql, "columns and SQL differ");
            });
            Ok(())
        })
        .unwrap();
}

#[test]
fn columns_and_sql_agree_on_sqlite() {
    let folder = tempfile::TempDir::new().unwrap();
    agree(&Location::Sqlite(folder.path().join("agree.db")));
}

#[test]
fn columns_and_sql_agree_on_postgres() {
    let (url, _cluster) = testdb::new_database();
    agree(&Location::Postgres(url));
}

fn complete(ordinal: i64, version: i64) -> Given {
    Given {
        ordinal,
        version,
        state: "complete",
        doubt: None,
        answers: r#"{"recommend":9,"third":4}"#.to_owned(),
        attributes: "{}".to_owned(),
        language: "nl",
        day: 20_000,
    }
}

async fn scores(keeper: &FactsKeeper) -> u64 {
    let ask = Ask {
        outcome: Some("recommend".to_owned()),
        ..Ask::default()
    };
    let groups = keeper
        .current(&whose())
        .await
        .unwrap()
        .evaluate(vec![ask])
        .await
        .unwrap();
    groups[0].first().map_or(0, |group| group.tables.outcome[9])
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_named_is_counted_where_it_could_be_named() {
    let folder = tempfile::TempDir::new().unwrap();
    let db = open(&Location::Sqlite(folder.path().join("named.db")));
    fresh(&db).await;
    let answers = [
        (1, r#"{"recommend":9,"m":"a"}"#),
        (1, r#"{"recommend":3,"m":"b_c","e":["a","other:a"]}"#),
        (2, r#"{"recommend":9,"m":"b_c","e":["b_c"]}"#),
        (2, r#"{"m":"other:something else"}"#),
        (2, r#"{"recommend":9}"#),
    ];
    let given = answers
        .iter()
        .zip(1..)
        .map(|((version, answers), ordinal)| Given {
            answers: (*answers).to_owned(),
            ..complete(ordinal, *version)
        });
    store_all(&db, given.collect()).await;
    let keeper = FactsKeeper::new(db.clone(), 1 << 30);
    // Named, named something else, left open; and with which scores it was named.
    let expected = [
        ("m:b_c", [2, 2, 1], vec![3, 9]),
        ("m:d", [0, 2, 1], vec![]),
        ("m:a", [1, 1, 0], vec![9]),
        ("m:other:", [1, 3, 1], vec![]),
        ("e:a", [1, 1, 3], vec![3]),
        ("e:b_c", [1, 1, 3], vec![9]),
        ("e:other:", [1, 1, 3], vec![3]),
    ];
    let source = keeper.current(&whose()).await.unwrap();
    let names: Vec<String> = source.plan.named.iter().map(Named::column).collect();
    assert_eq!(
        names,
        expected.iter().map(|(name, ..)| *name).collect::<Vec<_>>()
    );
    let ask = Ask {
        outcome: Some("recommend".to_owned()),
        drivers: names,
        ..Ask::default()
    };
    for groups in both(&db, &keeper, vec![ask]).await {
        for (table, (name, codes, scores)) in groups[0][0].tables.drivers.iter().zip(&expected) {
            let sum = |code: usize| table.cells[code].iter().sum::<u64>();
            assert_eq!([sum(1), sum(2), sum(11)], *codes, "{name}");
            let scored: Vec<usize> = (0..11).filter(|score| table.cells[1][*score] > 0).collect();
            assert_eq!(scored, *scores, "{name}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_response_in_doubt_does_not_count_until_it_is_cleared() {
    let folder = tempfile::TempDir::new().unwrap();
    let db = open(&Location::Sqlite(folder.path().join("doubt.db")));
    fresh(&db).await;
    let keeper = FactsKeeper::new(db.clone(), 1 << 30);
    let with = |doubt| Given {
        doubt,
        ..complete(1, 2)
    };
    // A click nobody confirmed, confirmed, found out to be a machine, and cleared by hand.
    let told = [
        (Some("provisional"), 0),
        (None, 1),
        (Some("suspect"), 0),
        (None, 1),
    ];
    for (doubt, counted) in told {
        store_all(&db, vec![with(doubt)]).await;
        assert_eq!(scores(&keeper).await, counted, "{doubt:?}");
    }
    // The days of the survey are those of what counts.
    store_all(
        &db,
        vec![Given {
            ordinal: 2,
            day: 20_500,
            ..with(Some("suspect"))
        }],
    )
    .await;
    assert_eq!(
        keeper.current(&whose()).await.unwrap().days,
        Some((20_000, 20_000))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn surveys_make_room_for_each_other_and_follow_a_new_definition() {
    let folder = tempfile::TempDir::new().unwrap();
    let location = Location::Sqlite(folder.path().join("keeper.db"));
    let db = open(&location);
    fresh(&db).await;
    let keeper = FactsKeeper::new(db.clone(), 1 << 30);
    assert_eq!(scores(&keeper).await, 0);
    store_all(&db, vec![complete(1, 1), complete(2, 2)]).await;
    assert_eq!(scores(&keeper).await, 2);

    // The question becomes an effort question again: only version 1 counts as such now.
    db.write(|tx| {
        tx.execute(
            "UPDATE survey SET revision = 2, version = 3, definition = $1 WHERE workspace_id = 'w'",
            params![definition(1)],
        )
        .map(|_| ())
    })
    .await
    .unwrap();
    let source = keeper.current(&whose()).await.unwrap();
    assert_eq!(source.plan.column("third").unwrap().versions, [1, 3]);
    assert_eq!(source.plan.earlier("third").count(), 1);
    assert_eq!(scores(&keeper).await, 2);

    let nobody = Whose::everything("other", "s");
    assert!(matches!(
        keeper.current(&nobody).await,
        Err(Problem::NotFound(_))
    ));
    assert!(keeper.bytes_used() > 0);
}
