//! All SQL of lists of accounts and their sums.

mod around;
mod condition;
mod list;
mod summary;
mod tree;

pub use self::list::page;
pub use around::{customers_known_since, last_conversations, open_cases};
pub use summary::{is_waiting, make, of_accounts as summaries, stale_by_time};
pub use tree::{above, below};

use platform::db::{Row, Value};
use platform::{DbError, Tx};

/// Ids of one statement. Always the same number, so that it is prepared once.
const PLACES: usize = 100;

/// Rows found by any of `ids` with `sql`, in which `{places}` stands for the list; `$1` is the
/// workspace.
pub(crate) fn list_of(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    sql: &str,
    ids: &[&str],
) -> Result<Vec<Row>, DbError> {
    let places: Vec<String> = (2..PLACES + 2).map(|n| format!("${n}")).collect();
    let sql = sql.replace("{places}", &places.join(", "));
    let mut rows = Vec::new();
    for piece in ids.chunks(PLACES) {
        let mut values = vec![Value::from(workspace_id)];
        let padded = piece.iter().chain(std::iter::repeat(&piece[0]));
        values.extend(padded.take(PLACES).map(|id| Value::from(*id)));
        rows.extend(tx.query(&sql, &values)?);
    }
    Ok(rows)
}
