//! What the columns of files became before: by their header, and by the names people gave to it.

use std::collections::{BTreeMap, BTreeSet};

use platform::{DbError, Tx, id};

use super::columns::{Meant, REPORTED, Target, attribute_name, is_of_accounts, propose_among};
use super::staging::Column;
use crate::attribute::{self, Noun};
use crate::responsibility;
use crate::store::mapping as store;

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
fn of_header(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    columns: &[String],
) -> Result<Option<Vec<Meant>>, DbError> {
    let Some(json) = store::of_header(tx, workspace_id, &signature(columns))? else {
        return Ok(None);
    };
    let known = known(&json)?;
    let meant = columns.iter().map(|column| Meant::read(known.get(column)?));
    Ok(meant.collect())
}

/// What the columns of a file most likely become.
pub(crate) struct Proposed {
    /// What each becomes.
    pub(crate) meant: Vec<Meant>,
    /// The columns of which nothing is known: they are proposed as attributes, or left out when
    /// there are too many.
    pub(crate) unknown: BTreeSet<usize>,
}

/// What these columns became the last time, or most likely are.
pub(crate) fn proposed(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    columns: &[String],
) -> Result<Proposed, DbError> {
    if let Some(meant) = of_header(tx, workspace_id, columns)? {
        let unknown = BTreeSet::new();
        return Ok(Proposed { meant, unknown });
    }
    let roles = responsibility::roles(tx, workspace_id)?;
    let roles: Vec<String> = roles.into_iter().map(|role| role.role).collect();
    let (accounts, contacts): (Vec<_>, Vec<_>) = attribute::all(tx, workspace_id)?
        .into_iter()
        .partition(|d| d.noun == Noun::Account);
    let names: Vec<String> = accounts.into_iter().map(|d| d.name).collect();
    let meant = propose_among(columns, &roles, &names);
    if is_of_accounts(columns) {
        let unknown = BTreeSet::new();
        return Ok(Proposed { meant, unknown });
    }
    let is_report = columns.iter().map(String::as_str).take(4).eq(REPORTED);
    let skipped = if is_report { REPORTED.len() } else { 0 };
    let all = columns.iter().zip(&meant).enumerate().skip(skipped);
    let unknown = all.filter(|(_, (column, meant))| match meant.target {
        Target::Ignore => true,
        Target::Attribute if meant.name.is_empty() => {
            let name = attribute_name(Target::Attribute, column);
            name == column.as_str() && !contacts.iter().any(|d| d.name == name)
        }
        _ => false,
    });
    let unknown = unknown.map(|(index, _)| index).collect();
    Ok(Proposed { meant, unknown })
}

/// What columns become by the mapping of this name; nothing when there is none.
pub(crate) fn named(tx: &mut Tx<'_>, workspace_id: &str, name: &str) -> Result<Known, DbError> {
    let json = store::named(tx, workspace_id, name)?;
    json.map_or(Ok(Known::new()), |json| known(&json))
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
    store::keep(tx, workspace_id, (name, &signature(columns)), &json, now_us)
}

#[cfg(test)]
mod tests {
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
