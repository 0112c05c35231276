//! Tables of what is right and wrong, and what holds for any definition.

use std::collections::BTreeMap;

use platform::words::{Language, Words};
use proptest::prelude::*;

use super::*;
use crate::model::Direction;
use crate::templates::{self, Choices, Template};

fn texts(pairs: &[(&str, &str)]) -> Texts {
    pairs
        .iter()
        .map(|(language, text)| ((*language).to_owned(), (*text).to_owned()))
        .collect()
}

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
        text: texts(&[("en", text)]),
        touchpoint: None,
    }
}

/// The sample after `edit`, and what is then wrong with it.
fn faults(edit: impl FnOnce(&mut Definition)) -> Vec<(String, Wrong)> {
    let mut definition = sample();
    edit(&mut definition);
    check(&definition)
        .into_iter()
        .map(|f| (f.pointer, f.wrong))
        .collect()
}

/// A change made to something sound.
type Edit<'a, T> = &'a dyn Fn(&mut T);

/// Puts a text in place of another.
fn say(texts: &mut Texts, language: &str, text: &str) {
    texts.insert(language.to_owned(), text.to_owned());
}

fn one(pointer: &str, wrong: Wrong) -> Vec<(String, Wrong)> {
    vec![(pointer.to_owned(), wrong)]
}

#[test]
fn a_sound_definition_has_no_faults() {
    assert_eq!(faults(|_| {}), vec![]);
    let grows = faults(|d| {
        d.languages.push("zh-Hant".to_owned());
        d.questions[0].touchpoint = Some("onboarding".to_owned());
        d.intro = texts(&[("en", "two\nlines")]);
        d.questions[1].kind = Kind::SingleChoice;
        d.questions[1].choices = vec![choice("1_to_10", "a"), choice("more", "b")];
    });
    assert_eq!(grows, vec![]);
}

#[test]
fn keys_have_their_form_and_are_unique() {
    let long = "a".repeat(41);
    let cases = [
        ("", Wrong::KeyForm),
        ("Software", Wrong::KeyForm),
        ("1st", Wrong::KeyForm),
        ("_a", Wrong::KeyForm),
        ("a-b", Wrong::KeyForm),
        ("a b", Wrong::KeyForm),
        ("é", Wrong::KeyForm),
        (long.as_str(), Wrong::KeyForm),
        ("why", Wrong::KeyTwice),
        ("dont_know", Wrong::KeyReserved),
        ("external_id", Wrong::KeyReserved),
        ("language", Wrong::KeyReserved),
    ];
    for (key, wrong) in cases {
        let found = faults(|d| key.clone_into(&mut d.questions[2].key));
        assert_eq!(found, one("/questions/2/key", wrong), "{key:?}");
    }
    assert_eq!(faults(|d| d.questions[2].key = "a".repeat(40)), vec![]);
}

