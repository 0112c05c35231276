//! What changes of actions mean, and what is refused.

use proptest::prelude::*;

use super::*;
use crate::model::Level;

fn action(status: Status, progress: u8) -> Action {
    Action {
        workspace_id: "w".to_owned(),
        action_id: "a".to_owned(),
        draft: draft("Answer within a day"),
        status,
        progress,
        raised: None,
        revision: 1,
        created_by: "Ann".to_owned(),
        created_at_us: 0,
        changed_at_us: 0,
        ended_at_us: status.is_over().then_some(5),
    }
}

fn draft(title: &str) -> Draft {
    Draft {
        title: title.to_owned(),
        detail: String::new(),
        level: Level::Process,
        owner_id: None,
        due_day: None,
        improvement_id: None,
    }
}

fn pointers(faults: &[Fault]) -> Vec<&str> {
    faults.iter().map(|fault| fault.pointer.as_str()).collect()
}

#[test]
fn progress_follows_the_status_and_the_status_progress() {
    let to = |status: Option<Status>, progress: Option<u8>| Change {
        status,
        progress,
        ..Change::default()
    };
    for (from, change, expected) in [
        (
            (Status::Open, 0),
            to(Some(Status::Doing), None),
            (Status::Doing, 0),
        ),
        ((Status::Open, 0), to(None, Some(30)), (Status::Doing, 30)),
        ((Status::Open, 0), to(None, Some(0)), (Status::Open, 0)),
        ((Status::Doing, 30), to(None, Some(20)), (Status::Doing, 20)),
        (
            (Status::Doing, 30),
            to(None, Some(100)),
            (Status::Doing, 100),
        ),
        (
            (Status::Doing, 30),
            to(Some(Status::Done), None),
            (Status::Done, 100),
        ),
        (
            (Status::Doing, 30),
            to(Some(Status::Done), Some(40)),
            (Status::Done, 100),
        ),
        (
            (Status::Doing, 30),
            to(Some(Status::Dropped), None),
            (Status::Dropped, 30),
        ),
        ((Status::Done, 100), to(None, Some(80)), (Status::Doing, 80)),
        (
            (Status::Done, 100),
            to(None, Some(100)),
            (Status::Done, 100),
        ),
        (
            (Status::Done, 100),
            to(Some(Status::Open), None),
            (Status::Open, 0),
        ),
        (
            (Status::Dropped, 30),
            to(None, Some(40)),
            (Status::Doing, 40),
        ),
        (
            (Status::Dropped, 30),
            to(None, Some(30)),
            (Status::Dropped, 30),
        ),
        ((Status::Doing, 30), to(None, None), (Status::Doing, 30)),
    ] {
        let mut own = action(from.0, from.1);
        let changed = apply(&mut own, &change, 9);
        assert_eq!((own.status, own.progress), expected, "{from:?} {change:?}");
        assert_eq!(own.ended_at_us.is_some(), own.status.is_over());
        let differs = from != expected;
        assert_eq!(!changed.is_empty(), differs, "{from:?} {change:?}");
    }
}

#[test]
fn what_is_over_keeps_the_moment_it_ended() {
    let mut own = action(Status::Done, 100);
    let change = Change {
        title: Some(" Call back ".to_owned()),
        ..Change::default()
    };
    assert_eq!(apply(&mut own, &change, 9), [Changed::Words]);
    assert_eq!(
        (own.ended_at_us, own.draft.title.as_str()),
        (Some(5), "Call back")
    );
    assert_eq!(apply(&mut own, &change, 9), []);
}

#[test]
fn overdue_is_what_should_be_over_by_now() {
    let mut own = action(Status::Open, 0);
    own.draft.due_day = Some(100);
    assert!(!own.is_overdue(100));
    assert!(own.is_overdue(101));
    own.status = Status::Done;
    assert!(!own.is_overdue(101));
}

#[test]
fn mistakes_are_named_where_they_are() {
    assert_eq!(check(&draft("Answer sooner")), []);
    let bad = Draft {
        detail: "a\u{0}b".to_owned(),
        due_day: Some(-1),
        ..draft(" \n")
    };
    assert_eq!(
        pointers(&check(&bad)),
        ["/title", "/title", "/detail", "/due"]
    );
    assert_eq!(pointers(&check_note(" ")), ["/note"]);
    let heard = |did: &str| Heard {
        title: "Sooner".to_owned(),
        said: String::new(),
        did: did.to_owned(),
    };
    let mut improvement = ImprovementDraft {
        title: "Sooner".to_owned(),
        ..ImprovementDraft::default()
    };
    assert_eq!(check_improvement(&improvement), []);
    assert_eq!(pointers(&check_public(&improvement)), ["/heard"]);
    assert_eq!(pointers(&check_letter(&improvement)), ["/letter"]);
    improvement
        .heard
        .insert("nl".to_owned(), heard("Meer mensen"));
    improvement.heard.insert("fr".to_owned(), heard(""));
    improvement.letter = crate::letter::usual();
    assert_eq!(
        pointers(&check_improvement(&improvement)),
        ["/heard/fr", "/heard/fr/did"]
    );
    improvement.letter.get_mut("nl").expect("Dutch").body = "{oops}".to_owned();
    let faults = check_letter(&improvement);
    assert_eq!(pointers(&faults), ["/letter/nl/body"]);
    assert!(faults[0].wrong.args()[1].1.contains("first_name"));
}

#[test]
fn addresses_are_plain_words() {
    for (title, number, expected) in [
        (
            "Sneller antwoord op tickets!",
            1,
            "sneller-antwoord-op-tickets",
        ),
        ("  Één café – naïef ", 1, "een-cafe-naief"),
        ("日本", 1, "improvement"),
        ("../../etc", 2, "etc-2"),
        ("<script>", 1, "script"),
    ] {
        assert_eq!(slug(title, number), expected);
    }
}

#[test]
fn a_reader_gets_the_own_language_or_the_other() {
    let mut heard = HeardBy::new();
    assert!(heard_in(&heard, "nl").is_none());
    heard.insert("nl".to_owned(), Heard::default());
    assert_eq!(heard_in(&heard, "en").map(|found| found.0), Some("nl"));
    heard.insert("en".to_owned(), Heard::default());
    assert_eq!(heard_in(&heard, "en").map(|found| found.0), Some("en"));
}

proptest! {
    #[test]
    fn every_title_gives_an_address(title in "\\PC{0,80}", number in 1_u32..20) {
        let slug = slug(&title, number);
        let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        prop_assert!(!slug.is_empty() && slug.len() <= SLUG_MAX + 4);
        prop_assert!(slug.bytes().all(is_plain) && !slug.starts_with('-'));
    }
}
