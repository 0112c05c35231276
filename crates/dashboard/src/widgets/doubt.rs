//! How many votes are in doubt, and so in none of the figures on the page.

use platform::{DbError, Problem, Tx};
use serde::Serialize;

use crate::filter::Asked;
use crate::pushdown::Whose;
use crate::results::Results;
use crate::voice::Voice;

/// Votes that do not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct InDoubt {
    /// Nobody confirmed them yet.
    pub(crate) provisional: u64,
    /// They look like a scanner's.
    pub(crate) suspect: u64,
}

/// Those of a survey within the period that is asked for. No other filter applies to them: what is in
/// doubt has no answers that count.
pub(crate) async fn in_doubt(results: &Results) -> Result<InDoubt, Problem> {
    let (whose, days) = (results.source.whose.clone(), days(&results.asked));
    let work = move |tx: &mut Tx<'_>| count(tx, &whose, days);
    let found: Result<(i64, i64), DbError> = results.source.db.read(work).await;
    let (provisional, suspect) = found?;
    Ok(InDoubt {
        provisional: provisional.unsigned_abs(),
        suspect: suspect.unsigned_abs(),
    })
}

fn count(tx: &mut Tx<'_>, whose: &Whose, days: Option<(i32, i32)>) -> Result<(i64, i64), DbError> {
    response::votes::in_doubt(tx, &whose.workspace_id, &whose.survey_id, days)
}

fn days(asked: &Asked) -> Option<(i32, i32)> {
    let is_limited = asked.from.is_some() || asked.to.is_some();
    is_limited.then(|| (asked.from.unwrap_or(i32::MIN), asked.to.unwrap_or(i32::MAX)))
}

/// What the page says of them; none when there are none.
pub(crate) fn told(voice: &Voice<'_>, asked: &Asked, found: InDoubt) -> Option<String> {
    let all = found.provisional + found.suspect;
    if all == 0 {
        return None;
    }
    let mut said = voice.count("dashboard-doubt", all, &[]);
    if found.suspect > 0 {
        said.push(' ');
        said.push_str(&voice.count("dashboard-doubt-suspect", found.suspect, &[]));
    }
    if asked.complete_only || !asked.members.is_empty() {
        said.push(' ');
        said.push_str(&voice.word("dashboard-doubt-filter"));
    }
    Some(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_period_is_the_filters_even_when_one_end_is_open() {
        let asked = |from, to| Asked {
            from,
            to,
            ..Asked::default()
        };
        assert_eq!(days(&asked(None, None)), None);
        assert_eq!(days(&asked(Some(5), None)), Some((5, i32::MAX)));
        assert_eq!(days(&asked(None, Some(7))), Some((i32::MIN, 7)));
        assert_eq!(days(&asked(Some(5), Some(7))), Some((5, 7)));
    }
}
