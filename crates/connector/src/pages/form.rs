//! The form of a connection: what it shows, what it says.

use std::collections::BTreeMap;

use platform::web::{FieldError, FormData, Problem};
use serde_json::{Value, json};

use crate::given::{Checked, Given};
use crate::model::{Connection, Figure, Pushes, System};

/// What stands in the form.
#[derive(Clone, Debug)]
pub(super) struct Form {
    system: System,
    name: String,
    base_url: String,
    options: BTreeMap<String, String>,
    /// As typed, shown to nobody again.
    secrets: BTreeMap<String, String>,
    every_minutes: String,
    pushes: Pushes,
    errors: Vec<FieldError>,
}

/// Figures of an account; of a contact all but the first of [`Figure::ALL`] that one person has not.
fn figures(noun: &str) -> impl Iterator<Item = Figure> {
    let is_account = noun == "account";
    let all = Figure::ALL.iter().copied();
    all.filter(move |figure| is_account || *figure != Figure::Nps)
}

impl Form {
    pub(super) fn new(system: System) -> Self {
        let first = Checked::new(system).definition;
        Self {
            system,
            name: String::new(),
            base_url: first.base_url,
            options: BTreeMap::new(),
            secrets: BTreeMap::new(),
            every_minutes: first.every_minutes.to_string(),
            pushes: first.pushes,
            errors: Vec::new(),
        }
    }

    pub(super) fn of(own: &Connection) -> Self {
        Self {
            system: own.system,
            name: own.name.clone(),
            base_url: own.definition.base_url.clone(),
            options: own.definition.options.clone(),
            secrets: BTreeMap::new(),
            every_minutes: own.definition.every_minutes.to_string(),
            pushes: own.definition.pushes.clone(),
            errors: Vec::new(),
        }
    }

    pub(super) fn read(system: System, data: &FormData) -> Result<Self, Problem> {
        let plain = [
            "system",
            "revision",
            "name",
            "base_url",
            "every_minutes",
            "tasks",
            "comments",
        ];
        data.only(|name| {
            plain.contains(&name)
                || system
                    .options()
                    .iter()
                    .any(|(own, _)| name == format!("option_{own}"))
                || system
                    .secrets()
                    .iter()
                    .any(|own| name == format!("secret_{own}"))
                || ["account", "contact"].iter().any(|noun| {
                    figures(noun).any(|figure| name == format!("{noun}_{}", figure.as_str()))
                })
        })?;
        let pushed = |noun: &str| {
            let named = |figure: Figure| {
                let field = data.text(&format!("{noun}_{}", figure.as_str())).to_owned();
                (!field.is_empty()).then_some((figure, field))
            };
            figures(noun).filter_map(named).collect()
        };
        let texts = |prefix: &str, names: &mut dyn Iterator<Item = &str>| {
            names
                .map(|own| {
                    (
                        own.to_owned(),
                        data.text(&format!("{prefix}_{own}")).to_owned(),
                    )
                })
                .filter(|(_, text)| !text.is_empty())
                .collect()
        };
        Ok(Self {
            system,
            name: data.text("name").to_owned(),
            base_url: data.text("base_url").to_owned(),
            options: texts("option", &mut system.options().iter().map(|(own, _)| *own)),
            secrets: texts("secret", &mut system.secrets().iter().copied()),
            every_minutes: data.text("every_minutes").to_owned(),
            pushes: Pushes {
                account: pushed("account"),
                contact: pushed("contact"),
                tasks: data.get("tasks").is_some(),
                comments: data.get("comments").is_some(),
            },
            errors: Vec::new(),
        })
    }

    /// What it says. What can't be a number is one that is refused.
    pub(super) fn given(&self) -> Given {
        Given {
            name: Some(self.name.clone()),
            base_url: Some(self.base_url.clone()),
            secrets: self.secrets.clone(),
            options: Some(self.options.clone()),
            pulls: None,
            pushes: Some(self.pushes.clone()),
            every_minutes: Some(self.every_minutes.parse().unwrap_or(u32::MAX)),
            is_on: None,
        }
    }

    /// With what is wrong.
    pub(super) fn with(self, errors: Vec<FieldError>) -> Self {
        Self { errors, ..self }
    }

    pub(super) fn values(&self) -> Value {
        let error = |pointer: &str| {
            let found = self.errors.iter().find(|error| error.pointer == pointer);
            found.map(|error| error.detail.clone())
        };
        let secrets: Vec<Value> = self
            .system
            .secrets()
            .iter()
            .map(|own| {
                json!({
                    "name": own, "error": error(&format!("/secrets/{own}")),
                    "is_optional": self.system.is_optional(own),
                })
            })
            .collect();
        let options: Vec<Value> = self
            .system
            .options()
            .iter()
            .map(|(own, usual)| {
                json!({
                    "name": own, "usual": usual, "value": self.options.get(*own),
                    "error": error(&format!("/options/{own}")),
                })
            })
            .collect();
        let pushed = |noun: &str, fields: &BTreeMap<Figure, String>| {
            figures(noun)
                .map(|figure| {
                    json!({
                        "figure": figure, "value": fields.get(&figure),
                        "error": error(&format!("/pushes/{noun}/{}", figure.as_str())),
                    })
                })
                .collect::<Vec<Value>>()
        };
        json!({
            "system": self.system,
            "name": { "value": self.name, "error": error("/name") },
            "base_url": { "value": self.base_url, "error": error("/base_url") },
            "every_minutes": { "value": self.every_minutes, "error": error("/every_minutes") },
            "secrets": secrets,
            "options": options,
            "account": pushed("account", &self.pushes.account),
            "contact": pushed("contact", &self.pushes.contact),
            "tasks": self.pushes.tasks,
            "comments": self.pushes.comments,
            "takes_scores": self.system.takes_scores(),
            "errors": self.errors.iter().map(|error| json!({
                "field": error.pointer.trim_start_matches('/').replace('/', "_")
                    .replace("pushes_", "").replace("secrets_", "secret_")
                    .replace("options_", "option_"),
                "text": error.detail,
            })).collect::<Vec<_>>(),
        })
    }
}
