//! Touchpoints come and go as choices, and nothing else moves.

use proptest::prelude::*;

use super::*;
use crate::model::Question;
use crate::rules::{change, check};
use crate::templates::question;

fn texts(text: &str) -> Texts {
    Texts::from([("en".to_owned(), text.to_owned())])
}

fn measuring(key: &str, touchpoint: &str) -> Question {
    Question {
        touchpoint: Some(touchpoint.to_owned()),
        ..question(key, Kind::Agree, texts(key))
    }
}

fn definition(questions: Vec<Question>) -> Definition {
    Definition {
        languages: vec!["en".to_owned(), "nl".to_owned()],
        title: texts("Test"),
        intro: Texts::new(),
        thanks: Texts::new(),
        employees: false,
        statements_per_respondent: None,
        smallest_group: None,
        questions,
    }
}

fn moment(choices: &[&str]) -> Question {
    let choice = |key: &&str| Choice {
        key: (*key).to_owned(),
        text: texts(key),
        touchpoint: None,
    };
    Question {
        choices: choices.iter().map(choice).collect(),
        ..question("moment", Kind::Moment, texts("Which moment?"))
    }
}

fn keys(definition: &Definition) -> Vec<&str> {
    let moment = definition.question("moment").expect("asked");
    moment.choices.iter().map(|c| c.key.as_str()).collect()
}

#[test]
fn every_touchpoint_is_a_choice_once_and_before_the_others() {
    let made = with_touchpoints(definition(vec![
        measuring("a", "Support desk"),
        measuring("b", "Invoice"),
        measuring("c", "Support desk"),
        moment(&["start", "invoice"]),
    ]));
    assert_eq!(
        keys(&made),
        ["support_desk", "invoice_2", "start", "invoice"]
    );
    assert_eq!(check(&made), vec![]);
    assert_eq!(with_touchpoints(made.clone()), made);
}

#[test]
fn a_touchpoint_keeps_its_translation_and_goes_with_its_last_question() {
    let mut made = with_touchpoints(definition(vec![
        measuring("a", "Support"),
        measuring("b", "Invoice"),
        moment(&["start"]),
    ]));
    made.questions[2].choices[0]
        .text
        .insert("nl".to_owned(), "Hulp".to_owned());
    let before = made.clone();
    made.questions[1].touchpoint = Some("Delivery".to_owned());
    let made = with_touchpoints(made);
    assert_eq!(keys(&made), ["support", "delivery", "start"]);
    assert_eq!(made.questions[2].choices[0].text["nl"], "Hulp");
    // Other moments to choose from: answers from then on belong to another version.
    assert_eq!(change(&before, &made).scale, ["moment"]);
}

#[test]
fn other_questions_stay_as_they_are() {
    let choices = moment(&["x", "y"]).choices;
    let before = definition(vec![
        measuring("a", "Support"),
        Question {
            choices: choices.clone(),
            ..question("elsewhere", Kind::Elsewhere, texts("Where else?"))
        },
        Question {
            choices,
            ..question("one", Kind::SingleChoice, texts("Which?"))
        },
    ]);
    assert_eq!(with_touchpoints(before.clone()), before);
}

proptest! {
    #[test]
    fn whatever_touchpoints_there_are_the_choices_are_sound(
        touchpoints in prop::collection::vec("[A-Za-z é!]{1,30}", 0..8),
        own in prop::sample::subsequence(vec!["a", "question", "support"], 0..=3),
    ) {
        let mut questions: Vec<Question> = touchpoints
            .iter()
            .enumerate()
            .map(|(n, touchpoint)| measuring(&format!("q{n}"), touchpoint))
            .collect();
        questions.push(moment(&own));
        let made = with_touchpoints(definition(questions));
        let found = keys(&made);
        let mut unique = found.clone();
        unique.sort_unstable();
        unique.dedup();
        prop_assert_eq!(unique.len(), found.len());
        prop_assert_eq!(found.len(), own.len() + super::touchpoints(&made).len());
        prop_assert_eq!(with_touchpoints(made.clone()), made);
    }
}
