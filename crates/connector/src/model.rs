//! Connections: to which system, what is pulled from it, what is pushed to it.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use platform::named;
use serde::{Deserialize, Serialize};

named! {
    /// A system we can connect to.
    System, "a system" {
        /// AFAS Profit.
        Afas = "afas",
        /// HubSpot.
        HubSpot = "hubspot",
        /// Salesforce.
        Salesforce = "salesforce",
        /// Request Tracker.
        RequestTracker = "request_tracker",
    }
}

named! {
    /// What is pulled, in this order: contacts find their accounts, responsibilities too.
    Stream, "a stream" {
        /// Organisations.
        Accounts = "accounts",
        /// People who may be asked.
        Contacts = "contacts",
        /// Who at our side does what for an account.
        Responsibilities = "responsibilities",
        /// Tickets, which become events.
        Tickets = "tickets",
    }
}

named! {
    /// How a value is read.
    ValueKind, "a kind" {
        /// As it stands.
        Text = "text",
        /// A number, with a point.
        Number = "number",
        /// A day, as 2026-11-22.
        Date = "date",
        /// Yes or no.
        YesNo = "yes_no",
    }
}

named! {
    /// What we know of an account or a contact that another system may want.
    Figure, "a figure" {
        /// The latest score, on its own scale.
        Score = "score",
        /// The day of the latest answer.
        AnsweredOn = "answered_on",
        /// What the latest score measures: `recommend`, `effort` …
        Metric = "metric",
        /// Of an account: the NPS of the latest answers of its contacts in a year, −100 to 100.
        Nps = "nps",
        /// How many answers that is, or how often the contact answered.
        Answers = "answers",
    }
}

named! {
    /// What is sent to another system.
    What, "what is sent" {
        /// Scores of an account.
        Account = "account",
        /// Scores of a contact.
        Contact = "contact",
        /// A task for a case.
        Task = "task",
        /// A comment on a ticket: what the customer answered.
        Answer = "answer",
        /// A comment on a ticket: what became of the case.
        Result = "result",
    }
}

named! {
    /// Where a push stands.
    PushState, "a state" {
        /// It waits for its turn.
        Queued = "queued",
        /// A node is sending it.
        Sending = "sending",
        /// It arrived.
        Done = "done",
        /// It was tried long enough, or refused.
        Dead = "dead",
        /// Whether it arrived can't be known; a person decides.
        Unknown = "unknown",
    }
}

named! {
    /// Where a run stands.
    RunState, "a state" {
        /// It goes on.
        Running = "running",
        /// It goes on later: the other system asked for it, or isn't there.
        Waiting = "waiting",
        /// It came to the end.
        Done = "done",
        /// It gave up.
        Failed = "failed",
    }
}

/// Where a value goes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// The id by which files and programs know it.
    ExternalId,
    /// The name.
    Name,
    /// The address: of a contact, or of the person who is responsible.
    Email,
    /// A contact's first name.
    FirstName,
    /// A contact's language.
    Language,
    /// The account, by its id in the other system.
    Account,
    /// The account, by its name, where its id isn't known.
    AccountName,
    /// The account above an account, by its id in the other system.
    Parent,
    /// Somebody who doesn't want mail.
    OptedOut,
    /// Somebody of our own.
    Employee,
    /// Of a responsibility: the role.
    Role,
    /// An attribute.
    Attribute(String),
    /// The person with this role for the account, by their address.
    Responsible(String),
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::ExternalId => "external_id",
            Self::Name => "name",
            Self::Email => "email",
            Self::FirstName => "first_name",
            Self::Language => "language",
            Self::Account => "account",
            Self::AccountName => "account_name",
            Self::Parent => "parent",
            Self::OptedOut => "opted_out",
            Self::Employee => "employee",
            Self::Role => "role",
            Self::Attribute(name) => return write!(f, "attribute:{name}"),
            Self::Responsible(role) => return write!(f, "role:{role}"),
        };
        f.write_str(text)
    }
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text {
            "external_id" => Self::ExternalId,
            "name" => Self::Name,
            "email" => Self::Email,
            "first_name" => Self::FirstName,
            "language" => Self::Language,
            "account" => Self::Account,
            "account_name" => Self::AccountName,
            "parent" => Self::Parent,
            "opted_out" => Self::OptedOut,
            "employee" => Self::Employee,
            "role" => Self::Role,
            _ => match text.split_once(':') {
                Some(("attribute", name)) if !name.trim().is_empty() => {
                    Self::Attribute(name.trim().to_owned())
                }
                Some(("role", role)) if !role.trim().is_empty() => {
                    Self::Responsible(role.trim().to_owned())
                }
                _ => return Err(format!("there is no target {text:?}")),
            },
        })
    }
}

impl Serialize for Target {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// One field of theirs and where it goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapped {
    /// Their name of the field; dots lead into what lies inside (`Owner.Email`).
    pub from: String,
    /// Where it goes.
    pub to: Target,
    /// How it is read.
    #[serde(default = "text")]
    pub kind: ValueKind,
}

const fn text() -> ValueKind {
    ValueKind::Text
}

