//! A page of a list, in SQL. A rare condition is looked up and what it finds is put in order;
//! otherwise the index of the order is gone through until the page is full. Either way a page costs
//! about the same however many there are.

use platform::db::{Backend, Value};
use platform::web::paging;
use platform::{DbError, Problem, Tx};

/// What is counted of a condition to see whether it is a rare one.
pub const RARE: i64 = 3000;

/// What is listed: its tables and their columns.
#[derive(Debug)]
pub struct Table {
    /// The table.
    pub name: &'static str,
    /// How statements call it.
    pub alias: &'static str,
    /// The column of its id.
    pub id: &'static str,
    /// The column it is ordered by when nothing else is said; an index has it with the id.
    pub order: &'static str,
    /// The table with its attributes, one row each: `name`, `value` and `number`.
    pub attributes: &'static str,
}

/// The parameters of a statement, each with its place. The first is the workspace.
#[derive(Clone, Debug)]
pub struct Values {
    all: Vec<Value>,
    /// The database, for what each reads in a way of its own.
    pub backend: Backend,
}

impl Values {
    /// With the workspace.
    pub fn new(tx: &Tx<'_>, workspace_id: &str) -> Self {
        Self {
            all: vec![workspace_id.into()],
            backend: tx.backend(),
        }
    }

    /// Adds a value; gives its place.
    pub fn add(&mut self, value: impl Into<Value>) -> String {
        self.all.push(value.into());
        format!("${}", self.all.len())
    }

    /// Adds values; gives their places with commas between them.
    pub fn add_all<'v>(&mut self, values: impl IntoIterator<Item = &'v String>) -> String {
        let places: Vec<String> = values.into_iter().map(|value| self.add(value)).collect();
        places.join(", ")
    }

    /// All of them, in the order of their places.
    pub fn all(&self) -> &[Value] {
        &self.all
    }
}

/// One thing a filter asks: both as the ids it gives, when it is looked up, and as what it says of
/// one row, when rows are gone through in order.
pub trait Condition {
    /// A query for the ids it holds for; none for what can't be looked up.
    fn ids(&self, values: &mut Values) -> Option<String>;

    /// A query with about as many rows, of which the first come soon; it may have some ids twice.
    fn some(&self, values: &mut Values) -> Option<String> {
        let ids = self.ids(values)?;
        Some(ids.replacen("SELECT DISTINCT", "SELECT", 1))
    }

    /// What it says of a row.
    fn holds(&self, values: &mut Values) -> String;
}

/// How a value that lists are ordered by is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// As text.
    Text,
    /// As a whole number: a count, a moment.
    Whole,
    /// As a double.
    Real,
}

/// Where the value of an order stands.
#[derive(Clone, Debug)]
pub struct Source {
    /// The table that has it, as `s`, with the same id column; none for the listed one itself.
    pub table: Option<&'static str>,
    /// The column.
    pub key: &'static str,
    /// The attribute whose value it is.
    pub attribute: Option<String>,
    /// How it is kept.
    pub kept: Kept,
}

impl Source {
    /// A column of the listed table itself.
    pub const fn own(key: &'static str, kept: Kept) -> Self {
        Self {
            table: None,
            key,
            attribute: None,
            kept,
        }
    }

    /// A column of another table.
    pub const fn beside(table: &'static str, key: &'static str, kept: Kept) -> Self {
        Self {
            table: Some(table),
            key,
            attribute: None,
            kept,
        }
    }

    /// The number of an attribute.
    pub fn attribute(table: &Table, name: &str) -> Self {
        Self {
            attribute: Some(name.to_owned()),
            ..Self::beside(table.attributes, "s.number", Kept::Real)
        }
    }
}

/// A list: which rows of a table, in which order.
pub struct Wanted<'w> {
    /// What is listed.
    pub table: &'static Table,
    /// The workspace.
    pub workspace_id: &'w str,
    /// What is asked of them.
    pub conditions: Vec<Box<dyn Condition>>,
    /// Where the value of the order stands.
    pub source: Source,
    /// Largest first.
    pub descending: bool,
}

