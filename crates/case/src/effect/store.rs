//! The SQL of whether following up helps.

use platform::db::Value;
use platform::{DbError, Tx, params};
use survey::model::Kind;

use super::rules::Story;

/// Stories in one look at most; beyond that the latest count.
pub(crate) const STORIES_MAX: usize = 100_000;

/// What is looked at: one metric, in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scope<'a> {
    pub(crate) workspace_id: &'a str,
    /// As respondents store it: the kind, or `effort_high` where much effort is a high answer.
    pub(crate) metric: &'a str,
    /// The kind.
    pub(crate) kind: Kind,
    /// Whether a high answer is a bad one.
    pub(crate) is_reversed: bool,
    /// From (in) to (out), UTC microseconds.
    pub(crate) from_us: i64,
    pub(crate) to_us: i64,
    /// The people whose customers' answers are looked at, as JSON; all when none.
    pub(crate) people: Option<&'a str>,
}

/// One story per dissatisfied answer of a contact who isn't one of ours, oldest first: the next answer
/// on the same scale, the first conversation in which they were reached, and what was promised.
pub(crate) fn stories(tx: &mut Tx<'_>, scope: &Scope<'_>) -> Result<Vec<Story>, DbError> {
    let (low, high) = match (scope.kind, scope.is_reversed) {
        (Kind::Recommend, _) => (0, 6),
        (_, false) => (1, 2),
        (_, true) => (4, 5),
    };
    let in_good_direction = |score: i64| {
        let score = if scope.is_reversed { 6 - score } else { score };
        u8::try_from(score).map_err(|_| DbError::Bug(format!("a score of {score}")))
    };
    let seen = match scope.people {
        Some(_) => format!(
            "AND {}",
            response::served::is_seen(tx.backend(), "respondent", "$8")
        ),
        None => String::new(),
    };
    let mut values = params![
        scope.workspace_id,
        scope.metric,
        low,
        high,
        scope.from_us,
        scope.to_us,
        STORIES_MAX
    ]
    .to_vec();
    values.extend(scope.people.map(Value::from));
    tx.query(
        &format!(
            "WITH first AS (
             SELECT response_id, contact_id, score, answered_at_us AS at_us FROM respondent
             WHERE workspace_id = $1 AND metric = $2 AND counts = 1 AND contact_id IS NOT NULL
               AND score BETWEEN $3 AND $4 AND answered_at_us >= $5 AND answered_at_us < $6 {seen}
             ORDER BY answered_at_us DESC LIMIT $7
         )
         SELECT first.contact_id, first.at_us, first.score AS before,
             again.score AS after, again.answered_at_us AS after_at_us,
             (SELECT MIN(c.at_us) FROM conversation c
              WHERE c.workspace_id = $1 AND c.contact_id = first.contact_id AND c.reached = 1
                AND c.at_us >= first.at_us) AS contact_at_us,
             (SELECT MIN(k.due_at_us) FROM app_case k
              WHERE k.workspace_id = $1 AND k.response_id = first.response_id) AS due_at_us
         FROM first
         LEFT JOIN respondent again ON again.workspace_id = $1 AND again.response_id = (
             SELECT n.response_id FROM respondent n
             WHERE n.workspace_id = $1 AND n.contact_id = first.contact_id AND n.metric = $2
               AND n.counts = 1 AND n.score IS NOT NULL AND n.answered_at_us > first.at_us
             ORDER BY n.answered_at_us, n.response_id LIMIT 1)
         ORDER BY first.at_us"
        ),
        &values,
    )?
    .iter()
    .map(|row| {
        let after: Option<i64> = row.get("after")?;
        let after_at_us: Option<i64> = row.get("after_at_us")?;
        Ok(Story {
            customer: row.get("contact_id")?,
            metric: scope.kind,
            before: in_good_direction(row.get("before")?)?,
            at_us: row.get("at_us")?,
            after: match after.zip(after_at_us) {
                Some((score, at_us)) => Some((in_good_direction(score)?, at_us)),
                None => None,
            },
            contact_at_us: row.get("contact_at_us")?,
            due_at_us: row.get("due_at_us")?,
        })
    })
    .collect()
}
