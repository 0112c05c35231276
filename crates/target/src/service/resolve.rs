//! From what somebody sent to a target: what is measured of whom, the start measured where nobody
//! typed it, and whether anybody could see it met.

use dashboard::Dashboard;
use dashboard::months::months_before;
use dashboard::privacy::Privacy;
use dashboard::results::{further_metrics, metric_of};
use facts::Period;
use platform::{Problem, Tx};
use stats::power::Figure;
use survey::Survey;
use user::Viewer;

use super::{Refusal, sees};
use crate::measure::{Found, TEAM_MIN, What};
use crate::model::{Draft, Measured, RESPONSE_RATE, Scope, Start, Visibility};
use crate::rules::{self, Mistake, Wrong};
use crate::store::{self, Team};

/// What of a survey is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Of {
    /// The name of a metric or `response_rate`; none: the survey's outcome.
    pub metric: Option<String>,
    /// A question's key, where several measure the same.
    pub question: Option<String>,
}

/// A target as somebody wants it.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// The survey.
    pub survey_id: String,
    /// What of it.
    pub of: Of,
    /// Whose answers count.
    pub scope: Scope,
    /// First and last day.
    pub days: [i32; 2],
    /// Where it starts; none: measured over as many days before the period.
    pub start: Option<f64>,
    /// Where it is to end.
    pub aim: f64,
}

/// What a survey measures: its outcome first. Of employees only that: what else they answer has no
/// figure of its own.
pub(crate) fn measurable(survey: &Survey) -> Vec<Measured> {
    let definition = &survey.definition;
    let outcome = definition
        .outcome()
        .and_then(|question| Some((question, metric_of(question, definition.employees)?)));
    let further = further_metrics(survey).filter(|_| !definition.employees);
    let questions = outcome.into_iter().chain(further);
    questions
        .map(|(question, metric)| Measured::Question {
            key: question.key.clone(),
            metric,
        })
        .collect()
}

pub(super) async fn resolved(
    dashboard: &Dashboard,
    viewer: &Viewer,
    (wanted, today): (&Wanted, i32),
) -> Result<(Draft, Visibility), Refusal> {
    let Some(survey) = super::survey(dashboard, viewer, &wanted.survey_id).await? else {
        return refused("/survey_id", Wrong::Survey);
    };
    let workspace = viewer.workspace_id.clone();
    let read = move |tx: &mut Tx<'_>| Ok::<_, Problem>(store::teams(tx, &workspace)?);
    let teams: Vec<Team> = dashboard.app.db.read(read).await?;
    let Some(measured) = measured(&survey, &wanted.of) else {
        return refused("/metric", Wrong::Metric);
    };
    scope(viewer, &survey, (&wanted.scope, &teams))?;
    let [from_day, to_day] = wanted.days;
    let typed = wanted.start.map(|value| Start { value, n: None });
    let mut draft = Draft {
        survey_id: survey.survey_id.clone(),
        measured,
        scope: wanted.scope.clone(),
        from_day,
        to_day,
        // Looked at only after it was measured.
        start: typed.unwrap_or(Start {
            value: wanted.aim,
            n: None,
        }),
        aim: wanted.aim,
    };
    let mut found = rules::mistakes(&draft);
    if typed.is_none() {
        found.retain(|mistake| !matches!(mistake.wrong, Wrong::NotBetter | Wrong::Range));
    }
    refuse(found)?;
    if typed.is_none() {
        let hides = Privacy::of(&survey.definition).hides();
        let before = days_before([from_day, to_day], today, hides);
        draft.start = measured_start(dashboard, viewer, (&draft, &teams), before).await?;
        refuse(rules::mistakes(&draft))?;
    }
    let what = What {
        survey_id: &draft.survey_id,
        measured: &draft.measured,
        scope: &draft.scope,
        teams: &teams,
    };
    let spread = what.spread(dashboard, viewer, today).await?;
    let visibility = spread.map_or_else(Visibility::default, |spread| {
        rules::visibility(
            at_start(spread.figure, draft.start.value),
            &draft,
            spread.per_day,
        )
    });
    Ok((draft, visibility))
}

