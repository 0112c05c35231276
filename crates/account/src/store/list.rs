//! A page of a list. A rare condition is looked up and its accounts are put in order; otherwise the
//! index of the order is gone through until the page is full. Either way a page costs about the
//! same however many accounts there are.

use platform::db::Value;
use platform::web::paging;
use platform::{DbError, Problem, Tx};

use super::condition::{Condition, RARE, Values, conditions};
use crate::model::{List, Sort};

/// An account of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its id.
    pub account_id: String,
    /// What it is ordered by; none for those behind all that have a value.
    key: Option<Key>,
    /// Its name as ordered, for those without a value.
    name_key: String,
}

#[derive(Clone, Debug, PartialEq)]
enum Key {
    Text(String),
    Number(f64),
}

impl Line {
    /// By which the list goes on after this one.
    pub fn cursor(&self) -> String {
        match &self.key {
            Some(Key::Text(text)) => paging::cursor(&["t", text, &self.account_id]),
            Some(Key::Number(number)) => {
                paging::cursor(&["n", &format!("{number:?}"), &self.account_id])
            }
            None => paging::cursor(&["-", &self.name_key, &self.account_id]),
        }
    }

    /// Reads what [`Line::cursor`] gives.
    pub fn read(cursor: &str) -> Result<Self, Problem> {
        let [kind, key, account_id] = paging::read_cursor::<3>(cursor)?;
        let (key, name_key) = match kind.as_str() {
            "t" => (Some(Key::Text(key)), String::new()),
            "n" => {
                let number: Option<f64> = key.parse().ok().filter(|n: &f64| n.is_finite());
                let number = number.ok_or_else(paging::no_cursor)?;
                (Some(Key::Number(number)), String::new())
            }
            "-" => (None, key),
            _ => return Err(paging::no_cursor()),
        };
        Ok(Self {
            account_id,
            key,
            name_key,
        })
    }
}

/// Where the value of an order stands.
struct Source {
    /// The table that has it, as `s`; empty for the account itself.
    table: &'static str,
    key: &'static str,
    /// An attribute's name.
    attribute: Option<String>,
}

impl Source {
    fn of(sort: &Sort) -> Self {
        let (table, key) = match sort {
            Sort::Name => ("", "a.name_key"),
            Sort::Attribute(_) => ("account_attribute", "s.number"),
            Sort::Nps => ("account_summary", "s.nps"),
            Sort::LastAnswer => ("account_summary", "s.last_answer_at_us"),
            Sort::Silent => ("account_summary", "s.silent"),
            Sort::Contacts => ("account_summary", "s.contacts"),
        };
        let attribute = match sort {
            Sort::Attribute(name) => Some(name.clone()),
            _ => None,
        };
        Self {
            table,
            key,
            attribute,
        }
    }
}

/// Accounts of a list after `after`, at most `limit`. Those without a value for the order come
/// last, by name.
pub fn page(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    list: &List,
    (after, limit): (Option<&Line>, usize),
) -> Result<Vec<Line>, DbError> {
    let wanted = Wanted::new(tx, workspace_id, list)?;
    let source = Source::of(&list.sort);
    let mut lines = Vec::new();
    let is_behind = after.is_some_and(|line| line.key.is_none());
    if !is_behind {
        lines = with_value(tx, &wanted, &source, (list.descending, after, limit))?;
    }
    if lines.len() < limit && !source.table.is_empty() {
        let after = after.filter(|_| is_behind);
        let left = limit - lines.len();
        lines.extend(without_value(tx, &wanted, &source, (after, left))?);
    }
    Ok(lines)
}

/// The conditions, with the rarest of them set apart when it is rare enough to be looked up.
struct Wanted<'w> {
    workspace_id: &'w str,
    rarest: Option<Condition>,
    others: Vec<Condition>,
}

impl<'w> Wanted<'w> {
    fn new(tx: &mut Tx<'_>, workspace_id: &'w str, list: &List) -> Result<Self, DbError> {
        let mut others = conditions(&list.filter);
        let mut rarest: Option<(i64, usize)> = None;
        for (index, condition) in others.iter().enumerate() {
            if let Some(count) = condition.count(tx, workspace_id)?
                && count <= RARE
                && rarest.is_none_or(|(least, _)| count < least)
            {
                rarest = Some((count, index));
            }
        }
        let rarest = rarest.map(|(_, index)| others.remove(index));
        Ok(Self {
            workspace_id,
            rarest,
            others,
        })
    }

