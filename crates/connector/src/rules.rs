//! What becomes of a row of another system: which values are said of what, as our own API would
//! say them. Pure; whether it fits what is known here is for the slices that keep it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::model::{Pull, Stream, Target, ValueKind};
use crate::systems::{Row, text_of, value_at};

/// Longest value of an attribute or name that is taken over, in characters; the rest is cut off.
const VALUE_MAX: usize = 200;

/// What a row says, as JSON of our own API.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Said {
    /// Of an account. Its parent is named by its id there.
    Account {
        /// As in `PUT /api/v1/accounts`.
        json: Value,
        /// The account above it.
        parent: Option<String>,
    },
    /// Of a contact. Its account is named by its id there.
    Contact {
        /// As in `POST /api/v1/contacts`.
        json: Value,
        /// The account.
        account: Option<String>,
    },
    /// Somebody's responsibility for an account.
    Responsibility {
        /// The account, by its id there.
        account: String,
        /// What they call the role.
        role: String,
        /// Who.
        email: String,
        /// Their name, or empty.
        name: String,
    },
    /// A ticket.
    Ticket(Ticket),
}

/// A ticket as it is now.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Ticket {
    /// Its number.
    pub(crate) id: String,
    /// Whether it is solved.
    pub(crate) is_closed: bool,
    /// When it was solved, or last changed.
    pub(crate) at: String,
    /// Who asked for help: address and name.
    pub(crate) requestor: Option<(String, String)>,
    /// The address of who solved it.
    pub(crate) solver: Option<String>,
    /// What else is said.
    pub(crate) attributes: BTreeMap<String, String>,
}

/// A value as it is kept; `Err` says what is wrong. None: there is none.
pub(crate) fn value(value: &Value, kind: ValueKind) -> Result<Option<String>, String> {
    let Some(text) = text_of(value) else {
        return Ok(None);
    };
    match kind {
        ValueKind::Text => {
            let line = text.split(char::is_control).collect::<Vec<_>>().join(" ");
            let line: String = line.trim().chars().take(VALUE_MAX).collect();
            Ok(Some(line.trim_end().to_owned()).filter(|line| !line.is_empty()))
        }
        ValueKind::Number => number(&text)
            .map(Some)
            .ok_or_else(|| format!("{text:?} is no number")),
        ValueKind::Date => day(&text)
            .map(Some)
            .ok_or_else(|| format!("{text:?} is no day")),
        ValueKind::YesNo => match text.to_lowercase().as_str() {
            "true" | "1" | "yes" | "ja" | "y" | "j" | "waar" => Ok(Some("yes".to_owned())),
            "false" | "0" | "no" | "nee" | "n" | "onwaar" => Ok(Some("no".to_owned())),
            _ => Err(format!("{text:?} is neither yes nor no")),
        },
    }
}

/// A number with a point. A comma before the last one to three digits is a point too, when there
/// is no other.
fn number(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = match (text.matches(',').count(), text.rfind('.'), text.rfind(',')) {
        (1, None, Some(_)) => text.replace(',', "."),
        (1, Some(point), Some(comma)) if comma > point => text.replace('.', "").replace(',', "."),
        (_, Some(point), Some(comma)) if comma < point => text.replace(',', ""),
        _ => text,
    };
    let number: f64 = text.parse().ok()?;
    number.is_finite().then(|| number.to_string())
}

/// The day of a date or a moment, as it stands there.
fn day(text: &str) -> Option<String> {
    let date: jiff::civil::Date = text.get(..10)?.parse().ok()?;
    let rest = &text[10..];
    (rest.is_empty() || rest.starts_with(['T', ' '])).then(|| date.to_string())
}

/// Values by where they go. Faults name their field.
struct Values {
    by_target: BTreeMap<Target, Option<String>>,
    faults: Vec<String>,
}

impl Values {
    fn of(pull: &Pull, row: &Row) -> Self {
        let mut values = Self {
            by_target: BTreeMap::new(),
            faults: Vec::new(),
        };
        for mapped in &pull.fields {
            let found = value_at(&row.values, &mapped.from).unwrap_or(&Value::Null);
            match value(found, mapped.kind) {
                Ok(kept) => {
                    let before = values.by_target.entry(mapped.to.clone()).or_default();
                    // Of several fields with one target the first that has something counts.
                    if before.is_none() {
                        *before = kept;
                    }
                }
                Err(wrong) => values.faults.push(format!("{}: {wrong}", mapped.from)),
            }
        }
        values
    }

