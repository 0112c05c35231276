//! Conversations in the database.

use platform::db::{Row, Value};
use platform::{DbError, Tx, params};
use user::Sight;

use super::case::{contact_ids, is_one_of};
use super::row::word;
use super::sight::is_conversation_seen;
use crate::model::Conversation;

const CONVERSATION: &str = "conversation_id, case_id, account_id, contact_id, kind, direction, \
    reached, at_us, user_id, spoke, is_leader, said, whole, added_at_us, added_by";
/// Conversations of one customer that are given at most.
const OF_MAX: i64 = 500;

fn conversation(row: &Row) -> Result<Conversation, DbError> {
    Ok(Conversation {
        conversation_id: row.get("conversation_id")?,
        case_id: row.get("case_id")?,
        account_id: row.get("account_id")?,
        contact_id: row.get("contact_id")?,
        kind: word(row, "kind")?,
        direction: word(row, "direction")?,
        reached: row.get("reached")?,
        at_us: row.get("at_us")?,
        user_id: row.get("user_id")?,
        spoke: row.get("spoke")?,
        is_leader: row.get("is_leader")?,
        said: row.get("said")?,
        whole: row.get("whole")?,
        added_at_us: row.get("added_at_us")?,
        added_by: row.get("added_by")?,
    })
}

/// Stores a conversation; false when one with its id is there already.
pub(crate) fn add(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    new: &Conversation,
) -> Result<bool, DbError> {
    let added = tx.execute(
        &format!(
            "INSERT INTO conversation (workspace_id, {CONVERSATION})
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
             ON CONFLICT (workspace_id, conversation_id) DO NOTHING"
        ),
        params![
            workspace_id,
            &new.conversation_id,
            new.case_id.as_deref(),
            new.account_id.as_deref(),
            new.contact_id.as_deref(),
            new.kind.as_str(),
            new.direction.as_str(),
            new.reached,
            new.at_us,
            new.user_id.as_deref(),
            &new.spoke,
            new.is_leader,
            &new.said,
            new.whole.as_deref(),
            new.added_at_us,
            &new.added_by
        ],
    )?;
    Ok(added > 0)
}

/// Conversations within a case, oldest first.
pub fn of_case(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    case_id: &str,
) -> Result<Vec<Conversation>, DbError> {
    let ids = [case_id.to_owned()];
    of(
        tx,
        workspace_id,
        ("case_id", &ids),
        "at_us, conversation_id",
    )
}

/// Conversations with an account, newest first; 500 at most.
pub fn of_account(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    account_id: &str,
) -> Result<Vec<Conversation>, DbError> {
    of(
        tx,
        workspace_id,
        ("account_id", &[account_id.to_owned()]),
        NEWEST,
    )
}

/// Conversations with a contact, newest first; 500 at most.
pub fn of_contact(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_id: &str,
) -> Result<Vec<Conversation>, DbError> {
    let ids = contact_ids(tx, workspace_id, contact_id)?;
    of(tx, workspace_id, ("contact_id", &ids), NEWEST)
}

const NEWEST: &str = "at_us DESC, conversation_id";

fn of(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (column, ids): (&'static str, &[String]),
    order: &'static str,
) -> Result<Vec<Conversation>, DbError> {
    let mut values = vec![Value::from(workspace_id)];
    values.extend(ids.iter().map(Value::from));
    let rows = tx.query(
        &format!(
            "SELECT {CONVERSATION} FROM conversation WHERE workspace_id = $1 AND {}
             ORDER BY {order} LIMIT {OF_MAX}",
            is_one_of(column, ids.len(), 2)
        ),
        &values,
    )?;
    rows.iter().map(conversation).collect()
}

/// Which conversations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// With this account.
    pub account_id: Option<String>,
    /// With this contact.
    pub contact_id: Option<String>,
    /// Within this case.
    pub case_id: Option<String>,
    /// Held by this user.
    pub user_id: Option<String>,
    /// Held by somebody who leads.
    pub leader: Option<bool>,
    /// At or after.
    pub from_us: Option<i64>,
    /// Before.
    pub to_us: Option<i64>,
}

/// Conversations that fit, newest first, after the one with this time and id.
pub(crate) fn list(
    tx: &mut Tx<'_>,
    (workspace_id, sight): (&str, &Sight),
    filter: &Filter,
    (after, limit): (Option<(i64, String)>, usize),
) -> Result<Vec<Conversation>, DbError> {
    let mut values: Vec<Value> = vec![workspace_id.into()];
    let mut sql = String::from("workspace_id = $1");
    let texts = [
        ("account_id", &filter.account_id),
        ("contact_id", &filter.contact_id),
        ("case_id", &filter.case_id),
        ("user_id", &filter.user_id),
    ];
    for (column, value) in texts {
        if let Some(value) = value {
            values.push(value.into());
            sql += &format!(" AND {column} = ${}", values.len());
        }
    }
    let numbers = [
        ("is_leader =", filter.leader.map(i64::from)),
        ("at_us >=", filter.from_us),
        ("at_us <", filter.to_us),
    ];
    for (what, value) in numbers {
        if let Some(value) = value {
            values.push(value.into());
            sql += &format!(" AND {what} ${}", values.len());
        }
    }
    if let Some(people) = sight.json() {
        values.push(people.into());
        let list = format!("${}", values.len());
        sql += &format!(
            " AND {}",
            is_conversation_seen(tx.backend(), "conversation", &list)
        );
    }
    if let Some((at_us, id)) = after {
        values.push(at_us.into());
        values.push(id.into());
        let last = values.len();
        sql += &format!(
            " AND (at_us < ${0} OR (at_us = ${0} AND conversation_id > ${1}))",
            last - 1,
            last
        );
    }
    values.push(limit.into());
    let rows = tx.query(
        &format!(
            "SELECT {CONVERSATION} FROM conversation WHERE {sql} ORDER BY {NEWEST} LIMIT ${}",
            values.len()
        ),
        &values,
    )?;
    rows.iter().map(conversation).collect()
}

/// A conversation with a customer, as far as it is counted.
pub(crate) struct Held {
    pub(crate) at_us: i64,
    pub(crate) is_leader: bool,
    /// Who spoke.
    pub(crate) user_id: Option<String>,
    /// With whom: the account, else the contact.
    pub(crate) customer: Option<String>,
}

/// Conversations of people within a sight with customers who were reached, between two moments.
pub(crate) fn held(
    tx: &mut Tx<'_>,
    (workspace_id, sight): (&str, &Sight),
    (from_us, to_us): (i64, i64),
) -> Result<Vec<Held>, DbError> {
    let people = sight.json();
    let seen = match people {
        Some(_) => format!("AND {}", tx.backend().among("user_id", "$4")),
        None => String::new(),
    };
    let mut values = params![workspace_id, from_us, to_us].to_vec();
    values.extend(people.map(Value::from));
    let rows = tx.query(
        &format!(
            "SELECT at_us, is_leader, user_id, COALESCE(account_id, contact_id) AS customer
             FROM conversation
             WHERE workspace_id = $1 AND at_us >= $2 AND at_us < $3 AND reached = 1 {seen}
             ORDER BY at_us"
        ),
        &values,
    )?;
    rows.iter()
        .map(|row| {
            Ok(Held {
                at_us: row.get("at_us")?,
                is_leader: row.get("is_leader")?,
                user_id: row.get("user_id")?,
                customer: row.get("customer")?,
            })
        })
        .collect()
}
