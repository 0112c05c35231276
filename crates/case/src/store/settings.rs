//! How following up goes in a workspace.

use platform::{DbError, Tx, params};

use policy::CalendarSettings;

use crate::settings::Settings;

/// The settings; those built in when nobody changed them.
pub(crate) fn load(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Settings, DbError> {
    let row = tx.query_one(
        "SELECT settings FROM case_settings WHERE workspace_id = $1",
        params![workspace_id],
    )?;
    let Some(row) = row else {
        return Ok(Settings::default());
    };
    let json: String = row.get("settings")?;
    serde_json::from_str(&json).map_err(|e| DbError::Bug(format!("stored settings: {e}")))
}

/// Stores the settings.
pub(crate) fn save(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    settings: &Settings,
) -> Result<(), DbError> {
    let json = serde_json::to_string(settings).map_err(|e| DbError::Bug(e.to_string()))?;
    tx.execute(
        "INSERT INTO case_settings (workspace_id, settings) VALUES ($1, $2)
         ON CONFLICT (workspace_id) DO UPDATE SET settings = excluded.settings",
        params![workspace_id, json],
    )?;
    Ok(())
}

/// The calendar by which the looks at open cases were planned; `None` when that was never stored or
/// can't be read any more.
pub(crate) fn calendar(
    tx: &mut Tx<'_>,
    workspace_id: &str,
) -> Result<Option<CalendarSettings>, DbError> {
    let row = tx.query_one(
        "SELECT calendar FROM case_calendar WHERE workspace_id = $1",
        params![workspace_id],
    )?;
    let Some(row) = row else {
        return Ok(None);
    };
    let json: String = row.get("calendar")?;
    Ok(serde_json::from_str(&json).ok())
}

/// Stores it.
pub(crate) fn save_calendar(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    calendar: &CalendarSettings,
) -> Result<(), DbError> {
    let json = serde_json::to_string(calendar).map_err(|e| DbError::Bug(e.to_string()))?;
    tx.execute(
        "INSERT INTO case_calendar (workspace_id, calendar) VALUES ($1, $2)
         ON CONFLICT (workspace_id) DO UPDATE SET calendar = excluded.calendar",
        params![workspace_id, json],
    )?;
    Ok(())
}
