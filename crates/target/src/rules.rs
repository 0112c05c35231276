//! What may be said of a target. Pure.
//!
//! The figure that is held against a target is that of its period so far. On a straight line from
//! the start on the first day to the aim on the last there is a value it should have today. Only
//! the interval of the figure decides: wholly at that value or better is *on course*, wholly worse
//! is *behind*, and with the value inside it *can't be told yet*. *Reached* is the same against the
//! aim. Below thirty answers nothing is said, as everywhere. The intervals are those of the figures
//! themselves: adjusted Wald for NPS, Wilson for shares, Student's t for means.

use platform::web::FieldError;
use stats::power::{Figure, Plan};

use crate::model::{Course, Draft, Measured, Scope, Start, Visibility};

/// Longest period, in days: about five years.
const DAYS_MAX: i32 = 1830;
/// Shortest period, in days.
const DAYS_MIN: i32 = 7;
/// Earliest and latest day: 1970 to 2199.
const DAYS: std::ops::Range<i32> = 0..84_006;
/// Longest name or value of an attribute, in characters.
const TEXT_MAX: usize = 200;

/// The way from the start to the aim.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Where it starts, on the first day.
    pub start: f64,
    /// Where it is to be on the last day.
    pub aim: f64,
    /// The first day.
    pub from_day: i32,
    /// The last day.
    pub to_day: i32,
}

impl From<&Draft> for Line {
    fn from(draft: &Draft) -> Self {
        Self {
            start: draft.start.value,
            aim: draft.aim,
            from_day: draft.from_day,
            to_day: draft.to_day,
        }
    }
}

impl Line {
    /// The value the figure of the period so far should have on a day; before the period that of
    /// the start, after it the aim.
    pub fn at(&self, day: i32) -> f64 {
        let length = f64::from(self.to_day - self.from_day).max(1.0);
        let gone = (f64::from(day - self.from_day) / length).clamp(0.0, 1.0);
        self.start + (self.aim - self.start) * gone
    }
}

/// A figure that is held against a target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// The figure.
    pub value: f64,
    /// Its 95 % interval.
    pub ci95: [f64; 2],
    /// From how many answers, or invitations.
    pub n: u64,
}

/// Where a target stands on `today`. `seen`: the figure of its period so far; none without answers,
/// or with too few for an interval.
pub fn course(line: &Line, higher_is_better: bool, seen: Option<&Seen>, today: i32) -> Course {
    if today < line.from_day {
        return Course::NotStarted;
    }
    let is_over = line.to_day < today;
    let n = seen.map_or(0, |seen| seen.n);
    let Some(seen) = seen.filter(|seen| seen.n >= stats::FEW) else {
        let need = stats::FEW.saturating_sub(n).max(1);
        return Course::TooFew { need };
    };
    match (against(seen, line.aim, higher_is_better), is_over) {
        (Against::Beyond, _) => return Course::Reached,
        (Against::Short, true) => return Course::Missed,
        (Against::Around, true) => return Course::Untold,
        (_, false) => {}
    }
    match against(seen, line.at(today), higher_is_better) {
        Against::Beyond => Course::OnCourse,
        Against::Short => Course::Behind,
        Against::Around => Course::Open,
    }
}

/// An interval beside a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Against {
    /// Wholly at it or better.
    Beyond,
    /// Wholly worse.
    Short,
    /// Both sides of it.
    Around,
}

fn against(seen: &Seen, value: f64, higher_is_better: bool) -> Against {
    let [low, high] = seen.ci95;
    let (worst, best) = if higher_is_better {
        (low - value, high - value)
    } else {
        (value - high, value - low)
    };
    if worst >= 0.0 {
        Against::Beyond
    } else if best < 0.0 {
        Against::Short
    } else {
        Against::Around
    }
}

/// Whether a change from the start to the aim could be seen. `figure`: what is measured, with its
/// spread; `per_day`: answers that come in.
///
/// The planner compares two periods with equally many answers (see [`stats::power`]). A measured
/// start has its own number: then the harmonic mean of both counts, which leaves the difference as
/// uncertain as the two do.
pub fn visibility(figure: Figure, draft: &Draft, per_day: Option<f64>) -> Visibility {
    let change = draft.aim - draft.start.value;
    let plan = Plan::from(figure);
    let days = f64::from(draft.to_day - draft.from_day + 1);
    let expected = per_day.map(|per_day| (per_day * days).round().max(0.0) as u64);
    let balanced = expected.map(|expected| match draft.start.n {
        Some(n) if n + expected > 0 => {
            (2.0 * n as f64 * expected as f64 / (n + expected) as f64).round() as u64
        }
        _ => expected,
    });
    Visibility {
        needed: plan
            .answers_for(change)
            .or_else(|| plan.answers_for(-change)),
        expected: balanced,
        visible: balanced.and_then(|n| {
            let [rise, fall] = [plan.smallest_rise(n), plan.smallest_fall(n)];
            let (first, second) = if change > 0.0 {
                (rise, fall)
            } else {
                (fall, rise)
            };
            first.or(second).map(f64::abs)
        }),
    }
}

/// A number of answers as people speak of it: two digits that count, up. 3,712 is "about 3,800".
pub fn about(n: u64) -> u64 {
    let mut unit = 1;
    while n / unit >= 100 {
        unit *= 10;
    }
    n.div_ceil(unit) * unit
}

