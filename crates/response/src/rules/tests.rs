//! What may be said beside the answers, and what becomes of a response sent again.

use platform::clock::SECOND_US;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::model::{Channel, Identity};

fn given(json: Value) -> BTreeMap<String, Value> {
    serde_json::from_value(json).expect("an object")
}

#[test]
fn attributes_are_kept_as_text() {
    let kept = attributes(&given(json!({
        "industry": "Bank", "team": 7, "rate": 0.5, "new": true, "left": null, "é~/": ""
    })));
    let expected = [
        ("industry", "Bank"),
        ("new", "true"),
        ("rate", "0.5"),
        ("team", "7"),
        ("é~/", ""),
    ];
    let expected = expected.map(|(n, v)| (n.to_owned(), v.to_owned()));
    assert_eq!(kept, Ok(Attributes::from(expected)));
}

#[test]
fn attributes_that_do_not_fit_are_named() {
    let cases = [
        (json!({"a": ["x"]}), "/attributes/a", "text, a number"),
        (json!({"a/b~": {}}), "/attributes/a~1b~0", "text, a number"),
        (json!({"": "x"}), "/attributes/", "1 to 64"),
        (json!({"a\nb": "x"}), "/attributes/a\nb", "on one line"),
        (json!({"x".repeat(65): "x"}), "", "1 to 64"),
        (
            json!({"a": "é".repeat(201)}),
            "/attributes/a",
            "201 characters",
        ),
        (json!({"a": "b\u{0}c"}), "/attributes/a", "NUL"),
    ];
    for (case, pointer, part) in cases {
        let errors = attributes(&given(case.clone())).expect_err("refused");
        assert_eq!(errors.len(), 1, "{case}");
        assert!(pointer.is_empty() || errors[0].pointer == pointer, "{case}");
        assert!(
            errors[0].detail.contains(part),
            "{case}: {}",
            errors[0].detail
        );
    }
    let limits = json!({"x".repeat(64): "é".repeat(200)});
    assert!(attributes(&given(limits)).is_ok());
    let many: BTreeMap<_, _> = (0..51).map(|i| (i.to_string(), json!(i))).collect();
    assert_eq!(
        attributes(&many).expect_err("too many")[0].pointer,
        "/attributes"
    );
}

#[test]
fn ids_and_languages_have_their_form() {
    assert!(external_id("klant 12/a é").is_ok());
    for bad in ["", "a\u{0}", "a\nb", &"x".repeat(201)] {
        assert!(external_id(bad).is_err(), "{bad:?}");
    }
    for good in ["nl", "en-GB", "zh-Hant-TW"] {
        assert!(language(good).is_ok(), "{good}");
    }
    for bad in [
        "",
        "n",
        "nl_NL",
        "nl-",
        "NL",
        "english",
        "n1",
        "<script>",
        "n\u{0}l",
        &"x".repeat(36),
    ] {
        assert!(language(bad).is_err(), "{bad:?}");
    }
}

#[test]
fn answers_of_employees_are_not_shown_one_by_one() {
    let choices = survey::templates::Choices {
        company: "Acme",
        title: survey::Texts::new(),
        languages: vec!["en".into()],
        drivers: None,
    };
    let enps = survey::templates::Template::Enps;
    let mut definition = survey::templates::definition(enps, choices);
    assert!(matches!(
        shown_one_by_one(&definition, &Sight::Everything),
        Err(platform::Problem::Forbidden(_))
    ));
    definition.employees = false;
    let own = Sight::of(["ann".to_owned()]);
    for sight in [&Sight::Everything, &own] {
        assert!(shown_one_by_one(&definition, sight).is_ok());
    }
    // Of customers a limited sight could count a small group from its answers.
    definition.smallest_group = Some(4);
    assert!(shown_one_by_one(&definition, &Sight::Everything).is_ok());
    assert!(shown_one_by_one(&definition, &own).is_err());
}

#[test]
fn an_erased_external_id_is_recognised_but_not_readable() {
    let erased = erased_external_id("w", "s", "jan@example.nl");
    assert_eq!(erased, erased_external_id("w", "s", "jan@example.nl"));
    assert_ne!(erased, erased_external_id("w", "other", "jan@example.nl"));
    assert!(!erased.contains("jan") && external_id(&erased).is_ok());
}

