//! SQL of who served: people by address, solvers of events, those responsible for accounts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use platform::{DbError, Tx, params};
use response::model::Attributes;

use super::among;
use crate::served::{Serving, nearest};

/// Accounts climbed at most, as responsibilities do.
const CLIMBED_MAX: usize = 4 * contact::store::responsibility::DEPTH_MAX;

/// People of ours by address.
pub(crate) fn people_by_email(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    addresses: &BTreeSet<String>,
) -> Result<HashMap<String, String>, DbError> {
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    let sql = "SELECT email, user_id FROM app_user
               WHERE workspace_id = $1 AND email IN ({places})";
    pairs(tx, workspace_id, sql, &addresses)
}

/// Who solved what these responses were asked about: the person of ours, by response. An event names
/// a person of ours, or a contact who is one by their address.
pub(crate) fn solvers(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    response_ids: &[&str],
) -> Result<HashMap<String, String>, DbError> {
    let sql = "SELECT r.response_id,
                   (SELECT e.solver_id FROM event e
                    WHERE e.workspace_id = i.workspace_id AND e.subject = i.subject
                      AND e.solver_id IS NOT NULL AND e.received_at_us <= i.created_at_us
                    ORDER BY e.at_us DESC, e.source_id, e.id LIMIT 1)
               FROM response r
               JOIN programme_invitation i
                 ON i.workspace_id = r.workspace_id AND i.invitation_id = r.invitation_id
               WHERE r.workspace_id = $1 AND r.response_id IN ({places})
                 AND i.subject IS NOT NULL";
    let mut solved: HashMap<String, String> = HashMap::new();
    for row in among(tx, workspace_id, sql, response_ids)? {
        if let Some(solver_id) = row.at::<Option<String>>(1)? {
            solved.insert(row.at(0)?, solver_id);
        }
    }
    let ids: BTreeSet<&str> = solved.values().map(String::as_str).collect();
    let ids: Vec<&str> = ids.into_iter().collect();
    let own = "SELECT user_id, user_id FROM app_user
               WHERE workspace_id = $1 AND user_id IN ({places})";
    let mut people = pairs(tx, workspace_id, own, &ids)?;
    let contacts = "SELECT c.contact_id, u.user_id FROM contact c
                    JOIN app_user u ON u.workspace_id = c.workspace_id AND u.email = c.email
                    WHERE c.workspace_id = $1 AND c.contact_id IN ({places})";
    people.extend(pairs(tx, workspace_id, contacts, &ids)?);
    solved.retain(|_, solver_id| match people.get(solver_id) {
        Some(user_id) => {
            solver_id.clone_from(user_id);
            true
        }
        None => false,
    });
    Ok(solved)
}

/// Who is responsible, in any role, for these accounts.
pub(crate) fn responsible(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    account_ids: &BTreeSet<&str>,
) -> Result<HashMap<String, BTreeSet<String>>, DbError> {
    let mut parents: HashMap<String, String> = HashMap::new();
    let mut own: HashMap<String, BTreeMap<String, BTreeSet<String>>> = HashMap::new();
    let mut at: BTreeSet<String> = account_ids.iter().map(|id| (*id).to_owned()).collect();
    let mut climbed = BTreeSet::new();
    for _ in 0..CLIMBED_MAX {
        at.retain(|id| climbed.insert(id.clone()));
        if at.is_empty() {
            break;
        }
        let ids: Vec<&str> = at.iter().map(String::as_str).collect();
        let all = contact::store::responsibility::of_accounts(tx, workspace_id, &ids)?;
        for one in all.into_values().flatten() {
            let roles = own.entry(one.account_id).or_default();
            roles.entry(one.role).or_default().insert(one.user_id);
        }
        let above = "SELECT account_id, parent_id FROM account
                     WHERE workspace_id = $1 AND account_id IN ({places})
                       AND parent_id IS NOT NULL";
        let above = pairs(tx, workspace_id, above, &ids)?;
        at = above.values().cloned().collect();
        parents.extend(above);
    }
    Ok(nearest(account_ids.iter().copied(), &parents, &own))
}

fn pairs(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    sql: &str,
    values: &[&str],
) -> Result<HashMap<String, String>, DbError> {
    let rows = among(tx, workspace_id, sql, values)?;
    rows.iter()
        .map(|row| Ok((row.at(0)?, row.at(1)?)))
        .collect()
}

/// A response that was heard of before anybody asked who served.
pub(crate) struct Old {
    response_id: String,
    pub(crate) ordinal: i64,
    attributes: Attributes,
    is_invited: bool,
    account_id: Option<String>,
}

impl Old {
    pub(crate) fn serving(&self) -> Serving<'_> {
        Serving {
            response_id: &self.response_id,
            ordinal: self.ordinal,
            attributes: &self.attributes,
            is_invited: self.is_invited,
            account_id: self.account_id.as_deref(),
            keeps_account: false,
        }
    }
}

/// The next responses of a survey (workspace, survey) of which nobody asked yet who served.
pub(crate) fn heard_before(
    tx: &mut Tx<'_>,
    (workspace_id, survey_id): (&str, &str),
    (done, until): (i64, i64),
    limit: usize,
) -> Result<Vec<Old>, DbError> {
    tx.query(
        "SELECT r.response_id, r.ordinal, r.attributes, x.account_id,
                CASE WHEN r.invitation_id IS NULL THEN 0 ELSE 1 END AS is_invited
         FROM response r LEFT JOIN respondent x
           ON x.workspace_id = r.workspace_id AND x.response_id = r.response_id
         WHERE r.workspace_id = $1 AND r.survey_id = $2 AND r.ordinal > $3 AND r.ordinal <= $4
           AND r.state <> 'erased'
           AND NOT EXISTS (SELECT 1 FROM response_person p
                           WHERE p.workspace_id = r.workspace_id
                             AND p.response_id = r.response_id)
         ORDER BY r.ordinal LIMIT $5",
        params![workspace_id, survey_id, done, until, limit],
    )?
    .iter()
    .map(|row| {
        Ok(Old {
            response_id: row.get("response_id")?,
            ordinal: row.get("ordinal")?,
            attributes: super::following::from_json(&row.get::<String>("attributes")?)?,
            is_invited: row.get::<i64>("is_invited")? == 1,
            account_id: row.get("account_id")?,
        })
    })
    .collect()
}
