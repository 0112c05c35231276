//! Sessions as people see them: on which device, from where, last used when; and ending them. Also
//! [`StillHere`], by which an open stream learns that its session ended.

pub(crate) mod pages;
mod present;
mod rules;
mod store;

use std::net::IpAddr;

use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use platform::{DbError, Tx, id};

pub use present::StillHere;
pub(crate) use present::{Present, Watched};

/// Longest text of a browser about itself that is kept.
const DEVICE_MAX: usize = 300;

/// From where and with what somebody logs in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// What the browser says of itself.
    device: String,
    address: String,
}

impl Origin {
    /// The origin of a request from `address`.
    pub fn of(headers: &HeaderMap, address: IpAddr) -> Self {
        let said = headers.get(USER_AGENT).and_then(|v| v.to_str().ok());
        Self {
            device: said.unwrap_or_default().chars().take(DEVICE_MAX).collect(),
            address: address.to_canonical().to_string(),
        }
    }
}

/// Keeps where a new session comes from.
pub fn describe(tx: &mut Tx<'_>, secret: &str, origin: &Origin) -> Result<(), DbError> {
    store::describe(tx, &id::hash(secret), (&origin.device, &origin.address))
}

/// Binds a session to the workspace it is in: what one workspace's identity provider says of
/// somebody counts nowhere else.
pub fn bind(tx: &mut Tx<'_>, secret: &str) -> Result<(), DbError> {
    store::bind(tx, &id::hash(secret))
}

/// Ends all sessions of a login but the one with this hash.
pub(crate) fn end_others(
    tx: &mut Tx<'_>,
    login_id: &str,
    session_hash: &[u8],
) -> Result<u64, DbError> {
    store::end_others(tx, login_id, session_hash)
}

/// Whether the session with this hash is bound to its workspace.
pub fn is_bound(tx: &mut Tx<'_>, session_hash: &[u8]) -> Result<bool, DbError> {
    store::is_bound(tx, session_hash)
}
