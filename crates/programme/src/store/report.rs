//! What became of a programme's invitations, for its report.

use platform::db::Value;
use platform::{DbError, Tx, params};

use super::{IDS_MAX, bug, in_lists, places};
use crate::model::Invitation;

/// Invitations read at once.
const PAGE: usize = 1000;

/// Counts of a programme's mails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MailCounts {
    /// Invitations decided on.
    pub invited: i64,
    /// Invitations the mail server took.
    pub handed_over: i64,
    /// Reminders decided on.
    pub reminders: i64,
}

/// How many mails a programme has sent.
pub fn mails(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    programme_id: &str,
) -> Result<MailCounts, DbError> {
    let row = tx.query_one(
        "SELECT CAST(COUNT(*) AS BIGINT) AS invited,
                CAST(COUNT(handed_over_at_us) AS BIGINT) AS handed_over,
                CAST(COALESCE(SUM(reminded), 0) AS BIGINT) AS reminders
         FROM programme_invitation WHERE workspace_id = $1 AND programme_id = $2",
        params![workspace_id, programme_id],
    )?;
    row.map_or(Ok(MailCounts::default()), |row| {
        Ok(MailCounts {
            invited: row.get("invited")?,
            handed_over: row.get("handed_over")?,
            reminders: row.get("reminders")?,
        })
    })
}

/// How many invitations of a programme were answered: sent in, and not in doubt.
pub fn answered(tx: &mut Tx<'_>, workspace_id: &str, programme_id: &str) -> Result<i64, DbError> {
    let row = tx.query_one(
        "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM programme_invitation i
         JOIN response r ON r.workspace_id = i.workspace_id AND r.survey_id = i.survey_id
          AND r.invitation_id = i.invitation_id
         WHERE i.workspace_id = $1 AND i.programme_id = $2
           AND r.state = 'complete' AND r.doubt IS NULL",
        params![workspace_id, programme_id],
    )?;
    row.map_or(Ok(0), |row| row.get("n"))
}

/// What became of an invitation.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub(crate) invitation: Invitation,
    /// Sent in, and not in doubt.
    pub(crate) is_complete: bool,
    /// Questions answered, when not sent in.
    pub(crate) answered: usize,
    /// A person opened the survey.
    pub(crate) is_opened: bool,
}

/// Tells the outcome of each of a programme's invitations. Of anonymous ones nothing is known but
/// what is told of several at once.
pub(crate) fn outcomes(
    tx: &mut Tx<'_>,
    (workspace_id, programme_id): (&str, &str),
    is_anonymous: bool,
    mut each: impl FnMut(Outcome),
) -> Result<(), DbError> {
    let mut after = (i64::MIN, String::new());
    loop {
        let programme = (workspace_id, programme_id);
        let place = (after.0, after.1.as_str());
        let page = super::invitation::of_programme(tx, programme, place, PAGE)?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = (last.created_at_us, last.invitation_id.clone());
        let answers = if is_anonymous {
            std::collections::HashMap::new()
        } else {
            answers(tx, workspace_id, &page)?
        };
        for invitation in page {
            let told = answers.get(&invitation.invitation_id).copied();
            let (is_complete, answered, is_opened) = if is_anonymous {
                (is_told(tx, workspace_id, &invitation)?, 0, false)
            } else {
                told.unwrap_or_default()
            };
            each(Outcome {
                invitation,
                is_complete,
                answered,
                is_opened,
            });
        }
    }
}

fn is_told(tx: &mut Tx<'_>, workspace_id: &str, own: &Invitation) -> Result<bool, DbError> {
    let state = response::invitation::state(tx, workspace_id, &own.invitation_id)?;
    Ok(state == Some(response::invitation::State::Complete))
}

/// By invitation: whether it was sent in, how many questions were answered, whether a person opened
/// it.
type Answers = std::collections::HashMap<String, (bool, usize, bool)>;

fn answers(tx: &mut Tx<'_>, workspace_id: &str, page: &[Invitation]) -> Result<Answers, DbError> {
    let ids: Vec<String> = page.iter().map(|i| i.invitation_id.clone()).collect();
    let survey_id = page.first().map_or("", |i| i.survey_id.as_str());
    let mut found = Answers::new();
    let sql = format!(
        "SELECT invitation_id, state, answers FROM response
         WHERE workspace_id = $1 AND survey_id = $2 AND doubt IS NULL AND state <> 'erased'
           AND invitation_id IN ({})",
        places(3, IDS_MAX)
    );
    in_lists(&ids, |list| {
        let first = [Value::from(workspace_id), Value::from(survey_id)];
        let values: Vec<Value> = first.into_iter().chain(list).collect();
        for row in &tx.query(&sql, &values)? {
            let answers: String = row.get("answers")?;
            let answers: serde_json::Map<String, serde_json::Value> =
                serde_json::from_str(&answers).map_err(|e| bug("stored answers", &e))?;
            let answered = answers.values().filter(|value| !value.is_null()).count();
            let is_complete = row.get::<String>("state")? == "complete";
            found.insert(row.get("invitation_id")?, (is_complete, answered, true));
        }
        Ok(())
    })?;
    let sql = format!(
        "SELECT DISTINCT invitation_id FROM vote_hit
         WHERE workspace_id = $1 AND kind = 'used' AND invitation_id IN ({})",
        places(2, IDS_MAX)
    );
    in_lists(&ids, |list| {
        let values: Vec<Value> = std::iter::once(Value::from(workspace_id))
            .chain(list)
            .collect();
        for row in &tx.query(&sql, &values)? {
            found.entry(row.get("invitation_id")?).or_default().2 = true;
        }
        Ok(())
    })
    .map(|()| found)
}
