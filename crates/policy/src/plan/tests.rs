//! Steps of planning by hand.

use super::*;
use crate::calendar::CalendarSettings;
use crate::contact::Done;
use crate::programme::{Audience, Kind};
use crate::relational::{Every, Relational, Shape};
use crate::reminder::Reminders;
use crate::time::{DAY, Day, HOUR};
use crate::transactional::{Case, Event, Meaning, Transactional};
use crate::{Counts, Rule, Scope, Touch};

fn day(year: i16, month: i8, day: i8) -> Day {
    Day::new(year, month, day).unwrap()
}

fn dutch() -> Calendar {
    Calendar::new(CalendarSettings::default()).unwrap()
}

fn programme(priority: u8, kind: Kind) -> Programme {
    Programme {
        id: u64::from(priority),
        priority,
        audience: Audience::Customers,
        kind,
        reminders: Reminders {
            number: 1,
            spacing_days: 7,
            open_days: 21,
        },
        per_day: None,
        paused: false,
        closes: None,
    }
}

/// A wave every half year from 1 March 2027 (a Monday), and a question after a ticket.
fn programmes() -> Vec<Programme> {
    let wave = Relational {
        start: day(2027, 3, 1),
        every: Every::HalfYear,
        shape: Shape::Wave,
        baseline: true,
        window_days: 14,
        settle_days: 0,
    };
    let ticket = Transactional {
        triggers: vec!["ticket.closed".to_owned()],
        cancels: vec!["ticket.reopened".to_owned()],
        delay_minutes: 60,
        expires_days: 5,
    };
    vec![
        programme(9, Kind::Relational(wave)),
        programme(1, Kind::Transactional(ticket)),
    ]
}

fn budget() -> Budget {
    let person = Rule {
        max: 1,
        days: 30,
        scope: Scope::Person,
        counts: Counts::Invitations,
    };
    let account = Rule {
        max: 2,
        days: 7,
        scope: Scope::Account,
        ..person
    };
    Budget {
        rules: vec![person, account],
    }
}

fn contact(id: u64) -> Contact {
    Contact {
        id,
        member: 1,
        ..Contact::default()
    }
}

fn with_ticket(id: u64, closed: At) -> Contact {
    let mut case = Case::new(77, 1);
    case.record(Event {
        at: closed,
        meaning: Meaning::Trigger,
        id: 1,
        solver: None,
    });
    Contact {
        cases: vec![case],
        ..contact(id)
    }
}

/// Verdicts at a local time, as (contact, programme, verdict).
fn step(programmes: &[Programme], now: At, contacts: &[Contact]) -> Vec<(u64, u16, Verdict)> {
    let calendars = [dutch()];
    let budget = budget();
    let setting = Setting {
        programmes,
        budget: &budget,
        calendars: &calendars,
    };
    let mut planner = Planner::new(setting, now, &[]);
    let decisions = planner.step(contacts.to_vec());
    decisions
        .map(|own| (own.contact, own.programme, own.verdict))
        .collect()
}

fn at(day: Day, hour: u16) -> At {
    dutch().at(day, hour * 60)
}

#[test]
fn a_wave_goes_out_in_office_hours_of_its_window() {
    let own = programmes();
    let ends = at(day(2027, 3, 15), 0);
    let sends = Verdict::Send(Because::Turn(Turn::Baseline));
    let night = Verdict::Defer {
        until: at(day(2027, 3, 1), 8),
        why: Why::Closed(Closed::Quiet),
        ends,
    };
    let over = Verdict::LeaveOut(Reason::WindowEnded(None));
    let table = [
        (at(day(2027, 2, 26), 12), None),
        (at(day(2027, 3, 1), 7), Some(night)),
        (at(day(2027, 3, 1), 8), Some(sends)),
        (at(day(2027, 3, 12), 17), Some(sends)),
        (at(day(2027, 3, 15), 9), Some(over)),
    ];
    for (now, expect) in table {
        let told = step(&own, now, &[contact(1)]);
        assert_eq!(told.first().map(|own| own.2), expect, "{now:?}");
    }
}

