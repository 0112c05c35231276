//! How rows become contacts and accounts.

use platform::db::{Row, Value};
use platform::{DbError, Tx};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::model::{Account, Contact, Responsible};

/// Ids looked up by one statement. Always the same number, so that it is prepared once.
pub(super) const PLACES: usize = 100;

/// A JSON column as text.
pub(super) fn json<T: Serialize>(value: &T) -> Result<String, DbError> {
    serde_json::to_string(value).map_err(|e| DbError::Bug(format!("JSON to store: {e}")))
}

fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, DbError> {
    serde_json::from_str(text).map_err(|e| DbError::Bug(format!("stored JSON: {e}")))
}

/// The columns of a contact, of a table named `c`. The do-not-contact list is looked up with each.
pub(super) const CONTACT: &str = "c.workspace_id, c.contact_id, c.external_id, c.email, c.name, \
    c.first_name, c.language, c.zone, c.account_id, c.employee, c.attributes, c.consent, \
    c.consent_at_us, c.bounced_at_us, c.opted_out_at_us, c.complained_at_us, c.revision, \
    c.created_at_us, c.changed_at_us, \
    CASE WHEN EXISTS (SELECT 1 FROM do_not_contact d WHERE d.workspace_id = c.workspace_id \
                      AND d.kind = 'email' AND d.value = c.email) \
           OR EXISTS (SELECT 1 FROM do_not_contact d WHERE d.workspace_id = c.workspace_id \
                      AND d.kind = 'domain' AND d.value = c.domain) \
         THEN 1 ELSE 0 END AS do_not_contact";

pub(super) fn contact(row: &Row) -> Result<Contact, DbError> {
    let account_id: String = row.get("account_id")?;
    Ok(Contact {
        workspace_id: row.get("workspace_id")?,
        contact_id: row.get("contact_id")?,
        external_id: row.get("external_id")?,
        email: row.get("email")?,
        name: row.get("name")?,
        first_name: row.get("first_name")?,
        language: row.get("language")?,
        zone: row.get("zone")?,
        account_id: Some(account_id).filter(|id| !id.is_empty()),
        employee: row.get("employee")?,
        attributes: from_json(&row.get::<String>("attributes")?)?,
        consent: row
            .get::<String>("consent")?
            .parse()
            .map_err(DbError::Bug)?,
        consent_at_us: row.get("consent_at_us")?,
        bounced_at_us: row.get("bounced_at_us")?,
        opted_out_at_us: row.get("opted_out_at_us")?,
        complained_at_us: row.get("complained_at_us")?,
        do_not_contact: flag(row, "do_not_contact")?,
        revision: row.get("revision")?,
        created_at_us: row.get("created_at_us")?,
        changed_at_us: row.get("changed_at_us")?,
    })
}

/// A 0 or 1 that the statement itself made: PostgreSQL may give it as a narrower integer.
fn flag(row: &Row, name: &str) -> Result<bool, DbError> {
    row.get::<i64>(name).map(|v| v != 0)
}

pub(super) const ACCOUNT: &str = "workspace_id, account_id, external_id, name, attributes, \
    responsible_name, responsible_email, revision, created_at_us, changed_at_us, parent_id";

pub(super) fn account(row: &Row) -> Result<Account, DbError> {
    Ok(Account {
        workspace_id: row.get("workspace_id")?,
        account_id: row.get("account_id")?,
        external_id: row.get("external_id")?,
        name: row.get("name")?,
        attributes: from_json(&row.get::<String>("attributes")?)?,
        responsible: Responsible {
            name: row.get("responsible_name")?,
            email: row.get("responsible_email")?,
        },
        revision: row.get("revision")?,
        created_at_us: row.get("created_at_us")?,
        changed_at_us: row.get("changed_at_us")?,
        parent_id: row.get("parent_id")?,
    })
}

/// Rows found by any of `values` with `sql`, in which `{places}` stands for the list; `$1` is the
/// workspace.
pub(crate) fn among(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    sql: &str,
    values: &[&str],
) -> Result<Vec<Row>, DbError> {
    let places: Vec<String> = (2..PLACES + 2).map(|n| format!("${n}")).collect();
    let sql = sql.replace("{places}", &places.join(", "));
    let mut rows = Vec::new();
    for piece in values.chunks(PLACES) {
        let mut params = vec![Value::from(workspace_id)];
        let padded = piece.iter().chain(std::iter::repeat(&piece[0]));
        params.extend(padded.take(PLACES).map(|v| Value::from(*v)));
        rows.extend(tx.query(&sql, &params)?);
    }
    Ok(rows)
}