    /// The tables in the order they are to be read in, and the conditions so far. `CROSS JOIN`
    /// keeps SQLite to that order.
    fn from(&self, source: &Source, values: &mut Values) -> (String, Vec<String>) {
        let mut tables = Vec::new();
        let mut all = vec!["a.workspace_id = $1".to_owned()];
        if let Some(rarest) = &self.rarest
            && let Some(ids) = rarest.ids(values)
        {
            tables.push(format!("({ids}) d"));
            tables.push("account a".to_owned());
            all.push("a.account_id = d.account_id".to_owned());
        }
        let has_rarest = !tables.is_empty();
        if !source.table.is_empty() {
            tables.push(format!("{} s", source.table));
            all.push("s.workspace_id = $1 AND s.account_id = a.account_id".to_owned());
        }
        if !has_rarest {
            tables.push("account a".to_owned());
        }
        (tables.join(" CROSS JOIN "), all)
    }
}

fn with_value(
    tx: &mut Tx<'_>,
    wanted: &Wanted<'_>,
    source: &Source,
    (descending, after, limit): (bool, Option<&Line>, usize),
) -> Result<Vec<Line>, DbError> {
    let mut values = Values::new(wanted.workspace_id);
    let (from, mut all) = wanted.from(source, &mut values);
    let key = source.key;
    if let Some(name) = &source.attribute {
        all.push(format!("s.name = {}", values.add(name)));
    }
    if !source.table.is_empty() {
        all.push(format!("{key} IS NOT NULL"));
    }
    let (less, order) = if descending {
        ("<", "DESC")
    } else {
        (">", "ASC")
    };
    // The id beside the key is the one of the table whose index has both.
    let id = if source.table.is_empty() {
        "a.account_id"
    } else {
        "s.account_id"
    };
    if let Some(line) = after {
        let value = match &line.key {
            Some(Key::Number(number)) => Value::Real(*number),
            Some(Key::Text(text)) => text.into(),
            None => Value::Null,
        };
        // A count or a moment is compared as what it is: whole.
        let value = match (value, source.key) {
            (Value::Real(number), "s.nps" | "s.number") => Value::Real(number),
            #[allow(clippy::cast_possible_truncation)] // It was made of an integer.
            (Value::Real(number), _) => Value::Int(number as i64),
            (other, _) => other,
        };
        let (value, account_id) = (values.add(value), values.add(&line.account_id));
        all.push(format!("({key}, {id}) {less} ({value}, {account_id})"));
    }
    for condition in &wanted.others {
        all.push(condition.holds(&mut values));
    }
    let limit = values.add(limit);
    let sql = format!(
        "SELECT a.account_id, a.name_key, {key} AS list_key FROM {from} WHERE {}
         ORDER BY {key} {order}, {id} {order} LIMIT {limit}",
        all.join(" AND ")
    );
    tx.query(&sql, &values.0)?
        .iter()
        .map(|row| {
            let key = if source.table.is_empty() {
                Key::Text(row.get("list_key")?)
            } else {
                Key::Number(row.get("list_key")?)
            };
            Ok(Line {
                account_id: row.get("account_id")?,
                key: Some(key),
                name_key: row.get("name_key")?,
            })
        })
        .collect()
}

fn without_value(
    tx: &mut Tx<'_>,
    wanted: &Wanted<'_>,
    source: &Source,
    (after, limit): (Option<&Line>, usize),
) -> Result<Vec<Line>, DbError> {
    let mut values = Values::new(wanted.workspace_id);
    let own = Source {
        table: "",
        key: "a.name_key",
        attribute: None,
    };
    let (from, mut all) = wanted.from(&own, &mut values);
    let name = source.attribute.as_ref().map_or_else(String::new, |name| {
        format!(" AND s.name = {}", values.add(name))
    });
    all.push(format!(
        "NOT EXISTS (SELECT 1 FROM {} s WHERE s.workspace_id = $1
           AND s.account_id = a.account_id{name} AND {} IS NOT NULL)",
        source.table, source.key
    ));
    if let Some(line) = after {
        let (name, id) = (values.add(&line.name_key), values.add(&line.account_id));
        all.push(format!("(a.name_key, a.account_id) > ({name}, {id})"));
    }
    for condition in &wanted.others {
        all.push(condition.holds(&mut values));
    }
    let limit = values.add(limit);
    let sql = format!(
        "SELECT a.account_id, a.name_key FROM {from} WHERE {}
         ORDER BY a.name_key, a.account_id LIMIT {limit}",
        all.join(" AND ")
    );
    tx.query(&sql, &values.0)?
        .iter()
        .map(|row| {
            Ok(Line {
                account_id: row.at(0)?,
                key: None,
                name_key: row.at(1)?,
            })
        })
        .collect()
}
