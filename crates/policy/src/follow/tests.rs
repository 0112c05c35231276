//! Due times, steps and receivers.

use proptest::prelude::*;

use super::*;
use crate::calendar::{Calendar, CalendarSettings};
use crate::time::{DAY, HOUR};

fn dutch() -> Calendar {
    Calendar::new(CalendarSettings::default()).unwrap()
}

fn at(text: &str) -> At {
    let stamp: jiff::Timestamp = text.parse().unwrap();
    At(stamp.as_microsecond())
}

fn promise(from: &str, minutes: u32) -> Promise {
    let from = at(from);
    Promise {
        from,
        due: due(&dutch(), from, minutes),
        is_over: false,
        is_owned: true,
        snoozed_until: None,
        taken: Taken::default(),
    }
}

const TWO_DAYS: u32 = 960;

#[test]
fn two_working_days_run_in_office_hours_and_around_holidays() {
    for (from, expected) in [
        // Monday 10:00 → Wednesday 10:00, winter time.
        ("2026-11-23T09:00:00Z", "2026-11-25T09:00:00Z"),
        // Friday 16:00 → Tuesday 16:00.
        ("2026-11-20T15:00:00Z", "2026-11-24T15:00:00Z"),
        // Saturday night → two whole days, to the end of Tuesday.
        ("2026-11-21T22:00:00Z", "2026-11-24T16:00:00Z"),
        // Over the night in which summer time begins: Friday 10:00 → Tuesday 10:00.
        ("2026-03-27T09:00:00Z", "2026-03-31T08:00:00Z"),
        // Over the night in which it ends.
        ("2026-10-23T08:00:00Z", "2026-10-27T09:00:00Z"),
        // Good Friday, on which most work, 10:00 → Easter Monday is off → Wednesday 10:00.
        ("2026-04-03T08:00:00Z", "2026-04-08T08:00:00Z"),
        // Christmas: Thursday 24 December 10:00 → 25 and weekend off → Tuesday 29 10:00.
        ("2026-12-24T09:00:00Z", "2026-12-29T09:00:00Z"),
        // King's day, Tuesday 27 April 2027, from Monday 10:00 → Thursday 10:00.
        ("2027-04-26T08:00:00Z", "2027-04-29T08:00:00Z"),
    ] {
        let calendar = dutch();
        assert_eq!(due(&calendar, at(from), TWO_DAYS), at(expected), "{from}");
    }
}

#[test]
fn the_steps_follow_in_order() {
    let calendar = dutch();
    let escalation = Escalation::default();
    // Monday 10:00, due Wednesday 10:00: reminder Tuesday 14:00, lead at once, administrators
    // Thursday 10:00.
    let mut case = promise("2026-11-23T09:00:00Z", TWO_DAYS);
    let mut now = at("2026-11-23T09:00:00Z");
    let mut taken = Vec::new();
    loop {
        match next(&case, &escalation, &calendar, now) {
            Look::Take(step) => {
                assert!(case.taken.take(step, now));
                taken.push((step, now));
            }
            Look::At(later) => {
                assert!(later > now);
                now = later;
            }
            Look::Never => break,
        }
    }
    assert_eq!(
        taken,
        [
            (Step::Remind, at("2026-11-24T13:00:00Z")),
            (Step::Escalate, at("2026-11-25T09:00:00Z").plus(1)),
            (Step::Alarm, at("2026-11-26T09:00:00Z")),
        ]
    );
}

#[test]
fn a_promise_that_is_kept_or_over_needs_nothing() {
    let calendar = dutch();
    let mut case = promise("2026-11-23T09:00:00Z", TWO_DAYS);
    case.is_over = true;
    let late = case.due.plus(30 * DAY);
    assert_eq!(
        next(&case, &Escalation::default(), &calendar, late),
        Look::Never
    );
}

#[test]
fn snoozing_puts_off_the_reminder_and_nothing_else() {
    let calendar = dutch();
    let escalation = Escalation::default();
    let mut case = promise("2026-11-23T09:00:00Z", TWO_DAYS);
    case.snoozed_until = Some(at("2026-11-25T07:00:00Z"));
    let asked = at("2026-11-24T14:00:00Z");
    assert_eq!(
        next(&case, &escalation, &calendar, asked),
        Look::At(at("2026-11-25T07:00:00Z"))
    );
    // Snoozed beyond the due time: no reminder, but the lead hears of it on time.
    case.snoozed_until = Some(at("2026-12-25T07:00:00Z"));
    assert_eq!(
        next(&case, &escalation, &calendar, asked),
        Look::At(case.due.plus(1))
    );
    assert_eq!(
        next(&case, &escalation, &calendar, case.due.plus(1)),
        Look::Take(Step::Escalate)
    );
}

#[test]
fn without_an_owner_administrators_hear_of_it_first() {
    let calendar = dutch();
    let escalation = Escalation::default();
    let mut case = promise("2026-11-23T09:00:00Z", TWO_DAYS);
    case.is_owned = false;
    assert_eq!(
        next(&case, &escalation, &calendar, case.from),
        Look::At(case.due.plus(1))
    );
    assert_eq!(
        next(&case, &escalation, &calendar, case.due.plus(1)),
        Look::Take(Step::Alarm)
    );
}

#[test]
fn short_times_are_reminded_of_halfway() {
    let calendar = dutch();
    let case = promise("2026-11-23T09:00:00Z", 120);
    let remind = step_at(&case, &Escalation::default(), &calendar, Step::Remind);
    assert_eq!(remind, Some(at("2026-11-23T10:00:00Z")));
}

