//! The form gives back what it was made from, and its buttons do what they say.

use proptest::prelude::*;

use super::*;

fn form(pairs: &[(&str, &str)]) -> FormData {
    FormData(
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
    )
}

/// The fields a browser sends for what is being edited.
fn sent(editing: &Editing) -> FormData {
    let mut fields = vec![
        ("revision".to_owned(), editing.revision.to_string()),
        (
            "languages".to_owned(),
            editing.definition.languages.join(", "),
        ),
    ];
    let mut texts = |place: &str, texts: &Texts| {
        for (language, text) in texts {
            fields.push((format!("{place}/{language}"), text.replace('\n', "\r\n")));
        }
    };
    texts("title", &editing.definition.title);
    texts("intro", &editing.definition.intro);
    texts("thanks", &editing.definition.thanks);
    for (index, question) in editing.definition.questions.iter().enumerate() {
        let place = format!("questions/{index}");
        texts(&format!("{place}/text"), &question.text);
        for (at, choice) in question.choices.iter().enumerate() {
            texts(&format!("{place}/choices/{at}/text"), &choice.text);
        }
    }
    let mut add = |name: String, value: &str| fields.push((name, value.to_owned()));
    if editing.definition.employees {
        add("employees".to_owned(), "on");
    }
    if let Some(least) = editing.definition.smallest_group {
        add("smallest_group".to_owned(), &least.to_string());
    }
    if let Some(per_respondent) = editing.definition.statements_per_respondent {
        add(
            "statements_per_respondent".to_owned(),
            &per_respondent.to_string(),
        );
    }
    for (index, question) in editing.definition.questions.iter().enumerate() {
        let place = format!("questions/{index}");
        add(format!("{place}/kind"), question.kind.as_str());
        add(format!("{place}/key"), &question.key);
        add(
            format!("{place}/touchpoint"),
            question.touchpoint.as_deref().unwrap_or_default(),
        );
        if let Some(direction) = question.direction {
            add(format!("{place}/direction"), direction.as_str());
        }
        for (flag, name) in [
            (question.required, "required"),
            (question.driver, "driver"),
            (question.new_page, "new_page"),
        ] {
            if flag {
                add(format!("{place}/{name}"), "on");
            }
        }
        for (at, choice) in question.choices.iter().enumerate() {
            add(format!("{place}/choices/{at}/key"), &choice.key);
            if let Some(touchpoint) = &choice.touchpoint {
                add(format!("{place}/choices/{at}/touchpoint"), touchpoint);
            }
        }
    }
    for removed in &editing.removed {
        add(
            "removed".to_owned(),
            &serde_json::to_string(removed).expect("plain data"),
        );
    }
    FormData(fields)
}

#[test]
fn what_is_no_number_of_statements_is_told_beside_the_field() {
    let typed = [
        ("", None),
        (" 3 ", Some(3)),
        ("300", Some(255)),
        ("-3", Some(0)),
        ("2,5", Some(0)),
        ("some", Some(0)),
    ];
    for (text, expected) in typed {
        let fields = [("revision", "1"), ("statements_per_respondent", text)];
        let read = Editing::read(&form(&fields)).expect("never a broken page");
        let found = read.definition.statements_per_respondent;
        assert_eq!(found, expected, "{text:?}");
    }
}

#[test]
fn unknown_fields_and_values_are_refused() {
    let base = [("revision", "1"), ("languages", "en")];
    assert!(Editing::read(&form(&base)).is_ok());
    for bad in [
        ("colour", "red"),
        ("questions/0/colour", "red"),
        ("questions/x/key", "a"),
        ("questions/0", "a"),
        ("questions/0/choices/0/colour", "a"),
        ("questions/0/key/more", "a"),
        ("questions/0/kind", "stars"),
        ("removed", "{}"),
        ("questions/0/key", "without_a_kind"),
        ("questions/1/kind", "agree"),
    ] {
        let fields = [base[0], base[1], bad];
        assert!(Editing::read(&form(&fields)).is_err(), "{bad:?}");
    }
    let choice = [
        base[0],
        base[1],
        ("questions/0/kind", "single_choice"),
        ("questions/0/choices/1/key", "a"),
    ];
    assert!(
        Editing::read(&form(&choice)).is_err(),
        "there is no choice 0"
    );
    let direction = [
        base[0],
        base[1],
        ("questions/0/kind", "effort"),
        ("questions/0/direction", "up"),
    ];
    assert!(Editing::read(&form(&direction)).is_err());
    assert!(
        Editing::read(&form(&[("languages", "en")])).is_err(),
        "no revision"
    );
}

#[test]
fn actions_are_read_by_name() {
    let read = |action| Action::read(&form(&[("action", action), ("add_kind", "agree")]));
    assert!(matches!(read("add"), Ok(Action::Add(Kind::Agree))));
    assert!(matches!(
        read("remove-choice/2/1"),
        Ok(Action::RemoveChoice(2, 1))
    ));
    for wrong in ["", "up", "up/x", "up/-1", "explode", "remove-choice/1"] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}

