//! Reading requests: JSON, forms, queries and paths, with limits, and errors that name what is wrong.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Read;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::request::Parts;
use bytes::{Bytes, BytesMut};
use flate2::read::GzDecoder;
use http_body_util::BodyExt;
use serde::de::{DeserializeOwned, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::Problem;

/// The usual limit of a body.
pub const MEBIBYTE: usize = 1 << 20;
/// How long a client may take to send a body.
const BODY_WAIT: Duration = Duration::from_secs(30);

/// Bytes read and thrown away after a body proved too large, so that its sender gets to read why.
const DRAIN_MAX: usize = 64 * MEBIBYTE;

/// Reads a whole body of at most `limit` bytes, also after decompression, within 30 seconds.
pub async fn read_body(request: Request, limit: usize) -> Result<Bytes, Problem> {
    // Judged after reading: a sender that is still sending would not get to read the refusal.
    let encoding = encoding(&request);
    let raw = tokio::time::timeout(BODY_WAIT, read_raw(request.into_body(), limit))
        .await
        .map_err(|_| Problem::Other(408, "the body took too long to arrive".to_owned()))??;
    match encoding? {
        Encoding::Plain => Ok(raw),
        Encoding::Gzip => unpack(&raw, limit),
    }
}

enum Encoding {
    Plain,
    Gzip,
}

fn encoding(request: &Request) -> Result<Encoding, Problem> {
    let mut given = request.headers().get_all(CONTENT_ENCODING).iter();
    let first = given.next().map(HeaderValue::as_bytes);
    match (first, given.next()) {
        (None | Some(b"identity"), None) => Ok(Encoding::Plain),
        (Some(b"gzip"), None) => Ok(Encoding::Gzip),
        _ => Err(Problem::UnsupportedMedia(
            "a body may be encoded once, with gzip".to_owned(),
        )),
    }
}

fn too_large(limit: usize) -> Problem {
    Problem::TooLarge(format!("the body is larger than {limit} bytes"))
}

async fn read_raw(mut body: Body, limit: usize) -> Result<Bytes, Problem> {
    let (mut kept, mut size) = (BytesMut::new(), 0);
    while let Some(frame) = body.frame().await {
        let frame =
            frame.map_err(|e| Problem::BadRequest(format!("the body can't be read: {e}")))?;
        let Some(data) = frame.data_ref() else {
            continue;
        };
        size += data.len();
        if size <= limit {
            kept.extend_from_slice(data);
        } else {
            kept.clear();
            if size > limit + DRAIN_MAX {
                break;
            }
        }
    }
    if size > limit {
        Err(too_large(limit))
    } else {
        Ok(kept.freeze())
    }
}

/// Unpacks at most `limit` bytes, however little they were packed into.
fn unpack(packed: &[u8], limit: usize) -> Result<Bytes, Problem> {
    let mut plain = Vec::new();
    GzDecoder::new(packed)
        .take(limit as u64 + 1)
        .read_to_end(&mut plain)
        .map_err(|e| Problem::BadRequest(format!("the body is not valid gzip: {e}")))?;
    if plain.len() > limit {
        Err(too_large(limit))
    } else {
        Ok(plain.into())
    }
}

fn has_type(request: &Request, wanted: &str) -> bool {
    request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.split(';').next())
        .is_some_and(|v| v.trim().eq_ignore_ascii_case(wanted))
}

/// A JSON body of at most `LIMIT` bytes. Put `#[serde(deny_unknown_fields)]` on `T`, so that
/// nothing that was sent is ignored.
#[derive(Debug)]
pub struct Json<T, const LIMIT: usize = MEBIBYTE>(pub T);

impl<T: DeserializeOwned, S: Send + Sync, const LIMIT: usize> FromRequest<S> for Json<T, LIMIT> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        Ok(Self(read_json(request, LIMIT).await?.0))
    }
}

/// Reads a JSON body of at most `limit` bytes; also gives its text, for whoever must tell two
/// requests apart.
pub async fn read_json<T: DeserializeOwned>(
    request: Request,
    limit: usize,
) -> Result<(T, Bytes), Problem> {
    if !has_type(&request, "application/json") {
        return Err(Problem::UnsupportedMedia(
            "send Content-Type: application/json".to_owned(),
        ));
    }
    let bytes = read_body(request, limit).await?;
    if is_no_object(&bytes) {
        return Err(Problem::invalid("/", "a JSON object is expected"));
    }
    let mut reader = serde_json::Deserializer::from_slice(&bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        if inner.is_data() {
            Problem::invalid(pointer(&path), plain(&inner.to_string()))
        } else {
            Problem::BadRequest(format!("the JSON can't be read: {inner}"))
        }
    })?;
    reader
        .end()
        .map_err(|e| Problem::BadRequest(format!("the JSON can't be read: {e}")))?;
    Ok((value, bytes))
}

