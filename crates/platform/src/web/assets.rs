//! Style sheets and scripts, embedded in the binary and served under an address that changes with
//! their content, so that browsers may keep them for ever.

use std::collections::HashMap;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::Problem;

/// One embedded file.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// File name with its extension: `app.css`.
    pub name: &'static str,
    /// Its parts, served one after another.
    pub parts: &'static [&'static str],
}

/// All embedded files.
#[derive(Debug, Default)]
pub struct Assets {
    /// By the last part of the address.
    files: HashMap<String, (String, &'static str)>,
    /// Address by file name.
    urls: HashMap<String, String>,
}

impl Assets {
    /// Takes in `assets`.
    pub fn new(assets: &[Asset]) -> Self {
        let mut all = Self::default();
        for asset in assets {
            let content = asset.parts.concat();
            let digest = Sha256::digest(content.as_bytes());
            let (stem, extension) = asset.name.rsplit_once('.').unwrap_or((asset.name, ""));
            let file = format!(
                "{stem}-{:02x}{:02x}{:02x}{:02x}.{extension}",
                digest[0], digest[1], digest[2], digest[3]
            );
            let kind = match extension {
                "css" => "text/css; charset=utf-8",
                "js" => "text/javascript; charset=utf-8",
                "svg" => "image/svg+xml",
                _ => "application/octet-stream",
            };
            all.urls
                .insert(asset.name.to_owned(), format!("/assets/{file}"));
            all.files.insert(file, (content, kind));
        }
        all
    }

    /// Address by file name, for templates.
    pub(super) fn urls(&self) -> HashMap<String, String> {
        self.urls.clone()
    }

    /// The reply for `GET /assets/{file}`.
    pub fn reply(&self, file: &str) -> Response {
        match self.files.get(file) {
            None => Problem::no("file").into_response(),
            Some((content, kind)) => (
                [
                    (CONTENT_TYPE, *kind),
                    (CACHE_CONTROL, "public, max-age=31536000, immutable"),
                ],
                content.clone(),
            )
                .into_response(),
        }
    }
}
