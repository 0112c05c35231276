//! Who raised an action: the answer of a case, the answers that mention a theme, those that disagree
//! with a statement.

use std::collections::BTreeSet;

use dashboard::Whose;
use platform::{DbError, Problem, Tx};
use survey::Kind;
use user::Viewer;

use crate::Actions;
use crate::model::{Period, Raised, Source, Voice};
use crate::store;

/// What raised an action, and who said so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// What it is.
    pub(crate) raised: Raised,
    /// The answers; none of employees.
    pub(crate) voices: Vec<Voice>,
}

/// Looks up what raises an action. 422 when there is no such thing; `zone`s of days are the
/// workspace's.
pub(crate) async fn find(
    actions: &Actions,
    viewer: &Viewer,
    source: &Source,
    period: Period,
) -> Result<Found, Problem> {
    match source {
        Source::Case(case_id) => of_case(actions, viewer, case_id).await,
        Source::Theme {
            survey_id,
            theme_id,
        } => {
            let whose = whose(viewer, survey_id);
            let days = (period.from_day, period.to_day);
            let found = actions.themes.mentioning(&whose, theme_id, days).await;
            let found = found.map_err(gone)?;
            Ok(Found {
                raised: Raised {
                    source: source.clone(),
                    survey_id: Some(survey_id.clone()),
                    label: found.name,
                    period,
                    employees: found.groups_only,
                    account_id: None,
                },
                voices: found.response_ids.into_iter().map(answer).collect(),
            })
        }
        Source::Driver { survey_id, key } => {
            of_driver(actions, viewer, (survey_id, key), period).await
        }
    }
}

fn whose(viewer: &Viewer, survey_id: &str) -> Whose {
    Whose {
        workspace_id: viewer.workspace_id.clone(),
        survey_id: survey_id.to_owned(),
        sight: viewer.sight.clone(),
        outside: false,
    }
}

/// Nothing raises an action that isn't there.
fn gone(problem: Problem) -> Problem {
    match problem {
        Problem::NotFound(detail) => Problem::invalid("/source", detail),
        other => other,
    }
}

const fn answer(response_id: String) -> Voice {
    Voice {
        response_id: Some(response_id),
        contact_id: None,
    }
}

async fn of_case(actions: &Actions, viewer: &Viewer, case_id: &str) -> Result<Found, Problem> {
    let (workspace, id) = (viewer.workspace_id.clone(), case_id.to_owned());
    let sight = viewer.sight.clone();
    let read = move |tx: &mut Tx<'_>| {
        let is_seen = case::store::sees(tx, (&workspace, &id), &sight)?;
        let found = case::store::by_id(tx, &workspace, &id)?.filter(|_| is_seen);
        let found = found.ok_or_else(|| Problem::invalid("/source", "there is no such case"))?;
        let voice = Voice {
            response_id: found.response_id.clone(),
            contact_id: found.contact_id.clone(),
        };
        let is_somebody = voice.response_id.is_some() || voice.contact_id.is_some();
        Ok::<_, Problem>(Found {
            raised: Raised {
                source: Source::Case(id),
                survey_id: found.survey_id,
                label: found.title,
                period: Period::default(),
                employees: false,
                account_id: found.account_id,
            },
            voices: is_somebody.then_some(voice).into_iter().collect(),
        })
    };
    actions.app.db.read(read).await
}

async fn of_driver(
    actions: &Actions,
    viewer: &Viewer,
    (survey_id, key): (&str, &str),
    period: Period,
) -> Result<Found, Problem> {
    let sight = viewer.sight.clone();
    let (workspace, survey_id, key) = (
        viewer.workspace_id.clone(),
        survey_id.to_owned(),
        key.to_owned(),
    );
    let read = move |tx: &mut Tx<'_>| {
        let seen = response::served::responses_seen(tx, (&workspace, &survey_id), &sight)?;
        let is_nothing_seen = seen.as_ref().is_some_and(BTreeSet::is_empty);
        let survey = survey::store::by_id(tx, &workspace, &survey_id)?;
        let survey = survey
            .filter(|_| !is_nothing_seen)
            .ok_or_else(|| Problem::invalid("/source", "no such survey"))?;
        let definition = &survey.definition;
        let question = definition.question(&key).filter(|q| q.kind == Kind::Agree);
        let question = question.ok_or_else(|| {
            let detail = format!("the survey has no driver {key:?}");
            Problem::invalid("/source", detail)
        })?;
        let label = definition
            .say(&question.text, definition.language())
            .to_owned();
        // Where only groups are shown no answer is named, as of employees.
        let employees = !definition.shows_answers_to(&sight);
        let mut voices = if employees {
            Vec::new()
        } else {
            let versions = versions(tx, (&workspace, &survey_id), &key)?;
            let of = (workspace.as_str(), survey_id.as_str());
            store::voice::disagreeing(tx, of, (&key, &versions), period)?
        };
        if let Some(seen) = seen {
            voices.retain(|id| seen.contains(id));
        }
        Ok::<_, Problem>(Found {
            raised: Raised {
                source: Source::Driver {
                    survey_id: survey_id.clone(),
                    key,
                },
                survey_id: Some(survey_id),
                label,
                period,
                employees,
                account_id: None,
            },
            voices: voices.into_iter().map(answer).collect(),
        })
    };
    actions.app.db.read_long(read).await
}

/// The versions of a survey in which this was a statement: answers on another scale mean something
/// else.
fn versions(
    tx: &mut Tx<'_>,
    (workspace_id, survey_id): (&str, &str),
    key: &str,
) -> Result<Vec<i64>, DbError> {
    let all = survey::store::versions(tx, workspace_id, survey_id)?;
    let is_one = |definition: &survey::model::Definition| {
        let question = definition.question(key);
        question.is_some_and(|question| question.kind == Kind::Agree)
    };
    Ok(all
        .into_iter()
        .filter(|(_, definition, _)| is_one(definition))
        .map(|(version, ..)| version)
        .collect())
}
