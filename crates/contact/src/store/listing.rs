//! Lists of contacts: filtered, searched, a page at a time.

use platform::db::{Backend, Value};
use platform::{DbError, Tx, params};
use policy::Standing;

use super::row::{CONTACT, contact};
use super::search::search;
use crate::model::{Contact, Logged, standing_name};

/// Which contacts to list. A search, account, standing, language and employee have an index each;
/// attributes look at one contact after the other until the page is full.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Beginnings of words of the name, of the address, its domain, the external id or the
    /// account's name.
    pub q: Option<String>,
    /// Of this account.
    pub account_id: Option<String>,
    /// With this standing.
    pub standing: Option<Standing>,
    /// With this language code.
    pub language: Option<String>,
    /// Employees, or others.
    pub employee: Option<bool>,
    /// With all of these attributes.
    pub attributes: Vec<(String, String)>,
}

impl Filter {
    /// Whether everybody is meant.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

const ON_LIST: &str = "c.contact_id IN (
    SELECT e.contact_id FROM do_not_contact d
    JOIN contact e ON e.workspace_id = d.workspace_id AND e.email = d.value
    WHERE d.workspace_id = $1 AND d.kind = 'email'
    UNION SELECT e.contact_id FROM do_not_contact d
    JOIN contact e ON e.workspace_id = d.workspace_id AND e.domain = d.value
    WHERE d.workspace_id = $1 AND d.kind = 'domain')";
const NOT_ON_LIST: &str = "NOT EXISTS (SELECT 1 FROM do_not_contact d
    WHERE d.workspace_id = c.workspace_id AND d.kind = 'email' AND d.value = c.email)
    AND NOT EXISTS (SELECT 1 FROM do_not_contact d
    WHERE d.workspace_id = c.workspace_id AND d.kind = 'domain' AND d.value = c.domain)";

/// Conditions with their parameters; the first ones are workspace, name and id to start after.
struct Conditions {
    sql: Vec<String>,
    params: Vec<Value>,
}

impl Conditions {
    /// Adds a condition in which `{}` stands for this value.
    fn with(&mut self, sql: &str, value: impl Into<Value>) {
        self.params.push(value.into());
        let place = format!("${}", self.params.len());
        self.sql.push(sql.replace("{}", &place));
    }
}

/// A contact with the key that the list goes on after.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// The contact.
    pub(crate) contact: Contact,
    /// What the list is ordered by; a search has orders of its own.
    pub(crate) key: String,
}

/// Contacts in the order of their names after (name as ordered, id), or those a search finds after
/// (key, id): by the beginning of the name first, then by its other words, by address, domain,
/// external id and account.
pub(crate) fn page(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    filter: &Filter,
    (after, limit): (Option<(&str, &str)>, usize),
) -> Result<Vec<Found>, DbError> {
    if let Some(q) = &filter.q {
        return search(tx, (workspace_id, filter), q, (after, limit));
    }
    let order = Order::default();
    in_order(tx, (workspace_id, filter), &order, (after, limit))
}

