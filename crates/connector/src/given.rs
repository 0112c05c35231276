//! A connection as people and programs give it, and what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};

use platform::web::FieldError;
use serde::Deserialize;

use crate::model::{Definition, Figure, Pull, Pushes, Secrets, Stream, System, Target};
use crate::systems::employees;

/// Longest name, in characters.
const NAME_MAX: usize = 100;
/// Longest secret, in bytes.
const SECRET_MAX: usize = 4000;
/// Longest name of theirs, in characters.
const THEIRS_MAX: usize = 100;
/// Longest condition, in characters.
const FILTER_MAX: usize = 1000;
/// Fields of a pull at most. Their names stand in one address.
const FIELDS_MAX: usize = 50;
/// Minutes between two pulls: at least and at most.
const EVERY: (u32, u32) = (5, 7 * 24 * 60);
/// Longest list of employees, in characters.
const EMPLOYEES_MAX: usize = 10_000;
/// What is wrong with one.
const EMPLOYEES_WRONG: &str = "addresses and numbers, as sam@acme.nl=E12, ann@acme.nl=E13";

/// What is said of a connection. What is left out stays as it is; of a new one what is proposed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Given {
    pub(crate) name: Option<String>,
    pub(crate) base_url: Option<String>,
    /// Secrets that are new; others stay.
    pub(crate) secrets: BTreeMap<String, String>,
    pub(crate) options: Option<BTreeMap<String, String>>,
    pub(crate) pulls: Option<Vec<Pull>>,
    pub(crate) pushes: Option<Pushes>,
    pub(crate) every_minutes: Option<u32>,
    pub(crate) is_on: Option<bool>,
}

/// A connection that may be stored, as far as can be told without the other system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Checked {
    pub(crate) name: String,
    pub(crate) definition: Definition,
    pub(crate) secrets: Secrets,
    pub(crate) is_on: bool,
}

impl Checked {
    /// What a new connection begins with.
    pub(crate) fn new(system: System) -> Self {
        let proposals = system.streams().iter().filter_map(|s| system.proposal(*s));
        Self {
            name: String::new(),
            definition: Definition {
                base_url: system.base_url().to_owned(),
                options: BTreeMap::new(),
                // Who does what comes with the accounts; the stream of its own is for those who
                // have more than one person per role.
                pulls: proposals
                    .filter(|p| p.stream != Stream::Responsibilities)
                    .collect(),
                pushes: Pushes::default(),
                every_minutes: 60,
            },
            secrets: Secrets::default(),
            is_on: false,
        }
    }
}

/// Puts what is given on top of what is there. Errors point at the fields of the API.
pub(crate) fn check(
    system: System,
    before: Checked,
    given: &Given,
) -> Result<Checked, Vec<FieldError>> {
    let mut wrong = Wrong(Vec::new());
    let mut after = before.clone();
    if let Some(name) = &given.name {
        name.trim().clone_into(&mut after.name);
    }
    if let Some(url) = &given.base_url {
        url.trim()
            .trim_end_matches('/')
            .clone_into(&mut after.definition.base_url);
    }
    let definition = &mut after.definition;
    definition.options = given
        .options
        .clone()
        .unwrap_or_else(|| definition.options.clone());
    definition.pulls = given
        .pulls
        .clone()
        .unwrap_or_else(|| definition.pulls.clone());
    definition.pushes = given
        .pushes
        .clone()
        .unwrap_or_else(|| definition.pushes.clone());
    definition.every_minutes = given.every_minutes.unwrap_or(definition.every_minutes);
    after.is_on = given.is_on.unwrap_or(after.is_on);
    wrong.name(&after.name);
    wrong.options(system, &definition.options);
    wrong.pulls(system, &definition.pulls);
    wrong.pushes(system, definition);
    if definition.every_minutes != 0 && !(EVERY.0..=EVERY.1).contains(&definition.every_minutes) {
        wrong.add(
            "/every_minutes",
            format!("0, or {} to {} minutes", EVERY.0, EVERY.1),
        );
    }
    after.secrets = wrong.secrets(system, &before, given, &after.definition.base_url);
    if wrong.0.is_empty() {
        Ok(after)
    } else {
        Err(wrong.0)
    }
}

