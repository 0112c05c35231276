//! The verbs about targets: set one, change it, give it up, take it up again, say where it stands.
//! Pages and API call the same ones.

mod resolve;

use dashboard::Dashboard;
use dashboard::months::whole_months;
use dashboard::privacy::Privacy;
use platform::clock::day_in;
use platform::web::FieldError;
use platform::{DbError, Problem, Tx, id};
use serde_json::json;
use survey::Survey;
use user::audit::{self, Note};
use user::{Role, Sight, Viewer};

use crate::measure::{Found, What};
use crate::model::{Course, Scope, Target, Which};
use crate::rules::{self, Line, Mistake, Seen};
use crate::store::{self, TARGETS_MAX, Team};

pub(crate) use resolve::measurable;
pub use resolve::{Of, Wanted};

/// Why something was not done.
#[derive(Debug)]
pub enum Refusal {
    /// What is wrong with what was given.
    Mistakes(Vec<Mistake>),
    /// Anything else.
    Problem(Problem),
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<DbError> for Refusal {
    fn from(error: DbError) -> Self {
        Self::Problem(error.into())
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Problem(problem) => problem,
            Refusal::Mistakes(found) => {
                Self::all_invalid(found.iter().map(FieldError::from).collect())
            }
        }
    }
}

/// A target and where it stands.
#[derive(Clone, Debug)]
pub struct Progress {
    /// The target.
    pub target: Target,
    /// The survey; none when it is gone.
    pub survey: Option<Survey>,
    /// The team's name, when it is of one.
    pub team: Option<String>,
    /// The figure of its period so far; none without answers, and when it may not be shown.
    pub seen: Option<Seen>,
    /// The days it is of, when they are more than those of the target: where small groups are hidden,
    /// periods are whole months.
    pub counted: Option<(i32, i32)>,
    /// Where that figure should be today.
    pub should: f64,
    /// What that amounts to.
    pub course: Course,
    /// The day it was looked at.
    pub today: i32,
}

/// The targets a viewer sees, with where each stands: all of them who sees everything; else those
/// of teams whose people are all within sight.
pub async fn progress(
    dashboard: &Dashboard,
    viewer: &Viewer,
    which: Which,
) -> Result<Vec<Progress>, Problem> {
    let today = today(dashboard, viewer).await?;
    let workspace = viewer.workspace_id.clone();
    let read = move |tx: &mut Tx<'_>| {
        let found = store::list(tx, &workspace, (which, today))?;
        Ok::<_, Problem>((found, store::teams(tx, &workspace)?))
    };
    let (found, teams) = dashboard.app.db.read(read).await?;
    let mut all = Vec::new();
    for target in found {
        if sees(viewer, &target.draft.scope, &teams) {
            all.push(one(dashboard, viewer, (target, &teams), today).await?);
        }
    }
    Ok(all)
}

/// One target with where it stands; 404 when the viewer sees none of this id.
pub async fn get(
    dashboard: &Dashboard,
    viewer: &Viewer,
    target_id: &str,
) -> Result<Progress, Problem> {
    let today = today(dashboard, viewer).await?;
    let (workspace, id) = (viewer.workspace_id.clone(), target_id.to_owned());
    let read = move |tx: &mut Tx<'_>| {
        let found = store::by_id(tx, &workspace, &id)?;
        Ok::<_, Problem>((found, store::teams(tx, &workspace)?))
    };
    let (found, teams) = dashboard.app.db.read(read).await?;
    let target = found
        .filter(|target| sees(viewer, &target.draft.scope, &teams))
        .ok_or_else(|| Problem::no("target"))?;
    one(dashboard, viewer, (target, &teams), today).await
}

