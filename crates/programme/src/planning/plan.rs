//! What is the same for all contacts: programmes, budget, calendars.

use std::collections::HashMap;

use platform::{DbError, Tx};
use policy::relational::Shape;
use policy::{At, Calendar, CalendarSettings, Day};
use survey::model::Survey;

use super::number;
use crate::model::{AskSettings, Programme, Schedule, Status, end_of};
use crate::store;

/// Programmes and settings of a workspace as the planner takes them.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) workspace_id: String,
    pub(crate) epoch: i64,
    /// Running and paused ones; elsewhere named by their index here.
    pub(crate) programmes: Vec<Programme>,
    /// Their ids.
    pub(crate) ids: Vec<String>,
    /// The same as the rules take them.
    pub(crate) policy: Vec<policy::Programme>,
    pub(crate) settings: AskSettings,
    /// The company's own calendar.
    pub(crate) company: Calendar,
}

impl Plan {
    /// Reads programmes and settings.
    pub(crate) fn load(tx: &mut Tx<'_>, workspace_id: &str, now_us: i64) -> Result<Self, DbError> {
        let epoch = store::plan::epoch(tx, workspace_id)?.unwrap_or(0);
        let programmes = store::programme::planned(tx, workspace_id)?;
        let settings = store::programme::settings(tx, workspace_id)?;
        let company = company(&settings.calendar)?;
        let mut policy = Vec::with_capacity(programmes.len());
        for programme in &programmes {
            let survey = survey::store::by_id(tx, workspace_id, &programme.survey_id)?;
            policy.push(as_policy(programme, survey.as_ref(), &company));
        }
        if programmes.iter().any(is_spread) {
            let contacts = store::plan::contacts(tx, workspace_id)?;
            let today = company.local(At(now_us)).0;
            for (programme, policy) in programmes.iter().zip(&mut policy) {
                policy.per_day = policy.per_day.or(catch_up(programme, contacts, today));
            }
        }
        Ok(Self {
            workspace_id: workspace_id.to_owned(),
            epoch,
            ids: programmes.iter().map(|p| p.programme_id.clone()).collect(),
            programmes,
            policy,
            settings,
            company,
        })
    }

    /// Adds a programme as if it ran, unless it is over.
    pub(crate) fn add(
        &mut self,
        tx: &mut Tx<'_>,
        mut programme: Programme,
        is_over: bool,
    ) -> Result<(), DbError> {
        let survey = survey::store::by_id(tx, &self.workspace_id, &programme.survey_id)?;
        programme.status = Status::Running;
        let mut policy = as_policy(&programme, survey.as_ref(), &self.company);
        // A survey that is a draft will be open by then.
        policy.paused = is_over;
        self.ids.push(programme.programme_id.clone());
        self.programmes.push(programme);
        self.policy.push(policy);
        Ok(())
    }

    /// Which programmes send nothing now.
    pub(crate) fn paused(&self) -> Vec<bool> {
        self.policy
            .iter()
            .map(|programme| programme.paused)
            .collect()
    }

    /// The index of a programme.
    pub(crate) fn index(&self, programme_id: &str) -> Option<u16> {
        let index = self.ids.iter().position(|id| id == programme_id)?;
        u16::try_from(index).ok()
    }

    /// Since when mails count for the budget.
    pub(crate) fn looks_back_to(&self, now_us: i64) -> i64 {
        let days = i64::from(self.settings.budget.looks_back_days());
        At(now_us).plus(-days * policy::DAY).0
    }

    /// Counts of a day's mails in the order of the programmes.
    pub(crate) fn sent_on(&self, tx: &mut Tx<'_>, now_us: i64) -> Result<Vec<u32>, DbError> {
        let day = self.company.local(At(now_us)).0;
        let sent = store::plan::sent_on(tx, &self.workspace_id, day.0)?;
        let of = |id: &String| sent.get(id).copied().unwrap_or(0);
        Ok(self.ids.iter().map(of).collect())
    }
}

/// The company's calendar; of settings stored by an older version that no longer hold, the usual
/// one: better than sending nothing without a word.
pub(crate) fn company(settings: &CalendarSettings) -> Result<Calendar, DbError> {
    Calendar::new(settings.clone())
        .or_else(|problem| {
            tracing::warn!(?problem, "the calendar's settings don't hold");
            Calendar::new(CalendarSettings::default())
        })
        .map_err(|problem| DbError::Bug(format!("the usual calendar: {problem:?}")))
}

