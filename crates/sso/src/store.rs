//! All SQL of identity providers and of who people are there.

use platform::db::Row;
use platform::{DbError, Tx, params};
use user::{Door, Doors};

use crate::model::Provider;
use crate::rules::{Found, Known};

const PROVIDER: &str = "SELECT workspace_id, sso_provider_id, issuer, client_id, client_secret,
    button, group_claim, mapping, domains, is_on, links_by_email, makes_people, changed_at_us
    FROM sso_provider";

fn provider(row: &Row) -> Result<Provider, DbError> {
    Ok(Provider {
        workspace_id: row.get("workspace_id")?,
        id: row.get("sso_provider_id")?,
        issuer: row.get("issuer")?,
        client_id: row.get("client_id")?,
        client_secret: row.get("client_secret")?,
        button: row.get("button")?,
        group_claim: row.get("group_claim")?,
        mapping: json(row, "mapping")?,
        domains: json(row, "domains")?,
        is_on: row.get("is_on")?,
        links_by_email: row.get("links_by_email")?,
        makes_people: row.get("makes_people")?,
        changed_at_us: row.get("changed_at_us")?,
    })
}

fn json<T: serde::de::DeserializeOwned>(row: &Row, name: &str) -> Result<T, DbError> {
    serde_json::from_str(&row.get::<String>(name)?)
        .map_err(|e| DbError::Bug(format!("sso_provider.{name}: {e}")))
}

pub(crate) fn of_workspace(
    tx: &mut Tx<'_>,
    workspace_id: &str,
) -> Result<Option<Provider>, DbError> {
    tx.query_one(
        &format!("{PROVIDER} WHERE workspace_id = $1"),
        params![workspace_id],
    )?
    .map(|row| provider(&row))
    .transpose()
}

/// The provider with this id, of whatever workspace: nobody is logged in yet.
pub(crate) fn by_id(tx: &mut Tx<'_>, id: &str) -> Result<Option<Provider>, DbError> {
    tx.query_one(
        &format!("{PROVIDER} WHERE sso_provider_id = $1"),
        params![id],
    )?
    .map(|row| provider(&row))
    .transpose()
}

pub(crate) fn save(tx: &mut Tx<'_>, provider: &Provider) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO sso_provider (workspace_id, sso_provider_id, issuer, client_id, client_secret,
             button, group_claim, mapping, domains, is_on, links_by_email, makes_people,
             changed_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (workspace_id) DO UPDATE SET issuer = excluded.issuer,
             client_id = excluded.client_id, client_secret = excluded.client_secret,
             button = excluded.button, group_claim = excluded.group_claim,
             mapping = excluded.mapping, domains = excluded.domains, is_on = excluded.is_on,
             links_by_email = excluded.links_by_email, makes_people = excluded.makes_people,
             changed_at_us = excluded.changed_at_us",
        params![
            &provider.workspace_id,
            &provider.id,
            &provider.issuer,
            &provider.client_id,
            &provider.client_secret,
            &provider.button,
            &provider.group_claim,
            serde_json::json!(provider.mapping).to_string(),
            serde_json::json!(provider.domains).to_string(),
            i64::from(provider.is_on),
            i64::from(provider.links_by_email),
            i64::from(provider.makes_people),
            provider.changed_at_us
        ],
    )?;
    Ok(())
}

pub(crate) fn remove(tx: &mut Tx<'_>, workspace_id: &str) -> Result<bool, DbError> {
    tx.execute(
        "DELETE FROM sso_identity WHERE workspace_id = $1",
        params![workspace_id],
    )?;
    let removed = tx.execute(
        "DELETE FROM sso_provider WHERE workspace_id = $1",
        params![workspace_id],
    )?;
    Ok(removed > 0)
}

