//! The verbs: make a survey, save what is asked, publish, close, reopen, remove. Pages and API
//! call the same ones. Each decides and saves under a lock on the survey's row.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use platform::web::{App, Problem};
use platform::{DbError, Tx, id};
use serde_json::json;
use user::audit::{self, Note};
use user::{Sight, Viewer};

use crate::model::{Definition, Status, Survey, Texts};
use crate::rules::{self, Change, Fault, Wrong};
use crate::store;
use crate::templates::{self, Driver, Extra, Template};

/// What is noted of a survey that is no more.
const REMOVED: &str = "survey.removed";

/// All surveys of the viewer's workspace, newest first.
pub async fn list(app: &App, viewer: &Viewer) -> Result<Vec<Survey>, Problem> {
    let (workspace_id, sight) = (viewer.workspace_id.clone(), viewer.sight.clone());
    app.db
        .read(move |tx| {
            let seen = store::seen(tx, (&workspace_id, None), &sight)?;
            Ok(within(store::all(tx, &workspace_id)?, seen.as_ref()))
        })
        .await
}

/// Those of which answers are seen, each with as many responses as are.
fn within(surveys: Vec<Survey>, seen: Option<&HashMap<String, i64>>) -> Vec<Survey> {
    let Some(seen) = seen else { return surveys };
    let limited = |survey: Survey| {
        let response_count = *seen.get(&survey.survey_id)?;
        Some(Survey {
            response_count,
            ..survey
        })
    };
    surveys.into_iter().filter_map(limited).collect()
}

/// How many responses of each survey don't count (yet), of surveys with any.
pub(crate) async fn in_doubt(app: &App, viewer: &Viewer) -> Result<HashMap<String, i64>, Problem> {
    if viewer.sight != Sight::Everything {
        return Ok(HashMap::new());
    }
    let workspace_id = viewer.workspace_id.clone();
    app.db
        .read(move |tx| Ok(store::in_doubt(tx, &workspace_id)?))
        .await
}

/// At most `limit` surveys, newest first, after the one created at `after.0` with id `after.1`.
pub async fn page(
    app: &App,
    viewer: &Viewer,
    after: Option<(i64, String)>,
    limit: usize,
) -> Result<Vec<Survey>, Problem> {
    let (workspace_id, sight) = (viewer.workspace_id.clone(), viewer.sight.clone());
    let read = move |tx: &mut Tx<'_>| {
        let after = after.as_ref().map(|(at_us, id)| (*at_us, id.as_str()));
        let seen = store::seen(tx, (&workspace_id, None), &sight)?;
        if seen.is_none() {
            return Ok(store::some(tx, &workspace_id, after, limit)?);
        }
        // Of few surveys there is no need for pages in SQL.
        let all = within(store::all(tx, &workspace_id)?, seen.as_ref());
        let is_later = |survey: &Survey| match after {
            None => true,
            Some((at_us, id)) => {
                (Reverse(survey.created_at_us), survey.survey_id.as_str()) > (Reverse(at_us), id)
            }
        };
        Ok(all.into_iter().filter(is_later).take(limit).collect())
    };
    app.db.read(read).await
}

/// One survey; 404 when it isn't there or belongs to somebody else.
pub async fn get(app: &App, viewer: &Viewer, survey_id: &str) -> Result<Survey, Problem> {
    if !id::is_id(survey_id) {
        return Err(Problem::no("survey"));
    }
    let (workspace_id, survey_id) = (viewer.workspace_id.clone(), survey_id.to_owned());
    let sight = viewer.sight.clone();
    app.db
        .read(move |tx| {
            let survey = store::by_id(tx, &workspace_id, &survey_id)?;
            let seen = store::seen(tx, (&workspace_id, Some(&survey_id)), &sight)?;
            within(survey.into_iter().collect(), seen.as_ref())
                .pop()
                .ok_or_else(|| Problem::no("survey"))
        })
        .await
}

