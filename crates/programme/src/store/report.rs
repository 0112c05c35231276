//! What became of a programme's invitations, for its report.

use std::collections::HashMap;

use platform::db::Row;
use platform::{DbError, Tx, params};
use survey::answers::NOT_ASKED;

use super::{bug, found_in};
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
    /// Reminders decided on, without those that were stopped before they went out.
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
    pub(crate) answer: Answer,
}

/// What is known of the answer to an invitation.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Answer {
    /// Sent in, and not in doubt.
    pub(crate) is_complete: bool,
    /// The survey's version that was answered; none when nothing was.
    pub(crate) version: Option<i64>,
    /// Questions answered.
    pub(crate) answered: usize,
    /// Rotated statements that were not dealt.
    pub(crate) not_asked: usize,
    /// A person opened the survey.
    pub(crate) is_opened: bool,
}

impl Answer {
    /// How much of what was asked is answered, in percent; `questions` is how many the version that
    /// was answered has.
    pub(crate) fn percent(&self, questions: usize) -> u8 {
        let asked = questions.saturating_sub(self.not_asked).max(1);
        u8::try_from((self.answered * 100 / asked).min(100)).unwrap_or(100)
    }
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
            Answers::new()
        } else {
            answers(tx, workspace_id, &page)?
        };
        for invitation in page {
            let answer = if is_anonymous {
                Answer {
                    is_complete: is_told(tx, workspace_id, &invitation)?,
                    ..Answer::default()
                }
            } else {
                let found = answers.get(&invitation.invitation_id).copied();
                found.unwrap_or_default()
            };
            each(Outcome { invitation, answer });
        }
    }
}

fn is_told(tx: &mut Tx<'_>, workspace_id: &str, own: &Invitation) -> Result<bool, DbError> {
    let state = response::invitation::state(tx, workspace_id, &own.invitation_id)?;
    Ok(state == Some(response::invitation::State::Complete))
}

/// By invitation.
type Answers = HashMap<String, Answer>;

fn answers(tx: &mut Tx<'_>, workspace_id: &str, page: &[Invitation]) -> Result<Answers, DbError> {
    let ids: Vec<String> = page.iter().map(|i| i.invitation_id.clone()).collect();
    let survey_id = page.first().map_or("", |i| i.survey_id.as_str());
    let sql = "SELECT invitation_id, state, version, answers FROM response
         WHERE workspace_id = $1 AND survey_id = $2 AND doubt IS NULL AND state <> 'erased'
           AND invitation_id IN";
    let first = [workspace_id.into(), survey_id.into()];
    let found = found_in(tx, sql, (&first, &ids), |row| {
        Ok((row.get("invitation_id")?, answer(row)?))
    })?;
    let mut found: Answers = found.into_iter().collect();
    let sql = "SELECT DISTINCT invitation_id FROM vote_hit
         WHERE workspace_id = $1 AND kind = 'used' AND invitation_id IN";
    let used = found_in(tx, sql, (&first[..1], &ids), |row| row.get("invitation_id"))?;
    for invitation_id in used {
        found.entry(invitation_id).or_default().is_opened = true;
    }
    Ok(found)
}

fn answer(row: &Row) -> Result<Answer, DbError> {
    let answers: String = row.get("answers")?;
    let answers: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&answers).map_err(|e| bug("stored answers", &e))?;
    let is_not_asked = |value: &&serde_json::Value| value.as_str() == Some(NOT_ASKED);
    let said = answers.values().filter(|value| !value.is_null());
    let not_asked = said.clone().filter(is_not_asked).count();
    Ok(Answer {
        is_complete: row.get::<String>("state")? == "complete",
        version: Some(row.get("version")?),
        answered: said.count() - not_asked,
        not_asked,
        is_opened: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_dealt_was_not_asked() {
        let percent = |answered, not_asked, questions| {
            let answer = Answer {
                answered,
                not_asked,
                ..Answer::default()
            };
            answer.percent(questions)
        };
        assert_eq!(percent(0, 0, 10), 0);
        assert_eq!(percent(4, 0, 10), 40);
        assert_eq!(percent(4, 3, 10), 57, "of the seven that were asked");
        assert_eq!(percent(1, 0, 0), 100, "a question that is gone");
    }
}
