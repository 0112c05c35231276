//! How fast a million contacts are planned, one at a time in memory:
//! `cargo run --release -p policy --example plan_a_million`.

use std::time::Instant;

use policy::relational::{Every, Relational, Shape};
use policy::reminder::Reminders;
use policy::transactional::{Case, Event, Meaning, Transactional};
use policy::{
    At, Audience, Budget, Calendar, CalendarSettings, Contact, Counts, DAY, Day, HOUR, Kind,
    Planner, Programme, Rule, Scope, Setting, Touch, Verdict,
};

fn programme(id: u64, kind: Kind) -> Programme {
    Programme {
        id,
        priority: (10 - id) as u8,
        audience: Audience::Customers,
        kind,
        reminders: Reminders {
            number: 2,
            spacing_days: 5,
            open_days: 21,
        },
        per_day: None,
        paused: false,
        closes: None,
    }
}

/// Three relational and two transactional ones.
fn programmes() -> Vec<Programme> {
    let start = Day::new(2027, 1, 1).expect("a day");
    let relational = |every, shape, window_days| {
        let (baseline, settle_days) = (false, 7);
        Kind::Relational(Relational {
            start,
            every,
            shape,
            baseline,
            window_days,
            settle_days,
        })
    };
    let ticket = || {
        Kind::Transactional(Transactional {
            triggers: vec!["ticket.closed".to_owned()],
            cancels: vec!["ticket.reopened".to_owned()],
            delay_minutes: 60,
            expires_days: 5,
        })
    };
    let kinds = [
        relational(Every::Year, Shape::Spread, 28),
        relational(Every::HalfYear, Shape::Spread, 14),
        relational(Every::Quarter, Shape::Wave, 14),
        ticket(),
        ticket(),
    ];
    kinds
        .into_iter()
        .enumerate()
        .map(|(id, kind)| programme(id as u64, kind))
        .collect()
}

/// Rules as in the documentation.
fn budget() -> Budget {
    let person = Rule {
        max: 1,
        days: 30,
        scope: Scope::Person,
        counts: Counts::Invitations,
    };
    let rules = vec![
        person,
        Rule {
            max: 5,
            days: 7,
            scope: Scope::Account,
            ..person
        },
    ];
    Budget { rules }
}

/// Some were written to lately, some have just had a ticket closed.
fn contact(id: u64, now: At) -> Contact {
    let mut contact = Contact {
        id,
        account: Some(id / 10),
        member: 0b111,
        ..Contact::default()
    };
    if id.is_multiple_of(3) {
        let at = now.plus(-((id % 50) as i64) * DAY);
        contact.touches.push(Touch {
            at,
            programme: 3,
            reminder: false,
        });
    }
    if id.is_multiple_of(10) {
        let mut case = Case::new(id, 3);
        let (at, meaning) = (now.plus(-2 * HOUR), Meaning::Trigger);
        case.record(Event {
            at,
            meaning,
            id: 1,
            solver: None,
        });
        contact.cases.push(case);
    }
    contact
}

fn main() {
    let (programmes, budget) = (programmes(), budget());
    let calendars = [Calendar::new(CalendarSettings::default()).expect("the default works")];
    let setting = Setting {
        programmes: &programmes,
        budget: &budget,
        calendars: &calendars,
    };
    // A Tuesday, in the window of the wave: everybody is due for something.
    let now = calendars[0].at(Day::new(2027, 4, 6).expect("a day"), 600);
    let started = Instant::now();
    let mut planner = Planner::new(setting, now, &[]);
    let (mut sends, mut waits, mut out) = (0_u64, 0_u64, 0_u64);
    for decision in planner.step((0..1_000_000).map(|id| contact(id, now))) {
        match decision.verdict {
            Verdict::Send(_) => sends += 1,
            Verdict::Defer { .. } => waits += 1,
            Verdict::LeaveOut(_) => out += 1,
        }
    }
    let took = started.elapsed();
    println!(
        "1,000,000 contacts x 5 programmes in {took:?}: {sends} sent, {waits} wait, {out} out"
    );
}
