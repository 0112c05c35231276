//! All SQL of this slice.

use std::collections::BTreeSet;

use platform::db::Row;
use platform::{DbError, Tx, id, params};

use crate::model::{Entry, Kind, Look, Page};

/// Looks that are shown; all are kept.
const LOOKS_MAX: usize = 100;

const PAGE: &str = "page_id, lead_id, employee_id, opened_at_us, shared_with_id";

fn page(row: &Row) -> Result<Page, DbError> {
    Ok(Page {
        page_id: row.get("page_id")?,
        lead_id: row.get("lead_id")?,
        employee_id: row.get("employee_id")?,
        opened_at_us: row.get("opened_at_us")?,
        shared_with_id: row.get("shared_with_id")?,
    })
}

/// The page with this id.
pub(crate) fn by_id(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    page_id: &str,
) -> Result<Option<Page>, DbError> {
    if !id::is_id(page_id) {
        return Ok(None);
    }
    tx.query_one(
        &format!("SELECT {PAGE} FROM coaching_page WHERE workspace_id = $1 AND page_id = $2"),
        params![workspace_id, page_id],
    )?
    .map(|row| page(&row))
    .transpose()
}

/// The page of two people.
pub(crate) fn of_pair(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (lead_id, employee_id): (&str, &str),
) -> Result<Option<Page>, DbError> {
    tx.query_one(
        &format!(
            "SELECT {PAGE} FROM coaching_page
             WHERE workspace_id = $1 AND employee_id = $2 AND lead_id = $3"
        ),
        params![workspace_id, employee_id, lead_id],
    )?
    .map(|row| page(&row))
    .transpose()
}

/// All pages somebody has anything to do with, the latest first.
pub(crate) fn of_person(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    user_id: &str,
) -> Result<Vec<Page>, DbError> {
    tx.query(
        &format!(
            "SELECT {PAGE} FROM coaching_page
             WHERE workspace_id = $1 AND (employee_id = $2 OR lead_id = $2 OR shared_with_id = $2)
             ORDER BY opened_at_us DESC, page_id"
        ),
        params![workspace_id, user_id],
    )?
    .iter()
    .map(page)
    .collect()
}

/// Stores a page, unless the two have one already.
pub(crate) fn add(tx: &mut Tx<'_>, workspace_id: &str, new: &Page) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO coaching_page (workspace_id, page_id, lead_id, employee_id, opened_at_us)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (workspace_id, employee_id, lead_id) DO NOTHING",
        params![
            workspace_id,
            &new.page_id,
            &new.lead_id,
            &new.employee_id,
            new.opened_at_us
        ],
    )?;
    Ok(())
}

/// Keeps a page from others until the commit.
pub(crate) fn lock(tx: &mut Tx<'_>, workspace_id: &str, page_id: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE coaching_page SET opened_at_us = opened_at_us
         WHERE workspace_id = $1 AND page_id = $2",
        params![workspace_id, page_id],
    )?;
    Ok(())
}

/// Lets somebody read a page, or nobody.
pub(crate) fn share(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (page_id, with): (&str, Option<&str>),
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE coaching_page SET shared_with_id = $3 WHERE workspace_id = $1 AND page_id = $2",
        params![workspace_id, page_id, with],
    )?;
    Ok(())
}

/// Who leads somebody now: the person they report to; without one the leads of their team. Nobody
/// leads who doesn't see what the people they lead did.
pub(crate) fn leads(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    employee_id: &str,
) -> Result<BTreeSet<String>, DbError> {
    let rows = tx.query(
        &format!("SELECT l.user_id AS user_id {LED} AND e.user_id = $2"),
        params![workspace_id, employee_id],
    )?;
    rows.iter().map(|row| row.get("user_id")).collect()
}

/// Whom somebody leads now.
pub(crate) fn led(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    lead_id: &str,
) -> Result<BTreeSet<String>, DbError> {
    let rows = tx.query(
        &format!("SELECT e.user_id AS user_id {LED} AND l.user_id = $2"),
        params![workspace_id, lead_id],
    )?;
    rows.iter().map(|row| row.get("user_id")).collect()
}

const LED: &str = "FROM app_user e
    JOIN app_user l ON l.workspace_id = e.workspace_id AND l.user_id <> e.user_id
    WHERE e.workspace_id = $1 AND e.deactivated_at_us IS NULL AND l.deactivated_at_us IS NULL
      AND l.role <> 'employee'
      AND (l.user_id = e.lead_id
           OR (e.lead_id IS NULL AND e.role = 'employee' AND l.role = 'lead'
               AND l.team_id = e.team_id))";

const ENTRY: &str = "entry_id, kind, author_id, words, survey_id, response_id, due_day, \
    done_at_us, created_at_us, removed_at_us";

