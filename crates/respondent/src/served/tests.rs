//! Who served a customer, as it is stored when an answer is heard of; on both databases.

use serde_json::json;

use super::*;
use crate::fixture::{Book, Given, answer, books, whose};

/// Ann and Bob are responsible for Acme and Beta below it; Cas solved a ticket of Ann of Acme.
const US: &str = "
INSERT INTO app_user (workspace_id, user_id, email, name, role, language, created_at_us)
VALUES ('w', 'ann', 'ann@us.nl', 'Ann', 'employee', 'nl', 0),
       ('w', 'bob', 'bob@us.nl', 'Bob', 'employee', 'nl', 0),
       ('w', 'cas', 'cas@us.nl', 'Cas', 'employee', 'nl', 0),
       ('w', 'dan', 'dan@us.nl', 'Dan', 'employee', 'nl', 0);
INSERT INTO account (workspace_id, account_id, external_id, name, name_key, attributes, revision,
                     created_at_us, changed_at_us)
VALUES ('w', 'acme', 'a-1', 'Acme', 'acme', '{}', 1, 0, 0);
INSERT INTO account (workspace_id, account_id, external_id, name, name_key, attributes, revision,
                     created_at_us, changed_at_us, parent_id)
VALUES ('w', 'beta', 'a-2', 'Beta', 'beta', '{}', 1, 0, 0, 'acme');
INSERT INTO responsibility (workspace_id, account_id, role, user_id, since_us)
VALUES ('w', 'acme', 'responsible', 'ann', 0), ('w', 'acme', 'consultant', 'bob', 0),
       ('w', 'beta', 'consultant', 'dan', 0);
INSERT INTO contact (workspace_id, contact_id, external_id, email, sorted_as, account_id, employee,
                     attributes, consent, state, revision, created_at_us, changed_at_us)
VALUES ('w', 'eve', NULL, 'eve@acme.nl', 'eve', '', 0, '{}', 'unknown', 'reachable', 1, 0, 0),
       ('w', 'cas-too', NULL, 'cas@us.nl', 'cas', '', 1, '{}', 'unknown', 'reachable', 1, 0, 0);
INSERT INTO programme_invitation (workspace_id, invitation_id, programme_id, contact_id, survey_id,
    because, subject, mailed_at_us, ends_at_us, closes_at_us, reminded, over, created_at_us)
VALUES ('w', 'i-eve', 'p', 'eve', 's', 'event', 'T-1', 0, 0, 0, 0, 0, 10),
       ('w', 'i-dan', 'p', 'eve', 's', 'event', 'T-2', 0, 0, 0, 0, 0, 10);
INSERT INTO event (workspace_id, source_id, id, type, subject, at_us, contact_id, solver_id,
                   attributes, programmes, received_at_us)
VALUES ('w', '', 'e1', 'ticket.closed', 'T-1', 5, 'eve', 'cas-too', '{}', 1, 5),
       ('w', '', 'e2', 'ticket.closed', 'T-2', 5, 'eve', 'dan', '{}', 1, 5),
       ('w', '', 'e3', 'ticket.closed', 'T-2', 20, 'eve', 'bob', '{}', 1, 20)";

async fn served(book: &Book, ordinal: i64) -> Vec<(String, &'static str)> {
    let id = format!("r{ordinal}");
    let found = book
        .read(move |tx| served::of_responses(tx, "w", &[id.as_str()]))
        .await;
    let people = found.into_values().next().unwrap_or_default();
    people
        .into_iter()
        .map(|(id, because)| (id, because.as_str()))
        .collect()
}