/// What is pulled of one stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pull {
    /// The stream.
    pub stream: Stream,
    /// Their name of where the rows are: GetConnector, object.
    pub source: String,
    /// Their field with the id.
    pub id: String,
    /// Their field with the moment of the last change; empty: everything is read each time.
    #[serde(default)]
    pub stamp: String,
    /// A condition in their own language that is added to ours, or empty.
    #[serde(default)]
    pub filter: String,
    /// Field by field.
    pub fields: Vec<Mapped>,
}

/// What is pushed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Pushes {
    /// Figures of an account, and their fields for them.
    pub account: BTreeMap<Figure, String>,
    /// Figures of a contact, and their fields for them.
    pub contact: BTreeMap<Figure, String>,
    /// A task for whoever owns a case, when one opens.
    pub tasks: bool,
    /// Comments on the ticket: the answer, and what became of the case.
    pub comments: bool,
}

/// Everything about a connection but its secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Where it is, without a slash at the end.
    pub base_url: String,
    /// What else the system needs to be told, by name.
    #[serde(default)]
    pub options: BTreeMap<String, String>,
    /// What is pulled; one per stream.
    #[serde(default)]
    pub pulls: Vec<Pull>,
    /// What is pushed.
    #[serde(default)]
    pub pushes: Pushes,
    /// Minutes between two pulls; 0: only when somebody asks for it.
    #[serde(default)]
    pub every_minutes: u32,
}

impl Definition {
    /// What is pulled of a stream.
    pub fn pull(&self, stream: Stream) -> Option<&Pull> {
        self.pulls.iter().find(|pull| pull.stream == stream)
    }

    /// An option, or an empty text.
    pub fn option(&self, name: &str) -> &str {
        self.options.get(name).map_or("", String::as_str)
    }
}

/// What the other system lets us in with. Shows nothing of itself in logs.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secrets(pub BTreeMap<String, String>);

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({} of them)", self.0.len())
    }
}

impl Secrets {
    /// A secret, or an empty text.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// `text` without any of them, for what is shown.
    pub fn hidden_in(&self, text: &str) -> String {
        let worth_hiding = self.0.values().filter(|secret| secret.len() >= 4);
        worth_hiding.fold(text.to_owned(), |text, secret| {
            text.replace(secret.as_str(), "…")
        })
    }
}

/// A connection as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Its workspace.
    pub workspace_id: String,
    /// Its id.
    pub connector_id: String,
    /// To which system.
    pub system: System,
    /// What people here call it.
    pub name: String,
    /// The rest.
    pub definition: Definition,
    /// What lets us in.
    pub secrets: Secrets,
    /// Runs by itself.
    pub is_on: bool,
    /// Goes up with every change.
    pub revision: i64,
    /// UTC microseconds.
    pub created_at_us: i64,
    /// When it is pulled from next, UTC microseconds; none: when somebody asks for it.
    pub due_at_us: Option<i64>,
    /// Failures in a row.
    pub failures: u32,
}

/// What came of a run so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its id.
    pub run_id: String,
    /// Where it stands.
    pub state: RunState,
    /// UTC microseconds.
    pub started_at_us: i64,
    /// UTC microseconds.
    pub ended_at_us: Option<i64>,
    /// Rows by what became of them.
    pub counts: Counts,
    /// Why it waits or failed.
    pub why: Option<String>,
}

/// Rows by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// New here.
    pub created: i64,
    /// Known, changed.
    pub changed: i64,
    /// Known, left alone.
    pub unchanged: i64,
    /// Not taken, or not whole; each with its reason in the report.
    pub wrong: i64,
    /// Known here and not there any more, when everything was read.
    pub gone: i64,
}

/// A row that could not be taken as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowFault {
    /// Of which stream.
    pub stream: Stream,
    /// Their id.
    pub remote_id: String,
    /// Why.
    pub why: String,
}

/// Something on its way to another system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Push {
    /// Its id.
    pub push_id: String,
    /// The connection.
    pub connector_id: String,
    /// What.
    pub what: What,
    /// The account, contact, case or response it is about.
    pub about_id: String,
    /// Where it stands.
    pub state: PushState,
    /// An earlier try may have arrived.
    pub in_doubt: bool,
    /// How often it was asked for.
    pub wished: i64,
    /// Tries so far.
    pub tries: u32,
    /// When it goes next, UTC microseconds.
    pub due_at_us: i64,
    /// What went wrong last.
    pub why: Option<String>,
    /// UTC microseconds.
    pub created_at_us: i64,
    /// UTC microseconds.
    pub changed_at_us: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_come_back() {
        for text in [
            "external_id",
            "attribute:branche",
            "role:account_manager",
            "parent",
        ] {
            let target: Target = text.parse().expect("a target");
            assert_eq!(target.to_string(), text);
        }
        for text in ["", "role:", "attribute: ", "nonsense", "x:y"] {
            assert!(text.parse::<Target>().is_err(), "{text}");
        }
    }

    #[test]
    fn secrets_show_nothing_of_themselves() {
        let secrets = Secrets([("token".to_owned(), "hunter2-hunter2".to_owned())].into());
        assert!(!format!("{secrets:?}").contains("hunter2"));
        let said = secrets.hidden_in("bad token hunter2-hunter2 given");
        assert_eq!(said, "bad token … given");
    }
}
