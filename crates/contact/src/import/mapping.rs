//! What the columns of files became before: by their header, and by the names people gave to it.

use std::collections::{BTreeMap, BTreeSet};

use platform::{DbError, Tx, id, params};

use super::columns::Meant;
use super::staging::Column;

/// Mappings with a name that are offered.
const NAMED_MAX: usize = 50;

/// What stands for a header: the names of its columns, whatever their order.
fn signature(columns: &[String]) -> String {
    let names: BTreeSet<String> = columns
        .iter()
        .map(|name| name.trim().to_lowercase())
        .collect();
    let joined: Vec<&str> = names.iter().map(String::as_str).collect();
    format!("{:016x}", id::number(&joined.join("\n")))
}

/// What columns become, by their names.
pub(crate) type Known = BTreeMap<String, String>;

fn known(json: &str) -> Result<Known, DbError> {
    serde_json::from_str(json).map_err(|e| DbError::Bug(format!("stored mapping: {e}")))
}

/// Takes over what is known of the columns that are there; the others stay.
pub(crate) fn apply(known: &Known, columns: &[Column], targets: &mut [Meant]) {
    for (column, target) in columns.iter().zip(targets) {
        if let Some(meant) = known.get(&column.name).and_then(|text| Meant::read(text)) {
            *target = meant;
        }
    }
}

/// What these columns became the last time a file had just these.
pub(crate) fn of_header(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    columns: &[String],
) -> Result<Option<Vec<Meant>>, DbError> {
    let found = tx.query_one(
        "SELECT columns FROM import_mapping
         WHERE workspace_id = $1 AND header = $2 ORDER BY used_at_us DESC, name LIMIT 1",
        params![workspace_id, signature(columns)],
    )?;
    let Some(row) = found else {
        return Ok(None);
    };
    let known = known(&row.at::<String>(0)?)?;
    let meant = columns.iter().map(|column| Meant::read(known.get(column)?));
    Ok(meant.collect())
}

/// The names of mappings, by name.
pub(crate) fn names(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<String>, DbError> {
    tx.query(
        "SELECT DISTINCT name FROM import_mapping WHERE workspace_id = $1 AND name <> ''
         ORDER BY name LIMIT $2",
        params![workspace_id, NAMED_MAX],
    )?
    .iter()
    .map(|row| row.at(0))
    .collect()
}

/// What columns become by the mapping of this name; nothing when there is none.
pub(crate) fn named(tx: &mut Tx<'_>, workspace_id: &str, name: &str) -> Result<Known, DbError> {
    let found = tx.query_one(
        "SELECT columns FROM import_mapping WHERE workspace_id = $1 AND name = $2
         ORDER BY used_at_us DESC LIMIT 1",
        params![workspace_id, name],
    )?;
    found.map_or(Ok(Known::new()), |row| known(&row.at::<String>(0)?))
}

/// Keeps what columns become, under a name or the empty one.
pub(crate) fn keep(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (name, (columns, meant)): (&str, (&[String], &[Meant])),
    now_us: i64,
) -> Result<(), DbError> {
    let known: Known = columns
        .iter()
        .zip(meant)
        .map(|(column, meant)| (column.clone(), meant.written()))
        .collect();
    let json = serde_json::to_string(&known)
        .map_err(|e| DbError::Bug(format!("a mapping to store: {e}")))?;
    tx.execute(
        "INSERT INTO import_mapping (workspace_id, header, name, columns, used_at_us)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (workspace_id, header, name) DO UPDATE SET columns = excluded.columns,
            used_at_us = excluded.used_at_us",
        params![workspace_id, signature(columns), name, json, now_us],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::columns::Target;
    use super::*;

    #[test]
    fn a_header_is_its_names_in_any_order() {
        let header = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            signature(&names)
        };
        assert_eq!(header(&["Email", "name "]), header(&["Name", "email"]));
        assert_ne!(header(&["email", "name"]), header(&["email"]));
    }

    #[test]
    fn a_mapping_says_something_of_the_columns_it_knows() {
        let column = |name: &str| Column {
            name: name.to_owned(),
            examples: Vec::new(),
        };
        let known = Known::from([
            ("CSM".to_owned(), "person:success_manager".to_owned()),
            ("Gone".to_owned(), "email".to_owned()),
            ("Old".to_owned(), "nothing we know".to_owned()),
        ]);
        let columns = [column("CSM"), column("Old"), column("Else")];
        let mut targets = vec![Meant::plain(Target::Attribute); 3];
        apply(&known, &columns, &mut targets);
        assert_eq!(targets[0], Meant::named(Target::Person, "success_manager"));
        assert_eq!(targets[1..], vec![Meant::plain(Target::Attribute); 2]);
    }
}
