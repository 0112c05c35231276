//! What respondents wrote in place of a choice goes through a file and comes back.

use proptest::prelude::*;
use serde_json::{Value, json};
use survey::{Choice, Kind, Question, Texts};

use super::super::cell;

fn question(kind: Kind) -> Question {
    let choice = |key: &str, text: &str| Choice {
        key: key.to_owned(),
        text: Texts::from([("en".to_owned(), text.to_owned())]),
        touchpoint: None,
    };
    Question {
        choices: vec![
            choice("support", "The support desk"),
            choice("other", "Any other"),
        ],
        ..survey::templates::question("q", kind, Texts::new())
    }
}

fn read(kind: Kind, text: &str) -> Result<Option<Value>, ()> {
    cell::answer(&question(kind), &[], text).map_err(|_| ())
}

#[test]
fn a_cell_names_a_choice_or_holds_own_words() {
    let moments = [
        ("support", Some(json!("support"))),
        (" the SUPPORT desk ", Some(json!("support"))),
        ("other", Some(json!("other"))),
        ("other: my own ", Some(json!("other: my own "))),
        ("other: ", None),
    ];
    for (text, expected) in moments {
        assert_eq!(read(Kind::Moment, text), Ok(expected), "{text:?}");
    }
    assert_eq!(read(Kind::Moment, "something else"), Err(()));
    let elsewhere = [
        ("support|other", Some(json!(["support", "other"]))),
        ("other; The support desk", Some(json!(["support", "other"]))),
        (
            "support|other:a|b;other:c",
            Some(json!(["support", "other:a|b;other:c"])),
        ),
        ("other:x", Some(json!(["other:x"]))),
        ("other: ", None),
        ("support|other:", Some(json!(["support"]))),
    ];
    for (text, expected) in elsewhere {
        assert_eq!(read(Kind::Elsewhere, text), Ok(expected), "{text:?}");
    }
    assert_eq!(read(Kind::Elsewhere, "support|fax"), Err(()));
    assert_eq!(read(Kind::Elsewhere, "another:x"), Err(()));
}

proptest! {
    #[test]
    fn whatever_was_written_comes_back(
        words in "\\PC{0,20}[|;:\"]?\\PC{1,20}",
        keys in prop::sample::subsequence(vec!["support", "other"], 0..=2),
    ) {
        prop_assume!(!words.trim().is_empty());
        let own = format!("other:{words}");
        prop_assert_eq!(read(Kind::Moment, &own), Ok(Some(json!(own))));
        let mut all = keys;
        all.push(&own);
        prop_assert_eq!(read(Kind::Elsewhere, &all.join("|")), Ok(Some(json!(all))));
    }
}
