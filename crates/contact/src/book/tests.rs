//! What becomes of contacts when files say things of them, without a database.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::groups::Groups;
use crate::item::AccountItem;

fn book() -> Book {
    Book::new(Occasion {
        workspace_id: "w".into(),
        by: "somebody".into(),
        now_us: 1000,
    })
}

fn item(id: &str, email: &str) -> Item {
    Item {
        external_id: Some(id.to_owned()).filter(|id| !id.is_empty()),
        email: said(email),
        ..Item::default()
    }
}

fn said(text: &str) -> Said<String> {
    if text.is_empty() {
        Said::Nothing
    } else {
        Said::Value(text.to_owned())
    }
}

fn put(book: &mut Book, item: &Item) -> Put {
    book.put(item).expect("stored")
}

#[test]
fn the_same_address_or_id_is_the_same_contact() {
    let mut book = book();
    let first = put(&mut book, &item("1", "jan@acme.nl"));
    assert_eq!(first.outcome, Outcome::Created);
    for again in [
        item("1", "jan@acme.nl"),
        item("", "jan@acme.nl"),
        item("1", ""),
    ] {
        let again = put(&mut book, &again);
        assert_eq!(
            (again.contact_id, again.outcome),
            (first.contact_id.clone(), Outcome::Unchanged)
        );
    }
    assert_eq!(
        book.put(&item("", "")),
        Err(Wrong::NobodyInParticular),
        "nobody could be found again"
    );
}

#[test]
fn another_id_for_a_known_address_means_that_contact_too() {
    let mut book = book();
    let first = put(&mut book, &item("1", "info@acme.nl"));
    let other = put(&mut book, &item("2", "info@acme.nl"));
    assert_eq!(other.contact_id, first.contact_id);
    assert_eq!(other.outcome, Outcome::Updated);
    assert_eq!(put(&mut book, &item("2", "")).outcome, Outcome::Unchanged);
    let contact = book.contact(&first.contact_id).expect("known");
    assert_eq!(contact.external_id.as_deref(), Some("1"));
}

#[test]
fn an_address_of_somebody_else_is_refused_unless_nothing_else_is_known_of_them() {
    let mut book = book();
    put(&mut book, &item("1", "a@x"));
    put(&mut book, &item("2", "b@x"));
    assert_eq!(
        book.put(&item("1", "b@x")),
        Err(Wrong::AddressTaken("2".into()))
    );
    let alone = put(&mut book, &item("", "c@x"));
    let merged = put(&mut book, &item("1", "c@x"));
    assert_eq!(merged.outcome, Outcome::Merged);
    assert!(book.contact(&alone.contact_id).is_none());
    assert!(book.changes().iter().any(|change| matches!(
        change,
        Change::Merge { old_id, contact_id }
            if *old_id == alone.contact_id && *contact_id == merged.contact_id
    )));
}

#[test]
fn a_file_never_lifts_what_keeps_somebody_out() {
    let mut book = book();
    let mut out = item("1", "a@x");
    out.opted_out = true;
    let id = put(&mut book, &out).contact_id;
    let mut agrees = item("1", "a@x");
    agrees.consent = Some(Consent::Given);
    let again = put(&mut book, &agrees);
    assert!(again.stays_out);
    assert_eq!(again.outcome, Outcome::Unchanged);
    let contact = book.contact(&id).expect("known");
    assert_eq!(contact.opted_out_at_us, Some(1000));
    assert_eq!(contact.standing(), policy::Standing::OptedOut);
    assert_eq!(book.change(&id, &agrees), Err(Wrong::OptInByItself));
}

