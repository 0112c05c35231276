//! SQL of votes: the evidence log, the rules and the doubt of responses.

use platform::db::Row;
use platform::{DbError, Tx, id, params};
use policy::vote::VoteRules;

use super::evidence::{Evidence, FromMail, Signs};
use crate::store::reading::{from_json, json};

/// How many responses are provisional and how many suspect, see [`super::in_doubt`].
pub(super) fn in_doubt(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
    days: Option<(i32, i32)>,
) -> Result<(i64, i64), DbError> {
    let (first, last) = days.unwrap_or((i32::MIN, i32::MAX));
    let row = tx.query_one(
        "SELECT CAST(COUNT(CASE WHEN doubt = 'provisional' THEN 1 END) AS BIGINT) AS provisional,
                CAST(COUNT(CASE WHEN doubt = 'suspect' THEN 1 END) AS BIGINT) AS suspect
         FROM response
         WHERE workspace_id = $1 AND survey_id = $2 AND doubt IS NOT NULL
           AND state <> 'erased' AND day BETWEEN $3 AND $4",
        params![workspace_id, survey_id, first, last],
    )?;
    row.map_or(Ok((0, 0)), |row| {
        Ok((row.get("provisional")?, row.get("suspect")?))
    })
}

/// Adds a hit to the log of an invitation, given as (workspace, survey, invitation).
pub(super) fn add(
    tx: &mut Tx<'_>,
    (workspace_id, survey_id, invitation_id): (&str, &str, &str),
    hit: &Evidence,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO vote_hit (workspace_id, invitation_id, hit_id, survey_id, mail_id,
                               delivered_at_us, at_us, visit, kind, score, pointer, keyboard,
                               visible_seconds, comment, agent, content)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        params![
            workspace_id,
            invitation_id,
            id::new(),
            survey_id,
            hit.mail.as_ref().map(|mail| &mail.mail_id),
            hit.mail.as_ref().map(|mail| mail.delivered_at_us),
            hit.at_us,
            &hit.visit,
            hit.kind.as_str(),
            hit.score,
            hit.signs.pointer,
            hit.signs.keyboard,
            hit.signs.visible_seconds,
            hit.comment,
            &hit.agent,
            hit.content.as_ref().map(json).transpose()?
        ],
    )?;
    Ok(())
}

const HIT: &str = "mail_id, delivered_at_us, at_us, visit, kind, score, pointer, keyboard, \
                   visible_seconds, comment, agent, content";

fn hit(row: &Row) -> Result<Evidence, DbError> {
    let number = |name: &str| -> Result<u32, DbError> {
        Ok(u32::try_from(row.get::<i64>(name)?).unwrap_or_default())
    };
    let mail_id: Option<String> = row.get("mail_id")?;
    let delivered: Option<i64> = row.get("delivered_at_us")?;
    let score: Option<i64> = row.get("score")?;
    let content: Option<String> = row.get("content")?;
    Ok(Evidence {
        mail: mail_id
            .zip(delivered)
            .map(|(mail_id, delivered_at_us)| FromMail {
                mail_id,
                delivered_at_us,
            }),
        at_us: row.get("at_us")?,
        visit: row.get("visit")?,
        kind: row.get::<String>("kind")?.parse().map_err(DbError::Bug)?,
        score: score.and_then(|score| u8::try_from(score).ok()),
        signs: Signs {
            pointer: row.get("pointer")?,
            keyboard: row.get("keyboard")?,
            visible_seconds: number("visible_seconds")?,
        },
        comment: row.get("comment")?,
        agent: row.get("agent")?,
        content: content.as_deref().map(from_json).transpose()?,
    })
}

/// The log of an invitation, in the order of its hits.
pub(super) fn log(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    invitation_id: &str,
) -> Result<Vec<Evidence>, DbError> {
    tx.query(
        &format!(
            "SELECT {HIT} FROM vote_hit WHERE workspace_id = $1 AND invitation_id = $2
             ORDER BY at_us, hit_id"
        ),
        params![workspace_id, invitation_id],
    )?
    .iter()
    .map(hit)
    .collect()
}

/// The invitation of a response, if it has one.
pub(super) fn invitation_of(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    response_id: &str,
) -> Result<Option<String>, DbError> {
    let row = tx.query_one(
        "SELECT invitation_id FROM response WHERE workspace_id = $1 AND response_id = $2",
        params![workspace_id, response_id],
    )?;
    row.map_or(Ok(None), |row| row.get("invitation_id"))
}

/// The rules of a survey, else of its workspace, else those built in; and whether they are the
/// survey's own.
pub(super) fn rules(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
) -> Result<(VoteRules, bool), DbError> {
    let row = tx.query_one(
        "SELECT survey_id, rules FROM vote_rule
         WHERE workspace_id = $1 AND survey_id IN ($2, '') ORDER BY survey_id DESC LIMIT 1",
        params![workspace_id, survey_id],
    )?;
    let Some(row) = row else {
        return Ok((VoteRules::default(), false));
    };
    let own = !row.get::<String>("survey_id")?.is_empty();
    Ok((from_json(&row.get::<String>("rules")?)?, own))
}

