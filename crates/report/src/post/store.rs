//! SQL of mails that were written when they were due.

use mail::Enclosure;
use platform::{DbError, Tx, params};
use user::Viewer;

use super::{Written, seen};

/// Media types of files that go with mails.
const MEDIA_TYPES: [&str; 4] = [
    "image/png",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "text/csv",
];

/// A mail as it was written.
pub(crate) struct Kept {
    pub(crate) user_id: String,
    pub(crate) seen: String,
    pub(crate) written: Written,
    pub(crate) created_at_us: i64,
}

/// Keeps a mail; false when there is one of that id.
pub(crate) fn add(
    tx: &mut Tx<'_>,
    (viewer, mail_id): (&Viewer, &str),
    written: &Written,
    now_us: i64,
) -> Result<bool, DbError> {
    let added = tx.execute(
        "INSERT INTO prepared_mail (workspace_id, mail_id, user_id, seen, subject, body_text,
                                    body_html, created_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (workspace_id, mail_id) DO NOTHING",
        params![
            &viewer.workspace_id,
            mail_id,
            viewer.user_id().unwrap_or_default(),
            seen(&viewer.sight),
            &written.subject,
            &written.text,
            &written.html,
            now_us
        ],
    )?;
    if added == 0 {
        return Ok(false);
    }
    for (place, file) in (0_i64..).zip(&written.files) {
        tx.execute(
            "INSERT INTO prepared_file (workspace_id, mail_id, place, name, media_type, shown, content)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            params![
                &viewer.workspace_id,
                mail_id,
                place,
                &file.name,
                file.media_type,
                i64::from(file.shown),
                file.content.clone()
            ],
        )?;
    }
    Ok(true)
}

/// A mail that was kept.
pub(crate) fn by_id(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    mail_id: &str,
) -> Result<Option<Kept>, DbError> {
    let row = tx.query_one(
        "SELECT user_id, seen, subject, body_text, body_html, created_at_us FROM prepared_mail
         WHERE workspace_id = $1 AND mail_id = $2",
        params![workspace_id, mail_id],
    )?;
    let Some(row) = row else { return Ok(None) };
    let files = tx.query(
        "SELECT name, media_type, shown, content FROM prepared_file
         WHERE workspace_id = $1 AND mail_id = $2 ORDER BY place",
        params![workspace_id, mail_id],
    )?;
    let file = |row: &platform::db::Row| {
        let stored: String = row.get("media_type")?;
        let media_type = MEDIA_TYPES.into_iter().find(|known| *known == stored);
        Ok(Enclosure {
            name: row.get("name")?,
            media_type: media_type.unwrap_or("application/octet-stream"),
            content: row.get("content")?,
            shown: row.get::<i64>("shown")? == 1,
        })
    };
    Ok(Some(Kept {
        user_id: row.get("user_id")?,
        seen: row.get("seen")?,
        written: Written {
            subject: row.get("subject")?,
            text: row.get("body_text")?,
            html: row.get("body_html")?,
            files: files.iter().map(file).collect::<Result<_, DbError>>()?,
        },
        created_at_us: row.get("created_at_us")?,
    }))
}

/// Forgets a mail that came to its end.
pub(crate) fn remove(tx: &mut Tx<'_>, workspace_id: &str, mail_id: &str) -> Result<(), DbError> {
    for table in ["prepared_file", "prepared_mail"] {
        tx.execute(
            &format!("DELETE FROM {table} WHERE workspace_id = $1 AND mail_id = $2"),
            params![workspace_id, mail_id],
        )?;
    }
    Ok(())
}