fn entry(row: &Row) -> Result<Entry, DbError> {
    let kind: String = row.get("kind")?;
    let answer = (
        row.get::<Option<String>>("survey_id")?,
        row.get::<Option<String>>("response_id")?,
    );
    let due: Option<i64> = row.get("due_day")?;
    Ok(Entry {
        entry_id: row.get("entry_id")?,
        kind: Kind::stored(&kind)
            .ok_or_else(|| DbError::Bug(format!("no kind of an entry: {kind:?}")))?,
        author_id: row.get("author_id")?,
        words: row.get("words")?,
        answer: answer.0.zip(answer.1),
        due_day: due.and_then(|day| i32::try_from(day).ok()),
        done_at_us: row.get("done_at_us")?,
        created_at_us: row.get("created_at_us")?,
        removed_at_us: row.get("removed_at_us")?,
    })
}

/// All that stands on a page, newest first.
pub(crate) fn entries(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    page_id: &str,
) -> Result<Vec<Entry>, DbError> {
    tx.query(
        &format!(
            "SELECT {ENTRY} FROM coaching_entry WHERE workspace_id = $1 AND page_id = $2
             ORDER BY created_at_us DESC, entry_id DESC"
        ),
        params![workspace_id, page_id],
    )?
    .iter()
    .map(entry)
    .collect()
}

/// Puts something on a page.
pub(crate) fn put(
    tx: &mut Tx<'_>,
    (workspace_id, page_id): (&str, &str),
    new: &Entry,
) -> Result<(), DbError> {
    let (survey_id, response_id) = new
        .answer
        .as_ref()
        .map_or((None, None), |(survey, response)| {
            (Some(survey), Some(response))
        });
    tx.execute(
        &format!(
            "INSERT INTO coaching_entry (workspace_id, page_id, {ENTRY})
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        ),
        params![
            workspace_id,
            page_id,
            &new.entry_id,
            new.kind.as_str(),
            &new.author_id,
            &new.words,
            survey_id,
            response_id,
            new.due_day,
            new.done_at_us,
            new.created_at_us,
            new.removed_at_us
        ],
    )?;
    Ok(())
}

/// Says when an agreement was done, or that it isn't.
pub(crate) fn set_done(
    tx: &mut Tx<'_>,
    (workspace_id, page_id, entry_id): (&str, &str, &str),
    done_at_us: Option<i64>,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE coaching_entry SET done_at_us = $4
         WHERE workspace_id = $1 AND page_id = $2 AND entry_id = $3",
        params![workspace_id, page_id, entry_id, done_at_us],
    )?;
    Ok(())
}

/// Takes the words of something away; that it was there stays. An answer goes whole, so that it
/// can be chosen again.
pub(crate) fn remove(
    tx: &mut Tx<'_>,
    (workspace_id, page_id, entry_id): (&str, &str, &str),
    now_us: i64,
) -> Result<(), DbError> {
    let whose = params![workspace_id, page_id, entry_id];
    tx.execute(
        "DELETE FROM coaching_entry
         WHERE workspace_id = $1 AND page_id = $2 AND entry_id = $3 AND kind = 'answer'",
        whose,
    )?;
    tx.execute(
        "UPDATE coaching_entry SET words = '', removed_at_us = $4
         WHERE workspace_id = $1 AND page_id = $2 AND entry_id = $3",
        params![workspace_id, page_id, entry_id, now_us],
    )?;
    Ok(())
}

/// Takes the answers of a contact from all pages.
pub(crate) fn forget(tx: &mut Tx<'_>, workspace_id: &str, contact_id: &str) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM coaching_entry WHERE workspace_id = $1 AND response_id IN
            (SELECT response_id FROM respondent WHERE workspace_id = $1 AND contact_id = $2)",
        params![workspace_id, contact_id],
    )?;
    Ok(())
}

/// Notes that somebody looked.
pub(crate) fn look(
    tx: &mut Tx<'_>,
    (workspace_id, page_id): (&str, &str),
    look: &Look,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO coaching_look (workspace_id, page_id, look_id, user_id, at_us)
         VALUES ($1, $2, $3, $4, $5)",
        params![workspace_id, page_id, id::new(), &look.user_id, look.at_us],
    )?;
    Ok(())
}

/// Who looked, the latest first, and how often anybody did.
pub(crate) fn looks(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    page_id: &str,
) -> Result<(Vec<Look>, i64), DbError> {
    let rows = tx.query(
        "SELECT user_id, at_us FROM coaching_look WHERE workspace_id = $1 AND page_id = $2
         ORDER BY at_us DESC, look_id LIMIT $3",
        params![workspace_id, page_id, LOOKS_MAX],
    )?;
    let looks = rows.iter().map(|row| {
        Ok(Look {
            user_id: row.get("user_id")?,
            at_us: row.get("at_us")?,
        })
    });
    let looks = looks.collect::<Result<Vec<_>, DbError>>()?;
    let row = tx.query_one(
        "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM coaching_look
         WHERE workspace_id = $1 AND page_id = $2",
        params![workspace_id, page_id],
    )?;
    Ok((looks, row.map_or(Ok(0), |row| row.get("n"))?))
}