/// Every version of a survey with the definition asked and since when, oldest first.
pub async fn versions(app: &App, survey: &Survey) -> Result<Vec<(i64, Definition, i64)>, Problem> {
    let (workspace_id, id) = (survey.workspace_id.clone(), survey.survey_id.clone());
    app.db
        .read(move |tx| Ok(store::versions(tx, &workspace_id, &id)?))
        .await
}

/// The public link.
pub fn public_url(app: &App, survey: &Survey) -> String {
    format!("{}/r/{}", app.base_url, survey.token)
}

/// What a survey is made of.
#[derive(Clone, Debug)]
pub struct NewSurvey {
    /// The template to start from.
    pub template: Template,
    /// Title by language; the template's own when empty.
    pub title: Texts,
    /// Languages offered, the default first.
    pub languages: Vec<String>,
    /// Own driver statements in place of the template's.
    pub drivers: Option<Vec<Driver>>,
    /// What is asked beside the template's questions.
    pub extras: Vec<Extra>,
}

/// Makes a draft from a template.
pub async fn create_from_template(
    app: &App,
    viewer: &Viewer,
    new: NewSurvey,
) -> Result<Survey, Problem> {
    let (company, _) = user::service::workspace(app, &viewer.workspace_id).await?;
    let drivers = new.drivers.as_ref().map_or(0, Vec::len);
    let choices = templates::Choices {
        company: &company,
        title: new.title,
        languages: new.languages,
        drivers: new.drivers,
    };
    let definition = templates::definition(new.template, choices);
    let first_driver = definition.questions.len() - drivers.min(definition.questions.len());
    let definition = rules::with_touchpoints(templates::with_extras(definition, &new.extras));
    let mut faults = rules::check(&definition);
    for fault in &mut faults {
        point_at_driver(fault, first_driver..first_driver + drivers);
    }
    refuse(app, &faults)?;
    add(app, viewer, new.template, definition).await
}

/// A mistake in an own statement is reported where it was given: `/drivers/0/key`.
fn point_at_driver(fault: &mut Fault, drivers: Range<usize>) {
    let Some(rest) = fault.pointer.strip_prefix("/questions/") else {
        return;
    };
    let (index, place) = rest.split_once('/').unwrap_or((rest, ""));
    if let Ok(index) = index.parse::<usize>()
        && drivers.contains(&index)
    {
        fault.pointer = format!("/drivers/{}/{place}", index - drivers.start);
    }
}

/// Makes a draft with a definition of one's own; `template` says what it comes closest to.
pub async fn create(
    app: &App,
    viewer: &Viewer,
    template: Template,
    definition: Definition,
) -> Result<Survey, Problem> {
    let definition = rules::with_touchpoints(definition);
    refuse(app, &rules::check(&definition))?;
    add(app, viewer, template, definition).await
}

async fn add(
    app: &App,
    viewer: &Viewer,
    template: Template,
    definition: Definition,
) -> Result<Survey, Problem> {
    let survey = Survey {
        workspace_id: viewer.workspace_id.clone(),
        survey_id: id::new(),
        token: id::new(),
        template: template.as_str().to_owned(),
        status: Status::Draft,
        version: 1,
        revision: 1,
        definition,
        response_count: 0,
        change_seq: 0,
        created_at_us: app.clock.now_us(),
        published_at_us: None,
        closed_at_us: None,
    };
    let (stored, by) = (survey.clone(), viewer.clone());
    app.db
        .write(move |tx| {
            store::add(tx, &stored)?;
            let note = Note::new("survey.created", &stored.survey_id);
            audit::note(tx, &by, note, stored.created_at_us)
        })
        .await
        .map_err(Problem::from)?;
    app.changes.announce(&survey.survey_id);
    Ok(survey)
}

/// A survey after it was saved, and what that changed.
#[derive(Clone, Debug)]
pub struct Saved {
    /// As it is now.
    pub survey: Survey,
    /// What was different.
    pub change: Change,
    /// Whether a new version began.
    pub is_new_version: bool,
}

