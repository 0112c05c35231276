//! Whether following up helps: recovered customers, time to first contact, those called back,
//! against those who were not; and how often leaders speak with customers.

mod api;
mod pages;
pub mod rules;
mod store;

use axum::Router;
use platform::Problem;
use platform::clock::{DAY_US, day_in};
use platform::web::App;
use serde::Deserialize;
use survey::model::Kind;
use user::{Access, Entry, Gate, Routes, Viewer};

use crate::desk;
use crate::service::converse::{self, Month};
use rules::{Effect, Speed};

/// Days looked back when nothing else is asked.
pub const DAYS: u32 = 365;
/// Days looked back at most.
const DAYS_MAX: u32 = 1096;
/// Months of conversations that are shown.
const MONTHS: u32 = 12;

/// What is measured, on scales that are never mixed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// 0–10: recommending.
    #[default]
    Recommend,
    /// 1–5: satisfaction.
    Satisfaction,
    /// 1–5: effort, 5 is easy.
    Effort,
    /// 1–5: effort, 5 is much effort.
    EffortHigh,
    /// 1–5: acting in my interest.
    Advocacy,
}

impl Measure {
    /// All, in the order a form offers them.
    pub const ALL: [Self; 5] = [
        Self::Recommend,
        Self::Satisfaction,
        Self::Effort,
        Self::EffortHigh,
        Self::Advocacy,
    ];

    /// As sent, and as respondents are stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Recommend => "recommend",
            Self::Satisfaction => "satisfaction",
            Self::Effort => "effort",
            Self::EffortHigh => "effort_high",
            Self::Advocacy => "advocacy",
        }
    }

    const fn kind(self) -> Kind {
        match self {
            Self::Recommend => Kind::Recommend,
            Self::Satisfaction => Kind::Satisfaction,
            Self::Effort | Self::EffortHigh => Kind::Effort,
            Self::Advocacy => Kind::Advocacy,
        }
    }
}

/// What is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// What is measured.
    #[serde(default)]
    pub metric: Measure,
    /// How many days back; [`DAYS`] when left out.
    pub days: Option<u32>,
}

/// Whether following up helped.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// What was measured.
    pub metric: Measure,
    /// How many days back.
    pub days: u32,
    /// First and last day, days since 1970-01-01 in the company's time zone.
    pub period: [i32; 2],
    /// Recovered customers, those followed up beside the others.
    pub effect: Effect,
    /// How soon somebody was in touch.
    pub speed: Speed,
    /// Conversations by month, oldest first.
    pub months: Vec<Month>,
}

pub(crate) fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get("/effect", Access::Member, pages::show)
        .get("/api/v1/effect", Access::MemberRead, api::show)
        .finish(gate.app().clone())
}

/// Looks whether following up helped.
pub async fn report(app: &App, viewer: &Viewer, asked: Asked) -> Result<Report, Problem> {
    let days = asked.days.unwrap_or(DAYS);
    if !(1..=DAYS_MAX).contains(&days) {
        return Err(Problem::invalid("days", format!("give 1 to {DAYS_MAX}")));
    }
    let now_us = app.clock.now_us();
    let (workspace, metric) = (viewer.workspace_id.clone(), asked.metric);
    let people = viewer.sight.json();
    let from_us = now_us - i64::from(days) * DAY_US;
    let (stories, period) = app
        .db
        .read_long(move |tx| {
            let scope = store::Scope {
                workspace_id: &workspace,
                metric: metric.as_str(),
                kind: metric.kind(),
                is_reversed: metric == Measure::EffortHigh,
                from_us,
                to_us: now_us,
                people: people.as_deref(),
            };
            let stories = store::stories(tx, &scope)?;
            let zone = desk::calendar(tx, &workspace)?.settings().zone.clone();
            let zone = jiff::tz::TimeZone::get(&zone).unwrap_or(jiff::tz::TimeZone::UTC);
            let period = [from_us, now_us].map(|at| day_in(&zone, at));
            Ok::<_, Problem>((stories, period))
        })
        .await?;
    Ok(Report {
        metric,
        days,
        period,
        effect: rules::effect(&stories),
        speed: rules::speed(&stories, now_us),
        months: converse::by_month(app, viewer, MONTHS).await?,
    })
}
