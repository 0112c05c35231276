//! Templates are sound surveys in each language, with the keys that others build on.

use super::*;
use crate::rules;

fn made(template: Template, languages: &[&str], drivers: Option<Vec<Driver>>) -> Definition {
    let choices = Choices {
        company: "Acme",
        title: Texts::new(),
        languages: languages.iter().map(|l| (*l).to_owned()).collect(),
        drivers,
    };
    definition(template, choices)
}

#[test]
fn templates_are_sound_and_wholly_translated() {
    for template in Template::ALL {
        for languages in [&["nl", "en"][..], &["en"], &["nl"], &["nl-BE", "en-GB"]] {
            let definition = made(template, languages, None);
            assert_eq!(
                rules::check(&definition),
                vec![],
                "{template:?} {languages:?}"
            );
            assert_eq!(
                rules::missing(&definition),
                vec![],
                "{template:?} {languages:?}"
            );
            let json = serde_json::to_string(&definition).expect("plain data");
            assert!(!json.contains('{') || !json.contains("{company}"), "{json}");
        }
    }
}

#[test]
fn keys_and_outcomes_are_those_others_build_on() {
    let cases = [
        (
            Template::RelationalNps,
            Some(("recommend", Kind::Recommend)),
            6,
        ),
        (Template::Ces, Some(("effort", Kind::Effort)), 0),
        (
            Template::Csat,
            Some(("satisfaction", Kind::Satisfaction)),
            0,
        ),
        (Template::Cas, Some(("advocacy", Kind::Advocacy)), 0),
        (Template::Enps, Some(("recommend", Kind::Recommend)), 6),
        (Template::Empty, None, 0),
    ];
    for (template, outcome, drivers) in cases {
        let definition = made(template, &["nl", "en"], None);
        let found = definition.outcome().map(|q| (q.key.as_str(), q.kind));
        assert_eq!(found, outcome, "{template:?}");
        assert_eq!(definition.drivers().count(), drivers, "{template:?}");
        assert_eq!(definition.employees, template == Template::Enps);
        assert_eq!(template.as_str().parse(), Ok(template));
        if outcome.is_some() {
            assert_eq!(
                definition.questions[1].key, "why",
                "asked right after the score"
            );
            assert_eq!(definition.questions[1].kind, Kind::OpenText);
            assert!(!definition.questions[1].required, "no required comment");
        }
        assert!(
            rules::expected_seconds(&definition) <= rules::SECONDS_MAX,
            "{template:?}"
        );
    }
    let effort = made(Template::Ces, &["nl"], None).questions[0].clone();
    assert_eq!(effort.direction, Some(Direction::EasyHigh));
    assert!("nps".parse::<Template>().is_err());
}

#[test]
fn what_no_score_tells_can_be_asked_beside_it() {
    let plain = made(Template::RelationalNps, &["nl", "en"], None);
    let both = with_extras(plain.clone(), &[Extra::Elsewhere, Extra::Moment]);
    let keys: Vec<&str> = both.questions.iter().map(|q| q.key.as_str()).collect();
    assert_eq!(keys[keys.len() - 2..], ["moment", "elsewhere"]);
    assert_eq!(rules::check(&both), vec![]);
    assert_eq!(rules::missing(&both), vec![]);
    assert_eq!(with_extras(both.clone(), &Extra::ALL), both, "each once");
    assert!(both.questions.iter().rev().take(2).all(|q| !q.required));
    // They take it above a minute, which the editor tells; fewer statements bring it back.
    assert!(rules::expected_seconds(&both) > rules::SECONDS_MAX);
    let rotated = Definition {
        statements_per_respondent: Some(3),
        ..both
    };
    assert!(rules::expected_seconds(&rotated) <= rules::SECONDS_MAX);
    assert_eq!(rules::check(&rotated), vec![]);
    // A key that is taken gets a number.
    let mut taken = plain;
    taken.questions[1].key = "moment".to_owned();
    let taken = with_extras(taken, &[Extra::Moment]);
    assert_eq!(
        taken.questions.last().map(|q| q.key.as_str()),
        Some("moment_2")
    );
    for extra in Extra::ALL {
        assert_eq!(extra.as_str().parse(), Ok(extra));
        let asked = extra_question(extra, &["nl-BE".to_owned(), "de".to_owned()]);
        assert_eq!(asked.text.keys().collect::<Vec<_>>(), ["nl-BE"]);
    }
}

#[test]
fn own_drivers_come_in_place_of_the_templates() {
    let driver = Driver {
        key: "speed".to_owned(),
        text: Texts::from([("nl".to_owned(), "Snel.".to_owned())]),
        touchpoint: Some("delivery".to_owned()),
    };
    let own = made(Template::RelationalNps, &["nl"], Some(vec![driver]));
    let keys: Vec<_> = own.drivers().map(|q| q.key.as_str()).collect();
    assert_eq!(keys, ["speed"]);
    assert_eq!(own.questions[2].touchpoint.as_deref(), Some("delivery"));
    assert!(own.questions[2].new_page);
    let none = made(Template::RelationalNps, &["nl"], Some(Vec::new()));
    assert_eq!(none.drivers().count(), 0);
    // Without a question before them they need no page of their own.
    let driver = Driver {
        key: "a".to_owned(),
        text: Texts::new(),
        touchpoint: None,
    };
    assert!(!made(Template::Empty, &["nl"], Some(vec![driver])).questions[0].new_page);
}