/// A line of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its id.
    pub id: String,
    /// What it is ordered by; none for those behind all that have a value.
    key: Option<Key>,
    /// What it is ordered by among those without a value.
    own_key: String,
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
            Some(Key::Text(text)) => paging::cursor(&["t", text, &self.id]),
            Some(Key::Number(number)) => paging::cursor(&["n", &format!("{number:?}"), &self.id]),
            None => paging::cursor(&["-", &self.own_key, &self.id]),
        }
    }

    /// Reads what [`Line::cursor`] gives.
    pub fn read(cursor: &str) -> Result<Self, Problem> {
        let [kind, key, id] = paging::read_cursor::<3>(cursor)?;
        let (key, own_key) = match kind.as_str() {
            "t" => (Some(Key::Text(key)), String::new()),
            "n" => {
                let number: Option<f64> = key.parse().ok().filter(|n: &f64| n.is_finite());
                let number = number.ok_or_else(paging::no_cursor)?;
                (Some(Key::Number(number)), String::new())
            }
            "-" => (None, key),
            _ => return Err(paging::no_cursor()),
        };
        Ok(Self { id, key, own_key })
    }
}

/// Lines of a list after `after`, at most `limit`. Those without a value for the order come last,
/// in the table's own order.
pub fn page(
    tx: &mut Tx<'_>,
    mut wanted: Wanted<'_>,
    (after, limit): (Option<&Line>, usize),
) -> Result<Vec<Line>, DbError> {
    let rarest = wanted.rarest(tx)?;
    let mut lines = Vec::new();
    let is_behind = after.is_some_and(|line| line.key.is_none());
    if !is_behind {
        lines = wanted.with_value(tx, rarest.as_deref(), (after, limit))?;
    }
    if lines.len() < limit && wanted.source.table.is_some() {
        let after = after.filter(|_| is_behind);
        let left = limit - lines.len();
        lines.extend(wanted.without_value(tx, rarest.as_deref(), (after, left))?);
    }
    Ok(lines)
}

/// How many rows a condition holds for, counted up to [`RARE`] and one more; none when it can't be
/// looked up.
fn count(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    condition: &dyn Condition,
) -> Result<Option<i64>, DbError> {
    let mut values = Values::new(tx, workspace_id);
    // Counting some twice is better than reading all of them to count none twice.
    let Some(ids) = condition.some(&mut values) else {
        return Ok(None);
    };
    let limit = values.add(RARE + 1);
    let sql = format!(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM
         (SELECT 1 FROM ({ids}) found LIMIT {limit}) counted"
    );
    let row = tx.query_one(&sql, values.all())?;
    row.map(|row| row.at(0)).transpose()
}

