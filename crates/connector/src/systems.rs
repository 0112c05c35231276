//! The other systems: one small trait, and what speaks each of their languages.

mod afas;
mod hubspot;
mod key;
mod proposal;
mod request_tracker;
mod salesforce;
mod stamp;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::line::{Fault, Line};
use crate::model::{Definition, Pull, Stream, System};

pub(crate) use afas::employees;
pub(crate) use stamp::{earlier, moment};

/// A field of theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Field {
    /// Their name of it.
    pub name: String,
    /// What people there call it.
    pub label: String,
}

/// Where a page begins.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Start<'a> {
    /// Only what changed since then, as they write it; none: everything.
    pub since: Option<&'a str>,
    /// Where the page before said the next begins; none: the first.
    pub place: Option<&'a str>,
}

/// A row of theirs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// Their id.
    pub id: String,
    /// When it was last changed, as they write it.
    pub stamp: Option<String>,
    /// Its fields.
    pub values: Value,
}

/// A page of rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Page {
    /// The rows.
    pub rows: Vec<Row>,
    /// Rows that can't be read, with the reason: their id or number in the page.
    pub wrong: Vec<(String, String)>,
    /// Where the next page begins; none: this was the last.
    pub next: Option<String>,
    /// When what is read now is sure to be there, by their clock; for rows that don't come in the
    /// order of their stamps. The next pass begins there.
    pub as_of: Option<String>,
    /// They ask to wait so long before the next page, in milliseconds.
    pub pause_ms: u64,
}

/// Figures of an account or a contact, on their way.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Scores {
    /// Whose: accounts or contacts.
    pub stream: Stream,
    /// Their id.
    pub remote_id: String,
    /// Their fields and the values.
    pub values: BTreeMap<String, Value>,
}

/// A task on its way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Task {
    /// What it can be found again by; stands in the title.
    pub key: String,
    /// In one line.
    pub title: String,
    /// In more words.
    pub text: String,
    /// UTC microseconds.
    pub due_at_us: i64,
    /// The address of whoever is to do it.
    pub owner: Option<String>,
    /// Their ids of the account and the contact.
    pub account: Option<String>,
    /// Of the contact.
    pub contact: Option<String>,
}

/// A comment on its way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Comment {
    /// What it can be found again by.
    pub key: String,
    /// The ticket.
    pub ticket: String,
    /// What it says.
    pub text: String,
}

/// Something that is sent once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Once {
    /// A task.
    Task(Task),
    /// A comment.
    Comment(Comment),
}

/// Whether something arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arrived {
    /// It is there.
    Yes,
    /// It isn't.
    No,
    /// That system can't tell.
    Unknown,
}

/// What a system can be asked. All of it is safe to repeat but [`Connector::send`], which is
/// repeated only after [`Connector::arrived`] said no.
pub(crate) trait Connector: Sync {
    /// The fields of the rows of a pull.
    fn fields(
        &self,
        line: &Line,
        pull: &Pull,
    ) -> impl Future<Output = Result<Vec<Field>, Fault>> + Send;
    /// A page of rows. Whatever changed in them while pages are read comes in a later page or in
    /// the next pass, never in none.
    fn page(
        &self,
        line: &Line,
        pull: &Pull,
        start: Start<'_>,
    ) -> impl Future<Output = Result<Page, Fault>> + Send;
    /// Stores figures there.
    fn scores(
        &self,
        line: &Line,
        scores: &Scores,
    ) -> impl Future<Output = Result<(), Fault>> + Send;
    /// Makes a task or a comment there.
    fn send(&self, line: &Line, once: &Once) -> impl Future<Output = Result<(), Fault>> + Send;
    /// Whether a task or comment that was sent got there.
    fn arrived(
        &self,
        line: &Line,
        once: &Once,
    ) -> impl Future<Output = Result<Arrived, Fault>> + Send;
}

/// Does the same with whichever system it is.
macro_rules! dispatch {
    ($system:expr, $each:ident => $call:expr) => {
        match $system {
            System::Afas => {
                let $each = afas::Afas;
                $call.await
            }
            System::HubSpot => {
                let $each = hubspot::HubSpot;
                $call.await
            }
            System::Salesforce => {
                let $each = salesforce::Salesforce;
                $call.await
            }
            System::RequestTracker => {
                let $each = request_tracker::RequestTracker;
                $call.await
            }
        }
    };
}

impl System {
    /// See [`Connector::fields`].
    pub(crate) async fn fields(self, line: &Line, pull: &Pull) -> Result<Vec<Field>, Fault> {
        dispatch!(self, each => each.fields(line, pull))
    }

    /// See [`Connector::page`].
    pub(crate) async fn page(
        self,
        line: &Line,
        pull: &Pull,
        start: Start<'_>,
    ) -> Result<Page, Fault> {
        dispatch!(self, each => each.page(line, pull, start))
    }

    /// See [`Connector::scores`].
    pub(crate) async fn scores(self, line: &Line, scores: &Scores) -> Result<(), Fault> {
        dispatch!(self, each => each.scores(line, scores))
    }

    /// See [`Connector::send`].
    pub(crate) async fn send(self, line: &Line, once: &Once) -> Result<(), Fault> {
        dispatch!(self, each => each.send(line, once))
    }

