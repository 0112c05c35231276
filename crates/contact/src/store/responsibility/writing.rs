//! Giving and taking responsibilities. The account's own `responsible` person is kept in step.

use std::collections::HashMap;

use platform::{DbError, Tx, id, params};

use super::{RESPONSIBLE, of_account};
use crate::model::Account;

/// A role of a person for an account, as it is given or taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// The account.
    pub account_id: String,
    /// The role.
    pub role: String,
    /// The person.
    pub user_id: String,
}

/// A line of an account's history of responsibilities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// Its id.
    pub change_id: String,
    /// The role.
    pub role: String,
    /// Who got or lost it.
    pub user_id: String,
    /// Got it, or lost it.
    pub got: bool,
    /// Who did this.
    pub by: String,
    /// When.
    pub at_us: i64,
}

/// Gives a role to a person who has it from now on alone. False when that changed nothing.
pub fn set(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    duty: &Duty,
    (by, now_us): (&str, i64),
) -> Result<bool, DbError> {
    let mut changed = false;
    for other in of_role(tx, workspace_id, duty)? {
        if other != duty.user_id {
            let other = Duty {
                user_id: other,
                ..duty.clone()
            };
            changed |= take(tx, workspace_id, &other, (by, now_us))?;
        }
    }
    changed |= give(tx, workspace_id, duty, (by, now_us))?;
    name_responsible(tx, workspace_id, duty, now_us)?;
    Ok(changed)
}

/// Gives a role to one more person. False when they have it already.
pub fn add(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    duty: &Duty,
    (by, now_us): (&str, i64),
) -> Result<bool, DbError> {
    let changed = give(tx, workspace_id, duty, (by, now_us))?;
    name_responsible(tx, workspace_id, duty, now_us)?;
    Ok(changed)
}

/// Takes a role from a person. False when they don't have it.
pub fn remove(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    duty: &Duty,
    (by, now_us): (&str, i64),
) -> Result<bool, DbError> {
    let changed = take(tx, workspace_id, duty, (by, now_us))?;
    name_responsible(tx, workspace_id, duty, now_us)?;
    Ok(changed)
}

/// Says who has which roles for an account: of each role that is named, exactly these. True when
/// that changed something.
pub fn set_by_account(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (account_id, role, people): (&str, &str, &[String]),
    (by, now_us): (&str, i64),
) -> Result<bool, DbError> {
    let duty = |user_id: &str| Duty {
        account_id: account_id.to_owned(),
        role: role.to_owned(),
        user_id: user_id.to_owned(),
    };
    let mut changed = false;
    for other in of_role(tx, workspace_id, &duty(""))? {
        if !people.contains(&other) {
            changed |= take(tx, workspace_id, &duty(&other), (by, now_us))?;
        }
    }
    for person in people {
        changed |= give(tx, workspace_id, &duty(person), (by, now_us))?;
    }
    name_responsible(tx, workspace_id, &duty(""), now_us)?;
    Ok(changed)
}

fn of_role(tx: &mut Tx<'_>, workspace_id: &str, duty: &Duty) -> Result<Vec<String>, DbError> {
    tx.query(
        "SELECT user_id FROM responsibility
         WHERE workspace_id = $1 AND account_id = $2 AND role = $3 ORDER BY since_us, user_id",
        params![workspace_id, &duty.account_id, &duty.role],
    )?
    .iter()
    .map(|row| row.at(0))
    .collect()
}

fn give(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    duty: &Duty,
    (by, now_us): (&str, i64),
) -> Result<bool, DbError> {
    let added = tx.execute(
        "INSERT INTO responsibility (workspace_id, account_id, role, user_id, since_us)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (workspace_id, account_id, role, user_id) DO NOTHING",
        params![
            workspace_id,
            &duty.account_id,
            &duty.role,
            &duty.user_id,
            now_us
        ],
    )?;
    if added > 0 {
        note(tx, workspace_id, (duty, "got"), (by, now_us))?;
    }
    Ok(added > 0)
}

fn take(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    duty: &Duty,
    (by, now_us): (&str, i64),
) -> Result<bool, DbError> {
    let removed = tx.execute(
        "DELETE FROM responsibility
         WHERE workspace_id = $1 AND account_id = $2 AND role = $3 AND user_id = $4",
        params![workspace_id, &duty.account_id, &duty.role, &duty.user_id],
    )?;
    if removed > 0 {
        note(tx, workspace_id, (duty, "lost"), (by, now_us))?;
    }
    Ok(removed > 0)
}

