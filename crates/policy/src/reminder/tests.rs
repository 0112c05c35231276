//! What stops a reminder.

use super::*;
use crate::programme::{Audience, Kind};
use crate::time::HOUR;
use crate::transactional::Transactional;

fn programme() -> Programme {
    Programme {
        id: 1,
        priority: 1,
        audience: Audience::Customers,
        kind: Kind::Transactional(Transactional {
            triggers: vec![],
            cancels: vec![],
            delay_minutes: 0,
            expires_days: 1,
        }),
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

fn invitation() -> Invitation {
    Invitation {
        id: 1,
        programme: 0,
        mailed_at: At(0),
        closes: At(21 * DAY),
        reminded: 0,
        answered: false,
        bounced: false,
        withdrawn: false,
    }
}

#[test]
fn reminders_come_apart_and_end() {
    let (contact, programme) = (Contact::default(), programme());
    let table = [
        // (mailed on day, reminded, now on day, expect)
        (0, 0, 4, Next::Wait { until: At(5 * DAY) }),
        (
            0,
            0,
            5,
            Next::Due {
                number: 1,
                since: At(5 * DAY),
            },
        ),
        // After a standstill the next still keeps its distance.
        (
            15,
            1,
            16,
            Next::Wait {
                until: At(20 * DAY),
            },
        ),
        (
            15,
            1,
            20,
            Next::Due {
                number: 2,
                since: At(20 * DAY),
            },
        ),
        (0, 0, 21, Next::Stop(Stop::Closed)),
        // It would come when it is closed.
        (17, 1, 18, Next::Stop(Stop::Closed)),
        (5, 2, 12, Next::Stop(Stop::Enough)),
        // The clock went back: nothing twice.
        (
            5,
            1,
            3,
            Next::Wait {
                until: At(10 * DAY),
            },
        ),
    ];
    for (mailed, reminded, now, expect) in table {
        let own = Invitation {
            mailed_at: At(mailed * DAY),
            reminded,
            ..invitation()
        };
        let told = next(&own, &programme, &contact, At(now * DAY));
        assert_eq!(
            told, expect,
            "mailed {mailed}, reminded {reminded}, now {now}"
        );
    }
}

#[test]
fn everything_that_stops_it() {
    let now = At(6 * DAY);
    let open = Contact::default();
    let due = next(&invitation(), &programme(), &open, now);
    assert_eq!(
        due,
        Next::Due {
            number: 1,
            since: At(5 * DAY)
        }
    );
    let table = [
        (
            Invitation {
                answered: true,
                ..invitation()
            },
            Stop::Answered,
        ),
        (
            Invitation {
                bounced: true,
                ..invitation()
            },
            Stop::Bounced,
        ),
        (
            Invitation {
                withdrawn: true,
                ..invitation()
            },
            Stop::Withdrawn,
        ),
        (
            Invitation {
                closes: At(6 * DAY),
                ..invitation()
            },
            Stop::Closed,
        ),
    ];
    for (own, stop) in table {
        assert_eq!(
            next(&own, &programme(), &open, now),
            Next::Stop(stop),
            "{own:?}"
        );
    }
    let standings = [
        Standing::OptedOut,
        Standing::Bounced,
        Standing::Complained,
        Standing::DoNotContact,
    ];
    for standing in standings {
        let contact = Contact {
            standing,
            ..Contact::default()
        };
        let stop = Next::Stop(Stop::Standing(standing));
        assert_eq!(next(&invitation(), &programme(), &contact, now), stop);
    }
    let closing = Programme {
        closes: Some(now.plus(-HOUR)),
        ..programme()
    };
    assert_eq!(
        next(&invitation(), &closing, &open, now),
        Next::Stop(Stop::Closed)
    );
}
