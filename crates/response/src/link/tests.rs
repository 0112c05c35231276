//! A score of a link is one of the scale or none; a ballot follows from the secret alone.

use survey::templates::{self, Choices, Template};

use super::*;

fn definition(template: Template) -> Definition {
    let choices = Choices {
        company: "Acme",
        title: survey::Texts::new(),
        languages: vec!["en".to_owned()],
        drivers: None,
    };
    templates::definition(template, choices)
}

#[test]
fn a_score_is_exactly_one_of_the_scale() {
    let loyalty = definition(Template::RelationalNps);
    let effort = definition(Template::Ces);
    for (given, recommend, ces) in [
        ("0", Some(0), None),
        ("1", Some(1), Some(1)),
        ("5", Some(5), Some(5)),
        ("6", Some(6), None),
        ("10", Some(10), None),
        ("11", None, None),
        ("-1", None, None),
        ("+1", None, None),
        ("01", None, None),
        ("1.0", None, None),
        ("1e1", None, None),
        (" 1", None, None),
        ("", None, None),
        ("\0", None, None),
        ("[]", None, None),
        ("256", None, None),
        ("٣", None, None),
    ] {
        assert_eq!(score(&loyalty, Some(given)), recommend, "{given:?}");
        assert_eq!(score(&effort, Some(given)), ces, "{given:?}");
    }
    assert_eq!(score(&loyalty, None), None);
    let mut nothing = definition(Template::Ces);
    nothing.questions.clear();
    assert_eq!(score(&nothing, Some("3")), None, "nothing has a score");
}

#[test]
fn ballots_are_ids_that_follow_from_the_secret() {
    let (one, other) = (id::secret(), id::secret());
    let ballot = ballot_of(&one);
    assert!(id::is_id(&ballot), "{ballot}");
    assert_eq!(ballot, ballot_of(&one), "the same link is the same ballot");
    assert_ne!(ballot, ballot_of(&other));
    let stored = id::hash(&one);
    let text = format!("{stored:02x?}").replace(['[', ']', ',', ' '], "");
    assert_eq!(text.len(), 64);
    assert_ne!(
        ballot,
        ballot_of(&text),
        "what is stored doesn't lead to it"
    );
}
