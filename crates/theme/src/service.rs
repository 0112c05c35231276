//! The verbs: make, change, remove and restore a theme; say of comments what they are about.
//! Pages and API call the same ones.

use dashboard::Whose;
use platform::web::{App, FieldError};
use platform::{DbError, Problem, Tx, id};
use serde_json::json;
use user::audit::{self, Note};
use user::{Viewer, Who};

use crate::model::{HandCode, THEMES_MAX, Theme};
use crate::rules::{Fault, check};
use crate::store::{self, Coding};

/// What somebody wants a theme to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) name: String,
    pub(crate) rules: String,
    /// Place among the themes, from 0; none leaves it where it is, or at the end.
    pub(crate) position: Option<i64>,
}

/// Why a theme was not saved.
#[derive(Debug)]
pub(crate) enum NotSaved {
    /// What is wrong with it.
    Faults(Vec<Fault>),
    /// Anything else.
    Problem(Problem),
}

impl From<DbError> for NotSaved {
    fn from(error: DbError) -> Self {
        Self::Problem(error.into())
    }
}

impl From<Problem> for NotSaved {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<NotSaved> for Problem {
    fn from(not_saved: NotSaved) -> Self {
        match not_saved {
            NotSaved::Problem(problem) => problem,
            NotSaved::Faults(faults) => Self::Invalid {
                detail: "the theme was not saved".to_owned(),
                errors: faults
                    .iter()
                    .map(|fault| FieldError::new(format!("/{}", fault.field()), fault.to_string()))
                    .collect(),
            },
        }
    }
}

/// One theme; 404 when there is none.
pub(crate) async fn get(app: &App, whose: &Whose, theme_id: &str) -> Result<Theme, Problem> {
    let (whose, theme_id) = (whose.clone(), checked_id(theme_id)?);
    let found: Result<Option<Theme>, DbError> = app
        .db
        .read(move |tx| store::by_id(tx, &whose, &theme_id, false))
        .await;
    found?.ok_or_else(|| Problem::no("theme"))
}

/// All themes of a survey.
pub(crate) async fn all(app: &App, whose: &Whose) -> Result<Vec<Theme>, Problem> {
    let whose = whose.clone();
    app.db
        .read(move |tx| {
            is_there(tx, &whose)?;
            Ok(store::all(tx, &whose)?)
        })
        .await
}

/// Makes a theme.
pub(crate) async fn add(
    app: &App,
    (viewer, whose): (&Viewer, &Whose),
    draft: Draft,
) -> Result<Theme, NotSaved> {
    let (viewer, whose) = (viewer.clone(), whose.clone());
    let now_us = app.clock.now_us();
    app.db
        .write(move |tx| {
            if !store::lock(tx, &whose)? {
                return Err(Problem::no("survey").into());
            }
            let others = store::all(tx, &whose)?;
            if others.len() >= THEMES_MAX {
                return Err(NotSaved::Problem(Problem::Conflict(format!(
                    "a survey has at most {THEMES_MAX} themes"
                ))));
            }
            let last = others.iter().map(|other| other.position + 1).max();
            let theme = Theme {
                theme_id: id::new(),
                name: draft.name.trim().to_owned(),
                rules: lines(&draft.rules),
                position: draft.position.or(last).unwrap_or(0),
                revision: 1,
                created_at_us: now_us,
                changed_at_us: now_us,
            };
            refuse(&theme, &others)?;
            store::add(tx, &whose, &theme)?;
            note(tx, &viewer, ("theme.created", &theme.theme_id), now_us)?;
            Ok(theme)
        })
        .await
}

/// Changes a theme. `expected` is the revision the change was made on; another one is a conflict.
pub(crate) async fn change(
    app: &App,
    (viewer, whose): (&Viewer, &Whose),
    (theme_id, expected): (&str, Option<i64>),
    draft: Draft,
) -> Result<Theme, NotSaved> {
    let (whose, theme_id) = (whose.clone(), checked_id(theme_id)?);
    let viewer = viewer.clone();
    let now_us = app.clock.now_us();
    app.db
        .write(move |tx| {
            store::lock(tx, &whose)?;
            let found = store::by_id(tx, &whose, &theme_id, false)?;
            let known = found.ok_or_else(|| Problem::no("theme"))?;
            if expected.is_some_and(|expected| expected != known.revision) {
                return Err(NotSaved::Problem(Problem::Conflict(
                    "the theme was changed by somebody else in the meantime".to_owned(),
                )));
            }
            let mut others = store::all(tx, &whose)?;
            others.retain(|other| other.theme_id != theme_id);
            let theme = Theme {
                name: draft.name.trim().to_owned(),
                rules: lines(&draft.rules),
                position: draft.position.unwrap_or(known.position),
                revision: known.revision + 1,
                changed_at_us: now_us,
                ..known
            };
            refuse(&theme, &others)?;
            store::save(tx, &whose, &theme)?;
            note(tx, &viewer, ("theme.changed", &theme_id), now_us)?;
            Ok(theme)
        })
        .await
}

/// Removes a theme; [`restore`] brings it back with everything said of it.
pub(crate) async fn remove(
    app: &App,
    (viewer, whose): (&Viewer, &Whose),
    theme_id: &str,
) -> Result<Theme, Problem> {
    let (whose, theme_id) = (whose.clone(), checked_id(theme_id)?);
    let viewer = viewer.clone();
    let now_us = app.clock.now_us();
    app.db
        .write(move |tx| {
            let found = store::by_id(tx, &whose, &theme_id, false)?;
            let theme = found.ok_or_else(|| Problem::no("theme"))?;
            store::remove(tx, &whose, &theme_id, Some(now_us))?;
            note(tx, &viewer, ("theme.removed", &theme_id), now_us)?;
            Ok(theme)
        })
        .await
}

/// Brings a removed theme back, unless another one has its name by now.
pub(crate) async fn restore(
    app: &App,
    (viewer, whose): (&Viewer, &Whose),
    theme_id: &str,
) -> Result<Theme, NotSaved> {
    let (whose, theme_id) = (whose.clone(), checked_id(theme_id)?);
    let (viewer, now_us) = (viewer.clone(), app.clock.now_us());
    app.db
        .write(move |tx| {
            store::lock(tx, &whose)?;
            let found = store::by_id(tx, &whose, &theme_id, true)?;
            let theme = found.ok_or_else(|| Problem::no("theme"))?;
            refuse(&theme, &store::all(tx, &whose)?)?;
            store::remove(tx, &whose, &theme_id, None)?;
            note(tx, &viewer, ("theme.restored", &theme_id), now_us)?;
            Ok(theme)
        })
        .await
}

/// What somebody says of one comment: none takes back what was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) theme_id: String,
    pub(crate) response_id: String,
    pub(crate) has: Option<bool>,
}