/// Saves what is asked. `expected` is the revision it was made from: when somebody else saved in
/// between, nothing is stored and the problem is a `Conflict`. Once there are responses, another
/// wording, scale or order begins a new version.
pub async fn save_definition(
    app: &App,
    viewer: &Viewer,
    survey_id: &str,
    definition: Definition,
    expected: Option<i64>,
) -> Result<Saved, Problem> {
    let definition = rules::with_touchpoints(definition);
    refuse(app, &rules::check(&definition))?;
    let unpublishable = rules::check_publishable(&definition);
    let now_us = app.clock.now_us();
    let words = app.clone();
    let saved = change(
        app,
        viewer,
        (survey_id, "survey.changed"),
        move |tx, survey| {
            if expected.is_some_and(|revision| revision != survey.revision) {
                return Err(changed_by_another());
            }
            let is_public = survey.status != Status::Draft;
            if is_public {
                refuse(&words, &unpublishable)?;
            }
            let (old, answered) = (&survey.definition, survey.response_count);
            refuse(
                &words,
                rules::settled(old, &definition, answered).as_slice(),
            )?;
            let change = rules::change(&survey.definition, &definition);
            let is_new_version = survey.response_count > 0 && change.makes_version();
            if is_new_version {
                // What was asked until now: a draft whose answers were imported has no record of it.
                store::put_version(tx, survey, survey.created_at_us)?;
            }
            if !change.is_none() {
                survey.definition = definition.clone();
                survey.version += i64::from(is_new_version);
                survey.revision += 1;
                store::save(tx, survey)?;
                if is_public || survey.response_count > 0 {
                    store::put_version(tx, survey, now_us)?;
                }
            }
            Ok((change, is_new_version))
        },
    )
    .await?;
    let (survey, (change, is_new_version)) = saved;
    Ok(Saved {
        survey,
        change,
        is_new_version,
    })
}

fn changed_by_another() -> Problem {
    Problem::Conflict(
        "somebody else changed this survey in the meantime; nothing was stored: get it again, \
         make your changes in what you get, and save that"
            .to_owned(),
    )
}

/// Opens a draft for answers. An open survey stays as it is.
pub async fn publish(app: &App, viewer: &Viewer, survey_id: &str) -> Result<Survey, Problem> {
    let now_us = app.clock.now_us();
    let words = app.clone();
    let published = change(
        app,
        viewer,
        (survey_id, "survey.published"),
        move |tx, survey| match survey.status {
            Status::Open => Ok(()),
            Status::Closed => Err(Problem::Conflict(
                "this survey is closed: reopen it".to_owned(),
            )),
            Status::Draft => {
                refuse(&words, &rules::check_publishable(&survey.definition))?;
                survey.published_at_us = Some(now_us);
                turn(tx, survey, Status::Open)?;
                Ok(store::put_version(tx, survey, now_us)?)
            }
        },
    );
    Ok(published.await?.0)
}

/// Ends an open survey; it keeps its answers and takes no more. A closed one stays as it is.
pub async fn close(app: &App, viewer: &Viewer, survey_id: &str) -> Result<Survey, Problem> {
    let now_us = app.clock.now_us();
    let closed = change(
        app,
        viewer,
        (survey_id, "survey.closed"),
        move |tx, survey| match survey.status {
            Status::Closed => Ok(()),
            Status::Draft => Err(Problem::Conflict(
                "this survey is not published yet: there is nothing to close".into(),
            )),
            Status::Open => {
                survey.closed_at_us = Some(now_us);
                Ok(turn(tx, survey, Status::Closed)?)
            }
        },
    );
    Ok(closed.await?.0)
}

/// Opens a closed survey again. An open one stays as it is.
pub async fn reopen(app: &App, viewer: &Viewer, survey_id: &str) -> Result<Survey, Problem> {
    let reopened = change(
        app,
        viewer,
        (survey_id, "survey.reopened"),
        move |tx, survey| match survey.status {
            Status::Open => Ok(()),
            Status::Draft => Err(Problem::Conflict(
                "this survey was never open: publish it".to_owned(),
            )),
            Status::Closed => {
                survey.closed_at_us = None;
                Ok(turn(tx, survey, Status::Open)?)
            }
        },
    );
    Ok(reopened.await?.0)
}