    /// See [`Connector::arrived`].
    pub(crate) async fn arrived(self, line: &Line, once: &Once) -> Result<Arrived, Fault> {
        dispatch!(self, each => each.arrived(line, once))
    }

    /// What can be pulled from it.
    pub(crate) const fn streams(self) -> &'static [Stream] {
        use Stream::{Accounts, Contacts, Responsibilities, Tickets};
        match self {
            Self::Afas | Self::Salesforce => &[Accounts, Contacts, Responsibilities],
            Self::HubSpot => &[Accounts, Contacts],
            Self::RequestTracker => &[Tickets],
        }
    }

    /// Whether figures can be stored there.
    pub(crate) const fn takes_scores(self) -> bool {
        !matches!(self, Self::RequestTracker)
    }

    /// What it lets us in with: names of secrets.
    pub(crate) const fn secrets(self) -> &'static [&'static str] {
        match self {
            Self::Afas | Self::HubSpot | Self::RequestTracker => &["token"],
            Self::Salesforce => &["client_id", "client_secret", "refresh_token"],
        }
    }

    /// Which of its secrets may be left out.
    pub(crate) fn is_optional(self, secret: &str) -> bool {
        self == Self::Salesforce && secret == "refresh_token"
    }

    /// What else it may be told, with what holds when nothing is said.
    pub(crate) const fn options(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Afas => &[
                ("account_object", "KnOrganisation"),
                ("contact_object", "KnPerson"),
                ("task_type", ""),
                ("task_employee", ""),
                ("task_employees", ""),
            ],
            Self::HubSpot => &[("version", "v3")],
            Self::Salesforce => &[("version", "v62.0")],
            Self::RequestTracker => &[("resolved", "resolved"), ("language", "en")],
        }
    }

    /// Where it usually is; empty when that differs for everybody.
    pub(crate) const fn base_url(self) -> &'static str {
        match self {
            Self::HubSpot => "https://api.hubapi.com",
            Self::Afas | Self::Salesforce | Self::RequestTracker => "",
        }
    }

    /// What is proposed to pull of a stream, for a connection that is new.
    pub(crate) fn proposal(self, stream: Stream) -> Option<Pull> {
        proposal::of(self, stream)
    }
}

/// A field of a row by its name: as it stands, else along the dots. Of a list the first.
pub(crate) fn value_at<'a>(values: &'a Value, name: &str) -> Option<&'a Value> {
    let first = |value: &'a Value| match value {
        Value::Array(list) => list.first(),
        other => Some(other),
    };
    if let Some(found) = values.get(name) {
        return first(found);
    }
    let mut at = values;
    for part in name.split('.') {
        at = first(at)?.get(part)?;
    }
    first(at)
}

/// A value as text; none when there is none.
pub(crate) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Array(_) | Value::Object(_) => None,
        Value::String(text) => Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
        other => Some(other.to_string()),
    }
}

/// Rows out of what a system sent; what has no id is told instead.
fn rows(pull: &Pull, list: Vec<Value>) -> (Vec<Row>, Vec<(String, String)>) {
    let (mut rows, mut wrong) = (Vec::with_capacity(list.len()), Vec::new());
    for (index, values) in list.into_iter().enumerate() {
        let text = |name: &str| value_at(&values, name).and_then(text_of);
        match text(&pull.id) {
            Some(id) if id.chars().count() <= 200 => {
                let stamp = Some(&pull.stamp)
                    .filter(|s| !s.is_empty())
                    .and_then(|s| text(s));
                rows.push(Row { id, stamp, values });
            }
            _ => wrong.push((
                format!("row {}", index + 1),
                format!("has nothing usable in {}", pull.id),
            )),
        }
    }
    (rows, wrong)
}

/// Names of the fields that a pull needs, each once.
fn wanted(pull: &Pull) -> Vec<&str> {
    let own = [pull.id.as_str(), pull.stamp.as_str()];
    let mapped = pull.fields.iter().map(|mapped| mapped.from.as_str());
    let mut all: Vec<&str> = Vec::new();
    for name in own.into_iter().chain(mapped) {
        if !name.is_empty() && !all.contains(&name) {
            all.push(name);
        }
    }
    all
}

/// The list under `name`, or what is wrong.
fn list_in(mut json: Value, name: &str) -> Result<Vec<Value>, Fault> {
    match json.get_mut(name).map(Value::take) {
        Some(Value::Array(list)) => Ok(list),
        _ => Err(Fault::Unreadable(format!("there is no list {name:?}"))),
    }
}

/// When they answered, by their own clock.
fn said_at(reply: &crate::line::Reply) -> Option<String> {
    let date = reply.headers.get("date")?;
    let at = jiff::fmt::rfc2822::parse(date).ok()?.timestamp();
    Some(at.to_string())
}

/// What a connection tells its system, or what holds when it says nothing.
fn option(definition: &Definition, system: System, name: &str) -> String {
    let said = definition.option(name).trim();
    if !said.is_empty() {
        return said.to_owned();
    }
    let usual = system.options().iter().find(|(own, _)| *own == name);
    usual.map_or(String::new(), |(_, value)| (*value).to_owned())
}

#[cfg(test)]
mod tests;
