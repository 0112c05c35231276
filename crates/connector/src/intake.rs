//! Takes rows of another system into what is known here, in the transaction of whoever brings them.
//! A dry run does the same and throws the transaction away.

use contact::accounts::SentAccount;
use contact::responsibility::{self, Duty};
use contact::{Occasion, Outcome, SentContact};
use platform::web::FieldError;
use platform::{DbError, Tx};
use programme::events::NewEvent;
use serde_json::{Value, json};

use crate::model::{Connection, Pull};
use crate::rules::{self, Said, Ticket};
use crate::store::link;
use crate::systems::Row;

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Became {
    /// It is new here.
    Created,
    /// It was known and changed.
    Changed,
    /// It was known and says nothing new.
    Unchanged,
    /// It was not taken.
    Wrong,
}

impl Became {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Wrong => "wrong",
        }
    }
}

impl From<Outcome> for Became {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Created => Self::Created,
            Outcome::Updated | Outcome::Merged => Self::Changed,
            Outcome::Unchanged => Self::Unchanged,
        }
    }
}

/// A row's fate, with what is to be told about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fate {
    pub(crate) became: Became,
    pub(crate) faults: Vec<String>,
}

impl Fate {
    fn wrong(mut faults: Vec<String>, why: impl Into<String>) -> Self {
        faults.push(why.into());
        Self {
            became: Became::Wrong,
            faults,
        }
    }
}

/// For whom rows are taken.
#[derive(Clone, Debug)]
pub(crate) struct Desk {
    pub(crate) occasion: Occasion,
    pub(crate) connector_id: String,
    /// Names of statuses that mean solved.
    pub(crate) resolved: String,
}

impl Desk {
    pub(crate) fn of(connection: &Connection, now_us: i64) -> Self {
        let resolved = connection.definition.option("resolved");
        Self {
            occasion: Occasion {
                workspace_id: connection.workspace_id.clone(),
                by: connection.name.clone(),
                now_us,
            },
            connector_id: connection.connector_id.clone(),
            resolved: if resolved.is_empty() {
                "resolved"
            } else {
                resolved
            }
            .to_owned(),
        }
    }

    fn key(&self) -> (&str, &str) {
        (&self.occasion.workspace_id, &self.connector_id)
    }
}

/// Takes a row.
pub(crate) fn take(tx: &mut Tx<'_>, desk: &Desk, pull: &Pull, row: &Row) -> Result<Fate, DbError> {
    let (said, faults) = rules::read(pull, row, &desk.resolved);
    match said {
        None => Ok(Fate {
            became: Became::Wrong,
            faults,
        }),
        Some(Said::Account { json, parent }) => account(tx, desk, (row, json, parent), faults),
        Some(Said::Contact { json, account }) => contact(tx, desk, (row, json, account), faults),
        Some(said @ Said::Responsibility { .. }) => responsibility(tx, desk, said, faults),
        Some(Said::Ticket(ticket)) => take_ticket(tx, desk, &ticket, faults),
    }
}

fn told(errors: &[FieldError]) -> String {
    let each = errors.iter().map(|e| format!("{} {}", e.pointer, e.detail));
    each.collect::<Vec<_>>().join("; ").trim().to_owned()
}

fn account(
    tx: &mut Tx<'_>,
    desk: &Desk,
    (row, mut json, parent): (&Row, Value, Option<String>),
    mut faults: Vec<String>,
) -> Result<Fate, DbError> {
    if let Some(parent) = parent.filter(|parent| *parent != row.id) {
        match link::ours(tx, desk.key(), "account", &parent)? {
            Some(id) => json["parent"] = json!({ "account_id": id }),
            None => faults.push(format!("the account {parent} above it isn't known yet")),
        }
    }
    let mut sent: SentAccount = match serde_json::from_value(json) {
        Ok(sent) => sent,
        Err(error) => return Ok(Fate::wrong(faults, error.to_string())),
    };
    let known = link::ours(tx, desk.key(), "account", &row.id)?;
    if let Some(id) = &known {
        sent = sent.of(id);
    }
    let item = match sent.item("") {
        Ok(item) => item,
        Err(errors) => return Ok(Fate::wrong(faults, told(&errors))),
    };
    match contact::accounts::put(tx, &desk.occasion, &item)? {
        Ok(put) => {
            if known.is_none() {
                link::put(tx, desk.key(), "account", (&row.id, &put.account_id))?;
            }
            Ok(Fate {
                became: put.outcome.into(),
                faults,
            })
        }
        Err(wrong) => Ok(Fate::wrong(faults, wrong.to_string())),
    }
}

