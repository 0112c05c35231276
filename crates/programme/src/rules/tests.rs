//! Words and reasons, and what a programme must be.

use super::*;
use crate::model::{Relational, Sender};
use policy::plan::{Reason, Why};
use policy::reminder::Reminders;
use policy::transactional::Transactional;
use policy::{Day, Holiday};

fn relational() -> Definition {
    Definition {
        audience: Audience::Customers,
        segment: contact::segment::Segment::default(),
        schedule: Schedule::Relational(Relational {
            start: Day::new(2026, 12, 1).expect("a day"),
            every: policy::relational::Every::HalfYear,
            shape: policy::relational::Shape::Spread,
            baseline: true,
            window_days: 28,
            settle_days: 0,
        }),
        reminders: Reminders {
            number: 1,
            spacing_days: 7,
            open_days: 28,
        },
        priority: 50,
        per_day: None,
        closes: None,
        needs_consent: false,
        sender: Sender::default(),
        attributes: None,
        wording: crate::letter::Wordings::new(),
    }
}

fn transactional() -> Definition {
    Definition {
        schedule: Schedule::Transactional(Transactional {
            triggers: vec!["ticket.closed".to_owned()],
            cancels: vec!["ticket.reopened".to_owned()],
            delay_minutes: 60,
            expires_days: 7,
        }),
        ..relational()
    }
}

fn places(definition: &Definition) -> Vec<String> {
    let errors = check("Name", definition).into_iter();
    errors.map(|error| error.pointer).collect()
}

#[test]
fn good_programmes_are_good() {
    assert!(places(&relational()).is_empty());
    assert!(places(&transactional()).is_empty());
}

#[test]
fn every_mistake_is_named_with_its_place() {
    let changed = |change: fn(&mut Definition)| {
        let mut definition = relational();
        change(&mut definition);
        places(&definition)
    };
    assert_eq!(changed(|d| d.priority = 101), ["/definition/priority"]);
    assert_eq!(changed(|d| d.per_day = Some(0)), ["/definition/per_day"]);
    assert_eq!(
        changed(|d| d.reminders.open_days = 0),
        ["/definition/reminders/open_days"]
    );
    assert_eq!(
        changed(|d| d.reminders.spacing_days = 0),
        ["/definition/reminders/spacing_days"]
    );
    assert_eq!(
        changed(|d| d.sender.email = "a b@x".to_owned()),
        ["/definition/sender/email"]
    );
    assert_eq!(
        changed(|d| d.attributes = Some(vec!["a\0".to_owned()])),
        ["/definition/attributes"]
    );
    let with_words = |body: &str| {
        let mut definition = relational();
        let wording = crate::letter::Wording {
            body: body.to_owned(),
            ..Default::default()
        };
        definition.wording.insert("en".to_owned(), wording);
        places(&definition)
    };
    assert_eq!(with_words("a\0b"), ["/definition/wording"]);
    assert!(with_words("a\n\\u0000").is_empty());
    assert_eq!(
        changed(|d| {
            if let Schedule::Relational(own) = &mut d.schedule {
                own.window_days = 160;
            }
        }),
        ["/definition/schedule/relational/window_days"]
    );
    let changed = |change: fn(&mut Transactional)| {
        let mut definition = transactional();
        if let Schedule::Transactional(own) = &mut definition.schedule {
            change(own);
        }
        places(&definition)
    };
    let place = |name: &str| vec![format!("/definition/schedule/transactional/{name}")];
    assert_eq!(changed(|own| own.triggers.clear()), place("triggers"));
    assert_eq!(
        changed(|own| own.cancels = vec!["ticket.closed".to_owned()]),
        place("cancels")
    );
    assert_eq!(
        changed(|own| own.triggers = vec!["Ticket closed".to_owned()]),
        place("triggers")
    );
    assert_eq!(changed(|own| own.expires_days = 0), place("expires_days"));
    let mut employees = transactional();
    employees.audience = Audience::Employees;
    assert_eq!(places(&employees), ["/definition/audience"]);
    assert_eq!(check("", &relational())[0].pointer, "/name");
}

#[test]
fn what_something_waits_for_survives_being_stored() {
    let programmes = vec!["p0".to_owned(), "p1".to_owned()];
    for why in [
        Why::Closed(Closed::Quiet),
        Why::Closed(Closed::DayOff),
        Why::Closed(Closed::Holiday(Holiday::KingsDay)),
        Why::Budget(2),
        Why::Reserved(1),
        Why::PerDay,
    ] {
        let (word, detail) = why_word(why, &programmes);
        assert!(REASONS.contains(&word), "{word}");
        assert_eq!(why_of(word, detail.as_deref(), &programmes), Some(why));
    }
    let ended = Reason::WindowEnded(Some(Why::Budget(0)));
    assert_eq!(
        reason_word(ended, &programmes),
        ("window_ended", Some("budget".to_owned()))
    );
}

#[test]
fn addresses_are_told_from_what_is_none() {
    for good in [
        "a@example.com",
        "jan.de-boer+x@mail.example.nl",
        "ö@example.com",
    ] {
        assert!(is_address(good), "{good}");
    }
    for bad in [
        "",
        "a",
        "a@",
        "@b",
        "a@b@c",
        "a b@c",
        "a@b\r\nBcc: x@y",
        "a@.nl",
        "<a@b>",
    ] {
        assert!(!is_address(bad), "{bad}");
    }
}

#[test]
fn definitions_are_strict_and_come_back_the_same() {
    for definition in [relational(), transactional()] {
        let json = serde_json::to_string(&definition).expect("JSON");
        let back: Definition = serde_json::from_str(&json).expect("the same");
        assert_eq!(back, definition);
    }
    let json = serde_json::to_value(relational()).expect("JSON");
    assert_eq!(json["schedule"]["relational"]["start"], "2026-12-01");
    let mut unknown = json.clone();
    unknown["segmnt"] = serde_json::json!({});
    assert!(serde_json::from_value::<Definition>(unknown).is_err());
    let mut day = json;
    day["schedule"]["relational"]["start"] = serde_json::json!("2026-02-30");
    assert!(serde_json::from_value::<Definition>(day).is_err());
    let json = serde_json::to_string(&relational()).expect("JSON");
    let twice = json.replace("\"wording\":{}", "\"wording\":{\"nl\":{},\"nl\":{}}");
    assert_ne!(twice, json);
    assert!(serde_json::from_str::<Definition>(&twice).is_err());
}

#[test]
fn default_settings_are_good() {
    let settings = AskSettings::default_in("Europe/Amsterdam");
    assert!(check_settings(&settings).is_empty());
    let mut wrong = settings.clone();
    wrong.budget.rules[1].days = 0;
    wrong.calendar.zone = "Mars/Olympus".to_owned();
    wrong.e = 1.5;
    let places: Vec<String> = check_settings(&wrong)
        .into_iter()
        .map(|error| error.pointer)
        .collect();
    assert_eq!(places, ["/budget/1/days", "/calendar/zone", "/e"]);
}