/// Stores what somebody says of comments on a question. All or nothing.
pub(crate) async fn code(
    app: &App,
    viewer: &Viewer,
    whose: &Whose,
    (question, said): (String, Vec<Said>),
) -> Result<(), Problem> {
    let by = match &viewer.who {
        Who::User { user_id, .. } => user_id.clone(),
        Who::Key { api_key_id, .. } => api_key_id.clone(),
    };
    let (whose, at_us) = (whose.clone(), app.clock.now_us());
    let viewer = viewer.clone();
    app.db
        .write(move |tx| {
            let coding = Coding {
                question: &question,
                by: &by,
                at_us,
            };
            check_said(tx, &whose, &said)?;
            for one in &said {
                let key = (one.theme_id.as_str(), one.response_id.as_str());
                match one.has {
                    None => store::remove_code(tx, &whose, (key.0, key.1, &question))?,
                    Some(has) => {
                        let code = HandCode {
                            theme_id: one.theme_id.clone(),
                            response_id: one.response_id.clone(),
                            has,
                        };
                        store::save_code(tx, &whose, &code, &coding)?;
                    }
                }
            }
            let detail = json!({ "codes": said.len(), "question": question });
            let note = Note::new("survey.coded", &whose.survey_id).with(detail);
            Ok(audit::note(tx, &viewer, note, at_us)?)
        })
        .await
}

/// Notes what was done with a theme.
fn note(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (action, theme_id): (&'static str, &str),
    now_us: i64,
) -> Result<(), DbError> {
    audit::note(tx, viewer, Note::new(action, theme_id), now_us)
}

/// Refuses themes and responses that are not of this survey.
fn check_said(tx: &mut Tx<'_>, whose: &Whose, said: &[Said]) -> Result<(), Problem> {
    let themes = store::all(tx, whose)?;
    let mut ids: Vec<String> = said.iter().map(|one| one.response_id.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    let known = store::known_responses(tx, whose, &ids)?;
    let mut errors = Vec::new();
    for (at, one) in said.iter().enumerate() {
        if themes.iter().all(|theme| theme.theme_id != one.theme_id) {
            return Err(Problem::no("theme"));
        }
        if !known.contains(&one.response_id) {
            let pointer = format!("/codes/{at}/response_id");
            errors.push(FieldError::new(pointer, "no response of this survey"));
        }
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Problem::Invalid {
            detail: "nothing was stored".to_owned(),
            errors,
        })
    }
}

fn refuse(theme: &Theme, others: &[Theme]) -> Result<(), NotSaved> {
    let faults = check(&theme.name, &theme.rules, others);
    if faults.is_empty() {
        Ok(())
    } else {
        Err(NotSaved::Faults(faults))
    }
}

fn is_there(tx: &mut Tx<'_>, whose: &Whose) -> Result<(), Problem> {
    match survey::store::by_id(tx, &whose.workspace_id, &whose.survey_id)? {
        Some(_) => Ok(()),
        None => Err(Problem::no("survey")),
    }
}

fn checked_id(theme_id: &str) -> Result<String, Problem> {
    if id::is_id(theme_id) {
        Ok(theme_id.to_owned())
    } else {
        Err(Problem::no("theme"))
    }
}

/// Rules as they are stored: forms send lines with a carriage return.
fn lines(rules: &str) -> String {
    let lines: Vec<&str> = rules.lines().map(str::trim_end).collect();
    lines.join("\n").trim().to_owned()
}