#[test]
fn answered_at_is_a_time_or_a_date_of_the_recent_past() {
    let zone = TimeZone::get("Europe/Amsterdam").expect("bundled");
    let now: jiff::Timestamp = "2026-11-21T12:00:00Z".parse().expect("a time");
    let read = |text| answered_at(text, &zone, now.as_microsecond());
    // Half past eleven in the evening in UTC is the next day in Amsterdam.
    let late = read("2026-11-20T23:30:00Z").expect("a time");
    assert_eq!(clock::date_of_day(late.day).to_string(), "2026-11-21");
    assert_eq!(read("2026-11-21T00:30:00+01:00"), Ok(late));
    let date = read("2026-03-29").expect("a date");
    assert_eq!(clock::date_of_day(date.day).to_string(), "2026-03-29");
    assert_eq!(
        Moment::new(&zone, date.at_us),
        date,
        "the moment is on that day"
    );
    assert!(
        read("2026-11-22T11:59:59Z").is_ok(),
        "a clock may be ahead a day"
    );
    for bad in [
        "2026-11-22T12:00:01Z",
        "2026-11-24",
        "1989-12-31",
        "1969-07-20T20:17:40Z",
        "",
        "yesterday",
        "2026-13-01",
        "2026-11-21T14:30",
        "21-11-2026",
        "1e999",
        "2026-11-21 ",
    ] {
        assert!(read(bad).is_err(), "{bad}");
    }
    assert!(read("1990-01-01").is_ok());
}

fn moment(second: i64) -> Moment {
    Moment {
        at_us: second * SECOND_US,
        day: 20_000,
    }
}

fn old(state: State, answers: Value) -> Response {
    Response {
        response_id: "r".into(),
        ordinal: 1,
        change_seq: 1,
        version: 1,
        state,
        doubt: None,
        language: "nl".into(),
        channel: Channel::Link,
        external_id: None,
        answers: given(answers),
        attributes: Attributes::new(),
        answered: moment(1),
        stored_at_us: 0,
        changed_at_us: 0,
    }
}

fn new(state: State, extent: Extent, answers: Value) -> New {
    New {
        state,
        channel: Channel::Link,
        identity: Identity::Submission("s".into()),
        extent,
        language: None,
        answers: given(answers),
        attributes: Attributes::new(),
        answered: None,
        doubt: None,
    }
}

fn questions(keys: &[&str]) -> Extent {
    Extent::Questions(keys.iter().map(|k| (*k).to_owned()).collect())
}

#[test]
fn a_step_replaces_just_its_questions() {
    let stored = old(
        State::Partial,
        json!({"recommend": 3, "why": "slow", "software": 2}),
    );
    let step = new(
        State::Partial,
        questions(&["recommend", "why"]),
        json!({"recommend": 9}),
    );
    let content = merged(&stored, &step, moment(5)).expect("it changes");
    assert_eq!(
        json!(content.answers),
        json!({"recommend": 9, "software": 2})
    );
    assert_eq!(
        (content.state, content.answered),
        (State::Partial, moment(5))
    );
}

#[test]
fn a_form_that_did_not_ask_leaves_what_was_answered() {
    let stored = old(
        State::Partial,
        json!({"recommend": 3, "software": 2, "support": "not_asked"}),
    );
    let answers = json!({"recommend": 9, "software": "not_asked", "support": 4});
    for extent in [Extent::Whole, questions(&["recommend", "support"])] {
        let form = new(State::Complete, extent, answers.clone());
        let content = merged(&stored, &form, moment(5)).expect("it changes");
        let expected = json!({"recommend": 9, "software": 2, "support": 4});
        assert_eq!(json!(content.answers), expected);
    }
    let program = New {
        channel: Channel::Api,
        ..new(State::Complete, Extent::Whole, answers.clone())
    };
    let content = merged(&stored, &program, moment(5)).expect("it changes");
    assert_eq!(json!(content.answers), answers, "a program says it all");
}

