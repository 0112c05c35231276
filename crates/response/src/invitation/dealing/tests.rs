//! Invitations by mail are dealt as evenly as links made by hand.

use std::collections::BTreeMap;

use platform::Db;
use platform::db::{Location, Migration, Options};
use platform::params;
use serde_json::json;

use super::*;
use crate::invitation::{Issue, issue};
use crate::model::Attributes;

/// Numbers have no holes; the product's is another, after slices that aren't known here.
const VOTE: Migration = Migration {
    number: 4,
    name: "vote",
    sql: include_str!("../../../migrations/0011_vote.sql"),
};

fn definition(statements: usize) -> Definition {
    let mut questions =
        vec![json!({ "key": "recommend", "kind": "recommend", "text": { "en": "Would you?" } })];
    for index in 0..statements {
        questions.push(json!({
            "key": format!("s{index}"), "kind": "agree", "driver": true, "text": { "en": "So?" },
        }));
    }
    let definition = json!({
        "languages": ["en"],
        "title": { "en": "T" },
        "statements_per_respondent": 2,
        "questions": questions,
    });
    serde_json::from_value(definition).expect("a definition")
}

async fn with_survey(db: &Db, definition: &Definition) {
    let migrations: Vec<_> = [&user::SLICE, &survey::SLICE, &crate::SLICE]
        .into_iter()
        .flat_map(|slice| slice.migrations)
        .filter(|migration| migration.number < VOTE.number)
        .chain([&VOTE])
        .collect();
    db.migrate(&migrations, 0).expect("a schema");
    let definition = serde_json::to_string(definition).expect("JSON");
    db.write(move |tx| {
        tx.execute(
            "INSERT INTO workspace (workspace_id, name, time_zone, created_at_us)
             VALUES ('w', 'W', 'UTC', 0)",
            &[],
        )?;
        tx.execute(
            "INSERT INTO survey (workspace_id, survey_id, token, template, status, version,
                revision, definition, response_count, change_seq, created_at_us)
             VALUES ('w', 's', 's', 'empty', 'open', 1, 1, $1, 0, 0, 0)",
            params![&definition],
        )?;
        Ok::<_, DbError>(())
    })
    .await
    .expect("a survey");
}

/// As the planner does it: so many in one transaction.
async fn invite(db: &Db, count: usize) -> Vec<String> {
    db.write(move |tx| {
        let mut dealing = Dealing::default();
        let mut ids = Vec::new();
        for _ in 0..count {
            let invitation_id = dealing.id(tx, "w", "s")?;
            let new = Issue {
                workspace_id: "w".to_owned(),
                survey_id: "s".to_owned(),
                invitation_id: invitation_id.clone(),
                attributes: Attributes::new(),
                now_us: 0,
                closes_at_us: None,
            };
            issue(tx, &new)?;
            ids.push(invitation_id);
        }
        Ok::<_, DbError>(ids)
    })
    .await
    .expect("invitations")
}

#[tokio::test]
async fn invitations_of_several_transactions_are_dealt_in_turn() {
    let folder = tempfile::tempdir().expect("a folder");
    let location = Location::Sqlite(folder.path().join("luister.db"));
    let db = Db::open(&location, Options::default()).expect("a database");
    let definition = definition(5);
    with_survey(&db, &definition).await;
    let rotation = Rotation::of(&definition).expect("it rotates");
    assert_eq!(300 % rotation.cycle(), 0, "whole cycles");
    let mut asked: BTreeMap<&str, usize> = BTreeMap::new();
    // 300 in chunks of which none is a whole cycle.
    for count in [7, 101, 3, 189] {
        for id in invite(&db, count).await {
            let left_out = rotation.left_out(&id);
            let shown = rotation.keys().iter().filter(|key| !left_out.contains(key));
            for key in shown {
                *asked.entry(key).or_default() += 1;
            }
        }
    }
    let counts: Vec<usize> = asked.into_values().collect();
    assert_eq!(counts, [120; 5], "each of 5 is asked of 2 in 5 of the 300");
}
