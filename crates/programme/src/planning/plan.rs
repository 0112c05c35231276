//! What is the same for all contacts: programmes, budget, calendars.

use std::collections::HashMap;

use platform::{DbError, Tx};
use policy::{At, Calendar, CalendarSettings};
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
    pub(crate) fn load(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Self, DbError> {
        let epoch = store::plan::epoch(tx, workspace_id)?.unwrap_or(0);
        let programmes = store::programme::planned(tx, workspace_id)?;
        let settings = store::programme::settings(tx, workspace_id)?;
        let company = company(&settings.calendar)?;
        let mut policy = Vec::with_capacity(programmes.len());
        for programme in &programmes {
            let survey = survey::store::by_id(tx, workspace_id, &programme.survey_id)?;
            policy.push(as_policy(programme, survey.as_ref(), &company));
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