#[test]
fn a_new_address_has_not_bounced() {
    let mut book = book();
    book.know(Contact {
        contact_id: "c".into(),
        external_id: Some("1".into()),
        email: Some("old@x".into()),
        bounced_at_us: Some(5),
        ..Contact::default()
    });
    put(&mut book, &item("1", "old@x"));
    assert_eq!(book.contact("c").and_then(|c| c.bounced_at_us), Some(5));
    put(&mut book, &item("1", "new@x"));
    let contact = book.contact("c").expect("known");
    assert_eq!(contact.email.as_deref(), Some("new@x"));
    assert_eq!(contact.bounced_at_us, None);
    assert_eq!(put(&mut book, &item("", "old@x")).outcome, Outcome::Created);
}

#[test]
fn after_a_merge_both_names_mean_the_one_that_stays() {
    let mut book = book();
    let kept = put(&mut book, &item("1", "a@x")).contact_id;
    let mut gone = item("2", "b@x");
    gone.opted_out = true;
    gone.attributes.insert("role".into(), Some("buyer".into()));
    let other = put(&mut book, &gone).contact_id;
    book.merge(&kept, &other);
    let again = put(&mut book, &gone);
    assert_eq!(again.contact_id, kept);
    assert_eq!(
        again.outcome,
        Outcome::Unchanged,
        "its address stays a former one"
    );
    let contact = book.contact(&kept).expect("known").clone();
    assert_eq!(contact.email.as_deref(), Some("a@x"));
    assert_eq!(contact.attributes["role"], "buyer");
    assert!(contact.opted_out_at_us.is_some());
    book.merge(&kept, &other);
    assert_eq!(book.contact(&kept), Some(&contact));
    // Somebody who looks at it may choose the other address after all.
    assert_eq!(book.change(&kept, &item("", "b@x")), Ok(true));
    assert_eq!(
        book.contact(&kept).and_then(|c| c.email.as_deref()),
        Some("b@x")
    );
}

#[test]
fn who_was_on_the_list_is_on_it_after_a_merge() {
    let mut book = book();
    let contact = |id: &str, email: &str, listed| Contact {
        contact_id: id.into(),
        email: Some(email.into()),
        do_not_contact: listed,
        ..Contact::default()
    };
    book.know(contact("a", "a@x", false));
    book.know(contact("b", "b@y", true));
    book.merge("a", "b");
    assert!(
        book.changes()
            .iter()
            .any(|change| matches!(change, Change::Block(entry) if entry.value == "a@x"))
    );
}

#[test]
fn accounts_are_found_by_id_then_by_name() {
    let mut book = book();
    let with = |contact: &str, id: &str, name: &str| Item {
        account: Said::Value(AccountItem {
            external_id: Some(id.to_owned()).filter(|id| !id.is_empty()),
            name: Some(name.to_owned()).filter(|name| !name.is_empty()),
            ..AccountItem::default()
        }),
        ..item(contact, "")
    };
    let mut account = |item: &Item| {
        let id = put(&mut book, item).contact_id;
        book.contact(&id).and_then(|c| c.account_id.clone())
    };
    let acme = account(&with("1", "", "Acme B.V."));
    assert_eq!(account(&with("2", "", " ACME  b.v. ")), acme);
    assert_eq!(
        account(&with("3", "A1", "Acme B.V.")),
        acme,
        "it gets its id"
    );
    assert_eq!(
        account(&with("4", "A1", "Acme Holding")),
        acme,
        "a new name"
    );
    assert_ne!(
        account(&with("5", "A2", "Acme Holding")),
        acme,
        "another id"
    );
    assert!(acme.is_some());
}

/// Rows as a file has them, put together as an import does.
fn import(book: &mut Book, rows: &[Item]) -> Vec<Result<Put, Wrong>> {
    let mut groups = Groups::default();
    for row in rows {
        groups.add(
            row.external_id.as_deref(),
            row.email.value().map(String::as_str),
        );
    }
    let mut folded: BTreeMap<u32, Item> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        let first = groups.first_of(u32::try_from(index).expect("few"));
        match folded.get_mut(&first) {
            Some(item) => drop(item.fold(row.clone())),
            None => drop(folded.insert(first, row.clone())),
        }
    }
    folded.values().map(|item| book.put(item)).collect()
}