fn people(all: &[(&str, &'static str)]) -> Vec<(String, &'static str)> {
    all.iter()
        .map(|(id, because)| ((*id).to_owned(), *because))
        .collect()
}

/// Who served, by address, and why they are known.
type Because = [(&'static str, &'static str)];

#[tokio::test]
async fn an_answer_belongs_to_whoever_served() {
    for book in books().await {
        book.run(US).await;
        let account = "account";
        let cases: [(serde_json::Value, Option<&str>, &Because); 7] = [
            (
                json!({ "account": "a-1" }),
                None,
                &[("ann", account), ("bob", account)],
            ),
            (
                json!({ "account": "a-2" }),
                None,
                &[("ann", account), ("dan", account)],
            ),
            (
                json!({ "account": "a-1", "Served_by": "Dan@us.nl; bob@us.nl, x@us.nl" }),
                None,
                &[("ann", account), ("bob", "served_by"), ("dan", "served_by")],
            ),
            (json!({}), Some("i-eve"), &[("cas", "event")]),
            (json!({}), Some("i-dan"), &[("dan", "event")]),
            (json!({ "email": "who@them.nl" }), None, &[]),
            (
                json!({ "served_by": "cas@us.nl" }),
                Some("i-gone"),
                &[("cas", "served_by")],
            ),
        ];
        let mut given = Vec::new();
        for ((attributes, invitation, _), ordinal) in cases.iter().zip(1..) {
            given.push(Given {
                invitation: *invitation,
                ..answer(ordinal, 7, attributes)
            });
        }
        book.store(&given).await;
        book.hear(1_000_000).await;
        for ((attributes, invitation, expected), ordinal) in cases.iter().zip(1..) {
            let found = served(&book, ordinal).await;
            assert_eq!(found, people(expected), "{attributes} {invitation:?}");
        }
    }
}

#[tokio::test]
async fn who_served_stays_when_responsibilities_change() {
    for book in books().await {
        book.run(US).await;
        let of_acme = |ordinal, score, more: serde_json::Value| {
            let mut attributes = json!({ "account": "a-1" });
            attributes
                .as_object_mut()
                .expect("an object")
                .extend(more.as_object().expect("an object").clone());
            answer(ordinal, score, &attributes)
        };
        book.store(&[of_acme(1, 7, json!({}))]).await;
        book.hear(1_000_000).await;
        book.run(
            "DELETE FROM responsibility WHERE workspace_id = 'w';
INSERT INTO responsibility (workspace_id, account_id, role, user_id, since_us)
VALUES ('w', 'acme', 'responsible', 'dan', 5)",
        )
        .await;
        // Changed afterwards, and a new one.
        book.store(&[
            of_acme(1, 9, json!({ "served_by": "cas@us.nl" })),
            of_acme(2, 7, json!({})),
        ])
        .await;
        book.hear(1_000_000).await;
        let account = "account";
        let old = [("ann", account), ("bob", account), ("cas", "served_by")];
        assert_eq!(served(&book, 1).await, people(&old));
        assert_eq!(served(&book, 2).await, people(&[("dan", account)]));
        // Of another account those responsible for that one.
        book.store(&[answer(1, 9, &json!({ "account": "Beta" }))])
            .await;
        book.hear(1_000_000).await;
        assert_eq!(served(&book, 1).await, people(&[("dan", account)]));
        // What is erased is nobody's any more.
        let erased = Given {
            state: "erased",
            attributes: "{}".to_owned(),
            ..answer(1, 9, &json!({}))
        };
        book.store(&[erased]).await;
        book.hear(1_000_000).await;
        assert!(served(&book, 1).await.is_empty());
    }
}

#[tokio::test]
async fn answers_from_before_are_gone_through_once() {
    for book in books().await {
        book.run(US).await;
        let given: Vec<Given> = (1..=5)
            .map(|ordinal| answer(ordinal, 7, &json!({ "account": "a-1" })))
            .collect();
        book.store(&given).await;
        book.hear(1_000_000).await;
        // As an installation is that heard of them before it asked who served.
        book.run(
            "DELETE FROM response_person WHERE workspace_id = 'w';
DELETE FROM response_served WHERE workspace_id = 'w';
INSERT INTO response_served (workspace_id, survey_id, served_seq, done_ordinal, until_ordinal)
VALUES ('w', 's', 0, 0, 4)",
        )
        .await;
        let desk = book.desk.clone();
        let again = move |tx: &mut Tx<'_>| catch_up(tx, &desk);
        assert!(book.db.write(again.clone()).await.expect("one piece"));
        assert!(!book.db.write(again).await.expect("nothing left"));
        let both = people(&[("ann", "account"), ("bob", "account")]);
        for ordinal in 1..=4 {
            assert_eq!(served(&book, ordinal).await, both, "{ordinal}");
        }
        // The fifth came after: it is heard of, not gone through.
        assert!(served(&book, 5).await.is_empty());
        let seen = book
            .read(|tx| {
                let sight = user::Sight::of(["bob".to_owned()]);
                served::responses_seen(tx, ("w", "s"), &sight)
            })
            .await;
        assert_eq!(seen.expect("limited").len(), 4);
        let _ = whose("s");
    }
}
