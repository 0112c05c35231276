//! The same groups are shown by columns and by SQL, and no two of them that are shown leave few
//! respondents of each other, whoever served whom and whoever answered again.

use std::collections::BTreeMap;

use facts::{Key, Period};
use platform::Db;
use platform::db::Location;
use platform::params;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use response::served::{Because, Served as Serving};

use super::*;
use crate::FactsKeeper;
use crate::crowd::Crowd;
use crate::filter::{By, Dim};
use crate::fixture::{Given, fresh, open, store_all, whose};
use crate::privacy::Privacy;

const PEOPLE: [&str; 5] = ["ann", "bob", "cas", "dan", "eve"];
const SEGMENTS: [&str; 2] = ["a", "b"];

type People = BTreeSet<&'static str>;

/// One answer: who served, who gave it, of which segment, on which day.
#[derive(Clone, Debug)]
struct One {
    people: People,
    contact: Option<u8>,
    segment: usize,
    day: i64,
    score: Option<u8>,
}

prop_compose! {
    fn one()(
        people in proptest::sample::subsequence(PEOPLE.to_vec(), 0..=2),
        contact in proptest::option::of(0..12_u8),
        segment in 0..2_usize,
        day in 20_000..20_090_i64,
        score in prop_oneof![9 => (0..=10_u8).prop_map(Some), 1 => Just(None)],
    ) -> One {
        One { people: people.into_iter().collect(), contact, segment, day, score }
    }
}

fn group() -> impl Strategy<Value = (usize, People)> {
    let people = proptest::sample::subsequence(PEOPLE.to_vec(), 1..=5);
    let rank = prop_oneof![0..3_usize, Just(ALONE)];
    (rank, people.prop_map(|all| all.into_iter().collect()))
}