fn three() -> Editing {
    let mut editing =
        Editing::read(&form(&[("revision", "1"), ("languages", "en; nl")])).expect("fits");
    for kind in [Kind::Recommend, Kind::SingleChoice, Kind::Effort] {
        editing.apply(Action::Add(kind));
    }
    editing
}

#[test]
fn buttons_do_what_they_say() {
    let mut editing = three();
    let kinds = |e: &Editing| {
        e.definition
            .questions
            .iter()
            .map(|q| q.kind)
            .collect::<Vec<_>>()
    };
    let before = kinds(&editing);
    assert_eq!(
        editing.definition.questions[2].direction,
        Some(Direction::EasyHigh)
    );
    for out_of_reach in [
        Action::Up(0),
        Action::Up(3),
        Action::Down(2),
        Action::Remove(3),
        Action::Undo,
        Action::AddChoice(9),
        Action::RemoveChoice(1, 9),
        Action::Down(usize::MAX - 1),
    ] {
        editing.apply(out_of_reach);
        assert_eq!(kinds(&editing), before, "{out_of_reach:?}");
    }
    editing.apply(Action::Up(2));
    assert_eq!(
        kinds(&editing),
        [Kind::Recommend, Kind::Effort, Kind::SingleChoice]
    );
    editing.apply(Action::Down(1));
    assert_eq!(kinds(&editing), before);
    editing.apply(Action::AddChoice(1));
    assert_eq!(editing.definition.questions[1].choices.len(), 4);
    editing.apply(Action::RemoveChoice(1, 0));
    assert_eq!(editing.definition.questions[1].choices.len(), 3);
}

#[test]
fn what_was_left_open_is_filled_in() {
    let mut editing = three();
    let questions = &mut editing.definition.questions;
    questions[1]
        .text
        .insert("en".to_owned(), "Which channel?".to_owned());
    questions[1].choices[0]
        .text
        .insert("en".to_owned(), "By phone".to_owned());
    questions[1].choices[2]
        .text
        .insert("nl".to_owned(), "E-mail".to_owned());
    editing.apply(Action::Add(Kind::Recommend));
    let open = editing.clone();
    let made = editing.complete();
    let keys: Vec<_> = editing
        .definition
        .questions
        .iter()
        .map(|q| q.key.as_str())
        .collect();
    assert_eq!(keys, ["recommend", "which_channel", "effort", "question"]);
    let choices: Vec<_> = editing.definition.questions[1]
        .choices
        .iter()
        .map(|c| c.key.as_str())
        .collect();
    assert_eq!(choices, ["by_phone", "e_mail"]);
    editing.reopen(&made);
    let keys = |e: &Editing| {
        e.definition
            .questions
            .iter()
            .map(|q| q.key.clone())
            .collect()
    };
    let (again, before): (Vec<String>, Vec<String>) = (keys(&editing), keys(&open));
    assert_eq!(
        again, before,
        "made keys are not kept with a mistake elsewhere"
    );
}

fn any_action() -> impl Strategy<Value = Action> {
    prop_oneof![
        prop::sample::select(Kind::ALL.to_vec()).prop_map(Action::Add),
        (0_usize..6).prop_map(Action::Up),
        (0_usize..6).prop_map(Action::Down),
        (0_usize..6).prop_map(Action::Remove),
        (0_usize..6).prop_map(Action::AddChoice),
        (0_usize..6, 0_usize..5).prop_map(|(i, at)| Action::RemoveChoice(i, at)),
        Just(Action::Undo),
    ]
}

proptest! {
    /// Nothing is lost on the way through the browser, whatever buttons were pressed.
    #[test]
    fn the_form_comes_back_as_it_went(
        actions in prop::collection::vec(any_action(), 0..20),
        text in "[^\\p{Cc}\\s]{1,9}",
    ) {
        let mut editing = three();
        editing.definition.title.insert("nl".to_owned(), text.clone());
        editing.definition.intro.insert("en".to_owned(), format!("{text}\n{text}"));
        editing.definition.employees = true;
        editing.definition.smallest_group = Some(7);
        for action in actions {
            editing.apply(action);
        }
        if let Some(question) = editing.definition.questions.first_mut() {
            question.text.insert("en".to_owned(), text);
            question.required = true;
            question.touchpoint = Some("Support".to_owned());
        }
        editing.definition = with_touchpoints(editing.definition);
        let read = Editing::read(&sent(&editing)).expect("its own fields");
        prop_assert_eq!(read, editing);
    }

    /// Removing and putting back is as if nothing happened.
    #[test]
    fn undo_undoes(at in prop::collection::vec(0_usize..3, 1..4)) {
        let before = three();
        let mut editing = before.clone();
        let mut removed = 0;
        for index in at {
            if index < editing.definition.questions.len() {
                editing.apply(Action::Remove(index));
                removed += 1;
            }
        }
        for _ in 0..removed {
            editing.apply(Action::Undo);
        }
        prop_assert_eq!(editing, before);
    }
}
