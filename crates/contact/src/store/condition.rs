//! What a filter asks of a contact, as SQL.

use ::list::condition::{HasValue, InRange};
use ::list::page::{Condition, Table, Values};
use platform::db::{Backend, Value};
use platform::{DbError, Tx};
use policy::Standing;

use super::attributes;
use super::row::json;
use super::sight::Reach;
use crate::listing::Filter;
use crate::model::{Consent, standing_name};

/// What is listed.
pub(super) static CONTACTS: Table = Table {
    name: "contact",
    alias: "c",
    id: "contact_id",
    order: "sorted_as",
    attributes: "contact_attribute",
};

const BLOCKED: &str = "SELECT e.contact_id FROM do_not_contact d
    JOIN contact e ON e.workspace_id = d.workspace_id AND e.email = d.value
    WHERE d.workspace_id = $1 AND d.kind = 'email'
    UNION SELECT e.contact_id FROM do_not_contact d
    JOIN contact e ON e.workspace_id = d.workspace_id AND e.domain = d.value
    WHERE d.workspace_id = $1 AND d.kind = 'domain'";
const NOT_BLOCKED: &str = "NOT EXISTS (SELECT 1 FROM do_not_contact d
    WHERE d.workspace_id = c.workspace_id AND d.kind = 'email' AND d.value = c.email)
    AND NOT EXISTS (SELECT 1 FROM do_not_contact d
    WHERE d.workspace_id = c.workspace_id AND d.kind = 'domain' AND d.value = c.domain)";

/// One thing a filter asks of a contact itself.
#[derive(Clone, Debug)]
enum Asked {
    Account(String),
    Language(String),
    Employee(bool),
    Standing(Standing),
    Consent(Consent),
    /// An attribute nobody defined: it stands in the contact's JSON alone.
    Attribute(String, Vec<String>),
    /// Within this reach.
    Seen(Reach),
}

/// A condition, and whether the index of names has its column in front.
#[derive(Clone, Debug)]
struct Of {
    asked: Asked,
    in_order_of_names: bool,
}

impl Of {
    /// A column's condition. Where another index is gone through, this column's own would only
    /// lead databases without statistics astray.
    fn is(&self, column: &str, place: &str) -> String {
        match (self.in_order_of_names, &self.asked) {
            (true, _) => format!("{column} = {place}"),
            (_, Asked::Employee(_)) => format!("{column} + 0 = {place}"),
            _ => format!("{column} || '' = {place}"),
        }
    }
}

impl Condition for Of {
    fn ids(&self, values: &mut Values) -> Option<String> {
        let (column, value): (&str, Value) = match &self.asked {
            Asked::Account(id) => ("account_id", id.into()),
            Asked::Language(code) => ("language", code.into()),
            Asked::Employee(is) => ("employee", (*is).into()),
            Asked::Standing(Standing::DoNotContact) => return Some(BLOCKED.to_owned()),
            Asked::Standing(other) => ("state", standing_name(*other).into()),
            Asked::Seen(reach) => return Some(reach.contacts(values)),
            Asked::Consent(_) | Asked::Attribute(..) => return None,
        };
        let place = values.add(value);
        let and = match &self.asked {
            Asked::Standing(_) => format!(" AND {NOT_BLOCKED}"),
            _ => String::new(),
        };
        Some(format!(
            "SELECT c.contact_id FROM contact c
             WHERE c.workspace_id = $1 AND c.{column} = {place}{and}"
        ))
    }

    fn some(&self, values: &mut Values) -> Option<String> {
        match &self.asked {
            Asked::Seen(reach) => Some(reach.contacts_twice(values)),
            _ => self.ids(values),
        }
    }

    fn holds(&self, values: &mut Values) -> String {
        match &self.asked {
            Asked::Account(id) => format!("c.account_id = {}", values.add(id)),
            Asked::Language(code) => self.is("c.language", &values.add(code)),
            Asked::Employee(is) => self.is("c.employee", &values.add(*is)),
            Asked::Standing(Standing::DoNotContact) => format!("c.contact_id IN ({BLOCKED})"),
            Asked::Standing(other) => {
                let state = self.is("c.state", &values.add(standing_name(*other)));
                format!("{state} AND {NOT_BLOCKED}")
            }
            Asked::Consent(consent) => format!("c.consent = {}", values.add(consent.as_str())),
            Asked::Attribute(name, wanted) => in_json(name, wanted, values),
            Asked::Seen(reach) => reach.is_contact_seen(values, "c"),
        }
    }
}

/// Attributes are JSON, which the two databases read in ways of their own.
fn in_json(name: &String, wanted: &[String], values: &mut Values) -> String {
    match values.backend {
        Backend::Postgres => {
            let each: Vec<String> = wanted
                .iter()
                .map(|value| {
                    let pair = std::collections::BTreeMap::from([(name, value)]);
                    let pair = json(&pair).unwrap_or_default();
                    format!("c.attributes @> {}", values.add(pair))
                })
                .collect();
            format!("({})", each.join(" OR "))
        }
        Backend::Sqlite => {
            let (name, wanted) = (values.add(name), values.add_all(wanted));
            format!(
                "EXISTS (SELECT 1 FROM json_each(c.attributes) j
                         WHERE j.key = {name} AND j.value IN ({wanted}))"
            )
        }
    }
}

/// What is looked up once for all statements of a list.
#[derive(Clone, Debug)]
pub(super) struct Known {
    /// Attributes the filter names that have rows of their own: those that are defined, once all
    /// contacts were gone through.
    indexed: Vec<String>,
    /// What is seen; none when the sight isn't limited.
    reach: Option<Reach>,
}

impl Known {
    pub(super) fn of(
        tx: &mut Tx<'_>,
        workspace_id: &str,
        filter: &Filter,
    ) -> Result<Self, DbError> {
        let indexed = if filter.attributes.equal.is_empty() {
            Vec::new()
        } else {
            attributes::ready(tx, workspace_id)?
        };
        let reach = match &filter.seen_by {
            Some(sight) => Reach::of(tx, workspace_id, sight)?,
            None => None,
        };
        Ok(Self { indexed, reach })
    }
}

/// All a filter asks beside its search.
pub(super) fn conditions(
    filter: &Filter,
    in_order_of_names: bool,
    known: &Known,
) -> Vec<Box<dyn Condition>> {
    let own = [
        filter.account_id.clone().map(Asked::Account),
        filter.language.clone().map(Asked::Language),
        filter.employee.map(Asked::Employee),
        filter.standing.map(Asked::Standing),
        filter.consent.map(Asked::Consent),
        known.reach.clone().map(Asked::Seen),
    ];
    let mut all: Vec<Box<dyn Condition>> = Vec::new();
    for asked in own.into_iter().flatten() {
        all.push(Box::new(Of {
            asked,
            in_order_of_names,
        }));
    }
    let table = &CONTACTS;
    for (name, values) in filter.attributes.equal.clone() {
        if known.indexed.contains(&name) {
            all.push(Box::new(HasValue {
                table,
                name,
                values,
            }));
        } else {
            all.push(Box::new(Of {
                asked: Asked::Attribute(name, values),
                in_order_of_names,
            }));
        }
    }
    for (name, from, to) in filter.attributes.ranges.clone() {
        let range = (from, to);
        all.push(Box::new(InRange { table, name, range }));
    }
    all
}
