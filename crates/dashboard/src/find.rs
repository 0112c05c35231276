//! Finds the responses behind a figure, newest first, without reading what doesn't fit.
//!
//! The columns in memory know which rows fit; the database only gives those. Where too many fit,
//! the newest ones are soon found by their time; and a search in what people wrote looks at a
//! limited number of responses at a time.

use facts::{ColumnId, Facts, code};
use platform::clock::DAY_US;
use platform::{DbError, Problem, Tx};

use crate::ask::Ask;
use crate::behind::{Behind, comment_questions};
use crate::filter::Asked;
use crate::keeper::{Kept, read};
use crate::plan::words_column;
use crate::results::Results;
use crate::sight::Seen;
use crate::store::{self, Among, Piece};

/// How much is looked at for one piece of a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// More rows than this are found by their time instead of by their numbers.
    ordinals_max: usize,
    /// Responses that are looked at when they are found by their time.
    window: usize,
}

/// The usual limits.
pub(crate) const LIMITS: Limits = Limits {
    ordinals_max: 5_000,
    window: 20_000,
};

/// A piece of a list, and how many responses there are in all, where that is known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    /// The responses and where the list goes on.
    pub(crate) piece: Piece,
    /// How many there are, before and after this piece too; unknown when texts are searched.
    pub(crate) count: Option<usize>,
}

/// Where to look, from what the columns know.
struct Choice {
    /// The rows that fit, when they are few.
    ordinals: Option<Vec<i64>>,
    /// Whether those are all that the list can still show.
    complete: bool,
    /// Nothing that fits was answered later, UTC microseconds.
    not_after: Option<i64>,
    /// How many fit in all.
    all: usize,
}

/// The next `limit` responses of a page's filter that are wanted.
pub(crate) async fn find(
    results: &Results,
    behind: &Behind,
    (limit, limits): (usize, Limits),
) -> Result<Found, Problem> {
    let choice = choice(results, behind, (limit, limits)).await?;
    let count = choice
        .as_ref()
        .map(|choice| choice.all)
        .filter(|_| behind.search.is_none());
    if choice.as_ref().is_some_and(|choice| choice.all == 0) {
        return Ok(Found {
            count,
            ..Found::default()
        });
    }
    if let Some(Choice {
        ordinals: Some(ordinals),
        complete,
        ..
    }) = &choice
    {
        let among = Among::Ordinals(ordinals.clone());
        let piece = look(results, behind, (among, limit)).await?;
        if *complete || piece.more.is_some() {
            return Ok(Found { piece, count });
        }
    }
    let not_after = choice.and_then(|choice| choice.not_after);
    let piece = look(
        results,
        behind,
        (Among::Newest(limits.window, not_after), limit),
    )
    .await?;
    Ok(Found { piece, count })
}

async fn look(
    results: &Results,
    behind: &Behind,
    (among, limit): (Among, usize),
) -> Result<Piece, Problem> {
    let (whose, asked) = (results.source.whose.clone(), results.asked.clone());
    let (survey, plan, behind) = (results.survey.clone(), results.plan.clone(), behind.clone());
    let work = move |tx: &mut Tx<'_>| {
        store::newest(tx, &whose, (&among, behind.before), limit, |statement| {
            statement.filter(&asked);
            behind.narrow(statement, &survey, &plan);
        })
    };
    let piece: Result<Piece, DbError> = results.source.db.read_long(work).await;
    Ok(piece?)
}

/// What the columns know; none when the survey is not in memory.
async fn choice(
    results: &Results,
    behind: &Behind,
    (limit, limits): (usize, Limits),
) -> Result<Option<Choice>, Problem> {
    let Some(slot) = results.source.slot.clone() else {
        return Ok(None);
    };
    let (asked, wanted) = (results.asked.clone(), behind.clone());
    let seen = results.source.seen.clone();
    let chosen = tokio::task::spawn_blocking(move || {
        let kept = read(&slot.kept);
        kept.as_ref()
            .map(|kept| choose((kept, &seen), (&asked, &wanted), limit, limits))
    });
    chosen
        .await
        .map_err(|e| Problem::Internal(format!("choosing: {e}")))
}

