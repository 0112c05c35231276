//! Who is asked what, and how forms are dealt.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use survey::{Kind, Question, Status, Texts};

use super::*;
use crate::form;

fn question(key: &str, kind: Kind, new_page: bool) -> Question {
    Question {
        key: key.to_owned(),
        kind,
        text: Texts::new(),
        required: kind == Kind::Agree,
        driver: kind == Kind::Agree,
        touchpoint: None,
        direction: None,
        choices: Vec::new(),
        new_page,
    }
}

/// A score, six statements of which two begin a page, and a last question.
fn survey(statements_per_respondent: Option<u8>) -> Survey {
    let mut questions = vec![question("recommend", Kind::Recommend, false)];
    for index in 0..6 {
        questions.push(question(&format!("s{index}"), Kind::Agree, index % 3 == 0));
    }
    questions.push(question("why", Kind::OpenText, false));
    let definition = Definition {
        languages: vec!["en".to_owned()],
        title: Texts::new(),
        intro: Texts::new(),
        thanks: Texts::new(),
        employees: false,
        statements_per_respondent,
        smallest_group: None,
        questions,
    };
    Survey {
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
    }
}

#[test]
fn everybody_is_asked_everything_unless_statements_rotate() {
    let survey = survey(None);
    let asked = Asked::of(&survey.definition, "x");
    assert!(matches!(asked.shown, Cow::Borrowed(_)));
    let mut answers = Answers::new();
    asked.mark(&mut answers);
    assert!(answers.is_empty());
}

#[test]
fn a_form_is_that_of_a_survey_without_the_other_statements() {
    let survey = survey(Some(2));
    for _ in 0..50 {
        let asked = Asked::of(&survey.definition, &id::new());
        let shown: Vec<&str> = asked
            .shown
            .questions
            .iter()
            .map(|q| q.key.as_str())
            .collect();
        assert_eq!((shown.len(), shown[0], shown[3]), (4, "recommend", "why"));
        let pages = form::pages(&asked.shown);
        // The last question stays on the page of the last three statements, asked or not.
        let on_last = |key: &&&str| key.as_bytes()[1] >= b'3';
        let expected = match shown[1..3].iter().filter(on_last).count() {
            0 => vec![0..1, 1..3, 3..4],
            1 => vec![0..1, 1..2, 2..4],
            _ => vec![0..1, 1..4],
        };
        assert_eq!(pages, expected, "{shown:?}");
        assert!(pages.iter().all(|page| !page.is_empty()));
    }
}

#[test]
fn what_was_not_asked_is_marked_and_answers_stay() {
    let survey = survey(Some(2));
    let asked = Asked::of(&survey.definition, "0123456789abcdefghjkmnpqrs");
    let mut answers = Answers::from([("recommend".to_owned(), json!(9))]);
    let extra = asked.left_out[0].to_owned();
    answers.insert(extra.clone(), json!(5));
    asked.mark(&mut answers);
    assert_eq!(answers[&extra], json!(5));
    let marked = answers.values().filter(|value| **value == NOT_ASKED);
    assert_eq!(marked.count(), 3);
    assert!(
        asked
            .shown
            .questions
            .iter()
            .all(|q| answers.get(&q.key).is_none_or(|v| v != NOT_ASKED))
    );
}

#[test]
fn forms_are_dealt_in_turn() {
    let survey = survey(Some(2));
    let dealer = Dealer::default();
    let mut ids = dealer.ids(&survey, 20);
    ids.extend((0..10).map(|_| dealer.id(&survey)));
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 30);
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for id in &ids {
        for question in Asked::of(&survey.definition, id).shown.drivers() {
            *counts.entry(question.key.clone()).or_default() += 1;
        }
    }
    // Fifteen pairs are one cycle: two cycles are exactly balanced, wherever they begin.
    assert!(
        counts.len() == 6 && counts.values().all(|n| *n == 10),
        "{counts:?}"
    );
}

#[test]
fn the_memory_of_turns_stays_small() {
    let dealer = Dealer::default();
    let mut survey = survey(Some(3));
    for index in 0..TURNS_MAX + 10 {
        survey.survey_id = index.to_string();
        dealer.id(&survey);
    }
    assert!(dealer.turns.lock().expect("no panic").len() <= TURNS_MAX);
}
