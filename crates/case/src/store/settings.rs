//! How following up goes in a workspace.

use platform::{DbError, Tx, params};

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
