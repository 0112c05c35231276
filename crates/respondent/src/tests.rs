//! What is heard of responses, once, and what is kept of them; on both databases.

use std::sync::mpsc;
use std::time::Duration;

use platform::db::{Location, Options};
use platform::{Db, DbError, Tx};
use serde_json::{Value, json};
use survey::model::{Direction, Kind};

use crate::answers::{self, Page};
use crate::batch::Done;
use crate::fixture::{Book, Given, answer, books, whose};
use crate::hear::Heard;
use crate::jobs::QUIET_US;
use crate::late;
use crate::store::following;
use crate::store::sought::What;

/// Ann of Acme (external id c-1), Bob without an account, and Cas who went into Ann.
const PEOPLE: &str = "
INSERT INTO account (workspace_id, account_id, external_id, name, name_key, attributes, revision,
                     created_at_us, changed_at_us)
VALUES ('w', 'acme', 'a-1', 'Acme  B.V.', 'acme b.v.', '{}', 1, 0, 0),
       ('w', 'beta', NULL, 'Beta', 'beta', '{}', 1, 0, 0);
INSERT INTO contact (workspace_id, contact_id, external_id, email, sorted_as, account_id, employee,
                     attributes, consent, state, revision, created_at_us, changed_at_us)
VALUES ('w', 'ann', 'c-1', 'ann@acme.nl', 'ann', 'acme', 0, '{}', 'unknown', 'reachable', 1, 0, 0),
       ('w', 'bob', NULL, 'bob@acme.nl', 'bob', '', 0, '{}', 'unknown', 'reachable', 1, 0, 0);
INSERT INTO contact_merged (workspace_id, old_id, contact_id, merged_at_us)
VALUES ('w', 'cas', 'ann', 5);
INSERT INTO contact_alias (workspace_id, kind, value, contact_id)
VALUES ('w', 'email', 'cas@acme.nl', 'ann');
INSERT INTO programme_invitation (workspace_id, invitation_id, programme_id, contact_id, survey_id,
    because, mailed_at_us, ends_at_us, closes_at_us, reminded, over, created_at_us)
VALUES ('w', 'i-ann', 'p', 'ann', 's', 'wave', 0, 0, 0, 0, 0, 0),
       ('w', 'i-cas', 'p', 'cas', 's', 'wave', 0, 0, 0, 0, 0, 0)";

/// Contact and account.
type Behind<'a> = (Option<&'a str>, Option<&'a str>);

fn behind(heard: &Heard) -> Behind<'_> {
    (heard.contact_id.as_deref(), heard.account_id.as_deref())
}

