//! For tests: a survey with two versions, and responses written straight into the tables.

use platform::db::{Location, Migration, Options};
use platform::{Db, DbError, params};

use crate::pushdown::Whose;

pub(crate) const MIGRATIONS: [Migration; 7] = [
    Migration {
        number: 1,
        name: "user",
        sql: include_str!("../../user/migrations/0001_user.sql"),
    },
    Migration {
        number: 2,
        name: "survey",
        sql: include_str!("../../survey/migrations/0002_survey.sql"),
    },
    Migration {
        number: 3,
        name: "response",
        sql: include_str!("../../response/migrations/0003_response.sql"),
    },
    Migration {
        number: 4,
        name: "dashboard",
        sql: include_str!("../migrations/0004_dashboard.sql"),
    },
    Migration {
        number: 5,
        name: "invitation",
        sql: include_str!("../../response/migrations/0005_invitation.sql"),
    },
    Migration {
        // Numbers have no holes; the product's is another.
        number: 6,
        name: "vote",
        sql: include_str!("../../response/migrations/0011_vote.sql"),
    },
    Migration {
        number: 7,
        name: "who served",
        sql: include_str!("../../response/migrations/0032_served.sql"),
    },
];

/// A survey whose satisfaction question was an effort question in version 1, whose second statement
/// came with version 2, and whose moments are others since.
pub(crate) fn definition(version: i64) -> String {
    let third = if version == 1 {
        "effort\",\"direction\":\"easy_high"
    } else {
        "satisfaction"
    };
    let second = if version == 1 {
        ""
    } else {
        r#",{"key":"b $x","kind":"agree","text":{"en":"B"},"driver":true}"#
    };
    let moments = if version == 1 {
        ["a", "b_c"]
    } else {
        ["b_c", "d"]
    }
    .map(|key| format!(r#"{{"key":"{key}","text":{{"en":"{key}"}}}}"#))
    .join(",");
    format!(
        r#"{{"languages":["en"],"title":{{"en":"T"}},"questions":[
            {{"key":"recommend","kind":"recommend","text":{{"en":"R{version}"}}}},
            {{"key":"a","kind":"agree","text":{{"en":"A"}},"driver":true}},
            {{"key":"third","kind":"{third}","text":{{"en":"S"}}}},
            {{"key":"why","kind":"open_text","text":{{"en":"W"}}}},
            {{"key":"m","kind":"moment","text":{{"en":"M"}},"choices":[{moments}]}},
            {{"key":"e","kind":"elsewhere","text":{{"en":"E"}},"choices":[
                {{"key":"a","text":{{"en":"A"}}}},{{"key":"b_c","text":{{"en":"B"}}}}]}}{second}]}}"#
    )
}

pub(crate) fn whose() -> Whose {
    Whose::everything("w", "s")
}

pub(crate) async fn fresh(db: &Db) {
    db.write(|tx| {
        for table in ["response_person", "response_served", "response", "survey_version", "survey", "workspace"] {
            tx.execute(&format!("DELETE FROM {table}"), &[])?;
        }
        tx.execute(
            "INSERT INTO workspace (workspace_id, name, time_zone, created_at_us)
             VALUES ('w', 'W', 'UTC', 0)",
            &[],
        )?;
        tx.execute(
            "INSERT INTO survey (workspace_id, survey_id, token, template, status, version, revision,
                definition, response_count, change_seq, created_at_us)
             VALUES ('w', 's', 't', 'empty', 'open', 2, 1, $1, 0, 0, 0)",
            params![definition(2)],
        )?;
        for version in [1, 2] {
            tx.execute(
                "INSERT INTO survey_version (workspace_id, survey_id, version, definition, from_at_us)
                 VALUES ('w', 's', $1, $2, 0)",
                params![version, definition(version)],
            )?;
        }
        Ok::<_, DbError>(())
    })
    .await
    .unwrap();
}

/// One response to be stored, or changed when its number exists already.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) ordinal: i64,
    pub(crate) version: i64,
    pub(crate) state: &'static str,
    /// Why it does not count, if so.
    pub(crate) doubt: Option<&'static str>,
    pub(crate) answers: String,
    pub(crate) attributes: String,
    pub(crate) language: &'static str,
    pub(crate) day: i64,
}

pub(crate) async fn store_all(db: &Db, given: Vec<Given>) {
    db.write(move |tx| {
        for one in &given {
            tx.execute(
                "UPDATE survey SET change_seq = change_seq + 1,
                    response_count = CASE WHEN response_count < $1 THEN $1 ELSE response_count END
                 WHERE workspace_id = 'w'",
                params![one.ordinal],
            )?;
            tx.execute(
                "DELETE FROM response WHERE workspace_id = 'w' AND ordinal = $1",
                params![one.ordinal],
            )?;
            tx.execute(
                "INSERT INTO response (workspace_id, survey_id, ordinal, response_id, change_seq,
                    version, state, language, channel, answers, attributes, day, answered_at_us,
                    stored_at_us, changed_at_us, doubt)
                 SELECT 'w', 's', $1, CAST($2 AS TEXT), change_seq, $3, $4, $5, 'api', $6, $7, $8,
                    $8, 0, 0, CAST($9 AS TEXT)
                 FROM survey WHERE workspace_id = 'w'",
                params![
                    one.ordinal,
                    one.ordinal.to_string(),
                    one.version,
                    one.state,
                    one.language,
                    &one.answers,
                    &one.attributes,
                    one.day,
                    one.doubt
                ],
            )?;
        }
        Ok::<_, DbError>(())
    })
    .await
    .unwrap();
}

/// A database with the schema.
pub(crate) fn open(location: &Location) -> Db {
    let db = Db::open(location, Options::default()).unwrap();
    db.migrate(&MIGRATIONS.iter().collect::<Vec<_>>(), 0)
        .unwrap();
    db
}