#[test]
fn who_may_not_be_asked_is_left_out_with_the_reason() {
    let own = programmes();
    let now = at(day(2027, 3, 2), 12);
    let asked = |change: fn(&mut Contact)| {
        let mut contact = with_ticket(5, now.plus(-2 * HOUR));
        contact.member = 0;
        change(&mut contact);
        step(&own, now, &[contact]).first().map(|own| own.2)
    };
    assert_eq!(asked(|_| ()), Some(Verdict::Send(Because::Event)));
    let out = |reason| Some(Verdict::LeaveOut(reason));
    assert_eq!(asked(|c| c.employee = true), out(Reason::Employee));
    let standing = Standing::OptedOut;
    assert_eq!(
        asked(|c| c.standing = Standing::OptedOut),
        out(Reason::Standing(standing))
    );
    let solved = |c: &mut Contact| {
        let last = c.cases[0].events()[0];
        c.cases[0].record(Event {
            id: 2,
            solver: Some(5),
            ..last
        });
    };
    assert_eq!(asked(solved), out(Reason::Solver));
    let reopened = |c: &mut Contact| {
        let last = c.cases[0].events()[0];
        c.cases[0].record(Event {
            id: 2,
            at: last.at.plus(1),
            meaning: Meaning::Cancel,
            ..last
        });
    };
    assert_eq!(asked(reopened), None);
}

#[test]
fn a_rare_wave_soon_to_come_holds_back_a_frequent_question() {
    let own = programmes();
    // The wave's first half lasts until 8 March; a mail blocks for thirty days.
    let table = [
        (day(2027, 2, 3), true),
        (day(2027, 2, 10), false),
        (day(2027, 2, 26), false),
    ];
    for (today, goes) in table {
        let now = at(today, 12);
        let told = step(&own, now, &[with_ticket(1, now.plus(-2 * HOUR))]);
        let expect = if goes {
            Verdict::Send(Because::Event)
        } else {
            Verdict::Defer {
                until: at(day(2027, 3, 1), 8),
                why: Why::Reserved(0),
                ends: now.plus(-HOUR).plus(5 * DAY),
            }
        };
        assert_eq!(told, [(1, 1, expect)], "{today:?}");
    }
    // Whoever isn't in the wave needs no protection for it.
    let now = at(day(2027, 2, 26), 12);
    let free = Contact {
        member: 0,
        ..with_ticket(1, now.plus(-2 * HOUR))
    };
    assert_eq!(step(&own, now, &[free])[0].2, Verdict::Send(Because::Event));
    let mut paused = programmes();
    paused[0].paused = true;
    let told = step(&paused, now, &[with_ticket(1, now.plus(-2 * HOUR))]);
    assert_eq!(told[0].2, Verdict::Send(Because::Event));
}

#[test]
fn the_wave_goes_first_and_the_account_is_shared() {
    let own = programmes();
    let now = at(day(2027, 3, 2), 12);
    let mut group: Vec<Contact> = (1..=4).map(contact).collect();
    group[0] = with_ticket(1, now.plus(-2 * HOUR));
    group[3].done = vec![Done {
        programme: 0,
        round: Some(0),
        deferred: None,
    }];
    for contact in &mut group {
        contact.account = Some(8);
    }
    let told = step(&own, now, &group);
    let sends: Vec<(u64, u16)> = told
        .iter()
        .filter(|own| matches!(own.2, Verdict::Send(_)))
        .map(|own| (own.0, own.1))
        .collect();
    assert_eq!(sends, [(1, 0), (2, 0)]);
    let why = |who: u64, programme: u16| {
        told.iter()
            .find(|own| (own.0, own.1) == (who, programme))
            .map(|own| own.2)
    };
    let wait = |programme, who| match why(who, programme) {
        Some(Verdict::Defer { why, until, .. }) => (why, until),
        other => panic!("{other:?}"),
    };
    assert_eq!(wait(0, 3), (Why::Budget(1), now.plus(7 * DAY)));
    assert_eq!(wait(1, 1).0, Why::Budget(0));
}