async fn one(
    dashboard: &Dashboard,
    viewer: &Viewer,
    (target, teams): (Target, &[Team]),
    today: i32,
) -> Result<Progress, Problem> {
    let draft = &target.draft;
    let line = Line::from(draft);
    let survey = survey(dashboard, viewer, &draft.survey_id).await?;
    let what = What {
        survey_id: &draft.survey_id,
        measured: &draft.measured,
        scope: &draft.scope,
        teams,
    };
    let found = if survey.is_none() {
        Found::Otherwise
    } else if today < draft.from_day {
        Found::Figure(None)
    } else {
        let days = [draft.from_day, draft.to_day.min(today)];
        what.figure(dashboard, viewer, days).await?
    };
    let team = match &draft.scope {
        Scope::Team(id) => teams.iter().find(|team| team.team_id == *id),
        _ => None,
    };
    let (seen, course) = match found {
        Found::Hidden => (None, Course::Hidden),
        Found::Otherwise => (None, Course::Otherwise),
        Found::Figure(seen) => {
            let up = draft.measured.higher_is_better();
            (seen, rules::course(&line, up, seen.as_ref(), today))
        }
    };
    let counted = survey
        .as_ref()
        .and_then(|survey| counted(survey, [draft.from_day, draft.to_day]));
    Ok(Progress {
        counted,
        should: line.at(today),
        team: team.map(|team| team.name.clone()),
        survey,
        seen,
        course,
        target,
        today,
    })
}

/// The whole months that are counted in place of some days, if so.
fn counted(survey: &Survey, [from, to]: [i32; 2]) -> Option<(i32, i32)> {
    let (first, last) = whole_months((Some(from), Some(to)));
    let whole = first.zip(last)?;
    let hides = Privacy::of(&survey.definition).hides();
    (hides && whole != (from, to)).then_some(whole)
}

/// The survey a target is measured with, whether or not the viewer sees answers to it.
async fn survey(
    dashboard: &Dashboard,
    viewer: &Viewer,
    survey_id: &str,
) -> Result<Option<Survey>, Problem> {
    if !id::is_id(survey_id) {
        return Ok(None);
    }
    let (workspace, id) = (viewer.workspace_id.clone(), survey_id.to_owned());
    let read = move |tx: &mut Tx<'_>| Ok::<_, Problem>(survey::store::by_id(tx, &workspace, &id)?);
    dashboard.app.db.read(read).await
}

/// Whether a viewer sees targets of this scope.
fn sees(viewer: &Viewer, scope: &Scope, teams: &[Team]) -> bool {
    if viewer.sight == Sight::Everything {
        return true;
    }
    let Scope::Team(team_id) = scope else {
        return false;
    };
    let team = teams.iter().find(|team| team.team_id == *team_id);
    team.is_some_and(|team| {
        !team.people.is_empty() && team.people.iter().all(|person| viewer.sight.sees(person))
    })
}

/// Whether a viewer may set targets at all.
pub fn may_set(viewer: &Viewer) -> bool {
    viewer.may_manage || viewer.role.is_some_and(Role::is_leader)
}

/// The day it is where the company is.
pub async fn today(dashboard: &Dashboard, viewer: &Viewer) -> Result<i32, Problem> {
    let zone = dashboard.zone(viewer).await?;
    Ok(day_in(&zone, dashboard.app.clock.now_us()))
}

/// The teams a viewer may set targets for: large enough, and wholly within sight.
pub(crate) async fn teams(dashboard: &Dashboard, viewer: &Viewer) -> Result<Vec<Team>, Problem> {
    let workspace = viewer.workspace_id.clone();
    let read = move |tx: &mut Tx<'_>| Ok::<_, Problem>(store::teams(tx, &workspace)?);
    let mut all: Vec<Team> = dashboard.app.db.read(read).await?;
    all.retain(|team| {
        team.people.len() >= crate::measure::TEAM_MIN
            && sees(
                viewer,
                &Scope::Team(team.team_id.clone()),
                std::slice::from_ref(team),
            )
    });
    Ok(all)
}

/// Sets a target; its id.
pub async fn create(
    dashboard: &Dashboard,
    viewer: &Viewer,
    wanted: &Wanted,
) -> Result<String, Refusal> {
    check_may_set(viewer)?;
    let today = today(dashboard, viewer).await?;
    let (draft, visibility) = resolve::resolved(dashboard, viewer, (wanted, today)).await?;
    let (viewer, now_us) = (viewer.clone(), dashboard.app.clock.now_us());
    let work = move |tx: &mut Tx<'_>| {
        let workspace_id = viewer.workspace_id.clone();
        if store::count_current(tx, &workspace_id, today)? >= TARGETS_MAX {
            let text = format!("{TARGETS_MAX} targets hold already: end some first");
            return Err(Problem::Conflict(text).into());
        }
        let new = Target {
            workspace_id,
            target_id: id::new(),
            draft: draft.clone(),
            visibility,
            revision: 1,
            created_by: viewer.name().to_owned(),
            created_at_us: now_us,
            changed_at_us: now_us,
            ended_at_us: None,
        };
        store::add(tx, &new)?;
        note(tx, &viewer, ("target.created", &new), now_us)?;
        Ok::<_, Refusal>(new.target_id)
    };
    dashboard.app.db.write(work).await
}

