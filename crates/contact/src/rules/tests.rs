//! Fields in tables; merging by properties.

use policy::Standing;
use proptest::prelude::*;
use serde_json::json;

use super::field;
use super::*;
use crate::model::{Consent, Mark};

#[test]
fn addresses_are_folded_and_what_is_none_is_refused() {
    for (given, folded) in [
        ("jan@acme.nl", "jan@acme.nl"),
        ("  Jan.Jansen+x@ACME.nl ", "jan.jansen+x@acme.nl"),
        ("JÖRG@müller.DE", "jörg@müller.de"),
        ("root@localhost", "root@localhost"),
        ("o'brien@mail.example.co.uk", "o'brien@mail.example.co.uk"),
    ] {
        assert_eq!(email(given).expect(given), folded);
        assert_eq!(email(folded).expect("folded once is folded"), folded);
    }
    let long = format!("{}@acme.nl", "a".repeat(250));
    for bad in [
        "",
        "jan",
        "@acme.nl",
        "jan@",
        "jan@acme@nl",
        "jan jansen@acme.nl",
        "Jan <jan@acme.nl>",
        "jan@acme.nl, piet@acme.nl",
        "jan@acme.nl\r\nBcc: x@y.nl",
        "jan@.nl",
        "jan@acme..nl",
        "jan@acme.nl.",
        "jan@-acme.nl",
        "jan@ac me.nl",
        "jan\0@acme.nl",
        &long,
    ] {
        assert!(email(bad).is_err(), "{bad:?}");
    }
}

#[test]
fn languages_zones_and_words_are_understood() {
    for (given, code) in [
        ("nl", Some("nl")),
        ("NL", Some("nl")),
        ("nl_be", Some("nl-BE")),
        ("zh-Hant", Some("zh-Hant")),
        ("n", None),
        ("dutch1", None),
        ("nl-", None),
    ] {
        assert_eq!(field::language(given).ok().as_deref(), code, "{given}");
    }
    assert_eq!(field::language_named("Nederlands").as_deref(), Ok("nl"));
    assert_eq!(
        field::zone("europe/amsterdam").as_deref(),
        Ok("Europe/Amsterdam")
    );
    for bad in ["", "Mars/Olympus", "+01:00", "../etc/passwd"] {
        assert!(field::zone(bad).is_err(), "{bad}");
    }
    for (given, yes) in [("Ja", Some(true)), ("0", Some(false)), ("maybe", None)] {
        assert_eq!(field::yes_no(given).ok(), yes, "{given}");
    }
    for (given, consent) in [
        ("Ja", Some(Consent::Given)),
        ("opt-out", Some(Consent::Refused)),
        ("onbekend", Some(Consent::Unknown)),
        ("perhaps", None),
    ] {
        assert_eq!(field::consent(given).ok(), consent, "{given}");
    }
}

#[test]
fn moments_are_in_the_past() {
    let now_us = field::moment("2026-11-21T12:00:00Z", i64::MAX - 1_000_000_000_000).expect("then");
    assert_eq!(field::moment("2026-11-21", now_us), Ok(now_us));
    for bad in [
        "2026-11-23",
        "1989-12-31",
        "21-11-2026",
        "2026-02-30",
        "soon",
        "",
    ] {
        assert!(field::moment(bad, now_us).is_err(), "{bad}");
    }
}

#[test]
fn attributes_are_texts_and_null_takes_one_away() {
    let given = |json: serde_json::Value| {
        let map = serde_json::from_value(json).expect("an object");
        field::attributes(&map)
    };
    let kept = given(json!({"a": "x", "b": 1.5, "c": true, "d": null})).expect("fine");
    assert_eq!(kept["a"].as_deref(), Some("x"));
    assert_eq!(kept["b"].as_deref(), Some("1.5"));
    assert_eq!(kept["c"].as_deref(), Some("true"));
    assert_eq!(kept["d"], None);
    let wrongs = given(json!({"a": [1], "": "x", "long": "x".repeat(201), "two": "a\nb"}))
        .expect_err("all wrong");
    assert_eq!(wrongs.len(), 4);
    let many: serde_json::Map<_, _> = (0..51).map(|n| (n.to_string(), json!("x"))).collect();
    assert!(given(many.into()).is_err());
}