async fn store(db: &Db, all: &[One], least: u64) {
    fresh(db).await;
    let given = (1..).zip(all).map(|(ordinal, one)| Given {
        ordinal,
        version: 2,
        state: "complete",
        doubt: None,
        answers: match one.score {
            Some(score) => format!(r#"{{"recommend":{score}}}"#),
            None => "{}".to_owned(),
        },
        attributes: format!(r#"{{"segment":"{}"}}"#, SEGMENTS[one.segment]),
        language: "en",
        day: one.day,
    });
    store_all(db, given.collect()).await;
    let served = (1..).zip(all).map(|(ordinal, one)| Serving {
        response_id: ordinal.to_string(),
        ordinal,
        people: one
            .people
            .iter()
            .map(|id| ((*id).to_owned(), Because::Account))
            .collect(),
    });
    let served: Vec<Serving> = served.collect();
    let all = all.to_vec();
    let write = move |tx: &mut Tx<'_>| {
        response::served::put(tx, ("w", "s"), &served)?;
        for sql in ["survey", "survey_version"] {
            tx.execute(
                &format!("UPDATE {sql} SET definition = $1"),
                params![crate::fixture::definition(2).replacen(
                    '{',
                    &format!(r#"{{"smallest_group":{least},"#),
                    1
                )],
            )?;
        }
        tx.execute("DELETE FROM respondent", &[])?;
        for (ordinal, one) in (1_i64..).zip(&all) {
            tx.execute(
                "INSERT INTO respondent (workspace_id, response_id, contact_id)
                 VALUES ('w', CAST($1 AS TEXT), CAST($2 AS TEXT))",
                params![ordinal.to_string(), one.contact.map(|n| n.to_string())],
            )?;
        }
        Ok::<_, DbError>(())
    };
    db.write(write).await.unwrap();
}

/// How many people gave the answers that are wanted.
fn people(all: &[One], wanted: impl Fn(&One) -> bool) -> u64 {
    let mut known = BTreeSet::new();
    let mut unknown = 0;
    for one in all.iter().filter(|one| one.score.is_some() && wanted(one)) {
        match one.contact {
            Some(contact) => {
                known.insert(contact);
            }
            None => unknown += 1,
        }
    }
    known.len() as u64 + unknown
}

/// What is found of a sight: whether it is shown, and how many people each atom has by month.
async fn found(
    keeper: &FactsKeeper,
    sight: &People,
    (asked, groups): (&Asked, &Arc<Groups>),
) -> Option<(bool, BTreeMap<Vec<Key>, Vec<u64>>)> {
    let within = Whose {
        sight: Sight::of(sight.iter().map(|id| (*id).to_owned())),
        ..whose()
    };
    let source = match keeper.current(&within).await {
        Ok(source) => source,
        Err(Problem::NotFound(_)) => return None,
        Err(other) => panic!("{other}"),
    };
    let divided = source.divided_by(asked, groups.clone()).await.unwrap();
    let ask = Ask {
        filter: asked.clone(),
        group: vec![By::Period(Period::Month)],
        outcome: Some("recommend".to_owned()),
        ..Ask::default()
    };
    let months = source
        .by_atoms(&divided, vec![ask])
        .await
        .unwrap()
        .remove(0);
    let months = months.into_iter().map(|(key, atoms)| {
        let all = atoms.by_persons.iter().flatten().chain(&atoms.by_teams);
        let mut people: Vec<u64> = all.map(Crowd::people).collect();
        people.retain(|n| *n > 0);
        people.sort_unstable();
        (key, people)
    });
    Some((divided.shown, months.collect()))
}

/// Of groups that are shown, with the filter and of what it leaves out.
fn no_rest_is_few(
    all: &[One],
    shown: &[&People],
    (passes, privacy): (&dyn Fn(&One) -> bool, Privacy),
) {
    let is_of = |one: &One, sight: &People| one.people.intersection(sight).count() > 0;
    for sight in shown {
        for layer in [true, false] {
            let inside = |one: &One| passes(one) == layer;
            let own = people(all, |one| inside(one) && is_of(one, sight));
            assert!(!privacy.is_few(own), "{sight:?} are {own}");
            let rest = people(all, |one| inside(one) && !is_of(one, sight));
            assert!(!privacy.is_few(rest), "beyond {sight:?} are {rest}");
            for less in shown {
                let only = |one: &One| is_of(one, sight) && !is_of(one, less);
                let left = people(all, |one| inside(one) && only(one));
                assert!(!privacy.is_few(left), "{sight:?} less {less:?}: {left}");
            }
        }
    }
}

fn agree(location: &Location) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let db = open(location);
    let table = |tx: &mut Tx<'_>| {
        tx.execute(
            "CREATE TABLE respondent (workspace_id TEXT, response_id TEXT, contact_id TEXT)",
            &[],
        )?;
        Ok::<_, DbError>(())
    };
    runtime.block_on(db.write(table)).unwrap();
    let mut runner = TestRunner::new(Config {
        cases: 20,
        failure_persistence: None,
        ..Config::default()
    });
    let strategy = (
        proptest::collection::vec(one(), 30..90),
        proptest::collection::vec(group(), 1..6),
        2..7_u64,
        any::<bool>(),
    );
    runner
        .run(&strategy, |(all, groups, least, filtered)| {
            runtime.block_on(async {
                store(&db, &all, least).await;
                let memory = FactsKeeper::new(db.clone(), 1 << 30);
                let sql = FactsKeeper::new(db.clone(), 0);
                let segment = Dim::Attribute("segment".to_owned());
                let asked = Asked {
                    members: filtered
                        .then(|| (segment, vec!["a".to_owned()]))
                        .into_iter()
                        .collect(),
                    ..Asked::default()
                };
                let passes = |one: &One| !filtered || one.segment == 0;
                let kept = Groups(
                    groups
                        .iter()
                        .map(|(rank, people)| {
                            (*rank, people.iter().map(|id| (*id).to_owned()).collect())
                        })
                        .collect(),
                );
                let by = (&asked, &Arc::new(kept));
                let mut shown: Vec<&People> = Vec::new();
                for (_, sight) in &groups {
                    let both = [
                        found(&memory, sight, by).await,
                        found(&sql, sight, by).await,
                    ];
                    assert_eq!(both[0], both[1], "columns and SQL of {sight:?}");
                    // Once more, from what is kept.
                    assert_eq!(found(&memory, sight, by).await, both[1]);
                    if both[0].as_ref().is_some_and(|(shown, _)| *shown) {
                        shown.push(sight);
                    }
                }
                no_rest_is_few(&all, &shown, (&passes, Privacy::at_least(least)));
            });
            Ok(())
        })
        .unwrap();
}

#[test]
fn no_team_gives_few_away_on_sqlite() {
    let folder = tempfile::TempDir::new().unwrap();
    agree(&Location::Sqlite(folder.path().join("teams.db")));
}

#[test]
fn no_team_gives_few_away_on_postgres() {
    let (url, _cluster) = testdb::new_database();
    agree(&Location::Postgres(url));
}