/// What a list is ordered by, and what it is limited to.
#[derive(Clone, Debug)]
pub(super) struct Order {
    /// The column it is ordered by before the id.
    pub(super) key: &'static str,
    /// Ids and workspaces, as the index with the key has them.
    pub(super) id: &'static str,
    pub(super) workspace: &'static str,
    /// The tables, and what joins them.
    pub(super) from: &'static str,
    pub(super) joined: &'static str,
    /// Only keys from this one, and before that one.
    pub(super) range: Option<(String, String)>,
    /// Conditions with the values their `{}` stands for.
    pub(super) conditions: Vec<(&'static str, Value)>,
}

impl Default for Order {
    /// The order of names.
    fn default() -> Self {
        Self {
            key: "c.sorted_as",
            id: "c.contact_id",
            workspace: "c.workspace_id",
            from: "contact c",
            joined: "",
            range: None,
            conditions: Vec::new(),
        }
    }
}

/// Contacts of a filter in the order of a key and their ids.
pub(super) fn in_order(
    tx: &mut Tx<'_>,
    (workspace_id, filter): (&str, &Filter),
    order: &Order,
    (after, limit): (Option<(&str, &str)>, usize),
) -> Result<Vec<Found>, DbError> {
    let Order { key, id, .. } = order;
    let mut all = Conditions {
        sql: vec![format!("{} = $1", order.workspace)],
        params: vec![workspace_id.into()],
    };
    if !order.joined.is_empty() {
        all.sql.push(order.joined.to_owned());
    }
    // One bound at each end: of two lower ones SQLite would take either, and go through the rest.
    match (after, &order.range) {
        (Some((key_before, id_before)), _) => {
            all.params.extend([key_before.into(), id_before.into()]);
            all.sql.push(format!("({key}, {id}) > ($2, $3)"));
        }
        (None, Some((from, _))) => {
            all.params.push(from.into());
            all.sql.push(format!("{key} >= $2"));
        }
        (None, None) => {}
    }
    if let Some((_, to)) = &order.range {
        all.with(&format!("{key} < {{}}"), to);
    }
    for (sql, value) in &order.conditions {
        all.with(sql, value.clone());
    }
    add_filter(&mut all, filter, order.range.is_some());
    add_attributes(&mut all, tx.backend(), &filter.attributes)?;
    all.params.push(limit.into());
    let sql = format!(
        "SELECT {CONTACT}, {key} AS list_key FROM {} WHERE {}
         ORDER BY {key}, {id} LIMIT ${}",
        order.from,
        all.sql.join(" AND "),
        all.params.len()
    );
    tx.query(&sql, &all.params)?
        .iter()
        .map(|row| {
            Ok(Found {
                contact: contact(row)?,
                key: row.get("list_key")?,
            })
        })
        .collect()
}

/// Adds what a filter asks. A search goes through the index of its range whatever else is asked:
/// then no index fits the other columns.
fn add_filter(all: &mut Conditions, filter: &Filter, is_search: bool) {
    let (language, employee, state) = if is_search {
        (
            "c.language || '' = {}",
            "c.employee + 0 = {}",
            "c.state || '' = {}",
        )
    } else {
        ("c.language = {}", "c.employee = {}", "c.state = {}")
    };
    if let Some(account_id) = &filter.account_id {
        all.with("c.account_id = {}", account_id);
    }
    if let Some(wanted) = &filter.language {
        all.with(language, wanted);
    }
    if let Some(wanted) = filter.employee {
        all.with(employee, wanted);
    }
    match filter.standing {
        None => {}
        Some(Standing::DoNotContact) => all.sql.push(ON_LIST.to_owned()),
        Some(other) => {
            all.with(state, standing_name(other));
            all.sql.push(NOT_ON_LIST.to_owned());
        }
    }
}

/// Attributes are JSON, which the two databases read in ways of their own.
fn add_attributes(
    all: &mut Conditions,
    backend: Backend,
    attributes: &[(String, String)],
) -> Result<(), DbError> {
    for (name, value) in attributes {
        match backend {
            Backend::Postgres => {
                let wanted = std::collections::BTreeMap::from([(name, value)]);
                all.with("c.attributes @> {}", super::row::json(&wanted)?);
            }
            Backend::Sqlite => {
                all.params.push(name.into());
                let name_place = all.params.len();
                let sql = format!(
                    "EXISTS (SELECT 1 FROM json_each(c.attributes) j
                             WHERE j.key = ${name_place} AND j.value = {{}})"
                );
                all.with(&sql, value);
            }
        }
    }
    Ok(())
}

/// How many contacts there are.
pub(crate) fn count(tx: &mut Tx<'_>, workspace_id: &str) -> Result<i64, DbError> {
    tx.query_one(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM contact WHERE workspace_id = $1",
        params![workspace_id],
    )?
    .map_or(Ok(0), |r| r.at(0))
}

/// A contact's history, newest first, at most 200 lines.
pub(crate) fn history(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_id: &str,
) -> Result<Vec<Logged>, DbError> {
    tx.query(
        "SELECT at_us, what, done_by, detail FROM contact_log
         WHERE workspace_id = $1 AND contact_id = $2
         ORDER BY at_us DESC, log_id LIMIT 200",
        params![workspace_id, contact_id],
    )?
    .iter()
    .map(|r| {
        Ok(Logged {
            at_us: r.get("at_us")?,
            what: r.get("what")?,
            by: r.get("done_by")?,
            detail: r.get("detail")?,
        })
    })
    .collect()
}

/// Groups of contacts of one account with the same name, after (name as ordered, account id): maybe
/// one person with several addresses. Looks at all names until it has found enough.
pub(crate) fn possible_duplicates(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    after: Option<(&str, &str)>,
    limit: usize,
) -> Result<Vec<Vec<Contact>>, DbError> {
    let (name, account_id) = after.unwrap_or(("", ""));
    let found = tx.query(
        "SELECT sorted_as, account_id FROM contact
         WHERE workspace_id = $1 AND account_id <> '' AND name IS NOT NULL
           AND (sorted_as, account_id) > ($2, $3)
         GROUP BY sorted_as, account_id HAVING COUNT(*) > 1
         ORDER BY sorted_as, account_id LIMIT $4",
        params![workspace_id, name, account_id, limit],
    )?;
    let mut groups = Vec::new();
    for row in found {
        let (name, account_id): (String, String) = (row.at(0)?, row.at(1)?);
        let rows = tx.query(
            &format!(
                "SELECT {CONTACT} FROM contact c
                 WHERE c.workspace_id = $1 AND c.sorted_as = $2 AND c.account_id = $3
                 ORDER BY c.created_at_us, c.contact_id LIMIT 20"
            ),
            params![workspace_id, name, account_id],
        )?;
        groups.push(rows.iter().map(contact).collect::<Result<_, _>>()?);
    }
    Ok(groups)
}
