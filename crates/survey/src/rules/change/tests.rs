//! What is a change, a break, a scale.

use super::*;
use crate::model::Choice;
use crate::templates::{self, Choices, Template};

fn sample() -> Definition {
    let choices = Choices {
        company: "Acme",
        title: Texts::new(),
        languages: vec!["en".to_owned(), "nl".to_owned()],
        drivers: None,
    };
    templates::definition(Template::RelationalNps, choices)
}

fn choice(key: &str, text: &str) -> Choice {
    Choice {
        key: key.to_owned(),
        text: Texts::from([("en".to_owned(), text.to_owned())]),
        touchpoint: None,
    }
}

#[test]
fn changes_are_told_apart() {
    let old = sample();
    let edited = |edit: &dyn Fn(&mut Definition)| {
        let mut new = old.clone();
        edit(&mut new);
        change(&old, &new)
    };
    assert!(edited(&|_| {}).is_none());
    let cosmetic: [&dyn Fn(&mut Definition); 6] = [
        &|d| drop(d.title.insert("en".to_owned(), "Other".to_owned())),
        &|d| {
            d.languages.push("de".to_owned());
            d.questions[0]
                .text
                .insert("de".to_owned(), "Wie …".to_owned());
        },
        &|d| d.questions[1].required = true,
        &|d| d.questions[3].touchpoint = Some("support".to_owned()),
        &|d| d.questions[4].new_page = true,
        &|d| d.smallest_group = Some(8),
    ];
    for edit in cosmetic {
        let change = edited(edit);
        assert!(change.cosmetic && !change.makes_version(), "{change:?}");
    }
    let wording = edited(&|d| {
        d.questions[3]
            .text
            .insert("nl".to_owned(), "Anders gezegd.".to_owned());
    });
    assert_eq!(wording.wording, [old.questions[3].key.clone()]);
    assert!(wording.makes_version() && wording.scale.is_empty());
    let scaled = edited(&|d| d.questions[0].kind = Kind::Satisfaction);
    assert_eq!(scaled.scale, ["recommend"]);
    assert!(scaled.makes_version() && scaled.wording.is_empty());
    let rotated = edited(&|d| d.statements_per_respondent = Some(3));
    assert!(rotated.rotation && rotated.makes_version() && !rotated.structure);
    assert!(rotated.wording.is_empty() && rotated.scale.is_empty());
    for structure in [
        edited(&|d| d.questions.swap(2, 3)),
        edited(&|d| drop(d.questions.pop())),
        edited(&|d| d.employees = true),
    ] {
        assert!(
            structure.structure && structure.makes_version(),
            "{structure:?}"
        );
    }
}

#[test]
fn scales_differ_by_kind_direction_and_choices() {
    let effort = |direction| Question {
        direction: Some(direction),
        ..templates::question("effort", Kind::Effort, Texts::new())
    };
    assert_ne!(
        scale(&effort(Direction::EasyHigh)),
        scale(&effort(Direction::EffortHigh))
    );
    let choices = |keys: &[&str]| Question {
        choices: keys.iter().map(|k| choice(k, "x")).collect(),
        ..templates::question("channel", Kind::SingleChoice, Texts::new())
    };
    assert_eq!(scale(&choices(&["a", "b"])), scale(&choices(&["b", "a"])));
    assert_ne!(
        scale(&choices(&["a", "b"])),
        scale(&choices(&["a", "b", "c"]))
    );
}

#[test]
fn trends_break_where_the_question_changed() {
    let (one, mut two, mut three) = (sample(), sample(), sample());
    two.questions[0]
        .text
        .insert("en".to_owned(), "Would you recommend us?".to_owned());
    three.questions[0].text.clone_from(&two.questions[0].text);
    three.questions[0].kind = Kind::Satisfaction;
    let versions = vec![(1, one, 10), (2, two, 20), (3, three.clone(), 30)];
    let found: Vec<_> = breaks(&versions, "recommend")
        .into_iter()
        .map(|b| (b.version, b.from_at_us, b.is_scale))
        .collect();
    assert_eq!(found, [(2, 20, false), (3, 30, true)]);
    assert!(breaks(&versions, "why").is_empty());
    assert_eq!(comparable(&versions, &three.questions[0]), [3]);
    assert_eq!(comparable(&versions, &three.questions[1]), [1, 2, 3]);
}

#[test]
fn dealing_statements_otherwise_makes_a_version_and_breaks_no_trend() {
    let mut rotated = sample();
    rotated.statements_per_respondent = Some(3);
    let mut fewer = rotated.clone();
    fewer.questions[3].driver = false;
    assert!(
        change(&rotated, &fewer).rotation,
        "other statements are dealt"
    );
    let mut all = sample();
    all.questions[3].driver = false;
    assert!(!change(&sample(), &all).makes_version(), "nothing is dealt");
    let versions = [(1, sample(), 10), (2, rotated.clone(), 20), (3, fewer, 30)];
    for question in &sample().questions {
        assert_eq!(breaks(&versions, &question.key), []);
        assert_eq!(comparable(&versions, question), [1, 2, 3]);
    }
}

#[test]
fn anonymity_is_settled_by_the_first_answer() {
    let identified = sample();
    let anonymous = Definition {
        employees: true,
        ..sample()
    };
    let cases = [
        (&identified, &anonymous, 0, false),
        (&identified, &anonymous, 1, true),
        (&anonymous, &identified, 1, true),
        (&anonymous, &anonymous, 9, false),
    ];
    for (old, new, responses, refused) in cases {
        assert_eq!(settled(old, new, responses).is_some(), refused);
    }
}
