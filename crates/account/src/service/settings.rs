//! What attributes are, and which responsibilities there are.

use contact::attribute::{self, Definition, Kind, Noun};
use contact::model::Account;
use contact::responsibility::{self, Duty, Responsibility, Role};
use platform::{Problem, Tx};
use serde_json::json;
use user::{Viewer, audit};

use super::Accounts;

/// Definitions of one workspace at most.
const DEFINITIONS_MAX: usize = 200;
/// Own roles of one workspace at most.
const ROLES_MAX: usize = 50;

impl Accounts {
    /// All definitions of attributes.
    pub async fn definitions(&self, viewer: &Viewer) -> Result<Vec<Definition>, Problem> {
        let workspace_id = viewer.workspace_id.clone();
        self.app
            .db
            .read(move |tx| Ok(attribute::all(tx, &workspace_id)?))
            .await
    }

    /// Defines an attribute, or changes what it is.
    pub async fn define(&self, viewer: &Viewer, definition: Definition) -> Result<(), Problem> {
        check(&definition)?;
        let (viewer, now_us) = (viewer.clone(), self.app.clock.now_us());
        self.app
            .db
            .write(move |tx| {
                let workspace_id = viewer.workspace_id.as_str();
                let key = (definition.noun, definition.name.as_str());
                let is_new = attribute::one(tx, workspace_id, key)?.is_none();
                if is_new && attribute::all(tx, workspace_id)?.len() >= DEFINITIONS_MAX {
                    let detail = format!("at most {DEFINITIONS_MAX} attributes are defined");
                    return Err(Problem::Conflict(detail));
                }
                attribute::put(tx, workspace_id, &definition, now_us)?;
                let kind = definition.kind.as_str();
                let note = audit::Note {
                    action: "attribute.defined",
                    noun: "attribute",
                    id: &format!("{}.{}", definition.noun.as_str(), definition.name),
                    detail: json!({ "kind": kind, "choices": definition.choices.len() }),
                };
                Ok(audit::note(tx, &viewer, note, now_us)?)
            })
            .await
    }

    /// Forgets what an attribute is; its values stay as texts.
    pub async fn undefine(&self, viewer: &Viewer, noun: Noun, name: &str) -> Result<(), Problem> {
        let (viewer, name) = (viewer.clone(), name.to_owned());
        let now_us = self.app.clock.now_us();
        self.app
            .db
            .write(move |tx| {
                if !attribute::remove(tx, &viewer.workspace_id, (noun, &name))? {
                    return Err(Problem::no("attribute"));
                }
                let note = audit::Note {
                    action: "attribute.removed",
                    noun: "attribute",
                    id: &format!("{}.{name}", noun.as_str()),
                    detail: json!({}),
                };
                Ok(audit::note(tx, &viewer, note, now_us)?)
            })
            .await
    }

    /// The standard roles and the company's own.
    pub async fn roles(&self, viewer: &Viewer) -> Result<Vec<Role>, Problem> {
        let workspace_id = viewer.workspace_id.clone();
        self.app
            .db
            .read(move |tx| Ok(responsibility::roles(tx, &workspace_id)?))
            .await
    }

    /// Adds a role of the company's own; gives its key.
    pub async fn add_role(&self, viewer: &Viewer, name: &str) -> Result<String, Problem> {
        let (viewer, name) = (viewer.clone(), role_name(name)?);
        let now_us = self.app.clock.now_us();
        self.app
            .db
            .write(move |tx| {
                let workspace_id = viewer.workspace_id.as_str();
                if responsibility::roles(tx, workspace_id)?.len() >= ROLES_MAX {
                    return Err(Problem::Conflict(format!(
                        "there are at most {ROLES_MAX} roles"
                    )));
                }
                let added = responsibility::add_role(tx, workspace_id, &name, now_us)?;
                let role =
                    added.ok_or_else(|| Problem::Conflict("there is such a role".to_owned()))?;
                noted(tx, &viewer, ("role.added", &role), now_us)?;
                Ok(role)
            })
            .await
    }

    /// Calls a role of the company's own otherwise.
    pub async fn rename_role(
        &self,
        viewer: &Viewer,
        role: &str,
        name: &str,
    ) -> Result<(), Problem> {
        let (viewer, role, name) = (viewer.clone(), role.to_owned(), role_name(name)?);
        let now_us = self.app.clock.now_us();
        self.app
            .db
            .write(move |tx| {
                if !responsibility::rename_role(tx, &viewer.workspace_id, &role, &name)? {
                    return Err(Problem::no("role"));
                }
                noted(tx, &viewer, ("role.renamed", &role), now_us)
            })
            .await
    }

