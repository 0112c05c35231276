//! Which answers count: votes by one click, the evidence for them, and the rule by which they are
//! judged. The judging itself is [`policy::vote`].

pub(crate) mod evidence;
mod note;
pub(crate) mod rejudge;
pub(crate) mod service;
mod store;

use platform::{DbError, Tx};
use policy::vote::VoteRules;

pub(crate) use note::settled;

/// How many responses of a survey don't count yet: (provisional, suspect). `days` are the first and
/// the last day, in days since 1970 in the workspace's time zone.
pub fn in_doubt(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
    days: Option<(i32, i32)>,
) -> Result<(i64, i64), DbError> {
    store::in_doubt(tx, workspace_id, survey_id, days)
}

/// The rules by which votes of a survey are judged: its own, else those of its workspace (which an
/// empty id gives), else those built in.
pub fn rules(tx: &mut Tx<'_>, workspace_id: &str, survey_id: &str) -> Result<VoteRules, DbError> {
    Ok(store::rules(tx, workspace_id, survey_id)?.0)
}

/// Keeps the rules of a survey, or with an empty id those of the workspace, which are for all
/// surveys without rules of their own. Everything past is judged by them soon after.
pub fn keep_rules(
    tx: &mut Tx<'_>,
    (workspace_id, survey_id): (&str, &str),
    rules: &VoteRules,
    now_us: i64,
) -> Result<(), DbError> {
    store::keep_rules(tx, (workspace_id, survey_id), rules, now_us)
}
