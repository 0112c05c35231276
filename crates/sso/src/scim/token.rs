//! The tokens of SCIM clients: of a scope of their own, so that a leaked one opens no survey, and an
//! API key no directory.

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use platform::clock::SECOND_US;
use platform::web::App;
use platform::{DbError, Problem, id};
use serde_json::json;
use std::net::SocketAddr;
use user::Viewer;
use user::audit::{self, Note};

use super::api::Scim;
use super::error::Fault;
use super::store::{self, Token};

/// What every token begins with.
const PREFIX: &str = "luister_scim_";
/// How fresh "last used" is kept.
const USED_EVERY_US: i64 = 3600 * SECOND_US;

/// A directory that showed its token.
#[derive(Clone, Debug)]
pub(super) struct Directory {
    pub(super) workspace_id: String,
}

impl FromRequestParts<Scim> for Directory {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, scim: &Scim) -> Result<Self, Fault> {
        let app = scim.gate.app();
        let text = parts
            .headers
            .get(AUTHORIZATION)
            .and_then(|v| v.to_str().ok());
        let token = text
            .and_then(|text| text.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim())
            .filter(|token| token.starts_with(PREFIX));
        let found = match token {
            Some(token) => {
                let hash = id::hash(token);
                let find = move |tx: &mut platform::Tx<'_>| store::by_token(tx, &hash);
                app.db.read(find).await?
            }
            None => None,
        };
        let Some((workspace_id, token_id, used_at_us)) = found else {
            // Who guesses waits; a good token is never kept waiting by bad ones.
            if let Some(ConnectInfo(peer)) = parts.extensions.get::<ConnectInfo<SocketAddr>>() {
                let _ = scim.gate.take_try((&parts.headers, *peer), "scim").await?;
            }
            return Err(Fault::unknown_client());
        };
        let now_us = app.clock.now_us();
        scim.rate.take(&token_id, now_us)?;
        if used_at_us.is_none_or(|used| now_us - used > USED_EVERY_US) {
            let of = workspace_id.clone();
            app.db
                .write(move |tx| store::used(tx, (&of, &token_id), now_us))
                .await?;
        }
        Ok(Self { workspace_id })
    }
}

/// Makes a token; it is shown this once.
pub(super) async fn make(app: &App, viewer: &Viewer, name: &str) -> Result<String, Problem> {
    let length = name.chars().count();
    if !(1..=200).contains(&length) || name.chars().any(char::is_control) {
        let text = "needs 1 to 200 characters on one line";
        return Err(Problem::invalid("name", text));
    }
    let secret = format!("{PREFIX}{}", id::secret());
    let now_us = app.clock.now_us();
    let token = Token {
        id: id::new(),
        name: name.to_owned(),
        prefix: secret[..PREFIX.len() + 4].to_owned(),
        created_at_us: now_us,
        used_at_us: None,
    };
    let (viewer, hash) = (viewer.clone(), id::hash(&secret));
    app.db
        .write(move |tx| {
            store::add_token(tx, &viewer.workspace_id, &token, &hash)?;
            let note =
                Note::new("scim.token_created", &token.id).with(json!({ "name": token.name }));
            audit::note(tx, &viewer, note, now_us)
        })
        .await?;
    Ok(secret)
}

/// Revokes a token; from then on it opens nothing.
pub(super) async fn revoke(app: &App, viewer: &Viewer, token_id: &str) -> Result<(), Problem> {
    let (viewer, token_id) = (viewer.clone(), token_id.to_owned());
    let now_us = app.clock.now_us();
    let revoked = app
        .db
        .write(move |tx| {
            let is_revoked = store::revoke(tx, (&viewer.workspace_id, &token_id), now_us)?;
            if is_revoked {
                let note = Note::new("scim.token_revoked", &token_id);
                audit::note(tx, &viewer, note, now_us)?;
            }
            Ok::<_, DbError>(is_revoked)
        })
        .await?;
    revoked.then_some(()).ok_or_else(|| Problem::no("token"))
}