/// Everything that is stored, without ids that are drawn.
fn told(book: &Book) -> Vec<String> {
    let mut all: Vec<String> = book
        .contacts
        .values()
        .map(|c| {
            let mut c = c.clone();
            c.contact_id = String::new();
            c.account_id = c
                .account_id
                .and_then(|id| Some(book.accounts.get(&id)?.name.clone()));
            format!("{c:?}")
        })
        .collect();
    all.sort();
    all
}

fn rows(emails: &'static str) -> impl Strategy<Value = Vec<Item>> {
    let row = (
        proptest::option::of("[1-6]"),
        proptest::option::of(emails),
        proptest::option::of("(Jan|Piet)"),
        proptest::option::of("(Acme|Bolt)"),
        proptest::option::of(prop_oneof![
            Just(Consent::Given),
            Just(Consent::Refused),
            Just(Consent::Unknown)
        ]),
        any::<bool>(),
    )
        .prop_map(|(id, email, name, account, consent, opted_out)| Item {
            name: said(&name.unwrap_or_default()),
            account: account.map_or(Said::Nothing, |name| {
                Said::Value(AccountItem {
                    name: Some(name),
                    ..AccountItem::default()
                })
            }),
            consent,
            opted_out,
            ..item(&id.unwrap_or_default(), &email.unwrap_or_default())
        });
    proptest::collection::vec(row, 1..12)
}

proptest! {
    #[test]
    fn importing_a_file_again_changes_nothing(rows in rows("[a-e]@x")) {
        let mut book = book();
        let first = import(&mut book, &rows);
        let stored = told(&book);
        let second = import(&mut book, &rows);
        prop_assert_eq!(stored, told(&book));
        for (before, after) in first.iter().zip(&second) {
            match (before, after) {
                (Ok(before), Ok(after)) => {
                    prop_assert_eq!(&before.contact_id, &after.contact_id);
                    prop_assert_eq!(after.outcome, Outcome::Unchanged);
                }
                (before, after) => prop_assert_eq!(before, after),
            }
        }
    }

    #[test]
    fn the_order_of_rows_does_not_matter_without_conflicts(
        rows in rows("[a-e]@x"),
        seed in any::<u64>(),
    ) {
        // One row per person: whatever an id or address says of two rows is taken from the later.
        let mut seen = std::collections::HashSet::new();
        let rows: Vec<Item> = rows
            .into_iter()
            .filter(|row| {
                let (ids, emails) = row.keys();
                let keys: Vec<String> =
                    ids.iter().chain(&emails).map(ToString::to_string).collect();
                let free = keys.iter().all(|key| !seen.contains(key));
                seen.extend(keys);
                free
            })
            .collect();
        let mut turned = rows.clone();
        let by = usize::try_from(seed % 12).expect("small") % turned.len().max(1);
        turned.rotate_left(by);
        turned.reverse();
        let (mut one, mut other) = (book(), book());
        import(&mut one, &rows);
        import(&mut other, &turned);
        prop_assert_eq!(told(&one), told(&other));
    }

    #[test]
    fn an_import_never_makes_anybody_more_reachable(first in rows("[a-e]@x"), second in rows("[a-e]@x")) {
        let mut book = book();
        import(&mut book, &first);
        let out: Vec<String> = book.contacts.values()
            .filter(|c| c.opted_out_at_us.is_some() || c.consent == Consent::Refused)
            .map(|c| c.contact_id.clone())
            .collect();
        import(&mut book, &second);
        let moved: HashMap<&String, &String> = book.changes().iter().filter_map(|change| match change {
            Change::Merge { old_id, contact_id } => Some((old_id, contact_id)),
            _ => None,
        }).collect();
        for id in &out {
            let id = moved.get(id).copied().unwrap_or(id);
            let contact = book.contact(id).expect("nobody is lost");
            prop_assert!(contact.opted_out_at_us.is_some() || contact.consent == Consent::Refused);
        }
    }
}