/// A programme as the rules take it. One whose survey takes no answers counts as paused.
pub(crate) fn as_policy(
    programme: &Programme,
    survey: Option<&Survey>,
    company: &Calendar,
) -> policy::Programme {
    let definition = &programme.definition;
    let is_open = survey.is_some_and(|survey| survey.status == survey::Status::Open);
    policy::Programme {
        id: number(&programme.programme_id),
        priority: definition.priority,
        audience: definition.audience,
        kind: match &definition.schedule {
            Schedule::Relational(schedule) => policy::Kind::Relational(schedule.policy()),
            Schedule::Transactional(schedule) => policy::Kind::Transactional(schedule.clone()),
        },
        reminders: definition.reminders,
        per_day: definition.per_day,
        paused: programme.status != Status::Running || !is_open,
        closes: definition.closes.map(|day| end_of(day, company)),
    }
}

/// Working days in a month, at least.
const WORKING_DAYS: u32 = 20;
/// So many mails in a day are no burst, however few contacts there are.
const FEW: u32 = 10;

/// Whether the programme spreads its rounds.
fn is_spread(programme: &Programme) -> bool {
    match &programme.definition.schedule {
        Schedule::Relational(schedule) => schedule.shape == Shape::Spread,
        Schedule::Transactional(_) => false,
    }
}

/// Most mails in a day of a programme that spreads its rounds and has no limit of its own: twice
/// the daily share of all contacts, so that what was due during a standstill follows over days.
/// None in a round that is a wave.
fn catch_up(programme: &Programme, contacts: u32, today: Day) -> Option<u32> {
    let Schedule::Relational(schedule) = &programme.definition.schedule else {
        return None;
    };
    let round = schedule.policy().round_on(today);
    if schedule.shape == Shape::Wave || (schedule.baseline && round.unwrap_or(0) == 0) {
        return None;
    }
    let days = schedule.every.months().unsigned_abs() * WORKING_DAYS;
    let mails = contacts.saturating_mul(1 + u32::from(programme.definition.reminders.number));
    Some(mails.saturating_mul(2).div_ceil(days).max(FEW))
}

/// The company's calendar and those of the zones contacts live in.
#[derive(Clone, Debug)]
pub(crate) struct Calendars {
    pub(crate) all: Vec<Calendar>,
    zones: HashMap<String, u16>,
}

impl Calendars {
    pub(crate) fn new(company: &Calendar) -> Self {
        Self {
            zones: HashMap::from([(company.settings().zone.clone(), 0)]),
            all: vec![company.clone()],
        }
    }

    /// The calendar of a zone; the company's where none is given or nobody knows it.
    pub(crate) fn of(&mut self, zone: Option<&str>) -> u16 {
        let Some(zone) = zone else { return 0 };
        if let Some(index) = self.zones.get(zone) {
            return *index;
        }
        let index = match (self.all[0].in_zone(zone), u16::try_from(self.all.len())) {
            (Ok(calendar), Ok(index)) => {
                self.all.push(calendar);
                index
            }
            _ => 0,
        };
        self.zones.insert(zone.to_owned(), index);
        index
    }
}

#[cfg(test)]
mod tests {
    use policy::relational::Every;
    use policy::reminder::Reminders;

    use super::*;
    use crate::model::{Definition, Relational};

    fn programme(shape: Shape, baseline: bool) -> Programme {
        let today = Day::new(2027, 1, 1).expect("a day");
        let template = crate::templates::Template::RelationalNps;
        let definition = Definition {
            schedule: Schedule::Relational(Relational {
                start: today,
                every: Every::Quarter,
                shape,
                baseline,
                window_days: 60,
                settle_days: 0,
            }),
            reminders: Reminders {
                number: 1,
                spacing_days: 7,
                open_days: 21,
            },
            ..crate::templates::definition(template, today)
        };
        Programme {
            workspace_id: String::new(),
            programme_id: String::new(),
            name: String::new(),
            survey_id: String::new(),
            status: Status::Running,
            definition,
            revision: 1,
            created_at_us: 0,
            started_at_us: None,
            ended_at_us: None,
        }
    }

    #[test]
    fn after_a_standstill_a_spread_round_follows_over_days() {
        let [first, second] = [(2027, 2, 1), (2027, 4, 5)]
            .map(|(year, month, day)| Day::new(year, month, day).expect("a day"));
        let spread = programme(Shape::Spread, false);
        // 6,000 contacts with a reminder each are 200 mails on each of 60 days.
        assert_eq!(catch_up(&spread, 6_000, first), Some(400));
        assert_eq!(catch_up(&spread, 60, first), Some(FEW));
        assert_eq!(catch_up(&programme(Shape::Wave, false), 6_000, first), None);
        let baseline = programme(Shape::Spread, true);
        assert_eq!(catch_up(&baseline, 6_000, first), None);
        assert_eq!(catch_up(&baseline, 6_000, second), Some(400));
    }
}
