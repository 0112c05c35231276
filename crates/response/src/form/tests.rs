//! Pages, fields and languages of the form.

use serde_json::json;
use survey::{Choice, Texts};

use super::*;

fn question(key: &str, kind: Kind, new_page: bool) -> Question {
    let choice = |key: &str| Choice {
        key: key.to_owned(),
        text: Texts::new(),
        touchpoint: None,
    };
    Question {
        key: key.to_owned(),
        kind,
        text: Texts::new(),
        required: kind == Kind::Recommend,
        driver: false,
        touchpoint: None,
        direction: None,
        choices: match kind {
            Kind::SingleChoice | Kind::MultipleChoice => vec![choice("mail"), choice("chat")],
            _ => Vec::new(),
        },
        new_page,
    }
}

fn definition() -> Definition {
    Definition {
        languages: vec!["nl".into(), "en".into()],
        title: Texts::new(),
        intro: Texts::new(),
        thanks: Texts::new(),
        employees: false,
        statements_per_respondent: None,
        smallest_group: None,
        questions: vec![
            question("recommend", Kind::Recommend, true),
            question("why", Kind::OpenText, false),
            question("software", Kind::Agree, true),
            question("channel", Kind::SingleChoice, false),
            question("channels", Kind::MultipleChoice, true),
        ],
    }
}

fn form(fields: &[(&str, &str)]) -> FormData {
    let fixed = [
        ("submission_id", "0123456789abcdefghjkmnpqrs"),
        ("version", "1"),
        ("page", "0"),
    ];
    let all = fixed
        .iter()
        .filter(|(n, _)| !fields.iter().any(|(m, _)| m == n))
        .chain(fields);
    FormData(
        all.map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
            .collect(),
    )
}

fn filled(fields: &[(&str, &str)]) -> Filled {
    Filled::read(&Asked::of(&definition(), "x"), 1, &form(fields)).expect("a form of ours")
}

#[test]
fn pages_begin_where_the_survey_says() {
    assert_eq!(pages(&definition()), [0..2, 2..4, 4..5]);
    let mut empty = definition();
    empty.questions.clear();
    assert_eq!(pages(&empty).first(), Some(&(0..0)));
    assert_eq!(pages(&empty).len(), 1);
    let last = Filled {
        page: 99,
        ..filled(&[])
    };
    assert_eq!(last.page_in(&pages(&definition())), 2);
}

#[test]
fn own_words_stand_in_place_of_a_choice_or_beside_them() {
    let mut asked = definition();
    for (at, kind) in [(3, Kind::Moment), (4, Kind::Elsewhere)] {
        asked.questions[at].kind = kind;
    }
    let cases: [(&[(&str, &str)], serde_json::Value); 8] = [
        (
            &[("answer_channel", "chat"), ("own_channel", "")],
            json!({"channel": "chat"}),
        ),
        (
            &[("answer_channel", "other:"), ("own_channel", " a\r\nb")],
            json!({"channel": "other: a\nb"}),
        ),
        // Without a script nobody chooses what they write; a choice made goes before it.
        (&[("own_channel", "mine")], json!({"channel": "other:mine"})),
        (
            &[("answer_channel", "chat"), ("own_channel", "x")],
            json!({"channel": "chat"}),
        ),
        (
            &[("answer_channel", "other:"), ("own_channel", " ")],
            json!({}),
        ),
        // Carried along from another page.
        (
            &[("answer_channel", "other:mine")],
            json!({"channel": "other:mine"}),
        ),
        (
            &[
                ("own_channels", "web"),
                ("answer_channels", "chat"),
                ("answer_channels", "mail"),
            ],
            json!({"channels": ["mail", "chat", "other:web"]}),
        ),
        (&[("own_channels", "")], json!({})),
    ];
    for (fields, expected) in cases {
        let sent = Filled::read(&Asked::of(&asked, "x"), 1, &form(fields)).expect("ours");
        let (answers, errors) = sent.answers(&asked);
        assert_eq!((json!(answers), errors), (expected, vec![]), "{fields:?}");
    }
    let stray = Filled::read(&Asked::of(&asked, "x"), 1, &form(&[("own_nothing", "x")]));
    assert!(stray.is_err());
}

#[test]
fn values_become_answers_as_the_api_takes_them() {
    let sent = filled(&[
        ("answer_recommend", "0"),
        ("answer_why", "  first\r\nsecond "),
        ("answer_software", "dont_know"),
        ("answer_channel", "chat"),
        ("answer_channels", "chat"),
        ("answer_channels", "mail"),
    ]);
    let (answers, errors) = sent.answers(&definition());
    assert_eq!(errors, []);
    let expected = json!({
        "recommend": 0, "why": "  first\nsecond ", "software": "dont_know", "channel": "chat",
        "channels": ["mail", "chat"]
    });
    assert_eq!(json!(answers), expected);
}

