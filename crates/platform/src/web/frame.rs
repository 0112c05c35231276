//! What surrounds every page: its language and who is looking.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE};
use axum::http::request::Parts;
use serde::Serialize;

use super::Problem;
use crate::words::Language;

/// The cookie that keeps the chosen language of people who are not logged in.
pub const LANGUAGE_COOKIE: &str = "luister_language";

/// Who is looking, as far as a page shows it.
#[derive(Clone, Debug, Serialize)]
pub struct Person {
    /// Their name.
    pub name: String,
    /// May change people, keys and how others are reached.
    pub administrator: bool,
    /// May change surveys, programmes, contacts, rules and themes.
    pub manager: bool,
    /// Sees only what some people did, so not all there is to see.
    pub limited: bool,
    /// May make workspaces of this installation.
    pub installation_administrator: bool,
    /// The workspaces they can be in, when there are several.
    pub workspaces: Vec<Place>,
    /// Here without login, in the demo.
    pub guest: bool,
    /// Name of the workspace's time zone, in which they read times: `Europe/Amsterdam`.
    pub zone: String,
}

/// A workspace that somebody can be in.
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether they are in it now.
    pub here: bool,
}

/// The surroundings of a page; part of every request.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    /// Language of the product's words.
    #[serde(serialize_with = "code")]
    pub language: Language,
    /// Who is logged in.
    pub person: Option<Person>,
    /// Path and query, for links that come back here.
    pub here: String,
}

fn code<S: serde::Serializer>(language: &Language, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(language.code())
}

impl Frame {
    /// The frame of a request by its headers, for nobody in particular.
    pub fn of(headers: &HeaderMap, here: &str) -> Self {
        let language = cookie(headers, LANGUAGE_COOKIE)
            .and_then(Language::from_code)
            .or_else(|| Language::from_header(headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?))
            .unwrap_or_default();
        Self {
            language,
            person: None,
            here: here.to_owned(),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Frame {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        if let Some(frame) = parts.extensions.get::<Self>() {
            return Ok(frame.clone());
        }
        let here = parts.uri.path_and_query().map_or("/", |p| p.as_str());
        Ok(Self::of(&parts.headers, here))
    }
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}