#[test]
fn languages_and_texts_fit_each_other() {
    let cases: [(Edit<'_, Definition>, &str, Wrong); 8] = [
        (&|d| d.languages = vec![], "/languages", Wrong::NoLanguage),
        (
            &|d| d.languages.push("n l".to_owned()),
            "/languages/2",
            Wrong::LanguageForm,
        ),
        (
            &|d| d.languages.push("NL".to_owned()),
            "/languages/2",
            Wrong::LanguageForm,
        ),
        (
            &|d| d.languages.push("nl".to_owned()),
            "/languages/2",
            Wrong::LanguageTwice,
        ),
        (
            &|d| say(&mut d.title, "de", "T"),
            "/title/de",
            Wrong::LanguageNotOffered,
        ),
        (
            &|d| drop(d.questions[0].text.remove("en")),
            "/questions/0/text/en",
            Wrong::NoText,
        ),
        (
            &|d| say(&mut d.questions[0].text, "nl", " \t"),
            "/questions/0/text/nl",
            Wrong::NoText,
        ),
        (
            &|d| say(&mut d.questions[0].text, "nl", &"é".repeat(1001)),
            "/questions/0/text/nl",
            Wrong::TextTooLong,
        ),
    ];
    for (edit, pointer, wrong) in cases {
        let found = faults(edit);
        assert!(
            found.contains(&(pointer.to_owned(), wrong)),
            "{pointer}: {found:?}"
        );
    }
    for bad in ["a\u{0}", "a\nb", "\u{1b}[31m", "a\u{7f}"] {
        let found = faults(|d| say(&mut d.questions[0].text, "nl", bad));
        assert_eq!(
            found,
            one("/questions/0/text/nl", Wrong::ControlCharacter),
            "{bad:?}"
        );
    }
    // A missing translation is reported, not refused.
    assert_eq!(faults(|d| drop(d.questions[0].text.remove("nl"))), vec![]);
}

#[test]
fn kinds_have_what_they_need_and_nothing_else() {
    let cases: [(Edit<'_, Question>, &str, Wrong); 8] = [
        (
            &|q| q.kind = Kind::Effort,
            "direction",
            Wrong::NeedsDirection,
        ),
        (
            &|q| q.direction = Some(Direction::EasyHigh),
            "direction",
            Wrong::TakesNoDirection,
        ),
        (
            &|q| q.choices = vec![choice("a", "A")],
            "choices",
            Wrong::TakesNoChoices,
        ),
        (
            &|q| q.kind = Kind::SingleChoice,
            "choices",
            Wrong::FewChoices,
        ),
        (
            &|q| {
                q.kind = Kind::MultipleChoice;
                q.choices = vec![choice("a", "A")];
            },
            "choices",
            Wrong::FewChoices,
        ),
        (
            &|q| {
                q.kind = Kind::MultipleChoice;
                q.choices = vec![choice("a", "A"), choice("a", "B")];
            },
            "choices/1/key",
            Wrong::KeyTwice,
        ),
        (
            &|q| {
                q.kind = Kind::MultipleChoice;
                q.choices = vec![choice("a", "A"), choice("not_asked", "B")];
            },
            "choices/1/key",
            Wrong::KeyReserved,
        ),
        (
            &|q| q.touchpoint = Some("a".repeat(101)),
            "touchpoint",
            Wrong::TextTooLong,
        ),
    ];
    for (edit, place, wrong) in cases {
        let found = faults(|d| {
            d.questions[2].driver = false;
            edit(&mut d.questions[2]);
        });
        assert_eq!(
            found,
            one(&format!("/questions/2/{place}"), wrong),
            "{place}"
        );
    }
    let driver = faults(|d| d.questions[0].driver = true);
    assert_eq!(driver, one("/questions/0/driver", Wrong::DriverMustAgree));
}

#[test]
fn there_are_limits() {
    let many = faults(|d| {
        let question = d.questions[2].clone();
        d.questions = (0..=QUESTIONS_MAX)
            .map(|i| Question {
                key: format!("q{i}"),
                ..question.clone()
            })
            .collect();
    });
    assert_eq!(many, one("/questions", Wrong::TooManyQuestions));
    let choices = faults(|d| {
        d.questions[1].kind = Kind::SingleChoice;
        d.questions[1].choices = (0..=CHOICES_MAX)
            .map(|i| choice(&format!("c{i}"), "x"))
            .collect();
    });
    assert_eq!(choices, one("/questions/1/choices", Wrong::TooManyChoices));
    let mut empty = sample();
    empty.questions.clear();
    assert_eq!(check(&empty), vec![]);
    assert_eq!(check_publishable(&empty)[0].wrong, Wrong::NoQuestions);
}

#[test]
fn language_codes_look_like_codes() {
    for right in ["nl", "en", "fy", "pt-BR", "zh-Hant-TW", "gsw", "de-1996"] {
        assert!(is_language(right), "{right}");
    }
    for wrong in [
        "", "n", "NL", "dutch", "nl_BE", "nl-", "-nl", "nl-b", "n!", "nl BE",
    ] {
        assert!(!is_language(wrong), "{wrong}");
    }
}

#[test]
fn missing_translations_are_found() {
    assert_eq!(missing(&sample()), vec![]);
    let mut definition = sample();
    definition.questions[1].text.remove("nl");
    definition.thanks.clear();
    let found: Vec<_> = missing(&definition)
        .into_iter()
        .map(|m| m.pointer)
        .collect();
    assert_eq!(found, ["/questions/1/text/nl"]);
}

#[test]
fn the_expected_time_adds_up() {
    // Recommend 5, why 20, six statements of 5.
    assert_eq!(expected_seconds(&sample()), 55);
    let mut definition = sample();
    definition.statements_per_respondent = Some(2);
    assert_eq!(expected_seconds(&definition), 35);
    let several = templates::question("several", Kind::MultipleChoice, Texts::new());
    definition.questions.push(several);
    assert_eq!(expected_seconds(&definition), 43);
    definition.questions.clear();
    assert_eq!(expected_seconds(&definition), 0);
}

#[test]
fn no_group_of_employees_under_five_is_ever_shown() {
    let asked = |employees, least| {
        let mut found = 0;
        let faults = faults(|d| {
            d.employees = employees;
            d.smallest_group = least;
            found = d.smallest_group();
        });
        (faults.first().map(|fault| fault.1), found)
    };
    // Whether employees, what is asked for, what is wrong with it, what holds in any case.
    for (employees, least, wrong, holds) in [
        (false, None, None, 1),
        (false, Some(1), None, 1),
        (false, Some(4), None, 4),
        (false, Some(100), None, 100),
        (false, Some(0), Some(Wrong::SmallestGroup), 1),
        (false, Some(-7), Some(Wrong::SmallestGroup), 7),
        (false, Some(101), Some(Wrong::SmallestGroup), 100),
        (true, None, None, 5),
        (true, Some(5), None, 5),
        (true, Some(12), None, 12),
        (true, Some(4), Some(Wrong::SmallestOfEmployees), 5),
        (true, Some(1), Some(Wrong::SmallestOfEmployees), 5),
        (true, Some(300), Some(Wrong::SmallestOfEmployees), 100),
    ] {
        assert_eq!(
            asked(employees, least),
            (wrong, holds),
            "{employees} {least:?}"
        );
    }
}

#[test]
fn each_respondent_gets_a_part_of_the_statements() {
    let some = |n| faults(|d| d.statements_per_respondent = n);
    for right in [None, Some(2), Some(5)] {
        assert_eq!(some(right), [], "{right:?} of 6");
    }
    for wrong in [0, 1, 6, 7, 255] {
        let expected = one("/statements_per_respondent", Wrong::StatementsPerRespondent);
        assert_eq!(some(Some(wrong)), expected, "{wrong} of 6");
    }
    let few = faults(|d| {
        d.questions.truncate(4);
        d.statements_per_respondent = Some(2);
    });
    assert_eq!(few, one("/statements_per_respondent", Wrong::FewStatements));
}

#[test]
fn every_fault_has_its_words_in_both_languages() {
    let words = Words::new(&[&platform::PLATFORM, &crate::SLICE]).expect("sound messages");
    for wrong in Wrong::ALL {
        let key = format!("survey-fault-{}", wrong.code());
        for language in Language::ALL {
            assert!(words.has(language, &key), "{key} in {}", language.code());
        }
    }
    let fault = Fault::new("/title/nl", Wrong::TextTooLong).with("max", 200);
    assert_eq!(fault.say(&words, Language::Nl), "Hoogstens 200 tekens.");
    assert_eq!(
        fault.to_field_error(&words).detail,
        "At most 200 characters."
    );
}

#[test]
fn both_languages_have_the_same_messages() {
    let keys = |source: &str| -> BTreeSet<String> {
        let lines = source.lines().filter(|l| l.starts_with("survey-"));
        lines
            .filter_map(|l| Some(l.split_once(" =")?.0.to_owned()))
            .collect()
    };
    let (en, nl) = (keys(crate::SLICE.words.en), keys(crate::SLICE.words.nl));
    assert_eq!(
        en.symmetric_difference(&nl).collect::<Vec<_>>(),
        Vec::<&String>::new()
    );
}

#[test]
fn keys_come_from_the_wording() {
    let free = |_: &str| false;
    assert_eq!(
        key_from("Één vraag: is 't snel?", free),
        "een_vraag_is_t_snel"
    );
    assert_eq!(key_from("2 dagen", free), "question_2_dagen");
    assert_eq!(key_from("日本", free), "question");
    assert_eq!(key_from("Language", free), "language_2");
    assert_eq!(key_from("Why", |k| k == "why" || k == "why_2"), "why_3");
}

fn any_definition() -> impl Strategy<Value = Definition> {
    let text = prop::collection::btree_map(
        prop::sample::select(vec!["en", "nl", "de", "x"]).prop_map(str::to_owned),
        prop_oneof!["\\PC{0,8}", Just(" ".to_owned()), Just("a\nb".to_owned())],
        0..3,
    );
    let question = (
        prop::sample::select(vec!["a", "b", "why", "Bad", "id", ""]),
        prop::sample::select(Kind::ALL.to_vec()),
        text.clone(),
        any::<(bool, bool, bool)>(),
        prop::option::of(Just(Direction::EasyHigh)),
        prop::collection::vec(
            (prop::sample::select(vec!["x", "y", ""]), text.clone()),
            0..3,
        ),
    )
        .prop_map(
            |(key, kind, text, (required, driver, new_page), direction, choices)| {
                let choice = |(key, text): (&str, Texts)| Choice {
                    key: key.to_owned(),
                    text,
                    touchpoint: None,
                };
                Question {
                    required,
                    driver,
                    new_page,
                    direction,
                    choices: choices.into_iter().map(choice).collect(),
                    ..templates::question(key, kind, text)
                }
            },
        );
    (
        prop::collection::vec(prop::sample::select(vec!["en", "nl", "de", "X"]), 0..4),
        text,
        prop::collection::vec(question, 0..5),
        prop::option::weighted(0.3, 0..5_u8),
    )
        .prop_map(
            |(languages, title, questions, statements_per_respondent)| Definition {
                languages: languages.into_iter().map(str::to_owned).collect(),
                title,
                intro: Texts::new(),
                thanks: Texts::new(),
                employees: false,
                statements_per_respondent,
                smallest_group: None,
                questions,
            },
        )
}

proptest! {
    /// Whatever passes the check can be asked in every language and answered without surprise.
    #[test]
    fn what_passes_can_be_asked(definition in any_definition()) {
        if check(&definition).is_empty() {
            let keys: BTreeSet<_> = definition.questions.iter().map(|q| &q.key).collect();
            prop_assert_eq!(keys.len(), definition.questions.len());
            for language in &definition.languages {
                for question in &definition.questions {
                    prop_assert!(is_key(&question.key));
                    prop_assert!(!definition.say(&question.text, language).trim().is_empty());
                    prop_assert_eq!(question.kind.has_choices(), question.choices.len() > 1);
                }
            }
            let nothing = crate::validate_answers(&definition, &BTreeMap::new(), false);
            prop_assert_eq!(nothing, Ok(BTreeMap::new()));
        }
    }

    /// Every fault points into the definition or at a text that is missing there.
    #[test]
    fn faults_point_into_the_definition(definition in any_definition()) {
        let json = serde_json::to_value(&definition).expect("plain data");
        for fault in check(&definition) {
            let parent = fault.pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
            prop_assert!(json.pointer(parent).is_some(), "{} in {json}", fault.pointer);
        }
    }

    /// Stored and read back it is the same, and no change; a change is never of no kind.
    #[test]
    fn every_change_is_of_some_kind(old in any_definition(), new in any_definition()) {
        let json = serde_json::to_string(&old).expect("plain data");
        let back: Definition = serde_json::from_str(&json).expect("its own JSON");
        prop_assert!(change(&old, &back).is_none());
        let change = change(&old, &new);
        prop_assert_eq!(change.is_none(), old == new);
        prop_assert_eq!(change.cosmetic, old != new && !change.makes_version());
    }

    #[test]
    fn keys_made_from_anything_are_keys(text in "\\PC{0,60}", n in 0_usize..4) {
        let mut taken: Vec<String> = Vec::new();
        for _ in 0..=n {
            let key = key_from(&text, |k| taken.iter().any(|t| t == k));
            prop_assert!(is_key(&key), "{key}");
            prop_assert!(!taken.contains(&key));
            taken.push(key);
        }
    }
}
