//! Every kind with what it takes and what it refuses.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::model::{Choice, Texts};

fn texts(text: &str) -> Texts {
    Texts::from([("en".to_owned(), text.to_owned())])
}

fn question(key: &str, kind: Kind) -> Question {
    let choices = match kind {
        Kind::SingleChoice | Kind::MultipleChoice => ["mail", "phone", "chat"]
            .map(|key| Choice {
                key: key.to_owned(),
                text: texts(key),
                touchpoint: None,
            })
            .to_vec(),
        _ => Vec::new(),
    };
    Question {
        key: key.to_owned(),
        kind,
        text: texts(key),
        required: kind == Kind::Recommend,
        driver: false,
        touchpoint: None,
        direction: None,
        choices,
        new_page: false,
    }
}

fn definition() -> Definition {
    Definition {
        languages: vec!["en".to_owned()],
        title: texts("Test"),
        intro: Texts::new(),
        thanks: Texts::new(),
        employees: false,
        statements_per_respondent: None,
        smallest_group: None,
        questions: vec![
            question("recommend", Kind::Recommend),
            question("why", Kind::OpenText),
            question("software", Kind::Agree),
            question("effort", Kind::Effort),
            question("channel", Kind::SingleChoice),
            question("channels", Kind::MultipleChoice),
        ],
    }
}

fn given(json: Value) -> BTreeMap<String, Value> {
    serde_json::from_value(json).expect("an object")
}

fn partial(json: Value) -> Result<Value, Vec<FieldError>> {
    validate_answers(&definition(), &given(json), false).map(|a| json!(a))
}

#[test]
fn what_fits_is_kept_exactly() {
    let cases = [
        json!({"recommend": 0}),
        json!({"recommend": 10}),
        json!({"recommend": "not_asked", "software": "dont_know", "effort": "not_applicable"}),
        json!({"why": "  =1+1 \u{202e}\n🙂 "}),
        json!({"channel": "phone", "channels": ["mail", "chat"]}),
    ];
    for case in cases {
        assert_eq!(partial(case.clone()).expect("fits"), case);
    }
}

#[test]
fn blanks_are_dropped_and_choices_put_in_order() {
    let blank = json!({"recommend": null, "why": " \n", "channel": "", "channels": []});
    assert_eq!(partial(blank).expect("fits"), json!({}));
    assert_eq!(
        partial(json!({"channels": ["chat", "mail"]})).expect("fits"),
        json!({"channels": ["mail", "chat"]})
    );
}

#[test]
fn what_does_not_fit_is_refused_by_name() {
    let cases = [
        ("recommend", json!(11), "11 is not allowed"),
        ("recommend", json!(-1), "-1 is not allowed"),
        ("recommend", json!(9.0), "9.0 is not allowed"),
        ("recommend", json!(u64::MAX), "0 to 10"),
        ("recommend", json!("9"), "\"9\" is not allowed"),
        ("recommend", json!("dont_know"), "not allowed"),
        ("recommend", json!(true), "true is not allowed"),
        ("software", json!(0), "1 to 5, \"dont_know\""),
        ("effort", json!([3]), "[3] is not allowed"),
        ("why", json!(3), "give a text"),
        ("why", json!("a\u{0}b"), "NUL"),
        ("channel", json!("fax"), "one of mail, phone, chat"),
        ("channel", json!(["mail"]), "one of"),
        ("channels", json!(["mail", "fax"]), "\"fax\" is not allowed"),
        ("channels", json!(["mail", "mail"]), "twice"),
        ("channels", json!("mail"), "a list"),
    ];
    for (key, value, part) in cases {
        let errors = partial(json!({ key: value })).expect_err("refused");
        assert_eq!(errors.len(), 1, "{key} {value}");
        assert_eq!(errors[0].pointer, format!("/answers/{key}"));
        assert!(errors[0].detail.contains(part), "{}", errors[0].detail);
    }
    let unknown = partial(json!({"a/b~": 1})).expect_err("refused");
    assert_eq!(unknown[0].pointer, "/answers/a~1b~0");
    assert!(
        unknown[0]
            .detail
            .contains("no such question; the questions are recommend, why")
    );
}

#[test]
fn the_longest_text_is_kept_and_one_more_character_refused() {
    let longest = "é".repeat(OPEN_TEXT_MAX);
    assert!(partial(json!({"why": longest})).is_ok());
    let errors = partial(json!({"why": longest.clone() + "x"})).expect_err("too long");
    assert!(errors[0].detail.contains("10001") && errors[0].detail.contains("10000"));
}

#[test]
fn required_counts_only_when_complete() {
    assert!(partial(json!({})).is_ok());
    let complete = |json| validate_answers(&definition(), &given(json), true);
    assert!(complete(json!({"recommend": 0})).is_ok());
    assert!(complete(json!({"recommend": "not_asked"})).is_ok());
    for blank in [json!({}), json!({"recommend": null})] {
        let errors = complete(blank).expect_err("required");
        assert_eq!(errors[0].pointer, "/answers/recommend");
        assert!(errors[0].detail.contains("required"));
    }
    // A wrong value is one mistake, not two.
    assert_eq!(
        complete(json!({"recommend": 12})).expect_err("wrong").len(),
        1
    );
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-2_i64..13).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        prop::sample::select(vec![
            "dont_know",
            "not_asked",
            "not_applicable",
            "mail",
            "chat"
        ])
        .prop_map(Value::from),
        prop::collection::vec(prop::sample::select(vec!["mail", "phone", "fax"]), 0..4)
            .prop_map(Value::from),
    ]
}

proptest! {
    /// What was accepted is accepted again unchanged, and never holds a blank.
    #[test]
    fn storing_twice_changes_nothing(
        answers in prop::collection::btree_map(
            prop::sample::select(vec!["recommend", "why", "software", "channel", "channels", "x"])
                .prop_map(str::to_owned),
            any_value(),
            0..6,
        )
    ) {
        match validate_answers(&definition(), &answers, false) {
            Ok(kept) => {
                prop_assert!(kept.values().all(|v| !v.is_null()));
                prop_assert_eq!(validate_answers(&definition(), &kept, false), Ok(kept));
            }
            Err(errors) => {
                let named = errors
                    .iter()
                    .all(|e| answers.keys().any(|k| e.pointer == format!("/answers/{k}")));
                prop_assert!(named);
            }
        }
    }
}
