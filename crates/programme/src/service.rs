//! The verbs: make a programme, change it, start, pause, end it; settings; look ahead and back.
//! Pages and API call the same ones.

mod from_template;
mod glance;
mod look;
mod report;
mod run;

use platform::web::{App, FieldError, Problem};
use platform::{DbError, Tx, id};
use user::Viewer;
use user::audit::{self, Note};

use crate::model::{AskSettings, Audience, Definition, Programme, Schedule, Status};
use crate::{rules, store};

pub use crate::planning::forecast::{DayAhead, Foreseen, NotAsked};
pub use from_template::create_from_template;
pub use glance::{Counts, counts, latest, reasons};
pub use look::{Listed, WEEKS_MAX, contacts, forecast, list_events};
pub use report::{Group, Report, report};
pub use run::{TestMail, end, pause, remove, send_test, start, withdraw};

/// What is given of a programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What people here call it.
    pub name: String,
    /// The survey it asks with.
    pub survey_id: String,
    /// The rest.
    pub definition: Definition,
}

/// What a verb in a transaction says when it doesn't do it.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The database.
    Db(DbError),
    /// Whoever asked.
    Problem(Problem),
}

impl From<DbError> for Refusal {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Db(error) => error.into(),
            Refusal::Problem(problem) => problem,
        }
    }
}

/// All programmes of the viewer's workspace, newest first.
pub async fn list(app: &App, viewer: &Viewer) -> Result<Vec<Programme>, Problem> {
    let workspace = viewer.workspace_id.clone();
    app.db
        .read(move |tx| Ok(store::programme::all(tx, &workspace)?))
        .await
}

/// One programme; 404 when it isn't there or belongs to somebody else.
pub async fn get(app: &App, viewer: &Viewer, programme_id: &str) -> Result<Programme, Problem> {
    if !id::is_id(programme_id) {
        return Err(Problem::no("programme"));
    }
    let (workspace, id) = (viewer.workspace_id.clone(), programme_id.to_owned());
    app.db
        .read(move |tx| {
            store::programme::by_id(tx, &workspace, &id)?.ok_or_else(|| Problem::no("programme"))
        })
        .await
}

/// Makes a draft.
pub async fn create(app: &App, viewer: &Viewer, draft: Draft) -> Result<Programme, Problem> {
    let programme = Programme {
        workspace_id: viewer.workspace_id.clone(),
        programme_id: id::new(),
        name: draft.name,
        survey_id: draft.survey_id,
        status: Status::Draft,
        definition: draft.definition,
        revision: 1,
        created_at_us: app.clock.now_us(),
        started_at_us: None,
        ended_at_us: None,
    };
    let (stored, by) = (programme.clone(), viewer.clone());
    app.db
        .write(move |tx| {
            check(tx, &stored)?;
            store::programme::add(tx, &stored)?;
            let note = Note::new("programme.created", &stored.programme_id);
            audit::note(tx, &by, note, stored.created_at_us)?;
            Ok::<_, Refusal>(())
        })
        .await?;
    Ok(programme)
}

/// Changes name, survey and definition. `revision` is the one that was read, if that matters: when
/// somebody else changed it since, nothing is stored (412).
pub async fn change(
    app: &App,
    viewer: &Viewer,
    programme_id: &str,
    (draft, revision): (Draft, Option<i64>),
) -> Result<Programme, Problem> {
    let of = (programme_id, CHANGED);
    update(app, viewer, of, move |tx, programme| {
        if revision.is_some_and(|revision| revision != programme.revision) {
            let detail = "somebody else changed this programme since you read it";
            return Err(Problem::Other(412, detail.to_owned()).into());
        }
        if programme.status == Status::Ended {
            return Err(Problem::Conflict("this programme is over".to_owned()).into());
        }
        let errors = unchangeable(programme, &draft);
        if !errors.is_empty() {
            return Err(Problem::all_invalid(errors).into());
        }
        programme.name.clone_from(&draft.name);
        programme.survey_id.clone_from(&draft.survey_id);
        programme.definition = draft.definition.clone();
        check(tx, programme)?;
        if programme.status.is_planned() {
            check_wording(programme)?;
        }
        Ok(())
    })
    .await
}

/// What is noted of a programme that got another definition.
const CHANGED: &str = "programme.changed";

