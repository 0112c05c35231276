//! Rows and what they say.

use proptest::prelude::*;

use super::*;
use crate::model::Mapped;

fn pull(stream: Stream, fields: &[(&str, &str, ValueKind)]) -> Pull {
    Pull {
        stream,
        source: "x".to_owned(),
        id: "Id".to_owned(),
        stamp: "At".to_owned(),
        filter: String::new(),
        fields: fields
            .iter()
            .map(|(from, to, kind)| Mapped {
                from: (*from).to_owned(),
                to: to.parse().expect("a target"),
                kind: *kind,
            })
            .collect(),
    }
}

fn row(values: Value) -> Row {
    Row {
        id: "7".to_owned(),
        stamp: Some("2026-11-22T10:00:00Z".to_owned()),
        values,
    }
}

#[test]
fn values_are_read_by_their_kind() {
    use ValueKind::{Date, Number, Text, YesNo};
    let table = [
        (json!("  Bakery\r\nof Anna "), Text, Some("Bakery  of Anna")),
        (json!(""), Text, None),
        (json!(null), Number, None),
        (json!(1234.50), Number, Some("1234.5")),
        (json!("1.234,50"), Number, Some("1234.5")),
        (json!("1,234.50"), Number, Some("1234.5")),
        (json!("12,5"), Number, Some("12.5")),
        (json!("2026-11-22T00:00:00Z"), Date, Some("2026-11-22")),
        (json!("2026-11-22"), Date, Some("2026-11-22")),
        (json!(true), YesNo, Some("yes")),
        (json!("Nee"), YesNo, Some("no")),
    ];
    for (given, kind, expect) in table {
        let kept = value(&given, kind).expect("fits");
        assert_eq!(kept.as_deref(), expect, "{given}");
    }
    for (given, kind) in [
        (json!("many"), Number),
        (json!("22-11-2026"), Date),
        (json!("?"), YesNo),
    ] {
        assert!(value(&given, kind).is_err(), "{given}");
    }
}

#[test]
fn an_account_says_who_looks_after_it_and_what_it_is_part_of() {
    let pull = pull(
        Stream::Accounts,
        &[
            ("Id", "external_id", ValueKind::Text),
            ("Name", "name", ValueKind::Text),
            ("Owner.Email", "role:account_manager", ValueKind::Text),
            ("Parent", "parent", ValueKind::Text),
            ("Revenue", "attribute:revenue", ValueKind::Number),
            ("Gone", "attribute:gone", ValueKind::Text),
        ],
    );
    let values = json!({"Id": 7, "Name": "Acme", "Owner": {"Email": "jo@us.example"},
                        "Parent": "3", "Revenue": "10,5"});
    let (said, faults) = read(&pull, &row(values), "");
    assert_eq!(faults, Vec::<String>::new());
    let json = json!({"external_id": "7", "name": "Acme",
        "responsibilities": {"account_manager": "jo@us.example"},
        "attributes": {"revenue": "10.5", "gone": null}});
    assert_eq!(
        said,
        Some(Said::Account {
            json,
            parent: Some("3".into())
        })
    );
}

#[test]
fn a_value_that_cant_be_read_keeps_none_of_the_others() {
    let pull = pull(
        Stream::Contacts,
        &[
            ("Mail", "email", ValueKind::Text),
            ("Since", "attribute:since", ValueKind::Date),
            ("Out", "opted_out", ValueKind::Text),
            ("Account", "account", ValueKind::Text),
        ],
    );
    let values = json!({"Mail": "a@b.example", "Since": "long ago", "Out": "true", "Account": "9"});
    let (said, faults) = read(&pull, &row(values), "");
    assert_eq!(faults.len(), 1);
    let json = json!({"email": "a@b.example", "opted_out": true, "attributes": {}});
    assert_eq!(
        said,
        Some(Said::Contact {
            json,
            account: Some("9".into())
        })
    );
    let (said, faults) = read(&pull, &row(json!({"Account": "9"})), "");
    assert_eq!((said, faults.len()), (None, 1));
}

#[test]
fn tickets_are_closed_or_open() {
    let pull = pull(
        Stream::Tickets,
        &[("Queue.Name", "attribute:queue", ValueKind::Text)],
    );
    let values = json!({"Status": "resolved", "Resolved": "2026-11-22T09:00:00Z",
        "Owner": {"EmailAddress": "joris@us.example"}, "Queue": {"Name": "Support"},
        "Requestor": [{"EmailAddress": "anna@bakery.example", "RealName": "Anna"}]});
    let (said, _) = read(&pull, &row(values), "resolved,rejected");
    let Some(Said::Ticket(ticket)) = said else {
        panic!("a ticket")
    };
    assert!(ticket.is_closed);
    assert_eq!(ticket.at, "2026-11-22T09:00:00Z");
    assert_eq!(
        ticket.requestor,
        Some(("anna@bakery.example".into(), "Anna".into()))
    );
    assert_eq!(ticket.solver.as_deref(), Some("joris@us.example"));
    assert_eq!(ticket.attributes["queue"], "Support");
    let open = json!({"Status": "open", "Owner": {"Name": "Nobody", "EmailAddress": ""}});
    let (said, _) = read(&pull, &row(open), "resolved");
    let Some(Said::Ticket(ticket)) = said else {
        panic!("a ticket")
    };
    assert!(!ticket.is_closed && ticket.solver.is_none());
    assert_eq!(ticket.at, "2026-11-22T10:00:00Z");
}

proptest! {
    #[test]
    fn kept_text_is_one_short_line(text in ".*") {
        if let Ok(Some(kept)) = value(&json!(text), ValueKind::Text) {
            prop_assert!(!kept.chars().any(char::is_control));
            prop_assert!((1..=VALUE_MAX).contains(&kept.chars().count()));
            prop_assert_eq!(value(&json!(kept), ValueKind::Text), Ok(Some(kept)));
        }
    }

    #[test]
    fn numbers_keep_their_value(number in -1.0e9_f64..1.0e9) {
        let kept = value(&json!(number), ValueKind::Number).expect("a number").expect("some");
        prop_assert_eq!(kept.parse::<f64>().ok(), Some(number));
    }
}