#[test]
fn a_late_step_never_makes_a_complete_response_partial() {
    let stored = old(State::Complete, json!({"recommend": 3, "software": 2}));
    let step = new(
        State::Partial,
        questions(&["recommend"]),
        json!({"recommend": 9}),
    );
    let content = merged(&stored, &step, moment(5)).expect("it changes");
    assert_eq!(
        json!(content.answers),
        json!({"recommend": 9, "software": 2})
    );
    assert_eq!(
        (content.state, content.answered),
        (State::Complete, moment(1))
    );
}

#[test]
fn the_same_again_changes_nothing() {
    let stored = old(State::Complete, json!({"recommend": 0}));
    let again = new(State::Complete, Extent::Whole, json!({"recommend": 0}));
    assert_eq!(merged(&stored, &again, moment(9)), None);
    let mut dated = again.clone();
    dated.answered = Some(moment(1));
    dated.language = Some("nl".into());
    assert_eq!(merged(&stored, &dated, moment(9)), None);
    dated.answered = Some(moment(2));
    assert_eq!(
        merged(&stored, &dated, moment(9)).map(|c| c.answered),
        Some(moment(2))
    );
    let other = New {
        language: Some("en".into()),
        ..again
    };
    assert_eq!(
        merged(&stored, &other, moment(9)).map(|c| c.language),
        Some("en".into())
    );
}

#[test]
fn a_row_of_a_file_keeps_what_the_file_cannot_say() {
    let mut stored = old(State::Complete, json!({"recommend": 3, "gone": 4}));
    stored.attributes = [("a".into(), " x ".into()), ("b".into(), " ".into())].into();
    let row = |spans| Extent::Row {
        asked: ["recommend".to_owned()].into(),
        spans,
    };
    let at_us = stored.answered.at_us;
    let span = at_us - 1..at_us + 1;
    let mut same = new(
        State::Complete,
        row(vec![span.clone()]),
        json!({"recommend": 3}),
    );
    same.attributes = [("a".into(), "x".into())].into();
    same.answered = Some(moment(9));
    assert_eq!(merged(&stored, &same, moment(20)), None);
    let other = New {
        answers: given(json!({"recommend": 8})),
        ..same.clone()
    };
    let content = merged(&stored, &other, moment(20)).expect("it changes");
    assert_eq!(json!(content.answers), json!({"recommend": 8, "gone": 4}));
    assert_eq!(content.attributes, stored.attributes);
    assert_eq!(content.answered, stored.answered);
    let later = New {
        extent: row(Vec::new()),
        ..same
    };
    let content = merged(&stored, &later, moment(20)).expect("it changes");
    assert_eq!(content.answered, moment(9));
}

#[test]
fn the_last_whole_sending_wins() {
    let stored = old(State::Complete, json!({"recommend": 3, "why": "slow"}));
    let last = new(State::Complete, Extent::Whole, json!({"recommend": 9}));
    let content = merged(&stored, &last, moment(9)).expect("it changes");
    assert_eq!(json!(content.answers), json!({"recommend": 9}));
    assert_eq!(content.answered, moment(1), "when it was answered first");
}

fn some_answers() -> impl Strategy<Value = Answers> {
    prop::collection::btree_map("[a-d]", (0_i64..4).prop_map(Value::from), 0..4)
}

fn some_extent() -> impl Strategy<Value = Extent> {
    prop_oneof![
        Just(Extent::Whole),
        prop::collection::vec("[a-d]", 0..4).prop_map(Extent::Questions),
    ]
}

proptest! {
    /// A retry of what was just stored never changes anything more.
    #[test]
    fn storing_is_idempotent(
        before in some_answers(),
        sent in some_answers(),
        extent in some_extent(),
        complete: bool,
        sent_complete: bool,
    ) {
        let state = |complete| if complete { State::Complete } else { State::Partial };
        let mut stored = old(state(complete), json!(before));
        let sending = new(state(sent_complete), extent, json!(sent));
        if let Some(content) = merged(&stored, &sending, moment(5)) {
            (stored.state, stored.answers) = (content.state, content.answers);
            (stored.language, stored.answered) = (content.language, content.answered);
            stored.attributes = content.attributes;
        }
        prop_assert_eq!(merged(&stored, &sending, moment(6)), None);
        for (key, value) in &sending.answers {
            prop_assert_eq!(stored.answers.get(key), Some(value));
        }
    }
}