/// As many days before the period, or up to today when it begins later; whole months where groups hide.
fn days_before([from, to]: [i32; 2], today: i32, hides: bool) -> [i32; 2] {
    if !hides {
        let last = (from - 1).min(today);
        return [last - (to - from), last];
    }
    let start = |day: i32| Period::Month.start_day(day);
    let (mut first, mut last) = months_before((start(from), to));
    // A month that has not begun has no answers.
    while today < start(last) {
        (first, last) = (start(first - 1), start(last) - 1);
    }
    [first, last]
}

/// The figure before the period.
async fn measured_start(
    dashboard: &Dashboard,
    viewer: &Viewer,
    (draft, teams): (&Draft, &[Team]),
    before: [i32; 2],
) -> Result<Start, Refusal> {
    let what = What {
        survey_id: &draft.survey_id,
        measured: &draft.measured,
        scope: &draft.scope,
        teams,
    };
    match what.figure(dashboard, viewer, before).await? {
        Found::Figure(Some(seen)) => Ok(Start {
            value: seen.value,
            n: Some(seen.n),
        }),
        _ => refused("/start", Wrong::NoStart),
    }
}

/// A share varies as it does where the target starts, a scale as its answers do.
fn at_start(figure: Figure, start: f64) -> Figure {
    match figure {
        Figure::Share(_) if start > 0.0 && start < 1.0 => Figure::Share(start),
        Figure::Mean { sd, range, .. } => Figure::Mean {
            value: start,
            sd,
            range,
        },
        // The mix of an NPS is that of its answers; the start only moves it.
        other => other,
    }
}

fn measured(survey: &Survey, of: &Of) -> Option<Measured> {
    let all = measurable(survey);
    if of.metric.as_deref() == Some(RESPONSE_RATE) {
        return of.question.is_none().then_some(Measured::ResponseRate);
    }
    if of.metric.is_none() && of.question.is_none() {
        return all.into_iter().next();
    }
    let fits = |own: &Measured| {
        of.metric.as_deref().is_none_or(|name| name == own.as_str())
            && of
                .question
                .as_deref()
                .is_none_or(|key| Some(key) == own.question())
    };
    let mut fitting = all.into_iter().filter(fits);
    let first = fitting.next()?;
    // Of two questions that measure the same, nobody knows which is meant.
    fitting.next().is_none().then_some(first)
}

fn scope(
    viewer: &Viewer,
    survey: &Survey,
    (scope, teams): (&Scope, &[Team]),
) -> Result<(), Refusal> {
    if !sees(viewer, scope, teams) {
        return match scope {
            Scope::Team(_) => refused("/team_id", Wrong::Team),
            _ => Err(Problem::Forbidden("a lead sets targets for the own teams".to_owned()).into()),
        };
    }
    let Scope::Team(team_id) = scope else {
        return Ok(());
    };
    let Some(team) = teams.iter().find(|team| team.team_id == *team_id) else {
        return refused("/team_id", Wrong::Team);
    };
    if survey.definition.employees {
        return refused("/team_id", Wrong::EmployeesOfTeam);
    }
    if team.people.len() < TEAM_MIN {
        return refused("/team_id", Wrong::SmallTeam);
    }
    Ok(())
}

fn refused<T>(pointer: &'static str, wrong: Wrong) -> Result<T, Refusal> {
    Err(Refusal::Mistakes(vec![Mistake::new(pointer, wrong)]))
}

fn refuse(found: Vec<Mistake>) -> Result<(), Refusal> {
    if found.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Mistakes(found))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use platform::clock::days_since_1970;

    use super::*;

    #[test]
    fn a_start_is_measured_before_the_target_begins() {
        let day = |year, month, day| days_since_1970(date(year, month, day));
        let period = [day(2026, 5, 10), day(2026, 6, 20)];
        let before = |today, hides| days_before(period, today, hides);
        let later = day(2026, 11, 23);
        assert_eq!(before(later, false), [day(2026, 3, 29), day(2026, 5, 9)]);
        // Where groups hide May and June are counted, so March and April stand before.
        assert_eq!(before(later, true), [day(2026, 3, 1), day(2026, 4, 30)]);
        let soon = day(2026, 2, 3);
        assert_eq!(before(soon, false), [day(2025, 12, 24), day(2026, 2, 3)]);
        assert_eq!(before(soon, true), [day(2026, 1, 1), day(2026, 2, 28)]);
    }
}