    /// Removes a role of the company's own that nobody has.
    pub async fn remove_role(&self, viewer: &Viewer, role: &str) -> Result<(), Problem> {
        let (viewer, role) = (viewer.clone(), role.to_owned());
        let now_us = self.app.clock.now_us();
        self.app
            .db
            .write(move |tx| {
                let workspace_id = viewer.workspace_id.as_str();
                let all = responsibility::roles(tx, workspace_id)?;
                let own = all.iter().any(|r| r.role == role && r.name.is_some());
                if !own {
                    return Err(Problem::no("role"));
                }
                if !responsibility::remove_role(tx, workspace_id, &role)? {
                    return Err(Problem::Conflict(
                        "somebody has this role; give it to nobody first".to_owned(),
                    ));
                }
                noted(tx, &viewer, ("role.removed", &role), now_us)
            })
            .await
    }

    /// Who does what for an account.
    pub async fn responsibilities(
        &self,
        viewer: &Viewer,
        account_id: &str,
    ) -> Result<Vec<Responsibility>, Problem> {
        let (workspace_id, id) = (viewer.workspace_id.clone(), account_id.to_owned());
        let sight = viewer.sight.clone();
        self.app
            .db
            .read(move |tx| {
                let is_seen = contact::sight::sees_account(tx, (&workspace_id, &id), &sight)?;
                contact::store::account_by_id(tx, &workspace_id, &id)?
                    .filter(|_| is_seen)
                    .ok_or_else(|| Problem::no("account"))?;
                Ok(responsibility::of_account(tx, &workspace_id, &id)?)
            })
            .await
    }

    /// Takes a role from a person.
    pub async fn release(&self, viewer: &Viewer, duty: Duty) -> Result<(), Problem> {
        let (viewer, now_us) = (viewer.clone(), self.app.clock.now_us());
        self.app
            .db
            .write(move |tx| {
                let workspace_id = viewer.workspace_id.as_str();
                let by = (viewer.name(), now_us);
                if !responsibility::remove(tx, workspace_id, &duty, by)? {
                    return Err(Problem::no("responsibility"));
                }
                let note = audit::Note {
                    action: "responsibility.removed",
                    noun: "account",
                    id: &duty.account_id,
                    detail: json!({ "role": duty.role, "user_id": duty.user_id }),
                };
                Ok(audit::note(tx, &viewer, note, now_us)?)
            })
            .await
    }

    /// The account with this id, external id or name.
    pub async fn find(&self, viewer: &Viewer, text: &str) -> Result<Option<Account>, Problem> {
        let (workspace_id, text) = (viewer.workspace_id.clone(), text.trim().to_owned());
        self.app
            .db
            .read(move |tx| Ok(contact::store::account_meant(tx, &workspace_id, &text)?))
            .await
    }
}

fn noted(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (action, role): (&'static str, &str),
    now_us: i64,
) -> Result<(), Problem> {
    let note = audit::Note {
        action,
        noun: "role",
        id: role,
        detail: json!({}),
    };
    Ok(audit::note(tx, viewer, note, now_us)?)
}

fn role_name(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    let fits = (1..=60).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    if fits && text.chars().any(char::is_alphanumeric) {
        Ok(text.to_owned())
    } else {
        Err(Problem::invalid(
            "/name",
            "give 1 to 60 characters on one line",
        ))
    }
}

/// Refuses a definition that can't be one.
fn check(definition: &Definition) -> Result<(), Problem> {
    let name = definition.name.as_str();
    let fits = (1..=64).contains(&name.chars().count())
        && name.trim() == name
        && !name.chars().any(char::is_control);
    if !fits {
        return Err(Problem::invalid(
            "/name",
            "give 1 to 64 characters on one line",
        ));
    }
    let choices = &definition.choices;
    let is_choice = definition.kind == Kind::Choice;
    if is_choice && choices.is_empty() {
        return Err(Problem::invalid(
            "/choices",
            "a choice has at least one value",
        ));
    }
    if !is_choice && !choices.is_empty() {
        return Err(Problem::invalid("/choices", "only a choice has values"));
    }
    if choices.len() > attribute::CHOICES_MAX {
        let detail = format!("a choice has at most {} values", attribute::CHOICES_MAX);
        return Err(Problem::invalid("/choices", detail));
    }
    let mut seen = std::collections::BTreeSet::new();
    for (index, choice) in choices.iter().enumerate() {
        let fits = (1..=200).contains(&choice.chars().count())
            && choice.trim() == choice
            && !choice.chars().any(char::is_control);
        if !fits || !seen.insert(choice.to_lowercase()) {
            let detail = "give 1 to 200 characters on one line, each value once";
            return Err(Problem::invalid(format!("/choices/{index}"), detail));
        }
    }
    let currency = definition.currency.as_bytes();
    if currency.len() != 3 || !currency.iter().all(u8::is_ascii_uppercase) {
        return Err(Problem::invalid(
            "/currency",
            "give three letters, such as EUR",
        ));
    }
    Ok(())
}
