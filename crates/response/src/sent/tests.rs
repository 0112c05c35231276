//! Bodies that fit and bodies that don't.

use std::sync::Arc;

use serde_json::json;
use survey::{Definition, Kind, Question, Status, Survey, Texts};

use super::*;
use crate::known::Company;

fn question(key: &str, kind: Kind) -> Question {
    Question {
        key: key.to_owned(),
        kind,
        text: Texts::from([("en".to_owned(), key.to_owned())]),
        required: kind == Kind::Recommend,
        driver: false,
        touchpoint: None,
        direction: None,
        choices: Vec::new(),
        new_page: false,
    }
}

fn against() -> Against {
    let definition = Definition {
        languages: vec!["en".to_owned()],
        title: Texts::new(),
        intro: Texts::new(),
        thanks: Texts::new(),
        employees: false,
        statements_per_respondent: None,
        smallest_group: None,
        questions: vec![
            question("recommend", Kind::Recommend),
            question("why", Kind::OpenText),
        ],
    };
    let survey = Survey {
        workspace_id: "w".into(),
        survey_id: "s".into(),
        token: "t".into(),
        template: "empty".into(),
        status: Status::Open,
        version: 1,
        revision: 1,
        definition,
        response_count: 0,
        change_seq: 0,
        created_at_us: 0,
        published_at_us: None,
        closed_at_us: None,
    };
    let zone = jiff::tz::TimeZone::get("Europe/Amsterdam").expect("bundled");
    let now = Moment::new(&zone, 1_790_000_000_000_000);
    Against {
        survey: Arc::new(survey),
        company: Arc::new(Company {
            name: "Acme".into(),
            zone,
        }),
        now,
    }
}

fn check(body: Value) -> Result<New, Vec<FieldError>> {
    let sent: Sent = serde_json::from_value(body).expect("the form of a body");
    sent.check(&against(), Identity::None)
}

#[test]
fn a_zero_stays_a_zero() {
    let new = check(json!({"answers": {"recommend": 0}})).expect("fits");
    assert_eq!(new.answers["recommend"], json!(0));
    assert_eq!((new.state, new.identity), (State::Complete, Identity::None));
    assert_eq!((new.answered, new.language), (None, None));
}

#[test]
fn everything_that_can_be_said_is_kept() {
    let new = check(json!({
        "answers": {"recommend": 9}, "attributes": {"team": 7}, "external_id": "x-1",
        "answered_at": "2026-01-02", "language": "nl", "state": "partial"
    }))
    .expect("fits");
    assert_eq!(new.identity, Identity::External("x-1".into()));
    assert_eq!(new.attributes["team"], "7");
    assert_eq!(
        (new.state, new.language.as_deref()),
        (State::Partial, Some("nl"))
    );
    assert!(new.answered.is_some_and(|m| m.day == 20_455));
}

#[test]
fn all_mistakes_are_told_at_once() {
    let errors = check(json!({
        "answers": {"recommend": 11, "x": 1}, "attributes": {"a": []}, "external_id": "",
        "answered_at": "2999-01-01", "language": "<"
    }))
    .expect_err("refused");
    let pointers: Vec<_> = errors.iter().map(|e| e.pointer.as_str()).collect();
    assert_eq!(
        pointers,
        [
            "/answers/recommend",
            "/answers/x",
            "/attributes/a",
            "/external_id",
            "/language",
            "/answered_at"
        ]
    );
}

#[test]
fn fields_that_do_not_exist_are_refused() {
    for body in [
        json!({"answers": {}, "score": 9}),
        json!({}),
        json!({"answers": {}, "state": "erased"}),
        json!({"answers": []}),
        json!({"answers": {}, "external_id": 5}),
    ] {
        assert!(
            serde_json::from_value::<Sent>(body.clone()).is_err(),
            "{body}"
        );
    }
    assert!(
        serde_json::from_str::<Sent>(r#"{"answers":{"a":1,"a":2}}"#).is_err(),
        "double key"
    );
}

#[test]
fn mistakes_among_many_say_where() {
    let sent: Vec<Sent> = serde_json::from_value(json!([
        {"answers": {"recommend": 9}},
        {"answers": {"recommend": "9"}},
        {"answers": {"why": "no score"}}
    ]))
    .expect("the form of bodies");
    let errors = check_all(&sent, &against(), |_| Identity::None).expect_err("refused");
    let pointers: Vec<_> = errors.iter().map(|e| e.pointer.as_str()).collect();
    assert_eq!(
        pointers,
        [
            "/responses/1/answers/recommend",
            "/responses/2/answers/recommend"
        ]
    );
    assert!(check_all(&sent[..1], &against(), |_| Identity::None).is_ok());
}

/// A survey whose three statements rotate.
fn rotated() -> Against {
    let mut against = against();
    let survey = Arc::make_mut(&mut against.survey);
    for key in ["software", "support", "value"] {
        let statement = question(key, Kind::Agree);
        survey.definition.questions.push(Question {
            driver: true,
            required: true,
            ..statement
        });
    }
    survey.definition.statements_per_respondent = Some(2);
    against
}

#[test]
fn a_rotated_statement_that_is_not_named_was_not_asked() {
    let check = |answers: Value| {
        let sent: Sent = serde_json::from_value(json!({ "answers": answers })).expect("a body");
        sent.check(&rotated(), Identity::None)
    };
    let new = check(json!({"recommend": 9, "software": 4, "support": "dont_know"})).expect("fits");
    let expected = json!({
        "recommend": 9, "software": 4, "support": "dont_know", "value": "not_asked"
    });
    assert_eq!(json!(new.answers), expected);
    let errors = check(json!({"recommend": 9, "software": null})).expect_err("a blank");
    assert_eq!(errors[0].pointer, "/answers/software");
    assert_eq!(errors.len(), 1);
}
