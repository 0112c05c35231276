//! Customers who were erased: where their names may stand, and who they were.

use platform::{DbError, Tx, params};

/// Texts read at once.
const PIECE: usize = 500;

/// A text that somebody here typed: the keys of its row, whether it is about the customer, and what
/// it says.
pub(crate) struct Typed {
    /// Id of the action.
    pub(crate) action_id: String,
    /// Id of the line of its log; empty for the action itself.
    pub(crate) entry_id: String,
    /// Its title; empty for a line.
    pub(crate) title: String,
    /// Its detail, or what the line says.
    pub(crate) detail: String,
}

/// Names and addresses of a contact, also those it had.
pub(crate) fn called(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_id: &str,
) -> Result<(Vec<String>, Vec<String>), DbError> {
    let (mut names, mut addresses) = (Vec::new(), Vec::new());
    let row = tx.query_one(
        "SELECT name, email FROM contact WHERE workspace_id = $1 AND contact_id = $2",
        params![workspace_id, contact_id],
    )?;
    if let Some(row) = row {
        names.extend(row.get::<Option<String>>("name")?);
        addresses.extend(row.get::<Option<String>>("email")?);
    }
    let former = tx.query(
        "SELECT value FROM contact_alias
         WHERE workspace_id = $1 AND contact_id = $2 AND kind = 'email'",
        params![workspace_id, contact_id],
    )?;
    for row in &former {
        addresses.push(row.get("value")?);
    }
    Ok((names, addresses))
}

/// The actions that a contact raised, by a case or an answer.
pub(crate) fn raised(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_id: &str,
) -> Result<Vec<String>, DbError> {
    tx.query(
        "SELECT action_id FROM action_voice
         WHERE workspace_id = $1 AND (contact_id = $2 OR response_id IN
            (SELECT response_id FROM respondent WHERE workspace_id = $1 AND contact_id = $2))
         UNION
         SELECT action_id FROM action
         WHERE workspace_id = $1 AND source_noun = 'case' AND source_id IN
            (SELECT case_id FROM app_case WHERE workspace_id = $1 AND contact_id = $2)",
        params![workspace_id, contact_id],
    )?
    .iter()
    .map(|row| row.at(0))
    .collect()
}

/// The next actions after this id.
pub(crate) fn actions(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    after: &str,
) -> Result<Vec<Typed>, DbError> {
    tx.query(
        "SELECT action_id, title, detail FROM action
         WHERE workspace_id = $1 AND action_id > $2 ORDER BY action_id LIMIT $3",
        params![workspace_id, after, PIECE],
    )?
    .iter()
    .map(|row| {
        Ok(Typed {
            action_id: row.get("action_id")?,
            entry_id: String::new(),
            title: row.get("title")?,
            detail: row.get("detail")?,
        })
    })
    .collect()
}

/// The next lines of logs after these ids.
pub(crate) fn lines(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    after: (&str, &str),
) -> Result<Vec<Typed>, DbError> {
    tx.query(
        "SELECT action_id, entry_id, detail FROM action_entry
         WHERE workspace_id = $1 AND (action_id, entry_id) > ($2, $3)
         ORDER BY action_id, entry_id LIMIT $4",
        params![workspace_id, after.0, after.1, PIECE],
    )?
    .iter()
    .map(|row| {
        Ok(Typed {
            action_id: row.get("action_id")?,
            entry_id: row.get("entry_id")?,
            title: String::new(),
            detail: row.get("detail")?,
        })
    })
    .collect()
}

/// Stores a text without the names.
pub(crate) fn save(tx: &mut Tx<'_>, workspace_id: &str, typed: &Typed) -> Result<(), DbError> {
    if typed.entry_id.is_empty() {
        tx.execute(
            "UPDATE action SET title = $3, detail = $4, revision = revision + 1
             WHERE workspace_id = $1 AND action_id = $2",
            params![workspace_id, &typed.action_id, &typed.title, &typed.detail],
        )?;
    } else {
        tx.execute(
            "UPDATE action_entry SET detail = $4
             WHERE workspace_id = $1 AND action_id = $2 AND entry_id = $3",
            params![
                workspace_id,
                &typed.action_id,
                &typed.entry_id,
                &typed.detail
            ],
        )?;
    }
    Ok(())
}

/// What is written of an improvement: its id, its address, and title, reason, letter and public
/// words, the last two as JSON.
pub(crate) struct Written {
    pub(crate) improvement_id: String,
    pub(crate) slug: String,
    pub(crate) texts: [String; 4],
}

/// The next improvements after this id.
pub(crate) fn improvements(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    after: &str,
) -> Result<Vec<Written>, DbError> {
    tx.query(
        "SELECT improvement_id, slug, title, why, letter, heard FROM improvement
         WHERE workspace_id = $1 AND improvement_id > $2 ORDER BY improvement_id LIMIT $3",
        params![workspace_id, after, PIECE],
    )?
    .iter()
    .map(|row| {
        Ok(Written {
            improvement_id: row.get("improvement_id")?,
            slug: row.get("slug")?,
            texts: [
                row.get("title")?,
                row.get("why")?,
                row.get("letter")?,
                row.get("heard")?,
            ],
        })
    })
    .collect()
}

/// Whether an improvement has one of these actions.
pub(crate) fn improved_by(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    action_id: &str,
) -> Result<Option<String>, DbError> {
    let row = tx.query_one(
        "SELECT improvement_id FROM action WHERE workspace_id = $1 AND action_id = $2",
        params![workspace_id, action_id],
    )?;
    row.map_or(Ok(None), |row| row.at(0))
}

/// Stores an improvement without the names.
pub(crate) fn save_improvement(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    written: &Written,
) -> Result<(), DbError> {
    let [title, why, letter, heard] = &written.texts;
    tx.execute(
        "UPDATE improvement SET slug = $3, title = $4, why = $5, letter = $6, heard = $7,
                revision = revision + 1
         WHERE workspace_id = $1 AND improvement_id = $2",
        params![
            workspace_id,
            &written.improvement_id,
            &written.slug,
            title,
            why,
            letter,
            heard
        ],
    )?;
    Ok(())
}