fn note(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (duty, what): (&Duty, &str),
    (by, now_us): (&str, i64),
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO responsibility_change
            (workspace_id, change_id, account_id, role, user_id, what, done_by, at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            workspace_id,
            id::new(),
            &duty.account_id,
            &duty.role,
            &duty.user_id,
            what,
            by,
            now_us
        ],
    )?;
    Ok(())
}

/// Writes the responsible person's name and address at the account, when `duty` is about them.
fn name_responsible(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    duty: &Duty,
    now_us: i64,
) -> Result<(), DbError> {
    if duty.role != RESPONSIBLE {
        return Ok(());
    }
    let all = of_account(tx, workspace_id, &duty.account_id)?;
    let mut ours: Vec<_> = all.into_iter().filter(|r| r.role == RESPONSIBLE).collect();
    ours.sort_by(|a, b| (a.since_us, &a.user_id).cmp(&(b.since_us, &b.user_id)));
    let first = ours.first();
    tx.execute(
        "UPDATE account SET responsible_name = $3, responsible_email = $4,
                revision = revision + 1, changed_at_us = $5
         WHERE workspace_id = $1 AND account_id = $2
           AND NOT (COALESCE(responsible_name, '') = COALESCE($3, '')
                    AND COALESCE(responsible_email, '') = COALESCE($4, ''))",
        params![
            workspace_id,
            &duty.account_id,
            first.map(|r| r.name.as_str()),
            first.map(|r| r.email.as_str()),
            now_us
        ],
    )?;
    Ok(())
}

/// Makes the role `responsible` follow the person the account itself names, who becomes a person
/// here when they aren't one. Somebody without an address can't be. `known` remembers who has
/// which address, for the many accounts one person looks after.
pub(crate) fn follow_account(
    tx: &mut Tx<'_>,
    account: &Account,
    known: &mut HashMap<String, String>,
    (by, now_us): (&str, i64),
) -> Result<(), DbError> {
    let workspace_id = &account.workspace_id;
    let duty = |user_id: String| Duty {
        account_id: account.account_id.clone(),
        role: RESPONSIBLE.to_owned(),
        user_id,
    };
    let wanted = match &account.responsible.email {
        None => None,
        Some(email) => {
            let name = account.responsible.name.as_deref().unwrap_or_default();
            Some(person(tx, workspace_id, (email, name), known, now_us)?)
        }
    };
    for other in of_role(tx, workspace_id, &duty(String::new()))? {
        if wanted.as_ref() != Some(&other) {
            take(tx, workspace_id, &duty(other), (by, now_us))?;
        }
    }
    if let Some(user_id) = wanted {
        give(tx, workspace_id, &duty(user_id), (by, now_us))?;
    }
    Ok(())
}

/// The person with this address, made when there is none.
pub(crate) fn person(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (email, name): (&str, &str),
    known: &mut HashMap<String, String>,
    now_us: i64,
) -> Result<String, DbError> {
    if let Some(user_id) = known.get(email) {
        return Ok(user_id.clone());
    }
    let user_id = user::people::ensure(tx, workspace_id, (email, name), now_us)?;
    known.insert(email.to_owned(), user_id.clone());
    Ok(user_id)
}

/// An account's history of responsibilities, newest first, before (time, id).
pub fn history(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    account_id: &str,
    (before, limit): ((i64, &str), usize),
) -> Result<Vec<History>, DbError> {
    tx.query(
        "SELECT change_id, role, user_id, what, done_by, at_us FROM responsibility_change
         WHERE workspace_id = $1 AND account_id = $2 AND (at_us, change_id) < ($3, $4)
         ORDER BY at_us DESC, change_id DESC LIMIT $5",
        params![workspace_id, account_id, before.0, before.1, limit],
    )?
    .iter()
    .map(|row| {
        Ok(History {
            change_id: row.get("change_id")?,
            role: row.get("role")?,
            user_id: row.get("user_id")?,
            got: row.get::<String>("what")? == "got",
            by: row.get("done_by")?,
            at_us: row.get("at_us")?,
        })
    })
    .collect()
}