/// Sets a target anew. `expected` is the revision it was read at, when that matters.
pub async fn change(
    dashboard: &Dashboard,
    viewer: &Viewer,
    (target_id, expected): (&str, Option<i64>),
    wanted: &Wanted,
) -> Result<(), Refusal> {
    get_to_change(dashboard, viewer, target_id).await?;
    let today = today(dashboard, viewer).await?;
    let (draft, visibility) = resolve::resolved(dashboard, viewer, (wanted, today)).await?;
    let change = move |own: &mut Target, _: i64| {
        own.draft = draft.clone();
        own.visibility = visibility;
    };
    update(
        dashboard,
        viewer,
        (target_id, expected),
        ("target.changed", change),
    )
    .await
}

/// Gives a target up before its period is over.
pub async fn end(dashboard: &Dashboard, viewer: &Viewer, target_id: &str) -> Result<(), Refusal> {
    get_to_change(dashboard, viewer, target_id).await?;
    let change = |own: &mut Target, now_us: i64| {
        own.ended_at_us.get_or_insert(now_us);
    };
    update(
        dashboard,
        viewer,
        (target_id, None),
        ("target.ended", change),
    )
    .await
}

/// Takes up again what was given up.
pub async fn resume(
    dashboard: &Dashboard,
    viewer: &Viewer,
    target_id: &str,
) -> Result<(), Refusal> {
    get_to_change(dashboard, viewer, target_id).await?;
    let change = |own: &mut Target, _: i64| own.ended_at_us = None;
    update(
        dashboard,
        viewer,
        (target_id, None),
        ("target.resumed", change),
    )
    .await
}

/// A target the viewer sees and may change; what it is now is looked at again under its lock.
async fn get_to_change(
    dashboard: &Dashboard,
    viewer: &Viewer,
    target_id: &str,
) -> Result<(), Problem> {
    let (workspace, id) = (viewer.workspace_id.clone(), target_id.to_owned());
    let read = move |tx: &mut Tx<'_>| {
        let found = store::by_id(tx, &workspace, &id)?;
        Ok::<_, Problem>((found, store::teams(tx, &workspace)?))
    };
    let (found, teams) = dashboard.app.db.read(read).await?;
    found
        .filter(|target| sees(viewer, &target.draft.scope, &teams))
        .ok_or_else(|| Problem::no("target"))?;
    check_may_set(viewer)
}

fn check_may_set(viewer: &Viewer) -> Result<(), Problem> {
    if may_set(viewer) {
        return Ok(());
    }
    Err(Problem::Forbidden(
        "directors, leads, programme managers and administrators set targets".to_owned(),
    ))
}

async fn update(
    dashboard: &Dashboard,
    viewer: &Viewer,
    (target_id, expected): (&str, Option<i64>),
    (action, change): (&'static str, impl Fn(&mut Target, i64) + Send + 'static),
) -> Result<(), Refusal> {
    let (viewer, id) = (viewer.clone(), target_id.to_owned());
    let now_us = dashboard.app.clock.now_us();
    let work = move |tx: &mut Tx<'_>| {
        let found = store::lock(tx, &viewer.workspace_id, &id)?;
        let mut own = found.ok_or_else(|| Problem::no("target"))?;
        if expected.is_some_and(|expected| expected != own.revision) {
            let text = "somebody else changed this target since you read it";
            return Err(Problem::Other(412, text.to_owned()).into());
        }
        let before = own.clone();
        change(&mut own, now_us);
        if own == before {
            return Ok(());
        }
        own.revision += 1;
        own.changed_at_us = now_us;
        store::save(tx, &own)?;
        note(tx, &viewer, (action, &own), now_us)?;
        Ok::<_, Refusal>(())
    };
    dashboard.app.db.write(work).await
}

fn note(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (action, target): (&'static str, &Target),
    now_us: i64,
) -> Result<(), DbError> {
    let detail = json!({
        "metric": target.draft.measured.as_str(),
        "scope": target.draft.scope.as_str(),
        "aim": target.draft.aim,
    });
    let note = Note::new(action, &target.target_id).with(detail);
    audit::note(tx, viewer, note, now_us)
}