/// Removes a draft that has no answers. Anything else is closed instead, because answers are kept.
pub async fn remove(app: &App, viewer: &Viewer, survey_id: &str) -> Result<(), Problem> {
    change(app, viewer, (survey_id, REMOVED), |tx, survey| {
        if survey.status != Status::Draft || survey.response_count > 0 {
            return Err(Problem::Conflict(
                "only a draft without answers can be removed: close this survey instead".into(),
            ));
        }
        store::remove(tx, &survey.workspace_id, &survey.survey_id).map_err(|error| match error {
            // Something of another slice belongs to it, such as personal links.
            DbError::Bug(text) if text.to_lowercase().contains("foreign key") => Problem::Conflict(
                "something belongs to this draft, such as personal links: it can't be removed"
                    .to_owned(),
            ),
            other => other.into(),
        })
    })
    .await?;
    Ok(())
}

fn turn(tx: &mut Tx<'_>, survey: &mut Survey, status: Status) -> Result<(), DbError> {
    survey.status = status;
    survey.revision += 1;
    store::save(tx, survey)
}

/// Runs `decide` on the locked survey, notes `action` when that changed it, and tells open pages
/// after the commit.
async fn change<T: Send + 'static>(
    app: &App,
    viewer: &Viewer,
    (survey_id, action): (&str, &'static str),
    mut decide: impl FnMut(&mut Tx<'_>, &mut Survey) -> Result<T, Problem> + Send + 'static,
) -> Result<(Survey, T), Problem> {
    if !id::is_id(survey_id) {
        return Err(Problem::no("survey"));
    }
    let (viewer, id) = (viewer.clone(), survey_id.to_owned());
    let now_us = app.clock.now_us();
    let decided = app
        .db
        .write(move |tx| {
            let survey = store::lock(tx, &viewer.workspace_id, &id)?;
            let mut survey = survey.ok_or_else(|| Problem::no("survey"))?;
            let (before, least) = (survey.revision, survey.definition.smallest_group());
            let outcome = decide(tx, &mut survey)?;
            if survey.revision != before || action == REMOVED {
                let note = noted(Note::new(action, &id), least, &survey.definition);
                audit::note(tx, &viewer, note, now_us)?;
            }
            Ok::<_, Problem>((survey, outcome))
        })
        .await?;
    app.changes.announce(survey_id);
    Ok(decided)
}

/// With what the smallest group to show was and is, when that changed.
fn noted<'a>(note: Note<'a>, before: u64, now: &Definition) -> Note<'a> {
    if now.smallest_group() == before {
        return note;
    }
    note.with(json!({ "smallest_group": now.smallest_group(), "smallest_group_before": before }))
}

/// All faults as one problem, if there are any.
fn refuse(app: &App, faults: &[Fault]) -> Result<(), Problem> {
    if faults.is_empty() {
        return Ok(());
    }
    Err(Problem::all_invalid(
        faults
            .iter()
            .map(|f| f.to_field_error(&app.words))
            .collect(),
    ))
}

/// The further questions by their names, or what is allowed; `pointer` says where they were given.
pub fn extras(pointer: &str, names: &[String]) -> Result<Vec<Extra>, Problem> {
    let all = Extra::ALL.map(Extra::as_str).join(", ");
    let read = |name: &String| {
        let wrong = |()| Problem::invalid(pointer, format!("{name:?} is none of {all}"));
        name.parse().map_err(wrong)
    };
    names.iter().map(read).collect()
}

/// The template by its name, or what is allowed.
pub fn template(app: &App, name: &str) -> Result<Template, Problem> {
    name.parse().map_err(|()| {
        let all = Template::ALL.map(Template::as_str).join(", ");
        let fault = Fault::new("/template", Wrong::NoTemplate).with("given", name);
        Problem::all_invalid(vec![fault.with("all", all).to_field_error(&app.words)])
    })
}
