//! What is the same for all contacts of a calendar at one moment: open or closed, and the days of
//! rounds.

use super::Setting;
use crate::calendar::Closed;
use crate::programme::Kind;
use crate::relational::Rounds;
use crate::time::{At, Day};

/// A calendar at the moment.
#[derive(Debug)]
pub(super) struct Open {
    /// Local day.
    pub(super) today: Day,
    /// Why nothing may be sent.
    pub(super) closed: Option<Closed>,
    /// First moment at which something may.
    pub(super) next: At,
    /// Per programme, for relational ones that were asked about.
    rounds: Vec<Option<Rounds>>,
}

/// All calendars at the moment.
#[derive(Debug)]
pub(super) struct Ahead {
    pub(super) now: At,
    calendars: Vec<Open>,
    /// First moment of the company's next day at which something may be sent.
    tomorrow: Option<At>,
}

impl Ahead {
    pub(super) fn new(setting: Setting<'_>, now: At) -> Self {
        let empty = || Open {
            today: Day(0),
            closed: None,
            next: now,
            rounds: vec![None; setting.programmes.len()],
        };
        let calendars = setting.calendars.iter().map(|_| empty()).collect();
        let mut own = Self {
            now,
            calendars,
            tomorrow: None,
        };
        own.advance(setting, now);
        own
    }

    pub(super) fn advance(&mut self, setting: Setting<'_>, now: At) {
        self.now = now;
        self.tomorrow = None;
        for (open, calendar) in self.calendars.iter_mut().zip(setting.calendars) {
            open.today = calendar.local(now).0;
            open.closed = calendar.closed(now);
            open.next = calendar.next_allowed(now).unwrap_or(At::NEVER);
            for (rounds, programme) in open.rounds.iter_mut().zip(setting.programmes) {
                if let (Some(known), Kind::Relational(schedule)) = (&rounds, &programme.kind)
                    && !known.hold_on(schedule, open.today)
                {
                    *rounds = None;
                }
            }
        }
    }

    pub(super) fn open(&self, calendar: usize) -> &Open {
        &self.calendars[calendar]
    }

    /// The rounds of a relational programme in a calendar; `None` for other programmes.
    pub(super) fn rounds(
        &mut self,
        setting: Setting<'_>,
        calendar: usize,
        programme: u16,
    ) -> Option<&Rounds> {
        let index = usize::from(programme);
        let Kind::Relational(schedule) = &setting.programmes[index].kind else {
            return None;
        };
        let open = &mut self.calendars[calendar];
        let today = open.today;
        let rounds = &mut open.rounds[index];
        Some(
            rounds
                .get_or_insert_with(|| Rounds::new(schedule, &setting.calendars[calendar], today)),
        )
    }

    /// When the company's next day opens in a contact's calendar.
    pub(super) fn tomorrow(&mut self, setting: Setting<'_>, calendar: usize) -> At {
        let now = self.now;
        let company = &setting.calendars[0];
        let midnight = *self
            .tomorrow
            .get_or_insert_with(|| company.at(company.local(now).0.plus(1), 0));
        setting.calendars[calendar]
            .next_allowed(midnight)
            .unwrap_or(At::NEVER)
    }
}
