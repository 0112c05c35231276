//! From what somebody sent to a target: what is measured of whom, the start measured where nobody
//! typed it, and whether anybody could see it met.

use dashboard::Dashboard;
use dashboard::results::{further_metrics, metric_of};
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
        survey_id: survey.survey_id,
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
        draft.start = measured_start(dashboard, viewer, (&draft, &teams), today).await?;
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

/// The figure over as many days before the period, or before today when it begins later.
async fn measured_start(
    dashboard: &Dashboard,
    viewer: &Viewer,
    (draft, teams): (&Draft, &[Team]),
    today: i32,
) -> Result<Start, Refusal> {
    let what = What {
        survey_id: &draft.survey_id,
        measured: &draft.measured,
        scope: &draft.scope,
        teams,
    };
    let last = (draft.from_day - 1).min(today);
    let before = [last - (draft.to_day - draft.from_day), last];
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