/// Collects mistakes.
struct Wrong(Vec<FieldError>);

impl Wrong {
    fn add(&mut self, pointer: impl Into<String>, detail: impl Into<String>) {
        self.0.push(FieldError::new(pointer, detail));
    }

    fn name(&mut self, name: &str) {
        let fits = (1..=NAME_MAX).contains(&name.chars().count());
        if !fits || name.chars().any(char::is_control) {
            self.add("/name", format!("1 to {NAME_MAX} characters on one line"));
        }
    }

    fn options(&mut self, system: System, options: &BTreeMap<String, String>) {
        for (name, value) in options {
            let at = format!("/options/{name}");
            if !system.options().iter().any(|(own, _)| own == name) {
                self.add(at, "there is no such option");
                continue;
            }
            if name == "task_employees" {
                if value.chars().count() > EMPLOYEES_MAX || employees(value).is_none() {
                    self.add(at, EMPLOYEES_WRONG);
                }
                continue;
            }
            let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
            let fits = match name.as_str() {
                "resolved" => !value.chars().any(char::is_control),
                "language" => ["", "en", "nl"].contains(&value.as_str()),
                _ => value.chars().all(is_plain),
            };
            if !fits || value.chars().count() > THEIRS_MAX {
                self.add(at, "letters, digits, points, dashes");
            }
        }
    }

    fn secrets(
        &mut self,
        system: System,
        before: &Checked,
        given: &Given,
        base_url: &str,
    ) -> Secrets {
        // What lets us in at one place is never shown to another, whoever changes the address.
        let moved = before.definition.base_url != base_url;
        let mut all = if moved {
            BTreeMap::new()
        } else {
            before.secrets.0.clone()
        };
        for (name, value) in &given.secrets {
            let at = format!("/secrets/{name}");
            let value = value.trim();
            if !system.secrets().contains(&name.as_str()) {
                self.add(at, "there is no such secret");
            } else if value.len() > SECRET_MAX || value.chars().any(char::is_control) {
                self.add(at, format!("at most {SECRET_MAX} characters on one line"));
            } else if value.is_empty() {
                all.remove(name);
            } else {
                all.insert(name.clone(), value.to_owned());
            }
        }
        for name in system.secrets() {
            if !system.is_optional(name) && !all.contains_key(*name) {
                let detail = if moved && before.secrets.0.contains_key(*name) {
                    "give it again: the address is another one"
                } else {
                    "is needed"
                };
                self.add(format!("/secrets/{name}"), detail);
            }
        }
        Secrets(all)
    }

    fn theirs(&mut self, at: &str, system: System, name: &str, may_be_empty: bool) {
        let is_plain = |c: char| match system {
            System::Salesforce | System::HubSpot => c.is_ascii_alphanumeric() || "_.".contains(c),
            System::Afas => c.is_alphanumeric() || "_.-@".contains(c),
            System::RequestTracker => c.is_alphanumeric() || "_.- {}".contains(c),
        };
        let fits = name.chars().count() <= THEIRS_MAX && name.chars().all(is_plain);
        if !fits || name.is_empty() && !may_be_empty {
            self.add(at, "a name as the other system has it");
        }
    }

    fn pulls(&mut self, system: System, pulls: &[Pull]) {
        let mut seen = BTreeSet::new();
        for (index, pull) in pulls.iter().enumerate() {
            let at = format!("/pulls/{index}");
            if !system.streams().contains(&pull.stream) {
                self.add(format!("{at}/stream"), "isn't pulled from this system");
                continue;
            }
            if !seen.insert(pull.stream) {
                self.add(format!("{at}/stream"), "is there twice");
            }
            self.theirs(&format!("{at}/source"), system, &pull.source, false);
            self.theirs(&format!("{at}/id"), system, &pull.id, false);
            self.theirs(&format!("{at}/stamp"), system, &pull.stamp, true);
            self.filter(&format!("{at}/filter"), system, &pull.filter);
            self.fields(&at, system, pull);
        }
    }

