//! The web side: what every handler shares, how replies, problems and pages are made, the guards
//! in front of all routes, and the server itself.

mod address;
mod assets;
mod body;
mod calls;
mod frame;
mod guard;
pub mod paging;
mod problem;
mod revision;
mod serve;
mod templates;
mod unique;
mod upload;
mod wording;

use std::ops::Deref;
use std::sync::Arc;

use tokio::sync::watch;

pub use address::{client_address, encoded};
pub use assets::{Asset, Assets};
pub use body::{
    FormData, Json, MEBIBYTE, NoQuery, Path, Query, QueryPairs, UniqueMap, read_body, read_json,
};
pub use calls::{CALLS, answered};
pub use frame::{Frame, LANGUAGE_COOKIE, Person, Place, cookie};
pub use guard::{framed_by, guarded};
pub use problem::{FieldError, Problem};
pub use revision::if_match;
pub use serve::serve;
pub use templates::{Templates, format_date, format_moment, format_number};
pub use unique::UniqueJson;
pub use upload::{Upload, UploadLimit, file_name, unstored};
pub use wording::{Wording, with_quote};

use crate::changes::Changes;
use crate::metrics::Metrics;
use crate::words::Words;
use crate::{Clock, Db};

/// What every handler may use; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The parts of an [`App`].
pub struct Parts {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// The product's words.
    pub words: Arc<Words>,
    /// The page templates.
    pub templates: Templates,
    /// Style sheets and scripts.
    pub assets: Assets,
    /// Where the outside world reaches us, without a slash at the end. All links we hand out
    /// start with it, never with what a request claims as its host.
    pub base_url: String,
    /// What changed, for open pages.
    pub changes: Changes,
    /// Counters.
    pub metrics: Metrics,
    /// Becomes true when the server stops, so that endless replies end.
    pub stopping: watch::Receiver<bool>,
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// Whether people reach us by https, and cookies can be marked Secure.
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

#[cfg(test)]
mod tests;