#[tokio::test]
async fn a_response_finds_contact_and_account() {
    for book in books().await {
        book.run(PEOPLE).await;
        let ann = (Some("ann"), Some("acme"));
        let cases: [(Value, Option<&str>, Behind<'_>); 14] = [
            (json!({}), Some("i-ann"), ann),
            (json!({}), Some("i-cas"), ann),
            (json!({}), Some("i-gone"), (None, None)),
            (json!({ "contact_id": "ann" }), None, ann),
            (json!({ "contact_id": "cas" }), None, ann),
            (json!({ "Contact": "c-1" }), None, ann),
            (json!({ "email": " Ann@ACME.nl " }), None, ann),
            (json!({ "email": "cas@acme.nl" }), None, ann),
            (
                json!({ "email": "x@acme.nl", "account": "a-1" }),
                None,
                (None, Some("acme")),
            ),
            (
                json!({ "account": " acme B.V. " }),
                None,
                (None, Some("acme")),
            ),
            (
                json!({ "account_id": "beta", "account": "a-1" }),
                None,
                (None, Some("beta")),
            ),
            (
                json!({ "email": "bob@acme.nl", "account": "Beta" }),
                None,
                (Some("bob"), Some("beta")),
            ),
            (
                json!({ "email": "ann@acme.nl", "account": "Beta" }),
                None,
                ann,
            ),
            (
                json!({ "email": "", "account": "Nobody's" }),
                None,
                (None, None),
            ),
        ];
        let mut given = Vec::new();
        for (index, (attributes, invitation, _)) in cases.iter().enumerate() {
            let number = i64::try_from(index).unwrap() + 1;
            given.push(Given {
                invitation: *invitation,
                ..answer(number, 7, attributes)
            });
        }
        book.store(&given).await;
        let heard = book.hear(1_000_000).await;
        assert_eq!(heard.len(), cases.len());
        for (heard, (attributes, invitation, expected)) in heard.iter().zip(&cases) {
            assert_eq!(behind(heard), *expected, "{attributes} {invitation:?}");
        }
        let first = &heard[0];
        assert_eq!(first.survey_name, "Over s");
        assert_eq!(
            (first.metric, first.score),
            (Some(Kind::Recommend), Some(7))
        );
        assert_eq!(first.comments, [("why".to_owned(), "Reason 1".to_owned())]);
        assert!(first.counts && first.is_settled && !first.was_known && !first.is_erased);
        assert!(
            book.hear(1_000_000).await.is_empty(),
            "each is heard of once"
        );
    }
}

#[tokio::test]
async fn what_changes_is_heard_of_again() {
    for book in books().await {
        book.run(PEOPLE).await;
        let whose = json!({ "contact_id": "ann" });
        let doubted = Given {
            doubt: Some("provisional"),
            ..answer(1, 3, &whose)
        };
        book.store(&[doubted]).await;
        let heard = book.hear(0).await;
        assert!(!heard[0].counts && !heard[0].was_known);
        assert_eq!(one(&book, "r1").await, None, "what is in doubt isn't shown");
        book.store(&[answer(1, 3, &whose)]).await;
        let heard = book.hear(0).await;
        assert!(heard[0].counts && !heard[0].was_known, "{heard:?}");
        book.store(&[answer(1, 4, &whose)]).await;
        let heard = book.hear(0).await;
        assert!(heard[0].was_known && heard[0].score == Some(4));
        assert_eq!(one(&book, "r1").await, Some(4));
        let erased = Given {
            state: "erased",
            answers: "{}".to_owned(),
            attributes: "{}".to_owned(),
            ..answer(1, 4, &whose)
        };
        book.store(&[erased]).await;
        let heard = book.hear(0).await;
        assert!(heard[0].is_erased && heard[0].was_known && !heard[0].counts);
        assert_eq!(behind(&heard[0]), (None, None));
        assert_eq!(one(&book, "r1").await, None);
        let rows = book
            .read(|tx| tx.query("SELECT response_id FROM respondent", &[]))
            .await;
        assert!(rows.is_empty(), "nothing of it is left");
    }
}

/// The score that is shown of a response.
async fn one(book: &Book, response_id: &'static str) -> Option<u8> {
    book.read(move |tx| answers::of_response(tx, "w", response_id))
        .await
        .and_then(|found| found.score)
}

#[tokio::test]
async fn a_response_that_was_begun_is_finished_after_a_while() {
    for book in books().await {
        let begun = |at_us| Given {
            state: "partial",
            at_us,
            ..answer(1, 3, &json!({}))
        };
        book.store(&[begun(100)]).await;
        let heard = book.hear(200).await;
        assert!(heard[0].counts && !heard[0].is_settled && !heard[0].was_known);
        // Something more is said: it is waited for once more.
        book.store(&[begun(300)]).await;
        assert!(!book.hear(100 + QUIET_US).await[0].is_settled);
        assert!(book.hear(299 + QUIET_US).await.is_empty());
        let waiting = |now_us| book.read(move |tx| following::waiting(tx, now_us));
        assert!(waiting(299 + QUIET_US).await.is_empty());
        assert_eq!(waiting(300 + QUIET_US).await, [whose("s")]);
        let heard = book.hear(300 + QUIET_US).await;
        assert!(heard[0].is_settled && !heard[0].was_known);
        assert!(book.hear(i64::MAX).await.is_empty());
    }
}

#[tokio::test]
async fn of_employees_nothing_is_heard() {
    for book in books().await {
        book.survey("e", "recommend", r#","employees":true"#).await;
        let given = Given {
            survey: "e",
            ..answer(1, 2, &json!({ "contact_id": "ann" }))
        };
        book.store(&[given]).await;
        assert_eq!(book.batch("e", 10, 0).await.unwrap(), Done::All(0));
        assert!(book.hear(0).await.is_empty());
        assert!(book.read(|tx| following::waiting(tx, 0)).await.is_empty());
    }
}

#[tokio::test]
async fn an_answer_knows_the_one_before_it() {
    for book in books().await {
        book.run(PEOPLE).await;
        book.survey("e", "effort", "").await;
        let ann = json!({ "contact_id": "ann" });
        let cas = json!({ "contact_id": "cas" });
        let effort = Given {
            survey: "e",
            answers: r#"{"effort":5}"#.to_owned(),
            ..answer(3, 0, &ann)
        };
        book.store(&[answer(1, 9, &ann), answer(2, 8, &cas), effort])
            .await;
        book.store(&[
            answer(5, 2, &ann),
            answer(4, 6, &json!({ "contact_id": "bob" })),
        ])
        .await;
        let before = |heard: &[Heard]| -> Vec<Option<u8>> {
            let before = heard.iter().map(|one| one.previous.as_ref());
            before.map(|one| one.map(|one| one.score)).collect()
        };
        let heard = book.hear(0).await;
        assert_eq!(before(&heard), [None, Some(9), Some(8), None]);
        book.batch("e", 10, 0).await.unwrap();
        let latest = book
            .read(|tx| answers::latest_of_contacts(tx, "w", &["ann", "bob", "cas"]))
            .await;
        assert_eq!(latest["ann"].response_id, "r5");
        assert_eq!(latest["bob"].response_id, "r4");
        let all = book
            .read(|tx| answers::of_contact(tx, "w", "ann", &Page::first(10)))
            .await;
        let told: Vec<_> = all
            .iter()
            .map(|one| (one.response_id.as_str(), one.metric, one.direction))
            .collect();
        let recommend = Some(Kind::Recommend);
        assert_eq!(
            told,
            [
                ("r5", recommend, None),
                ("e3", Some(Kind::Effort), Some(Direction::EffortHigh)),
                ("r2", recommend, None),
                ("r1", recommend, None)
            ]
        );
        assert_eq!(all[1].survey_name, "Over e");
        // Somebody becomes Bob's other self: Bob's answers are Ann's at once, and for good with
        // her next one.
        book.run(
            "DELETE FROM contact WHERE contact_id = 'bob';
             INSERT INTO contact_merged (workspace_id, old_id, contact_id, merged_at_us)
             VALUES ('w', 'bob', 'ann', 6)",
        )
        .await;
        let ann_now = |tx: &mut Tx<'_>| answers::of_contact(tx, "w", "ann", &Page::first(10));
        let all = book.read(ann_now).await;
        assert_eq!(all.len(), 5);
        assert!(
            all.iter()
                .all(|one| one.contact_id.as_deref() == Some("ann"))
        );
        let at = book
            .read(|tx| answers::last_at_of_contacts(tx, "w", &["ann"]))
            .await;
        assert_eq!(at["ann"], 5_000);
        book.store(&[answer(6, 1, &ann)]).await;
        assert_eq!(before(&book.hear(0).await), [Some(2)]);
        assert_eq!(book.read(ann_now).await.len(), 6);
    }
}

#[tokio::test]
async fn who_becomes_known_later_finds_their_answers() {
    for book in books().await {
        let ann = json!({ "email": "Ann@acme.nl", "contact": "c-1" });
        let acme = json!({ "account": "ACME B.V." });
        let both = json!({ "email": "bob@acme.nl", "account": "a-1" });
        let other = json!({ "email": "x@y.nl", "account": "Y" });
        let begun = Given {
            state: "partial",
            ..answer(5, 5, &ann)
        };
        book.store(&[answer(1, 1, &ann), answer(2, 2, &acme), answer(3, 3, &both)])
            .await;
        book.store(&[answer(4, 4, &other), begun]).await;
        let heard = book.hear(10).await;
        assert!(heard.iter().all(|one| behind(one) == (None, None)));
        book.run(PEOPLE).await;
        let look = |tx: &mut Tx<'_>, until_us| {
            late::chunk(tx, "w", What::Contact, until_us)?;
            late::chunk(tx, "w", What::Account, until_us)
        };
        book.db.write(move |tx| look(tx, -1)).await.unwrap();
        assert!(book.hear(20).await.is_empty(), "too recent to be sure");
        book.db.write(move |tx| look(tx, 0)).await.unwrap();
        let heard = book.hear(20).await;
        let mut found: Vec<(&str, Behind<'_>)> = heard
            .iter()
            .map(|one| (one.response_id.as_str(), behind(one)))
            .collect();
        found.sort_unstable();
        let hers = (Some("ann"), Some("acme"));
        assert_eq!(
            found,
            [
                ("r1", hers),
                ("r2", (None, Some("acme"))),
                ("r3", (Some("bob"), Some("acme"))),
                ("r5", hers)
            ]
        );
        let last = heard.iter().find(|one| one.response_id == "r5").unwrap();
        assert!(!last.is_settled && !last.was_known);
        assert!(
            heard
                .iter()
                .all(|one| one.was_known || one.response_id == "r5")
        );
        book.db.write(move |tx| look(tx, 0)).await.unwrap();
        assert!(book.hear(20).await.is_empty());
        let sought = book
            .read(|tx| tx.query("SELECT DISTINCT response_id FROM respondent_sought", &[]))
            .await;
        assert_eq!(sought.len(), 1, "one is still sought");
        assert_eq!(
            book.hear(5_000 + QUIET_US).await.len(),
            1,
            "and still waited for"
        );
    }
}

#[tokio::test]
async fn pages_have_each_answer_once() {
    for book in books().await {
        book.run(PEOPLE).await;
        let acme = json!({ "account": "a-1" });
        let mut given: Vec<Given> = (1..=60).map(|n| answer(n, 5, &acme)).collect();
        // Many at the same moment.
        for one in &mut given {
            one.at_us = one.ordinal / 7;
        }
        book.store(&given).await;
        assert_eq!(book.hear(0).await.len(), 60);
        let (mut page, mut seen) = (Page::first(7), Vec::new());
        loop {
            let wanted = page.clone();
            let some = book
                .read(move |tx| answers::of_account(tx, "w", "acme", &wanted))
                .await;
            let Some(last) = some.last() else { break };
            page.after = Some((last.answered_at_us, last.response_id.clone()));
            seen.extend(some);
        }
        assert_eq!(seen.len(), 60);
        let order: Vec<_> = seen
            .iter()
            .map(|one| (one.answered_at_us, &one.response_id))
            .collect();
        assert!(order.is_sorted_by(|a, b| a > b));
        let at = book
            .read(|tx| answers::last_at_of_accounts(tx, "w", &["acme", "beta"]))
            .await;
        assert_eq!((at.len(), at["acme"]), (1, 60 / 7));
    }
}

#[tokio::test]
async fn what_fails_is_undone_and_tried_again() {
    for book in books().await {
        book.store(&[answer(1, 5, &json!({}))]).await;
        book.ear.is_deaf(true);
        assert!(book.batch("s", 10, 0).await.is_err());
        let waiting = |tx: &mut Tx<'_>| following::waiting(tx, 0);
        assert_eq!(book.read(waiting).await, [whose("s")]);
        book.ear.is_deaf(false);
        assert_eq!(book.hear(0).await.len(), 1);
        assert!(book.read(waiting).await.is_empty());
    }
}

#[tokio::test]
async fn of_two_nodes_one_goes_through_a_survey() {
    let [_, book] = books().await;
    let url = book.url.clone().unwrap();
    let other = Db::open(&Location::Postgres(url), Options::default()).unwrap();
    book.store(&[answer(1, 5, &json!({}))]).await;
    for expected in [Done::All(1), Done::All(0)] {
        // The other node holds the survey until it is told to let go: the first time before there
        // is anything to hold, then while there is.
        let (holds, held) = mpsc::channel();
        let (let_go, go) = mpsc::channel::<()>();
        let go = std::sync::Mutex::new(go);
        let node = other.clone();
        let holding = tokio::spawn(async move {
            let work = move |tx: &mut Tx<'_>| {
                following::hold(tx, &whose("s"))?;
                holds.send(()).unwrap();
                let _ = go.lock().unwrap().recv_timeout(Duration::from_secs(5));
                Ok::<_, DbError>(())
            };
            node.write(work).await
        });
        tokio::task::spawn_blocking(move || held.recv().unwrap())
            .await
            .unwrap();
        let is_begun = book
            .read(|tx| tx.query("SELECT change_seq FROM respondent_cursor", &[]))
            .await;
        if !is_begun.is_empty() {
            assert_eq!(book.batch("s", 10, 0).await.unwrap(), Done::Busy);
        }
        let_go.send(()).unwrap();
        holding.await.unwrap().unwrap();
        assert_eq!(book.batch("s", 10, 0).await.unwrap(), expected);
    }
    assert_eq!(book.hear(0).await.len(), 0);
}
