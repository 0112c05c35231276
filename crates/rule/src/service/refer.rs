//! Whether what a rule names is there, and what there is to choose from.

use std::collections::HashSet;

use platform::web::{App, FieldError, Problem};
use platform::{DbError, Tx};
use policy::trigger::Condition;
use user::Viewer;

use crate::model::{Consequence, Rule};
use crate::store;

/// What rules may name.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Surveys that aren't of employees: id and name.
    pub surveys: Vec<(String, String)>,
    /// Their themes: survey, theme, name.
    pub themes: Vec<theme::known::Known>,
    /// Roles of people for accounts: key, and a name when it is the company's own.
    pub roles: Vec<(String, Option<String>)>,
    /// People who work here: id and name.
    pub people: Vec<(String, String)>,
    /// Channels that are on.
    pub channels: Vec<webhook::Channel>,
}

/// What rules of the viewer's workspace may name.
pub async fn choices(app: &App, viewer: &Viewer) -> Result<Choices, Problem> {
    let workspace = viewer.workspace_id.clone();
    app.db.read(move |tx| Ok(load(tx, &workspace)?)).await
}

fn load(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Choices, DbError> {
    let surveys: Vec<(String, String)> = survey::store::all(tx, workspace_id)?
        .iter()
        .filter(|survey| !survey.definition.employees)
        .map(|survey| (survey.survey_id.clone(), store::past::name(survey)))
        .collect();
    let mut themes = theme::known::known(tx, workspace_id)?;
    themes.retain(|theme| surveys.iter().any(|(id, _)| *id == theme.survey_id));
    let roles = contact::responsibility::roles(tx, workspace_id)?;
    let people = user::people::active(tx, workspace_id)?;
    Ok(Choices {
        surveys,
        themes,
        roles: roles.into_iter().map(|r| (r.role, r.name)).collect(),
        people: people.into_iter().map(|p| (p.user_id, p.name)).collect(),
        channels: webhook::channels(tx, workspace_id)?,
    })
}

/// What a rule names that isn't there.
pub(super) fn check(tx: &mut Tx<'_>, rule: &Rule) -> Result<Vec<FieldError>, DbError> {
    let choices = load(tx, &rule.workspace_id)?;
    let mut errors = Vec::new();
    let surveys: HashSet<&str> = choices.surveys.iter().map(|(id, _)| id.as_str()).collect();
    let no_survey = "there is no such survey of customers; answers of employees are nobody's";
    let mut wrong = |at: String, detail: &str| errors.push(FieldError::new(at, detail));
    let has_role = |role: &str| choices.roles.iter().any(|(key, _)| key == role);
    let has_person = |id: &str| choices.people.iter().any(|(known, _)| known == id);
    rule.definition
        .when
        .each_leaf("/definition/when", &mut |at, leaf| match leaf {
            Condition::Survey(ids) => {
                for (index, id) in ids.iter().enumerate() {
                    if !surveys.contains(id.as_str()) {
                        wrong(format!("{at}/{index}"), no_survey);
                    }
                }
            }
            Condition::Theme(theme) => {
                let found = choices
                    .themes
                    .iter()
                    .any(|t| t.theme_id == theme.theme_id && t.survey_id == theme.survey_id);
                if !found {
                    wrong(at.to_owned(), "there is no such theme of this survey");
                }
            }
            Condition::HasRole(role) if !has_role(role) => {
                wrong(at.to_owned(), "there is no such role");
            }
            _ => {}
        });
    for (index, then) in rule.definition.then.iter().enumerate() {
        let at = format!("/definition/then/{index}/{}", then.name());
        match then {
            Consequence::OpenCase(open) => {
                if open.role.as_ref().is_some_and(|role| !has_role(role)) {
                    wrong(format!("{at}/role"), "there is no such role");
                }
                if open.person.as_ref().is_some_and(|id| !has_person(id)) {
                    wrong(format!("{at}/person"), "nobody who works here has this id");
                }
            }
            Consequence::Notify(notify) => {
                for (place, id) in notify.people.iter().enumerate() {
                    if !has_person(id) {
                        let at = format!("{at}/people/{place}");
                        wrong(at, "nobody who works here has this id");
                    }
                }
                for (place, role) in notify.roles.iter().enumerate() {
                    if !has_role(role) {
                        wrong(format!("{at}/roles/{place}"), "there is no such role");
                    }
                }
            }
            Consequence::Tell(tell) => {
                if !choices.channels.iter().any(|c| c.id == tell.channel_id) {
                    let at = format!("{at}/channel_id");
                    wrong(at, "there is no such channel, or it is switched off");
                }
            }
            Consequence::ReachOut(_) => {}
        }
    }
    Ok(errors)
}