/// Whether a body is JSON, but a list or a plain value.
fn is_no_object(bytes: &[u8]) -> bool {
    let first = bytes.iter().find(|b| !b.is_ascii_whitespace());
    first.is_some_and(|b| *b != b'{') && serde_json::from_slice::<IgnoredAny>(bytes).is_ok()
}

/// A mistake in words for whoever sends JSON: what a type is called in the code tells them nothing.
fn plain(detail: &str) -> String {
    match detail.split_once("expected struct ") {
        Some((before, _)) => format!("{before}expected an object"),
        None => detail.to_owned(),
    }
}

/// A JSON pointer for a path such as `drivers[0].key`.
fn pointer(path: &str) -> String {
    let parts: Vec<&str> = path
        .split(['.', '[', ']'])
        .filter(|p| !p.is_empty())
        .collect();
    format!("/{}", parts.join("/"))
}

/// The fields of an `application/x-www-form-urlencoded` form, in the order they were sent.
#[derive(Clone, Debug, Default)]
pub struct FormData(pub Vec<(String, String)>);

impl FormData {
    /// The first value of `name`, without white space at its ends.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.trim())
    }

    /// The first value of `name`, or an empty text.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// All values of `name`.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }

    /// Gives `name` this value in place of all it has.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.retain(|(n, _)| n != name);
        self.0.push((name.to_owned(), value.into()));
    }

    /// Refuses fields whose name `known` does not know.
    pub fn only(&self, known: impl Fn(&str) -> bool) -> Result<(), Problem> {
        match self.0.iter().find(|(name, _)| !known(name)) {
            Some((name, _)) => Err(Problem::BadRequest(format!("unknown field {name:?}"))),
            None => Ok(()),
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for FormData {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        if !has_type(&request, "application/x-www-form-urlencoded") {
            return Err(Problem::UnsupportedMedia(
                "send Content-Type: application/x-www-form-urlencoded".to_owned(),
            ));
        }
        let bytes = read_body(request, MEBIBYTE).await?;
        let pairs: Vec<_> = form_urlencoded::parse(&bytes).into_owned().collect();
        if pairs
            .iter()
            .any(|(n, v)| n.contains('\0') || v.contains('\0'))
        {
            return Err(Problem::BadRequest(
                "a form may not contain NUL characters".to_owned(),
            ));
        }
        Ok(Self(pairs))
    }
}

/// The parameters of a query as a struct. Put `#[serde(deny_unknown_fields)]` on `T`.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs = form_urlencoded::parse(query.as_bytes());
        serde_path_to_error::deserialize(serde_urlencoded::Deserializer::new(pairs))
            .map(Self)
            .map_err(|error| {
                let name = error.path().to_string();
                let inner = error.into_inner().to_string();
                // An unknown or double field is named in the sentence itself.
                let named = name == "." || name == "?" || inner.contains(&format!("`{name}`"));
                let at = if named {
                    String::new()
                } else {
                    format!("`{name}`: ")
                };
                Problem::BadRequest(format!("the query can't be read: {at}{inner}"))
            })
    }
}

/// The query of what has no parameters: unknown ones are refused, not ignored.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoQuery {}

/// The parameters of a query in the order they were sent, for pages whose parameters depend on
/// the survey. Whoever uses it refuses what it doesn't know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueryPairs(pub Vec<(String, String)>);

impl QueryPairs {
    /// The first value of `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }

    /// All values of `name`.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for QueryPairs {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        if pairs
            .iter()
            .any(|(n, v)| n.contains('\0') || v.contains('\0'))
        {
            return Err(Problem::BadRequest(
                "a query may not contain NUL characters".to_owned(),
            ));
        }
        Ok(Self(pairs))
    }
}

/// The variable parts of a path. What doesn't fit is a 404: such an address doesn't exist.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        axum::extract::Path::<T>::from_request_parts(parts, state)
            .await
            .map(|axum::extract::Path(value)| Self(value))
            .map_err(|_| Problem::no("page"))
    }
}

/// A JSON object whose keys must differ; serde's own maps keep the last of a double key silently.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct UniqueMap<V>(pub BTreeMap<String, V>);

impl<'de, V: Deserialize<'de>> Deserialize<'de> for UniqueMap<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys<V>(std::marker::PhantomData<V>);
        impl<'de, V: Deserialize<'de>> Visitor<'de> for Keys<V> {
            type Value = UniqueMap<V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
                let mut map = BTreeMap::new();
                while let Some((key, value)) = access.next_entry::<String, V>()? {
                    if map.insert(key.clone(), value).is_some() {
                        return Err(serde::de::Error::custom(format!("double key {key:?}")));
                    }
                }
                Ok(UniqueMap(map))
            }
        }
        deserializer.deserialize_map(Keys(std::marker::PhantomData))
    }
}