#[test]
fn settings_have_bounds() {
    assert!(Escalation::default().is_valid());
    let with = |remind, lead, administrators| Escalation {
        remind_before: remind,
        lead_after: lead,
        administrators_after: administrators,
    };
    assert!(!with(0, 10, 5).is_valid());
    assert!(!with(0, 0, MINUTES_MAX + 1).is_valid());
    assert!(!with(MINUTES_MAX + 1, 0, 0).is_valid());
}

fn person(lead: Option<&str>, deputy: Option<&str>, away: bool) -> Person {
    Person {
        is_active: true,
        is_administrator: false,
        away_until: away.then_some(At::NEVER),
        deputy: deputy.map(str::to_owned),
        leads: lead.map(str::to_owned).into_iter().collect(),
    }
}

fn circle(people: &[(&str, Person)]) -> Circle {
    people
        .iter()
        .map(|(id, person)| ((*id).to_owned(), person.clone()))
        .collect()
}

const NOW: At = At(0);

#[test]
fn deputies_act_for_who_is_away() {
    let mut gone = person(None, Some("b"), false);
    gone.is_active = false;
    let mut stranger = person(None, None, false);
    stranger.is_active = false;
    let all = circle(&[
        ("a", person(None, Some("b"), true)),
        ("b", person(None, Some("c"), true)),
        ("c", person(None, None, false)),
        ("d", person(None, Some("e"), true)),
        ("e", person(None, Some("d"), true)),
        ("f", person(None, None, true)),
        ("g", gone),
        ("h", stranger),
    ]);
    for (id, expected) in [
        ("a", Some("c")),
        ("b", Some("c")),
        ("c", Some("c")),
        // A circle of people who are all away: away is not gone.
        ("d", Some("d")),
        ("f", Some("f")),
        // Who left has a deputy still.
        ("g", Some("c")),
        ("h", None),
        ("unknown", None),
    ] {
        assert_eq!(acting(&all, id, NOW), expected, "{id}");
    }
    // Back again at that very moment.
    let mut back = person(None, Some("c"), false);
    back.away_until = Some(NOW);
    assert!(back.is_here(NOW));
}

#[test]
fn the_right_people_hear_of_a_step() {
    let mut admin = person(None, None, false);
    admin.is_administrator = true;
    let mut led_by_two = person(Some("lead"), None, false);
    led_by_two.leads.push("away_lead".to_owned());
    let all = circle(&[
        ("admin", admin),
        ("lead", person(Some("director"), Some("director"), false)),
        (
            "away_lead",
            person(Some("director"), Some("director"), true),
        ),
        ("director", person(None, None, false)),
        ("a", person(Some("lead"), None, false)),
        ("b", person(Some("away_lead"), None, false)),
        ("c", person(None, None, false)),
        // Away, and the lead stands in: then the lead's lead hears of it.
        ("d", person(Some("lead"), Some("lead"), true)),
        ("team", led_by_two),
    ]);
    let hears = |owner: Option<&str>, step| receivers(&all, owner, step, NOW);
    assert_eq!(hears(Some("a"), Step::Remind), ["a"]);
    assert_eq!(hears(Some("a"), Step::Escalate), ["a", "lead"]);
    assert_eq!(hears(Some("b"), Step::Escalate), ["b", "director"]);
    assert_eq!(hears(Some("c"), Step::Escalate), ["c", "admin"]);
    assert_eq!(hears(Some("d"), Step::Escalate), ["lead", "director"]);
    // All who lead hear of it, or who acts for them.
    let two = ["team", "lead", "director"];
    assert_eq!(hears(Some("team"), Step::Escalate), two);
    assert_eq!(hears(Some("a"), Step::Alarm), ["admin"]);
    assert_eq!(hears(None, Step::Alarm), ["admin"]);
    assert_eq!(hears(None, Step::Remind), ["admin"]);
    assert_eq!(hears(Some("unknown"), Step::Escalate), ["admin"]);
}

#[test]
fn a_circle_of_leads_comes_to_an_end() {
    let all = circle(&[
        ("a", person(Some("b"), Some("b"), true)),
        ("b", person(Some("a"), None, false)),
    ]);
    assert_eq!(receivers(&all, Some("a"), Step::Escalate, NOW), ["b"]);
}

proptest! {
    /// Counting back undoes counting ahead: from there on exactly so much office time passes.
    #[test]
    fn office_time_ahead_and_back_agree(
        start in 0_i64..5 * 366 * 24,
        minutes in 1_u32..5_000,
    ) {
        let calendar = dutch();
        let from = at("2026-01-01T00:00:00Z").plus(start * HOUR);
        let end = due(&calendar, from, minutes);
        let micros = i64::from(minutes) * MINUTE;
        prop_assert_eq!(office_time(&calendar, from, end), micros);
        let back = earlier_by(&calendar, end, micros);
        prop_assert!(back >= from);
        prop_assert_eq!(office_time(&calendar, back, end), micros);
        prop_assert_eq!(office_time(&calendar, from, back), 0);
    }

    #[test]
    fn later_settings_make_no_step_sooner(
        start in 0_i64..3 * 366 * 24,
        minutes in 1_u32..3_000,
        lead in 0_u32..2_000,
        more in 0_u32..2_000,
    ) {
        let calendar = dutch();
        let from = at("2026-01-01T00:00:00Z").plus(start * HOUR);
        let case = Promise {
            from,
            due: due(&calendar, from, minutes),
            is_over: false,
            is_owned: true,
            snoozed_until: None,
            taken: Taken::default(),
        };
        let escalation = |lead_after| Escalation {
            remind_before: 60,
            lead_after,
            administrators_after: 5_000,
        };
        let sooner = step_at(&case, &escalation(lead), &calendar, Step::Escalate);
        let later = step_at(&case, &escalation(lead + more), &calendar, Step::Escalate);
        prop_assert!(sooner <= later && sooner >= Some(case.due));
    }
}
