//! A choice stays a choice and own words stay own words, whatever they look like.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::model::{Choice, Texts};
use crate::templates::question;

fn of(kind: Kind) -> Question {
    let choice = |key: &str| Choice {
        key: key.to_owned(),
        text: Texts::from([("en".to_owned(), key.to_owned())]),
        touchpoint: None,
    };
    Question {
        choices: vec![choice("support"), choice("invoice"), choice("other")],
        ..question("q", kind, Texts::new())
    }
}

#[test]
fn a_moment_is_one_choice_or_own_words() {
    let kept = [
        (json!("support"), Some("support")),
        (json!("other"), Some("other")),
        (json!("other:"), None),
        (json!("other:  \n"), None),
        (json!(""), None),
        (json!("other:support"), Some("other:support")),
        (
            json!("other: my \"own\" words, =1+1|;\n🙂 "),
            Some("other: my \"own\" words, =1+1|;\n🙂 "),
        ),
    ];
    for (given, expected) in kept {
        assert_eq!(
            moment(&of(Kind::Moment), &given),
            Ok(expected.map(Value::from)),
            "{given}"
        );
    }
    let long = format!("other:{}", "é".repeat(OWN_WORDS_MAX + 1));
    for wrong in [
        json!("fax"),
        json!("Other:x"),
        json!(["support"]),
        json!(3),
        json!("other:\0"),
        json!(long),
    ] {
        assert!(moment(&of(Kind::Moment), &wrong).is_err(), "{wrong}");
    }
    let wrong = moment(&of(Kind::Moment), &json!("fax")).expect_err("no choice");
    assert!(
        wrong.contains("one of support, invoice, other or \"other:\" and own words"),
        "{wrong}"
    );
}

#[test]
fn elsewhere_is_any_choices_and_own_words_once() {
    let kept = [
        (json!([]), None),
        (json!(["other: "]), None),
        (
            json!(["invoice", "support"]),
            Some(json!(["support", "invoice"])),
        ),
        (
            json!(["other:a|b;c", "invoice", "support"]),
            Some(json!(["support", "invoice", "other:a|b;c"])),
        ),
        (json!(["other:", "support"]), Some(json!(["support"]))),
    ];
    for (given, expected) in kept {
        assert_eq!(
            elsewhere(&of(Kind::Elsewhere), &given),
            Ok(expected),
            "{given}"
        );
    }
    let long = format!("other:{}", "x".repeat(OWN_WORDS_MAX + 1));
    for wrong in [
        json!("support"),
        json!(["support", "support"]),
        json!(["fax"]),
        json!([3]),
        json!(["other:a", "other:b"]),
        json!([long]),
    ] {
        assert!(elsewhere(&of(Kind::Elsewhere), &wrong).is_err(), "{wrong}");
    }
}

#[test]
fn what_was_written_is_found() {
    assert_eq!(words(Kind::OpenText, &json!("other:x")), Some("other:x"));
    assert_eq!(words(Kind::Moment, &json!("other:x")), Some("x"));
    assert_eq!(words(Kind::Moment, &json!("support")), None);
    assert_eq!(
        words(Kind::Elsewhere, &json!(["support", "other:x"])),
        Some("x")
    );
    assert_eq!(words(Kind::Elsewhere, &json!(["support"])), None);
    assert_eq!(words(Kind::SingleChoice, &json!("other:x")), None);
}

proptest! {
    #[test]
    fn own_words_are_kept_to_the_letter(text in "\\PC{1,40}") {
        let given = json!(format!("{OWN_WORDS}{text}"));
        let kept = moment(&of(Kind::Moment), &given).expect("words");
        if text.trim().is_empty() {
            prop_assert_eq!(kept, None);
        } else {
            prop_assert_eq!(kept.as_ref().and_then(own_words), Some(text.as_str()));
            let list = elsewhere(&of(Kind::Elsewhere), &json!([given, "support"])).expect("words");
            prop_assert_eq!(list.as_ref().and_then(own_words), Some(text.as_str()));
        }
    }
}
