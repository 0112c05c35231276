//! All SQL of programmes, by noun.

pub mod event;
pub mod invitation;
pub mod plan;
pub mod programme;
pub mod report;

use platform::db::{Row, Value};
use platform::{DbError, Tx};

/// Ids asked for in one statement at most: within what both databases take, and the statement's
/// text stays among few that are prepared.
pub(crate) const IDS_MAX: usize = 200;

/// `$first, $first+1 …` for a list of so many.
pub(crate) fn places(first: usize, count: usize) -> String {
    let all: Vec<String> = (first..first + count).map(|at| format!("${at}")).collect();
    all.join(", ")
}

/// The rows of `sql` for these ids: it ends in `IN`, and `first` are the values before the ids.
pub(crate) fn found_in<T>(
    tx: &mut Tx<'_>,
    sql: &str,
    (first, ids): (&[Value], &[String]),
    read: impl Fn(&Row) -> Result<T, DbError>,
) -> Result<Vec<T>, DbError> {
    let sql = format!("{sql} ({})", places(first.len() + 1, IDS_MAX));
    let mut found = Vec::new();
    in_lists(ids, |list| {
        let values: Vec<Value> = first.iter().cloned().chain(list).collect();
        for row in &tx.query(&sql, &values)? {
            found.push(read(row)?);
        }
        Ok(())
    })?;
    Ok(found)
}

/// Runs `ask` for the ids in lists of [`IDS_MAX`]. Shorter lists are filled up with their last id,
/// so that there is one statement to prepare.
pub(crate) fn in_lists(
    ids: &[String],
    mut ask: impl FnMut(Vec<Value>) -> Result<(), DbError>,
) -> Result<(), DbError> {
    for list in ids.chunks(IDS_MAX) {
        let last = list.last().expect("chunks are never empty");
        let padding = std::iter::repeat_n(last, IDS_MAX - list.len());
        ask(list.iter().chain(padding).map(Value::from).collect())?;
    }
    Ok(())
}

/// Stored JSON that can't be read, or a value that can't be written.
pub(crate) fn bug(what: &str, error: &serde_json::Error) -> DbError {
    DbError::Bug(format!("{what}: {error}"))
}
