//! Whether what a rule names is there, and what there is to choose from.

use std::collections::{BTreeSet, HashSet};

use contact::attribute::{self, Kind, Noun};
use platform::web::{App, FieldError, Problem};
use platform::{DbError, Tx};
use policy::trigger::Condition;
use user::Viewer;

use crate::model::{Consequence, Definition, Rule, State};
use crate::{store, telling};

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

pub(super) fn load(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Choices, DbError> {
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

/// What a rule can name that isn't there, or not any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gone {
    /// A survey of customers.
    Survey,
    /// A theme of a survey.
    Theme,
    /// A role of people for accounts.
    Role,
    /// Somebody who works here.
    Person,
    /// A channel that is on.
    Channel,
}

impl Gone {
    /// As in JSON, and at the end of the keys of words.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Survey => "no-survey",
            Self::Theme => "no-theme",
            Self::Role => "no-role",
            Self::Person => "no-person",
            Self::Channel => "no-channel",
        }
    }

    const fn detail(self) -> &'static str {
        match self {
            Self::Survey => {
                "there is no such survey of customers; answers of employees are nobody's"
            }
            Self::Theme => "there is no such theme of this survey",
            Self::Role => "there is no such role",
            Self::Person => "nobody who works here has this id",
            Self::Channel => "there is no such channel, or it is switched off",
        }
    }
}

/// How many rules that are on name something that isn't there.
pub(crate) fn in_trouble(tx: &mut Tx<'_>, workspace_id: &str) -> Result<u64, DbError> {
    let rules = store::all(tx, workspace_id, Some(State::On))?;
    if rules.is_empty() {
        return Ok(0);
    }
    let choices = load(tx, workspace_id)?;
    let troubled = rules
        .iter()
        .filter(|rule| !trouble(&choices, rule).is_empty());
    Ok(troubled.count() as u64)
}

/// Keeps the channels that a rule tells until the commit.
pub(super) fn hold(tx: &mut Tx<'_>, rule: &Rule) -> Result<(), DbError> {
    for channel_id in telling::channels(rule) {
        webhook::hold(tx, &rule.workspace_id, &channel_id)?;
    }
    Ok(())
}

/// What a rule names that isn't there, where it stands.
pub(super) fn check(tx: &mut Tx<'_>, rule: &Rule) -> Result<Vec<FieldError>, DbError> {
    let choices = load(tx, &rule.workspace_id)?;
    let gone = missing(&choices, &rule.definition);
    let errors = gone
        .into_iter()
        .map(|(at, gone)| FieldError::new(at, gone.detail()));
    let mut errors: Vec<FieldError> = errors.collect();
    let kinds = contact::attribute::all(tx, &rule.workspace_id)?;
    errors.extend(never(&kinds, &rule.definition));
    Ok(errors)
}

/// What a rule asks of attributes that these can't be: it would never fire.
fn never(kinds: &[attribute::Definition], definition: &Definition) -> Vec<FieldError> {
    let mut errors = Vec::new();
    definition
        .when
        .each_leaf("/definition/when", &mut |at, leaf| {
            let (noun, compare) = match leaf {
                Condition::Account(compare) => (Noun::Account, compare),
                Condition::Contact(compare) => (Noun::Contact, compare),
                _ => return,
            };
            let own = |one: &&attribute::Definition| one.noun == noun && one.name == compare.name;
            let Some(kind) = kinds.iter().find(own) else {
                return;
            };
            for (index, value) in compare.one_of.iter().enumerate() {
                let detail = match kind.checked(value) {
                    Err(wrong) if kind.kind == Kind::Choice => wrong.to_string(),
                    Err(_) => format!("{} has no such value", compare.name),
                    // Compared as it is kept.
                    Ok(kept) if kept.to_lowercase() != value.trim().to_lowercase() => {
                        format!("write it as {kept}")
                    }
                    Ok(_) => continue,
                };
                errors.push(FieldError::new(format!("{at}/one_of/{index}"), detail));
            }
            let is_number = matches!(kind.kind, Kind::Number | Kind::Money | Kind::Text);
            if !is_number && (compare.at_least.is_some() || compare.at_most.is_some()) {
                let detail = format!("{} is no number", compare.name);
                errors.push(FieldError::new(at, detail));
            }
            let is_day = matches!(kind.kind, Kind::Date | Kind::Text);
            if !is_day && (compare.within_days.is_some() || compare.past_days.is_some()) {
                let detail = format!("{} is no day", compare.name);
                errors.push(FieldError::new(at, detail));
            }
        });
    errors
}

/// What keeps a rule from doing all it says: what it names that isn't there any more, each once.
pub fn trouble(choices: &Choices, rule: &Rule) -> Vec<Gone> {
    if rule.state == State::Archived {
        return Vec::new();
    }
    let all: BTreeSet<Gone> = missing(choices, &rule.definition)
        .into_iter()
        .map(|(_, gone)| gone)
        .collect();
    all.into_iter().collect()
}

fn missing(choices: &Choices, definition: &Definition) -> Vec<(String, Gone)> {
    let mut found = Vec::new();
    let mut gone = |at: String, what: Gone| found.push((at, what));
    let has_role = |role: &str| choices.roles.iter().any(|(key, _)| key == role);
    let has_person = |id: &str| choices.people.iter().any(|(known, _)| known == id);
    let surveys: HashSet<&str> = choices.surveys.iter().map(|(id, _)| id.as_str()).collect();
    definition
        .when
        .each_leaf("/definition/when", &mut |at, leaf| match leaf {
            Condition::Survey(ids) => {
                for (index, id) in ids.iter().enumerate() {
                    if !surveys.contains(id.as_str()) {
                        gone(format!("{at}/{index}"), Gone::Survey);
                    }
                }
            }
            Condition::Theme(theme) => {
                let is_known = choices
                    .themes
                    .iter()
                    .any(|t| t.theme_id == theme.theme_id && t.survey_id == theme.survey_id);
                if !is_known {
                    gone(at.to_owned(), Gone::Theme);
                }
            }
            Condition::HasRole(role) if !has_role(role) => gone(at.to_owned(), Gone::Role),
            _ => {}
        });
    for (index, then) in definition.then.iter().enumerate() {
        let at = format!("/definition/then/{index}/{}", then.name());
        match then {
            Consequence::OpenCase(open) => {
                if open.role.as_ref().is_some_and(|role| !has_role(role)) {
                    gone(format!("{at}/role"), Gone::Role);
                }
                if open.person.as_ref().is_some_and(|id| !has_person(id)) {
                    gone(format!("{at}/person"), Gone::Person);
                }
            }
            Consequence::Notify(notify) => {
                for (place, id) in notify.people.iter().enumerate() {
                    if !has_person(id) {
                        gone(format!("{at}/people/{place}"), Gone::Person);
                    }
                }
                for (place, role) in notify.roles.iter().enumerate() {
                    if !has_role(role) {
                        gone(format!("{at}/roles/{place}"), Gone::Role);
                    }
                }
            }
            Consequence::Tell(tell) => {
                if !choices.channels.iter().any(|c| c.id == tell.channel_id) {
                    gone(format!("{at}/channel_id"), Gone::Channel);
                }
            }
            Consequence::ReachOut(_) => {}
        }
    }
    found
}