/// What is wrong with a target, each fault at its field; nothing when nothing is.
pub fn mistakes(draft: &Draft) -> Vec<Mistake> {
    let mut found = Vec::new();
    period(draft, &mut found);
    values(&draft.measured, (&draft.start, draft.aim), &mut found);
    match &draft.scope {
        Scope::Company => {}
        Scope::Team(_) => {
            if matches!(draft.measured, Measured::ResponseRate) {
                found.push(Mistake::new("/metric", Wrong::RateOfTeam));
            }
        }
        Scope::Group { attribute, value } => {
            let is_text = |text: &str| {
                (1..=TEXT_MAX).contains(&text.chars().count())
                    && !text.chars().any(char::is_control)
            };
            if !is_text(attribute) {
                found.push(Mistake::new("/attribute", Wrong::Text));
            } else if dashboard::persons::is_named(attribute) {
                found.push(Mistake::new("/attribute", Wrong::People));
            }
            if !is_text(value) {
                found.push(Mistake::new("/value", Wrong::Text));
            }
        }
    }
    found
}

fn period(draft: &Draft, found: &mut Vec<Mistake>) {
    for (pointer, day) in [("/from", draft.from_day), ("/to", draft.to_day)] {
        if !DAYS.contains(&day) {
            found.push(Mistake::new(pointer, Wrong::Day));
        }
    }
    if found.is_empty() {
        let days = draft
            .to_day
            .saturating_sub(draft.from_day)
            .saturating_add(1);
        if !(DAYS_MIN..=DAYS_MAX).contains(&days) {
            found.push(Mistake::new("/to", Wrong::Length));
        }
    }
}

fn values(measured: &Measured, (start, aim): (&Start, f64), found: &mut Vec<Mistake>) {
    let [low, high] = measured.range();
    let is_within = |value: f64| (low..=high).contains(&value);
    if !is_within(start.value) {
        found.push(Mistake::new("/start", Wrong::Range));
    }
    // No interval ever lies beyond the end of its scale, so such an aim could never be reached.
    if !is_within(aim) || aim <= low || aim >= high {
        found.push(Mistake::new("/aim", Wrong::Aim));
    } else if is_within(start.value) {
        let better = if measured.higher_is_better() {
            aim > start.value
        } else {
            aim < start.value
        };
        if !better {
            found.push(Mistake::new("/aim", Wrong::NotBetter));
        }
    }
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// No such survey, or one without anything to measure.
    Survey,
    /// Nothing this survey measures.
    Metric,
    /// No such team, or one the viewer doesn't see.
    Team,
    /// A team of so few that its figure would be somebody's.
    SmallTeam,
    /// Employees' answers are nobody's, so no team's either.
    EmployeesOfTeam,
    /// Invitations are of no team.
    RateOfTeam,
    /// Neither the company, a team nor a group.
    Scope,
    /// No text of at most 200 characters.
    Text,
    /// It names people.
    People,
    /// No such day.
    Day,
    /// A period of less than a week, or more than five years, or one that ends before it begins.
    Length,
    /// No number.
    Number,
    /// Outside the scale.
    Range,
    /// Not inside the scale.
    Aim,
    /// The aim is where it starts, or worse.
    NotBetter,
    /// A start that can't be measured: there are no answers.
    NoStart,
}

impl Wrong {
    /// Its message.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Survey => "target-wrong-survey",
            Self::Metric => "target-wrong-metric",
            Self::Team => "target-wrong-team",
            Self::SmallTeam => "target-wrong-small-team",
            Self::EmployeesOfTeam => "target-wrong-employees-team",
            Self::RateOfTeam => "target-wrong-rate-team",
            Self::Scope => "target-wrong-scope",
            Self::Text => "target-wrong-text",
            Self::People => "target-wrong-people",
            Self::Day => "target-wrong-day",
            Self::Length => "target-wrong-length",
            Self::Number => "target-wrong-number",
            Self::Range => "target-wrong-range",
            Self::Aim => "target-wrong-aim",
            Self::NotBetter => "target-wrong-not-better",
            Self::NoStart => "target-wrong-no-start",
        }
    }

    /// For programs.
    const fn detail(self) -> &'static str {
        match self {
            Self::Survey => "there is no such survey, or it measures nothing",
            Self::Metric => {
                "this survey doesn't measure that; with several questions that do, name one"
            }
            Self::Team => "there is no such team",
            Self::SmallTeam => {
                "a team has a target from five people on: a smaller one's figure would be somebody's"
            }
            Self::EmployeesOfTeam => "what employees answer is nobody's, so it is no team's either",
            Self::RateOfTeam => "invitations are of no team, so a team has no response rate",
            Self::Scope => "company, team or group",
            Self::Text => "1 to 200 characters on one line",
            Self::People => "it names people: no figure is split by them",
            Self::Day => "a date such as 2026-12-31",
            Self::Length => "a period is a week to five years long",
            Self::Number => "a number",
            Self::Range => "outside the scale of what is measured",
            Self::Aim => {
                "inside the scale of what is measured: at its very end no interval could ever show it reached"
            }
            Self::NotBetter => "better than the start: a target is a change",
            Self::NoStart => "there are no answers to measure the start from; give a number",
        }
    }
}

/// Something wrong at one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// A JSON pointer.
    pub pointer: &'static str,
    /// What.
    pub wrong: Wrong,
}

impl Mistake {
    /// At this place.
    pub const fn new(pointer: &'static str, wrong: Wrong) -> Self {
        Self { pointer, wrong }
    }
}

impl From<&Mistake> for FieldError {
    fn from(mistake: &Mistake) -> Self {
        Self::new(mistake.pointer, mistake.wrong.detail())
    }
}

#[cfg(test)]
mod tests;