fn contact(
    tx: &mut Tx<'_>,
    desk: &Desk,
    (row, mut json, account): (&Row, Value, Option<String>),
    mut faults: Vec<String>,
) -> Result<Fate, DbError> {
    if let Some(account) = account {
        match link::ours(tx, desk.key(), "account", &account)? {
            Some(id) => json["account"] = json!({ "account_id": id }),
            None => faults.push(format!("its account {account} isn't known")),
        }
    }
    let sent: SentContact = match serde_json::from_value(json) {
        Ok(sent) => sent,
        Err(error) => return Ok(Fate::wrong(faults, error.to_string())),
    };
    let item = match contact::put::check(&sent, "", desk.occasion.now_us) {
        Ok(item) => item,
        Err(errors) => return Ok(Fate::wrong(faults, told(&errors))),
    };
    match contact::put::put(tx, &desk.occasion, &item)? {
        Ok(put) => {
            link::put(tx, desk.key(), "contact", (&row.id, &put.contact_id))?;
            Ok(Fate {
                became: put.outcome.into(),
                faults,
            })
        }
        Err(wrong) => Ok(Fate::wrong(faults, wrong)),
    }
}

/// Gives one more person a role. Who has it besides keeps it: a page never tells of all of them.
fn responsibility(
    tx: &mut Tx<'_>,
    desk: &Desk,
    said: Said,
    faults: Vec<String>,
) -> Result<Fate, DbError> {
    let Said::Responsibility {
        account,
        role,
        email,
        name,
    } = said
    else {
        return Ok(Fate::wrong(faults, "no responsibility"));
    };
    let workspace_id = &desk.occasion.workspace_id;
    let now_us = desk.occasion.now_us;
    let Some(account_id) = link::ours(tx, desk.key(), "account", &account)? else {
        return Ok(Fate::wrong(
            faults,
            format!("the account {account} isn't known"),
        ));
    };
    let Some(role) = role_called(tx, workspace_id, &role)? else {
        return Ok(Fate::wrong(
            faults,
            format!("there is no role {role:?} here: add it first"),
        ));
    };
    let Ok(email) = contact::rules::email(&email) else {
        return Ok(Fate::wrong(faults, "no e-mail address"));
    };
    let user_id = user::people::ensure(tx, workspace_id, (&email, &name), now_us)?;
    let duty = Duty {
        account_id,
        role,
        user_id,
    };
    let by = (desk.occasion.by.as_str(), now_us);
    let became = if responsibility::add(tx, workspace_id, &duty, by)? {
        Became::Changed
    } else {
        Became::Unchanged
    };
    Ok(Fate { became, faults })
}

/// The role that another system calls so: by its key, or by the name it has here.
fn role_called(tx: &mut Tx<'_>, workspace_id: &str, name: &str) -> Result<Option<String>, DbError> {
    let plain = |text: &str| {
        let parts = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|part| !part.is_empty());
        parts.map(str::to_lowercase).collect::<Vec<_>>().join("_")
    };
    let wanted = plain(name);
    let all = responsibility::roles(tx, workspace_id)?;
    let found = all.into_iter().find(|role| {
        role.role == wanted || role.name.as_deref().is_some_and(|own| plain(own) == wanted)
    });
    Ok(found.map(|role| role.role))
}

/// A ticket becomes an event when it is closed or opened again since it was last heard of.
fn take_ticket(
    tx: &mut Tx<'_>,
    desk: &Desk,
    ticket: &Ticket,
    faults: Vec<String>,
) -> Result<Fate, DbError> {
    let before = link::ours(tx, desk.key(), "ticket", &ticket.id)?;
    // Of a closed one the moment belongs to it: closed, opened and closed again between two looks.
    let state = if ticket.is_closed {
        format!("closed {}", ticket.at)
    } else {
        "open".to_owned()
    };
    let was_closed = before.as_deref().is_some_and(|b| b.starts_with("closed"));
    if before.as_deref() == Some(state.as_str()) || !ticket.is_closed && !was_closed {
        return Ok(Fate {
            became: Became::Unchanged,
            faults,
        });
    }
    let event = match event_of(ticket, desk.occasion.now_us) {
        Ok(event) => event,
        Err(why) => return Ok(Fate::wrong(faults, why)),
    };
    let stored = programme::events::put(tx, &desk.occasion, &desk.connector_id, &event)?;
    if let programme::events::Outcome::Refused(errors) = stored {
        return Ok(Fate::wrong(faults, told(&errors)));
    }
    link::put(tx, desk.key(), "ticket", (&ticket.id, &state))?;
    Ok(Fate {
        became: if before.is_some() {
            Became::Changed
        } else {
            Became::Created
        },
        faults,
    })
}

fn event_of(ticket: &Ticket, now_us: i64) -> Result<NewEvent, String> {
    let (kind, what) = if ticket.is_closed {
        ("ticket.closed", "closed")
    } else {
        ("ticket.reopened", "reopened")
    };
    let mut json = json!({
        "id": format!("{}:{what}:{}", ticket.id, ticket.at),
        "type": kind,
        "subject": ticket.id,
        "at": ticket.at,
        "attributes": ticket.attributes,
    });
    if let Some((email, name)) = &ticket.requestor {
        json["contact"] = json!({ "email": email });
        // What a mail system made up from the address is no name.
        if !name.is_empty() && !name.contains('@') {
            json["contact"]["name"] = json!(name);
        }
    } else if ticket.is_closed {
        return Err("nobody with an e-mail address asked for this".to_owned());
    }
    if let Some(solver) = &ticket.solver {
        json["solver"] = json!({ "email": solver });
    }
    programme::events::read(&json, now_us).map_err(|errors| told(&errors))
}