/// What is known of `subject` and of the person with the verified address.
pub(crate) fn find(
    tx: &mut Tx<'_>,
    (workspace_id, issuer): (&str, &str),
    (subject, email): (&str, Option<&str>),
) -> Result<Found, DbError> {
    let known = |row: Row| {
        Ok::<_, DbError>(Known {
            user_id: row.get("user_id")?,
            is_active: row.get::<Option<i64>>("deactivated_at_us")?.is_none(),
        })
    };
    let linked = tx
        .query_one(
            "SELECT u.user_id, u.deactivated_at_us FROM sso_identity i
             JOIN app_user u ON u.workspace_id = i.workspace_id AND u.user_id = i.user_id
             WHERE i.workspace_id = $1 AND i.issuer = $2 AND i.subject = $3",
            params![workspace_id, issuer, subject],
        )?
        .map(known)
        .transpose()?;
    let Some(email) = email.filter(|_| linked.is_none()) else {
        return Ok(Found {
            linked,
            ..Found::default()
        });
    };
    let row = tx.query_one(
        "SELECT user_id, deactivated_at_us, login_id FROM app_user
         WHERE workspace_id = $1 AND email = $2",
        params![workspace_id, email],
    )?;
    let login_id = match &row {
        Some(row) => row.get::<Option<String>>("login_id")?,
        None => None,
    };
    let by_email = row.map(known).transpose()?;
    let has_another = match &by_email {
        Some(known) => tx
            .query_one(
                "SELECT 1 FROM sso_identity WHERE workspace_id = $1 AND issuer = $2 AND user_id = $3",
                params![workspace_id, issuer, &known.user_id],
            )?
            .is_some(),
        None => false,
    };
    let login = user::login::by_email(tx, email)?;
    Ok(Found {
        linked,
        by_email,
        has_another,
        is_elsewhere: login_id.is_none() && login.is_some(),
    })
}

pub(crate) fn link(
    tx: &mut Tx<'_>,
    (workspace_id, issuer): (&str, &str),
    (subject, user_id): (&str, &str),
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO sso_identity (workspace_id, issuer, subject, user_id, linked_at_us, used_at_us)
         VALUES ($1, $2, $3, $4, $5, $5)",
        params![workspace_id, issuer, subject, user_id, now_us],
    )?;
    Ok(())
}

pub(crate) fn used(
    tx: &mut Tx<'_>,
    (workspace_id, issuer): (&str, &str),
    subject: &str,
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE sso_identity SET used_at_us = $4
         WHERE workspace_id = $1 AND issuer = $2 AND subject = $3",
        params![workspace_id, issuer, subject, now_us],
    )?;
    Ok(())
}

/// Somebody who is linked, as the settings list them.
pub(crate) struct Linked {
    pub(crate) user_id: String,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) subject: String,
    pub(crate) used_at_us: i64,
}

/// At most 200 people who are linked, the last used first.
pub(crate) fn linked(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Linked>, DbError> {
    tx.query(
        "SELECT u.user_id, u.name, u.email, i.subject, i.used_at_us FROM sso_identity i
         JOIN app_user u ON u.workspace_id = i.workspace_id AND u.user_id = i.user_id
         WHERE i.workspace_id = $1 ORDER BY i.used_at_us DESC, u.name LIMIT 200",
        params![workspace_id],
    )?
    .iter()
    .map(|row| {
        Ok(Linked {
            user_id: row.get("user_id")?,
            name: row.get("name")?,
            email: row.get("email")?,
            subject: row.get("subject")?,
            used_at_us: row.get("used_at_us")?,
        })
    })
    .collect()
}

pub(crate) fn unlink(tx: &mut Tx<'_>, workspace_id: &str, user_id: &str) -> Result<bool, DbError> {
    let removed = tx.execute(
        "DELETE FROM sso_identity WHERE workspace_id = $1 AND user_id = $2",
        params![workspace_id, user_id],
    )?;
    Ok(removed > 0)
}

/// Teams by id and name, for the mapping.
pub(crate) fn teams(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<(String, String)>, DbError> {
    tx.query(
        "SELECT team_id, name FROM team WHERE workspace_id = $1 ORDER BY name, team_id",
        params![workspace_id],
    )?
    .iter()
    .map(|row| Ok((row.get("team_id")?, row.get("name")?)))
    .collect()
}

/// The buttons of all workspaces' providers.
#[derive(Clone, Copy, Debug)]
pub struct Providers;

impl Doors for Providers {
    fn shown(&self, tx: &mut Tx<'_>) -> Result<Vec<Door>, DbError> {
        tx.query(
            "SELECT sso_provider_id, button FROM sso_provider WHERE is_on = 1
             ORDER BY button, sso_provider_id LIMIT 50",
            &[],
        )?
        .iter()
        .map(|row| {
            Ok(Door {
                text: row.get("button")?,
                href: format!("/login/sso/{}", row.get::<String>("sso_provider_id")?),
            })
        })
        .collect()
    }

    fn way_out(&self, tx: &mut Tx<'_>, workspace_id: &str) -> Result<Option<String>, DbError> {
        let provider = of_workspace(tx, workspace_id)?.filter(|p| p.is_on);
        Ok(provider.map(|p| format!("/login/sso/{}/out", p.id)))
    }
}