    fn filter(&mut self, at: &str, system: System, filter: &str) {
        let takes = matches!(system, System::Salesforce | System::RequestTracker);
        if !takes && !filter.trim().is_empty() {
            self.add(at, "this system takes no condition here; say it there");
        }
        if filter.chars().count() > FILTER_MAX || filter.chars().any(char::is_control) {
            self.add(at, format!("at most {FILTER_MAX} characters on one line"));
        }
    }

    fn fields(&mut self, at: &str, system: System, pull: &Pull) {
        if pull.fields.len() > FIELDS_MAX {
            self.add(
                format!("{at}/fields"),
                format!("at most {FIELDS_MAX} fields"),
            );
        }
        for (index, mapped) in pull.fields.iter().enumerate() {
            let at = format!("{at}/fields/{index}");
            self.theirs(&format!("{at}/from"), system, &mapped.from, false);
            if !takes(pull.stream, &mapped.to) {
                let stream = pull.stream.as_str();
                self.add(
                    format!("{at}/to"),
                    format!("{} is nothing of {stream}", mapped.to),
                );
            }
        }
        let has = |target: &Target| pull.fields.iter().any(|mapped| mapped.to == *target);
        let needed: &[Target] = match pull.stream {
            Stream::Accounts => &[Target::Name],
            Stream::Responsibilities => &[Target::Account, Target::Role, Target::Email],
            Stream::Contacts | Stream::Tickets => &[],
        };
        for target in needed.iter().filter(|target| !has(target)) {
            self.add(format!("{at}/fields"), format!("no field goes to {target}"));
        }
        let nobody = !has(&Target::Email) && !has(&Target::ExternalId);
        if pull.stream == Stream::Contacts && nobody {
            self.add(
                format!("{at}/fields"),
                "no field goes to email or external_id",
            );
        }
    }

    fn pushes(&mut self, system: System, definition: &Definition) {
        let pushes = &definition.pushes;
        for (noun, fields) in [("account", &pushes.account), ("contact", &pushes.contact)] {
            if !fields.is_empty() && !system.takes_scores() {
                self.add(format!("/pushes/{noun}"), "this system keeps no figures");
            }
            for (figure, field) in fields {
                let at = format!("/pushes/{noun}/{}", figure.as_str());
                self.theirs(&at, system, field, false);
                if noun == "contact" && *figure == Figure::Nps {
                    self.add(at, "one person has no NPS");
                }
            }
        }
        if pushes.tasks && system == System::RequestTracker {
            self.add("/pushes/tasks", "tasks are not made in Request Tracker");
        }
        if pushes.comments && system != System::RequestTracker {
            self.add("/pushes/comments", "there are no tickets to comment on");
        }
        let kind = definition.option("task_type");
        if pushes.tasks && system == System::Afas && kind.is_empty() {
            self.add(
                "/options/task_type",
                "is needed for tasks: the type of dossier item",
            );
        }
    }
}