/// Loads a programme under its lock, changes it by `work`, stores it and notes `action`; who is
/// planned is looked at again.
async fn update(
    app: &App,
    viewer: &Viewer,
    (programme_id, action): (&str, &'static str),
    work: impl Fn(&mut Tx<'_>, &mut Programme) -> Result<(), Refusal> + Send + 'static,
) -> Result<Programme, Problem> {
    if !id::is_id(programme_id) {
        return Err(Problem::no("programme"));
    }
    let (by, id) = (viewer.clone(), programme_id.to_owned());
    let now_us = app.clock.now_us();
    let changed = app
        .db
        .write(move |tx| {
            let mut programme = store::programme::lock(tx, &by.workspace_id, &id)?
                .ok_or_else(|| Problem::no("programme"))?;
            let before = programme.status;
            work(tx, &mut programme)?;
            programme.revision += 1;
            store::programme::save(tx, &programme)?;
            if programme.started_at_us.is_some() {
                store::plan::renew(tx, &by.workspace_id)?;
            }
            if programme.status != before || action == CHANGED {
                audit::note(tx, &by, Note::new(action, &id), now_us)?;
            }
            Ok::<_, Refusal>(programme)
        })
        .await?;
    Ok(changed)
}

/// Refuses what can't be stored.
fn check(tx: &mut Tx<'_>, programme: &Programme) -> Result<(), Refusal> {
    let mut errors = rules::check(&programme.name, &programme.definition);
    match survey::store::by_id(tx, &programme.workspace_id, &programme.survey_id)? {
        None => errors.push(FieldError::new("/survey_id", "there is no such survey")),
        Some(survey) => {
            let of_employees = programme.definition.audience == Audience::Employees;
            if survey.definition.employees != of_employees {
                let detail = if of_employees {
                    "employees are asked with a survey made for them: only such a survey is anonymous"
                } else {
                    "this survey is for employees; customers need one of their own"
                };
                errors.push(FieldError::new("/survey_id", detail));
            }
        }
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Problem::all_invalid(errors).into())
    }
}

/// Refuses to send mails whose wording has faults.
fn check_wording(programme: &Programme) -> Result<(), Problem> {
    let faults = crate::letter::check(&programme.definition.wording);
    if faults.is_empty() {
        return Ok(());
    }
    let error = |fault: crate::letter::Fault| {
        let place = format!("/definition/wording{}", fault.pointer);
        FieldError::new(place, fault.wrong.to_string())
    };
    Err(Problem::all_invalid(
        faults.into_iter().map(error).collect(),
    ))
}

/// What of a programme that has run can't be changed: it would ask people twice, or mix answers.
fn unchangeable(programme: &Programme, draft: &Draft) -> Vec<FieldError> {
    if programme.started_at_us.is_none() {
        return Vec::new();
    }
    let (old, new) = (&programme.definition, &draft.definition);
    let mut errors = Vec::new();
    let mut fixed = |place: &str| {
        let detail = "can't be changed once the programme has run; end it and make a new one";
        errors.push(FieldError::new(place, detail));
    };
    if draft.survey_id != programme.survey_id {
        fixed("/survey_id");
    }
    if old.audience != new.audience {
        fixed("/definition/audience");
    }
    match (&old.schedule, &new.schedule) {
        (Schedule::Relational(old), Schedule::Relational(new)) => {
            if (old.start, old.every) != (new.start, new.every) {
                fixed("/definition/schedule/relational");
            }
        }
        (Schedule::Transactional(_), Schedule::Transactional(_)) => {}
        _ => fixed("/definition/schedule"),
    }
    errors
}

/// The settings that all programmes share.
pub async fn settings(app: &App, viewer: &Viewer) -> Result<AskSettings, Problem> {
    let workspace = viewer.workspace_id.clone();
    app.db
        .read(move |tx| Ok(store::programme::settings(tx, &workspace)?))
        .await
}

/// Replaces the settings that all programmes share.
pub async fn put_settings(
    app: &App,
    viewer: &Viewer,
    settings: AskSettings,
) -> Result<AskSettings, Problem> {
    let errors = rules::check_settings(&settings);
    if !errors.is_empty() {
        return Err(Problem::all_invalid(errors));
    }
    let (by, stored, now_us) = (viewer.clone(), settings.clone(), app.clock.now_us());
    app.db
        .write(move |tx| {
            store::programme::save_settings(tx, &by.workspace_id, &stored)?;
            let note = Note::new("budget.changed", &by.workspace_id);
            audit::note(tx, &by, note, now_us)
        })
        .await
        .map_err(Problem::from)?;
    Ok(settings)
}