#[test]
fn names_compare_by_their_words() {
    assert_eq!(name_key("  Acme\t B.V. "), "acme b.v.");
    assert_eq!(like_word("50%_a!"), "% 50!%!_a!!%");
}

#[test]
fn the_strongest_reason_not_to_write_is_told() {
    let mut contact = Contact::default();
    assert_eq!(contact.standing(), Standing::NoAddress);
    contact.email = Some("a@b".into());
    assert_eq!(contact.standing(), Standing::Reachable);
    contact.bounced_at_us = Some(1);
    assert_eq!(contact.standing(), Standing::Bounced);
    contact.consent = Consent::Refused;
    assert_eq!(contact.standing(), Standing::OptedOut);
    contact.complained_at_us = Some(1);
    assert_eq!(contact.standing(), Standing::Complained);
    contact.do_not_contact = true;
    assert_eq!(contact.standing(), Standing::DoNotContact);
    assert!(Mark::OptedIn.apply(&mut contact, 9));
    contact.do_not_contact = false;
    assert_eq!(contact.standing(), Standing::Bounced);
    assert_eq!(contact.consent_at_us, Some(9));
    assert!(Mark::Works.apply(&mut contact, 9));
    assert_eq!(contact.standing(), Standing::Reachable);
    assert!(!Mark::OptedIn.apply(&mut contact, 10), "nothing new");
}

fn contacts() -> impl Strategy<Value = Contact> {
    let maybe = || proptest::option::of(1_i64..100);
    let text = |of: &'static [&'static str]| {
        proptest::option::of(proptest::sample::select(of).prop_map(str::to_owned))
    };
    let consent = proptest::sample::select(&[Consent::Unknown, Consent::Given, Consent::Refused]);
    (
        text(&["a@x", "b@x", "c@y"]),
        text(&["1", "2"]),
        (maybe(), maybe(), maybe(), any::<bool>()),
        (consent, maybe()),
        proptest::collection::btree_map("[a-c]", "[x-z]".prop_map(String::from), 0..3),
        text(&["Jan", "Piet"]),
    )
        .prop_map(
            |(
                email,
                external_id,
                (bounced, out, complained, listed),
                consent,
                attributes,
                name,
            )| {
                Contact {
                    bounced_at_us: email.as_ref().and(bounced),
                    do_not_contact: listed && email.is_some(),
                    email,
                    external_id,
                    opted_out_at_us: out,
                    complained_at_us: complained,
                    consent: consent.0,
                    consent_at_us: consent.1,
                    attributes,
                    name,
                    ..Contact::default()
                }
            },
        )
}

/// Whether a person said, or it was said for them, that they don't want to be written to.
fn refuses(contact: &Contact) -> [bool; 3] {
    [
        contact.do_not_contact,
        contact.complained_at_us.is_some(),
        contact.opted_out_at_us.is_some() || contact.consent == Consent::Refused,
    ]
}

proptest! {
    #[test]
    fn merging_again_changes_nothing(a in contacts(), b in contacts()) {
        let mut once = a;
        merge(&mut once, &b);
        let mut twice = once.clone();
        merge(&mut twice, &b);
        prop_assert_eq!(&once, &twice);
        let itself = once.clone();
        merge(&mut once, &itself);
        prop_assert_eq!(once, itself);
    }

    #[test]
    fn nobody_becomes_more_reachable_by_a_merge(a in contacts(), b in contacts()) {
        let mut both = a.clone();
        merge(&mut both, &b);
        for (nth, refused) in refuses(&both).into_iter().enumerate() {
            prop_assert_eq!(refused, refuses(&a)[nth] || refuses(&b)[nth]);
        }
        // Whether it bounces is a property of the address that stays.
        for one in [&a, &b] {
            if one.email == both.email && one.bounced_at_us.is_some() {
                prop_assert!(both.standing() != Standing::Reachable);
            }
        }
    }

    #[test]
    fn any_text_is_checked_without_a_panic(text in "\\PC{0,40}") {
        if let Ok(email) = email(&text) {
            prop_assert_eq!(super::email(&email), Ok(email.clone()));
            prop_assert_eq!(email.matches('@').count(), 1);
        }
        let _ = (field::language(&text), field::zone(&text), field::moment(&text, 1 << 50));
    }
}
