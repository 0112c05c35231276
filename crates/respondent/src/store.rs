//! All SQL of respondents.

pub(crate) mod answers;
pub(crate) mod following;
pub(crate) mod people;
pub(crate) mod serving;
pub(crate) mod sought;

use platform::db::{Row, Value};
use platform::{DbError, Tx};

/// Ids looked up by one statement. Always the same number, so that it is prepared once.
const PLACES: usize = 100;

/// Rows found by any of `values` with `sql`, in which `{places}` stands for the list and `{rows}` for
/// the same as rows of one column; `$1` is the workspace.
///
/// `FROM ({rows}) … CROSS JOIN` looks up each value, where a database without statistics would
/// rather go through a whole workspace than believe in an index for a list. The first value stands
/// in it several times.
fn among(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    sql: &str,
    values: &[&str],
) -> Result<Vec<Row>, DbError> {
    let mut rows = Vec::new();
    for piece in values.chunks(PLACES) {
        // A single one, as a page asks for it, is looked up as such.
        let places = if piece.len() == 1 { 1 } else { PLACES };
        let marks: Vec<String> = (2..places + 2).map(|n| format!("${n}")).collect();
        let mut params = vec![Value::from(workspace_id)];
        let padded = piece.iter().chain(std::iter::repeat(&piece[0]));
        params.extend(padded.take(places).map(|v| Value::from(*v)));
        let sql = sql
            .replace("{places}", &marks.join(", "))
            .replace("{rows}", &format!("VALUES ({})", marks.join("), (")));
        rows.extend(tx.query(&sql, &params)?);
    }
    Ok(rows)
}