/// Whether a target is something of what a stream is about.
pub(crate) fn takes(stream: Stream, target: &Target) -> bool {
    use Target::{
        Account, AccountName, Attribute, Email, Employee, ExternalId, FirstName, Language, Name,
        OptedOut, Parent, Responsible, Role,
    };
    match stream {
        Stream::Accounts => {
            matches!(
                target,
                ExternalId | Name | Parent | Attribute(_) | Responsible(_)
            )
        }
        Stream::Contacts => matches!(
            target,
            ExternalId
                | Name
                | Email
                | FirstName
                | Language
                | Account
                | AccountName
                | OptedOut
                | Employee
                | Attribute(_)
        ),
        Stream::Responsibilities => matches!(target, Account | Role | Email | Name),
        Stream::Tickets => matches!(target, Attribute(_)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn given(json: serde_json::Value) -> Given {
        serde_json::from_value(json).expect("what is given")
    }

    fn checked(system: System, json: serde_json::Value) -> Result<Checked, Vec<String>> {
        let base = json!({"name": "CRM", "base_url": "https://crm.example/",
            "secrets": system.secrets().iter().map(|s| (*s, "secret")).collect::<BTreeMap<_, _>>()});
        let first = check(system, Checked::new(system), &given(base)).expect("fits");
        check(system, first, &given(json))
            .map_err(|errors| errors.into_iter().map(|e| e.pointer).collect())
    }

    #[test]
    fn proposals_fit() {
        for system in System::ALL {
            let fits = checked(*system, json!({})).expect("fits");
            assert_eq!(fits.definition.base_url, "https://crm.example");
            assert!(!fits.is_on);
            let all: Vec<Pull> = system
                .streams()
                .iter()
                .filter_map(|s| system.proposal(*s))
                .collect();
            assert!(
                checked(*system, json!({ "pulls": all })).is_ok(),
                "{system:?}"
            );
        }
    }

    #[test]
    fn a_new_address_needs_the_secrets_again() {
        let moved = json!({"base_url": "https://evil.example"});
        assert_eq!(
            checked(System::HubSpot, moved),
            Err(vec!["/secrets/token".to_owned()])
        );
        let both = json!({"base_url": "https://new.example", "secrets": {"token": "another"}});
        assert!(checked(System::HubSpot, both).is_ok());
        let kept = checked(System::HubSpot, json!({"name": "x"})).expect("fits");
        assert_eq!(kept.secrets.get("token"), "secret");
    }

    #[test]
    fn mistakes_are_named() {
        let pull = |stream: &str, fields: serde_json::Value| json!({"pulls": [{"stream": stream, "source": "X", "id": "Id", "fields": fields}]});
        let table = [
            (System::Afas, json!({"name": ""}), "/name"),
            (System::Afas, json!({"every_minutes": 3}), "/every_minutes"),
            (
                System::Afas,
                json!({"secrets": {"key": "x"}}),
                "/secrets/key",
            ),
            (
                System::Afas,
                json!({"pushes": {"tasks": true}}),
                "/options/task_type",
            ),
            (
                System::Afas,
                json!({"pushes": {"comments": true}}),
                "/pushes/comments",
            ),
            (
                System::HubSpot,
                json!({"options": {"versio": "v3"}}),
                "/options/versio",
            ),
            (
                System::HubSpot,
                json!({"options": {"version": "v3/../x"}}),
                "/options/version",
            ),
            (
                System::HubSpot,
                pull("tickets", json!([])),
                "/pulls/0/stream",
            ),
            (
                System::Salesforce,
                pull("accounts", json!([])),
                "/pulls/0/fields",
            ),
            (
                System::Salesforce,
                pull(
                    "accounts",
                    json!([{"from": "Name FROM User", "to": "name"}]),
                ),
                "/pulls/0/fields/0/from",
            ),
            (
                System::Salesforce,
                pull(
                    "contacts",
                    json!([{"from": "Email", "to": "email"}, {"from": "X", "to": "parent"}]),
                ),
                "/pulls/0/fields/1/to",
            ),
            (
                System::Salesforce,
                json!({"pushes": {"contact": {"nps": "NPS__c"}}}),
                "/pushes/contact/nps",
            ),
            (
                System::RequestTracker,
                json!({"pushes": {"account": {"score": "x"}}}),
                "/pushes/account",
            ),
        ];
        for (system, json, expect) in table {
            let wrong = checked(system, json.clone()).expect_err("is wrong");
            assert!(wrong.contains(&expect.to_owned()), "{json} {wrong:?}");
        }
    }
}
