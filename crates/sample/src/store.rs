//! All SQL of this slice: the settings, and what invitations tell of who answered when.

use platform::{DbError, Tx, params};

use crate::settings::Settings;

/// The saved settings of a survey; none when nobody saved any.
pub fn settings(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
) -> Result<Option<Settings>, DbError> {
    tx.query_one(
        "SELECT weight_attribute, account_attribute, population_size, target_change
         FROM survey_sample WHERE workspace_id = $1 AND survey_id = $2",
        params![workspace_id, survey_id],
    )?
    .map(|row| {
        Ok(Settings {
            weight_attribute: row.get("weight_attribute")?,
            account_attribute: row.get("account_attribute")?,
            population_size: row.get("population_size")?,
            target_change: row.get("target_change")?,
        })
    })
    .transpose()
}

/// Saves the settings of a survey.
pub(crate) fn save_settings(
    tx: &mut Tx<'_>,
    (workspace_id, survey_id): (&str, &str),
    settings: &Settings,
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO survey_sample (workspace_id, survey_id, weight_attribute, account_attribute,
                                    population_size, target_change, changed_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (workspace_id, survey_id) DO UPDATE SET
             weight_attribute = excluded.weight_attribute,
             account_attribute = excluded.account_attribute,
             population_size = excluded.population_size,
             target_change = excluded.target_change,
             changed_at_us = excluded.changed_at_us",
        params![
            workspace_id,
            survey_id,
            settings.weight_attribute.as_ref(),
            settings.account_attribute.as_ref(),
            settings.population_size,
            settings.target_change,
            now_us
        ],
    )?;
    Ok(())
}

/// Most invitations whose delays are looked at one by one; of more the latest.
const DELAYS_MAX: usize = 200_000;

/// For responses by personal link: place of the response within the survey, and microseconds from
/// the invitation to the answer. An answer dated before its invitation took no time.
pub(crate) fn delays(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
) -> Result<Vec<(u32, i64)>, DbError> {
    tx.query(
        "SELECT r.ordinal, r.answered_at_us - i.created_at_us AS delay_us
         FROM invitation i
         JOIN response r ON r.workspace_id = i.workspace_id AND r.survey_id = i.survey_id
                        AND r.invitation_id = i.invitation_id
         WHERE i.workspace_id = $1 AND i.survey_id = $2 AND r.state <> 'erased'
           AND r.doubt IS NULL
         ORDER BY i.created_at_us DESC LIMIT $3",
        params![workspace_id, survey_id, DELAYS_MAX],
    )?
    .iter()
    .map(|row| {
        let ordinal = u32::try_from(row.at::<i64>(0)?).unwrap_or_default();
        Ok((ordinal, row.at::<i64>(1)?.max(0)))
    })
    .collect()
}

/// One invitation, as far as response rates care.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Invited {
    /// UTC microseconds.
    pub(crate) created_at_us: i64,
    /// JSON object by attribute name.
    pub(crate) attributes: String,
    /// How far the response is: `complete`, `partial`, or nothing.
    pub(crate) state: Option<String>,
}

/// Most invitations that response rates are counted over; a survey with more says none.
pub(crate) const INVITED_MAX: usize = 200_000;

/// The invitations that count for a response rate: those that were answered, and those whose link
/// still works. A link that was replaced or taken back asks nobody; an erased response is nobody's,
/// and one in doubt is none. Of employees nothing else counts than what was told of several at once.
pub(crate) fn invited(
    tx: &mut Tx<'_>,
    (workspace_id, survey_id): (&str, &str),
    employees: bool,
) -> Result<Vec<Invited>, DbError> {
    let sql = if employees {
        "SELECT i.created_at_us, i.attributes, CASE WHEN i.told = 1 THEN 'complete' END
         FROM invitation i
         WHERE i.workspace_id = $1 AND i.survey_id = $2
           AND (i.told = 1 OR i.revoked_at_us IS NULL)
         ORDER BY i.created_at_us LIMIT $3"
    } else {
        "SELECT i.created_at_us, i.attributes, r.state
         FROM invitation i
         LEFT JOIN response r ON r.workspace_id = i.workspace_id AND r.survey_id = i.survey_id
                             AND r.invitation_id = i.invitation_id AND r.doubt IS NULL
         WHERE i.workspace_id = $1 AND i.survey_id = $2
           AND (r.state IN ('complete', 'partial')
                OR (r.state IS NULL AND i.revoked_at_us IS NULL))
         ORDER BY i.created_at_us LIMIT $3"
    };
    tx.query(sql, params![workspace_id, survey_id, INVITED_MAX + 1])?
        .iter()
        .map(|row| {
            Ok(Invited {
                created_at_us: row.at(0)?,
                attributes: row.at(1)?,
                state: row.at(2)?,
            })
        })
        .collect()
}
