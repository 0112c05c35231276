//! Cases as rows.

use std::str::FromStr;

use platform::DbError;
use platform::db::Row;
use policy::At;
use policy::follow::Taken;

use crate::model::{Case, CaseResult, Due, Scored};

/// Columns of a case, in the order of [`super::add`].
pub(super) const CASE: &str = "workspace_id, case_id, title, reason, rule_id, response_id, \
    survey_id, contact_id, account_id, metric, score, answered_at_us, again_response_id, \
    again_score, again_at_us, role, owner_id, owned_since_us, priority, due_is_first_contact, \
    due_minutes, due_at_us, notifies, opened_at_us, opened_by, first_contact_at_us, \
    snoozed_until_us, snooze_reason, closed_at_us, closed_by, result, result_text, \
    reminded_at_us, escalated_at_us, alarmed_at_us, look_at_us, revision, changed_at_us";

/// Reads a word that is one of few.
pub(super) fn word<T: FromStr<Err = String>>(row: &Row, name: &str) -> Result<T, DbError> {
    row.get::<String>(name)?.parse().map_err(DbError::Bug)
}

/// Reads a case.
pub(super) fn case(row: &Row) -> Result<Case, DbError> {
    let moment = |name: &str| Ok::<_, DbError>(row.get::<Option<i64>>(name)?.map(At));
    Ok(Case {
        workspace_id: row.get("workspace_id")?,
        case_id: row.get("case_id")?,
        title: row.get("title")?,
        reason: row.get("reason")?,
        rule_id: row.get("rule_id")?,
        response_id: row.get("response_id")?,
        survey_id: row.get("survey_id")?,
        contact_id: row.get("contact_id")?,
        account_id: row.get("account_id")?,
        metric: row.get("metric")?,
        before: scored(row, ["response_id", "score", "answered_at_us"])?,
        after: scored(row, ["again_response_id", "again_score", "again_at_us"])?,
        role: row.get("role")?,
        owner_id: row.get("owner_id")?,
        owned_since_us: row.get("owned_since_us")?,
        priority: word(row, "priority")?,
        due: Due {
            minutes: u32::try_from(row.get::<i64>("due_minutes")?).unwrap_or(u32::MAX),
            first_contact: row.get("due_is_first_contact")?,
        },
        due_at_us: row.get("due_at_us")?,
        notifies: row.get("notifies")?,
        opened_at_us: row.get("opened_at_us")?,
        opened_by: row.get("opened_by")?,
        first_contact_at_us: row.get("first_contact_at_us")?,
        snoozed_until_us: row.get("snoozed_until_us")?,
        snooze_reason: row.get("snooze_reason")?,
        closed_at_us: row.get("closed_at_us")?,
        closed_by: row.get("closed_by")?,
        result: result(row)?,
        taken: Taken {
            reminded: moment("reminded_at_us")?,
            escalated: moment("escalated_at_us")?,
            alarmed: moment("alarmed_at_us")?,
        },
        look_at_us: row.get("look_at_us")?,
        revision: row.get("revision")?,
        changed_at_us: row.get("changed_at_us")?,
    })
}

fn scored(row: &Row, [id, score, at]: [&str; 3]) -> Result<Option<Scored>, DbError> {
    let score: Option<i64> = row.get(score)?;
    let at: Option<i64> = row.get(at)?;
    let Some((score, at_us)) = score.zip(at) else {
        return Ok(None);
    };
    let score = u8::try_from(score).map_err(|_| DbError::Bug(format!("a score of {score}")))?;
    Ok(Some(Scored {
        response_id: row.get(id)?,
        score,
        at_us,
    }))
}

fn result(row: &Row) -> Result<Option<CaseResult>, DbError> {
    let outcome: Option<String> = row.get("result")?;
    outcome
        .map(|outcome| {
            Ok(CaseResult {
                outcome: outcome.parse().map_err(DbError::Bug)?,
                text: row.get("result_text")?,
            })
        })
        .transpose()
}