    #[expect(
        clippy::option_option,
        reason = "not mapped, mapped and empty, and mapped with a value differ"
    )]
    fn take(&mut self, target: &Target) -> Option<Option<String>> {
        self.by_target.remove(target)
    }

    fn text(&mut self, target: &Target) -> Option<String> {
        self.take(target).flatten()
    }

    /// Attributes; one that is empty there is taken away here.
    fn attributes(&self) -> Value {
        let named = self
            .by_target
            .iter()
            .filter_map(|(target, value)| match target {
                Target::Attribute(name) => Some((name.clone(), json!(value))),
                _ => None,
            });
        Value::Object(named.collect())
    }

    /// Who does what; a role that nobody has there nobody has here.
    fn responsible(&self) -> Value {
        let named = self
            .by_target
            .iter()
            .filter_map(|(target, value)| match target {
                Target::Responsible(role) => Some((role.clone(), json!(value))),
                _ => None,
            });
        Value::Object(named.collect())
    }

    fn yes(&mut self, target: &Target) -> Option<bool> {
        let text = self.text(target)?.to_lowercase();
        Some(["true", "1", "yes", "ja", "y", "j", "waar"].contains(&text.as_str()))
    }
}

/// Puts a text into an object, when there is one.
fn put(json: &mut Map<String, Value>, name: &str, text: Option<String>) {
    if let Some(text) = text {
        json.insert(name.to_owned(), json!(text));
    }
}

/// Reads a row. The faults say what of it could not be read; when nothing is said, all of it.
pub(crate) fn read(pull: &Pull, row: &Row, resolved: &str) -> (Option<Said>, Vec<String>) {
    let mut values = Values::of(pull, row);
    let said = match pull.stream {
        Stream::Accounts => Some(account(&mut values, row)),
        Stream::Contacts => contact(&mut values),
        Stream::Responsibilities => responsibility(&mut values),
        Stream::Tickets => ticket(pull, row, resolved).map(Said::Ticket),
    };
    (said, values.faults)
}

fn account(values: &mut Values, row: &Row) -> Said {
    let mut json = Map::new();
    put(&mut json, "external_id", values.text(&Target::ExternalId));
    let name = values.text(&Target::Name);
    if name.is_none() && !json.contains_key("external_id") {
        // Without a name or an id of ours it is called as it is there.
        put(&mut json, "name", Some(row.id.clone()));
    }
    put(&mut json, "name", name);
    let parent = values.text(&Target::Parent);
    json.insert("responsibilities".to_owned(), values.responsible());
    json.insert("attributes".to_owned(), values.attributes());
    Said::Account {
        json: Value::Object(json),
        parent,
    }
}

fn contact(values: &mut Values) -> Option<Said> {
    let mut json = Map::new();
    for (name, target) in [
        ("external_id", Target::ExternalId),
        ("email", Target::Email),
        ("name", Target::Name),
        ("first_name", Target::FirstName),
        ("language", Target::Language),
    ] {
        put(&mut json, name, values.text(&target));
    }
    if !json.contains_key("external_id") && !json.contains_key("email") {
        values
            .faults
            .push("has neither an e-mail address nor an id to be found by".to_owned());
        return None;
    }
    if let Some(employee) = values.yes(&Target::Employee) {
        json.insert("employee".to_owned(), json!(employee));
    }
    if values.yes(&Target::OptedOut) == Some(true) {
        json.insert("opted_out".to_owned(), json!(true));
    }
    let account = values.text(&Target::Account);
    if let Some(name) = values.text(&Target::AccountName) {
        json.insert("account".to_owned(), json!({ "name": name }));
    }
    json.insert("attributes".to_owned(), values.attributes());
    Some(Said::Contact {
        json: Value::Object(json),
        account,
    })
}

fn responsibility(values: &mut Values) -> Option<Said> {
    let account = values.text(&Target::Account);
    let role = values.text(&Target::Role);
    let email = values.text(&Target::Email);
    match (account, role, email) {
        (Some(account), Some(role), Some(email)) => Some(Said::Responsibility {
            account,
            role,
            email,
            name: values.text(&Target::Name).unwrap_or_default(),
        }),
        _ => {
            values
                .faults
                .push("needs an account, a role and an e-mail address".to_owned());
            None
        }
    }
}

/// A ticket; none when it is still being worked on and never was anything else is for the caller
/// to know.
fn ticket(pull: &Pull, row: &Row, resolved: &str) -> Option<Ticket> {
    let text = |name: &str| value_at(&row.values, name).and_then(text_of);
    let status = text("Status")?;
    let is_closed = resolved
        .split(',')
        .any(|own| own.trim().eq_ignore_ascii_case(&status));
    let at = if is_closed { text("Resolved") } else { None };
    // "Nobody" owns what nobody took on.
    let owner = text("Owner.EmailAddress").filter(|email| email.contains('@'));
    let mut attributes = BTreeMap::new();
    for mapped in &pull.fields {
        if let Target::Attribute(name) = &mapped.to
            && let Some(found) = value_at(&row.values, &mapped.from)
            && let Ok(Some(kept)) = value(found, mapped.kind)
        {
            attributes.insert(name.clone(), kept);
        }
    }
    Some(Ticket {
        id: row.id.clone(),
        is_closed,
        at: at.or_else(|| row.stamp.clone())?,
        requestor: text("Requestor.EmailAddress")
            .filter(|email| email.contains('@'))
            .map(|email| (email, text("Requestor.RealName").unwrap_or_default())),
        solver: owner,
        attributes,
    })
}

#[cfg(test)]
mod tests;
