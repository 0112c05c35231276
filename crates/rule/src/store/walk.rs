//! Going through contacts that say nothing and invitations nobody answered.

use platform::{DbError, Tx, params};

use policy::At;
use policy::trigger::LastHeard;

/// How far a rule came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Walk {
    /// The workspace.
    pub(crate) workspace_id: String,
    /// The rule.
    pub(crate) rule_id: String,
    /// Where it came to; empty at the beginning.
    pub(crate) after_key: String,
}

/// Rules that are to go on now, of all workspaces.
pub(crate) fn due(tx: &mut Tx<'_>, now_us: i64, limit: usize) -> Result<Vec<Walk>, DbError> {
    tx.query(
        "SELECT workspace_id, rule_id, after_key FROM rule_walk
         WHERE next_at_us <= $1 ORDER BY next_at_us LIMIT $2",
        params![now_us, limit],
    )?
    .iter()
    .map(|row| {
        Ok(Walk {
            workspace_id: row.at(0)?,
            rule_id: row.at(1)?,
            after_key: row.at(2)?,
        })
    })
    .collect()
}

/// Takes hold of a walk until the commit; false when another node went on with it meanwhile.
pub(crate) fn hold(tx: &mut Tx<'_>, walk: &Walk) -> Result<bool, DbError> {
    let held = tx.execute(
        "UPDATE rule_walk SET next_at_us = next_at_us
         WHERE workspace_id = $1 AND rule_id = $2 AND after_key = $3",
        params![&walk.workspace_id, &walk.rule_id, &walk.after_key],
    )?;
    Ok(held > 0)
}

/// Begins a rule's walk at `next_at_us`, anew.
pub(crate) fn begin(
    tx: &mut Tx<'_>,
    (workspace_id, rule_id): (&str, &str),
    next_at_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO rule_walk (workspace_id, rule_id, after_key, next_at_us)
         VALUES ($1, $2, '', $3)
         ON CONFLICT (workspace_id, rule_id) DO UPDATE SET after_key = '', next_at_us = $3",
        params![workspace_id, rule_id, next_at_us],
    )?;
    Ok(())
}

/// Stores how far a walk came.
pub(crate) fn go_on(tx: &mut Tx<'_>, walk: &Walk, next_at_us: i64) -> Result<(), DbError> {
    tx.execute(
        "UPDATE rule_walk SET after_key = $3, next_at_us = $4
         WHERE workspace_id = $1 AND rule_id = $2",
        params![
            &walk.workspace_id,
            &walk.rule_id,
            &walk.after_key,
            next_at_us
        ],
    )?;
    Ok(())
}

/// Ends a rule's walk.
pub(crate) fn end(tx: &mut Tx<'_>, workspace_id: &str, rule_id: &str) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM rule_walk WHERE workspace_id = $1 AND rule_id = $2",
        params![workspace_id, rule_id],
    )?;
    Ok(())
}

/// A contact of a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    /// Their id.
    pub(crate) contact_id: String,
    /// Their account.
    pub(crate) account_id: Option<String>,
    /// Their language.
    pub(crate) language: Option<String>,
    /// When they were last heard.
    pub(crate) heard: LastHeard,
}

/// The next contacts after an id, with when each was last heard; employees are left out.
pub(crate) fn contacts(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    after: &str,
    limit: usize,
) -> Result<Vec<Person>, DbError> {
    // The + keeps databases without statistics from sorting all who are no employees.
    let rows = tx.query(
        "SELECT c.contact_id, c.account_id, c.language, c.created_at_us,
                (SELECT MAX(v.at_us) FROM conversation v
                 WHERE v.workspace_id = c.workspace_id AND v.contact_id = c.contact_id
                   AND v.reached = 1) AS spoken
         FROM contact c
         WHERE c.workspace_id = $1 AND c.contact_id > $2 AND +c.employee = 0
         ORDER BY c.contact_id LIMIT $3",
        params![workspace_id, after, limit],
    )?;
    let mut people = Vec::with_capacity(rows.len());
    for row in &rows {
        let account_id: String = row.get("account_id")?;
        people.push(Person {
            contact_id: row.get("contact_id")?,
            account_id: Some(account_id).filter(|id| !id.is_empty()),
            language: row.get("language")?,
            heard: LastHeard {
                known_since: At(row.get("created_at_us")?),
                answered: None,
                spoken: row.get::<Option<i64>>("spoken")?.map(At),
            },
        });
    }
    let ids: Vec<&str> = people.iter().map(|p| p.contact_id.as_str()).collect();
    let answered = respondent::answers::last_at_of_contacts(tx, workspace_id, &ids)?;
    for person in &mut people {
        person.heard.answered = answered.get(&person.contact_id).copied().map(At);
    }
    Ok(people)
}

/// An invitation that went out and that nobody answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unanswered {
    /// Its id.
    pub(crate) invitation_id: String,
    /// Its survey.
    pub(crate) survey_id: String,
    /// To whom it went.
    pub(crate) contact_id: String,
    /// Their account.
    pub(crate) account_id: Option<String>,
    /// Their language.
    pub(crate) language: Option<String>,
    /// When the mail server took it, UTC microseconds.
    pub(crate) sent_at_us: i64,
}

/// Invitations that were handed over within `from_us..=until_us`, after (time, id), and that nobody
/// has answered by now; those of employees, withdrawn or returned ones are left out.
pub(crate) fn unanswered(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (until_us, after): (i64, (i64, &str)),
    limit: usize,
) -> Result<Vec<Unanswered>, DbError> {
    tx.query(
        "SELECT i.invitation_id, i.survey_id, c.contact_id, c.account_id, c.language,
                i.handed_over_at_us AS sent
         FROM programme_invitation i
         JOIN contact c ON c.workspace_id = i.workspace_id AND c.contact_id = i.contact_id
         WHERE i.workspace_id = $1 AND i.handed_over_at_us <= $2
           AND (i.handed_over_at_us, i.invitation_id) > ($3, $4)
           AND i.withdrawn_at_us IS NULL AND i.bounced_at_us IS NULL AND i.refused_at_us IS NULL
           AND c.employee = 0
           AND NOT EXISTS (SELECT 1 FROM response p
                           WHERE p.workspace_id = i.workspace_id AND p.survey_id = i.survey_id
                             AND p.invitation_id = i.invitation_id AND p.doubt IS NULL)
         ORDER BY i.handed_over_at_us, i.invitation_id LIMIT $5",
        params![workspace_id, until_us, after.0, after.1, limit],
    )?
    .iter()
    .map(|row| {
        let account_id: String = row.get("account_id")?;
        Ok(Unanswered {
            invitation_id: row.get("invitation_id")?,
            survey_id: row.get("survey_id")?,
            contact_id: row.get("contact_id")?,
            account_id: Some(account_id).filter(|id| !id.is_empty()),
            language: row.get("language")?,
            sent_at_us: row.get("sent")?,
        })
    })
    .collect()
}