/// Keeps the rules of a survey (or, with an empty id, of the workspace), and begins to judge
/// everything past by them.
pub(super) fn keep_rules(
    tx: &mut Tx<'_>,
    (workspace_id, survey_id): (&str, &str),
    rules: &VoteRules,
    now_us: i64,
) -> Result<(), DbError> {
    let all = count(tx, workspace_id, survey_id)?;
    tx.execute(
        "INSERT INTO vote_rule (workspace_id, survey_id, rules, judged_up_to, judged, to_judge,
                                changed_at_us)
         VALUES ($1, $2, $3, '', 0, $4, $5)
         ON CONFLICT (workspace_id, survey_id) DO UPDATE
         SET rules = $3, judged_up_to = '', judged = 0, to_judge = $4, changed_at_us = $5",
        params![workspace_id, survey_id, json(rules)?, all, now_us],
    )?;
    Ok(())
}

/// Invitations with evidence: of a survey, or with an empty id of the whole workspace.
fn count(tx: &mut Tx<'_>, workspace_id: &str, survey_id: &str) -> Result<i64, DbError> {
    let row = tx.query_one(
        "SELECT CAST(COUNT(DISTINCT invitation_id) AS BIGINT) AS n FROM vote_hit
         WHERE workspace_id = $1 AND ($2 = '' OR survey_id = $2)",
        params![workspace_id, survey_id],
    )?;
    row.map_or(Ok(0), |row| row.get("n"))
}

/// A judging of everything past that is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rejudging {
    pub(crate) workspace_id: String,
    /// Empty: the whole workspace.
    pub(crate) survey_id: String,
    pub(crate) judged_up_to: String,
}

/// The next judging that is not done.
pub(super) fn under_way(tx: &mut Tx<'_>) -> Result<Option<Rejudging>, DbError> {
    let row = tx.query_one(
        "SELECT workspace_id, survey_id, judged_up_to FROM vote_rule
         WHERE judged_up_to IS NOT NULL ORDER BY changed_at_us LIMIT 1",
        &[],
    )?;
    row.map(|row| {
        Ok(Rejudging {
            workspace_id: row.get("workspace_id")?,
            survey_id: row.get("survey_id")?,
            judged_up_to: row.get("judged_up_to")?,
        })
    })
    .transpose()
}

/// The next invitations of a judging, each with its survey.
pub(super) fn next(
    tx: &mut Tx<'_>,
    whose: &Rejudging,
    limit: usize,
) -> Result<Vec<(String, String)>, DbError> {
    tx.query(
        "SELECT DISTINCT invitation_id, survey_id FROM vote_hit
         WHERE workspace_id = $1 AND ($2 = '' OR survey_id = $2) AND invitation_id > $3
         ORDER BY invitation_id LIMIT $4",
        params![
            &whose.workspace_id,
            &whose.survey_id,
            &whose.judged_up_to,
            limit
        ],
    )?
    .iter()
    .map(|row| Ok((row.get("invitation_id")?, row.get("survey_id")?)))
    .collect()
}

/// Takes note of how far a judging is: up to this invitation, or done. False when the rules were
/// changed again meanwhile, or another node was faster.
pub(super) fn advance(
    tx: &mut Tx<'_>,
    whose: &Rejudging,
    (up_to, count): (Option<&str>, usize),
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE vote_rule SET judged_up_to = $4, judged = judged + $5
         WHERE workspace_id = $1 AND survey_id = $2 AND judged_up_to = $3",
        params![
            &whose.workspace_id,
            &whose.survey_id,
            &whose.judged_up_to,
            up_to,
            count
        ],
    )?;
    Ok(changed > 0)
}

/// How far the judging of everything past is: (judged, of how many), when one is under way.
pub(super) fn progress(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
) -> Result<Option<(i64, i64)>, DbError> {
    let row = tx.query_one(
        "SELECT judged, to_judge FROM vote_rule
         WHERE workspace_id = $1 AND survey_id IN ($2, '') AND judged_up_to IS NOT NULL
         ORDER BY survey_id DESC LIMIT 1",
        params![workspace_id, survey_id],
    )?;
    row.map(|row| Ok((row.get("judged")?, row.get("to_judge")?)))
        .transpose()
}

/// The responses of a survey that were answered by personal links, by their doubt: (confirmed,
/// provisional, suspect).
pub(super) fn counts(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
) -> Result<(i64, i64, i64), DbError> {
    let (provisional, suspect) = in_doubt(tx, workspace_id, survey_id, None)?;
    let row = tx.query_one(
        "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM response
         WHERE workspace_id = $1 AND survey_id = $2 AND channel = 'personal'
           AND state <> 'erased' AND doubt IS NULL",
        params![workspace_id, survey_id],
    )?;
    let confirmed = row.map_or(Ok(0), |row| row.get("n"))?;
    Ok((confirmed, provisional, suspect))
}

/// The latest hits of a survey, the newest first, each with its invitation.
pub(super) fn latest(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
    limit: usize,
) -> Result<Vec<(String, Evidence)>, DbError> {
    tx.query(
        &format!(
            "SELECT invitation_id, {HIT} FROM vote_hit
             WHERE workspace_id = $1 AND survey_id = $2 AND kind <> 'before'
             ORDER BY at_us DESC, hit_id LIMIT $3"
        ),
        params![workspace_id, survey_id, limit],
    )?
    .iter()
    .map(|row| Ok((row.get("invitation_id")?, hit(row)?)))
    .collect()
}
