//! All SQL of this slice.

use movement::Alarm;
use platform::db::Row;
use platform::{DbError, Tx, params};

use crate::model::{Setting, Wish};

const SETTING: &str =
    "SELECT s.workspace_id, s.user_id, s.cadence, s.at_hour, s.alarms, s.next_at_us,
    s.sent_at_us FROM digest_setting s";

fn setting(row: &Row) -> Result<Setting, DbError> {
    Ok(Setting {
        workspace_id: row.get("workspace_id")?,
        user_id: row.get("user_id")?,
        wish: Wish {
            digest: row
                .get::<String>("cadence")?
                .parse()
                .map_err(DbError::Bug)?,
            hour: i8::try_from(row.get::<i64>("at_hour")?).unwrap_or(8),
            alarms: row.get::<i64>("alarms")? == 1,
        },
        next_at_us: row.get("next_at_us")?,
        sent_at_us: row.get("sent_at_us")?,
    })
}

/// What is set for a person; none while nobody set anything and no digest was planned.
pub(crate) fn by_person(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    user_id: &str,
) -> Result<Option<Setting>, DbError> {
    tx.query_one(
        &format!("{SETTING} WHERE s.workspace_id = $1 AND s.user_id = $2"),
        params![workspace_id, user_id],
    )?
    .map(|row| setting(&row))
    .transpose()
}

/// Writes what is set for a person, and when the next digest comes.
pub(crate) fn save(
    tx: &mut Tx<'_>,
    (workspace_id, user_id): (&str, &str),
    (wish, next_at_us): (Wish, Option<i64>),
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO digest_setting (workspace_id, user_id, cadence, at_hour, alarms, next_at_us)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (workspace_id, user_id) DO UPDATE
         SET cadence = $3, at_hour = $4, alarms = $5, next_at_us = $6",
        params![
            workspace_id,
            user_id,
            wish.digest.as_str(),
            i64::from(wish.hour),
            i64::from(wish.alarms),
            next_at_us
        ],
    )?;
    Ok(())
}

/// People who can log in and have no setting yet: workspace, person, zone.
pub(crate) fn without_setting(
    tx: &mut Tx<'_>,
    limit: i64,
) -> Result<Vec<(String, String, String)>, DbError> {
    tx.query(
        "SELECT u.workspace_id, u.user_id, w.time_zone FROM app_user u
         JOIN workspace w ON w.workspace_id = u.workspace_id
         WHERE u.login_id IS NOT NULL AND u.deactivated_at_us IS NULL
           AND NOT EXISTS (SELECT 1 FROM digest_setting s
                           WHERE s.workspace_id = u.workspace_id AND s.user_id = u.user_id)
         ORDER BY u.workspace_id, u.user_id LIMIT $1",
        params![limit],
    )?
    .iter()
    .map(|row| Ok((row.at(0)?, row.at(1)?, row.at(2)?)))
    .collect()
}

/// Gives a person what is usual, unless somebody set something meanwhile.
pub(crate) fn begin(
    tx: &mut Tx<'_>,
    (workspace_id, user_id): (&str, &str),
    next_at_us: i64,
) -> Result<(), DbError> {
    let usual = Wish::USUAL;
    tx.execute(
        "INSERT INTO digest_setting (workspace_id, user_id, cadence, at_hour, alarms, next_at_us)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (workspace_id, user_id) DO NOTHING",
        params![
            workspace_id,
            user_id,
            usual.digest.as_str(),
            i64::from(usual.hour),
            i64::from(usual.alarms),
            next_at_us
        ],
    )?;
    Ok(())
}

/// Digests that are due, of all workspaces.
pub(crate) fn due(tx: &mut Tx<'_>, now_us: i64, limit: i64) -> Result<Vec<Setting>, DbError> {
    tx.query(
        &format!("{SETTING} WHERE s.next_at_us <= $1 ORDER BY s.next_at_us LIMIT $2"),
        params![now_us, limit],
    )?
    .iter()
    .map(setting)
    .collect()
}

/// Moves a digest from the moment that is due to the next one; false when another node did.
pub(crate) fn advance(
    tx: &mut Tx<'_>,
    own: &Setting,
    (next_at_us, sent_at_us): (Option<i64>, Option<i64>),
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE digest_setting SET next_at_us = $4, sent_at_us = COALESCE($5, sent_at_us)
         WHERE workspace_id = $1 AND user_id = $2 AND next_at_us = $3",
        params![
            &own.workspace_id,
            &own.user_id,
            own.next_at_us,
            next_at_us,
            sent_at_us
        ],
    )?;
    Ok(changed == 1)
}

/// Everybody of a workspace who wants to hear of alarms and can log in.
pub(crate) fn who_wants_alarms(
    tx: &mut Tx<'_>,
    workspace_id: &str,
) -> Result<Vec<String>, DbError> {
    tx.query(
        "SELECT s.user_id FROM digest_setting s
         JOIN app_user u ON u.workspace_id = s.workspace_id AND u.user_id = s.user_id
         WHERE s.workspace_id = $1 AND s.alarms = 1 AND u.login_id IS NOT NULL
           AND u.deactivated_at_us IS NULL ORDER BY s.user_id",
        params![workspace_id],
    )?
    .iter()
    .map(|row| row.at(0))
    .collect()
}

/// Where the open surveys of a workspace stand all together: changes with every answer.
pub(crate) fn stand(tx: &mut Tx<'_>, workspace_id: &str) -> Result<(i64, i64), DbError> {
    let row = tx.query_one(
        "SELECT CAST(COALESCE(SUM(change_seq), 0) AS BIGINT) AS changes,
                CAST(COALESCE(SUM(revision), 0) AS BIGINT) AS revisions
         FROM survey WHERE workspace_id = $1 AND status = 'open'",
        params![workspace_id],
    )?;
    row.map_or(Ok((0, 0)), |row| {
        Ok((row.get("changes")?, row.get("revisions")?))
    })
}

/// Notes that an alarm is told to a person; false when it was told before.
pub(crate) fn tell(
    tx: &mut Tx<'_>,
    (workspace_id, user_id): (&str, &str),
    alarm: &Alarm,
    now_us: i64,
) -> Result<bool, DbError> {
    let added = tx.execute(
        "INSERT INTO alarm_told (workspace_id, user_id, survey_id, series, period, told_at_us)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        params![
            workspace_id,
            user_id,
            &alarm.survey_id,
            &alarm.series,
            &alarm.period,
            now_us
        ],
    )?;
    Ok(added == 1)
}

/// Forgets what was told so long ago that no alarm is about it any more.
pub(crate) fn forget_told(tx: &mut Tx<'_>, before_us: i64) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM alarm_told WHERE told_at_us < $1",
        params![before_us],
    )?;
    Ok(())
}
