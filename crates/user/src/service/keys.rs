//! The verbs of API keys: make and revoke them, and who comes with one.

use platform::web::{App, Problem};
use platform::{Db, DbError, id};
use serde_json::json;

use super::checked_text;
use crate::audit::{self, Note};
use crate::model::{Scope, Viewer};
use crate::store::{self, ApiKey};

/// The viewer behind an API key.
pub(crate) async fn viewer_of_key(app: &App, key: &str) -> Result<Viewer, Problem> {
    let hash = id::hash(key);
    let found = app
        .db
        .read(move |tx| Ok::<_, Problem>(store::key_by_hash(tx, &hash)?))
        .await?;
    found.ok_or_else(|| Problem::Unauthorised("this API key is not valid".to_owned()))
}

/// Makes an API key and returns it. It is shown this once; only its hash is stored. A key that
/// `installs` makes workspaces, too.
pub async fn create_key(
    db: &Db,
    viewer: &Viewer,
    (name, scope, installs): (&str, Scope, bool),
    now_us: i64,
) -> Result<String, Problem> {
    let name = checked_text("name", name)?;
    if installs && !viewer.may_install {
        let text = "only administrators of the installation make such keys".to_owned();
        return Err(Problem::Forbidden(text));
    }
    let key = format!("luister_{}", id::secret());
    let record = ApiKey {
        api_key_id: id::new(),
        name,
        prefix: key[..12].to_owned(),
        scope,
        installs,
        created_at_us: now_us,
    };
    let (viewer, hash) = (viewer.clone(), id::hash(&key));
    db.write(move |tx| {
        store::add_key(tx, &viewer.workspace_id, &record, &hash)?;
        let note = Note {
            action: "key.created",
            noun: "key",
            id: &record.api_key_id,
            detail: json!({ "name": record.name, "scope": record.scope.as_str(),
                            "installs": record.installs }),
        };
        audit::note(tx, &viewer, note, now_us)
    })
    .await?;
    Ok(key)
}

/// Revokes a key; it stops working within a second.
pub async fn revoke_key(app: &App, viewer: &Viewer, api_key_id: &str) -> Result<(), Problem> {
    let (viewer, api_key_id) = (viewer.clone(), api_key_id.to_owned());
    let now_us = app.clock.now_us();
    let found = app
        .db
        .write(move |tx| {
            let found = store::revoke_key(tx, &viewer.workspace_id, &api_key_id, now_us)?;
            if found {
                let note = Note {
                    action: "key.revoked",
                    noun: "key",
                    id: &api_key_id,
                    detail: json!({}),
                };
                audit::note(tx, &viewer, note, now_us)?;
            }
            Ok::<_, DbError>(found)
        })
        .await?;
    if found {
        Ok(())
    } else {
        Err(Problem::no("key"))
    }
}