fn choose(
    kept: (&Kept, &Seen),
    (asked, behind): (&Asked, &Behind),
    limit: usize,
    limits: Limits,
) -> Choice {
    let mut rows = matching(kept, asked, behind);
    let all = rows.len();
    if all <= limits.ordinals_max {
        let ordinals = Some(ordinals(&rows));
        return Choice {
            ordinals,
            complete: true,
            not_after: None,
            all,
        };
    }
    // Only what can be on this piece: not later than the place where it begins, with a day of room
    // because days are those of the workspace's time zone.
    if let Some((at_us, _)) = behind.before {
        let last = i32::try_from(at_us.div_euclid(DAY_US)).unwrap_or(i32::MAX);
        rows.retain(|(day, _)| *day <= last.saturating_add(1));
    }
    rows.sort_unstable_by(|a, b| b.cmp(a));
    let not_after = rows.first().map(|(day, _)| (i64::from(*day) + 2) * DAY_US);
    // As many whole days as are needed, and two for the time zone.
    if let Some(first) = rows.get(limit + 1).map(|(day, _)| day - 2) {
        rows.truncate(rows.partition_point(|(day, _)| *day >= first));
    }
    let few = rows.len() <= limits.ordinals_max && behind.search.is_none();
    Choice {
        ordinals: few.then(|| ordinals(&rows)),
        complete: false,
        not_after,
        all,
    }
}

fn ordinals(rows: &[(i32, usize)]) -> Vec<i64> {
    rows.iter().map(|(_, row)| *row as i64 + 1).collect()
}

/// Day and row of every response that fits.
fn matching((kept, seen): (&Kept, &Seen), asked: &Asked, behind: &Behind) -> Vec<(i32, usize)> {
    let facts = &kept.facts;
    let ask = Ask {
        filter: asked.clone(),
        ..Ask::default()
    };
    let (Some(conditions), Some(query)) = (conditions(kept, behind), ask.to_query(facts, seen))
    else {
        return Vec::new();
    };
    facts::select(facts, &query.filter)
        .into_iter()
        .map(|row| row as usize)
        .filter(|row| conditions.iter().all(|any| holds(facts, any, *row)))
        .map(|row| (facts.day(row), row))
        .collect()
}

/// Alternatives: a column and the codes that will do, one bit each.
type Any = Vec<(ColumnId, u16)>;

fn holds(facts: &Facts, any: &Any, row: usize) -> bool {
    any.iter()
        .any(|(column, codes)| codes >> facts.answer(row, *column) & 1 == 1)
}

/// What is wanted as conditions on columns; none when a column is missing, so nothing fits.
fn conditions(kept: &Kept, behind: &Behind) -> Option<Vec<Any>> {
    let column = |key: &str| kept.facts.find_column(key);
    let mut all = Vec::new();
    // The rarest first.
    if behind.commented || behind.search.is_some() {
        let written = comment_questions(&kept.survey)
            .filter_map(|question| Some((column(&words_column(question))?, 1 << 1)));
        all.push(written.collect());
    }
    if let Some(name) = &behind.named {
        all.push(vec![(column(name)?, 1 << figures::NAMED)]);
    }
    if let Some((key, level)) = &behind.driver {
        let codes = figures::Coding::default().codes(*level);
        all.push(vec![(
            column(key)?,
            codes.iter().fold(0, |bits, code| bits | 1 << code),
        )]);
    }
    if let Some((low, high)) = behind.score {
        let outcome = kept.survey.definition.outcome()?;
        let codes = (low..=high.min(code::HIGHEST)).fold(0, |bits, code| bits | 1 << code);
        all.push(vec![(column(&outcome.key)?, codes)]);
    }
    Some(all)
}

#[cfg(test)]
mod tests;