#[test]
fn a_daily_limit_spreads_what_a_standstill_piled_up() {
    let mut own = programmes();
    own[0].per_day = Some(2);
    let now = at(day(2027, 3, 5), 12);
    let told = step(&own, now, &(1..=5).map(contact).collect::<Vec<_>>());
    let sends = told
        .iter()
        .filter(|own| matches!(own.2, Verdict::Send(_)))
        .count();
    assert_eq!(sends, 2);
    // The fifth is a Friday.
    let until = at(day(2027, 3, 8), 8);
    let waits = |verdict: &Verdict| matches!(verdict, Verdict::Defer { until: at, why: Why::PerDay, .. } if *at == until);
    assert_eq!(told.iter().filter(|own| waits(&own.2)).count(), 3);
}

#[test]
fn an_hour_back_or_forty_days_ahead_sends_nothing_twice() {
    let own = programmes();
    let calendars = [dutch()];
    let budget = budget();
    let setting = Setting {
        programmes: &own,
        budget: &budget,
        calendars: &calendars,
    };
    let now = at(day(2027, 3, 2), 12);
    let mut contact = contact(1);
    let mut planner = Planner::new(setting, now, &[]);
    let mut sent = 0;
    for ahead in [0, -HOUR, HOUR, 40 * DAY, 0, -DAY] {
        planner.advance(now.plus(ahead), &[]);
        let mut decisions = Vec::new();
        planner.decide(std::slice::from_ref(&contact), &mut decisions);
        for decision in &decisions {
            let first = matches!(decision.verdict, Verdict::Send(Because::Turn(_)));
            sent += u32::from(first);
            apply(setting, &mut contact, decision, now.plus(ahead), 1);
        }
    }
    assert_eq!(sent, 1);
    assert_eq!(contact.touches.len(), 1);
}

#[test]
fn a_deferred_invitation_that_never_fits_is_left_out_with_what_it_waited_for() {
    let own = programmes();
    let calendars = [dutch()];
    let budget = budget();
    let setting = Setting {
        programmes: &own,
        budget: &budget,
        calendars: &calendars,
    };
    let sent = at(day(2027, 2, 27), 9);
    let mut contact = contact(1);
    contact.touches.push(Touch {
        at: sent,
        programme: 1,
        reminder: false,
    });
    let mut forecast = Forecast::new(setting, at(day(2027, 2, 28), 9), &[], 40);
    let told = forecast.account(std::slice::from_mut(&mut contact));
    let budget = Why::Budget(0);
    let verdicts: Vec<(Day, Verdict)> = told.iter().map(|(day, own)| (*day, own.verdict)).collect();
    // Thirty days run into the Tuesday after Easter Monday 29 March.
    let expect = [
        (
            day(2027, 3, 1),
            Verdict::Defer {
                until: at(day(2027, 3, 30), 8),
                why: budget,
                ends: at(day(2027, 3, 15), 0),
            },
        ),
        (
            day(2027, 3, 15),
            Verdict::LeaveOut(Reason::WindowEnded(Some(budget))),
        ),
    ];
    assert_eq!(verdicts, expect);
}

#[test]
fn a_forecast_shows_the_wave_and_its_reminder() {
    let own = programmes();
    let calendars = [dutch()];
    let budget = budget();
    let setting = Setting {
        programmes: &own,
        budget: &budget,
        calendars: &calendars,
    };
    let mut forecast = Forecast::new(setting, at(day(2027, 2, 20), 9), &[], 42);
    let told = forecast.account(&mut [contact(1)]);
    let sends: Vec<(Day, Verdict)> = told.iter().map(|(day, own)| (*day, own.verdict)).collect();
    let expect = [
        (
            day(2027, 3, 1),
            Verdict::Send(Because::Turn(Turn::Baseline)),
        ),
        (day(2027, 3, 8), Verdict::Send(Because::NoAnswerYet)),
    ];
    assert_eq!(sends, expect);
    assert!(forecast.reaches(at(day(2027, 4, 1), 0)));
}

#[test]
fn decisions_and_settings_survive_being_stored() {
    let own = programmes();
    let text = serde_json::to_string(&own).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Programme>>(&text).unwrap(), own);
    let typo = text.replace("per_day", "per_dya");
    assert!(serde_json::from_str::<Vec<Programme>>(&typo).is_err());
    let why = Why::Closed(Closed::Holiday(crate::Holiday::KingsDay));
    let text = serde_json::to_string(&Reason::WindowEnded(Some(why))).unwrap();
    assert_eq!(
        text,
        r#"{"window_ended":{"closed":{"holiday":"kings_day"}}}"#
    );
}
