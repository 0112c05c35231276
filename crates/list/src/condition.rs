//! Conditions that lists of every noun have: attributes, and being one of these.

use crate::address::Attributes;
use crate::page::{Condition, Table, Values};

/// An attribute has one of these values.
#[derive(Clone, Debug)]
pub struct HasValue {
    /// What is listed.
    pub table: &'static Table,
    /// The attribute.
    pub name: String,
    /// The values.
    pub values: Vec<String>,
}

/// An attribute's number lies between these, both included.
#[derive(Clone, Debug)]
pub struct InRange {
    /// What is listed.
    pub table: &'static Table,
    /// The attribute.
    pub name: String,
    /// The smallest and the largest.
    pub range: (Option<f64>, Option<f64>),
}

/// It has one of these ids.
#[derive(Clone, Debug)]
pub struct OneOf {
    /// What is listed.
    pub table: &'static Table,
    /// The ids.
    pub ids: Vec<String>,
}

/// Nothing is found.
#[derive(Clone, Copy, Debug)]
pub struct Nothing {
    /// What is listed.
    pub table: &'static Table,
}

/// What is asked of attributes that have rows of their own.
pub fn of_attributes(table: &'static Table, asked: &Attributes) -> Vec<Box<dyn Condition>> {
    let mut all: Vec<Box<dyn Condition>> = Vec::new();
    for (name, values) in asked.equal.clone() {
        all.push(Box::new(HasValue {
            table,
            name,
            values,
        }));
    }
    for (name, from, to) in asked.ranges.clone() {
        let range = (from, to);
        all.push(Box::new(InRange { table, name, range }));
    }
    all
}

/// An attribute's row is there for a listed one.
fn is_there(table: &Table, condition: &str) -> String {
    let Table {
        alias,
        id,
        attributes,
        ..
    } = table;
    format!(
        "EXISTS (SELECT 1 FROM {attributes} v WHERE v.workspace_id = $1
           AND v.{id} = {alias}.{id} AND {condition})"
    )
}

/// Ids of those for whom an attribute's row is there.
fn where_there(table: &Table, condition: &str) -> String {
    let Table { id, attributes, .. } = table;
    format!("SELECT v.{id} FROM {attributes} v WHERE v.workspace_id = $1 AND {condition}")
}

impl HasValue {
    fn condition(&self, values: &mut Values) -> String {
        let (name, wanted) = (values.add(&self.name), values.add_all(&self.values));
        format!("v.name = {name} AND v.value IN ({wanted})")
    }
}

impl Condition for HasValue {
    fn ids(&self, values: &mut Values) -> Option<String> {
        Some(where_there(self.table, &self.condition(values)))
    }

    fn holds(&self, values: &mut Values) -> String {
        is_there(self.table, &self.condition(values))
    }
}

impl InRange {
    fn condition(&self, values: &mut Values) -> String {
        let name = values.add(&self.name);
        let mut all = vec![format!("v.name = {name} AND v.number IS NOT NULL")];
        if let Some(from) = self.range.0 {
            all.push(format!("v.number >= {}", values.add(from)));
        }
        if let Some(to) = self.range.1 {
            all.push(format!("v.number <= {}", values.add(to)));
        }
        all.join(" AND ")
    }
}

impl Condition for InRange {
    fn ids(&self, values: &mut Values) -> Option<String> {
        Some(where_there(self.table, &self.condition(values)))
    }

    fn holds(&self, values: &mut Values) -> String {
        is_there(self.table, &self.condition(values))
    }
}

impl Condition for OneOf {
    fn ids(&self, values: &mut Values) -> Option<String> {
        let Table { name, id, .. } = self.table;
        let ids = values.add_all(&self.ids);
        Some(format!(
            "SELECT {id} FROM {name} WHERE workspace_id = $1 AND {id} IN ({ids})"
        ))
    }

    fn holds(&self, values: &mut Values) -> String {
        let Table { alias, id, .. } = self.table;
        let ids = values.add_all(&self.ids);
        format!("{alias}.{id} IN ({ids})")
    }
}

impl Condition for Nothing {
    fn ids(&self, _: &mut Values) -> Option<String> {
        let Table { name, id, .. } = self.table;
        Some(format!(
            "SELECT {id} FROM {name} WHERE workspace_id = $1 AND 1 = 0"
        ))
    }

    fn holds(&self, _: &mut Values) -> String {
        "1 = 0".to_owned()
    }
}