#[test]
fn blanks_are_no_answers() {
    let sent = filled(&[
        ("answer_recommend", ""),
        ("answer_why", " \r\n"),
        ("answer_channel", ""),
    ]);
    let (answers, errors) = sent.answers(&definition());
    assert!(answers.is_empty() && errors.is_empty());
    let definition = definition();
    let missing: Vec<_> = Filled::unanswered(&definition.questions, &answers).collect();
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0].key, "recommend");
}

#[test]
fn made_up_scores_are_no_answers() {
    for score in [
        "11",
        "-1",
        "9.5",
        "1e1",
        "+9",
        "09",
        "[]",
        "9 ",
        "٣",
        "256",
        "dont_know",
    ] {
        let (answers, errors) = filled(&[("answer_recommend", score)]).answers(&definition());
        assert!(answers.is_empty(), "{score}");
        assert_eq!(errors.len(), 1, "{score}");
        assert_eq!(errors[0].pointer, "recommend");
    }
}

#[test]
fn forms_that_are_not_ours_are_refused() {
    for fields in [
        &[("score", "9")][..],
        &[("submission_id", "")],
        &[("submission_id", "../../etc/passwd")],
        &[("page", "-1")],
        &[("page", "3")],
        &[("answer_nope", "1")],
        &[("version", "x")],
        &[("go", "language")],
        &[("go", "elsewhere:nl")],
    ] {
        assert!(
            Filled::read(&Asked::of(&definition(), "x"), 1, &form(fields)).is_err(),
            "{fields:?}"
        );
    }
}

#[test]
fn a_form_of_an_older_version_may_have_more() {
    let old = form(&[
        ("page", "9"),
        ("answer_nope", "1"),
        ("answer_why", "it works"),
    ]);
    let read = Filled::read(&Asked::of(&definition(), "x"), 2, &old).expect("a form of ours");
    assert_eq!(read.page_in(&pages(&definition())), 2);
    assert_eq!(read.values.len(), 1);
}

#[test]
fn buttons_say_where_to_go() {
    assert_eq!(filled(&[]).go, Go::Next);
    assert_eq!(filled(&[("go", "next")]).go, Go::Next);
    assert_eq!(filled(&[("go", "back")]).go, Go::Back);
    assert_eq!(
        filled(&[("go", "language:en")]).go,
        Go::Language("en".into())
    );
    assert_eq!(
        filled(&[("go", "language:de")]).go,
        Go::Language("nl".into())
    );
    assert_eq!(filled(&[("language", "EN")]).language, "en");
}

#[test]
fn a_step_replaces_what_was_seen_and_what_it_carries() {
    let definition = definition();
    let later = filled(&[("answer_channels", "mail")])
        .answers(&definition)
        .0;
    let keys = |page, answers: &Answers| match extent(
        &Asked::of(&definition, "x"),
        &pages(&definition),
        page,
        answers,
    ) {
        Extent::Questions(keys) => keys,
        Extent::Whole | Extent::Row { .. } => panic!("a step is never the whole"),
    };
    assert_eq!(keys(0, &Answers::new()), ["recommend", "why"]);
    assert_eq!(
        keys(1, &Answers::new()),
        ["recommend", "why", "software", "channel"]
    );
    assert_eq!(keys(0, &later), ["recommend", "why", "channels"]);
}

#[test]
fn answers_to_statements_not_shown_count_when_they_are_answers() {
    let mut definition = definition();
    for key in ["support", "value"] {
        definition.questions.push(question(key, Kind::Agree, false));
    }
    for statement in definition
        .questions
        .iter_mut()
        .filter(|q| q.kind == Kind::Agree)
    {
        statement.driver = true;
    }
    definition.statements_per_respondent = Some(2);
    let asked = Asked::of(&definition, "0123456789abcdefghjkmnpqrs");
    let hidden = definition
        .drivers()
        .find(|q| asked.shown.question(&q.key).is_none());
    let hidden = hidden.expect("one of three is not shown").key.clone();
    let name = format!("answer_{hidden}");
    let read = |value| {
        let read = Filled::read(&asked, 1, &form(&[(&name, value)])).expect("a form of ours");
        let (answers, errors) = read.answers(&definition);
        assert_eq!(errors, []);
        answers
    };
    assert_eq!(read("4"), Answers::from([(hidden.clone(), json!(4))]));
    assert_eq!(read("6"), Answers::new(), "nobody could mend it");
    let Extent::Questions(keys) = extent(&asked, &pages(&asked.shown), 0, &read("4")) else {
        panic!("a step is never the whole");
    };
    assert_eq!(keys, ["recommend".to_owned(), "why".to_owned(), hidden]);
}

#[test]
fn the_browser_says_which_language() {
    let definition = definition();
    let cases = [
        ("en-GB,en;q=0.9,nl;q=0.8", "en"),
        ("de, nl-BE;q=0.5, en;q=0.4", "nl"),
        ("fr", "nl"),
        ("", "nl"),
        ("en;q=0", "nl"),
    ];
    for (header, expected) in cases {
        assert_eq!(preferred(&definition, header), expected, "{header}");
    }
}