impl Wanted<'_> {
    /// Takes the rarest condition out when it is rare enough to be looked up.
    fn rarest(&mut self, tx: &mut Tx<'_>) -> Result<Option<Box<dyn Condition>>, DbError> {
        let mut rarest: Option<(i64, usize)> = None;
        for (index, condition) in self.conditions.iter().enumerate() {
            if let Some(count) = count(tx, self.workspace_id, condition.as_ref())?
                && count <= RARE
                && rarest.is_none_or(|(least, _)| count < least)
            {
                rarest = Some((count, index));
            }
        }
        Ok(rarest.map(|(_, index)| self.conditions.remove(index)))
    }

    /// The tables in the order they are to be read in, and the conditions so far. `CROSS JOIN`
    /// keeps SQLite to that order.
    fn from(
        &self,
        rarest: Option<&dyn Condition>,
        beside: Option<&str>,
        values: &mut Values,
    ) -> (String, Vec<String>) {
        let Table {
            name, alias, id, ..
        } = self.table;
        let own = format!("{name} {alias}");
        let mut tables = Vec::new();
        let mut all = vec![format!("{alias}.workspace_id = $1")];
        if let Some(ids) = rarest.and_then(|rarest| rarest.ids(values)) {
            tables.push(format!("({ids}) d"));
            tables.push(own.clone());
            all.push(format!("{alias}.{id} = d.{id}"));
        }
        let has_rarest = !tables.is_empty();
        if let Some(table) = beside {
            tables.push(format!("{table} s"));
            all.push(format!("s.workspace_id = $1 AND s.{id} = {alias}.{id}"));
        }
        if !has_rarest {
            tables.push(own);
        }
        (tables.join(" CROSS JOIN "), all)
    }

    fn with_value(
        &self,
        tx: &mut Tx<'_>,
        rarest: Option<&dyn Condition>,
        (after, limit): (Option<&Line>, usize),
    ) -> Result<Vec<Line>, DbError> {
        let Table {
            alias, id, order, ..
        } = self.table;
        let mut values = Values::new(tx, self.workspace_id);
        let (from, mut all) = self.from(rarest, self.source.table, &mut values);
        let key = self.source.key;
        if let Some(name) = &self.source.attribute {
            all.push(format!("s.name = {}", values.add(name)));
        }
        // The id beside the key is the one of the table whose index has both.
        let key_id = if self.source.table.is_some() {
            all.push(format!("{key} IS NOT NULL"));
            format!("s.{id}")
        } else {
            format!("{alias}.{id}")
        };
        let (less, direction) = if self.descending {
            ("<", "DESC")
        } else {
            (">", "ASC")
        };
        if let Some(line) = after {
            let (value, id) = (values.add(self.key_value(line)), values.add(&line.id));
            all.push(format!("({key}, {key_id}) {less} ({value}, {id})"));
        }
        for condition in &self.conditions {
            all.push(condition.holds(&mut values));
        }
        let limit = values.add(limit);
        let sql = format!(
            "SELECT {alias}.{id}, {alias}.{order}, {key} AS list_key FROM {from} WHERE {}
             ORDER BY {key} {direction}, {key_id} {direction} LIMIT {limit}",
            all.join(" AND ")
        );
        tx.query(&sql, values.all())?
            .iter()
            .map(|row| {
                let key = match self.source.kept {
                    Kept::Text => Key::Text(row.get("list_key")?),
                    Kept::Whole | Kept::Real => Key::Number(row.get("list_key")?),
                };
                Ok(Line {
                    id: row.at(0)?,
                    key: Some(key),
                    own_key: row.at(1)?,
                })
            })
            .collect()
    }

    /// A line's key as the column has it.
    fn key_value(&self, line: &Line) -> Value {
        match (&line.key, self.source.kept) {
            (Some(Key::Text(text)), _) => text.into(),
            // It was made of an integer.
            (Some(Key::Number(number)), Kept::Whole) => Value::Int(*number as i64),
            (Some(Key::Number(number)), _) => Value::Real(*number),
            (None, _) => Value::Null,
        }
    }

    fn without_value(
        &self,
        tx: &mut Tx<'_>,
        rarest: Option<&dyn Condition>,
        (after, limit): (Option<&Line>, usize),
    ) -> Result<Vec<Line>, DbError> {
        let Table {
            alias, id, order, ..
        } = self.table;
        let mut values = Values::new(tx, self.workspace_id);
        let (from, mut all) = self.from(rarest, None, &mut values);
        let name = self.source.attribute.as_ref();
        let name = name.map_or_else(String::new, |name| {
            format!(" AND s.name = {}", values.add(name))
        });
        all.push(format!(
            "NOT EXISTS (SELECT 1 FROM {} s WHERE s.workspace_id = $1
               AND s.{id} = {alias}.{id}{name} AND {} IS NOT NULL)",
            self.source.table.unwrap_or_default(),
            self.source.key
        ));
        if let Some(line) = after {
            let (key, line_id) = (values.add(&line.own_key), values.add(&line.id));
            all.push(format!(
                "({alias}.{order}, {alias}.{id}) > ({key}, {line_id})"
            ));
        }
        for condition in &self.conditions {
            all.push(condition.holds(&mut values));
        }
        let limit = values.add(limit);
        let sql = format!(
            "SELECT {alias}.{id}, {alias}.{order} FROM {from} WHERE {}
             ORDER BY {alias}.{order}, {alias}.{id} LIMIT {limit}",
            all.join(" AND ")
        );
        tx.query(&sql, values.all())?
            .iter()
            .map(|row| {
                Ok(Line {
                    id: row.at(0)?,
                    key: None,
                    own_key: row.at(1)?,
                })
            })
            .collect()
    }
}
